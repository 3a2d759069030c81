import type { Distribution } from '#quantity';
import type { Law } from './law-types.ts';
import { NORMAL_PEAK, normalArea, normalCdf, normalQuantile, Z95 } from './normal.ts';

/**
 * The normal law.
 *
 * @param mean mean
 * @param sd standard deviation, above 0
 */
export function normalLaw(mean: number, sd: number): Law {
  return {
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    atoms: [],
    discrete: false,
    kinks: [],
    cdf: (x) => normalCdf((x - mean) / sd),
    survival: (x) => normalCdf((mean - x) / sd),
    lower: (p) => mean + sd * normalQuantile(p),
    upper: (q) => mean - sd * normalQuantile(q),
    mean: () => mean,
    variance: () => sd * sd,
  };
}

/**
 * The lognormal law.
 *
 * @param mu mean of log X
 * @param sigma standard deviation of log X, above 0
 */
export function lognormalLaw(mu: number, sigma: number): Law {
  return {
    low: 0,
    high: Number.POSITIVE_INFINITY,
    atoms: [],
    discrete: false,
    kinks: [],
    cdf: (x) => (x <= 0 ? 0 : normalCdf((Math.log(x) - mu) / sigma)),
    survival: (x) => (x <= 0 ? 1 : normalCdf((mu - Math.log(x)) / sigma)),
    lower: (p) => Math.exp(mu + sigma * normalQuantile(p)),
    upper: (q) => Math.exp(mu - sigma * normalQuantile(q)),
    mean: () => Math.exp(mu + (sigma * sigma) / 2),
    variance: () => Math.expm1(sigma * sigma) * Math.exp(2 * mu + sigma * sigma),
  };
}

/**
 * Two half-normals that meet at the median, in linear or log scale.
 *
 * @param d a split distribution with p5 below p95
 */
export function splitLaw(d: Extract<Distribution, { kind: 'split' }>): Law {
  return d.scale === 'log' ? splitLogLaw(d.p5, d.p50, d.p95) : splitLinearLaw(d.p5, d.p50, d.p95);
}

/** What both scales share: a side of no width leaves its half of the probability at the median. */
function halves(median: number, left: number, right: number): Pick<Law, 'atoms' | 'discrete' | 'kinks'> {
  return { atoms: left === 0 || right === 0 ? [{ value: median, mass: 0.5 }] : [], discrete: false, kinks: [0.5] };
}

/** The standard score of a distance from the median; infinite past a side of no width. */
function score(distance: number, left: number, right: number): number {
  if (distance === 0) return 0;
  return distance / (distance < 0 ? left : right);
}

function splitLinearLaw(p5: number, median: number, p95: number): Law {
  const left = (median - p5) / Z95;
  const right = (p95 - median) / Z95;
  const shift = (right - left) * NORMAL_PEAK;
  return {
    ...halves(median, left, right),
    low: left > 0 ? Number.NEGATIVE_INFINITY : median,
    high: right > 0 ? Number.POSITIVE_INFINITY : median,
    cdf: (x) => (x === median && right === 0 ? 1 : normalCdf(score(x - median, left, right))),
    survival: (x) => (x === median && right === 0 ? 0 : normalCdf(-score(x - median, left, right))),
    lower: (p) => (left === 0 ? median : median + left * normalQuantile(p)),
    upper: (q) => (right === 0 ? median : median - right * normalQuantile(q)),
    mean: () => median + shift,
    variance: () => (left * left + right * right) / 2 - shift * shift,
  };
}

function splitLogLaw(p5: number, median: number, p95: number): Law {
  const left = Math.log(median / p5) / Z95;
  const right = Math.log(p95 / median) / Z95;
  const logScore = (x: number): number => score(Math.log(x / median), left, right);
  // E[(X / median)^k] - 1; the halves are E[exp(s Z); Z > 0] = exp(s^2 / 2) Phi(s), less 1/2 each.
  const half = (s: number): number => Math.expm1((s * s) / 2) * normalCdf(s) + normalArea(s);
  const excess = (k: number): number => half(-k * left) + half(k * right);
  return {
    ...halves(median, left, right),
    low: left > 0 ? 0 : median,
    high: right > 0 ? Number.POSITIVE_INFINITY : median,
    cdf: (x) => (x <= 0 ? 0 : x === median && right === 0 ? 1 : normalCdf(logScore(x))),
    survival: (x) => (x <= 0 ? 1 : x === median && right === 0 ? 0 : normalCdf(-logScore(x))),
    lower: (p) => (left === 0 ? median : median * Math.exp(left * normalQuantile(p))),
    upper: (q) => (right === 0 ? median : median * Math.exp(-right * normalQuantile(q))),
    mean: () => median + median * excess(1),
    variance: () => {
      // Below 1e-8 the curvature of the exponential is lost in rounding anyway.
      const shift = (right - left) * NORMAL_PEAK;
      const small = Math.max(left, right) < 1e-8;
      const relative = small ? (left * left + right * right) / 2 - shift * shift : excess(2) - 2 * excess(1) - excess(1) ** 2;
      return median * median * relative;
    },
  };
}
