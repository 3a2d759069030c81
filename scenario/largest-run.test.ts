import { describe, expect, it } from 'vitest';
import type { Checked } from '#quantity';
import { catalog, must } from '../test/support/shipped.ts';
import { daysUntil, readMeans, withGiven, withMeans } from './given-means.ts';
import { largestRun, type Sizes } from './largest-run.ts';
import { shippedFolder } from './list-scenarios.ts';
import { neededMeans } from './needed-means.ts';
import { readScenario } from './read-scenario.ts';
import { type ResolvedScenario, resolveScenario } from './resolve.ts';
import { utilisationBySize } from './utilisation-by-size.ts';

interface Asked {
  readonly scenario: ResolvedScenario;
  readonly sizes: Sizes;
}
const ask = (name: string, given: readonly string[]): Asked => {
  const means = must(readMeans(given));
  const document = must(readScenario({ file: `${shippedFolder}/${name}.yaml`, root: shippedFolder, set: means.assignments }));
  const { scenario } = must(withMeans(must(resolveScenario(document, catalog)), means));
  return { scenario, sizes: utilisationBySize(document, catalog, {}) };
};
const draws = { seed: 7, samples: 60 };
const point = ({ scenario, sizes }: Asked, path: string, value: number): Asked => ({
  scenario: withGiven(scenario, path, { kind: 'point', value }, value),
  sizes,
});

describe('the largest run and what it needs', () => {
  it.each([
    ['deepseek-v3-on-910c', ['count=10000'], 'cluster.count', 'count'],
    ['1e26-under-150-mw', ['power=50 MW', 'days=45'], 'cluster.powerLimit', 'power'],
    ['train-us', ['money=40 M USD', 'days=120'], 'cost.budget', 'cost'],
    ['llama-3.1-405b-h100', ['capital=1 G USD'], 'cost.capital', 'capital'],
    ['deepseek-v3-h800', ['count=4096', 'days=60'], 'cluster.count', 'count'],
    ['50-mw-virginia', ['power=50 MW'], 'cluster.powerLimit', 'power'],
    ['50-mw-inner-mongolia', ['power=50 MW'], 'cluster.powerLimit', 'power'],
    ['domestic-10k-cards', ['count=10000'], 'cluster.count', 'count'],
    ['h20-100k', ['count=100000'], 'cluster.count', 'count'],
    ['h100-20k', ['money=60 M USD'], 'cost.budget', 'cost'],
  ] as const)('are inverse to each other: %s with %s', (name, given, lever, figure) => {
    const asked = ask(name, given);
    const run = must(largestRun(asked.scenario, asked.sizes, draws));
    const need = must(neededMeans(asked.scenario, asked.sizes, { ...draws, flop: run.central.flop }));
    const stated = asked.scenario.levers.get(lever)?.value as number;
    // There: so much work needs what was given. And back: what it needs gives so much work.
    expect(Math.abs(need.central[figure] / stated - 1)).toBeLessThan(0.01);
    const back = point(asked, lever, need.central[figure] * (figure === 'count' ? 1 : 1 + 1e-9));
    const again = must(largestRun(back.scenario, back.sizes, { seed: 1, samples: 0 }));
    expect(Math.abs(again.central.flop / run.central.flop - 1)).toBeLessThan(0.01);
    // And in every draw by itself: it reaches that work where, and only where, what that work needs is given.
    for (const [draw, flop] of run.draws.flop.entries()) {
      const needed = (need.draws[figure] as Float64Array)[draw] as number;
      if (flop >= 1.01 * run.central.flop) expect(needed).toBeLessThanOrEqual(stated * (1 + 1e-6));
      if (flop <= 0.99 * run.central.flop) expect(needed).toBeGreaterThanOrEqual(stated * (1 - 1e-6));
    }
  });

  it.each([
    ['train-us', ['count=3000', 'power=5 MW', 'money=20 M USD', 'capital=120 M USD', 'days=90']],
    // The size is an answer, and every size has its plan and batch.
    ['50-mw-virginia', ['power=50 MW', 'money=300 M USD', 'capital=2 G USD', 'days=180']],
    ['50-mw-inner-mongolia', ['power=50 MW', 'money=150 M USD', 'capital=1 G USD', 'days=180']],
    ['domestic-10k-cards', ['count=10000', 'money=40 M USD', 'days=150']],
    ['h20-100k', ['count=100000', 'power=90 MW', 'days=60']],
    // A stated plan, on a cluster of another size than a power of two.
    ['deepseek-v3-h800', ['count=3000', 'days=80', 'money=10 M USD']],
  ] as const)('the frontier is monotone in every mean: %s', (name, given) => {
    const base = ask(name, given);
    const runs = (asked: Asked): number => must(largestRun(asked.scenario, asked.sizes, { seed: 1, samples: 0 })).central.flop;
    for (const lever of ['cluster.count', 'cluster.powerLimit', 'cost.budget', 'cost.capital', 'run.deadline']) {
      const own = base.scenario.levers.get(lever)?.value;
      if (own === undefined) continue;
      let before = 0;
      // Steps of a seeded sequence, from a tenth to ten times of what is given.
      let at = own / 10;
      for (let k = 1; at < 10 * own; k++) {
        const flop = runs(point(base, lever, at));
        expect(flop, `${lever} at ${at}`).toBeGreaterThanOrEqual(before * (1 - 1e-9));
        before = flop;
        at *= 1.02 + 0.4 * ((k * 0.6180339887) % 1);
      }
      expect(before).toBeGreaterThan(0);
    }
  });

  it('leaves no power over where more accelerators would do more, and its frontier has no jumps', () => {
    const base = ask('50-mw-virginia', ['power=50 MW', 'days=180']);
    let before: number | undefined;
    for (let power = 20e6; power <= 80e6; power *= 1.05) {
      const asked = point(base, 'cluster.powerLimit', power);
      const { central, binding } = must(largestRun(asked.scenario, asked.sizes, { seed: 1, samples: 0 }));
      expect(binding).toContain('cluster.power');
      expect(central.power / power).toBeGreaterThan(0.99);
      // A twentieth more power does more, and never by more than its share and what a batch of twice the size brings.
      if (before !== undefined) {
        expect(central.flop / before).toBeGreaterThan(1);
        expect(central.flop / before).toBeLessThan(1.1);
      }
      before = central.flop;
    }
  });

  it('searches the allocation of money: neither more nor fewer accelerators do as much', () => {
    const asked = ask('train-us', ['money=40 M USD', 'days=120']);
    const best = must(largestRun(asked.scenario, asked.sizes, { seed: 1, samples: 0 }));
    expect(best.binding).toContain('cost.budget');
    for (const factor of [0.5, 0.8, 0.95]) {
      const fewer = point(asked, 'cluster.count', Math.floor(best.central.count * factor));
      expect(must(largestRun(fewer.scenario, fewer.sizes, { seed: 1, samples: 0 })).central.flop).toBeLessThan(best.central.flop);
    }
    expect(best.central.cost).toBeLessThanOrEqual(40e6 * (1 + 1e-9));
    expect(best.central.time).toBeLessThanOrEqual(120 * (1 + 1e-9));
  });

  it('tells what more of a mean gives', () => {
    const { scenario, sizes } = ask('deepseek-v3-on-910c', ['count=10000']);
    const { gains, used, possible } = must(largestRun(scenario, sizes, draws));
    expect(gains.find(({ limit }) => limit === 'run.deadline')?.gain).toBeCloseTo(0.1, 6);
    expect(used[0]).toEqual({ limits: ['cluster.count', 'run.deadline'], share: 1 });
    expect(possible).toBe(1);
  });

  it('says so where nothing can be trained, or where no number of accelerators is enough', () => {
    const few = ask('deepseek-v3-on-910c', ['count=2']);
    const run = must(largestRun(few.scenario, few.sizes, { seed: 1, samples: 20 }));
    expect(run.central.flop).toBe(0);
    expect(run.binding).toContain('accelerator.memory');
    expect(run.possible).toBe(0);
    const need = must(neededMeans(few.scenario, few.sizes, { seed: 1, samples: 20, flop: 1e35 }));
    expect(need.central.count).toBe(Number.POSITIVE_INFINITY);
    expect(need.possible).toBe(0);
  });

  it('wants a deadline, and a limit', () => {
    const { scenario, sizes } = ask('train-us', ['count=1000']);
    const without = (path: string): ResolvedScenario => {
      const levers = new Map(scenario.levers);
      levers.delete(path);
      return { ...scenario, levers };
    };
    const codes = (checked: Checked<unknown>): readonly string[] => (checked.ok ? [] : checked.issues.map(({ code }) => code));
    expect(codes(largestRun(without('run.deadline'), sizes, draws))).toEqual(['inverse/no-deadline']);
    expect(codes(neededMeans(without('run.deadline'), sizes, { ...draws, flop: 1e24 }))).toEqual(['inverse/no-deadline']);
    expect(codes(largestRun(without('cluster.count'), sizes, draws))).toEqual(['inverse/no-limit']);
  });
});

