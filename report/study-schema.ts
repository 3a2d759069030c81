import * as z from 'zod';
import { bilingual, change, chokepointFields, estimate, pair, real, share, text } from './answer-schema.ts';

// The published forms of what studies say with `--json`.
const reproduce = z
  .strictObject({
    version: text,
    catalogDigest: text,
    scenarios: z.array(text),
    seed: z.int(),
    sampler: z.enum(['philox', 'sobol', 'halton']),
    samples: z.int().min(0),
    command: text,
  })
  .describe('what gives this very study again');
const figure = z
  .strictObject({
    path: text,
    label: bilingual,
    unit: text.describe('canonical unit'),
    percent: z.literal(true).describe('a share of a whole, to be written in per cent').optional(),
  })
  .describe('a figure or a lever');
const uncertain = z.strictObject({ value: real, low: real, high: real }).describe('a figure with its 95% interval');
const signedShare = z.number().describe('a share; below 0 where noise outweighs it');
const range = z.strictObject({ low: real, high: real, scale: z.enum(['linear', 'log']) }).describe('range of a lever that was searched');
const crossings = z.array(
  z.strictObject({
    at: real,
    rises: z.boolean().describe('does the figure rise through the target there'),
    jumps: z.boolean().describe('does it pass the target without meeting it'),
  }),
);

const sensitivity = z
  .strictObject({
    schema: z.literal('chokepoint/sensitivity/1'),
    title: bilingual,
    reproduce,
    figure,
    method: z.enum(['sobol', 'morris', 'rank', 'elasticity']),
    n: z.int(),
    evaluations: z.int(),
    estimate,
    central: real.describe('the figure with every input at its median'),
    unbounded: share.describe('share of draws in which the figure has no bound'),
    yes: share.describe('share of draws with a yes'),
    target: real.describe('the question is whether the figure is at most this; without it, whether the run fits').optional(),
    rows: z.array(
      z.strictObject({
        levers: z.array(figure).min(1).describe('more than one where their ranks are correlated'),
        first: uncertain.describe('share of the variance that it explains alone').optional(),
        total: uncertain.describe('the same, with all that it does together with others').optional(),
        effect: z
          .strictObject({ mean: real, size: uncertain, spread: real })
          .describe('elementary effects after Morris: mean, mean size, standard deviation')
          .optional(),
        rank: uncertain.describe('rank correlation').optional(),
        partial: uncertain.describe('partial rank correlation').optional(),
        elasticity: real.describe('per cent of the figure for one per cent of the input').optional(),
        swing: z
          .strictObject({ low: real, high: real, atLow: real, atHigh: real })
          .describe('the figure at the 5 and 95% points of the input')
          .optional(),
        narrowing: signedShare.describe('by which knowing it would narrow the 5-95% range of the figure').optional(),
        turns: share.describe('share of draws in which knowing it would turn the answer').optional(),
        gain: signedShare.describe('by which knowing it would make a yes or no surer').optional(),
      }),
    ),
  })
  .describe('Which inputs move a figure');

const explanation = z
  .strictObject({
    schema: z.literal('chokepoint/explanation/1'),
    titles: z.array(bilingual).length(2),
    reproduce,
    figure,
    by: z.enum(['floors', 'causes', 'levers']),
    left: share.describe('share of draws left out, because the figure has no bound in them'),
    orders: z.int().describe('orders that were sampled; every combination was tried where it is absent').optional(),
    evaluations: z.int(),
    from: real.describe('median of the first'),
    to: real.describe('median of the second'),
    range: pair.describe('5 and 95% points of the difference, draw by draw'),
    contributions: z
      .array(
        z.strictObject({
          id: text,
          levers: z.array(figure.extend({ from: real.optional(), to: real.optional() })),
          choices: z.array(text),
          value: real,
          range: pair.describe('5 and 95% points, draw by draw'),
          error: uncertain.describe('where orders were sampled: how sure the value is').optional(),
        }),
      )
      .describe('they add up to the difference of the medians'),
    idle: z.array(bilingual).describe('differences that have nothing to do with the figure'),
  })
  .describe('Why two scenarios differ in a figure');

const breakEven = z
  .strictObject({
    schema: z.literal('chokepoint/breakeven/1'),
    title: bilingual,
    reproduce,
    figure,
    target: real,
    lever: figure,
    range,
    value: real.describe('where the lever stands').optional(),
    central: real.describe('the figure with every input at its median'),
    crossings,
    stretches: z.array(z.strictObject({ from: real, to: real, above: z.boolean(), probability: share.optional() })),
    ends: pair.describe('the figure at the ends of the range'),
    above: share.describe('share of draws in which the figure is at least the target'),
    spread: z.strictObject({
      draws: z.int(),
      share: share.describe('share of draws in which the lever can turn the statement'),
      points: change.describe('5, 50 and 95% points of where it does').optional(),
    }),
    curve: z
      .array(z.strictObject({ x: real, y: z.union([real, z.literal('NaN')]).describe('NaN where there is no such figure') }))
      .describe('the figure along the lever'),
  })
  .describe('Where a lever turns a statement');

const frontier = z
  .strictObject({
    schema: z.literal('chokepoint/frontier/1'),
    title: bilingual,
    reproduce,
    figure,
    target: real,
    levers: z.array(figure).length(2),
    ranges: z.array(range).length(2),
    values: z.array(z.union([real, z.null()])).length(2),
    central: real,
    points: z.array(z.strictObject({ x: real, startsAbove: z.boolean(), crossings })),
    nearest: pair.optional(),
  })
  .describe('Where two levers together turn a statement');

const chokepoint = z
  .strictObject({ ...chokepointFields, title: bilingual, reproduce })
  .describe('Which constraint binds, how far the others are, and what a little more of each gives');

/** The schemas of studies, by the name of their file. */
export const studySchemas: Readonly<Record<'chokepoint' | 'sensitivity' | 'explanation' | 'breakeven' | 'frontier', z.ZodType>> = {
  chokepoint,
  sensitivity,
  explanation,
  breakeven: breakEven,
  frontier,
};

/**
 * The same schemas for programs in other languages.
 *
 * @returns for each study a JSON Schema of draft 2020-12
 */
export const studyJsonSchemas = (): Readonly<Record<string, Record<string, unknown>>> =>
  Object.fromEntries(Object.entries(studySchemas).map(([name, schema]) => [name, { title: name, ...z.toJSONSchema(schema) }]));
