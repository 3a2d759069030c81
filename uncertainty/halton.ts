import { mix, openUnit } from './scramble.ts';

/** The greatest double below 1. */
const LARGEST = 1 - 2 ** -53;

/** How many dimensions there are: one for each of the first primes. */
export const HALTON_DIMENSIONS = 337;

let primes: Int32Array | undefined;

function firstPrimes(): Int32Array {
  if (primes !== undefined) return primes;
  primes = new Int32Array(HALTON_DIMENSIONS);
  let found = 0;
  for (let candidate = 2; found < HALTON_DIMENSIONS; candidate++) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor > 0) divisor++;
    if (divisor * divisor > candidate) primes[found++] = candidate;
  }
  return primes;
}

/** Digits are permuted down to cells of this width; no two of so many points share one, and within it a point is uniform. */
const FINEST = 2 ** -32;

/**
 * Writes one coordinate of consecutive points of the Halton sequence, scrambled digit by digit.
 *
 * The permutation of a digit is affine, a d + c modulo the base, with a and c by hash of the digits before it and the key. Over such
 * permutations two different digits go to any two different digits equally often, which is all that the variance of Owen's scrambling
 * rests on; in base 2 the two are the same.
 *
 * @param out where they go
 * @param from number of the first point, from 0
 * @param dimension from 0
 * @param key what decides the scrambling; one for each dimension
 * @throws when there is no such dimension
 * @source Halton, Numerische Mathematik 2 (1960); Matousek, "On the L2-discrepancy for anchored boxes", J. Complexity 14 (1998)
 */
export function haltonColumn(out: Float64Array, from: number, dimension: number, key: number): void {
  const base = firstPrimes()[dimension];
  if (base === undefined) throw new RangeError(`Halton points have ${HALTON_DIMENSIONS} dimensions, not ${dimension + 1}`);
  for (let i = 0; i < out.length; i++) {
    let rest = from + i;
    let cell = 1;
    let u = 0;
    let path = key;
    while (cell > FINEST) {
      const whole = Math.floor(rest / base);
      const digit = rest - whole * base;
      const factor = 1 + (mix(path, 0x51ed270b) % (base - 1));
      const shift = mix(path, 0x2545f491) % base;
      cell /= base;
      u += ((factor * digit + shift) % base) * cell;
      path = mix(path, digit + 1);
      rest = whole;
    }
    // Rounding may carry the last cell to 1, which is no probability.
    out[i] = Math.min(LARGEST, u + cell * openUnit(path, key));
  }
}
