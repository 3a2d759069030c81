import type { Catalog } from '#catalog';
import { quantity } from '#quantity';
import {
  comparePlans,
  countParameters,
  type FoundPlan,
  type MixedGroups,
  type MixedStep,
  type Plan,
  type PlanRegret,
  type PlanSearch,
  planMemory,
  type SearchPlansInput,
  type TrainingStep,
  trainingStep,
} from '#run';
import { planNames, planText, type ResolvedObjective, type ResolvedTraining, writtenPlan } from '#scenario';
import { sourceLines } from './build-sources.ts';
import { type BuildTrainingOptions, memoryPartsOf, trainingInputLines } from './build-training.ts';
import type { MixAnswer, MixLine, PlanAnswer, PlanComparison, PlanLine, PlanMap, PlanUncertainty } from './plan.ts';
import type { TrainingAnswer } from './training.ts';

export interface BuildPlanOptions extends Pick<BuildTrainingOptions, 'version' | 'command'> {
  readonly days?: number | undefined;
}

/** What was searched and what came of it. */
export interface BuildPlanInput {
  readonly resolved: ResolvedTraining;
  readonly objective: ResolvedObjective;
  readonly search: PlanSearch;
  readonly input: SearchPlansInput;
  /** How many of the best plans are to be shown; the search may have kept more. */
  readonly top: number;
  /** The same search with memory without end. */
  readonly unbound?: PlanSearch | undefined;
  readonly regret?: PlanRegret | undefined;
  readonly map?: PlanMap | undefined;
  readonly training?: TrainingAnswer | undefined;
}

/** Plans as close as this, relative to their time, are taken for equal. */
const alike = 1e-6;
/** Plans whose memory is drawn. */
const drawn = 5;

/** A step under a plan, its passes played. */
const stepOf = ({ architecture, network, software, constants, nodeSize, chip, host }: SearchPlansInput, plan: Plan): TrainingStep => {
  const rates = chip[plan.precision];
  if (rates === undefined) throw new RangeError(`no rates in ${plan.precision}`);
  return trainingStep({ architecture, chip: rates, network, plan, software, constants, nodeSize, host });
};

const lineOf = (input: SearchPlansInput, found: FoundPlan): PlanLine => {
  const step = stepOf(input, found.plan);
  return {
    plan: planText(found.plan),
    accelerators: found.accelerators,
    stepTime: found.stepTime,
    tokensPerSecondPerChip: step.tokensPerSecondPerChip,
    mfu: step.mfu,
    memory: found.memory,
    hostMemory: found.hostMemory,
    score: found.score,
    binding: step.binding,
    share: step.breakdown[step.binding] / step.stepTime,
  };
};

const names = Object.fromEntries(Object.entries(planNames).map(([field, name]) => [name, field])) as Record<string, keyof Plan>;
/** Order of the ranks: what places them, not what they do. */
const placing = 'order';

/** Keys of two plans as they are written, where they differ; what only one of them says is taken from the other all the same. */
const fieldsOf = (one: Plan, other: Plan): PlanComparison['fields'] => {
  const written = [writtenPlan(one), writtenPlan(other)] as Record<string, unknown>[];
  const said = (index: number, plan: Plan, key: string): string => {
    const value = written[index]?.[key] ?? (names[key] === undefined ? 0 : plan[names[key]]);
    return Array.isArray(value) ? value.join(key === placing ? '-' : '/') : String(value);
  };
  return [...new Set(written.flatMap((each) => Object.keys(each)))]
    .map((key) => ({ key, best: said(0, one, key), other: said(1, other, key) }))
    .filter(({ best: mine, other: theirs }) => mine !== theirs);
};

const comparisonOf = (input: SearchPlansInput, { top }: PlanSearch): PlanComparison | undefined => {
  const [best] = top;
  if (best === undefined) return undefined;
  // A plan that only orders its ranks in another way, or does as well, is no rival to explain.
  const slower = top.slice(1).filter(({ stepTime, score }) => stepTime > best.stepTime * (1 + alike) || score > best.score * (1 + alike));
  const other = slower.find(({ plan }) => fieldsOf(best.plan, plan).some(({ key }) => key !== placing)) ?? slower[0] ?? top[1];
  if (other === undefined) return undefined;
  const compared = comparePlans(input, best.plan, other.plan);
  const parts = compared.parts
    .filter(({ difference }) => Math.abs(difference) > alike * best.stepTime)
    .map(({ part, one, other: theirs, difference }) => ({ part, best: one, other: theirs, saved: difference }));
  return { other: lineOf(input, other), parts, fields: fieldsOf(best.plan, other.plan) };
};

const uncertaintyOf = ({ plans, draws, expected, median, regret }: PlanRegret): PlanUncertainty => ({
  draws,
  plans: plans.length,
  expected: { plan: planText(expected.plan.plan), mean: expected.mean },
  median: { plan: planText(median.plan.plan), mean: median.mean },
  regret: { mean: regret.mean, p95: regret.p95 },
  wins: median.wins,
});

/**
 * Puts together the answer to which plan is best.
 *
 * @param found what was searched and what came of it
 * @param catalog where publications are found
 * @param options how it is reproduced
 */
