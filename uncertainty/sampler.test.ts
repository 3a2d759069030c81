import { describe, expect, it } from 'vitest';
import type { Distribution } from '#quantity';
import { cdf, mean, quantile, variance } from './evaluate.ts';
import { parameterKey } from './parameter-key.ts';
import { uniform } from './philox.ts';
import { Quantiles } from './quantiles.ts';
import { conditioned, createSampler, type Parameter, type Sampler } from './sampler.ts';

const n = 1_000_000;

/** Every continuous kind, with a spread at which a 1% error stands out of the noise of a million draws. */
const laws: readonly Distribution[] = [
  { kind: 'uniform', low: 2, high: 5 },
  { kind: 'normal', mean: 10, sd: 2.5 },
  { kind: 'lognormal', mu: 1, sigma: 0.3 },
  { kind: 'split', scale: 'log', p5: 0.08, p50: 0.1, p95: 0.14 },
  { kind: 'split', scale: 'linear', p5: 4, p50: 7, p95: 8 },
  { kind: 'triangular', low: 1, mode: 2, high: 6 },
  { kind: 'pert', low: 0.2, mode: 0.35, high: 0.9 },
  { kind: 'beta', alpha: 0.7, beta: 2, low: 1, high: 3 },
  { kind: 'gamma', shape: 6, scale: 0.5 },
  {
    kind: 'mixture',
    parts: [
      { weight: 0.4, of: { kind: 'normal', mean: 3, sd: 0.5 } },
      { weight: 0.6, of: { kind: 'lognormal', mu: 2, sigma: 0.2 } },
    ],
  },
  { kind: 'truncated', of: { kind: 'normal', mean: 10, sd: 5 }, low: 8, high: 30 },
];

describe.each(laws)('a million draws of $kind', (distribution) => {
  const draws = new Float64Array(n);
  createSampler({ seed: 20_241_226, parameters: [{ path: 'test.moments', distribution }] }).column(0, 0, draws);
  const stream = new Quantiles();
  stream.pushAll(draws);
  const m = mean(distribution);
  const v = variance(distribution);

  it('have its mean and variance', () => {
    const fourth = draws.reduce((sum, x) => sum + (x - m) ** 4, 0) / n;
    const meanNoise = 4 * Math.sqrt(v / n);
    const varianceNoise = 4 * Math.sqrt((fourth - v * v) / n);
    // The tolerance is four standard errors, and would catch an error of 1%.
    expect(meanNoise).toBeLessThan(0.01 * m);
    expect(varianceNoise).toBeLessThan(0.01 * v);
    expect(Math.abs(stream.mean - m)).toBeLessThan(meanNoise);
    expect(Math.abs(stream.variance - v)).toBeLessThan(varianceNoise);
  });

  it('have its quantiles', () => {
    for (const p of [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) {
      const noise = 4 * Math.sqrt((p * (1 - p)) / n);
      const x = quantile(distribution, p);
      const shifted = Math.max(Math.abs(cdf(distribution, 1.01 * x) - p), Math.abs(cdf(distribution, 0.99 * x) - p));
      expect(shifted, `1% off at ${p}`).toBeGreaterThan(noise);
      expect(Math.abs(cdf(distribution, stream.quantile(p)) - p)).toBeLessThan(noise);
    }
  });
});

describe('a million draws of a discrete law', () => {
  it.each<Distribution>([
    {
      kind: 'discrete',
      outcomes: [
        { value: 1, weight: 1 },
        { value: 4, weight: 3 },
        { value: 9, weight: 4 },
      ],
    },
    { kind: 'empirical', values: [1, 4, 4, 4, 9, 9, 9, 9] },
  ])('have the shares of $kind', (distribution) => {
    const draws = new Float64Array(n);
    createSampler({ seed: 5, parameters: [{ path: 'd', distribution }] }).column(0, 0, draws);
    for (const [value, share] of [
      [1, 0.125],
      [4, 0.375],
      [9, 0.5],
    ] as const) {
      const found = draws.reduce((count, x) => count + (x === value ? 1 : 0), 0) / n;
      expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / n));
    }
  });
});

const ten: readonly Parameter[] = Array.from({ length: 10 }, (_, i) => ({
  path: `lever.x${i}`,
  distribution: { kind: 'normal', mean: i, sd: 1 + i },
}));
const rows = (sampler: Sampler, indices: readonly number[]): number[][] =>
  indices.map((index) => {
    const out = new Float64Array(sampler.paths.length);
    sampler.fill(index, out);
    return Array.from(out);
  });

