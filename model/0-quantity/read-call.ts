import { prefixes } from './atoms.ts';
import type { Distribution } from './distribution.ts';
import { inUnit, readNumber } from './read-number.ts';
import { inherit, readTail, type Tail } from './read-tail.ts';
import { fail, type Reading, tidy } from './reading.ts';
import { scaleBy } from './units.ts';

/** A distribution as it stands in the text: `name(…) unit`. */
export interface Call {
  readonly name: string;
  /** 0-based place of its name. */
  readonly at: number;
  /** Place behind its opening bracket. */
  readonly open: number;
  readonly end: number;
  readonly depth: number;
  /** What stands behind the distribution around it. */
  readonly inherited: Tail | undefined;
  /** Reads a part that may be a distribution itself. */
  readonly nested: (start: number, end: number, tail: Tail | undefined) => Distribution | undefined;
}

interface Argument {
  readonly key: string | undefined;
  readonly at: number;
  /** Place of its value. */
  readonly from: number;
  readonly to: number;
}

type Values = Readonly<Record<string, number>>;

/** One way to write a distribution: its parameters in order, a `#` before those that are plain numbers. */
interface Form {
  readonly parameters: readonly string[];
  readonly make: (values: Values) => Distribution;
}

/** 95% quantile of the standard normal. */
const z95 = 1.6448536269514722;
const deepest = 4;

/** Middle and standard deviation of a normal law through its 5% and 95% points. */
const throughEnds = (low: number, high: number): readonly [number, number] => [low / 2 + high / 2, (high - low) / (2 * z95)];
/** The parameters are the fields of the distribution. */
const same = (kind: Distribution['kind'], ...parameters: string[]): Form => ({
  parameters,
  make: (values) => ({ kind, ...values }) as unknown as Distribution,
});
const from = (first: string, second: string, make: (a: number, b: number) => Distribution): Form => ({
  parameters: [first, second],
  make: (values) => make(values[first] as number, values[second] as number),
});

const forms: Readonly<Record<string, readonly Form[]>> = {
  uniform: [same('uniform', 'low', 'high')],
  triangular: [same('triangular', 'low', 'mode', 'high')],
  pert: [same('pert', 'low', 'mode', 'high')],
  beta: [same('beta', '#alpha', '#beta', 'low', 'high')],
  gamma: [same('gamma', '#shape', 'scale')],
  normal: [
    same('normal', 'mean', 'sd'),
    from('p5', 'p95', (p5, p95) => {
      const [mean, sd] = throughEnds(p5, p95);
      return { kind: 'normal', mean, sd };
    }),
  ],
  lognormal: [
    from('p5', 'p95', (p5, p95) => {
      const [mu, sigma] = throughEnds(Math.log(p5), Math.log(p95));
      return { kind: 'lognormal', mu, sigma };
    }),
    from('mean', 'sd', (mean, sd) => {
      const variance = Math.log1p((sd / mean) ** 2);
      return { kind: 'lognormal', mu: Math.log(mean) - variance / 2, sigma: Math.sqrt(variance) };
    }),
  ],
};
const known = [...Object.keys(forms), 'truncated', 'mixture', 'discrete', 'empirical'].join(', ');

/** Place of the bracket that closes the one before `open`, or -1. */
function closing(text: string, open: number, end: number): number {
  let depth = 1;
  for (let at = open; at < end; at++) {
    const letter = text[at];
    if (letter === '(') depth++;
    else if (letter === ')' && --depth === 0) return at;
  }
  return -1;
}

const keyed = /\s*([A-Za-z]\w*|[-+]?\d[\d.]*\s*%?)\s*:/y;

function argumentsOf({ text }: Reading, open: number, close: number): Argument[] {
  const found: Argument[] = [];
  let depth = 0;
  let start = open;
  for (let at = open; at <= close; at++) {
    const letter = text[at];
    if (letter === '(') depth++;
    else if (at < close && letter === ')') depth--;
    else if (at === close || (letter === ',' && depth === 0)) {
      keyed.lastIndex = start;
      const key = keyed.exec(text);
      const within = key !== null && keyed.lastIndex <= at;
      found.push({ key: within ? key[1] : undefined, at: start, from: within ? keyed.lastIndex : start, to: at });
      start = at + 1;
    }
  }
  return found;
}

/** An argument as it is written, without its name. */
const writtenIn = ({ text }: Reading, { from, to }: Argument): string => text.slice(from, to).trim();

/** 0-based place of an argument's value, or of its name. */
const placeOf = ({ text }: Reading, { from, to }: Argument): number => from + Math.max(0, text.slice(from, to).search(/\S/));

