import { documentLimits } from '#catalog';
import type { Checked, Distribution } from '#quantity';
import { median, quantile } from '#uncertainty';
import type { Lever } from './levers.ts';
import { rangeText } from './range-text.ts';

/** Share of the width of a distribution that its computed quantiles may be off. */
const rounding = 1e-9;

/**
 * Checks that a value of a lever is possible: its middle and its 5% and 95% points lie in the range, and a count is a
 * whole number.
 *
 * @param lever the lever
 * @param value a distribution that `validate` accepts
 * @param text as it was written
 * @returns the value, a count cleared of the noise of its multiplication (5.001 k)
 */
export const allowedValue = (
  lever: Pick<Lever, 'unit' | 'low' | 'high' | 'whole'>,
  value: Distribution,
  text: string,
): Checked<Distribution> => {
  const { unit, low, high, whole } = lever;
  const refuse = (code: string, expected: string, hint?: string): Checked<Distribution> => ({
    ok: false,
    issues: [{ code, path: '', expected, received: text.slice(0, documentLimits.received), ...(hint === undefined ? {} : { hint }) }],
  });
  const [p5, p50, p95] = [quantile(value, 0.05), median(value), quantile(value, 0.95)];
  const slack = value.kind === 'point' || value.kind === 'split' ? 0 : rounding * (p95 - p5);
  if (p5 < low - slack || p95 > high + slack) {
    const meantPercent = unit === '1' && low >= 0 && p50 > high && p50 <= 100 && !text.includes('%');
    return refuse('scenario/out-of-range', rangeText(lever), meantPercent ? 'hint/percent' : undefined);
  }
  if (!whole) return { ok: true, value };
  if (!stated(value).every(isWhole)) return refuse('scenario/not-whole', rangeText(lever));
  return { ok: true, value: value.kind === 'point' ? { kind: 'point', value: Math.round(value.value) } : value };
};

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) <= rounding * Math.abs(value);

/** The numbers of a distribution that somebody wrote down as possible outcomes. */
const stated = (value: Distribution): readonly number[] => {
  switch (value.kind) {
    case 'point':
      return [value.value];
    case 'split':
      return [value.p5, value.p95];
    case 'discrete':
      return value.outcomes.map((outcome) => outcome.value);
    case 'empirical':
      return value.values;
    default:
      return [];
  }
};
