import type { Catalog } from '#catalog';
import { type ChainInput, evaluate, type Outcome } from '#model';
import { type Checked, type Currency, convertMoney, type Distribution, scaleDistribution, type UnitId } from '#quantity';
import {
  generalParameter,
  leverByPath,
  leversBehind,
  metricByPath,
  moneySeries,
  type ResolvedLever,
  type ResolvedScenario,
  type SampledScenario,
  sampleScenario,
  sourcesOf,
  toInput,
} from '#scenario';
import { median, type Points } from '#uncertainty';
import type { Estimate } from './answer.ts';
import { bandOf } from './build-band.ts';
import { buildNetwork, type NetworkRecord } from './build-network.ts';

/** What a cost counts, and by which convention. */
export const costBasisIds = [
  'final.valueLost',
  'final.straightLine',
  'owner.valueLost',
  'owner.straightLine',
  'rent.onDemand',
  'rent.oneYear',
  'rent.threeYears',
  'development.valueLost',
  'development.straightLine',
  'purchase',
] as const;
export type CostBasisId = (typeof costBasisIds)[number];

/** Parts that no basis counts twice. */
export const costLeafIds = [
  'chips',
  'server',
  'network',
  'solver',
  'facility',
  'energy',
  'operation',
  'interest',
  'waiting',
  'thrownAway',
  'experiments',
  'pay',
  'equity',
  'rent',
] as const;
export type CostLeafId = (typeof costLeafIds)[number];

/** One part of a basis. */
export interface CostLeaf {
  readonly id: CostLeafId;
  readonly amount: Estimate;
  /** Mean of its share over the draws: such shares sum to one, which medians do not. */
  readonly share: Estimate;
}

/** The run under one convention. */
export interface CostBasis {
  readonly id: CostBasisId;
  /** In the currency of the record. */
  readonly amount: Estimate;
  /** For a million tokens trained; absent for a purchase, which buys the cluster and not the run. */
  readonly perMillionTokens: Estimate | undefined;
  /** Mean share of electricity; of a rent, what the electricity would cost here over the rent. Absent for a purchase. */
  readonly electricity: Estimate | undefined;
  readonly leaves: readonly CostLeaf[];
}

/** The complete cost of a model. */
export interface CostRecord {
  readonly schema: 'chokepoint/cost/1';
  readonly title: Readonly<Record<'en' | 'zh', string>>;
  readonly currency: Currency;
  /** Year whose money it is. */
  readonly moneyOf: number;
  /** Year of the run, in whose dollars the chain counts. */
  readonly year: number;
  readonly samples: number;
  readonly seed: number;
  readonly acquire: 'buy' | 'make';
  /** Years of the straight line, and where they came from. */
  readonly writeOff: { readonly years: number; readonly from: 'scenario' | 'catalogue' };
  readonly tokens: Estimate;
  readonly time: Estimate;
  readonly count: number;
  readonly bases: readonly CostBasis[];
  /** gCO2. */
  readonly carbon: {
    readonly operational: Estimate;
    readonly embodied: Estimate;
    readonly total: Estimate;
    readonly perMillionTokens: Estimate;
    /** Share of making the hardware. */
    readonly embodiedShare: Estimate;
  };
  readonly network: NetworkRecord | undefined;
  readonly levers: readonly ResolvedLever[];
  readonly digest: string;
}

export interface CostOptions {
  readonly samples: number;
  readonly seed: number;
  readonly points?: Points | undefined;
  readonly currency?: Currency | undefined;
  /** Year whose money is wanted; that of the run where it is left out. */
  readonly moneyOf?: number | undefined;
}

const yearOf = (date: string): number => Number(date.slice(0, 4));
const million = 1e6;

/** The scenario with hardware charged in a straight line over some years, or by the value that it loses. */
const charged = (scenario: ResolvedScenario, writeOff: ResolvedLever | undefined): ResolvedScenario => {
  const levers = new Map(scenario.levers);
  levers.delete('cost.writeOff');
  if (writeOff !== undefined) levers.set('cost.writeOff', writeOff);
  return { ...scenario, levers };
};

/** The straight line that the scenario states, else the one that was usual when the hardware was bought. */
const straightLine = (
  scenario: ResolvedScenario,
  catalog: Catalog,
): { readonly lever: ResolvedLever; readonly from: CostRecord['writeOff']['from'] } => {
  const stated = scenario.levers.get('cost.writeOff');
  if (stated !== undefined) return { lever: stated, from: 'scenario' };
  const { acquired, date } = scenario.document;
  const { thing, selected } = generalParameter(catalog, 'server-life', 'years', { asOf: acquired ?? date, orFirstAfter: true });
  const lever = leverByPath.get('cost.writeOff');
  if (lever === undefined) throw new Error('no lever cost.writeOff');
  const { value: distribution, grade } = selected;
  return {
    lever: {
      lever,
      distribution,
      value: median(distribution),
      origin: 'fact',
      grade,
      fact: `${thing.id}#years`,
      sources: sourcesOf(selected),
    },
    from: 'catalogue',
  };
};

