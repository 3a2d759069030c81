import type { Currency } from './atoms.ts';
import type { Distribution } from './distribution.ts';
import type { Checked, Issue } from './issue.ts';
import { checkPrecision, type Precision } from './read-tail.ts';
import { readValue } from './read-value.ts';
import { type Edit, fail, formOf, longestQuote, type Reading } from './reading.ts';
import { type UnitId, unitOf } from './units.ts';

/** What a text says, in the unit asked for. */
export interface ParsedQuantity {
  /** In `unit`; where `currency` is another than the one of `unit`, in that currency: see `convertMoney`. */
  readonly value: Distribution;
  readonly unit: UnitId;
  /** Currency of the text, where `unit` speaks of one. */
  readonly currency?: Currency;
  /** Year whose money is meant, where the text says so: `10 USD2024`. */
  readonly currencyYear?: number;
  /** Number format of a peak rate. */
  readonly precision?: Precision;
  /** As it was written. */
  readonly text: string;
}

const longest = 2000;

/** Letters that people type for an ASCII one; each is one character, so that columns stay true. */
const alike: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  µ: 'u',
  μ: 'u',
  '²': '2',
  '₂': '2',
  '−': '-',
};

/** Faults whose mend is worth the whole text as it should be. */
const offering: ReadonlySet<string> = new Set(
  // biome-ignore format: a list of words
  ['full-width', 'digit-groups', 'plus-minus', 'dash-range', 'interval-reversed', 'currency-first', 'number-word', 'unit-not-last']
    .map((code) => `quantity/${code}`),
);

/** One text may hold this many slips and still be mended: `¥5–6万/块` has four. */
const slips = 6;

/**
 * Reads what people write for a number with its unit: `700 W`, `989 TFLOP/s bf16 dense`, `0.08..0.12 /cm2`
 * (5% to 95%), `20 k..33.8 k..45 k USD` (with the median between), `lognormal(p5: 20 k USD, p95: 60 k USD)`.
 *
 * @param text what somebody wrote
 * @param unit the unit wanted; anything of the same dimension is converted to it
 * @returns the value, or every fault with its column in the text; it never throws on what somebody wrote
 */
export function parseQuantity(text: string, unit: UnitId): Checked<ParsedQuantity> {
  const { value, reading } = attempt(text, unit);
  return value === undefined ? { ok: false, issues: withMends(reading) } : { ok: true, value };
}

function attempt(text: string, unit: UnitId): { readonly value: ParsedQuantity | undefined; readonly reading: Reading } {
  const usual = /^[\t\n\r -~]*$/.test(text.slice(0, longest));
  const plain = usual ? text : text.slice(0, longest).replace(/[^ -~]/g, (letter) => alike[letter] ?? letter);
  const reading: Reading = { text: plain, unit: unitOf(unit), issues: [], edits: new Map() };
  const wide = usual ? null : /[\u3000\uff01-\uff5e]/.exec(plain);
  if (text.length > longest) fail(reading, 'too-long', longest, { expected: `≤ ${longest}`, received: `${text.length}` });
  else if (text.trim() === '') fail(reading, 'empty', 0, { expected: formOf(reading, '1234.5') });
  else if (wide) {
    const words = narrow(plain);
    fail(reading, 'full-width', wide.index, { expected: words, received: wide[0], edits: [{ from: 0, to: plain.length, words }] });
  } else {
    const value = readValue(reading, 0, plain.length, 0);
    if (value !== undefined) checkPrecision(reading);
    if (value !== undefined && reading.issues.length === 0) {
      const { currency, currencyYear, precision } = reading;
      return {
        reading,
        value: {
          value,
          unit,
          ...(currency === undefined ? {} : { currency }),
          ...(currencyYear === undefined ? {} : { currencyYear }),
          ...(precision === undefined ? {} : { precision }),
          text,
        },
      };
    }
  }
  return { value: undefined, reading };
}

/** Says of the issues how the whole text should read: only what can be read itself is offered. */
function withMends(reading: Reading): readonly Issue[] {
  const { issues, edits } = reading;
  const first = issues.find((issue) => offering.has(issue.code) && edits.has(issue));
  if (first === undefined) return issues;
  const mended = (edits.get(first) ?? []).map((edit) => mend(reading, edit));
  const expected = mended.join(' | ');
  if (mended.includes(undefined) || expected.length > longestQuote) return issues;
  return issues.map((issue) => (offering.has(issue.code) && edits.has(issue) ? { ...issue, expected } : issue));
}

function mend({ text, unit }: Reading, edit: Edit): string | undefined {
  let words = changed(text, edit);
  for (let left = slips; left > 0; left--) {
    const { value, reading } = attempt(words, unit.id);
    if (value !== undefined) return words.trim();
    const [issue] = reading.issues;
    const [next, other] = (issue && reading.edits.get(issue)) ?? [];
    if (next === undefined || other !== undefined) return undefined;
    words = changed(reading.text, next);
  }
  return undefined;
}

const changed = (text: string, { from, to, words }: Edit): string => text.slice(0, from) + words + text.slice(to);

const narrow = (text: string): string =>
  text.replace(/[\u3000\uff01-\uff5e]/g, (letter) => (letter === '\u3000' ? ' ' : String.fromCharCode(letter.charCodeAt(0) - 0xfee0)));
