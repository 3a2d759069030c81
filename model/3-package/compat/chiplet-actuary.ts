import { mm2PerCm2 } from '#quantity';

/** What Chiplet Actuary knows of a node. */
export interface ActuaryNode {
  /** USD per wafer. */
  readonly waferCost: number;
  /** Defects per cm2. */
  readonly defectDensity: number;
  /** USD for the design of a chip of 300 mm2 with its first tape-out. */
  readonly nre: number;
}

/** An interposer of silicon, or the redistribution layer of a fan-out. */
export interface ActuaryCarrier {
  /** USD per wafer. */
  readonly waferCost: number;
  /** Defects per cm2. */
  readonly defectDensity: number;
  /** Exponent of the negative binomial. */
  readonly clustering: number;
  /** Area of the carrier over that of the dies. */
  readonly areaRatio: number;
  /** Share of dies whose bond holds. */
  readonly bondYield: number;
  /** USD of design per mm2 of carrier. */
  readonly nrePerArea: number;
  /** USD of design, whatever the area. */
  readonly nreFixed: number;
}

/** The parameters of the program, as `actuaryTables` reads them from its own file. */
export interface ActuaryTables {
  readonly nodes: ReadonlyMap<string, ActuaryNode>;
  readonly fanOut: ActuaryCarrier;
  readonly silicon: ActuaryCarrier;
  /** Area of the substrate over that of what it carries. */
  readonly substrateRatio: number;
  /** USD per mm2 of substrate. */
  readonly substrateCost: number;
  /** Share of substrate bonds that hold. */
  readonly substrateBondYield: number;
  /** USD of design per mm2 of substrate. */
  readonly substrateNrePerArea: number;
  /** USD of design, whatever the area of the substrate. */
  readonly substrateNreFixed: number;
  /** USD per mm2 of bumps to a substrate. */
  readonly bumpCost: number;
  /** USD per mm2 of bumps to a carrier. */
  readonly microBumpCost: number;
  /** Exponent of the negative binomial of dies. */
  readonly clustering: number;
  /** mm. */
  readonly diameter: number;
  /** mm. */
  readonly edgeExclusion: number;
  /** mm. */
  readonly street: number;
  /** Share of a node's NRE that is the design of modules. */
  readonly moduleShare: number;
  /** Share of a node's NRE that is the design of a chip, by its area. */
  readonly chipShare: number;
}

/** One parameter of a program as its file names it: a section, a name, a number. */
export interface ProgramParameter {
  readonly section: string;
  readonly parameter: string;
  /** In the unit of that file. */
  readonly value: number;
}

export type ActuaryPackaging = 'organic' | 'fan-out-chip-first' | 'fan-out-chip-last' | 'silicon-interposer';

export interface ActuaryChip {
  /** Node by the name that the program gives it, `7`. */
  readonly node: string;
  /** mm2 of one copy, links included. */
  readonly area: number;
  /** mm2 of it that are its module, without links. */
  readonly moduleArea: number;
  /** Copies in a package. */
  readonly count: number;
}

export interface ActuarySystem {
  readonly tables: ActuaryTables;
  readonly packaging: ActuaryPackaging;
  /** Each entry is a design of its own, also where two are alike. */
  readonly chips: readonly ActuaryChip[];
}

/** Recurring cost of a package in the parts of the program. */
export interface ActuaryCost {
  /** Dies of each design that a wafer holds, by a closed form. */
  readonly perWafer: readonly number[];
  /** Yield of each design. */
  readonly dieYield: readonly number[];
  /** USD of a good die of each design. */
  readonly goodDie: readonly number[];
  /** USD, with bumps. */
  readonly rawChips: number;
  /** USD. */
  readonly chipDefects: number;
  /** USD of carrier and substrate. */
  readonly rawPackage: number;
  /** USD. */
  readonly packageDefects: number;
  /** USD of good dies in packages that fail. */
  readonly wastedChips: number;
  /** USD. */
  readonly total: number;
}

/** Cost of design of a package in the parts of the program. */
export interface ActuaryNre {
  /** USD. */
  readonly modules: number;
  /** USD. */
  readonly chips: number;
  /** USD. */
  readonly links: number;
  /** USD. */
  readonly package: number;
  /** USD. */
  readonly total: number;
}

/** Constants that stand in the code of the program and not in its file. */
const fixed = {
  /** Area of the chip whose NRE is listed, mm2. */
  referenceArea: 300,
  /** Links are always designed as a module of this area, mm2. */
  linkArea: 20,
  /** Layer factors of a substrate by its area, mm2. */
  smallSubstrate: { side: 17, factor: 1.5 },
  largeSubstrate: { side: 30, factor: 1.75 },
  hugeSubstrate: 2,
  /** Design of an interposer, over that of a chip of its node. */
  siliconNre: 1.2,
  /** Part of the NRE of a fan-out that its area, and again its fixed cost, is charged over 300 mm2. */
  fanOutNre: 0.5,
  /** Node whose wafer is the silicon interposer. */
  interposerNode: '55',
} as const;

