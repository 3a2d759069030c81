import { counts, type Dimension } from './atoms.ts';
import { sameDimension, unitIds, unitOf } from './units.ts';

/** Whether it says what is counted and nothing else: chips, and neither watts of chips nor anything by the chip. */
const isCounted = (dimension: Dimension): boolean =>
  Object.entries(dimension).every(([base, exponent]) => counts.has(base) && exponent > 0);

const isPlain = (dimension: Dimension): boolean => sameDimension(dimension, {});

/**
 * The dimension that two figures have together where they may be added or compared. A plain number says as much as one with
 * what it counts behind it, so that it goes with a count of anything. Chips and wafers do not go together, nor does a price with
 * a price by the chip: what is left out there is a division.
 *
 * @param a exponents of one
 * @param b exponents of the other
 * @returns that of the one which says what it counts, or nothing where they measure different things
 */
export const commonDimension = (a: Dimension, b: Dimension): Dimension | undefined => {
  if (sameDimension(a, b)) return a;
  if (isPlain(a) && isCounted(b)) return b;
  return isPlain(b) && isCounted(a) ? a : undefined;
};

/**
 * A dimension as a person reads it: the unit of the table that is made of its bases alone, else those bases.
 *
 * @param dimension exponents of bases
 */
export const dimensionText = (dimension: Dimension): string => {
  const known = unitIds.find((id) => unitOf(id).factor === 1 && sameDimension(unitOf(id).dimension, dimension));
  if (known !== undefined) return known;
  const side = (sign: 1 | -1): string =>
    Object.entries(dimension)
      .filter(([, exponent]) => Math.sign(exponent) === sign)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([base, exponent]) => (Math.abs(exponent) === 1 ? base : `${base}^${Math.abs(exponent)}`))
      .join('·');
  const [above, below] = [side(1), side(-1)];
  return below === '' ? above : `${above === '' ? '1' : above}/${below.includes('·') ? `(${below})` : below}`;
};
