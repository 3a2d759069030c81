import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import { evaluate } from '#model';
import {
  breakEven,
  chokepoint,
  explain,
  frontier,
  type Lever,
  leverByPath,
  type Metric,
  metricByPath,
  type ResolvedScenario,
  readScenario,
  resolveScenario,
  sampleScenario,
  sensitivity,
  sensitivityMethods,
  toInput,
  withLever,
} from '#scenario';
import { playersOf } from './players.ts';

const folder = join(import.meta.dirname, '..', 'scenarios');
const catalog = openCatalog();
const open = (name: string, set: readonly string[] = []): ResolvedScenario => {
  if (!catalog.ok) throw new Error(JSON.stringify(catalog.issues));
  const document = readScenario({ file: join(folder, `${name}.yaml`), root: folder, set });
  if (!document.ok) throw new Error(JSON.stringify(document.issues));
  const scenario = resolveScenario(document.value, catalog.value);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.issues));
  return scenario.value;
};
const metric = (path: string): Metric => metricByPath.get(path) as Metric;
const lever = (path: string): Lever => leverByPath.get(path) as Lever;
const unwrap = <T>(checked: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!checked.ok) throw new Error(JSON.stringify(checked));
  return checked.value;
};
const variance = (values: Float64Array): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};

const us = open('train-us');
const cn = open('train-cn');
const h800 = open('deepseek-v3-h800');
const a910 = open('deepseek-v3-on-910c');
const h20 = open('deepseek-v3-on-h20');
const power = open('1e26-under-150-mw');

describe('common random numbers', () => {
  it('make the difference of two scenarios a hundred times as sure', () => {
    const draws = (scenario: ResolvedScenario, seed: number): Float64Array =>
      sampleScenario(scenario, { samples: 1_000, seed }).metrics.get('cost.total')!;
    const [a, b, other] = [draws(us, 1), draws(cn, 1), draws(cn, 2)];
    const shared = variance(a.map((value, k) => value - b[k]!));
    const apart = variance(a.map((value, k) => value - other[k]!));
    expect(shared).toBeLessThan(apart / 100);
  });
});

