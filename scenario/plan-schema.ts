import * as z from 'zod';
import type { StateBytes } from '#run';

/** A parallel plan as written, in a file or on the command line. */
export interface WrittenPlan {
  readonly tp?: number | undefined;
  readonly sp?: boolean | undefined;
  readonly pp?: number | undefined;
  readonly vpp?: number | undefined;
  readonly schedule?: 'gpipe' | '1f1b' | 'interleaved' | 'zb-h1' | 'zb-h2' | 'zb-v' | 'dualpipe' | undefined;
  readonly dp?: number | undefined;
  readonly cp?: number | undefined;
  readonly exchange?: 'ring' | 'all-to-all' | undefined;
  readonly ep?: number | undefined;
  readonly etp?: number | undefined;
  readonly zero?: number | undefined;
  readonly shard?: number | undefined;
  readonly owns?: 'slice' | 'tensor' | undefined;
  readonly mbs?: number | undefined;
  readonly batch?: number | undefined;
  readonly seq?: number | undefined;
  readonly recompute?: 'none' | 'selective' | 'modules' | 'full' | undefined;
  readonly recomputeShare?: number | undefined;
  readonly dropout?: boolean | undefined;
  readonly fused?: boolean | undefined;
  readonly layers?: readonly number[] | undefined;
  readonly precision?: 'fp32' | 'tf32' | 'bf16' | 'fp8' | 'fp4' | undefined;
  readonly state?: StateBytes | string | undefined;
  readonly gradientMessage?: number | undefined;
  readonly order?: string | undefined;
  readonly overlapTensor?: boolean | undefined;
  readonly overlapData?: boolean | undefined;
  readonly overlapExpert?: boolean | undefined;
  readonly offloadOptimizer?: number | undefined;
  readonly offloadActivations?: number | undefined;
  readonly offloadWeights?: number | undefined;
}

/** Weight, gradient, master copy, moments: `2/4/4/8`. */
export const stateText: RegExp = /^(?:1[0-6]|\d)(?:\.\d+)?(?:\/(?:1[0-6]|\d)(?:\.\d+)?){3}$/;

/** More ranks, sequences or tokens than anybody could mean. */
const most = 1e9;
const count = (meaning: string): z.ZodOptional<z.ZodNumber> => z.number().int().min(1).max(most).describe(meaning).optional();
const flag = (meaning: string): z.ZodOptional<z.ZodBoolean> => z.boolean().describe(meaning).optional();
const share = (meaning: string): z.ZodOptional<z.ZodNumber> => z.number().min(0).max(1).describe(meaning).optional();
const bytes = z.number().min(0).max(16);

/** Shape of a plan file; what it does not state is filled as Megatron does. */
export const planSchema: z.ZodType<WrittenPlan> = z.strictObject({
  tp: count('tensor ranks, which split each matrix'),
  sp: flag('activations between matrices are split over the tensor ranks; yes unless given'),
  pp: count('pipeline stages'),
  vpp: count('chunks of layers on each stage'),
  schedule: z
    .enum(['gpipe', '1f1b', 'interleaved', 'zb-h1', 'zb-h2', 'zb-v', 'dualpipe'])
    .describe('order of the micro-batches')
    .optional(),
  dp: count('replicas; as many as the other ranks leave unless given'),
  cp: count('context ranks, which split each sequence'),
  exchange: z.enum(['ring', 'all-to-all']).describe('how context ranks pass keys and values').optional(),
  ep: count('expert ranks'),
  etp: count('tensor ranks of each expert'),
  zero: z.number().int().min(0).max(3).describe('what replicas split: 1 optimiser, 2 gradients too, 3 weights too').optional(),
  shard: count('replicas over which they split it; all unless given'),
  owns: z
    .enum(['slice', 'tensor'])
    .describe('what each owns of the optimiser at zero 1: a slice of a flat buffer, or whole tensors that it broadcasts')
    .optional(),
  mbs: count('sequences of a micro-batch'),
  batch: count('sequences of a step'),
  seq: count('tokens of a sequence'),
  recompute: z.enum(['none', 'selective', 'modules', 'full']).describe('what is computed again in the backward pass').optional(),
  recomputeShare: share('share of the layers that this holds for'),
  dropout: flag('masks of dropout are kept; no unless given'),
  fused: flag('attention keeps no scores; yes unless given'),
  layers: z.array(z.number().int().min(1).max(most)).min(1).max(4096).describe('layers of each stage, where they are uneven').optional(),
  precision: z.enum(['fp32', 'tf32', 'bf16', 'fp8', 'fp4']).describe('number format of the matrix products').optional(),
  state: z
    .union([z.strictObject({ weight: bytes, gradient: bytes, master: bytes, moments: bytes }), z.string().regex(stateText)])
    .describe('bytes kept of one parameter: weight, gradient, copy of the optimiser, both moments; or as 2/4/4/8')
    .optional(),
  gradientMessage: bytes.describe('bytes of one gradient between replicas; those of a weight unless given').optional(),
  order: z
    .string()
    .regex(/^(tp|cp|ep|dp|pp)(-(tp|cp|ep|dp|pp)){4}$/)
    .describe('order of the ranks from the neighbours outwards: tp-cp-ep-dp-pp')
    .optional(),
  overlapTensor: flag('collectives of tensor ranks run beside the products'),
  overlapData: flag('gradients and weights travel beside the passes; yes unless given'),
  overlapExpert: flag('all-to-all of experts runs beside another micro-batch'),
  offloadOptimizer: share('share of optimiser state that is kept in the memory of the host'),
  offloadActivations: share('share of activations that is kept there'),
  offloadWeights: share('share of weights that is kept there'),
});
