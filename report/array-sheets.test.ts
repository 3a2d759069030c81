import { describe, expect, test } from 'vitest';
import { langs } from '#messages';
import { arrayProductSheet, settlingSheet } from './array-sheets.ts';
import { type ArrayProductOptions, buildArrayProduct } from './build-array-product.ts';
import { buildSettling, type SettlingOptions } from './build-settling.ts';
import { draw } from './chart/draw.ts';
import { engineering, shareText } from './engineering.ts';
import { renderSheet, renderSheetHtml, renderSheetSvg, type Sheet } from './sheet.ts';

const draws = (_purpose: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1)));
const matrixOf = (n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0.3 * Math.sin(3 * k)));
const vectorOf = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.cos(2 * i));
const productOf = (change: Partial<ArrayProductOptions> = {}) =>
  buildArrayProduct({
    rows: 12,
    columns: 12,
    matrix: matrixOf(12),
    vector: vectorOf(12),
    cellBits: 3,
    writeError: 0.02,
    lowest: 5e-7,
    highest: 35e-6,
    wire: 1.73,
    readVoltage: 0.1,
    dacBits: 4,
    adcBits: 8,
    nonlinearity: 0,
    matrixBits: 24,
    rowsActive: 8,
    normals: draws,
    goOn: () => true,
    ...change,
  });
const settlingOf = (change: Partial<SettlingOptions> = {}) =>
  buildSettling({
    size: 6,
    matrix: matrixOf(6),
    rightSide: vectorOf(6),
    cellBits: 0,
    writeError: 0,
    highest: 35e-6,
    gain: 1e4,
    gainBandwidth: 16e6,
    wire: 1.73,
    readVoltage: 0.1,
    bits: 8,
    normals: draws,
    goOn: () => true,
    ...change,
  });
const frame = {
  name: '<a>',
  figures: [
    { fact: 'wireResistance', label: { en: 'wire segment', zh: '线段电阻' }, value: 1.73, unit: 'ohm', grade: 'C', sources: ['x'] },
    { fact: 'writeError', label: { en: 'write error', zh: '写入误差' }, value: 0.02, unit: '1', sources: [] },
  ],
  reproduce: 'chokepoint analog mvm',
  sourceText: (id: string) => `source ${id}`,
} as const;
const written = (sheet: (lang: (typeof langs)[number]) => Sheet): string[] => {
  const sheets = { en: sheet('en'), zh: sheet('zh') };
  return [...langs.map((lang) => renderSheet(sheets[lang], { lang, width: 80 })), renderSheetHtml(sheets, { lang: 'en' })];
};

