import { prefixes } from './atoms.ts';
import { noteCurrencyFirst } from './number-slips.ts';
import type { Tail } from './read-tail.ts';
import { fail, formOf, inFull, type Reading, spaced } from './reading.ts';
import { scaleBy } from './units.ts';

const digits = /([-+]?)(\d+(?:,\d+)*(?:\.\d+)?(?:e[-+]?\d+)?)/iy;
const thousands = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?:e[-+]?\d+)?$/i;

const skipSpace = (text: string, start: number, end: number): number => {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  return at;
};

/** Why a text that should begin with a number does not. */
function noNumber(reading: Reading, at: number, end: number): undefined {
  if (noteCurrencyFirst(reading, at, end)) return undefined;
  const received = reading.text.slice(at, end).trim();
  if (/^[-+]?\.?(?:nan|inf)/i.test(received)) return fail(reading, 'not-finite', at, { received });
  if (/^(?:[~≈<>≤≥±]|about|approx|circa|ca\b|约|大约)/i.test(received))
    return fail(reading, 'approximate', at, { expected: formOf(reading, 'a..b'), received });
  const expected = formOf(reading, '1234.5');
  return received === '' ? fail(reading, 'empty-argument', at, { expected }) : fail(reading, 'not-a-number', at, { expected, received });
}

/** What a number with misplaced commas may be: with the last one for a decimal point, or with all of them for groups. */
function withoutCommas(written: string): string {
  const last = written.lastIndexOf(',');
  const [before, after] = [written.slice(0, last), written.slice(last + 1)];
  const decimal =
    /^\d+$|^[1-9]\d{0,2}(?:,\d{3})+$/.test(before) && /^\d+(?:e|$)/i.test(after) ? `${before.replaceAll(',', '')}.${after}` : '';
  const joined = /^[1-9]\d*(?:,\d{2,})*,\d{3,}(?![\d,])/.test(written) ? written.replaceAll(',', '') : '';
  return [decimal, joined].filter((each) => each !== '').join(' | ');
}

/** A number and its 0-based places. */
export interface NumberReading {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads one number.
 *
 * @param reading what is being read
 * @param start 0-based place where it may start
 * @param end where it must have ended
 */
export function readNumber(reading: Reading, start: number, end: number): NumberReading | undefined {
  const { text } = reading;
  const at = skipSpace(text, start, end);
  digits.lastIndex = at;
  const match = digits.exec(text);
  if (match === null || digits.lastIndex > end) return noNumber(reading, at, end);
  const [whole, sign, written = ''] = match;
  if (written.includes(',') && !thousands.test(written))
    return fail(reading, 'ambiguous-comma', at + whole.indexOf(','), { expected: withoutCommas(written) || undefined, received: written });
  const value = Number(sign + written.replaceAll(',', ''));
  if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(written.replace(/e.*/i, ''))))
    return fail(reading, 'not-finite', at, { received: whole });
  return { value, start: at, end: digits.lastIndex };
}

/**
 * The value of a number with what stands behind it; a count may do without a unit.
 *
 * @param reading what is being read
 * @param number the number
 * @param tail what stands behind it
 */
export function inUnit(reading: Reading, number: NumberReading, tail: Tail): number | undefined {
  const { unit, text } = reading;
  const { value, start, end } = number;
  const received = spaced(text.slice(start, end), tail.multiplier, tail.unit);
  if (tail.ratio === undefined && !unit.isCount) return fail(reading, 'missing-unit', end, { expected: inFull(reading), received });
  const scaled = scaleBy(value * (prefixes[tail.multiplier] ?? 1), tail.ratio ?? 1);
  return Number.isFinite(scaled) && (scaled !== 0 || value === 0) ? scaled : fail(reading, 'out-of-range', end, { received });
}
