import type { Architecture } from '../architecture.ts';
import type { MatrixPrecision, Offload, Plan, RankAxis, Recompute, Schedule } from '../plan.ts';
import { planOf, stateBytes } from '../plan-of.ts';

/**
 * The values that each axis of a plan may take. Values that change nothing are one plan: sequence parallelism and overlap of tensor ranks
 * without such ranks, chunks without interleaving, experts of a dense model, groups of replicas that are as large as all of them.
 */
export interface PlanSpace {
  readonly precision: readonly MatrixPrecision[];
  /** Orders of the ranks, from the neighbours outwards. */
  readonly order: readonly (readonly RankAxis[])[];
  readonly tensor: readonly number[];
  readonly sequenceParallel: readonly boolean[];
  readonly context: readonly number[];
  readonly contextExchange: readonly Plan['contextExchange'][];
  readonly pipeline: readonly number[];
  /** Of pipelines of more than one stage. */
  readonly schedule: readonly Schedule[];
  /** Chunks of an interleaved schedule. */
  readonly virtual: readonly number[];
  readonly expert: readonly number[];
  readonly expertTensor: readonly number[];
  readonly microBatch: readonly number[];
  readonly recompute: readonly Recompute[];
  /** Beside the products that tensor ranks feed; counts where they split the sequence too. */
  readonly overlapTensor: readonly boolean[];
  /** Beside another micro-batch; counts in interleaved and two-way pipelines, where one is at hand. */
  readonly overlapExpert: readonly boolean[];
  readonly overlapData: readonly boolean[];
  /** Of levels 1 to 3 the first one stands for all in pipelines, which keep gathered weights and whole gradients until the last micro-batch. */
  readonly zero: readonly Plan['zero'][];
  /** Replicas over which state is split, `Infinity` for all of them. */
  readonly shardGroup: readonly number[];
  readonly offload: readonly Offload[];
}

/** The axes in the order in which plans are numbered: the last one changes first. */
export const spaceAxes: readonly (keyof PlanSpace)[] = [
  'precision',
  'order',
  'tensor',
  'sequenceParallel',
  'context',
  'contextExchange',
  'pipeline',
  'schedule',
  'virtual',
  'expert',
  'expertTensor',
  'microBatch',
  'recompute',
  'overlapTensor',
  'overlapExpert',
  'overlapData',
  'zero',
  'shardGroup',
  'offload',
];

export interface PlanSpaceInput {
  readonly architecture: Architecture;
  /** Accelerators that a plan may lay out. */
  readonly accelerators: number;
  /** Accelerators of a scale-up domain. */
  readonly domain: number;
  /** Sequences of a step. */
  readonly globalBatch: number;
  /** Tokens of a sequence. */
  readonly sequence: number;
  readonly precision: MatrixPrecision;
  /** Attention keeps no scores; yes unless given. */
  readonly fusedAttention?: boolean | undefined;
  /** State, activations and weights may be kept in the host; no unless given. */
  readonly offload?: boolean | undefined;
}

const divisors = (value: number, most: number): number[] =>
  Array.from({ length: Math.max(0, Math.min(value, most)) }, (_, index) => index + 1).filter((each) => value % each === 0);

const mostStages = 64;
const mostMicroBatch = 16;
const mostExpertTensor = 8;
/** Fewer tokens on a context rank leave products too short to be worth it. */
const leastTokens = 2048;
const chunks = [2, 3, 4, 5, 6, 8, 12, 16, 24];
const shares = [0, 1];
/** Weights leave for the host after the optimiser's state, which is larger and used less often. */
const ofHost: readonly Offload[] = shares
  .flatMap((optimizer) => shares.flatMap((activations) => shares.map((weights) => ({ optimizer, activations, weights }))))
  .filter(({ optimizer, weights }) => weights <= optimizer);

/**
 * The whole space of plans for a model on that many accelerators: every divisor that the model, the machine and the batch allow.
 *
 * @pure
 * @param input model, accelerators, batch and number format
 */
