import { quantity } from '#quantity';
import type { Plan } from '../plan.ts';
import { planOf, stateBytes } from '../plan-of.ts';
import { prepareStep } from '../step/prepare-step.ts';
import { timeStep } from '../step/training-step.ts';
import { type Judged, judgedOf, keepBest } from './keep-best.ts';
import { addSplit, refuseFormat } from './list-nodes.ts';
import { type PlanSpace, planAt } from './plan-space.ts';
import type { FoundPlan, PlanSearch, SearchCounts, SearchPlansInput, SearchProgress } from './search-input.ts';
import { openSearch, type SearchState } from './search-state.ts';
import { inOrder, type Mutable } from './search-tables.ts';
import { settleNode } from './settle-node.ts';

/** Nodes that are settled together: enough to order them well, few enough to hold them. */
const nodesAtOnce = 1 << 17;
/** Plans, and nodes, of work between two reports: some milliseconds. */
const [plansAtOnce, nodesBetween] = [1024, 1 << 12];

const reportOf = ({ done, counts, keep }: SearchState): SearchProgress => ({
  done,
  raw: counts.raw,
  score: keep.top[0]?.score ?? Number.POSITIVE_INFINITY,
});

/** Settles all nodes there are, from the least bound up. */
function* settleNodes(search: SearchState): Generator<SearchProgress, void> {
  let worked = 0;
  const order = inOrder(search.nodes);
  for (let at = 0; at < search.nodes.count; at++) {
    worked += 1 + settleNode(search, order[at]!);
    if (worked < plansAtOnce) continue;
    worked = 0;
    yield reportOf(search);
  }
  search.nodes.count = 0;
  search.blocks.count = 0;
  search.splits.length = 0;
}

const splitAxes = ['precision', 'order', 'tensor', 'sequenceParallel', 'context', 'contextExchange', 'expert', 'expertTensor'] as const;

interface SplitValues {
  /** Number of the plan that takes the first value on every other axis. */
  readonly index: number;
  readonly accelerators: number;
  readonly plan: Plan;
}

/** Every way to split a layer over ranks, on each number of accelerators. */
function* splitsOf({ input, space, weight }: SearchState): Generator<SplitValues> {
  const ways = splitAxes.reduce((product, axis) => product * space[axis].length, 1);
  for (const [acceleratorsAt, accelerators] of input.accelerators.entries()) {
    for (let way = 0; way < ways; way++) {
      let rest = way;
      let index = acceleratorsAt * weight.accelerators;
      const at = {} as Record<(typeof splitAxes)[number], number>;
      for (let axis = splitAxes.length - 1; axis >= 0; axis--) {
        const name = splitAxes[axis]!;
        const { length } = space[name];
        at[name] = rest % length;
        rest = Math.floor(rest / length);
        index += at[name] * weight[name];
      }
      const value = <Axis extends (typeof splitAxes)[number]>(axis: Axis): PlanSpace[Axis][number] => space[axis][at[axis]]!;
      const [tensor, context, precision] = [value('tensor'), value('context'), value('precision')];
      // What changes nothing is one plan: the one with the first value.
      if ((tensor === 1 && at.sequenceParallel > 0) || (context === 1 && at.contextExchange > 0)) continue;
      const plan = planOf({
        ...input.fixed,
        tensor,
        sequenceParallel: tensor > 1 && value('sequenceParallel'),
        context,
        contextExchange: context > 1 ? value('contextExchange') : 'ring',
        expert: value('expert'),
        expertTensor: value('expertTensor'),
        precision,
        state: input.fixed.state ?? stateBytes(precision),
        order: value('order'),
      });
      yield { index, accelerators, plan };
    }
  }
}

/** What stopped the plans that came furthest. */
const refusal = ({ late, host, memory, format }: SearchCounts): PlanSearch['binding'] =>
  late > 0 ? 'deadline' : memory > 0 ? 'memory' : host > 0 ? 'host' : format > 0 ? 'format' : 'divisibility';

