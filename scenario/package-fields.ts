import type { UnitId } from '#quantity';

/** A number that a package file may state. */
export interface PackageField {
  readonly unit: UnitId;
  readonly low: number;
  readonly high: number;
  readonly whole?: true;
}

const most = Number.MAX_VALUE;
const field = (unit: UnitId, low: number, high: number): PackageField => ({ unit, low, high });
const count = (unit: UnitId, low: number, high: number): PackageField => ({ unit, low, high, whole: true });
const share = field('1', 0, 1);
/** A yield of nothing makes nothing, which the model says. */
const yieldField = share;
const usd = field('USD', 0, 1e9);
const density = field('/cm2', 0, 1e3);
const clustering = field('1', 1e-3, 1e9);
const waferPrice = field('USD/wafer', 0, 1e7);
const area = field('mm2', 1e-3, 1e6);
const side = field('mm', 1e-2, 1e3);

/** The names of the numbers in each part of a package file. */
interface FieldNames {
  readonly die:
    | 'count'
    | 'area'
    | 'width'
    | 'height'
    | 'waferPrice'
    | 'defectDensity'
    | 'clustering'
    | 'yield'
    | 'cores'
    | 'coresSold'
    | 'coreShare'
    | 'repairable'
    | 'bumpCost'
    | 'testCost'
    | 'coverage'
    | 'bondYield'
    | 'pins'
    | 'pinYield'
    | 'pinGroup'
    | 'sparePins'
    | 'stackCost';
  readonly memory: 'stacks' | 'price' | 'area' | 'yield' | 'bondYield';
  readonly link: 'count' | 'bandwidth' | 'shorelineDensity' | 'arealDensity' | 'energyPerBit';
  readonly carrier:
    | 'area'
    | 'areaRatio'
    | 'waferPrice'
    | 'defectDensity'
    | 'clustering'
    | 'stitchYield'
    | 'maxArea'
    | 'coverage'
    | 'assemblyCost'
    | 'interimCoverage'
    | 'interimTest'
    | 'bridges'
    | 'bridgeWidth'
    | 'bridgeHeight'
    | 'bridgeWaferPrice'
    | 'bridgeDefectDensity'
    | 'placementYield';
  readonly substrate: 'area' | 'areaRatio' | 'maxArea' | 'costPerArea' | 'layerFactor' | 'bondYield';
  readonly test: 'finish' | 'finalTest' | 'finalCoverage' | 'burnIn' | 'burnInYield' | 'stackTest' | 'stackCoverage';
  readonly wafer: 'diameter' | 'edgeExclusion' | 'street';
  readonly product: 'volume';
}

export type PackageSection = keyof FieldNames;

/** Fields by the part of a package file in which they stand. */
export const packageFields: { readonly [S in PackageSection]: Readonly<Record<FieldNames[S], PackageField>> } = {
  die: {
    count: count('die', 1, 10_000),
    area,
    width: side,
    height: side,
    waferPrice,
    defectDensity: density,
    clustering,
    yield: yieldField,
    cores: count('1', 1, 1e6),
    coresSold: count('1', 1, 1e6),
    coreShare: share,
    repairable: share,
    bumpCost: field('USD/mm2', 0, 1e3),
    testCost: usd,
    coverage: share,
    bondYield: yieldField,
    pins: field('1', 0, 1e9),
    pinYield: yieldField,
    pinGroup: count('1', 1, 1e6),
    sparePins: count('1', 0, 1e4),
    stackCost: usd,
  },
  memory: { stacks: count('stack', 0, 1000), price: field('USD/stack', 0, 1e6), area, yield: yieldField, bondYield: yieldField },
  link: {
    count: count('1', 1, 1e6),
    bandwidth: field('B/s', 0, 1e18),
    shorelineDensity: field('B/s/mm', 1, most),
    arealDensity: field('B/s/mm2', 1, most),
    energyPerBit: field('pJ/bit', 0, 1e4),
  },
  carrier: {
    area,
    areaRatio: field('1', 1, 100),
    waferPrice,
    defectDensity: density,
    clustering,
    stitchYield: yieldField,
    maxArea: area,
    coverage: share,
    assemblyCost: usd,
    interimCoverage: share,
    interimTest: usd,
    bridges: count('die', 0, 1e4),
    bridgeWidth: side,
    bridgeHeight: side,
    bridgeWaferPrice: waferPrice,
    bridgeDefectDensity: density,
    placementYield: yieldField,
  },
  substrate: {
    area,
    areaRatio: field('1', 1, 100),
    maxArea: area,
    costPerArea: field('USD/mm2', 0, 1e3),
    layerFactor: field('1', 1, 100),
    bondYield: yieldField,
  },
  test: {
    finish: usd,
    finalTest: usd,
    finalCoverage: share,
    burnIn: usd,
    burnInYield: yieldField,
    stackTest: usd,
    stackCoverage: share,
  },
  wafer: { diameter: field('mm', 25, 1000), edgeExclusion: field('mm', 0, 50), street: field('mm', 0, 5) },
  product: { volume: field('chip', 1, 1e12) },
};
