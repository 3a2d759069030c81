import type { Architecture, Attention, FeedForward } from './architecture.ts';
import type { MatrixPrecision, Plan } from './plan.ts';

/** What an operation is, as an index into `operationKinds`. */
export const operationKinds = ['gemm', 'grouped-gemm', 'attention', 'memory'] as const;

/** Groups of ranks that exchange data inside a layer, as an index into `communicationGroups`. */
export const communicationGroups = ['tensor', 'expert', 'context', 'expert-tensor'] as const;

/** How they exchange it, as an index into `collectives`. */
export const collectives = ['all-reduce', 'all-gather', 'reduce-scatter', 'all-to-all', 'send'] as const;

/** What the work belongs to, as an index into `operationNames`: for people, and for traces. */
export const operationNames = [
  'embedding',
  'norm',
  'query-key-value',
  'query-down',
  'query-up',
  'key-value-down',
  'key-value-up',
  'rotary',
  'indexer',
  'attention',
  'attention-gate',
  'attention-output',
  'residual',
  'feed-forward-in',
  'activation',
  'feed-forward-out',
  'router',
  'permute',
  'expert-in',
  'expert-activation',
  'expert-out',
  'prediction-projection',
  'head',
  'loss',
] as const;

/**
 * Work of one rank on one micro-batch, as columns, so that evaluation allocates nothing. Row `i` belongs to `owner[i]`:
 * an index into `architecture.kinds` for what each layer of that kind does once, `kinds.length` for the embedding,
 * `kinds.length + 1` for the logit layer and loss, `kinds.length + 2` for one prediction module without its layer.
 * Everything is for the forward pass; `backward*` columns say what the backward pass does.
 */
export interface OperationTable {
  /** Rows in use. */
  count: number;
  readonly owner: Int32Array;
  readonly kind: Uint8Array;
  readonly name: Uint8Array;
  /** Rows of the product, tokens as a rule; of attention, query tokens of one sequence and head. */
  readonly m: Float64Array;
  /** Columns of the product; of attention, keys that a query sees on average, all of them where scores are kept. */
  readonly n: Float64Array;
  /** Inner width of the product; of attention, width of a key plus that of a value. */
  readonly k: Float64Array;
  /** Products of that shape (local experts; sequences times local heads in attention). */
  readonly groups: Float64Array;
  /** FLOP of the forward pass; of fused attention only those of the keys that a query sees. */
  readonly flop: Float64Array;
  /** Bytes that the forward pass must move: each operand and result of a kernel once. */
  readonly bytes: Float64Array;
  /** FLOP of the backward pass with respect to inputs. */
  readonly backwardInput: Float64Array;
  /** FLOP of the backward pass with respect to weights; 0 where there are none. */
  readonly backwardWeight: Float64Array;
  /** Bytes that the backward pass moves. */
  readonly backwardBytes: Float64Array;
  /** 1 where the plan's recompute of parts of a layer repeats the row, 0 where only full recompute does. */
  readonly selective: Uint8Array;
  /** Rows in use of the communication columns. */
  exchanges: number;
  readonly exchangeOwner: Int32Array;
  readonly exchangeGroup: Uint8Array;
  readonly exchangeKind: Uint8Array;
  /** Bytes that a rank holds after (all-gather), before (reduce-scatter, all-to-all, send) or throughout (all-reduce). */
  readonly exchangeBytes: Float64Array;
  /** Times it happens in the forward pass. */
  readonly exchangeForward: Float64Array;
  /** Times it happens in the backward pass; a recomputed forward pass repeats `exchangeForward`. */
  readonly exchangeBackward: Float64Array;
}

/**
 * Makes an empty table, to be filled again and again.
 *
 * @pure
 * @param rows operations it can hold
 */
