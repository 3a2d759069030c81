import { type ColumnReflection, reflectColumn } from './column-reflection.ts';

const mostSteps = 60;

/**
 * Finds every eigenvalue of a symmetric matrix: reduced to three diagonals by reflections, then by implicit QL steps.
 *
 * @equation A = V \Lambda V^{\mathsf T}
 * @param a symmetric matrix, n x n, row by row; destroyed
 * @param n its size
 * @param values where the eigenvalues go, rising
 * @returns whether all were found
 * @source golub-van-loan-2013 section 8.3
 */
export function symmetricEigenvalues(a: Float64Array, n: number, values: Float64Array): boolean {
  for (let i = 0; i < n * n; i++) {
    if (!Number.isFinite(a[i])) {
      values.fill(Number.NaN, 0, n);
      return false;
    }
  }
  const off = new Float64Array(n);
  tridiagonal(a, n, values, off);
  const found = implicitQl(values, off, n);
  if (found) values.subarray(0, n).sort();
  else values.fill(Number.NaN, 0, n);
  return found;
}

/** Leaves the diagonal in `d` and what stands beside it in `e`, e[i] between i and i + 1. */
function tridiagonal(a: Float64Array, n: number, d: Float64Array, e: Float64Array): void {
  const v = new Float64Array(n);
  const reflection: ColumnReflection = { vector: v, half: 0, image: 0 };
  const p = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    if (!reflectColumn(a, n, k, reflection)) {
      e[k] = a[(k + 1) * n + k] as number;
      continue;
    }
    const { half } = reflection;
    e[k] = reflection.image;
    let along = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += (a[i * n + j] as number) * (v[j] as number);
      p[i] = sum / half;
      along += (p[i] as number) * (v[i] as number);
    }
    const share = along / (2 * half);
    for (let i = k + 1; i < n; i++) p[i] = (p[i] as number) - share * (v[i] as number);
    for (let i = k + 1; i < n; i++) {
      const vi = v[i] as number;
      const pi = p[i] as number;
      for (let j = k + 1; j < n; j++) a[i * n + j] = (a[i * n + j] as number) - vi * (p[j] as number) - pi * (v[j] as number);
    }
  }
  for (let i = 0; i < n; i++) d[i] = a[i * n + i] as number;
}

function implicitQl(d: Float64Array, e: Float64Array, n: number): boolean {
  if (n > 0) e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let steps = 0; ; steps++) {
      let m = l;
      for (; m < n - 1; m++) {
        const size = Math.abs(d[m] as number) + Math.abs(d[m + 1] as number);
        if (Math.abs(e[m] as number) <= Number.EPSILON * size) break;
      }
      if (m === l) break;
      if (steps === mostSteps) return false;
      let g = ((d[l + 1] as number) - (d[l] as number)) / (2 * (e[l] as number));
      let r = Math.hypot(g, 1);
      g = (d[m] as number) - (d[l] as number) + (e[l] as number) / (g + (g >= 0 ? r : -r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * (e[i] as number);
        const b = c * (e[i] as number);
        r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] = (d[i + 1] as number) - p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = (d[i + 1] as number) - p;
        r = ((d[i] as number) - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
      }
      if (r === 0 && i >= l) continue;
      d[l] = (d[l] as number) - p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return true;
}