describe('readMeans', () => {
  const codes = (...texts: readonly string[]): readonly string[] => {
    const read = readMeans(texts);
    return read.ok ? [] : read.issues.map(({ code }) => code);
  };
  it('refuses what is no mean, with every fault', () => {
    expect(codes('pwer=50 MW', 'money=', 'count=10', 'count=20', 'power=5 kg')).toEqual([
      'inverse/unknown-mean',
      'inverse/no-value',
      'inverse/given-twice',
      'quantity/unknown-unit',
    ]);
    expect(codes('days=90', 'until=2026-12')).toEqual(['inverse/given-twice']);
    expect(codes('count=0')).toHaveLength(1);
    expect(codes('power=-5 MW')).toHaveLength(1);
  });
});

describe('daysUntil', () => {
  const days = (start: string, until: string): number | string => {
    const found = daysUntil(start, until, { file: '--by', line: 1 });
    return found.ok ? found.value : (found.issues[0]?.code ?? '');
  };
  it('counts to the last day of what a date names', () => {
    expect(days('2026-01', '2026')).toBe(365);
    expect(days('2026-01', '2026-01')).toBe(31);
    expect(days('2024-02-01', '2024-02-29')).toBe(29);
    expect(days('2026-01', '2025-12')).toBe('inverse/before-start');
    expect(days('2026-01', '2026-02-30')).toBe('inverse/no-date');
    expect(days('2026-01', 'soon')).toBe('inverse/no-date');
  });
});