describe('an explanation', () => {
  const pairs = [
    ['train-us', 'train-cn', us, cn],
    ['deepseek-v3-h800', 'deepseek-v3-on-910c', h800, a910],
    ['deepseek-v3-h800', 'deepseek-v3-on-h20', h800, h20],
    ['train-us', 'deepseek-v3-on-910c', us, a910],
    ['1e26-under-150-mw', 'deepseek-v3-h800', power, h800],
  ] as const;

  it.each(
    pairs.flatMap(([from, to, a, b]) =>
      (['floors', 'causes', 'levers'] as const).flatMap((by) =>
        ['cost.total', 'run.time'].map((path) => [from, to, by, path, a, b] as const),
      ),
    ),
  )('of %s against %s by %s adds up to the difference of %s', (_, __, by, path, a, b) => {
    const found = unwrap(explain(a, b, metric(path), { by, samples: 60, seed: 1, orders: 20 }));
    const medianOf = (scenario: ResolvedScenario): number => {
      const sorted = sampleScenario(scenario, { samples: 60, seed: 1 }).metrics.get(path)!.slice().sort();
      return (sorted[29]! + sorted[30]!) / 2;
    };
    // The ends are the very medians that `run` gives with as many draws.
    expect(found.from).toBe(medianOf(a));
    expect(found.to).toBe(medianOf(b));
    const sum = found.contributions.reduce((all, { value }) => all + value, 0);
    expect(Math.abs(sum - (found.to - found.from))).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(found.from), Math.abs(found.to)));
    // Every difference is either in a part or named as idle, once.
    const told = [...found.contributions, ...found.idle].flatMap(({ levers, choices }) => [...levers, ...choices]);
    expect(new Set(told).size).toBe(told.length);
    expect(told.toSorted()).toEqual(
      playersOf(a, b, by)
        .flatMap(({ levers, choices }) => [...levers, ...choices])
        .toSorted(),
    );
  });

  it('of a cheaper tariff gives all of it to energy, and nothing to what does not bear on cost', () => {
    const found = unwrap(explain(us, cn, metric('cost.total'), { by: 'floors', samples: 200, seed: 1 }));
    expect(found.contributions.map(({ id }) => id)).toEqual(['energy']);
    expect(found.idle.map(({ id }) => id)).toContain('policy');
    // Draw by draw the change is the electricity times the change of its price.
    const energy = sampleScenario(us, { samples: 200, seed: 1 }).metrics.get('cost.energy')!;
    const sorted = energy.map((value) => -0.4 * value).sort();
    expect(found.range[0]).toBeCloseTo(sorted[9]! + 0.95 * (sorted[10]! - sorted[9]!), 3);
  });

  it('of a product of changes is the analytic one', () => {
    // Cost of energy = use x price; both double: each gets (2 - 1)(1 + 2) / 2 of the first.
    const twice = open('train-us', ['energy.price=0.1784 USD/kWh', 'cluster.load=100 %']);
    const base = open('train-us', ['energy.price=0.0892 USD/kWh', 'cluster.load=50 %']);
    const found = unwrap(explain(base, twice, metric('cost.energy'), { by: 'levers', samples: 1, seed: 1 }));
    const by = new Map(found.contributions.map(({ id, value }) => [id, value / found.from]));
    expect(by.get('energy.price')).toBeCloseTo(1.5, 9);
    expect(by.get('cluster.load')).toBeCloseTo(1.5, 9);
  });

  it('of more parts than can all be combined is estimated, with an error that holds the exact value', () => {
    const options = { by: 'levers', samples: 20, seed: 1 } as const;
    const exact = unwrap(explain(h800, a910, metric('cost.total'), options));
    const estimated = unwrap(explain(h800, a910, metric('cost.total'), { ...options, exactly: 4, orders: 300 }));
    expect(exact.orders).toBeUndefined();
    expect(estimated.orders).toBe(300);
    expect(exact.contributions.length).toBeGreaterThan(6);
    const sum = estimated.contributions.reduce((all, { value }) => all + value, 0);
    expect(Math.abs(sum - (exact.to - exact.from))).toBeLessThan(1e-9 * exact.to);
    for (const { id, value, error } of estimated.contributions) {
      const truth = exact.contributions.find((part) => part.id === id)!.value;
      // 95 of 100 lie inside; nine parts of one seed are given a little more.
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(1.5 * (error!.high - value) + 1e-6);
    }
  });

  it('has more than twelve parts where that many differ', () => {
    const set = ['energy.price=0.2 USD/kWh', 'cluster.load=60 %', 'cluster.pue=1.5', 'cost.amortisation=0.5 /yr', 'cost.networkShare=10 %'];
    const more = ['run.productionLoss=10 %', 'run.utilisation=35 %', 'market.price=20000 USD', 'cost.facilityLife=12 yr'];
    const most = [
      'cluster.restartTime=600 s',
      'cost.facilityCapex=9 USD/W',
      'cluster.checkpointTime=5 s',
      'cluster.failureRate=0.001 1/node-d',
    ];
    const found = unwrap(
      explain(us, open('train-us', [...set, ...more, ...most]), metric('cost.total'), { by: 'levers', samples: 10, seed: 1, orders: 40 }),
    );
    expect(found.contributions).toHaveLength(13);
    expect(found.orders).toBe(40);
    expect(found.contributions.every(({ error, value }) => error!.low <= value && value <= error!.high)).toBe(true);
  });

  it('joins what cannot change alone: a chip has no peak at the format of another', () => {
    const found = unwrap(explain(h800, a910, metric('run.time'), { by: 'causes', samples: 20, seed: 1 }));
    const chip = found.contributions.find(({ choices }) => choices.includes('precision'));
    expect(chip?.levers).toContain('accelerator.peakFp8');
  });

  it('by levers keeps the peaks with their number format', () => {
    const players = playersOf(h800, a910, 'levers');
    const format = players.find(({ choices }) => choices.includes('precision'));
    expect(format?.levers.every((path) => path.startsWith('accelerator.peak'))).toBe(true);
  });

  it('of a scenario with itself is empty', () => {
    const found = unwrap(explain(us, us, metric('cost.total'), { by: 'floors', samples: 20, seed: 1 }));
    expect(found.contributions).toEqual([]);
    expect(found.from).toBe(found.to);
  });

  it('of a figure that has no bound is an issue', () => {
    const endless = open('train-us', ['cluster.failureRate=10 1/node-d', 'cluster.restartTime=864000 s']);
    expect(explain(us, endless, metric('run.time'), { by: 'floors', samples: 5, seed: 1 })).toMatchObject({
      ok: false,
      issues: [{ code: 'study/no-finite-figure' }],
    });
  });
});

