import { type Currency, type Dimension, multipliers, prefixes } from './atoms.ts';
import type { QuantityCode, QuantityHint } from './codes.ts';
import type { Issue } from './issue.ts';
import { readUnit, type UnitReading } from './read-unit.ts';
import { ratioOf, sameDimension, type Unit } from './units.ts';

/** Number formats that a peak rate may be stated for. */
export const precisions = [
  'fp64',
  'fp32',
  'tf32',
  'bf16',
  'fp16',
  'fp8',
  'fp6',
  'fp4',
  'mxfp8',
  'mxfp6',
  'mxfp4',
  'nvfp4',
  'int16',
  'int8',
  'int4',
] as const;
export type Precision = (typeof precisions)[number];

/** One text on its way to a value: what was asked, what it said so far, what is wrong with it. */
export interface Reading {
  readonly text: string;
  readonly unit: Unit;
  readonly issues: Issue[];
  currency?: Currency;
  currencyYear?: number;
  precision?: Precision;
  dense?: boolean;
}

/** What stands behind a number: `k USD`, `TFLOP/s bf16 dense`, or nothing. */
export interface Tail {
  readonly multiplier: number | undefined;
  /** Size of the unit in units asked for; absent where no unit is written. */
  readonly ratio: number | undefined;
  /** A prefix is attached to the unit, so that a multiplier before it would be a second one. */
  readonly prefixed: boolean;
}

/**
 * Notes a fault at a place of the text.
 *
 * @param reading what is being read
 * @param code its code, without the leading `quantity/`
 * @param at 0-based place in the text
 * @param words what was expected and received, and the hint where one is due
 */
export function fail(
  { issues }: Reading,
  code: QuantityCode,
  at: number,
  words: { readonly expected?: string | undefined; readonly received?: string | undefined; readonly hint?: QuantityHint | undefined } = {},
): undefined {
  const { expected, received, hint } = words;
  issues.push({
    code: `quantity/${code}`,
    path: '',
    column: at + 1,
    ...(expected === undefined ? {} : { expected: short(expected) }),
    ...(received === undefined ? {} : { received: short(received) }),
    ...(hint === undefined ? {} : { hint: `quantity/${hint}` }),
  });
  return undefined;
}

const short = (words: string): string => (words.length > 200 ? `${words.slice(0, 199)}…` : words);

const isRate = ({ id }: Unit): boolean => id === 'FLOP/s' || id === 'OP/s';

/**
 * How a unit is written in full, which for a peak rate takes its precision along.
 *
 * @param unit the unit asked for
 */
export const inFull = (unit: Unit): string =>
  unit.id === 'OP/s' ? 'OP/s int8 dense' : unit.id === 'FLOP/s' ? 'FLOP/s bf16 dense' : unit.id;

/** Strikes `bf16 dense` off the end of the words and remembers it. */
function takePrecision(reading: Reading, words: RegExpExecArray[]): boolean {
  for (let last = words.at(-1); last !== undefined; last = words.at(-1)) {
    const word = last[0].toLowerCase();
    const precision = precisions.find((each) => each === word);
    if (word === 'sparse' || word === 'sparsity') {
      fail(reading, 'sparse-peak', last.index, { expected: inFull(reading.unit), received: last[0] });
      return false;
    }
    if (word === 'dense') reading.dense = true;
    else if (precision !== undefined && (reading.precision ?? precision) === precision) reading.precision = precision;
    else if (precision !== undefined) {
      fail(reading, 'mixed-units', last.index, { expected: reading.precision, received: precision });
      return false;
    } else return true;
    if (!isRate(reading.unit)) {
      fail(reading, 'unexpected-text', last.index, { expected: reading.unit.id, received: last[0] });
      return false;
    }
    words.pop();
  }
  return true;
}

/** Reads money of another currency as if it were the one asked for; who converts it is told which it is. */
function inAskedCurrency({ dimension, currency }: UnitReading, asked: Unit): Dimension {
  if (currency === undefined || asked.currency === undefined || currency === asked.currency) return dimension;
  if (dimension[asked.currency] !== undefined) return dimension;
  const { [currency]: exponent, ...others } = dimension as Readonly<Record<string, number>>;
  return { ...others, [asked.currency]: exponent };
}

function takeMoney(reading: Reading, read: UnitReading, at: number): boolean {
  if (reading.unit.currency === undefined) return true;
  const currency = read.currency ?? reading.unit.currency;
  if (reading.currency !== undefined && (reading.currency !== currency || reading.currencyYear !== read.currencyYear)) {
    fail(reading, 'mixed-units', at, {
      expected: `${reading.currency}${reading.currencyYear ?? ''}`,
      received: `${currency}${read.currencyYear ?? ''}`,
    });
    return false;
  }
  reading.currency = currency;
  if (read.currencyYear !== undefined) reading.currencyYear = read.currencyYear;
  return true;
}

