import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MatrixRequest, numbers, readMatrix } from './analog-matrix.ts';
import { numberBetween } from './options.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-matrix-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (text: string): string => {
  const file = join(folder, 'a.csv');
  writeFileSync(file, text);
  return file;
};
const read = (request: Partial<MatrixRequest>) =>
  readMatrix({ file: undefined, random: undefined, seed: 1, square: true, most: 10_000, ...request });
const codes = (request: Partial<MatrixRequest>) => {
  const checked = read(request);
  return checked.ok ? [] : checked.issues.map(({ code, line, column }) => [code, line, column]);
};

test('a file of numbers, with a byte-order mark, blanks and empty lines', () => {
  const checked = read({ file: put('\uFEFF1, -2.5\r\n\r\n3e-2 ,4\r\n') });
  expect(checked.ok && [checked.value.rows, checked.value.columns, ...checked.value.values]).toEqual([2, 2, 1, -2.5, 0.03, 4]);
});

test.each([
  ['words', '1,2\n3,x\n', [['cli/matrix-cell', 2, 2]]],
  [
    'infinities and gaps',
    'Infinity,NaN\n,1\n',
    [
      ['cli/matrix-cell', 1, 1],
      ['cli/matrix-cell', 1, 2],
      ['cli/matrix-cell', 2, 1],
    ],
  ],
  ['a ragged row', '1,2\n3\n', [['cli/matrix-ragged', 2, undefined]]],
  ['more rows than columns', '1\n2\n', [['cli/matrix-not-square', undefined, undefined]]],
  ['nothing', '', [['cli/matrix-unreadable', undefined, undefined]]],
  ['an open quote', '"1,2\n', [['cli/matrix-unreadable', undefined, undefined]]],
])('%s: each fault with its place', (_, text, expected) => expect(codes({ file: put(text) })).toEqual(expected));

test('more than a command takes is refused before it is made', () => {
  expect(codes({ random: 'gram:101' })).toEqual([['cli/matrix-too-large', undefined, undefined]]);
  expect(codes({ random: 'gram:99999999999' })).toEqual([['cli/matrix-too-large', undefined, undefined]]);
});

test.each(['nonsense', 'gram', 'gram:', 'gram:-1', 'gram:1.5', 'constructor:3', ':'])('%s is no family', (random) => {
  expect(codes({ random })).toEqual([['cli/matrix-family', undefined, undefined]]);
});

test('nothing named, and no such file', () => {
  expect(codes({})).toEqual([['cli/matrix-none', undefined, undefined]]);
  expect(codes({ file: join(folder, 'none.csv') })).toEqual([['cli/matrix-unreadable', undefined, undefined]]);
});

test.each(['gram:5', 'gram4:5', 'spd10:5', 'uni:5', 'levels:5', 'mimo8x2', 'gram:0', 'gram:1'])(
  '%s is drawn, the same for the same seed',
  (random) => {
    const one = read({ random });
    const again = read({ random });
    const other = read({ random, seed: 2 });
    if (!one.ok || !again.ok || !other.ok) throw new Error();
    expect(one.value.values).toEqual(again.value.values);
    expect([...one.value.values].every(Number.isFinite)).toBe(true);
    if (one.value.rows > 0) expect(one.value.values).not.toEqual(other.value.values);
  },
);

test('draws of different seeds are different', () => {
  expect(numbers('normal', 1, 3)).not.toEqual(numbers('normal', 2, 3));
});

test.each([
  ['1e4', 1e4],
  ['0', 0],
])('%s is a number of an option', (text, value) => expect(numberBetween(0, 1e6)(text)).toBe(value));
test.each(['', ' ', 'x', '-1', '1e7', 'NaN'])('%s is none', (text) => expect(() => numberBetween(0, 1e6)(text)).toThrow());
test('nor is a broken one where it must be whole', () => expect(() => numberBetween(0, 9, true)('1.5')).toThrow());
