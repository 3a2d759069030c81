import { atoms, prefixes } from './atoms.ts';

/** What to say of a word that is no unit. */
export interface Suggestion {
  readonly fault: string;
  readonly expected?: string;
  readonly hint?: string;
}

/** Words that people write, and how the house writes them. */
const words: Readonly<Record<string, string>> = {
  hour: 'h',
  hr: 'h',
  day: 'd',
  wk: 'week',
  mo: 'month',
  year: 'yr',
  yrs: 'yr',
  a: 'yr',
  y: 'yr',
  sec: 's',
  second: 's',
  minute: 'min',
  watt: 'W',
  kilowatt: 'kW',
  megawatt: 'MW',
  gigawatt: 'GW',
  byte: 'B',
  bps: 'bit/s',
  kbps: 'kbit/s',
  mbps: 'Mbit/s',
  gbps: 'Gbit/s',
  tbps: 'Tbit/s',
  dollar: 'USD',
  us$: 'USD',
  $: 'USD',
  euro: 'EUR',
  '€': 'EUR',
  yuan: 'CNY',
  percent: '%',
  pct: '%',
  tok: 'token',
  tpu: 'chip',
  npu: 'chip',
  card: 'chip',
  accelerator: 'chip',
  server: 'node',
  micron: 'um',
  gco2e: 'gCO2',
  kgco2e: 'kgCO2',
  tco2e: 'tCO2',
  卡: 'chip',
  卡时: 'chip h',
  芯片: 'chip',
  美元: 'USD',
};

const chinese: Readonly<Record<string, string>> = { '¥': 'CNY', '￥': 'CNY', RMB: 'CNY', 元: 'CNY', 人民币: 'CNY' };
const numberWords: Readonly<Record<string, string>> = {
  thousand: 'k',
  million: 'M',
  mn: 'M',
  mio: 'M',
  billion: 'G',
  bn: 'G',
  trillion: 'T',
  tn: 'T',
  万: '10 k',
  亿: '100 M',
  万亿: 'T',
};

const isUnit = (text: string): boolean => {
  if (atoms.has(text)) return true;
  const rest = atoms.get(text.slice(1));
  return rest !== undefined && prefixes[text.slice(0, 1)] !== undefined && rest.prefixes.split(' ').includes(text.slice(0, 1));
};

/** The unit that differs from a word only in capitals; of `M` and `m` the mega, which people mean. */
function inOtherCase(text: string): string | undefined {
  const lower = text.toLowerCase();
  for (const symbol of atoms.keys()) {
    if (symbol.toLowerCase() === lower) return symbol;
    if (!lower.endsWith(symbol.toLowerCase())) continue;
    const before = text.slice(0, text.length - symbol.length);
    for (const prefix of [before.toUpperCase(), before.toLowerCase()]) if (isUnit(prefix + symbol)) return prefix + symbol;
  }
  return undefined;
}

/**
 * Finds what a person most likely meant by a word that is no unit.
 *
 * @param word the word
 * @param context the whole unit around it
 */
export function suggestUnit(word: string, context: string): Suggestion {
  if (/^[kMGTPEZ]?(?:FLOP|OP)S$/i.test(word)) {
    const prefix = /^[kMGTPEZ](?=[FO])/i.exec(word)?.[0].toUpperCase().replace('K', 'k') ?? '';
    const integer = !/FLOP/i.test(word);
    return { fault: 'flops-ambiguous', expected: integer ? `${prefix}OP/s int8 dense` : `${prefix}FLOP, ${prefix}FLOP/s bf16 dense` };
  }
  if (/^h(?:ou)?rs?$/i.test(word) && /gpu|chip|card|accelerator/i.test(context)) return { fault: 'gpu-hours', expected: 'chip h' };
  if (/^gpu-?hours?$/i.test(word)) return { fault: 'gpu-hours', expected: 'chip h' };
  if (/[\^]|\*\*/.test(word)) return { fault: 'caret-unit', expected: word.replace(/\^|\*\*/g, '') };
  if (/^[KMGTPE]?i?b$/i.test(word) && word.endsWith('b')) {
    const prefix = word.slice(0, -1).replace(/^K$/, 'k');
    return { fault: 'bit-or-byte', expected: `${prefix}bit, ${prefix}B` };
  }
  if (/^m(?:W|Wh|B|FLOP|USD|CNY|EUR)$/.test(word)) return { fault: 'milli-or-mega', expected: `M${word.slice(1)}` };
  const yuan = chinese[word.toUpperCase()];
  if (yuan !== undefined) return { fault: 'unknown-unit', expected: yuan, hint: 'yuan' };
  const singular = word.toLowerCase().replace(/(?<=..)s$/, '');
  const number = numberWords[singular];
  if (number !== undefined) return { fault: 'number-word', expected: number };
  const meant = inOtherCase(word) ?? words[word.toLowerCase()] ?? words[singular] ?? (isUnit(singular) ? singular : inOtherCase(singular));
  return meant === undefined ? { fault: 'unknown-unit' } : { fault: 'unknown-unit', expected: meant, hint: 'did-you-mean' };
}
