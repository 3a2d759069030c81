import type { Catalog, Selected, Thing } from '#catalog';
import type { ChainInput, RuleLeg } from '#model';
import { type Checked, convertMoney, type Distribution, type Issue, type MoneySeries, monthsPerYear, scaleDistribution } from '#quantity';
import { architectureOf, countParameters, type ModelShape, weightMatrices } from '#run';
import { median, type RankCorrelation } from '#uncertainty';
import { allowedValue } from './allowed-value.ts';
import { ageInYears, yearOf } from './date.ts';
import type { LeverSetting, Place, ScenarioDocument } from './document.ts';
import { type FactReference, type Lever, levers, type Role, roles } from './levers.ts';
import { modelShape } from './model-shape.ts';
import { moneySeries } from './money.ts';
import { predictUtilisation } from './predict-utilisation.ts';
import { resolveCorrelations } from './resolve-correlations.ts';
import { rulesInForce } from './rules-in-force.ts';
import { killingShare, moved, packageLevers, siliconLevers } from './silicon-levers.ts';
import { sourcesOf } from './stated-fact.ts';
import { stepUtilisation } from './step-utilisation.ts';
import { readToolChoice } from './wafer-tools.ts';

/** Where the value of a lever came from. */
export type Origin = 'fact' | 'prior' | 'scenario' | 'command' | 'identity' | 'model';

/** One lever of a scenario with its value and the reason for it. */
export interface ResolvedLever {
  readonly lever: Lever;
  readonly distribution: Distribution;
  /** Median of the distribution: what a run without sampling uses. */
  readonly value: number;
  readonly origin: Origin;
  readonly grade?: 'A' | 'B' | 'C' | 'D';
  /** `accelerator/h100-sxm#price`, where it came from a fact. */
  readonly fact?: string;
  readonly sources: readonly string[];
  readonly note?: string;
  /** Date of a price that is only known from later than it is paid. */
  readonly quotedLater?: string;
  /** Accelerators that the plan of a predicted utilisation leaves idle, of all that there are. */
  readonly idle?: { readonly count: number; readonly of: number };
}

/** A scenario whose every reference has been followed: the chain needs nothing else. */
export interface ResolvedScenario {
  readonly document: ScenarioDocument;
  /** What fills each role; a scenario without a model or an accelerator is none. */
  readonly things: Readonly<Partial<Record<Role, Thing>> & Record<'model' | 'accelerator', Thing>>;
  readonly levers: ReadonlyMap<string, ResolvedLever>;
  readonly choice: ChainInput['choice'];
  /** Levers whose values go together, whether or not they are certain here; all others are independent. */
  readonly correlations: readonly RankCorrelation[];
  /** Source ids behind the rule legs and the shape of the model, which are not levers. */
  readonly cited: readonly string[];
  readonly asOf: string;
}

interface Context {
  readonly document: ScenarioDocument;
  readonly catalog: Catalog;
  readonly things: Readonly<Partial<Record<Role, Thing>>>;
  readonly asOf: string | undefined;
  readonly money: MoneySeries;
  readonly issues: Issue[];
}

const at = (place: Place): Pick<Issue, 'file' | 'line' | 'column'> => ({ file: place.file, line: place.line, column: place.column });

/** Prices paid when the accelerators are bought, and prices paid while they run. */
const paidAtPurchase = new Set(['price', 'waferPrice', 'pricePerStack', 'costPerPackage', 'costPackaging', 'costTest']);
const paidInTheRun = new Set(['electricityPrice', 'subsidisedElectricityPrice', 'rent', 'perWatt', 'capex']);

const followRoles = (document: ScenarioDocument, catalog: Catalog, issues: Issue[]): Partial<Record<Role, Thing>> => {
  const things: Partial<Record<Role, Thing>> = {};
  for (const role of roles) {
    const named = document.roles[role];
    if (named === undefined) continue;
    const kind = kindOfRole[role];
    const thing = catalog.get(named.id, kind);
    if (thing === undefined) {
      const near = catalog.suggest(named.id, kind);
      issues.push({
        code: 'scenario/unknown-id',
        path: role,
        ...at(named.place),
        expected: kind,
        received: named.id,
        ...(near === undefined ? {} : { expected: near, hint: 'hint/did-you-mean' }),
      });
    } else things[role] = thing;
  }
  // What a cluster, a chip or a product says of the rest, where the scenario is silent.
  const imply = (role: Role, id: string | undefined): void => {
    if (things[role] !== undefined || document.roles[role] !== undefined || id === undefined) return;
    const thing = catalog.get(id, kindOfRole[role]);
    if (thing !== undefined) things[role] = thing;
  };
  imply('accelerator', things.cluster?.attributes['accelerator']);
  const chip = things.accelerator;
  imply('product', productOf(chip, catalog)?.id);
  imply('node', chip?.attributes['node'] ?? things.product?.attributes['node']);
  imply('hbm', chip?.attributes['memoryType']);
  imply('packaging', things.product?.attributes['package']);
  return things;
};

