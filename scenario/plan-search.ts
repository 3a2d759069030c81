import type { Catalog } from '#catalog';
import { type Checked, type Quantity, quantity } from '#quantity';
import {
  type ChipGroup,
  type MatrixPrecision,
  type MixGroupsInput,
  type Objective,
  type PlanSpace,
  planSpace,
  type SearchPlansInput,
  type StepDraw,
} from '#run';
import { createSampler, median } from '#uncertainty';
import type { ResolvedTraining, TrainingInput } from './resolve-training.ts';
import { sourcesOf } from './stated-fact.ts';
import { stepSpread } from './step-spread.ts';
import { chipRates } from './training-chip.ts';

export const planObjectives = ['time', 'cost', 'energy', 'chips'] as const;
export type PlanObjective = (typeof planObjectives)[number];

/** What a search is to make least, as it is asked for. */
export interface ObjectiveRequest {
  readonly kind: PlanObjective;
  /** Wall time there is, for the least number of accelerators. */
  readonly days?: number | undefined;
  /** Tokens to train on; those of the catalogue model unless given. */
  readonly tokens?: number | undefined;
  /** Share of wall time in which training moves forward; the catalogue's unless given. */
  readonly goodput?: number | undefined;
  /** USD of an accelerator for an hour; its rent in the catalogue unless given. */
  readonly rate?: number | undefined;
}

/** An objective with the figures that it rests on. */
export interface ResolvedObjective {
  readonly objective: Objective;
  readonly inputs: readonly TrainingInput[];
}

const secondsPerDay = 86_400;

const inputOf = (catalog: Catalog, thingId: string, fact: string): TrainingInput | undefined => {
  const thing = catalog.get(thingId);
  const selected = thing && catalog.select(thing, fact);
  if (thing === undefined || selected === undefined) return undefined;
  const sources = sourcesOf(selected);
  return { thing: thing.id, fact, value: median(selected.value), unit: selected.unit, grade: selected.grade, sources };
};

/** The least that an accelerator can be rented for, of all offers in the catalogue. */
const rentOf = (catalog: Catalog, chip: string): TrainingInput | undefined =>
  catalog
    .list('cost')
    .filter(({ attributes }) => attributes['subject'] === chip)
    .flatMap(({ id }) => inputOf(catalog, id, 'rent') ?? [])
    .sort((one, other) => one.value - other.value)[0];

const lacking = (code: string, received: string): Checked<never> => ({
  ok: false,
  issues: [{ code, path: '', file: '--objective', received }],
});

const energyOf = (resolved: ResolvedTraining, catalog: Catalog): Checked<ResolvedObjective> => {
  const chip = resolved.chip.id;
  const power = inputOf(catalog, chip, 'power');
  if (power === undefined) return lacking('plan-search/no-power', chip);
  const factors = [
    inputOf(catalog, chip, 'serverPowerFactor') ?? inputOf(catalog, 'parameter/server-power-factor', 'value'),
    inputOf(catalog, chip, 'loadFactor') ?? inputOf(catalog, 'parameter/load-factor-gpu', 'value'),
    inputOf(catalog, 'parameter/pue', 'value'),
  ].filter((input) => input !== undefined);
  const watts = factors.reduce((product, { value }) => product * value, power.value);
  return { ok: true, value: { objective: { kind: 'energy', perChip: quantity(watts, 'W/chip') }, inputs: [power, ...factors] } };
};

const chipsOf = (resolved: ResolvedTraining, catalog: Catalog, request: ObjectiveRequest): Checked<ResolvedObjective> => {
  const { days } = request;
  if (days === undefined) return { ok: false, issues: [{ code: 'plan-search/needs-days', path: '', file: '--days' }] };
  const known = request.tokens === undefined && resolved.model.id !== undefined ? inputOf(catalog, resolved.model.id, 'tokens') : undefined;
  const tokens = request.tokens ?? known?.value;
  if (tokens === undefined) return { ok: false, issues: [{ code: 'plan-search/needs-tokens', path: '', file: '--tokens' }] };
  const effective = request.goodput === undefined ? inputOf(catalog, 'parameter/effective-training-time', 'value') : undefined;
  const goodput = request.goodput ?? effective?.value ?? 1;
  return {
    ok: true,
    value: {
      objective: { kind: 'chips', deadline: quantity(days * secondsPerDay * goodput, 's'), tokens: quantity(tokens, 'token') },
      inputs: [known, effective].filter((input) => input !== undefined),
    },
  };
};

