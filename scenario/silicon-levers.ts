import type { Catalog, Grade, Thing } from '#catalog';
import { salvageYield } from '#die';
import { type Distribution, type Issue, mm2PerCm2, quantity, scaleDistribution } from '#quantity';
import { createSampler, median, Quantiles } from '#uncertainty';
import { isEuv } from '#wafer';
import { keepMade } from './keep-made.ts';
import { packageModel } from './package-model.ts';
import { productPackage } from './product-package.ts';
import { sourcesOf } from './stated-fact.ts';
import { type MadeWafer, type WaferModel, waferModel } from './wafer-model.ts';
import type { ToolChoice } from './wafer-tools.ts';

/** A lever that the wafer floor computes. */
export interface ComputedLever {
  readonly path: string;
  readonly distribution: Distribution;
  readonly fact: string;
  readonly grade: Grade;
  readonly sources: readonly string[];
  readonly note: string;
}

export interface SiliconInput {
  readonly catalog: Catalog;
  readonly node: Thing;
  /** Scanners that may not be used, or the only ones. */
  readonly tools: ToolChoice | undefined;
  readonly date: string;
  readonly asOf: string | undefined;
}

export interface Silicon {
  readonly levers: readonly ComputedLever[];
  /** Defects, energy and cost with the scanners of the scenario over those with the scanners of the process. */
  readonly ratios: { readonly defectDensity: number; readonly energy: number; readonly cost: number };
}

/** Points from which the interval of a computed lever is taken: evenly spread, so that few give its ends, and at hand at once. */
const draws = 32;
const seed = 1;

interface Column {
  readonly path: string;
  readonly read: (made: MadeWafer) => number;
}

const passes = (made: MadeWafer, of: (index: number) => boolean): number =>
  made.flow.passes.reduce((sum, each, index) => sum + (of(index) ? each : 0), 0);
const isImmersion = (made: MadeWafer) => (index: number) => made.scanners[index]?.lithography === 'arfi';
const isEuvAt = (made: MadeWafer) => (index: number) => isEuv(made.scanners[index]?.lithography ?? 'krf');
/** Rate of the scanners of a kind, each for its share of the passes. */
const rate = (made: MadeWafer, of: (index: number) => boolean): number => {
  const all = passes(made, of);
  const busy = made.flow.passes.reduce((sum, each, index) => sum + (of(index) ? each / (made.scanners[index]?.capacity ?? 1) : 0), 0);
  return busy > 0 ? all / busy : Number.NaN;
};

const columns: readonly Column[] = [
  { path: 'wafer.cost', read: ({ costPerWaferOut }) => costPerWaferOut },
  { path: 'wafer.lineYield', read: ({ lineYield, overlayYield }) => lineYield * overlayYield },
  { path: 'wafer.cycleTime', read: ({ cycle }) => cycle.time },
  { path: 'wafer.energy', read: ({ energy }) => energy.total },
  { path: 'wafer.exposures', read: (made) => passes(made, isImmersion(made)) },
  { path: 'wafer.scannerRate', read: (made) => rate(made, isImmersion(made)) },
  { path: 'wafer.euvExposures', read: (made) => passes(made, isEuvAt(made)) },
  { path: 'wafer.euvScannerRate', read: (made) => rate(made, isEuvAt(made)) },
  { path: 'die.defectDensity', read: ({ defectDensity }) => defectDensity },
];

/** Median from the medians of all inputs, ends from the draws. */
const distributionOf = (central: number, values: readonly number[]): Distribution => {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return { kind: 'point', value: central };
  const quantiles = new Quantiles();
  quantiles.pushAll(finite);
  const p5 = Math.min(central, quantiles.quantile(0.05));
  const p95 = Math.max(central, quantiles.quantile(0.95));
  return p5 === p95 ? { kind: 'point', value: central } : { kind: 'split', scale: p5 > 0 ? 'log' : 'linear', p5, p50: central, p95 };
};

const known = new Map<string, Silicon | undefined>();

/**
 * What the wafer floor says of the process of a scenario: a lever for each figure, and how figures of the process as it is
 * move with the scanners of the scenario. The correlation of the levers among each other is lost.
 *
 * @param input catalogue, process, scanners, date
 * @param issues names of tools that mean nothing are put here
 * @returns undefined where the layers of the process are not known
 */
