import type { Catalog } from '#catalog';
import { type Quantity, quantity } from '#quantity';
import {
  type Architecture,
  architectureOf,
  checkPlan,
  countParameters,
  type MatrixPrecision,
  type Plan,
  planOf,
  rankParameters,
  stageLayers,
  stateBytes,
} from '#run';
import { findAccelerator, planState, type TrainingChip, trainingChip, type WrittenPlan } from '#scenario';
import type { RunCells } from './input-columns.ts';
import { fillCells, isWholeRun, type PublishedPlan, publishedPlan } from './published-run.ts';
import { numberIn, readShape, tokensIn } from './read-shape.ts';

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
  /** When it ran. */
  readonly year: number;
  /** How long before the run fused attention came out. */
  readonly fusedAge: Quantity<'yr'>;
  /** Cells that the row leaves open, and where what stands in them comes from. */
  readonly filled: readonly string[];
  /** Which of them are assumptions rather than facts or consequences. */
  readonly assumed: number;
  /** Columns of the plan of a whole run that neither the row nor a publication fills. */
  readonly open: readonly OpenColumn[];
}

/** Columns of a plan that a whole run may leave open. */
const openColumns = ['TP', 'PP', 'VPP', 'EP', 'zero_fsdp', 'micro_batch', 'global_batch', 'recompute'] as const;
export type OpenColumn = (typeof openColumns)[number];

export type ReadRun = { readonly ok: true; readonly run: Run } | { readonly ok: false; readonly missing: string };

/** Stands for an accelerator that the catalogue does not know at all. */
const unknownAccelerator = 'accelerator/a100-sxm-80gb';
/** Year from which training stacks have fused attention and kernels. A judgement like those below: calibration/training/report.md lists them. */
const eagerBefore = 2023;
/** Longest sequence that was usual before. */
const eagerSequence = 2048;
const middleOfYear = 0.5;
const bitsPerByte = 8;
const giga = 1e9;
const gibi = 2 ** 30;
/** A plan that says nothing of recompute but would need this many times the memory recomputes all the same. */
const hopeless = 3;
const halfRecomputed = 0.5;
/** Accelerators of a node, where nothing is said of it. */
const usualNode = 8;
/** Micro-batches for each stage, where no batch is stated. */
const roundsOfPipeline = 4;

const readPrecision = (text: string): MatrixPrecision => {
  const words = text.toLowerCase();
  if (/fp4|nvfp4|mxfp4/.test(words)) return 'fp4';
  if (/fp8|int8|e4m3|hybrid/.test(words)) return 'fp8';
  if (/tf32/.test(words)) return 'tf32';
  return /^\s*fp32\s*$/.test(words) ? 'fp32' : 'bf16';
};

/**
 * What a cell on sharding says: how much is split over replicas, over how many of them, and what each owns. A cell that names the first
 * level of ZeRO does not name the framework: ranks own whole tensors under PyTorch and InternEvo, slices of a flat buffer under
 * DeepSpeed. Whole tensors are taken; where replicas are few both take as long. A distributed optimiser cuts one flat buffer.
 */
const readSharding = (text: string, replicas: number, nodeSize: number): Pick<Plan, 'zero' | 'shardGroup' | 'owns'> => {
  const words = text.toLowerCase();
  const zero = /shard_grad_op|zero-?2/.test(words)
    ? 2
    : /fsdp|hsdp|zero-?3|full_shard/.test(words)
      ? 3
      : /zero|dist/.test(words) && !/zero-?0/.test(words)
        ? 1
        : 0;
  const stated = /(?:shard\s*=\s*|zero1\s*=\s*|fsdp[ =]+)(-?\d+)/.exec(words)?.[1];
  const group = stated !== undefined && Number(stated) > 0 ? Number(stated) : /hsdp|hybrid/.test(words) ? nodeSize : replicas;
  const owns = zero === 1 && /zero/.test(words) ? 'tensor' : 'slice';
  return { zero, owns, shardGroup: zero === 0 ? replicas : Math.max(1, Math.min(group, replicas)) };
};

/** What a row, or the layout that was published of it, says of recompute; no kind where neither says anything. */
interface Recompute {
  readonly kind?: Plan['recompute'];
  /** Share of the layers. */
  readonly share?: number;
  /** A word that beside fully sharded data means every second layer or product, not the scores that fused attention never keeps. */
  readonly loose: boolean;
  /** It is said that norms are not split over the ranks of a tensor. */
  readonly whole: boolean;
}

const readRecompute = (text: string): Plan['recompute'] | undefined => {
  const words = text.toLowerCase();
  if (words.trim() === '') return undefined;
  if (/^(no|none|false|off|0)$/.test(words.trim())) return 'none';
  if (/^(yes|true|on|1)$|full|remat_all|offload|uniform|block/.test(words)) return 'full';
  if (/modules/.test(words)) return 'modules';
  return /selective|core|attn/.test(words) ? 'selective' : 'none';
};