export const operationTable = (rows = 256): OperationTable => ({
  count: 0,
  owner: new Int32Array(rows),
  kind: new Uint8Array(rows),
  name: new Uint8Array(rows),
  m: new Float64Array(rows),
  n: new Float64Array(rows),
  k: new Float64Array(rows),
  groups: new Float64Array(rows),
  flop: new Float64Array(rows),
  bytes: new Float64Array(rows),
  backwardInput: new Float64Array(rows),
  backwardWeight: new Float64Array(rows),
  backwardBytes: new Float64Array(rows),
  selective: new Uint8Array(rows),
  exchanges: 0,
  exchangeOwner: new Int32Array(rows),
  exchangeGroup: new Uint8Array(rows),
  exchangeKind: new Uint8Array(rows),
  exchangeBytes: new Float64Array(rows),
  exchangeForward: new Float64Array(rows),
  exchangeBackward: new Float64Array(rows),
});

const index = <T extends string>(names: readonly T[]): Readonly<Record<T, number>> =>
  Object.fromEntries(names.map((name, position) => [name, position])) as Record<T, number>;

const kindOf = index(operationKinds);
const nameOf = index(operationNames);
const groupOf = index(communicationGroups);
const collectiveOf = index(collectives);

/** Bytes of one operand of a matrix product. */
const operandBytes: Readonly<Record<MatrixPrecision, number>> = { fp32: 4, tf32: 4, bf16: 2, fp8: 1, fp4: 0.5 };
/** Bytes of a 32-bit number: logits in the loss. */
const wordBytes = 4;
/** Backward over forward FLOP of attention that keeps its scores: two products for each of the forward pass. */
const keptBackward = 2;
/** Of attention that computes its scores again: the five products of the backward pass over two. */
const fusedBackward = 2.5;
/** Times that a kept score is read or written: product, scale and mask, softmax, dropout, product. */
const scorePasses = 12;
/** Numbers of 32 bit that a softmax moves of each logit which no kernel fuses with it: converted, read, written; so its gradient. */
const softmaxWords = 3;
/** Megatron pads the vocabulary to a multiple of this for each tensor rank. */
const vocabularyMultiple = 128;

/**
 * Vocabulary with the rows that fill it up to a multiple of 128 for each tensor rank.
 *
 * @equation V' = 128 t \lceil V / 128 t \rceil
 * @unit 1
 * @param vocabulary tokens
 * @param tensor ranks that split the table
 */
export const paddedVocabulary = (vocabulary: number, tensor: number): number => {
  const multiple = vocabularyMultiple * tensor;
  return Math.ceil(vocabulary / multiple) * multiple;
};

/**
 * Keys that a query sees, on average over a sequence.
 *
 * @equation n = s / 2, \quad n_w = w \left(1 - \frac{w}{2 s}\right)
 * @unit 1
 * @param attention window, sparse or not
 * @param sequence tokens of a sequence
 */
export const visibleKeys = (attention: Attention, sequence: number): number => {
  let reach = attention.window > 0 ? Math.min(attention.window, sequence) : sequence;
  if (attention.indexer !== undefined) reach = Math.min(reach, attention.indexer.topK);
  return reach * (1 - reach / (2 * sequence));
};

/** Rows that cost little beside what they leave in memory. */
const cheap: ReadonlySet<number> = new Set([
  nameOf.norm,
  nameOf.activation,
  nameOf['expert-activation'],
  nameOf['query-up'],
  nameOf['key-value-up'],
]);

const row = (table: OperationTable, owner: number, kind: number, name: number): number => {
  const at = table.count;
  if (at >= table.owner.length) throw new RangeError('the operation table is full: make it larger');
  table.count = at + 1;
  table.owner[at] = owner;
  table.kind[at] = kind;
  table.name[at] = name;
  table.selective[at] = 0;
  return at;
};

interface Pass {
  readonly table: OperationTable;
  owner: number;
  /** Bytes of an operand, of a result, of an activation between kernels, of a gradient of a weight. */
  readonly operand: number;
  readonly result: number;
  readonly gradient: number;
  /** 0 where weights are frozen. */
  readonly trained: number;
}

