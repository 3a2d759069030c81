export type { Architecture, Attention, FeedForward, Layer } from './architecture.ts';
export { architectureOf } from './architecture-of.ts';
export { countParameters, type LayerParameters, layerParameters, type ParameterCount } from './count-parameters.ts';
export {
  collectives,
  communicationGroups,
  type ListOperations,
  type OperationTable,
  operationKinds,
  operationNames,
  operationTable,
} from './list-operations.ts';
export { type MemoryNeed, type MemoryNeedInput, memoryNeed } from './memory-need.ts';
export type { ExpertShape, ModelShape, Turn } from './model-shape.ts';
export type { MatrixPrecision, Plan, RankAxis, Recompute, Schedule, StateBytes } from './plan.ts';
export { type TrainingFlop, type TrainingFlopInput, trainingFlop } from './training-flop.ts';
export { type TrainingTime, type TrainingTimeInput, trainingTime } from './training-time.ts';