/**
 * The parameters of Chiplet Actuary from its own file.
 *
 * @pure
 * @param parameters sections, names and values
 * @returns undefined where one that every system needs is missing
 */
export const actuaryTables = (parameters: readonly ProgramParameter[]): ActuaryTables | undefined => {
  const byName = new Map(parameters.map(({ section, parameter, value }) => [`${section} ${parameter.toLowerCase()}`, value]));
  let complete = true;
  const get = (section: string, name: string): number => {
    const value = byName.get(`${section} ${name}`);
    if (value === undefined || !Number.isFinite(value)) complete = false;
    return value ?? Number.NaN;
  };
  const nodes = new Map<string, ActuaryNode>();
  for (const { section } of parameters) {
    if (!/^\d+$/.test(section) || nodes.has(section)) continue;
    nodes.set(section, {
      waferCost: get(section, 'wafer_cost'),
      defectDensity: get(section, 'defect_density'),
      nre: get(section, 'nre'),
    });
  }
  const moduleShare = get('NRE', 'module');
  const chipShare = get('NRE', 'chip');
  const interposer = nodes.get(fixed.interposerNode);
  const fanOutNre = (fixed.fanOutNre * get('FO', 'nre')) / fixed.referenceArea;
  const tables: ActuaryTables = {
    nodes,
    fanOut: {
      waferCost: get('FO', 'wafer_cost'),
      defectDensity: get('FO', 'defect_density'),
      clustering: get('FO', 'critical_level'),
      areaRatio: get('FO', 'area_scale_factor'),
      bondYield: get('FO', 'bonding_yield'),
      nrePerArea: fanOutNre,
      nreFixed: fanOutNre,
    },
    silicon: {
      waferCost: interposer?.waferCost ?? Number.NaN,
      defectDensity: get('SI', 'defect_density'),
      clustering: get('SI', 'critical_level'),
      areaRatio: get('SI', 'area_scale_factor'),
      bondYield: get('SI', 'bonding_yield'),
      nrePerArea: ((chipShare * (interposer?.nre ?? Number.NaN)) / fixed.referenceArea) * fixed.siliconNre,
      nreFixed: (1 - moduleShare - chipShare) * (interposer?.nre ?? Number.NaN) * fixed.siliconNre,
    },
    substrateRatio: get('OS', 'area_scale_factor'),
    substrateCost: get('OS', 're_cost_factor'),
    substrateBondYield: get('OS', 'bonding_yield'),
    substrateNrePerArea: get('OS', 'nre_cost_factor'),
    substrateNreFixed: get('OS', 'nre_cost_fixed'),
    bumpCost: get('OS', 'bump_cost_factor'),
    microBumpCost: get('SI', 'bump_cost_factor'),
    clustering: get('Manufacture', 'critical_level'),
    diameter: get('Manufacture', 'wafer_diameter'),
    edgeExclusion: get('Manufacture', 'edge_loss'),
    street: get('Manufacture', 'scribe_lane'),
    moduleShare,
    chipShare,
  };
  return complete && interposer !== undefined ? tables : undefined;
};

const perWafer = (area: number, { diameter, edgeExclusion, street }: ActuaryTables): number => {
  const pitched = area + 2 * street * Math.sqrt(area) + street * street;
  const usable = diameter - 2 * edgeExclusion;
  return (Math.PI * (usable / 2) ** 2) / pitched - (Math.PI * usable) / Math.sqrt(2 * pitched);
};

const clustered = (area: number, density: number, clustering: number): number =>
  (1 + ((density / mm2PerCm2) * area) / clustering) ** -clustering;

const layerFactor = (area: number, chips: number): number => {
  if (chips === 1) return 1;
  if (area > fixed.largeSubstrate.side ** 2) return fixed.hugeSubstrate;
  return area > fixed.smallSubstrate.side ** 2 ? fixed.largeSubstrate.factor : fixed.smallSubstrate.factor;
};

const siliconOf = (chips: readonly ActuaryChip[]): number => chips.reduce((sum, { area, count }) => sum + area * count, 0);
const copiesOf = (chips: readonly ActuaryChip[]): number => chips.reduce((sum, { count }) => sum + count, 0);
const carrierOf = ({ tables, packaging }: ActuarySystem): ActuaryCarrier =>
  packaging === 'silicon-interposer' ? tables.silicon : tables.fanOut;

/**
 * Recurring cost of a package as Chiplet Actuary computes it, its habits included: dies are squares counted by a closed
 * form, which turns negative for what is larger than a wafer; bumps of a bad die are not lost; micro-bumps are paid once
 * for each design, whatever the number of its copies; no bond is counted chip first; nothing is tested.
 *
 * @equation c = \frac{\sum c_{die}}{y_2 y_3} + \frac{c_{carrier}}{y_1 y_2 y_3} + \frac{c_{substrate}}{y_3}
 * @source chiplet-actuary
 * @param system its tables, packaging and chips
 * @returns undefined where a node is not among its tables
 */
