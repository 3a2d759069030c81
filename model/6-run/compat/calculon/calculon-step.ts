import { type BlockChoice, type BlockLayers, blockLayers, layBlock } from './block-layers.ts';
import { blockStats, type Group, type LayerTimes, layerTimes, optimizerStats } from './block-stats.ts';
import { at, type CalculonColumn, calculonColumns } from './calculon-columns.ts';
import {
  type CalculonDatatype,
  type CalculonModel,
  type CalculonPlan,
  type CalculonSystem,
  calculonComms,
  calculonOverlaps,
  calculonRecomputes,
} from './calculon-input.ts';
import { type CalculonRates, calculonRates, type NetworkRate } from './calculon-rates.ts';
import { type CalculonFault, checkCalculonPlan } from './check-calculon-plan.ts';
import { rowWidth, type StepChoice, stepExchange, stepMemory, stepRates, stepWithoutExchange } from './step-stats.ts';

/** Why Calculon refuses a plan, the first reason that it would give. */
export type CalculonBinding = 'network-size' | 'network-filling' | 'interleaving' | 'offload-blocks' | 'memory' | 'offload-memory';

/** A model on a system at one number format, with room for the numbers of a plan. Nothing is allocated to evaluate one. */
export interface CalculonEvaluator {
  readonly model: CalculonModel;
  readonly rates: CalculonRates;
  readonly recomputeFix: boolean;
  readonly layers: BlockLayers;
  readonly group: Group;
  readonly times: LayerTimes;
  readonly block: BlockChoice;
  readonly step: StepChoice;
  /** Numbers of the plan that was evaluated last, in the order of `calculonColumns`. */
  readonly row: Float64Array;
}

/**
 * Makes room to evaluate plans of a model on a system.
 *
 * @pure
 * @param input the model, the system, the number format, and whether the recompute counters are mended
 */
export const calculonEvaluator = ({
  model,
  system,
  datatype,
  recomputeFix = false,
}: {
  readonly model: CalculonModel;
  readonly system: CalculonSystem;
  readonly datatype: CalculonDatatype;
  readonly recomputeFix?: boolean;
}): CalculonEvaluator => {
  const rates = calculonRates(system, datatype);
  return {
    model,
    rates,
    recomputeFix,
    layers: blockLayers(),
    group: { rates, tier: rates.networks[0]!, members: 1, always: false, atEdge: false, pipe: false, training: true },
    times: layerTimes(),
    block: {
      tensor: 1,
      tensorNet: 0,
      microBatch: 1,
      comm: 0,
      overlap: 0,
      recompute: 0,
      redo: false,
      fused: true,
      multiquery: false,
      training: true,
      shards: 1,
    },
    step: {
      pipeline: 1,
      data: 1,
      batch: 1,
      microBatches: 1,
      interleaving: 1,
      blocks: 1,
      missingBlocks: 0,
      tensorNet: 0,
      pipelineNet: 0,
      dataNet: 0,
      sharded: false,
      dataOverlap: false,
      offloadWeights: false,
      offloadActivations: false,
      offloadOptimizer: false,
      recompute: 0,
      training: true,
    },
    row: new Float64Array(rowWidth),
  };
};

/** What of the parts of the network a group uses. */
const filling = (tier: NetworkRate, members: number): CalculonBinding | undefined => {
  if (members > tier.size) return 'network-size';
  return tier.mustBeFilled && tier.size % members !== 0 ? 'network-filling' : undefined;
};

/**
 * What of the network refuses groups of so many members on such tiers; the lowest tier is asked first.
 *
 * @param networks the tiers
 * @param step the groups
 * @param tensor members of a tensor group
 */
export function networkBinding(networks: readonly NetworkRate[], step: StepChoice, tensor: number): CalculonBinding | undefined {
  for (let tier = 0; tier < networks.length; tier++) {
    let members = 1;
    if (step.tensorNet === tier) members *= tensor;
    if (step.pipelineNet === tier) members *= step.pipeline;
    if (step.dataNet === tier) members *= step.data;
    const binding = members > 1 ? filling(networks[tier]!, members) : undefined;
    if (binding !== undefined) return binding;
  }
  return undefined;
}

/** A stage of so many blocks has none to spare: nothing can be offloaded. */
export const fewestToOffload = 2;

/** What of the blocks of a stage refuses the plan. */
export const stageBinding = (step: StepChoice): CalculonBinding | undefined => {
  if (step.interleaving > step.blocks || step.blocks % step.interleaving !== 0) return 'interleaving';
  const offloads = step.offloadWeights || step.offloadActivations || step.offloadOptimizer;
  return offloads && step.blocks <= fewestToOffload ? 'offload-blocks' : undefined;
};

/** Does what a row says fit into both memories? */
export const memoryBinding = (row: Float64Array, rates: CalculonRates): CalculonBinding | undefined => {
  if (row[at.proc_mem_tier1_cap_req]! > rates.capacity) return 'memory';
  return row[at.proc_mem_tier2_cap_req]! > rates.offloadCapacity ? 'offload-memory' : undefined;
};

