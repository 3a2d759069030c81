import type { CalculonModel } from './calculon-input.ts';

/** What a block of a plan is like: everything that its layers depend on. Options are numbers, in the order of the lists of the input. */
export interface BlockChoice {
  tensor: number;
  tensorNet: number;
  microBatch: number;
  /** 0 all-reduce, 1 all-reduce but scattered between stages, 2 scatter and gather (sequence parallelism). */
  comm: number;
  /** 0 none, 1 ring, 2 pipe. */
  overlap: number;
  /** 0 full, 1 attention, 2 none. */
  recompute: number;
  redo: boolean;
  fused: boolean;
  multiquery: boolean;
  training: boolean;
  /** Replicas that share the optimiser, 1 where each has its own. */
  shards: number;
}

/** All-gather and reduce-scatter in place of all-reduce. */
export const scatterGather = 2;
export const fullRecompute = 0;
export const attentionRecompute = 1;
export const pipeOverlap = 2;

/** How a layer is reckoned. */
export const layerKind = { vector: 0, matrix: 1, exchange: 2, overlapped: 3 } as const;

const mostLayers = 26;

/** The layers of one block, as columns. Bytes are those of the number format. */
export interface BlockLayers {
  count: number;
  /** Activations between blocks, and the part of one rank where the tensor group splits them. */
  wholeBytes: number;
  splitBytes: number;
  readonly kind: Uint8Array;
  readonly forward: Float64Array;
  readonly inputGradient: Float64Array;
  readonly weightGradient: Float64Array;
  readonly forwardBytes: Float64Array;
  readonly inputGradientBytes: Float64Array;
  readonly weightGradientBytes: Float64Array;
  /** Elements of weights. */
  readonly weights: Float64Array;
  readonly activationBytes: Float64Array;
  readonly outputBytes: Float64Array;
  readonly gradientBytes: Float64Array;
  /** What an exchange moves, or what an overlapped layer gathers. */
  readonly movedBytes: Float64Array;
  /** Is it run again before its backward pass? */
  readonly recomputed: Uint8Array;
  /** Is its exchange done again? */
  readonly exchangedAgain: Uint8Array;
  /** Exchanges forward what others exchange backward. */
  readonly conjugate: Uint8Array;
  /** Does another layer hold its activation already? */
  readonly reused: Uint8Array;
  readonly stored: Uint8Array;
  readonly outputStored: Uint8Array;
}

export const blockLayers = (): BlockLayers => ({
  count: 0,
  wholeBytes: 0,
  splitBytes: 0,
  kind: new Uint8Array(mostLayers),
  forward: new Float64Array(mostLayers),
  inputGradient: new Float64Array(mostLayers),
  weightGradient: new Float64Array(mostLayers),
  forwardBytes: new Float64Array(mostLayers),
  inputGradientBytes: new Float64Array(mostLayers),
  weightGradientBytes: new Float64Array(mostLayers),
  weights: new Float64Array(mostLayers),
  activationBytes: new Float64Array(mostLayers),
  outputBytes: new Float64Array(mostLayers),
  gradientBytes: new Float64Array(mostLayers),
  movedBytes: new Float64Array(mostLayers),
  recomputed: new Uint8Array(mostLayers),
  exchangedAgain: new Uint8Array(mostLayers),
  conjugate: new Uint8Array(mostLayers),
  reused: new Uint8Array(mostLayers),
  stored: new Uint8Array(mostLayers),
  outputStored: new Uint8Array(mostLayers),
});

/** FLOP of an element: these are Calculon's own counts. */
const normFlop = { forward: 9, inputGradient: 14, weightGradient: 7 };
const geluFlop = { forward: 8, inputGradient: 13 };
const softmaxFlop = { forward: 5, inputGradient: 8 };
/** A norm has a scale and a shift. */
const normWeights = 2;
const fork = 2;
const queryKeyValue = 3;
const keyValue = 2;

/** One part of a whole number, rounded down. Written without Math.floor, so that sizes stay whole numbers for the machine too. */
const wholePart = (whole: number, parts: number): number => (whole - (whole % parts)) / parts;

/** Begins a layer that is kept, stores its output and is not run again. */
function begin(layers: BlockLayers, kind: number, recomputed: boolean): number {
  const at = layers.count++;
  layers.kind[at] = kind;
  layers.recomputed[at] = recomputed ? 1 : 0;
  layers.weightGradient[at] = 0;
  layers.weightGradientBytes[at] = 0;
  layers.weights[at] = 0;
  layers.movedBytes[at] = 0;
  layers.exchangedAgain[at] = 0;
  layers.conjugate[at] = 0;
  layers.reused[at] = 0;
  layers.stored[at] = 1;
  layers.outputStored[at] = 1;
  return at;
}

