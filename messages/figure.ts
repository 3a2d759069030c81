import { secondsPerDay, secondsPerHour, secondsPerMinute, secondsPerYear, type UnitId } from '#quantity';
import type { Lang } from './lang.ts';

/** A number with its spread, as far as a text needs it. */
export interface Spread {
  readonly value: number;
  readonly unit: UnitId;
  readonly band?: { readonly p5: number; readonly p95: number };
}

/** How to write a number for a reader. */
export interface FigureStyle {
  readonly lang: Lang;
  /** The number is a share of a whole and reads as per cent. */
  readonly percent?: boolean | undefined;
  /** Significant digits, where the spread does not decide them. */
  readonly digits?: number;
}

/** A number and its range in one scale: `41 days` and `33–56`. */
export interface Figure {
  readonly value: string;
  readonly range?: string;
}

/** From which magnitude on a unit is read so: divide by `factor`, put the words around it. */
interface Reading {
  readonly from: number;
  readonly factor: number;
  readonly before: string;
  readonly after: string;
}

const reading = (from: number, factor: number, after: string, before = ''): Reading => ({ from, factor, before, after });

const prefixed = (unit: string, least = 1e-15, greatest = 1e21): readonly Reading[] =>
  (
    [
      [1e-15, 'f'],
      [1e-12, 'p'],
      [1e-9, 'n'],
      [1e-6, 'µ'],
      [1e-3, 'm'],
      [1, ''],
      [1e3, 'k'],
      [1e6, 'M'],
      [1e9, 'G'],
      [1e12, 'T'],
      [1e15, 'P'],
      [1e18, 'E'],
      [1e21, 'Z'],
    ] as const
  )
    .filter(([factor]) => factor >= least && factor <= greatest)
    .map(([factor, prefix]) => reading(factor, factor, ` ${prefix}${unit}`));

const grams = (what: string): readonly Reading[] => [
  reading(0, 1, ` g ${what}`),
  reading(1e3, 1e3, ` kg ${what}`),
  reading(1e6, 1e6, ` t ${what}`),
  reading(1e9, 1e9, ` kt ${what}`),
  reading(1e12, 1e12, ` Mt ${what}`),
];
const wattHours: readonly Reading[] = [
  reading(0, 1, ' kWh'),
  reading(1e3, 1e3, ' MWh'),
  reading(1e6, 1e6, ' GWh'),
  reading(1e9, 1e9, ' TWh'),
];

const dollars = (sign: string, per = ''): readonly Reading[] => [
  reading(0, 1, per, sign),
  reading(1e4, 1e3, ` k${per}`, sign),
  reading(1e6, 1e6, ` M${per}`, sign),
  reading(1e9, 1e9, ` B${per}`, sign),
  reading(1e12, 1e12, ` T${per}`, sign),
];
const counted = (noun: string): readonly Reading[] => [
  reading(0, 1, ` ${noun}`),
  reading(1e6, 1e6, ` M ${noun}`),
  reading(1e9, 1e9, ` B ${noun}`),
  reading(1e12, 1e12, ` T ${noun}`),
];
/** Chinese counts by ten thousand (万) and hundred million (亿). */
const myriads = (noun: string): readonly Reading[] => [
  reading(0, 1, ` ${noun}`),
  reading(1e5, 1e4, ` 万${noun}`),
  reading(1e8, 1e8, ` 亿${noun}`),
  reading(1e12, 1e12, ` 万亿${noun}`),
];
const yuan = (noun: string): readonly Reading[] => [
  reading(0, 1, ` ${noun}`),
  reading(1e4, 1e4, ` 万${noun}`),
  reading(1e8, 1e8, ` 亿${noun}`),
  reading(1e12, 1e12, ` 万亿${noun}`),
];

type SpanWords = readonly [seconds: string, minutes: string, hours: string, days: string, years: string];
/** Time in the unit that a person would choose, from a number of `unit`s of so many seconds. */
const spans = (unit: number, [seconds, minutes, hours, days, years]: SpanWords): readonly Reading[] => [
  reading(0, 1 / unit, seconds),
  reading((2 * secondsPerMinute) / unit, secondsPerMinute / unit, minutes),
  reading((2 * secondsPerHour) / unit, secondsPerHour / unit, hours),
  reading((2 * secondsPerDay) / unit, secondsPerDay / unit, days),
  reading((3 * secondsPerYear) / unit, secondsPerYear / unit, years),
];
const spansEn: SpanWords = [' s', ' min', ' hours', ' days', ' years'];
const spansZh: SpanWords = [' 秒', ' 分钟', ' 小时', ' 天', ' 年'];

