import { quantity } from '#quantity';
import { type SalvageYield, type SalvageYieldInput, salvageYield, soldAtRate } from './salvage-yield.ts';

/**
 * First components and eigenvalues of a symmetric tridiagonal matrix by the implicit QL method: nodes and normed weights
 * of the Gauss rule whose recurrence the matrix holds (Golub and Welsch).
 */
const gaussRule = (diagonal: Float64Array, beside: Float64Array): { readonly nodes: Float64Array; readonly weights: Float64Array } => {
  const n = diagonal.length;
  const first = new Float64Array(n);
  first[0] = 1;
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; sweep < 60; sweep++) {
      let m = l;
      for (; m < n - 1; m++) {
        const scale = Math.abs(diagonal[m] as number) + Math.abs(diagonal[m + 1] as number);
        if (Math.abs(beside[m] as number) <= Number.EPSILON * scale) break;
      }
      if (m === l) break;
      const gap = ((diagonal[l + 1] as number) - (diagonal[l] as number)) / (2 * (beside[l] as number));
      const root = Math.hypot(gap, 1);
      let g = (diagonal[m] as number) - (diagonal[l] as number) + (beside[l] as number) / (gap + (gap >= 0 ? root : -root));
      let [s, c, p] = [1, 1, 0];
      for (let i = m - 1; i >= l; i--) {
        const f = s * (beside[i] as number);
        const b = c * (beside[i] as number);
        const r = Math.hypot(f, g);
        beside[i + 1] = r;
        s = f / r;
        c = g / r;
        g = (diagonal[i + 1] as number) - p;
        const t = ((diagonal[i] as number) - g) * s + 2 * c * b;
        p = s * t;
        diagonal[i + 1] = g + p;
        g = c * t - b;
        const above = first[i + 1] as number;
        first[i + 1] = s * (first[i] as number) + c * above;
        first[i] = c * (first[i] as number) - s * above;
      }
      diagonal[l] = (diagonal[l] as number) - p;
      beside[l] = g;
      beside[m] = 0;
    }
  }
  return { nodes: diagonal, weights: first.map((component) => component * component) };
};

/** Nodes and weights of the generalised Gauss-Laguerre rule for the weight x^(alpha - 1) e^-x, the weights adding up to 1. */
const gaussLaguerre = (count: number, alpha: number): ReturnType<typeof gaussRule> => {
  const diagonal = Float64Array.from({ length: count }, (_, i) => 2 * i + alpha);
  const beside = Float64Array.from({ length: count }, (_, i) => Math.sqrt((i + 1) * (i + alpha)));
  beside[count - 1] = 0;
  return gaussRule(diagonal, beside);
};

export interface SalvageByQuadratureInput extends SalvageYieldInput {
  /** Nodes of the rule. */
  readonly nodes: number;
}

/**
 * Yield with salvage as a Gauss-Laguerre rule with a fixed number of nodes has it: exact for most dies, but off in the fifth digit
 * behind the point for a wafer-scale die, where next to no die is full. `salvageYield` has no such limit; this one is
 * for comparison with tables that were made so.
 *
 * @equation Y \approx \sum_i w_i \, e^{-\lambda_i A_u (1 - \rho)} \, P\left( \mathrm{Bin}(n, 1 - e^{-\lambda_i A_c}) \le k \right)
 * @param input area, defects, cores, how many may be bad, and what redundancy repairs
 */
export const salvageYieldByQuadrature = (input: SalvageByQuadratureInput): SalvageYield => {
  const { clustering: alpha } = input;
  if (alpha === Number.POSITIVE_INFINITY) return salvageYield(input);
  const { nodes, weights } = gaussLaguerre(input.nodes, alpha);
  let [full, sold, ceiling] = [0, 0, 0];
  nodes.forEach((node, i) => {
    const at = soldAtRate(input, node / alpha);
    const weight = weights[i] as number;
    full += weight * at.full;
    sold += weight * at.sold;
    ceiling += weight * at.ceiling;
  });
  return {
    full: quantity(full, '1'),
    sold: quantity(sold, '1'),
    ceiling: quantity(ceiling, '1'),
    binding: 1 - ceiling >= ceiling - sold ? 'uncore' : 'cores',
  };
};
