import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goodDie } from '#die';
import {
  bondYield,
  type CarrierDesign,
  type DesignedPackage,
  type DieDesign,
  designCost,
  designPackage,
  dieLink,
  type ImpossiblePackage,
  knownGoodDie,
  type PackageCostInput,
  type PackageDesign,
  type PackageTechnology,
  packageCarbon,
  packageCost,
  packageSlot,
  partSlot,
  preparedCost,
  preparePackage,
  stackedDies,
} from '#package';
import type { Quantity, UnitId } from '#quantity';

/** Numbers in the unit that the place asks for. */
const q = <U extends UnitId>(value: number): Quantity<U> => value as Quantity<U>;

const die = (over: Partial<Record<keyof DieDesign, unknown>> = {}): DieDesign =>
  ({
    name: 'compute',
    count: 1,
    area: 400,
    waferPrice: 10_000,
    defectDensity: 0.1,
    clustering: 3,
    bumpCost: 0,
    testCost: 0,
    coverage: 1,
    bondYield: 1,
    pins: 0,
    pinYield: 1,
    pinGroup: 1,
    sparePins: 0,
    ...over,
  }) as unknown as DieDesign;

const carrierOf = (over: Partial<Record<keyof CarrierDesign, unknown>> = {}): CarrierDesign =>
  ({
    ratio: 1.1,
    waferPrice: 2000,
    defectDensity: 0.05,
    clustering: 3,
    stitchYield: 0.99,
    maxArea: 2831,
    coverage: 1,
    assembly: 20,
    interimCoverage: 1,
    interimTest: 0,
    ...over,
  }) as unknown as CarrierDesign;

const design = (over: Partial<Record<keyof PackageDesign, unknown>> = {}): PackageDesign =>
  ({
    technology: 'organic',
    dies: [die()],
    memory: [],
    links: [],
    substrate: { ratio: 4, maxArea: 20_000, costPerArea: 0, layerFactor: 1, bondYield: 1 },
    finish: 0,
    finalTest: 0,
    finalCoverage: 1,
    burnIn: 0,
    burnInYield: 1,
    stackTest: 0,
    stackCoverage: 1,
    street: 0.1,
    diameter: 300,
    edgeExclusion: 3,
    reticleWidth: 26,
    reticleHeight: 33,
    ...over,
  }) as unknown as PackageDesign;

const made = (input: PackageDesign): DesignedPackage => {
  const result = designPackage(input);
  if (!result.feasible) throw new Error(`impossible: ${result.binding}`);
  return result;
};
const obstacle = (input: PackageDesign): string | undefined => {
  const result = designPackage(input);
  return result.feasible ? undefined : result.binding;
};

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const technologies: readonly PackageTechnology[] = ['organic', 'fan-out-chip-first', 'fan-out-chip-last', 'silicon-interposer', 'bridge'];

const anyDie = fc.record({
  count: fc.integer({ min: 1, max: 8 }),
  area: number(5, 500),
  waferPrice: number(1000, 30_000),
  defectDensity: number(0.001, 0.5),
  clustering: number(0.5, 20),
  bumpCost: number(0, 0.05),
  testCost: number(0, 20),
  coverage: number(0.5, 1),
  bondYield: number(0.9, 1),
  pins: fc.integer({ min: 0, max: 20_000 }),
  pinYield: number(0.99999, 1),
  pinGroup: fc.integer({ min: 1, max: 100 }),
  sparePins: fc.integer({ min: 0, max: 4 }),
});
const anyDesign: fc.Arbitrary<PackageDesign> = fc
  .record({
    technology: fc.constantFrom(...technologies),
    dies: fc.array(anyDie, { minLength: 1, maxLength: 3 }),
    memory: fc.array(
      fc.record({
        stacks: fc.integer({ min: 1, max: 12 }),
        price: number(50, 600),
        area: number(80, 130),
        yield: number(0.95, 1),
        bondYield: number(0.95, 1),
      }),
      { maxLength: 1 },
    ),
    finish: number(0, 50),
    finalTest: number(0, 100),
    finalCoverage: number(0.5, 1),
    burnIn: number(0, 50),
    burnInYield: number(0.9, 1),
    interimCoverage: number(0, 1),
    carrierCoverage: number(0, 1),
    layerFactor: number(1, 3),
  })
  .map((drawn) =>
    design({
      technology: drawn.technology,
      dies: drawn.dies.map((one, i) => die({ ...one, name: `die${i}` })),
      memory: drawn.memory,
      carrier: carrierOf({ interimCoverage: drawn.interimCoverage, coverage: drawn.carrierCoverage, maxArea: 10_000 }),
      substrate: { ratio: 2, maxArea: 30_000, costPerArea: 0.005, layerFactor: drawn.layerFactor, bondYield: 0.99 },
      finish: drawn.finish,
      finalTest: drawn.finalTest,
      finalCoverage: drawn.finalCoverage,
      burnIn: drawn.burnIn,
      burnInYield: drawn.burnInYield,
    }),
  );