const shared: Readonly<Record<string, readonly Reading[]>> = {
  W: prefixed('W', 1),
  J: prefixed('J'),
  kWh: wattHours,
  gCO2: grams('CO₂e'),
  B: prefixed('B', 1),
  'B/s': prefixed('B/s', 1),
  'bit/s': prefixed('bit/s', 1),
  // People write sizes of runs as powers of ten, which `plainNumber` does.
  FLOP: [reading(0, 1, ' FLOP')],
  'FLOP/B': [reading(0, 1, ' FLOP/B')],
  'J/FLOP': prefixed('J/FLOP'),
  'FLOP/s': prefixed('FLOP/s', 1),
  'OP/s': prefixed('OP/s', 1),
  mm2: [reading(0, 1, ' mm²')],
  cm2: [reading(0, 1, ' cm²')],
  '/cm2': [reading(0, 1, ' /cm²')],
  '/mm2': [reading(0, 1, ' /mm²')],
  '%': [reading(0, 1, '%')],
  TPP: [reading(0, 1, ' TPP')],
  'TPP/mm2': [reading(0, 1, ' TPP/mm²')],
};

const readings: Readonly<Record<Lang, Readonly<Record<string, readonly Reading[]>>>> = {
  en: {
    ...shared,
    '1': [reading(0, 1, ''), reading(1e6, 1e6, ' M'), reading(1e9, 1e9, ' B'), reading(1e12, 1e12, ' T')],
    s: spans(1, spansEn),
    h: spans(secondsPerHour, spansEn),
    d: spans(secondsPerDay, spansEn),
    'USD/token': [reading(0, 1e-6, ' per M tokens', '$')],
    'USD/die': [reading(0, 1, ' per die', '$')],
    'USD/stack': [reading(0, 1, ' per stack', '$')],
    'die/wafer': [reading(0, 1, ' dies per wafer')],
    'chip/node': [reading(0, 1, ' per server')],
    mm: [reading(0, 1, ' mm')],
    month: [reading(0, 1, ' months')],
    yr: [reading(0, 1, ' years')],
    USD: dollars('$'),
    CNY: dollars('¥'),
    EUR: dollars('€'),
    'USD/kWh': [reading(0, 1, ' /kWh', '$')],
    'USD/chip-h': [reading(0, 1, ' per chip-hour', '$')],
    'USD/wafer': [reading(0, 1, ' per wafer', '$')],
    'USD/yr': dollars('$', ' a year'),
    'USD/W': [reading(0, 1, ' /W', '$')],
    'gCO2/kWh': [reading(0, 1, ' g CO₂e/kWh')],
    chip: counted('chips'),
    'chip-h': counted('chip-hours'),
    wafer: counted('wafers'),
    'wafer/month': counted('wafers a month'),
    die: counted('dies'),
    stack: counted('stacks'),
    node: counted('nodes'),
    token: counted('tokens'),
    'token/s': counted('tokens/s'),
    exposure: counted('exposures'),
    mask: counted('masks'),
    layer: counted('layers'),
    '1/node-d': [reading(0, 1, ' per node and day')],
    '1/yr': [reading(0, 1, ' per year')],
  },
  zh: {
    ...shared,
    '1': [reading(0, 1, ''), reading(1e5, 1e4, ' 万'), reading(1e8, 1e8, ' 亿'), reading(1e12, 1e12, ' 万亿')],
    s: spans(1, spansZh),
    h: spans(secondsPerHour, spansZh),
    d: spans(secondsPerDay, spansZh),
    'USD/token': [reading(0, 1e-6, ' 美元/百万词元')],
    'USD/die': [reading(0, 1, ' 美元/颗')],
    'USD/stack': [reading(0, 1, ' 美元/堆栈')],
    'die/wafer': [reading(0, 1, ' 颗/片')],
    'chip/node': [reading(0, 1, ' 卡/台')],
    mm: [reading(0, 1, ' 毫米')],
    month: [reading(0, 1, ' 个月')],
    yr: [reading(0, 1, ' 年')],
    USD: yuan('美元'),
    CNY: yuan('元'),
    EUR: yuan('欧元'),
    'USD/kWh': [reading(0, 1, ' 美元/千瓦时')],
    'USD/chip-h': [reading(0, 1, ' 美元/卡时')],
    'USD/wafer': yuan('美元/片'),
    'USD/yr': yuan('美元/年'),
    'USD/W': [reading(0, 1, ' 美元/瓦')],
    'gCO2/kWh': [reading(0, 1, ' 克 CO₂e/千瓦时')],
    chip: myriads('卡'),
    'chip-h': myriads('卡时'),
    wafer: myriads('片晶圆'),
    'wafer/month': myriads('片/月'),
    die: myriads('颗裸片'),
    stack: myriads('个 HBM 堆栈'),
    node: myriads('个节点'),
    token: myriads('词元'),
    'token/s': myriads('词元/秒'),
    exposure: myriads('次曝光'),
    mask: myriads('块掩模'),
    layer: myriads('层'),
    '1/node-d': [reading(0, 1, ' 次/节点·天')],
    '1/yr': [reading(0, 1, ' /年')],
  },
};

const perCent: readonly Reading[] = [reading(0, 0.01, '%')];

/** A unit that no table reads is written as it stands. */
const asWritten = (unit: UnitId): readonly Reading[] => [reading(0, 1, ` ${unit}`)];

