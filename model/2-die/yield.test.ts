import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  binSplit,
  boseEinsteinPerLayerYield,
  boseEinsteinTotalYield,
  defectDensityAfterWafers,
  dieYield,
  impliedDefectDensity,
  layeredYield,
  learnedDefectDensity,
  listDies,
  negativeBinomialYield,
  type SalvageYieldInput,
  salvageYield,
  salvageYieldByQuadrature,
  waferDefects,
  type YieldModel,
} from '#die';
import { quantity } from '#quantity';

const one = (value: number) => quantity(value, '1');
const layers = (value: number) => quantity(value, 'layer');
const models: readonly YieldModel[] = [
  { kind: 'poisson' },
  { kind: 'murphy' },
  { kind: 'uniform' },
  { kind: 'seeds' },
  { kind: 'moore' },
  { kind: 'negative-binomial', clustering: one(0.3) },
  { kind: 'negative-binomial', clustering: one(3) },
  { kind: 'negative-binomial', clustering: one(Number.POSITIVE_INFINITY) },
  { kind: 'bose-einstein-per-layer', layers: layers(12) },
  { kind: 'bose-einstein-total', layers: layers(12) },
  {
    kind: 'layered',
    layers: [
      { share: one(0.4), clustering: one(2) },
      { share: one(0.7), clustering: one(5) },
    ],
  },
];
const yieldOf = (m: number, model: YieldModel): number =>
  dieYield({ area: quantity(100, 'mm2'), defectDensity: quantity(m, '/cm2'), model });

describe.each(models)('yield, $kind', (model) => {
  it('lies in (0, 1], is 1 without defects and falls with every one more', () => {
    expect(yieldOf(0, model)).toBe(1);
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 30, noNaN: true }), (m) => {
        const here = yieldOf(m, model);
        expect(here).toBeGreaterThan(0);
        expect(here).toBeLessThanOrEqual(1);
        expect(yieldOf(m * 1.01 + 1e-3, model)).toBeLessThan(here);
      }),
    );
  });

  it('loses nothing to rounding where next to no die is bad', () => {
    // Each loses in proportion to the defects, but the one with a root.
    const slope = (1 - yieldOf(1e-8, model)) / 1e-8;
    const expected = { layered: 1.1, moore: 1e4, 'bose-einstein-per-layer': 12 } as Readonly<Record<string, number>>;
    expect(slope / (expected[model.kind] ?? 1)).toBeCloseTo(1, 3);
  });

  it('gives back the density that it was given', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 20, noNaN: true }), fc.double({ min: 0.1, max: 3_000, noNaN: true }), (m, area) => {
        const share = one(yieldOf(m, model));
        const implied = impliedDefectDensity({ area: quantity(area, 'mm2'), yield: share, model });
        if (!implied.feasible) throw new Error(implied.binding);
        // A yield near 1 has few digits of its distance from it: the density can have no more.
        const digits = 1e-12 + 3e-16 / Math.max(1e-18, 1 - share);
        expect(Math.abs((implied.defectDensity * area) / 100 / m - 1)).toBeLessThan(10 * digits);
      }),
    );
  });

  it('says that no density gives more than all dies, or none', () => {
    for (const share of [0, -0.1, 1.2, Number.NaN]) {
      expect(impliedDefectDensity({ area: quantity(100, 'mm2'), yield: one(share), model })).toEqual({ feasible: false, binding: 'yield' });
    }
    expect(impliedDefectDensity({ area: quantity(0, 'mm2'), yield: one(0.5), model })).toEqual({ feasible: false, binding: 'area' });
    expect(impliedDefectDensity({ area: quantity(50, 'mm2'), yield: one(1), model })).toMatchObject({ defectDensity: 0 });
  });
});

test('the two conventions of Bose-Einstein differ by a factor: 39% and 92% of one die', () => {
  const die = { area: quantity(81, 'mm2'), defectDensity: quantity(0.1, '/cm2'), layers: layers(12) };
  expect(boseEinsteinPerLayerYield(die)).toBeCloseTo(0.393, 3);
  expect(boseEinsteinTotalYield(die)).toBeCloseTo(0.922, 3);
});

