import * as z from 'zod';
import { fromZod, type LocatedDocument } from '#catalog';
import type { Checked } from '#quantity';
import { type CalculonModel, type CalculonSystem, calculonDatatypes } from '#run';

const count = z.int().min(1);
const share = z.number().gt(0).max(1);
const positive = z.number().gt(0);

/** Steps of an efficiency cover every amount, and those of arithmetic fall. */
const steps = (falling: boolean) =>
  z
    .array(z.tuple([z.number().min(0), share]))
    .min(1)
    .superRefine((list, context) => {
      if (!list.some(([from]) => from === 0)) context.addIssue({ code: 'custom', params: { code: 'calculon/steps-cover' } });
      if (falling && list.some(([from], i) => i > 0 && from >= list[i - 1]![0]))
        context.addIssue({ code: 'custom', params: { code: 'calculon/steps-fall' } });
    });
const processor = z.partialRecord(
  z.enum(Object.keys(calculonDatatypes) as [keyof typeof calculonDatatypes]),
  z.object({ tflops: positive, gflops_efficiency: steps(true) }),
);
const memory = z.object({ GiB: z.number().min(0), GBps: positive, MB_efficiency: steps(false) });
const collective = z.tuple([positive, z.number()]);
const network = z.strictObject({
  bandwidth: positive,
  efficiency: share,
  size: z.number().min(0),
  latency: z.number().min(0),
  ops: z.strictObject({ p2p: z.tuple([positive, z.null()]), reduce_scatter: collective, all_gather: collective, all_reduce: collective }),
  must_be_filled: z.boolean(),
  processor_usage: z.number().min(0).lt(1),
});

/** A model file of Calculon. */
export const calculonModelSchema: z.ZodType<CalculonModel> = z.object({
  hidden: count,
  feedforward: count,
  seq_size: count,
  attn_heads: count,
  attn_size: count,
  num_blocks: count,
});

/** A system file of Calculon. */
export const calculonSystemSchema: z.ZodType<CalculonSystem> = z.object({
  matrix: processor,
  vector: processor,
  mem1: memory,
  mem2: memory,
  processing_mode: z.enum(['roofline', 'no_overlap']),
  networks: z.array(network).min(1),
}) as unknown as z.ZodType<CalculonSystem>;

const readWith = <T>(schema: z.ZodType<T>, document: LocatedDocument): Checked<T> => {
  const parsed = schema.safeParse(document.value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: fromZod(document, parsed.error, schema) };
};

/**
 * Reads a model as Calculon's files state it.
 *
 * @param document the file
 */
export const readCalculonModel = (document: LocatedDocument): Checked<CalculonModel> => readWith(calculonModelSchema, document);

/**
 * Reads a system as Calculon's files state it.
 *
 * @param document the file
 */
export const readCalculonSystem = (document: LocatedDocument): Checked<CalculonSystem> => readWith(calculonSystemSchema, document);
