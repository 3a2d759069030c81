import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainInput, draftOutcome, evaluate, evaluateInto, type Outcome } from '#model';
import { plainRun } from './chain.fixture.ts';

type Groups = Record<string, Record<string, number | undefined>>;

/** The plain run with some levers set by path. */
const withLevers = (values: Readonly<Record<string, number | undefined>>, choice: Partial<ChainInput['choice']> = {}): ChainInput => {
  const copy = Object.fromEntries(Object.entries(plainRun).map(([group, fields]) => [group, { ...fields }])) as unknown as Groups;
  for (const [path, value] of Object.entries(values)) {
    const [group = '', name = ''] = path.split('.');
    const fields = copy[group];
    if (fields === undefined || !(name in fields)) throw new Error(`no lever ${path}`);
    fields[name] = value;
  }
  return { ...(copy as unknown as ChainInput), choice: { ...plainRun.choice, ...choice } };
};

const numbersOf = (value: unknown, path = ''): [string, number][] =>
  typeof value === 'number'
    ? [[path, value]]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`))
      : [];

const headroomOf = (outcome: Outcome, id: string): number | undefined =>
  outcome.constraints.find((constraint) => constraint.id === id)?.headroom;
const free = withLevers(
  {
    'cluster.powerLimit': undefined,
    'market.chipSupply': undefined,
    'run.deadline': undefined,
    'cost.budget': undefined,
    'cost.capital': undefined,
    'wafer.starts': undefined,
    'wafer.scanners': undefined,
    'wafer.euvScanners': undefined,
    'package.hbmSupply': undefined,
  },
  { legs: [] },
);

describe('the chain', () => {
  it('agrees with the arithmetic done by hand', () => {
    const outcome = evaluate(plainRun);
    const matrices = 80 * (8192 * 128 * (2 * 64 + 2 * 8) + 3 * 8192 * 28_672) + 32_000 * 8192;
    const flop = 15e12 * (6 * matrices + 3 * 8192 * 80 * 64 * 2 * 128);
    expect(outcome.run.flop).toBeCloseTo(flop, -15);
    const seconds = flop / (4096 * 989.4e12 * 0.42 * outcome.cluster.goodput * (1 - outcome.cluster.stragglerLoss) * 0.9);
    expect(outcome.run.time).toBeCloseTo(seconds / 86_400, 6);
    expect(outcome.run.chipHours).toBeCloseTo((seconds / 3600) * 4096, 2);
    expect(outcome.cluster.sitePower).toBeCloseTo(4096 * 700 * 1.821 * 1.1, 3);
    expect(outcome.cost.energyUse).toBeCloseTo(outcome.run.chipHours * 0.7 * 1.821 * 0.75 * 1.1, 2);
  });

  it('names the least headroom as the neck, and a denial closes the scenario', () => {
    const outcome = evaluate(plainRun);
    expect(outcome.neck?.id).toBe('policy.licence');
    expect(outcome.neck?.headroom).toBeCloseTo(4800 / outcome.accelerator.tpp, 9);
    expect(outcome.feasible).toBe(false);
    const open = evaluate(withLevers({}, { legs: [] }));
    expect(open.constraints.map(({ headroom }) => headroom)).toContain(open.neck?.headroom);
    expect(open.neck?.headroom).toBe(Math.min(...open.constraints.map(({ headroom }) => headroom)));
  });

  it('states only the limits that the scenario has', () => {
    expect(evaluate(free).constraints.map(({ id }) => id)).toEqual(['accelerator.memory']);
    expect(evaluate(free).feasible).toBe(true);
  });

  it('states the exposure field only where a maker cannot print its die with it', () => {
    const made = (area: number): Outcome => evaluate(withLevers({ 'die.area': area }, { acquire: 'make' }));
    expect(headroomOf(made(814), 'die.reticle')).toBeUndefined();
    expect(headroomOf(made(1000), 'die.reticle')).toBeCloseTo(0.858, 12);
    expect(made(1000).feasible).toBe(false);
    expect(headroomOf(evaluate(withLevers({ 'die.area': 1000 })), 'die.reticle')).toBeUndefined();
  });

  it('takes as many accelerators as power allows, where no count is stated', () => {
    const outcome = evaluate(withLevers({ 'cluster.count': undefined, 'market.chipSupply': undefined }));
    expect(outcome.cluster.count).toBe(Math.floor(10e6 / (700 * 1.821 * 1.1)));
    expect(outcome.cluster.binding).toBe('power');
    // The limit is measured against what the deadline asks for, not against what it was filled with.
    const perChip = 700 * 1.821 * 1.1;
    expect(headroomOf(outcome, 'cluster.power')).toBeCloseTo(10e6 / ((outcome.run.chipsNeeded ?? Number.NaN) * perChip), 9);
    expect(headroomOf(outcome, 'run.deadline')).toBeUndefined();
    const short = evaluate(
      withLevers({ 'cluster.count': undefined, 'market.chipSupply': undefined, 'cluster.powerLimit': 1e6 }, { legs: [] }),
    );
    expect(short.neck?.id).toBe('cluster.power');
    expect(short.feasible).toBe(false);
    const aimless = evaluate(withLevers({ 'cluster.count': undefined, 'market.chipSupply': undefined, 'run.deadline': undefined }));
    expect(headroomOf(aimless, 'cluster.power')).toBeUndefined();
    const bySupply = evaluate(withLevers({ 'cluster.count': undefined, 'market.chipSupply': 100 }));
    expect(bySupply.cluster).toMatchObject({ count: 100, binding: 'supply' });
  });

  it('takes as few as the deadline needs, where nothing else sets the size, and then just meets it', () => {
    const outcome = evaluate(withLevers({ 'cluster.count': undefined, 'market.chipSupply': undefined, 'cluster.powerLimit': undefined }));
    expect(outcome.cluster.binding).toBe('deadline');
    expect(outcome.run.time).toBeLessThanOrEqual(90.05);
    expect(outcome.run.time).toBeGreaterThan(89);
  });

  it('finds that size to a chip, however often servers fail, and says so where no size would do', () => {
    const rate = fc.double({ min: -4, max: -0.5, noNaN: true }).map((exponent) => 10 ** exponent);
    const deadline = fc.double({ min: 5, max: 400, noNaN: true });
    const sized = { 'cluster.count': undefined, 'market.chipSupply': undefined, 'cluster.powerLimit': undefined };
    let [met, missed] = [0, 0];
    fc.assert(
      fc.property(rate, deadline, fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }), (failureRate, days, spares) => {
        const rest = { 'cluster.failureRate': failureRate, 'run.deadline': days, 'cluster.spares': spares };
        const { run, cluster } = evaluate(withLevers({ ...sized, ...rest }));
        if (run.chipsNeeded === Number.POSITIVE_INFINITY) {
          missed++;
          for (let count = 64; count < 1e6; count *= 1.1)
            expect(evaluate(withLevers({ ...rest, 'cluster.count': Math.round(count) })).run.time).toBeGreaterThan(days);
        } else {
          met++;
          expect(run.time / days - 1).toBeLessThan(2 / cluster.count);
          expect(evaluate(withLevers({ ...rest, 'cluster.count': Math.max(1, cluster.count - 9) })).run.time).toBeGreaterThan(days);
        }
      }),
      { numRuns: 300 },
    );
    expect(met).toBeGreaterThan(100);
    expect(missed).toBeGreaterThan(5);
  });

  it('pays cost where the actor makes its own, price where it buys', () => {
    const made = evaluate(withLevers({}, { acquire: 'make' }));
    expect(made.market.paid).toBe(made.package?.cost);
    const bought = evaluate(plainRun);
    expect(bought.market.paid).toBe(30_000);
    expect(bought.market.markup).toBeCloseTo(bought.market.paid / (bought.package?.cost ?? Number.NaN), 9);
  });

  it('uses up the value that hardware has left at the start, and buys it at its price', () => {
    const fresh = evaluate(withLevers({ 'market.heldFor': 0 })).cost;
    const aged = evaluate(withLevers({ 'market.heldFor': 2 })).cost;
    expect(aged.chips / fresh.chips).toBeCloseTo(Math.exp(-0.3224 * 2), 9);
    expect(aged.capex).toBe(fresh.capex);
  });

  it('takes a quote of a whole server as one, and splits it all the same', () => {
    const chip = evaluate(plainRun).cost;
    const server = evaluate(withLevers({ 'market.price': 30_000 * 1.66, 'cost.quoteFactor': 1 })).cost;
    expect(server.total).toBeCloseTo(chip.total, 4);
    expect(server.server / server.chips).toBeCloseTo(0.66, 9);
  });

  it('draws on the bank of dies before it starts wafers', () => {
    const without = evaluate(plainRun);
    const some = evaluate(withLevers({ 'die.bank': 2000 }));
    expect(some.wafer?.needed).toBeLessThan(without.wafer?.needed ?? 0);
    const all = evaluate(withLevers({ 'die.bank': 1e6 }));
    expect(all.wafer?.needed).toBe(0);
    expect(headroomOf(all, 'wafer.supply')).toBe(Number.POSITIVE_INFINITY);
    expect(all.neck?.id).not.toBe('wafer.supply');
  });

  it('is silent on silicon that is not public, and answers all the same', () => {
    const outcome = evaluate(withLevers({ 'die.defectDensity': undefined }));
    expect(outcome.die).toBeUndefined();
    expect(outcome.package).toBeUndefined();
    expect(outcome.run.time).toBe(evaluate(plainRun).run.time);
  });

  it('refuses a precision that the chip does not have, a price that nobody stated, a size that nothing sets', () => {
    expect(() => evaluate({ ...plainRun, accelerator: { ...plainRun.accelerator, precision: 'fp4' } })).toThrow('no dense peak at fp4');
    expect(() => evaluate(withLevers({ 'market.price': undefined }))).toThrow('no price');
    expect(() =>
      evaluate(
        withLevers({
          'cluster.count': undefined,
          'cluster.powerLimit': undefined,
          'market.chipSupply': undefined,
          'run.deadline': undefined,
        }),
      ),
    ).toThrow('no size');
  });
});

describe('properties of the chain', () => {
  const factor = fc.double({ min: 1.01, max: 20, noNaN: true });

  it('sums the cost parts to the total', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 2, noNaN: true }), fc.double({ min: 1000, max: 1e5, noNaN: true }), (tariff, price) => {
        const { cost } = evaluate(withLevers({ 'energy.price': tariff, 'market.price': price }));
        expect((cost.chips + cost.server + cost.network + cost.facility + cost.energy) / cost.total).toBeCloseTo(1, 12);
        expect(cost.energyShare).toBeCloseTo(cost.energy / cost.total, 12);
        expect((cost.total + cost.experiments + cost.staff) / cost.development).toBeCloseTo(1, 12);
      }),
    );
  });

  it('never costs less at a higher tariff, and by no more than the tariff rose', () => {
    fc.assert(
      fc.property(factor, (times) => {
        const before = evaluate(plainRun).cost;
        const after = evaluate(withLevers({ 'energy.price': 0.08 * times })).cost;
        expect(after.total).toBeGreaterThan(before.total);
        expect(after.total / before.total).toBeLessThan(times);
      }),
    );
  });

  it('never takes longer with more chips at fixed utilisation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 100_000 }), factor, (count, times) => {
        const reliable = { 'cluster.failureRate': 1e-9 };
        const before = evaluate(withLevers({ ...reliable, 'cluster.count': count })).run.time;
        const after = evaluate(withLevers({ ...reliable, 'cluster.count': Math.ceil(count * times) })).run.time;
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('takes longer with more chips only where the job fails more often than it can restart', () => {
    const time = (count: number): number => evaluate(withLevers({ 'cluster.count': count })).run.time;
    expect(time(100_000)).toBeLessThan(time(50_000));
    const atTwice = evaluate(withLevers({ 'cluster.count': 1_000_000 }));
    expect(atTwice.cluster.mtbf).toBeLessThan(900);
    expect(atTwice.run.time).toBeGreaterThan(time(500_000));
  });

  it('is never slower with a higher utilisation, never cheaper with a higher price, never wider with less of a limit', () => {
    fc.assert(
      fc.property(factor, (times) => {
        const base = evaluate(plainRun);
        expect(evaluate(withLevers({ 'run.utilisation': 0.42 / times })).run.time).toBeGreaterThan(base.run.time);
        expect(evaluate(withLevers({ 'market.price': 30_000 * times })).cost.total).toBeGreaterThan(base.cost.total);
        const narrower = evaluate(withLevers({ 'cluster.powerLimit': 10e6 / times }));
        expect(headroomOf(narrower, 'cluster.power')).toBeCloseTo((headroomOf(base, 'cluster.power') ?? 0) / times, 9);
      }),
    );
  });

  it('gives no NaN for any input in range, whatever is left unknown', () => {
    const value = (low: number, high: number): fc.Arbitrary<number> =>
      fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
    const perhaps = (low: number, high: number): fc.Arbitrary<number | undefined> => fc.option(value(low, high), { nil: undefined });
    const inputs = fc.record({
      'die.area': perhaps(1, 90_000),
      'die.defectDensity': perhaps(1e-6, 100),
      'die.clustering': value(0.05, 1e6),
      'die.perPackage': perhaps(1, 1000),
      'die.bank': perhaps(1, 1e9),
      'package.bondYield': value(1e-6, 1),
      'package.hbmSupply': perhaps(1, 1e9),
      'wafer.starts': perhaps(1e-3, 1e6),
      'accelerator.power': value(1, 1e5),
      'accelerator.memory': value(1, 1e13),
      'accelerator.logicArea': perhaps(1, 1e5),
      'cluster.failureRate': value(1e-9, 10),
      'cluster.checkpointTime': perhaps(1e-3, 86_400),
      'cluster.detectionTime': value(1e-3, 864_000),
      'cluster.storageRate': value(1, 1e15),
      'cluster.spares': perhaps(1, 1000),
      'cluster.slowShare': value(1e-6, 1),
      'cluster.restartTime': value(1e-3, 864_000),
      'cluster.powerLimit': perhaps(1, 1e12),
      'run.tokens': value(1, 1e16),
      'run.flop': perhaps(1, 1e32),
      'run.utilisation': value(1e-4, 1),
      'run.deadline': fc.constant(30),
      'cost.budget': perhaps(1, 1e15),
      'cost.capital': perhaps(1, 1e15),
      'market.chipSupply': perhaps(1, 1e9),
    });
    const count = perhaps(1, 1e9);
    fc.assert(
      fc.property(inputs, count, fc.constantFrom('buy', 'make'), (values, chips, acquire) => {
        const known =
          values['die.area'] !== undefined && values['die.defectDensity'] !== undefined && values['die.perPackage'] !== undefined;
        const outcome = evaluate(
          withLevers(
            { ...values, 'cluster.count': chips === undefined ? undefined : Math.ceil(chips) },
            { acquire: known ? (acquire as 'buy' | 'make') : 'buy' },
          ),
        );
        // One look at all of them: an expectation each would take longer than the chain.
        expect(numbersOf(outcome).filter(([, number]) => Number.isNaN(number))).toEqual([]);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is the same over an outcome that held another scenario, of which nothing is left', () => {
    const inputs: readonly ChainInput[] = [
      plainRun,
      withLevers({ 'die.area': undefined, 'wafer.pitch': 30, 'wafer.pitchFloor': 38 }),
      withLevers({ 'die.area': 1000 }, { acquire: 'make' }),
      withLevers({ 'cluster.count': undefined, 'market.chipSupply': undefined }),
      withLevers({ 'cost.budget': undefined, 'cost.rent': undefined, 'wafer.cycleTime': undefined }, { legs: [] }),
      withLevers({ 'run.softwareMaturity': 0.5, 'cost.writeOff': 4, 'cluster.spares': 3 }, { checkpoint: 'peer' }),
      plainRun,
    ];
    const draft = draftOutcome();
    for (const input of [...inputs, ...inputs.toReversed()]) expect(evaluateInto(input, draft)).toEqual(evaluate(input));
  });
});