const product = (pass: Pass, name: number, m: number, n: number, k: number, groups = 1, operand = pass.operand): void => {
  if (n <= 0 || k <= 0) return;
  const { table } = pass;
  const at = row(table, pass.owner, groups > 1 ? kindOf['grouped-gemm'] : kindOf.gemm, name);
  const flop = 2 * groups * m * n * k;
  table.m[at] = m;
  table.n[at] = n;
  table.k[at] = k;
  table.groups[at] = groups;
  table.flop[at] = flop;
  table.bytes[at] = groups * ((m * k + k * n) * operand + m * n * pass.result);
  table.backwardInput[at] = flop;
  table.backwardWeight[at] = flop * pass.trained;
  table.backwardBytes[at] =
    groups * ((m * n + k * n) * operand + m * k * pass.result + pass.trained * ((m * n + m * k) * operand + k * n * pass.gradient));
};

const move = (pass: Pass, name: number, bytes: number, backwardBytes: number, kernels = 1): void => {
  const { table } = pass;
  const at = row(table, pass.owner, kindOf.memory, name);
  table.m[at] = 0;
  table.n[at] = 0;
  table.k[at] = 0;
  table.groups[at] = kernels;
  table.flop[at] = 0;
  table.bytes[at] = bytes;
  table.backwardInput[at] = 0;
  table.backwardWeight[at] = 0;
  table.backwardBytes[at] = backwardBytes;
};

const exchange = (pass: Pass, group: number, kind: number, bytes: number, forward: number, backward: number): void => {
  const { table } = pass;
  const at = table.exchanges;
  if (at >= table.exchangeOwner.length) throw new RangeError('the operation table is full: make it larger');
  table.exchanges = at + 1;
  table.exchangeOwner[at] = pass.owner;
  table.exchangeGroup[at] = group;
  table.exchangeKind[at] = kind;
  table.exchangeBytes[at] = bytes;
  table.exchangeForward[at] = forward;
  table.exchangeBackward[at] = backward;
};

/** A column-split product and a row-split one after it: what tensor ranks exchange round the pair. */
const tensorPair = (pass: Pass, plan: Plan, gathered: number, summed: number): void => {
  if (plan.tensor === 1) return;
  if (plan.sequenceParallel) {
    // The backward pass gathers the gradient of the output, and the input once more for the gradient of the weight.
    exchange(pass, groupOf.tensor, collectiveOf['all-gather'], gathered, 1, 1);
    exchange(pass, groupOf.tensor, collectiveOf['all-gather'], summed, 0, 1);
    exchange(pass, groupOf.tensor, collectiveOf['reduce-scatter'], summed, 1, 0);
    exchange(pass, groupOf.tensor, collectiveOf['reduce-scatter'], gathered, 0, 1);
    return;
  }
  exchange(pass, groupOf.tensor, collectiveOf['all-reduce'], summed, 1, 0);
  exchange(pass, groupOf.tensor, collectiveOf['all-reduce'], gathered, 0, 1);
};

interface Tokens {
  /** Of a micro-batch on a context rank. */
  readonly all: number;
  /** Of those, what a tensor rank holds between the products. */
  readonly own: number;
}

const attendRow = (pass: Pass, plan: Plan, attention: Attention): void => {
  const { table } = pass;
  const { heads, kvHeads, headDim, valueDim, kind } = attention;
  const { microBatch, sequence, context, tensor, fusedAttention } = plan;
  const ulysses = plan.contextExchange === 'all-to-all';
  const width = headDim + valueDim;
  const queries = ulysses ? sequence : sequence / context;
  const localHeads = heads / tensor / (ulysses ? context : 1);
  const localKeys = Math.max(1, kvHeads / tensor / (ulysses ? context : 1));
  const at = row(table, pass.owner, kindOf.attention, nameOf.attention);
  const linear = kind === 'linear';
  const kept = !(fusedAttention || linear);
  // A linear layer updates and reads a state of key by value: as many FLOP as seeing this many keys.
  const keys = linear ? (2 * headDim * valueDim) / width : kept ? sequence : visibleKeys(attention, sequence);
  const groups = microBatch * localHeads;
  const flop = 2 * groups * queries * keys * width;
  const operands = microBatch * width * (queries * localHeads + (linear ? queries : sequence) * localKeys) * pass.result;
  table.m[at] = queries;
  table.n[at] = keys;
  table.k[at] = width;
  table.groups[at] = groups;
  table.flop[at] = flop;
  table.bytes[at] = operands + (kept ? groups * queries * keys * scorePasses * pass.result : 0);
  table.backwardInput[at] = flop * (fusedAttention && !linear ? fusedBackward : keptBackward);
  table.backwardWeight[at] = 0;
  table.backwardBytes[at] = 2 * table.bytes[at]!;
  table.selective[at] = kept ? 1 : 0;
};

