import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type QuantityCode, quantityCodes } from './codes.ts';
import type { Distribution } from './distribution.ts';
import { formatInterval, formatQuantity } from './format-quantity.ts';
import { type ParsedQuantity, parseQuantity } from './parse-quantity.ts';
import { precisions } from './read-tail.ts';
import { type UnitId, unitIds, unitOf } from './units.ts';

function read(text: string, unit: UnitId): ParsedQuantity {
  const parsed = parseQuantity(text, unit);
  if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed.issues)}`);
  return parsed.value;
}

const numberOf = (text: string, unit: UnitId): number => {
  const { value } = read(text, unit);
  if (value.kind !== 'point') throw new Error(`${text} is a ${value.kind}`);
  return value.value;
};

describe('a number with a unit', () => {
  test.each<[string, UnitId, number]>([
    ['700 W', 'W', 700],
    ['700W', 'W', 700],
    ['  1.5e3 W ', 'W', 1500],
    ['-4 %', '1', -0.04],
    ['57 %', '1', 0.57],
    ['57 %', '%', 57],
    ['3.35 TB/s', 'B/s', 3.35e12],
    ['400 Gbit/s', 'B/s', 5e10],
    ['400 Gbit/s', 'bit/s', 4e11],
    ['64 GiB', 'B', 64 * 2 ** 30],
    ['900 GB/s/mm', 'B/s/mm', 9e11],
    ['1.2 TB/s/stack', 'B/s/stack', 1.2e12],
    ['7 USD/GB', 'USD/B', 7e-9],
    ['2 USD/Mtoken', 'USD/token', 2e-6],
    ['67 USD/MWh', 'USD/kWh', 0.067],
    ['2.788 M chip h', 'chip-h', 2.788e6],
    ['2.788 M chip-h', 'chip-h', 2.788e6],
    ['2.788 M GPU h', 'chip-h', 2.788e6],
    ['2,048 chip', 'chip', 2048],
    ['2048', 'chip', 2048],
    ['671 G', '1', 671e9],
    ['671e9', '1', 671e9],
    ['14.8 T token', 'token', 14.8e12],
    ['1.6 GUSD', 'USD', 1.6e9],
    ['1.6 G USD', 'USD', 1.6e9],
    ['20 k USD', 'USD', 20_000],
    ['300 pJ/bit', 'pJ/bit', 300],
    ['8 pJ/B', 'pJ/bit', 1],
    ['5 µm', 'nm', 5000],
    ['814 mm²', 'cm2', 8.14],
    ['0.1 /cm2', '/mm2', 0.001],
    ['2 week', 'd', 14],
    ['1 yr', 'h', 8766],
    ['35 %/yr', '1/yr', 0.35],
    ['180 MTr/mm2', 'MTr/mm2', 180],
    ['0.18 GTr/mm2', 'MTr/mm2', 180],
    ['1200 USD/MW-month', 'USD/kW-month', 1.2],
    ['0.4 kgCO2/kWh', 'gCO2/kWh', 400],
    ['7.2 CNY/USD', 'CNY/USD', 7.2],
    ['1 kWh', 'J', 3.6e6],
  ])('%s in %s is %d', (text, unit, expected) => {
    expect(numberOf(text, unit)).toBe(expected);
  });

  it('may have any unit of the table', () => {
    for (const unit of unitIds) if (unit !== '1' && !unit.endsWith('OP/s')) expect(numberOf(`3 ${unit}`, unit), unit).toBe(3);
  });

  it('states a number format and `dense` where it is a peak rate', () => {
    expect(read('989.4 TFLOP/s bf16 dense', 'FLOP/s')).toMatchObject({ value: { kind: 'point', value: 989.4e12 }, precision: 'bf16' });
    expect(read('1979 TOP/s INT8 dense', 'OP/s')).toMatchObject({ precision: 'int8' });
    expect(read('1..2 PFLOP/s fp8 dense', 'FLOP/s')).toMatchObject({ value: { kind: 'split', p5: 1e15, p95: 2e15 }, precision: 'fp8' });
  });

  it('keeps its currency and the year of its money', () => {
    expect(read('10 USD2024', 'USD')).toMatchObject({ value: { value: 10 }, currency: 'USD', currencyYear: 2024 });
    expect(read('0.35 CNY2023/kWh', 'USD/kWh')).toMatchObject({ value: { value: 0.35 }, currency: 'CNY', currencyYear: 2023 });
    expect(read('5 W', 'W')).not.toHaveProperty('currency');
  });
});

describe('an interval', () => {
  test.each<[string, UnitId, Distribution]>([
    ['0.08..0.18 /cm2', '/cm2', { kind: 'split', scale: 'log', p5: 0.08, p50: 0.12, p95: 0.18 }],
    ['20 k..33.8 k..45 k USD', 'USD', { kind: 'split', scale: 'log', p5: 20_000, p50: 33_800, p95: 45_000 }],
    ['20..45 k USD', 'USD', { kind: 'split', scale: 'log', p5: 20_000, p50: 30_000, p95: 45_000 }],
    ['250 M..1 G USD', 'USD', { kind: 'split', scale: 'log', p5: 2.5e8, p50: 5e8, p95: 1e9 }],
    ['250 MW..1 GW', 'W', { kind: 'split', scale: 'log', p5: 2.5e8, p50: 5e8, p95: 1e9 }],
    ['0..50 %', '1', { kind: 'split', scale: 'linear', p5: 0, p50: 0.25, p95: 0.5 }],
    ['-10..30 %', '1', { kind: 'split', scale: 'linear', p5: -0.1, p50: expect.closeTo(0.1, 15) as unknown as number, p95: 0.3 }],
    ['7..7 nm', 'nm', { kind: 'point', value: 7 }],
    ['1e200..1e300', '1', { kind: 'split', scale: 'log', p5: 1e200, p50: expect.closeTo(1e250, -236) as unknown as number, p95: 1e300 }],
  ])('%s', (text, unit, expected) => {
    expect(read(text, unit).value).toEqual(expected);
  });
});

describe('a distribution', () => {
  const z = 1.6448536269514722;
  test.each<[string, UnitId, unknown]>([
    ['uniform(1 kW, 2 kW)', 'W', { kind: 'uniform', low: 1000, high: 2000 }],
    ['uniform(low: 1, high: 2) kW', 'W', { kind: 'uniform', low: 1000, high: 2000 }],
    ['normal(mean: 10 W, sd: 2 W)', 'W', { kind: 'normal', mean: 10, sd: 2 }],
    ['normal(p5: 10 W, p95: 20 W)', 'W', { kind: 'normal', mean: 15, sd: expect.closeTo(5 / z, 12) }],
    [
      'lognormal(p5: 20 k, p95: 60 k) USD',
      'USD',
      { kind: 'lognormal', mu: expect.closeTo(Math.log(12e8) / 2, 12), sigma: expect.closeTo(Math.log(3) / 2 / z, 12) },
    ],
    [
      'lognormal(mean: 2, sd: 1)',
      '1',
      { kind: 'lognormal', mu: expect.closeTo(Math.log(2) - Math.log(1.25) / 2, 12), sigma: expect.closeTo(Math.sqrt(Math.log(1.25)), 12) },
    ],
    ['triangular(1, 2, 4) d', 'h', { kind: 'triangular', low: 24, mode: 48, high: 96 }],
    ['pert(low: 1 %, mode: 2 %, high: 4 %)', '1', { kind: 'pert', low: 0.01, mode: 0.02, high: 0.04 }],
    ['beta(2, 3)', '1', { kind: 'beta', alpha: 2, beta: 3, low: 0, high: 1 }],
    ['beta(2, 3, low: 1 W, high: 5 W)', 'W', { kind: 'beta', alpha: 2, beta: 3, low: 1, high: 5 }],
    ['gamma(shape: 3, scale: 2 d)', 'h', { kind: 'gamma', shape: 3, scale: 48 }],
    ['truncated(normal(7, 1), low: 5, high: 9)', '1', { kind: 'truncated', of: { kind: 'normal', mean: 7, sd: 1 }, low: 5, high: 9 }],
    ['truncated(5..9 W, low: 1 W)', 'W', { kind: 'truncated', of: { kind: 'split' }, low: 1, high: Number.MAX_VALUE }],
    [
      'mixture(0.3: 700 W, 0.7: normal(500, 20) W)',
      'W',
      {
        kind: 'mixture',
        parts: [
          { weight: 0.3, of: { kind: 'point', value: 700 } },
          { weight: 0.7, of: { kind: 'normal', mean: 500, sd: 20 } },
        ],
      },
    ],
    [
      'discrete(1: 4, 3: 8) chip',
      'chip',
      {
        kind: 'discrete',
        outcomes: [
          { value: 4, weight: 1 },
          { value: 8, weight: 3 },
        ],
      },
    ],
    ['empirical(1 k, 2 k, 3 k) USD', 'USD', { kind: 'empirical', values: [1000, 2000, 3000] }],
  ])('%s', (text, unit, expected) => {
    const { value } = read(text, unit);
    expect(value).toMatchObject(expected as object);
    // Facts are compiled to JSON: a distribution must survive it.
    expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  });
});

describe('what cannot be read', () => {
  const bad: readonly [text: string, unit: UnitId, code: QuantityCode, column: number, more?: object][] = [
    ['', 'W', 'empty', 1],
    [' \t ', 'W', 'empty', 1],
    [`${'7'.repeat(2001)} W`, 'W', 'too-long', 2001],
    ['７００ W', 'W', 'full-width', 1, { expected: '700 W' }],
    ['700 Ｗ', 'W', 'full-width', 5, { expected: '700 W' }],
    ['seven W', 'W', 'not-a-number', 1],
    ['.5 W', 'W', 'not-a-number', 1],
    ['1 000 W', 'W', 'not-a-number', 3, { hint: 'quantity/digit-groups' }],
    ['1.234.567 W', 'W', 'not-a-number', 6],
    ['1...2 W', 'W', 'not-a-number', 4],
    ['0x10 W', 'W', 'unknown-unit', 2],
    ['1e400 W', 'W', 'not-finite', 1],
    ['1e-400 W', 'W', 'not-finite', 1],
    ['1e300 TB', 'B', 'not-finite', 6],
    ['NaN', '1', 'not-finite', 1],
    ['-Infinity W', 'W', 'not-finite', 1],
    ['.inf', '1', 'not-finite', 1],
    ['1,5 W', 'W', 'ambiguous-comma', 2, { expected: '1.5' }],
    ['0,123 W', 'W', 'ambiguous-comma', 2],
    ['uniform(1,000 W, 2,000 W)', 'W', 'ambiguous-comma', 10],
    ['~700 W', 'W', 'approximate', 1],
    ['about 700 W', 'W', 'approximate', 1],
    ['700 ± 20 W', 'W', 'plus-minus', 5],
    ['700-1000 W', 'W', 'dash-range', 4],
    ['700 – 1000 W', 'W', 'dash-range', 5],
    ['700 to 1000 W', 'W', 'dash-range', 5],
    ['..5 W', 'W', 'interval-parts', 1],
    ['1..2..3..4 W', 'W', 'interval-parts', 1],
    ['5..3 W', 'W', 'interval-reversed', 1],
    ['1..5..3 W', 'W', 'interval-reversed', 1],
    ['uniform(2 W, 1 W)', 'W', 'interval-reversed', 1],
    ['$0.08/kWh', 'USD/kWh', 'currency-first', 1, { expected: '0.08 USD/kWh' }],
    ['¥10 k', 'USD', 'currency-first', 1, { expected: '10 k CNY' }],
    ['10 ¥', 'USD', 'unknown-unit', 4, { expected: 'CNY', hint: 'quantity/yuan' }],
    ['10 RMB', 'USD', 'unknown-unit', 4, { expected: 'CNY' }],
    ['10 元/kWh', 'USD/kWh', 'unknown-unit', 4, { expected: 'CNY' }],
    ['671 B', '1', 'number-word', 5, { expected: 'G' }],
    ['31 B USD', 'USD', 'number-word', 4],
    ['31 million USD', 'USD', 'number-word', 4, { expected: 'M' }],
    ['2788 万', 'chip-h', 'number-word', 6],
    ['700', 'W', 'missing-unit', 4, { expected: 'W' }],
    ['0.3', '%', 'missing-unit', 4, { expected: '%' }],
    ['20 k', 'USD', 'missing-unit', 3],
    ['lognormal(p5: 20 k, p95: 60 k)', 'USD', 'missing-unit', 17],
    ['7 furlong', 'm', 'unknown-unit', 3],
    ['7 constructor', 'm', 'unknown-unit', 3],
    ['3 KW', 'W', 'unknown-unit', 3, { expected: 'kW', hint: 'quantity/did-you-mean' }],
    ['3 mw', 'W', 'unknown-unit', 3, { expected: 'MW' }],
    ['64 kib', 'B', 'bit-or-byte', 4, { expected: 'Kibit, KiB' }],
    ['64 gib/s', 'B/s', 'bit-or-byte', 4],
    ['64 GIB', 'B', 'unknown-unit', 4, { expected: 'GiB' }],
    ['4 weeks', 'd', 'unknown-unit', 3, { expected: 'week' }],
    ['4 days', 'd', 'unknown-unit', 3, { expected: 'd' }],
    ['5 W/', 'W', 'unknown-unit', 5],
    ['45 % W', 'W', 'unknown-unit', 4],
    ['3 mW', 'W', 'milli-or-mega', 3, { expected: 'MW' }],
    ['400 Gb/s', 'B/s', 'bit-or-byte', 5, { expected: 'Gbit, GB' }],
    ['989 TFLOPS', 'FLOP/s', 'flops-ambiguous', 5, { expected: 'TFLOP, TFLOP/s bf16 dense' }],
    ['1979 TOPS int8 dense', 'OP/s', 'flops-ambiguous', 6, { expected: 'TOP, TOP/s int8 dense' }],
    ['2.8 M GPU hrs', 'chip-h', 'gpu-hours', 11, { expected: 'chip h' }],
    ['2.8 M GPU-hours', 'chip-h', 'gpu-hours', 11],
    ['2.8 M H800 hours', 'chip-h', 'gpu-hours', 7],
    ['814 mm^2', 'mm2', 'caret-unit', 5, { expected: 'mm2' }],
    ['3 MW-month', 'W', 'wrong-dimension', 3],
    ['700 Wh', 'W', 'wrong-dimension', 5, { expected: 'W' }],
    ['5 USD', 'USD/kWh', 'wrong-dimension', 3],
    ['5 USD/kWh', 'USD/kW-month', 'wrong-dimension', 3],
    ['989 TFLOP bf16 dense', 'FLOP/s', 'wrong-dimension', 5, { hint: 'quantity/per-second' }],
    ['989 TOP/s bf16 dense', 'FLOP/s', 'wrong-dimension', 5, { hint: 'quantity/op-or-flop' }],
    ['5 USD..7 CNY', 'USD', 'mixed-units', 10],
    ['5 USD2023..7 USD2024', 'USD', 'mixed-units', 14],
    ['5 %..10', '1', 'mixed-units', 8],
    ['1 k..2 MUSD', 'USD', 'mixed-units', 2, { hint: 'quantity/multiplier-unclear' }],
    ['1 TFLOP/s bf16..2 TFLOP/s fp8 dense', 'FLOP/s', 'mixed-units', 27],
    ['989 TFLOP/s', 'FLOP/s', 'precision-missing', 12, { expected: 'FLOP/s bf16 dense' }],
    ['989 TFLOP/s dense', 'FLOP/s', 'precision-missing', 18],
    ['989 TFLOP/s int8 dense', 'FLOP/s', 'precision-kind', 13],
    ['989 TFLOP/s bf16', 'FLOP/s', 'dense-missing', 17, { expected: 'bf16 dense' }],
    ['1979 TFLOP/s bf16 sparse', 'FLOP/s', 'sparse-peak', 19],
    ['700 W dense', 'W', 'unexpected-text', 7],
    ['beta(2 W, 3)', '1', 'wrong-dimension', 8],
    ['gamma(shape: 3 k, scale: 2)', '1', 'unexpected-text', 15],
    ['weibull(1 W, 2 W)', 'W', 'unknown-distribution', 1],
    ['toString(1 W)', 'W', 'unknown-distribution', 1],
    ['normal(mean: 1 W, sigma: 2 W)', 'W', 'unknown-argument', 18],
    ['uniform(1 W, 2 W, 3 W)', 'W', 'unknown-argument', 18],
    ['uniform(1 W)', 'W', 'missing-argument', 1, { expected: 'high' }],
    ['empirical()', 'W', 'missing-argument', 11],
    ['mixture(700 W)', 'W', 'missing-argument', 9],
    ['truncated(low: 1 W)', 'W', 'missing-argument', 1],
    ['beta(2, 3)', 'W', 'missing-argument', 1, { expected: 'low' }],
    ['normal(mean: 1 W, sd: -2 W)', 'W', 'negative-sd', 1],
    ['lognormal(p5: 0 W, p95: 2 W)', 'W', 'not-positive', 1],
    ['gamma(shape: 0, scale: 2 W)', 'W', 'not-positive', 1],
    ['discrete(0: 1 W)', 'W', 'not-positive', 1],
    ['uniform(1 W, 2 W', 'W', 'unbalanced', 8],
    [`${'truncated('.repeat(5)}1 W${')'.repeat(5)}`, 'W', 'too-deep', 41],
    ['('.repeat(1000), 'W', 'not-a-number', 1],
  ];

  test.each(bad.map((row) => [row[0].slice(0, 60), ...row] as const))('%s', (_, text, unit, code, column, more = {}) => {
    const parsed = parseQuantity(text, unit);
    expect(parsed).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([expect.objectContaining({ code: `quantity/${code}`, path: '', column, ...more })]),
    });
    expect(parsed.ok || parsed.issues.every(({ expected = '', received = '' }) => expected.length <= 200 && received.length <= 200)).toBe(
      true,
    );
  });

  it('is named by every code that the parser has', () => {
    const ofMoney = ['no-exchange-rate', 'no-price-index'];
    expect([...new Set([...bad.map(([, , code]) => code), ...ofMoney])].toSorted()).toEqual([...quantityCodes].toSorted());
  });

  it('is reported whole: every faulty part of an interval or distribution has its issue', () => {
    expect(parseQuantity('1 KW..2 parsec', 'W')).toMatchObject({ ok: false, issues: [{ column: 3 }, { column: 9 }] });
    expect(parseQuantity('normal(mean: 1 KW, sd: 2 parsec)', 'W')).toMatchObject({ ok: false, issues: [{ column: 16 }, { column: 26 }] });
  });
});

describe('properties', () => {
  const unit = fc.constantFrom(...unitIds);
  const precisionOf = (id: UnitId): { precision?: 'bf16' | 'int8' } =>
    id === 'FLOP/s' ? { precision: 'bf16' } : id === 'OP/s' ? { precision: 'int8' } : {};
  const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  const magnitude = fc
    .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -12, max: 24 }), fc.boolean())
    .map(([m, e, minus]) => (minus ? -m : m) * 10 ** e);

  it('what is formatted reads back as the same value, as far as its digits go', () => {
    fc.assert(
      fc.property(magnitude, unit, fc.integer({ min: 1, max: 15 }), (value, id, digits) => {
        expect(near(numberOf(formatQuantity(value, id, { digits, ...precisionOf(id) }), id), value, 0.51 * 10 ** (1 - digits))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('a formatted interval reads back with both its ends', () => {
    fc.assert(
      fc.property(magnitude, fc.double({ min: 0.001, max: 1e7, noNaN: true }), unit, (first, width, id) => {
        const [low, high] = [first, first + Math.abs(first) * width];
        const { value } = read(formatInterval(low, high, id, { digits: 6, ...precisionOf(id) }), id);
        const ends = value.kind === 'split' ? [value.p5, value.p95] : [];
        const greatest = Math.max(Math.abs(low), Math.abs(high));
        expect(Math.abs((ends[0] ?? Number.NaN) - low)).toBeLessThan(1e-5 * greatest);
        expect(Math.abs((ends[1] ?? Number.NaN) - high)).toBeLessThan(1e-5 * greatest);
      }),
      { numRuns: 1000 },
    );
  });

  it('a unit of another dimension is never read', () => {
    fc.assert(
      fc.property(unit, unit, (written, asked) => {
        const text = `3 ${written === '1' ? '' : written}${written === 'FLOP/s' ? ' bf16 dense' : written === 'OP/s' ? ' int8 dense' : ''}`;
        const currencyOf = (id: UnitId): string =>
          Object.entries(unitOf(id).dimension)
            .map(([base, power]) => `${unitOf(id).currency === base ? 'money' : base}${power}`)
            .toSorted()
            .join();
        const readable = written === '1' ? unitOf(asked).isCount : currencyOf(written) === currencyOf(asked);
        expect(parseQuantity(text, asked).ok).toBe(readable);
      }),
      { numRuns: 2000 },
    );
  });

  const fragment = fc.constantFrom(
    '1',
    '2.5',
    '..',
    ' ',
    'k',
    'M',
    'W',
    'USD',
    'USD2024',
    '/',
    '%',
    'chip',
    'h',
    '-',
    '(',
    ')',
    ',',
    ':',
    'normal',
    'mixture',
    'truncated',
    'p5',
    'dense',
    'bf16',
    'FLOP',
    's',
    '^',
    'e',
    '9',
    '0',
    '¥',
    '万',
    '\n',
    '__proto__',
  );
  it('nothing that anybody writes makes it throw or gives a number that is none', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fragment, { maxLength: 25 }).map((parts) => parts.join('')),
      fc.array(fragment, { maxLength: 25 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(anything, unit, (text, id) => {
        const parsed = parseQuantity(text, id);
        if (parsed.ok) expect(JSON.stringify(parsed.value)).not.toMatch(/null/);
        else {
          expect(parsed.issues.length).toBeGreaterThan(0);
          for (const { column = 0 } of parsed.issues) {
            expect(column).toBeGreaterThanOrEqual(1);
            expect(column).toBeLessThanOrEqual(Math.max(1, text.length + 1));
          }
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('junk is refused in time that does not grow with it', () => {
    for (const junk of ['9', ' ', '9,', '..', '(', 'normal(', 'a-', 'USD', '1 ', 'x/', 'k ', ': ', '万', 'bf16 ']) {
      const start = performance.now();
      parseQuantity(junk.repeat(100_000 / junk.length), 'W');
      parseQuantity(junk.repeat(2000 / junk.length), 'W');
      parseQuantity(`1 ${junk.repeat(1990 / junk.length)}`, 'USD');
      parseQuantity(`mixture(${junk.repeat(1990 / junk.length)})`, 'USD');
      expect(performance.now() - start, junk).toBeLessThan(100);
    }
  });

  it('every number format is known by its name', () => {
    for (const precision of precisions) {
      const id = precision.startsWith('int') ? 'OP/s' : 'FLOP/s';
      expect(read(`1 ${id} ${precision} dense`, id).precision).toBe(precision);
    }
  });
});
