import { type BlockChoice, type BlockLayers, fullRecompute, layerKind, pipeOverlap, scatterGather } from './block-layers.ts';
import { at } from './calculon-columns.ts';
import { type CalculonRates, gatherTime, type NetworkRate, reduceTime, type StepRate, scatterTime, timeAt } from './calculon-rates.ts';

/** Columns of a row that belong to a block. */
export const blockWidth: number = at.block_optimizer_space + 1;

/** Bytes of a master weight, of each moment of Adam, and of a gradient that adds up. */
const wide = 4;
const moments = 2;
const adamFlop = 11;

const processing = (arithmetic: number, traffic: number, roofline: boolean): number =>
  roofline ? Math.max(arithmetic, traffic) : arithmetic + traffic;

/** The tensor group of a block, and how it exchanges within a stage (`always`) and at its end (`atEdge`): split or whole. */
export interface Group {
  rates: CalculonRates;
  tier: NetworkRate;
  members: number;
  always: boolean;
  atEdge: boolean;
  pipe: boolean;
  training: boolean;
}

/** Times of one layer, written over from layer to layer. Seconds. */
export interface LayerTimes {
  /** Arithmetic and traffic of the forward pass, and of the backward pass to the inputs. */
  forward: number;
  forwardTraffic: number;
  backward: number;
  backwardTraffic: number;
  /** Of the whole layer, with what its own exchange costs it. */
  time: number;
  backwardTime: number;
  /** Of the exchange that is done again. */
  again: number;
  /** Result of the last layer that was cut into tiles: its time, and what of its exchange shows. */
  tiled: number;
  shown: number;
}
export const layerTimes = (): LayerTimes => ({
  forward: 0,
  forwardTraffic: 0,
  backward: 0,
  backwardTraffic: 0,
  time: 0,
  backwardTime: 0,
  again: 0,
  tiled: 0,
  shown: 0,
});

/** Work of a layer, cut into tiles whose exchange hides behind the next one as far as it can. */
function overlapTiles(
  times: LayerTimes,
  { rates, tier, members, pipe }: Group,
  arithmetic: number,
  traffic: number,
  exchange: number,
): void {
  const whole = processing(arithmetic, traffic, rates.roofline);
  times.shown = 0;
  times.tiled = whole;
  if (exchange === 0) return;
  const slowed = arithmetic / (1 - tier.usage);
  const exchangeTile = exchange / members;
  const tile = whole / members;
  const excess = exchangeTile - slowed / members;
  if (excess > 0) {
    times.tiled = tile + (members - 1) * (processing(slowed, traffic, rates.roofline) / members);
    times.shown = (members - 1) * excess;
  } else times.tiled = tile + (members - 1) * tile + (members - 1) * exchangeTile * tier.usage;
  if (pipe) {
    // The first tile is sent before there is anything to hide it behind, and Calculon counts it twice: as work and as exchange.
    times.shown += exchangeTile;
    times.tiled += exchangeTile;
  }
}

/** Forward exchange of a group: what the conjugate side adds up, the other one gathers, or passes through for nothing. */
const forwardExchange = (tier: NetworkRate, bytes: number, members: number, conjugate: boolean, split: boolean): number => {
  if (conjugate) return split ? scatterTime(tier, bytes, members) : reduceTime(tier, bytes, members);
  return split ? gatherTime(tier, bytes, members) : 0;
};
const backwardExchange = (tier: NetworkRate, bytes: number, members: number, conjugate: boolean, split: boolean): number => {
  if (!conjugate) return split ? scatterTime(tier, bytes, members) : reduceTime(tier, bytes, members);
  return split ? gatherTime(tier, bytes, members) : 0;
};

/** Adding up takes arithmetic of its own where an exchange runs beside the products. */
const addingTime = ({ bytes, vector }: CalculonRates, moved: number, members: number): number => {
  const flops = ((moved / bytes) * (members - 1)) / members;
  return flops === 0 ? 0 : timeAt(vector, flops);
};
const overlappedForward = (
  rates: CalculonRates,
  tier: NetworkRate,
  moved: number,
  members: number,
  conjugate: boolean,
  split: boolean,
): number => {
  const exchange = forwardExchange(tier, moved, members, conjugate, split);
  return conjugate ? exchange + addingTime(rates, moved, members) : exchange;
};
const overlappedBackward = (
  rates: CalculonRates,
  tier: NetworkRate,
  moved: number,
  members: number,
  conjugate: boolean,
  split: boolean,
): number => {
  const exchange = backwardExchange(tier, moved, members, conjugate, split);
  return conjugate ? exchange : exchange + addingTime(rates, moved, members);
};

