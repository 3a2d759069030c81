import type { ChainInput, Outcome } from '#model';
import { constraintKinds } from './constraints.ts';
import { derivation, metricByPath, metrics } from './metrics.ts';

/**
 * Levers that an outcome rests on: those under a metric that it has, and those that state a constraint that it
 * states. Others were resolved and read by nothing, such as the wafer of a chip whose silicon is not public,
 * or the tokens of a run whose FLOP are stated.
 */
export const leversBehind = (outcome: Outcome, input: ChainInput): ReadonlySet<string> => {
  const seen = new Set<string>();
  const walk = (path: string): void => {
    if (seen.has(path)) return;
    const metric = metricByPath.get(path);
    if (metric !== undefined && metric.read(outcome) === undefined) return;
    seen.add(path);
    if (metric !== undefined) for (const part of derivation(metric, input).of) walk(part);
  };
  for (const { path } of metrics) walk(path);
  for (const { id } of outcome.constraints) for (const path of constraintKinds[id].levers) seen.add(path);
  return seen;
};

/** Levers that some metrics and levers follow from in a scenario, whatever its outcome, by the walk that `why` takes. */
export const leversUnder = (paths: readonly string[], input: ChainInput): ReadonlySet<string> => {
  const seen = new Set<string>();
  const walk = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const metric = metricByPath.get(path);
    if (metric !== undefined) for (const part of derivation(metric, input).of) walk(part);
  };
  for (const path of paths) walk(path);
  return seen;
};
