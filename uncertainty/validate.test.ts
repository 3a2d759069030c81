import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '#quantity';
import { cdf, mean, quantile, variance } from './evaluate.ts';
import { validate } from './validate.ts';

const nan = Number.NaN;
const normal: Distribution = { kind: 'normal', mean: 0, sd: 1 };

describe('validate', () => {
  it.each<[code: string, path: string, d: Distribution]>([
    ['not-finite', 'x.value', { kind: 'point', value: Infinity }],
    ['not-finite', 'x.low', { kind: 'uniform', low: nan, high: 1 }],
    ['order', 'x', { kind: 'uniform', low: 2, high: 1 }],
    ['overflow', 'x', { kind: 'uniform', low: -1.7e308, high: 1.7e308 }],
    ['overflow', 'x', { kind: 'pert', low: -1.797e308, mode: 1e306, high: 1e306 }],
    ['negative', 'x.sd', { kind: 'normal', mean: 0, sd: -1 }],
    ['not-finite', 'x.sd', { kind: 'normal', mean: 0, sd: nan }],
    ['overflow', 'x', { kind: 'normal', mean: 0, sd: 1e200 }],
    ['negative', 'x.sigma', { kind: 'lognormal', mu: 0, sigma: -0.1 }],
    ['overflow', 'x', { kind: 'lognormal', mu: 0, sigma: 30 }],
    ['not-positive', 'x.p5', { kind: 'split', scale: 'log', p5: 0, p50: 1, p95: 2 }],
    ['order', 'x', { kind: 'split', scale: 'linear', p5: 0, p50: 3, p95: 2 }],
    ['overflow', 'x', { kind: 'split', scale: 'log', p5: 1e-200, p50: 1e200, p95: 1e201 }],
    ['order', 'x', { kind: 'triangular', low: 0, mode: 3, high: 2 }],
    ['order', 'x', { kind: 'pert', low: 0, mode: -1, high: 2 }],
    ['shape', 'x.alpha', { kind: 'beta', alpha: 0, beta: 1, low: 0, high: 1 }],
    ['shape', 'x.beta', { kind: 'beta', alpha: 1, beta: 1e9, low: 0, high: 1 }],
    ['shape', 'x.shape', { kind: 'gamma', shape: -1, scale: 1 }],
    ['not-positive', 'x.scale', { kind: 'gamma', shape: 1, scale: 0 }],
    ['empty', 'x.parts', { kind: 'mixture', parts: [] }],
    ['weight', 'x.parts[0].weight', { kind: 'mixture', parts: [{ weight: -1, of: normal }] }],
    ['no-weight', 'x.parts', { kind: 'mixture', parts: [{ weight: 0, of: normal }] }],
    [
      'negative',
      'x.parts[1].of.sd',
      {
        kind: 'mixture',
        parts: [
          { weight: 1, of: normal },
          { weight: 1, of: { kind: 'normal', mean: 0, sd: -2 } },
        ],
      },
    ],
    ['order', 'x', { kind: 'truncated', of: normal, low: 2, high: 1 }],
    ['no-mass', 'x', { kind: 'truncated', of: normal, low: 50, high: 60 }],
    ['no-mass', 'x', { kind: 'truncated', of: { kind: 'uniform', low: 0, high: 1 }, low: 2, high: 3 }],
    ['no-mass', 'x', { kind: 'truncated', of: { kind: 'truncated', of: normal, low: 0, high: 1 }, low: 2, high: 3 }],
    ['not-finite', 'x.low', { kind: 'truncated', of: normal, low: nan, high: 1 }],
    ['empty', 'x.values', { kind: 'empirical', values: [] }],
    ['not-finite', 'x.values[1]', { kind: 'empirical', values: [1, nan] }],
    ['empty', 'x.outcomes', { kind: 'discrete', outcomes: [] }],
    ['not-finite', 'x.outcomes[0].value', { kind: 'discrete', outcomes: [{ value: nan, weight: 1 }] }],
    ['weight', 'x.outcomes[0].weight', { kind: 'discrete', outcomes: [{ value: 1, weight: nan }] }],
  ])('says distribution/%s at %s', (code, path, d) => {
    const checked = validate(d, 'x');
    expect(checked.ok ? [] : checked.issues.map((issue) => [issue.code, issue.path])).toEqual([[`distribution/${code}`, path]]);
  });

  it('lists all faults, with what was expected and received', () => {
    expect(validate({ kind: 'gamma', shape: 0, scale: -1 }, 'x')).toEqual({
      ok: false,
      issues: [
        { code: 'distribution/shape', path: 'x.shape', expected: '0.001 ≤ shape ≤ 1e8', received: '0' },
        { code: 'distribution/not-positive', path: 'x.scale', expected: 'scale > 0', received: '-1' },
      ],
    });
  });

  it.each<[expected: string, received: string, d: Distribution]>([
    ['-∞ < mean < ∞', 'Infinity', { kind: 'normal', mean: Infinity, sd: 1 }],
    ['-∞ < values[1] < ∞', 'NaN', { kind: 'empirical', values: [1, nan] }],
    ['sd ≥ 0', '-1', { kind: 'normal', mean: 0, sd: -1 }],
    ['low ≤ mode ≤ high', '0, 3, 2', { kind: 'pert', low: 0, mode: 3, high: 2 }],
    ['0.001 ≤ beta ≤ 1e8', '1e9', { kind: 'beta', alpha: 1, beta: 1e9, low: 0, high: 1 }],
    ['p5 > 0', '0', { kind: 'split', scale: 'log', p5: 0, p50: 1, p95: 2 }],
    ['parts ≥ 1', '0', { kind: 'mixture', parts: [] }],
    ['weight ≥ 0', '-1', { kind: 'mixture', parts: [{ weight: -1, of: normal }] }],
    ['0 < Σ weight < ∞', '0', { kind: 'mixture', parts: [{ weight: 0, of: normal }] }],
    ['P(low..high) > 0', '0', { kind: 'truncated', of: normal, low: 50, high: 60 }],
    ['mean < ∞, variance < ∞', '0, Infinity', { kind: 'normal', mean: 0, sd: 1e200 }],
  ])('expects %s, in no language', (expected, received, d) => {
    expect(validate(d, 'x')).toMatchObject({ ok: false, issues: [{ expected, received }] });
  });

  it('lets nothing through that is ever NaN', () => {
    const wild = fc.oneof(
      fc.double(),
      fc.constantFrom(0, 1, -1, 1e-300, 1e300, -1.7e308, 1.7e308, 5e-324),
      fc.integer({ min: -3, max: 3 }),
    );
    const field = <K extends string>(...names: K[]): fc.Arbitrary<Record<K, number>> =>
      fc
        .tuple(...names.map(() => wild))
        .map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])) as Record<K, number>);
    const leaf: fc.Arbitrary<Distribution> = fc.oneof(
      field('low', 'high').map((f): Distribution => ({ kind: 'uniform', ...f })),
      field('mean', 'sd').map((f): Distribution => ({ kind: 'normal', ...f })),
      field('mu', 'sigma').map((f): Distribution => ({ kind: 'lognormal', ...f })),
      field('p5', 'p50', 'p95').map((f): Distribution => ({ kind: 'split', scale: 'log', ...f })),
      field('p5', 'p50', 'p95').map((f): Distribution => ({ kind: 'split', scale: 'linear', ...f })),
      field('low', 'mode', 'high').map((f): Distribution => ({ kind: 'triangular', ...f })),
      field('low', 'mode', 'high').map((f): Distribution => ({ kind: 'pert', ...f })),
      field('alpha', 'beta', 'low', 'high').map((f): Distribution => ({ kind: 'beta', ...f })),
      field('shape', 'scale').map((f): Distribution => ({ kind: 'gamma', ...f })),
    );
    const tree = fc.oneof(
      leaf,
      fc.tuple(leaf, wild, wild).map(([of, low, high]): Distribution => ({ kind: 'truncated', of, low, high })),
      fc
        .array(fc.record({ weight: wild, of: leaf }), { minLength: 1, maxLength: 3 })
        .map((parts): Distribution => ({ kind: 'mixture', parts })),
    );
    let passed = 0;
    fc.assert(
      fc.property(
        tree,
        wild.filter((x) => !Number.isNaN(x)),
        (d, x) => {
          if (!validate(d, 'x').ok) return;
          passed += 1;
          const values = [0, 1e-12, 0.3, 0.5, 0.7, 1 - 1e-12, 1].map((p) => quantile(d, p));
          expect([...values, cdf(d, x), mean(d), variance(d)].some(Number.isNaN), JSON.stringify(values)).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(50);
  });
});