/** Exchange beside the layers: it and its own arithmetic show in full. */
function addExchange(
  row: Float64Array,
  layers: BlockLayers,
  i: number,
  { rates, tier, members, always, atEdge, training }: Group,
  times: LayerTimes,
): void {
  times.time = 0;
  times.backwardTime = 0;
  if (members === 1) return;
  const isConjugate = layers.conjugate[i] === 1;
  const moved = layers.movedBytes[i]!;
  const sameAtEdge = always === atEdge;
  const own = processing(times.forward, times.forwardTraffic, rates.roofline);
  const baseSize = always || isConjugate ? moved : 0;
  const edgeSize = atEdge || isConjugate ? moved : 0;
  const base = forwardExchange(tier, baseSize, members, isConjugate, always);
  const edge = sameAtEdge ? base : forwardExchange(tier, edgeSize, members, isConjugate, atEdge);
  row[at.baseblock_fw_tp_size]! += baseSize;
  row[at.edgeblock_fw_tp_size]! += edgeSize;
  row[at.baseblock_fw_tp_time]! += base + own;
  row[at.edgeblock_fw_tp_time]! += edge + own;
  row[at.baseblock_fw_tp_time_exposed]! += base + own;
  row[at.edgeblock_fw_tp_time_exposed]! += edge + own;
  if (!training) return;
  if (layers.exchangedAgain[i] === 1) addAgain(row, baseSize, edgeSize, base, edge, base, edge);
  const ownBackward = processing(times.backward, times.backwardTraffic, rates.roofline);
  const baseBackSize = always || !isConjugate ? moved : 0;
  const edgeBackSize = atEdge || !isConjugate ? moved : 0;
  const baseBack = backwardExchange(tier, baseBackSize, members, isConjugate, always) + ownBackward;
  const edgeBack = sameAtEdge ? baseBack : backwardExchange(tier, edgeBackSize, members, isConjugate, atEdge) + ownBackward;
  row[at.baseblock_bw_tp_size]! += baseBackSize;
  row[at.edgeblock_bw_tp_size]! += edgeBackSize;
  row[at.baseblock_agrad_tp_time]! += baseBack;
  row[at.edgeblock_agrad_tp_time]! += edgeBack;
  row[at.baseblock_agrad_tp_time_exposed]! += baseBack;
  row[at.edgeblock_agrad_tp_time_exposed]! += edgeBack;
}

/** What is exchanged once more before the backward pass. */
function addAgain(
  row: Float64Array,
  baseSize: number,
  edgeSize: number,
  base: number,
  edge: number,
  baseShown: number,
  edgeShown: number,
): void {
  row[at.baseblock_recomm_size]! += baseSize;
  row[at.edgeblock_recomm_size]! += edgeSize;
  row[at.baseblock_recomm_time]! += base;
  row[at.edgeblock_recomm_time]! += edge;
  row[at.baseblock_recomm_time_exposed]! += baseShown;
  row[at.edgeblock_recomm_time_exposed]! += edgeShown;
}

/** Bandwidth at which tiles of an exchange would hide behind tiles of arithmetic. */
const hidingBandwidth = (moved: number, arithmetic: number, { tier, members }: Group): number =>
  moved / members / (arithmetic / (1 - tier.usage) / members);

/** A layer that exchanges while it works. What shows is decided by the exchange within a stage, at its end too. */
function addOverlapped(row: Float64Array, layers: BlockLayers, i: number, group: Group, times: LayerTimes): void {
  const { rates, tier, members, always, atEdge } = group;
  const isConjugate = layers.conjugate[i] === 1;
  const moved = layers.movedBytes[i]!;
  const sameAtEdge = always === atEdge;
  const baseSize = always || isConjugate ? moved : 0;
  const edgeSize = atEdge || isConjugate ? moved : 0;
  const base = overlappedForward(rates, tier, baseSize, members, isConjugate, always);
  overlapTiles(times, group, times.forward, times.forwardTraffic, base);
  const { shown } = times;
  times.time = times.tiled;
  times.again = 0;
  row[at.baseblock_fw_tp_size]! += baseSize;
  row[at.edgeblock_fw_tp_size]! += edgeSize;
  row[at.baseblock_fw_tp_time]! += base;
  row[at.edgeblock_fw_tp_time]! += sameAtEdge ? base : overlappedForward(rates, tier, edgeSize, members, isConjugate, atEdge);
  row[at.baseblock_fw_tp_time_exposed]! += shown;
  row[at.edgeblock_fw_tp_time_exposed]! += shown;
  let need = Math.max(hidingBandwidth(baseSize, times.forward, group), hidingBandwidth(edgeSize, times.forward, group));
  if (group.training) {
    if (layers.exchangedAgain[i] === 1) {
      times.again = forwardExchange(tier, baseSize, members, isConjugate, always);
      const edge = sameAtEdge ? times.again : forwardExchange(tier, edgeSize, members, isConjugate, atEdge);
      addAgain(row, baseSize, edgeSize, times.again, edge, shown, shown);
    }
    const baseBackSize = always || !isConjugate ? moved : 0;
    const edgeBackSize = atEdge || !isConjugate ? moved : 0;
    const baseBack = overlappedBackward(rates, tier, baseBackSize, members, isConjugate, always);
    overlapTiles(times, group, times.backward, times.backwardTraffic, baseBack);
    times.backwardTime = times.tiled;
    row[at.baseblock_bw_tp_size]! += baseBackSize;
    row[at.edgeblock_bw_tp_size]! += edgeBackSize;
    row[at.baseblock_agrad_tp_time]! += baseBack;
    row[at.edgeblock_agrad_tp_time]! += sameAtEdge ? baseBack : overlappedBackward(rates, tier, edgeBackSize, members, isConjugate, atEdge);
    row[at.baseblock_agrad_tp_time_exposed]! += times.shown;
    row[at.edgeblock_agrad_tp_time_exposed]! += times.shown;
    need = Math.max(need, hidingBandwidth(baseBackSize, times.backward, group), hidingBandwidth(edgeBackSize, times.backward, group));
  }
  row[at.tp_bw_overlap_req] = Math.max(row[at.tp_bw_overlap_req]!, need);
}

