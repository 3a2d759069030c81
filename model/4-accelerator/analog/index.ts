export { choleskyFactor, choleskySolve } from './dense/cholesky.ts';
export { conditionEstimate, oneNorm } from './dense/condition.ts';
export { eigenvalues, spectralRadius } from './dense/eigenvalues.ts';
export { exponential } from './dense/exponential.ts';
export { luFactor, luInverse, luSolve, luSolveMany, luSolveTransposed, regular } from './dense/lu.ts';
export { multiply, multiplyTransposed, multiplyVector } from './dense/multiply.ts';
export { qrFactor, qrFormQ, qrLeastSquares } from './dense/qr.ts';
export { symmetricEigenvalues } from './dense/symmetric-eigenvalues.ts';
export {
  type CellConductances,
  type CellInput,
  cellConductances,
  type ProgramInput,
  type ProgrammedMatrix,
  programMatrix,
} from './program-matrix.ts';
export {
  adcBitsNeeded,
  exactnessMargin,
  inputPasses,
  type ProductCount,
  type ProductSettings,
  type SlicedMatrix,
  type SlicedMultiplier,
  type SliceInput,
  slicedMultiplier,
  sliceMatrix,
} from './sliced-product.ts';
