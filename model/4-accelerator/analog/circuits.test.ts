import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantity } from '#quantity';
import { luFactor, luSolve } from './dense/lu.ts';
import {
  type InversionInput,
  idealOutputs,
  inversionCircuit,
  inversionDynamics,
  inversionOutputs,
  signedCells,
} from './inversion-circuit.ts';
import { restOf, settlingTime, stabilityOf, transient } from './linear-dynamics.ts';
import { leastSquares, regressionCircuit, weightsOf } from './regression-circuit.ts';

const g0 = 35e-6;
const make = (signed: readonly number[], change: Partial<InversionInput> = {}): InversionInput => ({
  n: Math.round(Math.sqrt(signed.length)),
  ...signedCells(Float64Array.from(signed)),
  inputConductance: quantity(g0, 'S'),
  gain: 1e4,
  gainBandwidth: quantity(16e6, 'Hz'),
  ...change,
});
const dynamicsOf = (input: InversionInput) => {
  const moving = inversionDynamics(inversionCircuit(input));
  if (!moving.feasible) throw new Error(moving.binding);
  return moving;
};
const outputsOf = (input: InversionInput, v: readonly number[]): Float64Array => {
  const solution = inversionOutputs(inversionCircuit(input), Float64Array.from(v));
  if (!solution.feasible) throw new Error(solution.binding);
  return solution.outputs;
};
/** A well-conditioned signed matrix of conductances that looks random. */
const someMatrix = (n: number, spread = 6e-6): number[] =>
  Array.from({ length: n * n }, (_, k) => {
    const u = (Math.imul(k + 7, 2654435761) >>> 0) / 2 ** 32 - 0.5;
    return k % (n + 1) === 0 ? 35e-6 : u * 2 * (spread / Math.sqrt(n));
  });
const largest = (values: Iterable<number>): number => Math.max(0, ...Array.from(values, Math.abs));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => largest(Array.from({ length: a.length }, (_, i) => a[i]! - b[i]!));

/** The circuit with wires as one dense system of all its nodes and outputs, as a circuit simulator writes it down. */
function wholeCircuit(
  { n, positive, negative, inputConductance, gain, wire = quantity(0, 'ohm') }: InversionInput,
  v: readonly number[],
): number[] {
  const sites = n * n;
  const size = 3 * sites + n;
  const a = new Float64Array(size * size);
  const b = new Float64Array(size);
  const row = (i: number, j: number): number => i * n + j;
  const column = (plane: number, i: number, j: number): number => sites * (1 + plane) + i * n + j;
  const add = (i: number, j: number, value: number): void => {
    a[i * size + j] = a[i * size + j]! + value;
  };
  const join = (x: number, y: number, g: number): void => {
    add(x, x, g);
    add(y, y, g);
    add(x, y, -g);
    add(y, x, -g);
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (j + 1 < n) join(row(i, j), row(i, j + 1), 1 / wire);
      for (const [plane, cells] of [positive, negative].entries()) {
        join(row(i, j), column(plane, i, j), cells[i * n + j]!);
        if (i + 1 < n) join(column(plane, i, j), column(plane, i + 1, j), 1 / wire);
        if (i === 0) {
          // From the output of amplifier j, or of its inverter.
          add(column(plane, 0, j), column(plane, 0, j), 1 / wire);
          add(column(plane, 0, j), 3 * sites + j, (plane === 0 ? -1 : 1) / wire);
        }
      }
    }
    const input = 1 / (wire + 1 / inputConductance);
    add(row(i, n - 1), row(i, n - 1), input);
    b[row(i, n - 1)] = input * v[i]!;
    // The amplifier: its input stands at minus its output over its gain.
    add(3 * sites + i, row(i, 0), 1);
    add(3 * sites + i, 3 * sites + i, 1 / gain);
  }
  const pivots = new Int32Array(size);
  luFactor(a, size, pivots);
  luSolve(a, size, pivots, b);
  return [...b.subarray(3 * sites)];
}

