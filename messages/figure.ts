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
  /** A word for the size of the number: ` k`, ` 万`. */
  readonly scale: string;
  readonly unit: string;
}

const reading = (from: number, factor: number, unit: string, before = '', scale = ''): Reading => ({ from, factor, before, scale, unit });

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

type Scale = readonly [from: number, factor: number, word: string];
const scaled = (unit: string, before: string, scales: readonly Scale[]): readonly Reading[] => [
  reading(0, 1, unit, before),
  ...scales.map(([from, factor, word]) => reading(from, factor, unit, before, ` ${word}`)),
];

const short: readonly Scale[] = [
  [1e6, 1e6, 'M'],
  [1e9, 1e9, 'B'],
  [1e12, 1e12, 'T'],
];
/** Amounts of up to five digits are prices, and written out. */
const dollars = (sign: string, per = ''): readonly Reading[] => scaled(per, sign, [[1e5, 1e3, 'k'], ...short]);
const counted = (noun: string): readonly Reading[] => scaled(noun === '' ? '' : ` ${noun}`, '', short);
/** Chinese counts by ten thousand (万) and hundred million (亿). */
const myriads = (noun: string): readonly Reading[] =>
  scaled(noun, '', [
    [1e5, 1e4, '万'],
    [1e8, 1e8, '亿'],
    [1e12, 1e12, '万亿'],
  ]).map((size) => (size.scale === '' && noun !== '' ? { ...size, unit: ` ${noun}` } : size));

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
    '1': counted(''),
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
    'kWh/wafer': [reading(0, 1, ' kWh per wafer')],
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
    '1': myriads(''),
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
    USD: myriads('美元'),
    CNY: myriads('元'),
    EUR: myriads('欧元'),
    'USD/kWh': [reading(0, 1, ' 美元/千瓦时')],
    'USD/chip-h': [reading(0, 1, ' 美元/卡时')],
    'USD/wafer': myriads('美元/片'),
    'USD/yr': myriads('美元/年'),
    'USD/W': [reading(0, 1, ' 美元/瓦')],
    'kWh/wafer': [reading(0, 1, ' 千瓦时/片')],
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
const asWritten = (unit: UnitId): readonly Reading[] => [reading(0, 1, ` ${unit.replace(/(?<=[cm]m)2/, '²')}`)];

const tableOf = (unit: UnitId, { lang, percent }: FigureStyle): readonly Reading[] =>
  percent && unit === '1' ? perCent : (readings[lang][unit] ?? asWritten(unit));

const readingIn = (table: readonly Reading[], value: number): Reading => {
  const size = Math.abs(value);
  return table.findLast(({ from }) => size >= from && size < Number.POSITIVE_INFINITY) ?? (table[0] as Reading);
};

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

const exponentOf = (value: number): number => Math.floor(Math.log10(Math.abs(value)));
/** Power of ten of the last of so many digits; 9.97 to two digits is 10. */
const lastPlace = (value: number, digits: number): number => exponentOf(Number(value.toPrecision(digits))) - digits + 1;

/** Power of ten of the last digit worth showing: the interval is at least three of it wide, and two to four digits are shown. */
function placeOf(value: number, width: number): number {
  const two = lastPlace(value, 2);
  return width > 0 && Number.isFinite(width) ? Math.max(two - 2, Math.min(two, exponentOf(width / 3))) : two;
}

const rounding = (value: number, place: number): number => Math.round(value / 10 ** place) * 10 ** place;

/** The same for a spread; one digit more where its middle would read as an end that is some way off. */
function placeIn({ value, band = { p5: value, p95: value } }: Spread, { factor }: Reading): number {
  const [low, centre, high] = [band.p5, value, band.p95].map((number) => number / factor) as [number, number, number];
  const place = placeOf(centre, high - low);
  const blurred = [low, high].some((bound) => {
    const off = Math.abs(bound - centre);
    return Number.isFinite(off) && off > (high - low) / 8 && rounding(bound, place) === rounding(centre, place);
  });
  return blurred ? place - 1 : place;
}

/** A number that stands alone has no noughts at its end; a count keeps every digit before the point, an amount of money does not. */
function alone(value: number, digits: number, unit: UnitId): string {
  const size = Math.abs(value);
  const counts = size >= 1 && size < 1e6 && !/^(USD|CNY|EUR)\b/.test(unit);
  const whole = counts ? Math.floor(Math.log10(size)) + 1 : 0;
  return tidy(plainNumber(value, Math.max(digits, whole)));
}

const tidy = (number: string): string => (number.includes('.') && !number.includes('×') ? number.replace(/\.?0+$/, '') : number);

