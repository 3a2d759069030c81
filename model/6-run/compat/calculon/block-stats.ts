import { type BlockChoice, type BlockLayers, fullRecompute, layerKind, pipeOverlap, scatterGather } from './block-layers.ts';
import { at } from './calculon-columns.ts';
import { type CalculonRates, gatherTime, type NetworkRate, reduceTime, scatterTime, timeAt } from './calculon-rates.ts';

/** Columns of a row that belong to a block. */
export const blockWidth: number = at.block_optimizer_space + 1;

/** Bytes of a master weight, of each moment of Adam, and of a gradient that adds up. */
const wide = 4;
const moments = 2;
const adamFlop = 11;

const processing = (arithmetic: number, traffic: number, roofline: boolean): number =>
  roofline ? Math.max(arithmetic, traffic) : arithmetic + traffic;

/** What the tiles of an overlapped layer come to; one record, written over. */
interface Tiled {
  time: number;
  exposed: number;
}
const tiled = (): Tiled => ({ time: 0, exposed: 0 });

/** Work of a layer, cut into tiles whose exchange hides behind the next one as far as it can. */
function overlapTiles(
  out: Tiled,
  arithmetic: number,
  traffic: number,
  exchange: number,
  tiles: number,
  usage: number,
  pipe: boolean,
  roofline: boolean,
): void {
  const whole = processing(arithmetic, traffic, roofline);
  out.exposed = 0;
  out.time = whole;
  if (exchange === 0) return;
  const slowed = arithmetic / (1 - usage);
  const exchangeTile = exchange / tiles;
  const tile = whole / tiles;
  const excess = exchangeTile - slowed / tiles;
  if (excess > 0) {
    out.time = tile + (tiles - 1) * (processing(slowed, traffic, roofline) / tiles);
    out.exposed = (tiles - 1) * excess;
  } else out.time = tile + (tiles - 1) * tile + (tiles - 1) * exchangeTile * usage;
  if (pipe) {
    // The first tile is sent before there is anything to hide it behind, and Calculon counts it twice: as work and as exchange.
    out.exposed += exchangeTile;
    out.time += exchangeTile;
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

/** Numbers that the layers of a block are added up in. */
export interface BlockScratch {
  readonly forward: Tiled;
  readonly again: Tiled;
  readonly backward: Tiled;
}
export const blockScratch = (): BlockScratch => ({ forward: tiled(), again: tiled(), backward: tiled() });

/**
 * Adds up the layers of a block for one micro-batch: work, traffic, time, exchange and space of each stage.
 *
 * @param row where the columns of a block are written, from its first number
 * @param layers the layers
 * @param rates the system
 * @param choice what the block is like
 * @param recomputeFix counts what is run again by the layer; Calculon itself adds everything that ran before it too
 * @param scratch room for tiles
 */
export function blockStats(
  row: Float64Array,
  layers: BlockLayers,
  rates: CalculonRates,
  choice: BlockChoice,
  recomputeFix: boolean,
  scratch: BlockScratch,
): void {
  const { bytes, matrix, vector, memory, roofline } = rates;
  const { tensor, comm, training, shards } = choice;
  const tier = rates.networks[choice.tensorNet]!;
  const pipe = choice.overlap === pipeOverlap;
  const always = comm === scatterGather;
  const atEdge = comm > 0;
  const { forward, again, backward } = scratch;
  row.fill(0, 0, blockWidth);
  let fwFlops = 0;
  let fwFlopsTime = 0;
  let fwMem = 0;
  let fwMemTime = 0;
  let fwTime = 0;
  let baseFw = 0;
  let edgeFw = 0;
  let baseFwExposed = 0;
  let edgeFwExposed = 0;
  let baseFwSize = 0;
  let edgeFwSize = 0;
  let reFlops = 0;
  let reFlopsTime = 0;
  let reMem = 0;
  let reMemTime = 0;
  let reTime = 0;
  let baseAgain = 0;
  let edgeAgain = 0;
  let baseAgainExposed = 0;
  let edgeAgainExposed = 0;
  let baseAgainSize = 0;
  let edgeAgainSize = 0;
  let agradFlops = 0;
  let agradFlopsTime = 0;
  let agradMem = 0;
  let agradMemTime = 0;
  let agradTime = 0;
  let baseBw = 0;
  let edgeBw = 0;
  let baseBwExposed = 0;
  let edgeBwExposed = 0;
  let baseBwSize = 0;
  let edgeBwSize = 0;
  let wgradFlops = 0;
  let wgradFlopsTime = 0;
  let wgradMem = 0;
  let wgradMemTime = 0;
  let wgradTime = 0;
  let need = 0;
  let weight = 0;
  let working = 0;
  let storage = 0;
  let actGrad = 0;
  let useful = 0;

  for (let i = 0; i < layers.count; i++) {
    const kind = layers.kind[i]!;
    const isMatrix = kind === layerKind.matrix || kind === layerKind.overlapped;
    const engine = isMatrix ? matrix : vector;
    const isConjugate = layers.conjugate[i] === 1;
    const isRecomputed = layers.recomputed[i] === 1;
    const isAgain = layers.exchangedAgain[i] === 1;
    const moved = layers.movedBytes[i]!;
    const flops = layers.forward[i]!;
    const traffic = layers.forwardBytes[i]!;
    const flopsTime = flops === 0 ? 0 : timeAt(engine, flops);
    const trafficTime = traffic === 0 ? 0 : timeAt(memory, traffic);
    const gradFlops = layers.inputGradient[i]!;
    const gradTraffic = layers.inputGradientBytes[i]!;
    const gradFlopsTime = gradFlops === 0 ? 0 : timeAt(engine, gradFlops);
    const gradTrafficTime = gradTraffic === 0 ? 0 : timeAt(memory, gradTraffic);
    let time = 0;
    let gradTime = 0;
    let againTime = 0;

    fwFlops += flops;
    fwFlopsTime += flopsTime;
    fwMem += traffic;
    fwMemTime += trafficTime;
    if (kind === layerKind.exchange) {
      if (tensor > 1) {
        const own = processing(flopsTime, trafficTime, roofline);
        const ownBackward = processing(gradFlopsTime, gradTrafficTime, roofline);
        const baseSize = always || isConjugate ? moved : 0;
        const edgeSize = atEdge || isConjugate ? moved : 0;
        const base = forwardExchange(tier, baseSize, tensor, isConjugate, always) + own;
        const edge = forwardExchange(tier, edgeSize, tensor, isConjugate, atEdge) + own;
        baseFwSize += baseSize;
        edgeFwSize += edgeSize;
        baseFw += base;
        edgeFw += edge;
        baseFwExposed += base;
        edgeFwExposed += edge;
        if (training) {
          if (isAgain) {
            const baseTime = forwardExchange(tier, baseSize, tensor, isConjugate, always);
            const edgeTime = forwardExchange(tier, edgeSize, tensor, isConjugate, atEdge);
            baseAgainSize += baseSize;
            edgeAgainSize += edgeSize;
            baseAgain += baseTime;
            edgeAgain += edgeTime;
            baseAgainExposed += baseTime;
            edgeAgainExposed += edgeTime;
          }
          const baseBackSize = always || !isConjugate ? moved : 0;
          const edgeBackSize = atEdge || !isConjugate ? moved : 0;
          const baseBack = backwardExchange(tier, baseBackSize, tensor, isConjugate, always) + ownBackward;
          const edgeBack = backwardExchange(tier, edgeBackSize, tensor, isConjugate, atEdge) + ownBackward;
          baseBwSize += baseBackSize;
          edgeBwSize += edgeBackSize;
          baseBw += baseBack;
          edgeBw += edgeBack;
          baseBwExposed += baseBack;
          edgeBwExposed += edgeBack;
        }
      }
    } else if (kind === layerKind.overlapped) {
      const baseSize = always || isConjugate ? moved : 0;
      const edgeSize = atEdge || isConjugate ? moved : 0;
      const baseBackSize = always || !isConjugate ? moved : 0;
      const edgeBackSize = atEdge || !isConjugate ? moved : 0;
      const base = overlappedForward(rates, tier, baseSize, tensor, isConjugate, always);
      const edge = overlappedForward(rates, tier, edgeSize, tensor, isConjugate, atEdge);
      const baseBack = overlappedBackward(rates, tier, baseBackSize, tensor, isConjugate, always);
      const edgeBack = overlappedBackward(rates, tier, edgeBackSize, tensor, isConjugate, atEdge);
      overlapTiles(forward, flopsTime, trafficTime, base, tensor, tier.usage, pipe, roofline);
      time = forward.time;
      baseFwSize += baseSize;
      edgeFwSize += edgeSize;
      baseFw += base;
      edgeFw += edge;
      // Only the exchange inside a stage decides how much of it shows.
      baseFwExposed += forward.exposed;
      edgeFwExposed += forward.exposed;
      const slowed = flopsTime / (1 - tier.usage) / tensor;
      need = Math.max(need, baseSize / tensor / slowed, edgeSize / tensor / slowed);
      if (training) {
        if (isAgain) {
          againTime = forwardExchange(tier, baseSize, tensor, isConjugate, always);
          baseAgainSize += baseSize;
          edgeAgainSize += edgeSize;
          baseAgain += againTime;
          edgeAgain += forwardExchange(tier, edgeSize, tensor, isConjugate, atEdge);
          baseAgainExposed += forward.exposed;
          edgeAgainExposed += forward.exposed;
        }
        overlapTiles(backward, gradFlopsTime, gradTrafficTime, baseBack, tensor, tier.usage, pipe, roofline);
        gradTime = backward.time;
        baseBwSize += baseBackSize;
        edgeBwSize += edgeBackSize;
        baseBw += baseBack;
        edgeBw += edgeBack;
        baseBwExposed += backward.exposed;
        edgeBwExposed += backward.exposed;
        const slowedBack = gradFlopsTime / (1 - tier.usage) / tensor;
        need = Math.max(need, baseBackSize / tensor / slowedBack, edgeBackSize / tensor / slowedBack);
      }
    } else {
      time = processing(flopsTime, trafficTime, roofline);
      gradTime = processing(gradFlopsTime, gradTrafficTime, roofline);
    }
    fwTime += time;

    const weights = layers.weights[i]!;
    if (training) {
      if (isRecomputed) {
        reFlops += recomputeFix ? flops : fwFlops;
        reFlopsTime += recomputeFix ? flopsTime : fwFlopsTime;
        reMem += recomputeFix ? traffic : fwMem;
        reMemTime += recomputeFix ? trafficTime : fwMemTime;
        reTime += time;
      }
      agradFlops += gradFlops;
      agradFlopsTime += gradFlopsTime;
      agradMem += gradTraffic;
      agradMemTime += gradTrafficTime;
      agradTime += gradTime;
      if (weights > 0) {
        const weightFlops = layers.weightGradient[i]!;
        const weightTraffic = layers.weightGradientBytes[i]!;
        const weightFlopsTime = timeAt(engine, weightFlops);
        const weightTrafficTime = timeAt(memory, weightTraffic);
        wgradFlops += weightFlops;
        wgradFlopsTime += weightFlopsTime;
        wgradMem += weightTraffic;
        wgradMemTime += weightTrafficTime;
        if (kind === layerKind.overlapped) {
          overlapTiles(again, weightFlopsTime, weightTrafficTime, againTime, tensor, tier.usage, pipe, roofline);
          wgradTime += again.time;
        } else wgradTime += processing(weightFlopsTime, weightTrafficTime, roofline);
      }
      useful += gradFlops + layers.weightGradient[i]! + (weights / shards) * adamFlop;
    }

    const activation = layers.activationBytes[i]!;
    weight += weights * bytes;
    if (layers.reused[i] === 0) working += activation;
    storage += activation;
    if (training) {
      if (layers.outputStored[i] === 0) storage -= layers.outputBytes[i]!;
      if (layers.stored[i] === 0) storage -= activation;
      actGrad += layers.gradientBytes[i]!;
    }
  }

  row[at.block_fw_flops] = fwFlops;
  row[at.block_fw_flops_time] = fwFlopsTime;
  row[at.block_fw_mem_accessed] = fwMem;
  row[at.block_fw_mem_time] = fwMemTime;
  row[at.block_fw_time] = fwTime;
  row[at.baseblock_fw_tp_time] = baseFw;
  row[at.edgeblock_fw_tp_time] = edgeFw;
  row[at.baseblock_fw_tp_time_exposed] = baseFwExposed;
  row[at.edgeblock_fw_tp_time_exposed] = edgeFwExposed;
  row[at.block_re_flops] = reFlops;
  row[at.block_re_flops_time] = reFlopsTime;
  row[at.block_re_mem_accessed] = reMem;
  row[at.block_re_mem_time] = reMemTime;
  row[at.block_re_time] = reTime;
  row[at.baseblock_recomm_time] = baseAgain;
  row[at.edgeblock_recomm_time] = edgeAgain;
  row[at.baseblock_recomm_time_exposed] = baseAgainExposed;
  row[at.edgeblock_recomm_time_exposed] = edgeAgainExposed;
  row[at.block_agrad_flops] = agradFlops;
  row[at.block_agrad_flops_time] = agradFlopsTime;
  row[at.block_agrad_mem_accessed] = agradMem;
  row[at.block_agrad_mem_time] = agradMemTime;
  row[at.block_agrad_time] = agradTime;
  row[at.baseblock_agrad_tp_time] = baseBw;
  row[at.edgeblock_agrad_tp_time] = edgeBw;
  row[at.baseblock_agrad_tp_time_exposed] = baseBwExposed;
  row[at.edgeblock_agrad_tp_time_exposed] = edgeBwExposed;
  row[at.block_wgrad_flops] = wgradFlops;
  row[at.block_wgrad_flops_time] = wgradFlopsTime;
  row[at.block_wgrad_mem_accessed] = wgradMem;
  row[at.block_wgrad_mem_time] = wgradMemTime;
  row[at.block_wgrad_time] = wgradTime;
  row[at.baseblock_fw_tp_size] = baseFwSize;
  row[at.edgeblock_fw_tp_size] = edgeFwSize;
  row[at.baseblock_bw_tp_size] = baseBwSize;
  row[at.edgeblock_bw_tp_size] = edgeBwSize;
  row[at.baseblock_recomm_size] = baseAgainSize;
  row[at.edgeblock_recomm_size] = edgeAgainSize;
  row[at.tp_bw_overlap_req] = need;
  row[at.block_weight_space] = weight;
  row[at.block_act_working_space] = working;
  row[at.block_act_storage_space] = choice.recompute === fullRecompute ? 0 : storage;
  row[at.block_act_checkpoint_size] = training && choice.recompute === fullRecompute ? layers.wholeBytes : 0;
  row[at.block_act_grad_space] = actGrad;
  row[at.useful_flops] = fwFlops + useful;
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
