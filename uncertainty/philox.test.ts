import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterKey } from './parameter-key.ts';
import { eightUniforms, highWord, philox4x32, uniform } from './philox.ts';

const hex = (words: ArrayLike<number>): string => Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');

describe('philox4x32', () => {
  // "philox4x32 10" of tests/kat_vectors, Random123 1.14.0 (D. E. Shaw Research).
  it.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('gives the published block of counter %s and key %s', (counter, key, block) => {
    const words = (text: string): number[] => text.split(' ').map((word) => Number.parseInt(word, 16));
    expect(hex(philox4x32(words(counter), words(key)))).toBe(block);
  });

  it('agrees with 64-bit integer arithmetic', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.array(word, { minLength: 4, maxLength: 4 }), fc.array(word, { minLength: 2, maxLength: 2 }), (counter, key) => {
        const mask = 0xffffffffn;
        let [x0 = 0n, x1 = 0n, x2 = 0n, x3 = 0n] = counter.map(BigInt);
        let [k0 = 0n, k1 = 0n] = key.map(BigInt);
        for (let round = 0; round < 10; round++) {
          const a = 0xd2511f53n * x0;
          const b = 0xcd9e8d57n * x2;
          [x0, x1, x2, x3] = [(b >> 32n) ^ x1 ^ k0, b & mask, (a >> 32n) ^ x3 ^ k1, a & mask];
          k0 = (k0 + 0x9e3779b9n) & mask;
          k1 = (k1 + 0xbb67ae85n) & mask;
        }
        expect(Array.from(philox4x32(counter, key))).toEqual([x0, x1, x2, x3].map(Number));
      }),
    );
  });
});

describe('uniform', () => {
  it('is an odd multiple of 2^-53 inside the open interval', () => {
    const key = parameterKey('die.defectDensity');
    for (let i = 0; i < 10_000; i++) {
      const scaled = uniform(7, i, key) * 2 ** 53;
      expect(scaled % 2).toBe(1);
      expect(scaled).toBeLessThan(2 ** 53);
    }
  });

  it('uses all of a seed, a sample index and a key', () => {
    const key = parameterKey('a');
    const base = uniform(1, 2, key);
    const others = [
      uniform(1 + 2 ** 40, 2, key),
      uniform(1, 2 + 2 ** 40, key),
      uniform(1, 3, key),
      uniform(1, 2, [key[0] ^ 1, key[1]]),
      uniform(1, 2, [key[0], key[1] ^ 1]),
    ];
    expect(new Set([base, ...others]).size).toBe(6);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %s as seed or sample index', (bad) => {
    expect(() => uniform(bad, 0, [0, 0])).toThrow('seed must be an integer');
    expect(() => uniform(0, bad, [0, 0])).toThrow('sample index must be an integer');
  });
});

describe('eightUniforms', () => {
  const same = (seed: number, group: number, key: readonly [number, number]): void => {
    const eight = new Float64Array(10);
    eightUniforms(eight, 1, group, key[1], key[0], seed, highWord(seed));
    const one = Array.from({ length: 8 }, (_, k) => uniform(seed, 8 * group + k, key));
    expect(Array.from(eight)).toEqual([0, ...one, 0]);
  };

  it('is uniform eight times', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 2 ** 50 - 1 }), fc.tuple(word, word), same), { numRuns: 2000 });
  });

  it('is so where a product lies next to an integer for a double', () => {
    const two32 = 2n ** 32n;
    // Counters whose product with the multiplier ends in each of the last 1024 low words, found by the inverse.
    const inverse = (m: bigint): bigint => {
      let x = 1n;
      for (let i = 0; i < 6; i++) x = (x * (2n - m * x)) % two32;
      return ((x % two32) + two32) % two32;
    };
    const first = inverse(0xd2511f53n);
    const third = inverse(0xcd9e8d57n);
    for (const gap of [1n, 2n, 3n, 100n, 512n, 1000n, 1023n, 1024n, 1025n]) {
      same(3, Math.floor(Number(((two32 - gap) * first) % two32) / 4), [5, 6]);
      same(3, 11, [5, Number(((two32 - gap) * third) % two32)]);
    }
  });
});

describe('parameterKey', () => {
  // Test vectors of FNV-1a 64 published with the algorithm.
  it.each([
    ['', 'cbf29ce4 84222325'],
    ['a', 'af63dc4c 8601ec8c'],
    ['foobar', '85944171 f73967e8'],
  ])('is FNV-1a of "%s"', (text, key) => {
    expect(hex(parameterKey(text))).toBe(key);
  });

  it('hashes UTF-8', () => {
    const bytes = new TextEncoder().encode('功耗');
    let hash = 0xcbf29ce484222325n;
    for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    expect(parameterKey('功耗')).toEqual([Number(hash >> 32n), Number(hash & 0xffffffffn)]);
  });
});