/** A word for a number, or what joins two numbers, where a unit should be. */
function misuse(
  reading: Reading,
  words: readonly RegExpExecArray[],
): { readonly code: QuantityCode; readonly expected?: string; readonly hint?: QuantityHint } | undefined {
  const first = words[0]?.[0] ?? '';
  if (/^(?:[-–—~～至到]|to$)/.test(first)) return { code: 'dash-range', expected: `a..b ${inFull(reading.unit)}` };
  if (/^(?:±|\+\/?-)/.test(first)) return { code: 'plus-minus', expected: `normal(mean: …, sd: …) ${inFull(reading.unit)}` };
  if (/^(?!1\/)[.,\d'_]/.test(first)) return { code: 'not-a-number', expected: '1234.5', hint: 'digit-groups' };
  const alone = words.length === 1 && reading.unit.isCount;
  if (first === 'B' && (alone || /^\w/.test(words[1]?.[0] ?? ''))) return { code: 'number-word', expected: 'G' };
  return undefined;
}

/** A peak rate lacks its `/s`, or counts integer operations where floating-point ones are meant. */
function rateHint({ FLOP, OP, s }: Dimension, unit: Unit): QuantityHint | undefined {
  if (!isRate(unit) || (FLOP ?? OP) !== 1) return undefined;
  return s === -1 ? 'op-or-flop' : 'per-second';
}

/**
 * What an end of an interval or a parameter of a distribution says itself, and for the rest what the whole says.
 *
 * @param reading what is being read
 * @param own what stands behind this number
 * @param whole what stands behind the whole
 * @param at 0-based place where the number ends
 */
export function inherit(reading: Reading, own: Tail, whole: Tail | undefined, at: number): Tail | undefined {
  if (whole === undefined || own.ratio !== undefined) return own;
  if (own.multiplier === undefined) return whole;
  if (whole.multiplier === undefined && whole.prefixed) return fail(reading, 'mixed-units', at, { hint: 'multiplier-unclear' });
  return { ...whole, multiplier: own.multiplier };
}

/**
 * Reads what stands behind a number.
 *
 * @param reading what is being read
 * @param start 0-based place where the number ends
 * @param end where the tail ends
 */
export function readTail(reading: Reading, start: number, end: number): Tail | undefined {
  const { text, unit } = reading;
  const words = [...text.slice(start, end).matchAll(/\S+/g)];
  for (const word of words) word.index += start;
  const wrong = misuse(reading, words);
  if (wrong) return fail(reading, wrong.code, words[0]!.index, { ...wrong, received: text.slice(start, end).trim() });
  if (!takePrecision(reading, words)) return undefined;

  const first = words[0];
  const multiplier = first && multipliers.has(first[0]) ? prefixes[first[0]] : undefined;
  const from = multiplier === undefined ? first : words[1];
  const last = words.at(-1);
  if (from === undefined || last === undefined) return { multiplier, ratio: undefined, prefixed: false };

  const written = text.slice(from.index, last.index + last[0].length);
  const read = readUnit(written);
  if ('fault' in read) return fail(reading, read.fault, from.index + read.at, read);
  if (!sameDimension(inAskedCurrency(read, unit), unit.dimension)) {
    return fail(reading, 'wrong-dimension', from.index, {
      expected: inFull(unit),
      received: written,
      hint: rateHint(read.dimension, unit),
    });
  }
  if (!takeMoney(reading, read, from.index)) return undefined;
  return { multiplier, ratio: ratioOf(read.factor, unit.factor), prefixed: read.prefixed };
}

/**
 * Whether a peak rate says for which number format it holds and that it is dense.
 *
 * @param reading what was read
 */
export function checkPrecision(reading: Reading): void {
  const { unit, precision, dense, text } = reading;
  if (!isRate(unit)) return;
  const end = text.trimEnd().length;
  const integer = unit.id === 'OP/s';
  if (precision === undefined) fail(reading, 'precision-missing', end, { expected: inFull(unit) });
  else if (precision.startsWith('int') !== integer)
    fail(reading, 'precision-kind', text.toLowerCase().lastIndexOf(precision), { expected: inFull(unit), received: precision });
  else if (dense !== true) fail(reading, 'dense-missing', end, { expected: `${precision} dense` });
}
