import type { Catalog } from '#catalog';
import { evaluate, type Outcome } from '#model';
import { leverByPath, metricByPath, type ResolvedScenario, toInput } from '#scenario';
import type { Estimate, SourceLine } from './answer.ts';
import type { WhyNode } from './why.ts';

const levels = { p2_5: 0.025, p5: 0.05, p10: 0.1, p25: 0.25, p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p97_5: 0.975 } as const;

const leverNode = (
  path: string,
  scenario: ResolvedScenario,
  catalog: Catalog,
  quantile: (path: string, p: number) => number,
): WhyNode | undefined => {
  const resolved = scenario.levers.get(path);
  if (resolved === undefined) return undefined;
  const { lever, value, distribution, origin, grade, fact, note } = resolved;
  const estimate: Estimate =
    distribution.kind === 'point'
      ? { value, unit: lever.unit }
      : {
          value,
          unit: lever.unit,
          band: Object.fromEntries(Object.entries(levels).map(([name, p]) => [name, quantile(path, p)])) as unknown as NonNullable<
            Estimate['band']
          >,
        };
  const sources = resolved.sources.flatMap((id, index): SourceLine[] => {
    const source = catalog.source(id);
    return source === undefined ? [] : [{ ...source, number: index + 1 }];
  });
  return {
    path,
    label: lever.label,
    estimate,
    ...(lever.percent === undefined ? {} : { percent: lever.percent }),
    origin,
    ...(grade === undefined ? {} : { grade }),
    ...(fact === undefined ? {} : { fact }),
    ...(note === undefined ? {} : { note }),
    sources,
    children: [],
  };
};

const node = (
  path: string,
  outcome: Outcome,
  scenario: ResolvedScenario,
  catalog: Catalog,
  quantile: (path: string, p: number) => number,
): WhyNode | undefined => {
  const metric = metricByPath.get(path);
  if (metric === undefined) return leverByPath.has(path) ? leverNode(path, scenario, catalog, quantile) : undefined;
  const value = metric.read(outcome);
  if (value === undefined) return undefined;
  const binding = metric.binding?.(outcome);
  return {
    path,
    label: metric.label,
    estimate: { value, unit: metric.unit },
    ...(metric.percent === undefined ? {} : { percent: metric.percent }),
    equation: metric.equation,
    ...(binding === undefined ? {} : { binding }),
    children: metric.of.flatMap((part) => node(part, outcome, scenario, catalog, quantile) ?? []),
  };
};

/**
 * How a metric of a scenario came about: a tree from the metric through what it is made of to levers, facts and
 * sources, at the medians of the inputs.
 *
 * @returns `undefined` where the scenario does not have the metric
 */
export const buildWhy = (
  path: string,
  scenario: ResolvedScenario,
  catalog: Catalog,
  quantile: (path: string, p: number) => number,
): WhyNode | undefined => node(path, evaluate(toInput(scenario)), scenario, catalog, quantile);
