import { parameterKey } from './parameter-key.ts';
import { uniform } from './philox.ts';
import { selectQuantiles } from './select.ts';

/** A figure with the interval that holds it in 95 of 100 repetitions. */
export interface Estimated {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Share of the variance of an output that one factor explains. */
export interface VarianceShare {
  /** Alone: what the variance would lose on average if the factor were known. */
  readonly first: Estimated;
  /** With all interactions: what would be left on average if everything else were known. */
  readonly total: Estimated;
}

export interface SobolIndices {
  readonly mean: number;
  readonly variance: number;
  readonly factors: readonly VarianceShare[];
  /** The output on the rows of the first and of the second set of draws. */
  readonly outputs: readonly [Float64Array, Float64Array];
  /** Rows of either set whose output has no bound: they count as the greatest, or least, that has one. */
  readonly unbounded: number;
  readonly evaluations: number;
}

export interface SobolIndicesOptions {
  /** The model on one row; the array is written over for the next. */
  readonly evaluate: (row: Float64Array) => number;
  /** Two independent sets of draws, a column for each input. */
  readonly draws: readonly [readonly Float64Array[], readonly Float64Array[]];
  /** Inputs that count as one factor, such as correlated ones; by default each is one. */
  readonly factors?: readonly (readonly number[])[];
  /** Of the bootstrap. */
  readonly seed?: number;
}

/** Rows are resampled in so many blocks of neighbours, so many times. */
const BLOCKS = 256;
const REPETITIONS = 400;

/**
 * Shares of the variance of a model by factor, of first order and in total, with their bootstrap intervals.
 *
 * The model is evaluated once on each row of both sets and once for every factor on rows of the first set that take that factor from
 * the second: (k + 2) n times. First order after Saltelli, total after Jansen.
 *
 * @param options the model and its draws
 * @equation S_i = \frac{1}{nV} \sum f(B)(f(A_B^i) - f(A)), \quad T_i = \frac{1}{2nV} \sum (f(A) - f(A_B^i))^2
 * @source Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics Communications 181 (2010)
 * @throws when there are no draws, or no row has an output with a bound
 */
export function sobolIndices({
  evaluate,
  draws: [a, b],
  factors = a.map((_, index) => [index]),
  seed = 1,
}: SobolIndicesOptions): SobolIndices {
  const inputs = a.length;
  const n = a[0]?.length ?? 0;
  if (n === 0 || inputs === 0) throw new RangeError('indices need draws');
  const fa = new Float64Array(n);
  const fb = new Float64Array(n);
  const mixed = factors.map(() => new Float64Array(n));
  const row = new Float64Array(inputs);
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < inputs; i++) row[i] = (b[i] as Float64Array)[r] as number;
    fb[r] = evaluate(row);
    for (let i = 0; i < inputs; i++) row[i] = (a[i] as Float64Array)[r] as number;
    fa[r] = evaluate(row);
    for (let k = 0; k < factors.length; k++) {
      const own = factors[k] as readonly number[];
      for (const i of own) row[i] = (b[i] as Float64Array)[r] as number;
      (mixed[k] as Float64Array)[r] = evaluate(row);
      for (const i of own) row[i] = (a[i] as Float64Array)[r] as number;
    }
  }
  const unbounded = bounded([fa, fb, ...mixed], 2);
  let mean = 0;
  for (let r = 0; r < n; r++) mean += (fa[r] as number) + (fb[r] as number);
  mean /= 2 * n;

  // Sums by block: of the output, its square, and both products of every factor.
  const blocks = Math.min(BLOCKS, n);
  const width = 2 + 2 * factors.length;
  const sums = new Float64Array(blocks * width);
  for (let r = 0; r < n; r++) {
    const at = Math.floor((r * blocks) / n) * width;
    const ya = (fa[r] as number) - mean;
    const yb = (fb[r] as number) - mean;
    sums[at] = (sums[at] as number) + (ya + yb) / 2;
    sums[at + 1] = (sums[at + 1] as number) + (ya * ya + yb * yb) / 2;
    for (let k = 0; k < factors.length; k++) {
      const step = (mixed[k] as Float64Array)[r]! - mean - ya;
      sums[at + 2 + 2 * k] = (sums[at + 2 + 2 * k] as number) + yb * step;
      sums[at + 3 + 2 * k] = (sums[at + 3 + 2 * k] as number) + (step * step) / 2;
    }
  }
  const all = Float64Array.from({ length: blocks }, (_, block) => block);
  const { variance, shares } = sharesOf(sums, width, all, n);
  const resampled = resample(sums, width, blocks, n, seed);
  const estimated = (place: number): Estimated => {
    const value = shares[place] as number;
    const [low = value, high = value] = selectQuantiles(resampled[place] as Float64Array, [0.025, 0.975]);
    return { value, low: Math.min(low, value), high: Math.max(high, value) };
  };
  return {
    mean,
    variance,
    factors: factors.map((_, k) => ({ first: estimated(2 * k), total: estimated(2 * k + 1) })),
    outputs: [fa, fb],
    unbounded,
    evaluations: (factors.length + 2) * n,
  };
}

/** Shares of the variance from sums of blocks; without variance nothing explains it. */
function sharesOf(
  sums: Float64Array,
  width: number,
  chosen: Float64Array,
  n: number,
): { readonly variance: number; readonly shares: Float64Array } {
  const total = new Float64Array(width);
  for (const block of chosen) {
    const at = block * width;
    for (let j = 0; j < width; j++) total[j] = (total[j] as number) + (sums[at + j] as number);
  }
  const centre = (total[0] as number) / n;
  const variance = Math.max(0, (total[1] as number) / n - centre * centre);
  return { variance, shares: total.subarray(2).map((sum) => (variance === 0 ? 0 : sum / n / variance)) };
}

function resample(sums: Float64Array, width: number, blocks: number, n: number, seed: number): readonly Float64Array[] {
  const columns = Array.from({ length: width - 2 }, () => new Float64Array(REPETITIONS));
  const key = parameterKey('bootstrap');
  const chosen = new Float64Array(blocks);
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    for (let k = 0; k < blocks; k++) chosen[k] = Math.floor(uniform(seed, repetition * blocks + k, key) * blocks);
    const { shares } = sharesOf(sums, width, chosen, n);
    for (let j = 0; j < columns.length; j++) (columns[j] as Float64Array)[repetition] = shares[j] as number;
  }
  return columns;
}

/**
 * Puts the greatest and the least finite value in the place of values without bound.
 *
 * @param columns what to change
 * @param counted in how many of the columns, from the first, such values are counted
 * @returns how many there were
 * @throws when no value is finite, or one is not a number
 */
export function bounded(columns: readonly Float64Array[], counted: number = columns.length): number {
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  let clean = true;
  for (const column of columns)
    for (const value of column) {
      if (value !== value) throw new RangeError('an output is not a number');
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) clean = false;
      else {
        if (value > high) high = value;
        if (value < low) low = value;
      }
    }
  if (clean) return 0;
  if (high < low) throw new RangeError('no output has a bound');
  let found = 0;
  columns.forEach((column, place) => {
    for (let i = 0; i < column.length; i++) {
      const value = column[i] as number;
      if (Number.isFinite(value)) continue;
      column[i] = value > 0 ? high : low;
      if (place < counted) found++;
    }
  });
  return found;
}