export const buildPlan = (found: BuildPlanInput, catalog: Catalog, { version, command, days }: BuildPlanOptions): PlanAnswer => {
  const { resolved, objective, search, input, unbound, regret, map, training } = found;
  const { model, chip, architecture, plan, overhead } = resolved;
  const { inputs, ids } = trainingInputLines([...resolved.inputs, ...objective.inputs], catalog);
  const top = search.top.slice(0, found.top);
  const lines = top.map((each) => lineOf(input, each));
  const [best] = lines;
  const comparison = comparisonOf(input, search);
  const aim = objective.objective;
  const last = search.best ?? search.nearest;
  const takes =
    aim.kind === 'chips' && days !== undefined && last !== undefined
      ? (days * last.stepTime * aim.tokens) / (plan.globalBatch * plan.sequence) / aim.deadline
      : undefined;
  // What fits is among the plans of memory without end, even where those played without it are others.
  const free =
    unbound?.best === undefined || search.best === undefined || unbound.best.score < search.best.score ? unbound?.best : search.best;
  return {
    kind: 'plan',
    feasible: search.feasible,
    binding: search.binding,
    objective: {
      kind: aim.kind,
      ...(days === undefined ? {} : { days }),
      ...(aim.kind === 'chips' ? { tokens: aim.tokens } : {}),
    },
    model: { name: { en: model.name, zh: model.nameZh }, parameters: countParameters(architecture).total },
    chip: { name: { en: chip.name, zh: chip.nameZh }, memory: chip.facts.memory },
    accelerators: resolved.accelerators,
    batch: plan.globalBatch,
    sequence: plan.sequence,
    counts: search.counts,
    ...(best === undefined ? {} : { best }),
    top: lines,
    front: search.front.map((each) => lineOf(input, each)),
    ...(search.nearest === undefined ? {} : { nearest: lineOf(input, search.nearest) }),
    ...(takes === undefined ? {} : { takes }),
    ...(comparison === undefined ? {} : { comparison }),
    ...(free === undefined ? {} : { unbound: lineOf(input, free) }),
    ...(regret === undefined ? {} : { uncertainty: uncertaintyOf(regret) }),
    ...(map === undefined ? {} : { map }),
    memory: top.slice(0, drawn).map((each) => {
      const { greatest } = planMemory(architecture, each.plan, overhead);
      return { plan: planText(each.plan), parts: memoryPartsOf(greatest), total: greatest.total };
    }),
    ...(training === undefined ? {} : { training }),
    inputs,
    sources: sourceLines(ids, catalog),
    reproduce: { version, catalogDigest: catalog.digest, command },
  };
};

/** The same search with memory without end: what is lost to memory. */
export const withoutLimit = (input: SearchPlansInput): SearchPlansInput => ({
  ...input,
  chip: Object.fromEntries(
    Object.entries(input.chip).map(([format, rates]) => [format, { ...rates, memory: quantity(Number.POSITIVE_INFINITY, 'B') }]),
  ),
  top: 1,
  front: false,
});

/**
 * Puts together the answer to what unlike accelerators do together.
 *
 * @param groups the same model on each kind of accelerator
 * @param mixed what they do together
 * @param catalog where publications are found
 * @param options how it is reproduced
 */
export const buildMix = (
  groups: readonly ResolvedTraining[],
  mixed: MixedGroups,
  catalog: Catalog,
  { version, command }: BuildPlanOptions,
): MixAnswer => {
  const [first] = groups;
  if (first === undefined) throw new RangeError('no accelerators to mix');
  const nameOf = (index: number): MixAnswer['model']['name'] => ({ en: groups[index]!.chip.name, zh: groups[index]!.chip.nameZh });
  const line = (step: MixedStep): MixLine => ({
    layout: step.layout,
    stepTime: step.stepTime,
    tokensPerSecond: step.tokensPerSecond,
    binding: nameOf(step.binding),
    parts: step.parts.map(({ group, accelerators, plan, sequences, layers, busy, memory }) => ({
      chip: nameOf(group),
      accelerators,
      there: groups[group]!.accelerators,
      plan: planText(plan),
      sequences,
      layers,
      busy,
      memory,
    })),
  });
  const seen = new Map(groups.flatMap(({ inputs }) => inputs).map((each) => [`${each.thing}#${each.fact}`, each]));
  const { inputs, ids } = trainingInputLines([...seen.values()], catalog);
  return {
    kind: 'mix',
    feasible: mixed.feasible,
    model: { name: { en: first.model.name, zh: first.model.nameZh } },
    chips: groups.map(({ accelerators, rates }, index) => ({ name: nameOf(index), accelerators, memory: rates.memory })),
    batch: first.plan.globalBatch,
    sequence: first.plan.sequence,
    ...(mixed.best === undefined ? {} : { best: line(mixed.best) }),
    alone: mixed.alone.map((step) => step && line(step)),
    ...(mixed.data === undefined ? {} : { data: line(mixed.data) }),
    ...(mixed.pipeline === undefined ? {} : { pipeline: line(mixed.pipeline) }),
    ideal: mixed.ideal,
    inputs,
    sources: sourceLines(ids, catalog),
    reproduce: { version, catalogDigest: catalog.digest, command },
  };
};
