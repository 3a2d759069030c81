import { type ConstraintId, evaluate, type Outcome } from '#model';
import { secondsPerDay } from '#quantity';
import { type ResolvedScenario, toInput } from './resolve.ts';
import { type Slot, slotOf } from './sample.ts';
import type { SizedUtilisation } from './utilisation-by-size.ts';

/** What can hold a run back: a constraint of the chain, or the accelerators that are given. */
export type LimitId = ConstraintId | 'cluster.count';

/** Limits that a longer run meets, whatever the size of its cluster. */
const onWork: ReadonlySet<string> = new Set<ConstraintId>(['run.deadline', 'cost.budget', 'accelerator.endurance']);
/** Limits that a larger cluster meets, whatever its work. */
const onSize: ReadonlySet<string> = new Set<ConstraintId>([
  'cluster.power',
  'market.chipSupply',
  'wafer.supply',
  'wafer.scanners',
  'package.hbmSupply',
  'cost.capital',
]);

/** Accelerators that are looked at where nothing else ends the search. */
const mostChips = 2 ** 27;

/** A cluster of some size, and the most that it can do. */
export interface SizedRun {
  readonly count: number;
  /** Zero where nothing can run. */
  readonly flop: number;
  /** What the run has used up. */
  readonly binding: readonly LimitId[];
}

/** The least cluster for some work. */
export interface Fewest {
  readonly count: number;
  readonly binding: 'run.deadline' | 'accelerator.memory';
}

/** Limits of a cluster of some size, at a reference amount of work. */
interface Standing {
  /** Most work in the time and for the money that there are, and in the time alone. */
  readonly flop: number;
  readonly inTime: number;
  /** Of the reference work. */
  readonly cost: number;
  /** Least headroom of the limits on size. */
  readonly room: number;
  readonly tightest: LimitId | undefined;
  readonly memory: number;
  /** What neither another size nor less work would mend. */
  readonly shut: LimitId | undefined;
}

/** The chain as a function of the size of the cluster and of the work, for one draw of its levers. */
export interface SizedRuns {
  /** Does anything in the scenario limit the size of a cluster, or what is spent? */
  readonly limited: boolean;
  /** Takes the values of the uncertain levers, in the order of their paths. */
  readonly take: (row: ArrayLike<number>) => void;
  /** The largest run within every limit. */
  readonly largest: () => SizedRun;
  /** The fewest accelerators that do so much work in the time, infinite where no number does; and what asks for so many. */
  readonly fewest: (flop: number) => Fewest;
  /** Accelerators that the scenario has; as many as are looked at where it does not say. */
  readonly most: () => number;
  /** As many as the fewest or more: those on which the work costs least. */
  readonly cheapest: (flop: number, fewest: number) => number;
  /** The chain at a size and work, to be read before the next question. */
  readonly outcome: (count: number, flop: number) => Outcome;
}

