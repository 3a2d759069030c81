import { describe, expect, it } from 'vitest';
import { type BatchGroup, balanceBatches } from './balance-batches.ts';

const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** The least greatest time of all ways to share a batch out. */
const leastOf = (groups: readonly BatchGroup[], batch: number, index = 0): number => {
  const { unit, replicas, seconds } = groups[index]!;
  const time = (own: number): number => (own === 0 ? 0 : seconds(Math.ceil(own / (unit * replicas))));
  if (index === groups.length - 1) return batch % unit === 0 ? time(batch) : Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let own = 0; own <= batch; own += unit) least = Math.min(least, Math.max(time(own), leastOf(groups, batch - own, index + 1)));
  return least;
};

describe('balanceBatches', () => {
  it('is never beaten by any share, for units that do not divide one another too', () => {
    const next = numbers(11);
    let without = 0;
    for (let round = 0; round < 300; round++) {
      const groups = Array.from({ length: 1 + Math.floor(next() * 3) }, (): BatchGroup => {
        const [first, each, bend] = [next(), 0.1 + next(), next()];
        return {
          replicas: 1 + Math.floor(next() * 4),
          unit: 1 + Math.floor(next() * 6),
          seconds: (units) => first + each * units + Math.max(0, bend * (units - 3)),
        };
      });
      const batch = 1 + Math.floor(next() * 60);
      const found = balanceBatches({ groups, batch });
      const least = leastOf(groups, batch);
      if (!found.feasible) {
        expect(least).toBe(Number.POSITIVE_INFINITY);
        without += 1;
        continue;
      }
      expect(found.time).toBe(least);
      expect(found.sequences.reduce((sum, own) => sum + own, 0)).toBe(batch);
      for (const [group, own] of found.sequences.entries()) expect(own % groups[group]!.unit).toBe(0);
    }
    expect(without).toBeGreaterThan(0);
    expect(without).toBeLessThan(200);
  });

  it('halves a batch between equal groups and leaves one idle that is too slow for a single unit', () => {
    const group = (each: number): BatchGroup => ({ replicas: 8, unit: 1, seconds: (units) => each * units });
    expect(balanceBatches({ groups: [group(1), group(1)], batch: 128 })).toMatchObject({ sequences: [64, 64], time: 8 });
    expect(balanceBatches({ groups: [group(1), group(1000)], batch: 128 })).toMatchObject({ sequences: [128, 0], time: 16, binding: 0 });
  });
});
