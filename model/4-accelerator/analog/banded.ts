/**
 * Factors a symmetric positive definite matrix whose entries all lie near the diagonal, in place. A row that nothing holds
 * (a pivot of zero, as of a node joined to nothing) is left out.
 *
 * @equation A = L L^{\mathsf T}, \quad a_{ij} = 0 \text{ for } |i - j| > w
 * @param band the lower band, row by row, w + 1 numbers each, the diagonal last; afterwards the band of L
 * @param n size
 * @param width w
 * @source golub-van-loan-2013 section 4.3
 */
export function bandedFactor(band: Float64Array, n: number, width: number): void {
  const stride = width + 1;
  for (let i = 0; i < n; i++) {
    const row = i * stride + width - i;
    const first = Math.max(0, i - width);
    for (let j = first; j < i; j++) {
      const other = j * stride + width - j;
      let sum = band[row + j] as number;
      for (let k = Math.max(first, j - width); k < j; k++) sum -= (band[row + k] as number) * (band[other + k] as number);
      const pivot = band[other + j] as number;
      band[row + j] = pivot > 0 ? sum / pivot : 0;
    }
    let rest = band[row + i] as number;
    for (let k = first; k < i; k++) rest -= (band[row + k] as number) ** 2;
    band[row + i] = rest > 0 ? Math.sqrt(rest) : 0;
  }
}

/**
 * Solves with the factor of `bandedFactor`.
 *
 * @equation L L^{\mathsf T} x = b
 * @param band band of L
 * @param n size
 * @param width w
 * @param x right-hand side; afterwards the solution
 */
export function bandedSolve(band: Float64Array, n: number, width: number, x: Float64Array): void {
  const stride = width + 1;
  for (let i = 0; i < n; i++) {
    const row = i * stride + width - i;
    let sum = x[i] as number;
    for (let k = Math.max(0, i - width); k < i; k++) sum -= (band[row + k] as number) * (x[k] as number);
    const pivot = band[row + i] as number;
    x[i] = pivot > 0 ? sum / pivot : 0;
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * stride + width - i;
    const pivot = band[row + i] as number;
    const value = pivot > 0 ? (x[i] as number) / pivot : 0;
    x[i] = value;
    for (let k = Math.max(0, i - width); k < i; k++) x[k] = (x[k] as number) - (band[row + k] as number) * value;
  }
}