/** The smallest whole number of a range of which something is true that stays true; one beyond the range where there is none. */
const firstWhole = (from: number, to: number, holds: (value: number) => boolean): number => {
  let [low, high] = [from, to + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** A range of whole numbers, cut at the powers of two. */
const octaves = (low: number, high: number): (readonly [number, number])[] => {
  const out: (readonly [number, number])[] = [];
  for (let from = low; from <= high; ) {
    const to = Math.min(high, 2 ** (Math.floor(Math.log2(from)) + 1) - 1);
    out.push([from, to]);
    from = to + 1;
  }
  return out;
};

/**
 * The size of a range at which a figure is greatest that rises and then falls. Whole nodes first: within a node the figure may
 * fall where one more accelerator opens the next.
 */
const bestWhole = (
  from: number,
  to: number,
  of: (count: number) => number,
  node: number,
): { readonly count: number; readonly flop: number } => {
  let [low, high] = [from, to];
  for (const step of node > 1 ? [node, 1] : [1]) {
    // Mostly the figure rises or falls all the way.
    if (of(high) > of(Math.max(low, high - step))) low = Math.max(low, high - step);
    else if (of(low) > of(Math.min(high, low + step))) high = Math.min(high, low + step);
    while (high - low > step) {
      const middle = Math.floor((low + high) / 2);
      if (of(middle) < of(middle + step)) low = middle;
      else high = middle + step < high ? middle + step : middle;
    }
  }
  const [low1, high1] = [of(low), of(high)];
  return low1 > high1 ? { count: low, flop: low1 } : { count: high, flop: high1 };
};

/**
 * Makes a scenario with a deadline ready to be asked for the most work, or the fewest accelerators.
 *
 * Time and money grow with the work in proportion, so that one evaluation tells the most that they allow. The size is searched:
 * a larger cluster is faster until its failures eat what it adds, and dearer for the same work. Between two powers of two the plan
 * stays as it is, and the work rises and then falls; the best of all those is the answer.
 *
 * @param scenario with its means; a count that it has is the most
 * @param paths levers that `take` writes
 * @param sizes utilisation by size; the same at every size where it is left out
 */
export const sizedRuns = (
  scenario: ResolvedScenario,
  paths: readonly string[],
  sizes: ((count: number) => SizedUtilisation) | undefined,
): SizedRuns => {
  const input = toInput(scenario);
  const slots = paths.map((path) => slotOf(input, path));
  const [count, work, utilisation] = ['cluster.count', 'run.flop', 'run.utilisation'].map((path) => slotOf(input, path)) as [
    Slot,
    Slot,
    Slot,
  ];
  const [countAt, utilisationAt] = [paths.indexOf('cluster.count'), paths.indexOf('run.utilisation')];
  const [stated, base] = [scenario.levers.get('cluster.count')?.value ?? mostChips, input.run.utilisation as number];
  const unit = evaluate(input).run.flop;
  const planless = sizes !== undefined && !sizes(mostChips).planned;
  const isPlanned = (chips: number): boolean => sizes === undefined || planless || sizes(chips).planned;
  let [most, drawn, node] = [mostChips, base, 1];

  const outcome = (chips: number, flop: number): Outcome => {
    put(count, chips);
    put(work, flop);
    put(utilisation, sizes === undefined ? drawn : Math.min(1, (drawn * sizes(chips).lever.value) / base));
    return evaluate(input);
  };
  const known = new Map<number, Standing>();
  const standing = (chips: number): Standing => {
    const before = known.get(chips);
    if (before !== undefined) return before;
    const { constraints, cost } = outcome(chips, unit);
    let [flop, inTime, room, memory] = new Array<number>(4).fill(Number.POSITIVE_INFINITY) as [number, number, number, number];
    let [tightest, shut]: (LimitId | undefined)[] = [];
    for (const { id, headroom } of constraints) {
      if (onWork.has(id)) {
        flop = Math.min(flop, unit * headroom);
        if (id !== 'cost.budget') inTime = Math.min(inTime, unit * headroom);
      } else if (id === 'accelerator.memory') memory = headroom;
      else if (!onSize.has(id)) shut ??= headroom < 1 ? id : undefined;
      else if (headroom < room) [room, tightest] = [headroom, id];
    }
    const stands = { flop, inTime, cost: cost.total, room, tightest, memory, shut };
    known.set(chips, stands);
    return stands;
  };
  const leastForMemory = (to: number): number => firstWhole(1, to, (chips) => standing(chips).memory >= 1);
  /** Work of one accelerator that never rests, until the deadline: no run does more. */
  const perChip = (): number => (input.run.deadline ?? Number.POSITIVE_INFINITY) * secondsPerDay * outcome(1, unit).accelerator.peak!;

  const usedUp = ({ constraints }: Outcome, best: number, ender: LimitId | undefined, low: number): readonly LimitId[] => {
    // A whole number of accelerators meets two limits at once only so closely.
    const close = 1 + Math.max(1e-3, 2 / best);
    const work = constraints.filter(({ id, headroom }) => onWork.has(id) && headroom <= close).map(({ id }) => id);
    return [
      ...(ender === undefined ? [] : [ender]),
      ...work,
      ...(best === low && low > 1 && best > 1 && ender === undefined ? ['accelerator.memory' as const] : []),
    ];
  };

  const largest = (): SizedRun => {
    const { shut } = standing(1);
    if (shut !== undefined) return { count: 0, flop: 0, binding: [shut] };
    const high = standing(most).room >= 1 ? most : firstWhole(1, most, (chips) => !(standing(chips).room >= 1)) - 1;
    const ender: LimitId = high === most ? 'cluster.count' : (standing(high + 1).tightest ?? 'cluster.count');
    if (high < 1) return { count: 0, flop: 0, binding: [ender] };
    const low = leastForMemory(high);
    const each = perChip();
    let best = { count: 0, flop: 0 };
    for (const [from, to] of octaves(low, high).reverse()) {
      // Not even all of the peak would do: nor would any smaller cluster.
      if (to * each < best.flop) break;
      if (!isPlanned(from)) continue;
      const here = bestWhole(from, to, (chips) => standing(chips).flop, node);
      if (here.flop > best.flop) best = here;
    }
    if (!(best.flop > 0)) return { count: 0, flop: 0, binding: ['accelerator.memory', ender] };
    return { ...best, binding: usedUp(outcome(best.count, best.flop), best.count, high - best.count < node ? ender : undefined, low) };
  };

  const fewest = (flop: number): Fewest => {
    const low = Math.max(leastForMemory(mostChips), Math.ceil(flop / perChip()));
    for (const [from, to] of octaves(low, mostChips)) {
      if (!isPlanned(from)) continue;
      const at = bestWhole(from, to, (chips) => standing(chips).inTime, node);
      if (at.flop < flop) continue;
      const chips = firstWhole(from, at.count, (each) => standing(each).inTime >= flop);
      // Where one fewer would still be in time, it is the model that does not fit.
      return { count: chips, binding: chips > 1 && standing(chips - 1).inTime >= flop ? 'accelerator.memory' : 'run.deadline' };
    }
    return { count: Number.POSITIVE_INFINITY, binding: 'run.deadline' };
  };

  const cheapest = (flop: number, from: number): number => {
    const worth = (chips: number): number => (standing(chips).inTime >= flop ? 1 / standing(chips).cost : 0);
    let best = { count: from, flop: worth(from) };
    for (const [low, high] of octaves(from, mostChips)) {
      if (!isPlanned(low)) continue;
      const here = bestWhole(low, high, worth, node);
      if (here.flop > best.flop) best = here;
      // What a larger cluster loses to failures, no plan brings back.
      else if (low > from) break;
    }
    return best.count;
  };

  const take = (row: ArrayLike<number>): void => {
    for (let index = 0; index < slots.length; index++) put(slots[index] as Slot, row[index] as number);
    most = Math.floor(countAt < 0 ? stated : (row[countAt] as number));
    drawn = utilisationAt < 0 ? base : (row[utilisationAt] as number);
    node = Math.max(1, Math.round(input.cluster.chipsPerNode));
    known.clear();
  };
  take(paths.map((path) => scenario.levers.get(path)?.value ?? 0));
  const limited =
    scenario.levers.has('cluster.count') || outcome(1, unit).constraints.some(({ id }) => onSize.has(id) || id === 'cost.budget');
  return { limited, most: () => most, take, largest, fewest, cheapest, outcome };
};

const put = (slot: Slot, value: number): void => {
  slot.group[slot.name] = value;
};
