import { expect, test } from 'vitest';
import { openCatalog } from '#catalog';
import { createSampler } from '#uncertainty';
import { type AnalogComparisonOptions, accountingIds, buildAnalogComparison, rivalIds } from './build-analog-comparison.ts';
import { buildAnalogMimo } from './build-analog-mimo.ts';
import { type AnalogSolveOptions, buildAnalogSolve } from './build-analog-solve.ts';
import { renderSheet, renderSheetHtml, renderSheetSvg, type Sheet } from './sheet.ts';

const catalog = (() => {
  const opened = openCatalog();
  if (!opened.ok) throw new Error('the catalogue does not open');
  return opened.value;
})();

const options: AnalogComparisonOptions = {
  size: 128,
  leaf: 8,
  cycles: 10,
  passes: 4,
  slices: 8,
  rightSides: 100,
  utilisation: 0.2,
  symmetric: false,
  condition: 8,
  processor: 'accelerator/h100-sxm',
  chip: 'solver/pku-rram',
  samples: 400,
  seed: 1,
};

test('the hundredfold depends on what is counted, and says under which accounting it holds', () => {
  const built = buildAnalogComparison(catalog, options);
  if (!built.ok) throw new Error('not built');
  const { cells, claims, reuse, inputs } = built.value;
  expect(cells).toHaveLength(accountingIds.length * rivalIds.length);
  const cell = (accounting: string, rival: string) => cells.find((each) => each.accounting === accounting && each.rival === rival);
  expect(cell('press', 'processor-used')?.energy.p50).toBeGreaterThan(100);
  expect(cell('reuse', 'processor-used')?.hundredfold).toBe(0);
  expect(claims[0]).toMatchObject({ id: 'analog-hundredfold', verdict: 'depends', probability: 0, estimate: { unit: '1' } });
  expect(claims[0]?.bases.some(({ holds }) => holds)).toBe(true);
  for (const { energy, speed } of cells)
    for (const band of [energy, speed]) expect(band.p5 <= band.p50 && band.p50 <= band.p95 && band.p5 > 0).toBe(true);
  expect(claims[1]).toMatchObject({ id: 'analog-thousandfold', estimate: { unit: '1' } });
  for (const claim of claims) expect(claim.bases).toHaveLength(accountingIds.length * rivalIds.length);
  // Writes never help, and weigh less the more a matrix is used.
  for (const { withWrites, withoutWrites } of reuse) expect(withWrites).toBeLessThanOrEqual(withoutWrites);
  expect(inputs.filter(({ grade }) => grade === 'C' || grade === 'D').length).toBeGreaterThan(5);
  expect(buildAnalogComparison(catalog, options)).toEqual(built);
});

test('an accelerator that the catalogue lacks is an issue with the nearest name', () => {
  expect(buildAnalogComparison(catalog, { ...options, processor: 'accelerator/h100-sxn' })).toMatchObject({
    ok: false,
    issues: [{ code: 'cli/analog-unknown-thing', received: 'accelerator/h100-sxn', expected: 'accelerator/h100-sxm' }],
  });
});

const gram = (n: number, ratio: number): Float64Array => {
  const rows = n * ratio;
  const h = new Float64Array(rows * n);
  createSampler({ seed: 7, parameters: [{ path: 'h', distribution: { kind: 'normal', mean: 0, sd: 1 } }] }).column(0, 0, h);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < rows; k++) sum += (h[k * n + i] as number) * (h[k * n + j] as number);
      out[i * n + j] = sum / rows;
    }
  }
  return out;
};

const chip: AnalogSolveOptions = {
  bits: 24,
  levels: 8,
  leaf: 4,
  writeError: 0.02,
  sliceError: 0.005,
  gain: 1e4,
  converterBits: 4,
  rowsActive: 8,
  dacBits: 1,
  exact: false,
  cycles: 40,
  trials: 15,
  seed: 1,
};
const solved = (matrix: Float64Array, change: Partial<AnalogSolveOptions> = {}) => {
  const answer = buildAnalogSolve('test', matrix, { ...chip, ...change });
  if (!answer.feasible) throw new Error(answer.binding);
  return answer;
};

test('published: 16 x 16 to 24 bits in 10 cycles, within one, with arrays of 4 x 4', () => {
  const { cycles, binding, wrongCodes } = solved(gram(16, 16));
  expect(binding).toBe('converges');
  expect(wrongCodes).toBe(0);
  expect(cycles?.p50).toBeGreaterThanOrEqual(9);
  expect(cycles?.p50).toBeLessThanOrEqual(11);
});

test('one array that keeps only the diagonal is Jacobi iteration: radius near 2 sqrt(c) + c', () => {
  const answer = solved(gram(128, 16), { leaf: 128, writeError: 0, trials: 1, exact: true });
  expect(answer.lostOffDiagonal).toBeGreaterThan(0.99);
  const limit = 2 * Math.sqrt(1 / 16) + 1 / 16;
  expect(Math.abs(answer.radius.p50 / limit - 1)).toBeLessThan(0.1);
});

test('where the slices are written as badly as the coarse arrays the product is not exact, and says so', () => {
  const answer = solved(gram(16, 16), { sliceError: 0.05, trials: 3 });
  expect(answer.binding).toBe('inexact-product');
  expect(answer.wrongCodes).toBeGreaterThan(0);
  const [curve] = answer.cliff;
  expect(curve?.points[0]?.bits).toBeGreaterThan(20);
  expect(curve?.points.at(-1)?.bits).toBeLessThan(10);
});

