export type { Architecture, Attention, FeedForward, Layer } from './architecture.ts';
export { architectureOf } from './architecture-of.ts';
export { type AlgorithmicGainInput, algorithmicGain } from './capability/algorithmic-gain.ts';
export { type AnchoredModel, type AnchoredModelInput, anchoredModel } from './capability/anchored-model.ts';
export {
  type DecomposeRunsInput,
  decomposeRuns,
  type RunDecomposition,
  type RunFactor,
  type RunRecord,
  runFactors,
} from './capability/decompose-runs.ts';
export { type EffectiveCompute, type EffectiveComputeInput, effectiveCompute } from './capability/effective-compute.ts';
export { type ExpectedLoss, type ExpectedLossInput, expectedLoss } from './capability/expected-loss.ts';
export { type MatureUtilisationInput, matureUtilisation } from './capability/mature-utilisation.ts';
export { flopForLoss, type OptimalModel, type OptimalModelInput, optimalModel } from './capability/optimal-model.ts';
export { type OverTraining, type OverTrainingInput, overTraining } from './capability/over-training.ts';
export { flopPerParameterToken, type ScalingLaw } from './capability/scaling-law.ts';
export { checkPlan, type PlanFault, type PlanReason } from './check-plan.ts';
export { type CalculonColumn, calculonColumns } from './compat/calculon/calculon-columns.ts';
export {
  type CalculonAttention,
  type CalculonDatatype,
  type CalculonMemory,
  type CalculonModel,
  type CalculonNetwork,
  type CalculonOp,
  type CalculonPlan,
  type CalculonProcessor,
  type CalculonSteps,
  type CalculonSystem,
  calculonAttentions,
  calculonComms,
  calculonDatatypes,
  calculonOps,
  calculonOverlaps,
  calculonRecomputes,
} from './compat/calculon/calculon-input.ts';
export {
  type CalculonProgress,
  type CalculonSearch,
  type CalculonSearchInput,
  calculonSearch,
  calculonSearchSteps,
  type RankedPlan,
  type SearchEffort,
  type SpaceBinding,
} from './compat/calculon/calculon-search.ts';
export { type CalculonLimits, type CalculonSpace, calculonSpace, indexOfPlan, planAt } from './compat/calculon/calculon-space.ts';
export {
  type CalculonBinding,
  type CalculonEvaluator,
  type CalculonStep,
  calculonEvaluator,
  calculonStep,
  evaluatePlan,
} from './compat/calculon/calculon-step.ts';
export { type CalculonFault, checkCalculonPlan } from './compat/calculon/check-calculon-plan.ts';
export { type ValidPlans, validPlans } from './compat/calculon/valid-plans.ts';
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
export {
  type ClusterReliability,
  type DraftSurvival,
  draftSurvival,
  draftSurvivalInput,
  keptShare,
  type RunSurvival,
  type RunSurvivalInput,
  runSurvival,
} from './goodput/run-survival.ts';
export { type SimulatedGoodput, type SimulateGoodputInput, simulateGoodput } from './goodput/simulate-goodput.ts';
export { type SlowestNode, type SlowestNodeInput, slowestNode } from './goodput/slowest-node.ts';
export { type SpareNodes, type SpareNodesInput, shrunkSpeed, spareNodes } from './goodput/spare-nodes.ts';
export { sequenceCache } from './inference/sequence-cache.ts';
export { type ServingMemory, type ServingMemoryInput, servingMemory } from './inference/serving-memory.ts';
export { type ServingPart, type ServingPass, type ServingPassInput, servingParts, servingPass } from './inference/serving-pass.ts';
export type { ServingConstants, ServingPlan } from './inference/serving-plan.ts';
export { type ServingPhase, type ServingRate, type ServingRateInput, servingRate } from './inference/serving-rate.ts';
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
export { chunksOf, type PipelineSchedule, type PipelineScheduleInput, passKinds, pipelineSchedule } from './pipeline-schedule.ts';
export { placeRanks, type RankPlacements } from './place-ranks.ts';
export type { MatrixPrecision, Offload, Plan, RankAxis, Recompute, Schedule, StateBytes } from './plan.ts';
export { planOf, stateBytes } from './plan-of.ts';
export { type RankParameters, rankParameters } from './rank-parameters.ts';
export type { ChipGroup, GroupPart, GroupsSetting, MixedStep } from './search/chip-group.ts';
export { comparePlans, type PartDifference, type PlanComparison } from './search/compare-plans.ts';
export { type MixedGroups, type MixGroupsInput, mixGroups, mixGroupsSteps } from './search/heterogeneous.ts';
export {
  type PlanRegret,
  type PlanRegretInput,
  type PlanUnderDraws,
  planRegret,
  planRegretSteps,
  type StepDraw,
} from './search/plan-regret.ts';
export { type FixedPlan, type PlanSpace, type PlanSpaceInput, planSpace } from './search/plan-space.ts';
export { playFoundSteps, playSteps, searchPlayedSteps, searchToPlay } from './search/play-plans.ts';
export type {
  FoundPlan,
  Objective,
  PlanSearch,
  SearchCounts,
  SearchPlansInput,
  SearchProgress,
} from './search/search-input.ts';
export { mergeSearches, searchPlans, searchSteps } from './search/search-plans.ts';
export { type StageLayers, stageLayers } from './stage-layers.ts';
export { type PipelineBubbleInput, pipelineBubble } from './step/pipeline-bubble.ts';
export { type HostLink, type PreparedStep, type PrepareStepInput, prepareStep } from './step/prepare-step.ts';
export type { Software, StepConstants } from './step/step-constants.ts';
export {
  type Exchanges,
  type PlayStepInput,
  playStep,
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
export { type WeightMatrices, weightMatrices } from './weight-matrices.ts';
