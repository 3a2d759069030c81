import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { luFactor, luSolve } from './dense/lu.ts';
import { factorNetwork, networkMemory, type TerminalPotentials, type WireNetwork } from './wire-network.ts';

/** The same network as a dense nodal system, node by node; resistances of zero are a microohm here. */
function dense(network: WireNetwork, terminals: TerminalPotentials): { rows: number[]; columns: number[] } {
  const { rows, columns, planes, cells } = network;
  const sites = rows * columns;
  const n = sites * (1 + planes);
  const a = new Float64Array(n * n);
  const b = new Float64Array(n);
  const g = (resistance: number): number => (resistance === 0 ? 1e6 : 1 / resistance);
  const ground = (node: number, value: number, potential = 0): void => {
    a[node * n + node] = a[node * n + node]! + value;
    b[node] = b[node]! + value * potential;
  };
  const join = (x: number, y: number, value: number): void => {
    ground(x, value);
    ground(y, value);
    a[x * n + y] = a[x * n + y]! - value;
    a[y * n + x] = a[y * n + x]! - value;
  };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const node = i * columns + j;
      if (j === 0) ground(node, g(network.left), terminals.left?.[i]);
      if (j === columns - 1) ground(node, g(network.right), terminals.right?.[i]);
      else join(node, node + 1, g(network.rowSegment));
      for (let p = 0; p < planes; p++) {
        const other = sites * (1 + p) + node;
        join(node, other, cells[p * sites + node]!);
        if (i === 0) ground(other, g(network.top), terminals.top?.[p * columns + j]);
        if (i === rows - 1) ground(other, g(network.bottom), terminals.bottom?.[p * columns + j]);
        else join(other, other + columns, g(network.columnSegment));
      }
    }
  }
  const pivots = new Int32Array(n);
  luFactor(a, n, pivots);
  luSolve(a, n, pivots, b);
  return { rows: [...b.subarray(0, sites)], columns: [...b.subarray(sites)] };
}

const open = Number.POSITIVE_INFINITY;
const largest = (values: Iterable<number>): number => Math.max(0, ...Array.from(values, Math.abs));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => largest(Array.from({ length: a.length }, (_, i) => a[i]! - b[i]!));
/** Conductances between 0.5 and 35 uS that look random, some zero. */
const someCells = (count: number, zeros = 0): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => {
    const u = (Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32;
    return u < zeros ? 0 : 5e-7 + 3.45e-5 * u;
  });
const crossbar = (n: number, r: number): WireNetwork => ({
  rows: n,
  columns: n,
  planes: 1,
  cells: someCells(n * n),
  rowSegment: r,
  columnSegment: r,
  left: r,
  right: open,
  top: open,
  bottom: r,
});