/** How an accelerator is built: a product of its own, else that of the accelerator with the same dies. */
const productOf = (chip: Thing | undefined, catalog: Catalog): Thing | undefined => {
  if (chip === undefined) return undefined;
  const products = catalog.list('product');
  const of = (id: string): Thing | undefined => products.find((product) => product.attributes['accelerator'] === id);
  const silicon = chip.attributes['sameSilicon'];
  return of(chip.id) ?? (silicon === undefined ? undefined : of(silicon));
};

/** The kind of thing that fills a role. */
export const kindOfRole: Readonly<Record<Role, string>> = {
  model: 'model',
  accelerator: 'accelerator',
  cluster: 'cluster',
  region: 'region',
  node: 'node',
  product: 'product',
  packaging: 'packaging',
  hbm: 'hbm',
  operator: 'facility',
  rental: 'cost',
  solver: 'solver',
};

const thingOf = (reference: FactReference, { things, catalog }: Context): Thing | undefined =>
  reference.of.includes('/') ? catalog.get(reference.of) : things[reference.of as Role];

const select = (thing: Thing, reference: FactReference, { catalog, asOf, document }: Context): Selected | undefined => {
  const definition = reference.definition === undefined ? {} : { definition: reference.definition };
  const stated = paidAtPurchase.has(reference.fact) ? document.acquired : undefined;
  const market = stated ?? asOf ?? document.date;
  // Prices move: they are taken as of the day they are paid, or the first quote after it where none was made before.
  return paidAtPurchase.has(reference.fact) || paidInTheRun.has(reference.fact)
    ? catalog.select(thing, reference.fact, { asOf: market, orFirstAfter: asOf === undefined, ...definition })
    : catalog.select(thing, reference.fact, { ...(asOf === undefined ? {} : { asOf }), ...definition });
};

/** Money of another currency or year, in dollars of the year of the run. */
const inDollars = (
  distribution: Distribution,
  currency: 'USD' | 'CNY' | 'EUR' | undefined,
  year: number | undefined,
  quoted: number,
  place: Pick<Issue, 'file' | 'line' | 'column' | 'path'>,
  { money, document, issues }: Context,
): Distribution => {
  if ((currency === undefined || currency === 'USD') && year === undefined) return distribution;
  const target = yearOf(document.date);
  // A price without a year of its own is nominal: it is exchanged at its own date and not inflated.
  const from = year ?? quoted;
  const converted = convertMoney({
    amount: 1,
    currency: currency ?? 'USD',
    year: from,
    toCurrency: 'USD',
    toYear: year === undefined ? from : target,
    ...money,
  });
  if (converted.ok) return scaleDistribution(distribution, converted.value);
  issues.push(...converted.issues.map((issue) => ({ ...issue, ...place })));
  return distribution;
};

const fromFact = (lever: Lever, references: readonly FactReference[], context: Context, times = 1): ResolvedLever | undefined => {
  for (const reference of references) {
    const thing = thingOf(reference, context);
    const selected = thing && select(thing, reference, context);
    if (thing === undefined || selected === undefined) continue;
    const first = selected.used[0];
    const dollars = inDollars(
      selected.value,
      first?.currency,
      first?.currencyYear,
      yearOf(first?.date ?? context.document.date),
      { file: thing.file, path: `facts.${reference.fact}` },
      context,
    );
    const distribution = times === 1 ? dollars : scaleDistribution(dollars, times);
    const sources = sourcesOf(selected);
    const note = first?.note ?? first?.definition;
    return {
      lever,
      distribution,
      value: median(distribution),
      origin: 'fact',
      grade: selected.grade,
      fact: `${thing.id}#${reference.fact}`,
      sources,
      ...(note === undefined ? {} : { note }),
      ...(selected.note === 'first-after' && first?.date !== undefined ? { quotedLater: first.date } : {}),
    };
  }
  return undefined;
};