/** Reads a number alone, or one with its unit. */
function readArgument(reading: Reading, argument: Argument, plain: boolean, inherited: Tail | undefined): number | undefined {
  const { unit } = reading;
  const received = writtenIn(reading, argument);
  if (plain && received === '') return fail(reading, 'empty-argument', argument.from, { expected: '1234.5' });
  if (received.includes('..')) return fail(reading, 'interval-argument', placeOf(reading, argument), { received });
  const number = readNumber(reading, argument.from, argument.to);
  const tail = number && readTail(reading, number.end, argument.to, number.start);
  if (number === undefined || tail === undefined) return undefined;
  if (!plain) {
    const whole = inherit(reading, tail, inherited, number.end);
    return whole && inUnit(reading, number, whole);
  }
  if (tail.ratio === undefined && tail.multiplier === '') return number.value;
  const bare = scaleBy(number.value * (prefixes[tail.multiplier] ?? 1), unit.id === '1' ? (tail.ratio ?? 1) : 1);
  return fail(reading, 'plain-argument', number.end, { expected: tidy(bare), received });
}

/** The names that a distribution's parameters may have, form by form. */
const namesOf = ({ parameters }: Form): readonly string[] => parameters.map((each) => each.replace('#', ''));

/** Says why a value has no parameter of its own. */
function noteStray(
  reading: Reading,
  argument: Argument,
  key: string | undefined,
  taken: boolean,
  known: readonly (readonly string[])[],
): void {
  const expected = known.map((names) => names.join(', ')).join(' | ');
  const place = argument.key === undefined ? placeOf(reading, argument) : argument.at + reading.text.slice(argument.at).search(/\S/);
  if (key === undefined) fail(reading, 'surplus-argument', place, { expected, received: writtenIn(reading, argument) });
  else if (taken) fail(reading, 'repeated-argument', place, { expected, received: key });
  else {
    const elsewhere = known.some((names) => names.includes(key));
    fail(reading, elsewhere ? 'clashing-argument' : 'unknown-argument', place, { expected, received: key });
  }
}

/** Gives each parameter its argument, by name or else by order. */
function readForm(reading: Reading, { name, at, inherited }: Call, all: readonly Argument[]): Distribution | undefined {
  const possible = forms[name] as readonly Form[];
  const form = possible.find((each) => all.every(({ key }) => key === undefined || namesOf(each).includes(key))) ?? (possible[0] as Form);
  const names = namesOf(form);
  const values: Record<string, number> = {};
  const given = new Map<string, Argument>();
  let stray = false;
  const before = reading.issues.length;
  for (const [index, argument] of all.entries()) {
    const key = argument.key ?? names[index];
    const place = key === undefined ? -1 : names.indexOf(key);
    if (key === undefined || place < 0 || given.has(key)) {
      noteStray(reading, argument, key, place >= 0, possible.map(namesOf));
      stray = true;
      continue;
    }
    given.set(key, argument);
    stray ||= writtenIn(reading, argument).includes('..');
    values[key] = readArgument(reading, argument, form.parameters[place]?.startsWith('#') === true, inherited) ?? Number.NaN;
  }
  if (name === 'beta' && reading.unit.id === '1' && !given.has('low') && !given.has('high')) Object.assign(values, { low: 0, high: 1 });
  // What stands under a wrong name, or two numbers in the place of one, is not missing besides.
  const missing = stray ? [] : names.filter((each) => !(each in values));
  if (missing.length > 0) fail(reading, 'missing-argument', at, { expected: missing.join(', '), received: name });
  if (reading.issues.length > before) return undefined;
  checkValues(reading, name, values, given);
  return reading.issues.length > before ? undefined : form.make(values);
}

function checkValues(reading: Reading, name: string, values: Values, given: ReadonlyMap<string, Argument>): void {
  const check = (key: string, sound: (value: number) => boolean, code: 'negative-sd' | 'not-positive', condition: string): void => {
    const value = values[key];
    const argument = given.get(key);
    if (value !== undefined && argument !== undefined && !sound(value))
      fail(reading, code, placeOf(reading, argument), { expected: `${key} ${condition}`, received: writtenIn(reading, argument) });
  };
  check('sd', (value) => value >= 0, 'negative-sd', '≥ 0');
  const positive = name === 'lognormal' ? ['p5', 'mean'] : ['alpha', 'beta', 'shape', 'scale'];
  for (const each of positive) check(each, (value) => value > 0, 'not-positive', '> 0');
  checkOrder(reading, ['p5', 'low', 'mode', 'high', 'p95'], values, given);
}

/** The parameters that are given must rise, in the order of their names. */
function checkOrder(reading: Reading, names: readonly string[], values: Values, given: ReadonlyMap<string, Argument>): boolean {
  const rising = names.flatMap((name) => {
    const argument = given.get(name);
    const value = values[name];
    if (argument === undefined || value === undefined) return [];
    return [{ label: argument.key === undefined ? '' : `${name}: `, argument, value }];
  });
  const [first] = rising;
  if (first === undefined || rising.every(({ value }, index) => value >= (rising[index - 1]?.value ?? value))) return true;
  const sorted = rising.toSorted((a, b) => a.value - b.value);
  const list = (parts: typeof rising): string =>
    parts.map(({ argument }, index) => `${rising[index]?.label}${writtenIn(reading, argument)}`).join(', ');
  fail(reading, 'interval-reversed', placeOf(reading, first.argument), { expected: list(sorted), received: list(rising) });
  return false;
}

