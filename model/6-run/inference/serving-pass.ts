import { type ChipRates, waveFlop } from '#accelerator';
import { collectiveTime, type Network, type Placement, placeGroup } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import type { Architecture, Attention, FeedForward } from '../architecture.ts';
import { layerParameters } from '../count-parameters.ts';
import { listOperations, operationKinds } from '../list-operations.ts';
import { planOf } from '../plan-of.ts';
import { layerCache, seenTokens } from './sequence-cache.ts';
import type { ServingConstants, ServingPlan } from './serving-plan.ts';

export const servingParts = ['weights', 'arithmetic', 'cache', 'attention', 'vector', 'exchange', 'overhead'] as const;
/** What the time of a pass is spent on: reading weights, products, reading the cache, scores, norms and the like, exchange, starting kernels. */
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

/** Bytes that norms, residuals, gates and copies for experts move for each token of a layer, each kernel reading and writing once. */
const vectorBytes = (hidden: number, { width, expertWidth, topK, routed, matrices }: FeedForward): number => {
  const copies = routed > 0 ? topK : 0;
  const norms = 2 * 2 * hidden;
  const residuals = 2 * 3 * hidden;
  const gates = matrices * (width + copies * expertWidth);
  return wideBytes * (norms + residuals + gates + 2 * 2 * copies * hidden);
};

const grouped = operationKinds.indexOf('grouped-gemm');
const products: readonly number[] = [operationKinds.indexOf('gemm'), grouped];

/** FLOP that products of each kind of layer lose in their last waves on a rank. */
const lostInWaves = (input: ServingPassInput, tokens: number): Float64Array => {
  const { architecture, chip, plan, constants, sequences, queries } = input;
  const lost = new Float64Array(architecture.kinds.length);
  const wave = (chip.wave ?? 0) * constants.wave;
  // One token on every rank of a tensor group; products grow with their rows.
  const table = listOperations(architecture, planOf({ tensor: plan.tensor, sequence: 1 }));
  for (let row = 0; row < table.count; row++) {
    const [owner, kind] = [table.owner[row]!, table.kind[row]!];
    if (owner >= lost.length || !products.includes(kind)) continue;
    // Tensor ranks share the tokens of experts in the table; here all ranks do.
    const rows = kind === grouped ? (sequences * queries * plan.tensor) / plan.ranks : tokens;
    const results = table.groups[row]! * table.m[row]! * rows * table.n[row]!;
    lost[owner] = lost[owner]! + waveFlop({ results, inner: table.k[row]!, wave });
  }
  return lost;
};

/**
 * Time of one pass of a batch through a model that is served. Attention is the roofline of its scores and its cache; products
 * take their arithmetic, what stands still in their last waves and the part of their traffic that these do not hide, as in the
 * model of a training step, whose constants these are; exchange and the start of kernels come on top.
 *
 * @equation t = \sum_l \frac{F_l + \Delta F_l}{\hat P e} + \gamma \frac{W_l}{w m} + \max\left(\frac{F^{att}_l}{\hat P e a}, \frac{c_l}{w m}\right) + \pi \frac{v_l}{w m} + \epsilon t^{ex}_l + t_0
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
  const sums = (bytes: number): number => collectiveTime({ network, placement: inside, kind: 'all-reduce', bytes: quantity(bytes, 'B') });
  // Kernels of serving issue the messages to all ranks at once: one latency, and the bytes.
  const silent = { tiers: network.tiers.map((tier) => ({ ...tier, latency: quantity(0, 's') })) };
  const latency = network.tiers[all.outermost]?.latency ?? 0;
  const scattered = (bytes: number, copies: number, reach: number | undefined): number =>
    latency + collectiveTime({ network: silent, placement: all, kind: 'all-to-all', bytes: quantity(bytes, 'B'), copies, reach });
  const parts = { weights: 0, arithmetic: 0, cache: 0, attention: 0, vector: 0, exchange: 0, overhead: 0 };
  const layers = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const lost = lostInWaves(input, tokens);
  for (const kind of architecture.pattern) {
    const { attention, feedForward } = architecture.kinds[kind]!;
    const { denseMatrices, expertMatrices } = layers[kind]!;
    const { routed, topK, groups: expertGroups, topGroups } = feedForward;
    parts.weights += (constants.traffic * denseMatrices * weightBytes) / tensor / bandwidth;
    parts.arithmetic += ((2 * tokens * denseMatrices) / tensor + lost[kind]!) / rate;
    // Scores are computed while the cache is read: the longer of the two counts.
    const reading = (own * layerCache(attention, context, cacheBytes, tensor)) / bandwidth;
    const scoring = (own * scoreFlop(attention, queries, context)) / tensor / scores;
    if (reading > scoring) parts.cache += reading;
    else parts.attention += scoring;
    parts.vector += (constants.passes * tokens * vectorBytes(hidden, feedForward)) / tensor / bandwidth;
    if (routed > 0) {
      const together = sequences * queries;
      const busiest = ranks > 1 ? constants.imbalance : 1;
      const experts = routed * visited(routed, topK, together) * expertMatrices * weightBytes;
      parts.weights += (constants.traffic * constants.grouped * experts) / ranks / bandwidth;
      parts.arithmetic += (busiest * 2 * together * topK * expertMatrices) / ranks / rate;
    }
    if (tensor > 1) parts.exchange += exposed * 2 * sums(tokens * hidden * wideBytes);
    if (routed > 0 && groups > 1) {
      const sent = ((sequences * queries) / ranks) * topK * hidden;
      const reach = topGroups < expertGroups ? topGroups : undefined;
      const there = scattered(sent * Math.min(wideBytes, Math.max(1, weightBytes)), topK, reach);
      const back = scattered(sent * wideBytes, topK, reach);
      parts.exchange += exposed * (there + back);
    }
    parts.overhead += constants.layerOverhead;
  }
  const table = vocabulary * architecture.embeddingWidth;
  parts.weights += (constants.traffic * table * wideBytes) / tensor / bandwidth;
  parts.arithmetic += (2 * own * logits * table) / tensor / (chip.peak * chip.matrixShare);
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
