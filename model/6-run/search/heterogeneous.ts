import { type Quantity, quantity } from '#quantity';
import type { ChipGroup, GroupsSetting, MixedStep } from './chip-group.ts';
import { type ReplicaPlan, replicaPlans, shareBatch } from './replica-groups.ts';
import { sharePipeline } from './stage-groups.ts';

export interface MixGroupsInput extends GroupsSetting {
  readonly groups: readonly ChipGroup[];
}

/** What groups of unlike accelerators do together, against each of them alone. */
export interface MixedGroups {
  readonly feasible: boolean;
  /** The layout that is fastest, or why there is none. */
  readonly binding: MixedStep['layout'] | 'memory';
  readonly best: MixedStep | undefined;
  /** Each group with the whole batch to itself; undefined where the model does not fit it. */
  readonly alone: readonly (MixedStep | undefined)[];
  /** Every group its replicas of the model. */
  readonly data: MixedStep | undefined;
  /** Every group its stages of one pipeline. */
  readonly pipeline: MixedStep | undefined;
  /** Rate of all groups that can work alone, added up: what mixing could give at best, did it cost nothing. */
  readonly ideal: Quantity<'token/s'>;
}

/** Groups of none are no groups; parts of the answer still name groups by their place in the question. */
const renamed = (step: MixedStep | undefined, places: readonly number[]): MixedStep | undefined =>
  step && {
    ...step,
    binding: places[step.binding]!,
    parts: step.parts.map((part) => ({ ...part, group: places[part.group]! })),
  };

/**
 * Finds the fastest step of unlike accelerators that train one model together, step by step: give up by no longer asking.
 *
 * @pure
 * @param input groups and what is trained
 */
export function* mixGroupsSteps(input: MixGroupsInput): Generator<undefined, MixedGroups> {
  const places = input.groups.flatMap(({ accelerators }, index) => (accelerators > 0 ? [index] : []));
  const groups = places.map((index) => input.groups[index]!);
  const plans: (readonly ReplicaPlan[])[] = [];
  for (const group of groups) plans.push(yield* replicaPlans(group, input));
  const alone: (MixedStep | undefined)[] = input.groups.map(() => undefined);
  for (const [index, group] of groups.entries()) {
    alone[places[index]!] = renamed(yield* shareBatch([group], [plans[index]!], input), [places[index]!]);
  }
  const several = groups.length > 1;
  const whole = several && plans.every((own) => own.length > 0);
  const data = whole ? renamed(yield* shareBatch(groups, plans, input), places) : undefined;
  const pipeline = several ? renamed(yield* sharePipeline(groups, input), places) : undefined;
  const best = [...alone, data, pipeline].reduce(
    (fastest, step) => (step !== undefined && (fastest === undefined || step.stepTime < fastest.stepTime) ? step : fastest),
    undefined,
  );
  return {
    feasible: best !== undefined,
    binding: best?.layout ?? 'memory',
    best,
    alone,
    data,
    pipeline,
    ideal: quantity(
      alone.reduce((sum, step) => sum + (step?.tokensPerSecond ?? 0), 0),
      'token/s',
    ),
  };
}

/**
 * The fastest step of unlike accelerators that train one model together: each group its replicas, with its share of the
 * batch, or each its stages of one pipeline, with its share of the layers. Both shares are the best there are; a group
 * that would hold up the others is left out.
 *
 * @pure
 * @param input groups and what is trained
 */
export const mixGroups = (input: MixGroupsInput): MixedGroups => {
  const steps = mixGroupsSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};
