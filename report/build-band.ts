import type { ResolvedLever } from '#scenario';
import { Quantiles, quantile } from '#uncertainty';
import type { Estimate } from './answer.ts';

type Band = NonNullable<Estimate['band']>;

/** The points of a band, from any quantile function. */
export const bandAt = (at: (p: number) => number): Band => ({
  p2_5: at(0.025),
  p5: at(0.05),
  p10: at(0.1),
  p25: at(0.25),
  p50: at(0.5),
  p75: at(0.75),
  p90: at(0.9),
  p95: at(0.95),
  p97_5: at(0.975),
});

/**
 * The band of draws. Those without bound (a job that never ends, a limit that does not arise) are its upper tail, and
 * not left out of it; those without a value (NaN) are left out.
 */
export const bandOf = (draws: Float64Array): Band => {
  const finite = new Quantiles();
  let unbounded = 0;
  for (const draw of draws)
    if (draw < Number.POSITIVE_INFINITY) finite.push(draw);
    else if (draw === Number.POSITIVE_INFINITY) unbounded++;
  const share = finite.count / (finite.count + unbounded);
  return bandAt((p) => (share > 0 && p <= share ? finite.quantile(p / share) : Number.POSITIVE_INFINITY));
};

/** An input: the median of its distribution, and the band where it is not certain. */
export const leverEstimate = ({ lever, value, distribution }: ResolvedLever): Estimate =>
  distribution.kind === 'point' ? { value, unit: lever.unit } : { value, unit: lever.unit, band: bandAt((p) => quantile(distribution, p)) };
