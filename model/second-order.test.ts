import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainInput, evaluate } from '#model';
import { architectureOf, countParameters, layerParameters, weightMatrices } from '#run';
import { plainRun } from './chain.fixture.ts';

const nothing = <T extends object>(fields: T): T => Object.fromEntries(Object.keys(fields).map((name) => [name, undefined])) as T;

const withSolver = (optimiser: ChainInput['choice']['optimiser'], run: object = {}, solver: object = {}): ChainInput => ({
  ...plainRun,
  run: { ...plainRun.run, ...run },
  solver: { ...plainRun.solver, ...solver },
  choice: { ...plainRun.choice, optimiser },
});
const onAccelerators = (optimiser: ChainInput['choice']['optimiser'], run: object = {}): ChainInput => ({
  ...withSolver(optimiser, run),
  solver: nothing(plainRun.solver),
});

describe('a matrix solver in the chain', () => {
  it('has exactly no effect with an optimiser of first order', () => {
    const { batchTokens, refresh, curvatureBlock, damping, inverseWork, inverseUtilisation, inverseOverlap, ...run } = plainRun.run;
    const without = evaluate({ ...plainRun, run: run as ChainInput['run'], solver: nothing(plainRun.solver) });
    expect(evaluate(plainRun)).toEqual(without);
    expect(evaluate(plainRun).inverses).toBeUndefined();
    expect([batchTokens, refresh, curvatureBlock, damping, inverseWork, inverseUtilisation, inverseOverlap]).not.toContain(undefined);
  });

  it('adds inverses to each step, which lengthen the run by just their share', () => {
    const plain = evaluate(plainRun);
    for (const optimiser of ['shampoo', 'kfac'] as const) {
      const { inverses, run } = evaluate(onAccelerators(optimiser));
      expect(inverses?.solver).toBeUndefined();
      expect(inverses?.loss).toBe(inverses?.share);
      expect(run.time * (1 - (inverses?.loss ?? 0))).toBeCloseTo(plain.run.time, 9);
      expect(inverses?.ceiling).toBeCloseTo(run.time / plain.run.time, 9);
    }
    // Every weight in squares of 1,024: two roots of 30 operations a row cubed for each.
    const { inverses } = evaluate(onAccelerators('shampoo'));
    const weights = plainRun.choice.weights.reduce((sum, { rows, columns, count }) => sum + rows * columns * count, 0);
    expect(inverses?.refreshFlop).toBeCloseTo(2 * 30 * 1024 * weights, -10);
  });

  it('never speeds a run up by more than the ceiling, and reaches it as solvers get fast', () => {
    const slow = evaluate(withSolver('shampoo'));
    expect(slow.inverses?.solver?.speedUp).toBeLessThan(1);
    expect(slow.run.time).toBeGreaterThan(evaluate(onAccelerators('shampoo')).run.time);
    const fast = { inversionTime: 1e-15, productTime: 1e-15, writeTime: 1e-15, leaf: 1024 };
    const { inverses } = evaluate(withSolver('shampoo', {}, fast));
    expect(inverses?.solver?.speedUp).toBeLessThanOrEqual(inverses?.ceiling ?? 0);
    expect(inverses?.solver?.speedUp).toBeCloseTo(inverses?.ceiling ?? 0, 6);
  });

  it('hides behind the step where it may work beside it, all but the Schur complements', () => {
    const { inverses } = evaluate(withSolver('shampoo', { inverseOverlap: 1, refresh: 1000 }));
    expect(inverses?.loss).toBeGreaterThan(0);
    expect(inverses?.loss).toBeLessThan(evaluate(withSolver('shampoo', { refresh: 1000 })).inverses?.loss ?? 0);
    expect(evaluate(withSolver('shampoo', { inverseOverlap: 1, refresh: 1000 }, { leaf: 1024 })).inverses?.loss).toBe(0);
  });

  it('costs silicon, takes power, wears out, and must converge', () => {
    const { inverses, cost, cluster, constraints } = evaluate(withSolver('kfac'));
    const { solver } = inverses ?? {};
    if (solver === undefined) throw new Error('no solver');
    expect(cost.solver).toBeGreaterThan(0);
    expect(cost.chips + cost.server + cost.network + (cost.solver ?? 0) + cost.facility + cost.energy).toBeCloseTo(cost.total, 4);
    expect(cluster.itPower).toBeCloseTo(cluster.count * (700 + solver.power) * 1.821, 3);
    const of = (id: string) => constraints.find((constraint) => constraint.id === id);
    expect(of('accelerator.convergence')).toMatchObject({ capacity: 20, need: 21 });
    expect(of('accelerator.endurance')).toMatchObject({ capacity: 1e7, need: solver.writes });
  });

  it('asks for more accelerators where only a date sets their number', () => {
    const open = {
      cluster: { ...plainRun.cluster, count: undefined, powerLimit: undefined },
      market: { ...plainRun.market, chipSupply: undefined },
    };
    const plain = evaluate({ ...plainRun, ...open });
    const slow = evaluate({ ...withSolver('shampoo'), ...open });
    expect(slow.cluster.count).toBeGreaterThan(plain.cluster.count);
    expect(slow.run.time).toBeCloseTo(90, 1);
  });

  it('refuses an optimiser without its figures, and a solver of which one is missing', () => {
    expect(() => evaluate(onAccelerators('shampoo', { refresh: undefined }))).toThrow(RangeError);
    expect(() => evaluate(withSolver('shampoo', {}, { writeTime: undefined }))).toThrow(/solver.writeTime/);
  });

  it('gives no NaN for any solver', () => {
    const value = (low: number, high: number) => fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
    const solver = fc.record({
      perAccelerator: value(1e-6, 1e9),
      cycles: value(1, 1e4),
      writeTime: value(1e-12, 1e3),
      leaf: fc.integer({ min: 1, max: 4096 }),
    });
    const run = fc.record({
      batchTokens: value(1, 1e12),
      refresh: value(1, 1e9),
      curvatureBlock: fc.integer({ min: 1, max: 1e6 }),
      inverseUtilisation: value(1e-6, 1),
      inverseOverlap: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(run, solver, fc.constantFrom('shampoo', 'kfac'), (runs, solvers, optimiser) => {
        const {
          inverses,
          run: { time },
          cost,
        } = evaluate(withSolver(optimiser as 'kfac', runs, solvers));
        for (const number of [time, cost.total, ...Object.values(inverses ?? {}), ...Object.values(inverses?.solver ?? {})])
          if (typeof number === 'number') expect(number).not.toBeNaN();
      }),
      { numRuns: 500 },
    );
  });
});

describe('weight matrices', () => {
  it('hold what the layers hold in matrices, routers and indexers left out', () => {
    const architecture = architectureOf(plainRun.choice.shape);
    const held = weightMatrices(architecture).reduce((sum, { rows, columns, count }) => sum + rows * columns * count, 0);
    const layers = architecture.pattern.reduce((sum, kind) => sum + layerParameters(architecture, kind).denseMatrices, 0);
    expect(held).toBe(layers);
    expect(held).toBeLessThan(countParameters(architecture).multiplied);
  });

  it.each([
    [
      'latent attention and experts',
      {
        latent: { qRank: 1536, kvRank: 512, qkNope: 128, qkRope: 64, vHead: 128 },
        experts: { routed: 64, topK: 8, shared: 1, ffn: 2048, denseLayers: 3 },
      },
    ],
    ['latent attention, queries whole', { latent: { qRank: 0, kvRank: 512, qkNope: 128, qkRope: 64, vHead: 128 } }],
    ['gates and plain layers', { attentionGate: true, ffnMatrices: 2 }],
  ])('do so with %s', (_, extra) => {
    const architecture = architectureOf({ ...plainRun.choice.shape, ...extra });
    const held = weightMatrices(architecture).reduce((sum, { rows, columns, count }) => sum + rows * columns * count, 0);
    const layers = architecture.pattern.reduce((sum, kind) => {
      const { denseMatrices, expertMatrices } = layerParameters(architecture, kind);
      return sum + denseMatrices + (architecture.kinds[kind]?.feedForward.routed ?? 0) * expertMatrices;
    }, 0);
    expect(held).toBe(layers);
  });
});
