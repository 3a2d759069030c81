import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import {
  exposureCost,
  fleetCapacity,
  type Layer,
  type LayerShape,
  type Lithography,
  lithographies,
  type ModuleId,
  maskSetCost,
  type PatterningInput,
  passNeeds,
  planPatterning,
  type Scanner,
  waferEnergy,
  waferFlow,
} from '#wafer';

const scanner = (lithography: Lithography, linePitch: number, passCost: number, overlay = 2): Scanner => ({
  id: `${lithography} ${linePitch}`,
  lithography,
  linePitch: quantity(linePitch, 'nm'),
  overlay: quantity(overlay, 'nm'),
  capacity: quantity(100_000, 'wafer/month'),
  passCost: quantity(passCost, 'USD/wafer'),
});
const krf = scanner('krf', 220, 10, 12);
const dry = scanner('arf', 130, 17, 5);
const immersion = scanner('arfi', 76, 26);
const euv = scanner('euv', 26, 100, 1.1);

const layer = (id: string, shape: LayerShape, pitch: number, count = 1, module: ModuleId = 'metal'): Layer => ({
  id,
  shape,
  module,
  pitch: quantity(pitch, 'nm'),
  count: quantity(count, 'layer'),
});

const rules: PatterningInput['rules'] = {
  wireFactor: quantity(1.02, '1'),
  holeFactor: quantity(1.17, '1'),
  splitExponent: quantity(1.85, '1'),
  cutRatio: quantity(1.2, '1'),
  mostSplits: quantity(8, '1'),
  splitTolerance: quantity(0.1, '1'),
  cutTolerance: quantity(0.16, '1'),
  rework: quantity(0.015, '1'),
  caught: quantity(0.93, '1'),
};
const steps: PatterningInput['steps'] = {
  etch: quantity(9, 'USD/wafer'),
  spacer: quantity(18, 'USD/wafer'),
  clean: quantity(3, 'USD/wafer'),
  metrology: quantity(3.5, 'USD/wafer'),
  other: quantity(1500, 'USD/wafer'),
};
const plan = (layers: readonly Layer[], scanners: readonly Scanner[], limits?: PatterningInput['limits']) =>
  planPatterning({ layers, scanners, rules, steps, ...(limits === undefined ? {} : { limits }) });

/** Cost of a wafer that survives. */
const each = (layers: readonly Layer[], scanners: readonly Scanner[], prices = steps): number => {
  const made = planPatterning({ layers, scanners, rules, steps: prices });
  return made.feasible ? (prices.other + made.cost) / made.overlayYield : Number.POSITIVE_INFINITY;
};

const maskPrices = Object.fromEntries(lithographies.map((each) => [each, quantity(1e5, 'USD')])) as never;
const shapes = fc.constantFrom<LayerShape>('lines', 'wires', 'holes', 'areas');
const layers = fc.array(
  fc.record({ shape: shapes, pitch: fc.double({ min: 12, max: 800, noNaN: true }), count: fc.integer({ min: 1, max: 5 }) }),
  { minLength: 1, maxLength: 7 },
);
const asLayers = (drawn: readonly { readonly shape: LayerShape; readonly pitch: number; readonly count: number }[]): readonly Layer[] =>
  drawn.map(({ shape, pitch, count }, index) => layer(`l${index}`, shape, pitch, count));
const fleets = fc.array(
  fc.record({
    lithography: fc.constantFrom<Lithography>('i-line', 'krf', 'arf', 'arfi', 'euv', 'euv-high-na'),
    linePitch: fc.double({ min: 14, max: 450, noNaN: true }),
    passCost: fc.double({ min: 1, max: 400, noNaN: true }),
    overlay: fc.double({ min: 0, max: 20, noNaN: true }),
  }),
  { maxLength: 6 },
);
const asFleet = (
  drawn: readonly { readonly lithography: Lithography; readonly linePitch: number; readonly passCost: number; readonly overlay: number }[],
): readonly Scanner[] => drawn.map(({ lithography, linePitch, passCost, overlay }) => scanner(lithography, linePitch, passCost, overlay));

