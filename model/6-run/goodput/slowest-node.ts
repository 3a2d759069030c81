import { type Quantity, quantity } from '#quantity';

export interface SlowestNodeInput {
  /** Servers that wait for one another at every step. */
  readonly nodes: Quantity<'node'>;
  /** Spread of the time of a step from server to server, as a share of it. */
  readonly jitter: Quantity<'1'>;
  /** Share of servers that are slow without having failed. */
  readonly slowShare: Quantity<'1'>;
  /** By how much their steps take longer. */
  readonly slowdown: Quantity<'1'>;
}

export interface SlowestNode {
  /** By how much a step takes longer than on the average sound server. */
  readonly delay: Quantity<'1'>;
  /** Share of time lost to waiting. */
  readonly lost: Quantity<'1'>;
  /** What the delay comes from for the larger part. */
  readonly binding: 'jitter' | 'slow';
}

const farthest = 9;
const steps = 4096;
/** Beyond this score the tail is summed as a continued fraction, before it as a series. */
const intoTail = 2.5;
const fractions = 60;

const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/** Upper tail of the standard normal distribution. */
const upperTail = (z: number): number => {
  if (z < -intoTail) return 1 - upperTail(-z);
  if (z > intoTail) {
    let fraction = z;
    for (let k = fractions; k > 0; k--) fraction = z + k / fraction;
    return density(z) / fraction;
  }
  let [term, sum] = [z, z];
  for (let k = 1; Math.abs(term) > Number.EPSILON * Math.abs(sum) && k < 200; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return 0.5 - density(z) * sum;
};

/** Mean of the greatest of n draws of which a share is shifted, in units of their spread: the integral of 1 - F^n. */
const meanOfGreatest = (nodes: number, share: number, shift: number): number => {
  const [low, high] = [-farthest, farthest + shift];
  const width = (high - low) / steps;
  let sum = 0;
  for (let at = 0; at < steps; at++) {
    const z = low + (at + 0.5) * width;
    const above = (1 - share) * upperTail(z) + share * upperTail(z - shift);
    sum -= Math.expm1(nodes * Math.log1p(-above));
  }
  return low + sum * width;
};

/** By how much a step takes longer where the slowest server is one that stands apart, or none is. */
export const delayOfSlow = (nodes: number, slowShare: number, slowdown: number): number =>
  slowdown * -Math.expm1(nodes * Math.log1p(-slowShare));

/**
 * What it costs that every step waits for the slowest server: the mean of the greatest of as many normal draws as there
 * are servers, of which a few stand apart.
 *
 * @equation \Delta = \int_0^\infty \left(1 - F(t)^n\right) dt - \int_{-\infty}^0 F(t)^n\, dt, \quad F(t) = (1-p)\,\Phi(t/\sigma) + p\,\Phi((t-x)/\sigma)
 * @source order-statistics section 4.2
 * @param input servers, their jitter, and those that are slow
 */
export const slowestNode = ({ nodes, jitter, slowShare, slowdown }: SlowestNodeInput): SlowestNode => {
  // Without jitter the greatest of the draws is a slow server or none.
  const slow = delayOfSlow(nodes, slowShare, slowdown);
  const delay = jitter > 0 ? Math.max(0, jitter * meanOfGreatest(nodes, slowShare, slowdown / jitter)) : slow;
  return {
    delay: quantity(delay, '1'),
    lost: quantity(delay / (1 + delay), '1'),
    binding: 2 * slow >= delay ? 'slow' : 'jitter',
  };
};
