import type { Catalog } from '#catalog';
import { evaluate, type Outcome } from '#model';
import { leverByPath, metricByPath, type ResolvedScenario, toInput } from '#scenario';
import { leverEstimate } from './build-band.ts';
import { sourceLines } from './build-sources.ts';
import type { WhyNode } from './why.ts';

const leverNode = (path: string, scenario: ResolvedScenario, catalog: Catalog): WhyNode | undefined => {
  const resolved = scenario.levers.get(path);
  if (resolved === undefined) return undefined;
  const { lever, origin, grade, fact, note } = resolved;
  return {
    path,
    label: lever.label,
    estimate: leverEstimate(resolved),
    ...(lever.percent === undefined ? {} : { percent: lever.percent }),
    origin,
    ...(grade === undefined ? {} : { grade }),
    ...(fact === undefined ? {} : { fact }),
    ...(note === undefined ? {} : { note }),
    sources: sourceLines(resolved.sources, catalog),
    children: [],
  };
};

const node = (path: string, outcome: Outcome, scenario: ResolvedScenario, catalog: Catalog): WhyNode | undefined => {
  const metric = metricByPath.get(path);
  if (metric === undefined) return leverByPath.has(path) ? leverNode(path, scenario, catalog) : undefined;
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
    children: metric.of.flatMap((part) => node(part, outcome, scenario, catalog) ?? []),
  };
};

/**
 * How a metric of a scenario came about: a tree from the metric through what it is made of to levers, facts and
 * sources, at the medians of the inputs.
 *
 * @returns `undefined` where the scenario does not have the metric
 */
export const buildWhy = (path: string, scenario: ResolvedScenario, catalog: Catalog): WhyNode | undefined =>
  node(path, evaluate(toInput(scenario)), scenario, catalog);
