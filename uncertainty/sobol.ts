import { openUnit, reversedBits, scrambledBits } from './scramble.ts';
import { SOBOL_DIMENSIONS, sobolVectors } from './sobol-numbers.ts';

let reversed: Int32Array | undefined;

/** The direction vectors with their first bit in the lowest place, as scrambling wants them. */
function reversedVectors(): Int32Array {
  reversed ??= sobolVectors().map(reversedBits);
  return reversed;
}

/**
 * Writes one coordinate of consecutive points of the Sobol sequence, scrambled after Owen.
 *
 * The points come in the order of the Gray code: every block of 2^k points from a multiple of 2^k on is the same set as in
 * the plain order. Point i is a pure function of dimension, key and i.
 *
 * @param out where they go
 * @param from number of the first point, from 0; up to 2^32
 * @param dimension from 0
 * @param key what decides the scrambling; one for each dimension
 * @throws when there is no such dimension
 */
export function sobolColumn(out: Float64Array, from: number, dimension: number, key: number): void {
  if (!(dimension >= 0 && dimension < SOBOL_DIMENSIONS))
    throw new RangeError(`Sobol points have ${SOBOL_DIMENSIONS} dimensions, not ${dimension + 1}`);
  const vectors = reversedVectors();
  const base = 32 * dimension;
  let x = 0;
  const gray = (from ^ (from >>> 1)) >>> 0;
  for (let k = 0; k < 32; k++) if (((gray >>> k) & 1) === 1) x ^= vectors[base + k] as number;
  const size = out.length;
  for (let i = 0; i < size; i++) {
    const bits = scrambledBits(x, key);
    out[i] = openUnit(bits, key);
    const next = from + i + 1;
    x ^= vectors[base + 31 - Math.clz32(next & -next)] as number;
  }
}
