export { leversBehind } from './behind.ts';
export { type ConstraintKind, constraintKinds } from './constraints.ts';
export type { LeverSetting, Place, ScenarioDocument } from './document.ts';
export { type FactReference, type Lever, leverByPath, levers, type Role, roles } from './levers.ts';
export { listScenarios, shippedFolder } from './list-scenarios.ts';
export { type Derivation, derivation, type Metric, metricByPath, metrics } from './metrics.ts';
export { type ReadScenarioOptions, readScenario } from './read-scenario.ts';
export { type Origin, type ResolvedLever, type ResolvedScenario, resolveScenario, toInput } from './resolve.ts';
export {
  type Draw,
  type DrawOptions,
  joinSamples,
  prepareSamples,
  type SampledScenario,
  sampleScenario,
  uncertainLevers,
} from './sample.ts';
export { swing, withLever } from './swing.ts';