describe('wire network', () => {
  const resistance = fc.constantFrom(0.1, 1.73, 10, 1e3, 1e5);
  const drive = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => Math.sin(3 * i + 1) / 5);

  test('is the dense nodal solution, whatever the wires, terminals and planes', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 1, max: 6 }),
          columns: fc.integer({ min: 1, max: 6 }),
          planes: fc.constantFrom(1, 2),
          rowSegment: resistance,
          columnSegment: resistance,
          left: fc.oneof(resistance, fc.constant(open)),
          right: fc.oneof(resistance, fc.constant(open)),
          top: fc.oneof(resistance, fc.constant(open)),
          bottom: resistance,
          zeros: fc.constantFrom(0, 0.3),
        }),
        ({ zeros, ...shape }) => {
          const network: WireNetwork = { ...shape, cells: someCells(shape.planes * shape.rows * shape.columns, zeros) };
          // A row that nothing holds but cells at zero floats, and has no potential to compare.
          if (zeros > 0 && network.left === open && network.right === open) return;
          const terminals = {
            left: drive(shape.rows),
            right: drive(shape.rows + 1).subarray(1),
            top: drive(shape.planes * shape.columns),
            bottom: drive(shape.planes * shape.columns + 2).subarray(2),
          };
          const expected = dense(network, terminals);
          const { rowPotentials, columnPotentials, errorBound } = factorNetwork(network).solve(terminals);
          const off = Math.max(apart(rowPotentials, expected.rows), apart(columnPotentials, expected.columns));
          // The dense system loses digits to conductances a million times apart; ours does not.
          expect(off).toBeLessThan(1e-9);
          expect(errorBound).toBeLessThan(1e-10);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    ['row wires', { rowSegment: 0 }],
    ['column wires', { columnSegment: 0 }],
    ['row wires and drivers', { rowSegment: 0, left: 0 }],
    ['column wires and senses', { columnSegment: 0, bottom: 0 }],
    ['drivers', { left: 0 }],
    ['senses', { bottom: 0 }],
    ['anything', { rowSegment: 0, columnSegment: 0, left: 0, bottom: 0 }],
  ])('no resistance in %s', (_, change) => {
    const network = { ...crossbar(5, 20), ...change };
    const terminals = { left: drive(5) };
    const { rowPotentials, columnCurrents } = factorNetwork(network).solve(terminals);
    const expected = dense(network, terminals);
    expect(apart(rowPotentials, expected.rows)).toBeLessThan(1e-8);
    for (let j = 0; j < 5; j++) {
      let ideal = 0;
      let through = 0;
      for (let i = 0; i < 5; i++) {
        ideal += network.cells[i * 5 + j]! * terminals.left[i]!;
        through += network.cells[i * 5 + j]! * (expected.rows[i * 5 + j]! - expected.columns[i * 5 + j]!);
      }
      expect(columnCurrents[j]! / through).toBeCloseTo(1, 6);
      if (Object.keys(change).length === 4) expect(columnCurrents[j]! / ideal).toBeCloseTo(1, 13);
    }
  });

  test('currents in and out balance', () => {
    const network = crossbar(40, 10);
    const left = drive(40);
    const { rowPotentials, columnCurrents } = factorNetwork(network).solve({ left });
    const given = left.reduce((sum, value, i) => sum + (value - rowPotentials[i * 40]!) / 10, 0);
    expect(columnCurrents.reduce((sum, value) => sum + value, 0) / given).toBeCloseTo(1, 9);
  });

  test('the bound holds and both ways agree where wires are as bad as cells', () => {
    const network = crossbar(24, 3e4);
    const left = drive(24);
    const factored = factorNetwork(network);
    const iterated = factored.solve({ left });
    const loose = factored.solve({ left }, { tolerance: 1e-3, memory: 0 });
    expect(apart(loose.columnPotentials, iterated.columnPotentials)).toBeLessThanOrEqual(loose.errorBound + iterated.errorBound);
    const forced = factored.solve({ left }, { tolerance: 1e-40 });
    expect(forced.method).toBe('elimination');
    expect(apart(forced.columnPotentials, iterated.columnPotentials) / largest(iterated.columnPotentials)).toBeLessThan(1e-9);
  });

  test('drawn currents stand for sources in cells', () => {
    const network = crossbar(3, 100);
    const rows = new Float64Array(9);
    rows[4] = 1e-6;
    const { rowPotentials } = factorNetwork(network).solve({}, {}, { rows, columns: new Float64Array(9) });
    // By reciprocity: what a microampere at a node does elsewhere is what one elsewhere does there.
    const other = new Float64Array(9);
    other[8] = 1e-6;
    const back = factorNetwork(network).solve({}, {}, { rows: other, columns: new Float64Array(9) });
    expect(rowPotentials[8]! / back.rowPotentials[4]!).toBeCloseTo(1, 9);
  });

  test('whoever stops it gets what there is, with its bound', () => {
    const factored = factorNetwork(crossbar(32, 1000));
    const left = drive(32);
    const exact = factored.solve({ left });
    const stopped = factored.solve({ left }, { goOn: (steps) => steps < 0 });
    expect(stopped.method).toBe('stopped');
    expect(apart(stopped.columnPotentials, exact.columnPotentials)).toBeLessThanOrEqual(stopped.errorBound);
  });

  test.each([
    [0, 0],
    [0, 3],
    [3, 0],
    [1, 1],
  ])('%d x %d', (rows, columns) => {
    const network = { ...crossbar(0, 1), rows, columns, cells: someCells(rows * columns) };
    const { columnCurrents, errorBound } = factorNetwork(network).solve({ left: drive(rows) });
    expect(columnCurrents.length).toBe(columns);
    expect(Number.isFinite(errorBound)).toBe(true);
    for (const value of columnCurrents) expect(Number.isFinite(value)).toBe(true);
  });

  test.each([
    ['cells', { cells: new Float64Array(3) }],
    ['cells', { cells: Float64Array.of(1, 1, 1, Number.NaN) }],
    ['cells', { cells: Float64Array.of(1, 1, 1, -1) }],
    ['left', { left: -1 }],
    ['segment', { rowSegment: open }],
    ['planes', { planes: 3 }],
  ])('refuses wrong %s', (_, change) => {
    expect(() => factorNetwork({ ...crossbar(2, 1), ...change })).toThrow(RangeError);
  });

  test('memory of a request of 2,000 x 2,000 is known before it is used', () => {
    const { iteration, elimination } = networkMemory({ rows: 2000, columns: 2000, planes: 1 });
    expect(iteration).toBe(8 * 4e6 * 15);
    expect(elimination).toBeGreaterThan(2e11);
  });
});
