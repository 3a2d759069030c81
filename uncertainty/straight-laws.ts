import type { Law } from './law-types.ts';

/**
 * The uniform law.
 *
 * @param low lower end
 * @param high upper end, above low
 */
export function uniformLaw(low: number, high: number): Law {
  const width = high - low;
  return {
    low,
    high,
    atoms: [],
    discrete: false,
    kinks: [],
    cdf: (x) => Math.min(1, Math.max(0, (x - low) / width)),
    survival: (x) => Math.min(1, Math.max(0, (high - x) / width)),
    lower: (p) => Math.min(high, low + p * width),
    upper: (q) => Math.max(low, high - q * width),
    mean: () => low + width / 2,
    variance: () => (width * width) / 12,
  };
}

/**
 * The triangular law.
 *
 * @param low lower end
 * @param mode peak, from low to high
 * @param high upper end, above low
 */
export function triangularLaw(low: number, mode: number, high: number): Law {
  const width = high - low;
  const left = mode - low;
  const right = high - mode;
  const peak = left / width;
  const fall = right / width;
  // In shares of the width and from the nearer end: nothing cancels where the mode stands at an end, nothing overflows.
  const area = (t: number, near: number, far: number): number => {
    if (t <= 0) return 0;
    if (t >= 1) return 1;
    if (t < near) return t * (t / near);
    return near > far ? 1 - (1 - t) * ((1 - t) / far) : (t * (2 - t) - near) / far;
  };
  const reach = (p: number, near: number, far: number): number =>
    p <= near ? Math.sqrt(p * near) : (near + p * far) / (1 + Math.sqrt((1 - p) * far));
  return {
    low,
    high,
    atoms: [],
    discrete: false,
    kinks: peak > 0 && peak < 1 ? [peak] : [],
    cdf: (x) => area((x - low) / width, peak, fall),
    survival: (x) => area((high - x) / width, fall, peak),
    lower: (p) => Math.min(high, low + width * reach(p, peak, fall)),
    upper: (q) => Math.max(low, high - width * reach(q, fall, peak)),
    mean: () => low + (left + width) / 3,
    variance: () => (width * width - left * right) / 18,
  };
}
