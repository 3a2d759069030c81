import type { Checked } from '#quantity';
import { type Crossing, cdf, crossings, selectQuantiles } from '#uncertainty';
import { chainModel, readerOf } from './chain-model.ts';
import type { Lever } from './levers.ts';
import type { Metric } from './metric/metric.ts';
import type { ResolvedLever, ResolvedScenario } from './resolve.ts';
import { type DrawOptions, samplerOf, uncertainLevers } from './sample.ts';

/** Where a lever is looked at. */
export interface LeverRange {
  readonly low: number;
  readonly high: number;
  readonly scale: 'linear' | 'log';
}

/** A stretch of a lever's range on which the metric stays on one side of the target. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Is the metric at the target or above it? */
  readonly above: boolean;
  /** Probability of the stretch under the lever's own interval; absent where the lever is certain. */
  readonly probability?: number;
}

export interface BreakEven {
  readonly metric: Metric;
  readonly target: number;
  readonly lever: Lever;
  readonly range: LeverRange;
  /** Of the lever in the scenario, where it has one. */
  readonly value?: number;
  /** The metric at the medians of all levers. */
  readonly central: number;
  /** Every place at which the metric passes the target, all other levers at their medians. */
  readonly crossings: readonly Crossing[];
  readonly stretches: readonly Stretch[];
  /** The metric at both ends of the range. */
  readonly ends: readonly [number, number];
  /** Probability that the metric is at the target or above it, every lever within its interval. */
  readonly above: number;
  /** Over draws of the other levers: share that has a crossing, and the 5, 50 and 95% points of the one nearest to the central. */
  readonly spread: { readonly draws: number; readonly share: number; readonly points?: readonly [number, number, number] };
}

export interface BreakEvenOptions extends DrawOptions {
  readonly target: number;
  readonly range?: { readonly low: number; readonly high: number };
  /** Draws of the other levers. */
  readonly samples: number;
}

/** How far from its value a lever without a natural range is looked at, up and down. */
const reach = 100;

/** The range that a lever is looked at in: all of it where it is a share, else two decades up and down. */
export const rangeOf = (
  lever: Lever,
  value: number | undefined,
  asked?: { readonly low: number; readonly high: number },
): LeverRange | undefined => {
  if (asked !== undefined) {
    const [low, high] = [Math.max(lever.low, asked.low), Math.min(lever.high, asked.high)];
    return low < high ? { low, high, scale: low > 0 && high / low > 20 ? 'log' : 'linear' } : undefined;
  }
  const narrow = lever.high <= 1.2 || lever.high / Math.max(lever.low, Number.MIN_VALUE) <= 100;
  if (narrow) return { low: Math.max(lever.low, lever.high <= 1.2 && lever.low > 0 ? 0.001 : 0), high: lever.high, scale: 'linear' };
  if (value === undefined || !(value > 0)) return undefined;
  return { low: Math.max(lever.low, value / reach), high: Math.min(lever.high, value * reach), scale: 'log' };
};

const stretchesOf = (
  found: readonly Crossing[],
  { low, high }: LeverRange,
  startsAbove: boolean,
  resolved: ResolvedLever | undefined,
): readonly Stretch[] => {
  const edges = [low, ...found.map(({ at }) => at), high];
  return edges.slice(1).map((to, index): Stretch => {
    const from = edges[index] as number;
    const above = index === 0 ? startsAbove : (found[index - 1] as Crossing).rises;
    const certain = resolved === undefined || resolved.distribution.kind === 'point';
    // Beyond the range that is looked at the ends stand for what lies there.
    const mass = (): number =>
      (index === edges.length - 2 ? 1 : cdf(resolved!.distribution, to)) - (index === 0 ? 0 : cdf(resolved!.distribution, from));
    return { from, to, above, ...(certain ? {} : { probability: Math.max(0, mass()) }) };
  });
};

/**
 * Finds the values of a lever at which a metric passes a target.
 *
 * @param scenario the scenario
 * @param metric that it has
 * @param lever which lever
 * @param options target, range and draws
 * @returns every crossing in the range, or the issue that there is no range to look in
 */
export const breakEven = (
  scenario: ResolvedScenario,
  metric: Metric,
  lever: Lever,
  { target, range: asked, samples, ...draws }: BreakEvenOptions,
): Checked<BreakEven> => {
  const resolved = scenario.levers.get(lever.path);
  const range = rangeOf(lever, resolved?.value, asked);
  if (range === undefined)
    return {
      ok: false,
      issues: [{ code: asked === undefined ? 'study/no-range' : 'study/empty-range', path: lever.path, expected: lever.unit }],
    };
  const read = readerOf(metric);
  const others = uncertainLevers(scenario).filter((path) => path !== lever.path);
  const model = chainModel(scenario, [lever.path, ...others]);
  const row = new Float64Array(others.length + 1);
  others.forEach((path, index) => {
    row[index + 1] = (scenario.levers.get(path) as ResolvedLever).value;
  });
  const f = (x: number): number => {
    row[0] = x;
    return read(model.outcome(row));
  };
  const look = { f, target, from: range.low, to: range.high, scale: range.scale };
  const found = crossings({ ...look, places: 1_025 });
  const ends = [f(range.low), f(range.high)] as const;
  const central = read(chainModel(scenario, []).outcome([]));

  // The same over draws of all others: how far the break-even itself is uncertain.
  const sampler = samplerOf(scenario, others, draws);
  const columns = others.map((_, index) => {
    const out = new Float64Array(samples);
    sampler.column(index, 0, out);
    return out;
  });
  const middle = found[0]?.at;
  const places: number[] = [];
  for (let k = 0; k < samples; k++) {
    for (let index = 0; index < columns.length; index++) row[index + 1] = (columns[index] as Float64Array)[k] as number;
    const own = crossings({ ...look, places: 129 });
    const near = (at: number): number => (middle === undefined ? 0 : Math.abs(range.scale === 'log' ? Math.log(at / middle) : at - middle));
    const [first] = own.map(({ at }) => at).sort((a, b) => near(a) - near(b));
    if (first !== undefined) places.push(first);
  }
  const points = places.length === 0 ? undefined : selectQuantiles(Float64Array.from(places), [0.05, 0.5, 0.95]);
  return {
    ok: true,
    value: {
      metric,
      target,
      lever,
      range,
      ...(resolved === undefined ? {} : { value: resolved.value }),
      central,
      crossings: found,
      stretches: stretchesOf(found, range, ends[0] >= target, resolved),
      ends,
      above: shareAbove(scenario, metric, target, draws, samples),
      spread: {
        draws: samples,
        share: samples === 0 ? 0 : places.length / samples,
        ...(points === undefined ? {} : { points: [points[0] as number, points[1] as number, points[2] as number] as const }),
      },
    },
  };
};

