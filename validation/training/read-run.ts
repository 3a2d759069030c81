import type { Catalog } from '#catalog';
import { type Quantity, quantity } from '#quantity';
import { type Architecture, architectureOf, type MatrixPrecision, type Plan, planOf, rankParameters, stageLayers } from '#run';
import { findAccelerator, type TrainingChip, trainingChip } from '#scenario';
import type { RunCells } from './input-columns.ts';
import { numberIn, readShape } from './read-shape.ts';

/** A row as the model sees it. */
export interface Run {
  readonly architecture: Architecture;
  readonly chip: TrainingChip;
  readonly plan: Plan;
  readonly chips: number;
  readonly nodeSize: number;
  readonly domain: number;
  readonly scaleOut: Quantity<'B/s'>;
  /** Kernels of the generation before fused attention. */
  readonly eager: boolean;
  readonly age: Quantity<'yr'>;
  /** Cells that the row leaves open, and where what stands in them comes from. */
  readonly filled: readonly string[];
  /** Which of them are assumptions rather than facts or consequences. */
  readonly assumed: number;
}

export type ReadRun = { readonly ok: true; readonly run: Run } | { readonly ok: false; readonly missing: string };

/** Stands for an accelerator that the catalogue does not know at all. */
const unknownAccelerator = 'accelerator/a100-sxm-80gb';
/** Year from which training stacks have fused attention and kernels. */
const fusedSince = 2023;
const middleOfYear = 0.5;
const bitsPerByte = 8;
const giga = 1e9;
/** A plan that says nothing of recompute but would need this many times the memory recomputes all the same. */
const hopeless = 3;

const readPrecision = (text: string): MatrixPrecision => {
  const words = text.toLowerCase();
  if (/fp4|nvfp4|mxfp4/.test(words)) return 'fp4';
  if (/fp8|int8|e4m3|hybrid/.test(words)) return 'fp8';
  if (/tf32/.test(words)) return 'tf32';
  return /^\s*fp32\s*$/.test(words) ? 'fp32' : 'bf16';
};

/** What a cell on sharding says: how much is split over replicas, and over how many of them. */
const readSharding = (text: string, replicas: number, nodeSize: number): { zero: Plan['zero']; shardGroup: number } => {
  const words = text.toLowerCase();
  const zero = /shard_grad_op|zero-?2/.test(words)
    ? 2
    : /fsdp|hsdp|zero-?3|full_shard/.test(words)
      ? 3
      : /zero|dist/.test(words) && !/zero-?0/.test(words)
        ? 1
        : 0;
  const stated = /(?:shard\s*=\s*|zero1\s*=\s*|fsdp[ =]+)(-?\d+)/.exec(words)?.[1];
  const group = stated !== undefined && Number(stated) > 0 ? Number(stated) : /hsdp/.test(words) ? nodeSize : replicas;
  return { zero, shardGroup: zero === 0 ? replicas : Math.max(1, Math.min(group, replicas)) };
};

const readRecompute = (text: string): Plan['recompute'] | undefined => {
  const words = text.toLowerCase();
  if (words.trim() === '') return undefined;
  if (/full|remat_all|offload|uniform|block/.test(words)) return 'full';
  return /selective|minimal|core|attn/.test(words) ? 'selective' : 'none';
};

/** Bytes of a parameter with its gradient and optimiser state, and of those the part that replicas can split. */
const stateOf = (plan: Plan, replicas: number): number => {
  const { weight, gradient, master, moments } = plan.state;
  return plan.zero >= 3 ? (weight + gradient + master + moments) / replicas : weight + gradient + (master + moments) / replicas;
};

/** Rough bytes that a micro-batch keeps of a layer: widths of what enters and leaves its matrices, 16 bits each. */
const keptOf = (architecture: Architecture, plan: Plan): number => {
  const { attention, feedForward } = architecture.kinds[architecture.pattern[architecture.pattern.length - 1] ?? 0]!;
  const tokens = (plan.microBatch * plan.sequence) / plan.context;
  const outside = architecture.hidden * (plan.sequenceParallel ? 1 / plan.tensor : 1) * 5 + (architecture.hidden * 4) / plan.tensor;
  const inside = (attention.heads * attention.headDim * 2 + attention.kvHeads * attention.headDim * 2) / plan.tensor;
  const dense = (feedForward.matrices * feedForward.width) / plan.tensor;
  const routed = feedForward.topK * (feedForward.matrices * feedForward.expertWidth + 2 * architecture.hidden);
  return 2 * tokens * (outside + inside + dense + routed);
};

const needOf = (architecture: Architecture, plan: Plan): number => {
  const stages = stageLayers(architecture, plan);
  const { dense, expert, ends } = rankParameters(architecture, plan, stages, 0);
  const replicas = plan.data * plan.context;
  const layers = architecture.pattern.length / plan.pipeline;
  const microBatches = plan.globalBatch / (plan.data * plan.microBatch);
  const inFlight = plan.pipeline > 1 ? Math.min(microBatches, plan.pipeline) : 1;
  return (
    (dense + expert + ends) * stateOf(plan, replicas) + (plan.recompute === 'full' ? 0 : layers * inFlight * keptOf(architecture, plan))
  );
};

/**
 * Reads a row into what the model needs: stated cells first, then the catalogue, then what other cells imply, then the
 * stated defaults. Only where the default cannot run in the memory of the chip is it replaced by what can.
 *
 * @param cells the row
 * @param catalog models and accelerators by name
 */
