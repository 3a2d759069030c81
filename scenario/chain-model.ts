import { type ChainInput, draftOutcome, evaluateInto, type Outcome } from '#model';
import type { Metric } from './metric/metric.ts';
import { type ResolvedScenario, toInput } from './resolve.ts';
import { type Slot, slotOf } from './sample.ts';

/** Reads a metric; one that a draw does not have is not a number. */
export const readerOf =
  ({ read }: Metric) =>
  (outcome: Outcome): number =>
    read(outcome) ?? Number.NaN;

/** The chain as a function of some levers, all others at their medians. */
export interface ChainModel {
  readonly input: ChainInput;
  /** Evaluates the chain with these values of the levers, in their order. */
  readonly outcome: (row: ArrayLike<number>) => Outcome;
}

/**
 * Makes the chain a function of some levers. What it gives is to be read before the next call.
 *
 * @throws RangeError where a path is no lever
 */
export const chainModel = (scenario: ResolvedScenario, paths: readonly string[]): ChainModel => {
  const input = toInput(scenario);
  const draft = draftOutcome();
  const slots = paths.map((path) => slotOf(input, path));
  return {
    input,
    outcome: (row) => {
      for (let index = 0; index < slots.length; index++) {
        const slot = slots[index] as Slot;
        slot.group[slot.name] = row[index] as number;
      }
      return evaluateInto(input, draft);
    },
  };
};
