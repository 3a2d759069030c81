import { fullRecompute } from './block-layers.ts';
import { at } from './calculon-columns.ts';
import { type CalculonRates, gatherTime, type NetworkRate, reduceTime, scatterTime, sendTime, timeAt } from './calculon-rates.ts';

/** How the blocks of a plan are laid over processors and micro-batches. */
export interface StepChoice {
  pipeline: number;
  data: number;
  batch: number;
  microBatches: number;
  interleaving: number;
  /** Blocks of the fullest stage, and how many fewer the others have in all. */
  blocks: number;
  missingBlocks: number;
  tensorNet: number;
  pipelineNet: number;
  dataNet: number;
  sharded: boolean;
  dataOverlap: boolean;
  offloadWeights: boolean;
  offloadActivations: boolean;
  offloadOptimizer: boolean;
  recompute: number;
  training: boolean;
}

const answers = at.sample_rate + 1;
/** Numbers of a row that are no answers but are needed for them. */
const own = {
  fwNoOffloadBase: answers,
  fwNoOffloadEdge: answers + 1,
  bwNoOffloadBase: answers + 2,
  bwNoOffloadEdge: answers + 3,
  bwBase: answers + 4,
  bwEdge: answers + 5,
  chunkBw: answers + 6,
  sendBack: answers + 7,
  beforeExchange: answers + 8,
} as const;
/** Numbers of a row: the answers and what stands between them. */
export const rowWidth: number = answers + 9;
/** Where the time of a step without the exchange of replicas stands in a row. */
export const beforeExchange: number = own.beforeExchange;

const lastBlocks = 2;

/** Memory of both tiers, in place of everything of the step that does not depend on time. */
export function stepMemory(row: Float64Array, choice: StepChoice): void {
  const { pipeline, interleaving, blocks, microBatches, recompute, training } = choice;
  const weight = row[at.block_weight_space]!;
  const working = row[at.block_act_working_space]!;
  const storage = row[at.block_act_storage_space]!;
  const checkpoint = row[at.block_act_checkpoint_size]!;
  const gradient = row[at.block_weight_grad_space]!;
  const wholeGradient = row[at.block_weight_grad_space_no_sharding]!;
  const optimizer = row[at.block_optimizer_space]!;
  const isFull = recompute === fullRecompute;

  const weights = weight * blocks;
  let activations = working;
  let checkpoints = 0;
  let gradients = 0;
  let optimizers = 0;
  let activationGradients = 0;
  if (training) {
    const kept = Math.min(microBatches, pipeline);
    const inFlight = interleaving > 1 ? kept * (1 + (pipeline - 1) / (interleaving * pipeline)) : kept;
    if (isFull) checkpoints = blocks * checkpoint * inFlight;
    else activations = working + storage * (blocks * inFlight - 1);
    gradients = blocks === 1 ? wholeGradient : wholeGradient + gradient * (blocks - 1);
    optimizers = optimizer * blocks;
    activationGradients = row[at.block_act_grad_space]!;
  }
  // What stays on the first tier of what is moved to the second: the block at work and the next one.
  const weightsLeft = weight * lastBlocks;
  const activationsLeft = isFull ? working : working + storage;
  const checkpointsLeft = isFull ? checkpoint * lastBlocks : 0;
  const gradientsLeft = training ? wholeGradient + gradient : 0;
  const optimizersLeft = training ? optimizer * lastBlocks : 0;

  let first = 0;
  let second = 0;
  if (choice.offloadWeights) {
    first += weightsLeft;
    second += weights;
  } else first += weights;
  if (choice.offloadActivations) {
    first += activationsLeft;
    if (isFull) first += checkpointsLeft;
    second += isFull ? checkpoints : activations;
  } else {
    first += activations;
    first += checkpoints;
  }
  if (choice.offloadOptimizer) {
    first += gradientsLeft;
    first += optimizersLeft;
    second += gradient * blocks;
    second += optimizers;
  } else first += gradients + optimizers;
  first += activationGradients;

  row[at.weight_space_with_offload] = weightsLeft;
  row[at.act_space_with_offload] = activationsLeft;
  row[at.act_checkpoint_size_with_offload] = training ? checkpointsLeft : Number.NaN;
  row[at.act_grad_space_with_offload] = activationGradients;
  row[at.weight_grad_space_with_offload] = gradientsLeft;
  row[at.optimizer_space_with_offload] = optimizersLeft;
  row[at.weight_space] = weights;
  row[at.act_space] = activations;
  row[at.act_checkpoint_size] = checkpoints;
  row[at.act_grad_space] = activationGradients;
  row[at.weight_grad_space] = gradients;
  row[at.optimizer_space] = optimizers;
  row[at.proc_mem_tier1_cap_req] = first;
  row[at.proc_mem_tier2_cap_req] = second;
}