describe('patterning', () => {
  it('takes the coarsest light that resolves a relaxed layer', () => {
    const made = plan([layer('pad', 'areas', 2000)], [krf, dry, immersion, euv]);
    expect(made).toMatchObject({ feasible: true, layers: [{ technique: 'le', lithography: 'krf', splits: 1, reason: 'resolved' }] });
  });

  it('splits what one exposure does not resolve, and gives tight layers to EUV only where it is cheaper', () => {
    const tight = [layer('m2', 'wires', 40), layer('v2', 'holes', 40), layer('m5', 'wires', 64)];
    expect(plan(tight, [dry, immersion])).toMatchObject({
      layers: [
        { technique: 'le', lithography: 'arfi', splits: 4 },
        { technique: 'le', lithography: 'arfi', splits: 5, reason: 'only' },
        { technique: 'le', lithography: 'arfi', splits: 2 },
      ],
    });
    expect(plan(tight, [dry, immersion, euv])).toMatchObject({
      layers: [
        { lithography: 'euv', splits: 1 },
        { lithography: 'euv', splits: 1 },
        { lithography: 'arfi', splits: 2 },
      ],
    });
  });

  it('doubles and quadruples lines by spacers, and no others', () => {
    expect(plan([layer('gate', 'lines', 54), layer('fin', 'lines', 30)], [immersion])).toMatchObject({
      layers: [
        { technique: 'sadp', splits: 1, spacers: 1, cuts: 0 },
        { technique: 'saqp', splits: 1, spacers: 2, cuts: 0 },
      ],
    });
    const holes = plan([layer('v', 'holes', 54)], [immersion]);
    expect(holes).toMatchObject({ layers: [{ technique: 'le' }] });
  });

  it('says which pitch is out of reach, and what would be in it', () => {
    const made = plan([layer('m1', 'wires', 90), layer('fin', 'lines', 18)], [dry, immersion]);
    expect(made).toMatchObject({ feasible: false, binding: 'fin', pitch: 18 });
    expect(made.feasible ? undefined : made.floor).toBeCloseTo(19, 9);
    const floor = made.feasible ? 0 : (made.floor ?? 0);
    expect(plan([layer('fin', 'lines', floor)], [dry, immersion]).feasible).toBe(true);
    expect(plan([layer('m1', 'wires', 90)], [])).toEqual({ feasible: false, binding: 'm1', pitch: 90, floor: undefined });
  });

  it('names a floor that can be reached, and nothing just below it, for every shape', () => {
    fc.assert(
      fc.property(shapes, fleets, (shape, drawn) => {
        const fleet = asFleet(drawn);
        const made = plan([layer('l', shape, 0.01)], fleet);
        if (made.feasible || made.floor === undefined) return;
        expect(plan([layer('l', shape, made.floor * (1 + 1e-6))], fleet).feasible).toBe(true);
        expect(plan([layer('l', shape, made.floor * (1 - 1e-6))], fleet).feasible).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps EUV to as many layers as a process has for it, where it saves most', () => {
    const tight = [layer('a', 'holes', 54), layer('b', 'holes', 40), layer('c', 'holes', 47)];
    const made = plan(tight, [immersion, euv], { euvLayers: quantity(1, 'layer') });
    expect(made).toMatchObject({ layers: [{ lithography: 'arfi' }, { lithography: 'euv' }, { lithography: 'arfi', reason: 'euv-limit' }] });
  });

  it('gets no cheaper when a scanner is taken away', () => {
    fc.assert(
      fc.property(layers, fleets, fc.nat(), (drawn, fleet, out) => {
        const all = asFleet(fleet);
        const fewer = all.filter((_, index) => index !== out % Math.max(1, all.length));
        expect(each(asLayers(drawn), fewer)).toBeGreaterThanOrEqual(each(asLayers(drawn), all) * (1 - 1e-9));
      }),
      { numRuns: 2000 },
    );
  });

  it('gets no cheaper when anything gets dearer', () => {
    fc.assert(
      fc.property(
        layers,
        fleets,
        fc.constantFrom('etch', 'spacer', 'clean', 'metrology', 'other', 'pass'),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (drawn, fleet, what, times) => {
          const asked = asLayers(drawn);
          const before = each(asked, asFleet(fleet));
          const after =
            what === 'pass'
              ? each(asked, asFleet(fleet.map((one) => ({ ...one, passCost: one.passCost * times }))))
              : each(asked, asFleet(fleet), { ...steps, [what]: steps[what as keyof typeof steps] * times });
          expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-9));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is the cheapest of all combinations, where these can be gone through', () => {
    // Scanners whose overlay is poor are cheap: cost and loss pull apart.
    const poor = scanner('arfi', 76, 5, 9);
    const asked = [layer('a', 'holes', 54), layer('b', 'wires', 40), layer('c', 'holes', 44)];
    let least = Number.POSITIVE_INFINITY;
    for (let set = 0; set < 8; set++) {
      let cost = steps.other as number;
      let survived = 1;
      for (const [index, one] of asked.entries()) {
        const made = plan([one], [set & (1 << index) ? poor : immersion]);
        if (!made.feasible) throw new Error('it can be made');
        cost += made.cost;
        survived *= made.overlayYield;
      }
      least = Math.min(least, cost / survived);
    }
    expect(each(asked, [poor, immersion])).toBeLessThanOrEqual(least * (1 + 1e-12));
  });

  it('never gives a number that is none, whatever the process', () => {
    fc.assert(
      fc.property(layers, fleets, (drawn, fleet) => {
        const scanners = asFleet(fleet);
        const made = plan(asLayers(drawn), scanners);
        if (!made.feasible) return;
        const flow = waferFlow({ plan: made, scanners });
        const energy = waferEnergy({
          flow,
          scanners,
          exposures: scanners.map(() => ({ energy: quantity(10, 'kWh/wafer') })),
          perMask: { energy: quantity(16, 'kWh/wafer'), support: quantity(0.3, '1') },
        });
        const { starts } = fleetCapacity({
          needs: passNeeds({ plan: made, scanners, rules }),
          fleet: scanners.map(({ id, capacity }) => ({ id, count: 2, capacity })),
        });
        const set = maskSetCost({ masks: flow.exposures, prices: maskPrices });
        expect([energy.total, energy.euvShare, starts, set.total].some(Number.isNaN)).toBe(false);
        expect(energy.euvShare >= 0 && energy.euvShare <= 1 && starts >= 0).toBe(true);
        expect(Number.isFinite(made.cost) && made.overlayYield > 0 && made.overlayYield <= 1).toBe(true);
        expect(flow.passes.every((passes) => Number.isFinite(passes) && passes >= 0)).toBe(true);
        expect(Object.values(flow.exposures).reduce((sum, count) => sum + count, 0)).toBe(flow.masks);
      }),
      { numRuns: 100_000 },
    );
  }, 120_000);
});

describe('an exposure', () => {
  const at = (change: Partial<Record<string, number>> = {}) =>
    exposureCost({
      price: quantity(65e6, 'USD'),
      trackPrice: quantity(9e6, 'USD'),
      life: quantity(7, 'yr'),
      maintenance: quantity(0.06, '1/yr'),
      overhead: quantity(0.35, '1'),
      throughput: quantity(275, 'wafer/h'),
      efficiency: quantity(0.52, '1'),
      power: quantity(165_000, 'W'),
      electricityPrice: quantity(0.09, 'USD/kWh'),
      resist: quantity(8, 'USD/wafer'),
      ...(change as object),
    });

  it('costs the sum of its parts', () => {
    const { scanner: machine, track, resist, electricity, total } = at();
    expect(machine + track + resist + electricity).toBeCloseTo(total, 12);
  });

  it('gets cheaper as the scanner works for more of the time or faster, and dearer with every price', () => {
    const base = at().total;
    for (const key of ['efficiency', 'throughput', 'life'])
      expect(at({ [key]: { efficiency: 0.6, throughput: 300, life: 9 }[key] }).total).toBeLessThan(base);
    for (const key of ['price', 'trackPrice', 'maintenance', 'overhead', 'power', 'electricityPrice', 'resist'])
      expect(
        at({
          [key]: { price: 80e6, trackPrice: 12e6, maintenance: 0.1, overhead: 0.5, power: 2e5, electricityPrice: 0.2, resist: 10 }[key],
        }).total,
      ).toBeGreaterThan(base);
  });

  it('counts a month of a scanner as 730.5 hours', () => {
    expect(at().capacity).toBeCloseTo(275 * 0.52 * 730.5, 6);
  });
});