/** Only packages that can be made. */
const anyMade = anyDesign.filter((input) => designPackage(input).feasible);

const cheaper = (a: PackageDesign, b: PackageDesign): void => {
  const dear = designPackage(b);
  if (!dear.feasible) return;
  expect(made(a).cost.total).toBeLessThanOrEqual(dear.cost.total * (1 + 1e-12));
};
const withDie = (input: PackageDesign, at: number, change: (one: DieDesign) => DieDesign): PackageDesign => ({
  ...input,
  dies: input.dies.map((one, i) => (i === at ? change(one) : one)),
});

describe('a package', () => {
  it('of one chiplet, nothing else, costs what its die costs', () => {
    fc.assert(
      fc.property(number(25, 800), number(0, 0.5), number(1000, 30_000), (area, defectDensity, waferPrice) => {
        const one = made(design({ dies: [die({ area, defectDensity, waferPrice })] }));
        const alone = goodDie({
          area: q(area),
          defectDensity: q(defectDensity),
          clustering: q(3),
          street: q(0.1),
          diameter: q(300),
          edgeExclusion: q(3),
          reticleWidth: q(26),
          reticleHeight: q(33),
          waferPrice: q(waferPrice),
          placement: 'best',
        });
        expect(one.cost.total / alone.cost).toBeCloseTo(1, 12);
        expect(one.dies[0]!.yield).toBe(alone.yield);
      }),
    );
  });

  it('costs the sum of its parts, each of them none or more, and yields more than 0 and at most 1', () => {
    fc.assert(
      fc.property(anyMade, (input) => {
        const { cost } = made(input);
        const parts = [cost.rawDies, cost.dieDefects, cost.memory, cost.rawPackage, cost.packageDefects, cost.wasted, cost.test];
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(-1e-9);
        expect(parts.reduce((sum: number, part) => sum + part, 0) / cost.total).toBeCloseTo(1, 12);
        expect(cost.yield).toBeGreaterThan(0);
        expect(cost.yield).toBeLessThanOrEqual(1);
        expect(cost.escapes).toBeGreaterThanOrEqual(0);
        expect(cost.escapes).toBeLessThan(1);
      }),
      { numRuns: 300 },
    );
  });

  it('does not care in which order its dies are written, nor whether alike ones are written once or each', () => {
    fc.assert(
      fc.property(anyMade, (input) => {
        const { total } = made(input).cost;
        expect(made({ ...input, dies: [...input.dies].reverse() }).cost.total / total).toBeCloseTo(1, 10);
        const each = input.dies.flatMap((one) =>
          Array.from({ length: one.count }, (_, i) => ({ ...one, name: `${one.name}-${i}`, count: q<'die'>(1) })),
        );
        expect(made({ ...input, dies: each }).cost.total / total).toBeCloseTo(1, 10);
      }),
      { numRuns: 200 },
    );
  });

  it('costs more with more defects, dearer wafers, worse bonds and dearer tests', () => {
    fc.assert(
      fc.property(anyMade, number(1, 2), (input, times) => {
        cheaper(
          input,
          withDie(input, 0, (one) => ({ ...one, defectDensity: q(one.defectDensity * times) })),
        );
        cheaper(
          input,
          withDie(input, 0, (one) => ({ ...one, waferPrice: q(one.waferPrice * times) })),
        );
        cheaper(
          input,
          withDie(input, 0, (one) => ({ ...one, bondYield: q(one.bondYield / times) })),
        );
        cheaper(
          input,
          withDie(input, 0, (one) => ({ ...one, testCost: q(one.testCost * times) })),
        );
        cheaper(input, { ...input, finalTest: q(input.finalTest * times) });
        cheaper(input, { ...input, substrate: { ...input.substrate, bondYield: q(input.substrate.bondYield / times) } });
      }),
      { numRuns: 200 },
    );
  });

  it('costs more with larger dies of the same shape', () => {
    fc.assert(
      fc.property(number(5, 300), number(1.02, 2), number(0.01, 0.5), (area, times, defectDensity) => {
        const aspect = { width: 1, height: 1 };
        const small = design({ dies: [die({ area, defectDensity, aspect })] });
        cheaper(
          small,
          withDie(small, 0, (one) => ({ ...one, area: q(area * times) })),
        );
      }),
    );
  });

  it('pays micro-bumps for every copy of a die', () => {
    const bumps = (count: number): number =>
      made(design({ dies: [die({ count, area: 100, waferPrice: 0, defectDensity: 0, bumpCost: 0.01 })] })).cost.total;
    expect(bumps(4)).toBeCloseTo(4 * bumps(1), 12);
  });

  it('built over its dies loses them with a bad layer, and bonded later does not', () => {
    const cost = (technology: PackageTechnology, defectDensity: number): number =>
      made(design({ technology, carrier: carrierOf({ defectDensity }) })).cost.wasted;
    expect(cost('fan-out-chip-last', 0.5)).toBeCloseTo(cost('fan-out-chip-last', 0), 9);
    expect(cost('fan-out-chip-first', 0.5)).toBeGreaterThan(cost('fan-out-chip-first', 0) + 1);
  });

  it('loses later, and dearer, what a test misses', () => {
    fc.assert(
      fc.property(number(0.05, 0.5), number(0, 0.99), (defectDensity, coverage) => {
        const at = (share: number): number => {
          const input = design({
            dies: [die({ count: 4, area: 150, defectDensity, coverage: share })],
            substrate: { ...design().substrate, costPerArea: 0.02 },
          });
          return made(input).cost.total;
        };
        expect(at(coverage)).toBeGreaterThanOrEqual(at(1));
      }),
    );
  });
});