/** Parts with their weights before the colon: `mixture(0.3: 500..600 W, 0.7: 700 W)`. */
function readWeighted<T>(
  reading: Reading,
  { at }: Call,
  all: readonly Argument[],
  read: (argument: Argument) => T | undefined,
): { readonly weight: number; readonly of: T }[] | undefined {
  const parts: { readonly weight: number; readonly of: T }[] = [];
  for (const argument of all) {
    const written = argument.key ?? '';
    const weight = written === '' ? Number.NaN : Number(written);
    const of = read(argument);
    if (of === undefined) continue;
    const whole = reading.text.slice(argument.at, argument.to);
    const place = argument.at + whole.search(/\S/);
    if (weight >= 0 && Number.isFinite(weight)) parts.push({ weight, of });
    else if (weight < 0) fail(reading, 'negative-weight', place, { expected: 'weight ≥ 0', received: written });
    else {
      const share = written.endsWith('%') ? Number(written.slice(0, -1)) / 100 : 0.5;
      fail(reading, 'missing-weight', place, { expected: `${tidy(share)}: ${writtenIn(reading, argument)}`, received: whole.trim() });
    }
  }
  if (parts.length < all.length) return undefined;
  return parts.some(({ weight }) => weight > 0) ? parts : fail(reading, 'not-positive', at, { expected: '> 0', received: '0' });
}

function readTruncated(reading: Reading, call: Call, all: readonly Argument[]): Distribution | undefined {
  const before = reading.issues.length;
  const names = ['of', 'low', 'high'];
  const given = new Map<string, Argument>();
  const bounds: Record<string, number> = {};
  let of: Distribution | undefined;
  for (const [index, argument] of all.entries()) {
    const key = argument.key ?? names[index];
    if (key === undefined || !names.includes(key) || given.has(key)) {
      noteStray(reading, argument, key, key !== undefined && given.has(key), [names]);
      continue;
    }
    given.set(key, argument);
    if (key === 'of') of = call.nested(argument.from, argument.to, call.inherited);
    else bounds[key] = readArgument(reading, argument, false, call.inherited) ?? Number.NaN;
  }
  if (reading.issues.length > before) return undefined;
  if (of === undefined) return fail(reading, 'missing-argument', call.at, { expected: 'of', received: call.name });
  if (!checkOrder(reading, ['low', 'high'], bounds, given)) return undefined;
  // An open side is the greatest double: distributions are stored as JSON, which knows no infinity.
  const { low = -Number.MAX_VALUE, high = Number.MAX_VALUE } = bounds;
  if (low === high) {
    const written = ['low', 'high'].flatMap((name) => given.get(name) ?? []).map((argument) => writtenIn(reading, argument));
    return fail(reading, 'interval-reversed', call.at, { received: written.join(', ') });
  }
  return { kind: 'truncated', of, low, high };
}

/** What numbers with nothing but commas between them may be: several values, or one. */
function separated(written: string): string {
  const grouped = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(written);
  const values = /,0\d/.test(written) ? '' : written.replaceAll(',', ', ');
  const one = grouped ? written.replaceAll(',', '') : /^\d+,\d+$/.test(written) ? written.replace(',', '.') : '';
  return [values, one].filter((each) => each !== '').join(' | ');
}

/**
 * Reads a distribution written as a call.
 *
 * @param reading what is being read
 * @param outer where the call stands
 */
export function readCall(reading: Reading, outer: Call): Distribution | undefined {
  const { text } = reading;
  const { name, open, end, depth } = outer;
  if (depth >= deepest) return fail(reading, 'too-deep', outer.at, { expected: `≤ ${deepest}` });
  const close = closing(text, open, end);
  if (close < 0) return fail(reading, 'unbalanced', open - 1, { expected: ')' });
  if (!known.split(', ').includes(name)) return fail(reading, 'unknown-distribution', outer.at, { expected: known, received: name });
  // `uniform(1,000 W, 2,000 W)`: inside brackets a comma separates, so one between digits may mean either.
  const crowded = /[\d.]*\d(?:,\d[\d.]*)+/.exec(text.slice(open, close));
  if (crowded) {
    const [received] = crowded;
    return fail(reading, 'comma-in-brackets', open + crowded.index + received.indexOf(','), { expected: separated(received), received });
  }
  const tail = readTail(reading, close + 1, end);
  if (tail === undefined) return undefined;
  const inherited = tail.ratio === undefined ? outer.inherited : tail;
  const call: Call = { ...outer, inherited };
  const all = argumentsOf(reading, open, close);
  if (name in forms) return readForm(reading, call, all);
  if (name === 'truncated') return readTruncated(reading, call, all);
  if (name === 'mixture') {
    const parts = readWeighted(reading, call, all, ({ from: start, to }) => outer.nested(start, to, inherited));
    return parts && { kind: 'mixture', parts };
  }
  if (name === 'discrete') {
    const parts = readWeighted(reading, call, all, (argument) => readArgument(reading, argument, false, inherited));
    return parts && { kind: 'discrete', outcomes: parts.map(({ weight, of }) => ({ value: of, weight })) };
  }
  const values = all.flatMap((argument) => readArgument(reading, argument, false, inherited) ?? []);
  return values.length < all.length ? undefined : { kind: 'empirical', values };
}
