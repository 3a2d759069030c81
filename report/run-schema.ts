import * as z from 'zod';
import { bilingual, estimate, real, share, text } from './answer-schema.ts';

// The published forms of what the commands around one run say with `--json`: how much of its time it keeps, what means allow, what work
// needs, how capable a model comes of it, how it compares, how it serves.
const grade = z.enum(['A', 'B', 'C', 'D']).describe('A primary text, B reliable secondary, C press or analyst estimate, D assumption');
const note = text.describe('what the figures are not: to be shown with them');
const drawn = { samples: z.int().min(0), seed: z.int() };
const distribution = z.looseObject({ kind: text }).describe('what is known of it: a point, quantiles or a law');
const sources = z.array(text).describe('ids in the list of sources');
const figure = z
  .strictObject({
    thing: text.describe('id in the catalogue'),
    fact: text,
    distribution,
    unit: text.describe('canonical unit'),
    grade,
    sources,
    definition: text.optional(),
  })
  .describe('a figure of the catalogue that the answer rests on');
const thing = z.strictObject({ id: text, name: bilingual });
const point = z.strictObject({ x: real, y: real, p5: real, p50: real, p95: real }).describe('a point of a frontier with its 90% interval');
const lists = {
  limits: z.array(text).describe('ids of constraints, or cluster.count'),
};

const within = z
  .strictObject({ value: real, low: real.optional(), high: real.optional() })
  .describe('median, with the ends of its 80% interval');
const loss = z.enum(['detection', 'restart', 'rework', 'checkpoint', 'waiting', 'shrunk', 'straggler', 'corruption']);

const goodput = z
  .strictObject({
    schema: z.literal('chokepoint/goodput/1'),
    version: text,
    command: text.describe('gives this very answer again'),
    question: z.strictObject({
      days: real,
      checkpoint: z.enum(['sync', 'async', 'peer']),
      interval: real.describe('s of work between two checkpoints; the best one where it is absent').optional(),
      spares: z.int().optional(),
      shrinks: z.boolean(),
      silent: z.boolean(),
      ...drawn,
    }),
    run: z.strictObject({
      chip: thing,
      cluster: thing.optional(),
      model: thing.optional(),
      count: z.int(),
      parameters: real.describe('that a checkpoint holds'),
    }),
    nodes: z.int(),
    kept: within.describe('share of wall time at full speed that moves the run forward'),
    binding: loss,
    losses: z.array(z.strictObject({ loss, share: within, days: real })),
    interruptions: within,
    mtbf: within.describe('s'),
    causes: z.array(z.strictObject({ cause: z.enum(['chip', 'node', 'network', 'software']), share: within })),
    checkpoint: z.strictObject({ size: real.describe('B'), blocking: within.describe('s'), lag: real.describe('s') }),
    rules: z.array(z.strictObject({ rule: z.enum(['young', 'daly', 'availability', 'exact']), interval: real.describe('s'), kept: real })),
    interval: within.describe('s, the one that the run takes'),
    wasted: z.strictObject({ chipHours: within, energy: within.describe('J') }),
    total: z.strictObject({ chipHours: real, energy: real.describe('J') }),
    check: z
      .strictObject({
        failures: z.int(),
        closed: real,
        played: real,
        error: real,
        losses: z.array(z.strictObject({ loss, closed: real, played: real })),
      })
      .describe('the closed form beside a simulation, event by event'),
    sizes: z.array(z.strictObject({ count: z.int(), kept: within })),
    inputs: z.array(
      z.strictObject({
        path: text,
        label: bilingual,
        unit: text,
        percent: z.boolean(),
        distribution,
        value: real,
        low: real,
        high: real,
        grade,
        sources,
      }),
    ),
    sources: z.array(z.looseObject({ id: text, title: text, number: z.int() })),
  })
  .describe('What share of its time a run keeps, and where the rest goes');

const run = z.strictObject({
  flop: estimate,
  count: estimate,
  power: estimate,
  time: estimate,
  cost: estimate,
  capital: estimate,
  energy: estimate,
  chipHours: estimate,
});
const optimum = z
  .strictObject({ law: z.enum(['besiroglu', 'hoffmann']), parameters: estimate, tokens: estimate })
  .describe('the dense model that a fit expects the most of');
/** Fields of one scenario that is asked in reverse. */
const asked = {
  name: text,
  title: bilingual,
  start: text.describe('date of the first day'),
  days: estimate,
  estimates: run,
  possible: share.describe('share of draws in which there is an answer'),
  binding: lists.limits,
  inputs: z.array(z.strictObject({ lever: text, label: bilingual, estimate, grade: z.union([grade, z.literal('–')]), sources })),
  optima: z.array(optimum),
};

const max = z
  .strictObject({
    schema: z.literal('chokepoint/max/1'),
    scenarios: z.array(
      z.strictObject({
        ...asked,
        given: z.array(z.strictObject({ lever: text, estimate })),
        setAside: z.number().describe('accelerators that the scenario states and that the means took the place of').optional(),
        used: z.array(z.strictObject({ limits: lists.limits, share })).describe('what is used up, the most frequent first'),
        gains: z
          .array(z.strictObject({ limit: text, lever: text, value: real, unit: text, gain: real }))
          .describe('how much more work comes of a tenth more of a mean: 0.1 where it counts in full'),
        reaches: z.array(z.strictObject({ flop: real, probability: share })),
        frontier: z.strictObject({ lever: text, points: z.array(point) }).optional(),
      }),
    ),
    ratios: z.array(estimate).describe('work of each scenario over that of the first, draw by draw'),
    ...drawn,
    note,
  })
  .describe('The largest run that means allow');

