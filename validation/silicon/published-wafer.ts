import { type Catalog, openCatalog, type Thing } from '#catalog';
import { quantity } from '#quantity';
import { type MadeWafer, type ToolChoice, type WaferModel, waferModel } from '#scenario';
import { median } from '#uncertainty';
import type { Lithography } from '#wafer';
import { scannersFor } from '#wafer';

/** The input columns of a published check. */
export interface PublishedCheck {
  readonly metric: string;
  /** Name of a process; empty where the metric needs none. */
  readonly node: string;
  /** `arfi`, `arfi+euv`, `arfi+euv+euv0.55`; empty = the node's own. */
  readonly tools: string;
  /** Wafer starts a month; not a number where none is given. */
  readonly capacity: number;
  readonly args: ReadonlyMap<string, string>;
  /** YYYY or YYYY-MM, or empty. */
  readonly date: string;
}

/** Tools of a column as a choice: what is named is there, finer light that is not named is not. */
export const toolChoice = (tools: string): ToolChoice => {
  const named = tools
    .toLowerCase()
    .split('+')
    .map((word) => word.trim());
  if (tools.trim() === '') return {};
  const highNa = named.some((word) => word === 'euv0.55' || word === 'high-na');
  const lowNa = named.includes('euv');
  return {
    add: [...(lowNa ? ['euv'] : []), ...(highNa ? ['high-na'] : [])],
    without: [...(lowNa ? [] : ['low-na']), ...(highNa ? [] : ['high-na'])],
  };
};

const models = new Map<string, WaferModel | undefined>();

/** The model of a process, made once for each set of tools. */
const modelOf = (catalog: Catalog, node: Thing, choice: ToolChoice, date: string, state: 'mature' | 'ramp'): WaferModel | undefined => {
  const key = JSON.stringify([catalog.digest, node.id, choice, date, state]);
  if (!models.has(key)) {
    const model = waferModel({ catalog, node, tools: choice, ...(date === '' ? {} : { date }), state });
    models.set(key, model.ok ? model.value : undefined);
  }
  return models.get(key);
};

const make = (
  catalog: Catalog,
  node: Thing,
  tools: string,
  date = '',
  state: 'mature' | 'ramp' = 'mature',
): { readonly model: WaferModel; readonly made: MadeWafer } | undefined => {
  const model = modelOf(catalog, node, toolChoice(tools), date, state);
  const made = model?.evaluate(model.medians);
  return model !== undefined && made?.feasible ? { model, made } : undefined;
};

const euvOf = ({ flow }: MadeWafer): number => flow.exposures.euv + flow.exposures['euv-high-na'];

/** Machines of some kinds of light, as a fraction: what would be busy all the time. */
const machines = (made: MadeWafer, capacity: number, of: (light: Lithography) => boolean): number | undefined =>
  capacity > 0
    ? scannersFor({ flow: made.flow, scanners: made.scanners, demand: { starts: quantity(capacity, 'wafer/month') } }).reduce(
        (sum, { exact }, index) => sum + (of(made.scanners[index]?.lithography as Lithography) ? exact : 0),
        0,
      )
    : undefined;

/** Price of a processed wafer by the catalogue, at a date. */
const priceFact = (catalog: Catalog, node: Thing, date: string): number | undefined => {
  const selected = catalog.select(node, 'waferPrice', date === '' ? {} : { asOf: date, orFirstAfter: true });
  return selected && median(selected.value);
};

/**
 * Price of a wafer: the one that the catalogue has of the node, moved as its cost moves where other tools are used; a cost
 * where it has none. Both ends of a ratio are prices or both are costs: the margin is the same.
 */
const priceRatio = (catalog: Catalog, of: Side, against: Side, date: string): number | undefined => {
  const cost = ({ node, tools }: Side): number | undefined => make(catalog, node, tools)?.made.costPerWaferOut;
  const [a, b, ownA, ownB] = [cost(of), cost(against), cost({ node: of.node, tools: '' }), cost({ node: against.node, tools: '' })];
  if (a === undefined || b === undefined || ownA === undefined || ownB === undefined) return undefined;
  const [priceA, priceB] = [priceFact(catalog, of.node, date), priceFact(catalog, against.node, date)];
  return priceA !== undefined && priceB !== undefined ? (priceA * (a / ownA)) / (priceB * (b / ownB)) : a / b;
};

