import { describe, expect, it } from 'vitest';
import { listScenarios, metrics, sampleScenario } from '#scenario';
import { catalog, openShipped } from '../test/support/shipped.ts';
import type { Answer } from './answer.ts';
import { answerSchema } from './answer-schema.ts';
import { buildAnswer } from './build-answer.ts';
import { renderJson } from './json.ts';
import { view } from './view.ts';

const answer = (name: string, samples: number, set: readonly string[] = []): Answer => {
  const scenario = openShipped(name, set);
  const sampled = samples > 0 ? sampleScenario(scenario, { samples, seed: 1 }) : undefined;
  return buildAnswer(scenario, catalog, { version: '0', seed: 1, command: '' }, sampled);
};

const shipped = listScenarios();

describe.each(shipped)('the answer to %s', (name) => {
  const sampled = answer(name, 300);

  it('is what the published schema says', () => {
    expect(() => answerSchema.parse(JSON.parse(renderJson(sampled)))).not.toThrow();
    expect(() => answerSchema.parse(JSON.parse(renderJson(answer(name, 0))))).not.toThrow();
  });

  it('has parts of the cost that sum to one', () => {
    expect(sampled.costParts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('has ordered bands around every figure', () => {
    for (const { path, estimate } of sampled.metrics) {
      const points = Object.values(estimate.band ?? {});
      expect(points, path).toHaveLength(9);
      expect(
        [...points].sort((a, b) => a - b),
        path,
      ).toEqual(points);
      expect(estimate.value, path).toBe(estimate.band?.p50);
    }
  });

  it('names the least constraint as the neck, and shares of the draws in which each is least', () => {
    const lines = sampled.floors.flatMap(({ constraints }) => constraints);
    expect(sampled.neck?.headroom.value).toBe(Math.min(...lines.map(({ headroom }) => headroom.value)));
    expect(lines.reduce((sum, { bindsShare }) => sum + (bindsShare ?? 0), 0)).toBeCloseTo(1, 9);
  });

  it('numbers every source that an input cites, and cites none twice', () => {
    const numbers = new Set(sampled.sources.map(({ number }) => number));
    for (const { path, sources } of sampled.inputs) for (const number of sources) expect(numbers, path).toContain(number);
    expect(new Set(sampled.sources.map(({ id }) => id)).size).toBe(sampled.sources.length);
  });
});

describe('an answer', () => {
  it.each(['deepseek-v3-h800', 'llama-3.1-405b-h100'])('to %s agrees with what was published', (name) => {
    const { check } = answer(name, 4_000);
    expect(check?.inside).toBe(true);
    expect(check?.below).toBeGreaterThan(0.05);
    expect(check?.below).toBeLessThan(0.95);
  });

  it('lists only inputs that it rests on', () => {
    const { inputs } = answer('deepseek-v3-on-h20', 0, ['die.area=none']);
    const paths = inputs.map(({ path }) => path);
    expect(paths).toContain('run.utilisation');
    // Without the area of its die the silicon of a chip is not counted, so nothing of it is an input.
    expect(paths.filter((path) => /^(wafer|die|package)\./.test(path))).toEqual([]);
  });

  it('says where a prior stands for a measurement, and which assumptions move it', () => {
    const codes = answer('deepseek-v3-on-h20', 0).caveats.map(({ code }) => code);
    expect(codes).toContain('caveat/utilisation-prior');
    expect(answer('llama-3.1-405b-h100', 0).caveats.map(({ code }) => code)).not.toContain('caveat/utilisation-prior');
  });

  it('says which prices were quoted only after they are paid, and when', () => {
    const early = answer('deepseek-v3-h800', 0).caveats.filter(({ code }) => code === 'caveat/quoted-later');
    expect(early).toContainEqual({ code: 'caveat/quoted-later', path: 'market.price', detail: '2025-02' });
    const { caveats: told } = view(answer('deepseek-v3-h800', 0), 'en');
    expect(told.join()).toMatch(/first quote after it stands: .*accelerator price \(2025-02\)/i);
    const later = answer('deepseek-v3-h800', 0, ['acquired=2025-03', 'date=2025-03']).caveats;
    expect(later.filter(({ path }) => path === 'market.price')).toEqual([]);
    // What the scenario states itself is no quote of the catalogue.
    const stated = answer('deepseek-v3-h800', 0, ['market.price=30 k USD']).caveats;
    expect(stated.filter(({ path }) => path === 'market.price')).toEqual([]);
  });

  it('says how many accelerators the plan that was chosen leaves idle, in both languages', () => {
    const shown = answer('h100-20k', 0, ['cluster.count=20011 chip']);
    const caveat = shown.caveats.find(({ code }) => code === 'caveat/idle-accelerators');
    // Numbers in the record, words in the view.
    const detail = caveat?.detail;
    if (detail === undefined || typeof detail === 'string') throw new Error('a count of all');
    const { count: idle, of: all } = detail;
    expect([caveat?.path, all]).toEqual(['run.utilisation', 20_011]);
    expect(idle).toBeGreaterThan(0);
    // At most one in sixteen is left out of a plan.
    expect(idle).toBeLessThan(20_011 / 16);
    expect(shown.inputs.find(({ path }) => path === 'run.utilisation')?.note).toContain(`20011 × accelerator/h100-sxm, ${idle} idle`);
    expect(view(shown, 'en').caveats.join()).toContain(`stand idle, which its utilisation counts: Step utilisation (${idle} / 20,011)`);
    expect(view(shown, 'zh').caveats.join()).toContain(`${idle} / 20,011`);
    expect(answer('deepseek-v3-h800', 0).caveats.map(({ code }) => code)).not.toContain('caveat/idle-accelerators');
  });

  it('tells what a tenth more of the neck would give', () => {
    const { neck, relaxed } = answer('train-us', 0, ['cluster.powerLimit=10 MW']);
    expect(neck?.id).toBe('cluster.power');
    expect(relaxed).toMatchObject({ factor: 1.1, metric: 'run.time' });
  });

  it('gives every figure that the chain has', () => {
    const ofSolvers = metrics.filter(({ path }) => path.startsWith('solver.') || path === 'cost.solver');
    expect(answer('llama-3.1-405b-analog', 0).metrics.filter(({ path }) => path.startsWith('solver.')).length).toBe(ofSolvers.length - 1);
    const ofInverses = metrics.filter(({ path }) => /^run[.](inverse|refresh|stepTime)/.test(path));
    expect(answer('deepseek-v3-on-910c', 0).metrics.length).toBeGreaterThan(metrics.length - ofSolvers.length - ofInverses.length - 8);
  });
});

describe('an answer whose limit is moved through the neck', () => {
  const moved: readonly (readonly [string, string])[] = [
    ...[8, 10, 15, 20, 60].map((days) => ['1e26-under-150-mw', `run.deadline=${days} d`] as const),
    ...[20, 40, 80, 200].map((days) => ['deepseek-v3-on-910c', `run.deadline=${days} d`] as const),
    ['deepseek-v3-on-910c', 'die.bank=0..20 k die'],
  ];

  it.each(moved)('%s with %s has every draw bound by a constraint that it lists', (name, set) => {
    const sampled = answer(name, 300, [set]);
    const lines = sampled.floors.flatMap(({ constraints }) => constraints);
    expect(lines.reduce((sum, { bindsShare }) => sum + (bindsShare ?? 0), 0)).toBeCloseTo(1, 9);
    for (const { capacity, need } of lines) {
      expect(capacity.band?.p95).toBeLessThan(Number.POSITIVE_INFINITY);
      expect(need.value).toBeGreaterThan(0);
    }
    expect(() => answerSchema.parse(JSON.parse(renderJson(sampled)))).not.toThrow();
  });
});
