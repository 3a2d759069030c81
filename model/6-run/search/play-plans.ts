import { trainingStep } from '../step/training-step.ts';
import { compareJudged, judgedOf, keepBest } from './keep-best.ts';
import { plainSpace, spaceAxes } from './plan-space.ts';
import type { FoundPlan, PlanSearch, SearchPlansInput, SearchProgress } from './search-input.ts';
import { searchSteps } from './search-plans.ts';
import { scoring } from './search-state.ts';

/** Plans that a search should keep for their passes to be played: closed forms are off by a few percent, and these lie closer. */
const playedPlans = 40;

/**
 * Times what a search found again with the passes of its pipelines played one by one, as `trainingStep` does, a plan at a time: the
 * best of them is the best by those times, and the front holds what no other of them beats. A search is proven by the closed forms of
 * bubbles, so that a plan beyond those that it kept could play better: the more it kept, the less that is likely.
 *
 * @pure
 * @param input what was searched
 * @param search what was found
 */
export function* playSteps(input: SearchPlansInput, search: PlanSearch): Generator<SearchProgress, PlanSearch> {
  const { architecture, chip, network, software, constants, nodeSize, host, objective, fixed } = input;
  const { raw } = search.counts;
  const { score, limit } = scoring(objective, fixed.globalBatch * fixed.sequence);
  const found = new Map(
    [...search.top, ...search.front, ...(search.nearest === undefined ? [] : [search.nearest])].map((each) => [each.index, each]),
  );
  const played = new Map<number, FoundPlan>();
  for (const [index, each] of found) {
    yield { done: raw, raw, score: search.best?.score ?? Number.POSITIVE_INFINITY };
    const { plan, accelerators } = each;
    if (plan.pipeline === 1) {
      played.set(index, each);
      continue;
    }
    const { stepTime } = trainingStep({
      architecture,
      chip: chip[plan.precision]!,
      network,
      plan,
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
 * A search that keeps enough plans for their passes to be played.
 *
 * @pure
 * @param input what is searched
 */
export const searchToPlay = (input: SearchPlansInput): SearchPlansInput => ({ ...input, top: Math.max(input.top, playedPlans) });

/** Numbers of plans on one number of accelerators. */
const plansOf = ({ space, architecture }: SearchPlansInput): number => {
  const routed = architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);
  const plain = plainSpace(space, routed);
  return spaceAxes.reduce((product, axis) => product * plain[axis].length, 1);
};

/** The answer of a search of the later numbers of accelerators, its plans numbered as in the whole space. */
const amongAll = (found: PlanSearch, before: number): PlanSearch => {
  const moved = (each: FoundPlan): FoundPlan => ({ ...each, index: before + each.index });
  const { best, nearest, top, front } = found;
  return {
    ...found,
    ...(best === undefined ? {} : { best: moved(best) }),
    ...(nearest === undefined ? {} : { nearest: moved(nearest) }),
    top: top.map(moved),
    front: front.map(moved),
  };
};

/**
 * What is left to try where no plan that was played is in time. Closed forms may have kept plans on too few accelerators: then the greater
 * numbers are searched. Where there are none, the fastest plan of all accelerators misses by least.
 */
function* withMore(input: SearchPlansInput, search: PlanSearch, played: PlanSearch): Generator<SearchProgress, PlanSearch> {
  const { accelerators, objective, fixed } = input;
  const { best: kept } = search;
  const next = kept === undefined ? accelerators.length : accelerators.indexOf(kept.accelerators) + 1;
  if (next < accelerators.length) {
    const more = yield* searchPlayedSteps({ ...input, accelerators: accelerators.slice(next) });
    return { ...amongAll(more, next * plansOf(input)), counts: search.counts };
  }
  const last = accelerators.length - 1;
  const all = { ...input, accelerators: accelerators.slice(last), objective: { kind: 'time' } as const, top: 1, front: false };
  const fastest = amongAll(yield* searchPlayedSteps(all), last * plansOf(input)).best;
  const { score } = scoring(objective, fixed.globalBatch * fixed.sequence);
  return fastest === undefined ? played : { ...played, nearest: { ...fastest, score: score(fastest.stepTime, fastest.accelerators) } };
}

/**
 * Plays the passes of what `searchToPlay` found, wherever that was searched, and leaves as many plans as were asked for: see `playSteps`.
 *
 * @pure
 * @param input what was asked for
 * @param found what was found
 */
export function* playFoundSteps(input: SearchPlansInput, found: PlanSearch): Generator<SearchProgress, PlanSearch> {
  const played = yield* playSteps(searchToPlay(input), found);
  if (played.binding === 'deadline') return yield* withMore(input, found, played);
  return { ...played, top: played.top.slice(0, input.top) };
}

/**
 * Searches a space of plans as `searchSteps` does, keeping enough of them, and plays the passes of those: see `playSteps`.
 *
 * @pure
 * @param input what is searched
 */
export function* searchPlayedSteps(input: SearchPlansInput): Generator<SearchProgress, PlanSearch> {
  return yield* playFoundSteps(input, yield* searchSteps(searchToPlay(input)));
}