/** Draws of every figure under one way to charge hardware; a single one at the medians where none are asked for. */
type Column = (path: string) => Float64Array | undefined;

const columnOf = (
  scenario: ResolvedScenario,
  { samples, seed, points }: CostOptions,
): { readonly at: Column; readonly outcome: Outcome } => {
  const outcome = evaluate(toInput(scenario));
  const sampled: SampledScenario | undefined =
    samples === 0 ? undefined : sampleScenario(scenario, { samples, seed, ...(points === undefined ? {} : { points }) });
  const at: Column = (path) => {
    if (sampled !== undefined) return sampled.metrics.get(path);
    const value = metricByPath.get(path)?.read(outcome);
    return value === undefined ? undefined : Float64Array.of(value);
  };
  return { at, outcome };
};

const estimateOf = (values: Float64Array, unit: UnitId): Estimate => {
  const band = bandOf(values);
  return band.p2_5 === band.p97_5 ? { value: band.p50, unit } : { value: band.p50, unit, band };
};

/** Mean of a share with its band: what is without end or without value has no share. */
const shareOf = (part: Float64Array, whole: Float64Array): Estimate => {
  const shares = part.map((value, index) => value / (whole[index] as number)).filter(Number.isFinite);
  if (shares.length === 0) return { value: 0, unit: '1' };
  const value = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const { band } = estimateOf(shares, '1');
  return { value, unit: '1', ...(band === undefined ? {} : { band }) };
};

const combine = (one: Float64Array, other: Float64Array, by: (a: number, b: number) => number): Float64Array =>
  one.map((value, index) => by(value, other[index] as number));

const runLeaves = ['chips', 'server', 'network', 'solver', 'facility', 'energy'] as const;
const ownerLeaves = [...runLeaves, 'operation', 'interest', 'waiting', 'thrownAway'] as const;

interface Counting {
  readonly factor: number;
  readonly currency: Currency;
  readonly tokens: Float64Array;
}

interface Part {
  readonly id: CostLeafId;
  readonly values: Float64Array;
}

const basisOf = (
  id: CostBasisId,
  whole: Float64Array,
  parts: readonly Part[],
  electricity: Estimate | undefined,
  { factor, currency, tokens }: Counting,
): CostBasis => {
  const money = (values: Float64Array): Estimate =>
    estimateOf(
      values.map((value) => value * factor),
      currency,
    );
  const perToken = combine(whole, tokens, (cost, count) => (million * cost) / count);
  return {
    id,
    amount: money(whole),
    perMillionTokens: id === 'purchase' ? undefined : money(perToken),
    electricity,
    leaves: parts.map((part) => ({ id: part.id, amount: money(part.values), share: shareOf(part.values, whole) })),
  };
};

/** Final run, cost to an owner and development under one way to charge hardware. */
const chargedBases = (at: Column, convention: 'valueLost' | 'straightLine', counting: Counting): readonly CostBasis[] => {
  const part = (id: CostLeafId): readonly Part[] => {
    const values = at(`cost.${id}`);
    return values === undefined ? [] : [{ id, values }];
  };
  const [total, owned, developed, energy] = ['cost.total', 'cost.ownership', 'cost.development', 'cost.energy'].map(at);
  const [thrown, staff, equity, experiments] = ['cost.thrownAway', 'cost.staff', 'cost.equity', 'cost.experiments'].map(at);
  if (total === undefined || owned === undefined || developed === undefined || energy === undefined) return [];
  if (thrown === undefined || staff === undefined || equity === undefined || experiments === undefined) return [];
  // Runs that are thrown away take their electricity too, in the proportion of the run that is kept.
  const kept = combine(owned, thrown, (whole, lost) => whole - lost);
  // Experiments share the mix of the final run.
  const ofAllRuns = combine(
    energy,
    combine(experiments, total, (more, one) => 1 + more / one),
    (one, times) => one * times,
  );
  return [
    basisOf(`final.${convention}`, total, runLeaves.flatMap(part), shareOf(energy, total), counting),
    basisOf(`owner.${convention}`, owned, ownerLeaves.flatMap(part), shareOf(energy, kept), counting),
    basisOf(
      `development.${convention}`,
      developed,
      [
        ...runLeaves.flatMap(part),
        { id: 'experiments', values: experiments },
        { id: 'pay', values: combine(staff, equity, (whole, own) => whole - own) },
        { id: 'equity', values: equity },
      ],
      shareOf(ofAllRuns, developed),
      counting,
    ),
  ];
};