/** A number rounded to a place, which the ends of an interval share with its middle, unless nothing would be left of it. */
function roundedTo(value: number, place: number): string {
  if (value === 0 || !Number.isFinite(value) || !Number.isFinite(place)) return plainNumber(value, 2);
  const rounded = rounding(value, place);
  if (Math.abs(rounded) < 10 ** place / 2) return plainNumber(value, 1);
  // Rounding may carry into a new digit, which the number of digits to show must count.
  return plainNumber(rounded, Math.max(1, Math.floor(Math.log10(Math.abs(rounded)) + 1e-9) - place + 1));
}

/** Does a number, in the scale of another, still read as a number? `$0.2 M` and `47,000 万` do not. */
function reads(number: number, { scale }: Reading, table: readonly Reading[], lang: Lang): boolean {
  const size = Math.abs(number);
  const most = scale !== '' ? (lang === 'zh' ? 1e4 : 1e3) : table.some((other) => other.scale !== '') ? 1e6 : 1e3;
  return !Number.isFinite(size) || (size >= 1 && size < most);
}

const words = (number: string, { before, scale, unit }: Reading): string =>
  number.startsWith('−')
    ? `−${before}${number.slice(1)}${scale}${unit}`
    : before + number + scale + (number === '1' && scale === '' && /^ [a-z-]+s$/.test(unit) ? unit.slice(0, -1) : unit);

/** An end of an interval: how it is read, and its number. */
type End = readonly [reading: Reading, number: string];

/** Two ends with as few units as will do: English repeats the sign of money, Chinese keeps the unit after the upper end. */
function joined([low, from]: End, [high, to]: End, centre: Reading, lang: Lang): string {
  const bare = (number: string, size: Reading): string => words(number, { ...size, unit: '' });
  const oneUnit = low.unit.trim() === high.unit.trim();
  if (low === high && high === centre) {
    const numbers = high.before === '' ? `${from}–${to}` : `${bare(from, low)}–${bare(to, high)}`;
    return lang === 'zh' ? `${from}–${to}${high.scale}${high.unit}` : high.unit === '%' ? `${numbers}%` : numbers;
  }
  if (!oneUnit || (lang === 'zh' && low.scale === '')) return `${words(from, low)}–${words(to, high)}`;
  return `${bare(from, low)}–${lang === 'zh' ? words(to, high) : bare(to, high)}`;
}

/**
 * Writes a number and its 5–95% range as a reader of prose expects them: days rather than seconds, `$31 M`, 3100 万美元.
 * The range is left out where both its ends read alike. It is not read back: what stands in files is written by
 * `formatQuantity`.
 *
 * @param spread the number with its unit and band
 * @param style language, and whether it is a share
 */
export function figure(spread: Spread, style: FigureStyle): Figure {
  const table = tableOf(spread.unit, style);
  const { value, band } = spread;
  // 999,999 reads as a million; what has no bound, in the scale of what has one.
  const sized = Number.isFinite(value) ? Number(value.toPrecision(style.digits ?? 3)) : (band?.p5 ?? value);
  const chosen = readingIn(table, sized);
  const centre = value / chosen.factor;
  const certain = (): Figure => {
    const number = style.digits === undefined ? alone(centre, 3, spread.unit) : tidy(plainNumber(centre, style.digits));
    return { value: words(number, chosen) };
  };
  if (band === undefined || band.p5 === band.p95) return certain();
  const place = style.digits === undefined ? placeIn(spread, chosen) : lastPlace(centre, style.digits);
  const [low, high] = [band.p5, band.p95].map((bound): End => {
    const own = readingIn(table, bound);
    return own === chosen || reads(rounding(bound / chosen.factor, place), chosen, table, style.lang)
      ? [chosen, roundedTo(bound / chosen.factor, place)]
      : [own, plainNumber(bound / own.factor, 2)];
  }) as [End, End];
  if (low[0] === high[0] && low[1] === high[1]) return certain();
  const middle = roundedTo(centre, place);
  // Whole numbers need no noughts behind the point.
  const whole = [middle, low[1], high[1]].every((number) => /^[^.]+(\.0+)?$/.test(number));
  const written = (number: string): string => (whole ? tidy(number) : number);
  return {
    value: words(written(middle), chosen),
    range: joined([low[0], written(low[1])], [high[0], written(high[1])], chosen, style.lang),
  };
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
  // Near one every hundredth counts, far from it none does.
  return `${value < 3 ? value.toFixed(2) : plainNumber(value, 2)}×`;
}
