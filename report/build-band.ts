import type { ResolvedLever } from '#scenario';
import { quantile, selectQuantiles } from '#uncertainty';
import type { Estimate, Histogram } from './answer.ts';

type Band = NonNullable<Estimate['band']>;

/** The shares of a band, in rising order. */
const shares = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975];

const bandFrom = (at: (place: number) => number): Band => ({
  p2_5: at(0),
  p5: at(1),
  p10: at(2),
  p25: at(3),
  p50: at(4),
  p75: at(5),
  p90: at(6),
  p95: at(7),
  p97_5: at(8),
});

/** The points of a band, from any quantile function. */
export const bandAt = (at: (share: number) => number): Band => bandFrom((place) => at(shares[place] as number));

let scratch = new Float64Array(0);

/** Draws with a bound, in memory that the next call writes over; those without a value (NaN) are left out. */
interface Bounded {
  readonly values: Float64Array;
  readonly least: number;
  readonly most: number;
  /** Draws without bound. */
  readonly unbounded: number;
}

const boundedOf = (draws: Float64Array): Bounded => {
  if (scratch.length < draws.length) scratch = new Float64Array(draws.length);
  let [finite, unbounded] = [0, 0];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < draws.length; i++) {
    const draw = draws[i] as number;
    if (draw < Number.POSITIVE_INFINITY) {
      scratch[finite++] = draw;
      if (draw < least) least = draw;
      if (draw > most) most = draw;
    } else if (draw === Number.POSITIVE_INFINITY) unbounded++;
  }
  return { values: scratch.subarray(0, finite), least, most, unbounded };
};

/**
 * The band of draws. Those without bound (a job that never ends, a limit that does not arise) are its upper tail, and
 * not left out of it; those without a value (NaN) are left out.
 */
export const bandOf = (draws: Float64Array): Band => {
  const { values, least, most, unbounded } = boundedOf(draws);
  if (unbounded === 0 && least === most) return bandFrom(() => least);
  const share = values.length / (values.length + unbounded);
  const within = shares.filter((p) => share > 0 && p <= share);
  const points =
    within.length === 0
      ? []
      : selectQuantiles(
          values,
          within.map((p) => p / share),
        );
  return bandFrom((place) => points[place] ?? Number.POSITIVE_INFINITY);
};

/** Bins of a histogram, and the shares of samples left out of them at either end, where a long tail would press the rest together. */
const bins = 24;
const ends = [0.005, 0.995];

/** How draws are spread; nothing where they do not vary. */
export const histogramOf = (draws: Float64Array): Histogram | undefined => {
  const { values, least, most } = boundedOf(draws);
  if (!(least < most)) return undefined;
  const [from = 0, to = 0] = selectQuantiles(values, ends);
  if (!(from < to && from > Number.NEGATIVE_INFINITY)) return undefined;
  const counts = new Array<number>(bins).fill(0);
  let [below, above] = [0, 0];
  // By index: a million draws of each figure, and an iterator takes several times as long.
  for (let i = 0; i < draws.length; i++) {
    const draw = draws[i] as number;
    if (draw < from) below++;
    else if (draw > to) above++;
    else if (!Number.isNaN(draw)) counts[Math.min(bins - 1, Math.floor(((draw - from) / (to - from)) * bins))]! += 1;
  }
  return { from, to, counts, below, above };
};

/** An input: the median of its distribution, and the band where it is not certain. */
export const leverEstimate = ({ lever, value, distribution }: ResolvedLever): Estimate =>
  distribution.kind === 'point'
    ? { value, unit: lever.unit }
    : { value, unit: lever.unit, band: bandFrom((place) => quantile(distribution, shares[place] as number)) };