/** What is bought, part by part, in the shares that it has at the medians. */
const purchaseOf = (whole: Float64Array, outcome: Outcome, input: ChainInput, counting: Counting): CostBasis => {
  const { capex } = outcome.cost;
  const facility = outcome.cluster.itPower * input.cost.facilityCapex;
  const solver = outcome.cluster.count * (outcome.inverses?.solver?.price ?? 0);
  const cluster = capex - facility - solver;
  const network = cluster * input.cost.networkShare;
  const bought = cluster - network;
  const chips = bought / input.cost.serverOverhead;
  const scaled = (part: number): Float64Array => whole.map((value) => value * (part / capex));
  const parts = { chips, server: bought - chips, network, solver, facility };
  const leaves = Object.entries(parts).flatMap(([id, amount]): readonly Part[] =>
    id === 'solver' && solver === 0 ? [] : [{ id: id as CostLeafId, values: scaled(amount) }],
  );
  return basisOf('purchase', whole, leaves, undefined, counting);
};

const rents = { 'rent.onDemand': 'cost.rental', 'rent.oneYear': 'cost.rentalOneYear', 'rent.threeYears': 'cost.rentalThreeYears' } as const;

/** An accelerator with its share of the server, as the actor pays for it. */
const serverPriceIn = ({ levers, choice }: ResolvedScenario, outcome: Outcome, input: ChainInput): Distribution => {
  const price = levers.get('market.price');
  return choice.acquire === 'buy' && price !== undefined
    ? scaleDistribution(price.distribution, input.cost.quoteFactor)
    : { kind: 'point', value: outcome.market.paid * input.cost.serverOverhead };
};

const behindCost =
  /^(cost|energy|market)\.|^cluster\.(count|load|pue|serverPowerFactor)$|^accelerator\.power$|^run\.(flop|tokens|utilisation)$/;

/**
 * The same run under every convention: what it uses up, what it costs an owner, a renter and whoever develops the model, with the parts
 * of each, in the money that is wanted.
 *
 * @param scenario the scenario
 * @param catalog the facts, for exchange rates, price levels and the network
 * @param options draws and money
 * @returns the record, or the years that a series lacks
 */
export function buildCost(scenario: ResolvedScenario, catalog: Catalog, options: CostOptions): Checked<CostRecord> {
  const { samples, seed, currency = 'USD' } = options;
  const year = yearOf(scenario.document.date);
  const moneyOf = options.moneyOf ?? year;
  const converted = convertMoney({
    amount: 1,
    currency: 'USD',
    year,
    toCurrency: currency,
    toYear: moneyOf,
    ...moneySeries(catalog),
  });
  if (!converted.ok) return converted;
  const { lever, from } = straightLine(scenario, catalog);
  const lost = charged(scenario, undefined);
  const byValue = columnOf(lost, options);
  const byLine = columnOf(charged(scenario, lever), options);
  const input = toInput(lost);
  const column = (path: string): Float64Array => byValue.at(path) ?? new Float64Array(1).fill(Number.NaN);
  const tokens = column('run.tokensTrained');
  const counting: Counting = { factor: converted.value, currency, tokens };
  const energy = column('cost.energy');
  const rented = Object.entries(rents).flatMap(([id, path]): readonly CostBasis[] => {
    const whole = byValue.at(path);
    if (whole === undefined) return [];
    return [basisOf(id as CostBasisId, whole, [{ id: 'rent', values: whole }], shareOf(energy, whole), counting)];
  });
  const all = [
    ...chargedBases(byValue.at, 'valueLost', counting),
    ...chargedBases(byLine.at, 'straightLine', counting),
    ...rented,
    purchaseOf(column('cost.capex'), byValue.outcome, input, counting),
  ];
  const [emissions, embodied, carbon] = [column('cost.emissions'), column('cost.embodied'), column('cost.carbon')];
  const behind = leversBehind(byValue.outcome, input);
  return {
    ok: true,
    value: {
      schema: 'chokepoint/cost/1',
      title: scenario.document.title,
      currency,
      moneyOf,
      year,
      samples,
      seed,
      acquire: scenario.choice.acquire,
      writeOff: { years: lever.value, from },
      tokens: estimateOf(tokens, 'token'),
      time: estimateOf(column('run.time'), 'd'),
      count: byValue.outcome.cluster.count,
      bases: costBasisIds.flatMap((id) => all.find((basis) => basis.id === id) ?? []),
      carbon: {
        operational: estimateOf(emissions, 'gCO2'),
        embodied: estimateOf(embodied, 'gCO2'),
        total: estimateOf(carbon, 'gCO2'),
        perMillionTokens: estimateOf(
          combine(carbon, tokens, (grams, count) => (million * grams) / count),
          'gCO2',
        ),
        embodiedShare: shareOf(embodied, carbon),
      },
      network: buildNetwork(catalog, {
        count: byValue.outcome.cluster.count,
        rails: input.cluster.chipsPerNode,
        oversubscription: 1,
        serverPrice: serverPriceIn(scenario, byValue.outcome, input),
        ...(scenario.levers.has('cost.networkShare') ? { factor: scenario.levers.get('cost.networkShare')?.distribution } : {}),
        samples,
        seed,
      }),
      levers: [lever, ...lost.levers.values()].filter(
        (resolved, index) => index === 0 || (behind.has(resolved.lever.path) && behindCost.test(resolved.lever.path)),
      ),
      digest: catalog.digest,
    },
  };
}
