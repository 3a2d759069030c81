export type { Precision } from '#accelerator';
export type { RuleLeg, RuleOutcome } from '#policy';
export type { ModelShape, ParameterCount } from '#run';
export { evaluate, evaluateInto } from './chain.ts';
export type { ChainInput } from './chain-input.ts';
export { type DraftOutcome, draftOutcome } from './draft-outcome.ts';
export type { Constraint, ConstraintId, FloorId, Outcome } from './outcome.ts';