interface Side {
  readonly node: Thing;
  readonly tools: string;
}

/** Tools as a column writes them. */
const toolsPattern = /^(arfi|euv|euv0\.55)(\+(arfi|euv|euv0\.55))*$/i;

/** What a ratio is against: another node, the same node with other tools, or both, in whatever words stand around them. */
const sideOf = (text: string | undefined, { node, tools }: Side, catalog: Catalog): Side | undefined => {
  if (text === undefined) return undefined;
  const whole = catalog.get(text.trim(), 'node');
  if (whole !== undefined) return { node: whole, tools: '' };
  const words = text.split(/[\s,:()]+|\btools\b|=/).filter((word) => word !== '');
  const other = words.flatMap((word) => catalog.get(word, 'node') ?? [])[0];
  const light = words.find((word) => toolsPattern.test(word));
  if (other === undefined && light === undefined) return undefined;
  return { node: other ?? node, tools: light ?? (other === undefined ? tools : '') };
};

/** Cost of exposures, with tracks, resist, electricity and metrology. */
const lithographyCost = ({ cost }: MadeWafer): number => cost.scanner + cost.track + cost.resist + cost.electricity + cost.metrology;

interface Module {
  readonly light: Lithography;
  readonly splits: number;
  readonly spacers: number;
  readonly cuts: number;
}

/** Reads `EUV`, `ArFi`, `LE3`, `SADP+2`, `EUV_LE2`, `SAQP 3 cuts`. */
const moduleOf = (text: string | undefined): Module | undefined => {
  if (text === undefined) return undefined;
  const words = text.toLowerCase().replaceAll('_', ' ');
  const light: Lithography = /euv ?0\.55|high.?na/.test(words)
    ? 'euv-high-na'
    : words.includes('euv')
      ? 'euv'
      : words.includes('krf')
        ? 'krf'
        : /arf ?dry|dry arf/.test(words)
          ? 'arf'
          : 'arfi';
  const repeated = /\b((?:le){2,})\b/.exec(words)?.[1];
  const splits = Number(/\ble\^?(\d)/.exec(words)?.[1] ?? (repeated === undefined ? 1 : repeated.length / 2));
  const spacers = words.includes('saqp') ? 2 : words.includes('sadp') ? 1 : 0;
  const cuts = spacers === 0 ? 0 : Number(/(?:\+|with )\s*(\d)|(\d)\s*(?:cut|block)/.exec(words)?.slice(1).find(Boolean) ?? 0);
  const known = /euv|arf|immersion|193i|\bse\b|single|le|sadp|saqp|krf/.test(words);
  return known ? { light, splits, spacers, cuts } : undefined;
};

/** Cost of one exposure, or of all steps of a module, for each kind of light at the medians. */
const moduleCost = (catalog: Catalog, { light, splits, spacers, cuts }: Module, whole: boolean): number | undefined => {
  // Any process that uses all kinds of light knows what a pass costs.
  const node = catalog.get('node/tsmc-n7', 'node');
  const model = node && modelOf(catalog, node, { add: ['euv', 'high-na', 'low-na', 'euv-high-na'] }, '', 'mature');
  const made = model?.evaluate(model.medians);
  if (!made?.feasible) return undefined;
  const index = made.scanners.findIndex(({ lithography }) => lithography === light);
  const pass = made.exposures[index]?.total;
  if (pass === undefined) return undefined;
  if (!whole) return pass * (splits + cuts);
  const { steps } = made;
  const exposed = pass * (1 + made.rework) + steps.metrology + steps.etch + steps.clean;
  return (splits + cuts) * exposed + spacers * (steps.spacer + steps.clean);
};

