import { bandedFactor, bandedSolve } from '../dist/model/4-accelerator/analog/banded.js';
import { crossbar, crossbarProduct, effectiveConductances, multiplyTransposed } from '../dist/model/4-accelerator/analog/index.js';

const wire = 1.73;

/** Eight levels between 0.5 and 35 uS that look random, and voltages up to 0.2 V. */
const cells = (n) => Float64Array.from({ length: n * n }, (_, k) => Math.max(0.5e-6, 5e-6 * ((Math.imul(k + 1, 2654435761) >>> 0) % 8)));
const drive = (n) => Float64Array.from({ length: n }, (_, i) => 0.1 + 0.1 * Math.sin(7 * i));

/** The straightforward way: every node of the array in one symmetric system, eliminated in order. */
function eliminate(n, g, v) {
  const width = 2 * n;
  const nodes = 2 * n * n;
  const stride = width + 1;
  const band = new Float64Array(nodes * stride);
  const x = new Float64Array(nodes);
  const add = (a, b, value) => {
    const high = Math.max(a, b);
    band[high * stride + width - Math.abs(a - b)] += value;
  };
  const join = (a, b, value) => {
    add(a, a, value);
    add(b, b, value);
    add(a, b, -value);
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const row = 2 * (i * n + j);
      const column = row + 1;
      join(row, column, g[i * n + j]);
      if (j === 0) {
        add(row, row, 1 / wire);
        x[row] = v[i] / wire;
      } else join(row, row - 2, 1 / wire);
      if (i > 0) join(column, column - width, 1 / wire);
      if (i === n - 1) add(column, column, 1 / wire);
    }
  }
  bandedFactor(band, nodes, width);
  bandedSolve(band, nodes, width, x);
  return Float64Array.from({ length: n }, (_, j) => x[2 * ((n - 1) * n + j) + 1] / wire);
}

/**
 * Products of an n x n array with wires: by elimination of all nodes, and by ours for the first time, again, and by its
 * effective matrix.
 */
export function arrayRace(n, atLeast) {
  const conductances = cells(n);
  const v = drive(n);
  const make = () => crossbar({ rows: n, columns: n, conductances, rowWire: wire, columnWire: wire });
  const kept = make();
  let matrix;
  const last = {};
  const out = new Float64Array(n);
  return {
    name: `Product of a ${n} x ${n} array with wires of ${wire} ohm`,
    unit: 'products',
    baseline: 'all nodes eliminated in order',
    atLeast,
    run: {
      'all nodes eliminated in order': () => {
        last.slow = eliminate(n, conductances, v);
        return 1;
      },
      'certified, first product': () => {
        last.first = crossbarProduct(make(), v).currents;
        return 1;
      },
      'certified, same matrix again': () => {
        last.again = crossbarProduct(kept, v).currents;
        return 1;
      },
      'effective matrix, once found': () => {
        matrix ??= effectiveConductances(kept).conductances;
        multiplyTransposed(matrix, v, out, n, n);
        last.effective = out;
        return 1;
      },
    },
    verify: () => {
      const largest = Math.max(...last.slow);
      for (const [way, currents] of Object.entries(last)) {
        const off = Math.max(...currents.map((current, j) => Math.abs(current - last.slow[j]))) / largest;
        if (!(off < 1e-9)) throw new Error(`${way} is off by ${off}`);
      }
    },
  };
}