describe('stacks', () => {
  const base = die({ name: 'base', area: 400, defectDensity: 0.05 });
  const stacked = (over: Partial<Record<keyof DieDesign, unknown>> = {}): PackageDesign =>
    design({
      dies: [base, die({ name: 'top', count: 2, area: 150, on: 'base', bonding: 'die-to-wafer', bondYield: 0.99, stackCost: 5, ...over })],
    });

  it('of like dies cost what the closed form says, both ways', () => {
    for (const bonding of ['die-to-wafer', 'wafer-to-wafer'] as const) {
      const coverage = 0.9;
      const alike = { area: 100, coverage, testCost: 0.5, defectDensity: 0.2 };
      const input = design({
        dies: [die({ ...alike, name: 'base' }), die({ ...alike, name: 'top', on: 'base', bonding, bondYield: 0.98, stackCost: 2 })],
        stackCoverage: 1,
      });
      const result = made(input);
      const { perWafer, yield: dieYield } = result.dies[0]!;
      const closed = stackedDies({
        dies: q(2),
        dieYield,
        bondYield: q(0.98),
        coverage: q(coverage),
        dieCost: q(10_000 / perWafer),
        bondCost: q(2),
        testCost: q(0.5),
      });
      expect(result.cost.total / (bonding === 'die-to-wafer' ? closed.dieToWaferCost : closed.waferCost)).toBeCloseTo(1, 12);
    }
  });

  it('count pins between parent and child', () => {
    const pins = { pins: 20_000, pinYield: 0.999999 };
    expect(made(stacked(pins)).cost.total).toBeGreaterThan(made(stacked()).cost.total);
    expect(made(stacked({ ...pins, pinGroup: 64, sparePins: 2 })).cost.total / made(stacked()).cost.total).toBeCloseTo(1, 6);
  });

  it('that cannot be are refused, with the die', () => {
    expect(obstacle(stacked({ on: 'nothing' }))).toBe('stack');
    expect(obstacle(stacked({ area: 300 }))).toBe('footprint');
    expect(obstacle(stacked({ bonding: 'wafer-to-wafer' }))).toBe('footprint');
    expect(obstacle(stacked({ count: 1, area: 410, bonding: 'wafer-to-wafer' }))).toBe('footprint');
    expect(obstacle(stacked({ count: 1, bonding: 'wafer-to-wafer' }))).toBeUndefined();
    expect(obstacle(design({ dies: [die({ name: 'base', count: 2 }), die({ name: 'top', count: 3, area: 50, on: 'base' })] }))).toBe(
      'stack',
    );
  });
});

