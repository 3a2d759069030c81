import { describe, expect, it } from 'vitest';
import { type BalanceLayersInput, balanceLayers } from './balance-layers.ts';

/** Numbers between 0 and 1, the same each time. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Every way to deal layers out, one run of at least one to each stage. */
function* compositions(layers: number, stages: number): Generator<readonly number[]> {
  if (stages === 1) {
    yield [layers];
    return;
  }
  for (let own = 1; own <= layers - stages + 1; own++) for (const rest of compositions(layers - own, stages - 1)) yield [own, ...rest];
}

const costOf = (input: BalanceLayersInput, held: readonly number[]): number => {
  let [from, slowest, sum] = [0, 0, 0];
  for (const [stage, own] of held.entries()) {
    if (!input.fits(stage, from, from + own)) return Number.POSITIVE_INFINITY;
    let seconds = input.endSeconds[stage]!;
    for (let layer = from; layer < from + own; layer++) seconds += input.layerSeconds[stage]![layer]!;
    from += own;
    slowest = Math.max(slowest, seconds);
    sum += seconds;
  }
  return input.slowest * slowest + input.filling * sum;
};

const everything = (): boolean => true;

describe('balanceLayers', () => {
  it('is never beaten by any way to deal the layers out, with memory, ends and layers of several kinds', () => {
    const next = numbers(7);
    let tight = 0;
    for (let round = 0; round < 300; round++) {
      const stages = 1 + Math.floor(next() * 5);
      const layers = stages + Math.floor(next() * 8);
      const kinds = Array.from({ length: layers }, () => (next() < 0.3 ? 1 : 0));
      const speed = Array.from({ length: stages }, () => [0.2 + next(), 0.2 + 2 * next()]);
      const room = Array.from({ length: stages }, () => 1 + Math.floor(next() * layers));
      const input: BalanceLayersInput = {
        layerSeconds: speed.map((own) => Float64Array.from(kinds, (kind) => own[kind]!)),
        endSeconds: Float64Array.from(speed, (_, stage) => (stage === 0 || stage === stages - 1 ? next() : 0)),
        fits: (stage, from, to) => to - from <= room[stage]!,
        slowest: Math.floor(next() * 6),
        filling: next(),
      };
      const found = balanceLayers(input);
      const least = Math.min(...[...compositions(layers, stages)].map((held) => costOf(input, held)));
      if (!found.feasible) {
        expect(least).toBe(Number.POSITIVE_INFINITY);
        tight += 1;
        continue;
      }
      expect(found.cost).toBeCloseTo(least, 12);
      expect(costOf(input, found.layers)).toBeCloseTo(found.cost, 12);
      expect(found.layers.reduce((sum, own) => sum + own, 0)).toBe(layers);
    }
    expect(tight).toBeGreaterThan(0);
    expect(tight).toBeLessThan(200);
  });

  it('deals equal layers out evenly over equal stages', () => {
    const found = balanceLayers({
      layerSeconds: Array.from({ length: 8 }, () => new Float64Array(96).fill(1)),
      endSeconds: new Float64Array(8),
      fits: everything,
      slowest: 64,
      filling: 7 / 8,
    });
    expect(found).toMatchObject({ feasible: true, layers: new Array(8).fill(12), slowest: 12, sum: 96 });
  });

  it('gives a stage of twice the speed twice the layers, and one of no time all but what the others must hold', () => {
    const of = (speeds: readonly number[]) =>
      balanceLayers({
        layerSeconds: speeds.map((own) => new Float64Array(30).fill(own)),
        endSeconds: new Float64Array(speeds.length),
        fits: everything,
        slowest: 100,
        filling: 0.5,
      });
    expect(of([1, 2])).toMatchObject({ layers: [20, 10], binding: 0 });
    expect(of([0, 2, 2])).toMatchObject({ layers: [28, 1, 1], slowest: 2 });
  });

  it('says what stands in the way', () => {
    const input = { layerSeconds: [new Float64Array(3), new Float64Array(3)], endSeconds: new Float64Array(2), slowest: 1, filling: 1 };
    expect(balanceLayers({ ...input, fits: (stage, from, to) => stage === 0 || to - from < 0 })).toEqual({
      feasible: false,
      binding: 'memory',
    });
    expect(balanceLayers({ ...input, layerSeconds: [new Float64Array(1), new Float64Array(1)], fits: everything })).toEqual({
      feasible: false,
      binding: 'layers',
    });
  });
});
