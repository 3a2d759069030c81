import { counts, type Dimension } from './atoms.ts';
import { sameDimension, unitIds, unitOf } from './units.ts';

const withoutCounts = (dimension: Dimension): Dimension =>
  Object.fromEntries(Object.entries(dimension).filter(([base]) => !counts.has(base)));

/**
 * The dimension that two figures have together where they may be added or compared. A plain number says as much as one with
 * what it counts behind it, so that a figure without any count goes with one of any; chips and wafers do not go together.
 *
 * @param a exponents of one
 * @param b exponents of the other
 * @returns that of the one which says what it counts, or nothing where they measure different things
 */
export const commonDimension = (a: Dimension, b: Dimension): Dimension | undefined => {
  if (sameDimension(a, b)) return a;
  if (sameDimension(a, withoutCounts(b))) return b;
  return sameDimension(withoutCounts(a), b) ? a : undefined;
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
