import type { Distribution } from './distribution.ts';
import { readCall } from './read-call.ts';
import { inUnit, readNumber } from './read-number.ts';
import { fail, inherit, type Reading, readTail, type Tail } from './read-tail.ts';

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

/** Reads a number with its unit, or an interval of two or three. */
function readPoints(reading: Reading, start: number, end: number, inherited: Tail | undefined): Distribution | undefined {
  const { text } = reading;
  const found: { readonly value: number; readonly at: number; readonly tail: Tail }[] = [];
  const before = reading.issues.length;
  const parts = text.slice(start, end).split('..', 5);
  if (parts.length > 3) return fail(reading, 'interval-parts', start, { expected: 'a..b, a..b..c', received: text.slice(start, end) });
  let from = start;
  for (const part of parts) {
    const to = from + part.length;
    if (parts.length > 1 && part.trim() === '')
      fail(reading, 'interval-parts', from, { expected: 'a..b, a..b..c', received: text.slice(start, end) });
    else {
      const number = readNumber(reading, from, to);
      const tail = number && readTail(reading, number.end, to);
      if (number && tail) found.push({ value: number.value, at: number.end, tail });
    }
    from = to + 2;
  }
  const final = found.at(-1);
  if (reading.issues.length > before || final === undefined) return undefined;
  // `5 %..10` would be a twentieth to ten.
  const odd = final.tail.ratio === undefined ? found.find(({ tail }) => tail.ratio !== undefined) : undefined;
  if (odd) return fail(reading, 'mixed-units', final.at, { received: text.slice(start, end).trim() });
  const last = inherit(reading, final.tail, inherited, final.at);
  const values = found.map(({ value, at, tail }) => {
    const whole = tail === final.tail ? last : inherit(reading, tail, last, at);
    return whole && inUnit(reading, value, whole, at);
  });
  if (reading.issues.length > before) return undefined;
  const [low = 0, second = low, third] = values;
  const high = third ?? second;
  if (low > second || second > high) return fail(reading, 'interval-reversed', start, { received: text.slice(start, end).trim() });
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