test.each([
  ['singular', Float64Array.of(1, 2, 2, 4)],
  ['empty', new Float64Array(0)],
  ['singular-block', Float64Array.of(0, 1, 1, 0)],
])('a matrix that is %s is refused by name', (binding, matrix) => {
  expect(buildAnalogSolve('test', matrix, { ...chip, leaf: 1 })).toMatchObject({ feasible: false, binding });
});

test('a system beyond refinement diverges and gives no NaN', () => {
  const n = 8;
  const hilbert = Float64Array.from({ length: n * n }, (_, k) => 1 / (1 + (k % n) + Math.floor(k / n)));
  const answer = solved(hilbert, { trials: 3 });
  expect(answer.binding).toBe('diverges');
  expect(JSON.stringify(answer, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value))).not.toContain('NaN');
});

test('published: 128 x 8 with 256-QAM equals floating point in 3 cycles', () => {
  const { rows, bits } = buildAnalogMimo({
    receive: 128,
    transmit: 8,
    order: 256,
    snrs: [10, 25],
    leaf: 4,
    cellBits: 3,
    writeError: 0.02,
    gain: 1e4,
    converterBits: 4,
    cycles: 5,
    channels: 20,
    vectors: 20,
    seed: 1,
  });
  expect(bits).toBe(20 * 20 * 16 * 4);
  for (const { equalFrom, single, double } of rows) {
    expect(equalFrom).toBeLessThanOrEqual(3);
    expect(Math.abs(single - double)).toBeLessThan(1e-3);
  }
});

const sheet: Sheet = {
  title: 'A title',
  sentence: 'A sentence.',
  notes: ['a note & <more>'],
  tables: [{ title: 'Table', head: ['a', 'b'], rows: [['x', '2× (1–3×)']] }],
  charts: [
    {
      kind: 'lines',
      lang: 'en',
      title: 'Chart',
      description: 'What it shows.',
      x: { scale: 'log', low: 1, high: 100, ticks: [{ value: 10, text: '10' }], label: 'x' },
      y: { scale: 'linear', low: 0, high: 1, ticks: [], label: 'y' },
      series: [
        {
          name: 'one',
          points: [
            { x: 1, y: 0 },
            { x: 100, y: 1 },
          ],
        },
      ],
      walls: [{ axis: 'y', value: 0.5, text: 'wall' }],
    },
  ],
  inputs: [{ label: 'write energy', value: '100 pJ', grade: 'D', sources: [1] }],
  sources: ['A source'],
  reproduce: 'chokepoint analog',
};

test('weak grades stand in the text, the page and the picture', () => {
  expect(renderSheet(sheet, { lang: 'en', width: 80 })).toContain('Grade D, assumed: write energy.');
  expect(renderSheet(sheet, { lang: 'zh', width: 80 })).toContain('D 级（假设）：write energy。');
  const html = renderSheetHtml({ en: sheet, zh: sheet }, { lang: 'en' });
  expect(html).toContain('<span class="grade D">D</span>');
  expect(html).toContain('a note &amp; &lt;more&gt;');
  const picture = renderSheetSvg(sheet, 0, 'en');
  expect(picture).toContain('Grade D, assumed: write energy.');
  expect(picture).toContain('>wall<');
  expect(() => renderSheetSvg(sheet, 1, 'en')).toThrow(RangeError);
});

test('rivals work with the same arrays, and fail with them where sums are read wrongly', () => {
  const whole = solved(gram(16, 16));
  expect(whole.rivalProducts).toBe('arrays');
  const of = (answer: typeof whole, method: string) => answer.methods.find((each) => each.method === method);
  expect(of(whole, 'jacobi')?.iterations).toBeLessThan(60);
  // Two groups of eight lines, four bits one at a time.
  expect(of(whole, 'pcg')?.readings).toBe(8 * (of(whole, 'pcg')?.iterations ?? 0));
  expect(of(whole, 'cg')?.readings).toBeGreaterThan(of(whole, 'cg4')?.readings ?? 0);
  const broken = solved(gram(16, 16), { sliceError: 0.1, trials: 3 });
  for (const method of ['hpinv-leaf', 'jacobi', 'chebyshev', 'cg4', 'pcg', 'fgmres'])
    expect(of(broken, method)?.iterations).toBeUndefined();
  const exact = solved(gram(16, 16), { sliceError: 0.1, trials: 3, exact: true });
  expect(exact.rivalProducts).toBe('exact');
  expect(of(exact, 'jacobi')).toMatchObject({ readings: undefined });
  expect(of(exact, 'jacobi')?.iterations).toBeLessThan(60);
});

test('the arrays that give residuals decide the error rate, unless residuals are exact', () => {
  const options = {
    receive: 32,
    transmit: 4,
    order: 16,
    snrs: [20],
    leaf: 4,
    cellBits: 3,
    writeError: 0.02,
    gain: 1e4,
    converterBits: 4,
    cycles: 5,
    channels: 15,
    vectors: 10,
    seed: 1,
  };
  const last = (slices: { readonly error: number; readonly rowsActive: number } | undefined) =>
    buildAnalogMimo({ ...options, ...(slices === undefined ? {} : { slices }) }).rows[0]?.cycles.at(-1) ?? 1;
  expect(last({ error: 0, rowsActive: 8 })).toBeCloseTo(last(undefined), 2);
  expect(last({ error: 0.3, rowsActive: 8 })).toBeGreaterThan(last(undefined) + 0.01);
});
