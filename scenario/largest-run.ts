import type { Outcome } from '#model';
import type { Checked, Issue, UnitId } from '#quantity';
import { selectQuantiles } from '#uncertainty';
import { withMore } from './chokepoint.ts';
import { constraintKinds } from './constraints.ts';
import { leverByPath } from './levers.ts';
import type { ResolvedScenario } from './resolve.ts';
import { type DrawOptions, samplerOf, uncertainLevers } from './sample.ts';
import { type LimitId, type SizedRuns, sizedRuns } from './sized-run.ts';
import type { SizedUtilisation } from './utilisation-by-size.ts';

/** Utilisation by the size of a cluster; nothing where it is the same at every size. */
export type Sizes = ((count: number) => SizedUtilisation) | undefined;

/** What a run is, and what it takes. */
export const runFigures = ['flop', 'count', 'power', 'time', 'cost', 'capital', 'energy', 'chipHours'] as const;
export type RunFigureId = (typeof runFigures)[number];

/** Figures of one run; nothing runs where the work is zero. */
export type RunFigures = Readonly<Record<RunFigureId, number>>;

/** The same draw by draw. */
export type RunDraws = Readonly<Record<RunFigureId, Float64Array>>;

/** What was used up in some of the draws. */
export interface UsedUp {
  readonly limits: readonly LimitId[];
  readonly share: number;
}

/** What more of one mean would give at the medians. */
export interface MeanGain {
  readonly limit: LimitId;
  /** The lever that states it. */
  readonly lever: string;
  /** Its value, in the unit of the lever. */
  readonly value: number;
  readonly unit: UnitId;
  /** How much more work comes of a tenth more of it: 0.1 where it counts in full. */
  readonly gain: number;
}

/** One point of a frontier: the work that so much of a mean allows. */
export interface FrontierPoint {
  /** In the unit of its lever. */
  readonly mean: number;
  readonly value: number;
  /** The 5, 25, 50, 75 and 95% points of the draws. */
  readonly points: readonly [number, number, number, number, number] | undefined;
}

export interface LargestRun {
  /** The scenario with the utilisation of the size that was found. */
  readonly scenario: ResolvedScenario;
  readonly central: RunFigures;
  readonly binding: readonly LimitId[];
  readonly samples: number;
  readonly draws: RunDraws;
  /** Share of draws in which anything runs at all. */
  readonly possible: number;
  /** What is used up, the most frequent first. */
  readonly used: readonly UsedUp[];
  readonly gains: readonly MeanGain[];
  /** Along a mean; absent where none is asked for. */
  readonly frontier?: { readonly lever: string; readonly points: readonly FrontierPoint[] };
}

export interface LargestRunOptions extends DrawOptions {
  readonly samples: number;
  /** Lever along which the frontier runs. */
  readonly along?: string | undefined;
}

const more = 1.1;
/** The frontier reaches a tenth as far and ten times as far, in so many points and with so many draws of each. */
export const frontierReach = 10;
export const frontierPoints = 21;
export const frontierDraws = 100;

/** Lever that states a limit. */
const leverOf = (limit: LimitId): string | undefined => (limit === 'cluster.count' ? limit : constraintKinds[limit].levers[0]);

export const figuresOf = ({ cluster, run, cost }: Outcome): RunFigures => ({
  flop: run.flop,
  count: cluster.count,
  power: cluster.sitePower,
  time: run.time,
  cost: cost.total,
  capital: cost.capex,
  energy: cost.energyUse,
  chipHours: run.chipHours,
});

const nothing = Object.fromEntries(runFigures.map((id) => [id, 0])) as RunFigures;

/** The scenario with the utilisation, and its interval, of a cluster of some size. */
export const atSize = (scenario: ResolvedScenario, sizes: Sizes, count: number): ResolvedScenario =>
  sizes === undefined || !(count >= 1) || count === Number.POSITIVE_INFINITY
    ? scenario
    : { ...scenario, levers: new Map(scenario.levers).set('run.utilisation', sizes(count).lever) };

/** Reads figures of draw after draw. */
export const overDraws = (
  scenario: ResolvedScenario,
  sizes: Sizes,
  { samples, seed, points }: DrawOptions & { readonly samples: number },
  visit: (runs: SizedRuns, draw: number) => void,
): void => {
  const paths = uncertainLevers(scenario);
  const runs = sizedRuns(scenario, paths, sizes);
  const sampler = samplerOf(scenario, paths, points === undefined ? { seed } : { seed, points });
  const row = new Float64Array(paths.length);
  for (let draw = 0; draw < samples; draw++) {
    sampler.fill(draw, row);
    runs.take(row);
    visit(runs, draw);
  }
};

