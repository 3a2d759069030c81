import { multipliers } from './atoms.ts';
import type { QuantityCode } from './codes.ts';
import { type Edit, fail, formOf, inFull, type Reading, spaced, tidy, type Words } from './reading.ts';
import { isNumberWord } from './suggest-unit.ts';

/** A slip and its 0-based place. */
interface Slip extends Words {
  readonly code: QuantityCode;
  readonly at: number;
}

const plusMinus = /±|\+\/?-/;
const joint = /(?:[-–—~至到]|\bto\b)\s*(?=[-+.]?\d)/;
const amount = /^\s*([\d.,]+(?:e[-+]?\d+)?)\s*([^\s\d/]*)(.*)$/is;
/** `1 000 000`, `1'000.5`, `1.234,5`: groups of three behind one and the same sign, and a decimal point or comma that is another. */
const grouped = /^([-+]?\d{1,3})(([ '_.,])\d{3}(?:\3\d{3})*)(?:(?!\3)[.,](\d+))?(?![\d.,'_])/;

const amountOf = (number: string): number => Number(number.replaceAll(',', ''));

/** `700 ± 20 W` as bounds and as a normal law; in `700 W ± 5 %` the share is one of the number. */
function apart(number: string, own: string, far: string): readonly string[] {
  const [, written = '', first = '', more = ''] = amount.exec(far) ?? [];
  const unit = (first + more).trim();
  const relative = unit === '%' && own !== '' && own !== '%';
  if (!relative && own !== '' && unit !== '' && own !== unit && !unit.startsWith(`${own} `)) return [];
  const middle = amountOf(number);
  const by = relative ? (middle * amountOf(written)) / 100 : amountOf(written);
  const behind = relative || unit === '' ? own : unit;
  const ends = `${tidy(middle - by)}..${tidy(middle + by)}`;
  return [spaced(ends, behind), `normal(mean: ${spaced(tidy(middle), behind)}, sd: ${spaced(tidy(by), behind)})`];
}

/** `20-30 k` is 20 k to 30 k: what scales the second number scales the first. */
function ranged(number: string, own: string, far: string): string {
  const [, written = far, word = '', more = ''] = amount.exec(far) ?? [];
  const shared = own === '' && (multipliers.has(word) || isNumberWord(word)) ? word : own;
  return `${spaced(number, shared)}..${spaced(written, word + more)}`;
}

function findSlip(reading: Reading, start: number, end: number, to: number): Slip | undefined {
  const { text, unit } = reading;
  const number = text.slice(start, end).trim();
  const tail = text.slice(end, to);
  const received = text.slice(start, to).trim();
  const whole = (words: readonly string[]): readonly Edit[] | undefined =>
    number === '' || words.length === 0 ? undefined : words.map((each) => ({ from: start, to, words: each }));
  const first = tail.trimStart();
  const place = to - first.length;

  const between = plusMinus.exec(tail);
  if (between) {
    const { 0: sign, index } = between;
    const words = apart(number, tail.slice(0, index).trim(), tail.slice(index + sign.length));
    return {
      code: 'plus-minus',
      at: end + index,
      expected: `${formOf(reading, 'a..b')} | normal(mean: …, sd: …)`,
      received,
      edits: whole(words),
    };
  }
  // `cm-2` is a power, not an interval.
  const dash = /^\s*[A-Za-z]+(?:\^|\*\*)?-[1-3]\s*$/.test(tail) && !/^\s*[kMGTPEZ]-/.test(tail) ? null : joint.exec(tail);
  const at = dash?.index ?? (/^(?:[-–—~至到]|to(?:\s|$))/.test(first) ? place - end : undefined);
  if (at !== undefined) {
    const words = dash ? [ranged(number, tail.slice(0, at).trim(), tail.slice(at + dash[0].length))] : [];
    return { code: 'dash-range', at: end + at, expected: formOf(reading, 'a..b'), received, edits: whole(words) };
  }
  if (/^(?!1\/)[.,\d'_]/.test(first)) {
    const [all = '', head = '', groups = '', , decimals] = grouped.exec(text.slice(start, to)) ?? [];
    const words = head + groups.replace(/\D/g, '') + (decimals === undefined ? '' : `.${decimals}`);
    return { code: 'digit-groups', at: place, received, edits: all === '' ? undefined : [{ from: start, to: start + all.length, words }] };
  }
  const [word = '', next] = first.split(/\s+/, 2);
  const meant = word === 'B' ? 'G' : word === 'm' && unit.dimension.m === undefined ? 'M' : undefined;
  if (meant === undefined || !(next === undefined || next === '' ? unit.isCount || unit.currency !== undefined : /^\w/.test(next)))
    return undefined;
  const words = spaced(meant, next ? '' : inFull(reading));
  const edits = [{ from: end, to: place + 1, words: ` ${words}` }];
  return { code: 'number-word', at: place, expected: meant, received: word, edits };
}

/**
 * Notes what stands behind a number where its unit should be: a second number, or a letter that people take for a power of ten.
 *
 * @param reading what is being read
 * @param start 0-based place where the number starts; where it ends if there is none
 * @param end where the number ends
 * @param to where what stands behind it ends
 * @returns whether there was such a slip
 */
export function noteSlip(reading: Reading, start: number, end: number, to: number): boolean {
  const slip = findSlip(reading, start, end, to);
  if (slip) fail(reading, slip.code, slip.at, slip);
  return slip !== undefined;
}

const signs: ReadonlyMap<string, string> = new Map([
  ['$', 'USD'],
  ['US$', 'USD'],
  ['€', 'EUR'],
  ['¥', 'CNY'],
  ['￥', 'CNY'],
  ['RMB', 'CNY'],
]);
const signFirst = /^\s*(US\$|[$¥￥€]|USD|CNY|EUR|RMB)\s*(?=[-+.]?\d)/;

/**
 * Notes a currency that stands before its number, and moves it to where the house has it.
 *
 * @param reading what is being read
 * @param start 0-based place where the number or interval starts
 * @param end where it ends
 * @returns whether there was one
 */
export function noteCurrencyFirst(reading: Reading, start: number, end: number): boolean {
  const written = reading.text.slice(start, end);
  const [before, sign] = signFirst.exec(written) ?? [];
  if (before === undefined || sign === undefined) return false;
  const rest = written.slice(before.length).replaceAll(sign, '');
  const cut = rest.search(/\/|\bper\b|每|$/);
  const money = rest.slice(0, cut).replace(/(\d)(?=[A-Za-z])(?!e[-+]?\d)/gi, '$1 ');
  const per = rest.slice(cut).trimEnd();
  const words = spaced(money, signs.get(sign) ?? sign) + per.replace(/^(?:per|每)\s*/, '/');
  const at = start + before.search(/\S/);
  fail(reading, 'currency-first', at, {
    expected: inFull(reading) || undefined,
    received: written.trim(),
    edits: [{ from: at, to: end, words }],
  });
  return true;
}
