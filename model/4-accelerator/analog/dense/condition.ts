import { luSolve, luSolveTransposed } from './lu.ts';

/**
 * Greatest column sum of a matrix.
 *
 * @equation \lVert A \rVert_1 = \max_j \sum_i |a_{ij}|
 * @param a matrix, n x n, row by row
 * @param n its size
 * @unit 1
 */
export function oneNorm(a: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(a[i * n + j] as number);
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}

/** Steps after which Hager's walk over the corners has always ended in practice. */
const mostSteps = 5;

/**
 * Estimates the condition number of a factored matrix; nearly always within a factor of three, never above the truth.
 *
 * @equation \kappa_1 = \lVert A \rVert_1 \lVert A^{-1} \rVert_1
 * @param norm `oneNorm` of the matrix
 * @param lu its factors
 * @param n its size
 * @param pivots its row exchanges
 * @unit 1
 * @source higham-1988 algorithm 4.1
 */
export function conditionEstimate(norm: number, lu: Float64Array, n: number, pivots: Int32Array): number {
  if (n === 0) return 0;
  const x = new Float64Array(n).fill(1 / n);
  const signs = new Float64Array(n);
  let estimate = 0;
  let corner = -1;
  for (let step = 0; step < mostSteps; step++) {
    luSolve(lu, n, pivots, x);
    const size = x.reduce((sum, value) => sum + Math.abs(value), 0);
    if (step > 0 && size <= estimate) break;
    estimate = size;
    for (let i = 0; i < n; i++) signs[i] = (x[i] as number) >= 0 ? 1 : -1;
    luSolveTransposed(lu, n, pivots, signs);
    let next = 0;
    for (let i = 1; i < n; i++) if (Math.abs(signs[i] as number) > Math.abs(signs[next] as number)) next = i;
    if (next === corner) break;
    corner = next;
    x.fill(0);
    x[next] = 1;
  }
  // A vector of alternating signs catches the matrices that mislead the walk.
  for (let i = 0; i < n; i++) x[i] = (i % 2 === 0 ? 1 : -1) * (1 + (n > 1 ? i / (n - 1) : 0));
  luSolve(lu, n, pivots, x);
  const alternating = (2 * x.reduce((sum, value) => sum + Math.abs(value), 0)) / (3 * n);
  return norm * Math.max(estimate, alternating);
}
