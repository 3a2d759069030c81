import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Distribution } from '#quantity';
import { cdf, compile, mean, median, quantile, support, survival, upperQuantile, variance } from './evaluate.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { validate } from './validate.ts';

interface Reference {
  readonly tails: readonly number[];
  readonly normal: readonly { readonly p: number; readonly z: number }[];
  readonly cases: readonly {
    readonly of: Distribution;
    readonly lower: readonly number[];
    readonly upper: readonly number[];
    readonly mean: number;
    readonly variance: number;
  }[];
}

const reference: Reference = parse(readFileSync(new URL('./distributions.cases.yaml', import.meta.url), 'utf8'));
const discrete = (d: Distribution): boolean => ['discrete', 'empirical', 'point'].includes(d.kind);

/** Relative to the value; for values near 0 of laws on both sides of it, relative to the spread. */
const close = (actual: number, expected: number, tolerance: number, scale: number): void => {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), scale);
  expect(error, `${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
};

/** How much a tail changes when its point is rounded to a double: that is the law's doing, not an error of ours. */
const rounding = (tail: (x: number) => number, x: number): number => Math.abs(tail(x * (1 + 1e-15)) / tail(x * (1 - 1e-15)) - 1);

describe('the standard normal law', () => {
  it.each(reference.normal)('has its quantile at $p', ({ p, z }) => {
    close(normalQuantile(p), z, 1e-14, 0);
    close(normalCdf(z), p, 1e-12, 0);
    if (p > 1e-9) close(normalQuantile(1 - p), -z, 1e-8, 0);
  });

  it('ends at the infinities', () => {
    expect([normalQuantile(0), normalQuantile(1), normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([-Infinity, Infinity, 0, 1]);
  });
});

describe.each(reference.cases.map((entry) => ({ ...entry, name: JSON.stringify(entry.of) })))(
  '$name',
  ({ of, lower, upper, mean: m, variance: v }) => {
    const twoSided = (lower[0] as number) < 0 && (upper[0] as number) > 0;
    const scale = twoSided ? 1e-3 * Math.sqrt(v) : 0;

    it('is valid', () => {
      expect(validate(of, 'd')).toEqual({ ok: true, value: of });
    });

    it('has the reference quantiles in both tails', () => {
      reference.tails.forEach((p, i) => {
        close(quantile(of, p), lower[i] as number, 1e-10, scale);
        close(upperQuantile(of, p), upper[i] as number, 1e-10, scale);
      });
    });

    it('has the reference tail areas', () => {
      if (discrete(of)) return expect(cdf(of, quantile(of, 0.5))).toBeGreaterThanOrEqual(0.5);
      reference.tails.forEach((p, i) => {
        close(cdf(of, lower[i] as number), p, 1e-10 + rounding((x) => cdf(of, x), lower[i] as number), 0);
        close(survival(of, upper[i] as number), p, 1e-10 + rounding((x) => survival(of, x), upper[i] as number), 0);
      });
    });

    it('has the reference mean and variance', () => {
      close(mean(of), m, 1e-10, scale);
      close(variance(of), v, 1e-9, 0);
    });

    it('compiles to the same quantile', () => {
      const fast = compile(of);
      for (const p of reference.tails.filter((tail) => tail < 0.5)) {
        close(fast(p), quantile(of, p), 1e-10, scale);
        close(fast(1 - p), quantile(of, 1 - p), 1e-10, scale);
      }
      for (let p = 0.0005; p < 1; p += 0.001) close(fast(p), quantile(of, p), 1e-10, scale);
    });

    it('has its median in the middle', () => {
      close(median(of), lower.at(-1) as number, 1e-10, scale);
    });
  },
);

/** Decimals, as people write them: the least doubles would only test rounding. */
const decimal = (min: number, max: number, step: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(min / step), max: Math.round(max / step) }).map((k) => k * step);
const number = fc.oneof(decimal(-10, 10, 0.5), decimal(-1e6, 1e6, 0.001));
const positive = fc.oneof(decimal(0.1, 10, 0.1), decimal(0.01, 1000, 0.001));
const sorted = (n: number, of: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.array(of, { minLength: n, maxLength: n }).map((values) => values.sort((a, b) => a - b));

const simple: fc.Arbitrary<Distribution> = fc.oneof(
  number.map((value): Distribution => ({ kind: 'point', value })),
  sorted(2, number).map(([low = 0, high = 0]): Distribution => ({ kind: 'uniform', low, high })),
  fc.tuple(number, positive).map(([m, sd]): Distribution => ({ kind: 'normal', mean: m, sd })),
  fc.tuple(decimal(-20, 20, 0.01), decimal(0, 4, 0.01)).map(([mu, sigma]): Distribution => ({ kind: 'lognormal', mu, sigma })),
  sorted(3, positive).map(([p5 = 0, p50 = 0, p95 = 0]): Distribution => ({ kind: 'split', scale: 'log', p5, p50, p95 })),
  sorted(3, number).map(([p5 = 0, p50 = 0, p95 = 0]): Distribution => ({ kind: 'split', scale: 'linear', p5, p50, p95 })),
  sorted(3, number).map(([low = 0, mode = 0, high = 0]): Distribution => ({ kind: 'triangular', low, mode, high })),
  sorted(3, number).map(([low = 0, mode = 0, high = 0]): Distribution => ({ kind: 'pert', low, mode, high })),
  fc
    .tuple(positive, positive, sorted(2, number))
    .map(([alpha, beta, [low = 0, high = 0]]): Distribution => ({ kind: 'beta', alpha, beta, low, high })),
  fc.tuple(positive, positive).map(([shape, scale]): Distribution => ({ kind: 'gamma', shape, scale })),
  fc.array(number, { minLength: 1, maxLength: 20 }).map((values): Distribution => ({ kind: 'empirical', values })),
  fc
    .array(fc.record({ value: number, weight: positive }), { minLength: 1, maxLength: 8 })
    .map((outcomes): Distribution => ({ kind: 'discrete', outcomes })),
);
const mixture: fc.Arbitrary<Distribution> = fc
  .array(fc.record({ weight: positive, of: simple }), { minLength: 1, maxLength: 4 })
  .map((parts): Distribution => ({ kind: 'mixture', parts }));
/** Cut at two quantiles, so that something is left. */
const cut = fc
  .tuple(fc.oneof(simple, mixture), sorted(2, fc.double({ min: 0.001, max: 0.999, noNaN: true })))
  .map(([of, [from = 0, to = 1]]): Distribution => {
    return { kind: 'truncated', of, low: quantile(of, from), high: quantile(of, Math.min(1, to + 0.0005)) };
  });
const any = fc
  .oneof({ weight: 4, arbitrary: simple }, { weight: 1, arbitrary: mixture }, { weight: 2, arbitrary: cut })
  .filter((d) => validate(d, 'd').ok);
const share = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });

const nearlyAtMost = (a: number, b: number): void => {
  expect(a).toBeLessThanOrEqual(b + 1e-9 * Math.max(Math.abs(a), Math.abs(b)) + 1e-12);
};

describe('every law', () => {
  it('has rising quantiles inside its support', () => {
    fc.assert(
      fc.property(any, fc.array(share, { minLength: 2, maxLength: 12 }), (d, shares) => {
        const [low, high] = support(d);
        const values = shares.sort((a, b) => a - b).map((p) => quantile(d, p));
        values.forEach((x, i) => {
          expect(x).toBeGreaterThanOrEqual(low);
          expect(x).toBeLessThanOrEqual(high);
          if (i > 0) nearlyAtMost(values[i - 1] as number, x);
        });
        expect([quantile(d, 0), upperQuantile(d, 0)]).toEqual([low, high]);
      }),
      { numRuns: 300 },
    );
  });

  it('reaches p at its quantile of p, and not before', () => {
    fc.assert(
      fc.property(any, share, (d, p) => {
        const x = quantile(d, p);
        const slack = Math.max(Math.abs(x) * 1e-9, 1e-12);
        expect(cdf(d, x + slack)).toBeGreaterThanOrEqual(p - 1e-9);
        expect(cdf(d, x - slack)).toBeLessThanOrEqual(p + 1e-9);
        expect(cdf(d, x) + survival(d, x)).toBeCloseTo(1, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('inverts its quantile where it is continuous', () => {
    const smooth = simple.filter((d) => !discrete(d) && support(d)[0] < support(d)[1] && variance(d) > 1e-4 * mean(d) ** 2);
    fc.assert(
      fc.property(smooth, fc.double({ min: 1e-9, max: 0.49, noNaN: true }), (d, p) => {
        if (d.kind === 'split' && (d.p5 === d.p50 || d.p50 === d.p95)) return;
        const x = quantile(d, p);
        const y = upperQuantile(d, p);
        const [low, high] = support(d);
        // Next to an end, and to 0, the doubles are too far apart to tell tails from each other.
        const apart = (at: number): boolean => Math.abs(at) > 1e-290 && Math.min(at - low, high - at) > 1e-4 * Math.abs(at);
        if (apart(x)) expect(Math.abs(cdf(d, x) / p - 1)).toBeLessThan(1e-8 + rounding((at) => cdf(d, at), x));
        if (apart(y)) expect(Math.abs(survival(d, y) / p - 1)).toBeLessThan(1e-8 + rounding((at) => survival(d, at), y));
      }),
      { numRuns: 300 },
    );
  });

  it('has a mean inside its support and a variance not below 0', () => {
    fc.assert(
      fc.property(any, (d) => {
        const [low, high] = support(d);
        nearlyAtMost(low, mean(d));
        nearlyAtMost(mean(d), high);
        expect(variance(d)).toBeGreaterThanOrEqual(0);
        expect(variance(d)).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
      { numRuns: 300 },
    );
  });

  it('compiles to its quantile', () => {
    fc.assert(
      fc.property(any, fc.array(share, { minLength: 1, maxLength: 20 }), (d, shares) => {
        const fast = compile(d);
        for (const p of shares) {
          const x = quantile(d, p);
          expect(Math.abs(fast(p) - x)).toBeLessThanOrEqual(1e-8 * Math.abs(x) + 1e-14);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what is no probability', () => {
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => quantile({ kind: 'point', value: 1 }, p)).toThrow('from 0 to 1');
  });
});

describe('degenerate parameters', () => {
  const points: readonly Distribution[] = [
    { kind: 'uniform', low: 3, high: 3 },
    { kind: 'normal', mean: 3, sd: 0 },
    { kind: 'lognormal', mu: Math.log(3), sigma: 0 },
    { kind: 'split', scale: 'log', p5: 3, p50: 3, p95: 3 },
    { kind: 'split', scale: 'linear', p5: 3, p50: 3, p95: 3 },
    { kind: 'triangular', low: 3, mode: 3, high: 3 },
    { kind: 'pert', low: 3, mode: 3, high: 3 },
    { kind: 'beta', alpha: 2, beta: 2, low: 3, high: 3 },
    { kind: 'empirical', values: [3, 3] },
    {
      kind: 'mixture',
      parts: [
        { weight: 1, of: { kind: 'point', value: 3 } },
        { weight: 0, of: { kind: 'point', value: 9 } },
      ],
    },
    { kind: 'truncated', of: { kind: 'point', value: 3 }, low: 3, high: 3 },
  ];
  it.each(points)('$kind of no width is a point', (d) => {
    expect(validate(d, 'd').ok).toBe(true);
    for (const p of [0, 1e-12, 0.3, 0.5, 0.9, 1]) expect(quantile(d, p)).toBeCloseTo(3, 14);
    expect([mean(d), variance(d), cdf(d, 2.9), cdf(d, 3.1)]).toEqual([expect.closeTo(3, 14), 0, 0, 1]);
  });

  it('a split with one side keeps half its probability at the median', () => {
    const d: Distribution = { kind: 'split', scale: 'log', p5: 1, p50: 2, p95: 2 };
    expect([quantile(d, 0.05), quantile(d, 0.5), quantile(d, 0.99), cdf(d, 2), survival(d, 2)]).toEqual([
      expect.closeTo(1, 14),
      2,
      2,
      1,
      0,
    ]);
    expect(cdf(d, 1.9999999)).toBeCloseTo(0.5, 5);
    const other: Distribution = { kind: 'split', scale: 'linear', p5: 2, p50: 2, p95: 5 };
    expect([quantile(other, 0.05), quantile(other, 0.95), cdf(other, 1.999), cdf(other, 2)]).toEqual([2, expect.closeTo(5, 13), 0, 0.5]);
  });

  it('a mixture steps over a gap and onto an atom', () => {
    const gap: Distribution = {
      kind: 'mixture',
      parts: [
        { weight: 1, of: { kind: 'uniform', low: 0, high: 1 } },
        { weight: 1, of: { kind: 'uniform', low: 10, high: 11 } },
      ],
    };
    expect([quantile(gap, 0.25), quantile(gap, 0.5), quantile(gap, 0.75)]).toEqual([
      expect.closeTo(0.5, 12),
      expect.closeTo(1, 12),
      expect.closeTo(10.5, 12),
    ]);
    const spike: Distribution = {
      kind: 'mixture',
      parts: [
        { weight: 1, of: { kind: 'point', value: 0.5 } },
        { weight: 1, of: { kind: 'uniform', low: 0, high: 1 } },
      ],
    };
    expect([quantile(spike, 0.2), quantile(spike, 0.26), quantile(spike, 0.5), quantile(spike, 0.74)]).toEqual([
      expect.closeTo(0.4, 12),
      0.5,
      0.5,
      0.5,
    ]);
    expect(quantile(spike, 0.8)).toBeCloseTo(0.6, 12);
  });
});
