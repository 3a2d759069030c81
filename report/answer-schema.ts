import * as z from 'zod';
import { floorIds } from './answer.ts';

// The published form of an answer; studies share its parts. JSON has no word for a number without end, so it is spelled out.
export const real: z.ZodType = z.union([z.number(), z.enum(['Infinity', '-Infinity'])]);
export const text: z.ZodString = z.string();
export const bilingual: z.ZodType = z.strictObject({ en: text, zh: text });
const grade = z.enum(['A', 'B', 'C', 'D']).describe('A primary text, B reliable secondary, C press or analyst estimate, D assumption');
const floor = z.enum(floorIds);
const countOf = z.strictObject({ count: z.number().int().min(0), of: z.number().int().min(1) });
export const share: z.ZodNumber = z.number().min(0).max(1);

export const estimate: z.ZodType = z
  .strictObject({
    value: real,
    unit: text.describe('canonical unit'),
    band: z
      .strictObject({ p2_5: real, p5: real, p10: real, p25: real, p50: real, p75: real, p90: real, p95: real, p97_5: real })
      .describe('quantiles of the samples, in per cent')
      .optional(),
  })
  .describe('a number with what is known of its spread');

const constraint = z
  .strictObject({
    id: text,
    floor,
    label: bilingual,
    capacity: estimate,
    need: estimate,
    headroom: estimate.describe('capacity over need: 1 is just enough'),
    bindsShare: share.describe('share of samples in which it is the least of all').optional(),
  })
  .describe('one constraint of one floor');

const percent = z.literal(true).describe('a share of a whole, to be written in per cent').optional();
const histogram = z
  .strictObject({ from: real, to: real, counts: z.array(z.int()), below: z.int(), above: z.int() })
  .describe('samples in bins of equal width, and those on either side');
const metric = z.strictObject({
  path: text,
  label: bilingual,
  estimate,
  percent,
  binding: text.describe('what bound it').optional(),
  histogram: histogram.optional(),
});

export const change: z.ZodType = z.array(real).length(3).describe('5, 50 and 95% points of a change, draw by draw');
export const pair: z.ZodType = z.array(real).length(2).describe('without it, and with it');
const standing = { id: text, label: bilingual };

/** Fields of a study of the chokepoint that an answer carries too. */
export const chokepointFields: z.ZodRawShape = {
  schema: z.literal('chokepoint/chokepoint/1'),
  fits: share,
  standings: z.array(
    z.strictObject({
      ...standing,
      binds: share.describe('share of samples in which it is the least of all'),
      headroom: estimate,
      lever: text.describe('what states its capacity').optional(),
      relaxed: z.array(
        z.strictObject({
          factor: real.describe('1.1 is ten per cent more'),
          fits: pair,
          neck: pair,
          time: change.optional(),
          cost: change.optional(),
          then: z
            .strictObject({ ...standing, share })
            .describe('what binds most often then')
            .optional(),
        }),
      ),
    }),
  ),
  next: z
    .strictObject({ ...standing, share, headroom: real })
    .describe('what would bind if the first were out of the way')
    .optional(),
};
const chokepoint = z
  .strictObject(chokepointFields)
  .describe('which constraint binds, how far the others are, and what a little more of it gives');

/** The schema of `chokepoint run --json`. */
export const answerSchema: z.ZodType = z
  .strictObject({
    schema: z.literal('chokepoint/answer/1'),
    reproduce: z
      .strictObject({
        version: text,
        catalogDigest: text,
        scenario: text,
        seed: z.int(),
        sampler: z.enum(['none', 'philox', 'sobol', 'halton']),
        samples: z.int().min(0),
        asOf: text,
        command: text,
      })
      .describe('what gives this very answer again'),
    title: bilingual,
    story: bilingual,
    feasible: z.boolean(),
    feasibleShare: share.describe('share of samples that fit').optional(),
    neck: constraint.describe('the least of all constraints').optional(),
    next: constraint.describe('the next to bind').optional(),
    relaxed: z
      .strictObject({ factor: real, metric: text, change: real.describe('in the unit of the metric'), then: text })
      .describe('what more room in the neck would give')
      .optional(),
    chokepoint: chokepoint.optional(),
    floors: z
      .array(
        z.strictObject({
          id: floor,
          headroom: estimate.optional(),
          binding: text.optional(),
          free: text.describe('why nothing limits the floor').optional(),
          constraints: z.array(constraint),
          metrics: z.array(metric),
        }),
      )
      .describe('from the ground up'),
    metrics: z.array(metric),
    costParts: z.array(z.strictObject({ path: text, label: bilingual, amount: estimate, share })),
    check: z
      .strictObject({
        metric: text,
        label: bilingual,
        published: estimate,
        ours: estimate,
        percent,
        error: real.describe('ours over published, less one'),
        inside: z.boolean().describe('is the published figure in our 5-95% band').optional(),
        below: z.number().min(0).max(1).describe('share of our samples below the published figure').optional(),
        source: z.int().optional(),
        note: bilingual.optional(),
      })
      .describe('a published figure beside ours')
      .optional(),
    inputs: z.array(
      z.strictObject({
        path: text,
        label: bilingual,
        estimate,
        percent,
        origin: z.enum(['fact', 'prior', 'scenario', 'command', 'identity', 'model']),
        grade: grade.optional(),
        fact: text.optional(),
        note: text.optional(),
        sources: z.array(z.int()).describe('numbers into sources'),
      }),
    ),
    sources: z.array(
      z.strictObject({
        number: z.int(),
        id: text,
        title: text,
        publisher: text.optional(),
        date: text.optional(),
        url: text.optional(),
        licence: text.optional(),
      }),
    ),
    caveats: z.array(
      z.strictObject({
        code: text,
        path: text.optional(),
        detail: z.union([text, countOf]).describe('a date, or so many of all').optional(),
      }),
    ),
  })
  .describe('Everything that Chokepoint says about one scenario');

/**
 * The same schema for programs in other languages.
 *
 * @returns a JSON Schema of draft 2020-12
 */
export function answerJsonSchema(): Record<string, unknown> {
  return { title: 'answer', ...z.toJSONSchema(answerSchema) };
}
