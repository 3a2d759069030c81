import type { Distribution } from './distribution.ts';
import { noteCurrencyFirst } from './number-slips.ts';
import { readCall } from './read-call.ts';
import { inUnit, type NumberReading, readNumber } from './read-number.ts';
import { inherit, readTail, type Tail } from './read-tail.ts';
import { type Edit, fail, type Reading, spaced } from './reading.ts';

const call = /\s*([A-Za-z]+)\s*\(/y;

/** Three points, or two whose median lies in the middle of their scale. */
function interval(low: number, high: number, median?: number): Distribution {
  if (low === high) return { kind: 'point', value: low };
  const scale = low > 0 ? 'log' : 'linear';
  const product = low * high;
  const geometric = product > 0 && product < Number.POSITIVE_INFINITY ? Math.sqrt(product) : Math.sqrt(low) * Math.sqrt(high);
  const middle = scale === 'log' ? geometric : low / 2 + high / 2;
  return { kind: 'split', scale, p5: low, p50: median ?? middle, p95: high };
}

/** One number of an interval. */
interface Point {
  readonly number: NumberReading;
  readonly tail: Tail;
  /** 0-based place where it ends, with what stands behind it. */
  readonly to: number;
}

/** The same numbers in their order, where it is plain which unit belongs to which. */
function inOrder({ text }: Reading, points: readonly Point[], values: readonly number[]): string | undefined {
  const last = points.at(-1);
  const own = points.every(({ tail }) => tail.ratio !== undefined);
  const shared = points.every(({ tail }) => tail === last?.tail || (tail.ratio === undefined && tail.multiplier === ''));
  if (last === undefined || !(own || shared)) return undefined;
  const words = points.map(({ number, to }) => text.slice(number.start, own ? to : number.end).trim());
  const sorted = words.map((word, index) => ({ word, value: values[index] ?? 0 })).toSorted((a, b) => a.value - b.value);
  return spaced(sorted.map(({ word }) => word).join('..'), own ? '' : text.slice(last.number.end, last.to));
}

/** Reads a number with its unit, or an interval of two or three. */
function readPoints(reading: Reading, start: number, end: number, inherited: Tail | undefined): Distribution | undefined {
  const { text } = reading;
  const points: Point[] = [];
  const before = reading.issues.length;
  const parts = text.slice(start, end).split('..', 5);
  const received = text.slice(start, end).trim();
  const malformed = (at: number) => fail(reading, 'interval-parts', at, { expected: 'a..b, a..b..c', received });
  if (parts.length > 3) return malformed(start);
  if (parts.length > 1 && noteCurrencyFirst(reading, start, end)) return undefined;
  let from = start;
  for (const part of parts) {
    const to = from + part.length;
    if (parts.length > 1 && part.trim() === '') malformed(from);
    else {
      const number = readNumber(reading, from, to);
      const tail = number && readTail(reading, number.end, to, number.start);
      if (number && tail) points.push({ number, tail, to });
    }
    from = to + 2;
  }
  const final = points.at(-1);
  if (reading.issues.length > before || final === undefined) return undefined;
  const instead = (words: string | undefined): readonly Edit[] | undefined =>
    words === undefined ? undefined : [{ from: start, to: end, words }];
  // `5 %..10` would be a twentieth to ten.
  const odd = final.tail.ratio === undefined ? points.find(({ tail }) => tail.ratio !== undefined) : undefined;
  if (odd) {
    const unit = text.slice(odd.number.end, odd.to);
    return fail(reading, 'unit-not-last', final.number.end, {
      received,
      edits: instead(final.tail.multiplier === '' ? spaced(received, unit) : spaced(received, odd.tail.unit)),
    });
  }
  const last = inherit(reading, final.tail, inherited, final.number.end);
  const values = points.map(({ number, tail }) => {
    const whole = tail === final.tail ? last : inherit(reading, tail, last, number.end);
    return (whole && inUnit(reading, number, whole)) ?? Number.NaN;
  });
  if (reading.issues.length > before) return undefined;
  const [low = 0, second = low, third] = values;
  const high = third ?? second;
  if (low > second || second > high)
    return fail(reading, 'interval-reversed', start, { received, edits: instead(inOrder(reading, points, values)) });
  if (values.length === 1) return { kind: 'point', value: low };
  return third === undefined ? interval(low, high) : interval(low, high, second);
}

/**
 * Reads a number, an interval or a distribution.
 *
 * @param reading what is being read
 * @param start 0-based place where it starts
 * @param end where it ends
 * @param depth how many distributions it stands in
 * @param inherited what stands behind the distribution around it
 */
export function readValue(reading: Reading, start: number, end: number, depth: number, inherited?: Tail): Distribution | undefined {
  call.lastIndex = start;
  const match = call.exec(reading.text);
  if (match?.[1] === undefined || call.lastIndex > end) return readPoints(reading, start, end, inherited);
  const nested = (from: number, to: number, tail: Tail | undefined) => readValue(reading, from, to, depth + 1, tail);
  return readCall(reading, { name: match[1], at: start, open: call.lastIndex, end, depth, inherited, nested });
}
