import { spectralRadius } from './dense/eigenvalues.ts';
import { multiplyVector } from './dense/multiply.ts';
import { norm } from './refinement.ts';
import { sumOf } from './sliced-product.ts';

/** Rows up to which all eigenvalues are worked out; beyond, the leading ones in a Krylov space of as many directions. */
const directions = 32;

/**
 * Spectral radius of refinement with a coarse inverse: below one it converges, each cycle shrinking the error by this in
 * the long run. Exact for small matrices, the largest Ritz value beyond.
 *
 * @equation \rho(1 - M A)
 * @param matrix the matrix, row by row
 * @param inverse the coarse inverse, row by row
 * @param size rows
 * @unit 1
 */
export function contraction(matrix: Float64Array, inverse: Float64Array, size: number): number {
  const n = size;
  const image = new Float64Array(n);
  /** Applies 1 - MA. */
  const apply = (v: Float64Array, out: Float64Array): void => {
    multiplyVector(matrix, v, image, n, n);
    multiplyVector(inverse, image, out, n, n);
    for (let i = 0; i < n; i++) out[i] = (v[i] as number) - (out[i] as number);
  };
  const m = Math.min(n, directions);
  const basis: Float64Array[] = [];
  const v = new Float64Array(n);
  // Any start with a part in every direction: golden-ratio steps never repeat.
  for (let i = 0; i < n; i++) v[i] = (((i + 1) * 0.6180339887498949) % 1) - 0.5;
  let length = norm(v);
  const h = new Float64Array(m * m);
  let k = 0;
  for (; k < m; k++) {
    if (!(length > 0)) break;
    basis.push(v.map((value) => value / length));
    apply(basis[k] as Float64Array, v);
    // Twice: rounding would leave the basis skew.
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i <= k; i++) {
        const q = basis[i] as Float64Array;
        const dot = sumOf(q, 0, v, 0, n);
        for (let j = 0; j < n; j++) v[j] = (v[j] as number) - dot * (q[j] as number);
        h[i * m + k] = (h[i * m + k] as number) + dot;
      }
    }
    length = norm(v);
    if (k + 1 < m) h[(k + 1) * m + k] = length;
    if (length < 1e-14) {
      k += 1;
      break;
    }
  }
  if (k < m) {
    // The space closed early: its own block holds every eigenvalue that the start can see.
    const small = new Float64Array(k * k);
    for (let i = 0; i < k; i++) small.set(h.subarray(i * m, i * m + k), i * k);
    return spectralRadius(small, k, new Float64Array(k), new Float64Array(k));
  }
  return spectralRadius(h, m, new Float64Array(m), new Float64Array(m));
}
