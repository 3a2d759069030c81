import type { ConstraintId } from '#model';
import { scaleDistribution } from '#quantity';
import { selectQuantiles, selectRank } from '#uncertainty';
import { constraintKinds } from './constraints.ts';
import type { ResolvedScenario } from './resolve.ts';
import { type DrawOptions, prepareSamples, type SampledScenario, sampleSome } from './sample.ts';

/** Difference of paired draws: its 5, 50 and 95% points. */
export type PairedChange = readonly [number, number, number];

/** What so much more of one constraint's capacity would give, draw by draw against the same draws without it. */
export interface Relaxation {
  /** 1.1 is ten per cent more. */
  readonly factor: number;
  /** Share of draws that fit without it, and with it. */
  readonly fits: readonly [number, number];
  /** Median of the least headroom of all, without it and with it. */
  readonly neck: readonly [number, number];
  /** By metric path; draws without bound on either side are left out. */
  readonly changes: ReadonlyMap<string, PairedChange>;
  /** The constraint that is the least of all in most draws then, and in what share of them. */
  readonly then?: { readonly id: ConstraintId; readonly share: number };
}

/** How one constraint stands. */
export interface Standing {
  readonly id: ConstraintId;
  /** Share of draws in which it is the least of all. */
  readonly binds: number;
  /** Its headroom, draw by draw. */
  readonly headroom: Float64Array;
  /** Median of that headroom, by which constraints that never bind are ordered. */
  readonly median: number;
  /** The lever that states its capacity; absent where none does. */
  readonly lever?: string;
  readonly relaxed: readonly Relaxation[];
}

/** Which constraint binds, how far the others are, and what more of each would give. */
export interface ChokepointAnalysis {
  readonly samples: number;
  readonly fits: number;
  /** The one that binds most often first. */
  readonly standings: readonly Standing[];
  /** What would bind most often if the first were out of the way, and in what share of draws. */
  readonly next?: { readonly id: ConstraintId; readonly share: number };
}

export interface ChokepointOptions extends DrawOptions {
  /** How much more of each capacity is tried. */
  readonly factors?: readonly number[];
  /** Metrics whose change is told. */
  readonly metrics?: readonly string[];
  /** Constraints that are relaxed: those of the greatest share; all where it is left out. */
  readonly most?: number;
  /** So many of the draws are relaxed; all where it is left out. */
  readonly relaxedSamples?: number;
}

/** One per cent shows the price at the margin, ten whether it lasts. */
export const relaxationFactors: readonly number[] = [1.01, 1.1];
const headlines: readonly string[] = ['run.time', 'cost.total'];

/** The scenario with so much more of what one lever states. */
export const withMore = (scenario: ResolvedScenario, path: string, factor: number): ResolvedScenario => {
  const resolved = scenario.levers.get(path);
  if (resolved === undefined) return scenario;
  const more = { ...resolved, distribution: scaleDistribution(resolved.distribution, factor), value: resolved.value * factor };
  return { ...scenario, levers: new Map(scenario.levers).set(path, more) };
};