describe('what cannot be made', () => {
  it('says what stands in its way', () => {
    expect(obstacle(design({ dies: [die({ area: 900 })] }))).toBe('reticle');
    expect(obstacle(design({ dies: [die({ area: 900, stitched: true })] }))).toBeUndefined();
    expect(obstacle(design({ dies: [die({ area: 100_000, stitched: true })] }))).toBe('wafer');
    const wide = { technology: 'silicon-interposer', dies: [die({ count: 8, area: 400 })] };
    expect(obstacle(design({ ...wide, carrier: carrierOf() }))).toBe('carrier');
    expect(obstacle(design({ ...wide, carrier: carrierOf({ maxArea: 1e9, area: 60_000 }) }))).toBe('carrierWafer');
    expect(obstacle(design({ ...wide, carrier: carrierOf({ area: 100 }) }))).toBe('carrier');
    expect(obstacle(design({ substrate: { ...design().substrate, maxArea: 100 } }))).toBe('substrate');
    expect(obstacle(design({ dies: [die({ bondYield: 0 })] }))).toBe('yield');
    const link = {
      between: ['compute', 'compute'],
      count: 1,
      bandwidth: 1e15,
      shorelineDensity: 2e11,
      arealDensity: 1e15,
      energyPerBit: 0.5,
    };
    expect(obstacle(design({ links: [link] }))).toBe('shoreline');
  });

  it('100,000 packages of any numbers are a cost, or an obstacle, never NaN', () => {
    const RUNS = 100_000;
    const wild = fc.oneof(number(0, 1), number(0, 1e6), fc.constantFrom(0, 1, 1e-300, 1e12));
    const share = fc.oneof({ weight: 5, arbitrary: number(0.5, 1) }, number(0, 1), fc.constantFrom(0, 1, 1e-12));
    const whole = fc.integer({ min: 1, max: 40 });
    const anything = fc.record({
      technology: fc.constantFrom(...technologies),
      count: fc.constantFrom(1, 2, 3, 6),
      area: fc.constantFrom(1e-300, 1e-6, 0.5, 3, 20, 50, 120, 400, 800, 900, 5000, 1e9),
      carrierArea: fc.constantFrom(undefined, undefined, 1500, 2500, 8000, 1e7),
      waferPrice: wild,
      defectDensity: fc.oneof({ weight: 4, arbitrary: number(0, 1) }, wild),
      clustering: number(0.01, 100),
      bumpCost: wild,
      testCost: wild,
      coverage: share,
      bondYield: share,
      pins: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 5000) }, wild),
      pinYield: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(1, 0.99999) }, share),
      pinGroup: whole,
      sparePins: fc.integer({ min: 0, max: 8 }),
      yield: fc.option(share, { nil: undefined }),
      stacks: fc.constantFrom(1, 8),
      price: wild,
      memoryYield: share,
      maxArea: fc.constantFrom(100, 2831, 1e5, 1e5),
      stitchYield: share,
      interimCoverage: share,
      ratio: fc.constantFrom(0.5, 1.1, 2),
      burnInYield: share,
      bridges: fc.option(whole, { nil: undefined }),
    });
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(anything, (drawn) => {
        const input = design({
          technology: drawn.technology,
          dies: [die({ ...drawn, name: 'a' }), die({ ...drawn, name: 'b', count: 1, on: drawn.count % 3 === 0 ? 'a' : undefined })],
          memory: [{ stacks: drawn.stacks, price: drawn.price, area: 100, yield: drawn.memoryYield, bondYield: drawn.bondYield }],
          carrier: carrierOf({
            maxArea: drawn.maxArea,
            stitchYield: drawn.stitchYield,
            interimCoverage: drawn.interimCoverage,
            coverage: drawn.coverage,
            ratio: drawn.ratio,
            area: drawn.carrierArea,
            bridge:
              drawn.bridges === undefined
                ? undefined
                : {
                    count: drawn.bridges,
                    width: 5,
                    height: 4,
                    waferPrice: 2000,
                    defectDensity: 0.05,
                    clustering: 3,
                    placementYield: drawn.bondYield,
                  },
          }),
          substrate: { ratio: drawn.ratio, maxArea: 1e6, costPerArea: 0.005, layerFactor: 2, bondYield: drawn.bondYield },
          burnInYield: drawn.burnInYield,
        });
        const result: DesignedPackage | ImpossiblePackage = designPackage(input);
        const bound = result.feasible ? 'feasible' : result.binding;
        outcomes.set(bound, (outcomes.get(bound) ?? 0) + 1);
        if (!result.feasible) return true;
        const numbers = Object.values(result.cost).filter((value): value is Quantity<'USD'> => typeof value === 'number');
        return numbers.every((value) => Number.isFinite(value)) && result.cost.yield > 0 && result.cost.yield <= 1;
      }),
      { numRuns: RUNS },
    );
    expect(outcomes.get('feasible')).toBeGreaterThan(RUNS / 20);
    expect(outcomes.size).toBeGreaterThan(5);
  }, 120_000);
});

