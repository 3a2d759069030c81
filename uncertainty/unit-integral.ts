/**
 * The integral over (0, 1) of a function that may be singular at both ends.
 *
 * Tanh-sinh (double exponential) quadrature; the function is given the distances from both ends, each with
 * full relative accuracy.
 *
 * @param f a function of p and 1 - p
 * @source Takahasi and Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9 (1974)
 */
export function unitIntegral(f: (p: number, q: number) => number): number {
  const step = 1 / 16;
  const reach = 96;
  let sum = 0;
  for (let k = -reach; k <= reach; k++) {
    const t = k * step;
    const stretch = Math.PI * Math.sinh(t);
    const p = 1 / (1 + Math.exp(-stretch));
    const q = 1 / (1 + Math.exp(stretch));
    const weight = Math.PI * Math.cosh(t) * p * q;
    // Far out the weight beats any integrable singularity; there the function may no longer be finite.
    if (weight > 1e-250) sum += weight * f(p, q);
  }
  return sum * step;
}
