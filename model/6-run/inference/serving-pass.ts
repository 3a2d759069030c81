import type { ChipRates } from '#accelerator';
import { type Collective, collectiveTime, type Network, type Placement, placeGroup } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import type { Architecture, Attention } from '../architecture.ts';
import { layerParameters } from '../count-parameters.ts';
import { layerCache, seenTokens } from './sequence-cache.ts';
import type { ServingConstants, ServingPlan } from './serving-plan.ts';

export const servingParts = ['weights', 'arithmetic', 'cache', 'attention', 'exchange', 'overhead'] as const;
/** What the time of a pass is spent on: reading weights, products, reading the cache, scores, exchange, starting kernels. */
export type ServingPart = (typeof servingParts)[number];

export interface ServingPassInput {
  readonly architecture: Architecture;
  readonly chip: ChipRates;
  readonly network: Network;
  readonly plan: ServingPlan;
  readonly constants: ServingConstants;
  /** Sequences that pass through one copy of the model at once. */
  readonly sequences: number;
  /** New tokens of each: 1 in plain decoding, the prompt in prefill. */
  readonly queries: number;
  /** Tokens that a new one looks back on, on average. */
  readonly context: number;
  /** Tokens of each sequence whose logits are wanted. */
  readonly logits: number;
}

export interface ServingPass {
  readonly time: Quantity<'s'>;
  readonly parts: Readonly<Record<ServingPart, Quantity<'s'>>>;
  /** What takes longest. */
  readonly binding: ServingPart;
}

const wideBytes = 2;

/** FLOP of a pair of query and key of latent attention, in the latent or with keys and values made from it, by what is less. */
const latentScores = (attention: Attention, queries: number, context: number): number => {
  const { heads, headDim, valueDim, kvRank, ropeDim } = attention;
  const absorbed = queries * context * 2 * heads * (2 * kvRank + ropeDim);
  const made = queries * context * 2 * heads * (headDim + valueDim);
  // Keys and values of what is not new must be made once more.
  const old = Math.max(0, context - queries) * 2 * kvRank * heads * (headDim - ropeDim + valueDim);
  return Math.min(absorbed, made + old);
};

const scoreFlop = (attention: Attention, queries: number, context: number): number => {
  if (attention.kind === 'latent') return latentScores(attention, queries, context);
  // A linear layer updates and reads a state as wide as a key by a value.
  const seen = attention.kind === 'linear' ? attention.headDim : seenTokens(attention, context);
  return queries * seen * 2 * attention.heads * (attention.headDim + attention.valueDim);
};

/** Share of experts that some token of a batch visits. */
const visited = (routed: number, topK: number, tokens: number): number => 1 - (1 - topK / routed) ** tokens;

interface Timer {
  readonly parts: Record<ServingPart, number>;
  /** Reading and arithmetic go on at once: the longer of the two is what it takes. */
  readonly longer: (read: ServingPart, reading: number, work: ServingPart, working: number) => void;
}

const timer = (): Timer => {
  const parts = { weights: 0, arithmetic: 0, cache: 0, attention: 0, exchange: 0, overhead: 0 };
  return {
    parts,
    longer: (read, reading, work, working) => {
      if (reading > working) parts[read] += reading;
      else parts[work] += working;
    },
  };
};

/**
 * Time of one pass of a batch through a model that is served, by the roofline of each layer: weights and cache are read while
 * products are computed, and the longer of the two counts; exchange and the start of kernels come on top.
 *
 * @equation t = \sum_l \max\left(\frac{F_l}{\hat P e}, \frac{W_l}{w m}\right) + \max\left(\frac{F^{att}_l}{\hat P e a}, \frac{c_l}{w m}\right) + \epsilon t^{ex}_l + t_0
 * @source llm-roofline-2024 section 2
 * @param input model, chip, network, plan, constants and batch
 */
export const servingPass = (input: ServingPassInput): ServingPass => {
  const { architecture, chip, network, plan, constants, sequences, queries, context, logits } = input;
  const { hidden, vocabulary } = architecture;
  const { ranks, tensor, weightBytes, cacheBytes, overlap } = plan;
  const bandwidth = chip.memoryBandwidth * constants.memoryShare;
  const rate = chip.formatPeak * chip.matrixShare;
  const scores = chip.peak * chip.matrixShare * constants.attention;
  const groups = ranks / tensor;
  const own = sequences / groups;
  const tokens = own * queries;
  const exposed = overlap ? constants.exposed : 1;
  const inside: Placement = placeGroup({ network, size: tensor, stride: 1 });
  const all: Placement = placeGroup({ network, size: ranks, stride: 1 });
  const exchange = (kind: Collective, placement: Placement, bytes: number, copies?: number, reach?: number): number =>
    collectiveTime({ network, placement, kind, bytes: quantity(bytes, 'B'), copies, reach });
  const { parts, longer } = timer();
  const layers = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  for (const kind of architecture.pattern) {
    const { attention, feedForward } = architecture.kinds[kind]!;
    const { denseMatrices, expertMatrices } = layers[kind]!;
    const { routed, topK, groups: expertGroups, topGroups } = feedForward;
    longer('weights', (denseMatrices * weightBytes) / tensor / bandwidth, 'arithmetic', (2 * tokens * denseMatrices) / tensor / rate);
    longer(
      'cache',
      (own * layerCache(attention, context, cacheBytes, tensor)) / bandwidth,
      'attention',
      (own * scoreFlop(attention, queries, context)) / tensor / scores,
    );
    if (routed > 0) {
      const together = sequences * queries;
      const busiest = ranks > 1 ? constants.imbalance : 1;
      longer(
        'weights',
        (routed * expertMatrices * weightBytes * visited(routed, topK, together)) / ranks / bandwidth,
        'arithmetic',
        (busiest * 2 * together * topK * expertMatrices) / ranks / rate,
      );
    }
    if (tensor > 1) parts.exchange += exposed * 2 * exchange('all-reduce', inside, tokens * hidden * wideBytes);
    if (routed > 0 && groups > 1) {
      const sent = ((sequences * queries) / ranks) * topK * hidden;
      const reach = topGroups < expertGroups ? topGroups : undefined;
      const there = exchange('all-to-all', all, sent * Math.min(wideBytes, Math.max(1, weightBytes)), topK, reach);
      const back = exchange('all-to-all', all, sent * wideBytes, topK, reach);
      parts.exchange += exposed * (there + back);
    }
    parts.overhead += constants.layerOverhead;
  }
  const table = vocabulary * architecture.embeddingWidth;
  longer(
    'weights',
    (table * wideBytes) / tensor / bandwidth,
    'arithmetic',
    (2 * own * logits * table) / tensor / (chip.peak * chip.matrixShare),
  );
  let [time, binding] = [0, servingParts[0] as ServingPart];
  for (const part of servingParts) {
    time += parts[part];
    if (parts[part] > parts[binding]) binding = part;
  }
  return {
    time: quantity(time, 's'),
    parts: Object.fromEntries(servingParts.map((part) => [part, quantity(parts[part], 's')])) as ServingPass['parts'],
    binding,
  };
};
