import { type Catalog, openCatalog, type Thing } from '#catalog';
import { bestPlacement, dieShape, diesPerWaferClosedForm, dieYield, negativeBinomialYield, type YieldModel } from '#die';
import { mm2PerCm2, type Quantity, quantity } from '#quantity';
import { answerPackage, type PackageModel, packageModel, productPackage, statedParameter } from '#scenario';
import { median } from '#uncertainty';
import type { Reason } from '../area.ts';
import type { PublishedCheck } from './published-wafer.ts';

/** A prediction with what lies behind it, or why there is none. */
export type PublishedPrediction = { readonly value: number; readonly because?: Reason } | { readonly missing: Reason };

const missing = (code: string, detail: string): PublishedPrediction => ({ missing: { code, detail } });
const numberOf = (args: ReadonlyMap<string, string>, ...names: readonly string[]): number | undefined => {
  for (const name of names) {
    const value = Number(args.get(name));
    if (args.has(name) && args.get(name) !== '' && Number.isFinite(value)) return value;
  }
  return undefined;
};

/** Sides of a rectangle as written: `10x10`, `25.5 x 31.9`. */
const sidesOf = (text: string | undefined): readonly [number, number] | undefined => {
  const [, a, b] = /^\s*([\d.]+)\s*[x×*]\s*([\d.]+)/i.exec(text ?? '') ?? [];
  return Number(a) > 0 && Number(b) > 0 ? [Number(a), Number(b)] : undefined;
};

/** A yield model as written: `negative_binomial alpha=3`, `bose_einstein n=12 D0 per layer`. */
const yieldModelOf = (text: string): YieldModel | undefined => {
  const words = text.toLowerCase().replaceAll('_', ' ').replaceAll('-', ' ');
  const number = Number(/(?:alpha|n|layers)\s*=?\s*([\d.]+)/.exec(words)?.[1]);
  if (words.includes('bose')) {
    const kind = /total|split/.test(words) ? 'bose-einstein-total' : 'bose-einstein-per-layer';
    return Number.isFinite(number) ? { kind, layers: quantity(number, 'layer') } : undefined;
  }
  if (/negative|binomial|^nb/.test(words))
    return Number.isFinite(number) ? { kind: 'negative-binomial', clustering: quantity(number, '1') } : undefined;
  if (/uniform|rect/.test(words)) return { kind: 'uniform' };
  if (words.includes('poisson')) return { kind: 'poisson' };
  if (words.includes('murphy')) return { kind: 'murphy' };
  if (words.includes('seeds')) return { kind: 'seeds' };
  return words.includes('moore') ? { kind: 'moore' } : undefined;
};

interface Context extends PublishedCheck {
  readonly catalog: Catalog;
  readonly product: Thing | undefined;
  readonly process: Thing | undefined;
}

const fact = ({ catalog, date }: Context, thing: Thing | undefined, name: string): number | undefined => {
  if (thing === undefined) return undefined;
  const known = catalog.select(thing, name, date === '' ? {} : { asOf: date, orFirstAfter: true });
  // An assumption gives way to what was read, though it was published later.
  const read = known?.grade === 'D' ? catalog.select(thing, name) : undefined;
  const selected = read !== undefined && read.grade !== 'D' ? read : known;
  return selected && median(selected.value);
};

interface Wafer {
  readonly diameter: Quantity<'mm'>;
  readonly edgeExclusion: Quantity<'mm'>;
  readonly street: Quantity<'mm'>;
}

const waferOf = ({ args, catalog }: Context, bare: boolean): Wafer => {
  const parameter = (id: string): number => statedParameter(catalog, id, 'length');
  return {
    diameter: quantity(numberOf(args, 'wafer_mm', 'wafer_diam_mm') ?? parameter('wafer-diameter'), 'mm'),
    // A closed form knows neither rim nor street unless they are stated.
    edgeExclusion: quantity(numberOf(args, 'edge_mm', 'edge_exclusion_mm') ?? (bare ? 0 : parameter('edge-exclusion')), 'mm'),
    street: quantity(numberOf(args, 'scribe_mm', 'street_mm') ?? (bare ? 0 : parameter('scribe-street')), 'mm'),
  };
};

interface Sides {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
}

