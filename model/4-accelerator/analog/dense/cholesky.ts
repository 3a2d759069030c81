import { regular } from './lu.ts';

/**
 * Factors a symmetric positive definite matrix, in place. Only the lower triangle is read or written.
 *
 * @equation A = L L^{\mathsf T}
 * @param a matrix, n x n, row by row; afterwards L on and below the diagonal
 * @param n its size
 * @returns `regular`, or the row at which the matrix showed that it is not positive definite
 * @unit 1
 * @source golub-van-loan-2013 section 4.2
 */
export function choleskyFactor(a: Float64Array, n: number): number {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = a[row + j] as number;
      for (let k = 0; k < j; k++) sum -= (a[row + k] as number) * (a[other + k] as number);
      if (j < i) {
        a[row + j] = sum / (a[other + j] as number);
      } else {
        if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) return i;
        a[row + i] = Math.sqrt(sum);
      }
    }
  }
  return regular;
}

/**
 * Solves with the factor of `choleskyFactor`.
 *
 * @equation L L^{\mathsf T} x = b
 * @param l the factor
 * @param n size
 * @param b right-hand side; afterwards the solution
 */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = b[i] as number;
    for (let j = 0; j < i; j++) sum -= (l[row + j] as number) * (b[j] as number);
    b[i] = sum / (l[row + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const value = (b[i] as number) / (l[row + i] as number);
    b[i] = value;
    for (let j = 0; j < i; j++) b[j] = (b[j] as number) - (l[row + j] as number) * value;
  }
}