/** The facts of another thing that a lever can take: of the names it takes by itself, else the only one in its unit. */
const factsFor = (lever: Lever, thing: Thing): readonly FactReference[] => {
  const named = lever.from.filter((reference) => thing.facts[reference.fact] !== undefined);
  if (named.length > 0) return named.map((reference) => ({ ...reference, of: thing.id }));
  const inUnit = Object.keys(thing.facts).filter((fact) => thing.facts[fact]?.[0]?.unit === lever.unit);
  return inUnit.length === 1 ? inUnit.map((fact) => ({ of: thing.id, fact })) : [];
};

const fromSetting = (lever: Lever, setting: LeverSetting, context: Context): ResolvedLever | undefined => {
  if (setting.kind === 'none') return undefined;
  const path = `levers.${lever.path}`;
  if (setting.kind === 'value') {
    const distribution = inDollars(
      setting.distribution,
      setting.currency,
      setting.currencyYear,
      yearOf(context.document.date),
      { ...at(setting.place), path },
      context,
    );
    if (setting.source !== undefined && context.catalog.source(setting.source) === undefined) {
      context.issues.push({ code: 'scenario/unknown-source', path, ...at(setting.place), received: setting.source });
    }
    return {
      lever,
      distribution,
      value: median(distribution),
      origin: setting.origin,
      sources: setting.source === undefined ? [] : [setting.source],
      ...(setting.note === undefined ? {} : { note: setting.note }),
    };
  }
  const thing = context.catalog.get(setting.from);
  if (thing === undefined) {
    const near = context.catalog.suggest(setting.from);
    context.issues.push({
      code: 'scenario/unknown-id',
      path,
      ...at(setting.place),
      expected: 'id',
      received: setting.from,
      ...(near === undefined ? {} : { expected: near, hint: 'hint/did-you-mean' }),
    });
    return undefined;
  }
  const taken = fromFact(lever, factsFor(lever, thing), context, setting.times);
  if (taken === undefined)
    context.issues.push({ code: 'scenario/no-such-fact', path, ...at(setting.place), expected: lever.unit, received: setting.from });
  return taken && { ...taken, origin: setting.origin, note: `${setting.from} × ${setting.times}` };
};

/**
 * Follows every reference of a scenario into the catalogue: each lever gets its value, where it came from and
 * how good that is.
 *
 * @returns the scenario ready to run, or every located issue that stands in its way
 */
export const resolveScenario = (
  document: ScenarioDocument,
  catalog: Catalog,
  options: { readonly asOf?: string } = {},
): Checked<ResolvedScenario> => {
  const issues: Issue[] = [];
  const things = followRoles(document, catalog, issues);
  const context: Context = { document, catalog, things, asOf: options.asOf, money: moneySeries(catalog), issues };
  const top: Place = { file: document.file, line: 1, column: 1 };
  const missing = (role: Role): void => {
    if (document.roles[role] === undefined)
      issues.push({ code: 'scenario/missing-role', path: role, ...at(top), expected: kindOfRole[role] });
  };
  const { model, accelerator } = things;
  if (model === undefined) missing('model');
  if (accelerator === undefined) missing('accelerator');
  if (model === undefined || accelerator === undefined) return { ok: false, issues };

  const shape = modelShape(model, catalog, document.roles.model?.place ?? top);
  if (!shape.ok) return { ok: false, issues: [...issues, ...shape.issues] };
  const architecture = architectureOf(shape.value);
  const resolved = new Map<string, ResolvedLever>();
  // What has nothing to do is left out: inverses with an optimiser of first order, and a solver without inverses.
  const inverts = document.optimiser !== 'first-order';
  const idle = ({ only }: Lever): boolean => only !== undefined && !(inverts && (only === 'second-order' || things.solver !== undefined));
  for (const lever of levers) {
    if (idle(lever)) continue;
    const setting = document.levers.get(lever.path);
    const value = setting === undefined ? fromFact(lever, lever.from, context) : fromSetting(lever, setting, context);
    if (value !== undefined) resolved.set(lever.path, value);
  }
  impliedLevers(resolved, context, shape.value);
  checkComplete(resolved, context, top);
  checkRanges(resolved, context, top);
  const { correlations, sources: correlationSources } = resolveCorrelations({
    document,
    catalog,
    levers: resolved,
    asOf: options.asOf,
    issues,
  });
  const rules = rulesInForce({
    catalog,
    maker: accelerator.attributes['country'],
    importer: document.actor,
    date: document.acquired ?? options.asOf ?? document.date,
  });
  if (issues.length > 0) return { ok: false, issues };
  const legs: readonly RuleLeg[] = rules.legs;
  return {
    ok: true,
    value: {
      document,
      things: { ...things, model, accelerator },
      levers: resolved,
      choice: {
        acquire: document.acquire,
        optimiser: document.optimiser,
        checkpoint: document.checkpoint,
        shape: shape.value,
        weights: weightMatrices(architecture),
        parameters: countParameters(architecture),
        legs,
        noRule: rules.noRule,
      },
      correlations,
      cited: [...rules.sources, ...correlationSources, ...sourcesOf({ used: Object.values(model.facts).flat() })],
      asOf: options.asOf ?? document.date,
    },
  };
};

