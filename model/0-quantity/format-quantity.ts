import { counts, prefixes } from './atoms.ts';
import type { Precision } from './read-tail.ts';
import { convert, ratioOf, sameDimension, type UnitId, unitOf } from './units.ts';

/** How to write a quantity. */
export interface FormatOptions {
  /** English is the language of the files and can be read back; Chinese counts by 万 and 亿. */
  readonly lang?: 'en' | 'zh';
  /** Significant digits, 1 to 15; 3 if left out. Digits before the point of an unscaled number are kept. */
  readonly digits?: number;
  /** A pure number is a share and reads in per cent. */
  readonly percent?: boolean;
  /** Number format of a peak rate: without it a rate cannot be read back. */
  readonly precision?: Precision;
}

/** One size in which a unit is read: from which value on, how many units it holds, what stands behind the number. */
interface Size {
  readonly from: number;
  readonly factor: number;
  readonly name: string;
}

const size = (factor: number, name: string, from = factor): Size => ({ factor, name, from });
const factorOf = (prefix: string): number => prefixes[prefix] ?? 1;

const attached = (unit: string, small = ''): Size[] => [...small, '', ...'kMGTPEZ'].map((prefix) => size(factorOf(prefix), prefix + unit));
const apart = (unit: string, thousand: boolean): Size[] => [
  size(1, unit),
  ...(thousand ? [size(1e3, `k ${unit}`, 1e4)] : []),
  ...['M', 'G', 'T'].map((prefix) => size(factorOf(prefix), `${prefix} ${unit}`.trimEnd())),
];
const byMyriads = (unit: string, from: number): Size[] => [
  size(1, unit),
  size(1e4, `万${unit}`, from),
  size(1e8, `亿${unit}`),
  size(1e12, `万亿${unit}`),
];

const spans = { min: 120, h: 2 * 3600, d: 2 * 86_400, month: 90 * 86_400, yr: 3 * 365.25 * 86_400 };
const time = (names: readonly string[]): Size[] => [
  size(1, names[0] ?? ''),
  ...Object.entries(spans).map(([unit, from], index) =>
    size(unit === 'min' ? 60 : convert(1, unit as UnitId, 's'), names[index + 1] ?? '', from),
  ),
];

/** Words of a Chinese text; what is not here is written by its symbol. */
const chinese: Readonly<Partial<Record<UnitId, string>>> = {
  USD: '美元',
  CNY: '元',
  EUR: '欧元',
  'USD/wafer': '美元/片',
  'USD/die': '美元/颗',
  'USD/yr': '美元/年',
  'USD/kWh': '美元/千瓦时',
  'USD/W': '美元/瓦',
  'USD/chip-h': '美元/芯片时',
  'CNY/USD': '元/美元',
  'EUR/USD': '欧元/美元',
  '1/yr': '/年',
  '1/node-d': '次/节点·天',
  chip: '颗芯片',
  'chip-h': '芯片时',
  'chip/node': '颗芯片/节点',
  wafer: '片晶圆',
  'wafer/month': '片晶圆/月',
  'wafer/d': '片晶圆/天',
  'wafer/h': '片晶圆/小时',
  die: '颗裸片',
  'die/wafer': '颗裸片/晶圆',
  node: '个节点',
  'node-d': '节点·天',
  stack: '个堆栈',
  token: '词元',
  'token/s': '词元/秒',
  mask: '块掩模',
  exposure: '次曝光',
  layer: '层',
  acre: '英亩',
};

const english: Readonly<Partial<Record<UnitId, readonly Size[]>>> = {
  s: time(['s', 'min', 'h', 'd', 'month', 'yr']),
  J: attached('J', 'fpnum'),
  'J/FLOP': attached('J/FLOP', 'fpnum'),
  Wh: attached('Wh').slice(0, 5),
  kWh: ['kWh', 'MWh', 'GWh', 'TWh'].map((name, index) => size(1e3 ** index, name)),
  gCO2: ['gCO2', 'kgCO2', 'tCO2', 'ktCO2', 'MtCO2', 'GtCO2'].map((name, index) => size(1e3 ** index, name)),
  W: attached('W').slice(0, 5),
  'W/chip': attached('W/chip').slice(0, 5),
  'USD/B': [size(1e-9, 'USD/GB'), size(1, 'USD/B')],
  'USD/token': [size(1e-6, 'USD/Mtoken'), size(1, 'USD/token')],
};
const spansInChinese = time(['秒', '分钟', '小时', '天', '个月', '年']);

const perCent: readonly Size[] = [size(0.01, '%', 0)];

