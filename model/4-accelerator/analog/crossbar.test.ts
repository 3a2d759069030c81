import { describe, expect, test } from 'vitest';
import { quantity } from '#quantity';
import { type CrossbarInput, crossbar, crossbarProduct, effectiveConductances } from './crossbar.ts';
import { cellConductances } from './program-matrix.ts';

const ohm = (value: number) => quantity(value, 'ohm');
const cells = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => 5e-7 + 3.45e-5 * ((Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32));
const make = (n: number, change: Partial<CrossbarInput> = {}): CrossbarInput => ({
  rows: n,
  columns: n,
  conductances: cells(n * n),
  rowWire: ohm(1.73),
  columnWire: ohm(1.73),
  ...change,
});
const drive = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => 0.1 + Math.sin(5 * i) / 20);

describe('crossbar', () => {
  test('one cell is a voltage divider of everything in its way', () => {
    const { currents, ideal, deviation, worstDrop, binding } = crossbarProduct(
      crossbar(make(1, { conductances: Float64Array.of(1e-5), driver: ohm(1000), sense: ohm(500), rowWire: ohm(30), columnWire: ohm(20) })),
      Float64Array.of(0.2),
    );
    expect(currents[0]! / (0.2 / (1e5 + 1000 + 500 + 50))).toBeCloseTo(1, 12);
    expect(ideal[0]).toBeCloseTo(2e-6, 18);
    expect(deviation).toBeCloseTo(1 - 1e5 / 101550, 12);
    expect(worstDrop).toBeCloseTo(1 - 1e5 / 101550, 12);
    expect(binding).toBe('wires');
  });

  test('without wires it is the product', () => {
    const { deviation, binding } = crossbarProduct(crossbar(make(9, { rowWire: ohm(0), columnWire: ohm(0) })), drive(9));
    expect(deviation).toBeLessThan(1e-14);
    expect(binding).toBe('none');
  });

  test('driven or read from both ends, or from a nearer lead, it drops less', () => {
    const off = (change: Partial<CrossbarInput>): number =>
      crossbarProduct(crossbar(make(32, { rowWire: ohm(20), columnWire: ohm(20), ...change })), drive(32)).deviation;
    const plain = off({});
    expect(off({ feed: 'both' })).toBeLessThan(plain);
    expect(off({ ground: 'both' })).toBeLessThan(plain);
    expect(off({ lead: 0 })).toBeLessThan(plain);
    expect(off({ rowWire: ohm(0) })).toBeLessThan(plain);
    expect(off({ ground: 'top' })).not.toBe(plain);
  });

  test('its effective matrix gives the same currents at once', () => {
    const array = crossbar(make(12, { rowWire: ohm(50) }));
    const found = effectiveConductances(array);
    if (!found.feasible) throw new Error();
    const v = drive(12);
    const { currents } = crossbarProduct(array, v);
    for (let j = 0; j < 12; j++) {
      let sum = 0;
      for (let i = 0; i < 12; i++) sum += v[i]! * found.conductances[i * 12 + j]!;
      expect(sum / currents[j]!).toBeCloseTo(1, 11);
    }
    expect(effectiveConductances(array, (done) => done < 3)).toEqual({ feasible: false, binding: 'stopped' });
  });

  test('bent cells: one in series with a resistor obeys both laws', () => {
    const k = 3;
    const g = 2e-5;
    const { currents, columnPotentials, rowPotentials, binding } = crossbarProduct(
      crossbar(make(1, { conductances: Float64Array.of(g), rowWire: ohm(1e4), columnWire: ohm(1e4), nonlinearity: k })),
      Float64Array.of(2),
    );
    const across = rowPotentials[0]! - columnPotentials[0]!;
    expect(currents[0]! / ((g * Math.sinh(k * across)) / k)).toBeCloseTo(1, 12);
    expect(currents[0]! / ((2 - across) / 2e4)).toBeCloseTo(1, 9);
    expect(binding).toBe('cells');
  });

  test('bent cells: currents balance in an array, and vanish with the bend', () => {
    const v = drive(10);
    const straight = crossbarProduct(crossbar(make(10, { rowWire: ohm(200) })), v);
    const nearly = crossbarProduct(crossbar(make(10, { rowWire: ohm(200), nonlinearity: 1e-4 })), v);
    expect(nearly.currents[3]! / straight.currents[3]!).toBeCloseTo(1, 8);
    const bent = crossbarProduct(crossbar(make(10, { rowWire: ohm(200), nonlinearity: 8 })), v);
    const given = v.reduce((sum, value, i) => sum + (value - bent.rowPotentials[i * 10]!) / 200, 0);
    expect(bent.currents.reduce((sum, value) => sum + value, 0) / given).toBeCloseTo(1, 9);
    expect(bent.currents[3]).toBeGreaterThan(straight.currents[3]!);
  });
});

describe('cells', () => {
  const programmed = Float64Array.of(1, -3 / 7, 0);

  test('levels become pairs of conductances, the unused one as low as it goes', () => {
    const { positive, negative } = cellConductances({ programmed, highest: 35e-6, lowest: 0.5e-6 });
    expect([...positive]).toEqual([35e-6, 0.5e-6, 0.5e-6]);
    expect([...negative].map((value) => value * 1e6)).toEqual([0.5, expect.closeTo(15, 9), 0.5]);
  });

  test('drift, reading noise and stuck cells', () => {
    const drifted = cellConductances({ programmed, highest: 35e-6, lowest: 0, drift: 0.1 });
    expect(drifted.positive[0]).toBeCloseTo(31.5e-6, 15);
    const normals = new Float64Array(12).fill(1);
    const spread = cellConductances({ programmed, highest: 35e-6, lowest: 0, drift: 0.1, driftSpread: 0.5, readNoise: 0.02, normals });
    expect(spread.positive[0]! / (35e-6 * 0.9 ** 1.5 * 1.02)).toBeCloseTo(1, 12);
    const stuck = cellConductances({
      programmed,
      highest: 35e-6,
      lowest: 0.5e-6,
      stuckOn: 0.1,
      stuckOff: 0.2,
      uniforms: Float64Array.of(0.25, 0.05, 0.9, 0.9, 0.9, 0.9),
    });
    expect(stuck.positive[0]).toBe(0.5e-6);
    expect(stuck.negative[0]).toBe(35e-6);
    expect(stuck.negative[1]! * 1e6).toBeCloseTo(15, 9);
  });
});
