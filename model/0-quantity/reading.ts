import type { Currency } from './atoms.ts';
import type { QuantityCode, QuantityHint } from './codes.ts';
import type { Issue } from './issue.ts';
import type { Precision } from './read-tail.ts';
import type { Unit } from './units.ts';

/** A change of the text: what stands from one 0-based place up to another becomes these words. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** One text on its way to a value: what was asked, what it said so far, what is wrong with it. */
export interface Reading {
  readonly text: string;
  readonly unit: Unit;
  readonly issues: Issue[];
  /** How a fault may be mended, each change by itself; no entry where that would be a guess. */
  readonly edits: Map<Issue, readonly Edit[]>;
  currency?: Currency;
  currencyYear?: number;
  precision?: Precision;
  dense?: boolean;
}

/** What is known of a fault. */
export interface Words {
  readonly expected?: string | undefined;
  readonly received?: string | undefined;
  readonly hint?: QuantityHint | undefined;
  readonly edits?: readonly Edit[] | undefined;
}

/** The greatest length of what an issue quotes. */
export const longestQuote = 200;
const short = (words: string): string => (words.length > longestQuote ? `${words.slice(0, longestQuote - 1)}…` : words);

/**
 * Notes a fault at a place of the text.
 *
 * @param reading what is being read
 * @param code its code, without the leading `quantity/`
 * @param at 0-based place in the text
 * @param words what was expected and received, the hint where one is due, and the ways to mend it
 */
export function fail({ issues, edits }: Reading, code: QuantityCode, at: number, words: Words = {}): undefined {
  const { expected, received, hint } = words;
  const issue: Issue = {
    code: `quantity/${code}`,
    path: '',
    column: at + 1,
    ...(expected === undefined ? {} : { expected: short(expected) }),
    ...(received === undefined ? {} : { received: short(received) }),
    ...(hint === undefined ? {} : { hint: `quantity/${hint}` }),
  };
  issues.push(issue);
  if (words.edits !== undefined) edits.set(issue, words.edits);
  return undefined;
}

/**
 * Tells whether a unit is one of peak rates, which state a number format.
 *
 * @param unit the unit
 */
export const isRate = ({ id }: Unit): boolean => id === 'FLOP/s' || id === 'OP/s';

/**
 * How the unit asked for is written in full, which for a peak rate takes its number format along; empty for a plain number.
 *
 * @param reading what is being read: a format that it has named stays
 */
export function inFull({ unit, precision }: Reading): string {
  if (!isRate(unit)) return unit.id === '1' ? '' : unit.id;
  const integer = unit.id === 'OP/s';
  const named = precision?.startsWith('int') === integer ? precision : undefined;
  return `${unit.id} ${named ?? (integer ? 'int8' : 'bf16')} dense`;
}

/**
 * A form to fill in, with the unit asked for behind it: `a..b W`.
 *
 * @param reading what is being read
 * @param form the form
 */
export const formOf = (reading: Reading, form: string): string => spaced(form, inFull(reading));

/**
 * Joins the parts of a quantity with single spaces, whichever are there.
 *
 * @param parts number, multiplier, unit
 */
export const spaced = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');

/**
 * A number without the noise of binary fractions in its last digits.
 *
 * @param value the number
 */
export const tidy = (value: number): string => String(Number(value.toPrecision(12)));
