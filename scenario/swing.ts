import { type ChainInput, evaluate, type Outcome } from '#model';
import { type ResolvedScenario, toInput } from './resolve.ts';

/** The chain with one lever moved and all others at their medians. */
export const withLever = (scenario: ResolvedScenario, path: string, value: number): ChainInput => {
  const input = toInput(scenario) as unknown as Record<string, Record<string, number>>;
  const [group = '', name = ''] = path.split('.');
  const fields = input[group];
  if (fields === undefined) throw new RangeError(`no lever ${path}`);
  fields[name] = value;
  return input as unknown as ChainInput;
};

const headlines: readonly ((outcome: Outcome) => number | undefined)[] = [
  (outcome) => outcome.run.time,
  (outcome) => outcome.cost.total,
  (outcome) => outcome.neck?.headroom,
];

/** Largest relative change of time, cost or the neck when a lever moves between two values. */
export const swing = (scenario: ResolvedScenario, path: string, [low, high]: readonly [number, number]): number => {
  const one = evaluate(withLever(scenario, path, low));
  const other = evaluate(withLever(scenario, path, high));
  return Math.max(
    ...headlines.map((headline) => {
      const [a, b] = [headline(one), headline(other)];
      return a === undefined || b === undefined || a === b ? 0 : Math.abs(b - a) / Math.min(a, b);
    }),
  );
};
