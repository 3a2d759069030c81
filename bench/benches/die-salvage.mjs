import { salvageYield, salvageYieldByQuadrature } from '../../dist/model/2-die/index.js';

// Yield of a die like the H100 of whose 144 cores 12 may be bad. The baseline is a Gauss-Laguerre rule with 96 nodes, computed anew
// for each clustering as a sampled one demands.
const die = { area: 814, coreShare: 0.55, cores: 144, maxBad: 12, repairable: 0.7 };
const count = 200;
const drawn = (repetition, i) => ({
  ...die,
  defectDensity: 0.05 + ((repetition * count + i) % 997) * 3e-4,
  clustering: 1 + ((repetition + i) % 89) * 0.05,
});
const sums = new Map();
const summing = (name, of) => (repetition) => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += of(drawn(repetition, i));
  sums.set(`${name} ${repetition}`, sum);
  return count;
};

export const name = 'Salvage of a die of 144 cores';
export const unit = 'yields';
export const baseline = 'Gauss-Laguerre, 96 nodes';
export const run = {
  'Gauss-Laguerre, 96 nodes': summing('rule', (input) => salvageYieldByQuadrature({ ...input, nodes: 96 }).sold),
  'salvageYield, exact': summing('exact', (input) => salvageYield(input).sold),
};
export const verify = () => {
  for (const [key, sum] of sums) {
    const other = sums.get(key.replace('rule', 'exact'));
    if (key.startsWith('rule') && Math.abs(sum - other) > 1e-8) throw new Error(`${sum} against ${other}`);
  }
};
