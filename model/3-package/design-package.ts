import { dieShape, negativeBinomialYield, type Salvage, salvageYield } from '#die';
import { type Quantity, quantity } from '#quantity';
import { bondYield } from './bond-yield.ts';
import { bridges, carrier } from './carrier.ts';
import { type DieLink, dieLink } from './die-link.ts';
import { knownGoodDie } from './known-good-die.ts';
import {
  type PackageBinding,
  type PackageCarrier,
  type PackageCost,
  type PackageCostInput,
  type PackagePart,
  packageCost,
} from './package-cost.ts';
import { placedDies } from './placed-dies.ts';

/** How dies are joined: to an organic substrate, or to a carrier on one. */
export type PackageTechnology = 'organic' | 'fan-out-chip-first' | 'fan-out-chip-last' | 'silicon-interposer' | 'bridge';
/** How a die is put on another: known good dies one by one, or wafer on wafer, untested. */
export type StackBonding = 'die-to-wafer' | 'wafer-to-wafer';

export interface DieDesign {
  /** By which links and stacked dies refer to it. */
  readonly name: string;
  readonly count: Quantity<'die'>;
  /** Without its links. */
  readonly area: Quantity<'mm2'>;
  /** Of its sides; the die is as square as the exposure field allows where it is absent. */
  readonly aspect?: { readonly width: Quantity<'mm'>; readonly height: Quantity<'mm'> } | undefined;
  readonly waferPrice: Quantity<'USD/wafer'>;
  readonly defectDensity: Quantity<'/cm2'>;
  readonly clustering: Quantity<'1'>;
  /** Equal cores of which some may be bad. */
  readonly salvage?: Salvage | undefined;
  /** The yield of its wafers, where it is reported rather than modelled. */
  readonly yield?: Quantity<'1'> | undefined;
  /** Bumps, paid for good and bad dies alike: they are put on whole wafers. */
  readonly bumpCost: Quantity<'USD/mm2'>;
  readonly testCost: Quantity<'USD'>;
  /** Share of faults that the wafer test finds. */
  readonly coverage: Quantity<'1'>;
  readonly bondYield: Quantity<'1'>;
  readonly pins: Quantity<'1'>;
  readonly pinYield: Quantity<'1'>;
  readonly pinGroup: Quantity<'1'>;
  readonly sparePins: Quantity<'1'>;
  /** The die on which it stands, for a stack of dies. */
  readonly on?: string | undefined;
  readonly bonding?: StackBonding | undefined;
  /** Cost of bonding it to the die below. */
  readonly stackCost?: Quantity<'USD'> | undefined;
  /** It may be larger than one exposure, as on a wafer-scale chip. */
  readonly stitched?: boolean | undefined;
}

export interface MemoryDesign {
  readonly stacks: Quantity<'stack'>;
  readonly price: Quantity<'USD/stack'>;
  /** Footprint of a stack. */
  readonly area: Quantity<'mm2'>;
  /** Share of bought stacks that work. */
  readonly yield: Quantity<'1'>;
  readonly bondYield: Quantity<'1'>;
}

export interface LinkDesign {
  readonly between: readonly [string, string];
  /** Such links in a package. */
  readonly count: Quantity<'1'>;
  readonly bandwidth: Quantity<'B/s'>;
  readonly shorelineDensity: Quantity<'B/s/mm'>;
  readonly arealDensity: Quantity<'B/s/mm2'>;
  readonly energyPerBit: Quantity<'pJ/bit'>;
}

export interface CarrierDesign {
  /** Given, or `ratio` times what stands on it. */
  readonly area?: Quantity<'mm2'> | undefined;
  readonly ratio: Quantity<'1'>;
  readonly waferPrice: Quantity<'USD/wafer'>;
  readonly defectDensity: Quantity<'/cm2'>;
  readonly clustering: Quantity<'1'>;
  readonly stitchYield: Quantity<'1'>;
  readonly maxArea: Quantity<'mm2'>;
  readonly coverage: Quantity<'1'>;
  readonly assembly: Quantity<'USD'>;
  readonly interimCoverage: Quantity<'1'>;
  readonly interimTest: Quantity<'USD'>;
  /** Bridges set into it, and the wafer they come from. */
  readonly bridge?:
    | {
        readonly count: Quantity<'die'>;
        readonly width: Quantity<'mm'>;
        readonly height: Quantity<'mm'>;
        readonly waferPrice: Quantity<'USD/wafer'>;
        readonly defectDensity: Quantity<'/cm2'>;
        readonly clustering: Quantity<'1'>;
        readonly placementYield: Quantity<'1'>;
      }
    | undefined;
}

