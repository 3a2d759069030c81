import { type Dimension, multipliers, prefixes } from './atoms.ts';
import type { QuantityHint } from './codes.ts';
import { noteSlip } from './number-slips.ts';
import { readUnit, type UnitFault, type UnitReading } from './read-unit.ts';
import { type Edit, fail, inFull, isRate, type Reading, spaced, tidy } from './reading.ts';
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

/** What stands behind a number: `k USD`, `TFLOP/s bf16 dense`, or nothing. */
export interface Tail {
  /** `k`, `M`, `G` and so on, or empty. */
  readonly multiplier: string;
  /** Size of the unit in units asked for; absent where no unit is written. */
  readonly ratio: number | undefined;
  /** A prefix is attached to the unit, so that a multiplier before it would be a second one. */
  readonly prefixed: boolean;
  /** The unit as it is written, or empty. */
  readonly unit: string;
}

/** Strikes `bf16 dense` off the end of the words and remembers it. */
function takePrecision(reading: Reading, words: RegExpExecArray[]): boolean {
  for (let last = words.at(-1); last !== undefined; last = words.at(-1)) {
    const word = last[0].toLowerCase();
    const precision = precisions.find((each) => each === word);
    if (word === 'sparse' || word === 'sparsity') {
      const named = reading.precision ?? precisions.find((each) => words.some((other) => other[0].toLowerCase() === each));
      fail(reading, 'sparse-peak', last.index, { expected: spaced(named ?? '', 'dense'), received: last[0] });
      return false;
    }
    if (word === 'dense') reading.dense = true;
    else if (precision !== undefined && (reading.precision ?? precision) === precision) reading.precision = precision;
    else if (precision !== undefined) {
      fail(reading, 'mixed-precisions', last.index, { expected: reading.precision, received: precision });
      return false;
    } else return true;
    if (!isRate(reading.unit)) {
      fail(reading, 'stray-precision', last.index, { received: last[0] });
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
  if (own.multiplier === '') return whole;
  if (whole.multiplier === '' && whole.prefixed)
    return fail(reading, 'multiplier-unclear', at, { expected: whole.unit, received: own.multiplier });
  return { ...whole, multiplier: own.multiplier };
}

/** Words for ten thousand and its kin have no letter of their own: they take the number before them along. */
const inTens = /^(\d+) (\w)$/;
const mendable: ReadonlySet<string> = new Set(['number-word', 'gpu-hours', 'caret-unit']);

/** Notes the fault of a unit, and how it is mended where that is plain. */
function noteUnit(reading: Reading, number: { readonly start: number; readonly end: number }, place: number, read: UnitFault): undefined {
  const { text, precision } = reading;
  const { fault, at, received, hint } = read;
  const from = place + at;
  const to = from + received.length;
  const expected = read.expected?.replace(/bf16|int8/, (usual) =>
    precision !== undefined && precision.startsWith('int') === (usual === 'int8') ? precision : usual,
  );
  // What ran together with the number or with the next word is parted from it.
  const before = /\d/.test(text[from - 1] ?? '') ? ' ' : '';
  const behind = /[^\s./-]/.test(text[to] ?? ' ') ? ' ' : '';
  const [, tens, letter] = inTens.exec(expected ?? '') ?? [];
  const written = text.slice(number.start, number.end).replaceAll(',', '').trim();
  if (tens !== undefined && letter !== undefined && written !== '') {
    const words = inPrefix(Number(written) * Number(tens) * (prefixes[letter] ?? 1));
    return fail(reading, fault, from, { expected: words, received, edits: [{ from: number.start, to, words: words + behind }] });
  }
  const edit: Edit = expected === '/' ? per(text, from, to) : { from, to, words: before + expected + behind };
  const plain = expected !== undefined && tens === undefined && (hint !== undefined || mendable.has(fault));
  return fail(reading, fault, from, {
    expected: expected ?? (inFull(reading) || undefined),
    received,
    hint,
    edits: plain ? [edit] : undefined,
  });
}

/** `USD per kWh` is `USD/kWh`. */
const per = (text: string, from: number, to: number): Edit => ({
  from: text.slice(0, from).trimEnd().length,
  to: text.length - text.slice(to).trimStart().length,
  words: '/',
});

/** `27.88 M` for 27,880,000. */
function inPrefix(value: number): string {
  const prefix = ['T', 'G', 'M', 'k'].find((each) => Math.abs(value) >= (prefixes[each] ?? 1)) ?? '';
  return spaced(tidy(value / (prefixes[prefix] ?? 1)), prefix);
}

/**
 * Reads what stands behind a number.
 *
 * @param reading what is being read
 * @param start 0-based place where the number ends
 * @param end where the tail ends
 * @param number where the number starts, if there is one
 */
export function readTail(reading: Reading, start: number, end: number, number: number = start): Tail | undefined {
  const { text, unit } = reading;
  if (noteSlip(reading, number, start, end)) return undefined;
  const words = [...text.slice(start, end).matchAll(/\S+/g)];
  for (const word of words) word.index += start;
  if (!takePrecision(reading, words)) return undefined;

  const first = words[0];
  const multiplier = first && multipliers.has(first[0]) ? first[0] : '';
  const from = multiplier === '' ? first : words[1];
  const last = words.at(-1);
  if (from === undefined || last === undefined) return { multiplier, ratio: undefined, prefixed: false, unit: '' };

  const written = text.slice(from.index, last.index + last[0].length);
  const read = readUnit(written);
  if ('fault' in read) return noteUnit(reading, { start: multiplier === '' ? number : start, end: start }, from.index, read);
  if (!sameDimension(inAskedCurrency(read, unit), unit.dimension)) {
    return fail(reading, 'wrong-dimension', from.index, {
      expected: inFull(reading) || undefined,
      received: written,
      hint: rateHint(read.dimension, unit),
    });
  }
  if (!takeMoney(reading, read, from.index)) return undefined;
  return { multiplier, ratio: ratioOf(read.factor, unit.factor), prefixed: read.prefixed, unit: written };
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
  if (precision === undefined) fail(reading, 'precision-missing', end, { expected: inFull(reading) });
  else if (precision.startsWith('int') !== integer)
    fail(reading, 'precision-kind', text.toLowerCase().lastIndexOf(precision), { expected: inFull(reading), received: precision });
  else if (dense !== true) fail(reading, 'dense-missing', end, { expected: `${precision} dense` });
}