/**
 * Follows what a search is to make least into the catalogue.
 *
 * @param request what is asked for
 * @param resolved model and accelerator
 * @param catalog the catalogue
 */
export const planObjective = (request: ObjectiveRequest, resolved: ResolvedTraining, catalog: Catalog): Checked<ResolvedObjective> => {
  switch (request.kind) {
    case 'time':
      return { ok: true, value: { objective: { kind: 'time' }, inputs: [] } };
    case 'cost': {
      const rent = request.rate === undefined ? rentOf(catalog, resolved.chip.id) : undefined;
      const rate = request.rate ?? rent?.value;
      if (rate === undefined) return lacking('plan-search/no-rent', resolved.chip.id);
      const perChip: Quantity<'USD/chip-h'> = quantity(rate, 'USD/chip-h');
      return { ok: true, value: { objective: { kind: 'cost', perChip }, inputs: rent === undefined ? [] : [rent] } };
    }
    case 'energy':
      return energyOf(resolved, catalog);
    case 'chips':
      return chipsOf(resolved, catalog, request);
  }
};

/** Numbers of accelerators up to a greatest: powers of two and some multiples of those, from one node on, and the greatest. */
const countsUpTo = (most: number, node: number, multiples: readonly number[]): readonly number[] => {
  const counts = new Set([most]);
  for (let power = 1; power <= most; power *= 2) {
    for (const count of multiples.map((multiple) => multiple * power)) {
      if (count >= Math.min(node, most) && count <= most) counts.add(count);
    }
  }
  return [...counts].sort((one, other) => one - other);
};

/** Numbers up to which a pipeline can take up an odd factor of a number of accelerators. */
const oddFactors = 64;
/** Fewer than this share of the accelerators are not worth trying. */
const leastShare = 0.75;

/** Odd factors up to this one divide some axis of most plans. */
const easyFactor = 7;

/**
 * Whether a number of accelerators has an odd factor that few plans can take up, so that fewer of them may well be faster.
 *
 * @param count how many there are
 */
export const isAwkward = (count: number): boolean => {
  let odd = count;
  while (odd % 2 === 0 && odd > 1) odd /= 2;
  return odd > easyFactor;
};

/**
 * A number of accelerators and those below it that a model can be divided over more easily, of which few stand idle: powers of two times
 * what a pipeline can take up, the least first.
 *
 * @param most how many accelerators there are
 */
export const usableCounts = (most: number): readonly number[] => {
  const unit = 2 ** Math.max(0, Math.ceil(Math.log2(most / oddFactors)));
  const units = Math.floor(most / unit);
  const counts = Array.from({ length: units }, (_, index) => (index + 1) * unit);
  return [...counts.filter((count) => count >= leastShare * most && count < most), most];
};

export interface PlanSearchOptions {
  readonly objective: Objective;
  /** Numbers of accelerators that may be used; what the objective asks for unless given. */
  readonly counts?: readonly number[] | undefined;
  /** How many of the best plans are wanted. */
  readonly top: number;
  /** Plans that no other beats in both time and memory are wanted too. */
  readonly front?: boolean | undefined;
  /** Lists that take the place of those of the whole space. */
  readonly space?: Partial<PlanSpace> | undefined;
  /** The memory of the host may be used. */
  readonly offload?: boolean | undefined;
}

/** The lists of several spaces, each value once. */
const joined = (spaces: readonly PlanSpace[]): PlanSpace => {
  const [first, ...rest] = spaces;
  if (first === undefined) throw new Error('no space to search');
  if (rest.length === 0) return first;
  const lists = (Object.keys(first) as (keyof PlanSpace)[]).map((axis) => {
    const values = spaces.flatMap((space) => space[axis] as readonly unknown[]);
    return [axis, [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]];
  });
  return Object.fromEntries(lists) as PlanSpace;
};

