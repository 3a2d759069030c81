import { bitsPerByte, monthsPerYear, secondsPerDay, secondsPerHour, secondsPerMinute, secondsPerYear } from './constants.ts';

/** What is counted or measured and cannot be made from anything else here. */
export type Base =
  | 'm'
  | 'J'
  | 's'
  | 'A'
  | 'FLOP'
  | 'OP'
  | 'B'
  | 'gCO2'
  | 'USD'
  | 'CNY'
  | 'EUR'
  | 'Tr'
  | 'TPP'
  | 'kW-month'
  | 'wafer'
  | 'die'
  | 'chip'
  | 'node'
  | 'stack'
  | 'token'
  | 'mask'
  | 'exposure'
  | 'layer';

/** Exponents of the bases; what is not named has exponent 0. */
export type Dimension = Readonly<Partial<Record<Base, number>>>;

/**
 * Exponents of a product, or of a quotient with -1.
 *
 * @param a exponents of one
 * @param b exponents of the other
 * @param power to which the other is taken
 */
export const timesDimension = (a: Dimension, b: Dimension, power = 1): Dimension => {
  const product: Partial<Record<Base, number>> = { ...a };
  for (const [base, exponent] of Object.entries(b) as [Base, number][]) {
    const sum = (product[base] ?? 0) + power * exponent;
    if (sum === 0) delete product[base];
    else product[base] = sum;
  }
  return product;
};

/** One symbol of the unit language. */
export interface Atom {
  readonly dimension: Dimension;
  /** How many of its dimension's bases make one. */
  readonly factor: number;
  /** Prefixes that may be attached to it, longest first, separated by spaces. */
  readonly prefixes: string;
}

export const currencies = ['USD', 'CNY', 'EUR'] as const;
export type Currency = (typeof currencies)[number];

/** Things that are counted: a plain number says as much as one with the unit behind it. */
export const counts: ReadonlySet<string> = new Set(['wafer', 'die', 'chip', 'node', 'stack', 'token', 'mask', 'exposure', 'layer']);

/** Every prefix of the language. `K` is no prefix, and `m` is refused where a slip for `M` would be costly. */
export const prefixes: Readonly<Record<string, number>> = {
  f: 1e-15,
  p: 1e-12,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  c: 1e-2,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Z: 1e21,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Prefixes that may stand alone between a number and its unit: `2.788 M chip h`. */
export const multipliers: ReadonlySet<string> = new Set(['k', 'M', 'G', 'T', 'P', 'E', 'Z']);

const large = 'k M G T P E Z';
const money = 'k M G T';
const small = 'f p n u m';
const data = `Ki Mi Gi Ti Pi Ei ${large}`;

const atom = (dimension: Dimension, factor = 1, allowed = ''): Atom => ({ dimension, factor, prefixes: allowed });
const counted = (base: Base): Atom => atom({ [base]: 1 }, 1, money);

/** The symbols of the closed unit language. A month is a twelfth, and a year 365.25 days. */
export const atoms: ReadonlyMap<string, Atom> = new Map<string, Atom>([
  ['1', atom({})],
  ['%', atom({}, 0.01)],
  ['m', atom({ m: 1 }, 1, `${small} c k`)],
  ['ft', atom({ m: 1 }, 0.3048)],
  ['acre', atom({ m: 2 }, 4046.8564224)],
  ['s', atom({ s: 1 }, 1, small)],
  ['min', atom({ s: 1 }, secondsPerMinute)],
  ['h', atom({ s: 1 }, secondsPerHour)],
  ['d', atom({ s: 1 }, secondsPerDay)],
  ['week', atom({ s: 1 }, 7 * secondsPerDay)],
  ['month', atom({ s: 1 }, secondsPerYear / monthsPerYear)],
  ['yr', atom({ s: 1 }, secondsPerYear)],
  ['FLOP', atom({ FLOP: 1 }, 1, large)],
  ['OP', atom({ OP: 1 }, 1, large)],
  ['B', atom({ B: 1 }, 1, data)],
  ['bit', atom({ B: 1 }, 1 / bitsPerByte, data)],
  ['J', atom({ J: 1 }, 1, `${small} ${large}`)],
  ['W', atom({ J: 1, s: -1 }, 1, 'n u k M G T')],
  ['A', atom({ A: 1 }, 1, small)],
  ['V', atom({ J: 1, A: -1, s: -1 }, 1, `${small} k`)],
  ['ohm', atom({ J: 1, A: -2, s: -1 }, 1, 'k M G')],
  ['S', atom({ J: -1, A: 2, s: 1 }, 1, small)],
  ['Hz', atom({ s: -1 }, 1, 'k M G T')],
  ['Wh', atom({ J: 1 }, secondsPerHour, 'k M G T')],
  // Rent of capacity, not a price of energy: it is owed whether or not the power is drawn.
  ['kW-month', atom({ 'kW-month': 1 })],
  ['MW-month', atom({ 'kW-month': 1 }, 1000)],
  ['gCO2', atom({ gCO2: 1 }, 1, 'k')],
  ['tCO2', atom({ gCO2: 1 }, 1e6, 'k M G')],
  ['USD', atom({ USD: 1 }, 1, money)],
  ['CNY', atom({ CNY: 1 }, 1, money)],
  ['EUR', atom({ EUR: 1 }, 1, money)],
  ['Tr', atom({ Tr: 1 }, 1, money)],
  ['TPP', atom({ TPP: 1 })],
  ['wafer', counted('wafer')],
  ['die', counted('die')],
  ['chip', counted('chip')],
  ['GPU', counted('chip')],
  ['node', counted('node')],
  ['stack', counted('stack')],
  ['token', counted('token')],
  ['mask', counted('mask')],
  ['exposure', counted('exposure')],
  ['layer', counted('layer')],
]);

/** An atom as it is written: with its prefix, and squared or cubed. */
export interface FoundAtom {
  readonly atom: Atom;
  readonly scale: number;
  readonly power: number;
}

/**
 * Looks up a symbol: `kUSD` is prefix and atom, `mm2` prefix, atom and power.
 *
 * @param symbol one symbol of a unit
 */
export function findAtom(symbol: string): FoundAtom | undefined {
  const whole = atoms.get(symbol);
  if (whole) return { atom: whole, scale: 1, power: 1 };
  for (const length of [1, 2]) {
    const prefix = symbol.slice(0, length);
    const scale = prefixes[prefix];
    const atom = atoms.get(symbol.slice(length));
    if (scale !== undefined && atom?.prefixes.split(' ').includes(prefix)) return { atom, scale, power: 1 };
  }
  const power = symbol.endsWith('2') ? 2 : symbol.endsWith('3') ? 3 : 0;
  const base = power > 0 ? findAtom(symbol.slice(0, -1)) : undefined;
  return base?.power === 1 && base.atom.dimension.m === 1 ? { ...base, power } : undefined;
}
