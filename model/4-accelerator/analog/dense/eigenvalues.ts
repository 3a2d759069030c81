import { type ColumnReflection, reflectColumn } from './column-reflection.ts';

/** A step of the iteration that has not separated a value after this many is not going to. */
const mostSteps = 60;

/**
 * Finds every eigenvalue of a real square matrix: balanced, reduced to Hessenberg form by reflections, then by shifted
 * double QR steps.
 *
 * @equation \det(A - \lambda I) = 0
 * @param a matrix, n x n, row by row; destroyed
 * @param n its size
 * @param re where the real parts go
 * @param im where the imaginary parts go; pairs stand next to each other, the positive part first
 * @returns whether all were found; where not, or where the matrix holds what is no finite number, the rest are NaN
 * @source golub-van-loan-2013 sections 7.4 and 7.5
 */
export function eigenvalues(a: Float64Array, n: number, re: Float64Array, im: Float64Array): boolean {
  re.fill(Number.NaN, 0, n);
  im.fill(Number.NaN, 0, n);
  for (let i = 0; i < n * n; i++) if (!Number.isFinite(a[i])) return false;
  balance(a, n);
  hessenberg(a, n);
  return francis(a, n, re, im);
}

/** Scales rows and columns by powers of two until their sizes are alike: no eigenvalue changes, rounding errors shrink. */
function balance(a: Float64Array, n: number): void {
  let settled = false;
  while (!settled) {
    settled = true;
    for (let i = 0; i < n; i++) {
      let column = 0;
      let row = 0;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        column += Math.abs(a[j * n + i] as number);
        row += Math.abs(a[i * n + j] as number);
      }
      if (column === 0 || row === 0) continue;
      const before = column + row;
      let factor = 1;
      while (column < row / 2) {
        factor *= 2;
        column *= 4;
      }
      while (column >= row * 2) {
        factor /= 2;
        column /= 4;
      }
      if ((column + row) / factor >= 0.95 * before) continue;
      settled = false;
      for (let j = 0; j < n; j++) a[i * n + j] = (a[i * n + j] as number) / factor;
      for (let j = 0; j < n; j++) a[j * n + i] = (a[j * n + i] as number) * factor;
    }
  }
}

function hessenberg(a: Float64Array, n: number): void {
  const v = new Float64Array(n);
  const reflection: ColumnReflection = { vector: v, half: 0, image: 0 };
  const sums = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    if (!reflectColumn(a, n, k, reflection)) continue;
    const { half } = reflection;
    // From the left, on all columns at once, then from the right, row by row.
    sums.fill(0);
    for (let i = k + 1; i < n; i++) {
      const vi = v[i] as number;
      for (let j = k; j < n; j++) sums[j] = (sums[j] as number) + vi * (a[i * n + j] as number);
    }
    for (let i = k + 1; i < n; i++) {
      const vi = (v[i] as number) / half;
      for (let j = k; j < n; j++) a[i * n + j] = (a[i * n + j] as number) - vi * (sums[j] as number);
    }
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += (a[i * n + j] as number) * (v[j] as number);
      sum /= half;
      for (let j = k + 1; j < n; j++) a[i * n + j] = (a[i * n + j] as number) - sum * (v[j] as number);
    }
    a[(k + 1) * n + k] = reflection.image;
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0;
  }
}

/** Both eigenvalues of the 2 x 2 block that ends at row `last`. */
function pair(h: Float64Array, n: number, last: number, shift: number, re: Float64Array, im: Float64Array): void {
  const first = last - 1;
  const x = h[last * n + last] as number;
  const y = h[first * n + first] as number;
  const w = (h[last * n + first] as number) * (h[first * n + last] as number);
  const p = (y - x) / 2;
  const q = p * p + w;
  const z = Math.sqrt(Math.abs(q));
  if (q >= 0) {
    const far = p + (p >= 0 ? z : -z);
    re[first] = x + shift + far;
    re[last] = far === 0 ? x + shift : x + shift - w / far;
    im[first] = 0;
    im[last] = 0;
  } else {
    re[first] = x + shift + p;
    re[last] = x + shift + p;
    im[first] = z;
    im[last] = -z;
  }
}

/** Francis' implicit double-shift steps on a Hessenberg matrix, without vectors. */
function francis(h: Float64Array, n: number, re: Float64Array, im: Float64Array): boolean {
  let norm = 0;
  for (let i = 0; i < n; i++) for (let j = Math.max(0, i - 1); j < n; j++) norm += Math.abs(h[i * n + j] as number);
  let last = n - 1;
  let shift = 0;
  let steps = 0;
  while (last >= 0) {
    const low = split(h, n, last, norm);
    if (low === last) {
      re[last] = (h[last * n + last] as number) + shift;
      im[last] = 0;
      last -= 1;
      steps = 0;
      continue;
    }
    if (low === last - 1) {
      pair(h, n, last, shift, re, im);
      last -= 2;
      steps = 0;
      continue;
    }
    if (steps === mostSteps) return false;
    let x = h[last * n + last] as number;
    let y = h[(last - 1) * n + last - 1] as number;
    let w = (h[last * n + last - 1] as number) * (h[(last - 1) * n + last] as number);
    if (steps > 0 && steps % 10 === 0) {
      // A shift out of the ordinary breaks a cycle.
      shift += x;
      for (let i = 0; i <= last; i++) h[i * n + i] = (h[i * n + i] as number) - x;
      const s = Math.abs(h[last * n + last - 1] as number) + Math.abs(h[(last - 1) * n + last - 2] as number);
      x = 0.75 * s;
      y = x;
      w = -0.4375 * s * s;
    }
    steps += 1;
    sweep(h, n, low, last, x, y, w);
  }
  return true;
}

