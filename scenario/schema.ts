import * as z from 'zod';
import { isDate, type Words } from '#catalog';
import { type UnitId, unitOf } from '#quantity';
import { type CheckpointMode, checkpointModes } from '#run';
import { type Lever, levers, type Role, roles } from './levers.ts';
import { planSchema, type WrittenPlan } from './plan-schema.ts';
import { rangeText } from './range-text.ts';
import { readToolChoice } from './wafer-tools.ts';

/** What a scenario file says of one lever, before its quantity is read. */
export type WrittenLever =
  | string
  | { readonly value: string; readonly source?: string | undefined; readonly note?: string | undefined }
  | { readonly from: string; readonly times?: number | undefined };

export interface WrittenCheck {
  readonly metric: string;
  readonly value: string;
  readonly source: string;
  readonly note?: Words | undefined;
}

export interface WrittenCorrelation {
  readonly between: readonly string[];
  readonly rank: number;
  readonly source?: string | undefined;
  readonly note?: string | undefined;
}

/** A scenario file as written. Every key may be left to the scenario that it extends. */
export interface WrittenScenario extends Readonly<Partial<Record<Role, string | undefined>>> {
  readonly extends?: string | undefined;
  readonly title?: Words | undefined;
  readonly story?: Words | undefined;
  readonly actor?: string | undefined;
  readonly date?: string | undefined;
  readonly acquired?: string | undefined;
  readonly precision?: 'bf16' | 'fp8' | 'fp4' | undefined;
  readonly acquire?: 'buy' | 'make' | undefined;
  readonly optimiser?: 'first-order' | 'shampoo' | 'kfac' | undefined;
  readonly checkpoint?: CheckpointMode | undefined;
  readonly tools?: string | undefined;
  readonly plan?: WrittenPlan | 'auto' | undefined;
  readonly levers?: Readonly<Record<string, Readonly<Record<string, WrittenLever | undefined>> | undefined>> | undefined;
  readonly correlations?: readonly WrittenCorrelation[] | 'none' | undefined;
  readonly check?: WrittenCheck | 'none' | undefined;
}

/** Takes away what the parent scenario says. */
export const none = 'none';

/** Characters that a page or a terminal has room for. */
const longest = { title: 200, story: 4_000, name: 200, path: 400, quantity: 10_000, correlations: 500 } as const;

const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
/** YAML reads `2024` as a number; where text is wanted it is what it looks like. */
const text = (most: number): z.ZodType<string> => z.preprocess(asText, z.string().trim().min(1).max(most));
/** A text in one language stands for the other too: who asks a question for himself need not write it twice. */
const inBoth = (value: unknown): unknown => {
  if (typeof value === 'string') return { en: value, zh: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { en, zh } = value as Readonly<Record<string, unknown>>;
  return { ...value, ...(en === undefined ? { en: zh } : {}), ...(zh === undefined ? { zh: en } : {}) };
};
const words = (most: number): z.ZodType<Words> => z.preprocess(inBoth, z.strictObject({ en: text(most), zh: text(most) }));

/** Refuses text that fails a test, with a code of its own. */
const tested = (schema: z.ZodType<string>, pass: (value: string) => boolean, code: string): z.ZodType<string> =>
  schema.superRefine((value, context) => {
    if (!pass(value)) context.addIssue({ code: 'custom', params: { code } });
  });

const textOrYear = z.union([z.string(), z.number()]).transform(String);
const date = (meaning: string, pass: (value: string) => boolean): z.ZodType<string> =>
  tested(textOrYear, pass, 'document/date').describe(`${meaning}: YYYY, YYYY-MM or YYYY-MM-DD`);

const id = (meaning: string): z.ZodType<string> => text(longest.name).describe(`${meaning} (id or alias, or none)`);

const takesPlainNumber = (unit: UnitId): boolean => unitOf(unit).isCount;

/** A number alone is let through here, so that the reader of quantities can say which unit is missing; editors mark it. */
const quantityText = z.preprocess(asText, z.string().max(longest.quantity));
const quantities = {
  measured: quantityText.meta({ id: 'quantity', description: 'a number with its unit, an interval low..high, or a distribution' }),
  counted: z
    .union([z.number(), quantityText])
    .transform(String)
    .meta({ id: 'count', description: 'a number, an interval low..high, or a distribution' }),
};
const statement = (value: z.ZodType<string>, name: string): z.ZodType<WrittenLever> =>
  z
    .strictObject({
      value,
      source: text(longest.name).optional().describe('id in sources.yaml'),
      note: text(longest.story).optional(),
    })
    .meta({ id: name });
const statements = { measured: statement(quantities.measured, 'statement'), counted: statement(quantities.counted, 'countStatement') };
const factor = z
  .number()
  .superRefine((value, context) => {
    if (!(value > 0)) context.addIssue({ code: 'custom', params: { code: 'scenario/times' } });
  })
  .meta({ exclusiveMinimum: 0, description: 'factor on the value that is taken' });
const borrowed = z
  .strictObject({ from: text(longest.name).describe('id of a thing of the catalogue that has this value'), times: factor.optional() })
  .meta({ id: 'from' });

/** The schema of what a file may say of one lever. */
export const leverSchema = ({ unit, low, high, meaning }: Lever): z.ZodType<WrittenLever> => {
  const form = takesPlainNumber(unit) ? 'counted' : 'measured';
  return z
    .union([quantities[form], statements[form], borrowed])
    .describe(`${meaning.en} ${meaning.zh} (${rangeText({ unit, low, high })})`);
};

const groups = new Map<string, Record<string, z.ZodType<WrittenLever>>>();
for (const lever of levers) {
  const [group = '', name = ''] = lever.path.split('.');
  const members = groups.get(group) ?? {};
  groups.set(group, members);
  members[name] = leverSchema(lever);
}

const optional = <T extends z.ZodType>(schemas: Readonly<Record<string, T>>): Record<string, z.ZodOptional<T>> =>
  Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, schema.optional()]));