/** A layer whose activation another one holds. */
function share(layers: BlockLayers, at: number): void {
  layers.reused[at] = 1;
  layers.stored[at] = 0;
}

/** Passes its input on to several users and adds up their gradients. */
function layFork(layers: BlockLayers, size: number, users: number, bytes: number, recomputed: boolean, stored: boolean): void {
  const at = begin(layers, layerKind.vector, recomputed);
  layers.forward[at] = 0;
  layers.inputGradient[at] = users * size;
  layers.forwardBytes[at] = 0;
  layers.inputGradientBytes[at] = size * bytes * (users + 1);
  layers.activationBytes[at] = size * bytes;
  layers.outputBytes[at] = 0;
  layers.gradientBytes[at] = 0;
  layers.stored[at] = stored ? 1 : 0;
}

function layNorm(layers: BlockLayers, size: number, hidden: number, bytes: number, recomputed: boolean): void {
  const at = begin(layers, layerKind.vector, recomputed);
  const weights = normWeights * hidden;
  layers.forward[at] = normFlop.forward * size;
  layers.inputGradient[at] = normFlop.inputGradient * size;
  layers.weightGradient[at] = normFlop.weightGradient * size;
  layers.weights[at] = weights;
  layers.forwardBytes[at] = (size + size + weights) * bytes;
  layers.inputGradientBytes[at] = (weights + (size + size)) * bytes;
  layers.weightGradientBytes[at] = (weights + (size + size)) * bytes;
  layers.activationBytes[at] = size * bytes;
  layers.outputBytes[at] = size * bytes;
  layers.gradientBytes[at] = size * bytes;
  share(layers, at);
}

/** Rows times a matrix of weights. */
function layLinear(layers: BlockLayers, rows: number, inner: number, outer: number, bytes: number, recomputed: boolean): number {
  const at = begin(layers, layerKind.matrix, recomputed);
  const flop = 2 * rows * inner * outer;
  const weights = inner * outer;
  const input = rows * inner;
  const output = rows * outer;
  layers.forward[at] = flop;
  layers.inputGradient[at] = flop;
  layers.weightGradient[at] = flop;
  layers.weights[at] = weights;
  layers.forwardBytes[at] = (input + output + weights) * bytes;
  layers.inputGradientBytes[at] = (weights + (input + output)) * bytes;
  layers.weightGradientBytes[at] = (weights + (input + output)) * bytes;
  layers.activationBytes[at] = input * bytes;
  layers.outputBytes[at] = output * bytes;
  layers.gradientBytes[at] = output * bytes;
  return at;
}

/** A linear layer that is split over the ranks of a tensor group and exchanges tile by tile while it works. */
function layOverlapped(
  layers: BlockLayers,
  { tensor, comm }: BlockChoice,
  rows: number,
  wholeInner: number,
  wholeOuter: number,
  bytes: number,
  isConjugate: boolean,
  recomputed: boolean,
  exchangedAgain: boolean,
): void {
  const inner = isConjugate ? wholeInner / tensor : wholeInner;
  const outer = isConjugate ? wholeOuter : wholeOuter / tensor;
  const at = layLinear(layers, rows, inner, outer, bytes, recomputed);
  const isScattered = comm === scatterGather;
  const input = rows * inner;
  const output = rows * outer;
  const weights = inner * outer;
  // What stays on a rank: a tile where ranks scatter and gather, nothing on the side that only passes through.
  let activation = input;
  let gradient = output;
  if (isScattered && isConjugate) gradient = wholePart(output, tensor) + wholePart(output, tensor);
  else if (isScattered) activation = wholePart(input, tensor);
  else if (isConjugate) {
    activation = 0;
    gradient = output + output;
  } else gradient = 0;
  layers.kind[at] = layerKind.overlapped;
  layers.conjugate[at] = isConjugate ? 1 : 0;
  layers.exchangedAgain[at] = exchangedAgain ? 1 : 0;
  layers.inputGradientBytes[at] = (weights + (activation + gradient)) * bytes;
  layers.weightGradientBytes[at] = (weights + (activation + gradient)) * bytes;
  layers.activationBytes[at] = activation * bytes;
  layers.gradientBytes[at] = gradient * bytes;
  layers.movedBytes[at] = (isConjugate ? output : input) * bytes;
}

