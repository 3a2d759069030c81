/**
 * Quantiles of an array, by selection instead of sorting: the order statistic at (n - 1) p, interpolated between neighbours.
 *
 * @param values finite numbers, at least one; they may be put into another order
 * @param shares probabilities in rising order, each from 0 to 1
 * @returns the quantile of each share
 * @throws when there are no values
 */
export function selectQuantiles(values: Float64Array, shares: readonly number[]): Float64Array {
  const last = values.length - 1;
  if (last < 0) throw new RangeError('there are no values');
  const [low, high] = extremes(values);
  // Common: figures that do not depend on what is uncertain.
  if (low === high) return new Float64Array(shares.length).fill(low);
  const ranks: number[] = [];
  for (const share of shares) {
    const rank = Math.floor(last * share);
    for (const wanted of [rank, Math.min(last, rank + 1)]) if (ranks.length === 0 || (ranks.at(-1) as number) < wanted) ranks.push(wanted);
  }
  const found = valuesOfRanks(values, ranks, low, high);
  const valueAt = (rank: number): number => found[ranks.indexOf(rank)] as number;
  return Float64Array.from(shares, (share) => {
    const place = last * share;
    const rank = Math.floor(place);
    const value = valueAt(rank);
    return place === rank ? value : value + (place - rank) * (valueAt(rank + 1) - value);
  });
}

/**
 * The value of one rank of an array; of numbers that may be infinite too.
 *
 * @param values at least one, none of them NaN; they are put into another order
 * @param rank from 0, the least
 * @throws when there is no such rank
 */
export function selectRank(values: Float64Array, rank: number): number {
  selectRanks(values, 0, values.length - 1, [rank], 0, 1);
  const value = values[rank];
  if (value === undefined) throw new RangeError(`no rank ${rank} among ${values.length} values`);
  return value;
}

function extremes(values: Float64Array): readonly [number, number] {
  let [low, high] = [values[0] as number, values[0] as number];
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Values are first counted in cells of equal width; only those cells that hold a wanted rank are looked into. */
const MOST_CELLS = 65_536;

/** The values of some ranks, in rising order. */
function valuesOfRanks(values: Float64Array, ranks: readonly number[], low: number, high: number): Float64Array {
  const size = values.length;
  const cells = Math.min(MOST_CELLS, size >>> 2);
  const scale = cells / (high - low);
  if (size < 512 || !(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    selectRanks(values, 0, size - 1, ranks, 0, ranks.length);
    return Float64Array.from(ranks, (rank) => values[rank] as number);
  }
  const counts = new Int32Array(cells);
  for (let i = 0; i < size; i++) {
    const cell = ((values[i] as number) - low) * scale;
    const index = cell < cells ? cell | 0 : cells - 1;
    counts[index] = (counts[index] as number) + 1;
  }
  // Which cells hold a wanted rank, how many values lie before each, and where its values are gathered.
  const held: { readonly before: number; readonly ranks: number[]; readonly values: Float64Array; filled: number }[] = [];
  const holder = new Int32Array(cells).fill(-1);
  let [before, next] = [0, 0];
  for (let cell = 0; cell < cells && next < ranks.length; cell++) {
    const count = counts[cell] as number;
    while (next < ranks.length && (ranks[next] as number) < before + count) {
      if (holder[cell] === -1) {
        holder[cell] = held.length;
        held.push({ before, ranks: [], values: new Float64Array(count), filled: 0 });
      }
      held.at(-1)?.ranks.push((ranks[next] as number) - before);
      next++;
    }
    before += count;
  }
  for (let i = 0; i < size; i++) {
    const value = values[i] as number;
    const cell = (value - low) * scale;
    const which = holder[cell < cells ? cell | 0 : cells - 1] as number;
    if (which < 0) continue;
    const own = held[which] as (typeof held)[number];
    own.values[own.filled++] = value;
  }
  const out = new Float64Array(ranks.length);
  let at = 0;
  for (const own of held) {
    selectRanks(own.values, 0, own.values.length - 1, own.ranks, 0, own.ranks.length);
    for (const rank of own.ranks) out[at++] = own.values[rank] as number;
  }
  return out;
}

/** Parts as small as this are sorted by insertion. */
const SMALL = 24;

/** Puts the values of the ranks from..to of a list into their places, all smaller ones before and all larger ones after them. */
function selectRanks(values: Float64Array, left: number, right: number, ranks: readonly number[], from: number, to: number): void {
  let [low, high, first, end] = [left, right, from, to];
  while (first < end) {
    if (high - low < SMALL) return insertionSort(values, low, high);
    const pivot = pivotOf(values, low, high, ranks[(first + end) >>> 1] as number);
    // Hoare's partition: values equal to the pivot stop both sides, so that many equal ones halve the part too.
    let i = low - 1;
    let j = high + 1;
    for (;;) {
      do i++;
      while ((values[i] as number) < pivot);
      do j--;
      while ((values[j] as number) > pivot);
      if (i >= j) break;
      const held = values[i] as number;
      values[i] = values[j] as number;
      values[j] = held;
    }
    let split = first;
    while (split < end && (ranks[split] as number) <= j) split++;
    // The shorter part by recursion, the longer one by going on: the depth stays logarithmic.
    if (j - low < high - j) {
      selectRanks(values, low, j, ranks, first, split);
      [low, first] = [j + 1, split];
    } else {
      selectRanks(values, j + 1, high, ranks, split, end);
      [high, end] = [j, split];
    }
  }
}

/** A value near a wanted rank: of a few taken evenly, the one of that rank among them. Never the greatest of a part, which would leave it whole. */
function pivotOf(values: Float64Array, low: number, high: number, rank: number): number {
  const size = high - low + 1;
  const taken = size > 4096 ? 63 : size > 512 ? 21 : 5;
  const few = new Float64Array(taken);
  for (let k = 0; k < taken; k++) few[k] = values[low + Math.floor(((k + 0.5) * (size - 1)) / taken)] as number;
  few.sort();
  return few[Math.min(taken - 2, Math.max(0, Math.floor(((rank - low) / size) * taken)))] as number;
}

function insertionSort(values: Float64Array, low: number, high: number): void {
  for (let i = low + 1; i <= high; i++) {
    const value = values[i] as number;
    let j = i - 1;
    while (j >= low && (values[j] as number) > value) {
      values[j + 1] = values[j] as number;
      j--;
    }
    values[j + 1] = value;
  }
}
