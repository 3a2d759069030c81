import { fromZod, type LocatedDocument, readDocument } from '#catalog';
import type { Checked } from '#quantity';
import { type Plan, planOf, type RankAxis, type StateBytes } from '#run';
import { planSchema, type WrittenPlan } from './plan-schema.ts';

/** What a plan is completed with. */
export interface PlanSetting {
  /** Accelerators there are: where the plan does not say how many replicas, they are what is left. */
  readonly accelerators: number;
  readonly batch?: number | undefined;
  readonly sequence?: number | undefined;
}

/**
 * Reads a plan file as written.
 *
 * @param document the file
 */
export const readPlan = (document: LocatedDocument): Checked<WrittenPlan> => {
  const parsed = planSchema.safeParse(document.value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: fromZod(document, parsed.error, planSchema) };
};

/** Where a plan of the command line is said to stand. */
const commandLine = '--plan';

/**
 * Reads a plan written as `tp=8,pp=4,layers=11/11/10`.
 *
 * @param text pairs of key and value, separated by commas; the numbers of a list by slashes
 */
export const readPlanText = (text: string): Checked<WrittenPlan> => {
  const pairs = text.split(/[,，]/).map((pair) => pair.trim());
  const wrong = pairs.filter((pair) => !/^[^=:{}[\]#&*!|>'"%@`]+=[^=:{}[\]#&*!|>'"%@`]+$/.test(pair));
  if (wrong.length > 0) {
    return { ok: false, issues: wrong.map((received) => ({ code: 'plan/not-pair', path: '', file: commandLine, received })) };
  }
  const lines = pairs.map((pair) => {
    const [key = '', value = ''] = pair.split('=').map((part) => part.trim());
    const written = key === 'layers' ? `[${value.split('/').join(', ')}]` : value;
    return `${key}: ${written}`;
  });
  const document = readDocument({ text: lines.join('\n'), file: commandLine });
  return document.ok ? readPlan(document.value) : document;
};

/**
 * State as a plan says it, by name or as four numbers.
 *
 * @param written bytes of weight, gradient, copy of the optimiser and moments
 */
export const planState = (written: StateBytes | string): StateBytes => {
  if (typeof written !== 'string') return written;
  const [weight = 0, gradient = 0, master = 0, moments = 0] = written.split('/').map(Number);
  return { weight, gradient, master, moments };
};

/** Replicas that the other ranks leave; one where they do not divide what there is, which `checkPlan` then says. */
const replicasLeft = (written: WrittenPlan, accelerators: number): number =>
  Math.max(1, Math.floor(accelerators / ((written.tp ?? 1) * (written.pp ?? 1) * (written.cp ?? 1))));

/**
 * Completes a plan: what is written first, then the command line, then the customs of Megatron. Without a batch each
 * replica takes one micro-batch, or four for each stage so that the pipeline is filled.
 *
 * @param written the plan
 * @param setting accelerators, batch and sequence length
 */
export const completePlan = (written: WrittenPlan, { accelerators, batch, sequence }: PlanSetting): Plan => {
  const data = written.dp ?? replicasLeft(written, accelerators);
  const pipeline = written.pp ?? 1;
  const microBatch = written.mbs ?? 1;
  const context = written.cp ?? 1;
  const fill = pipeline > 1 ? 4 * pipeline : 1;
  const precision = written.precision ?? 'bf16';
  const stated: Partial<Plan> = {
    tensor: written.tp ?? 1,
    pipeline,
    virtual: written.vpp ?? 1,
    data,
    context,
    contextExchange: written.exchange ?? 'ring',
    expert: written.ep ?? 1,
    expertTensor: written.etp ?? 1,
    zero: (written.zero ?? 1) as Plan['zero'],
    shardGroup: written.shard ?? data * context,
    owns: written.owns ?? 'slice',
    microBatch,
    globalBatch: batch ?? written.batch ?? data * microBatch * fill,
    sequence: sequence ?? written.seq ?? 4096,
    recompute: written.recompute ?? 'none',
    recomputeShare: written.recomputeShare ?? 1,
    dropout: written.dropout ?? false,
    fusedAttention: written.fused ?? true,
    precision,
    overlapTensor: written.overlapTensor ?? ((written.tp ?? 1) > 1 && written.sp !== false),
    overlapData: written.overlapData ?? true,
    overlapExpert: written.overlapExpert ?? false,
    ...(written.state === undefined ? {} : { state: planState(written.state) }),
    ...(written.gradientMessage === undefined ? {} : { gradientMessage: written.gradientMessage }),
    offload: {
      optimizer: written.offloadOptimizer ?? 0,
      activations: written.offloadActivations ?? 0,
      weights: written.offloadWeights ?? 0,
    },
    ...(written.sp === undefined ? {} : { sequenceParallel: written.sp }),
    ...(written.schedule === undefined ? {} : { schedule: written.schedule }),
    ...(written.layers === undefined ? {} : { stageLayers: written.layers }),
    ...(written.order === undefined ? {} : { order: written.order.split('-') as RankAxis[] }),
  };
  return planOf(stated);
};