/** The constraint of least headroom in each draw, but for one; `undefined` in draws that nothing limits. */
const mostOften = (sampled: SampledScenario, but?: ConstraintId): { readonly id: ConstraintId; readonly share: number } | undefined => {
  const columns = [...sampled.headroom].filter(([id]) => id !== but);
  const counts = new Map<ConstraintId, number>();
  for (let k = 0; k < sampled.samples; k++) {
    let least: ConstraintId | undefined;
    let headroom = Number.POSITIVE_INFINITY;
    for (const [id, values] of columns) {
      if ((values[k] as number) < headroom) [least, headroom] = [id, values[k] as number];
    }
    if (least !== undefined) counts.set(least, (counts.get(least) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first === undefined ? undefined : { id: first[0], share: first[1] / sampled.samples };
};

const leastHeadroom = ({ headroom, samples }: SampledScenario): Float64Array => {
  const least = new Float64Array(samples).fill(Number.POSITIVE_INFINITY);
  for (const values of headroom.values()) for (let k = 0; k < samples; k++) least[k] = Math.min(least[k] as number, values[k] as number);
  return least;
};

/** The middle of values that may be without bound. */
const medianOf = (values: Float64Array): number => selectRank(values.slice(), Math.floor((values.length - 1) / 2));

const pairedChange = (before: Float64Array | undefined, after: Float64Array | undefined): PairedChange | undefined => {
  if (before === undefined || after === undefined) return undefined;
  const changes = after.map((value, k) => value - (before[k] as number)).filter(Number.isFinite);
  if (changes.length === 0) return undefined;
  const [low = 0, middle = 0, high = 0] = selectQuantiles(changes, [0.05, 0.5, 0.95]);
  return [low, middle, high];
};

const firstOf = (sampled: SampledScenario, samples: number): SampledScenario => {
  const cut = <Id extends string>(columns: ReadonlyMap<Id, Float64Array>): ReadonlyMap<Id, Float64Array> =>
    new Map([...columns].map(([id, values]) => [id, values.subarray(0, samples)]));
  return { ...sampled, samples, metrics: cut(sampled.metrics), headroom: cut(sampled.headroom) };
};

const fittingShare = (least: Float64Array): number => least.reduce((count, headroom) => count + (headroom >= 1 ? 1 : 0), 0) / least.length;

/** Draws that tell whether a capacity moves anything but its own headroom. */
const probes = 12;

const close = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.abs(b);

/** Is one headroom so much greater in every draw, and all else as it was? */
const movesOnly = (
  id: ConstraintId,
  factor: number,
  before: SampledScenario,
  after: SampledScenario,
  paths: readonly string[],
): boolean => {
  const alike = (a: Float64Array | undefined, b: Float64Array | undefined, times = 1): boolean =>
    a !== undefined && b !== undefined && a.every((value, k) => close(value * times, b[k] as number));
  return (
    before.headroom.size === after.headroom.size &&
    [...before.headroom].every(([own, values]) => alike(values, after.headroom.get(own), own === id ? factor : 1)) &&
    paths.every(
      (path) =>
        before.metrics.has(path) === after.metrics.has(path) &&
        (!after.metrics.has(path) || alike(before.metrics.get(path), after.metrics.get(path))),
    )
  );
};

const withHeadroom = (sampled: SampledScenario, id: ConstraintId, factor: number): SampledScenario => ({
  ...sampled,
  headroom: new Map([...sampled.headroom].map(([own, values]) => [own, own === id ? values.map((value) => value * factor) : values])),
});

/**
 * Finds which constraint binds in what share of draws, how far the others are from it, and what a little more of each would give.
 *
 * @param scenario the scenario
 * @param sampled draws of it
 * @param options as those draws were made, and what is tried
 */
export const chokepoint = (
  scenario: ResolvedScenario,
  sampled: SampledScenario,
  { factors = relaxationFactors, metrics = headlines, most = Number.POSITIVE_INFINITY, relaxedSamples, ...options }: ChokepointOptions,
): ChokepointAnalysis => {
  const standings = [...sampled.headroom]
    .map(([id, headroom]) => ({ id, headroom, binds: (sampled.binds.get(id) ?? 0) / sampled.samples, median: medianOf(headroom) }))
    // What is stated but never needed holds nothing back.
    .filter(({ headroom }) => headroom.some((value) => value < Number.POSITIVE_INFINITY))
    .sort((a, b) => b.binds - a.binds || a.median - b.median);
  const samples = Math.min(sampled.samples, relaxedSamples ?? sampled.samples);
  const before = firstOf(sampled, samples);
  /** Draws with so much more of one capacity. Mostly that moves one headroom and nothing else: a few draws tell, and the rest follows. */
  const drawMore = (id: ConstraintId, lever: string, factor: number): SampledScenario => {
    const prepared = prepareSamples(withMore(scenario, lever, factor), { ...options, only: metrics });
    const few = Math.min(samples, probes);
    const alone = movesOnly(id, factor, firstOf(sampled, few), sampleSome(prepared, few), metrics);
    return alone ? withHeadroom(before, id, factor) : sampleSome(prepared, samples);
  };
  const least = leastHeadroom(before);
  const fitting = fittingShare(least);
  const relax = (id: ConstraintId, lever: string, factor: number): Relaxation => {
    const after = drawMore(id, lever, factor);
    const then = mostOften(after);
    return {
      factor,
      fits: [fitting, fittingShare(leastHeadroom(after))],
      neck: [medianOf(least), medianOf(leastHeadroom(after))],
      changes: new Map(
        metrics.flatMap((path) => {
          const change = pairedChange(before.metrics.get(path), after.metrics.get(path));
          return change === undefined ? [] : [[path, change] as const];
        }),
      ),
      ...(then === undefined ? {} : { then }),
    };
  };
  const [first] = standings;
  const next = first === undefined ? undefined : mostOften(sampled, first.id);
  return {
    samples: sampled.samples,
    fits: sampled.feasible / sampled.samples,
    standings: standings.map((standing, place) => {
      const lever = constraintKinds[standing.id].levers.find((path) => scenario.levers.has(path));
      const relaxed = lever === undefined || place >= most ? [] : factors.map((factor) => relax(standing.id, lever, factor));
      return { ...standing, ...(lever === undefined ? {} : { lever }), relaxed };
    }),
    ...(next === undefined ? {} : { next }),
  };
};
