import type { Grade, Thing } from '#catalog';
import {
  type DesignedDie,
  designCost,
  type PackageBinding,
  type PackageCarbon,
  type PackageCost,
  type PackageObstacle,
  type PackageTechnology,
  type UnitDesignCost,
} from '#package';
import { type Distribution, isPoint, quantity, type UnitId } from '#quantity';
import { createSampler } from '#uncertainty';
import { firstOrder } from './first-order.ts';
import type { PackageModel } from './package-model.ts';
import type { PackageParameter } from './package-registry.ts';
import { sourcesOf } from './stated-fact.ts';

/** An amount with its interval over the draws. */
export interface Band {
  /** From the medians of all inputs. */
  readonly central: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** Parts of the cost of a package, in the order in which they arise. */
export const costParts = ['rawDies', 'dieDefects', 'memory', 'rawPackage', 'packageDefects', 'wasted', 'test'] as const;
export type CostPart = (typeof costParts)[number];

/** An input of a package as it was taken. */
export interface PackageInputRow {
  readonly path: string;
  readonly unit: UnitId;
  readonly value: number;
  readonly distribution: Distribution;
  /** None where the file states it. */
  readonly fact?: string;
  readonly grade?: Grade;
  /** Sources of the fact. */
  readonly sources: readonly string[];
  /** Share of the spread of the cost that it explains by itself. */
  readonly drives: number;
}

export interface PackageAnswer {
  readonly schema: 'chokepoint/package/1';
  readonly name: string;
  readonly technology: PackageTechnology;
  readonly packaging?: string;
  readonly feasible: boolean;
  /** What keeps the cost up; of an impossible package what stands in its way. */
  readonly binding: PackageBinding | PackageObstacle;
  /** The die that is meant, of an impossible package. */
  readonly at?: string;
  /** Share of draws in which it can be made. */
  readonly possible: number;
  /** Packages in one product: amounts are of the product. */
  readonly packages: number;
  readonly total?: Band;
  readonly parts?: Readonly<Record<CostPart, Band>>;
  /** The parts from the largest down, as shares of the cost: why it costs what it does. */
  readonly why?: readonly { readonly part: CostPart; readonly share: number }[];
  readonly yield?: Band;
  /** Of the compute die, from its least share without a defect to its greatest share that is sold: reports do not say which they mean. */
  readonly dieYield?: Band;
  readonly escapes?: number;
  readonly dies?: readonly (DesignedDie & { readonly node?: string })[];
  readonly carrier?: { readonly area: number; readonly perWafer: number; readonly yield: number; readonly stitches: number };
  readonly substrateArea?: number;
  readonly linkPower?: number;
  readonly links?: readonly {
    readonly between: readonly [string, string];
    readonly edge: number;
    readonly area: number;
    readonly power: number;
  }[];
  readonly design?: UnitDesignCost;
  readonly carbon?: PackageCarbon;
  readonly inputs: readonly PackageInputRow[];
  readonly samples: number;
  readonly seed: number;
}

export interface PackageQuestion {
  readonly model: PackageModel;
  readonly samples: number;
  readonly seed: number;
  /** Other packages that share dies with it: the design is borne by all. */
  readonly shared?: readonly PackageModel[];
}

const quantileOf = (sorted: Float64Array, p: number): number => {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return (sorted[low] as number) + ((sorted[high] as number) - (sorted[low] as number)) * (at - low);
};

const bandOf = (central: number, draws: Float64Array): Band => {
  const sorted = draws.filter(Number.isFinite).sort();
  if (sorted.length === 0) return { central, p5: central, p50: central, p95: central };
  return { central, p5: quantileOf(sorted, 0.05), p50: quantileOf(sorted, 0.5), p95: quantileOf(sorted, 0.95) };
};

/** Draws that are needed before it can be said which input moves the answer. */
const enough = 200;
const round = (value: number): number => Number(value.toPrecision(15));

interface Draws {
  readonly total: Float64Array;
  readonly yield: Float64Array;
  /** Of the compute die: share without a defect, and share that is sold. */
  readonly fullYield: Float64Array;
  readonly soldYield: Float64Array;
  readonly parts: Readonly<Record<CostPart, Float64Array>>;
  /** By uncertain input. */
  readonly inputs: readonly Float64Array[];
}

const uncertain = (parameters: readonly PackageParameter[]): readonly number[] =>
  parameters.flatMap(({ distribution }, index) => (isPoint(distribution) ? [] : [index]));

const draw = ({ parameters, medians, evaluate, spec: { packages = 1 } }: PackageModel, samples: number, seed: number): Draws => {
  const moving = uncertain(parameters);
  const sampler = createSampler({
    seed,
    parameters: moving.map((index) => {
      const { path, distribution, low, high } = parameters[index] as PackageParameter;
      return { path, distribution, low, high };
    }),
  });
  const drawn = new Float64Array(moving.length);
  const values = Float64Array.from(medians);
  const total = new Float64Array(samples).fill(Number.NaN);
  const good = new Float64Array(samples).fill(Number.NaN);
  const fullYield = new Float64Array(samples).fill(Number.NaN);
  const soldYield = new Float64Array(samples).fill(Number.NaN);
  const parts = Object.fromEntries(costParts.map((part) => [part, new Float64Array(samples).fill(Number.NaN)])) as Record<
    CostPart,
    Float64Array
  >;
  const inputs = moving.map(() => new Float64Array(samples));
  for (let i = 0; i < samples; i++) {
    sampler.fill(i, drawn);
    for (const [k, index] of moving.entries()) {
      values[index] = drawn[k] as number;
      inputs[k]![i] = drawn[k] as number;
    }
    const made = evaluate(values);
    if (!made.feasible) continue;
    total[i] = made.cost.total * packages;
    good[i] = made.cost.yield;
    const die = made.dies.at(-1);
    if (die !== undefined) {
      fullYield[i] = die.fullYield;
      soldYield[i] = die.yield;
    }
    for (const part of costParts) parts[part][i] = made.cost[part] * packages;
  }
  return { total, yield: good, fullYield, soldYield, parts, inputs };
};

const sharesOf = (cost: PackageCost): readonly { readonly part: CostPart; readonly share: number }[] =>
  costParts
    .map((part) => ({ part, share: cost[part] / cost.total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);

/**
 * What a package costs, with the interval of what is uncertain in it, and why.
 *
 * @param question the model of the package, draws, and packages that share its dies
 */
export const answerPackage = ({ model, samples, seed, shared = [] }: PackageQuestion): PackageAnswer => {
  const { spec, technology, packaging, parameters, medians, nodes } = model;
  const made = model.evaluate(medians);
  const draws = draw(model, samples, seed);
  const possible = samples === 0 ? Number(made.feasible) : draws.total.filter(Number.isFinite).length / samples;
  const moving = uncertain(parameters);
  const inputs = parameters.map((parameter, index): PackageInputRow => {
    const { path, unit, distribution, fact, selected } = parameter;
    const k = moving.indexOf(index);
    return {
      path,
      unit,
      value: round(medians[index] as number),
      distribution,
      ...(fact === undefined ? {} : { fact }),
      ...(selected === undefined ? {} : { grade: selected.grade }),
      sources: selected === undefined ? [] : sourcesOf(selected),
      drives: k < 0 || samples < enough ? 0 : firstOrder(draws.inputs[k] as Float64Array, draws.total),
    };
  });
  const head = {
    schema: 'chokepoint/package/1' as const,
    name: spec.name,
    technology,
    ...(packaging === undefined ? {} : { packaging: packaging.id }),
    possible,
    packages: spec.packages ?? 1,
    inputs,
    samples,
    seed,
  };
  if (!made.feasible) return { ...head, feasible: false, binding: made.binding, ...(made.at === undefined ? {} : { at: made.at }) };
  const { cost } = made;
  const { packages = 1 } = spec;
  const carbon = model.carbon(medians);
  const design = designOf(model, shared);
  return {
    ...head,
    feasible: true,
    binding: cost.binding,
    total: bandOf(cost.total * packages, draws.total),
    parts: Object.fromEntries(costParts.map((part) => [part, bandOf(cost[part] * packages, draws.parts[part])])) as Record<CostPart, Band>,
    why: sharesOf(cost),
    yield: bandOf(cost.yield, draws.yield),
    dieYield: dieYieldOf(made.dies.at(-1), draws),
    escapes: cost.escapes,
    dies: made.dies.map((die, i) => ({ ...die, ...idOf(nodes[i]) })),
    ...(made.carrierArea === 0
      ? {}
      : { carrier: { area: made.carrierArea, perWafer: made.carriersPerWafer, yield: made.carrierYield, stitches: made.stitches } }),
    substrateArea: made.substrateArea,
    ...(made.links.length === 0
      ? {}
      : { linkPower: made.linkPower, links: made.links.map((link, i) => ({ between: spec.links[i]!.between, ...link })) }),
    ...(design === undefined ? {} : { design }),
    ...(carbon === undefined ? {} : { carbon }),
  };
};

const dieYieldOf = (die: DesignedDie | undefined, { fullYield, soldYield }: Draws): Band => {
  const [full, sold] = [bandOf(die?.fullYield ?? Number.NaN, fullYield), bandOf(die?.yield ?? Number.NaN, soldYield)];
  return { central: sold.central, p5: full.p5, p50: sold.p50, p95: sold.p95 };
};

const idOf = (node: Thing | undefined): { readonly node?: string } => (node === undefined ? {} : { node: node.id });

/** Design cost of a unit, where volumes and the cost of every process are known. */
const designOf = (model: PackageModel, others: readonly PackageModel[]): UnitDesignCost | undefined => {
  const products = [model, ...others].map(({ spec, medians, volume, evaluate, chips, packageNre }) => {
    const made = evaluate(medians);
    if (!made.feasible || volume === undefined) return undefined;
    const designed = chips(medians, made);
    const nre = packageNre(made);
    if (designed === undefined || nre === undefined) return undefined;
    return { name: spec.name, volume: quantity(volume(medians), 'chip'), chips: designed, packageNre: nre };
  });
  const { nreShares } = model;
  if (nreShares === undefined || products.some((product) => product === undefined)) return undefined;
  return designCost({ products: products as Exclude<(typeof products)[number], undefined>[], ...nreShares })[0];
};

/** A published figure beside ours. */
export interface PublishedBeside {
  /** Name of the fact: `costTotal`. */
  readonly fact: string;
  readonly value: Band;
  readonly ours: Band;
  readonly grade: Grade;
  readonly date?: string;
  readonly source: string;
  readonly definition?: string;
  /** Does the middle of the published figure lie in our interval from 5% to 95%? */
  readonly inside: boolean;
}

/** Published figures are rounded. */
const slack = 0.005;

const middleOf = (distribution: Distribution): Band => {
  if (distribution.kind === 'split')
    return { central: distribution.p50, p5: distribution.p5, p50: distribution.p50, p95: distribution.p95 };
  const value = isPoint(distribution) ? distribution.value : Number.NaN;
  return { central: value, p5: value, p50: value, p95: value };
};

const sumOf = (bands: readonly Band[]): Band => ({
  central: bands.reduce((sum, { central }) => sum + central, 0),
  p5: bands.reduce((sum, { p5 }) => sum + p5, 0),
  p50: bands.reduce((sum, { p50 }) => sum + p50, 0),
  p95: bands.reduce((sum, { p95 }) => sum + p95, 0),
});

/**
 * What was published about a product beside what the model says of it.
 *
 * @param product the product
 * @param answer what the model says
 */
export const publishedBeside = (product: Thing, answer: PackageAnswer): readonly PublishedBeside[] => {
  const { parts, total } = answer;
  if (parts === undefined || total === undefined) return [];
  const ours: Readonly<Record<string, Band | undefined>> = {
    costTotal: total,
    costLogic: sumOf([parts.rawDies, parts.dieDefects]),
    costHbm: parts.memory,
    costPackaging: parts.rawPackage,
    costTest: parts.test,
    yield: answer.dieYield,
  };
  return Object.entries(ours).flatMap(([fact, band]) =>
    band === undefined
      ? []
      : (product.facts[fact] ?? []).map((statement): PublishedBeside => {
          const value = middleOf(statement.value);
          // A yield is of the die unless its definition speaks of the package.
          const ofPackage = fact === 'yield' && /^package/.test(statement.definition ?? '') && answer.yield !== undefined;
          const beside = ofPackage ? answer.yield : band;
          return {
            fact,
            value,
            ours: beside,
            grade: statement.grade,
            source: statement.source,
            ...(statement.date === undefined ? {} : { date: statement.date }),
            ...(statement.definition === undefined ? {} : { definition: statement.definition }),
            inside: value.central >= beside.p5 * (1 - slack) && value.central <= beside.p95 * (1 + slack),
          };
        }),
  );
};
