import type { Lever } from './levers.ts';

/**
 * The values that a lever can take, with their unit: `1..1024 chip/node`, `> 0 mm2`.
 *
 * @param lever the lever, or what of it counts here
 */
export const rangeText = ({ unit, low, high }: Pick<Lever, 'unit' | 'low' | 'high'>): string => {
  const bounded = high < Number.MAX_VALUE;
  // The least number above zero stands for zero itself, left out.
  const above = low === Number.MIN_VALUE;
  const least = above ? '> 0' : `≥ ${short(low)}`;
  const range = !bounded ? least : above ? `> 0, ≤ ${short(high)}` : `${short(low)}..${short(high)}`;
  return unit === '1' ? range : `${range} ${unit}`;
};

const manyDigits = 1e6;
const short = (value: number): string => (value >= manyDigits ? value.toExponential().replace('e+', 'e') : String(value));
