import { fail, inFull, type Reading, type Tail } from './read-tail.ts';
import { scaleBy } from './units.ts';

const digits = /([-+]?)(\d+(?:,\d+)*(?:\.\d+)?(?:e[-+]?\d+)?)/iy;
const thousands = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?:e[-+]?\d+)?$/i;

const skipSpace = (text: string, start: number, end: number): number => {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  return at;
};

const signs: ReadonlyMap<string, string> = new Map([
  ['$', 'USD'],
  ['US$', 'USD'],
  ['€', 'EUR'],
  ['¥', 'CNY'],
  ['￥', 'CNY'],
  ['RMB', 'CNY'],
]);
const signFirst = /^(US\$|[$¥￥€]|USD|CNY|EUR|RMB)\s*([\d.,]+)(\s*[kMGT](?![A-Za-z]))?(.*)$/;

/** Why a text that should begin with a number does not. */
function noNumber(reading: Reading, at: number, end: number): undefined {
  const received = reading.text.slice(at, end).trim();
  const asked = inFull(reading.unit);
  const [, sign, number, multiplier = '', rest] = signFirst.exec(received) ?? [];
  if (sign !== undefined)
    return fail(reading, 'currency-first', at, { expected: `${number}${multiplier} ${signs.get(sign) ?? sign}${rest}`, received });
  if (/^[-+]?\.?(?:nan|inf)/i.test(received)) return fail(reading, 'not-finite', at, { received });
  if (/^(?:[~≈<>≤≥±]|about|approx|circa|ca\b|约|大约)/i.test(received))
    return fail(reading, 'approximate', at, { expected: `a..b ${asked}`, received });
  return fail(reading, received === '' ? 'missing-argument' : 'not-a-number', at, { expected: `1234.5 ${asked}`, received });
}

/**
 * Reads one number.
 *
 * @param reading what is being read
 * @param start 0-based place where it may start
 * @param end where it must have ended
 */
export function readNumber(reading: Reading, start: number, end: number): { readonly value: number; readonly end: number } | undefined {
  const { text } = reading;
  const at = skipSpace(text, start, end);
  digits.lastIndex = at;
  const match = digits.exec(text);
  if (match === null || digits.lastIndex > end) return noNumber(reading, at, end);
  const [whole, sign, written = ''] = match;
  if (written.includes(',') && !thousands.test(written))
    return fail(reading, 'ambiguous-comma', at + whole.indexOf(','), { expected: written.replace(',', '.'), received: written });
  const value = Number(sign + written.replaceAll(',', ''));
  if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(written.replace(/e.*/i, ''))))
    return fail(reading, 'not-finite', at, { received: whole });
  return { value, end: digits.lastIndex };
}

/**
 * The value of a number with what stands behind it; a count may do without a unit.
 *
 * @param reading what is being read
 * @param value the number
 * @param tail what stands behind it
 * @param at 0-based place where the number ends
 */
export function inUnit(reading: Reading, value: number, tail: Tail, at: number): number | undefined {
  const { unit } = reading;
  if (tail.ratio === undefined && !unit.isCount) return fail(reading, 'missing-unit', at, { expected: inFull(unit) });
  const scaled = scaleBy(value * (tail.multiplier ?? 1), tail.ratio ?? 1);
  return Number.isFinite(scaled) && (scaled !== 0 || value === 0) ? scaled : fail(reading, 'not-finite', at);
}
