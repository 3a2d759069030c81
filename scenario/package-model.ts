import { type Catalog, programParameters, type Thing } from '#catalog';
import { diesPerWafer } from '#die';
import {
  actFactors,
  type CarrierDesign,
  type DesignCostInput,
  type DesignedChip,
  type DesignedPackage,
  type DieDesign,
  designPackage,
  type ImpossiblePackage,
  type PackageCarbon,
  type PackageDesign,
  type PackageTechnology,
  packageCarbon,
  waferCarbon,
} from '#package';
import { type Checked, isPoint, type Quantity, quantity } from '#quantity';
import { median } from '#uncertainty';
import { type PackageField, type PackageSection, packageFields } from './package-fields.ts';
import { type Candidate, type PackageParameter, PackageRegistry, type Read } from './package-registry.ts';
import type { DieSpec, PackageSpec } from './package-spec.ts';
import { waferModel } from './wafer-model.ts';

/** A package as a function of the numbers that it rests on. */
export interface PackageModel {
  readonly spec: PackageSpec;
  readonly technology: PackageTechnology;
  readonly packaging: Thing | undefined;
  /** In the order in which `evaluate` takes their values. */
  readonly parameters: readonly PackageParameter[];
  readonly medians: Float64Array;
  /** The process of each die. */
  readonly nodes: readonly (Thing | undefined)[];
  readonly design: (values: ArrayLike<number>) => PackageDesign;
  readonly evaluate: (values: ArrayLike<number>) => DesignedPackage | ImpossiblePackage;
  /** What its design costs, as `designCost` takes it; undefined where a process states none, or no volume is given. */
  readonly chips: (values: ArrayLike<number>, made: DesignedPackage) => readonly DesignedChip[] | undefined;
  readonly packageNre: (made: DesignedPackage) => Quantity<'USD'> | undefined;
  readonly volume: ((values: ArrayLike<number>) => number) | undefined;
  readonly carbon: (values: ArrayLike<number>) => PackageCarbon | undefined;
  /** How the NRE of a process is made up; undefined where the catalogue does not say. */
  readonly nreShares: Pick<DesignCostInput, 'referenceArea' | 'moduleShare' | 'chipShare'> | undefined;
}

export interface PackageModelInput {
  readonly catalog: Catalog;
  readonly spec: PackageSpec;
}

/** The things that stand for a technology where a package names no packaging, or one that says too little. */
const usual: Readonly<Record<PackageTechnology, string>> = {
  organic: 'packaging/organic-substrate',
  'fan-out-chip-first': 'packaging/fan-out-rdl',
  'fan-out-chip-last': 'packaging/fan-out-rdl',
  'silicon-interposer': 'packaging/silicon-interposer',
  bridge: 'packaging/cowos-l',
};
const substrateThing = 'packaging/organic-substrate';
const stackThing = 'packaging/hybrid-bonding';

/** The node of a silicon interposer, whose design it shares, and the area for which nodes state their design cost. */
const interposerNode = 'node/tsmc-55nm';
const referenceArea = quantity(300, 'mm2');
/** Squares are tried to within this of the side that a count of packages on a wafer allows. */
const halvings = 40;

const share = (value: number): number => Math.min(1, Math.max(0, value));

const constant =
  (value: number): Read =>
  () =>
    value;

/** The layer factor that the catalogue states for so many dies on so large a substrate. */
const layerDefinition = (dies: number, area: number): string => {
  if (dies === 1) return 'one die';
  return area <= 289 ? 'several dies, up to 289 mm2' : area <= 900 ? 'several dies, up to 900 mm2' : 'several dies, above 900 mm2';
};

/**
 * Makes a model of a package: every number is what somebody stated of it, else what the catalogue says of its processes,
 * its packaging, or of packages at large.
 *
 * @param input the catalogue and the package
 * @returns every fault, where something is not known
 */