/** Faults of a scenario that is asked for its largest run. */
const issuesOf = (scenario: ResolvedScenario): readonly Issue[] => {
  if (!scenario.levers.has('run.deadline')) return [{ code: 'inverse/no-deadline', path: 'levers.run.deadline' }];
  return sizedRuns(scenario, [], undefined).limited ? [] : [{ code: 'inverse/no-limit', path: 'levers.cluster.count' }];
};

const centralRun = (scenario: ResolvedScenario, sizes: Sizes): { readonly figures: RunFigures; readonly binding: readonly LimitId[] } => {
  const runs = sizedRuns(scenario, [], sizes);
  const { count, flop, binding } = runs.largest();
  return { figures: flop > 0 ? figuresOf(runs.outcome(count, flop)) : nothing, binding };
};

/**
 * The largest run that the means of a scenario allow: most work before its deadline, over every size of cluster with its plan, within
 * power, supply and money. A count that the scenario has is the most that there are.
 *
 * @param scenario with its means
 * @param sizes utilisation by size
 * @param options draws, and the mean along which a frontier is wanted
 * @returns the run and what binds it, or what the scenario lacks
 */
export const largestRun = (
  scenario: ResolvedScenario,
  sizes: Sizes,
  { samples, along, ...options }: LargestRunOptions,
): Checked<LargestRun> => {
  const issues = issuesOf(scenario);
  if (issues.length > 0) return { ok: false, issues };
  const { figures: central, binding } = centralRun(scenario, sizes);
  const there = atSize(scenario, sizes, central.count);
  const draws = Object.fromEntries(runFigures.map((id) => [id, new Float64Array(samples)])) as RunDraws;
  const tally = new Map<string, { readonly limits: readonly LimitId[]; times: number }>();
  let possible = 0;
  overDraws(there, sizes, { ...options, samples }, (runs, draw) => {
    const { count, flop, binding: limits } = runs.largest();
    if (flop > 0) {
      possible++;
      const figures = figuresOf(runs.outcome(count, flop));
      for (const id of runFigures) draws[id][draw] = figures[id];
    }
    const key = limits.join();
    const entry = tally.get(key) ?? { limits, times: 0 };
    entry.times++;
    tally.set(key, entry);
  });
  const used = [...tally.values()]
    .sort((a, b) => b.times - a.times)
    .map(({ limits, times }): UsedUp => ({ limits, share: times / samples }));
  const met = new Set([...binding, ...used.flatMap(({ limits }) => limits)]);
  for (const [limit, path] of limitLevers) if (scenario.levers.has(path)) met.add(limit);
  const gains = [...met].flatMap((limit): MeanGain[] => {
    const lever = leverOf(limit);
    const stated = lever === undefined ? undefined : scenario.levers.get(lever);
    if (lever === undefined || stated === undefined) return [];
    const gain = central.flop > 0 ? centralRun(withMore(scenario, lever, more), sizes).figures.flop / central.flop - 1 : 0;
    return [{ limit, lever, value: stated.value, unit: stated.lever.unit, gain }];
  });
  return {
    ok: true,
    value: {
      scenario: there,
      central,
      binding,
      samples,
      draws,
      possible: samples === 0 ? 0 : possible / samples,
      used,
      gains: gains.sort((a, b) => b.gain - a.gain),
      ...(along === undefined ? {} : { frontier: { lever: along, points: frontierAlong(there, sizes, along, samples, options) } }),
    },
  };
};

/** Means that can be given, by what they limit. */
export const limitLevers: readonly (readonly [LimitId, string])[] = [
  ['cluster.count', 'cluster.count'],
  ['cluster.power', 'cluster.powerLimit'],
  ['cost.budget', 'cost.budget'],
  ['cost.capital', 'cost.capital'],
  ['run.deadline', 'run.deadline'],
];

const frontierAlong = (
  scenario: ResolvedScenario,
  sizes: Sizes,
  path: string,
  samples: number,
  options: DrawOptions,
): readonly FrontierPoint[] => {
  const value = scenario.levers.get(path)?.value ?? 0;
  const lowest = Math.max(leverByPath.get(path)?.low ?? 0, value / frontierReach);
  return Array.from({ length: frontierPoints }, (_, index) => {
    const mean = lowest * ((value * frontierReach) / lowest) ** (index / (frontierPoints - 1));
    const moved = withMore(scenario, path, mean / value);
    const flop = new Float64Array(Math.min(samples, frontierDraws));
    overDraws(moved, sizes, { ...options, samples: flop.length }, (runs, draw) => {
      flop[draw] = runs.largest().flop;
    });
    const points = flop.length === 0 ? undefined : selectQuantiles(flop, [0.05, 0.25, 0.5, 0.75, 0.95]);
    return {
      mean,
      value: centralRun(moved, sizes).figures.flop,
      points: points === undefined ? undefined : (Array.from(points) as unknown as FrontierPoint['points']),
    };
  });
};