test('a layer alone is the negative binomial of its density and critical area', () => {
  const area = quantity(400, 'mm2');
  const layer = { defectDensity: quantity(0.5, '/cm2'), criticalShare: one(0.6), clustering: one(2) };
  expect(layeredYield({ area, layers: [layer] })).toBeCloseTo(
    negativeBinomialYield({ area, defectDensity: quantity(0.3, '/cm2'), clustering: one(2) }),
    14,
  );
});

const h100: SalvageYieldInput = {
  area: quantity(814, 'mm2'),
  defectDensity: quantity(0.1, '/cm2'),
  clustering: one(3),
  coreShare: one(0.55),
  cores: one(144),
  maxBad: one(12),
  repairable: one(0.7),
};

describe('salvage', () => {
  it('is that of the report: a die like the H100, and one like the 910B', () => {
    expect(salvageYield(h100).full).toBeCloseTo(0.6, 3);
    expect(salvageYield(h100).sold).toBeCloseTo(0.898, 3);
    const ascend = salvageYield({
      ...h100,
      area: quantity(665.61, 'mm2'),
      cores: one(25),
      maxBad: one(1),
      coreShare: one(0.5),
      repairable: one(0.5),
    });
    expect(ascend.sold).toBeGreaterThan(ascend.full);
  });

  const any = fc.record({
    area: fc.double({ min: 1, max: 2_000, noNaN: true }),
    density: fc.double({ min: 0, max: 2, noNaN: true }),
    clustering: fc.oneof(fc.double({ min: 0.1, max: 50, noNaN: true }), fc.constant(Number.POSITIVE_INFINITY), fc.constant(1e6)),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    cores: fc.integer({ min: 1, max: 200 }),
    bad: fc.integer({ min: 0, max: 40 }),
    repairable: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const inputOf = ({
    area,
    density,
    clustering,
    share,
    cores,
    bad,
    repairable,
  }: { [K in 'area' | 'density' | 'clustering' | 'share' | 'cores' | 'bad' | 'repairable']: number }) => ({
    area: quantity(area, 'mm2'),
    defectDensity: quantity(density, '/cm2'),
    clustering: one(clustering),
    coreShare: one(share),
    cores: one(cores),
    maxBad: one(Math.min(bad, cores)),
    repairable: one(repairable),
  });

  it('sells no fewer dies than are full, and no more than work at all', () => {
    fc.assert(
      fc.property(any, (values) => {
        const { full, sold, ceiling } = salvageYield(inputOf(values));
        expect(full).toBeGreaterThanOrEqual(0);
        expect(sold).toBeGreaterThanOrEqual(full);
        expect(ceiling).toBeGreaterThanOrEqual(sold - 1e-12);
        expect(ceiling).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('without a bad core is the yield of what cannot be repaired', () => {
    fc.assert(
      fc.property(any, (values) => {
        const input = inputOf({ ...values, bad: 0 });
        const area = quantity(input.area * (input.coreShare + (1 - input.coreShare) * (1 - input.repairable)), 'mm2');
        const { sold } = salvageYield(input);
        expect(sold).toBeCloseTo(negativeBinomialYield({ ...input, area }), 9);
      }),
    );
  });

  it('sells more with each core that may be bad, and fewer with more defects', () => {
    fc.assert(
      fc.property(any, (values) => {
        const { sold } = salvageYield(inputOf(values));
        expect(salvageYield(inputOf({ ...values, bad: values.bad + 1 })).sold).toBeGreaterThanOrEqual(sold - 1e-12);
        expect(salvageYield(inputOf({ ...values, density: values.density * 1.1 + 0.01 })).sold).toBeLessThanOrEqual(sold + 1e-12);
        expect(salvageYield(inputOf({ ...values, area: values.area * 1.1 })).sold).toBeLessThanOrEqual(sold + 1e-12);
      }),
    );
  });

  it('agrees with a Gauss-Laguerre rule where that has enough nodes', () => {
    fc.assert(
      fc.property(any, (values) => {
        const input = inputOf({
          ...values,
          clustering: Math.max(0.5, Math.min(20, values.clustering)),
          density: values.density / 4,
          area: values.area / 2,
        });
        const [exact, rule] = [salvageYield(input), salvageYieldByQuadrature({ ...input, nodes: 96 })];
        expect(Math.abs(exact.sold - rule.sold)).toBeLessThan(2e-9);
        expect(Math.abs(exact.full - rule.full)).toBeLessThan(2e-9);
      }),
    );
  });

  it('is right where the rule is not: a wafer-scale die of which next to none is full', () => {
    const wafer = {
      ...h100,
      area: quantity(46_225, 'mm2'),
      coreShare: one(0.9),
      cores: one(900_000),
      maxBad: one(50_000),
      clustering: one(2),
      repairable: one(0.999),
      defectDensity: quantity(0.25, '/cm2'),
    };
    const closed = (1 + (462.25 * 0.25 * (0.9 + 0.1 * 0.001)) / 2) ** -2;
    expect(salvageYield(wafer).full).toBeCloseTo(closed, 14);
    expect(Math.abs(salvageYieldByQuadrature({ ...wafer, nodes: 96 }).full - closed)).toBeGreaterThan(1e-5);
  });

  it('agrees with the other way to sum up: defects thrown one by one into cores', () => {
    // P(n defects) is negative binomial; P(at most k cores hit by n) follows by adding a defect at a time.
    const byDefects = ({ area, defectDensity, clustering, coreShare, cores, maxBad, repairable }: SalvageYieldInput): number => {
      const m = (area / 100) * defectDensity;
      const rest = m * (1 - coreShare) * (1 - repairable);
      const mean = (m * coreShare) / (1 + rest / clustering);
      const hit = new Float64Array(maxBad + 2);
      hit[0] = 1;
      let chance = (1 + mean / clustering) ** -clustering;
      let total = 0;
      for (let n = 0; n < 4_000; n++) {
        total += chance * hit.slice(0, maxBad + 1).reduce((sum, value) => sum + value, 0);
        for (let j = maxBad; j >= 0; j--) {
          hit[j + 1] = (hit[j + 1] as number) * ((j + 1) / cores) + (hit[j] as number) * ((cores - j) / cores);
        }
        hit[0] = 0;
        chance *= ((clustering + n) / (n + 1)) * (mean / clustering / (1 + mean / clustering));
      }
      return (1 + rest / clustering) ** -clustering * total;
    };
    for (const clustering of [0.2, 1, 3, 50]) {
      for (const density of [0.02, 0.3, 1]) {
        const input = { ...h100, clustering: one(clustering), defectDensity: quantity(density, '/cm2') };
        expect(salvageYield(input).sold).toBeCloseTo(byDefects(input), 11);
      }
    }
  });
});

describe('bins', () => {
  const input = { ...h100, bins: [{ maxBad: one(0) }, { maxBad: one(4) }, { maxBad: one(12) }] };

  it('share out what can be sold, each die once', () => {
    const { shares, sold, scrap } = binSplit(input);
    expect(shares.reduce((sum: number, share) => sum + share, 0)).toBeCloseTo(salvageYield(h100).sold, 12);
    expect(shares[0]).toBeCloseTo(salvageYield(h100).full, 12);
    expect(sold + scrap).toBeCloseTo(1, 12);
  });

  it('one bin without bad cores is no salvage at all', () => {
    expect(binSplit({ ...h100, bins: [{ maxBad: one(0) }] }).sold).toBeCloseTo(salvageYield(h100).full, 12);
  });

  it('let slow dies fall to the bins behind, and to scrap from the last', () => {
    const slow = binSplit({ ...h100, bins: [{ maxBad: one(0), fastEnough: one(0.5) }, { maxBad: one(4) }] });
    const all = salvageYield({ ...h100, maxBad: one(4) });
    expect(slow.shares[0]).toBeCloseTo(all.full / 2, 12);
    expect(slow.sold).toBeCloseTo(all.sold, 12);
    const last = binSplit({ ...h100, bins: [{ maxBad: one(4), fastEnough: one(0.5) }] });
    expect(last.sold).toBeCloseTo(all.sold / 2, 12);
    expect(last.binding).toBe(last.scrap >= 0.5 ? -1 : 0);
  });
});

describe('learning', () => {
  const learning = { start: quantity(0.5, '/cm2'), floor: quantity(0.1, '/cm2') };

  it('in time goes from the start to the floor, by 1/e in each time constant', () => {
    const at = (elapsed: number): number =>
      learnedDefectDensity({ ...learning, elapsed: quantity(elapsed, 'month'), timeConstant: quantity(6, 'month') });
    expect(at(0)).toBe(0.5);
    expect(at(6)).toBeCloseTo(0.1 + 0.4 / Math.E, 12);
    expect(at(1e6)).toBeCloseTo(0.1, 12);
    expect(at(-5)).toBe(0.5);
  });

  it('in output loses its share with each doubling', () => {
    const at = (wafers: number): number =>
      defectDensityAfterWafers({
        ...learning,
        wafers: quantity(wafers, 'wafer'),
        firstWafers: quantity(1000, 'wafer'),
        perDoubling: one(0.2),
      });
    expect(at(10)).toBe(0.5);
    expect(at(2000)).toBeCloseTo(0.1 + 0.4 * 0.8, 12);
    expect(at(8000)).toBeCloseTo(0.1 + 0.4 * 0.8 ** 3, 12);
  });
});

test('many simulated wafers yield what the model says', () => {
  const wafer = {
    width: quantity(25, 'mm'),
    height: quantity(30, 'mm'),
    street: quantity(0.1, 'mm'),
    diameter: quantity(300, 'mm'),
    edgeExclusion: quantity(3, 'mm'),
  };
  const dies = listDies({ ...wafer, offsetX: quantity(0.05, 'mm'), offsetY: quantity(0.05, 'mm') });
  let state = 1;
  // A generator of the test alone: SplitMix32.
  const uniform = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32 + 2 ** -33;
  };
  for (const clustering of [0.5, 3, Number.POSITIVE_INFINITY]) {
    const salvage = { cores: one(30), maxBad: one(2), coreShare: one(0.6), repairable: one(0.5) };
    const input = { ...salvage, area: quantity(750, 'mm2'), defectDensity: quantity(0.2, '/cm2'), clustering: one(clustering) };
    const counts = { good: 0, salvaged: 0, bad: 0, partial: 0 };
    for (let i = 0; i < 300; i++) for (const { fate } of waferDefects({ ...input, ...wafer, dies, salvage, uniform })) counts[fate]++;
    const whole = counts.good + counts.salvaged + counts.bad;
    const { sold } = salvageYield(input);
    // Four standard errors of a share.
    expect(Math.abs((counts.good + counts.salvaged) / whole - sold)).toBeLessThan(4 * Math.sqrt((sold * (1 - sold)) / whole));
  }
});

test('a hundred thousand dies of any kind give numbers', () => {
  let state = 7;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const wide = (low: number, high: number): number => low * (high / low) ** next();
  for (let i = 0; i < 100_000; i++) {
    const area = quantity(wide(1e-3, 1e5), 'mm2');
    const defectDensity = quantity(next() < 0.05 ? 0 : wide(1e-6, 1e3), '/cm2');
    const model = models[Math.floor(next() * models.length)] as YieldModel;
    const share = dieYield({ area, defectDensity, model });
    // Beyond what a double can hold a yield is 0, and never anything else than a share.
    if (!(share >= 0 && share <= 1)) throw new Error(`${model.kind} ${area} ${defectDensity}: ${share}`);
    if (i % 50 > 0) continue;
    const cores = Math.ceil(wide(1, 1e5));
    const clustering = next() < 0.1 ? Number.POSITIVE_INFINITY : wide(0.05, 1e9);
    const made = salvageYield({
      area,
      defectDensity,
      clustering: one(clustering),
      coreShare: one(next()),
      cores: one(cores),
      maxBad: one(Math.floor(next() * (cores + 1))),
      repairable: one(next()),
    });
    for (const value of [made.full, made.sold, made.ceiling]) {
      if (!(value >= 0 && value <= 1))
        throw new Error(`salvage ${JSON.stringify({ area, defectDensity, clustering, cores })}: ${JSON.stringify(made)}`);
    }
  }
});
