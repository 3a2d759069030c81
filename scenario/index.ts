export { leversBehind, leversUnder } from './behind.ts';
export {
  type BreakEven,
  type BreakEvenOptions,
  breakEven,
  type Frontier,
  frontier,
  type LeverRange,
  rangeOf,
  type Stretch,
} from './break-even.ts';
export { calculonModelSchema, calculonSystemSchema, readCalculonModel, readCalculonSystem } from './calculon-files.ts';
export { type ChokepointAnalysis, type ChokepointOptions, chokepoint, type Relaxation, type Standing } from './chokepoint.ts';
export { choosePlan } from './choose-plan.ts';
export { type ConstraintKind, constraintKinds } from './constraints.ts';
export type { LeverSetting, Place, ScenarioDocument } from './document.ts';
export { type Contribution, type ExplainOptions, type Explanation, explain, type LeverChange } from './explain.ts';
export { type FoundAccelerator, findAccelerator } from './find-accelerator.ts';
export { figureOf, findRun, type PublishedRun, type RunFigure } from './find-run.ts';
export { daysUntil, type GivenMeans, type MeanId, meanLevers, readMeans, withGiven, withMeans } from './given-means.ts';
export {
  type FrontierPoint,
  type LargestRun,
  type LargestRunOptions,
  largestRun,
  type MeanGain,
  type RunDraws,
  type RunFigureId,
  type RunFigures,
  runFigures,
  type UsedUp,
} from './largest-run.ts';
export { type FactReference, type Lever, leverByPath, levers, type Role, roles } from './levers.ts';
export { listScenarios, nearestScenario, shippedFolder } from './list-scenarios.ts';
export type { Derivation, Metric } from './metric/metric.ts';
export { derivation, metricByPath, metrics } from './metrics.ts';
export { modelShape } from './model-shape.ts';
export { dollarFactor, moneySeries } from './money.ts';
export { type MeanStanding, type NeededMeans, type NeedPoint, neededMeans } from './needed-means.ts';
export {
  answerPackage,
  type Band,
  type CostPart,
  costParts,
  type PackageAnswer,
  type PackageInputRow,
  type PublishedBeside,
  publishedBeside,
} from './package-answer.ts';
export { type CompatAnswer, type CompatProgram, compareWith, compatPrograms } from './package-compat.ts';
export { type PackageModel, packageModel } from './package-model.ts';
export type { PackageSpec } from './package-spec.ts';
export { planSchema, stateText, type WrittenPlan } from './plan-schema.ts';
export {
  isAwkward,
  mixGroupsInput,
  type ObjectiveRequest,
  type PlanObjective,
  type PlanSearchOptions,
  planObjective,
  planObjectives,
  planSearchInput,
  type ResolvedObjective,
  stepDraws,
  usableCounts,
} from './plan-search.ts';
export { planNames, planText, planYaml, writtenPlan } from './plan-text.ts';
export { type ChoicePart, type Grouping, groupings, type Player } from './players.ts';
export { productPackage } from './product-package.ts';
export { type ReadConfig, readConfig } from './read-config.ts';
export { packageSchema, type ReadPackage, readPackage } from './read-package.ts';
export { completePlan, type PlanSetting, planState, readPlan, readPlanText } from './read-plan.ts';
export { type ReadScenarioOptions, readScenario } from './read-scenario.ts';
export { type Origin, type ResolvedLever, type ResolvedScenario, resolveScenario, toInput } from './resolve.ts';
export { type GoodputInputLine, type GoodputRequest, type ResolvedGoodput, resolveGoodput } from './resolve-goodput.ts';
export { type ChipHourCost, type ResolvedServing, resolveServing, type ServingRequest } from './resolve-serving.ts';
export { type GivenModel, type ResolvedTraining, resolveTraining, type TrainingInput, type TrainingRequest } from './resolve-training.ts';
export { rulesInForce } from './rules-in-force.ts';
export {
  type ConstraintColumns,
  constraintColumns,
  type DrawOptions,
  type PreparedSamples,
  prepareSamples,
  type RunColumns,
  type SampledScenario,
  type SamplePart,
  samplerOf,
  sampleScenario,
  uncertainLevers,
} from './sample.ts';
export {
  type LeverSensitivity,
  type Sensitivity,
  type SensitivityMethod,
  type SensitivityOptions,
  sensitivity,
  sensitivityMethods,
} from './sensitivity.ts';
export type { LimitId } from './sized-run.ts';
export { type GeneralParameter, generalParameter, sourcesOf, statedParameter } from './stated-fact.ts';
export { type StepSpreadInput, stepSpread } from './step-spread.ts';
export { swings, withLever } from './swing.ts';
export {
  chipNetwork,
  chipRates,
  type MatrixShare,
  matrixShareOf,
  type TrainingChip,
  trainingChip,
} from './training-chip.ts';
export { type SizedUtilisation, utilisationBySize } from './utilisation-by-size.ts';
export { answerWafer, type WaferWhy, whyWafer } from './wafer-answer.ts';
export { type MadeWafer, type WaferModel, type WaferModelInput, type WaferResult, waferModel } from './wafer-model.ts';
export type { Spread, WaferAnswer, WaferFigure, WaferLayer, WaferQuestion, WaferVariant } from './wafer-question.ts';
export type { ToolChoice } from './wafer-tools.ts';