/** Hardware held for longer is worth nothing any more, whatever the date. */
const longestHeld = 50;

/** End of the training of GPT-4: the date whose methods others are held against. */
const progressFrom = '2022-08';
/** Months over which a trend is carried on at most. */
const longestProgress = 240;

/** Levers that follow from other things than one fact: utilisation, the age of a price, a stock or date that sizes the run. */
const impliedLevers = (resolved: Map<string, ResolvedLever>, context: Context, shape: ModelShape): void => {
  const { document, catalog, things, asOf } = context;
  const byPath = (path: string): Lever => {
    const lever = levers.find((entry) => entry.path === path);
    if (lever === undefined) throw new RangeError(`no lever ${path}`);
    return lever;
  };
  const set = (path: string, value: Omit<ResolvedLever, 'lever' | 'value'>): void => {
    if (!document.levers.has(path)) resolved.set(path, { ...value, lever: byPath(path), value: median(value.distribution) });
  };
  const { model, accelerator, cluster } = things;
  const predicted =
    model === undefined || accelerator === undefined
      ? undefined
      : predictUtilisation({
          document,
          catalog,
          model,
          accelerator,
          cluster,
          count: resolved.get('cluster.count')?.value ?? resolved.get('market.chipSupply')?.value,
          sequence: resolved.get('run.sequenceLength')?.value ?? 1,
        });
  if (predicted?.ok === false) context.issues.push(...predicted.issues);
  const computed = predicted?.ok === true ? predicted.value : {};
  if (computed.memory !== undefined) set('run.planMemory', computed.memory);
  if (computed.utilisation !== undefined) set('run.utilisation', computed.utilisation);
  else if (things.accelerator !== undefined) {
    const measured = stepUtilisation({
      catalog,
      accelerator: things.accelerator,
      precision: document.precision,
      architecture: shape.experts === undefined ? 'dense' : 'moe',
      asOf,
    });
    if (measured !== undefined) set('run.utilisation', measured);
  }
  if (document.optimiser !== 'first-order') {
    const reference = { of: `parameter/${document.optimiser === 'kfac' ? 'kfac-inverse-work' : 'shampoo-root-work'}`, fact: 'value' };
    const work = fromFact(byPath('run.inverseWork'), [reference], context);
    if (work !== undefined) set('run.inverseWork', work);
    const plan = document.plan?.value;
    const sequence = resolved.get('run.sequenceLength')?.value;
    if (computed.tokens !== undefined) set('run.batchTokens', computed.tokens);
    else if (typeof plan === 'object' && plan.batch !== undefined && sequence !== undefined)
      set('run.batchTokens', {
        distribution: { kind: 'point', value: plan.batch * (plan.seq ?? sequence) },
        origin: 'identity',
        sources: [],
      });
  }
  const region = things.region;
  // Chips of the site's own country earn the tariff that is tied to them, from the day it holds.
  if (region !== undefined && things.accelerator?.attributes['country'] === region.attributes['country']) {
    const reference = { of: 'region', fact: 'subsidisedElectricityPrice' };
    const offered = catalog.select(region, reference.fact, { asOf: document.date });
    const subsidised = offered && fromFact(byPath('energy.price'), [reference], context);
    if (subsidised !== undefined) set('energy.price', subsidised);
  }
  waferLevers(resolved, context, set);
  packagedLevers(resolved, context, set);
  const held = document.acquired === undefined ? 0 : Math.min(longestHeld, Math.max(0, ageInYears(document.acquired, document.date)));
  set('market.heldFor', { distribution: { kind: 'point', value: held }, origin: 'identity', sources: [] });
  const elapsed = Math.max(-longestProgress, Math.min(longestProgress, monthsPerYear * ageInYears(progressFrom, document.date)));
  set('run.progressTime', { distribution: { kind: 'point', value: elapsed }, origin: 'identity', sources: [] });
  // Where nothing says of what a quote is, it is taken as one of a bare accelerator.
  const overhead = resolved.get('cost.serverOverhead');
  if (overhead !== undefined && !resolved.has('cost.quoteFactor'))
    set('cost.quoteFactor', { distribution: overhead.distribution, origin: 'identity', sources: overhead.sources });
  // With work stated as FLOP, tokens are an answer and need no value of their own.
  if (resolved.has('run.flop') && !resolved.has('run.tokens'))
    set('run.tokens', { distribution: { kind: 'point', value: 1 }, origin: 'identity', sources: [] });
};

