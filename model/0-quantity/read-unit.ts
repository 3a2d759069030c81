import { atoms, type Currency, currencies, type Dimension, findAtom, timesDimension } from './atoms.ts';
import type { QuantityCode, QuantityHint } from './codes.ts';
import { asDivisor, suggestUnit } from './suggest-unit.ts';

/** A unit as written, resolved: its size in bases, its dimension, and the money it speaks of. */
export interface UnitReading {
  readonly factor: number;
  readonly dimension: Dimension;
  /** A prefix is attached to one of its symbols. */
  readonly prefixed: boolean;
  readonly currency?: Currency;
  /** Year whose money is meant: `USD2024`. */
  readonly currencyYear?: number;
}

/** Why a unit could not be read, and where in its text. */
export interface UnitFault {
  readonly fault: QuantityCode;
  /** 0-based, in the text of the unit. */
  readonly at: number;
  readonly received: string;
  readonly expected?: string;
  readonly hint?: QuantityHint;
}

const currencyOfYear = /^(.*(?:USD|CNY|EUR))((?:19|20)\d\d)$/;
const word = /[^\s/-]+/g;

/**
 * Reads a unit such as `GB/s/mm`, `chip h` or `USD2024/kWh`: symbols joined by a space or a hyphen are
 * multiplied, each slash divides by all up to the next one.
 *
 * @param text the unit alone
 */
export function readUnit(text: string): UnitReading | UnitFault {
  let dimension: Dimension = {};
  let factor = 1;
  let currency: Currency | undefined;
  let currencyYear: number | undefined;
  let prefixed = false;
  let start = 0;
  for (const [index, segment] of text.split('/').entries()) {
    const side = index === 0 ? 1 : -1;
    const whole = segment.trim();
    if (whole === '' && (index > 0 || text.length === 1)) return { fault: 'unknown-unit', at: start, received: text };
    const symbols: Iterable<{ readonly 0: string; readonly index: number }> = atoms.has(whole)
      ? [{ 0: whole, index: segment.indexOf(whole) }]
      : segment.matchAll(word);
    for (const { 0: written, index: offset } of symbols) {
      const dated = currencyOfYear.exec(written);
      const symbol = dated?.[1] ?? written;
      const read = findAtom(symbol);
      // A share of something is a number of its own: `45 %`, `3 %/yr`, but not `45 % W`.
      const lonely = symbol === '%' || symbol === '1';
      if (!read) return { at: start + offset, received: written, ...suggestUnit(written, text) };
      if (lonely && (index > 0 || whole !== symbol)) {
        const rest = text.replace(symbol, '').replace(/^[\s/-]+|[\s/-]+$/g, '');
        return { fault: 'two-units', at: start + offset, received: text, expected: `${symbol} | ${rest}`, ...asDivisor(text) };
      }
      const { atom, scale, power } = read;
      prefixed ||= scale !== 1;
      factor *= (atom.factor * scale) ** (side * power);
      dimension = timesDimension(dimension, atom.dimension, side * power);
      const spoken = currencies.find((each) => atom.dimension[each] === 1);
      currency ??= spoken;
      if (dated) currencyYear = Number(dated[2]);
    }
    start += segment.length + 1;
  }
  return {
    factor,
    dimension,
    prefixed,
    ...(currency === undefined ? {} : { currency }),
    ...(currencyYear === undefined ? {} : { currencyYear }),
  };
}