const exchangeContext = (pass: Pass, plan: Plan, attention: Attention): void => {
  const { context, tensor, microBatch, sequence } = plan;
  if (context === 1) return;
  const { heads, kvHeads, headDim, valueDim } = attention;
  const width = (headDim + valueDim) * pass.result;
  const tokens = (microBatch * sequence) / context;
  if (attention.kind === 'linear') {
    const state = microBatch * (heads / tensor) * headDim * valueDim * wordBytes;
    exchange(pass, groupOf.context, collectiveOf.send, state, context - 1, context - 1);
  } else if (plan.contextExchange === 'ring') {
    // The backward pass sends keys and values round once more, and their gradients with them.
    const keys = tokens * Math.max(1, kvHeads / tensor) * width;
    exchange(pass, groupOf.context, collectiveOf.send, keys, context - 1, 2 * (context - 1));
  } else {
    const all = tokens * (heads / tensor + Math.max(1, kvHeads / tensor)) * width;
    exchange(pass, groupOf.context, collectiveOf['all-to-all'], all, 1, 1);
  }
};

const projectGrouped = (pass: Pass, plan: Plan, attention: Attention, hidden: number, tokens: Tokens): void => {
  const { heads, kvHeads, headDim, valueDim, reusesKeys } = attention;
  const localKeys = reusesKeys ? 0 : Math.max(1, kvHeads / plan.tensor) * (headDim + valueDim);
  const queries = (heads / plan.tensor) * headDim;
  product(pass, nameOf['query-key-value'], tokens.all, queries + localKeys, hidden);
  if (attention.relativePositions) product(pass, nameOf['query-key-value'], tokens.all, queries, hidden);
};

const projectLatent = (pass: Pass, plan: Plan, attention: Attention, hidden: number, tokens: Tokens): void => {
  const { heads, headDim, valueDim, queryRank, kvRank, ropeDim } = attention;
  const local = heads / plan.tensor;
  // The ranks of the latents are not split: each tensor rank projects its own tokens down and gathers the result.
  if (queryRank > 0) {
    product(pass, nameOf['query-down'], tokens.own, queryRank, hidden);
    product(pass, nameOf['query-up'], tokens.all, local * headDim, queryRank);
  } else product(pass, nameOf['query-up'], tokens.all, local * headDim, hidden);
  product(pass, nameOf['key-value-down'], tokens.own, kvRank + ropeDim, hidden);
  product(pass, nameOf['key-value-up'], tokens.all, local * (headDim - ropeDim + valueDim), kvRank);
};

const listAttention = (pass: Pass, plan: Plan, attention: Attention, architecture: Architecture, tokens: Tokens): void => {
  const { hidden } = architecture;
  const { heads, kvHeads, headDim, valueDim, indexer } = attention;
  const { tensor } = plan;
  const latent = attention.kind === 'latent';
  if (latent) projectLatent(pass, plan, attention, hidden, tokens);
  else projectGrouped(pass, plan, attention, hidden, tokens);
  if (architecture.learnedPositions === 0 && !attention.relativePositions) {
    const turned = latent ? attention.ropeDim : headDim;
    const bytes = 2 * tokens.all * turned * (heads / tensor + (latent ? 1 : Math.max(1, kvHeads / tensor))) * pass.result;
    move(pass, nameOf.rotary, bytes, bytes);
  }
  if (indexer !== undefined) {
    const width = indexer.heads * indexer.headDim;
    product(pass, nameOf.indexer, tokens.own, width, attention.queryRank || hidden);
    product(pass, nameOf.indexer, tokens.own, indexer.headDim + indexer.heads, hidden);
    product(pass, nameOf.indexer, tokens.own * indexer.heads, plan.sequence / 2, indexer.headDim);
  }
  attendRow(pass, plan, attention);
  exchangeContext(pass, plan, attention);
  const values = (heads / tensor) * valueDim;
  if (attention.gated) {
    product(pass, nameOf['attention-gate'], tokens.all, values, hidden);
    move(pass, nameOf['attention-gate'], 3 * tokens.all * values * pass.result, 5 * tokens.all * values * pass.result);
  }
  product(pass, nameOf['attention-output'], tokens.all, hidden, values);
  const summed = tokens.all * hidden * pass.result;
  const gathered = latent ? tokens.all * (attention.queryRank + attention.kvRank + attention.ropeDim) * pass.result : summed;
  tensorPair(pass, plan, gathered, summed);
};