export const actuaryCost = (system: ActuarySystem): ActuaryCost | undefined => {
  const { tables, packaging, chips } = system;
  const nodes = chips.map(({ node }) => tables.nodes.get(node));
  if (nodes.some((node) => node === undefined)) return undefined;
  const counts = chips.map(({ area }) => perWafer(area, tables));
  const yields = chips.map(({ area }, i) => clustered(area, nodes[i]!.defectDensity, tables.clustering));
  const goodDie = chips.map((_, i) => nodes[i]!.waferCost / (counts[i]! * yields[i]!));
  const organic = packaging === 'organic';
  let rawChips = 0;
  let chipDefects = 0;
  for (const [i, { area, count }] of chips.entries()) {
    const raw = nodes[i]!.waferCost / counts[i]!;
    rawChips += organic ? (raw + area * tables.bumpCost) * count : raw * count + area * tables.microBumpCost;
    chipDefects += (goodDie[i]! - raw) * count;
  }
  const silicon = siliconOf(chips);
  const copies = copiesOf(chips);
  const parts = (rawPackage: number, packageDefects: number, kept: number): ActuaryCost | undefined => {
    const wastedChips = (rawChips + chipDefects) * (1 / kept - 1);
    const total = rawChips + chipDefects + rawPackage + packageDefects + wastedChips;
    if (!Number.isFinite(total)) return undefined;
    return { perWafer: counts, dieYield: yields, goodDie, rawChips, chipDefects, rawPackage, packageDefects, wastedChips, total };
  };
  if (organic) {
    const area = silicon * tables.substrateRatio;
    const substrate = area * tables.substrateCost * layerFactor(area, copies);
    const bonded = tables.substrateBondYield ** copies;
    return parts(substrate, substrate * (1 / bonded - 1), bonded);
  }
  const carrier = carrierOf(system);
  const area = silicon * carrier.areaRatio;
  const held = perWafer(area, tables);
  const interposer = carrier.waferCost / held + area * tables.bumpCost;
  const substrate = area * tables.substrateRatio * tables.substrateCost;
  const made = clustered(area, carrier.defectDensity, carrier.clustering);
  const bonded = carrier.bondYield ** copies;
  const mounted = tables.substrateBondYield;
  const lost = packaging === 'fan-out-chip-first' ? made * mounted : bonded * mounted;
  const whole = packaging === 'fan-out-chip-first' ? made * mounted : made * bonded * mounted;
  return parts(interposer + substrate, interposer * (1 / whole - 1) + substrate * (1 / mounted - 1), lost);
};

/**
 * Cost of design of a package as Chiplet Actuary computes it, its habits included: links are a module of 20 mm2, once;
 * a fan-out costs 25,000 USD whatever it is.
 *
 * @equation N = \sum_{modules} 0.5 \frac{n A}{300} + \sum_{chips} \left( 0.3 \frac{n A}{300} + 0.2 n \right) + N_{link} + N_{package}
 * @source chiplet-actuary
 * @param system its tables, packaging and chips
 * @returns undefined where a node is not among its tables
 */
export const actuaryNre = (system: ActuarySystem): ActuaryNre | undefined => {
  const { tables, packaging, chips } = system;
  const nodes = chips.map(({ node }) => tables.nodes.get(node));
  if (nodes.some((node) => node === undefined)) return undefined;
  const perArea = (share: number, nre: number): number => (share * nre) / fixed.referenceArea;
  let modules = 0;
  let designs = 0;
  for (const [i, { area, moduleArea }] of chips.entries()) {
    const { nre } = nodes[i]!;
    modules += moduleArea * perArea(tables.moduleShare, nre);
    designs += area * perArea(tables.chipShare, nre) + (1 - tables.moduleShare - tables.chipShare) * nre;
  }
  const linked = new Map(chips.flatMap(({ area, moduleArea, node }, i) => (area > moduleArea ? [[node, nodes[i]!.nre] as const] : [])));
  const links = [...linked.values()].reduce((sum, nre) => sum + perArea(tables.moduleShare, nre) * fixed.linkArea, 0);
  const copies = copiesOf(chips);
  const silicon = siliconOf(chips);
  let cost: number;
  if (packaging === 'organic') {
    const area = silicon * tables.substrateRatio;
    cost = area * tables.substrateNrePerArea * layerFactor(area, copies) + tables.substrateNreFixed;
  } else {
    const carrier = carrierOf(system);
    const area = silicon * carrier.areaRatio;
    cost = area * carrier.nrePerArea + carrier.nreFixed + area * tables.substrateRatio * tables.substrateCost;
  }
  return { modules, chips: designs, links, package: cost, total: modules + designs + links + cost };
};
