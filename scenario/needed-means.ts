import type { Checked } from '#quantity';
import {
  atSize,
  figuresOf,
  frontierDraws,
  frontierPoints,
  frontierReach,
  overDraws,
  type RunDraws,
  type RunFigures,
  runFigures,
  type Sizes,
} from './largest-run.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { DrawOptions } from './sample.ts';
import { type Fewest, type LimitId, type SizedRuns, sizedRuns } from './sized-run.ts';

/** How what a scenario has stands to what is needed. */
export interface MeanStanding {
  readonly limit: LimitId;
  /** Median headroom: what there is over what is needed. */
  readonly headroom: number;
  /** Share of draws in which it suffices, and in which it is the least of all. */
  readonly suffices: number;
  readonly least: number;
}

export interface NeededMeans {
  /** The scenario with the utilisation of the size that was found. */
  readonly scenario: ResolvedScenario;
  readonly flop: number;
  /** At the medians; infinite where no number of accelerators does it. The cost is the least, on as many accelerators as that takes. */
  readonly central: RunFigures;
  readonly samples: number;
  readonly draws: RunDraws;
  /** Share of draws in which some number of accelerators ends in time. */
  readonly possible: number;
  /** What sets the number of accelerators at the medians. */
  readonly binding: Fewest['binding'];
  /** What the scenario has of every mean that it limits, the scarcest first. */
  readonly standings: readonly MeanStanding[];
  /** Share of draws in which all that the scenario has suffices. */
  readonly fits: number;
  /** Accelerators against the work. */
  readonly frontier: readonly NeedPoint[];
}

/** Accelerators that so much work takes. */
export interface NeedPoint {
  readonly flop: number;
  readonly value: number;
  /** The 5, 50 and 95% points of the draws. */
  readonly points: readonly [number, number, number] | undefined;
}

/** The same as it is where no number of accelerators does. */
const never = Object.fromEntries(runFigures.map((id) => [id, Number.POSITIVE_INFINITY])) as RunFigures;

interface Need {
  readonly figures: RunFigures;
  readonly headroom: ReadonlyMap<LimitId, number>;
  readonly binding: Fewest['binding'];
}

const needIn = (runs: SizedRuns, flop: number): Need => {
  const { count: fewest, binding } = runs.fewest(flop);
  if (!(fewest < Number.POSITIVE_INFINITY)) return { figures: never, headroom: new Map(), binding };
  const cost = figuresOf(runs.outcome(runs.cheapest(flop, fewest), flop)).cost;
  const outcome = runs.outcome(fewest, flop);
  const headroom = new Map<LimitId, number>();
  for (const { id, capacity, headroom: each } of outcome.constraints) {
    if (id === 'run.deadline' || id === 'accelerator.memory') continue;
    headroom.set(id, id === 'cost.budget' ? capacity / cost : each);
  }
  return { figures: { ...figuresOf(outcome), cost }, headroom, binding };
};

/**
 * What so much work by the deadline of a scenario takes: the fewest accelerators, their power and price, and the least that the run
 * costs. What the scenario has of any of them does not limit the answer, but is held against it.
 *
 * @param scenario with a deadline
 * @param sizes utilisation by size
 * @param options the work, and draws
 * @returns the means, or the issue that there is no deadline
 */
export const neededMeans = (
  scenario: ResolvedScenario,
  sizes: Sizes,
  { flop, samples, ...options }: DrawOptions & { readonly flop: number; readonly samples: number },
): Checked<NeededMeans> => {
  if (!scenario.levers.has('run.deadline')) return { ok: false, issues: [{ code: 'inverse/no-deadline', path: 'levers.run.deadline' }] };
  const has = scenario.levers.get('cluster.count');
  const runs = sizedRuns(scenario, [], sizes);
  const { figures: central, binding } = needIn(runs, flop);
  const there = atSize(scenario, sizes, central.count);
  const draws = Object.fromEntries(runFigures.map((id) => [id, new Float64Array(samples)])) as RunDraws;
  const rows = new Map<LimitId, Float64Array>();
  const least = new Map<LimitId, number>();
  let [possible, fits] = [0, 0];
  overDraws(there, sizes, { ...options, samples }, (each, draw) => {
    const most = each.most();
    const { figures, headroom: stated } = needIn(each, flop);
    for (const id of runFigures) draws[id][draw] = figures[id];
    if (figures.count < Number.POSITIVE_INFINITY) possible++;
    const headroom = has === undefined ? stated : new Map<LimitId, number>(stated).set('cluster.count', most / figures.count);
    let [neck, room] = [undefined as LimitId | undefined, Number.POSITIVE_INFINITY];
    for (const [id, value] of headroom) {
      const row = rows.get(id) ?? new Float64Array(samples);
      row[draw] = value;
      rows.set(id, row);
      if (value < room) [neck, room] = [id, value];
    }
    if (neck !== undefined) least.set(neck, (least.get(neck) ?? 0) + 1);
    if (figures.count < Number.POSITIVE_INFINITY && room >= 1) fits++;
  });
  const standings = [...rows].map(([limit, row]): MeanStanding => {
    const sorted = row.slice().sort();
    return {
      limit,
      headroom: sorted[Math.floor(sorted.length / 2)] as number,
      suffices: row.reduce((sum, each) => sum + (each >= 1 ? 1 : 0), 0) / samples,
      least: (least.get(limit) ?? 0) / samples,
    };
  });
  return {
    ok: true,
    value: {
      scenario: there,
      flop,
      central,
      samples,
      draws,
      possible: samples === 0 ? 0 : possible / samples,
      binding,
      standings: standings.sort((a, b) => a.headroom - b.headroom),
      fits: samples === 0 ? 0 : fits / samples,
      frontier: frontierOf(there, sizes, flop, { ...options, samples: Math.min(samples, frontierDraws) }),
    },
  };
};

const frontierOf = (
  scenario: ResolvedScenario,
  sizes: Sizes,
  flop: number,
  options: DrawOptions & { readonly samples: number },
): readonly NeedPoint[] => {
  const works = Array.from({ length: frontierPoints }, (_, index) => flop * frontierReach ** ((2 * index) / (frontierPoints - 1) - 1));
  const counts = works.map(() => new Float64Array(options.samples));
  overDraws(scenario, sizes, options, (runs, draw) => {
    for (const [index, work] of works.entries()) (counts[index] as Float64Array)[draw] = runs.fewest(work).count;
  });
  const central = sizedRuns(scenario, [], sizes);
  return works.map((work, index): NeedPoint => {
    const sorted = (counts[index] as Float64Array).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
    return { flop: work, value: central.fewest(work).count, points: sorted.length === 0 ? undefined : [at(0.05), at(0.5), at(0.95)] };
  });
};