/**
 * A search as the step model takes it. Where time is not all that counts, fewer accelerators than there are may do.
 *
 * @param resolved model, accelerators, network and constants; of its plan the batch, the sequence and what no search varies
 * @param options what is to be least, and where it is sought
 */
export const planSearchInput = (resolved: ResolvedTraining, options: PlanSearchOptions): SearchPlansInput => {
  const { architecture, accelerators, domain, nodeSize, network, plan, software, constants, overhead, chip, matrixShare } = resolved;
  const { globalBatch, sequence, precision, fusedAttention, dropout } = plan;
  const { kind } = options.objective;
  // The fewest accelerators are told to within a quarter, costs of a token, which hardly hang on them, to within a half.
  const asked = kind === 'time' ? [accelerators] : countsUpTo(accelerators, nodeSize, kind === 'chips' ? [1, 3, 5, 7] : [1, 3]);
  const counts = options.counts ?? asked;
  const spaces = counts.map((count) =>
    planSpace({ architecture, accelerators: count, domain, globalBatch, sequence, precision, fusedAttention, offload: options.offload }),
  );
  const space = { ...joined(spaces), ...options.space };
  const rates = Object.fromEntries(
    space.precision.flatMap((each: MatrixPrecision) => {
      const has = (each !== 'fp8' && each !== 'fp4') || chip.facts.peaks[each] !== undefined;
      return has ? [[each, chipRates(chip.facts, each, matrixShare.share)]] : [];
    }),
  );
  return {
    architecture,
    chip: rates,
    network,
    software,
    constants,
    nodeSize,
    overhead,
    host: resolved.host,
    accelerators: counts,
    space,
    fixed: { globalBatch, sequence, fusedAttention, dropout },
    objective: options.objective,
    top: options.top,
    front: options.front ?? false,
  };
};

/** What is drawn: share of the peak that products reach, and time of exchange over its median. */
const drawn = ['plan.matrixShare', 'plan.exchange'] as const;

/**
 * Draws of what decides between plans and is not known exactly: the share of its peak that the chip reaches, and the time that
 * exchanges take. Each spreads as far as the model has been off for whole steps of published runs.
 *
 * @param resolved chip, model and how sure their figures are
 * @param seed of the draws
 */
export const stepDraws = (resolved: ResolvedTraining, seed: number): ((index: number) => StepDraw) => {
  const { accelerators, architecture, assumed, matrixShare } = resolved;
  const routed = architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);
  const spreads = [matrixShare.spread, 0].map((chip) => stepSpread({ accelerators, routed, assumed: assumed.length, chip }));
  const sampler = createSampler({
    seed,
    parameters: drawn.map((path, index) => ({ path, distribution: { kind: 'lognormal', mu: 0, sigma: spreads[index]! } })),
  });
  const factors = new Float64Array(drawn.length);
  return (index) => {
    sampler.fill(index, factors);
    return { matrixShare: Math.min(1, matrixShare.share * factors[0]!), exchange: factors[1]! };
  };
};

/** One kind of accelerator among several. */
const groupOf = ({ rates, network, software, nodeSize, domain, accelerators }: ResolvedTraining): ChipGroup => ({
  chip: rates,
  network,
  software,
  nodeSize,
  domain,
  accelerators,
});

/**
 * Unlike accelerators that train one model, as the step model takes them.
 *
 * @param groups the same model and plan on each kind of accelerator
 */
export const mixGroupsInput = (groups: readonly ResolvedTraining[]): MixGroupsInput => {
  const [first] = groups;
  if (first === undefined) throw new Error('no accelerators to mix');
  const { architecture, constants, overhead, plan } = first;
  const { globalBatch, sequence, precision } = plan;
  return { architecture, constants, overhead, globalBatch, sequence, precision, groups: groups.map(groupOf) };
};
