import {
  blockCounts,
  blockInverse,
  luFactor,
  luSolve,
  refine,
  roundToBlock,
  roundToOwnMaximum,
  slicedMultiplier,
  sliceMatrix,
} from '../../dist/model/4-accelerator/analog/index.js';
import { createSampler } from '../../dist/uncertainty/index.js';

const n = 256;
const cycles = 10;
const slices = 8;
const cellBits = 3;
const inputBits = 4;
const sliceError = 0.0005;

const normals = (path, count) => {
  const out = new Float64Array(count);
  createSampler({ seed: 1, parameters: [{ path, distribution: { kind: 'normal', mean: 0, sd: 1 } }] }).column(0, 0, out);
  return out;
};

/** A Gram matrix of sixteen rows a column. */
function gram() {
  const rows = 16 * n;
  const h = normals('gram', rows * n);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < rows; k++) sum += h[i * rows + k] * h[j * rows + k];
      out[i * n + j] = out[j * n + i] = sum / rows;
    }
  }
  return out;
}

const matrix = gram();
const rightSide = normals('right side', n);
const { draws } = blockCounts({ size: n, leaf: 8 });
const { inverse } = blockInverse({ matrix, size: n, leaf: 8, cellBits, writeError: 0.02, gain: 1e4, normals: normals('write', draws) });
const sliced = sliceMatrix({
  matrix,
  rows: n,
  columns: n,
  matrixBits: slices * cellBits,
  cellBits,
  writeError: sliceError,
  normals: normals('slices', slices * n * n),
});
const pivots = new Int32Array(n);
const factors = sliced.integers.map((value) => value * sliced.unit);
luFactor(factors, n, pivots);
const solution = rightSide.slice();
luSolve(factors, n, pivots, solution);

const onePass = slicedMultiplier(sliced, { inputBits, dacBits: inputBits, rowsActive: 8 });
const fourPasses = slicedMultiplier(sliced, { inputBits, dacBits: 1, rowsActive: 8 });
const settings = { size: n, matrix, inverse, rightSide, solution, converterBits: inputBits, cycles };
const last = {};

/** The straightforward way: every sum of every slice and group of rows, one cell after another. */
function plainProduct(digits, dacBits) {
  const out = new Float64Array(n);
  const base = 2 ** dacBits;
  for (let c = 0; c * dacBits < inputBits; c++) {
    const chunk = Float64Array.from(digits, (digit) => Math.sign(digit) * (Math.floor(Math.abs(digit) / base ** c) % base));
    for (let s = 0; s < slices; s++) {
      for (let i = 0; i < n; i++) {
        for (let from = 0; from < n; from += 8) {
          let sum = 0;
          for (let j = from; j < from + 8; j++) {
            const at = s * n * n + i * n + j;
            sum += chunk[j] * (sliced.levels[at] + sliced.errors[at]);
          }
          out[i] += Math.round(sum) * 2 ** (cellBits * s) * base ** c;
        }
      }
    }
  }
  return out;
}

function plainRefinement(dacBits) {
  const x = new Float64Array(n);
  const r = rightSide.slice();
  const coarse = new Float64Array(n);
  for (let cycle = 0; cycle < cycles; cycle++) {
    roundToOwnMaximum(r, inputBits, coarse);
    const step = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) step[i] += inverse[i * n + j] * coarse[j];
    const unit = roundToBlock(step, inputBits);
    for (let i = 0; i < n; i++) x[i] += step[i];
    const change = plainProduct(
      step.map((value) => value / unit),
      dacBits,
    );
    for (let i = 0; i < n; i++) r[i] -= change[i] * sliced.unit * unit;
  }
  return x;
}

export const name = `HP-INV of ${n} rows, ${cycles} cycles, product in ${slices} slices; 200 a second are 5 ms each`;
export const unit = 'solutions';
export const baseline = 'cell by cell, one input pass';
export const atLeast = { 'one input pass of 4 bits': 5 };
export const run = {
  'cell by cell, one input pass': () => {
    last.plain = plainRefinement(inputBits);
    return 1;
  },
  'one input pass of 4 bits': () => {
    last.one = refine({ ...settings, residual: { by: 'slices', matrix: sliced, multiplier: onePass } }).estimate;
    return 1;
  },
  'four input passes of 1 bit': () => {
    last.four = refine({ ...settings, residual: { by: 'slices', matrix: sliced, multiplier: fourPasses } }).estimate;
    return 1;
  },
  'residual in double precision': () => {
    refine({ ...settings, residual: { by: 'exact' } });
    return 1;
  },
};

export function verify() {
  const most = Math.max(...solution.map(Math.abs));
  for (const [way, estimate] of Object.entries(last)) {
    const off = Math.max(...estimate.map((value, i) => Math.abs(value - solution[i]))) / most;
    if (!(off < 1e-5)) throw new Error(`${way} is off by ${off}`);
  }
}