/** The cell of the row goes before what was published, whose words have one meaning each. */
const recomputeOf = (text: string, published: WrittenPlan | undefined): Recompute => {
  const kind = readRecompute(text);
  if (kind !== undefined) return { kind, loose: !/attn|attention|core/i.test(text), whole: /no sequence/i.test(text) };
  const { recompute, recomputeShare } = published ?? {};
  return {
    ...(recompute === undefined ? {} : { kind: recompute }),
    ...(recomputeShare === undefined ? {} : { share: recomputeShare }),
    loose: false,
    whole: false,
  };
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

/** Layers that the last stage can be spared for the logits and the modules that predict further tokens. */
const balancedStages = (architecture: Architecture, pipeline: number, virtual: number): readonly number[] | undefined => {
  const layers = architecture.pattern.length;
  if (pipeline <= 1 || layers % (pipeline * virtual) === 0) return undefined;
  const { multiplied } = countParameters(architecture);
  const logits = architecture.vocabulary * architecture.hidden;
  const layer = Math.max(1, multiplied - logits) / layers;
  const extra = ((1 + architecture.predictionLayers) * logits) / layer + architecture.predictionLayers;
  const others = (last: number): number => Math.ceil((layers - last) / (pipeline - 1));
  let best = 0;
  for (let last = 1; last <= Math.ceil(layers / pipeline); last++) {
    if (Math.max(others(last), last + extra) <= Math.max(others(best), best + extra)) best = last;
  }
  const stages = new Array<number>(pipeline).fill(0);
  stages[pipeline - 1] = best;
  // The first stage, which holds the embedding, and those after it get the fewer.
  for (let left = layers - best, stage = pipeline - 2; stage >= 0; stage--) {
    stages[stage] = Math.ceil(left / (stage + 1));
    left -= stages[stage]!;
  }
  return stages;
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

/** A dense model has no experts to split; one stage, or a schedule that is told, has no chunks to choose. */
const matters = (column: OpenColumn, cells: RunCells, architecture: Architecture, published: PublishedPlan | undefined): boolean => {
  if (column === 'EP') return architecture.kinds.some(({ feedForward }) => feedForward.routed > 1);
  return column !== 'VPP' || (numberIn(cells.PP) !== 1 && published?.plan.schedule === undefined);
};

/** Cells that a row leaves open: what stood in for them, and how many of those are assumptions rather than facts. */
class Filled {
  readonly cells: string[];
  assumed: number;

  constructor(cells: readonly string[]) {
    this.cells = [...cells];
    this.assumed = cells.filter((name) => !name.includes('(')).length;
  }

  assume(name: string): void {
    this.cells.push(name);
    this.assumed += 1;
  }

  follow(name: string): void {
    this.cells.push(name);
  }
}

interface Machine {
  readonly chip: TrainingChip;
  readonly nodeSize: number;
  readonly domain: number;
  readonly scaleOut: Quantity<'B/s'>;
}

const readMachine = (cells: RunCells, catalog: Catalog, published: PublishedPlan | undefined, filled: Filled): Machine | undefined => {
  const memory = numberIn(cells.hbm_gb);
  const found = findAccelerator(catalog, cells.accelerator, memory === undefined ? undefined : memory * gibi);
  if (found === undefined) filled.assume(`accelerator (${unknownAccelerator})`);
  else if (found.byAlias) filled.follow(`accelerator (${found.thing.id})`);
  const thing = found?.thing ?? catalog.get(unknownAccelerator, 'accelerator');
  const chip = thing && trainingChip(catalog, thing, found?.part ?? 1);
  if (chip === undefined) return undefined;
  const [node, domain, scaleOut] = [numberIn(cells.gpus_per_node), numberIn(cells.scaleup_domain), numberIn(cells.nic_gbps_per_gpu)];
  if (node === undefined) filled.follow(`gpus_per_node (${chip.id})`);
  if (domain === undefined) filled.follow(`scaleup_domain (${chip.id})`);
  const known = published?.accelerator === chip.id ? published : undefined;
  if (scaleOut === undefined) filled.follow(`nic_gbps_per_gpu (${known?.scaleOut === undefined ? chip.id : known.id})`);
  const nodeSize = node ?? Math.min(usualNode, chip.scaleUpDomain);
  return {
    chip,
    nodeSize,
    domain: Math.max(domain ?? chip.scaleUpDomain, Math.min(nodeSize, chip.scaleUpDomain)),
    scaleOut: scaleOut === undefined ? (known?.scaleOut ?? chip.scaleOutBandwidth) : quantity((scaleOut * giga) / bitsPerByte, 'B/s'),
  };
};

/** FP16 recipes, years before fused attention, and tables that do not even name the number format are of the older kind. */
const isEager = (cells: RunCells, year: number, sequence: number): boolean =>
  /fp16/i.test(cells.precision) || year < eagerBefore || (cells.precision.trim() === '' && sequence <= eagerSequence);

/** What is known of a row before its plan is read. */
interface Known {
  readonly cells: RunCells;
  readonly recompute: Recompute;
  readonly chips: number;
  readonly sequence: number;
  readonly eager: boolean;
  readonly machine: Machine;
}

const readPlan = ({ cells, recompute, chips, sequence, eager, machine }: Known, filled: Filled): Plan => {
  const count = (name: 'TP' | 'PP' | 'VPP' | 'CP' | 'micro_batch'): number => {
    const stated = numberIn(cells[name]);
    if (stated !== undefined && stated >= 1) return stated;
    filled.assume(name);
    return 1;
  };
  const [tensor, pipeline, virtual, context] = [count('TP'), count('PP'), count('VPP'), count('CP')];
  const data = Math.max(1, Math.round(chips / (tensor * pipeline * context)));
  if (numberIn(cells.DP) === undefined) filled.follow('DP (identity)');
  const microBatch = count('micro_batch');
  const written = numberIn(cells.global_batch);
  // Some tables count a batch in tokens.
  const stated = written !== undefined && /tok/i.test(cells.global_batch) ? written / sequence : written;
  if (stated === undefined) filled.assume('global_batch');
  const batch = stated ?? data * microBatch * (pipeline > 1 ? roundsOfPipeline * pipeline : 1);
  const microBatches = Math.max(1, Math.round(batch / (data * microBatch)));
  if (cells.precision.trim() === '') filled.assume('precision');
  const sharding = readSharding(cells.zero_fsdp, data * context, machine.nodeSize);
  const { kind = 'none', share, loose, whole } = recompute;
  const sequenceParallel = tensor > 1 && !whole && (!eager || kind === 'selective');
  const partial = kind === 'selective' && loose && !eager && sharding.zero >= 2;
  const interleaved = pipeline > 1 && virtual > 1;
  const precision = readPrecision(cells.precision);
  const { weight, ...rest } = stateBytes(precision);
  return planOf({
    tensor,
    pipeline,
    virtual: interleaved ? virtual : 1,
    schedule: interleaved ? 'interleaved' : '1f1b',
    context,
    data,
    microBatch,
    globalBatch: data * microBatch * microBatches,
    sequence,
    precision,
    // No table says in which format it sums gradients; more of them fit their memory in that of the weights.
    state: { ...rest, weight, gradient: weight },
    sequenceParallel,
    fusedAttention: !eager,
    ...(partial ? { recompute: 'full', recomputeShare: halfRecomputed } : { recompute: kind }),
    ...(share === undefined ? {} : { recomputeShare: share }),
    ...sharding,
    trainable: !/\b(q?lora|peft|adapters?)\b/i.test(cells.workload),
    overlapTensor: sequenceParallel,
    overlapData: !(eager && sharding.zero <= 1),
  });
};

/** What a published layout may say beyond the columns of a table. */
const beyondColumns = [
  'schedule',
  'shard',
  'sp',
  'fused',
  'state',
  'gradientMessage',
  'overlapTensor',
  'overlapData',
  'overlapExpert',
] as const;

/** The plan with what a published layout says beyond the columns of a table. */
const withPublished = (plan: Plan, published: WrittenPlan | undefined): Plan => {
  if (published === undefined) return plan;
  const { schedule, shard, sp, state, gradientMessage, overlapTensor, overlapData, overlapExpert } = published;
  return {
    ...plan,
    ...(schedule === undefined || plan.pipeline === 1 ? {} : { schedule }),
    ...(shard === undefined ? {} : { shardGroup: Math.min(shard, plan.data * plan.context) }),
    ...(sp === undefined ? {} : { sequenceParallel: sp && plan.tensor > 1, overlapTensor: sp && plan.tensor > 1 }),
    ...(state === undefined ? {} : { state: planState(state) }),
    ...(gradientMessage === undefined ? {} : { gradientMessage }),
    ...(overlapTensor === undefined ? {} : { overlapTensor }),
    ...(overlapData === undefined ? {} : { overlapData }),
    ...(overlapExpert === undefined ? {} : { overlapExpert }),
  };
};

/** What the row leaves open where the default could not run: the fewest ranks that hold the experts, splitting the state, recompute. */
const mend = ({ cells, recompute, machine }: Known, architecture: Architecture, given: Plan, year: number, filled: Filled): Plan => {
  const { memory } = machine.chip;
  let plan = given;
  const ranks = plan.tensor * plan.context * plan.data;
  const routed = architecture.kinds.reduce((most, { feedForward }) => Math.max(most, feedForward.routed), 0);
  if (routed > 1) {
    const stated = numberIn(cells.EP);
    plan = { ...plan, expert: Math.max(1, Math.min(stated ?? 1, routed, ranks)) };
    if (stated === undefined) {
      for (
        let expert = 2;
        needOf(architecture, { ...plan, recompute: 'full' }) > memory && expert <= Math.min(routed, ranks);
        expert *= 2
      ) {
        if (routed % expert === 0 && ranks % expert === 0) plan = { ...plan, expert };
      }
      filled.assume(plan.expert > 1 ? `EP (memory: ${plan.expert})` : 'EP');
    }
  }
  // Copies that leave the scale-up domain are worth hiding behind another micro-batch, as DeepSeek-V3 showed how to.
  if (plan.expert > machine.domain && plan.pipeline > 1 && year >= machine.chip.twoWaySince) plan = { ...plan, overlapExpert: true };
  if (cells.zero_fsdp.trim() === '') {
    const split = needOf(architecture, { ...plan, recompute: 'full', zero: 1 }) > hopeless * memory;
    if (split) plan = { ...plan, zero: 3, shardGroup: plan.data * plan.context, overlapData: true };
    filled.assume(split ? 'zero_fsdp (memory: 3)' : 'zero_fsdp');
  }
  if (recompute.kind === undefined) {
    const forced = needOf(architecture, { ...plan, zero: 3 }) > hopeless * memory;
    if (forced) plan = { ...plan, recompute: 'full' };
    filled.assume(forced ? 'recompute (memory: full)' : 'recompute');
  }
  // In a pipeline of two ways each rank holds a late stage beside an early one.
  const stages = plan.schedule === 'dualpipe' ? undefined : balancedStages(architecture, plan.pipeline, plan.virtual);
  return stages === undefined ? plan : { ...plan, stageLayers: stages };
};

/**
 * Reads a row into what the model needs: stated cells first, then the catalogue, then what other cells imply, then the
 * stated defaults. Only where the default cannot run in the memory of the chip is it replaced by what can.
 *
 * @param row the row
 * @param catalog models and accelerators by name
 */
export function readRun(row: RunCells, catalog: Catalog): ReadRun {
  const shape = readShape(row, catalog);
  const sequence = tokensIn(row.seq_len);
  const chips = numberIn(row.n_accelerators);
  if (shape === undefined) return { ok: false, missing: numberIn(row.layers) === undefined ? 'layers' : 'hidden' };
  if (sequence === undefined) return { ok: false, missing: 'seq_len' };
  if (chips === undefined) return { ok: false, missing: 'n_accelerators' };
  const filled = new Filled(shape.filled);
  const found = publishedPlan(row, catalog);
  const machine = row.accelerator.trim() === '' ? undefined : readMachine(row, catalog, found, filled);
  if (machine === undefined) return { ok: false, missing: 'accelerator' };
  // How it was laid out on one kind of accelerator tells nothing of another.
  const published = found?.accelerator === machine.chip.id ? found : undefined;
  const { cells, filled: told } = published === undefined ? { cells: row, filled: [] } : fillCells(row, published);
  const recompute = recomputeOf(cells.recompute, published?.plan);
  const beyond = beyondColumns.filter((key) => published?.plan[key] !== undefined);
  const taken = cells.recompute.trim() === '' && recompute.kind !== undefined ? ['recompute'] : [];
  for (const name of [...told, ...taken, ...beyond]) filled.follow(`${name} (${published?.id})`);
  const { released } = machine.chip;
  const stated = numberIn(cells.year);
  if (stated === undefined) filled.assume('year');
  const year = stated ?? Math.floor(released) + 1;
  const eager = published?.plan.fused === undefined ? isEager(cells, year, sequence) : !published.plan.fused;
  const architecture = architectureOf(shape.shape);
  const known: Known = { cells, recompute, chips, sequence, eager, machine };
  const plan = mend(known, architecture, withPublished(readPlan(known, filled), published?.plan), year, filled);
  // What was run in fact is timed all the same, with heads, layers or sequences cut unevenly.
  const refused = checkPlan(architecture, plan).map(({ code }) => code.replace('plan/', ''));
  if (refused.length > 0) filled.follow(`plan (refused: ${refused.join(', ')})`);
  return {
    ok: true,
    run: {
      ...machine,
      architecture,
      plan,
      chips,
      eager,
      age: quantity(year + middleOfYear - released, 'yr'),
      year,
      fusedAge: quantity(year + middleOfYear - machine.chip.fusedSince, 'yr'),
      filled: filled.cells,
      assumed: filled.assumed,
      open: isWholeRun(row)
        ? openColumns.filter(
            (column) =>
              (column === 'recompute' ? recompute.kind === undefined : cells[column].trim() === '') &&
              matters(column, cells, architecture, published),
          )
        : [],
    },
  };
}
