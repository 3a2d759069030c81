import type { Catalog, Thing } from '#catalog';
import { median } from '#uncertainty';
import { type Line, leastSquares } from './least-squares.ts';

/** One kind of silicon: the accelerator of a vendor with most 16-bit FLOP per area on it. */
export interface CapabilityRow {
  readonly id: string;
  readonly vendor: string;
  readonly node: string;
  /** MTr/mm2 of the process, by its own name for it. */
  readonly density: number;
  /** mm2 of all logic dies. */
  readonly area: number;
  /** FLOP/s dense in BF16 or FP16. */
  readonly peak: number;
  /** W over FLOP/s, of the product of this silicon with the highest peak that states a power. */
  readonly energy: number | undefined;
}

/** A power law in density, fitted in logarithms. */
export interface PowerLaw {
  /** At the reference density. */
  readonly value: number;
  readonly exponent: number;
  /** Spread of silicon around the law, and error of the exponent. */
  readonly logSd: number;
  readonly exponentError: number;
  /** 5% and 95% of another silicon at the reference density; of the exponent. */
  readonly interval: readonly [number, number];
  readonly exponentInterval: readonly [number, number];
  readonly residuals: Readonly<Record<string, number>>;
  /** Root mean square of the error in logarithms when each vendor is predicted from the others. */
  readonly leftOutError: number;
}

export interface CapabilityFit {
  readonly referenceDensity: number;
  readonly rows: readonly CapabilityRow[];
  /** Accelerators that were not used, by the reason. */
  readonly notUsed: Readonly<Record<string, readonly string[]>>;
  readonly peakPerTransistor: PowerLaw;
  readonly energyPerFlop: PowerLaw;
  /** Peak of a format over that of the 16-bit ones: median, least and greatest of the accelerators that have it. */
  readonly formats: Readonly<
    Record<string, { readonly median: number; readonly least: number; readonly greatest: number; readonly count: number }>
  >;
}

const transistorsPerMTr = 1e6;

/** A quantile of Student's t: 95% for the degrees of freedom, after Hill's expansion of the normal quantile. */
const t95 = (degrees: number): number => {
  const z = 1.6448536269514722;
  const z3 = z ** 3;
  return (
    z +
    (z3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z3 - 15 * z) / (384 * degrees ** 3)
  );
};

const value = (catalog: Catalog, thing: Thing | undefined, fact: string): number | undefined => {
  const selected = thing && catalog.select(thing, fact);
  return selected && median(selected.value);
};

/** Why an accelerator cannot be a row: the rule is stated before any result is seen, and it is about what is known of it. */
const reasonAgainst = (catalog: Catalog, thing: Thing): string | undefined => {
  const { status = '', memoryType = '', node } = thing.attributes;
  if (!status.startsWith('shipping')) return 'not shipping';
  if (!memoryType.startsWith('HBM')) return 'no HBM: not built for training';
  if (value(catalog, thing, 'peakBf16') === undefined) return 'no 16-bit peak';
  if (value(catalog, thing, 'logicArea') === undefined) return 'no die area';
  if (node === undefined) return 'process not certain';
  if (value(catalog, catalog.get(node), 'transistorDensity') === undefined) return 'no density of the process';
  return undefined;
};

const powerLaw = (rows: readonly CapabilityRow[], y: (row: CapabilityRow) => number, reference: number): PowerLaw => {
  const xs = rows.map(({ density }) => Math.log(density / reference));
  const ys = rows.map((row) => Math.log(y(row)));
  const line = leastSquares(xs, ys);
  const at = (fit: Line, x: number): number => fit.level + fit.slope * (x - fit.meanX);
  const errors = [...new Set(rows.map(({ vendor }) => vendor))].flatMap((vendor) => {
    const kept = rows.flatMap((row, i) => (row.vendor === vendor ? [] : [i]));
    const fit = leastSquares(
      kept.map((i) => xs[i] as number),
      kept.map((i) => ys[i] as number),
    );
    return rows.flatMap((row, i) => (row.vendor === vendor ? [(ys[i] as number) - at(fit, xs[i] as number)] : []));
  });
  const t = t95(rows.length - 2);
  const level = at(line, 0);
  const reach = t * Math.sqrt(line.sd ** 2 + line.levelError ** 2);
  return {
    value: Math.exp(level),
    exponent: line.slope,
    logSd: line.sd,
    exponentError: line.slopeError,
    interval: [Math.exp(level - reach), Math.exp(level + reach)],
    exponentInterval: [line.slope - t * line.slopeError, line.slope + t * line.slopeError],
    residuals: Object.fromEntries(rows.map(({ id }, i) => [id, line.residuals[i] as number])),
    leftOutError: Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length),
  };
};

