import { type Quantity, quantity } from '#quantity';
import { type DieOnWafer, type GridOffset, usableDepth, usableRadius } from './wafer-geometry.ts';

export interface BestPlacementInput extends DieOnWafer {
  /** Stretches of the offset that may be bounded: a search that is cut short keeps a gap to its bound. */
  readonly atMost?: number;
}

export interface BestPlacement extends GridOffset {
  readonly perWafer: Quantity<'die/wafer'>;
  /** No position of the grid holds more. Equal to `perWafer` where the optimum is proven. */
  readonly upperBound: Quantity<'die/wafer'>;
  readonly proven: boolean;
  /** The die was turned by a quarter before it was placed; on a wafer without a flat that changes nothing. */
  readonly turned: boolean;
  /** Stretches of the offset along a column that were bounded to get there. */
  readonly stretches: number;
}

/** Stretches that a search may bound: enough to prove every die above a few square millimetres. */
const mostStretches = 20_000;
/** Positions of the grid closer to each other than this share of the pitch are one. */
const finest = 1e-11;
/** Rounding of a chord over a pitch: a die that touches the rim counts. */
const touch = 1e-12;
const mostCached = 256;

/**
 * Room in which a search works, kept from one to the next. `near` and `far` hold the thresholds of the rows that want the
 * grid near the middle of a die, and of those that want it near a street; `low`, `high` and `bound` the stretches that
 * are still to be bounded: depth first, so that there are never more than two for each halving.
 */
const work = {
  near: new Float64Array(64),
  far: new Float64Array(64),
  low: new Float64Array(128),
  high: new Float64Array(128),
  bound: new Int32Array(128),
};

/** What the last call of `mostIn` found: how many dies, and the shift along the row that reaches it in pitches. */
const best = { count: 0, shift: 0 };

/**
 * Sorts the first `n` numbers of a list upwards. For the handful of rows of a large die insertion is fastest; for the
 * hundreds of a tiny one the sort of the language.
 */
const sortFirst = (list: Float64Array, n: number): void => {
  if (n > 40) {
    list.subarray(0, n).sort();
    return;
  }
  for (let i = 1; i < n; i++) {
    const value = list[i] as number;
    let j = i - 1;
    while (j >= 0 && (list[j] as number) > value) {
      list[j + 1] = list[j] as number;
      j--;
    }
    list[j + 1] = value;
  }
};

/**
 * Most dies that rows can hold when all of them may be shifted together, for a stretch [low, high] of the place of row 0.
 *
 * The middle of a row lies on the centre line of the wafer; let $a = (h - w/2) / p_x$ be half the room of the middles
 * of its dies, in pitches, and $v \in [0, 1/2]$ how far the nearest middle of a die is from the centre line. The row
 * holds $\lfloor a - v \rfloor + \lfloor a + v \rfloor + 1$ dies: with $a = k + f$ that is $2k + 1$ while $v \le f$ and
 * $2k$ beyond for $f < 1/2$, and $2k + 1$, from $v \ge 1 - f$ on $2k + 2$, else. So a sum over rows is greatest at
 * one of the $f$ or $1 - f$. A row above the centre gets shorter as the grid moves up, one below it longer.
 */
const mostIn = (grid: Grid, low: number, high: number): void => {
  const { width, height, pitchX, pitchY, radius, depth } = grid;
  const { near, far } = work;
  let sure = 0;
  let nears = 0;
  let fars = 0;
  const lowest = -Math.ceil((Math.min(radius, depth) + high) / pitchY);
  const highest = Math.ceil((radius - low) / pitchY);
  for (let row = lowest; row <= highest; row++) {
    const from = low + row * pitchY;
    const to = high + row * pitchY;
    const middle = from > 0 ? from : to < 0 ? -to : 0;
    const reach = middle + height / 2;
    // A row that a flat cuts off lies above it at the upper end of the stretch first.
    if (reach > radius || to - height / 2 < -depth) continue;
    const room = (Math.sqrt(radius * radius - reach * reach) - width / 2) / pitchX + touch;
    if (room < 0) continue;
    const whole = Math.floor(room);
    const rest = room - whole;
    if (rest < 0.5) {
      sure += 2 * whole;
      near[nears++] = rest;
    } else {
      sure += 2 * whole + 1;
      far[fars++] = 1 - rest;
    }
  }
  sortFirst(near, nears);
  sortFirst(far, fars);
  // At v = 0 all of the near rows have their die, and none of the far ones; then both lists are walked upwards.
  best.count = sure + nears;
  best.shift = nears > 0 ? Math.min(near[0] as number, fars > 0 ? (far[0] as number) : 0.5) / 2 : 0;
  let lost = 0;
  for (let got = 0; got < fars; got++) {
    const shift = far[got] as number;
    while (lost < nears && (near[lost] as number) < shift) lost++;
    const count = sure + nears - lost + got + 1;
    if (count > best.count) {
      const until = Math.min(lost < nears ? (near[lost] as number) : 0.5, got + 1 < fars ? (far[got + 1] as number) : 0.5);
      best.count = count;
      best.shift = Math.max(shift, (shift + until) / 2);
    }
  }
};

