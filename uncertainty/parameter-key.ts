import type { ParameterKey } from './philox.ts';

const TWO_32 = 2 ** 32;
const utf8 = new TextEncoder();

/**
 * The stable 64-bit key of a parameter: FNV-1a of the UTF-8 bytes of its path.
 *
 * It depends on nothing but the path, so draws survive every reordering, addition and removal of
 * other parameters. FNV-1a mixes weakly, which is enough: Philox does the mixing.
 *
 * @param path the path of a lever, such as `die.defectDensity`
 * @source Fowler, Noll, Vo, Eastlake, "The FNV non-cryptographic hash algorithm"
 */
export function parameterKey(path: string): ParameterKey {
  let hi = 0xcbf29ce4;
  let lo = 0x84222325;
  for (const byte of utf8.encode(path)) {
    lo = (lo ^ byte) >>> 0;
    // times 2^40 + 0x1b3, modulo 2^64
    const product = lo * 0x1b3;
    hi = (Math.imul(hi, 0x1b3) + Math.floor(product / TWO_32) + (lo << 8)) >>> 0;
    lo = product >>> 0;
  }
  return [hi, lo];
}
