import { type Checked, parseQuantity, type UnitId } from '#quantity';
import type { Stated } from './claim.ts';

/** How a figure is claimed. */
export const statedForms = ['about', 'over', 'atLeast', 'under', 'atMost'] as const;
export type StatedForm = (typeof statedForms)[number];

/** What a written figure allows: an open end is infinite. */
export interface Tolerated {
  readonly low: number;
  readonly high: number;
  /** The figure itself, where there is one. */
  readonly at: number;
  readonly form: StatedForm;
  /** "More than" and "less than" leave out the line itself, unless the words hedge. */
  readonly strict: boolean;
  readonly text: string;
}

/** Counts and prices are meant to a tenth, however many digits they have. */
const countTolerance = 0.1;

/** Half of the last digit that is not a trailing zero: 40 is meant to within 5, 2.4 to within 0.05. */
const halfDigit = (text: string): number => {
  const [digits = ''] = /\d[\d,]*(\.\d+)?/.exec(text) ?? [];
  const [whole = '', part] = digits.replaceAll(',', '').split('.');
  if (part !== undefined) return 0.5 * 10 ** -part.length;
  const zeros = /0*$/.exec(whole)?.[0].length ?? 0;
  return 0.5 * 10 ** (zeros === whole.length ? 0 : zeros);
};

const middle = (text: string, unit: UnitId): Checked<number> => {
  const read = parseQuantity(text, unit);
  if (!read.ok) return read;
  const { value } = read.value;
  return value.kind === 'point'
    ? { ok: true, value: value.value }
    : { ok: false, issues: [{ code: 'claims/one-number', path: '', received: text }] };
};

/**
 * The interval that a figure allows by the way in which it is written: half of its last digit to both sides, a tenth for
 * counts and prices, twice that where it is hedged; open to one side after words such as "over".
 */
export const tolerated = (stated: Stated, unit: UnitId): Checked<Tolerated> => {
  const given = statedForms.filter((key) => stated[key] !== undefined);
  const [form] = given;
  if (form === undefined || given.length > 1)
    return { ok: false, issues: [{ code: 'claims/one-form', path: '', received: given.join(', ') }] };
  const text = stated[form] as string;
  const read = middle(text, unit);
  if (!read.ok) return { ok: false, issues: read.issues.map((issue) => ({ ...issue, path: form })) };
  const at = read.value;
  const digits = /\d[\d,]*(\.\d+)?/.exec(text)?.[0].replaceAll(',', '') ?? '0';
  const half = stated.count === true ? Math.abs(at) * countTolerance : (halfDigit(text) / (Number(digits) || 1)) * Math.abs(at);
  const width = half * (stated.hedged === true ? 2 : 1);
  const strict = (form === 'over' || form === 'under') && stated.hedged !== true;
  const signed = (low: number, high: number): Checked<Tolerated> => ({ ok: true, value: { low, high, at, form, strict, text } });
  switch (form) {
    case 'about':
      return signed(at - width, at + width);
    case 'over':
    case 'atLeast':
      // "Over 20%" is not refuted by 19.8: the digits of a bound are rounded like any other, where it is hedged.
      return signed(stated.hedged === true ? at - width : at, Number.POSITIVE_INFINITY);
    default:
      return signed(Number.NEGATIVE_INFINITY, stated.hedged === true ? at + width : at);
  }
};