function readingOf(value: number, unit: UnitId, { lang, percent }: FigureStyle): Reading {
  const table = percent && unit === '1' ? perCent : (readings[lang][unit] ?? asWritten(unit));
  const size = Math.abs(value);
  let chosen = table[0] as Reading;
  for (const candidate of table) if (size >= candidate.from && size < Number.POSITIVE_INFINITY) chosen = candidate;
  return chosen;
}

/**
 * Writes a plain number with as many significant digits as asked, in groups of three.
 *
 * @param value the number
 * @param digits significant digits
 */
export function plainNumber(value: number, digits: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '–';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size < 1e-4 || size >= 1e15) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split('e') as [string, string];
    return `${sign}${mantissa}×10${superscript(Number(exponent))}`;
  }
  const rounded = Number(size.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
  const [whole, fraction] = rounded.toFixed(Math.min(decimals, 20)).split('.') as [string, string?];
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}

const superscript = (exponent: number): string =>
  String(exponent).replace(/[-\d]/g, (digit) => (digit === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] as string)));

/** A wide interval deserves two digits, a narrow one as many as tell its ends apart. */
function digitsOf({ value, band }: Spread): number {
  const width = band === undefined ? 0 : band.p95 - band.p5;
  if (!(width > 0) || value === 0) return 3;
  return Math.min(4, Math.max(2, Math.ceil(Math.log10((2.5 * Math.abs(value)) / width)) + 1));
}

/** A number that stands alone keeps every digit before the point, and no noughts at its end. */
function alone(value: number, digits: number): string {
  const size = Math.abs(value);
  const whole = size >= 1 && size < 1e6 ? Math.floor(Math.log10(size)) + 1 : 0;
  const text = plainNumber(value, Math.max(digits, whole));
  return text.includes('.') && !text.includes('×') ? text.replace(/\.?0+$/, '') : text;
}

/** The ends of an interval are rounded to the place of its centre, unless nothing would be left of them. */
function end(value: number, centre: number, digits: number): string {
  if (value === 0 || centre === 0 || !Number.isFinite(value)) return plainNumber(value, digits);
  const place = Math.floor(Math.log10(Math.abs(centre))) - digits + 1;
  const step = 10 ** place;
  const rounded = Math.round(value / step) * step;
  if (Math.abs(rounded) < step / 2) return plainNumber(value, 1);
  // Rounding may carry into a new digit, which the number of digits to show must count.
  return plainNumber(rounded, Math.max(1, Math.floor(Math.log10(Math.abs(rounded)) + 1e-9) - place + 1));
}

const words = (number: string, { before, after }: Reading): string =>
  number.startsWith('−')
    ? `−${before}${number.slice(1)}${after}`
    : before + number + (number === '1' && /^ [a-z-]+s$/.test(after) ? after.slice(0, -1) : after);

/**
 * Writes a number and its 5–95% range as a reader expects them: days rather than seconds, `$31 M`, 3100 万美元.
 *
 * @param spread the number with its unit and band
 * @param style language, and whether it is a share
 */
export function figure(spread: Spread, style: FigureStyle): Figure {
  const chosen = readingOf(spread.value, spread.unit, style);
  const digits = style.digits ?? digitsOf(spread);
  const centre = spread.value / chosen.factor;
  const { band } = spread;
  if (band === undefined || band.p5 === band.p95)
    return { value: words(style.digits === undefined ? alone(centre, digits) : plainNumber(centre, digits), chosen) };
  const value = words(plainNumber(centre, digits), chosen);
  const [low, high] = [band.p5, band.p95].map((value) => end(value / chosen.factor, centre, digits)) as [string, string];
  // English repeats the sign of money and needs no other unit twice; Chinese keeps the unit after the upper end.
  if (style.lang === 'zh' || chosen.after === '%') return { value, range: `${low}–${high}${chosen.after}` };
  const scale = chosen.after.match(/^ [kMBT]\b/)?.[0] ?? '';
  const edge = (number: string): string => words(number, { ...chosen, after: chosen.before === '' ? '' : scale });
  return { value, range: `${edge(low)}–${edge(high)}` };
}

/**
 * Writes a number with its range in brackets: `41 days (33–56)`.
 *
 * @param spread the number with its unit and band
 * @param style language, and whether it is a share
 */
export function figureText(spread: Spread, style: FigureStyle): string {
  const { value, range } = figure(spread, style);
  if (range === undefined) return value;
  return style.lang === 'zh' ? `${value}（${range}）` : `${value} (${range})`;
}

/**
 * Writes a headroom: `1.02×`, and `> 100×` where more says nothing.
 *
 * @param value capacity over need
 */
export function headroomText(value: number): string {
  if (!(value > 0)) return '0×';
  if (value > 100) return '> 100×';
  // Just short must not read as just enough.
  if (value < 1) return `${Math.min(0.99, value).toFixed(2)}×`;
  return `${value >= 10 ? plainNumber(value, 2) : value.toFixed(2)}×`;
}
