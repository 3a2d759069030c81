import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '#model';
import { prepareSamples, type SampledScenario, sampleScenario, toInput, uncertainLevers } from '#scenario';
import { createSampler } from '#uncertainty';
import { openShipped } from '../test/support/shipped.ts';

const us = openShipped('train-us');

describe('samples of a scenario', () => {
  it('are the chain on the draws of its uncertain levers, one by one', () => {
    const samples = 2_100;
    const sampled = sampleScenario(us, { samples, seed: 7 });
    const paths = uncertainLevers(us);
    const sampler = createSampler({
      seed: 7,
      correlations: us.correlations,
      parameters: paths.map((path) => {
        const { distribution, lever } = us.levers.get(path)!;
        return { path, distribution, low: lever.low, high: lever.high };
      }),
    });
    const draw = new Float64Array(paths.length);
    for (const index of [0, 1, 1_023, 1_024, 2_099]) {
      sampler.fill(index, draw);
      const input = toInput(us) as unknown as Record<string, Record<string, number>>;
      for (const [place, path] of paths.entries()) {
        const [group = '', name = ''] = path.split('.');
        input[group]![name] = draw[place]!;
      }
      const outcome = evaluate(input as unknown as Parameters<typeof evaluate>[0]);
      expect(sampled.metrics.get('run.time')?.[index]).toBeCloseTo(outcome.run.time, 9);
      expect(sampled.metrics.get('cost.total')?.[index]).toBeCloseTo(outcome.cost.total, 3);
    }
  });

  it('are the same whether few or many are asked for', () => {
    const few = sampleScenario(us, { samples: 10, seed: 1 }).metrics.get('run.time');
    const many = sampleScenario(us, { samples: 3_000, seed: 1 }).metrics.get('run.time');
    expect([...(many ?? []).slice(0, 10)]).toEqual([...(few ?? [])]);
  });

  it.each([false, true])(
    'made in parts, in any order, are those of one run: a limit that few draws meet too (shared memory: %s)',
    (shared) => {
      // Larger than one exposure field in a few draws alone.
      const odd = openShipped('910c-domestic-dies', ['die.area=600..860 mm2']);
      const samples = 2_000;
      const whole = sampleScenario(odd, { samples, seed: 5 });
      const rare = [...(whole.headroom.get('die.reticle') ?? [])].filter((headroom) => headroom < Number.POSITIVE_INFINITY).length;
      expect(rare).toBeGreaterThan(3);
      expect(rare).toBeLessThan(samples / 2);
      const prepared = prepareSamples(odd, { seed: 5 });
      const columns = prepared.columns(samples, shared);
      const size = 16;
      const starts = Array.from({ length: samples / size }, (_, part) => part * size).reverse();
      const parts = starts.map((from) => prepared.draw(columns, from, size));
      expect(parts.some(({ binds }) => !binds.has('die.reticle'))).toBe(true);
      const joined = prepared.finish(columns, parts);
      expect(() => prepared.finish(columns, parts.slice(1))).toThrow('the parts do not make up 2000 samples');
      expect(() => prepared.finish(columns, [...parts, parts[0]!])).toThrow(RangeError);
      expect(() => prepared.draw(columns, samples - 1, 2)).toThrow('no place for samples');
      const plain = ({ metrics, capacity, need, headroom, ...rest }: SampledScenario) => ({
        ...rest,
        columns: [metrics, capacity, need, headroom].map((of) => new Map([...of].map(([id, values]) => [id, [...values]]))),
      });
      expect(plain(joined)).toEqual(plain(whole));
    },
  );

  it('are shared between scenarios: only what differs moves the answer', () => {
    const cheaper = openShipped('train-us', ["energy.price='0.05 USD/kWh'".replaceAll("'", '')]);
    const a = sampleScenario(us, { samples: 200, seed: 3 });
    const b = sampleScenario(cheaper, { samples: 200, seed: 3 });
    expect([...(a.metrics.get('run.time') ?? [])]).toEqual([...(b.metrics.get('run.time') ?? [])]);
    expect(b.metrics.get('cost.energy')?.[17]).toBeLessThan(a.metrics.get('cost.energy')?.[17] ?? 0);
  });

  it('count each draw once: as feasible or not, and bound by one constraint', () => {
    const { binds, samples, feasible, headroom } = sampleScenario(us, { samples: 500, seed: 1 });
    expect([...binds.values()].reduce((sum, count) => sum + count, 0)).toBe(samples);
    const fits = Array.from({ length: samples }, (_, index) => [...headroom.values()].every((column) => (column[index] ?? 0) >= 1));
    expect(fits.filter(Boolean).length).toBe(feasible);
  });

  it.each([8, 10, 12, 15, 20, 30, 60])('state the same limits in every draw, with %i days for 1e26 FLOP under 150 MW', (days) => {
    const power = openShipped('1e26-under-150-mw', [`run.deadline=${days} d`]);
    const { binds, samples, capacity, need, headroom } = sampleScenario(power, { samples: 300, seed: 1 });
    expect([...binds.keys()]).toEqual(['cluster.power']);
    expect(binds.get('cluster.power')).toBe(samples);
    expect(headroom.has('run.deadline')).toBe(false);
    for (const [id, column] of headroom)
      for (const [index, value] of column.entries()) expect(value).toBeCloseTo(capacity.get(id)![index]! / need.get(id)![index]!, 9);
  });

  it('refuses a number of samples that is none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ max: 0 }), fc.constantFrom(Number.NaN, 1.5, Number.POSITIVE_INFINITY)), (samples) => {
        expect(() => sampleScenario(us, { samples, seed: 1 })).toThrow(RangeError);
      }),
    );
  });
});
