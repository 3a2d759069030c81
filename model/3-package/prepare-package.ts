import { mm2PerCm2 } from '#quantity';
import type { DesignedPackage, PackageDesign } from './design-package.ts';

/** Slots of a part: what may be changed from one evaluation to the next. */
export const partSlots = [
  'count',
  'raw',
  'area',
  'defectDensity',
  'clustering',
  'spent',
  'tests',
  'coverage',
  'bondYield',
  'otherYield',
] as const;
/** Slots of the package as a whole. */
export const packageSlots = [
  'carrierCost',
  'carrierArea',
  'carrierDefectDensity',
  'carrierClustering',
  'carrierOtherYield',
  'carrierCoverage',
  'carrierAssembly',
  'interimCoverage',
  'interimTest',
  'substrate',
  'substrateYield',
  'finish',
  'finalTest',
  'burnIn',
  'burnInYield',
] as const;

export type PartSlot = (typeof partSlots)[number];
export type PackageSlot = (typeof packageSlots)[number];

/** A package whose grids and areas are settled, ready to be costed again and again with other prices, yields and defects. */
export interface PreparedPackage {
  /** Values by slot: those of the package, then those of each part in turn. */
  readonly slots: Float64Array;
  /** How many parts it has. */
  readonly parts: number;
}

export interface PreparePackageInput {
  readonly design: PackageDesign;
  /** What `designPackage` made of it. */
  readonly designed: DesignedPackage;
}

const heads = packageSlots.length;
const stride = partSlots.length;

/**
 * Where a slot of the package lies.
 *
 * @pure
 * @param slot which
 * @unit 1
 */
export const packageSlot = (slot: PackageSlot): number => packageSlots.indexOf(slot);

/**
 * Where a slot of a part lies.
 *
 * @pure
 * @param part its place among the parts of the package
 * @param slot which
 * @unit 1
 */
export const partSlot = (part: number, slot: PartSlot): number => heads + part * stride + partSlots.indexOf(slot);

/**
 * Prepares a package for being costed many times over.
 *
 * @pure
 * @param input the package and its design
 */
export const preparePackage = ({ design, designed }: PreparePackageInput): PreparedPackage => {
  const { costInput } = designed;
  const slots = new Float64Array(heads + stride * costInput.parts.length);
  const put = (values: Readonly<Record<PackageSlot, number>>): void => {
    for (const [i, slot] of packageSlots.entries()) slots[i] = values[slot];
  };
  const { carrier } = costInput;
  put({
    carrierCost: carrier?.cost ?? 0,
    carrierArea: 0,
    carrierDefectDensity: 0,
    carrierClustering: 1,
    carrierOtherYield: carrier?.yield ?? 1,
    carrierCoverage: carrier?.chips === 'first' ? 0 : (carrier?.coverage ?? 1),
    carrierAssembly: costInput.carrierAssembly,
    interimCoverage: costInput.interimCoverage,
    interimTest: costInput.interimTest,
    substrate: costInput.substrate,
    substrateYield: costInput.substrateYield,
    finish: costInput.finish,
    finalTest: costInput.finalTest,
    burnIn: costInput.burnIn,
    burnInYield: costInput.burnInYield,
  });
  const stacked = new Set(design.dies.flatMap(({ on }) => (on === undefined ? [] : [on])));
  // Parts come in the order of the dies that stand on nothing, then memory.
  const standing = design.dies.filter(({ on }) => on === undefined);
  costInput.parts.forEach((part, i) => {
    const die = standing[i];
    const area = die === undefined ? 0 : (designed.dies.find(({ name }) => name === die.name)?.area ?? 0);
    const modelled = die !== undefined && !stacked.has(die.name) && die.salvage === undefined && die.yield === undefined;
    const values: Readonly<Record<PartSlot, number>> = {
      count: part.count,
      raw: part.raw,
      area: modelled ? area : 0,
      defectDensity: modelled ? die.defectDensity : 0,
      clustering: modelled ? die.clustering : 1,
      spent: part.lost + part.assembly,
      tests: part.tests + part.testCost,
      coverage: part.coverage,
      bondYield: part.bondYield,
      otherYield: modelled ? 1 : part.yield,
    };
    for (const [k, slot] of partSlots.entries()) slots[heads + i * stride + k] = values[slot];
  });
  return { slots, parts: costInput.parts.length };
};

/**
 * Cost of a good package from its slots, without a record: what `packageCost` gives as `total`. Yields are added up as
 * logarithms, so that each part takes one logarithm and one exponential more.
 *
 * @equation \ln Y_i = -\alpha \ln \left( 1 + \frac{A D}{\alpha} \right), \quad \ln G = \sum_i n_i \left( (1 - c_i) \ln Y_i + \ln b_i \right)
 * @param prepared the package with its slots as they are now
 * @unit USD
 */
export const preparedCost = ({ slots, parts }: PreparedPackage): number => {
  let passing = 0;
  let logGood = 0;
  for (let i = 0, at = heads; i < parts; i++, at += stride) {
    const count = slots[at] as number;
    const clustering = slots[at + 4] as number;
    const defects = ((slots[at + 2] as number) * (slots[at + 3] as number)) / mm2PerCm2;
    const other = slots[at + 9] as number;
    const coverage = slots[at + 7] as number;
    const logYield = (defects === 0 ? 0 : -clustering * Math.log1p(defects / clustering)) + (other === 1 ? 0 : Math.log(other));
    const cost = (slots[at + 1] as number) + (slots[at + 5] as number) + (slots[at + 6] as number);
    passing += count * cost * (coverage === 0 ? 1 : Math.exp(-coverage * logYield));
    const bond = slots[at + 8] as number;
    logGood += count * ((1 - coverage) * logYield + (bond === 1 ? 0 : Math.log(bond)));
  }
  const carrierCoverage = slots[5] as number;
  const carrierClustering = slots[3] as number;
  const carrierDefects = ((slots[1] as number) * (slots[2] as number)) / mm2PerCm2;
  const carrierOther = slots[4] as number;
  const logCarrier =
    (carrierDefects === 0 ? 0 : -carrierClustering * Math.log1p(carrierDefects / carrierClustering)) +
    (carrierOther === 1 ? 0 : Math.log(carrierOther));
  const carrierCost = (slots[0] as number) * (logCarrier === 0 ? 1 : Math.exp(-carrierCoverage * logCarrier));
  logGood += (1 - carrierCoverage) * logCarrier;
  const interim = slots[7] as number;
  const early = interim === 0 ? 1 : Math.exp(-interim * logGood);
  const late = Math.exp((interim - 1) * logGood) / ((slots[10] as number) * (slots[14] as number));
  const assembled = (passing + carrierCost + (slots[6] as number) + (slots[8] as number)) * early;
  return (assembled + (slots[9] as number) + (slots[11] as number) + (slots[12] as number) + (slots[13] as number)) * late;
};
