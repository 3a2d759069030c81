import { blockCounts, blockInverse, luFactor, luSolve, multiply, refine } from '../../dist/model/4-accelerator/analog/index.js';
import { createSampler } from '../../dist/uncertainty/index.js';

const n = 16;
const leaf = 4;
const count = 200;
const cycles = 60;
const target = 2 ** -24;
const cells = { cellBits: 3, writeError: 0.02, gain: 1e4 };
const { draws } = blockCounts({ size: n, leaf });
const sampler = (path) => createSampler({ seed: 1, parameters: [{ path, distribution: { kind: 'normal', mean: 0, sd: 1 } }] });
const [tall, write, sides] = ['tall', 'write', 'right side'].map(sampler);
const rows = 16 * n;

/** A random Gram matrix, a right-hand side and write errors. */
function trial(t) {
  const h = new Float64Array(rows * n);
  tall.column(0, t * h.length, h);
  const transposed = new Float64Array(h.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < n; j++) transposed[j * rows + i] = h[i * n + j] / rows;
  const matrix = new Float64Array(n * n);
  multiply(transposed, h, matrix, n, rows, n);
  const rightSide = new Float64Array(n);
  sides.column(0, t * n, rightSide);
  const normals = new Float64Array(draws);
  write.column(0, t * draws, normals);
  return { matrix, rightSide, normals };
}

function solve({ matrix, rightSide, normals }, inverse) {
  const factors = matrix.slice();
  const pivots = new Int32Array(n);
  luFactor(factors, n, pivots);
  const solution = rightSide.slice();
  luSolve(factors, n, pivots, solution);
  return refine({
    size: n,
    matrix,
    inverse: inverse(matrix, normals),
    rightSide,
    solution,
    converterBits: 4,
    cycles,
    target,
    residual: { by: 'exact' },
  });
}

/** The straightforward way: rows of arrays, every inverse and product written out. */
const plain = {
  product: (a, b) => a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0))),
  minus: (a, b) => a.map((row, i) => row.map((value, j) => value - b[i][j])),
  inverse: (a) => {
    const m = a.length;
    const w = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
    for (let k = 0; k < m; k++) {
      const pivot = w.reduce((best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(w[best][k]) ? i : best), k);
      [w[k], w[pivot]] = [w[pivot], w[k]];
      w[k] = w[k].map((value) => value / w[k][k]);
      for (let i = 0; i < m; i++) if (i !== k) w[i] = w[i].map((value, j) => value - w[i][k] * w[k][j]);
    }
    return w.map((row) => row.slice(m));
  },
};

function plainInverse(matrix, normals) {
  let at = 0;
  const program = (a) => {
    const scale = Math.max(...a.flat().map(Math.abs));
    return {
      scale,
      levels: a.map((row) =>
        row.map((value) => {
          const q = Math.round((7 * value) / scale);
          const z = normals[at++];
          return q === 0 ? 0 : q / 7 + cells.writeError * z;
        }),
      ),
    };
  };
  const scaled = ({ scale, levels }) => levels.map((row) => row.map((value) => scale * value));
  const blocks = (a) => {
    const m = a.length;
    if (m <= leaf) {
      const { scale, levels } = program(a);
      return plain.inverse(
        levels.map((row, i) =>
          row.map((value, j) => scale * (value + (i === j ? (1 + row.reduce((sum, each) => sum + Math.abs(each), 0)) / cells.gain : 0))),
        ),
      );
    }
    const h = m >> 1;
    const cut = (r, c) => a.slice(r, r + h).map((row) => row.slice(c, c + h));
    const [a1, a2, a3, a4] = [cut(0, 0), cut(0, h), cut(h, 0), cut(h, h)];
    const m1 = blocks(a1);
    const ms = blocks(plain.minus(a4, plain.product(a3, plain.product(plain.inverse(a1), a2))));
    const q2 = scaled(program(a2));
    const q3 = scaled(program(a3));
    const m21 = plain.product(ms, plain.product(q3, m1)).map((row) => row.map((value) => -value));
    const m1q2 = plain.product(m1, q2);
    const m12 = plain.product(m1q2, ms).map((row) => row.map((value) => -value));
    const m11 = plain.minus(m1, plain.product(m1q2, m21));
    return [...m11.map((row, i) => [...row, ...m12[i]]), ...m21.map((row, i) => [...row, ...ms[i]])];
  };
  return Float64Array.from(blocks(Array.from({ length: n }, (_, i) => Array.from(matrix.subarray(i * n, i * n + n)))).flat());
}

const ours = (matrix, normals) => blockInverse({ ...cells, matrix, size: n, leaf, normals }).inverse;
const reached = {};
const all = (name, inverse) => () => {
  let sum = 0;
  for (let t = 0; t < count; t++) sum += solve(trial(t), inverse).errors.length;
  reached[name] = sum / count;
  return count;
};

export const name = 'Random 16 x 16 systems drawn, written with errors and solved to 24 bits; 1,000 a second are the aim';
export const unit = 'systems';
export const baseline = 'rows of arrays';
export const atLeast = { 'typed arrays': 1.2 };
export const run = { 'rows of arrays': all('plain', plainInverse), 'typed arrays': all('ours', ours) };

export function verify() {
  if (Math.abs(reached.plain - reached.ours) > 0.05) throw new Error(`${reached.plain} cycles against ${reached.ours}`);
}
