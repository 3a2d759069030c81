import { type Quantity, quantity } from '#quantity';

export interface CheckpointIntervalInput {
  /** Time for which a checkpoint blocks training. */
  readonly blocking: Quantity<'s'>;
  /** Mean time between failures that it guards against. */
  readonly mtbf: Quantity<'s'>;
  /** From a failure to the first new step. */
  readonly restart: Quantity<'s'>;
}

/** Work between two checkpoints by four rules; all but the last are approximations for rare failures. */
export interface CheckpointInterval {
  readonly young: Quantity<'s'>;
  readonly daly: Quantity<'s'>;
  /** The rule that maximises availability to first order. */
  readonly availability: Quantity<'s'>;
  /** The best there is while failures come at a constant rate. */
  readonly exact: Quantity<'s'>;
}

/** Where failures come more often than this, in units of the blocking time, Newton's steps are the shorter way. */
const frequent = 1;
/** Below this the first terms of the series give every digit. */
const rare = 0.06;
const [fewTerms, allTerms] = [12, 28];

/**
 * The root y of -ln(1 - y) - y = p^2/2 as a power series in p, from y y' = p (1 - y). It converges to 2 sqrt(pi), far beyond
 * where it is used.
 */
const series = ((): Float64Array => {
  const c = new Float64Array(allTerms + 1);
  c[1] = 1;
  for (let n = 2; n <= allTerms; n++) {
    let products = 0;
    for (let i = 2; i < n; i++) products += c[i]! * c[n + 1 - i]!;
    c[n] = -c[n - 1]! / (n + 1) - products / 2;
  }
  return c;
})();

/** y with -ln(1 - y) - y = e: that part of the time between failures after which to save. */
const bestShare = (e: number): number => {
  if (e >= frequent) {
    const z = Math.exp(-1 - e);
    let left = z * (1 + z * (1 + 1.5 * z));
    for (let round = 0; round < 2; round++) {
      const power = z * Math.exp(left);
      left -= (left - power) / (1 - power);
    }
    return 1 - left;
  }
  const p = Math.sqrt(2 * e);
  let y = 0;
  for (let n = e < rare ? fewTerms : allTerms; n > 0; n--) y = (y + series[n]!) * p;
  return y;
};

/**
 * Work between two checkpoints that keeps the greatest share of time.
 *
 * @equation \tau = m \left(1 + W_0\left(-e^{-1 - \delta/m}\right)\right)
 * @source daly-2006
 * @param blocking time for which a checkpoint blocks, in s
 * @param mtbf mean time between failures, in s
 */
export const bestInterval = (blocking: number, mtbf: number): number => mtbf * bestShare(blocking / mtbf);

/**
 * How long to work between two checkpoints, by Young, by Daly, for availability, and exactly. The exact one solves where
 * the derivative of the share of time kept is nought; it does not depend on the time to restart.
 *
 * @equation \tau = m \left(1 + W_0\left(-e^{-1 - \delta/m}\right)\right), \quad \tau_{Young} = \sqrt{2 \delta m}, \quad \tau_{avail} = \delta + \sqrt{2 (m + R) \delta + \delta^2}
 * @source young-1974 daly-2006 checkpoint-availability
 * @param input blocking time, failures, restart
 */
export const checkpointInterval = ({ blocking, mtbf, restart }: CheckpointIntervalInput): CheckpointInterval => {
  const young = Math.sqrt(2 * blocking * mtbf);
  const half = blocking / (2 * mtbf);
  const root = Math.sqrt(half);
  return {
    young: quantity(young, 's'),
    daly: quantity(half < 1 ? young * (1 + root / 3 + half / 9) - blocking : mtbf, 's'),
    availability: quantity(blocking + Math.sqrt(2 * (mtbf + restart) * blocking + blocking * blocking), 's'),
    exact: quantity(bestInterval(blocking, mtbf), 's'),
  };
};
