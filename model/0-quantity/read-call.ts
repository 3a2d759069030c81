import type { Distribution } from './distribution.ts';
import { inUnit, readNumber } from './read-number.ts';
import { fail, inherit, type Reading, readTail, type Tail } from './read-tail.ts';

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

const keyed = /\s*([A-Za-z]\w*|\d[\d.]*)\s*:/y;

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

/** Reads a number alone, or one with its unit. */
function readArgument(reading: Reading, argument: Argument, plain: boolean, inherited: Tail | undefined): number | undefined {
  const number = readNumber(reading, argument.from, argument.to);
  const tail = number && readTail(reading, number.end, argument.to);
  if (number === undefined || tail === undefined) return undefined;
  if (plain && tail.ratio === undefined && tail.multiplier === undefined) return number.value;
  if (plain)
    return fail(reading, 'unexpected-text', number.end, {
      expected: `${number.value}`,
      received: reading.text.slice(argument.from, argument.to).trim(),
    });
  const whole = inherit(reading, tail, inherited, number.end);
  return whole && inUnit(reading, number.value, whole, number.end);
}

/** Gives each parameter its argument, by name or else by order. */
function readForm(reading: Reading, { name, at, inherited }: Call, all: readonly Argument[]): Distribution | undefined {
  const possible = forms[name] as readonly Form[];
  const named = (form: Form): readonly string[] => form.parameters.map((each) => each.replace('#', ''));
  const form = possible.find((each) => all.every(({ key }) => key === undefined || named(each).includes(key))) ?? (possible[0] as Form);
  const names = named(form);
  const values: Record<string, number> = {};
  const before = reading.issues.length;
  for (const [index, argument] of all.entries()) {
    const key = argument.key ?? names[index];
    const place = key === undefined ? -1 : names.indexOf(key);
    if (key === undefined || place < 0 || key in values) {
      fail(reading, 'unknown-argument', argument.at, {
        expected: possible.map((each) => named(each).join(', ')).join(' | '),
        received: argument.key ?? reading.text.slice(argument.from, argument.to).trim(),
      });
      continue;
    }
    const value = readArgument(reading, argument, form.parameters[place]?.startsWith('#') === true, inherited);
    values[key] = value ?? Number.NaN;
  }
  if (name === 'beta' && reading.unit.id === '1' && values['low'] === undefined && values['high'] === undefined)
    Object.assign(values, { low: 0, high: 1 });
  for (const each of names) if (!(each in values)) fail(reading, 'missing-argument', at, { expected: each, received: name });
  if (reading.issues.length > before) return undefined;
  checkValues(reading, name, at, values);
  return reading.issues.length > before ? undefined : form.make(values);
}

function checkValues(reading: Reading, name: string, at: number, values: Values): void {
  const { sd } = values;
  if (sd !== undefined && sd < 0) fail(reading, 'negative-sd', at, { expected: 'sd ≥ 0', received: `${sd}` });
  const positive = name === 'lognormal' ? ['p5', 'mean'] : ['alpha', 'beta', 'shape', 'scale'];
  for (const each of positive) {
    const value = values[each];
    if (value !== undefined && value <= 0) fail(reading, 'not-positive', at, { expected: `${each} > 0`, received: `${value}` });
  }
  const rising = ['p5', 'low', 'mode', 'high', 'p95'].flatMap((each) => values[each] ?? []);
  if (rising.some((value, index) => value < (rising[index - 1] ?? value)))
    fail(reading, 'interval-reversed', at, { received: rising.join(', ') });
}

/** Parts with their weights before the colon: `mixture(0.3: 500..600 W, 0.7: 700 W)`. */
function readWeighted<T>(
  reading: Reading,
  { name, at }: Call,
  all: readonly Argument[],
  read: (argument: Argument) => T | undefined,
): { readonly weight: number; readonly of: T }[] | undefined {
  const parts: { readonly weight: number; readonly of: T }[] = [];
  for (const argument of all) {
    const weight = Number(argument.key ?? Number.NaN);
    const of = read(argument);
    if (!Number.isFinite(weight)) fail(reading, 'missing-argument', argument.at, { expected: `0.5: …`, received: name });
    else if (of !== undefined) parts.push({ weight, of });
  }
  if (parts.length < all.length) return undefined;
  return parts.some(({ weight }) => weight > 0) ? parts : fail(reading, 'not-positive', at, { expected: '> 0', received: '0' });
}

function readTruncated(reading: Reading, call: Call, all: readonly Argument[]): Distribution | undefined {
  const before = reading.issues.length;
  const bounds: Record<string, number> = {};
  let of: Distribution | undefined;
  for (const [index, argument] of all.entries()) {
    const key = argument.key ?? ['of', 'low', 'high'][index];
    if (key === 'of') of = call.nested(argument.from, argument.to, call.inherited);
    else if (key === 'low' || key === 'high') bounds[key] = readArgument(reading, argument, false, call.inherited) ?? Number.NaN;
    else fail(reading, 'unknown-argument', argument.at, { expected: 'of, low, high', received: argument.key });
  }
  if (reading.issues.length > before) return undefined;
  if (of === undefined) return fail(reading, 'missing-argument', call.at, { expected: 'of', received: call.name });
  // An open side is the greatest double: distributions are stored as JSON, which knows no infinity.
  const { low = -Number.MAX_VALUE, high = Number.MAX_VALUE } = bounds;
  return low < high ? { kind: 'truncated', of, low, high } : fail(reading, 'interval-reversed', call.at, { received: `${low}, ${high}` });
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
  const comma = /\d,\d/.exec(text.slice(open, close));
  if (comma) return fail(reading, 'ambiguous-comma', open + comma.index + 1, { expected: ', ', received: comma[0] });

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
