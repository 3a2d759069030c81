import type { ChipRates } from '#accelerator';
import { type Quantity, quantity } from '#quantity';
import type { MatrixPrecision } from '../plan.ts';
import { type PreparedStep, prepareStep } from '../step/prepare-step.ts';
import type { StepConstants } from '../step/step-constants.ts';
import { stepColumns, timeStep } from '../step/training-step.ts';
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
  /** How many draws. */
  readonly draws: number;
  /** What is uncertain, in one draw. */
  readonly draw: (index: number) => StepDraw;
}

export interface PlanUnderDraws {
  readonly plan: FoundPlan;
  readonly mean: Quantity<'s'>;
  /** Share of the draws in which no other of the plans is faster. */
  readonly wins: Quantity<'1'>;
}

export interface PlanRegret {
  /** As the plans were given. */
  readonly plans: readonly PlanUnderDraws[];
  /** The plan of least expected time. */
  readonly expected: PlanUnderDraws;
  /** The plan that is best at medians. */
  readonly median: PlanUnderDraws;
  /** Time of the plan that is best at medians over that of the best plan of each draw, less one. */
  readonly regret: { readonly mean: Quantity<'1'>; readonly p50: Quantity<'1'>; readonly p95: Quantity<'1'>; readonly most: Quantity<'1'> };
  /** How many draws there were. */
  readonly draws: number;
}

const tailShare = 0.95;

/** Prepared steps whose exchanges take a factor longer; the factor is written into them. */
interface Stretched {
  /** Its step time over that of closed forms. */
  readonly played: number;
  readonly own: PreparedStep;
  readonly step: Mutable<PreparedStep>;
}

const stretch = ({ own, step }: Pick<Stretched, 'own' | 'step'>, factor: number): PreparedStep => {
  for (let at = 0; at < own.exchange.length; at++) step.exchange[at] = own.exchange[at]! * factor;
  step.send = own.send * factor;
  step.gather = own.gather * factor;
  step.regather = own.regather * factor;
  step.scatter = own.scatter * factor;
  step.replicate = own.replicate * factor;
  step.ends = own.ends * factor;
  return step;
};

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
  const { search, plans, draws } = input;
  const { architecture, network, software, constants, nodeSize, host } = search;
  if (plans.length === 0) throw new RangeError('no plan to time');
  const chipOf = (precision: MatrixPrecision): ChipRates => search.chip[precision]!;
  const out = new Float64Array(stepColumns);
  const prepared = plans.map(({ plan, stepTime }): Stretched => {
    const rates = chipOf(plan.precision);
    const own = prepareStep({
      architecture,
      chip: rates,
      network,
      plan,
      host,
    });
    const closed = timeStep({ prepared: own, chip: rates, software, constants, nodeSize }, out);
    return { played: stepTime / closed, own, step: { ...own, exchange: Float64Array.from(own.exchange) } };
  });
  const times = new Float64Array(plans.length);
  const sums = new Float64Array(plans.length);
  const wins = new Float64Array(plans.length);
  const regrets = new Float64Array(draws);
  let least = 0;
  for (let at = 1; at < plans.length; at++) if (plans[at]!.stepTime < plans[least]!.stepTime) least = at;
  for (let index = 0; index < draws; index++) {
    const { matrixShare, constants: drawn, exchange = 1 } = input.draw(index);
    const own = drawn === undefined ? constants : { ...constants, ...drawn };
    let fastest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < plans.length; at++) {
      const step = stretch(prepared[at]!, exchange);
      const chip = { matrixShare: quantity(matrixShare ?? chipOf(step.plan.precision).matrixShare, '1') };
      const time = prepared[at]!.played * timeStep({ prepared: step, chip, software, constants: own, nodeSize }, out);
      times[at] = time;
      sums[at] = sums[at]! + time;
      fastest = Math.min(fastest, time);
    }
    for (let at = 0; at < plans.length; at++) if (times[at] === fastest) wins[at] = wins[at]! + 1;
    regrets[index] = times[least]! / fastest - 1;
  }
  const under = plans.map((plan, at) => ({ plan, mean: quantity(sums[at]! / draws, 's'), wins: quantity(wins[at]! / draws, '1') }));
  const sorted = regrets.toSorted();
  const share = (of: number): Quantity<'1'> => quantity(sorted[Math.min(draws - 1, Math.floor(of * draws))] ?? 0, '1');
  return {
    plans: under,
    expected: under.reduce((best, each) => (each.mean < best.mean ? each : best)),
    median: under[least]!,
    regret: {
      mean: quantity(regrets.reduce((sum, each) => sum + each, 0) / draws, '1'),
      p50: share(0.5),
      p95: share(tailShare),
      most: share(1),
    },
    draws,
  };
};
