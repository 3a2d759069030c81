import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { informationValues } from './information.ts';
import { morris } from './morris.ts';
import { rankSensitivity } from './rank-correlation.ts';
import { createSampler, type Points } from './sampler.ts';
import { type SobolIndices, sobolIndices } from './sobol-indices.ts';

interface Known {
  readonly name: string;
  readonly inputs: number;
  readonly low: number;
  readonly high: number;
  readonly f: (x: ArrayLike<number>) => number;
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** Ishigami and Homma (1990) with a = 7, b = 0.1: the variances are closed forms. */
const ishigami = ((): Known => {
  const [a, b] = [7, 0.1];
  const v1 = 0.5 * (1 + (b * Math.PI ** 4) / 5) ** 2;
  const v2 = a ** 2 / 8;
  const v13 = b ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
  const v = v1 + v2 + v13;
  return {
    name: 'Ishigami',
    inputs: 3,
    low: -Math.PI,
    high: Math.PI,
    f: ({ 0: x = 0, 1: y = 0, 2: z = 0 }) => Math.sin(x) + a * Math.sin(y) ** 2 + b * z ** 4 * Math.sin(x),
    first: [v1 / v, v2 / v, 0],
    total: [(v1 + v13) / v, v2 / v, v13 / v],
  };
})();

/** The G function of Sobol. */
const sobolG = ((): Known => {
  const a = [0, 1, 4.5, 9, 99, 99, 99, 99];
  const parts = a.map((own) => 1 / 3 / (1 + own) ** 2);
  const v = parts.reduce((product, part) => product * (1 + part), 1) - 1;
  return {
    name: 'Sobol G',
    inputs: a.length,
    low: 0,
    high: 1,
    f: (x) => a.reduce((product, own, i) => (product * (Math.abs(4 * (x[i] as number) - 2) + own)) / (1 + own), 1),
    first: parts.map((part) => part / v),
    total: parts.map((part) => (part * parts.reduce((product, other) => product * (1 + other), 1)) / (1 + part) / v),
  };
})();

const linear = ((): Known => {
  const c = [1, 2, 3, 4];
  const v = c.reduce((sum, own) => sum + own ** 2, 0);
  const shares = c.map((own) => own ** 2 / v);
  return {
    name: 'linear',
    inputs: 4,
    low: 0,
    high: 1,
    f: (x) => c.reduce((sum, own, i) => sum + own * (x[i] as number), 5),
    first: shares,
    total: shares,
  };
})();

const draws = ({ inputs, low, high }: Known, n: number, seed: number, points: Points): readonly [Float64Array[], Float64Array[]] => {
  const parameters = Array.from({ length: 2 * inputs }, (_, i) => ({
    path: `x${i}`,
    distribution: { kind: 'uniform', low, high } as const,
  }));
  const sampler = createSampler({ seed, parameters, points });
  const columns = parameters.map((_, i) => {
    const out = new Float64Array(n);
    sampler.column(i, 0, out);
    return out;
  });
  return [columns.slice(0, inputs), columns.slice(inputs)];
};
const indices = (known: Known, n: number, seed = 1, points: Points = 'sobol'): SobolIndices =>
  sobolIndices({ evaluate: known.f, draws: draws(known, n, seed, points) });

describe.each([ishigami, sobolG, linear])('indices of $name', (known) => {
  const found = indices(known, 8_192);

  it('hold the analytic values in their intervals', () => {
    found.factors.forEach(({ first, total }, i) => {
      for (const [estimated, truth] of [
        [first, known.first[i] as number],
        [total, known.total[i] as number],
      ] as const) {
        expect(estimated.low).toBeLessThanOrEqual(truth + 1e-9);
        expect(estimated.high).toBeGreaterThanOrEqual(truth - 1e-9);
        expect(Math.abs(estimated.value - truth)).toBeLessThan(0.01);
      }
    });
  });

  it('cost (k + 2) n evaluations, and are the same again', () => {
    expect(found.evaluations).toBe((known.inputs + 2) * 8_192);
    expect(indices(known, 8_192)).toEqual(found);
  });

  it('have intervals that mean what they say: 95 of 100 hold the truth with independent draws', () => {
    let [inside, all] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      indices(known, 2_048, seed, 'philox').factors.forEach(({ first, total }, i) => {
        for (const [{ low, high }, truth] of [
          [first, known.first[i] as number],
          [total, known.total[i] as number],
        ] as const) {
          all++;
          if (low <= truth + 1e-12 && truth - 1e-12 <= high) inside++;
        }
      });
    }
    expect(inside / all).toBeGreaterThan(0.9);
  });
});

