import { counts, prefixes } from './atoms.ts';
import { monthsPerYear, secondsPerDay, secondsPerHour, secondsPerMinute, secondsPerYear } from './constants.ts';
import type { Precision } from './read-tail.ts';
import { convert, ratioOf, sameDimension, type UnitId, unitOf } from './units.ts';

/** How to write a quantity in the language of the files. */
export interface FormatOptions {
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

const special: Readonly<Partial<Record<UnitId, readonly Size[]>>> = {
  s: [
    size(1, 's'),
    size(secondsPerMinute, 'min', 2 * secondsPerMinute),
    size(secondsPerHour, 'h', 2 * secondsPerHour),
    size(secondsPerDay, 'd', 2 * secondsPerDay),
    size(secondsPerYear / monthsPerYear, 'month', 90 * secondsPerDay),
    size(secondsPerYear, 'yr', 3 * secondsPerYear),
  ],
  J: attached('J', 'fpnum'),
  'J/FLOP': attached('J/FLOP', 'fpnum'),
  Wh: attached('Wh').slice(0, 5),
  kWh: ['kWh', 'MWh', 'GWh', 'TWh'].map((name, index) => size(1e3 ** index, name)),
  gCO2: ['gCO2', 'kgCO2', 'tCO2', 'ktCO2', 'MtCO2', 'GtCO2'].map((name, index) => size(1e3 ** index, name)),
  A: attached('A', 'fpnum').slice(0, 6),
  V: attached('V', 'fpnum').slice(0, 7),
  S: attached('S', 'fpnum').slice(0, 6),
  ohm: attached('ohm').slice(0, 4),
  Hz: attached('Hz').slice(0, 5),
  W: attached('W').slice(0, 5),
  'W/chip': attached('W/chip').slice(0, 5),
  'USD/B': [size(1e-9, 'USD/GB'), size(1, 'USD/B')],
  'USD/token': [size(1e-6, 'USD/Mtoken'), size(1, 'USD/token')],
};

const perCent: readonly Size[] = [size(0.01, '%', 0)];

function sizesOf(id: UnitId): readonly Size[] {
  const sizes = special[id];
  if (sizes !== undefined) return sizes;
  const leading = id.split(/[/-]/, 1)[0] ?? '';
  if (/^(?:B|bit|FLOP|OP)$/.test(leading)) return attached(id);
  if (id === '1') return apart('', false);
  const { currency } = unitOf(id);
  const name = id === 'chip-h' ? 'chip h' : id;
  return counts.has(leading) || currency !== undefined ? apart(name, id === currency) : [size(1, name)];
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

/** The pure number or duration that values are, with the unit whose sizes they are read in; nothing keeps its unit. */
function readIn(values: readonly number[], unit: UnitId): readonly [readonly number[], UnitId] {
  if (unit === '%') return [values.map((value) => convert(value, unit, '1')), '1'];
  const isTime = sameDimension(unitOf(unit).dimension, unitOf('s').dimension) && values.some((value) => value !== 0);
  return isTime ? [values.map((value) => convert(value, unit, 's')), 's'] : [values, unit];
}

/** Ends so far apart that the lesser, read in the size of the greater, would be all noughts: each has a size of its own. */
function farApart(numbers: readonly number[]): boolean {
  const magnitudes = numbers.map(Math.abs).filter((magnitude) => magnitude > 0 && Number.isFinite(magnitude));
  return Math.max(...magnitudes) > 1e3 * Math.min(...magnitudes);
}

function write(values: readonly number[], unit: UnitId, { digits = 3, percent = false, precision }: FormatOptions): string {
  const [numbers, id] = readIn(values, unit);
  const far = farApart(numbers);
  // A multiplier alone would be taken for that of both ends.
  const sizes = unit === '%' || (percent && unit === '1') ? perCent : far && id === '1' ? [size(1, '')] : sizesOf(id);
  const wanted = Math.min(15, Math.max(1, Math.round(digits) || 3));
  const sizeOf = (magnitude: number): Size =>
    sizes.findLast(({ from }) => magnitude >= from) ??
    (magnitude === 0 ? sizes.find(({ factor }) => factor === 1) : sizes[0]) ??
    size(1, id);
  const magnitudes = numbers.map((value) => Number(Math.abs(value).toPrecision(wanted)));
  const common = sizeOf(Math.max(0, ...magnitudes.filter(Number.isFinite)));
  const chosen = magnitudes.map((magnitude) => (far && magnitude > 0 && Number.isFinite(magnitude) ? sizeOf(magnitude) : common));
  const texts = (precisely: number): string[] =>
    numbers.map((value, index) => {
      const { factor } = chosen[index] ?? common;
      const scaled = factor < 1 ? value * ratioOf(1, factor) : value / factor;
      const before = factor === 1 && Math.abs(scaled) < 1e6 ? Math.floor(Math.log10(Math.max(1, Math.abs(scaled)))) + 1 : 1;
      return plain(scaled, Math.max(precisely, before));
    });
  const [first = common, last = first] = chosen;
  let shown = texts(wanted);
  // Two ends that differ must not read alike.
  for (let more = wanted + 1; more <= 15 && first === last && numbers[0] !== numbers[1] && shown[0] === shown[1]; more++)
    shown = texts(more);
  const [low, high = low] = shown;
  const joined = first !== last ? `${low} ${first.name}..${high}` : low === high ? low : `${low}..${high}`;
  const rate = precision === undefined ? '' : ` ${precision} dense`;
  return `${joined} ${last.name}${rate}`.trimEnd();
}

/**
 * Writes a quantity in the language of the files, in a size that reads well: `22.6 MW`, `2.79 M chip h`, `41 d`.
 *
 * `parseQuantity` reads it back, as far as its digits go; sentences for readers are written by `#messages`, in
 * the language of each. What is no number is a dash, and what has no end is `∞`.
 *
 * @param value the number, in `unit`
 * @param unit its unit
 * @param options digits, per cent, precision of a rate
 */
export const formatQuantity = (value: number, unit: UnitId, options: FormatOptions = {}): string => write([value], unit, options);

/**
 * Writes an interval as `parseQuantity` reads it, with one unit for both ends: `0.08..0.12 /cm2`, `20..45 k USD`; ends
 * far apart have each their own: `0.001 s..24 h`.
 *
 * @param low its lower end, in `unit`
 * @param high its upper end, in `unit`
 * @param unit its unit
 * @param options digits, per cent, precision of a rate
 */
export const formatInterval = (low: number, high: number, unit: UnitId, options: FormatOptions = {}): string =>
  write([low, high], unit, options);