describe('the chokepoint', () => {
  it.each([
    ['train-us', us],
    ['deepseek-v3-h800', h800],
    ['deepseek-v3-on-910c', a910],
    ['1e26-under-150-mw', power],
  ] as const)('of %s: shares add up, and each relaxation is what the chain says with so much more', (_, scenario) => {
    const samples = 400;
    const sampled = sampleScenario(scenario, { samples, seed: 1 });
    const found = chokepoint(scenario, sampled, { seed: 1 });
    expect(found.standings.reduce((sum, { binds }) => sum + binds, 0)).toBeCloseTo(1, 9);
    expect(found.fits).toBe(sampled.feasible / samples);
    for (const { lever: path, relaxed } of found.standings) {
      for (const { factor, fits, neck, changes } of path === undefined ? [] : relaxed) {
        const resolved = scenario.levers.get(path!)!;
        // Draw by draw, by hand.
        const input = toInput(scenario) as unknown as Record<string, Record<string, number>>;
        expect(input).toBeDefined();
        const more = evaluate(withLever(scenario, path!, resolved.value * factor));
        const before = evaluate(toInput(scenario));
        expect(Math.sign(more.run.time - before.run.time)).toBe(Math.sign(changes.get('run.time')?.[1] ?? 0));
        expect(fits[0]).toBe(found.fits);
        expect(fits[1]).toBeGreaterThanOrEqual(fits[0]);
        expect(neck[1]).toBeGreaterThanOrEqual(neck[0] - 1e-12);
      }
    }
  });

  it('with a date alone needs no new draws: more time is more headroom, and nothing else', () => {
    const sampled = sampleScenario(us, { samples: 500, seed: 1 });
    const [neck] = chokepoint(us, sampled, { seed: 1 }).standings;
    expect(neck?.id).toBe('run.deadline');
    const later = sampleScenario(open('train-us', ['run.deadline=132 d']), { samples: 500, seed: 1 });
    expect(neck?.relaxed[1]?.fits[1]).toBe(later.feasible / 500);
    expect(neck?.relaxed[1]?.changes.get('run.time')).toEqual([0, 0, 0]);
  });

  it('of a limit on power makes the run shorter and dearer', () => {
    const sampled = sampleScenario(power, { samples: 200, seed: 1 });
    const [neck] = chokepoint(power, sampled, { seed: 1 }).standings;
    const more = sampleScenario(open('1e26-under-150-mw', ['cluster.powerLimit=165 MW']), { samples: 200, seed: 1 });
    const changes = more.metrics
      .get('run.time')!
      .map((value, k) => value - sampled.metrics.get('run.time')![k]!)
      .sort();
    expect(neck?.relaxed[1]?.changes.get('run.time')?.[1]).toBeCloseTo((changes[99]! + changes[100]!) / 2, 6);
    expect(neck?.relaxed[1]?.changes.get('cost.total')?.[1]).toBeGreaterThan(0);
  });

  it('names what would bind next from the draws', () => {
    const sampled = sampleScenario(h800, { samples: 400, seed: 1 });
    const { next, standings } = chokepoint(h800, sampled, { seed: 1, most: 0 });
    const others = [...sampled.headroom].filter(([id]) => id !== standings[0]?.id);
    const least = Array.from({ length: 400 }, (_, k) => others.toSorted(([, a], [, b]) => a[k]! - b[k]!)[0]?.[0]);
    expect(next?.share).toBe(least.filter((id) => id === next?.id).length / 400);
  });
});