export const siliconLevers = (input: SiliconInput, issues: Issue[]): Silicon | undefined => {
  const { catalog, node, tools, date, asOf } = input;
  if (node.attributes['flow'] === undefined) return undefined;
  const key = JSON.stringify([catalog.digest, node.id, tools, date, asOf]);
  if (known.has(key)) return known.get(key);
  const common = { catalog, node, date, ...(asOf === undefined ? {} : { asOf }) };
  const own = waferModel(common);
  const model = tools === undefined ? own : waferModel({ ...common, tools });
  if (!model.ok) issues.push(...model.issues);
  const computed = own.ok && model.ok ? compute(own.value, model.value, node, tools !== undefined) : undefined;
  if (model.ok) known.set(key, computed);
  return computed;
};

const compute = (own: WaferModel, model: WaferModel, node: Thing, other: boolean): Silicon | undefined => {
  const base = own.evaluate(own.medians);
  const asked = model.evaluate(model.medians);
  if (!base.feasible) return undefined;
  // What cannot be made has no figures; those of the process as it is stand in, and the constraint says that it fails.
  const made = asked.feasible ? asked : base;
  const evaluated = asked.feasible ? model : own;
  const sampler = createSampler({ seed, parameters: evaluated.parameters, points: 'sobol' });
  const values = new Float64Array(evaluated.parameters.length);
  const drawn: MadeWafer[] = [];
  for (let draw = 0; draw < draws; draw++) {
    sampler.fill(draw, values);
    const result = evaluated.evaluate(values);
    if (result.feasible) drawn.push(result);
  }
  // The grid of the region counts for emissions alone, which are no lever.
  const sources = [...new Set(evaluated.parameters.flatMap(({ thing, selected }) => (thing.kind === 'region' ? [] : sourcesOf(selected))))];
  const note = other ? 'computed from layers and the scanners that the scenario leaves' : 'computed from layers and scanners';
  const lever = (path: string, distribution: Distribution): ComputedLever => ({
    path,
    distribution,
    fact: `${node.id}#flow`,
    // The layer lists are assumptions.
    grade: 'D',
    sources: path === 'wafer.pitchFloor' || path === 'wafer.pitch' ? [] : sources,
    note,
  });
  const levers = columns.flatMap(({ path, read }) => {
    const central = read(made);
    return Number.isFinite(central) && central > 0 ? [lever(path, distributionOf(central, drawn.map(read)))] : [];
  });
  const point = (path: string, value: number): ComputedLever => lever(path, { kind: 'point', value });
  const outOfReach = asked.feasible
    ? []
    : [point('wafer.pitch', asked.pitch), ...(asked.floor === undefined ? [] : [point('wafer.pitchFloor', asked.floor)])];
  return {
    levers: [...levers, ...outOfReach],
    ratios: {
      defectDensity: made.defectDensity / base.defectDensity,
      energy: made.energy.total / base.energy.total,
      cost: made.costPerWaferOut / base.costPerWaferOut,
    },
  };
};

/** A distribution moved by a ratio; untouched where that is one. */
export const moved = (distribution: Distribution, ratio: number): Distribution =>
  ratio === 1 ? distribution : scaleDistribution(distribution, ratio);

/** What a package computes: its assembly, its tests, and the bonds that work, for each die. */
export const packageLevers = (catalog: Catalog, product: Thing, date: string): readonly ComputedLever[] => {
  const key = JSON.stringify([catalog.digest, product.id, date]);
  return packages(key, () => computePackage(catalog, product, date));
};

const packages = keepMade<readonly ComputedLever[]>();

