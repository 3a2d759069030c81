import type { Catalog } from '#catalog';
import { type ChainInput, evaluate, type Outcome } from '#model';
import { derivation, leverByPath, metricByPath, type ResolvedScenario, toInput } from '#scenario';
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

interface Evaluated {
  readonly scenario: ResolvedScenario;
  readonly input: ChainInput;
  readonly outcome: Outcome;
  readonly catalog: Catalog;
}

const node = (path: string, from: Evaluated): WhyNode | undefined => {
  const metric = metricByPath.get(path);
  if (metric === undefined) return leverByPath.has(path) ? leverNode(path, from.scenario, from.catalog) : undefined;
  const value = metric.read(from.outcome);
  if (value === undefined) return undefined;
  const binding = metric.binding?.(from.outcome);
  const { equation, of } = derivation(metric, from.input);
  return {
    path,
    label: metric.label,
    estimate: { value, unit: metric.unit },
    ...(metric.percent === undefined ? {} : { percent: metric.percent }),
    equation,
    ...(binding === undefined ? {} : { binding }),
    children: of.flatMap((part) => node(part, from) ?? []),
  };
};

/**
 * How a metric of a scenario came about: a tree from the metric through what it is made of to levers, facts and
 * sources, at the medians of the inputs.
 *
 * @returns `undefined` where the scenario does not have the metric
 */
export const buildWhy = (path: string, scenario: ResolvedScenario, catalog: Catalog): WhyNode | undefined => {
  const input = toInput(scenario);
  return node(path, { scenario, input, outcome: evaluate(input), catalog });
};
