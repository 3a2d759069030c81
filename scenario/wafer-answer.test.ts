import { describe, expect, it } from 'vitest';
import { catalog } from '../test/support/shipped.ts';
import { answerWafer, type WaferAnswer, type WaferQuestion, waferModel, whyWafer } from './index.ts';

const ask = (question: Partial<WaferQuestion>): WaferAnswer => {
  const answer = answerWafer({ catalog, node: 'N7', samples: 60, seed: 1, ...question });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
};
const central = (answer: WaferAnswer, id: string, of: 'own' | 'other' = 'own'): number =>
  answer[of]?.figures.find((figure) => figure.id === id)?.central ?? Number.NaN;

describe('a wafer', () => {
  it('of 7 nm without EUV costs more than with it, takes more scanners, more time and more defects', () => {
    const answer = ask({ without: ['euv'], capacity: 50_000, die: { width: 21.32, height: 31.22 } });
    for (const id of ['costPerWaferOut', 'masks', 'immersionScanners', 'defectDensity', 'cycleTime', 'energy', 'costPerGoodDie'])
      expect(central(answer, id, 'other'), id).toBeGreaterThan(central(answer, id));
    expect(central(answer, 'euvExposures', 'other')).toBe(0);
    expect(central(answer, 'euvExposures')).toBeGreaterThan(0);
    // The yield term comes on top of the cost term.
    const ratio = (id: string): number => answer.differences.find((each) => each.id === `${id}.ratio`)?.central ?? Number.NaN;
    expect(ratio('costPerGoodDie')).toBeGreaterThan(ratio('costPerWaferOut'));
  });

  it('has the same draws with and without, so that no draw is cheaper without', () => {
    const { differences } = ask({ without: ['euv'], samples: 200 });
    expect(differences.find(({ id }) => id === 'costPerWaferOut')?.p5).toBeGreaterThanOrEqual(0);
  });

  it('of every process with layers has figures that are numbers, with any tools', () => {
    for (const node of catalog.list('node').filter(({ attributes }) => attributes['flow'] !== undefined)) {
      for (const tools of [
        {},
        { without: ['euv'] },
        { only: ['nxt-1980di'] },
        { only: ['yuliangsheng-immersion'] },
        { until: '2015' },
        { without: ['arfi', 'euv'] },
      ]) {
        const answer = ask({ node: node.id, samples: 3, capacity: 50_000, ...tools });
        const text = JSON.stringify(answer);
        expect(text).not.toMatch(/NaN|Infinity/);
        for (const variant of [answer.own, ...(answer.other === undefined ? [] : [answer.other])]) {
          for (const { id, central: value, p5, p95 } of variant.figures)
            expect([value, p5, p95].every(Number.isFinite), `${node.id} ${id}`).toBe(true);
          expect(variant.binding === undefined || variant.layers.length === 0).toBe(true);
        }
      }
    }
  });

  it('that no scanner can print says which layer, and what would do', () => {
    const answer = ask({ node: 'N3', without: ['euv'] });
    expect(answer.other?.binding?.layer).toBe('m0');
    expect(answer.other?.binding?.floor).toBeGreaterThan(answer.other?.binding?.pitch ?? Number.POSITIVE_INFINITY);
  });

  it('can be asked of a fleet, which a few EUV machines help and never hold back', () => {
    const fleet = [
      { tool: 'nxt-2000i', count: 20 },
      { tool: 'xt-860m', count: 20 },
    ];
    const before = central(ask({ fleet }), 'fleetCapacity');
    expect(before).toBeGreaterThan(0);
    expect(central(ask({ fleet: [...fleet, { tool: 'nxe-3600d', count: 2 }] }), 'fleetCapacity')).toBeGreaterThan(before);
    expect(central(ask({ fleet: [...fleet, { tool: 'nxt-2000i', count: 20 }] }), 'fleetCapacity')).toBeGreaterThan(before * 1.9);
  });

  it('names what is unknown', () => {
    const unknown = (question: Partial<WaferQuestion>): unknown => answerWafer({ catalog, node: 'N7', samples: 1, seed: 1, ...question });
    expect(unknown({ node: 'N77' })).toMatchObject({ ok: false, issues: [{ code: 'scenario/unknown-id', received: 'N77' }] });
    expect(unknown({ without: ['lasers'] })).toMatchObject({ ok: false, issues: [{ code: 'scenario/unknown-id', received: 'lasers' }] });
    expect(whyWafer({ catalog, node: 'N7', samples: 1, seed: 1, figure: 'cots' })).toMatchObject({
      ok: false,
      issues: [{ code: 'cli/unknown-figure' }],
    });
  });

  it('is derived down to the inputs that move it, strongest first', () => {
    const why = whyWafer({ catalog, node: 'N7', samples: 20, seed: 1, figure: 'costPerWaferOut' });
    if (!why.ok) throw new Error('it can be derived');
    const { parts, inputs } = why.value;
    expect(parts.map(({ id }) => id)).toEqual(['cost', 'lineYield', 'overlayYield']);
    const moves = inputs.map(({ low, high }) => Math.abs(high - low));
    expect(moves).toEqual(moves.toSorted((a, b) => b - a));
    expect(inputs.every(({ sources }) => sources.length > 0)).toBe(true);
  });
});

describe('the constants of a wafer', () => {
  it('move its cost the way they should', () => {
    const thing = catalog.get('N7', 'node');
    const model = thing && waferModel({ catalog, node: thing, tools: { add: ['euv'] } });
    if (model === undefined || !model.ok) throw new Error('it can be modelled');
    const { parameters, medians, evaluate } = model.value;
    const costAt = (path: string, times: number): number => {
      const values = Float64Array.from(medians);
      const place = parameters.findIndex((parameter) => parameter.path === path);
      expect(place, path).toBeGreaterThanOrEqual(0);
      values[place] = (values[place] as number) * times;
      const made = evaluate(values);
      return made.feasible ? made.costPerWaferOut : Number.NaN;
    };
    for (const path of [
      'tool/nxt-2000i#price',
      'tool/nxe-3800e#price',
      'parameter/cost-etch#perWafer',
      'lithography/arfi#resist',
      'parameter/fab-electricity-price#perKwh',
    ])
      expect(costAt(path, 1.5), path).toBeGreaterThan(costAt(path, 1));
    for (const path of ['tool/nxt-2000i#throughput', 'lithography/arfi#efficiency', 'parameter/scanner-life#years'])
      expect(costAt(path, 1.5), path).toBeLessThan(costAt(path, 1));
  });
});
