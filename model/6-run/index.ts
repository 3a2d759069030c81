export { countParameters, type ParameterCount } from './count-parameters.ts';
export { type MemoryNeed, type MemoryNeedInput, memoryNeed } from './memory-need.ts';
export type { ModelShape } from './model-shape.ts';
export { type TrainingFlop, type TrainingFlopInput, trainingFlop } from './training-flop.ts';
export { type TrainingTime, type TrainingTimeInput, trainingTime } from './training-time.ts';