export const packageModel = ({ catalog, spec }: PackageModelInput): Checked<PackageModel> => {
  const registry = new PackageRegistry(catalog, spec.date);
  const thing = (id: string): Thing | undefined => catalog.get(id);
  const parameter = (id: string, fact: string): Candidate => ({ thing: thing(`parameter/${id}`), fact });
  const packaging = registry.thing(spec.packaging, 'packaging', 'packaging');
  const named = packaging?.attributes['technology'] as PackageTechnology | 'stack' | 'link' | undefined;
  const technology: PackageTechnology =
    spec.technology ?? (named === undefined || named === 'stack' || named === 'link' ? 'organic' : named);
  const hasMemory = spec.memory.length > 0;
  if (technology === 'organic' && hasMemory)
    registry.issues.push({ code: 'package/no-carrier', path: spec.packaging === undefined ? 'technology' : 'packaging' });
  const ofTechnology = (fact: string, definition?: string): readonly Candidate[] =>
    [packaging, thing(usual[technology])].map((one) => ({ thing: one, fact, ...(definition === undefined ? {} : { definition }) }));
  const fields = packageFields;
  const field = <S extends PackageSection>(section: S, key: keyof (typeof packageFields)[S]): PackageField =>
    (fields[section] as Readonly<Record<string, PackageField>>)[key as string] as PackageField;

  const reticle = {
    width: registry.need('reticle.width', fields.wafer.diameter, undefined, [parameter('reticle-width', 'length')]),
    height: registry.need('reticle.height', fields.wafer.diameter, undefined, [parameter('reticle-height', 'length')]),
  };
  const wafer = {
    diameter: registry.need('wafer.diameter', fields.wafer.diameter, spec.wafer.diameter, [parameter('wafer-diameter', 'length')]),
    edgeExclusion: registry.need('wafer.edgeExclusion', fields.wafer.edgeExclusion, spec.wafer.edgeExclusion, [
      parameter('edge-exclusion', 'length'),
    ]),
    street: registry.need('wafer.street', fields.wafer.street, spec.wafer.street, [parameter('scribe-street', 'length')]),
  };

  const nodes = spec.dies.map((die) => registry.thing(die.node, 'node', `dies.${die.name}.node`));
  const bumps =
    technology === 'organic'
      ? [{ thing: thing(substrateThing), fact: 'bumpCost' }]
      : [...ofTechnology('bumpCost'), { thing: thing(usual['silicon-interposer']), fact: 'bumpCost' }];
  const dies = spec.dies.map((die, i) => dieReader(die, nodes[i]));
  function dieReader(die: DieSpec, node: Thing | undefined): (values: ArrayLike<number>) => DieDesign {
    const path = (key: string): string => `dies.${die.name}.${key}`;
    const { numbers } = die;
    const own = <K extends keyof typeof fields.die>(key: K, candidates: readonly Candidate[] = []): Read | undefined =>
      registry.want(path(key), field('die', key), numbers[key], candidates);
    const must = <K extends keyof typeof fields.die>(key: K, candidates: readonly Candidate[]): Read =>
      registry.need(path(key), field('die', key), numbers[key], candidates);
    const count = own('count') ?? constant(1);
    const width = own('width');
    const height = own('height');
    const ownArea = own('area');
    const area: Read = ownArea ?? ((v) => (width?.(v) ?? Number.NaN) * (height?.(v) ?? Number.NaN));
    const waferPrice = own('waferPrice', [{ thing: node, fact: 'waferPrice' }]) ?? computedPrice(die, node);
    const reported = own('yield');
    const defectDensity = reported === undefined ? must('defectDensity', [{ thing: node, fact: 'defectDensity' }]) : constant(0);
    const clustering =
      reported === undefined
        ? must('clustering', [{ thing: node, fact: 'clustering' }, parameter('defect-clustering', 'value')])
        : constant(1);
    const cores = own('cores');
    const coresSold = own('coresSold');
    const salvaged = reported === undefined && cores !== undefined && coresSold !== undefined;
    const coreShare = salvaged ? must('coreShare', [parameter('core-area-share', 'value')]) : constant(0);
    const repairable = salvaged ? must('repairable', [parameter('uncore-repairable', 'value')]) : constant(0);
    const stacked = die.on !== undefined;
    const bond = must('bondYield', stacked ? [{ thing: thing(stackThing), fact: 'bondYield' }] : ofTechnology('bondYield'));
    const bumpCost = must('bumpCost', bumps);
    const testCost = must('testCost', [parameter('die-test-cost', 'cost')]);
    const coverage = must('coverage', [parameter('die-test-coverage', 'value')]);
    const pins = own('pins') ?? constant(0);
    const pinYield = own('pinYield') ?? constant(1);
    const pinGroup = own('pinGroup') ?? constant(1);
    const sparePins = own('sparePins') ?? constant(0);
    const stackCost = stacked ? must('stackCost', [{ thing: thing(stackThing), fact: 'stackCost' }]) : constant(0);
    return (v) => ({
      name: die.name,
      count: quantity(Math.round(count(v)), 'die'),
      area: quantity(area(v), 'mm2'),
      aspect:
        width === undefined || height === undefined ? undefined : { width: quantity(width(v), 'mm'), height: quantity(height(v), 'mm') },
      waferPrice: quantity(waferPrice(v), 'USD/wafer'),
      defectDensity: quantity(defectDensity(v), '/cm2'),
      clustering: quantity(clustering(v), '1'),
      salvage: salvaged
        ? {
            cores: quantity(Math.round(cores(v)), '1'),
            maxBad: quantity(Math.max(0, Math.round(cores(v) - coresSold(v))), '1'),
            coreShare: quantity(coreShare(v), '1'),
            repairable: quantity(repairable(v), '1'),
          }
        : undefined,
      yield: reported === undefined ? undefined : quantity(reported(v), '1'),
      bumpCost: quantity(bumpCost(v), 'USD/mm2'),
      testCost: quantity(testCost(v), 'USD'),
      coverage: quantity(share(coverage(v)), '1'),
      bondYield: quantity(share(bond(v)), '1'),
      pins: quantity(pins(v), '1'),
      pinYield: quantity(pinYield(v), '1'),
      pinGroup: quantity(pinGroup(v), '1'),
      sparePins: quantity(sparePins(v), '1'),
      on: die.on,
      bonding: stacked ? (die.bonding ?? 'die-to-wafer') : undefined,
      stackCost: quantity(stackCost(v), 'USD'),
      stitched: die.stitched,
    });
  }

  /** Where no price was read: what the wafer costs to make, times a markup that is stated. */
  function computedPrice(die: DieSpec, node: Thing | undefined): Read {
    const path = (key: string): string => `dies.${die.name}.${key}`;
    const made = node === undefined ? undefined : waferModel({ catalog, node });
    const wafer = made?.ok ? made.value.evaluate(made.value.medians) : undefined;
    if (wafer === undefined || !wafer.feasible)
      return registry.need(path('waferPrice'), fields.die.waferPrice, undefined, [{ thing: node, fact: 'waferPrice' }]);
    const cost = wafer.costPerWaferOut;
    const markup = registry.need(path('waferMarkup'), fields.carrier.areaRatio, undefined, [parameter('fab-markup', 'value')]);
    return (v) => cost * markup(v);
  }

  const memory = spec.memory.map(({ hbm, numbers }, i) => {
    const generation = registry.thing(hbm, 'hbm', `memory.${i}.hbm`);
    const path = (key: string): string => `memory.${i}.${key}`;
    const must = <K extends keyof typeof fields.memory>(key: K, candidates: readonly Candidate[]): Read =>
      registry.need(path(key), field('memory', key), numbers[key], candidates);
    const stacks = must('stacks', []);
    const price = must('price', [{ thing: generation, fact: 'pricePerStack' }]);
    const area = must('area', [
      { thing: generation, fact: 'area' },
      { thing: thing('hbm/hbm-generic'), fact: 'area' },
    ]);
    const good = must('yield', [
      { thing: generation, fact: 'yield' },
      { thing: thing('hbm/hbm-generic'), fact: 'yield' },
    ]);
    const bond = must('bondYield', ofTechnology('bondYield'));
    return (v: ArrayLike<number>) => ({
      stacks: quantity(Math.round(stacks(v)), 'stack'),
      price: quantity(price(v), 'USD/stack'),
      area: quantity(area(v), 'mm2'),
      yield: quantity(share(good(v)), '1'),
      bondYield: quantity(share(bond(v)), '1'),
    });
  });

  const links = spec.links.map(({ between, standard, numbers }, i) => {
    const link = registry.thing(standard, 'packaging', `links.${i}.standard`);
    const path = (key: string): string => `links.${i}.${key}`;
    // A standard that is defined for several kinds of package states each apart.
    const plane = technology === 'organic' || technology.startsWith('fan-out') ? '2D' : '2.5D';
    const either = (fact: string): readonly Candidate[] => [
      { thing: link, fact, definition: plane },
      { thing: link, fact },
    ];
    const must = <K extends keyof typeof fields.link>(key: K, candidates: readonly Candidate[]): Read =>
      registry.need(path(key), field('link', key), numbers[key], candidates);
    const [a, b] = between.map((end) => spec.dies.find(({ name }) => name === end));
    const overFaces = a?.on === b?.name || b?.on === a?.name;
    const count = registry.want(path('count'), fields.link.count, numbers.count, []) ?? constant(1);
    const bandwidth = must('bandwidth', []);
    const shorelineDensity = overFaces ? constant(Number.POSITIVE_INFINITY) : must('shorelineDensity', either('shorelineDensity'));
    const arealDensity = must('arealDensity', either('arealDensity'));
    const energyPerBit = must('energyPerBit', either('energyPerBit'));
    return (v: ArrayLike<number>) => ({
      between,
      count: quantity(Math.round(count(v)), '1'),
      bandwidth: quantity(bandwidth(v), 'B/s'),
      shorelineDensity: quantity(shorelineDensity(v), 'B/s/mm'),
      arealDensity: quantity(arealDensity(v), 'B/s/mm2'),
      energyPerBit: quantity(energyPerBit(v), 'pJ/bit'),
    });
  });

  const carrier = technology === 'organic' ? undefined : carrierReader();
  function carrierReader(): (values: ArrayLike<number>) => CarrierDesign {
    const { carrier: numbers } = spec;
    const must = <K extends keyof typeof fields.carrier>(key: K, candidates: readonly Candidate[]): Read =>
      registry.need(`carrier.${key}`, field('carrier', key), numbers[key], candidates);
    const want = <K extends keyof typeof fields.carrier>(key: K, candidates: readonly Candidate[] = []): Read | undefined =>
      registry.want(`carrier.${key}`, field('carrier', key), numbers[key], candidates);
    const ownArea = want('area');
    const perWafer =
      ownArea === undefined && spec.carriersPerWafer !== undefined
        ? registry.need('carrier.perWafer', { unit: '1', low: 1, high: 1e5 }, spec.carriersPerWafer, [])
        : undefined;
    const ratio = must('areaRatio', ofTechnology('areaRatio'));
    const ownPerArea = packaging?.facts['costPerWafer'] === undefined && packaging?.facts['costPerArea'] !== undefined;
    const perArea =
      ownPerArea && numbers.waferPrice === undefined
        ? registry.need('carrier.costPerArea', fields.substrate.costPerArea, undefined, [{ thing: packaging, fact: 'costPerArea' }])
        : undefined;
    const waferPrice = perArea === undefined ? must('waferPrice', ofTechnology('costPerWafer')) : undefined;
    const defectDensity = must('defectDensity', ofTechnology('defectDensity'));
    const clustering = must('clustering', [...ofTechnology('clustering'), parameter('defect-clustering', 'value')]);
    const stitchYield =
      technology === 'silicon-interposer'
        ? must('stitchYield', [...ofTechnology('stitchYield'), { thing: thing(usual['silicon-interposer']), fact: 'stitchYield' }])
        : constant(1);
    const maxArea = must('maxArea', ofTechnology('maxArea'));
    const coverage = must('coverage', [parameter('carrier-coverage', 'value')]);
    const assembly = want('assemblyCost', ofTechnology('assemblyCost')) ?? constant(0);
    const interimCoverage = must('interimCoverage', [parameter('interim-coverage', 'value')]);
    const interimTest = want('interimTest') ?? constant(0);
    const bridged = technology === 'bridge';
    // Unless somebody counts them: one for each link between dies, and one for each stack of memory.
    const bridgeCount = bridged ? want('bridges') : undefined;
    const bridgeWidth = bridged ? must('bridgeWidth', [parameter('bridge-width', 'length')]) : constant(0);
    const bridgeHeight = bridged ? must('bridgeHeight', [parameter('bridge-height', 'length')]) : constant(0);
    const bridgeWafer = bridged ? must('bridgeWaferPrice', ofTechnology('bridgeCost')) : constant(0);
    const bridgeDefects = bridged
      ? must('bridgeDefectDensity', [{ thing: thing(usual['silicon-interposer']), fact: 'defectDensity' }])
      : constant(0);
    const placement = bridged ? must('placementYield', ofTechnology('placementYield')) : constant(1);
    const bridgesOf: Read = (v) =>
      bridgeCount?.(v) ??
      Math.max(1, links.reduce((sum, link) => sum + link(v).count, 0) || spec.dies.filter(({ on }) => on === undefined).length - 1) +
        memory.reduce((sum, stack) => sum + stack(v).stacks, 0);
    return (v) => ({
      area:
        ownArea === undefined
          ? perWafer === undefined
            ? undefined
            : squareOf(Math.round(perWafer(v)), geometry(v))
          : quantity(ownArea(v), 'mm2'),
      ratio: quantity(ratio(v), '1'),
      waferPrice: quantity(waferPrice?.(v) ?? (perArea?.(v) ?? 0) * Math.PI * (wafer.diameter(v) / 2) ** 2, 'USD/wafer'),
      defectDensity: quantity(defectDensity(v), '/cm2'),
      clustering: quantity(clustering(v), '1'),
      stitchYield: quantity(share(stitchYield(v)), '1'),
      maxArea: quantity(maxArea(v), 'mm2'),
      coverage: quantity(share(coverage(v)), '1'),
      assembly: quantity(assembly(v), 'USD'),
      interimCoverage: quantity(share(interimCoverage(v)), '1'),
      interimTest: quantity(interimTest(v), 'USD'),
      bridge: bridged
        ? {
            count: quantity(Math.round(bridgesOf(v)), 'die'),
            width: quantity(bridgeWidth(v), 'mm'),
            height: quantity(bridgeHeight(v), 'mm'),
            waferPrice: quantity(bridgeWafer(v), 'USD/wafer'),
            defectDensity: quantity(bridgeDefects(v), '/cm2'),
            clustering: quantity(clustering(v), '1'),
            placementYield: quantity(share(placement(v)), '1'),
          }
        : undefined,
    });
  }

  const geometry = (v: ArrayLike<number>) => ({
    diameter: quantity(wafer.diameter(v), 'mm'),
    edgeExclusion: quantity(wafer.edgeExclusion(v), 'mm'),
    street: quantity(wafer.street(v), 'mm'),
  });

  const onSubstrate = (key: keyof typeof fields.substrate, candidates: readonly Candidate[]): Read =>
    registry.need(`substrate.${key}`, field('substrate', key), spec.substrate[key], candidates);
  const substrateOf = thing(substrateThing);
  const substrateArea = registry.want('substrate.area', fields.substrate.area, spec.substrate.area, []);
  const copies = spec.dies.reduce((sum, die) => sum + (die.numbers.count === undefined ? 1 : median(die.numbers.count.distribution)), 0);
  const bare = spec.dies.reduce(
    (sum, { numbers }) =>
      sum +
      (numbers.area === undefined
        ? 0
        : median(numbers.area.distribution) * (numbers.count === undefined ? 1 : median(numbers.count.distribution))),
    0,
  );
  const substrate = {
    ratio: onSubstrate('areaRatio', [{ thing: substrateOf, fact: 'areaRatio' }]),
    maxArea: onSubstrate('maxArea', [{ thing: substrateOf, fact: 'maxArea' }]),
    costPerArea: onSubstrate('costPerArea', [{ thing: substrateOf, fact: 'costPerArea' }]),
    layerFactor: onSubstrate('layerFactor', [
      // A carrier takes over the wiring between dies: its substrate needs no more layers than that of one die.
      { thing: substrateOf, fact: 'layerFactor', definition: layerDefinition(technology === 'organic' ? copies : 1, 4 * bare) },
    ]),
    bondYield: onSubstrate('bondYield', [{ thing: substrateOf, fact: 'bondYield' }]),
  };
  const test = (key: keyof typeof fields.test, candidate: Candidate): Read =>
    registry.need(`test.${key}`, field('test', key), spec.test[key], [candidate]);
  const tests = {
    finish: test('finish', parameter('package-finish', 'cost')),
    finalTest: test('finalTest', hasMemory ? parameter('accelerator-remainder', 'cost') : parameter('package-test-cost', 'cost')),
    finalCoverage: test('finalCoverage', parameter('final-coverage', 'value')),
    burnIn: test('burnIn', parameter('burn-in-cost', 'cost')),
    burnInYield: test('burnInYield', parameter('burn-in-yield', 'value')),
    stackTest: test('stackTest', parameter('stack-test-cost', 'cost')),
    stackCoverage: test('stackCoverage', parameter('stack-coverage', 'value')),
  };
  const volume = registry.want('volume', fields.product.volume, spec.volume, []);

  const design = (v: ArrayLike<number>): PackageDesign => ({
    technology,
    dies: dies.map((read) => read(v)),
    memory: memory.map((read) => read(v)),
    links: links.map((read) => read(v)),
    carrier: carrier?.(v),
    substrate: {
      area: substrateArea === undefined ? undefined : quantity(substrateArea(v), 'mm2'),
      ratio: quantity(substrate.ratio(v), '1'),
      maxArea: quantity(substrate.maxArea(v), 'mm2'),
      costPerArea: quantity(substrate.costPerArea(v), 'USD/mm2'),
      layerFactor: quantity(substrate.layerFactor(v), '1'),
      bondYield: quantity(share(substrate.bondYield(v)), '1'),
    },
    finish: quantity(tests.finish(v), 'USD'),
    finalTest: quantity(tests.finalTest(v), 'USD'),
    finalCoverage: quantity(share(tests.finalCoverage(v)), '1'),
    burnIn: quantity(tests.burnIn(v), 'USD'),
    burnInYield: quantity(share(tests.burnInYield(v)), '1'),
    stackTest: quantity(tests.stackTest(v), 'USD'),
    stackCoverage: quantity(share(tests.stackCoverage(v)), '1'),
    ...geometry(v),
    reticleWidth: quantity(reticle.width(v), 'mm'),
    reticleHeight: quantity(reticle.height(v), 'mm'),
  });

  const nres = nodes.map((node) => registry.select([{ thing: node, fact: 'designNre' }]));
  const chips = (_: ArrayLike<number>, made: DesignedPackage): readonly DesignedChip[] | undefined => {
    if (nres.some((nre) => nre === undefined)) return undefined;
    return made.dies.map(({ area, count }, i): DesignedChip => {
      const die = spec.dies[i] as DieSpec;
      return {
        name: die.design ?? die.name,
        count,
        area,
        modules: [{ name: die.design ?? die.name, area }],
        nodeNre: quantity(median(nres[i]!.selected.value), 'USD'),
        node: die.node ?? '',
      };
    });
  };
  const program = thing('program/chiplet-actuary');
  const ofProgram = (fact: string, definition: string): number | undefined => {
    const found = registry.select([{ thing: program, fact, definition }]);
    return found && median(found.selected.value);
  };
  const interposerNre = registry.select([{ thing: thing(interposerNode), fact: 'designNre' }]);
  const packageNre = (made: DesignedPackage): Quantity<'USD'> | undefined => {
    const perArea = ofProgram('costPerArea', 'design of OS');
    const fixed = ofProgram('cost', 'design of OS');
    const fanOut = ofProgram('designNre', 'FO');
    const chip = ofProgram('share', 'chip');
    const module = ofProgram('share', 'module');
    if (perArea === undefined || fixed === undefined || fanOut === undefined || chip === undefined || module === undefined)
      return undefined;
    if (technology === 'organic') return quantity(perArea * made.substrateArea + fixed, 'USD');
    // As much as the modules of a fan-out by area and, against its program, that much again whatever the area.
    if (technology !== 'silicon-interposer') return quantity(module * fanOut * (made.carrierArea / referenceArea + 1), 'USD');
    const nre = interposerNre === undefined ? Number.NaN : median(interposerNre.selected.value);
    return quantity(((chip * made.carrierArea) / referenceArea) * nre + (1 - chip - module) * nre, 'USD');
  };

  const chipShare = ofProgram('share', 'chip');
  const moduleShare = ofProgram('share', 'module');
  const nreShares =
    chipShare === undefined || moduleShare === undefined
      ? undefined
      : { referenceArea, chipShare: quantity(chipShare, '1'), moduleShare: quantity(moduleShare, '1') };
  const carbon = carbonOf({ catalog, nodes, registry, design, thing });
  const { parameters, issues } = registry;
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: {
      spec,
      technology,
      packaging,
      parameters,
      medians: Float64Array.from(parameters, ({ distribution, low, high }) =>
        Math.min(high, Math.max(low, isPoint(distribution) ? distribution.value : median(distribution))),
      ),
      nodes,
      design,
      evaluate: (v) => designPackage(design(v)),
      chips,
      packageNre,
      volume,
      carbon,
      nreShares,
    },
  };
};

