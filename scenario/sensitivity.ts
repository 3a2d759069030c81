import type { Checked } from '#quantity';
import {
  bounded,
  correlatedGroups,
  createSampler,
  type ElementaryEffects,
  type InformationValue,
  informationValues,
  morris,
  quantile,
  type RankSensitivity,
  rankSensitivity,
  sobolIndices,
  type VarianceShare,
} from '#uncertainty';
import { leversUnder } from './behind.ts';
import { chainModel, readerOf } from './chain-model.ts';
import type { Metric } from './metric/metric.ts';
import type { ResolvedLever, ResolvedScenario } from './resolve.ts';
import { uncertainLevers } from './sample.ts';

/** How the influence of inputs is measured. */
export type SensitivityMethod = 'sobol' | 'morris' | 'rank' | 'elasticity';

export const sensitivityMethods: readonly SensitivityMethod[] = ['sobol', 'morris', 'rank', 'elasticity'];

/** Of one lever, or of several whose values go together. */
export interface LeverSensitivity {
  readonly paths: readonly string[];
  readonly variance?: VarianceShare;
  readonly effects?: ElementaryEffects;
  readonly rank?: RankSensitivity;
  /** Per cent that the metric changes by where the lever changes by one per cent, all others at their medians. */
  readonly elasticity?: number;
  /** The metric with the lever at its 5% and its 95% point, all others at their medians; absent where the lever is certain. */
  readonly swing?: { readonly low: number; readonly high: number; readonly atLow: number; readonly atHigh: number };
  readonly information?: InformationValue;
}

export interface SensitivityOptions {
  readonly method: SensitivityMethod;
  /** Rows of the design: draws, for Morris walks. */
  readonly n: number;
  readonly seed: number;
  /** The question whose answer may turn over: is the metric at most this? Without it: does the run fit? */
  readonly target?: number;
}

export interface Sensitivity {
  readonly metric: Metric;
  readonly method: SensitivityMethod;
  readonly n: number;
  readonly seed: number;
  readonly evaluations: number;
  /** The metric with all levers at their medians. */
  readonly central: number;
  /** The metric in every draw; where it has no bound the greatest, or least, that has one. */
  readonly values: Float64Array;
  /** Share of draws in which it has no bound. */
  readonly unbounded: number;
  /** Share of draws in which the answer to the question is yes. */
  readonly yes: number;
  readonly target?: number;
  /** Most influential first. */
  readonly levers: readonly LeverSensitivity[];
}

const step = 1.01;

/** Change of the metric over that of a lever, both relative, about the medians: as far as the range of the lever goes. */
const elasticityOf = (scenario: ResolvedScenario, metric: Metric, { lever, value }: ResolvedLever): number | undefined => {
  const { outcome } = chainModel(scenario, [lever.path]);
  const read = readerOf(metric);
  const [up, down] = [Math.min(lever.high, value * step), Math.max(lever.low, value / step)];
  const [above, below] = [read(outcome([up])), read(outcome([down]))];
  if (!(value > 0 && above > 0 && below > 0) || !Number.isFinite(above + below) || up === down) return undefined;
  return Math.log(above / below) / Math.log(up / down);
};

const swingOf = (scenario: ResolvedScenario, metric: Metric, { lever, distribution }: ResolvedLever): LeverSensitivity['swing'] => {
  if (distribution.kind === 'point') return undefined;
  const { outcome } = chainModel(scenario, [lever.path]);
  const read = readerOf(metric);
  const [low, high] = [0.05, 0.95].map((share) => Math.min(lever.high, Math.max(lever.low, quantile(distribution, share)))) as [
    number,
    number,
  ];
  return { low, high, atLow: read(outcome([low])), atHigh: read(outcome([high])) };
};