/** Products of two activations, one a head. */
function layProducts(layers: BlockLayers, count: number, rows: number, inner: number, outer: number, bytes: number): number {
  const at = begin(layers, layerKind.matrix, false);
  const input = count * (rows * inner + inner * outer);
  const output = count * rows * outer;
  layers.forward[at] = count * 2 * rows * inner * outer;
  layers.inputGradient[at] = count * 2 * 2 * rows * inner * outer;
  layers.forwardBytes[at] = (input + output + 0) * bytes;
  layers.inputGradientBytes[at] = (input + output) * bytes;
  layers.activationBytes[at] = input * bytes;
  layers.outputBytes[at] = output * bytes;
  layers.gradientBytes[at] = output * bytes;
  return at;
}

/** A function of each element, whose backward pass moves what the forward pass moved. */
function layElements(
  layers: BlockLayers,
  size: number,
  flop: { readonly forward: number; readonly inputGradient: number },
  kept: number,
  bytes: number,
  recomputed: boolean,
): number {
  const at = begin(layers, layerKind.vector, recomputed);
  layers.forward[at] = flop.forward * size;
  layers.inputGradient[at] = flop.inputGradient * size;
  layers.forwardBytes[at] = (size + size) * bytes;
  layers.inputGradientBytes[at] = (size + size) * bytes;
  layers.activationBytes[at] = kept * bytes;
  layers.outputBytes[at] = size * bytes;
  layers.gradientBytes[at] = kept * bytes;
  return at;
}

/** Its mask is one byte an element and all that is kept of it. */
function layDropOut(layers: BlockLayers, size: number, bytes: number, recomputed: boolean): number {
  const at = begin(layers, layerKind.vector, recomputed);
  layers.forward[at] = size;
  layers.inputGradient[at] = size;
  layers.forwardBytes[at] = (size + size) * bytes + size;
  layers.inputGradientBytes[at] = (size + size) * bytes + size;
  layers.activationBytes[at] = size;
  layers.outputBytes[at] = size * bytes;
  layers.gradientBytes[at] = size;
  return at;
}

function layResidual(layers: BlockLayers, size: number, bytes: number, recomputed: boolean): void {
  const at = begin(layers, layerKind.vector, recomputed);
  const operands = size + size;
  layers.forward[at] = size;
  layers.inputGradient[at] = operands;
  layers.forwardBytes[at] = (operands + size) * bytes;
  layers.inputGradientBytes[at] = (operands + size) * bytes;
  layers.activationBytes[at] = operands * bytes;
  layers.outputBytes[at] = size * bytes;
  layers.gradientBytes[at] = size * bytes;
  share(layers, at);
}

/** The exchange of a tensor group beside its layers: one side moves and adds up, the other passes through. */
function layExchange(
  layers: BlockLayers,
  { tensor, comm }: BlockChoice,
  size: number,
  bytes: number,
  isConjugate: boolean,
  exchangedAgain: boolean,
): void {
  const at = begin(layers, layerKind.exchange, false);
  const isAlone = tensor === 1;
  const isScattered = comm === scatterGather;
  const held = isAlone ? 0 : size;
  const added = isAlone ? 0 : (size * (tensor - 1)) / tensor;
  layers.conjugate[at] = isConjugate ? 1 : 0;
  layers.exchangedAgain[at] = exchangedAgain ? 1 : 0;
  layers.forward[at] = isConjugate ? added : 0;
  layers.inputGradient[at] = isConjugate ? 0 : added;
  layers.forwardBytes[at] = isScattered || isConjugate ? (held + held) * bytes : 0;
  layers.inputGradientBytes[at] = isScattered || !isConjugate ? (held + held) * bytes : 0;
  layers.outputBytes[at] = held * bytes;
  layers.activationBytes[at] = isScattered ? (held * bytes) / tensor : isConjugate ? held * bytes : 0;
  layers.gradientBytes[at] = isScattered ? (held * bytes) / tensor : isConjugate ? 0 : held * bytes;
  layers.movedBytes[at] = size * bytes;
  // The input of a reduction is not kept.
  layers.stored[at] = isConjugate ? 0 : 1;
}