function addWeightGradient(row: Float64Array, layers: BlockLayers, i: number, engine: StepRate, group: Group, times: LayerTimes): void {
  const { rates } = group;
  const arithmetic = timeAt(engine, layers.weightGradient[i]!);
  const traffic = timeAt(rates.memory, layers.weightGradientBytes[i]!);
  row[at.block_wgrad_flops]! += layers.weightGradient[i]!;
  row[at.block_wgrad_flops_time]! += arithmetic;
  row[at.block_wgrad_mem_accessed]! += layers.weightGradientBytes[i]!;
  row[at.block_wgrad_mem_time]! += traffic;
  if (layers.kind[i] === layerKind.overlapped) {
    overlapTiles(times, group, arithmetic, traffic, times.again);
    row[at.block_wgrad_time]! += times.tiled;
  } else row[at.block_wgrad_time]! += processing(arithmetic, traffic, rates.roofline);
}

const timeOf = (rate: StepRate, amount: number): number => (amount === 0 ? 0 : timeAt(rate, amount));

/**
 * Adds up the layers of a block for one micro-batch: work, traffic, time, exchange and space of each stage.
 *
 * @param row where the columns of a block are written, from its first number
 * @param layers the layers
 * @param rates the system
 * @param choice what the block is like
 * @param recomputeFix counts what is run again by the layer; Calculon itself adds everything that ran before it too
 * @param group room for the tensor group
 * @param times room for the times of a layer
 */
