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
 * The unit that an issue asks for, without the number before it and the number format behind it.
 *
 * @param expected what the issue expects: `1234.5 W`, `FLOP/s bf16 dense`, `W`
 */
export const askedUnit = (expected = ''): string => expected.replace(/^1234\.5 /, '').replace(/ .*/, '');

/**
 * A quantity in the unit that an issue asks for.
 *
 * @param expected what the issue expects
 */
export const unitExample = (expected?: string): string => {
  const unit = askedUnit(expected);
  return (Object.hasOwn(examples, unit) ? examples[unit as UnitId] : undefined) ?? `12 ${unit}`.trim();
};

/**
 * A form to fill in; one for plain numbers has no unit behind it.
 *
 * @param expected the form with its unit: `a..b W`, `a..b 1`
 */
export const unitForm = (expected = ''): string => expected.replace(/ 1$/, '');

/**
 * The interval whose ends stand in their order, where they are plain numbers of one unit.
 *
 * @param received the interval as it was written
 */
export const inOrder = (received = ''): string | undefined => {
  const [, high, low, unit] = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)((?: .*)?)$/.exec(received) ?? [];
  return high === undefined ? undefined : `${low}..${high}${unit}`;
};

/**
 * The amount with its currency moved behind it, where nothing else about it is unusual.
 *
 * @param expected the amount as the parser would move it
 */
export const plainMoney = (expected = ''): string | undefined =>
  /^\d[\d.,]*(?: ?[kMGT])? (?:USD|CNY|EUR)(?:\/\S+)?$/.test(expected) ? expected : undefined;

/**
 * What is to be written as it stands.
 *
 * @param words what to write
 */
export const code = (words = ''): string => `\`${words}\``;

/**
 * The word that is at fault, without those behind it.
 *
 * @param received what was written
 */
export const firstWord = (received = ''): string => received.replace(/ .*/, '');

/**
 * The two things that something may mean.
 *
 * @param expected both, with a comma between
 */
export const twoOf = (expected = ''): readonly [string, string] => {
  const [first = '', second = ''] = expected.split(', ');
  return [first, second];
};

/**
 * A decimal for a number with a comma; for one with several, none can be guessed.
 *
 * @param expected the number with its first comma as a point
 */
export const decimal = (expected = ','): string => (expected.includes(',') ? '1.5' : expected);

/**
 * The parameter that a condition is about, empty where it is about weights.
 *
 * @param condition such as `scale > 0`
 */
export const parameter = (condition = ''): string => condition.replace(/ ?>.*/, '');