interface Grid {
  readonly width: number;
  readonly height: number;
  readonly pitchX: number;
  readonly pitchY: number;
  readonly radius: number;
  readonly depth: number;
}

/** Where the middle of a die of row 0 lies: `shift` and `lift` in mm from the centre of the wafer. */
interface Found {
  readonly count: number;
  readonly bound: number;
  readonly shift: number;
  readonly lift: number;
  readonly stretches: number;
}

/** Branch and bound over the place of row 0: a stretch that cannot hold more than the best one found is done. */
const search = (grid: Grid, atMost: number): Found => {
  const { pitchX, pitchY, radius, depth } = grid;
  const mostRows = Math.ceil((2 * radius) / pitchY) + 3;
  if (mostRows > work.near.length) {
    work.near = new Float64Array(mostRows);
    work.far = new Float64Array(mostRows);
  }
  const { low, high, bound } = work;
  const half = pitchY / 2;
  // A disc looks the same from below: half of the places will do. A flat does not.
  const least = depth >= radius ? 0 : -half;
  let [count, shift, lift] = [0, 0, 0];
  for (let at = least; at <= half; at += half) {
    mostIn(grid, at, at);
    if (best.count > count) [count, shift, lift] = [best.count, best.shift, at];
  }
  let open = 0;
  let stretches = 0;
  for (let at = least; at < half; at += half) {
    mostIn(grid, at, at + half);
    low[open] = at;
    high[open] = at + half;
    bound[open++] = best.count;
    stretches++;
  }
  let left = 0;
  while (open > 0) {
    open--;
    const promised = bound[open] as number;
    if (promised <= count) continue;
    const a = low[open] as number;
    const b = high[open] as number;
    if (stretches >= atMost || b - a < finest * pitchY || open + 2 > low.length) {
      left = Math.max(left, promised);
      continue;
    }
    const middle = (a + b) / 2;
    mostIn(grid, middle, middle);
    if (best.count > count) {
      count = best.count;
      shift = best.shift;
      lift = middle;
    }
    mostIn(grid, a, middle);
    const below = best.count;
    mostIn(grid, middle, b);
    const above = best.count;
    stretches += 2;
    // The half that promises more is bounded first, from the end of the list.
    const belowLast = below > above;
    low[open] = belowLast ? middle : a;
    high[open] = belowLast ? b : middle;
    bound[open++] = belowLast ? above : below;
    low[open] = belowLast ? a : middle;
    high[open] = belowLast ? middle : b;
    bound[open++] = belowLast ? below : above;
  }
  return { count, bound: Math.max(count, left), shift: shift * pitchX, lift, stretches };
};

const placementOf = (input: DieOnWafer, atMost: number): BestPlacement => {
  const radius = usableRadius(input);
  const depth = usableDepth(input);
  const gridOf = (width: number, height: number): Grid => ({
    width,
    height,
    pitchX: width + input.street,
    pitchY: height + input.street,
    radius,
    depth,
  });
  const upright = gridOf(input.width, input.height);
  const lying = gridOf(input.height, input.width);
  const result = (found: Found, turned: boolean, swapped: boolean): BestPlacement => {
    const [x, y] = swapped ? [found.lift, found.shift] : [found.shift, found.lift];
    const [width, height] = turned ? [input.height, input.width] : [input.width, input.height];
    return {
      perWafer: quantity(found.count, 'die/wafer'),
      upperBound: quantity(found.bound, 'die/wafer'),
      proven: found.bound === found.count,
      offsetX: quantity(x - width / 2, 'mm'),
      offsetY: quantity(y - height / 2, 'mm'),
      turned,
      stretches: found.stretches,
    };
  };
  // Without a flat a quarter turn of the wafer turns the grid: the search takes the long side of the die for its rows.
  if (depth >= radius)
    return input.width > input.height ? result(search(lying, atMost), false, true) : result(search(upright, atMost), false, false);
  const a = search(upright, atMost);
  const b = search(lying, atMost);
  const better = b.count > a.count;
  const bound = Math.max(a.bound, b.bound);
  return result({ ...(better ? b : a), bound, stretches: a.stretches + b.stretches }, better, false);
};

const cache = new Map<string, BestPlacement>();

/**
 * Most whole dies that any position of the grid holds, where it lies, and whether it is proven that none holds more.
 * The answer is kept for the next call with the same die; that changes nothing but its speed.
 *
 * @equation N^* = \max_{o_x, o_y} N(o_x, o_y), \quad N(o_x, o_y) \le \max_{o_x} \sum_j \max_{o_y \in [a, b]} n_j \text{ on every stretch } [a, b]
 * @param input sides of the die, street, diameter, edge exclusion and flat
 * @returns nothing fits: 0 dies, proven
 */
export const bestPlacement = (input: BestPlacementInput): BestPlacement => {
  const atMost = input.atMost ?? mostStretches;
  const key = `${input.width},${input.height},${input.street},${input.diameter},${input.edgeExclusion},${input.flatDepth ?? 0},${atMost}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const found = placementOf(input, atMost);
  if (cache.size >= mostCached) cache.delete(cache.keys().next().value as string);
  cache.set(key, found);
  return found;
};
