import { mm2PerCm2 } from '#quantity';
import type { ProgramParameter } from './chiplet-actuary.ts';

/** What ttm-cas knows of a node. */
export interface TtmNode {
  /** Engineer hours of tape-out per unique transistor. */
  readonly tapeoutEffort: number;
  /** Weeks of fabrication without queue. */
  readonly fabTime: number;
  /** USD of licensed blocks. */
  readonly licenceCost: number;
  /** USD of layout per gate. */
  readonly gateCost: number;
  /** USD of licences for a week of an engineer. */
  readonly licencePerWeek: number;
  /** USD a year and engineer. */
  readonly payPerYear: number;
  /** USD. */
  readonly packageDesign: number;
  /** USD. */
  readonly packageCost: number;
  /** USD. */
  readonly assemblyCost: number;
}

export interface TtmCasInput extends TtmNode {
  /** Transistors of a die. */
  readonly transistors: number;
  /** Share of them that is designed anew. */
  readonly uniqueShare: number;
  /** Packaged chips wanted. */
  readonly chips: number;
  /** Engineers at tape-out. */
  readonly engineers: number;
  /** Share of the tape-out that they can do side by side. */
  readonly parallelShare: number;
  /** Weeks of orders ahead of ours. */
  readonly queueWeeks: number;
  /** Wafers per hour of the fab. */
  readonly wafersPerHour: number;
  /** Dies in a package. */
  readonly diesPerPackage: number;
  /** Share of assembly and test that is assembly. */
  readonly assemblyShare: number;
  /** Million transistors per mm2. */
  readonly transistorDensity: number;
  /** Defects per cm2. */
  readonly defectDensity: number;
  /** Exponent of the negative binomial. */
  readonly clustering: number;
  /** USD per wafer. */
  readonly waferCost: number;
  /** USD of masks. */
  readonly maskCost: number;
}

export interface TtmCas {
  /** mm2. */
  readonly dieArea: number;
  /** Share of good dies. */
  readonly dieYield: number;
  /** By a closed form without street or edge. */
  readonly diesPerWafer: number;
  /** Weeks. */
  readonly tapeout: number;
  /** Weeks. */
  readonly queue: number;
  /** Weeks. */
  readonly foundry: number;
  /** Weeks of assembly and test. */
  readonly assembly: number;
  /** Weeks from the start of tape-out to packaged chips. */
  readonly total: number;
  /** USD. */
  readonly cost: number;
}

/** Constants that stand in the code of the program. */
const fixed = {
  diameter: 300,
  hoursOfTapeout: 96,
  hoursPerWorkWeek: 40,
  hoursPerWeek: 168,
  assemblyWeeks: 6,
  /** Weeks per transistor, and per mm2. */
  testEffort: 9.2e-11,
  packagingEffort: 1.5e-5,
  weeksPerYear: 52,
  transistorsPerGate: 6,
  /** Weeks that stand for never. */
  never: 1e20,
  perMillion: 1e6,
} as const;

/**
 * The rows of a node in the tables of ttm-cas.
 *
 * @source ttm-cas
 * @param parameters sections are nodes
 * @param node as the program names it, `7`
 * @returns undefined where it has no such node
 */
export const ttmCasNode = (parameters: readonly ProgramParameter[], node: string): TtmNode | undefined => {
  const get = (section: string, name: string): number | undefined =>
    parameters.find((row) => row.section === section && row.parameter === name)?.value;
  const row = {
    tapeoutEffort: get(node, 'tapeout_effort'),
    fabTime: get(node, 'fab_weeks'),
    licenceCost: get(node, 'ip_cost'),
    gateCost: get(node, 'gate_cost'),
    licencePerWeek: get('cost', 'licences per engineer week'),
    payPerYear: get('cost', 'pay per engineer year'),
    packageDesign: get('cost', 'package design'),
    packageCost: get('cost', 'package'),
    assemblyCost: get('cost', 'assembly'),
  };
  return Object.values(row).every((value) => value !== undefined) ? (row as TtmNode) : undefined;
};

/**
 * Time to market and cost of a chip as ttm-cas computes them, its habits included: square-free closed form without street
 * or edge, package and assembly at 21 USD whatever they hold, engineers paid for as long as the tape-out takes.
 *
 * @equation t = t_{tapeout} + t_{queue} + t_{fab} + \frac{W}{168 w} + t_{osat}
 * @source ttm-cas
 * @param input chip, fab, team and the program's row of the node
 * @returns undefined where the die is larger than a wafer
 */
export const ttmCas = (input: TtmCasInput): TtmCas | undefined => {
  const dieArea = input.transistors / fixed.perMillion / input.transistorDensity;
  const dieYield = (1 + (dieArea * (input.defectDensity / mm2PerCm2)) / input.clustering) ** -input.clustering;
  const diesPerWafer = ((fixed.diameter / 2) ** 2 * Math.PI) / dieArea - (Math.PI * fixed.diameter) / Math.sqrt(2 * dieArea);
  if (!(diesPerWafer >= 0)) return undefined;
  const wafers = (input.chips * input.diesPerPackage) / dieYield / diesPerWafer;
  const unique = input.uniqueShare * input.transistors;
  const hours = fixed.hoursOfTapeout + unique * input.tapeoutEffort;
  const tapeout = (hours * (1 - input.parallelShare) + input.parallelShare * (hours / input.engineers)) / fixed.hoursPerWorkWeek;
  const running = input.wafersPerHour !== 0;
  const queue = running ? input.queueWeeks : fixed.never;
  const assembly =
    fixed.assemblyWeeks * (1 - input.assemblyShare) +
    input.transistors * fixed.testEffort +
    (fixed.assemblyWeeks * input.assemblyShare + dieArea * fixed.packagingEffort);
  // A fab that stands still never delivers: the program then takes assembly out of the 1e20 weeks.
  const foundry = running ? input.fabTime + wafers / input.wafersPerHour / fixed.hoursPerWeek : fixed.never - assembly;
  const cost =
    input.licenceCost +
    input.licencePerWeek * (hours / fixed.hoursPerWorkWeek) +
    (input.payPerYear / fixed.weeksPerYear) * input.engineers * tapeout +
    (input.gateCost * unique) / fixed.transistorsPerGate +
    input.packageDesign +
    input.maskCost +
    input.waferCost * wafers +
    input.chips * (input.assemblyCost + input.packageCost);
  return { dieArea, dieYield, diesPerWafer, tapeout, queue, foundry, assembly, total: tapeout + queue + foundry + assembly, cost };
};
