import { formatInterval, formatQuantity } from '#quantity';
import type { Lever } from './levers.ts';

/** No bound has more digits than this, and rounding noise begins behind it. */
const digits = 12;

/**
 * The values that a lever can take, as a scenario would write them: `1..1,024 chip/node`, `> 0 mm2`.
 *
 * @param lever the lever, or what of it counts here
 */
export const rangeText = ({ unit, low, high }: Pick<Lever, 'unit' | 'low' | 'high'>): string => {
  const bounded = high < Number.MAX_VALUE;
  // The least number above zero stands for zero itself, left out.
  const above = low === Number.MIN_VALUE;
  if (bounded && !above) return formatInterval(low, high, unit, { digits });
  if (bounded) return `> 0, ≤ ${formatQuantity(high, unit, { digits })}`;
  return above ? `> ${formatQuantity(0, unit)}` : `≥ ${formatQuantity(low, unit, { digits })}`;
};