export interface PackageDesign {
  readonly technology: PackageTechnology;
  readonly dies: readonly DieDesign[];
  readonly memory: readonly MemoryDesign[];
  readonly links: readonly LinkDesign[];
  /** Everywhere but on an organic substrate. */
  readonly carrier?: CarrierDesign | undefined;
  readonly substrate: {
    /** Given, or `ratio` times what stands on it. */
    readonly area?: Quantity<'mm2'> | undefined;
    readonly ratio: Quantity<'1'>;
    readonly maxArea: Quantity<'mm2'>;
    readonly costPerArea: Quantity<'USD/mm2'>;
    /** Cost of its layers over that of the fewest. */
    readonly layerFactor: Quantity<'1'>;
    readonly bondYield: Quantity<'1'>;
  };
  readonly finish: Quantity<'USD'>;
  readonly finalTest: Quantity<'USD'>;
  readonly finalCoverage: Quantity<'1'>;
  readonly burnIn: Quantity<'USD'>;
  readonly burnInYield: Quantity<'1'>;
  /** Test of a stack of dies, and the share of its faults that it finds. */
  readonly stackTest: Quantity<'USD'>;
  readonly stackCoverage: Quantity<'1'>;
  readonly street: Quantity<'mm'>;
  readonly diameter: Quantity<'mm'>;
  readonly edgeExclusion: Quantity<'mm'>;
  readonly reticleWidth: Quantity<'mm'>;
  readonly reticleHeight: Quantity<'mm'>;
}

/** What a die of the package turned out to be. */
export interface DesignedDie {
  readonly name: string;
  readonly count: Quantity<'die'>;
  /** With its links. */
  readonly area: Quantity<'mm2'>;
  readonly perWafer: Quantity<'die/wafer'>;
  /** Share that is sold: with salvage, also those with some bad cores. */
  readonly yield: Quantity<'1'>;
  /** Share without any defect. */
  readonly fullYield: Quantity<'1'>;
  /** Of one that passed its test. */
  readonly cost: Quantity<'USD'>;
}

export interface DesignedPackage {
  readonly feasible: true;
  readonly cost: PackageCost;
  readonly dies: readonly DesignedDie[];
  readonly links: readonly DieLink[];
  readonly linkPower: Quantity<'W'>;
  /** Zero where there is no carrier. */
  readonly carrierArea: Quantity<'mm2'>;
  readonly carriersPerWafer: Quantity<'die/wafer'>;
  readonly carrierYield: Quantity<'1'>;
  readonly stitches: Quantity<'1'>;
  readonly substrateArea: Quantity<'mm2'>;
  /** What `packageCost` was given. */
  readonly costInput: PackageCostInput;
  readonly binding: PackageBinding;
}

/**
 * What makes a package impossible: a die or what carries it is too large, dies of a stack do not match, an edge is too
 * short for its links, or nothing that comes out works.
 */
export type PackageObstacle =
  | 'reticle'
  | 'wafer'
  | 'carrier'
  | 'carrierWafer'
  | 'substrate'
  | 'footprint'
  | 'stack'
  | 'shoreline'
  | 'yield';

export interface ImpossiblePackage {
  readonly feasible: false;
  readonly binding: PackageObstacle;
  /** The die or link that is meant, where one is. */
  readonly at?: string;
}

interface Silicon {
  readonly design: DieDesign;
  readonly area: Quantity<'mm2'>;
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  readonly perWafer: Quantity<'die/wafer'>;
  readonly yield: Quantity<'1'>;
  readonly fullYield: Quantity<'1'>;
  readonly raw: number;
}

const none = quantity(0, 'USD');

