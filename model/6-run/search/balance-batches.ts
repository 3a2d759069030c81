import { type Quantity, quantity } from '#quantity';

/** Replicas of a plan on one kind of accelerator that take part of a batch. */
export interface BatchGroup {
  readonly replicas: number;
  /** Sequences that a replica takes more or less of: a micro-batch, or a whole round of them. */
  readonly unit: number;
  /** Seconds of a replica with so many units; longer with more of them, and at no rate that falls. */
  readonly seconds: (units: number) => number;
}

export interface BalanceBatchesInput {
  readonly groups: readonly BatchGroup[];
  /** Sequences of a step. */
  readonly batch: number;
}

/** How a batch is shared out. */
export interface BalancedBatches {
  readonly feasible: true;
  /** Sequences of each group; 0 where it stands idle. */
  readonly sequences: readonly number[];
  /** Units of its busiest replica. */
  readonly units: readonly number[];
  /** Seconds of the slowest group. */
  readonly time: Quantity<'s'>;
  /** The slowest group. */
  readonly binding: number;
}

/** No sum of the units of the groups is the batch. */
export interface UnbalancedBatches {
  readonly feasible: false;
  readonly binding: 'units';
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const lcm = (a: number, b: number): number => (a / gcd(a, b)) * b;

/**
 * Fills a batch exactly from groups that take at most `most` sequences each. Where there is a way, there is one in which
 * each group in turn is within a few common multiples of the units of its most: more than that left out could be moved to
 * it from one of the others.
 */
const fill = (groups: readonly BatchGroup[], most: readonly number[], batch: number): readonly number[] | undefined => {
  const common = groups.reduce((sum, { unit }) => lcm(sum, unit), 1);
  const window = (groups.length - 1) * common;
  const taken: number[] = [];
  const from = (group: number, left: number): boolean => {
    if (group === groups.length) return left === 0;
    const { unit } = groups[group]!;
    const top = Math.min(most[group]!, Math.floor(left / unit) * unit);
    const down = group === groups.length - 1 ? 0 : window;
    for (let own = top; own >= 0 && own >= top - down; own -= unit) {
      taken[group] = own;
      if (from(group + 1, left - own)) return true;
    }
    return false;
  };
  return from(0, batch) ? [...taken] : undefined;
};

/**
 * Shares a batch out to groups of different speed so that the slowest of them is done soonest, exactly: no other share
 * ends earlier. The time of the answer is that of some group with a whole number of units; for each group the least such
 * number with which the batch can be filled is found by halving.
 *
 * @equation \min_{x} \max_g T_g(x_g), \quad \sum_g x_g = B
 * @param input groups and the batch
 */
export const balanceBatches = ({ groups, batch }: BalanceBatchesInput): BalancedBatches | UnbalancedBatches => {
  const full = groups.map(({ replicas, unit }) => Math.max(0, Math.ceil(batch / (replicas * unit))));
  /** Units that a replica of a group finishes in a time. */
  const unitsIn = (group: number, time: number): number => {
    const { seconds } = groups[group]!;
    let [low, high] = [0, full[group]!];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (seconds(middle) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const filled = (time: number): readonly number[] | undefined => {
    const most = groups.map(({ replicas, unit }, group) => unitsIn(group, time) * replicas * unit);
    return most.reduce((sum, own) => sum + own, 0) < batch ? undefined : fill(groups, most, batch);
  };
  let [found, time] = [undefined as readonly number[] | undefined, Number.POSITIVE_INFINITY];
  groups.forEach(({ seconds }, group) => {
    let [low, high] = [1, full[group]!];
    if (high < 1 || filled(seconds(high)) === undefined) return;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (filled(seconds(middle)) === undefined) low = middle + 1;
      else high = middle;
    }
    const own = seconds(low);
    if (own < time) {
      time = own;
      found = filled(own);
    }
  });
  if (found === undefined) return { feasible: false, binding: 'units' };
  const units = found.map((own, group) => Math.ceil(own / (groups[group]!.replicas * groups[group]!.unit)));
  let [binding, slowest] = [0, 0];
  units.forEach((own, group) => {
    const seconds = own === 0 ? 0 : groups[group]!.seconds(own);
    if (seconds > slowest) [slowest, binding] = [seconds, group];
  });
  return { feasible: true, sequences: found, units, time: quantity(slowest, 's'), binding };
};
