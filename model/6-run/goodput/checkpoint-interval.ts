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

/** Beyond this the root is found as well by substitution, and Newton's start would lose its digits. */
const frequent = 1;
const mostRounds = 60;
/** Where the logarithm and its argument cancel, their difference is summed as a series. */
const cancelling = 0.1;
const terms = 24;

/** -ln(1 - y) - y, to full accuracy. */
const excess = (y: number): number => {
  if (y > cancelling) return -Math.log1p(-y) - y;
  let [sum, power] = [0, y];
  for (let k = 2; k < terms && power > sum * Number.EPSILON; k++) {
    power *= y;
    sum += power / k;
  }
  return sum;
};

/** y with -ln(1 - y) - y = e: that part of the time between failures after which to save. */
const bestShare = (e: number): number => {
  if (e >= frequent) {
    let left = Math.exp(-1 - e);
    for (let round = 0; round < mostRounds; round++) left = Math.exp(left - 1 - e);
    return 1 - left;
  }
  // Both bounds lie right of the root, from where Newton's steps fall towards it.
  let y = Math.min(Math.sqrt(2 * e), -Math.expm1(-1 - e));
  for (let round = 0; round < mostRounds; round++) {
    const next = y - ((excess(y) - e) * (1 - y)) / y;
    const settled = !(next < y * (1 - 4 * Number.EPSILON));
    y = Math.min(y, next);
    if (settled) break;
  }
  return y;
};

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
    exact: quantity(mtbf * bestShare(blocking / mtbf), 's'),
  };
};