const ratiosOf = (catalog: Catalog, fact: string) => {
  const ratios = catalog
    .list('accelerator')
    .flatMap((thing) => {
      const [narrow, wide] = [value(catalog, thing, fact), value(catalog, thing, 'peakBf16')];
      return narrow === undefined || wide === undefined || reasonAgainst(catalog, thing) !== undefined ? [] : [narrow / wide];
    })
    .sort((a, b) => a - b);
  const middle = ratios.length >> 1;
  const centre = ratios.length % 2 === 1 ? ratios[middle] : ((ratios[middle - 1] as number) + (ratios[middle] as number)) / 2;
  return { median: centre as number, least: ratios[0] as number, greatest: ratios.at(-1) as number, count: ratios.length };
};

/**
 * Fits what dies of a density reach on the accelerators of the catalogue: every one that ships, is built for training and
 * whose area, peak and process are known, each silicon once with the product that uses it best.
 *
 * @param catalog the catalogue
 */
export const fitCapability = (catalog: Catalog): CapabilityFit => {
  const notUsed: Record<string, string[]> = {};
  const note = (reason: string, id: string): void => {
    notUsed[reason] = [...(notUsed[reason] ?? []), id];
  };
  const bySilicon = new Map<string, (CapabilityRow & { readonly power: number | undefined })[]>();
  for (const thing of catalog.list('accelerator')) {
    const against = reasonAgainst(catalog, thing);
    if (against !== undefined) {
      note(against, thing.id);
      continue;
    }
    const { vendor = '', node = '' } = thing.attributes;
    const [peak, area] = [value(catalog, thing, 'peakBf16') as number, value(catalog, thing, 'logicArea') as number];
    const perDie = area / (value(catalog, thing, 'computeDies') ?? 1);
    const key = `${vendor} ${node} ${perDie}`;
    const power = value(catalog, thing, 'power');
    const density = value(catalog, catalog.get(node), 'transistorDensity') as number;
    const row = { id: thing.id, vendor, node, density, area, peak, power, energy: undefined };
    bySilicon.set(key, [...(bySilicon.get(key) ?? []), row]);
  }
  const rows = [...bySilicon.values()].map((products): CapabilityRow => {
    const best = products.toSorted((a, b) => b.peak / b.area - a.peak / a.area || (a.id < b.id ? -1 : 1));
    const { power: _, ...row } = best[0] as (typeof best)[number];
    for (const { id } of best.slice(1)) note('another product of the same silicon', id);
    const powered = best.find(({ power }) => power !== undefined);
    return { ...row, energy: powered && (powered.power as number) / powered.peak };
  });
  // The mean of the densities, in logarithms, so that the errors of level and exponent are independent.
  const referenceDensity = Math.exp(rows.reduce((sum, { density }) => sum + Math.log(density), 0) / rows.length);
  const withEnergy = rows.filter(({ energy }) => energy !== undefined);
  return {
    referenceDensity,
    rows,
    notUsed,
    peakPerTransistor: powerLaw(rows, ({ peak, area, density }) => peak / (area * density * transistorsPerMTr), referenceDensity),
    energyPerFlop: powerLaw(withEnergy, ({ energy }) => energy as number, referenceDensity),
    formats: { fp8: ratiosOf(catalog, 'peakFp8'), fp4: ratiosOf(catalog, 'peakFp4'), int8: ratiosOf(catalog, 'peakInt8') },
  };
};
