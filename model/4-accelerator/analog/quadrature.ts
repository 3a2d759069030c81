/** Neighbouring levels differ in one bit. */
const gray = (level: number): number => level ^ (level >> 1);

const ones = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + ones(bits >> 1));

/** Root of the power of a symbol in units of half the distance of levels: with it, symbols have power one. */
const scaleOf = (levels: number): number => Math.sqrt((2 * (levels * levels - 1)) / 3);

/**
 * Amplitude of a level of one real dimension of quadrature amplitude modulation whose symbols have power one.
 *
 * @equation a = (2 \ell - L + 1) / \sqrt{2 (L^2 - 1) / 3}
 * @param level from 0
 * @param levels levels of a dimension: the root of the size of the constellation
 * @unit 1
 */
export const amplitudeOf = (level: number, levels: number): number => (2 * level - (levels - 1)) / scaleOf(levels);

/**
 * Bits that a receiver gets wrong when it takes the nearest level of each estimate; levels are Gray coded.
 *
 * @equation \sum_i \mathrm{popcount}(\gamma(\hat \ell_i) \oplus \gamma(\ell_i))
 * @param estimate real dimensions
 * @param sent levels that were sent
 * @param levels levels of a dimension
 * @unit bit
 */
export function wrongBits(estimate: Float64Array, sent: Int8Array, levels: number): number {
  let wrong = 0;
  const scale = scaleOf(levels);
  for (let i = 0; i < sent.length; i++) {
    const level = Math.round(((estimate[i] as number) * scale + levels - 1) / 2);
    const taken = Number.isFinite(level) ? Math.max(0, Math.min(levels - 1, level)) : 0;
    wrong += ones(gray(taken) ^ gray(sent[i] as number));
  }
  return wrong;
}