/** Sides of an area that are to each other as those of a die; without those as square as a field allows. */
const sidesOf = (area: Quantity<'mm2'>, design: DieDesign, { reticleWidth, reticleHeight }: PackageDesign) => {
  const { aspect } = design;
  if (aspect === undefined) return dieShape({ area, reticleWidth, reticleHeight });
  const width = Math.sqrt((area * aspect.width) / aspect.height);
  return { width: quantity(width, 'mm'), height: quantity(area / width, 'mm') };
};

const siliconOf = (design: DieDesign, linkArea: number, input: PackageDesign): Silicon | ImpossiblePackage => {
  const area = quantity(design.area + linkArea, 'mm2');
  const { width, height } = sidesOf(area, design, input);
  const { reticleWidth, reticleHeight } = input;
  const fits =
    Math.min(width, height) <= Math.min(reticleWidth, reticleHeight) && Math.max(width, height) <= Math.max(reticleWidth, reticleHeight);
  if (!fits && design.stitched !== true) return { feasible: false, binding: 'reticle', at: design.name };
  const perWafer = placedDies({ width, height, street: input.street, diameter: input.diameter, edgeExclusion: input.edgeExclusion });
  if (perWafer < 1) return { feasible: false, binding: 'wafer', at: design.name };
  const { defectDensity, clustering } = design;
  const full = design.yield ?? negativeBinomialYield({ area, defectDensity, clustering });
  const sold =
    design.yield ?? (design.salvage === undefined ? full : salvageYield({ area, defectDensity, clustering, ...design.salvage }).sold);
  return {
    design,
    area,
    width,
    height,
    perWafer,
    yield: sold,
    fullYield: full,
    raw: design.waferPrice / perWafer + design.bumpCost * area,
  };
};

const bondOf = (design: DieDesign): Quantity<'1'> =>
  bondYield({
    dieYield: design.bondYield,
    pins: design.pins,
    pinYield: design.pinYield,
    group: design.pinGroup,
    spares: design.sparePins,
  });

const single = ({ design, raw, yield: good }: Silicon): PackagePart => ({
  kind: 'logic',
  count: design.count,
  raw: quantity(raw, 'USD'),
  lost: none,
  assembly: none,
  tests: none,
  yield: good,
  coverage: design.coverage,
  testCost: design.testCost,
  bondYield: bondOf(design),
});

/** A base and the dies that stand on it, as one part. */
const stack = (base: Silicon, tops: readonly Silicon[], input: PackageDesign): PackagePart | ImpossiblePackage => {
  let raw = base.raw;
  let lost = 0;
  let assembly = 0;
  let tests = 0;
  let good: number;
  const untested = tops.some(({ design }) => design.bonding === 'wafer-to-wafer');
  const add = (die: Silicon, copies: number): void => {
    const known = untested ? { pass: 1, escape: 1 - die.yield } : knownGoodDie({ yield: die.yield, coverage: die.design.coverage });
    lost += copies * die.raw * (1 / known.pass - 1);
    if (!untested) tests += (copies * die.design.testCost) / known.pass;
    good *= (1 - known.escape) ** copies;
  };
  good = 1;
  add(base, 1);
  for (const placed of tops) {
    const copies = placed.design.count / base.design.count;
    if (!Number.isInteger(copies)) return { feasible: false, binding: 'stack', at: placed.design.name };
    const whole = placed.design.bonding === 'wafer-to-wafer';
    if ((whole && copies > 1) || copies * placed.area > base.area * (1 + 1e-9)) {
      return { feasible: false, binding: 'footprint', at: placed.design.name };
    }
    // Wafers that are bonded whole have the same grid, whatever their dies would need.
    const top = whole ? { ...placed, raw: placed.design.waferPrice / base.perWafer + placed.design.bumpCost * base.area } : placed;
    raw += copies * top.raw;
    assembly += copies * (top.design.stackCost ?? 0);
    good *= bondOf(top.design) ** copies;
    add(top, copies);
  }
  return {
    kind: 'logic',
    count: base.design.count,
    raw: quantity(raw, 'USD'),
    lost: quantity(lost, 'USD'),
    assembly: quantity(assembly, 'USD'),
    tests: quantity(tests, 'USD'),
    yield: quantity(good, '1'),
    coverage: input.stackCoverage,
    testCost: input.stackTest,
    bondYield: bondOf(base.design),
  };
};