/** How the chip is cut and built, where the catalogue knows its product: what the product itself states stands. */
const packagedLevers = (
  resolved: Map<string, ResolvedLever>,
  { document, catalog, things, asOf }: Context,
  set: (path: string, value: Omit<ResolvedLever, 'lever' | 'value'>) => void,
): void => {
  const { product } = things;
  if (product === undefined) return;
  for (const { path, ...computed } of packageLevers(catalog, product, document.acquired ?? asOf ?? document.date)) {
    const stated = resolved.get(path);
    if (stated === undefined || (stated.origin === 'fact' && !stated.fact?.startsWith(`${product.id}#`)))
      set(path, { ...computed, origin: 'model' });
  }
  const [area, defectDensity, clustering] = ['die.area', 'die.defectDensity', 'die.clustering'].map((path) => resolved.get(path)?.value);
  if (area === undefined || defectDensity === undefined || clustering === undefined) return;
  const salvage = killingShare({ catalog, product, area, defectDensity, clustering });
  if (salvage !== undefined) {
    const { path, ...computed } = salvage;
    set(path, { ...computed, origin: 'model' });
  }
};

/** What the process of the chip takes with the scanners that the scenario leaves it: facts move as the computed figures do. */
const waferLevers = (
  resolved: Map<string, ResolvedLever>,
  { document, catalog, things, asOf, issues }: Context,
  set: (path: string, value: Omit<ResolvedLever, 'lever' | 'value'>) => void,
): void => {
  const { node, product } = things;
  if (node === undefined || product === undefined) return;
  const found: Issue[] = [];
  const tools = document.tools === undefined ? undefined : readToolChoice(document.tools.text);
  const silicon = siliconLevers({ catalog, node, tools, date: asOf ?? document.date, asOf }, found);
  if (document.tools !== undefined) {
    const place = at(document.tools.place);
    issues.push(...found.map((issue) => ({ ...issue, path: 'tools', ...place })));
    if (silicon === undefined && found.length === 0)
      issues.push({ code: 'scenario/no-layers', path: 'tools', ...place, received: node.id });
  }
  if (silicon === undefined) return;
  const ratioOf: Readonly<Record<string, number>> = {
    'wafer.price': silicon.ratios.cost,
    'wafer.energy': silicon.ratios.energy,
    'die.defectDensity': silicon.ratios.defectDensity,
  };
  for (const [path, ratio] of Object.entries(ratioOf)) {
    const stated = resolved.get(path);
    if (stated?.origin === 'fact' && ratio !== 1)
      set(path, {
        ...stated,
        distribution: moved(stated.distribution, ratio),
        note: 'moved as the computed figure moves with the scanners',
      });
  }
  for (const { path, ...computed } of silicon.levers) if (!resolved.has(path)) set(path, { ...computed, origin: 'model' });
  // Who makes the chips pays what the wafers cost and what the fab spends besides, not the price of a foundry.
  if (document.acquire === 'make' && resolved.get('wafer.price')?.origin === 'fact') resolved.delete('wafer.price');
};

const peakPath = (precision: string): string => `accelerator.peak${precision.charAt(0).toUpperCase()}${precision.slice(1)}`;

/** What an actor that makes its own accelerators must know of them. */
const silicon = [
  'wafer.price',
  'wafer.energy',
  'die.area',
  'die.defectDensity',
  'die.perPackage',
  'package.hbmStacks',
  'package.hbmPrice',
  'package.assemblyCost',
  'package.testCost',
];

/** Levers one of which must set the size of the cluster. */
const sizing = ['cluster.count', 'cluster.powerLimit', 'market.chipSupply', 'run.deadline'];

