/**
 * Quantiles of an array, by selection instead of sorting: the order statistic at (n - 1) p, interpolated between neighbours.
 *
 * @param values finite numbers, at least one; they are put into another order
 * @param shares probabilities in rising order, each from 0 to 1
 * @returns the quantile of each share
 * @throws when there are no values
 */
export function selectQuantiles(values: Float64Array, shares: readonly number[]): Float64Array {
  const last = values.length - 1;
  if (last < 0) throw new RangeError('there are no values');
  const ranks: number[] = [];
  for (const share of shares) {
    const rank = Math.floor(last * share);
    for (const wanted of [rank, Math.min(last, rank + 1)]) if (ranks.at(-1) !== wanted && !(ranks.at(-1)! > wanted)) ranks.push(wanted);
  }
  selectRanks(values, 0, last, ranks, 0, ranks.length);
  return Float64Array.from(shares, (share) => {
    const place = last * share;
    const rank = Math.floor(place);
    const value = values[rank] as number;
    return place === rank ? value : value + (place - rank) * ((values[rank + 1] as number) - value);
  });
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
