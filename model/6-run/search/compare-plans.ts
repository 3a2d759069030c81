import type { Quantity } from '#quantity';
import { quantity } from '#quantity';
import type { Plan } from '../plan.ts';
import { type StepPart, stepParts, type TrainingStep, trainingStep } from '../step/training-step.ts';
import type { SearchPlansInput } from './search-input.ts';

/** One part of two steps. */
export interface PartDifference {
  readonly part: StepPart;
  readonly one: Quantity<'s'>;
  readonly other: Quantity<'s'>;
  /** What the other takes longer; negative where it is the faster one. */
  readonly difference: Quantity<'s'>;
}

export interface PlanComparison {
  readonly one: TrainingStep;
  readonly other: TrainingStep;
  /** The greatest difference first; the differences add up to that of the steps. */
  readonly parts: readonly PartDifference[];
  /** Fields in which the plans differ. */
  readonly fields: readonly (keyof Plan)[];
}

/**
 * Says where two plans spend their time and what sets them apart.
 *
 * @pure
 * @param input model, chip and network of a search
 * @param one a plan
 * @param other another one
 * @throws RangeError where the chip has no rates in the number format of a plan
 */
export const comparePlans = (
  input: Pick<SearchPlansInput, 'architecture' | 'chip' | 'network' | 'software' | 'constants' | 'nodeSize' | 'host'>,
  one: Plan,
  other: Plan,
): PlanComparison => {
  const timed = (plan: Plan): TrainingStep => {
    const chip = input.chip[plan.precision];
    if (chip === undefined) throw new RangeError(`no rates in ${plan.precision}`);
    return trainingStep({ ...input, chip, plan });
  };
  const [first, second] = [timed(one), timed(other)];
  const parts = stepParts.map((part) => ({
    part,
    one: first.breakdown[part],
    other: second.breakdown[part],
    difference: quantity(second.breakdown[part] - first.breakdown[part], 's'),
  }));
  const fields = (Object.keys(one) as (keyof Plan)[]).filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
  return { one: first, other: second, parts: parts.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)), fields };
};