describe('product of an array', () => {
  test('errors are those of each stage: none of them without its cause', () => {
    const quiet = { writeError: 0, lowest: 0, wire: 0, adcBits: 16, dacBits: 16, cellBits: 7 };
    const fine = productOf(quiet);
    expect(fine.errors.levels).toBeGreaterThan(0);
    expect(fine.errors.writing).toBe(fine.errors.levels);
    expect(fine.errors.cells).toBeCloseTo(fine.errors.levels, 12);
    expect(fine.errors.wires).toBeCloseTo(fine.errors.levels, 12);
    expect(productOf({ ...quiet, writeError: 0.05 }).errors.writing).toBeGreaterThan(fine.errors.writing);
    expect(productOf({ ...quiet, nonlinearity: 20 }).errors.cells).toBeGreaterThan(2 * fine.errors.cells);
    const wired = productOf({ ...quiet, wire: 300 });
    expect(wired.errors.wires).toBeGreaterThan(2 * fine.errors.wires);
    expect(wired.binding).toBe('wires');
    expect(wired.meanDrop).toBeGreaterThan(0);
    expect(productOf({ ...quiet, adcBits: 2 }).binding).toBe('converters');
  });

  test('bit slices are exact where cells are, and not where they are not', () => {
    expect(productOf({ writeError: 0 }).sliced.wrong).toBe(0);
    expect(productOf({ writeError: 0.1 }).sliced.wrong).toBeGreaterThan(0);
  });

  test.each([
    [0, 0],
    [0, 3],
    [3, 0],
    [1, 1],
  ])('%d x %d gives an answer without NaN', (rows, columns) => {
    const product = productOf({ rows, columns, matrix: new Float64Array(rows * columns), vector: new Float64Array(columns) });
    for (const text of written((lang) => arrayProductSheet(product, frame, lang))) expect(text).not.toMatch(/NaN|undefined|\[object/);
  });

  test('is told in both languages, with the grades of its inputs and a picture', () => {
    const product = productOf({ rows: 9, matrix: matrixOf(12).subarray(0, 108) });
    const [en, zh, html] = written((lang) => arrayProductSheet(product, frame, lang)) as [string, string, string];
    for (const text of [en, zh, html]) expect(text).not.toMatch(/NaN|undefined|\[object/);
    expect(en).toContain('9 × 12');
    expect(en).toContain('given by you');
    expect(zh).toContain('由你给定');
    expect(html).not.toContain('<a>');
    const picture = renderSheetSvg(arrayProductSheet(product, frame, 'en'), 0, 'en');
    expect(picture).toContain('voltage lost');
    expect(picture.length).toBeLessThan(60_000);
  });

  test.each([320, 960])('a picture %d wide stays inside, even of a large array', (width) => {
    const n = 300;
    const product = {
      ...productOf(),
      rows: n,
      columns: n,
      conductances: new Float64Array(n * n).fill(1e-5),
      drops: new Float64Array(n * n),
    };
    const [chart] = arrayProductSheet(product, frame, 'zh').charts;
    const scene = draw(chart!, { width });
    for (const mark of scene.marks) {
      if (mark.kind !== 'path') continue;
      for (const [, x, y] of mark.d.matchAll(/([\d.]+) ([\d.]+)/g)) {
        expect(Number(x)).toBeLessThanOrEqual(width);
        expect(Number(y)).toBeLessThanOrEqual(scene.height);
      }
    }
  });
});

describe('closed loop', () => {
  test('settles, and gives the answer of the equations but for gain and wires', () => {
    const study = settlingOf();
    expect(study.binding).toBe('slowest-mode');
    expect(study.errors.levels).toBeLessThan(1e-12);
    expect(study.errors.gain).toBeLessThan(5e-3);
    expect(study.errors.wires).toBeLessThan(2e-2);
    expect(study.curve.at(-1)!.bits).toBeGreaterThan(9);
    expect(study.curve[0]!.bits).toBeCloseTo(0, 9);
  });

  test.each([
    ['singular', { matrix: new Float64Array(36) }, 'singular'],
    ['unstable', { matrix: matrixOf(6).map((value) => -value) }, 'unstable'],
    ['stopped', { goOn: () => false }, 'stopped'],
    [
      'lost when rounded',
      { cellBits: 1, matrix: matrixOf(6).map((value, k) => (k % 7 === 0 ? (k === 0 ? 1 : 0.1) : 0.001 * value)) },
      'singular',
    ],
  ] as const)('%s is an answer, without NaN', (_, change, binding) => {
    const study = settlingOf({ ...change, ...(binding === 'singular' ? { gain: Number.POSITIVE_INFINITY, wire: 0 } : {}) });
    expect(study.binding).toBe(binding);
    for (const text of written((lang) => settlingSheet(study, 8, frame, lang))) expect(text).not.toMatch(/NaN|undefined|\[object/);
  });

  test('is told in both languages, with its course', () => {
    const study = settlingOf();
    for (const text of written((lang) => settlingSheet(study, 8, frame, lang))) expect(text).not.toMatch(/NaN|undefined|\[object/);
    expect(renderSheetSvg(settlingSheet(study, 8, frame, 'zh'), 0, 'zh')).toContain('位数');
  });
});

test.each([
  [0, '0 S'],
  [35e-6, '35 µS'],
  [999.96e-9, '1 µS'],
  [1.23456e6, '1.23 MS'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NaN, '–'],
  [-0.5, '-500 mS'],
])('%d reads %s', (value, text) => expect(engineering(value, 'S')).toBe(text));

test.each([
  [0, '0%'],
  [0.12345, '12.3%'],
  [1e-9, '1.0e-9'],
])('a share of %d reads %s', (value, text) => expect(shareText(value)).toBe(text));