/** Sets the choices of an evaluator to those of a plan. */
export function choosePlan({ model, block, step }: CalculonEvaluator, plan: CalculonPlan): void {
  block.tensor = plan.tensor_par;
  block.tensorNet = plan.tensor_par_net;
  block.microBatch = plan.microbatch_size;
  block.comm = calculonComms.indexOf(plan.tensor_par_comm_type);
  block.overlap = calculonOverlaps.indexOf(plan.tensor_par_overlap);
  block.recompute = calculonRecomputes.indexOf(plan.activation_recompute);
  block.redo = plan.seq_par_ag_redo;
  block.fused = plan.fused_activation;
  block.multiquery = plan.attention_type === 'multiquery';
  block.training = plan.training;
  block.shards = plan.optimizer_sharding ? plan.data_par : 1;
  step.pipeline = plan.pipeline_par;
  step.data = plan.data_par;
  step.batch = plan.batch_size;
  step.microBatches = Math.floor(Math.floor(plan.batch_size / plan.data_par) / plan.microbatch_size);
  step.interleaving = plan.pipeline_interleaving;
  step.blocks = Math.ceil(model.num_blocks / plan.pipeline_par);
  step.missingBlocks = step.blocks * plan.pipeline_par - model.num_blocks;
  step.tensorNet = plan.tensor_par_net;
  step.pipelineNet = plan.pipeline_par_net;
  step.dataNet = plan.data_par_net;
  step.sharded = plan.optimizer_sharding;
  step.dataOverlap = plan.data_par_overlap;
  step.offloadWeights = plan.weight_offload;
  step.offloadActivations = plan.activations_offload;
  step.offloadOptimizer = plan.optimizer_offload;
  step.recompute = block.recompute;
  step.training = plan.training;
}

/** What stages send on to each other; between ranks that split a sequence, each its part. */
export function stageSends({ row, layers, block, step }: CalculonEvaluator): void {
  const sent = step.pipeline === 1 ? 0 : block.comm === 0 ? layers.wholeBytes : layers.splitBytes;
  row[at.block_fw_pp_size] = sent;
  row[at.block_bw_pp_size] = step.training ? sent : 0;
}

/** Evaluates the plan that the choices of an evaluator say. The row holds every answer where nothing binds. */
export function evaluateChoice(evaluator: CalculonEvaluator): CalculonBinding | undefined {
  const { model, rates, recomputeFix, layers, group, times, block, step, row } = evaluator;
  const refused = networkBinding(rates.networks, step, block.tensor) ?? stageBinding(step);
  if (refused !== undefined) return refused;
  layBlock(layers, model, block, rates.bytes);
  blockStats(row, layers, rates, block, recomputeFix, group, times);
  if (block.training) optimizerStats(row, layers, rates, block.shards);
  stageSends(evaluator);
  stepMemory(row, step);
  const tooLarge = memoryBinding(row, rates);
  if (tooLarge !== undefined) return tooLarge;
  stepWithoutExchange(row, rates, step);
  stepExchange(row, rates, step);
  stepRates(row, rates, step);
  return undefined;
}

/**
 * Evaluates a plan that `checkCalculonPlan` finds sound, without allocating anything: the answers stand in the row of the evaluator.
 *
 * @pure
 * @param evaluator the model and the system
 * @param plan the plan
 * @returns why Calculon refuses it, or nothing
 */
export function evaluatePlan(evaluator: CalculonEvaluator, plan: CalculonPlan): CalculonBinding | undefined {
  choosePlan(evaluator, plan);
  return evaluateChoice(evaluator);
}

/** Answers of a plan by their names in Calculon, or the first reason for which Calculon refuses it. */
export type CalculonStep =
  | { readonly feasible: true; readonly values: Readonly<Record<CalculonColumn, number | undefined>> }
  | { readonly feasible: false; readonly binding: CalculonBinding | CalculonFault };

/**
 * One step of a plan in Calculon's model, on its own inputs: every figure that its tables have.
 *
 * @source calculon-2024 calculon/llm/llm.py and layers.py at caa4b11, behaviour
 * @param input the model, the system, the plan, and whether what is recomputed is counted layer by layer
 * @param input.recomputeFix Calculon's counters of what is recomputed add the running total of the block; true counts the layer alone
 * @example calculonStep({ model, system, plan }).values.total_time
 */
export function calculonStep(input: {
  readonly model: CalculonModel;
  readonly system: CalculonSystem;
  readonly plan: CalculonPlan;
  readonly recomputeFix?: boolean;
}): CalculonStep {
  const [fault] = checkCalculonPlan(input);
  if (fault !== undefined) return { feasible: false, binding: fault };
  const evaluator = calculonEvaluator({ ...input, datatype: input.plan.datatype });
  const binding = evaluatePlan(evaluator, input.plan);
  if (binding !== undefined) return { feasible: false, binding };
  const values = calculonColumns.map((name, index): [string, number | undefined] => {
    const value = evaluator.row[index]!;
    return [name, Number.isNaN(value) ? undefined : value];
  });
  return { feasible: true, values: Object.fromEntries(values) as Record<CalculonColumn, number | undefined> };
}