const shareAbove = (scenario: ResolvedScenario, metric: Metric, target: number, options: DrawOptions, samples: number): number => {
  const paths = uncertainLevers(scenario);
  const read = readerOf(metric);
  const model = chainModel(scenario, paths);
  const sampler = samplerOf(scenario, paths, options);
  // Ten draws for each of the others: a probability needs more of them than a median.
  const many = 10 * samples;
  const columns = paths.map((_, index) => {
    const out = new Float64Array(many);
    sampler.column(index, 0, out);
    return out;
  });
  const row = new Float64Array(paths.length);
  let above = 0;
  for (let k = 0; k < many; k++) {
    for (let index = 0; index < row.length; index++) row[index] = (columns[index] as Float64Array)[k] as number;
    if (read(model.outcome(row)) >= target) above++;
  }
  return many === 0 ? 0 : above / many;
};

/** Two levers that together decide a statement. */
export interface Frontier {
  readonly metric: Metric;
  readonly target: number;
  readonly levers: readonly [Lever, Lever];
  readonly ranges: readonly [LeverRange, LeverRange];
  readonly values: readonly [number | undefined, number | undefined];
  readonly central: number;
  /** For each value of the first lever, every value of the second at which the metric passes the target. */
  readonly points: readonly { readonly x: number; readonly crossings: readonly Crossing[]; readonly startsAbove: boolean }[];
  /** The part of the frontier nearest to where the scenario stands, both levers measured by their ranges. */
  readonly nearest?: readonly [number, number];
}

const columns = 121;

/**
 * Finds where a metric passes a target in the plane of two levers, all others at their medians.
 *
 * @param scenario the scenario
 * @param metric that it has
 * @param pair the levers
 * @param options target and, by lever, a range
 */
export const frontier = (
  scenario: ResolvedScenario,
  metric: Metric,
  pair: readonly [Lever, Lever],
  {
    target,
    ranges: asked = [],
  }: { readonly target: number; readonly ranges?: readonly ({ readonly low: number; readonly high: number } | undefined)[] },
): Checked<Frontier> => {
  const ranges = pair.map((lever, index) => {
    const wide = rangeOf(lever, scenario.levers.get(lever.path)?.value, asked[index]);
    const value = scenario.levers.get(lever.path)?.value;
    // A picture of six decades shows little: a factor of thirty to each side is plenty.
    if (wide === undefined || asked[index] !== undefined || wide.scale === 'linear' || value === undefined) return wide;
    return { ...wide, low: Math.max(wide.low, value / 30), high: Math.min(wide.high, value * 30) };
  });
  const issues = pair.flatMap(({ path, unit }, index) =>
    ranges[index] === undefined
      ? [{ code: asked[index] === undefined ? 'study/no-range' : 'study/empty-range', path, expected: unit }]
      : [],
  );
  if (issues.length > 0) return { ok: false, issues };
  const [first, second] = ranges as [LeverRange, LeverRange];
  const model = chainModel(scenario, [pair[0].path, pair[1].path]);
  const read = readerOf(metric);
  const values = pair.map(({ path }) => scenario.levers.get(path)?.value) as [number | undefined, number | undefined];
  const valueAt = ({ low, high, scale }: LeverRange, share: number): number =>
    scale === 'log' ? low * (high / low) ** share : low + (high - low) * share;
  const shareAt = ({ low, high, scale }: LeverRange, value: number): number =>
    scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  const points = Array.from({ length: columns }, (_, index) => {
    const x = valueAt(first, index / (columns - 1));
    const f = (y: number): number => read(model.outcome([x, y]));
    return {
      x,
      crossings: crossings({ f, target, from: second.low, to: second.high, scale: second.scale, places: 129 }),
      startsAbove: f(second.low) >= target,
    };
  });
  const [here, there] = values;
  const away = (x: number, y: number): number =>
    here === undefined || there === undefined
      ? 0
      : Math.hypot(shareAt(first, x) - shareAt(first, here), shareAt(second, y) - shareAt(second, there));
  const nearest = points
    .flatMap(({ x, crossings: own }) => own.map(({ at }) => [x, at] as const))
    .sort(([x1, y1], [x2, y2]) => away(x1, y1) - away(x2, y2))[0];
  return {
    ok: true,
    value: {
      metric,
      target,
      levers: pair,
      ranges: [first, second],
      values,
      central: read(chainModel(scenario, []).outcome([])),
      points,
      ...(nearest === undefined ? {} : { nearest }),
    },
  };
};