const activationsMoved = (row: Float64Array, recompute: number): number =>
  recompute === fullRecompute ? row[at.block_act_checkpoint_size]! : row[at.block_act_storage_space]!;

const forwardMoved = (row: Float64Array, choice: StepChoice): number =>
  Math.max(
    choice.offloadWeights ? row[at.block_weight_space]! : 0,
    choice.offloadActivations ? activationsMoved(row, choice.recompute) : 0,
  );

function backwardMoved(row: Float64Array, choice: StepChoice): number {
  let moved = 0;
  if (!choice.training) return moved;
  if (choice.offloadWeights) moved += row[at.block_weight_space]!;
  if (choice.offloadActivations) moved += activationsMoved(row, choice.recompute);
  if (choice.offloadOptimizer) moved += row[at.block_optimizer_space]!;
  return moved;
}

/** Times of a step up to the exchange between replicas. The time so far is left at `beforeExchange`. */
export function stepWithoutExchange(row: Float64Array, rates: CalculonRates, choice: StepChoice): void {
  const { pipeline, interleaving, blocks, missingBlocks, microBatches, training } = choice;
  const tier = rates.networks[choice.pipelineNet]!;
  const chunkBlocks = blocks / interleaving;
  const inner = chunkBlocks - 1;
  const mult = blocks * microBatches;
  const chunks = microBatches * interleaving;

  const fwBlock = row[at.block_fw_time]!;
  const reBlock = row[at.block_re_time]!;
  const agradBlock = row[at.block_agrad_time]!;
  const wgradBlock = row[at.block_wgrad_time]!;
  const fwBaseShown = row[at.baseblock_fw_tp_time_exposed]!;
  const fwEdgeShown = row[at.edgeblock_fw_tp_time_exposed]!;
  const bwBaseShown = row[at.baseblock_agrad_tp_time_exposed]!;
  const bwEdgeShown = row[at.edgeblock_agrad_tp_time_exposed]!;
  const againBaseShown = row[at.baseblock_recomm_time_exposed]!;
  const againEdgeShown = row[at.edgeblock_recomm_time_exposed]!;
  const fwTime = mult * fwBlock;
  const reTime = mult * reBlock;
  const bwTime = mult * agradBlock + mult * wgradBlock;
  const optimTime = blocks * row[at.block_optim_time]!;
  const shownTensor = chunks * (inner * fwBaseShown + fwEdgeShown) + chunks * (inner * bwBaseShown + bwEdgeShown);
  const shownAgain = chunks * (inner * againBaseShown + againEdgeShown);
  // Calculon charges the latency of a send even where there is no next stage.
  const send = sendTime(tier, row[at.block_fw_pp_size]!);
  const sendBack = sendTime(tier, row[at.block_bw_pp_size]!);
  const sends = pipeline > 1 ? interleaving : 0;
  const sendsBack = pipeline > 1 && training ? interleaving : 0;
  const sendTimes = microBatches * sends * send + microBatches * sendsBack * sendBack;

  const fwTraffic = row[at.block_fw_mem_time]!;
  const bwTraffic = row[at.block_agrad_mem_time]!;
  const weightTraffic = row[at.block_wgrad_mem_time]!;
  const fwOffload = timeAt(rates.offload, forwardMoved(row, choice));
  const bwOffload = training ? timeAt(rates.offload, backwardMoved(row, choice)) : 0;
  const fwBaseAlone = fwBlock + fwBaseShown;
  const fwEdgeAlone = fwBlock + fwEdgeShown + send;
  const fwBaseOver = Math.max(0, fwOffload + fwTraffic - fwBaseAlone);
  const fwEdgeOver = Math.max(0, fwOffload + fwTraffic - fwEdgeAlone);
  const fwBase = fwBaseAlone + fwBaseOver;
  const fwEdge = fwEdgeAlone + fwEdgeOver;
  const bwBaseAlone = reBlock + againBaseShown + agradBlock + wgradBlock + bwBaseShown;
  const bwEdgeAlone = reBlock + againEdgeShown + agradBlock + wgradBlock + bwEdgeShown + sendBack;
  const bwBaseOver = Math.max(0, bwOffload + bwTraffic + weightTraffic - bwBaseAlone);
  const bwEdgeOver = Math.max(0, bwOffload + bwTraffic + weightTraffic - bwEdgeAlone);
  const bwBase = bwBaseAlone + bwBaseOver;
  const bwEdge = bwEdgeAlone + bwEdgeOver;
  const chunkBw = inner * bwBase + bwEdge;
  const chunk = inner * fwBase + fwEdge + chunkBw;
  const spared = inner > 0 ? (missingBlocks * (fwBase + fwEdge + bwBase + bwEdge)) / 2 : missingBlocks * (fwEdge + bwEdge);
  const left = microBatches % pipeline;
  const extra = left === 0 ? 0 : (interleaving - 1) * (pipeline - left);
  const bubble = (pipeline - 1) * chunk + (extra * chunk - spared);
  const fwOver = chunks * (inner * fwBaseOver + fwEdgeOver);
  const bwOver = training ? chunks * (inner * bwBaseOver + bwEdgeOver) : 0;
  const shownAgainTraining = training ? shownAgain : 0;

  row[at.fw_time] = fwTime;
  row[at.bw_time] = bwTime;
  row[at.optim_step_time] = optimTime;
  row[at.recompute_time] = reTime;
  row[at.recomm_exposed_time] = shownAgainTraining;
  row[at.bubble_time] = bubble;
  row[at.pp_comm_link_time] = sendTimes;
  row[at.tp_comm_exposed_time] = shownTensor;
  row[at.pp_comm_exposed_time] = sendTimes;
  row[at.fw_offload_exposed_time] = fwOver;
  row[at.bw_offload_exposed_time] = bwOver;
  row[own.fwNoOffloadBase] = fwBaseAlone;
  row[own.fwNoOffloadEdge] = fwEdgeAlone;
  row[own.bwNoOffloadBase] = bwBaseAlone;
  row[own.bwNoOffloadEdge] = bwEdgeAlone;
  row[own.bwBase] = bwBase;
  row[own.bwEdge] = bwEdge;
  row[own.chunkBw] = chunkBw;
  row[own.sendBack] = sendBack;
  row[own.beforeExchange] = fwTime + bwTime + optimTime + fwOver + bwOver + reTime + shownAgainTraining + bubble + shownTensor + sendTimes;
}