const computePackage = (catalog: Catalog, product: Thing, date: string): readonly ComputedLever[] => {
  const built = productPackage(catalog, product, date);
  const model = built.ok ? packageModel({ catalog, spec: built.spec }) : undefined;
  if (model === undefined || !model.ok) return [];
  const { parameters, medians, evaluate, spec } = model.value;
  const { packages: copies = 1 } = spec;
  const dies = medianOf(catalog, product, 'dies') ?? 1;
  interface Figures {
    readonly assembly: number;
    readonly test: number;
    readonly bond: number;
  }
  const figures = (values: ArrayLike<number>): Figures | undefined => {
    const made = evaluate(values);
    if (!made.feasible) return undefined;
    const { rawPackage, test, yield: good } = made.cost;
    // The chain divides all that goes into a package by its yield, and takes that yield from the bonds of its dies.
    return { assembly: rawPackage * copies, test: test * good * copies, bond: good ** (copies / dies) };
  };
  const central = figures(medians);
  if (central === undefined) return [];
  const sampler = createSampler({ seed, parameters, points: 'sobol' });
  const values = new Float64Array(parameters.length);
  const drawn: Figures[] = [];
  for (let draw = 0; draw < draws; draw++) {
    sampler.fill(draw, values);
    const each = figures(values);
    if (each !== undefined) drawn.push(each);
  }
  const sources = [...new Set(parameters.flatMap(({ selected }) => (selected === undefined ? [] : sourcesOf(selected))))];
  const lever = (path: string, read: (figures: Figures) => number): ComputedLever => ({
    path,
    distribution: distributionOf(read(central), drawn.map(read)),
    fact: `${product.id}#dies`,
    grade: 'D',
    sources,
    note: 'computed from carrier, substrate, bonds and tests',
  });
  return [
    lever('package.assemblyCost', ({ assembly }) => assembly),
    lever('package.testCost', ({ test }) => test),
    lever('package.bondYield', ({ bond }) => bond),
  ];
};

const medianOf = (catalog: Catalog, thing: Thing | undefined, fact: string): number | undefined => {
  const selected = thing && catalog.select(thing, fact);
  return selected && median(selected.value);
};

export interface SalvageInput {
  readonly catalog: Catalog;
  readonly product: Thing;
  readonly area: number;
  readonly defectDensity: number;
  readonly clustering: number;
}

/**
 * Share of the defects that keep a die from being sold, where the product is sold with some cores off: the share of its
 * defects at which a die without spare cores would yield as much. It is computed at one defect density, because salvage by
 * itself takes longer than the whole chain; between half and twice that density it moves by a tenth or two.
 *
 * @param input catalogue, product, area of the die, defect density and clustering
 */
export const killingShare = ({ catalog, product, area, defectDensity, clustering }: SalvageInput): ComputedLever | undefined => {
  const total = medianOf(catalog, product, 'coresTotal');
  const sold = medianOf(catalog, product, 'coresSold');
  const dies = medianOf(catalog, product, 'dies') ?? 1;
  const things = ['parameter/core-area-share', 'parameter/uncore-repairable'].map((id) => catalog.get(id));
  const [coreShare, repairable] = things.map((thing) => thing && catalog.select(thing, 'value'));
  if (total === undefined || sold === undefined || coreShare === undefined || repairable === undefined || total <= sold) return undefined;
  const at = (share: number, repaired: number): number => {
    const { sold: good } = salvageYield({
      area: quantity(area, 'mm2'),
      defectDensity: quantity(defectDensity, '/cm2'),
      clustering: quantity(clustering, '1'),
      cores: quantity(Math.round(total / dies), '1'),
      maxBad: quantity(Math.floor((total - sold) / dies), '1'),
      coreShare: quantity(share, '1'),
      repairable: quantity(repaired, '1'),
    });
    const defects = (area / mm2PerCm2) * defectDensity;
    return defects > 0 ? (clustering * (good ** (-1 / clustering) - 1)) / defects : 1;
  };
  const central = at(median(coreShare.value), median(repairable.value));
  if (!(central > 0 && central < 1)) return undefined;
  const sampler = createSampler({
    seed,
    parameters: [
      { path: 'parameter/core-area-share#value', distribution: coreShare.value, low: 0, high: 1 },
      { path: 'parameter/uncore-repairable#value', distribution: repairable.value, low: 0, high: 1 },
    ],
  });
  const values = new Float64Array(2);
  const drawn: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    sampler.fill(draw, values);
    drawn.push(Math.min(1, at(values[0] as number, values[1] as number)));
  }
  const used = [...coreShare.used, ...repairable.used];
  return {
    path: 'die.killing',
    distribution: distributionOf(central, drawn),
    fact: `${product.id}#coresSold`,
    grade: 'D',
    sources: sourcesOf({ used }),
    note: 'computed: cores that may be off, at the median defect density',
  };
};