export function blockStats(
  row: Float64Array,
  layers: BlockLayers,
  rates: CalculonRates,
  choice: BlockChoice,
  recomputeFix: boolean,
  group: Group,
  times: LayerTimes,
): void {
  const { bytes, matrix, vector, memory, roofline } = rates;
  const { training, shards } = choice;
  group.rates = rates;
  group.tier = rates.networks[choice.tensorNet]!;
  group.members = choice.tensor;
  group.always = choice.comm === scatterGather;
  group.atEdge = choice.comm > 0;
  group.pipe = choice.overlap === pipeOverlap;
  group.training = training;
  row.fill(0, 0, blockWidth);
  // Sums over all layers are kept in variables: adding up in the row is slower.
  let fwFlops = 0;
  let fwFlopsTime = 0;
  let fwBytes = 0;
  let fwBytesTime = 0;
  let fwTime = 0;
  let bwFlops = 0;
  let bwFlopsTime = 0;
  let bwBytes = 0;
  let bwBytesTime = 0;
  let bwTime = 0;
  let weightBytes = 0;
  let working = 0;
  let stored = 0;
  let gradientBytes = 0;
  let usefulBackward = 0;
  for (let i = 0; i < layers.count; i++) {
    const kind = layers.kind[i]!;
    const engine = kind === layerKind.matrix || kind === layerKind.overlapped ? matrix : vector;
    const flops = layers.forward[i]!;
    const traffic = layers.forwardBytes[i]!;
    const backFlops = layers.inputGradient[i]!;
    const backTraffic = layers.inputGradientBytes[i]!;
    const weights = layers.weights[i]!;
    const flopsTime = timeOf(engine, flops);
    const trafficTime = timeOf(memory, traffic);
    const backFlopsTime = timeOf(engine, backFlops);
    const backTrafficTime = timeOf(memory, backTraffic);
    let time = 0;
    let backTime = 0;
    if (kind < layerKind.exchange) {
      time = processing(flopsTime, trafficTime, roofline);
      backTime = processing(backFlopsTime, backTrafficTime, roofline);
    } else {
      times.forward = flopsTime;
      times.forwardTraffic = trafficTime;
      times.backward = backFlopsTime;
      times.backwardTraffic = backTrafficTime;
      if (kind === layerKind.exchange) addExchange(row, layers, i, group, times);
      else addOverlapped(row, layers, i, group, times);
      time = times.time;
      backTime = times.backwardTime;
    }
    fwFlops += flops;
    fwFlopsTime += flopsTime;
    fwBytes += traffic;
    fwBytesTime += trafficTime;
    fwTime += time;
    weightBytes += weights * bytes;
    const activation = layers.activationBytes[i]!;
    if (layers.reused[i] === 0) working += activation;
    stored += activation;
    if (!training) continue;
    if (layers.recomputed[i] === 1) {
      // Calculon's counters add all that ran before it too; mended, the layer alone.
      row[at.block_re_flops]! += recomputeFix ? flops : fwFlops;
      row[at.block_re_flops_time]! += recomputeFix ? flopsTime : fwFlopsTime;
      row[at.block_re_mem_accessed]! += recomputeFix ? traffic : fwBytes;
      row[at.block_re_mem_time]! += recomputeFix ? trafficTime : fwBytesTime;
      row[at.block_re_time]! += time;
    }
    bwFlops += backFlops;
    bwFlopsTime += backFlopsTime;
    bwBytes += backTraffic;
    bwBytesTime += backTrafficTime;
    bwTime += backTime;
    if (weights > 0) addWeightGradient(row, layers, i, engine, group, times);
    usefulBackward += backFlops + layers.weightGradient[i]! + (weights / shards) * adamFlop;
    if (layers.outputStored[i] === 0) stored -= layers.outputBytes[i]!;
    if (layers.stored[i] === 0) stored -= activation;
    gradientBytes += layers.gradientBytes[i]!;
  }
  const isFull = choice.recompute === fullRecompute;
  row[at.block_fw_flops] = fwFlops;
  row[at.block_fw_flops_time] = fwFlopsTime;
  row[at.block_fw_mem_accessed] = fwBytes;
  row[at.block_fw_mem_time] = fwBytesTime;
  row[at.block_fw_time] = fwTime;
  row[at.block_agrad_flops] = bwFlops;
  row[at.block_agrad_flops_time] = bwFlopsTime;
  row[at.block_agrad_mem_accessed] = bwBytes;
  row[at.block_agrad_mem_time] = bwBytesTime;
  row[at.block_agrad_time] = bwTime;
  row[at.block_weight_space] = weightBytes;
  row[at.block_act_working_space] = working;
  row[at.block_act_storage_space] = isFull ? 0 : stored;
  row[at.block_act_checkpoint_size] = training && isFull ? layers.wholeBytes : 0;
  row[at.block_act_grad_space] = gradientBytes;
  row[at.useful_flops] = fwFlops + usefulBackward;
}

/**
 * Adds up what the optimiser does on one block, and the space of gradients and optimiser, for a number of replicas that share it.
 *
 * @param row where the columns are written
 * @param layers the layers of the block
 * @param rates the system
 * @param shards replicas that share the optimiser
 */
export function optimizerStats(row: Float64Array, layers: BlockLayers, rates: CalculonRates, shards: number): void {
  const { bytes, vector, memory, roofline } = rates;
  let flopsSum = 0;
  let flopsTimeSum = 0;
  let trafficSum = 0;
  let trafficTimeSum = 0;
  let timeSum = 0;
  let gradients = 0;
  let wholeGradients = 0;
  for (let i = 0; i < layers.count; i++) {
    const weights = layers.weights[i]!;
    if (weights === 0) continue;
    const flops = (weights / shards) * adamFlop;
    // A format as wide as the master weights needs no copy of them.
    const traffic = ((bytes < wide ? weights * wide : 0) + moments * weights * wide) / shards;
    const flopsTime = timeAt(vector, flops);
    const trafficTime = timeAt(memory, traffic);
    flopsSum += flops;
    flopsTimeSum += flopsTime;
    trafficSum += traffic;
    trafficTimeSum += trafficTime;
    timeSum += processing(flopsTime, trafficTime, roofline);
    gradients += (weights * bytes) / shards;
    wholeGradients += weights * wide;
  }
  row[at.block_optim_flops] = flopsSum;
  row[at.block_optim_flops_time] = flopsTimeSum;
  row[at.block_optim_mem_accessed] = trafficSum;
  row[at.block_optim_mem_time] = trafficTimeSum;
  row[at.block_optim_time] = timeSum;
  row[at.block_weight_grad_space] = gradients;
  row[at.block_weight_grad_space_no_sharding] = wholeGradients;
  row[at.block_optimizer_space] = trafficSum;
}