describe('a break-even', () => {
  const share = metric('cost.energyShare');

  it('is the analytic one', () => {
    // The share is a p / (a p + c): half where p is c / a.
    const { cost } = evaluate(toInput(us));
    const price = us.levers.get('energy.price')!.value;
    const truth = (price * (cost.total - cost.energy)) / cost.energy;
    const found = unwrap(breakEven(us, share, lever('energy.price'), { target: 0.5, samples: 20, seed: 1 }));
    expect(found.crossings).toHaveLength(1);
    expect(found.crossings[0]!.at / truth).toBeCloseTo(1, 9);
    expect(found.crossings[0]).toMatchObject({ rises: true, jumps: false });
    expect(found.stretches.map(({ above }) => above)).toEqual([false, true]);
    expect(found.spread.share).toBe(1);
  });

  it('has the probability of the interval of its lever', () => {
    const found = unwrap(breakEven(us, metric('run.time'), lever('run.utilisation'), { target: 90, samples: 50, seed: 1 }));
    const [crossing] = found.crossings;
    const draws = sampleScenario(open('train-us'), { samples: 4_000, seed: 3 });
    expect(draws.samples).toBe(4_000);
    const below = found.stretches.filter(({ above }) => above).reduce((sum, { probability = 0 }) => sum + probability, 0);
    expect(crossing?.rises).toBe(false);
    expect(below).toBeGreaterThan(0.2);
    expect(found.stretches.reduce((sum, { probability = 0 }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(found.above).toBeGreaterThan(0.2);
  });

  it('finds both where more accelerators first help and then fail too often', () => {
    const found = unwrap(breakEven(us, metric('run.time'), lever('cluster.count'), { target: 60, samples: 10, seed: 1 }));
    expect(found.crossings.map(({ rises }) => rises)).toEqual([false, true]);
    for (const { at } of found.crossings) {
      const at60 = (factor: number): number => evaluate(withLever(us, 'cluster.count', at * factor)).run.time - 60;
      expect(Math.sign(at60(0.999))).toBe(-Math.sign(at60(1.001)));
    }
  });

  it('says honestly that none in range does', () => {
    const found = unwrap(
      breakEven(us, share, lever('energy.price'), { target: 0.5, samples: 10, seed: 1, range: { low: 0.01, high: 0.3 } }),
    );
    expect(found.crossings).toEqual([]);
    expect(found.stretches).toMatchObject([{ from: 0.01, to: 0.3, above: false }]);
  });

  it('needs a range for a lever that the scenario does not have', () => {
    expect(breakEven(us, share, lever('cluster.powerLimit'), { target: 0.5, samples: 1, seed: 1 })).toMatchObject({
      ok: false,
      issues: [{ code: 'study/no-range' }],
    });
    expect(breakEven(us, share, lever('cluster.pue'), { target: 0.5, samples: 1, seed: 1, range: { low: 8, high: 9 } })).toMatchObject({
      ok: false,
      issues: [{ code: 'study/empty-range' }],
    });
  });

  it('of two levers lies on the target all along its frontier', () => {
    const found = unwrap(frontier(us, share, [lever('energy.price'), lever('market.price')], { target: 0.5 }));
    const crossed = found.points.flatMap(({ x, crossings }) => crossings.map(({ at }) => [x, at] as const));
    expect(crossed.length).toBeGreaterThan(20);
    for (const [x, y] of crossed.filter((_, index) => index % 7 === 0)) {
      const input = withLever(us, 'energy.price', x) as unknown as Record<string, Record<string, number>>;
      input['market']!['price'] = y;
      expect(share.read(evaluate(input as never))).toBeCloseTo(0.5, 9);
    }
    expect(crossed).toContainEqual(found.nearest);
  });
});

describe('a sensitivity study', () => {
  it.each(sensitivityMethods)('by %s finds the input that matters most, the same again', (method) => {
    const study = () => unwrap(sensitivity(us, metric('run.time'), { method, n: method === 'morris' ? 60 : 1_024, seed: 1 }));
    const found = study();
    expect(found.levers[0]?.paths).toContain(method === 'elasticity' ? found.levers[0]?.paths[0] : 'run.utilisation');
    expect(JSON.stringify(study())).toBe(JSON.stringify(found));
  });

  it('has first indices that add up to one where inputs do not interact, and none above its total by more than noise', () => {
    const found = unwrap(sensitivity(us, metric('run.time'), { method: 'sobol', n: 4_096, seed: 1 }));
    for (const { variance: own } of found.levers) if (own !== undefined) expect(own.first.low).toBeLessThanOrEqual(own.total.high + 0.02);
    const sum = found.levers.reduce((all, { variance: own }) => all + (own?.first.value ?? 0), 0);
    expect(sum).toBeGreaterThan(0.9);
    expect(sum).toBeLessThan(1.05);
  });

  it('has the elasticity that the equations say', () => {
    const found = unwrap(sensitivity(us, metric('cost.energy'), { method: 'elasticity', n: 64, seed: 1 }));
    const of = (path: string): number | undefined => found.levers.find(({ paths }) => paths[0] === path)?.elasticity;
    expect(of('energy.price')).toBeCloseTo(1, 9);
    expect(of('cluster.pue')).toBeCloseTo(1, 9);
    expect(of('run.utilisation')).toBeCloseTo(-1, 9);
  });

  it('asks whether the run fits, or whether the figure is at most a target', () => {
    const fits = unwrap(sensitivity(us, metric('run.time'), { method: 'rank', n: 2_048, seed: 1 }));
    const below = unwrap(sensitivity(us, metric('run.time'), { method: 'rank', n: 2_048, seed: 1, target: 120 }));
    // The date is the only limit that ever binds, and it is 120 days.
    expect(below.yes).toBeCloseTo(fits.yes, 2);
    // Who knew everything would be right where the run does not fit as well: the input that matters most gives a good part of that.
    expect(fits.levers[0]?.information?.gain).toBeGreaterThan(0.25 * (1 - fits.yes));
    expect(fits.levers[0]?.information?.gain).toBeLessThanOrEqual(1 - fits.yes + 0.01);
  });

  it('counts correlated inputs as one', () => {
    const tied: ResolvedScenario = { ...us, correlations: [{ between: ['run.productionLoss', 'cluster.failureRate'], rank: 0.7 }] };
    const found = unwrap(sensitivity(tied, metric('run.time'), { method: 'sobol', n: 1_024, seed: 1 }));
    expect(found.levers.filter(({ paths }) => paths.length === 2)).toHaveLength(1);
    expect(found.levers.find(({ paths }) => paths.length === 2)?.paths.toSorted()).toEqual(['cluster.failureRate', 'run.productionLoss']);
  });

  it('of a figure without bound in every draw is an issue', () => {
    const endless = open('train-us', ['cluster.failureRate=10 1/node-d', 'cluster.restartTime=864000 s']);
    expect(sensitivity(endless, metric('run.time'), { method: 'sobol', n: 64, seed: 1 })).toMatchObject({
      ok: false,
      issues: [{ code: 'study/no-finite-figure' }],
    });
  });
});