/** Whole quotient of two numbers, without the error of rounding the quotient first. */
const wholeQuotient = (a: number, b: number): number => Math.round((a - (a % b)) / b);

/** What shows of an exchange between replicas that runs beside the backward pass: chunks hide behind later chunks, the last one behind itself. */
function shownBesideBackward(row: Float64Array, tier: NetworkRate, choice: StepChoice, time: number): number {
  const { pipeline, interleaving, blocks, microBatches, sharded } = choice;
  const size = row[at.block_weight_space]!;
  const factor = sharded ? tier.scatterFactor + tier.gatherFactor : tier.reduceFactor;
  const chunkBlocks = blocks / interleaving;
  const inner = chunkBlocks - 1;
  const bwBase = row[own.bwBase]!;
  const bwEdge = row[own.bwEdge]!;
  const sendBack = row[own.sendBack]!;
  const traffic = row[at.block_agrad_mem_time]! + row[at.block_wgrad_mem_time]! + row[at.block_re_mem_time]!;
  const optimizing = row[at.block_optim_time]! - row[at.block_optim_mem_time]!;
  let baseWindow = bwBase - traffic;
  let edgeWindow = bwEdge - traffic;
  let working = row[at.block_agrad_flops_time]! + row[at.block_wgrad_flops_time]! + row[at.block_re_flops_time]!;
  if (!sharded) {
    // An optimiser of one's own may run while others are still being served.
    baseWindow += optimizing;
    edgeWindow += optimizing;
    working += row[at.block_optim_flops_time]!;
  }
  if (choice.dataNet === choice.tensorNet) {
    baseWindow -= row[at.baseblock_recomm_time]! + row[at.baseblock_agrad_tp_time]!;
    edgeWindow -= row[at.edgeblock_recomm_time]! + row[at.edgeblock_agrad_tp_time]!;
  }
  const chunkWindow = inner * baseWindow + edgeWindow;
  const hiding = interleaving - 1;
  const window = pipeline * chunkWindow;
  const workingWindow = pipeline * (chunkBlocks * working);
  const chunkTime = chunkBlocks * time;
  const sharesTier = choice.dataNet === choice.pipelineNet;
  const left = microBatches % pipeline;
  const colliding = sharesTier ? Math.min(wholeQuotient(chunkTime, row[own.chunkBw]!), left === 0 ? pipeline : left) : 0;
  const excess = chunkTime - (window - colliding * sendBack) + workingWindow * tier.usage;
  const chunksShown = excess > 0 ? hiding * excess : hiding * chunkTime * tier.usage;
  const chunkHide = (window + workingWindow * tier.usage - (sharesTier ? sendBack : 0)) * hiding;
  row[at.dp_bw_overlap_req_chunk] = chunkHide > 0 ? ((chunkBlocks * size) / chunkHide) * factor : 0;
  const tailWindow = inner > 0 ? chunkWindow - sendBack - (bwBase + bwEdge) / 2 + (sharded ? 0 : optimizing) : 0;
  const tailTime = inner * time;
  const tailExcess = tailTime + (working * tier.usage - tailWindow);
  const tailShown = tailExcess > 0 ? tailExcess : tailTime * tier.usage;
  const tailHide = tailWindow + tailTime * tier.usage;
  row[at.dp_bw_overlap_req_tail] = tailHide > 0 ? ((chunkBlocks * size) / tailHide) * factor : 0;
  return time + (chunksShown + tailShown);
}