const alone = (scenario: ResolvedScenario, metric: Metric, resolved: ResolvedLever): LeverSensitivity => {
  const elasticity = elasticityOf(scenario, metric, resolved);
  const swing = swingOf(scenario, metric, resolved);
  return { paths: [resolved.lever.path], ...(elasticity === undefined ? {} : { elasticity }), ...(swing === undefined ? {} : { swing }) };
};

/** Draws of the uncertain levers, evenly spread; the two sets of a design are the coordinates of one set of points. */
const drawsOf = (scenario: ResolvedScenario, paths: readonly string[], n: number, seed: number, set: 0 | 1): readonly Float64Array[] => {
  const sampler = createSampler({
    seed: seed + set * 2 ** 32,
    points: 'sobol',
    correlations: scenario.correlations,
    parameters: paths.flatMap((path, index) => {
      const { distribution, lever } = scenario.levers.get(path) as ResolvedLever;
      return [{ path, distribution, low: lever.low, high: lever.high, dimension: index + set * paths.length }];
    }),
  });
  return paths.map((_, index) => {
    const out = new Float64Array(n);
    sampler.column(index, 0, out);
    return out;
  });
};

/** Size of the effect that a method orders levers by. */
const weight = ({ variance, effects, rank, elasticity, swing }: LeverSensitivity, method: SensitivityMethod): number => {
  switch (method) {
    case 'sobol':
      return variance?.total.value ?? 0;
    case 'morris':
      return effects?.size.value ?? 0;
    case 'rank':
      return Math.abs(rank?.partial.value ?? 0);
    case 'elasticity':
      return elasticity === undefined ? (swing === undefined ? 0 : -1) : Math.abs(elasticity);
  }
};

/**
 * Measures how much each uncertain lever of a scenario has to do with the spread of a metric, and what it would be worth to know it.
 *
 * Levers whose ranks are correlated count as one: what they share cannot be told apart.
 *
 * @param scenario the scenario
 * @param metric of which the scenario has a finite value
 * @param options method, number of draws, seed
 * @returns the sensitivities, or the issue that no draw gives a figure
 */
