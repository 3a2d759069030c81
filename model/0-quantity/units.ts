import { type Currency, counts, currencies, type Dimension } from './atoms.ts';
import { type Quantity, quantity } from './quantity.ts';
import { readUnit } from './read-unit.ts';

/** Every unit that the house computes in. What people may write is wider: see `parseQuantity`. */
// biome-ignore format: rows by what is measured read better than one unit a line
export const unitIds = [
  '1', '%',
  'nm', 'um', 'mm', 'm', 'mm2', 'cm2', 'm3', '/cm2', '/mm2', 'ft2', 'acre',
  'FLOP', 'OP', 'FLOP/s', 'OP/s', 'FLOP/B', 'FLOP/token', 'TPP', 'TPP/mm2', 'MTr/mm2',
  'B', 'bit', 'B/s', 'bit/s', 'B/s/mm', 'B/s/mm2', 'B/stack', 'B/s/stack',
  'W', 'W/chip', 'J', 'J/FLOP', 'pJ/bit', 'Wh', 'kWh', 'kWh/wafer', 'kWh/cm2', 'gCO2', 'gCO2/kWh', 'gCO2/cm2',
  'V', 'A', 'ohm', 'S', 'Hz',
  's', 'h', 'd', 'week', 'month', 'yr', '1/yr', 'h/Tr',
  'USD', 'CNY', 'EUR', 'CNY/USD', 'EUR/USD', 'USD/kWh', 'USD/W', 'USD/kW-month', 'USD/wafer', 'USD/die', 'USD/stack', 'USD/B', 'USD/mm2',
  'USD/chip-h', 'USD/token', 'USD/acre', 'USD/ft2', 'USD/yr',
  'wafer', 'wafer/month', 'wafer/d', 'wafer/h', 'die', 'die/wafer', 'chip', 'chip-h', 'chip/node', 'node', 'node-d', '1/node-d', 'stack',
  'token', 'token/s', 'mask', 'exposure', 'layer',
] as const;

export type UnitId = (typeof unitIds)[number];

/** One row of the unit table. */
export interface Unit {
  readonly id: UnitId;
  /** How many of its dimension's bases make one. */
  readonly factor: number;
  readonly dimension: Dimension;
  /** A thing that is counted, or a pure number: needs no unit in a text. */
  readonly isCount: boolean;
  /** The one currency it speaks of; an exchange rate has two and thus none. */
  readonly currency: Currency | undefined;
}

const table: ReadonlyMap<string, Unit> = new Map(
  unitIds.map((id) => {
    const reading = readUnit(id);
    if ('fault' in reading) throw new Error(`the unit table holds ${id}, which is no unit`);
    const { factor, dimension } = reading;
    const spoken = currencies.filter((each) => dimension[each] !== undefined);
    return [id, { id, factor, dimension, isCount: id === '1' || counts.has(id), currency: spoken.length === 1 ? spoken[0] : undefined }];
  }),
);

/**
 * Tells whether a text is a unit of the table.
 *
 * @param text any text
 */
export const isUnitId = (text: string): text is UnitId => table.has(text);

/**
 * Looks up a unit in the table.
 *
 * @param id its id
 * @throws RangeError on what is no unit of the table
 */
export function unitOf(id: UnitId): Unit {
  const unit = table.get(id);
  if (!unit) throw new RangeError(`${id} is no unit`);
  return unit;
}

/**
 * Tells whether two dimensions are the same.
 *
 * @param a exponents of one
 * @param b exponents of the other
 */
export function sameDimension(a: Dimension, b: Dimension): boolean {
  const bases = Object.keys(a) as (keyof Dimension)[];
  return bases.length === Object.keys(b).length && bases.every((base) => a[base] === b[base]);
}

/**
 * Size of one unit in another, without the last digit's noise of dividing powers of ten.
 *
 * @param factor bases in one
 * @param per bases in the other
 * @unit 1
 */
export const ratioOf = (factor: number, per: number): number => (factor === per ? 1 : Number((factor / per).toPrecision(15)));

/**
 * Multiplies by a ratio, dividing where that rounds better: 57 % is 57 / 100, not 57 × 0.01.
 *
 * @param value the number
 * @param ratio a ratio of two units
 * @unit 1
 */
export const scaleBy = (value: number, ratio: number): number => (ratio >= 1 ? value * ratio : value / ratioOf(1, ratio));

/**
 * Expresses a value in another unit of the same dimension.
 *
 * @param value the number, in `from`
 * @param from its unit
 * @param to the unit wanted
 * @throws RangeError where the two measure different things; currencies differ too, see `convertMoney`
 */
export function convert<U extends UnitId>(value: number, from: UnitId, to: U): Quantity<U> {
  const source = unitOf(from);
  const target = unitOf(to);
  if (!sameDimension(source.dimension, target.dimension)) throw new RangeError(`${from} is no ${to}`);
  return quantity(scaleBy(value, ratioOf(source.factor, target.factor)), to);
}