/** Writes the answer of a search. */
const answerOf = (search: SearchState): PlanSearch => {
  const { input, space, keep, counts, bound, nearest } = search;
  const timeOf = (plan: Plan): number => {
    const { architecture, network, host, software, constants, nodeSize } = input;
    const chip = input.chip[plan.precision]!;
    const prepared = prepareStep({ architecture, chip, network, plan, host });
    return timeStep({ prepared, chip, software, constants, nodeSize }, search.scratch.out);
  };
  const write = ({ index, time, memory, host }: Judged): FoundPlan => {
    const plan = planAt({ ...input, space }, index);
    const accelerators = plan.tensor * plan.context * plan.data * plan.pipeline;
    // A plan that does not fit was not timed.
    const seconds = Number.isNaN(time) ? timeOf(plan) : time;
    return {
      plan,
      index,
      accelerators,
      stepTime: quantity(seconds, 's'),
      memory: quantity(memory, 'B'),
      hostMemory: quantity(host, 'B'),
      score: search.score(seconds, accelerators),
    };
  };
  const top = keep.top.map(write);
  const [best] = top;
  return {
    feasible: best !== undefined,
    binding: best !== undefined ? 'none' : refusal(counts),
    ...(best === undefined ? {} : { best }),
    top,
    front: keep.front.map(write),
    counts: { ...counts },
    bound,
    ...(best !== undefined || nearest === undefined ? {} : { nearest: write(nearest) }),
  };
};

/**
 * Searches a space of plans for the best ones, with proof, a slice of work at a time: who calls may stop between two slices.
 *
 * Every plan is a block (one micro-batch under tensor, context and expert ranks), a lay (stages and their schedule) and a way to keep state.
 * The time of a block under a lay without anything between replicas is a bound for all of its plans; nodes are settled from the least
 * bound up, memory before time. What is timed is timed by the functions of `trainingStep` itself.
 *
 * @pure
 * @param input what is searched
 */
export function* searchSteps(input: SearchPlansInput): Generator<SearchProgress, PlanSearch> {
  const search = openSearch(input);
  const { part, objective, chip } = input;
  let [key, reported, last] = [0, 0, input.accelerators[0]];
  for (const { index, accelerators, plan } of splitsOf(search)) {
    // Fewer accelerators come first where their number is what counts.
    if (search.nodes.count >= nodesAtOnce || (objective.kind === 'chips' && accelerators !== last)) yield* settleNodes(search);
    last = accelerators;
    key += 1;
    if (part !== undefined && key % part.of !== part.index) continue;
    const rates = chip[plan.precision];
    if (rates === undefined) refuseFormat(search, plan, accelerators);
    else addSplit(search, { accelerators, rates, plan, timed: { ...plan }, index, key });
    if (search.nodes.count - reported >= nodesBetween || search.nodes.count < reported) {
      reported = search.nodes.count;
      yield reportOf(search);
    }
  }
  yield* settleNodes(search);
  return answerOf(search);
}

/**
 * Searches a space of plans to the end; see `searchSteps`.
 *
 * @pure
 * @param input what is searched
 */
export const searchPlans = (input: SearchPlansInput): PlanSearch => {
  const steps = searchSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};

/**
 * Puts together what the parts of a search found: the answer of the whole, whatever the number of parts. Only what became of the plans that
 * are not among the best hangs on it: a part knows the bounds of its own best plans alone.
 *
 * @pure
 * @param input what is searched, of which each part took its share
 * @param parts their answers
 */
export const mergeSearches = (input: Pick<SearchPlansInput, 'top' | 'front'>, parts: readonly PlanSearch[]): PlanSearch => {
  const keep = keepBest(input.top, input.front);
  const plans = new Map<number, FoundPlan>();
  const fronts = keepBest(1, true);
  const counts: Mutable<SearchCounts> = { raw: 0, indivisible: 0, format: 0, memory: 0, host: 0, late: 0, bounded: 0, timed: 0 };
  let bound = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    for (const name of Object.keys(counts) as (keyof SearchCounts)[]) counts[name] += part.counts[name];
    bound = Math.min(bound, part.bound);
    for (const plan of [...part.top, ...part.front]) plans.set(plan.index, plan);
    for (const plan of part.top) keep.add(judgedOf(plan));
    for (const plan of part.front) fronts.add(judgedOf(plan));
  }
  const top = keep.top.map(({ index }) => plans.get(index)!);
  const [best] = top;
  // A plan that is late came further than one that does not fit.
  const missed = parts.filter(({ counts: own }) => own.late > 0 || counts.late === 0).flatMap(({ nearest }) => nearest ?? []);
  missed.sort((one, other) => (counts.late > 0 ? one.stepTime - other.stepTime : one.memory - other.memory) || one.index - other.index);
  const [nearest] = missed;
  return {
    feasible: best !== undefined,
    binding: best !== undefined ? 'none' : refusal(counts),
    ...(best === undefined ? {} : { best }),
    top,
    front: fronts.front.map(({ index }) => plans.get(index)!),
    counts,
    bound,
    ...(best !== undefined || nearest === undefined ? {} : { nearest }),
  };
};
