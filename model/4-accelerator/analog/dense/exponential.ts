import { oneNorm } from './condition.ts';
import { luFactor, luSolveMany, regular } from './lu.ts';
import { multiply } from './multiply.ts';

/** Coefficients of the [13/13] Pade approximant of the exponential. */
const pade = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640,
  1323241920, 40840800, 960960, 16380, 182, 1,
] as const;
/** One-norm up to which it is exact to the rounding of doubles. */
const reach = 5.371920351148152;

/**
 * Exponential of a square matrix by scaling, a Pade approximant and squaring.
 *
 * @equation E = e^{A}
 * @param a matrix, n x n, row by row
 * @param n its size
 * @returns the exponential; entries that outgrow doubles are infinite or NaN
 * @source higham-2005 algorithm 2.3
 */
export function exponential(a: Float64Array, n: number): Float64Array {
  const norm = oneNorm(a, n);
  if (!Number.isFinite(norm)) return new Float64Array(n * n).fill(Number.NaN);
  const squarings = norm > reach ? Math.ceil(Math.log2(norm / reach)) : 0;
  const scale = 2 ** -squarings;
  const scaled = a.map((value) => value * scale);
  const size = n * n;
  const [a2, a4, a6, u, v, w] = Array.from({ length: 6 }, () => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  multiply(scaled, scaled, a2, n, n, n);
  multiply(a2, a2, a4, n, n, n);
  multiply(a4, a2, a6, n, n, n);
  const combine = (out: Float64Array, c6: number, c4: number, c2: number): void => {
    for (let i = 0; i < size; i++) out[i] = c6 * (a6[i] as number) + c4 * (a4[i] as number) + c2 * (a2[i] as number);
  };
  const add = (out: Float64Array, c6: number, c4: number, c2: number, c0: number): void => {
    for (let i = 0; i < size; i++) {
      out[i] = (out[i] as number) + c6 * (a6[i] as number) + c4 * (a4[i] as number) + c2 * (a2[i] as number);
    }
    for (let i = 0; i < n; i++) out[i * n + i] = (out[i * n + i] as number) + c0;
  };
  combine(w, pade[13], pade[11], pade[9]);
  multiply(a6, w, v, n, n, n);
  add(v, pade[7], pade[5], pade[3], pade[1]);
  multiply(scaled, v, u, n, n, n);
  combine(w, pade[12], pade[10], pade[8]);
  multiply(a6, w, v, n, n, n);
  add(v, pade[6], pade[4], pade[2], pade[0]);
  for (let i = 0; i < size; i++) {
    const odd = u[i] as number;
    const even = v[i] as number;
    w[i] = even - odd;
    u[i] = even + odd;
  }
  const pivots = new Int32Array(n);
  if (luFactor(w, n, pivots) !== regular) return new Float64Array(size).fill(Number.NaN);
  luSolveMany(w, n, pivots, u, n);
  let current = u;
  let other = v;
  for (let k = 0; k < squarings; k++) {
    multiply(current, current, other, n, n, n);
    [current, other] = [other, current];
  }
  return current;
}