/**
 * The prediction for a metric of the wafer floor.
 *
 * @param check input columns of the row
 * @returns undefined where the metric is not one of the wafer floor, or cannot be computed from these inputs
 */
export const publishedWafer = (check: PublishedCheck): number | undefined => {
  const opened = openCatalog();
  if (!opened.ok) return undefined;
  const catalog = opened.value;
  const { metric, tools, capacity, args, date } = check;
  if (metric === 'exposure_cost_ratio' || metric === 'module_cost_ratio') {
    const [numerator, denominator] = [moduleOf(args.get('numerator')), moduleOf(args.get('denominator'))];
    const whole = metric === 'module_cost_ratio';
    const [a, b] = [numerator && moduleCost(catalog, numerator, whole), denominator && moduleCost(catalog, denominator, whole)];
    return a === undefined || b === undefined ? undefined : a / b;
  }
  const node = catalog.get(check.node, 'node');
  if (node === undefined) return undefined;
  const side: Side = { node, tools };
  switch (metric) {
    case 'mask_layers':
      return make(catalog, node, tools)?.made.flow.masks;
    case 'euv_exposures': {
      const made = make(catalog, node, tools)?.made;
      return made && euvOf(made);
    }
    case 'immersion_exposures_critical':
      return criticalExposures(catalog, node);
    case 'cycle_time_days':
      return make(catalog, node, tools)?.made.cycle.time;
    case 'immersion_scanners': {
      const made = make(catalog, node, tools, date)?.made;
      return made && machines(made, capacity, (light) => light === 'arfi');
    }
    case 'euv_scanners': {
      const made = make(catalog, node, tools, date)?.made;
      return made && machines(made, capacity, (light) => light === 'euv' || light === 'euv-high-na');
    }
    case 'wafers_per_month_per_euv_layer': {
      const found = make(catalog, node, tools === '' ? 'arfi+euv' : tools, date)?.made;
      const scanner = found?.scanners.find(({ lithography }) => lithography === 'euv');
      return found && scanner && scanner.capacity / (1 + found.rework);
    }
    case 'd0_per_cm2':
      return publishedDefectDensity(check);
    case 'euv_share_of_fab_electricity':
      return make(catalog, node, tools)?.made.energy.euvShare;
    case 'wafer_price_ratio': {
      const against = sideOf(args.get('against'), side, catalog);
      return against && priceRatio(catalog, side, against, date);
    }
    case 'litho_cost_ratio': {
      const against = sideOf(args.get('against'), side, catalog);
      const [a, b] = [make(catalog, node, tools)?.made, against && make(catalog, against.node, against.tools)?.made];
      return a && b && lithographyCost(a) / lithographyCost(b);
    }
    default:
      return undefined;
  }
};

/**
 * Exposures in immersion of the layers that EUV replaces: those that a plan without EUV gives to the layers for which a
 * plan with it takes EUV.
 */
const criticalExposures = (catalog: Catalog, node: Thing): number | undefined => {
  const without = make(catalog, node, 'arfi')?.made;
  const withEuv = make(catalog, node, 'arfi+euv')?.made;
  if (without === undefined || withEuv === undefined) return undefined;
  const replaced = new Set(withEuv.plan.layers.filter(({ lithography }) => lithography === 'euv').map(({ layer }) => layer.id));
  return without.plan.layers
    .filter(({ layer, lithography }) => replaced.has(layer.id) && lithography === 'arfi')
    .reduce((sum, { layer, splits, cuts }) => sum + layer.count * (splits + cuts), 0);
};

/**
 * Killing defects per area of a node, mature or in its ramp at a date.
 *
 * @param check input columns of the row
 */
export const publishedDefectDensity = ({ node: name, tools, args, date }: PublishedCheck): number | undefined => {
  const opened = openCatalog();
  if (!opened.ok) return undefined;
  const node = opened.value.get(name, 'node');
  return node && make(opened.value, node, tools, date, args.get('state') === 'ramp' ? 'ramp' : 'mature')?.made.defectDensity;
};
