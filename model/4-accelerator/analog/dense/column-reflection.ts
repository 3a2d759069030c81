/** Reflects a column below its diagonal: the vector in units of `scale`, and what the column becomes. */
export interface ColumnReflection {
  /** Entries from k + 1 on are those of the vector; before them nothing is meant. */
  readonly vector: Float64Array;
  /** Half the squared length of the vector. */
  half: number;
  /** First entry below the diagonal once the column is reflected. */
  image: number;
}

/**
 * Finds the Householder reflection that clears column `k` below the first entry under its diagonal.
 *
 * @equation H = I - v v^{\mathsf T} / h,\quad h = v^{\mathsf T} v / 2
 * @param a matrix, n x n, row by row; read only
 * @param n its size
 * @param k column
 * @param into where the reflection goes
 * @returns whether there is anything to clear
 * @source golub-van-loan-2013 section 5.1
 */
export function reflectColumn(a: Float64Array, n: number, k: number, into: ColumnReflection): boolean {
  const v = into.vector;
  let scale = 0;
  for (let i = k + 1; i < n; i++) scale += Math.abs(a[i * n + k] as number);
  let tail = 0;
  for (let i = k + 2; i < n; i++) tail += Math.abs(a[i * n + k] as number);
  if (tail === 0) return false;
  let norm = 0;
  for (let i = k + 1; i < n; i++) {
    const value = (a[i * n + k] as number) / scale;
    v[i] = value;
    norm += value * value;
  }
  const head = v[k + 1] as number;
  const alpha = head > 0 ? -Math.sqrt(norm) : Math.sqrt(norm);
  v[k + 1] = head - alpha;
  into.half = norm - head * alpha;
  into.image = scale * alpha;
  return true;
}