export function readRun(cells: RunCells, catalog: Catalog): ReadRun {
  const read = readShape(cells, catalog);
  const sequence = numberIn(cells.seq_len);
  const chips = numberIn(cells.n_accelerators);
  if (read === undefined) return { ok: false, missing: numberIn(cells.layers) === undefined ? 'layers' : 'hidden' };
  if (sequence === undefined) return { ok: false, missing: 'seq_len' };
  if (chips === undefined) return { ok: false, missing: 'n_accelerators' };
  if (cells.accelerator.trim() === '') return { ok: false, missing: 'accelerator' };

  const filled = [...read.filled];
  let assumed = filled.filter((name) => !name.includes('(')).length;
  const assume = (name: string): void => {
    filled.push(name);
    assumed += 1;
  };
  const memory = numberIn(cells.hbm_gb);
  const found = findAccelerator(catalog, cells.accelerator, memory === undefined ? undefined : memory * giga);
  if (found === undefined) assume(`accelerator (${unknownAccelerator})`);
  const thing = found?.thing ?? catalog.get(unknownAccelerator, 'accelerator');
  const chip = thing && trainingChip(catalog, thing, found?.part ?? 1);
  if (chip === undefined) return { ok: false, missing: 'accelerator' };

  const count = (name: 'TP' | 'PP' | 'VPP' | 'CP' | 'EP' | 'micro_batch'): number => {
    const stated = numberIn(cells[name]);
    if (stated !== undefined && stated >= 1) return stated;
    assume(name);
    return 1;
  };
  const nodeStated = numberIn(cells.gpus_per_node);
  const domainStated = numberIn(cells.scaleup_domain);
  const scaleOutStated = numberIn(cells.nic_gbps_per_gpu);
  const nodeSize = nodeStated ?? Math.min(8, chip.scaleUpDomain);
  if (nodeStated === undefined) filled.push(`gpus_per_node (${chip.id})`);
  if (domainStated === undefined) filled.push(`scaleup_domain (${chip.id})`);
  if (scaleOutStated === undefined) filled.push(`nic_gbps_per_gpu (${chip.id})`);
  const domain = Math.max(domainStated ?? chip.scaleUpDomain, Math.min(nodeSize, chip.scaleUpDomain));

  const [tensor, pipeline, virtual, context] = [count('TP'), count('PP'), count('VPP'), count('CP')];
  const data = Math.max(1, Math.round(chips / (tensor * pipeline * context)));
  if (numberIn(cells.DP) === undefined) filled.push('DP (identity)');
  const microBatch = count('micro_batch');
  const batchStated = numberIn(cells.global_batch);
  if (batchStated === undefined) assume('global_batch');
  const batch = batchStated ?? data * microBatch * (pipeline > 1 ? Math.max(1, 4 * pipeline) : 1);
  const microBatches = Math.max(1, Math.round(batch / (data * microBatch)));
  const precision = readPrecision(cells.precision);
  const year = numberIn(cells.year) ?? Math.floor(chip.released) + 1;
  if (numberIn(cells.year) === undefined) assume('year');
  if (cells.precision.trim() === '') assume('precision');
  if (cells.zero_fsdp.trim() === '') assume('zero_fsdp');
  const recompute = readRecompute(cells.recompute);
  // FP16 recipes, years before fused attention, and tables that do not even name the number format are of the older kind.
  const eager = /fp16/i.test(cells.precision) || cells.precision.trim() === '' || year < fusedSince;
  const sequenceParallel = tensor > 1 && !/no sequence/i.test(cells.recompute) && (!eager || recompute === 'selective');

  const architecture = architectureOf(read.shape);
  const sharding = readSharding(cells.zero_fsdp, data * context, nodeSize);
  const base = planOf({
    tensor,
    pipeline,
    virtual: pipeline > 1 ? virtual : 1,
    schedule: pipeline > 1 && virtual > 1 ? 'interleaved' : '1f1b',
    context,
    data,
    microBatch,
    globalBatch: data * microBatch * microBatches,
    sequence,
    precision,
    sequenceParallel,
    fusedAttention: !eager,
    recompute: recompute ?? 'none',
    ...sharding,
    overlapTensor: sequenceParallel,
    overlapData: !(eager && sharding.zero <= 1),
  });
  const state = { ...base.state, gradient: base.state.weight };
  const routed = read.shape.experts?.routed ?? 1;
  const expertStated = numberIn(cells.EP);
  const withExperts = (expert: number): Plan => ({ ...base, state, expert });
  let plan = withExperts(Math.max(1, Math.min(expertStated ?? 1, routed, tensor * context * data)));
  if (routed > 1 && expertStated === undefined) {
    assume('EP');
    // One rank cannot hold all experts of a large model: the fewest ranks that can.
    for (
      let expert = 2;
      needOf(architecture, { ...plan, recompute: 'full' }) > chip.memory && expert <= Math.min(routed, tensor * context * data);
      expert *= 2
    ) {
      if (routed % expert === 0 && (tensor * context * data) % expert === 0) plan = withExperts(expert);
    }
    if (plan.expert > 1) filled[filled.length - 1] = `EP (memory: ${plan.expert})`;
  }
  if (recompute === undefined) {
    const forced = needOf(architecture, { ...plan, zero: 3 }) > hopeless * chip.memory;
    assume(forced ? 'recompute (memory: full)' : 'recompute');
    if (forced) plan = { ...plan, recompute: 'full' };
  }
  return {
    ok: true,
    run: {
      architecture,
      chip,
      plan,
      chips,
      nodeSize,
      domain,
      scaleOut: scaleOutStated === undefined ? chip.scaleOutBandwidth : quantity((scaleOutStated * giga) / bitsPerByte, 'B/s'),
      eager,
      age: quantity(year + middleOfYear - chip.released, 'yr'),
      filled,
      assumed,
    },
  };
}