describe('createSampler', () => {
  const sampler = createSampler({ seed: 11, parameters: ten });

  it('draws the quantile of the uniform of seed, sample and path', () => {
    const distribution: Distribution = { kind: 'uniform', low: 0, high: 1 };
    const plain = createSampler({ seed: 11, parameters: [{ path: 'die.area', distribution }] });
    for (const index of [0, 1, 7, 8, 123_456_789_012]) {
      expect(rows(plain, [index])).toEqual([[expect.closeTo(uniform(11, index, parameterKey('die.area')), 14)]]);
    }
  });

  it('gives a sample the same values in every order and again', () => {
    const forward = Array.from({ length: 40 }, (_, i) => i);
    const straight = rows(sampler, forward);
    const mixed = [...forward].sort((a, b) => ((a * 17) % 41) - ((b * 17) % 41));
    expect(rows(sampler, mixed)).toEqual(mixed.map((i) => straight[i]));
    expect(rows(createSampler({ seed: 11, parameters: ten }), [39, 3])).toEqual([straight[39], straight[3]]);
  });

  it('gives columns that are the rows, wherever they start and however long', () => {
    const straight = rows(
      sampler,
      Array.from({ length: 64 }, (_, i) => i),
    );
    for (const [from, length] of [
      [0, 64],
      [3, 2],
      [5, 11],
      [8, 8],
      [7, 1],
      [9, 40],
      [0, 0],
    ] as const) {
      for (const i of [0, 9]) {
        const out = new Float64Array(length);
        sampler.column(i, from, out);
        expect(Array.from(out)).toEqual(straight.slice(from, from + length).map((row) => row[i]));
      }
    }
  });

  it('changes no draw when parameters are added, removed or reordered', () => {
    const base = rows(sampler, [0, 1, 2]);
    const more = createSampler({ seed: 11, parameters: [{ path: 'new', distribution: { kind: 'normal', mean: 0, sd: 1 } }, ...ten] });
    const fewer = createSampler({ seed: 11, parameters: [...ten].reverse().slice(0, 4) });
    expect(rows(more, [0, 1, 2]).map((row) => row.slice(1))).toEqual(base);
    expect(rows(fewer, [0, 1, 2])).toEqual(base.map((row) => [...row].reverse().slice(0, 4)));
  });

  it('draws independently of other parameters, samples and seeds', () => {
    const size = 200_000;
    const scores = (seed: number): Float64Array[] => {
      const of = createSampler({ seed, parameters: ten });
      return ten.map((_, i) => {
        const out = new Float64Array(size);
        of.column(i, 0, out);
        return out.map((x) => (x - i) / (1 + i));
      });
    };
    const columns = [...scores(11), ...scores(12)];
    const correlation = (a: Float64Array, b: Float64Array, lag: number): number => {
      let sum = 0;
      for (let i = 0; i + lag < size; i++) sum += (a[i] as number) * (b[i + lag] as number);
      return sum / (size - lag);
    };
    // 190 pairs and 40 lags: the greatest of so many normal scores stays below 4.5.
    const bound = 4.5 / Math.sqrt(size);
    columns.forEach((a, i) => {
      for (const b of columns.slice(0, i)) expect(Math.abs(correlation(a, b, 0))).toBeLessThan(bound);
      for (const lag of [1, 2]) expect(Math.abs(correlation(a, a, lag))).toBeLessThan(bound);
    });
  });

  it('conditions on the hard range of a lever, without heaping draws at its ends', () => {
    const parameter: Parameter = { path: 'run.mfu', distribution: { kind: 'normal', mean: 0.5, sd: 0.3 }, low: 0, high: 1 };
    const out = new Float64Array(100_000);
    createSampler({ seed: 3, parameters: [parameter] }).column(0, 0, out);
    expect(Math.min(...out)).toBeGreaterThan(0);
    expect(Math.max(...out)).toBeLessThan(1);
    expect(new Set(out).size).toBe(out.length);
    const found = out.filter((x) => x < 0.25).length / out.length;
    const share = cdf(conditioned(parameter), 0.25);
    expect(share).toBeGreaterThan(0.1);
    expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / out.length));
  });

  it('leaves a distribution alone that lies within the range', () => {
    const distribution: Distribution = { kind: 'uniform', low: 0.2, high: 0.4 };
    expect(conditioned({ path: 'a', distribution, low: 0, high: 1 })).toBe(distribution);
  });

  it('takes no parameters', () => {
    expect(rows(createSampler({ seed: 0, parameters: [] }), [5])).toEqual([[]]);
  });

  it('refuses equal paths, bad seeds, bad samples and unknown columns', () => {
    const [first] = ten as [Parameter];
    expect(() => createSampler({ seed: 1, parameters: [first, first] })).toThrow('parameter paths must differ');
    expect(() => createSampler({ seed: -1, parameters: ten })).toThrow('seed must be an integer');
    expect(() => sampler.fill(0.5, new Float64Array(10))).toThrow('sample index must be an integer');
    expect(() => sampler.column(0, -8, new Float64Array(8))).toThrow('sample index must be an integer');
    expect(() => sampler.column(10, 0, new Float64Array(8))).toThrow('no parameter 10 among 10');
  });

  it('draws what is correlated in the same way in any order, and where some of it is certain', () => {
    const uniform01: Distribution = { kind: 'uniform', low: 0, high: 1 };
    const parameters = ['a', 'b', 'c'].map(
      (path, dimension): Required<Pick<Parameter, 'path' | 'distribution' | 'dimension'>> => ({
        path,
        distribution: uniform01,
        dimension,
      }),
    );
    const correlations = [
      { between: ['a', 'b'], rank: 0.7 },
      { between: ['c', 'b'], rank: -0.5 },
    ] as const;
    const columns = (of: typeof parameters, certain: typeof parameters = []): ReadonlyMap<string, Float64Array> => {
      const own = createSampler({ seed: 4, parameters: of, correlations, certain });
      return new Map(
        own.paths.map((path, index) => {
          const out = new Float64Array(1_200);
          own.column(index, 100, out);
          return [path, out];
        }),
      );
    };
    const whole = columns(parameters);
    expect(columns(parameters.toReversed())).toEqual(new Map([...whole].reverse()));
    for (const pinned of parameters) {
      const left = columns(
        parameters.filter((one) => one !== pinned),
        [pinned],
      );
      for (const [path, values] of left) expect(values, `${path} without ${pinned.path}`).toEqual(whole.get(path));
    }
  });
});
