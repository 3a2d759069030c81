/** A 64-bit parameter key as two unsigned 32-bit words, high word first. */
export type ParameterKey = readonly [hi: number, lo: number];

const TWO_32 = 2 ** 32;
const TWO_26 = 2 ** 26;
const TWO_MINUS_52 = 2 ** -52;

/** The multipliers, and what turns a word into the high word of its product with them. */
const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const HIGH0 = M0 / TWO_32;
const HIGH1 = M1 / TWO_32;

/** What the key words grow by from round to round. */
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** A low word from here on stands within the rounding of a double of the next high word. */
const UNSAFE = TWO_32 - 1024;

/**
 * Replaces a counter of four words by its block of Philox4x32-10, in integers throughout.
 *
 * @param words the counter
 * @param k0 key word 0
 * @param k1 key word 1
 */
function philoxBlock(words: Int32Array, k0: number, k1: number): void {
  let x0 = words[0] as number;
  let x1 = words[1] as number;
  let x2 = words[2] as number;
  let x3 = words[3] as number;
  let key0 = k0 | 0;
  let key1 = k1 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(x0, M0);
    const high1 = highProduct(x2, M1);
    const low0 = Math.imul(x0, M0);
    const low1 = Math.imul(x2, M1);
    x0 = high1 ^ x1 ^ key0;
    x1 = low1;
    x2 = high0 ^ x3 ^ key1;
    x3 = low0;
    key0 = (key0 + W0) | 0;
    key1 = (key1 + W1) | 0;
  }
  words[0] = x0;
  words[1] = x1;
  words[2] = x2;
  words[3] = x3;
}

/** The upper 32 bits of the product of two words, put together from 16-bit halves. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) >>> 0) + (Math.imul(aLow, bLow) >>> 16);
  const cross = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + Math.floor(middle / 65536) + (cross >>> 16)) | 0;
}

/**
 * Writes the uniform draws of one parameter in eight samples: `uniform` eight times, in a sixth of the time.
 *
 * A block is one long chain of dependent steps, so a processor works on four of them almost as fast as on one. The
 * high word of a product is read off the product as a double. That rounds up to the next integer only when the low
 * word is among its last 1024 values; four blocks with such a word, one group in 50,000, are done over in integers.
 *
 * @param out where the draws go
 * @param at index of the first
 * @param group the samples are 8 group .. 8 group + 7
 * @param keyLow low word of the parameter key
 * @param keyHigh high word of the parameter key
 * @param seedLow low word of the seed
 * @param seedHigh high word of the seed
 */
export function eightUniforms(
  out: Float64Array,
  at: number,
  group: number,
  keyLow: number,
  keyHigh: number,
  seedLow: number,
  seedHigh: number,
): void {
  const high = highWord(4 * group) | 0;
  let a0 = (4 * group) | 0;
  let a1 = high;
  let a2 = keyLow | 0;
  let a3 = keyHigh | 0;
  let b0 = (a0 + 1) | 0;
  let b1 = a1;
  let b2 = a2;
  let b3 = a3;
  let c0 = (a0 + 2) | 0;
  let c1 = a1;
  let c2 = a2;
  let c3 = a3;
  let d0 = (a0 + 3) | 0;
  let d1 = a1;
  let d2 = a2;
  let d3 = a3;
  let key0 = seedLow | 0;
  let key1 = seedHigh | 0;
  let unsafe = false;
  for (let round = 0; round < 10; round++) {
    const lowA0 = Math.imul(a0, M0);
    const lowA1 = Math.imul(a2, M1);
    if (lowA0 >>> 0 >= UNSAFE || lowA1 >>> 0 >= UNSAFE) {
      unsafe = true;
      break;
    }
    const highA = ((a0 >>> 0) * HIGH0) | 0;
    a0 = (((a2 >>> 0) * HIGH1) | 0) ^ a1 ^ key0;
    a1 = lowA1;
    a2 = highA ^ a3 ^ key1;
    a3 = lowA0;
    const lowB0 = Math.imul(b0, M0);
    const lowB1 = Math.imul(b2, M1);
    if (lowB0 >>> 0 >= UNSAFE || lowB1 >>> 0 >= UNSAFE) {
      unsafe = true;
      break;
    }
    const highB = ((b0 >>> 0) * HIGH0) | 0;
    b0 = (((b2 >>> 0) * HIGH1) | 0) ^ b1 ^ key0;
    b1 = lowB1;
    b2 = highB ^ b3 ^ key1;
    b3 = lowB0;
    const lowC0 = Math.imul(c0, M0);
    const lowC1 = Math.imul(c2, M1);
    if (lowC0 >>> 0 >= UNSAFE || lowC1 >>> 0 >= UNSAFE) {
      unsafe = true;
      break;
    }
    const highC = ((c0 >>> 0) * HIGH0) | 0;
    c0 = (((c2 >>> 0) * HIGH1) | 0) ^ c1 ^ key0;
    c1 = lowC1;
    c2 = highC ^ c3 ^ key1;
    c3 = lowC0;
    const lowD0 = Math.imul(d0, M0);
    const lowD1 = Math.imul(d2, M1);
    if (lowD0 >>> 0 >= UNSAFE || lowD1 >>> 0 >= UNSAFE) {
      unsafe = true;
      break;
    }
    const highD = ((d0 >>> 0) * HIGH0) | 0;
    d0 = (((d2 >>> 0) * HIGH1) | 0) ^ d1 ^ key0;
    d1 = lowD1;
    d2 = highD ^ d3 ^ key1;
    d3 = lowD0;
    key0 = (key0 + W0) | 0;
    key1 = (key1 + W1) | 0;
  }
  if (unsafe) {
    for (let k = 0; k < 8; k++) out[at + k] = draw(8 * group + k, keyLow, keyHigh, seedLow, seedHigh);
    return;
  }
  out[at] = unitInterval(a0, a1);
  out[at + 1] = unitInterval(a2, a3);
  out[at + 2] = unitInterval(b0, b1);
  out[at + 3] = unitInterval(b2, b3);
  out[at + 4] = unitInterval(c0, c1);
  out[at + 5] = unitInterval(c2, c3);
  out[at + 6] = unitInterval(d0, d1);
  out[at + 7] = unitInterval(d2, d3);
}

