/**
 * Ranks of values, from 1; equal ones share the mean of theirs.
 *
 * @param values the values; infinities are the greatest and the least
 */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Float64Array.from(values, (_, index) => index).sort((a, b) => {
    const [x, y] = [values[a] as number, values[b] as number];
    return x < y ? -1 : x > y ? 1 : 0;
  });
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let k = start; k < end; k++) ranks[order[k] as number] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/**
 * The linear correlation of two columns; 0 where one of them does not vary.
 *
 * @param x one
 * @param y the other, of the same length
 */
export function pearson(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  let [mx, my] = [0, 0];
  for (let i = 0; i < n; i++) {
    mx += x[i] as number;
    my += y[i] as number;
  }
  mx /= n;
  my /= n;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [(x[i] as number) - mx, (y[i] as number) - my];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return xx === 0 || yy === 0 ? 0 : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * Rank correlation after Spearman.
 *
 * @param x one column
 * @param y the other, of the same length
 */
export const spearman = (x: Float64Array, y: Float64Array): number => pearson(ranksOf(x), ranksOf(y));

/** A correlation with the interval that holds it in 95 of 100 repetitions. */
export interface Correlation {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z975 = 1.959963984540054;

/** Fisher's interval; ranks scatter a little more than normals do. */
const withInterval = (value: number, freedom: number): Correlation => {
  if (Math.abs(value) >= 1 - 1e-12) return { value, low: value, high: value };
  const reach = (Z975 * Math.sqrt(1 + (value * value) / 2)) / Math.sqrt(Math.max(1, freedom - 3));
  const centre = Math.atanh(value);
  return { value, low: Math.tanh(centre - reach), high: Math.tanh(centre + reach) };
};

/** What ranks say of each input and the output. */
export interface RankSensitivity {
  readonly rank: Correlation;
  /** What is left when the linear part of the ranks of all other inputs is taken out of both. */
  readonly partial: Correlation;
}

/**
 * Rank correlation and partial rank correlation of every input with an output.
 *
 * @param inputs a column for each input
 * @param output what came of them
 * @source Bonett and Wright, "Sample size requirements for estimating Pearson, Kendall and Spearman correlations", Psychometrika 65 (2000)
 */
export function rankSensitivity(inputs: readonly Float64Array[], output: Float64Array): readonly RankSensitivity[] {
  const columns = [...inputs, output].map(ranksOf);
  const size = columns.length;
  const matrix = columns.map((x) => Float64Array.from(columns, (y) => (x === y ? 1 : pearson(x, y))));
  const inverse = inverted(matrix);
  const last = size - 1;
  return inputs.map((_, i) => {
    const rank = matrix[i]?.[last] ?? 0;
    const [own, cross, out] = [inverse?.[i]?.[i], inverse?.[i]?.[last], inverse?.[last]?.[last]];
    const partial =
      own === undefined || cross === undefined || out === undefined || !(own * out > 0) ? rank : -cross / Math.sqrt(own * out);
    return { rank: withInterval(rank, output.length), partial: withInterval(Math.max(-1, Math.min(1, partial)), output.length - size + 2) };
  });
}

/** The inverse of a symmetric matrix by Gauss and Jordan; nothing where it has none. A column that does not vary stays out of it. */
function inverted(matrix: readonly Float64Array[]): readonly Float64Array[] | undefined {
  const size = matrix.length;
  const a: Float64Array[] = matrix.map((row, i) =>
    Float64Array.from({ length: 2 * size }, (_, j) => (j < size ? (row[j] as number) : j - size === i ? 1 : 0)),
  );
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(a[i]![k] as number) > Math.abs(a[best]![k] as number)) best = i;
    const pivot = a[best]![k] as number;
    if (Math.abs(pivot) < 1e-12) return undefined;
    [a[k], a[best]] = [a[best] as Float64Array, a[k] as Float64Array];
    const row = a[k] as Float64Array;
    for (let j = 0; j < 2 * size; j++) row[j] = (row[j] as number) / pivot;
    for (let i = 0; i < size; i++) {
      const factor = a[i]![k] as number;
      if (i === k || factor === 0) continue;
      for (let j = 0; j < 2 * size; j++) a[i]![j] = (a[i]![j] as number) - factor * (row[j] as number);
    }
  }
  return a.map((row) => row.slice(size));
}