export const sensitivity = (
  scenario: ResolvedScenario,
  metric: Metric,
  { method, n, seed, target }: SensitivityOptions,
): Checked<Sensitivity> => {
  const paths = uncertainLevers(scenario);
  const { input, outcome } = chainModel(scenario, paths);
  const read = readerOf(metric);
  const medians = paths.map((path) => (scenario.levers.get(path) as ResolvedLever).value);
  const central = read(outcome(medians));
  const under = leversUnder([metric.path], input);
  const own = paths.filter((path) => under.has(path));
  // Walks are few; how sure the metric is takes draws of its own.
  const rows = method === 'morris' || method === 'elasticity' ? drawsBeside : n;
  const draws = drawsOf(scenario, paths, rows, seed, 0);
  const others = method === 'sobol' ? drawsOf(scenario, paths, rows, seed, 1) : undefined;

  // The metric, and whether the answer is yes, on every row of the draws.
  const sets = others === undefined ? [draws] : [draws, others];
  const values = new Float64Array(sets.length * rows);
  const yes = new Uint8Array(values.length);
  const row = new Float64Array(paths.length);
  sets.forEach((columns, set) => {
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < row.length; i++) row[i] = (columns[i] as Float64Array)[r] as number;
      const found = outcome(row);
      values[set * rows + r] = read(found);
      yes[set * rows + r] = (target === undefined ? found.feasible : (values[set * rows + r] as number) <= target) ? 1 : 0;
    }
  });
  if (values.some(Number.isNaN) || !values.some(Number.isFinite))
    return { ok: false, issues: [{ code: 'study/no-finite-figure', path: '', received: metric.path }] };
  const unbounded = bounded([values]) / values.length;
  const sampled = (index: number): Float64Array => {
    const column = new Float64Array(values.length);
    sets.forEach((columns, set) => {
      column.set(columns[index] as Float64Array, set * rows);
    });
    return column;
  };
  const information = informationValues(
    paths.map((_, index) => sampled(index)),
    values,
    yes,
    seed,
  );
  const groups = correlatedGroups(paths, scenario.correlations);
  const factors = paths
    .filter((path) => !groups.some((group) => group.indexOf(path) > 0))
    .map((path) => groups.find((group) => group[0] === path) ?? [path])
    .filter((group) => group.some((path) => own.includes(path)));
  let evaluations = values.length;

  const measured = ((): ReadonlyMap<string, Partial<LeverSensitivity>> => {
    if (method === 'sobol' && others !== undefined && factors.length > 0) {
      const indices = sobolIndices({
        evaluate: (x) => read(outcome(x)),
        draws: [draws, others],
        factors: factors.map((group) => group.map((path) => paths.indexOf(path))),
        seed,
      });
      evaluations += indices.evaluations;
      return new Map(factors.map(([first = ''], k) => [first, { variance: indices.factors[k] as VarianceShare }]));
    }
    if (method === 'morris' && own.length > 0) {
      const model = chainModel(scenario, own);
      const at = own.map((path) => {
        const { distribution, lever } = scenario.levers.get(path) as ResolvedLever;
        // From the 5% to the 95% point: the ends of most intervals are without bound.
        const known = Array.from({ length: levels }, (_, k) => quantile(distribution, 0.05 + (0.9 * k) / (levels - 1)));
        return known.map((value) => Math.min(lever.high, Math.max(lever.low, value)));
      });
      const place = new Float64Array(own.length);
      const effects = morris({
        evaluate: (point) => {
          for (let i = 0; i < place.length; i++) place[i] = at[i]?.[Math.round((point[i] as number) * (levels - 1))] as number;
          return read(model.outcome(place));
        },
        inputs: own.length,
        trajectories: n,
        levels,
        seed,
      });
      evaluations += n * (own.length + 1);
      return new Map(own.map((path, i) => [path, { effects: effects[i] as ElementaryEffects }]));
    }
    if (method === 'rank') {
      const found = rankSensitivity(
        own.map((path) => sampled(paths.indexOf(path))),
        values,
      );
      return new Map(own.map((path, i) => [path, { rank: found[i] as RankSensitivity }]));
    }
    return new Map();
  })();

  const grouped = method === 'sobol' ? factors : own.map((path) => [path]);
  const certain = [...scenario.levers.values()].filter(({ lever, distribution }) => distribution.kind === 'point' && under.has(lever.path));
  const beside = paths.filter(
    (path) => !grouped.some((group) => group.includes(path)) && (information[paths.indexOf(path)]?.gain ?? 0) > 0,
  );
  const all = [...grouped, ...beside.map((path) => [path])].map((group): LeverSensitivity => {
    const [first = ''] = group;
    const single = group.length === 1 ? alone(scenario, metric, scenario.levers.get(first) as ResolvedLever) : { paths: group };
    const known = group.length === 1 ? information[paths.indexOf(first)] : undefined;
    return { ...single, ...measured.get(first), ...(known === undefined ? {} : { information: known }) };
  });
  // What is certain has no spread to explain, and still an elasticity.
  const stated = method === 'elasticity' ? certain.map((resolved) => alone(scenario, metric, resolved)) : [];
  return {
    ok: true,
    value: {
      metric,
      method,
      n,
      seed,
      evaluations,
      central,
      values,
      unbounded,
      yes: yes.reduce((sum, value) => sum + value, 0) / yes.length,
      ...(target === undefined ? {} : { target }),
      levers: [...all, ...stated.filter(({ elasticity }) => elasticity !== undefined && elasticity !== 0)].sort(
        (a, b) => weight(b, method) - weight(a, method),
      ),
    },
  };
};

/** Places along the axis of a lever in Morris walks. */
const levels = 8;
/** Draws where the method itself makes none. */
const drawsBeside = 8_192;