/**
 * One block of the Philox4x32-10 counter-based generator.
 *
 * @param counter four unsigned 32-bit words, word 0 first
 * @param key two unsigned 32-bit words
 * @source Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11
 */
export function philox4x32(counter: ArrayLike<number>, key: ArrayLike<number>): Uint32Array {
  const words = new Int32Array(4);
  for (let i = 0; i < 4; i++) words[i] = counter[i] ?? 0;
  philoxBlock(words, key[0] ?? 0, key[1] ?? 0);
  return new Uint32Array(words.buffer);
}

/**
 * Turns two random words into a double of the open interval (0, 1).
 *
 * The result is an odd multiple of 2^-53 (52 random bits and a last 1): all are exact doubles, neither
 * 0 nor 1 occurs, and u and 1 - u are equally likely.
 *
 * @param high the word that gives the leading 26 bits
 * @param low the word that gives the next 26 bits
 */
export function unitInterval(high: number, low: number): number {
  return ((high >>> 6) * TWO_26 + (low >>> 6) + 0.5) * TWO_MINUS_52;
}

/**
 * The upper 32-bit word of an integer up to 2^53; the lower one is `value >>> 0`.
 *
 * @param value a seed or a block number
 */
export function highWord(value: number): number {
  return Math.floor(value / TWO_32);
}

/**
 * Refuses what is not a seed or sample index.
 *
 * @param value what was given
 * @param name what to call it in the message
 * @throws when it is not an integer from 0 to 2^53 - 1
 */
export function demandIndex(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be an integer from 0 to 2^53 - 1, not ${value}`);
}

/**
 * The uniform draw of one parameter in one sample, a pure function of its three arguments.
 *
 * Samples 2i and 2i + 1 are the two halves of the block with counter (i, key); the seed is the Philox key.
 *
 * @param seed an integer from 0 to 2^53 - 1
 * @param sampleIndex an integer from 0 to 2^53 - 1
 * @param key the key of the parameter, from `parameterKey`
 * @throws when seed or sample index is out of range
 */
export function uniform(seed: number, sampleIndex: number, key: ParameterKey): number {
  demandIndex(seed, 'seed');
  demandIndex(sampleIndex, 'sample index');
  return draw(sampleIndex, key[1], key[0], seed, highWord(seed));
}

const scratch = new Int32Array(4);

function draw(sampleIndex: number, keyLow: number, keyHigh: number, seedLow: number, seedHigh: number): number {
  const block = Math.floor(sampleIndex / 2);
  scratch[0] = block;
  scratch[1] = highWord(block);
  scratch[2] = keyLow;
  scratch[3] = keyHigh;
  philoxBlock(scratch, seedLow, seedHigh);
  const half = sampleIndex % 2 === 0 ? 0 : 2;
  return unitInterval(scratch[half] as number, scratch[half + 1] as number);
}