/** Date of the first statement of a lever, where all of them are younger than the as-of date. */
const firstKnown = (lever: Lever | undefined, context: Context): string | undefined =>
  lever?.from
    .flatMap((reference) => thingOf(reference, context)?.facts[reference.fact] ?? [])
    .flatMap(({ date }) => date ?? [])
    .sort()[0];

const checkComplete = (resolved: ReadonlyMap<string, ResolvedLever>, context: Context, top: Place): void => {
  const { document, issues, things } = context;
  const has = (path: string): boolean => resolved.has(path);
  const lack = (code: string, path: string, expected: string): void => {
    const place = at(document.roles.accelerator?.place ?? top);
    const later = firstKnown(
      levers.find((lever) => `levers.${lever.path}` === path),
      context,
    );
    if (later === undefined) issues.push({ code, path, ...place, expected, received: things.accelerator?.id ?? '' });
    else issues.push({ code: 'scenario/not-known-yet', path, ...place, expected, received: later });
  };
  const unitOf = (path: string): string => levers.find((lever) => lever.path === path)?.unit ?? '1';
  for (const lever of levers) if (!lever.optional && !has(lever.path)) lack('scenario/missing-lever', `levers.${lever.path}`, lever.unit);
  const offered = (['bf16', 'fp8', 'fp4'] as const).filter((precision) => has(peakPath(precision)));
  if (!has(peakPath(document.precision))) lack('scenario/missing-precision', 'precision', offered.join(', '));
  if (document.acquire === 'buy' && !has('market.price')) lack('scenario/missing-price', 'levers.market.price', unitOf('market.price'));
  // A price of wafers can follow from what they cost to make.
  const priced = has('wafer.cost') && has('wafer.markup');
  const unknown = document.acquire === 'make' ? silicon.filter((path) => !has(path) && !(path === 'wafer.price' && priced)) : [];
  for (const path of unknown) lack('scenario/missing-silicon', `levers.${path}`, unitOf(path));
  // A solver of which too little is known, such as a digital one, cannot be simulated.
  if (document.optimiser !== 'first-order' && things.solver !== undefined) {
    const unknownParts = levers.filter(({ path, only }) => only === 'solver' && !has(path)).map(({ path }) => path.slice('solver.'.length));
    if (unknownParts.length > 0)
      issues.push({
        code: 'scenario/no-solver',
        path: 'solver',
        ...at(document.roles.solver?.place ?? top),
        expected: `${unknownParts.slice(0, 3).join(', ')}${unknownParts.length > 3 ? ' …' : ''}`,
        received: things.solver.id,
      });
  }
  if (!sizing.some(has)) lack('scenario/no-size', 'levers.cluster.count', unitOf('cluster.count'));
};

/** Facts, exchange rates and factors can carry a lever out of its range where the text that was written lay inside. */
const checkRanges = (resolved: ReadonlyMap<string, ResolvedLever>, { document, issues }: Context, top: Place): void => {
  for (const { lever, distribution, value, fact } of resolved.values()) {
    const allowed = allowedValue({ ...lever, whole: false }, distribution, fact ?? String(value));
    const place = document.levers.get(lever.path)?.place ?? top;
    if (!allowed.ok) issues.push(...allowed.issues.map((issue) => ({ ...issue, ...at(place), path: `levers.${lever.path}` })));
  }
};

/** Where each lever stands in the input of the chain. */
const fields = levers.map(({ path }) => [path, ...path.split('.')] as [string, string, string]);

/**
 * An input in which every lever has a number. Parsed, not assembled: the engine then keeps a field of every input as a plain number
 * in place, where it can, and writing a draw over it takes a sixth of the time.
 */
const anyInput = ((): string => {
  const groups: Record<string, Record<string, number>> = {};
  for (const [, group, name] of fields) groups[group] = { ...groups[group], [name]: 0.5 };
  return JSON.stringify(groups);
})();

/** The numbers that the chain reads, each lever at its median. */
export const toInput = (scenario: ResolvedScenario): ChainInput => {
  const groups: Record<string, Record<string, unknown>> = JSON.parse(anyInput);
  for (const [path, group, name] of fields) (groups[group] as Record<string, unknown>)[name] = scenario.levers.get(path)?.value;
  (groups['accelerator'] as Record<string, unknown>)['precision'] = scenario.document.precision;
  groups['choice'] = { ...scenario.choice };
  // The registry and `ChainInput` name the same levers: a test holds them together.
  return groups as unknown as ChainInput;
};
