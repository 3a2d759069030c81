import { atoms, findAtom } from './atoms.ts';
import type { QuantityCode, QuantityHint } from './codes.ts';

/** What to say of a word that is no unit. */
export interface Suggestion {
  readonly fault: QuantityCode;
  readonly expected?: string;
  readonly hint?: QuantityHint;
  /** Where the words at fault start, and which they are, where they are more or less than the one word. */
  readonly at?: number;
  readonly received?: string;
}

const pairs = (text: string): ReadonlyMap<string, string> => new Map(text.split(', ').map((pair) => pair.split('=') as [string, string]));

/** Words that people write, in small letters and singular, and how the house writes them. */
const words = pairs(
  'hour=h, hr=h, day=d, wk=week, mo=month, year=yr, a=yr, y=yr, sec=s, second=s, minute=min, watt=W, kilowatt=kW, megawatt=MW, ' +
    'gigawatt=GW, byte=B, bps=bit/s, kbps=kbit/s, mbps=Mbit/s, gbps=Gbit/s, tbps=Tbit/s, dollar=USD, us$=USD, $=USD, euro=EUR, €=EUR, ' +
    'percent=%, pct=%, tok=token, tpu=chip, npu=chip, card=chip, accelerator=chip, server=node, micron=um, gco2e=gCO2, kgco2e=kgCO2, ' +
    'tco2e=tCO2, 卡=chip, 芯片=chip, 卡时=chip h, 芯片时=chip h, 美元=USD, 欧元=EUR, 瓦=W, 千瓦=kW, 兆瓦=MW, 千瓦时=kWh, 度=kWh, 天=d, 小时=h, 年=yr, per=/, 每=/',
);
const yuans: ReadonlySet<string> = new Set(['¥', '￥', 'rmb', '元', '人民币', 'yuan']);
const numbers = pairs('k=k, thousand=k, million=M, mn=M, mio=M, billion=G, bn=G, trillion=T, tn=T, 万=10 k, 亿=100 M, 万亿=T');

/** The unit that differs from a word only in capitals; of `M` and `m` the mega, which people mean. */
function inOtherCase(word: string): string | undefined {
  const lower = word.toLowerCase();
  for (const symbol of atoms.keys()) {
    if (!lower.endsWith(symbol.toLowerCase())) continue;
    const prefix = lower.slice(0, lower.length - symbol.length);
    if (prefix.length > 2) continue;
    for (const written of [prefix.toUpperCase(), prefix, prefix.slice(0, 1).toUpperCase() + prefix.slice(1)]) {
      if (findAtom(written + symbol)) return written + symbol;
    }
  }
  return undefined;
}

/**
 * Tells whether people say a power of ten with a word.
 *
 * @param word the word
 */
export const isNumberWord = (word: string): boolean => word === 'B' || word === 'm' || numbers.has(word.toLowerCase().replace(/s$/, ''));

/** `GPU-hours`, `H800 hrs`, `cards·h`; hours of anything else are only misspelt. */
const chipHours = /(?:[GTN]PU\w*?|chip|card|accelerator|(?:A|B|H|L|V|GB|GH|MI)\d{2,4}\w?)s?[\s*·.-]*h(?:(?:ou)?rs?|ours?)?(?![\w-])/i;

/**
 * What to say of `cm-2` or `s^-1`, which the house writes with a slash.
 *
 * @param unit the whole unit
 */
export function asDivisor(unit: string): Suggestion | undefined {
  const [received, base, exponent] = /^([A-Za-z]+)(?:\^|\*\*)?-([1-3])$/.exec(unit) ?? [];
  return received === undefined
    ? undefined
    : { fault: 'caret-unit', expected: `/${base}${exponent === '1' ? '' : exponent}`, at: 0, received };
}

/** Slips that a correction of the spelling would turn into another quantity. */
function trap(word: string, context: string): Suggestion | undefined {
  const [, prefix, operations] = /^([kMGTPEZ]?)(FLOPS|OPS)$/i.exec(word) ?? [];
  if (prefix !== undefined && operations !== undefined) {
    const size = prefix.toUpperCase().replace('K', 'k');
    const rate = operations.length === 3 ? `${size}OP/s int8 dense` : `${size}FLOP/s bf16 dense`;
    return { fault: 'flops-ambiguous', expected: `${size}${operations.slice(0, -1).toUpperCase()} | ${rate}` };
  }
  const hours = chipHours.exec(context);
  if (hours) return { fault: 'gpu-hours', expected: 'chip h', at: hours.index, received: hours[0] };
  const power = asDivisor(context);
  if (power) return power;
  if (/\^|\*\*/.test(word)) return { fault: 'caret-unit', expected: word.replace(/\^|\*\*/g, '') };
  const [, letter, binary = ''] = /^([KMGTPE]?)(i?)b$/i.exec(word) ?? [];
  if (letter !== undefined && word.endsWith('b')) {
    const size = (letter.toUpperCase() + binary.toLowerCase()).replace(/^K$/, 'k');
    return { fault: 'bit-or-byte', expected: `${size}bit | ${size}B` };
  }
  if (/^m(?:W|Wh|B|FLOP|OP|bit|USD|CNY|EUR)$/.test(word)) return { fault: 'milli-or-mega', expected: `M${word.slice(1)}` };
  return undefined;
}

/**
 * Finds what a person most likely meant by a word that is no unit.
 *
 * @param word the word
 * @param context the whole unit around it
 */
export function suggestUnit(word: string, context: string): Suggestion {
  const slip = trap(word, context);
  if (slip) return slip;
  const [, scale] = /^(万亿|万|亿)./.exec(word) ?? [];
  if (scale !== undefined) return { fault: 'number-word', expected: numbers.get(scale) ?? '', received: scale };
  const lower = word.toLowerCase();
  const singular = lower.replace(/(?<=..)s$/, '');
  if (yuans.has(lower)) return { fault: 'unknown-unit', expected: 'CNY', hint: 'yuan' };
  const number = numbers.get(singular);
  if (number !== undefined) return { fault: 'number-word', expected: number };
  const meant = inOtherCase(word) ?? words.get(lower) ?? words.get(singular) ?? inOtherCase(singular);
  return meant === undefined ? { fault: 'unknown-unit' } : { fault: 'unknown-unit', expected: meant, hint: 'did-you-mean' };
}
