import { logComplement, logConcaveRoot, type Tail } from './log-concave-root.ts';
import { logDeviation, logGamma, stirlingError } from './log-gamma.ts';
import { normalQuantile } from './normal.ts';

const LOG_TWO_PI = Math.log(2 * Math.PI);
const TINY = 1e-300;

/** Log of the density of log X at log x, for X of the unit gamma distribution. */
function logDensityOfLog(shape: number, x: number, logX: number): number {
  return shape * logDeviation(x, logX, shape) + 0.5 * (Math.log(shape) - LOG_TWO_PI) - stirlingError(shape);
}

/** Lower tail over x^a exp(-x) / gamma(a), by its power series; for x below shape + 1. */
function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = shape + 1; term > sum * 1e-17; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/** Upper tail over x^a exp(-x) / gamma(a), by Legendre's continued fraction; for x from shape + 1. */
function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1e6; n++) {
    const a = n * (shape - n);
    b += 2;
    d = a * d + b;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = b + a / c;
    if (Math.abs(c) < TINY) c = TINY;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 3e-16) break;
  }
  return value;
}

/**
 * Writes the logarithm of one tail of the unit gamma distribution, and of the density of log X.
 *
 * @param shape shape
 * @param logX logarithm of the point, so that points below the least double still count
 * @param upper whether the upper tail is wanted
 * @param out where to write
 * @source DLMF 8.11.4 and 8.9.2
 */
export function gammaTail(shape: number, logX: number, upper: boolean, out: Tail): void {
  const x = Math.exp(logX);
  const logDensity = logDensityOfLog(shape, x, logX);
  out.logDensity = logDensity;
  if (x < shape + 1) {
    const logLower = Math.min(0, logDensity + Math.log(lowerSeries(shape, x)));
    out.logArea = upper ? logComplement(logLower) : logLower;
  } else {
    const logUpper = Math.min(0, logDensity + Math.log(upperFraction(shape, x)));
    out.logArea = upper ? logUpper : logComplement(logUpper);
  }
}

/**
 * The logarithm of the point that cuts off a tail of the unit gamma distribution.
 *
 * @param shape shape
 * @param p area of the tail, above 0 and at most 1/2
 * @param upper whether the tail is the upper one
 */
export function logGammaQuantile(shape: number, p: number, upper: boolean): number {
  const z = upper ? -normalQuantile(p) : normalQuantile(p);
  // Wilson and Hilferty's cube where it makes sense, else the first term of the lower series.
  const cube = 1 - 1 / (9 * shape) + z / Math.sqrt(9 * shape);
  const start = cube > 0.1 ? Math.log(shape) + 3 * Math.log(cube) : (Math.log(upper ? 1 - p : p) + logGamma(shape + 1)) / shape;
  return logConcaveRoot((t, out) => gammaTail(shape, t, upper, out), upper ? -1 : 1, Math.log(p), start);
}
