/**
 * Factors a matrix with at least as many rows as columns by Householder reflections, in place.
 *
 * @equation A = Q R
 * @param a matrix, m x n, row by row; afterwards R on and above the diagonal, the reflections below it
 * @param m rows
 * @param n columns, at most m
 * @param tau where the factors of the reflections go, n numbers
 * @source golub-van-loan-2013 algorithm 5.2.1
 */
export function qrFactor(a: Float64Array, m: number, n: number, tau: Float64Array): void {
  for (let k = 0; k < n; k++) {
    let largest = 0;
    for (let i = k; i < m; i++) largest = Math.max(largest, Math.abs(a[i * n + k] as number));
    tau[k] = 0;
    if (largest === 0) continue;
    let norm = 0;
    for (let i = k; i < m; i++) norm += ((a[i * n + k] as number) / largest) ** 2;
    norm = largest * Math.sqrt(norm);
    const head = a[k * n + k] as number;
    const alpha = head > 0 ? -norm : norm;
    const below = head - alpha;
    tau[k] = -below / alpha;
    for (let i = k + 1; i < m; i++) a[i * n + k] = (a[i * n + k] as number) / below;
    a[k * n + k] = alpha;
    for (let j = k + 1; j < n; j++) reflectColumn(a, m, n, k, tau[k] as number, a, n, j);
  }
}

/** Applies reflection k, kept below the diagonal of `qr`, to one column of another matrix. */
function reflectColumn(
  qr: Float64Array,
  m: number,
  n: number,
  k: number,
  factor: number,
  other: Float64Array,
  width: number,
  column: number,
): void {
  let sum = other[k * width + column] as number;
  for (let i = k + 1; i < m; i++) sum += (qr[i * n + k] as number) * (other[i * width + column] as number);
  sum *= factor;
  other[k * width + column] = (other[k * width + column] as number) - sum;
  for (let i = k + 1; i < m; i++) other[i * width + column] = (other[i * width + column] as number) - sum * (qr[i * n + k] as number);
}

/**
 * Solves a least-squares problem with the factors of `qrFactor`.
 *
 * @equation \min_x \lVert A x - b \rVert_2
 * @param qr factors
 * @param m rows
 * @param n columns
 * @param tau factors of the reflections
 * @param b right-hand side of m numbers; afterwards the solution in its first n
 * @returns whether the columns are independent as far as doubles can tell
 * @source golub-van-loan-2013 section 5.3
 */
export function qrLeastSquares(qr: Float64Array, m: number, n: number, tau: Float64Array, b: Float64Array): boolean {
  for (let k = 0; k < n; k++) reflectColumn(qr, m, n, k, tau[k] as number, b, 1, 0);
  let largest = 0;
  for (let k = 0; k < n; k++) for (let j = k; j < n; j++) largest = Math.max(largest, Math.abs(qr[k * n + j] as number));
  let independent = true;
  for (let i = n - 1; i >= 0; i--) {
    const diagonal = qr[i * n + i] as number;
    if (!(Math.abs(diagonal) > m * Number.EPSILON * largest)) {
      independent = false;
      b[i] = 0;
      continue;
    }
    let sum = b[i] as number;
    for (let j = i + 1; j < n; j++) sum -= (qr[i * n + j] as number) * (b[j] as number);
    b[i] = sum / diagonal;
  }
  return independent;
}

/**
 * Writes out the orthonormal columns that `qrFactor` keeps as reflections.
 *
 * @equation Q = H_0 H_1 \cdots H_{n-1}
 * @param qr factors
 * @param m rows
 * @param n columns
 * @param tau factors of the reflections
 * @param q where the columns go, m x n, row by row
 */
export function qrFormQ(qr: Float64Array, m: number, n: number, tau: Float64Array, q: Float64Array): void {
  q.fill(0, 0, m * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k; j < n; j++) reflectColumn(qr, m, n, k, tau[k] as number, q, n, j);
  }
}
