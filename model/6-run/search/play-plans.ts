import { trainingStep } from '../step/training-step.ts';
import { compareJudged, judgedOf, keepBest } from './keep-best.ts';
import { timedPlan } from './plan-space.ts';
import type { FoundPlan, PlanSearch, SearchPlansInput } from './search-input.ts';
import { scoring } from './search-state.ts';

/** Plans that a search should keep for their passes to be played: closed forms are off by a few percent, and these lie closer. */
export const playedPlans = 40;

export interface PlayProgress {
  /** Plans played, and all of them. */
  readonly played: number;
  readonly of: number;
}

/**
 * Times what a search found again with the passes of its pipelines played one by one, as `trainingStep` does, a plan at a time: the
 * best of them is the best by those times, and the front holds what no other of them beats. A search is proven by the closed forms of
 * bubbles, so that a plan beyond those that it kept could play better: the more it kept, the less that is likely.
 *
 * @pure
 * @param input what was searched
 * @param search what was found
 */
export function* playSteps(input: SearchPlansInput, search: PlanSearch): Generator<PlayProgress, PlanSearch> {
  const { architecture, chip, network, software, constants, nodeSize, host, objective, fixed } = input;
  const { score, limit } = scoring(objective, fixed.globalBatch * fixed.sequence);
  const found = new Map(
    [...search.top, ...search.front, ...(search.nearest === undefined ? [] : [search.nearest])].map((each) => [each.index, each]),
  );
  const played = new Map<number, FoundPlan>();
  for (const [index, each] of found) {
    yield { played: played.size, of: found.size };
    const { plan, accelerators } = each;
    if (plan.pipeline === 1) {
      played.set(index, each);
      continue;
    }
    const { stepTime } = trainingStep({
      architecture,
      chip: chip[plan.precision]!,
      network,
      plan: timedPlan(plan),
      software,
      constants,
      nodeSize,
      host,
    });
    played.set(index, { ...each, stepTime, score: score(stepTime, accelerators) });
  }
  const ordered = [...played.values()].sort((one, other) => compareJudged(judgedOf(one), judgedOf(other)));
  const inTime = ordered.filter(({ stepTime }) => search.feasible && stepTime <= limit);
  const top = inTime.slice(0, search.top.length);
  const fronts = keepBest(1, search.front.length > 0);
  for (const each of inTime) fronts.add(judgedOf(each));
  const front = fronts.front.map(({ index }) => played.get(index)!);
  const [best] = top;
  if (best !== undefined) return { ...search, best, top, front };
  const { best: _, nearest: __, ...rest } = search;
  // Those that were in time by closed forms alone are the nearest there are.
  const [missed] = ordered;
  return {
    ...rest,
    feasible: false,
    binding: search.feasible ? 'deadline' : search.binding,
    top,
    front,
    ...(missed === undefined ? {} : { nearest: missed }),
  };
}

/**
 * Times what a search found again with passes played; see `playSteps`.
 *
 * @pure
 * @param input what was searched
 * @param search what was found
 */
export const playPlans = (input: SearchPlansInput, search: PlanSearch): PlanSearch => {
  const steps = playSteps(input, search);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};
