export type { Architecture, Attention, FeedForward, Layer } from './architecture.ts';
export { architectureOf } from './architecture-of.ts';
export { checkPlan, type PlanFault, type PlanReason } from './check-plan.ts';
export { countParameters, type LayerParameters, layerParameters, type ParameterCount } from './count-parameters.ts';
export { type FlopByDefinition, type FlopDefinition, flopByDefinition, flopDefinitions } from './flop-definitions.ts';
export {
  type CheckpointCost,
  type CheckpointCostInput,
  type CheckpointMode,
  checkpointCost,
  checkpointModes,
} from './goodput/checkpoint-cost.ts';
export { type CheckpointInterval, type CheckpointIntervalInput, checkpointInterval } from './goodput/checkpoint-interval.ts';
export {
  type Goodput,
  type GoodputInput,
  goodput,
  type LossKind,
  lossKinds,
  type PeerCopies,
  type SilentCorruption,
} from './goodput/goodput.ts';
export { type FailureCause, failureCauses, type JobFailures, type JobFailuresInput, jobFailures } from './goodput/job-failures.ts';
export { type ClusterReliability, type RunSurvival, type RunSurvivalInput, runSurvival } from './goodput/run-survival.ts';
export { type SimulatedGoodput, type SimulateGoodputInput, simulateGoodput } from './goodput/simulate-goodput.ts';
export { type SlowestNode, type SlowestNodeInput, slowestNode } from './goodput/slowest-node.ts';
export { type SpareNodes, type SpareNodesInput, shrunkSpeed, spareNodes } from './goodput/spare-nodes.ts';
export {
  collectives,
  communicationGroups,
  listOperations,
  type OperationTable,
  operationKinds,
  operationNames,
  operationTable,
  paddedVocabulary,
  visibleKeys,
} from './list-operations.ts';
export { type LayerActivations, layerActivations } from './memory/layer-activations.ts';
export {
  inFlight,
  type MemoryOverhead,
  type MemoryPart,
  memoryParts,
  type PlanMemory,
  planMemory,
  type StageMemory,
} from './memory/plan-memory.ts';
export { type MemoryNeed, type MemoryNeedInput, memoryNeed } from './memory-need.ts';
export type { ExpertShape, ModelShape, Turn } from './model-shape.ts';
export { type PipelineSchedule, type PipelineScheduleInput, passKinds, pipelineSchedule } from './pipeline-schedule.ts';
export { placeRanks, type RankPlacements } from './place-ranks.ts';
export type { MatrixPrecision, Plan, RankAxis, Recompute, Schedule, StateBytes } from './plan.ts';
export { planOf, stateBytes } from './plan-of.ts';
export { type RankParameters, rankParameters } from './rank-parameters.ts';
export { type StageLayers, stageLayers } from './stage-layers.ts';
export { type PipelineBubbleInput, pipelineBubble } from './step/pipeline-bubble.ts';
export { type PreparedStep, type PrepareStepInput, prepareStep } from './step/prepare-step.ts';
export type { Software, StepConstants } from './step/step-constants.ts';
export {
  type Exchanges,
  type StageTimes,
  type StepPart,
  stepColumns,
  stepParts,
  type TimeStepInput,
  type TrainingStep,
  type TrainingStepInput,
  timeStep,
  trainingStep,
} from './step/training-step.ts';
export { type TrainingFlop, type TrainingFlopInput, trainingFlop } from './training-flop.ts';
export { type TrainingTime, type TrainingTimeInput, trainingTime } from './training-time.ts';
