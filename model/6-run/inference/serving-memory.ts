import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import { layerParameters } from '../count-parameters.ts';
import type { MemoryOverhead } from '../memory/plan-memory.ts';
import { layerCache } from './sequence-cache.ts';
import type { ServingPlan } from './serving-plan.ts';

export interface ServingMemoryInput {
  readonly architecture: Architecture;
  readonly plan: ServingPlan;
  /** Memory of one accelerator. */
  readonly memory: Quantity<'B'>;
  readonly overhead: MemoryOverhead;
  /** Tokens of a sequence that its cache must hold. */
  readonly context: number;
}

export interface ServingMemory {
  /** Weights on one rank. */
  readonly weights: Quantity<'B'>;
  /** Cache of one sequence on one rank of its group. */
  readonly perSequence: Quantity<'B'>;
  /** Sequences that one copy of the model can hold at once; 0 where not even the weights fit. */
  readonly sequences: number;
  readonly binding: 'weights' | 'cache';
}

/** Embedding and logit layer stay in 16 bit. */
const wideBytes = 2;

/** Bytes of weights on one rank: attention and dense layers over the tensor ranks, experts over all. */
const weightsOf = (architecture: Architecture, { ranks, tensor, weightBytes }: ServingPlan): number => {
  const layers = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  let total = 0;
  for (const kind of architecture.pattern) {
    const { dense, whole, expert } = layers[kind]!;
    const { routed } = architecture.kinds[kind]!.feedForward;
    total += (dense / tensor + whole + (routed * expert) / ranks) * weightBytes;
  }
  const tables = architecture.vocabulary * architecture.embeddingWidth * (architecture.tiedEmbeddings ? 1 : 2);
  return total + (tables / tensor) * wideBytes;
};

/**
 * How many sequences one copy of a model can hold at once beside its weights.
 *
 * @equation B = \left\lfloor \frac{M (1 - f) - M_0 - W}{c(s)} \right\rfloor \frac{n}{t}
 * @source kwon-2023 section 2
 * @param input model, plan, memory of an accelerator, what the runtime takes, and tokens of a sequence
 */
export const servingMemory = ({ architecture, plan, memory, overhead, context }: ServingMemoryInput): ServingMemory => {
  const weights = weightsOf(architecture, plan);
  let perSequence = 0;
  for (const kind of architecture.pattern)
    perSequence += layerCache(architecture.kinds[kind]!.attention, context, plan.cacheBytes, plan.tensor);
  const free = memory * (1 - overhead.fragmentation) - overhead.context - weights;
  const each = free > 0 ? Math.floor(perSequence > 0 ? free / perSequence : Number.MAX_SAFE_INTEGER) : 0;
  return {
    weights: quantity(weights, 'B'),
    perSequence: quantity(perSequence, 'B'),
    sequences: each * (plan.ranks / plan.tensor),
    binding: free > 0 && weights < memory / 2 ? 'cache' : 'weights',
  };
};
