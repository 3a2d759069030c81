import * as z from 'zod';
import { grades } from './catalog.ts';
import { isDate } from './date.ts';
import { type FactKind, kinds, type Term, type ThingKind } from './kinds.ts';

/** What a file of the catalogue says, before its quantities are read. */
export interface WrittenFact {
  readonly value: string;
  readonly range?: string | undefined;
  readonly date?: string | undefined;
  readonly source?: string | undefined;
  readonly also?: readonly string[] | undefined;
  readonly locator?: string | undefined;
  readonly grade?: (typeof grades)[number] | undefined;
  readonly definition?: string | undefined;
  readonly note?: string | undefined;
}

export interface WrittenThing {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh?: string | undefined };
  readonly aliases?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly locator?: string | undefined;
  readonly grade?: (typeof grades)[number] | undefined;
  readonly date?: string | undefined;
  readonly facts: Readonly<Record<string, WrittenFact | readonly WrittenFact[]>>;
  /** Attributes of the kind. */
  readonly [attribute: string]: unknown;
}

export interface WrittenSource {
  readonly title: string;
  readonly publisher?: string | undefined;
  readonly date?: string | undefined;
  readonly url?: string | undefined;
  readonly licence?: string | undefined;
}

/** YAML reads `2024` and `7` as numbers; where text is wanted they are what they look like. */
const text = z.union([z.string().trim().min(1), z.number()]).transform(String);

const date = text
  .superRefine((value, context) => {
    if (!isDate(value)) context.addIssue({ code: 'custom', params: { code: 'document/date' } });
  })
  .describe('YYYY, YYYY-MM or YYYY-MM-DD');

const matching = (pattern: RegExp, code: string, description: string): z.ZodType<string> =>
  z
    .string()
    .superRefine((value, context) => {
      if (!pattern.test(value)) context.addIssue({ code: 'custom', params: { code } });
    })
    .meta({ description, pattern: pattern.source });

const idPart = '[a-z0-9]+(?:[.-][a-z0-9]+)*';
const sourceId = matching(new RegExp(`^${idPart}$`), 'document/source-id', 'id in sources.yaml');
const grade = z.enum(grades).describe('A primary text, B reliable secondary, C press or analyst estimate, D assumption or unread');

const origin = {
  source: sourceId.optional(),
  locator: text.optional().describe('where in the source'),
  grade: grade.optional(),
  date: date.optional(),
};

const statement = z.strictObject({
  value: text.describe('a quantity with its unit'),
  range: text.optional().describe('5% and 95% points around the value: low..high and a unit'),
  ...origin,
  also: z.array(sourceId).min(1).optional().describe('further sources that say the same'),
  definition: text.optional().describe('what exactly is counted, where sources differ'),
  note: text.optional(),
});
/** One definition in the JSON Schemas, to which every fact refers. */
const single = z.union([text.transform((value): WrittenFact => ({ value })), statement]).meta({ id: 'statement' });
const several = z.array(single).min(1);

/** What editors explain: the label and what it means, in English and then in Chinese. */
const explained = ({ label, meaning }: Term): string =>
  meaning === undefined ? `${label.en} / ${label.zh}` : `${label.en}: ${meaning.en} / ${label.zh}：${meaning.zh}`;

const factSchema = ({ unit, ...term }: FactKind): z.ZodType =>
  z.union([single, several]).describe(unit === '1' ? explained(term) : `${explained(term)} (${unit})`);

/** Attributes that other code compares as dates. */
export const dateAttributes: ReadonlySet<string> = new Set(['date', 'release', 'from', 'until']);

const attributeSchema = (key: string, term: Term): z.ZodType =>
  dateAttributes.has(key) ? date.describe(`${explained(term)} (YYYY, YYYY-MM or YYYY-MM-DD)`) : text.describe(explained(term));

const optional = (shape: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()]));

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const thingSchema = (name: string, kind: ThingKind): z.ZodType<WrittenThing> =>
  z
    .strictObject({
      id: matching(new RegExp(`^${name}/${idPart}$`), 'document/id', `${name}/ and the name of the file`),
      name: z.strictObject({ en: text, zh: text.optional() }).describe('how people call it, in English and Chinese'),
      aliases: z.array(text).optional().describe('other names by which it is found'),
      ...origin,
      ...optional(Object.fromEntries(Object.entries(kind.attributes).map(([key, term]) => [key, attributeSchema(key, term)]))),
      facts: z.strictObject(optional(mapValues(kind.facts, factSchema))),
    })
    .describe(`${kind.meaning.en} / ${kind.meaning.zh}`) as unknown as z.ZodType<WrittenThing>;

const built = new Map<string, z.ZodType<WrittenThing>>();

/**
 * The schema of a file of a kind, built when it is first wanted: most commands read the compiled catalogue and want none.
 *
 * @param kind a kind of thing
 * @throws RangeError where there is no such kind
 */
export const thingSchemaOf = (kind: string): z.ZodType<WrittenThing> => {
  const known = built.get(kind);
  if (known !== undefined) return known;
  const definition = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (definition === undefined) throw new RangeError(`${kind} is no kind of thing`);
  const schema = thingSchema(kind, definition);
  built.set(kind, schema);
  return schema;
};

/** The schema of sources.yaml. */
export const sourcesSchema: z.ZodType<Readonly<Record<string, WrittenSource>>> = z.record(
  sourceId,
  z.strictObject({
    title: text,
    publisher: text.optional(),
    date: date.optional(),
    url: matching(/^https?:\/\/\S+$/, 'document/url', 'its web address').optional(),
    licence: text.optional().describe('under which its figures may be used'),
  }),
) as unknown as z.ZodType<Readonly<Record<string, WrittenSource>>>;

/**
 * The JSON Schema of a document, by which editors complete and explain.
 *
 * @param name name of the schema file, without its ending
 * @param schema the schema of the document
 */
export const toJsonSchema = (name: string, schema: z.ZodType): Record<string, unknown> => ({
  title: name,
  ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }),
});
