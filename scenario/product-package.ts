import type { Catalog, FactValue, SelectOptions, Thing } from '#catalog';
import { type Distribution, isPoint } from '#quantity';
import { median } from '#uncertainty';
import { ageInYears } from './date.ts';
import type { DieSpec, PackageSpec, Stated } from './package-spec.ts';

/** A product of the catalogue as a package; a fact that is needed and not there, else. */
export type ProductPackage = { readonly ok: true; readonly spec: PackageSpec } | { readonly ok: false; readonly missing: string };

const scaled = (distribution: Distribution, factor: number): Distribution => ({
  kind: 'point',
  value: (isPoint(distribution) ? distribution.value : median(distribution)) * factor,
});

/** Products of two distributions by their ends: exact enough for a price per byte that spans a factor of two. */
const times = (distribution: Distribution, factor: number): Distribution => {
  if (distribution.kind === 'split')
    return { ...distribution, p5: distribution.p5 * factor, p50: distribution.p50 * factor, p95: distribution.p95 * factor };
  return scaled(distribution, factor);
};

/**
 * What the catalogue says of how a product is built, as a package: dies, the base dies that they stand on, memory and
 * packaging. What its parts cost as published is not read: it is what the answer is held against.
 *
 * @param catalog the catalogue
 * @param product the product
 * @param date as of when facts are chosen
 */
export const productPackage = (catalog: Catalog, product: Thing, date?: string): ProductPackage => {
  const options: SelectOptions = date === undefined ? {} : { asOf: date, orFirstAfter: true };
  const fact = (name: string): Stated | undefined => {
    const selected = catalog.select(product, name, options);
    return selected && { distribution: selected.value, fact: `${product.id}#${name}` };
  };
  const { attributes } = product;
  const dieArea = fact('dieArea');
  if (dieArea === undefined) return { ok: false, missing: `${product.id}#dieArea` };
  const dies = fact('dies');
  const baseDies = fact('baseDies');
  const baseDieArea = fact('baseDieArea');
  const [width, height, cores, coresSold] = ['dieWidth', 'dieHeight', 'coresTotal', 'coresSold'].map(fact);
  // A product of several packages is costed by the package.
  const packages = Math.max(1, Math.round(median((fact('packages') ?? { distribution: { kind: 'point', value: 1 } }).distribution)));
  const perPackage = (stated: Stated | undefined): Stated | undefined =>
    stated === undefined || packages === 1 ? stated : { ...stated, distribution: scaled(stated.distribution, 1 / packages) };
  const copies = dies === undefined ? 1 : median(dies.distribution);
  const perDie = (stated: Stated | undefined): Stated | undefined =>
    // Cores are stated of the product: a die has its share of them.
    stated === undefined || copies === 1 ? stated : { ...stated, distribution: scaled(stated.distribution, 1 / copies) };
  const stacked = baseDies !== undefined && baseDieArea !== undefined;
  const logic: DieSpec = {
    name: 'compute',
    ...(attributes['node'] === undefined ? {} : { node: attributes['node'] }),
    ...(stacked ? { on: 'base', bonding: 'die-to-wafer' as const } : {}),
    // A die beyond any exposure field is on the market only where it was stitched.
    stitched: true,
    numbers: {
      area: dieArea,
      ...(dies === undefined ? {} : { count: perPackage(dies)! }),
      ...(width === undefined || height === undefined ? {} : { width, height }),
      ...(cores === undefined || coresSold === undefined ? {} : { cores: perDie(cores)!, coresSold: perDie(coresSold)! }),
    },
  };
  const base: DieSpec | undefined = stacked
    ? {
        name: 'base',
        ...(attributes['baseNode'] === undefined ? {} : { node: attributes['baseNode'] }),
        numbers: { area: baseDieArea, count: perPackage(baseDies)! },
      }
    : undefined;
  const stacks = fact('hbmStacks');
  const count = stacks === undefined ? 0 : median(stacks.distribution);
  const memory =
    stacks === undefined || count === 0
      ? []
      : [
          {
            ...(attributes['hbm'] === undefined ? {} : { hbm: attributes['hbm'] }),
            numbers: { stacks: perPackage(stacks)!, ...priceOf(catalog, product, count, options) },
          },
        ];
  const carriersPerWafer = fact('carriersPerWafer');
  return {
    ok: true,
    spec: {
      name: product.name.en,
      ...(date === undefined ? {} : { date }),
      ...(attributes['package'] === undefined ? {} : { packaging: attributes['package'] }),
      dies: base === undefined ? [logic] : [base, logic],
      memory,
      links: [],
      carrier: {},
      ...(carriersPerWafer === undefined ? {} : { carriersPerWafer }),
      ...(packages === 1 ? {} : { packages }),
      substrate: {},
      test: {},
      wafer: {},
    },
  };
};

/**
 * Price of a stack of the size that the product has: by capacity where that is stated, else as stacks are sold. Estimators
 * disagree, and contracts are made by the year: what was read of the last year spans the interval, without a date all of it.
 */
const priceOf = (catalog: Catalog, product: Thing, count: number, options: SelectOptions): { readonly price?: Stated } => {
  const hbm = product.attributes['hbm'] === undefined ? undefined : catalog.get(product.attributes['hbm'], 'hbm');
  const memory = catalog.select(product, 'memory', options);
  const newest = hbm && catalog.select(hbm, 'pricePerByte', options);
  if (hbm === undefined || memory === undefined || newest === undefined) return {};
  const last = newest.used[0]?.date;
  const counts = ({ grade, date }: FactValue): boolean => {
    if (grade !== newest.grade) return false;
    if (options.asOf === undefined || date === undefined || last === undefined) return true;
    const age = ageInYears(date, last);
    return age >= 0 && age <= 1;
  };
  const read = (hbm.facts['pricePerByte'] ?? []).filter(counts).map(({ value }) => value);
  const price = read.length > 1 ? spanOf(read) : newest.value;
  return { price: { distribution: times(price, median(memory.value) / count), fact: `${hbm.id}#pricePerByte` } };
};

const spanOf = (values: readonly Distribution[]): Distribution => {
  const sorted = values.map(median).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const middle = sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  return { kind: 'split', scale: 'log', p5: sorted[0]!, p50: middle, p95: sorted.at(-1)! };
};