export const planSpace = (input: PlanSpaceInput): PlanSpace => {
  const { architecture, accelerators, domain, globalBatch, sequence, precision, fusedAttention = true, offload = false } = input;
  const layers = architecture.pattern.length;
  const routed = architecture.kinds.reduce((most, { feedForward }) => Math.max(most, feedForward.routed), 0);
  const heads = Math.min(...architecture.kinds.map(({ attention }) => attention.heads));
  const ofMachine = (most: number): number[] => divisors(accelerators, most);
  return {
    precision: [precision],
    order: [
      ['tp', 'cp', 'ep', 'dp', 'pp'],
      ['tp', 'cp', 'ep', 'pp', 'dp'],
    ],
    tensor: ofMachine(Math.min(domain, heads)).filter((each) => heads % each === 0),
    sequenceParallel: [true],
    context: ofMachine(Math.max(1, sequence / leastTokens)),
    contextExchange: ['ring', 'all-to-all'],
    pipeline: ofMachine(Math.min(mostStages, layers)),
    schedule: ['1f1b', 'interleaved', 'zb-h1', 'zb-h2', 'zb-v', 'dualpipe'],
    virtual: chunks.filter((each) => 2 * each <= layers),
    expert: routed === 0 ? [1] : ofMachine(routed).filter((each) => routed % each === 0),
    expertTensor: routed === 0 ? [1] : [1, 2, 4, mostExpertTensor].filter((each) => each <= domain),
    microBatch: divisors(globalBatch, mostMicroBatch),
    recompute: fusedAttention ? ['none', 'modules', 'full'] : ['none', 'selective', 'modules', 'full'],
    overlapTensor: [true],
    overlapExpert: [true],
    overlapData: [true],
    zero: [0, 1, 2, 3],
    shardGroup: domain > 1 ? [Number.POSITIVE_INFINITY, domain] : [Number.POSITIVE_INFINITY],
    offload: offload ? ofHost : ofHost.slice(0, 1),
  };
};

/** What all plans of a search share: the batch at least. */
export type FixedPlan = Pick<Plan, 'globalBatch' | 'sequence'> & Partial<Plan>;

/** Places of a plan's values in the lists of its space, and of its number of accelerators. */
export type PlanPlace = { [Axis in keyof PlanSpace | 'accelerators']: number };

/**
 * A space in which no list names a value twice, and a dense model has no experts to split.
 *
 * @pure
 * @param space lists of values
 * @param routed the model has experts
 */
export const plainSpace = (space: PlanSpace, routed: boolean): PlanSpace => {
  const lists = spaceAxes.map((axis) => {
    const seen = new Map<string, unknown>();
    for (const value of space[axis] as readonly unknown[]) {
      const name = typeof value === 'object' ? JSON.stringify(value) : String(value);
      if (!seen.has(name)) seen.set(name, value);
    }
    return [axis, [...seen.values()]];
  });
  const plain = Object.fromEntries(lists) as unknown as PlanSpace;
  return routed ? plain : { ...plain, expert: [1], expertTensor: [1] };
};

const placeOfIndex = (space: PlanSpace, index: number): PlanPlace => {
  const place = { accelerators: 0 } as PlanPlace;
  let rest = index;
  for (let at = spaceAxes.length - 1; at >= 0; at--) {
    const axis = spaceAxes[at]!;
    const { length } = space[axis];
    place[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  place.accelerators = rest;
  return place;
};

/**
 * The plan of a number, with what changes nothing set to what it is without.
 *
 * @pure
 * @param input numbers of accelerators, lists of values, and what all plans share
 * @param index its number
 */
export const planAt = (
  { accelerators, space, fixed }: { readonly accelerators: readonly number[]; readonly space: PlanSpace; readonly fixed: FixedPlan },
  index: number,
): Plan => {
  const place = placeOfIndex(space, index);
  const value = <Axis extends keyof PlanSpace>(axis: Axis): PlanSpace[Axis][number] => space[axis][place[axis]]!;
  const [tensor, context, pipeline, expert] = [value('tensor'), value('context'), value('pipeline'), value('expert')];
  const data = accelerators[place.accelerators]! / (tensor * context * pipeline);
  const schedule = pipeline > 1 ? value('schedule') : '1f1b';
  const sequenceParallel = tensor > 1 && value('sequenceParallel');
  const zero = value('zero');
  const precision = value('precision');
  const replicas = data * context;
  return planOf({
    ...fixed,
    tensor,
    sequenceParallel,
    context,
    contextExchange: context > 1 ? value('contextExchange') : 'ring',
    pipeline,
    schedule,
    virtual: schedule === 'interleaved' ? value('virtual') : 1,
    data,
    expert,
    expertTensor: value('expertTensor'),
    microBatch: value('microBatch'),
    recompute: value('recompute'),
    overlapTensor: sequenceParallel && value('overlapTensor'),
    overlapExpert: hidesExperts(expert, schedule) && value('overlapExpert'),
    overlapData: value('overlapData'),
    zero,
    shardGroup: zero === 0 ? replicas : Math.min(replicas, value('shardGroup')),
    precision,
    state: fixed.state ?? stateBytes(precision),
    order: value('order') as readonly RankAxis[],
    offload: value('offload'),
  });
};

/**
 * Whether the exchange of experts can run beside another micro-batch.
 *
 * @pure
 * @param expert expert ranks
 * @param schedule order of the micro-batches
 */
export const hidesExperts = (expert: number, schedule: Schedule): boolean =>
  expert > 1 && (schedule === 'interleaved' || schedule === 'dualpipe');
