import type { Checked, Distribution, Issue } from '#quantity';
import { law } from './law.ts';
import { massBetween } from './law-types.ts';

/** Shapes of beta and gamma outside this range are slow or inexact, and nobody means them. */
const LEAST_SHAPE = 1e-3;
const GREATEST_SHAPE = 1e8;

/** Conditioning on less than this leaves no digits to work with. */
const LEAST_MASS = 1e-280;

/** `expected` is a condition that names the field at fault, alike in all languages. */
type Report = (code: string, field: string, expected: string, received: number | string) => void;

/**
 * Whether a distribution can be evaluated: its own value, or every reason why not.
 *
 * What passes has a finite mean and variance, and none of its quantiles is NaN.
 *
 * @param d what somebody wrote
 * @param path its place in the document
 */
export function validate(d: Distribution, path: string): Checked<Distribution> {
  const issues: Issue[] = [];
  const report: Report = (code, field, expected, received) => {
    issues.push({
      code: `distribution/${code}`,
      path: field === '' ? path : `${path}.${field}`,
      expected,
      received: typeof received === 'number' ? short(received) : received,
    });
  };
  checkFields(d, path, report, issues);
  if (issues.length === 0) checkWhole(d, report);
  return issues.length === 0 ? { ok: true, value: d } : { ok: false, issues };
}

function checkFields(d: Distribution, path: string, report: Report, issues: Issue[]): void {
  const finite = (fields: Readonly<Record<string, number>>): boolean => {
    const bad = Object.entries(fields).filter(([, value]) => !Number.isFinite(value));
    for (const [field, value] of bad) report('not-finite', field, `-∞ < ${field} < ∞`, value);
    return bad.length === 0;
  };
  const rising = (fields: Readonly<Record<string, number>>): void => {
    const values = Object.values(fields);
    const first = values[0] as number;
    const last = values.at(-1) as number;
    if (values.some((value, i) => i > 0 && value < (values[i - 1] as number))) {
      report('order', '', Object.keys(fields).join(' ≤ '), values.map(short).join(', '));
    } else if (Number.isFinite(first) && Number.isFinite(last) && !Number.isFinite(last - first)) {
      report('overflow', '', `${Object.keys(fields).at(-1)} - ${Object.keys(fields)[0]} < 1.8e308`, `${short(first)}, ${short(last)}`);
    }
  };
  const notNegative = (field: string, value: number): void => {
    if (value < 0) report('negative', field, `${field} ≥ 0`, value);
  };
  const shape = (field: string, value: number): void => {
    if (value < LEAST_SHAPE || value > GREATEST_SHAPE)
      report('shape', field, `${short(LEAST_SHAPE)} ≤ ${field} ≤ ${short(GREATEST_SHAPE)}`, value);
  };
  const weights = (field: string, all: readonly number[]): void => {
    if (all.length === 0) return report('empty', field, `${field} ≥ 1`, 0);
    const bad = all.flatMap((weight, i) => (Number.isFinite(weight) && weight >= 0 ? [] : [{ weight, i }]));
    for (const { weight, i } of bad) report('weight', `${field}[${i}].weight`, 'weight ≥ 0', weight);
    const total = all.reduce((sum, weight) => sum + weight, 0);
    if (bad.length === 0 && !(total > 0 && total < Number.POSITIVE_INFINITY)) report('no-weight', field, '0 < Σ weight < ∞', total);
  };
  const values = (field: string, all: readonly { readonly at: string; readonly value: number }[]): void => {
    for (const { at, value } of all) if (!Number.isFinite(value)) report('not-finite', `${field}${at}`, `-∞ < ${field}${at} < ∞`, value);
  };

  switch (d.kind) {
    case 'point':
      finite({ value: d.value });
      return;
    case 'uniform':
      if (finite({ low: d.low, high: d.high })) rising({ low: d.low, high: d.high });
      return;
    case 'normal':
      if (finite({ mean: d.mean, sd: d.sd })) notNegative('sd', d.sd);
      return;
    case 'lognormal':
      if (finite({ mu: d.mu, sigma: d.sigma })) notNegative('sigma', d.sigma);
      return;
    case 'split':
      if (!finite({ p5: d.p5, p50: d.p50, p95: d.p95 })) return;
      rising({ p5: d.p5, p50: d.p50, p95: d.p95 });
      if (d.scale === 'log' && d.p5 <= 0) report('not-positive', 'p5', 'p5 > 0', d.p5);
      return;
    case 'triangular':
    case 'pert':
      if (finite({ low: d.low, mode: d.mode, high: d.high })) rising({ low: d.low, mode: d.mode, high: d.high });
      return;
    case 'beta':
      if (!finite({ alpha: d.alpha, beta: d.beta, low: d.low, high: d.high })) return;
      rising({ low: d.low, high: d.high });
      shape('alpha', d.alpha);
      shape('beta', d.beta);
      return;
    case 'gamma':
      if (!finite({ shape: d.shape, scale: d.scale })) return;
      shape('shape', d.shape);
      if (d.scale <= 0) report('not-positive', 'scale', 'scale > 0', d.scale);
      return;
    case 'mixture':
      weights(
        'parts',
        d.parts.map(({ weight }) => weight),
      );
      d.parts.forEach((part, i) => {
        const checked = validate(part.of, `${path}.parts[${i}].of`);
        if (!checked.ok) issues.push(...checked.issues);
      });
      return;
    case 'truncated': {
      const checked = validate(d.of, `${path}.of`);
      if (!checked.ok) issues.push(...checked.issues);
      // An open side is written as an infinity.
      for (const field of ['low', 'high'] as const) if (Number.isNaN(d[field])) report('not-finite', field, `-∞ ≤ ${field} ≤ ∞`, d[field]);
      rising({ low: d.low, high: d.high });
      return;
    }
    case 'empirical':
      if (d.values.length === 0) report('empty', 'values', 'values ≥ 1', 0);
      values(
        'values',
        d.values.map((value, i) => ({ at: `[${i}]`, value })),
      );
      return;
    case 'discrete':
      weights(
        'outcomes',
        d.outcomes.map(({ weight }) => weight),
      );
      values(
        'outcomes',
        d.outcomes.map(({ value }, i) => ({ at: `[${i}].value`, value })),
      );
      return;
  }
}

/** What no single field shows: an interval that holds nothing, numbers that leave the range of a double. */
function checkWhole(d: Distribution, report: Report): void {
  if (d.kind === 'truncated') {
    const mass = massBetween(law(d.of), d.low, d.high);
    if (!(mass > LEAST_MASS)) return report('no-mass', '', 'P(low..high) > 0', mass);
  }
  const whole = law(d);
  const mean = whole.mean();
  const variance = whole.variance();
  if (!Number.isFinite(mean) || !Number.isFinite(variance))
    report('overflow', '', 'mean < ∞, variance < ∞', `${short(mean)}, ${short(variance)}`);
}

/** 1e8 for 100000000. */
function short(value: number): string {
  const exponential = value.toExponential().replace('e+', 'e');
  return Math.abs(value) >= 1e6 && exponential.length < String(value).length ? exponential : String(value);
}