const need = z
  .strictObject({
    schema: z.literal('chokepoint/need/1'),
    ...asked,
    flop: real,
    standings: z.array(z.strictObject({ limit: text, headroom: real, suffices: share, least: share })),
    fits: share.describe('share of draws in which all that the scenario has suffices'),
    frontier: z.array(point).describe('accelerators against the work'),
    ...drawn,
    note,
  })
  .describe('What so much work by a date takes');

const law = z.enum(['besiroglu', 'hoffmann', 'approach-1', 'approach-2']);
const measure = z.enum(['distillation', 'synthetic-data', 'sparsity', 'low-precision']);
const capability = z
  .strictObject({
    schema: z.literal('chokepoint/capability/1'),
    flop: real,
    optima: z.array(
      z.strictObject({
        law,
        parameters: estimate,
        tokens: estimate,
        tokensPerParameter: estimate,
        loss: estimate.optional(),
        binding: z.enum(['parameters', 'tokens']),
      }),
    ),
    model: z.strictObject({ name: bilingual, parameters: real, tokens: real, flop: real }).optional(),
    beside: z.array(
      z.strictObject({
        law,
        loss: estimate,
        factor: estimate,
        spent: estimate,
        equivalentFlop: estimate,
        binding: z.enum(['over-trained', 'under-trained']),
      }),
    ),
    gains: z
      .strictObject({
        by: z.enum(['trend', 'measures']),
        months: real.optional(),
        gain: estimate,
        effective: estimate,
        binding: z.enum(['compute', 'methods']),
      })
      .optional(),
    measures: z.array(z.strictObject({ measure, gain: estimate, applied: z.boolean(), figure })),
    maturity: z
      .array(z.strictObject({ name: bilingual, value: estimate, figure }))
      .describe('what published software stacks gained on a chip'),
    figures: z.array(figure),
    ...drawn,
    note,
  })
  .describe('The best model for a compute budget by published fits, and what methods add');

const factor = z.enum(['basisFirst', 'basisSecond', 'peak', 'time', 'utilisation', 'trend', 'rest']);
const decomposed = z.strictObject({
  id: text,
  name: bilingual,
  org: text,
  month: text,
  counted: estimate,
  chips: estimate,
  time: estimate,
  peak: estimate,
  flop: estimate,
  utilisation: estimate,
  figures: z.array(figure),
});
const decomposition = z
  .strictObject({
    schema: z.literal('chokepoint/decomposition/1'),
    basis: z.enum(['final-run', 'fleet', 'claim']),
    first: decomposed,
    second: decomposed,
    ratio: estimate,
    factors: z.array(z.strictObject({ factor, estimate })).describe('their product is the ratio'),
    work: estimate,
    chips: estimate,
    chipHours: estimate,
    binding: factor,
    months: real,
    halving: figure,
    onTrend: z.boolean(),
    ...drawn,
    note,
  })
  .describe('Why one training run took more chips than another');

const serving = z
  .strictObject({
    schema: z.literal('chokepoint/serving/1'),
    outline: z.literal(true),
    input: real,
    output: real,
    objective: z.enum(['throughput', 'latency']),
    rows: z.array(
      z.strictObject({
        serving: z
          .looseObject({
            model: z.looseObject({ id: text, name: bilingual }),
            chip: z.looseObject({ id: text, name: bilingual }),
            count: z.int(),
            plan: z.looseObject({ ranks: z.int(), tensor: z.int() }),
            rate: z.looseObject({ feasible: z.boolean(), binding: text }),
            factor: real.describe('nine cases of ten lie within this factor'),
            figures: z.array(figure),
          })
          .describe('how it serves, part by part'),
        output: estimate,
        prefill: estimate,
        decode: estimate,
        fleet: estimate,
        firstToken: estimate,
        perToken: estimate,
        cost: z.strictObject({ whole: estimate, prefill: estimate, decode: estimate }).optional(),
      }),
    ),
    cheapest: z.int().describe('row whose tokens cost least').optional(),
    note,
  })
  .describe('Tokens a second and their cost on kinds of accelerators: an outline');

/** The schemas of `--json` of the commands around one run, by the name of their file. */
export const runSchemas: Readonly<Record<'goodput' | 'max' | 'need' | 'capability' | 'decomposition' | 'serving', z.ZodType>> = {
  goodput,
  max,
  need,
  capability,
  decomposition,
  serving,
};

/**
 * The same schemas for programs in other languages.
 *
 * @returns for each command a JSON Schema of draft 2020-12
 */
export const runJsonSchemas = (): Readonly<Record<string, Record<string, unknown>>> =>
  Object.fromEntries(Object.entries(runSchemas).map(([name, schema]) => [name, { title: name, ...z.toJSONSchema(schema) }]));
