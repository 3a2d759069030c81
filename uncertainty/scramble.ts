const TWO_MINUS_32 = 2 ** -32;
const TWO_MINUS_53 = 2 ** -53;

/**
 * Mixes two words into one: every bit of the result depends on all of both.
 *
 * @param a a word
 * @param b another
 * @returns an unsigned word
 */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ (b >>> 15), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Turns the first bit of a word into its last. */
export function reversedBits(word: number): number {
  let x = word;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return (x >>> 16) | (x << 16);
}

/**
 * Scrambles a base 2 coordinate after Owen: whether a bit is flipped is a hash of the bits before it and the key, so that
 * every dyadic interval keeps its share of the points while each point by itself is uniform.
 *
 * The steps are products and sums of words, which carry a change of a bit upwards only: on the reversed word each bit sees just
 * those before it.
 *
 * @param reversed the coordinate, its first bit in the lowest place
 * @param key what decides the flips
 * @returns the scrambled coordinate, its first bit in the highest place
 * @source Laine and Karras, "Stratified sampling for stochastic transparency", CGF 30 (2011); Burley, "Practical hash-based Owen
 *   scrambling", JCGT 9 (2020)
 */
export function scrambledBits(reversed: number, key: number): number {
  let x = reversed + key;
  x ^= Math.imul(x, 0x3d20adea);
  x = (x + (key >>> 7)) | 0;
  x = Math.imul(x, (key >>> 16) | 1);
  x ^= Math.imul(x, 0x05526c56);
  x ^= Math.imul(x, 0x53a22864);
  return reversedBits(x);
}

/**
 * A double of the open interval (0, 1) from the first 32 bits of a coordinate, the later ones by hash: as if scrambling had gone on.
 *
 * @param bits the first bits
 * @param key what decides the others
 */
export function openUnit(bits: number, key: number): number {
  // 20 further bits and a last 1: an odd multiple of 2^-53.
  const rest = mix(bits, key) >>> 12;
  return (bits >>> 0) * TWO_MINUS_32 + (2 * rest + 1) * TWO_MINUS_53;
}
