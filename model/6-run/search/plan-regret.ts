import { type Quantity, quantity } from '#quantity';
import type { Plan } from '../plan.ts';
import { type LayerWork, type PreparedStep, prepareStep } from '../step/prepare-step.ts';
import type { StepConstants } from '../step/step-constants.ts';
import { closeStep, emptySums, partsPerOwner, stageTimes, stepColumns, timeOwners } from '../step/training-step.ts';
import type { FoundPlan, SearchPlansInput } from './search-input.ts';
import type { Mutable } from './search-tables.ts';

/** One draw of what is uncertain; what is absent keeps its median. */
export interface StepDraw {
  /** Share of its peak that the chip reaches. */
  readonly matrixShare?: number | undefined;
  readonly constants?: Partial<StepConstants> | undefined;
  /** Factor on the seconds of every exchange within a layer, between stages and between replicas. */
  readonly exchange?: number | undefined;
}

export interface PlanRegretInput {
  readonly search: Pick<SearchPlansInput, 'architecture' | 'chip' | 'network' | 'software' | 'constants' | 'nodeSize' | 'host'>;
  /** Plans that survive: as a rule the best of a search, and the best at medians among them. */
  readonly plans: readonly FoundPlan[];
  /** What counts is what a token costs: the time of a plan times its accelerators. Its time alone unless given. */
  readonly perChip?: boolean | undefined;
  /** How many draws. */
  readonly draws: number;
  /** What is uncertain, in one draw. */
  readonly draw: (index: number) => StepDraw;
}

export interface PlanUnderDraws {
  readonly plan: FoundPlan;
  readonly mean: Quantity<'s'>;
  /** Share of the draws in which no other of the plans is faster, or cheaper where that counts. */
  readonly wins: Quantity<'1'>;
}

export interface PlanRegret {
  /** As the plans were given. */
  readonly plans: readonly PlanUnderDraws[];
  /** The plan of least expected time, or cost. */
  readonly expected: PlanUnderDraws;
  /** The plan that is best at medians. */
  readonly median: PlanUnderDraws;
  /** Time of the plan that is best at medians over that of the best plan of each draw, less one. */
  readonly regret: { readonly mean: Quantity<'1'>; readonly p50: Quantity<'1'>; readonly p95: Quantity<'1'>; readonly most: Quantity<'1'> };
  /** How many draws there were. */
  readonly draws: number;
}

/** How far draws have come. */
export interface DrawProgress {
  readonly done: number;
  readonly draws: number;
}

const tailShare = 0.95;

/** Draws between two reports: a few milliseconds with hundreds of plans. */
const drawsAtOnce = 32;

/** What a micro-batch costs, of all plans that share it: timed once in a draw. */
interface Block {
  /** Seconds of exchange as they are; those of a draw are in `prepared`. */
  readonly exchange: Float64Array;
  readonly prepared: Mutable<LayerWork> & { readonly plan: Plan; readonly kinds: number };
  readonly matrixShare: Quantity<'1'>;
  readonly layer: Float64Array;
  readonly members: Member[];
}

/** A plan of a block: its stages and what happens between replicas. */
interface Member {
  readonly at: number;
  readonly own: PreparedStep;
  readonly step: Mutable<PreparedStep>;
  /** Its step time over that of closed forms. */
  played: number;
}

/** What `timeOwners` reads of a step: plans that agree in it share a block. */
const blockName = ({ work, exchange, issued, plan }: PreparedStep): string => {
  const { recompute, recomputeShare, overlapTensor, overlapExpert, contextExchange, precision } = plan;
  return [
    recompute,
    recomputeShare,
    overlapTensor,
    overlapExpert,
    contextExchange,
    precision,
    work.join(),
    exchange.join(),
    issued.join(),
  ].join(';');
};

const stretch = ({ own, step }: Member, factor: number): void => {
  step.send = own.send * factor;
  step.gather = own.gather * factor;
  step.regather = own.regather * factor;
  step.scatter = own.scatter * factor;
  step.replicate = own.replicate * factor;
  step.ends = own.ends * factor;
};