const listDense = (pass: Pass, plan: Plan, feedForward: FeedForward, hidden: number, tokens: Tokens): void => {
  const { width, matrices } = feedForward;
  if (width === 0) return;
  const local = width / plan.tensor;
  const gated = matrices === 3;
  product(pass, nameOf['feed-forward-in'], tokens.all, (matrices - 1) * local, hidden);
  const element = tokens.all * local * pass.result;
  move(pass, nameOf.activation, (gated ? 3 : 2) * element, (gated ? 5 : 3) * element);
  product(pass, nameOf['feed-forward-out'], tokens.all, hidden, local);
};

const listExperts = (pass: Pass, plan: Plan, feedForward: FeedForward, hidden: number, tokens: Tokens): void => {
  const { routed, topK, expertWidth, matrices } = feedForward;
  if (routed === 0) return;
  const { expert, expertTensor } = plan;
  const gated = matrices === 3;
  product(pass, nameOf.router, tokens.own, routed, hidden, 1, operandBytes.bf16);
  const copies = tokens.own * topK;
  const sent = copies * hidden * pass.result;
  // Copies are laid out by expert and put back after: two kernels, each reading and writing them.
  move(pass, nameOf.permute, 4 * sent, 4 * sent, 2);
  const held = Math.max(1, routed / expert);
  const rows = (copies * expertTensor) / held;
  const local = expertWidth / expertTensor;
  product(pass, nameOf['expert-in'], rows, (matrices - 1) * local, hidden, held);
  const element = held * rows * local * pass.result;
  move(pass, nameOf['expert-activation'], (gated ? 3 : 2) * element, (gated ? 5 : 3) * element);
  product(pass, nameOf['expert-out'], rows, hidden, local, held);
  if (expert > 1) exchange(pass, groupOf.expert, collectiveOf['all-to-all'], sent, 2, 2);
  if (expertTensor > 1) {
    exchange(pass, groupOf['expert-tensor'], collectiveOf['all-gather'], sent * expertTensor, 1, 1);
    exchange(pass, groupOf['expert-tensor'], collectiveOf['reduce-scatter'], sent * expertTensor, 1, 1);
  }
};

