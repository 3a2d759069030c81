import { type ChainInput, draftOutcome, evaluateInto, type Outcome } from '#model';
import { type ResolvedScenario, toInput } from './resolve.ts';
import { slotOf } from './sample.ts';

/** The chain with one lever moved and all others at their medians. */
export const withLever = (scenario: ResolvedScenario, path: string, value: number): ChainInput => {
  const input = toInput(scenario);
  const { group, name } = slotOf(input, path);
  group[name] = value;
  return input;
};

const headlines: readonly ((outcome: Outcome) => number | undefined)[] = [
  (outcome) => outcome.run.time,
  (outcome) => outcome.cost.total,
  (outcome) => outcome.neck?.headroom,
];

/**
 * Prepares a scenario to be asked for the largest relative change of time, cost or the neck when a lever moves between two values and
 * all others stay at their medians.
 */
export const swings = (scenario: ResolvedScenario): ((path: string, range: readonly [number, number]) => number) => {
  const input = toInput(scenario);
  const [one, other] = [draftOutcome(), draftOutcome()];
  return (path, [low, high]) => {
    const { group, name } = slotOf(input, path);
    const own = group[name];
    group[name] = low;
    evaluateInto(input, one);
    group[name] = high;
    evaluateInto(input, other);
    group[name] = own;
    return Math.max(
      ...headlines.map((headline) => {
        const [a, b] = [headline(one), headline(other)];
        return a === undefined || b === undefined || a === b ? 0 : Math.abs(b - a) / Math.min(a, b);
      }),
    );
  };
};
