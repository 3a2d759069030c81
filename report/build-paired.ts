import { metricByPath, type SampledScenario } from '#scenario';
import { selectQuantiles } from '#uncertainty';
import type { Paired } from './comparison.ts';
import type { Change } from './study.ts';

/**
 * Differences of a scenario to another over the draws that both share: ratios, of shares of a whole the differences.
 *
 * @param first the measure
 * @param other what is measured, with the same seed and sampler
 */
export const pairedDifferences = (first: SampledScenario, other: SampledScenario): Paired => {
  const paired: Record<string, Change> = {};
  for (const [path, values] of other.metrics) {
    const base = first.metrics.get(path);
    if (base === undefined) continue;
    const percent = metricByPath.get(path)?.percent;
    const changes = values.map((value, k) => (percent ? value - (base[k] as number) : value / (base[k] as number))).filter(Number.isFinite);
    if (changes.length === 0) continue;
    const [low = 0, middle = 0, high = 0] = selectQuantiles(changes, [0.05, 0.5, 0.95]);
    paired[path] = [low, middle, high];
  }
  return paired;
};