function layAttention(layers: BlockLayers, model: CalculonModel, choice: BlockChoice, bytes: number): void {
  const { hidden, seq_size: sequence, attn_heads: heads, attn_size: width } = model;
  const { tensor, microBatch, comm, overlap, redo, multiquery } = choice;
  const full = choice.recompute === fullRecompute;
  const scores = full || choice.recompute === attentionRecompute;
  const again = scores || redo;
  const rows = microBatch * sequence;
  const size = rows * hidden;
  const split = comm === scatterGather ? wholePart(rows, tensor) * hidden : size;

  layFork(layers, split, fork, bytes, full, true);
  layNorm(layers, split, hidden, bytes, full);
  if (overlap === 0) {
    layExchange(layers, choice, size, bytes, false, again);
    layFork(layers, size, queryKeyValue, bytes, again, !again);
    const own = wholePart(heads * width, tensor);
    share(layers, layLinear(layers, rows, hidden, own, bytes, full));
    for (let each = 0; each < keyValue; each++) share(layers, layLinear(layers, rows, hidden, multiquery ? width : own, bytes, full));
  } else {
    const outer = heads * width * (multiquery ? 1 : queryKeyValue);
    layOverlapped(layers, choice, rows, hidden, outer, bytes, false, full, again);
    if (multiquery) {
      layFork(layers, size, keyValue, bytes, again, !again);
      for (let each = 0; each < keyValue; each++) share(layers, layLinear(layers, rows, hidden, width, bytes, full));
    }
  }

  const products = wholePart(microBatch * heads, tensor);
  const scored = wholePart(heads, tensor) * sequence * sequence * microBatch;
  const product = layProducts(layers, products, sequence, width, sequence, bytes);
  layers.recomputed[product] = scores ? 1 : 0;
  layers.outputStored[product] = scores ? 0 : 1;
  const softmax = layElements(layers, scored, softmaxFlop, scored, bytes, scores);
  layers.outputStored[softmax] = scores ? 0 : 1;
  const mask = layDropOut(layers, scored, bytes, scores);
  layers.stored[mask] = scores ? 0 : 1;
  layers.recomputed[layProducts(layers, products, sequence, sequence, wholePart(heads * width, heads), bytes)] = full ? 1 : 0;

  if (overlap === 0) {
    layLinear(layers, rows, wholePart(heads * width, tensor), hidden, bytes, full);
    layExchange(layers, choice, size, bytes, true, full);
  } else layOverlapped(layers, choice, rows, heads * width, hidden, bytes, true, full, full);
  layDropOut(layers, split, bytes, full);
  layResidual(layers, split, bytes, full);
}

function layFeedForward(layers: BlockLayers, model: CalculonModel, choice: BlockChoice, bytes: number): void {
  const { hidden, seq_size: sequence, feedforward } = model;
  const { tensor, microBatch, comm, overlap, redo, fused } = choice;
  const full = choice.recompute === fullRecompute;
  const again = full || redo;
  const rows = microBatch * sequence;
  const size = rows * hidden;
  const split = comm === scatterGather ? wholePart(rows, tensor) * hidden : size;
  const own = wholePart(feedforward, tensor);

  layFork(layers, split, fork, bytes, full, true);
  layNorm(layers, split, hidden, bytes, full);
  if (overlap === 0) {
    layExchange(layers, choice, size, bytes, false, again);
    layers.stored[layLinear(layers, rows, hidden, own, bytes, full)] = again ? 0 : 1;
  } else layOverlapped(layers, choice, rows, hidden, feedforward, bytes, false, full, again);
  // A fused activation keeps nothing: it runs right behind the layer before it.
  const activated = wholePart(feedforward * rows, tensor);
  layElements(layers, activated, geluFlop, fused ? 0 : activated, bytes, full);
  if (overlap === 0) {
    layLinear(layers, rows, own, hidden, bytes, full);
    layExchange(layers, choice, size, bytes, true, full);
  } else layOverlapped(layers, choice, rows, feedforward, hidden, bytes, true, full, full);
  layDropOut(layers, split, bytes, full);
  layResidual(layers, split, bytes, full);
}

/**
 * Lists the layers of one block of a model under a plan: attention with its norm, then the feed-forward layer with its norm.
 *
 * @param layers where to write
 * @param model the model
 * @param choice what the block is like
 * @param bytes of a number
 */
export function layBlock(layers: BlockLayers, model: CalculonModel, choice: BlockChoice, bytes: number): void {
  const rows = choice.microBatch * model.seq_size;
  layers.count = 0;
  layers.wholeBytes = rows * model.hidden * bytes;
  layers.splitBytes = wholePart(rows, choice.tensor) * model.hidden * bytes;
  layAttention(layers, model, choice, bytes);
  layFeedForward(layers, model, choice, bytes);
}