const leversSchema = z
  .strictObject(optional(Object.fromEntries([...groups].map(([group, members]) => [group, z.strictObject(optional(members))]))))
  .describe('values that the scenario sets itself; all others come from the catalogue');

const checkSchema = z.union([
  // Not a literal: what is wrong in a mapping counts for more than that it is no `none`.
  tested(z.string(), (value) => value === none, 'document/wrong-value').meta({ const: none }),
  z.strictObject({
    metric: text(longest.name).describe('path of a metric, such as run.chipHours'),
    value: quantities.counted,
    source: text(longest.name).describe('id in sources.yaml'),
    note: words(longest.story).optional(),
  }),
]);

const correlationsSchema = z.union([
  tested(z.string(), (value) => value === none, 'document/wrong-value').meta({ const: none }),
  z
    .array(
      z.strictObject({
        between: z.array(text(longest.name)).length(2).describe('paths of two levers'),
        rank: z
          .number()
          .superRefine((value, context) => {
            if (!(value >= -1 && value <= 1)) context.addIssue({ code: 'custom', params: { code: 'scenario/rank' } });
          })
          .meta({ minimum: -1, maximum: 1, description: 'rank correlation (Spearman)' }),
        source: text(longest.name).optional().describe('id in sources.yaml'),
        note: text(longest.story).optional(),
      }),
    )
    .max(longest.correlations),
]);

const roleMeanings: Readonly<Record<Role, string>> = {
  model: 'what is trained',
  accelerator: 'the chip',
  cluster: 'the cluster; says which chip and how many, where the scenario does not',
  region: 'where: electricity price and carbon',
  node: 'process of the chip',
  product: 'bill of materials of the chip',
  packaging: 'how its dies are joined',
  hbm: 'its memory',
  operator: 'whose sites: power usage effectiveness',
  rental: 'price list for renting',
  solver: 'matrix solver beside every accelerator, which inverts for the optimiser',
};

/** The schema of a scenario file. What must be there after `extends` is checked when all parents are read. */
export const scenarioSchema: z.ZodObject = z
  .strictObject({
    extends: z.string().min(1).max(longest.path).optional().describe('file of the scenario that this one changes, relative to this file'),
    title: words(longest.title).optional(),
    story: words(longest.story).optional().describe('one paragraph: what is asked and why'),
    actor: tested(z.string(), (value) => /^[A-Z]{2}$/.test(value), 'scenario/actor')
      .meta({ pattern: '^[A-Z]{2}$' })
      .optional()
      .describe('country of who trains, two capital letters (ISO 3166): decides which export rules speak'),
    date: date('start of the run', isDate).optional(),
    acquired: date(
      'when the accelerators were bought, where that was before the run',
      (value) => value === none || isDate(value),
    ).optional(),
    precision: z.enum(['bf16', 'fp8', 'fp4']).optional().describe('number format of the run; bf16 where it is left out'),
    acquire: z.enum(['buy', 'make']).optional().describe('buy the accelerators or make them; buy where it is left out'),
    optimiser: z
      .enum(['first-order', 'shampoo', 'kfac'])
      .optional()
      .describe('optimiser: first-order (SGD, Adam, Muon) where it is left out; shampoo and kfac invert blocks of curvature'),
    checkpoint: z
      .enum(checkpointModes)
      .optional()
      .describe(
        'how checkpoints are kept: written while training waits, copied and written behind it, or in the memory of peers as well; async where it is left out',
      ),
    tools: tested(text(longest.name), (value) => value === none || readToolChoice(value) !== undefined, 'scenario/tools')
      .optional()
      .describe('scanners of the process: without euv, only nxt-1980di, until 2019; several with semicolons'),
    ...Object.fromEntries(roles.map((role) => [role, id(roleMeanings[role]).optional()])),
    plan: z
      .union([tested(z.string(), (value) => value === 'auto', 'document/wrong-value').meta({ const: 'auto' }), planSchema])
      .optional()
      .describe('parallel plan: the utilisation of a step is then computed; auto chooses one'),
    levers: leversSchema.optional(),
    correlations: correlationsSchema.optional().describe('levers whose values go together; all others are independent'),
    check: checkSchema.optional().describe('a published figure to hold beside the answer'),
  })
  .describe('A scenario: who trains what, on which chips, where and when');
