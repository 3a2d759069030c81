/**
 * Product of two matrices.
 *
 * @equation C = A B
 * @param a left factor, m x k, row by row
 * @param b right factor, k x n
 * @param c where the product goes, m x n; neither factor
 * @param m rows of the left factor
 * @param k columns of the left factor
 * @param n columns of the right factor
 */
export function multiply(a: Float64Array, b: Float64Array, c: Float64Array, m: number, k: number, n: number): void {
  c.fill(0, 0, m * n);
  // Four rows of the right factor at a time: each entry of the product is then read and written a quarter as often.
  const whole = k - (k % 4);
  // And two rows of the left factor, so that each row of the right one is read half as often.
  const pairs = m - (m % 2);
  for (let i = 0; i < pairs; i += 2) {
    const row = i * n;
    const next = row + n;
    const left = i * k;
    const below = left + k;
    for (let p = 0; p < whole; p += 4) {
      const f0 = a[left + p] as number;
      const f1 = a[left + p + 1] as number;
      const f2 = a[left + p + 2] as number;
      const f3 = a[left + p + 3] as number;
      const g0 = a[below + p] as number;
      const g1 = a[below + p + 1] as number;
      const g2 = a[below + p + 2] as number;
      const g3 = a[below + p + 3] as number;
      const r0 = p * n;
      const r1 = r0 + n;
      const r2 = r1 + n;
      const r3 = r2 + n;
      for (let j = 0; j < n; j++) {
        const b0 = b[r0 + j] as number;
        const b1 = b[r1 + j] as number;
        const b2 = b[r2 + j] as number;
        const b3 = b[r3 + j] as number;
        c[row + j] = (c[row + j] as number) + (f0 * b0 + f1 * b1 + (f2 * b2 + f3 * b3));
        c[next + j] = (c[next + j] as number) + (g0 * b0 + g1 * b1 + (g2 * b2 + g3 * b3));
      }
    }
    for (let p = whole; p < k; p++) {
      const f = a[left + p] as number;
      const g = a[below + p] as number;
      const from = p * n;
      for (let j = 0; j < n; j++) {
        const value = b[from + j] as number;
        c[row + j] = (c[row + j] as number) + f * value;
        c[next + j] = (c[next + j] as number) + g * value;
      }
    }
  }
  for (let i = pairs; i < m; i++) {
    const row = i * n;
    const left = i * k;
    for (let p = 0; p < whole; p += 4) {
      const f0 = a[left + p] as number;
      const f1 = a[left + p + 1] as number;
      const f2 = a[left + p + 2] as number;
      const f3 = a[left + p + 3] as number;
      const r0 = p * n;
      const r1 = r0 + n;
      const r2 = r1 + n;
      const r3 = r2 + n;
      for (let j = 0; j < n; j++) {
        c[row + j] =
          (c[row + j] as number) +
          (f0 * (b[r0 + j] as number) + f1 * (b[r1 + j] as number) + (f2 * (b[r2 + j] as number) + f3 * (b[r3 + j] as number)));
      }
    }
    for (let p = whole; p < k; p++) {
      const factor = a[left + p] as number;
      const from = p * n;
      for (let j = 0; j < n; j++) c[row + j] = (c[row + j] as number) + factor * (b[from + j] as number);
    }
  }
}

/**
 * Product of a matrix and a vector.
 *
 * @equation y = A x
 * @param a matrix, m x n, row by row
 * @param x vector of n
 * @param y where the product goes, m numbers; not x
 * @param m rows
 * @param n columns
 */
export function multiplyVector(a: Float64Array, x: Float64Array, y: Float64Array, m: number, n: number): void {
  // Four rows at a time: sums that do not wait for each other, and the vector is read a quarter as often.
  let i = 0;
  for (; i + 3 < m; i += 4) {
    const r0 = i * n;
    const r1 = r0 + n;
    const r2 = r1 + n;
    const r3 = r2 + n;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < n; j++) {
      const v = x[j] as number;
      s0 += (a[r0 + j] as number) * v;
      s1 += (a[r1 + j] as number) * v;
      s2 += (a[r2 + j] as number) * v;
      s3 += (a[r3 + j] as number) * v;
    }
    y[i] = s0;
    y[i + 1] = s1;
    y[i + 2] = s2;
    y[i + 3] = s3;
  }
  for (; i < m; i++) {
    const row = i * n;
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (a[row + j] as number) * (x[j] as number);
    y[i] = sum;
  }
}

/**
 * Product of the transpose of a matrix and a vector.
 *
 * @equation y = A^{\mathsf T} x
 * @param a matrix, m x n, row by row
 * @param x vector of m
 * @param y where the product goes, n numbers; not x
 * @param m rows
 * @param n columns
 */
export function multiplyTransposed(a: Float64Array, x: Float64Array, y: Float64Array, m: number, n: number): void {
  y.fill(0, 0, n);
  for (let i = 0; i < m; i++) {
    const factor = x[i] as number;
    if (factor === 0) continue;
    const row = i * n;
    for (let j = 0; j < n; j++) y[j] = (y[j] as number) + factor * (a[row + j] as number);
  }
}