function sizesOf(id: UnitId, chineseText: boolean): readonly Size[] {
  const { currency } = unitOf(id);
  const leading = id.split(/[/-]/, 1)[0] ?? '';
  const counted = counts.has(leading);
  const name = chineseText ? (chinese[id] ?? id) : id === 'chip-h' ? 'chip h' : id;
  if (chineseText) {
    if (id === 's') return spansInChinese;
    if (id === '1') return byMyriads('', 1e5);
    if (counted || (currency !== undefined && english[id] === undefined)) return byMyriads(name, counted ? 1e5 : 1e4);
  }
  if (english[id]) return english[id];
  if (/^(?:B|bit|FLOP|OP)$/.test(leading)) return attached(id);
  if (id === '1') return apart('', false);
  if (counted || currency !== undefined) return apart(name, id === currency);
  return [size(1, name)];
}

/** Writes a number in groups of three with no noughts at its end. */
function plain(value: number, digits: number): string {
  if (Number.isNaN(value)) return '–';
  const rounded = Number(Math.abs(value).toPrecision(digits));
  const sign = value < 0 ? '-' : '';
  if (rounded === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (rounded !== 0 && (rounded < 1e-4 || rounded >= 1e15)) return sign + rounded.toExponential().replace('e+', 'e');
  const [whole = '0', fraction] = rounded
    .toFixed(rounded === 0 ? 0 : Math.min(20, Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)))))
    .split('.');
  const tidy = fraction?.replace(/0+$/, '') ?? '';
  return sign + whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (tidy === '' ? '' : `.${tidy}`);
}

/** The pure number or duration that a value is, with the unit whose sizes it is read in. */
function readIn(value: number, unit: UnitId): readonly [number, UnitId] {
  if (unit === '%') return [convert(value, unit, '1'), '1'];
  const isTime = unit !== 's' && sameDimension(unitOf(unit).dimension, unitOf('s').dimension);
  return isTime ? [convert(value, unit, 's'), 's'] : [value, unit];
}

function write(values: readonly number[], unit: UnitId, { lang = 'en', digits = 3, percent = false, precision }: FormatOptions): string {
  const numbers = values.map((value) => readIn(value, unit)[0]);
  const [, id] = readIn(0, unit);
  const sizes = unit === '%' || (percent && unit === '1') ? perCent : sizesOf(id, lang === 'zh');
  const wanted = Math.min(15, Math.max(1, Math.round(digits) || 3));
  const largest = Number(Math.max(...numbers.map(Math.abs).filter(Number.isFinite), 0).toPrecision(wanted));
  const chosen =
    sizes.findLast(({ from }) => largest >= from) ?? (largest === 0 ? sizes.find(({ factor }) => factor === 1) : sizes[0]) ?? size(1, id);
  const texts = (precisely: number): string[] =>
    numbers.map((value) => {
      const scaled = chosen.factor < 1 ? value * ratioOf(1, chosen.factor) : value / chosen.factor;
      const before = chosen.factor === 1 && Math.abs(scaled) < 1e6 ? Math.floor(Math.log10(Math.max(1, Math.abs(scaled)))) + 1 : 1;
      return plain(scaled, Math.max(precisely, before));
    });
  let shown = texts(wanted);
  // Two ends that differ must not read alike.
  for (let more = wanted + 1; more <= 15 && numbers[0] !== numbers[1] && shown[0] === shown[1]; more++) shown = texts(more);
  const joined = shown.length === 1 || shown[0] === shown[1] ? shown[0] : shown.join(lang === 'zh' ? '–' : '..');
  const rate = precision === undefined ? '' : ` ${precision} dense`;
  return `${joined} ${chosen.name}${rate}`.trimEnd();
}

/**
 * Writes a quantity in a size that reads well: `22.6 MW`, `2.79 M chip h`, `41 d`; in Chinese `278.8 万芯片时`.
 *
 * English is what `parseQuantity` reads. What is no number is a dash, and what has no end is `∞`.
 *
 * @param value the number, in `unit`
 * @param unit its unit
 * @param options language, digits, per cent, precision of a rate
 */
export const formatQuantity = (value: number, unit: UnitId, options: FormatOptions = {}): string => write([value], unit, options);

/**
 * Writes an interval with one unit for both ends: `0.08..0.12 /cm2`, `20..45 k USD`; in Chinese `2–4.5 万美元`.
 *
 * @param low its lower end, in `unit`
 * @param high its upper end, in `unit`
 * @param unit its unit
 * @param options language, digits, per cent, precision of a rate
 */
export const formatInterval = (low: number, high: number, unit: UnitId, options: FormatOptions = {}): string =>
  write([low, high], unit, options);