const blocksOf = ({ search, plans }: PlanRegretInput): readonly Block[] => {
  const { architecture, network, host } = search;
  const blocks = new Map<string, Block>();
  for (const [at, { plan }] of plans.entries()) {
    const chip = search.chip[plan.precision]!;
    const own = prepareStep({ architecture, chip, network, plan, host });
    const name = blockName(own);
    const { kinds, work, exchange, issued, routed, headWidth } = own;
    const block = blocks.get(name) ?? {
      exchange,
      prepared: { plan, kinds, work, exchange: Float64Array.from(exchange), issued, routed, headWidth },
      matrixShare: chip.matrixShare,
      layer: new Float64Array((kinds + 3) * partsPerOwner),
      members: [],
    };
    blocks.set(name, block);
    block.members.push({ at, own, step: { ...own }, played: 1 });
  }
  return [...blocks.values()];
};

/**
 * Times plans again under many draws, as `planRegret` does, some draws at a time: who calls may stop between two reports.
 *
 * @pure
 * @param input plans and draws
 * @throws RangeError where there is no plan
 */
export function* planRegretSteps(input: PlanRegretInput): Generator<DrawProgress, PlanRegret> {
  const { search, plans, draws } = input;
  const { software, constants, nodeSize } = search;
  if (plans.length === 0) throw new RangeError('no plan to time');
  const out = new Float64Array(stepColumns);
  const sums = emptySums();
  const times = new Float64Array(plans.length);
  const blocks = blocksOf(input);
  const timeAll = ({ matrixShare, constants: drawn, exchange = 1 }: StepDraw): void => {
    const own = drawn === undefined ? constants : { ...constants, ...drawn };
    for (const block of blocks) {
      const { prepared, layer, members } = block;
      for (let at = 0; at < block.exchange.length; at++) prepared.exchange[at] = block.exchange[at]! * exchange;
      const chip = { matrixShare: matrixShare === undefined ? block.matrixShare : quantity(matrixShare, '1') };
      timeOwners({ prepared, chip, software, constants: own }, layer);
      for (const member of members) {
        stretch(member, exchange);
        stageTimes(member.step, layer, sums);
        times[member.at] = member.played * closeStep(member.step, sums, own, nodeSize, out);
      }
    }
  };
  timeAll({});
  for (const { members } of blocks) for (const member of members) member.played = plans[member.at]!.stepTime / times[member.at]!;
  const totals = new Float64Array(plans.length);
  const wins = new Float64Array(plans.length);
  const regrets = new Float64Array(draws);
  const weights = plans.map(({ accelerators }) => (input.perChip === true ? accelerators : 1));
  let least = 0;
  for (let at = 1; at < plans.length; at++) if (weights[at]! * plans[at]!.stepTime < weights[least]! * plans[least]!.stepTime) least = at;
  for (let index = 0; index < draws; index++) {
    if (index % drawsAtOnce === 0) yield { done: index, draws };
    timeAll(input.draw(index));
    let fastest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < times.length; at++) fastest = Math.min(fastest, weights[at]! * times[at]!);
    for (let at = 0; at < times.length; at++) {
      totals[at] = totals[at]! + times[at]!;
      if (weights[at]! * times[at]! === fastest) wins[at] = wins[at]! + 1;
    }
    regrets[index] = (weights[least]! * times[least]!) / fastest - 1;
  }
  const under = plans.map((plan, at) => ({ plan, mean: quantity(totals[at]! / draws, 's'), wins: quantity(wins[at]! / draws, '1') }));
  let expected = 0;
  for (let at = 1; at < plans.length; at++) if (weights[at]! * totals[at]! < weights[expected]! * totals[expected]!) expected = at;
  const sorted = regrets.toSorted();
  const share = (of: number): Quantity<'1'> => quantity(sorted[Math.min(draws - 1, Math.floor(of * draws))] ?? 0, '1');
  return {
    plans: under,
    expected: under[expected]!,
    median: under[least]!,
    regret: {
      mean: quantity(regrets.reduce((sum, each) => sum + each, 0) / draws, '1'),
      p50: share(0.5),
      p95: share(tailShare),
      most: share(1),
    },
    draws,
  };
}

/**
 * Times plans again under many draws of what is uncertain: which of them takes least time on average, and what is lost by using the one
 * that is best at medians instead of the best of each draw. The same draw holds for all plans. Draws have the bubble of closed forms;
 * where the passes of a plan were played, its draws are longer or shorter by as much as its median is.
 *
 * @equation R = \frac{t(\hat x, \omega)}{\min_x t(x, \omega)} - 1
 * @source assumption
 * @param input plans and draws
 * @throws RangeError where there is no plan
 */
export const planRegret = (input: PlanRegretInput): PlanRegret => {
  const steps = planRegretSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};