/** The exchange between replicas, and with it the time of the step. */
export function stepExchange(row: Float64Array, rates: CalculonRates, choice: StepChoice): void {
  const { data, blocks, sharded, dataOverlap, training } = choice;
  let size = 0;
  let link = 0;
  let shown = 0;
  row[at.dp_bw_overlap_req_chunk] = 0;
  row[at.dp_bw_overlap_req_tail] = 0;
  if (data > 1 && training) {
    const tier = rates.networks[choice.dataNet]!;
    size = row[at.block_weight_space]!;
    const time = sharded ? scatterTime(tier, size, data) + gatherTime(tier, size, data) : reduceTime(tier, size, data);
    link = blocks * time;
    shown = dataOverlap ? shownBesideBackward(row, tier, choice, time) : link;
  }
  const total = row[own.beforeExchange]! + shown;
  row[at.block_dp_size] = size;
  row[at.dp_comm_link_time] = link;
  row[at.dp_comm_exposed_time] = shown;
  row[at.total_time] = total;
  row[at.sample_rate] = choice.batch / total;
}

/** What follows from the times and sizes: link times, bandwidths that would hide an offload, efficiencies. */
export function stepRates(row: Float64Array, rates: CalculonRates, choice: StepChoice): void {
  const { interleaving, blocks, microBatches, recompute, training } = choice;
  const inner = blocks / interleaving - 1;
  const chunks = microBatches * interleaving;
  const tensorLink =
    chunks * (inner * row[at.baseblock_fw_tp_time]! + row[at.edgeblock_fw_tp_time]!) +
    chunks * (inner * row[at.baseblock_agrad_tp_time]! + row[at.edgeblock_agrad_tp_time]!);
  row[at.tp_comm_link_time] = tensorLink;
  row[at.recomm_link_time] = training ? chunks * (inner * row[at.baseblock_recomm_time]! + row[at.edgeblock_recomm_time]!) : 0;

  const fwTraffic = row[at.block_fw_mem_time]!;
  const bwTraffic = row[at.block_agrad_mem_time]! + row[at.block_wgrad_mem_time]!;
  const fwHide = Math.min(row[own.fwNoOffloadBase]! - fwTraffic, row[own.fwNoOffloadEdge]! - fwTraffic);
  const bwHide = Math.min(row[own.bwNoOffloadBase]! - bwTraffic, row[own.bwNoOffloadEdge]! - bwTraffic);
  const fwNeed = forwardMoved(row, choice) / fwHide;
  row[at.act_offload_bw_req] = activationsMoved(row, recompute) / fwHide;
  row[at.weight_offload_bw_req] = row[at.block_weight_space]! / fwHide;
  row[at.optim_offload_bw_req] = training ? (row[at.block_weight_grad_space]! + row[at.block_optimizer_space]!) / bwHide : 0;
  row[at.offload_mem_bw_req] = training ? Math.max(fwNeed, backwardMoved(row, choice) / bwHide) : fwNeed;

  const computing = row[at.fw_time]! + row[at.bw_time]! + row[at.optim_step_time]!;
  const perfect = (blocks * microBatches * row[at.useful_flops]!) / rates.peak;
  const total = row[at.total_time]!;
  row[at.compute_efficiency] = perfect / computing;
  row[at.system_efficiency] = computing / total;
  row[at.total_efficiency] = perfect / total;
}
