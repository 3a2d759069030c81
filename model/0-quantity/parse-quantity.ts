import type { Currency } from './atoms.ts';
import type { Distribution } from './distribution.ts';
import type { Checked } from './issue.ts';
import { checkPrecision, fail, inFull, type Precision, type Reading } from './read-tail.ts';
import { readValue } from './read-value.ts';
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

/**
 * Reads what people write for a number with its unit: `700 W`, `989 TFLOP/s bf16 dense`, `0.08..0.12 /cm2`
 * (5% to 95%), `20 k..33.8 k..45 k USD` (with the median between), `lognormal(p5: 20 k USD, p95: 60 k USD)`.
 *
 * @param text what somebody wrote
 * @param unit the unit wanted; anything of the same dimension is converted to it
 * @returns the value, or every fault with its column in the text; it never throws on what somebody wrote
 */
export function parseQuantity(text: string, unit: UnitId): Checked<ParsedQuantity> {
  const usual = /^[\t\n\r -~]*$/.test(text.slice(0, longest));
  const plain = usual ? text : text.slice(0, longest).replace(/[^ -~]/g, (letter) => alike[letter] ?? letter);
  const reading: Reading = { text: plain, unit: unitOf(unit), issues: [] };
  const wide = usual ? null : /[\u3000\uff01-\uff5e]/.exec(plain);
  if (text.length > longest) fail(reading, 'too-long', longest, { expected: `≤ ${longest}`, received: `${text.length}` });
  else if (text.trim() === '') fail(reading, 'empty', 0, { expected: `1234.5 ${inFull(reading.unit)}` });
  else if (wide) fail(reading, 'full-width', wide.index, { expected: narrow(plain), received: wide[0] });
  else {
    const value = readValue(reading, 0, plain.length, 0);
    if (value !== undefined) checkPrecision(reading);
    if (value !== undefined && reading.issues.length === 0) {
      const { currency, currencyYear, precision } = reading;
      return {
        ok: true,
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
  return { ok: false, issues: reading.issues };
}

const narrow = (text: string): string =>
  text.replace(/[\u3000\uff01-\uff5e]/g, (letter) => (letter === '\u3000' ? ' ' : String.fromCharCode(letter.charCodeAt(0) - 0xfee0)));
