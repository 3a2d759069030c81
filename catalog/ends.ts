import type { Distribution } from '#quantity';
import { quantile } from '#uncertainty';

/** 5% and 95% points, exactly as stated where a distribution states them: a share of 100% must not become more by rounding. */
export const ends = (value: Distribution): readonly [p5: number, p95: number] =>
  value.kind === 'split' ? [value.p5, value.p95] : [quantile(value, 0.05), quantile(value, 0.95)];