const listEnds = (pass: Pass, plan: Plan, architecture: Architecture, tokens: Tokens): void => {
  const { hidden, embeddingWidth, kinds } = architecture;
  const { tensor } = plan;
  const summed = tokens.all * hidden * pass.result;
  const projected = embeddingWidth !== hidden;
  pass.owner = kinds.length;
  move(pass, nameOf.embedding, 2 * tokens.all * embeddingWidth * pass.result, tokens.all * embeddingWidth * (pass.result + wordBytes));
  if (projected) product(pass, nameOf.embedding, tokens.own, hidden, embeddingWidth, 1, operandBytes.bf16);
  if (architecture.embeddingNorm) move(pass, nameOf.norm, 2 * tokens.own * hidden * pass.result, 3 * tokens.own * hidden * pass.result);
  if (tensor > 1) {
    const into = plan.sequenceParallel ? collectiveOf['reduce-scatter'] : collectiveOf['all-reduce'];
    exchange(pass, groupOf.tensor, into, summed, 1, 0);
    if (plan.sequenceParallel) exchange(pass, groupOf.tensor, collectiveOf['all-gather'], summed, 0, 1);
  }
  pass.owner = kinds.length + 1;
  move(pass, nameOf.norm, 2 * tokens.own * hidden * pass.result, 3 * tokens.own * hidden * pass.result);
  if (projected) product(pass, nameOf.head, tokens.own, embeddingWidth, hidden, 1, operandBytes.bf16);
  const columns = paddedVocabulary(architecture.vocabulary, tensor) / tensor;
  product(pass, nameOf.head, tokens.all, columns, embeddingWidth, 1, Math.max(operandBytes.bf16, pass.operand));
  // Fused, a kernel reads logits and another writes their gradients; by itself, softmax stands between two conversions.
  const logits = tokens.all * columns * (pass.result + (plan.fusedAttention ? 1 : softmaxWords) * wordBytes);
  move(pass, nameOf.loss, logits, logits);
  if (tensor > 1) {
    if (plan.sequenceParallel) {
      exchange(pass, groupOf.tensor, collectiveOf['all-gather'], summed, 1, 1);
      exchange(pass, groupOf.tensor, collectiveOf['reduce-scatter'], summed, 0, 1);
    } else exchange(pass, groupOf.tensor, collectiveOf['all-reduce'], summed, 0, 1);
    // Greatest logit, sum of exponentials and logit of the target, one number each for a token.
    exchange(pass, groupOf.tensor, collectiveOf['all-reduce'], tokens.all * wordBytes, 3, 0);
  }
  pass.owner = kinds.length + 2;
  if (architecture.predictionLayers === 0) return;
  product(pass, nameOf['prediction-projection'], tokens.all, hidden / tensor, 2 * hidden);
  move(pass, nameOf.norm, 6 * tokens.own * hidden * pass.result, 9 * tokens.own * hidden * pass.result, 3);
  tensorPair(pass, plan, 2 * summed, summed);
};

const shared = operationTable();

/**
 * Work and exchanges of one rank on one micro-batch, for each kind of layer and for both ends of the model.
 * A module that predicts a further token does the rows of `kinds.length + 2`, those of one layer of the last kind and
 * those of the logit layer.
 *
 * @equation F_{gemm} = 2 m n k,\quad F_{attn} = 2 b a s n (d_k + d_v)
 * @source korthikanti-2022 sections 4 and 5
 * @param architecture layers of the model
 * @param plan how a step is laid out; feasible, see `checkPlan`
 * @param into table to fill, one of the house unless given: it is overwritten by the next call
 * @throws RangeError where the table has too few rows for that many kinds of layers
 */
export const listOperations = (architecture: Architecture, plan: Plan, into: OperationTable = shared): OperationTable => {
  const { hidden, kinds } = architecture;
  const all = (plan.microBatch * plan.sequence) / plan.context;
  const tokens: Tokens = { all, own: plan.sequenceParallel ? all / plan.tensor : all };
  into.count = 0;
  into.exchanges = 0;
  const result = plan.precision === 'fp32' || plan.precision === 'tf32' ? wordBytes : 2;
  const pass: Pass = {
    table: into,
    owner: 0,
    operand: operandBytes[plan.precision],
    result,
    gradient: plan.state.gradient,
    trained: plan.trainable ? 1 : 0,
  };
  const element = tokens.own * hidden * result;
  for (let kind = 0; kind < kinds.length; kind++) {
    const { attention, feedForward, norms, parallel } = kinds[kind]!;
    pass.owner = kind;
    move(pass, nameOf.norm, norms * 2 * element, norms * 3 * element, norms);
    listAttention(pass, plan, attention, architecture, tokens);
    listDense(pass, plan, feedForward, hidden, tokens);
    listExperts(pass, plan, feedForward, hidden, tokens);
    const summed = tokens.all * hidden * result;
    // Side by side, both blocks read one gathered input and add up before one exchange.
    if (feedForward.width > 0 && !parallel) tensorPair(pass, plan, summed, summed);
    if (feedForward.routed > 0 && !plan.sequenceParallel && plan.tensor > 1 && plan.expertTensor === 1) {
      exchange(pass, groupOf.tensor, collectiveOf['all-reduce'], summed, 1, 1);
    }
    move(pass, nameOf.residual, 6 * element, 6 * element, 2);
  }
  // Marks are of layers: neither end computes anything again.
  if (plan.recompute === 'modules') for (let at = 0; at < into.count; at++) if (cheap.has(into.name[at]!)) into.selective[at] = 1;
  listEnds(pass, plan, architecture, tokens);
  return into;
};