/** The largest square of which a wafer holds so many. */
const squareOf = (
  count: number,
  wafer: { readonly diameter: Quantity<'mm'>; readonly edgeExclusion: Quantity<'mm'>; readonly street: Quantity<'mm'> },
): Quantity<'mm2'> => {
  let low = 0;
  let high: number = wafer.diameter;
  for (let i = 0; i < halvings; i++) {
    const side = quantity((low + high) / 2, 'mm');
    if (diesPerWafer({ width: side, height: side, ...wafer }) >= count) low = side;
    else high = side;
  }
  return quantity(low ** 2, 'mm2');
};

interface CarbonInput {
  readonly catalog: Catalog;
  readonly nodes: readonly (Thing | undefined)[];
  readonly registry: PackageRegistry;
  readonly design: (values: ArrayLike<number>) => PackageDesign;
  readonly thing: (id: string) => Thing | undefined;
}

/** Places of foundries, whose electricity makes the wafers. */
const regions: readonly (readonly [RegExp, string])[] = [
  [/TSMC/, 'region/taiwan'],
  [/SMIC|China/, 'region/china-national'],
];

/** Carbon of a package: energy of the process by the catalogue, gases and materials by the tables of ACT for the class next to it. */
const carbonOf = ({ catalog, nodes, registry, design, thing }: CarbonInput): PackageModel['carbon'] => {
  const tables = programParameters(catalog, 'program/act');
  const classes = tables.filter(({ section }) => section === 'energy').map(({ parameter }) => parameter);
  const nearestClass = (nm: number): string =>
    classes.reduce(
      (best, name) => (Math.abs(Math.log(Number.parseFloat(name) / nm)) < Math.abs(Math.log(Number.parseFloat(best) / nm)) ? name : best),
      classes[0] ?? '',
    );
  const middle = (one: Thing | undefined, fact: string): number | undefined => {
    const found = registry.select([{ thing: one, fact }]);
    return found && median(found.selected.value);
  };
  const factorsOf = (node: Thing | undefined): { energy: number; intensity: number; gas: number; material: number } | undefined => {
    const nm = middle(node, 'nodeClass');
    if (node === undefined || nm === undefined) return undefined;
    const name = nearestClass(nm);
    const factors = actFactors({ parameters: tables, node: name, location: 'world', abatement: 'GPA97' });
    const place = regions.find(([pattern]) => pattern.test(node.attributes['foundry'] ?? ''))?.[1];
    const intensity = middle(place === undefined ? undefined : thing(place), 'carbonIntensity') ?? factors?.carbonIntensity;
    if (factors === undefined || intensity === undefined) return undefined;
    const energy = middle(node, 'energyPerWafer');
    return { energy: energy ?? Number.NaN, intensity, gas: factors.gasPerArea, material: factors.materialPerArea };
  };
  const factors = nodes.map(factorsOf);
  const carrierFactors = factorsOf(thing('node/tsmc-28nm'));
  const packaging = tables.find(({ section }) => section === 'package')?.value ?? 0;
  return (values) => {
    const made = design(values);
    const waferOf = (one: (typeof factors)[number]): Quantity<'gCO2'> | undefined =>
      one === undefined || Number.isNaN(one.energy)
        ? undefined
        : waferCarbon({
            energy: quantity(one.energy, 'kWh/wafer'),
            carbonIntensity: quantity(one.intensity, 'gCO2/kWh'),
            gas: quantity(one.gas, 'gCO2/cm2'),
            material: quantity(one.material, 'gCO2/cm2'),
            diameter: made.diameter,
          });
    const wafers = factors.map(waferOf);
    if (wafers.some((grams) => grams === undefined)) return undefined;
    return packageCarbon({
      design: made,
      wafers: wafers as Quantity<'gCO2'>[],
      // An interposer is wires alone: it is counted as a wafer of 28 nm, the oldest of which the carbon is known.
      carrierWafer: waferOf(carrierFactors) ?? quantity(0, 'gCO2'),
      memoryStack: quantity(0, 'gCO2'),
      packaging: quantity(packaging, 'gCO2'),
    });
  };
};
