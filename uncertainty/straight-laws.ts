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
  // Written as distances from the nearer end, so that nothing cancels where the mode stands at an end.
  const area = (d: number, near: number, far: number): number => {
    if (d <= 0) return 0;
    if (d >= width) return 1;
    if (d < near) return (d / width) * (d / near);
    return near > far ? 1 - ((width - d) / width) * ((width - d) / far) : (d * (2 * width - d) - width * near) / (width * far);
  };
  const reach = (p: number, near: number, far: number): number =>
    p * width <= near ? Math.sqrt(p * width * near) : (width * (near + p * far)) / (width + Math.sqrt((1 - p) * width * far));
  return {
    low,
    high,
    atoms: [],
    discrete: false,
    kinks: peak > 0 && peak < 1 ? [peak] : [],
    cdf: (x) => area(x - low, left, right),
    survival: (x) => area(high - x, right, left),
    lower: (p) => Math.min(high, low + reach(p, left, right)),
    upper: (q) => Math.max(low, high - reach(q, right, left)),
    mean: () => low + (left + width) / 3,
    variance: () => (width * width - left * right) / 18,
  };
}
