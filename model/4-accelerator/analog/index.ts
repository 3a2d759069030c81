export { choleskyFactor, choleskySolve } from './dense/cholesky.ts';
export { conditionEstimate, oneNorm } from './dense/condition.ts';
export { eigenvalues, spectralRadius } from './dense/eigenvalues.ts';
export { exponential } from './dense/exponential.ts';
export { luFactor, luInverse, luSolve, luSolveMany, luSolveTransposed, regular } from './dense/lu.ts';
export { multiply, multiplyTransposed, multiplyVector } from './dense/multiply.ts';
export { qrFactor, qrFormQ, qrLeastSquares } from './dense/qr.ts';
export { symmetricEigenvalues } from './dense/symmetric-eigenvalues.ts';
export {
  type CircuitDynamics,
  type GoOn,
  type InversionCircuit,
  type InversionInput,
  idealOutputs,
  inversionCircuit,
  inversionDynamics,
  inversionOutputs,
  type StaticSolution,
  signedCells,
} from './inversion-circuit.ts';
export {
  type LinearDynamics,
  type Rest,
  restOf,
  type Settling,
  type Stability,
  settlingTime,
  stabilityOf,
  type Transient,
  transient,
} from './linear-dynamics.ts';
export {
  type CellConductances,
  type CellInput,
  cellConductances,
  type ProgramInput,
  type ProgrammedMatrix,
  programMatrix,
} from './program-matrix.ts';
export {
  type LeastSquares,
  leastSquares,
  type RegressionCircuit,
  type RegressionInput,
  regressionCircuit,
  weightsOf,
} from './regression-circuit.ts';
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
export {
  type FactoredNetwork,
  factorNetwork,
  type NodeCurrents,
  networkMemory,
  type SolveSettings,
  type TerminalPotentials,
  type WireNetwork,
  type WireSolution,
} from './wire-network.ts';