/** Sides of the die that a row means, as far as they are known: its own, those of its product, else those of its area. */
const dieOf = (context: Context, square: boolean): (Sides & { readonly area: number }) | undefined => {
  const { args, product, catalog } = context;
  const stated = sidesOf(
    args.get('die') ?? args.get('die_mm') ?? args.get('interposer') ?? args.get('interposer_mm') ?? args.get('size_mm'),
  );
  if (stated !== undefined) return { width: quantity(stated[0], 'mm'), height: quantity(stated[1], 'mm'), area: stated[0] * stated[1] };
  const area = numberOf(args, 'die_area_mm2', 'area_mm2', 'interposer_area_mm2', 'interposer_mm2') ?? fact(context, product, 'dieArea');
  if (area === undefined) return undefined;
  const [width, height] = [fact(context, product, 'dieWidth'), fact(context, product, 'dieHeight')];
  if (width !== undefined && height !== undefined && Math.abs((width * height) / area - 1) < 1e-3)
    return { width: quantity(width, 'mm'), height: quantity(height, 'mm'), area };
  if (square) return { width: quantity(Math.sqrt(area), 'mm'), height: quantity(Math.sqrt(area), 'mm'), area };
  const reticle = (id: string): Quantity<'mm'> => quantity(statedParameter(catalog, id, 'length'), 'mm');
  return {
    ...dieShape({ area: quantity(area, 'mm2'), reticleWidth: reticle('reticle-width'), reticleHeight: reticle('reticle-height') }),
    area,
  };
};

interface DieYield {
  readonly value: number;
  readonly reason: Reason;
}

/** Yield of a die: stated in the row, reported of its product, else modelled from the defects of its process. */
const yieldOf = (context: Context, area: number, reported: boolean): DieYield | undefined => {
  const { args, product, process } = context;
  const stated = numberOf(args, 'yield', 'die_yield');
  if (stated !== undefined) return { value: stated, reason: { code: 'because/yield-stated', detail: String(stated) } };
  const ofProduct = reported ? fact(context, product, 'yield') : undefined;
  if (ofProduct !== undefined)
    return { value: ofProduct, reason: { code: 'because/yield-reported', detail: `${product?.id}: ${ofProduct}` } };
  const density = numberOf(args, 'd0_per_cm2', 'd0', 'D0_per_cm2') ?? fact(context, process, 'defectDensity');
  if (density === undefined) return undefined;
  const model = args.has('model') ? yieldModelOf(args.get('model') as string) : undefined;
  const clustering =
    numberOf(args, 'alpha', 'cluster') ?? fact(context, process, 'clustering') ?? statedParameter(context.catalog, 'defect-clustering');
  const die = { area: quantity(area, 'mm2'), defectDensity: quantity(density, '/cm2') };
  const value =
    model === undefined ? negativeBinomialYield({ ...die, clustering: quantity(clustering, '1') }) : dieYield({ ...die, model });
  return { value, reason: { code: 'because/yield-modelled', detail: `${process?.id ?? ''} ${density}/cm2` } };
};

const packages = new Map<string, PackageModel | string>();

const packageOf = ({ catalog, date }: Context, product: Thing): PackageModel | string => {
  const key = `${catalog.digest} ${product.id} ${date}`;
  const known = packages.get(key);
  if (known !== undefined) return known;
  const built = productPackage(catalog, product, date === '' ? undefined : date);
  const model = built.ok ? packageModel({ catalog, spec: built.spec }) : undefined;
  const result = model?.ok ? model.value : built.ok ? `${product.id}: ${model?.issues[0]?.path ?? ''}` : built.missing;
  packages.set(key, result);
  return result;
};

/** Inputs of a package by how a row calls them. */
const inputs: readonly (readonly [RegExp, RegExp])[] = [
  [/hbm|memory/i, /^memory\.\d+\.price$/],
  [/wafer/i, /^dies\..*\.waferPrice$/],
  [/d0|defect/i, /^dies\..*\.defectDensity$/],
  [/bond/i, /\.bondYield$/],
  [/interposer|cowos|carrier|packag/i, /^carrier\.waferPrice$/],
  [/substrate/i, /^substrate\.costPerArea$/],
  [/test/i, /^test\.finalTest$/],
  [/die.?area|area/i, /^dies\..*\.area$/],
];

