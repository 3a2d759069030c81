import type { UnitId } from '#quantity';

/** What people write for the quantities that they state most. */
const examples: Readonly<Partial<Record<UnitId, string>>> = {
  '1': '0.45',
  '%': '45 %',
  W: '700 W',
  B: '80 GB',
  'B/s': '3.35 TB/s',
  'FLOP/s': '989 TFLOP/s bf16 dense',
  'OP/s': '1979 TOP/s int8 dense',
  mm2: '814 mm2',
  '/cm2': '0.1 /cm2',
  'chip-h': '2.788 M chip h',
  token: '14.8 T token',
  USD: '30 k USD',
  'USD/kWh': '0.08 USD/kWh',
  'USD/chip-h': '2 USD/chip h',
  'CNY/USD': '7.2 CNY/USD',
  'EUR/USD': '0.92 EUR/USD',
  '1/yr': '35 %/yr',
  '1/node-d': '0.001 /node-d',
};

/**
 * The unit that an issue asks for, without the number before it and the number format behind it; empty for a plain number.
 *
 * @param expected what the issue expects: `1234.5 W`, `FLOP/s bf16 dense`, `W`
 */
export const askedUnit = (expected = ''): string => expected.replace(/^1234\.5 ?/, '').replace(/ .*/, '');

/**
 * A quantity in the unit that an issue asks for.
 *
 * @param expected what the issue expects
 */
export const unitExample = (expected?: string): string => {
  const unit = askedUnit(expected) || '1';
  return (Object.hasOwn(examples, unit) ? examples[unit as UnitId] : undefined) ?? `12 ${unit}`;
};

/**
 * The quantity that a person wrote with the currency before it, where the parser could move it.
 *
 * @param expected the quantity, or else the unit asked for
 */
export const mendedMoney = (expected = ''): string | undefined => (/^[-+]?\d.*\s/.test(expected) ? expected : undefined);

/**
 * What is to be written as it stands.
 *
 * @param words what to write
 */
export const code = (words = ''): string => `\`${words}\``;

/**
 * The two things that something may mean; the second is undefined where it can mean only one.
 *
 * @param expected one, or both with ` | ` between
 */
export const twoOf = (expected = ''): readonly [string, string | undefined] => {
  const [first = '', second] = expected.split(' | ');
  return [first, second];
};

/**
 * The parameter that a condition is about, empty where it is about weights.
 *
 * @param condition such as `scale > 0` or `0.001 ≤ alpha ≤ 1e8`
 */
export const parameter = (condition = ''): string => /[a-z][\w.[\]]*/i.exec(condition.replaceAll(/\d+e\d+/g, ''))?.[0] ?? '';