interface LinkedEdges {
  readonly links: readonly DieLink[];
  readonly edge: ReadonlyMap<string, number>;
  readonly area: ReadonlyMap<string, number>;
  readonly power: number;
}

/** Links by die: each end takes edge and area of one copy of its die. */
const linksOf = ({ links, dies }: PackageDesign): LinkedEdges => {
  const counts = new Map(dies.map(({ name, count }) => [name, count]));
  const edge = new Map<string, number>();
  const area = new Map<string, number>();
  let power = 0;
  const designed = links.map((link) => {
    const one = dieLink(link);
    for (const end of link.between) {
      const perCopy = link.count / (counts.get(end) ?? 1);
      edge.set(end, (edge.get(end) ?? 0) + perCopy * one.edge);
      area.set(end, (area.get(end) ?? 0) + perCopy * one.area);
    }
    power += link.count * one.power;
    return one;
  });
  return { links: designed, edge, area, power };
};

const isImpossible = <T extends object>(value: T | ImpossiblePackage): value is ImpossiblePackage =>
  'feasible' in value && value.feasible === false;

interface BuiltCarrier {
  readonly carrier: PackageCarrier;
  readonly area: Quantity<'mm2'>;
  readonly perWafer: Quantity<'die/wafer'>;
  readonly stitches: Quantity<'1'>;
}

/** A carrier is not drawn longer than this many times its width. */
const slimmest = 2;
const mostFields = 8;

/** Sides of a carrier of which only the area is known: those that take the fewest seams between exposures, as square as that allows. */
const carrierShape = (area: Quantity<'mm2'>, { reticleWidth, reticleHeight }: PackageDesign) => {
  let best = { width: Math.sqrt(area), height: Math.sqrt(area), seams: Number.POSITIVE_INFINITY, aspect: 1 };
  for (let columns = 1; columns <= mostFields; columns++) {
    for (let rows = 1; rows <= mostFields; rows++) {
      const [widest, tallest] = [columns * reticleWidth, rows * reticleHeight];
      if (widest * tallest < area) continue;
      const side = Math.sqrt(area);
      const width = Math.min(widest, Math.max(side, area / tallest));
      const height = area / width;
      const seams = columns * (rows - 1) + rows * (columns - 1);
      const aspect = Math.max(width / height, height / width);
      if (aspect <= slimmest && (seams < best.seams || (seams === best.seams && aspect < best.aspect)))
        best = { width, height, seams, aspect };
    }
  }
  return { width: quantity(best.width, 'mm'), height: quantity(best.height, 'mm') };
};

const carrierOf = (design: CarrierDesign, standing: number, input: PackageDesign): BuiltCarrier | ImpossiblePackage => {
  const area = quantity(design.area ?? design.ratio * standing, 'mm2');
  if (area < standing) return { feasible: false, binding: 'carrier' };
  const { width, height } = carrierShape(area, input);
  const { street, diameter, edgeExclusion } = input;
  const built = carrier({
    ...design,
    width,
    height,
    street,
    diameter,
    edgeExclusion,
    fieldWidth: input.reticleWidth,
    fieldHeight: input.reticleHeight,
  });
  if (!built.feasible) return built;
  const set =
    design.bridge === undefined ? undefined : bridges({ ...design.bridge, bridges: design.bridge.count, street, diameter, edgeExclusion });
  return {
    carrier: {
      cost: quantity(built.cost + (set?.cost ?? 0), 'USD'),
      yield: quantity(built.yield * (set?.yield ?? 1), '1'),
      coverage: design.coverage,
      chips: input.technology === 'fan-out-chip-first' ? 'first' : 'last',
    },
    area: built.area,
    perWafer: built.perWafer,
    stitches: built.stitches,
  };
};

interface Standing {
  readonly parts: readonly PackagePart[];
  /** mm2 that they cover. */
  readonly footprint: number;
}

const memoryPart = ({ stacks, price, yield: good, bondYield: bond }: MemoryDesign): PackagePart => ({
  kind: 'memory',
  count: quantity(stacks, 'die'),
  raw: quantity(price, 'USD'),
  lost: none,
  assembly: none,
  tests: none,
  yield: good,
  // Stacks come tested: what their maker missed is found in the package.
  coverage: quantity(0, '1'),
  testCost: none,
  bondYield: bond,
});