describe('indices', () => {
  it('of a group of inputs are those of the group: what is inside it does not show', () => {
    const { factors } = sobolIndices({ evaluate: ishigami.f, draws: draws(ishigami, 8_192, 1, 'sobol'), factors: [[0, 2], [1]] });
    expect(factors[0]?.first.value).toBeCloseTo(ishigami.total[0] as number, 2);
    expect(factors[0]?.total.value).toBeCloseTo(ishigami.total[0] as number, 2);
    expect(factors[1]?.first.value).toBeCloseTo(ishigami.first[1] as number, 2);
  });

  it('count rows without a bound instead of drowning in them', () => {
    const found = sobolIndices({
      evaluate: (x) => ((x[0] as number) > 0.99 ? Number.POSITIVE_INFINITY : (x[0] as number)),
      draws: draws({ ...linear, inputs: 2 }, 1_024, 1, 'sobol'),
    });
    expect(found.unbounded / 2_048).toBeCloseTo(0.01, 2);
    expect(found.factors[0]?.first.value).toBeGreaterThan(0.95);
    expect(found.factors[1]?.total.value).toBe(0);
  });

  it('are nothing where nothing varies, and throw where nothing is finite', () => {
    expect(indices({ ...linear, f: () => 3 }, 64).factors[0]).toEqual({
      first: { value: 0, low: 0, high: 0 },
      total: { value: 0, low: 0, high: 0 },
    });
    expect(() => indices({ ...linear, f: () => Number.POSITIVE_INFINITY }, 64)).toThrow(RangeError);
    expect(() => indices({ ...linear, f: () => Number.NaN }, 64)).toThrow(RangeError);
  });
});

describe('Morris screening', () => {
  const onUnit =
    ({ low, high, f }: Known) =>
    (u: Float64Array) =>
      f(u.map((share) => low + share * (high - low)));

  it('finds the effect of each input of a linear model exactly', () => {
    morris({ evaluate: onUnit(linear), inputs: 4 }).forEach(({ mean, size, spread }, i) => {
      expect(mean).toBeCloseTo(i + 1, 9);
      expect(size.value).toBeCloseTo(i + 1, 9);
      expect(spread).toBeLessThan(1e-9);
    });
  });

  it('orders the inputs of the G function by importance, and sees that the first interact', () => {
    const found = morris({ evaluate: onUnit(sobolG), inputs: 8, trajectories: 400 });
    const sizes = found.map(({ size }) => size.value);
    expect(sizes[0]).toBeGreaterThan(sizes[1] as number);
    expect(sizes[1]).toBeGreaterThan(sizes[2] as number);
    expect(sizes[2]).toBeGreaterThan(sizes[3] as number);
    expect(sizes[3]).toBeGreaterThan(3 * (sizes[4] as number));
    expect(found[0]?.spread).toBeGreaterThan(1);
  });
});

describe('rank correlation with the output', () => {
  it('is partial where other inputs make noise', () => {
    const [columns] = draws(linear, 4_000, 1, 'philox');
    const output = Float64Array.from({ length: 4_000 }, (_, r) => linear.f(columns.map((column) => column[r] as number)));
    const found = rankSensitivity(columns, output);
    found.forEach(({ rank, partial }, i) => {
      expect(rank.value).toBeCloseTo(Math.sqrt(linear.first[i] as number), 1);
      expect(rank.low).toBeLessThan(rank.value);
      expect(partial.value).toBeGreaterThan(0.7);
    });
  });

  it('falls back on the plain one where an input does not vary', () => {
    const [columns] = draws(linear, 500, 1, 'philox');
    const found = rankSensitivity([columns[0]!, new Float64Array(500).fill(2)], columns[0]!);
    expect(found[0]?.rank.value).toBeCloseTo(1, 12);
    expect(found[1]?.rank.value).toBe(0);
  });
});

describe('value of information', () => {
  const n = 16_384;
  const [columns] = draws({ ...linear, inputs: 3 }, n, 4, 'philox');
  const [x, y, z] = columns as [Float64Array, Float64Array, Float64Array];

  it('is the whole range for an input that is all of the output, and nothing for one that is none', () => {
    const [own, , other] = informationValues([x, y, z], x);
    expect(own?.narrowing).toBeGreaterThan(0.95);
    expect(other?.narrowing).toBeLessThan(0.01);
  });

  it('is the analytic gain of a decision: of x + y > 1 the half is known, and knowing x makes it three quarters', () => {
    const sum = x.map((value, r) => value + (y[r] as number));
    const yes = Uint8Array.from(sum, (value) => (value > 1 ? 1 : 0));
    const [first, second, none] = informationValues([x, y, z], sum, yes);
    expect(first?.gain).toBeCloseTo(0.25, 1);
    expect(second?.gain).toBeCloseTo(0.25, 1);
    expect(first?.turns).toBeCloseTo(0.5, 0.9);
    expect(none).toMatchObject({ gain: 0, turns: 0 });
    // The width of 5 to 95% of x + y is 2 (1 - sqrt(0.1)), that of y alone 0.9.
    expect(first?.narrowing).toBeCloseTo(1 - 0.9 / (2 * (1 - Math.sqrt(0.1))), 1.5);
  });

  it('is nothing where the answer is certain', () => {
    expect(informationValues([x], x, new Uint8Array(n).fill(1))[0]).toMatchObject({ gain: 0, turns: 0 });
  });
});

it('indices of a sum of squares of any weights are its shares', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), { minLength: 2, maxLength: 6 }), (weights) => {
      const known: Known = {
        ...linear,
        inputs: weights.length,
        f: (x) => weights.reduce((sum, weight, i) => sum + weight * (x[i] as number) ** 2, 0),
      };
      const all = weights.reduce((sum, weight) => sum + weight ** 2, 0);
      indices(known, 1_024).factors.forEach(({ first, total }, i) => {
        expect(first.value).toBeCloseTo((weights[i] as number) ** 2 / all, 1.3);
        expect(total.value).toBeCloseTo((weights[i] as number) ** 2 / all, 1.3);
      });
    }),
    { numRuns: 20 },
  );
});