describe('the prepared form', () => {
  it('gives the total of the record, also after prices, defects and yields were changed in it', () => {
    fc.assert(
      fc.property(anyMade, number(0.5, 2), (input, times) => {
        const prepared = preparePackage({ design: input, designed: made(input) });
        expect(preparedCost(prepared) / made(input).cost.total).toBeCloseTo(1, 10);
        const changed = withDie({ ...input, finalTest: q(input.finalTest * times) }, 0, (one) => ({
          ...one,
          defectDensity: q(one.defectDensity * times),
          testCost: q(one.testCost * times),
        }));
        const scale = (slot: number): void => {
          prepared.slots[slot] = (prepared.slots[slot] as number) * times;
        };
        scale(packageSlot('finalTest'));
        scale(partSlot(0, 'defectDensity'));
        scale(partSlot(0, 'tests'));
        expect(preparedCost(prepared) / made(changed).cost.total).toBeCloseTo(1, 10);
      }),
      { numRuns: 300 },
    );
  });
});

describe('bonds, links, tests', () => {
  it('redundancy repairs pins', () => {
    const at = (spares: number): number =>
      bondYield({ dieYield: q(1), pins: q(10_000), pinYield: q(0.9999), group: q(100), spares: q(spares) });
    expect(at(0)).toBeCloseTo(0.9999 ** 10_000, 12);
    expect(at(1)).toBeGreaterThan(at(0));
    expect(at(2)).toBeGreaterThan(0.999);
    expect(at(8)).toBeLessThanOrEqual(1);
  });

  it('a test that finds all lets nothing through, one that finds nothing lets all', () => {
    expect(knownGoodDie({ yield: q(0.7), coverage: q(1) })).toEqual({ pass: 0.7, escape: 0 });
    const blind = knownGoodDie({ yield: q(0.7), coverage: q(0) });
    expect(blind.pass).toBe(1);
    expect(blind.escape).toBeCloseTo(0.3, 12);
  });

  it('a link takes edge, area and power by its bandwidth', () => {
    const link = dieLink({ bandwidth: q(1e12), shorelineDensity: q(1e12), arealDensity: q(5e11), energyPerBit: q(0.5) });
    expect(link).toEqual({ edge: 1, area: 2, power: 8 });
  });

  it('a package without a carrier is not asked about one', () => {
    const input = made(design()).costInput;
    const without: PackageCostInput = { ...input, carrier: undefined };
    expect(packageCost(without).total).toBe(packageCost(input).total);
  });
});

describe('design cost', () => {
  const chip = (name: string, count: number, area = 200): unknown => ({
    name,
    count,
    area,
    modules: [{ name: 'core', area: area / 2 }],
    nodeNre: 1e8,
    node: 'n7',
  });
  const cost = (products: readonly unknown[]): ReturnType<typeof designCost> =>
    designCost({ products: products as never, referenceArea: q(300), moduleShare: q(0.5), chipShare: q(0.3) });

  it('is borne once, by all copies in all products', () => {
    const products = [
      { name: 'small', volume: 1000, chips: [chip('tile', 1)], packageNre: 5000 },
      { name: 'large', volume: 500, chips: [chip('tile', 4)], packageNre: 5000 },
    ];
    const units = cost(products);
    const borne = units.reduce((sum, { total }, i) => sum + total * products[i]!.volume, 0);
    const once = (1e8 * (0.5 * 100 + 0.3 * 200)) / 300 + 0.2e8 + 2 * 5000;
    expect(borne / once).toBeCloseTo(1, 12);
    expect(units[1]!.chips / units[0]!.chips).toBeCloseTo(4, 12);
  });

  it('falls when another product shares a die', () => {
    const alone = cost([{ name: 'a', volume: 1000, chips: [chip('tile', 1)], packageNre: 0 }])[0]!;
    const shared = cost([
      { name: 'a', volume: 1000, chips: [chip('tile', 1)], packageNre: 0 },
      { name: 'b', volume: 1000, chips: [chip('tile', 1)], packageNre: 0 },
    ])[0]!;
    expect(shared.total / alone.total).toBeCloseTo(0.5, 12);
  });
});

describe('carbon', () => {
  it('flows as cost does', () => {
    const input = design({ dies: [die({ coverage: 0.9, bondYield: 0.98 })], finish: 0 });
    const carbon = packageCarbon({ design: input, wafers: [q(10_000)], carrierWafer: q(0), memoryStack: q(0), packaging: q(0) })!;
    expect(carbon.total / made(input).cost.total).toBeCloseTo(1, 12);
    expect(carbon.binding).toBe('dies');
  });
});