/** What stands on carrier or substrate: dies alone or stacked, in the order of the bases, then memory. */
const partsOf = (silicon: readonly Silicon[], input: PackageDesign): Standing | ImpossiblePackage => {
  const bases = silicon.filter(({ design }) => design.on === undefined);
  const names = new Set(bases.map(({ design }) => design.name));
  const astray = silicon.find(({ design }) => design.on !== undefined && !names.has(design.on));
  if (astray !== undefined) return { feasible: false, binding: 'stack', at: astray.design.name };
  const parts: PackagePart[] = [];
  let footprint = 0;
  for (const base of bases) {
    const tops = silicon.filter(({ design }) => design.on === base.design.name);
    const part = tops.length === 0 ? single(base) : stack(base, tops, input);
    if (isImpossible(part)) return part;
    parts.push(part);
    footprint += base.design.count * base.area;
  }
  for (const stacks of input.memory) {
    parts.push(memoryPart(stacks));
    footprint += stacks.stacks * stacks.area;
  }
  return { parts, footprint };
};

/**
 * Designs a package from its dies, memory, links and technology: areas with links, dies per wafer, yields, stacks, carrier,
 * substrate, tests, and what a good one costs.
 *
 * @pure
 * @param input everything that is known of it
 * @returns what makes it impossible, where something does
 */
export const designPackage = (input: PackageDesign): DesignedPackage | ImpossiblePackage => {
  const linked = linksOf(input);
  const silicon: Silicon[] = [];
  for (const design of input.dies) {
    const made = siliconOf(design, linked.area.get(design.name) ?? 0, input);
    if (isImpossible(made)) return made;
    if ((linked.edge.get(design.name) ?? 0) > 2 * (made.width + made.height)) {
      return { feasible: false, binding: 'shoreline', at: design.name };
    }
    silicon.push(made);
  }
  const standing = partsOf(silicon, input);
  if (isImpossible(standing)) return standing;
  const { parts, footprint } = standing;
  const built = input.carrier === undefined || input.technology === 'organic' ? undefined : carrierOf(input.carrier, footprint, input);
  if (built !== undefined && isImpossible(built)) return built;
  const { substrate } = input;
  const substrateArea = quantity(substrate.area ?? substrate.ratio * (built?.area ?? footprint), 'mm2');
  if (substrateArea > substrate.maxArea || substrateArea < (built?.area ?? footprint)) return { feasible: false, binding: 'substrate' };
  const costInput: PackageCostInput = {
    parts,
    carrier: built?.carrier,
    carrierAssembly: built === undefined ? none : input.carrier!.assembly,
    interimCoverage: built === undefined ? quantity(0, '1') : input.carrier!.interimCoverage,
    interimTest: built === undefined ? none : input.carrier!.interimTest,
    substrate: quantity(substrateArea * substrate.costPerArea * substrate.layerFactor, 'USD'),
    substrateYield: substrate.bondYield,
    finish: input.finish,
    finalTest: input.finalTest,
    finalCoverage: input.finalCoverage,
    burnIn: input.burnIn,
    burnInYield: input.burnInYield,
  };
  const cost = packageCost(costInput);
  if (!Number.isFinite(cost.total)) return { feasible: false, binding: 'yield' };
  return {
    feasible: true,
    cost,
    dies: silicon.map((die) => ({
      name: die.design.name,
      count: die.design.count,
      area: die.area,
      perWafer: die.perWafer,
      yield: die.yield,
      fullYield: die.fullYield,
      cost: quantity((die.raw + die.design.testCost) / die.yield ** die.design.coverage, 'USD'),
    })),
    links: linked.links,
    linkPower: quantity(linked.power, 'W'),
    carrierArea: built?.area ?? quantity(0, 'mm2'),
    carriersPerWafer: built?.perWafer ?? quantity(0, 'die/wafer'),
    carrierYield: built?.carrier.yield ?? quantity(1, '1'),
    stitches: built?.stitches ?? quantity(0, '1'),
    substrateArea,
    costInput,
    binding: cost.binding,
  };
};