const changeOf = (model: PackageModel, pattern: RegExp, change: number): number | undefined => {
  const before = model.evaluate(model.medians);
  const values = Float64Array.from(model.medians);
  let moved = 0;
  for (const [i, { path }] of model.parameters.entries()) {
    if (!pattern.test(path)) continue;
    values[i] = (values[i] as number) * (1 + change);
    moved += 1;
  }
  const after = model.evaluate(values);
  return moved > 0 && before.feasible && after.feasible ? after.cost.total / before.cost.total - 1 : undefined;
};

const draws = { samples: 1000, seed: 1 };

const predictors: Readonly<Record<string, (context: Context) => PublishedPrediction>> = {
  yield_model: ({ args }) => {
    const m =
      numberOf(args, 'm') ?? ((numberOf(args, 'die_area_mm2') ?? Number.NaN) * (numberOf(args, 'd0_per_cm2') ?? Number.NaN)) / mm2PerCm2;
    const model = yieldModelOf(args.get('model') ?? '');
    if (!Number.isFinite(m) || model === undefined) return missing('argument-missing', 'm, model');
    return { value: dieYield({ area: quantity(mm2PerCm2, 'mm2'), defectDensity: quantity(m, '/cm2'), model }) };
  },
  gross_dies_per_wafer_closed_form: (context) => {
    const die = dieOf(context, true);
    return die === undefined
      ? missing('argument-missing', 'die')
      : { value: diesPerWaferClosedForm({ ...die, ...waferOf(context, true) }) };
  },
  packages_per_interposer_wafer: (context) => {
    const { product } = context;
    const model = product === undefined ? undefined : packageOf({ ...context }, product);
    const area = numberOf(context.args, 'interposer_area_mm2', 'interposer_mm2', 'area_mm2');
    const sides =
      sidesOf(context.args.get('interposer') ?? context.args.get('interposer_mm') ?? context.args.get('die')) ??
      (area === undefined ? undefined : ([Math.sqrt(area), Math.sqrt(area)] as const));
    const wafer = waferOf(context, false);
    if (sides !== undefined)
      return { value: bestPlacement({ width: quantity(sides[0], 'mm'), height: quantity(sides[1], 'mm'), ...wafer }).perWafer };
    if (model === undefined || typeof model === 'string') return missing('argument-missing', 'interposer_mm2');
    // The size that its dies and stacks need, not what was published about the wafer.
    const design = model.design(model.medians);
    const standing =
      design.dies.reduce((sum, { on, count, area: one }) => sum + (on === undefined ? count * one : 0), 0) +
      design.memory.reduce((sum, { stacks, area: one }) => sum + stacks * one, 0);
    const side = quantity(Math.sqrt((design.carrier?.ratio ?? 1) * standing), 'mm');
    return {
      value: bestPlacement({ width: side, height: side, ...wafer }).perWafer,
      because: { code: 'because/interposer-size', detail: `${Math.round(side ** 2)} mm2` },
    };
  },
  good_dies_per_wafer: (context) => {
    const die = dieOf(context, false);
    const good = die && yieldOf(context, die.area, context.args.get('salvage') !== 'none');
    if (die === undefined || good === undefined) return missing('argument-missing', 'die_area_mm2, node');
    return { value: bestPlacement({ ...die, ...waferOf(context, false) }).perWafer * good.value, because: good.reason };
  },
  dies_per_wafer_times_yield: (context) => {
    const closed = /closed/.test(context.args.get('count') ?? 'closed');
    const die = dieOf(context, closed);
    const good = die && yieldOf(context, die.area, true);
    if (die === undefined || good === undefined) return missing('argument-missing', 'die_area_mm2, node');
    const count = closed
      ? diesPerWaferClosedForm({ ...die, ...waferOf(context, true) })
      : bestPlacement({ ...die, ...waferOf(context, false) }).perWafer;
    return { value: count * good.value, because: good.reason };
  },
  wafer_price_per_good_die_usd: (context) => {
    const closed = /closed/.test(context.args.get('count') ?? '');
    const die = dieOf(context, closed);
    const good = die && yieldOf(context, die.area, true);
    const price = numberOf(context.args, 'wafer_price_usd') ?? fact(context, context.process, 'waferPrice');
    if (die === undefined || good === undefined || price === undefined) return missing('argument-missing', 'die_area_mm2, wafer_price_usd');
    const count = closed
      ? diesPerWaferClosedForm({ ...die, ...waferOf(context, true) })
      : bestPlacement({ ...die, ...waferOf(context, false) }).perWafer;
    return { value: price / (count * good.value), because: good.reason };
  },
  die_yield: (context) => {
    const die = dieOf(context, false);
    const good = die && yieldOf(context, die.area, false);
    return good === undefined ? missing('argument-missing', 'die_area_mm2, node') : { value: good.value, because: good.reason };
  },
  yield_ratio: (context) => {
    const against = context.args.get('against') ?? '';
    const die = dieOf(context, false);
    const other = Number(against) > 0 ? undefined : context.catalog.get(against, 'node');
    const product = other === undefined ? context.catalog.get(against, 'product') : undefined;
    const here = die && yieldOf(context, die.area, false);
    const there =
      Number(against) > 0
        ? yieldOf(context, Number(against), false)
        : other !== undefined
          ? die &&
            yieldOf(
              { ...context, process: other, args: new Map([...context.args].filter(([key]) => !key.toLowerCase().startsWith('d0'))) },
              die.area,
              false,
            )
          : product &&
            yieldOf(
              { ...context, product, process: context.catalog.get(product.attributes['node'] ?? '', 'node') },
              fact(context, product, 'dieArea') ?? Number.NaN,
              false,
            );
    if (here === undefined || there === undefined) return missing('argument-missing', 'die_area_mm2, against');
    return { value: here.value / there.value, because: here.reason };
  },
  accelerator_unit_cost_usd: (context) => {
    const { product } = context;
    if (product === undefined) return missing('product-unknown', context.args.get('product') ?? '');
    const model = packageOf(context, product);
    if (typeof model === 'string') return missing('fact-missing', model);
    const { total, why = [] } = answerPackage({ model, ...draws });
    if (total === undefined) return missing('fact-missing', product.id);
    const detail = why
      .slice(0, 3)
      .map(({ part, share }) => `${part} ${Math.round(100 * share)}%`)
      .join(', ');
    return { value: total.p50, because: { code: 'because/parts', detail } };
  },
  unit_cost_change: (context) => {
    const { args, product, catalog } = context;
    const change = numberOf(args, 'change');
    const pattern = inputs.find(([name]) => name.test(args.get('input') ?? ''))?.[1];
    if (change === undefined || pattern === undefined) return missing('argument-missing', 'input, change');
    // Of an accelerator at large: the mean over those of the catalogue that carry stacked memory.
    const products =
      product === undefined
        ? catalog.list('product').filter((one) => one.attributes['hbm'] !== undefined && one.attributes['accelerator'] !== undefined)
        : [product];
    const changes = products.flatMap((one) => {
      const model = packageOf(context, one);
      const moved = typeof model === 'string' ? undefined : changeOf(model, pattern, change);
      return moved === undefined ? [] : [moved];
    });
    if (changes.length === 0) return missing('fact-missing', args.get('input') ?? '');
    return {
      value: changes.reduce((sum, one) => sum + one, 0) / changes.length,
      because: { code: 'because/mean-of', detail: String(changes.length) },
    };
  },
};

/** Metrics that dies and packages answer. */
export const packageMetrics: ReadonlySet<string> = new Set(Object.keys(predictors));

/**
 * The prediction for a metric of dies and packages.
 *
 * @param check input columns of the row
 */
export const publishedPackage = (check: PublishedCheck): PublishedPrediction => {
  const opened = openCatalog();
  const predict = predictors[check.metric];
  if (!opened.ok || predict === undefined) return missing('metric-unknown', check.metric);
  const catalog = opened.value;
  const named = check.args.get('product');
  const product = named === undefined ? undefined : (catalog.get(named, 'product') ?? productOfAccelerator(catalog, named));
  if (named !== undefined && product === undefined && !check.args.has('die_area_mm2')) return missing('product-unknown', named);
  const process = check.node === '' ? catalog.get(product?.attributes['node'] ?? '', 'node') : catalog.get(check.node, 'node');
  if (check.node !== '' && process === undefined) return missing('node-unknown', check.node);
  return predict({ ...check, catalog, product, process });
};

const productOfAccelerator = (catalog: Catalog, name: string): Thing | undefined => {
  const chip = catalog.get(name, 'accelerator');
  return chip && catalog.list('product').find(({ attributes }) => attributes['accelerator'] === chip.id);
};