/** First row of the block that ends at `last` and is joined to nothing above it. */
function split(h: Float64Array, n: number, last: number, norm: number): number {
  let low = last;
  while (low > 0) {
    let size = Math.abs(h[(low - 1) * n + low - 1] as number) + Math.abs(h[low * n + low] as number);
    if (size === 0) size = norm;
    if (Math.abs(h[low * n + low - 1] as number) <= Number.EPSILON * size) {
      h[low * n + low - 1] = 0;
      break;
    }
    low -= 1;
  }
  return low;
}

function sweep(h: Float64Array, n: number, low: number, last: number, x: number, y: number, w: number): void {
  // Where two subdiagonal entries in a row are small, the step may begin there.
  let start = last - 2;
  let p = 0;
  let q = 0;
  let r = 0;
  for (; start >= low; start--) {
    const z = h[start * n + start] as number;
    const dx = x - z;
    const dy = y - z;
    p = (dx * dy - w) / (h[(start + 1) * n + start] as number) + (h[start * n + start + 1] as number);
    q = (h[(start + 1) * n + start + 1] as number) - z - dx - dy;
    r = h[(start + 2) * n + start + 1] as number;
    const size = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= size;
    q /= size;
    r /= size;
    if (start === low) break;
    const left = Math.abs(h[start * n + start - 1] as number) * (Math.abs(q) + Math.abs(r));
    const right =
      Math.abs(p) * (Math.abs(h[(start - 1) * n + start - 1] as number) + Math.abs(z) + Math.abs(h[(start + 1) * n + start + 1] as number));
    if (left <= Number.EPSILON * right) break;
  }
  for (let i = start + 2; i <= last; i++) {
    h[i * n + i - 2] = 0;
    if (i > start + 2) h[i * n + i - 3] = 0;
  }
  for (let k = start; k < last; k++) {
    const whole = k !== last - 1;
    let size = 0;
    if (k !== start) {
      p = h[k * n + k - 1] as number;
      q = h[(k + 1) * n + k - 1] as number;
      r = whole ? (h[(k + 2) * n + k - 1] as number) : 0;
      size = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (size === 0) continue;
      p /= size;
      q /= size;
      r /= size;
    }
    const norm = p < 0 ? -Math.sqrt(p * p + q * q + r * r) : Math.sqrt(p * p + q * q + r * r);
    if (norm === 0) continue;
    if (k !== start) h[k * n + k - 1] = -norm * size;
    else if (low !== start) h[k * n + k - 1] = -(h[k * n + k - 1] as number);
    p += norm;
    const fx = p / norm;
    const fy = q / norm;
    const fz = r / norm;
    q /= p;
    r /= p;
    const right = Math.min(last, k + 3);
    for (let j = k; j <= last; j++) {
      let sum = (h[k * n + j] as number) + q * (h[(k + 1) * n + j] as number);
      if (whole) {
        sum += r * (h[(k + 2) * n + j] as number);
        h[(k + 2) * n + j] = (h[(k + 2) * n + j] as number) - sum * fz;
      }
      h[(k + 1) * n + j] = (h[(k + 1) * n + j] as number) - sum * fy;
      h[k * n + j] = (h[k * n + j] as number) - sum * fx;
    }
    for (let i = low; i <= right; i++) {
      const row = i * n + k;
      let sum = fx * (h[row] as number) + fy * (h[row + 1] as number);
      if (whole) {
        sum += fz * (h[row + 2] as number);
        h[row + 2] = (h[row + 2] as number) - sum * r;
      }
      h[row + 1] = (h[row + 1] as number) - sum * q;
      h[row] = (h[row] as number) - sum;
    }
  }
}

/**
 * Size of the largest eigenvalue of a real square matrix.
 *
 * @equation \rho(A) = \max_i |\lambda_i|
 * @param a matrix, n x n, row by row; destroyed
 * @param n its size
 * @param re room for n numbers
 * @param im room for n numbers
 * @unit 1
 */
export function spectralRadius(a: Float64Array, n: number, re: Float64Array, im: Float64Array): number {
  if (!eigenvalues(a, n, re, im)) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.hypot(re[i] as number, im[i] as number));
  return largest;
}
