/** What a factorisation returns where it went through: no pivot failed. */
export const regular = -1;

/**
 * Factors a square matrix with partial pivoting, in place.
 *
 * @equation P A = L U
 * @param a matrix, n x n, row by row; afterwards U on and above the diagonal, L below it
 * @param n its size
 * @param pivots where the row exchanges go: at step k rows k and pivots[k] changed places
 * @returns `regular`, or the column in which every candidate for the pivot was zero or no number
 * @unit 1
 * @source golub-van-loan-2013 algorithm 3.4.1
 */
export function luFactor(a: Float64Array, n: number, pivots: Int32Array): number {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    let largest = Math.abs(a[k * n + k] as number);
    for (let i = k + 1; i < n; i++) {
      const size = Math.abs(a[i * n + k] as number);
      // What is no number wins and stays, to be caught below.
      if (size > largest || Number.isNaN(size)) {
        largest = size;
        pivot = i;
      }
    }
    pivots[k] = pivot;
    if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return k;
    const top = k * n;
    if (pivot !== k) {
      const other = pivot * n;
      for (let j = 0; j < n; j++) {
        const kept = a[top + j] as number;
        a[top + j] = a[other + j] as number;
        a[other + j] = kept;
      }
    }
    const inverse = 1 / (a[top + k] as number);
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const factor = (a[row + k] as number) * inverse;
      if (factor === 0) continue;
      a[row + k] = factor;
      for (let j = k + 1; j < n; j++) a[row + j] = (a[row + j] as number) - factor * (a[top + j] as number);
    }
  }
  return regular;
}

/**
 * Solves with the factors of `luFactor`.
 *
 * @equation A x = b
 * @param lu factors
 * @param n size
 * @param pivots row exchanges
 * @param b right-hand side; afterwards the solution
 */
export function luSolve(lu: Float64Array, n: number, pivots: Int32Array, b: Float64Array): void {
  for (let k = 0; k < n; k++) {
    const pivot = pivots[k] as number;
    const kept = b[pivot] as number;
    b[pivot] = b[k] as number;
    b[k] = kept;
  }
  for (let i = 1; i < n; i++) {
    const row = i * n;
    let sum = b[i] as number;
    for (let j = 0; j < i; j++) sum -= (lu[row + j] as number) * (b[j] as number);
    b[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    let sum = b[i] as number;
    for (let j = i + 1; j < n; j++) sum -= (lu[row + j] as number) * (b[j] as number);
    b[i] = sum / (lu[row + i] as number);
  }
}

/**
 * Solves the transposed system with the factors of `luFactor`.
 *
 * @equation A^{\mathsf T} x = b
 * @param lu factors
 * @param n size
 * @param pivots row exchanges
 * @param b right-hand side; afterwards the solution
 */
export function luSolveTransposed(lu: Float64Array, n: number, pivots: Int32Array, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const value = (b[i] as number) / (lu[i * n + i] as number);
    b[i] = value;
    for (let j = i + 1; j < n; j++) b[j] = (b[j] as number) - (lu[i * n + j] as number) * value;
  }
  for (let i = n - 1; i > 0; i--) {
    const value = b[i] as number;
    for (let j = 0; j < i; j++) b[j] = (b[j] as number) - (lu[i * n + j] as number) * value;
  }
  for (let k = n - 1; k >= 0; k--) {
    const pivot = pivots[k] as number;
    const kept = b[pivot] as number;
    b[pivot] = b[k] as number;
    b[k] = kept;
  }
}

/**
 * Solves for many right-hand sides at once with the factors of `luFactor`.
 *
 * @equation A X = B
 * @param lu factors
 * @param n size
 * @param pivots row exchanges
 * @param b right-hand sides, n x m, row by row; afterwards the solutions
 * @param m how many there are
 */
export function luSolveMany(lu: Float64Array, n: number, pivots: Int32Array, b: Float64Array, m: number): void {
  for (let k = 0; k < n; k++) {
    const pivot = pivots[k] as number;
    if (pivot === k) continue;
    for (let c = 0; c < m; c++) {
      const kept = b[pivot * m + c] as number;
      b[pivot * m + c] = b[k * m + c] as number;
      b[k * m + c] = kept;
    }
  }
  for (let i = 1; i < n; i++) subtractRows(lu, i * n, b, i * m, 0, i, m, m);
  substituteBack(lu, n, b, m);
}

function substituteBack(lu: Float64Array, n: number, b: Float64Array, m: number): void {
  for (let i = n - 1; i >= 0; i--) {
    subtractRows(lu, i * n, b, i * m, i + 1, n, m, m);
    const diagonal = lu[i * n + i] as number;
    for (let c = 0; c < m; c++) b[i * m + c] = (b[i * m + c] as number) / diagonal;
  }
}

/** Subtracts rows `first` .. `end` of b, each times its factor, from another: four at a time, so that it is read and written a quarter as often. */
function subtractRows(
  lu: Float64Array,
  factors: number,
  b: Float64Array,
  to: number,
  first: number,
  end: number,
  m: number,
  columns: number,
): void {
  let j = first;
  for (; j + 3 < end; j += 4) {
    const f0 = lu[factors + j] as number;
    const f1 = lu[factors + j + 1] as number;
    const f2 = lu[factors + j + 2] as number;
    const f3 = lu[factors + j + 3] as number;
    const r0 = j * m;
    const r1 = r0 + m;
    const r2 = r1 + m;
    const r3 = r2 + m;
    for (let c = 0; c < columns; c++) {
      b[to + c] =
        (b[to + c] as number) -
        (f0 * (b[r0 + c] as number) + f1 * (b[r1 + c] as number) + (f2 * (b[r2 + c] as number) + f3 * (b[r3 + c] as number)));
    }
  }
  for (; j < end; j++) {
    const factor = lu[factors + j] as number;
    const from = j * m;
    for (let c = 0; c < columns; c++) b[to + c] = (b[to + c] as number) - factor * (b[from + c] as number);
  }
}

/**
 * Inverts with the factors of `luFactor`.
 *
 * @equation X = A^{-1}
 * @param lu factors
 * @param n size
 * @param pivots row exchanges
 * @param out where the inverse goes, n x n; not the factors
 */
export function luInverse(lu: Float64Array, n: number, pivots: Int32Array, out: Float64Array): void {
  out.fill(0, 0, n * n);
  // The inverse of L is lower triangular: what stands beyond the diagonal is not worked out. Exchanges of rows then become ones of columns.
  for (let i = 0; i < n; i++) {
    out[i * n + i] = 1;
    subtractRows(lu, i * n, out, i * n, 0, i, n, i);
  }
  substituteBack(lu, n, out, n);
  for (let k = n - 1; k >= 0; k--) {
    const pivot = pivots[k] as number;
    if (pivot === k) continue;
    for (let row = 0; row < n * n; row += n) {
      const kept = out[row + pivot] as number;
      out[row + pivot] = out[row + k] as number;
      out[row + k] = kept;
    }
  }
}
