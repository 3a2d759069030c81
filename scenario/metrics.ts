import type { ChainInput } from '#model';
import { acceleratorMetrics } from './metric/accelerator-metrics.ts';
import { clusterMetrics } from './metric/cluster-metrics.ts';
import { costMetrics } from './metric/cost-metrics.ts';
import { marketMetrics } from './metric/market-metrics.ts';
import type { Derivation, Metric } from './metric/metric.ts';
import { runMetrics } from './metric/run-metrics.ts';
import { siliconMetrics } from './metric/silicon-metrics.ts';
import { solverMetrics } from './metric/solver-metrics.ts';

/** Every metric, floor by floor from the ground up. */
export const metrics: readonly Metric[] = [
  ...siliconMetrics,
  ...acceleratorMetrics,
  ...clusterMetrics,
  ...runMetrics,
  ...solverMetrics,
  ...costMetrics,
  ...marketMetrics,
];

export const metricByPath: ReadonlyMap<string, Metric> = new Map(metrics.map((entry) => [entry.path, entry]));

/** How a metric follows in one scenario, by what that scenario states. */
export const derivation = (metric: Metric, input: ChainInput): Derivation => metric.instead?.(input) ?? metric;
