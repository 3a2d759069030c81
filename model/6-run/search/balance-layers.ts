import { type Quantity, quantity } from '#quantity';

export interface BalanceLayersInput {
  /** For each stage, the seconds that each layer of the model would take there, from the input up. */
  readonly layerSeconds: readonly Float64Array[];
  /** Seconds that each stage takes besides its layers: embedding, logits. */
  readonly endSeconds: Float64Array;
  /** Whether a stage has memory for layers `from` to `to`; a stage that has room for layers has room for fewer of them. */
  readonly fits: (stage: number, from: number, to: number) => boolean;
  /** How often the slowest stage shows in a step. */
  readonly slowest: number;
  /** How often the sum over the stages does. */
  readonly filling: number;
}

/** Layers of each stage of the fastest pipeline. */
export interface BalancedLayers {
  readonly feasible: true;
  readonly layers: readonly number[];
  /** Seconds of the slowest stage. */
  readonly slowest: Quantity<'s'>;
  /** Seconds of all stages together. */
  readonly sum: Quantity<'s'>;
  /** Both together, as often as each shows in a step. */
  readonly cost: Quantity<'s'>;
  /** The slowest stage. */
  readonly binding: number;
}

/** No way to deal the layers out. */
export interface UnbalancedLayers {
  readonly feasible: false;
  readonly binding: 'memory' | 'layers';
}

interface Table {
  readonly stages: number;
  readonly layers: number;
  /** Seconds of layers `from` to `to` on a stage, infinite where they do not fit. */
  readonly seconds: (stage: number, from: number, to: number) => number;
}

/** Seconds of every run of layers on every stage, as sums of prefixes; memory is asked about twice for each stage and start. */
const tableOf = ({ layerSeconds, endSeconds, fits }: BalanceLayersInput): Table => {
  const stages = layerSeconds.length;
  const layers = layerSeconds[0]?.length ?? 0;
  const prefix = layerSeconds.map((own) => {
    const sums = new Float64Array(layers + 1);
    for (let layer = 0; layer < layers; layer++) sums[layer + 1] = sums[layer]! + own[layer]!;
    return sums;
  });
  // What begins later reaches at least as far.
  const furthest = prefix.map((_, stage) => {
    const ends = new Int32Array(layers + 1);
    for (let from = 0, to = 0; from < layers; from++) {
      to = Math.max(to, from);
      while (to < layers && fits(stage, from, to + 1)) to++;
      ends[from] = to;
    }
    return ends;
  });
  return {
    stages,
    layers,
    seconds: (stage, from, to) =>
      to > furthest[stage]![from]! ? Number.POSITIVE_INFINITY : prefix[stage]![to]! - prefix[stage]![from]! + endSeconds[stage]!,
  };
};

/**
 * Least value of all ways to deal the layers out, a run of at least one to each stage, where a stage may take `limit`
 * at most: the greatest of the stages, or their sum. `cuts` receives where the runs of the best way begin.
 */
const least = ({ stages, layers, seconds }: Table, kind: 'greatest' | 'sum', limit: number, cuts?: Int32Array): number => {
  const width = layers + 1;
  let before = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  before[0] = 0;
  const from = new Int32Array(stages * width);
  for (let stage = 0; stage < stages; stage++) {
    const after = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
    const left = stages - 1 - stage;
    for (let to = stage + 1; to <= layers - left; to++) {
      // From the shortest run on: once it is too long for the limit, longer ones are.
      for (let start = to - 1; start >= stage; start--) {
        const own = seconds(stage, start, to);
        if (own > limit || own === Number.POSITIVE_INFINITY) break;
        const value = kind === 'sum' ? before[start]! + own : Math.max(before[start]!, own);
        if (value < after[to]!) {
          after[to] = value;
          from[stage * width + to] = start;
        }
      }
    }
    before = after;
  }
  if (cuts !== undefined) {
    let to = layers;
    for (let stage = stages - 1; stage >= 0; stage--) {
      to = from[stage * width + to]!;
      cuts[stage] = to;
    }
  }
  return before[layers]!;
};

/**
 * Deals the layers of a model out to stages of different speed so that a step takes least, exactly: of all ways to cut the
 * layers into runs none is faster. The slowest stage counts as often as there are micro-batches, the sum of the stages as
 * often as the pipeline fills. For each limit on the slowest stage the least sum is found by dynamic programming; limits
 * are halved, and ranges left out whose best conceivable cost, their lower limit with the sum of their upper one, is no
 * better than what is found.
 *
 * @equation \min_{c} \left(a \max_i T_i(c) + b \sum_i T_i(c)\right)
 * @param input seconds of each layer on each stage, memory, and how often slowest stage and sum show
 */
export const balanceLayers = (input: BalanceLayersInput): BalancedLayers | UnbalancedLayers => {
  const table = tableOf(input);
  const { stages, layers, seconds } = table;
  if (stages < 1 || layers < stages) return { feasible: false, binding: 'layers' };
  const lowest = least(table, 'greatest', Number.POSITIVE_INFINITY);
  if (lowest === Number.POSITIVE_INFINITY) return { feasible: false, binding: 'memory' };

  let best: BalancedLayers | undefined;
  /** Least sum under a limit; keeps the way where it is the best so far. */
  const tried = (limit: number): number => {
    const cuts = new Int32Array(stages + 1);
    cuts[stages] = layers;
    const sum = least(table, 'sum', limit, cuts);
    let [slowest, binding] = [0, 0];
    const held: number[] = [];
    for (let stage = 0; stage < stages; stage++) {
      const own = seconds(stage, cuts[stage]!, cuts[stage + 1]!);
      held.push(cuts[stage + 1]! - cuts[stage]!);
      if (own > slowest) [slowest, binding] = [own, stage];
    }
    const cost = input.slowest * slowest + input.filling * sum;
    if (best === undefined || cost < best.cost) {
      best = {
        feasible: true,
        layers: held,
        slowest: quantity(slowest, 's'),
        sum: quantity(sum, 's'),
        cost: quantity(cost, 's'),
        binding,
      };
    }
    return sum;
  };

  const atLeast = tried(lowest);
  const free = least(table, 'sum', Number.POSITIVE_INFINITY);
  // A slower slowest stage pays only while the sum can still fall.
  const most = input.slowest > 0 ? (best!.cost - input.filling * free) / input.slowest : Number.POSITIVE_INFINITY;
  const limits: number[] = [];
  if (free < atLeast && input.filling > 0) {
    const seen = new Set<number>();
    for (let stage = 0; stage < stages; stage++) {
      for (let from = 0; from < layers; from++) {
        for (let to = from + 1; to <= layers; to++) {
          const own = seconds(stage, from, to);
          if (own > most) break;
          if (own > lowest) seen.add(own);
        }
      }
    }
    limits.push(...[...seen].sort((one, other) => one - other));
  }
  /** Looks through limits `from` to `to`, whose ends have these sums. */
  const search = (from: number, fromSum: number, to: number, toSum: number): void => {
    if (to - from < 2 || toSum >= fromSum) return;
    if (input.slowest * limits[from + 1]! + input.filling * toSum >= best!.cost) return;
    const middle = (from + to) >> 1;
    const sum = tried(limits[middle]!);
    search(from, fromSum, middle, sum);
    search(middle, sum, to, toSum);
  };
  if (limits.length > 0) {
    const last = limits.length - 1;
    const lastSum = tried(limits[last]!);
    search(-1, atLeast, last, lastSum);
  }
  return best!;
};