describe('inversion circuit at rest', () => {
  test('of one cell, by hand', () => {
    // (G + U / A0) x = -G0 v with G = 10 uS, U = 45 uS.
    expect(outputsOf(make([10e-6], { gain: 100 }), [0.1])[0]).toBeCloseTo((-35e-6 * 0.1) / (10e-6 + 45e-6 / 100), 14);
    expect(outputsOf(make([10e-6], { gain: Number.POSITIVE_INFINITY }), [0.1])[0]).toBeCloseTo(-0.35, 14);
  });

  test('gain and wires only ever make it worse, and vanish', () => {
    const g = someMatrix(8);
    const v = [0.1, -0.2, 0.05, 0.15, 0, -0.1, 0.2, 0.1];
    const ideal = idealOutputs(make(g), Float64Array.from(v));
    if (!ideal.feasible) throw new Error();
    const error = (change: Partial<InversionInput>): number => apart(outputsOf(make(g, change), v), ideal.outputs) / largest(ideal.outputs);
    expect(error({ gain: 1e3 })).toBeGreaterThan(9 * error({ gain: 1e4 }));
    expect(error({ gain: 1e12 })).toBeLessThan(1e-10);
    expect(error({ gain: 1e12, wire: quantity(1e-9, 'ohm') })).toBeLessThan(1e-10);
    expect(error({ gain: 1e12, wire: quantity(10, 'ohm') })).toBeGreaterThan(5 * error({ gain: 1e12, wire: quantity(1, 'ohm') }));
  });

  test('with wires it is the whole circuit, node by node', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(0.5, 1.73, 50, 2000),
        fc.constantFrom(1e2, 1e4, Number.POSITIVE_INFINITY),
        (n, wire, gain) => {
          const input = make(someMatrix(n), { wire: quantity(wire, 'ohm'), gain });
          const v = Array.from({ length: n }, (_, i) => Math.cos(2 * i) / 5);
          const expected = wholeCircuit(input, v);
          expect(apart(outputsOf(input, v), expected) / largest(expected)).toBeLessThan(1e-10);
          const { dynamics, drive } = dynamicsOf(input);
          const rest = restOf(dynamics, drive(Float64Array.from(v)));
          expect(rest.feasible && apart(rest.outputs, expected) / largest(expected)).toBeLessThan(1e-10);
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each([
    ['zero', [0, 0, 0, 0]],
    ['singular', [1e-5, 2e-5, 1e-5, 2e-5]],
  ])('a %s matrix has no ideal answer', (_, g) => {
    expect(idealOutputs(make(g), Float64Array.of(1, 0))).toEqual({ feasible: false, binding: 'singular' });
  });

  test('a condition number near the end of doubles is said', () => {
    const d = 1e-5 * 2 ** -51;
    const solution = idealOutputs(make([1e-5, 1e-5, 1e-5, 1e-5 + d]), Float64Array.of(1, 0));
    expect(solution.feasible && solution.binding).toBe('condition');
    const fair = idealOutputs(make([1e-5, 0, 0, 1e-17]), Float64Array.of(1, 0));
    expect(fair.feasible && fair.condition / 1e12).toBeGreaterThan(0.3);
  });

  test('nothing to invert', () => {
    const { dynamics, drive } = dynamicsOf(make([]));
    expect(inversionOutputs(inversionCircuit(make([])), new Float64Array(0))).toMatchObject({
      feasible: true,
      outputs: new Float64Array(0),
    });
    expect(stabilityOf(dynamics).stable).toBe(true);
    expect(settlingTime(dynamics, drive(new Float64Array(0)), 8)).toMatchObject({ feasible: true, time: 0 });
  });

  test('stopped on request', () => {
    const circuit = inversionCircuit(make(someMatrix(4), { wire: quantity(1, 'ohm') }));
    expect(inversionOutputs(circuit, Float64Array.of(1, 0, 0, 0), () => false)).toEqual({ feasible: false, binding: 'stopped' });
    expect(inversionDynamics(circuit, (done) => done < 2)).toEqual({ feasible: false, binding: 'stopped' });
  });

  test('refuses arrays of another size', () => {
    expect(() => inversionCircuit({ ...make([1e-5]), n: 2 })).toThrow(RangeError);
  });
});

describe('inversion circuit in motion', () => {
  const input = make([10e-6], { gain: 1e3 });
  const rate = 2 * Math.PI * 16e6 * (10 / 45 + 1e-3);
  const final = (-35e-6 * 0.1) / (10e-6 + 45e-6 / 1e3);

  test('one cell settles like a capacitor', () => {
    const { dynamics, drive } = dynamicsOf(input);
    const times = Float64Array.of(-1e-9, 0, 1e-8, 3e-8, 3e-8, 1e-6);
    const { outputs } = transient(dynamics, drive(Float64Array.of(0.1)), times);
    for (const [k, time] of times.entries()) expect(outputs[k]).toBeCloseTo(time <= 0 ? 0 : final * (1 - Math.exp(-rate * time)), 14);
  });

  test.each([1, 4, 8, 24])('and is there to %d bits when its exponential is', (bits) => {
    const { dynamics, drive } = dynamicsOf(input);
    const settling = settlingTime(dynamics, drive(Float64Array.of(0.1)), bits);
    expect(settling.feasible && settling.time * rate).toBeCloseTo((bits + 1) * Math.LN2, 3);
  });

  test('two modes: the slow one decides, whatever the fast one does', () => {
    const { dynamics, drive } = dynamicsOf(make([20e-6, 15e-6, 15e-6, 20e-6], { gain: Number.POSITIVE_INFINITY }));
    const { timeConstant, decayRates } = stabilityOf(dynamics);
    const omega = 2 * Math.PI * 16e6;
    expect([...decayRates].sort((a, b) => a - b).map((value) => value / omega)).toEqual([
      expect.closeTo(5 / 70, 12),
      expect.closeTo(35 / 70, 12),
    ]);
    const settling = settlingTime(dynamics, drive(Float64Array.of(0.1, 0)), 8);
    // The slow mode holds half of the sum of both outputs' difference: G x = -G0 v by hand gives 20/175 and -15/175.
    const share = 1 / 5 / 2 / (20 / 175);
    expect(settling.feasible && settling.time / timeConstant).toBeCloseTo(Math.log(share * 2 ** 9), 2);
  });

  test('an indefinite matrix runs away at the rate of its eigenvalue', () => {
    const { dynamics, drive } = dynamicsOf(make([10e-6, 30e-6, 30e-6, 10e-6], { gain: 1e4 }));
    const { stable, growthRate } = stabilityOf(dynamics);
    expect(stable).toBe(false);
    expect(growthRate / (2 * Math.PI * 16e6 * (20 / 75 - 1e-4))).toBeCloseTo(1, 12);
    expect(settlingTime(dynamics, drive(Float64Array.of(1, 0)), 8)).toEqual({ feasible: false, binding: 'unstable' });
    const { outputs, times } = transient(dynamics, drive(Float64Array.of(1e-6, 0)), Float64Array.of(1e-7, 1e-6, 1, 2));
    expect(times).toBe(2);
    expect(outputs.every(Number.isFinite)).toBe(true);
  });
});

describe('regression circuit', () => {
  const data = Float64Array.of(35, 30, 35, 30, 35, 20, 35, 15).map((value) => value * 1e-6);
  const input = {
    rows: 4,
    columns: 2,
    data,
    targetConductance: quantity(35e-6, 'S'),
    feedbackConductance: quantity(1e-4, 'S'),
    gain: 1e9,
    gainBandwidth: quantity(16e6, 'Hz'),
  };
  const targets = Float64Array.of(0.01, -0.02, 0.03, 0.015);

  test('with high gain finds the least-squares fit, and settles', () => {
    const fit = leastSquares(input, targets);
    const { dynamics, drive } = regressionCircuit(input);
    const rest = restOf(dynamics, drive(targets));
    if (!fit.feasible || !rest.feasible) throw new Error();
    expect(apart(weightsOf(input, rest.outputs), fit.weights) / largest(fit.weights)).toBeLessThan(1e-6);
    expect(stabilityOf(dynamics).stable).toBe(true);
    expect(settlingTime(dynamics, drive(targets), 8).feasible).toBe(true);
  });

  test('the fit by hand: the mean where there is one weight', () => {
    const fit = leastSquares({ ...input, columns: 1, data: new Float64Array(4).fill(35e-6) }, targets);
    expect(fit.feasible && fit.weights[0]).toBeCloseTo(-0.00875, 15);
  });

  test('dependent columns and too few rows have no fit', () => {
    expect(leastSquares({ ...input, data: new Float64Array(8).fill(1e-5) }, targets)).toEqual({
      feasible: false,
      binding: 'dependent-columns',
    });
    expect(leastSquares({ ...input, rows: 1, data: data.slice(0, 2) }, targets.slice(0, 1))).toEqual({
      feasible: false,
      binding: 'too-few-rows',
    });
  });

  test('a column without cells stays at rest', () => {
    const { dynamics, drive } = regressionCircuit({ ...input, data: data.map((value, k) => (k % 2 === 1 ? 0 : value)) });
    const rest = restOf(dynamics, drive(targets));
    expect(rest.feasible && rest.outputs[5]).toBeCloseTo(0, 15);
  });
});
