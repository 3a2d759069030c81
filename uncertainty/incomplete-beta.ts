import { logComplement, logConcaveRoot, type Tail } from './log-concave-root.ts';
import { logDeviation, stirlingError } from './log-gamma.ts';

const LOG_TWO_PI = Math.log(2 * Math.PI);
const TINY = 1e-300;

/** log(1 / (1 + exp(-t))). */
function logLogistic(t: number): number {
  return t < 0 ? t - Math.log1p(Math.exp(t)) : -Math.log1p(Math.exp(-t));
}

/** Lower tail over x^a (1 - x)^b / (a B(a, b)); converges fast for x below (a + 1) / (a + b + 2). */
function lowerFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let value = d;
  for (let m = 1; m < 1e6; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = 1 + even / c;
    if (Math.abs(c) < TINY) c = TINY;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = 1 + odd / c;
    if (Math.abs(c) < TINY) c = TINY;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return value;
}

/** The parameters of a beta distribution with what every evaluation needs of them. */
export interface BetaShape {
  readonly a: number;
  readonly b: number;
  readonly logScale: number;
}

/**
 * Prepares a beta distribution on (0, 1).
 *
 * @param a first shape
 * @param b second shape
 */
export function betaShape(a: number, b: number): BetaShape {
  const logScale =
    0.5 * (Math.log(a) + Math.log(b) - Math.log(a + b) - LOG_TWO_PI) + stirlingError(a + b) - stirlingError(a) - stirlingError(b);
  return { a, b, logScale };
}

/**
 * Writes the logarithm of one tail of a beta distribution, and of the density of logit X.
 *
 * @param shape the distribution
 * @param logit log(x / (1 - x)), so that points next to 0 and next to 1 are told apart equally well
 * @param upper whether the upper tail is wanted
 * @param out where to write
 * @source DLMF 8.17.22
 */
export function betaTail(shape: BetaShape, logit: number, upper: boolean, out: Tail): void {
  const { a, b } = shape;
  const x = 1 / (1 + Math.exp(-logit));
  const y = 1 / (1 + Math.exp(logit));
  const n = a + b;
  const logDensity = a * logDeviation(x, logLogistic(logit), a / n) + b * logDeviation(y, logLogistic(-logit), b / n) + shape.logScale;
  out.logDensity = logDensity;
  if (x < (a + 1) / (n + 2)) {
    const logLower = Math.min(0, logDensity - Math.log(a) + Math.log(lowerFraction(a, b, x)));
    out.logArea = upper ? logComplement(logLower) : logLower;
  } else {
    const logUpper = Math.min(0, logDensity - Math.log(b) + Math.log(lowerFraction(b, a, y)));
    out.logArea = upper ? logUpper : logComplement(logUpper);
  }
}

/**
 * The logit of the point that cuts off a tail of a beta distribution.
 *
 * @param shape the distribution
 * @param p area of the tail, above 0 and at most 1/2
 * @param upper whether the tail is the upper one
 */
export function logitBetaQuantile(shape: BetaShape, p: number, upper: boolean): number {
  const start = Math.log(shape.a) - Math.log(shape.b);
  return logConcaveRoot((t, out) => betaTail(shape, t, upper, out), upper ? -1 : 1, Math.log(p), start);
}
