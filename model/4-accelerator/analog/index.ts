export { type Accounting, analogGain, type Gain, type GainInput } from './analog-gain.ts';
export { type AnalogParts, type AnalogSolve, type AnalogSolveInput, analogPartNames, analogSolve, cellLife } from './analog-solve.ts';
export { type AntennaChannel, type Antennas, channelGram, matchedFilter, received } from './antenna-channel.ts';
export {
  type BlockCounts,
  type BlockInverse,
  type BlockInverseInput,
  type BlockSplit,
  blockCounts,
  blockInverse,
} from './block-inverse.ts';
export { contraction } from './convergence.ts';
export {
  type Crossbar,
  type CrossbarInput,
  type CrossbarProduct,
  crossbar,
  crossbarProduct,
  type EffectiveConductances,
  effectiveConductances,
} from './crossbar.ts';
export { choleskyFactor, choleskySolve } from './dense/cholesky.ts';
export { conditionEstimate, oneNorm } from './dense/condition.ts';
export { eigenvalues, spectralRadius } from './dense/eigenvalues.ts';
export { exponential } from './dense/exponential.ts';
export { luFactor, luInverse, luSolve, luSolveMany, luSolveTransposed, regular } from './dense/lu.ts';
export { multiply, multiplyTransposed, multiplyVector } from './dense/multiply.ts';
export { qrFactor, qrFormQ, qrLeastSquares } from './dense/qr.ts';
export { symmetricEigenvalues } from './dense/symmetric-eigenvalues.ts';
export {
  type DigitalArithmetic,
  type DigitalRival,
  type DigitalSolve,
  type DigitalSolveInput,
  digitalSolve,
  refinementSweeps,
} from './digital-solve.ts';
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
export { poissonMatrix } from './poisson-matrix.ts';
export {
  type CellConductances,
  type CellInput,
  cellConductances,
  type ProgramInput,
  type ProgrammedMatrix,
  programMatrix,
} from './program-matrix.ts';
export { amplitudeOf, wrongBits } from './quadrature.ts';
export {
  cyclesTo,
  type Refinement,
  type RefinementInput,
  type Residual,
  refine,
  roundToBlock,
  roundToOwnMaximum,
} from './refinement.ts';
export {
  type LeastSquares,
  leastSquares,
  type RegressionCircuit,
  type RegressionInput,
  regressionCircuit,
  weightsOf,
} from './regression-circuit.ts';
export {
  chebyshev,
  conjugateGradients,
  flexibleResiduals,
  type GradientOptions,
  jacobi,
  type RivalArrays,
  type RivalInput,
  type RivalResult,
} from './rivals.ts';
export { type SecondOrderInput, type SecondOrderShare, secondOrderShare, type WeightShape } from './second-order-share.ts';
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
export { type SolverRefresh, type SolverRefreshInput, solverRefresh } from './solver-refresh.ts';
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
