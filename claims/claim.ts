import * as z from 'zod';
import { isDate } from '#catalog';
import { isUnitId, type UnitId } from '#quantity';
import { type AccountingId, accountingIds, type RivalId, rivalIds } from '#report';

export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** One cell of the comparison of an analog chip with a processor, with everything that decides it. */
export interface AnalogQuestion {
  readonly accounting: AccountingId;
  readonly rival: RivalId;
  readonly chip: string;
  readonly processor: string;
  readonly size: number;
  readonly leaf: number;
  readonly cycles: number;
  readonly passes: number;
  readonly slices: number;
  readonly rightSides: number;
  readonly utilisation: number;
  readonly condition: number;
}

/** A figure of a wafer: of the process itself, or of what becomes of it without some tools, or the relative difference. */
export interface WaferClaim {
  readonly node: string;
  readonly figure: string;
  readonly without?: readonly string[] | undefined;
  readonly of?: 'own' | 'other' | 'difference' | undefined;
}

/** Where a claim takes a figure from: leaves are looked up or computed, the rest is arithmetic draw by draw. */
export type Expression =
  | { readonly metric: string; readonly in: string; readonly set?: readonly string[] | undefined }
  | { readonly lever: string; readonly in: string; readonly set?: readonly string[] | undefined }
  | { readonly fact: string; readonly definition?: string | undefined; readonly asOf?: string | undefined }
  | { readonly number: string; readonly unit: UnitId; readonly name?: Words | undefined; readonly source?: string | undefined }
  | { readonly analog: AnalogQuestion }
  | { readonly wafer: WaferClaim }
  | { readonly quotient: readonly [Expression, Expression] }
  | { readonly difference: readonly [Expression, Expression] }
  | { readonly change: readonly [Expression, Expression] }
  | { readonly product: readonly Expression[] }
  | { readonly sum: readonly Expression[] };

/** How the figure is claimed: as written, so that the digits say how exactly it is meant. Just one of the first five. */
export interface Stated {
  readonly about?: string | undefined;
  readonly over?: string | undefined;
  readonly atLeast?: string | undefined;
  readonly under?: string | undefined;
  readonly atMost?: string | undefined;
  /** A hedge in the words doubles the tolerance. */
  readonly hedged?: boolean | undefined;
  /** A count or a price: meant to 10% however it is written. */
  readonly count?: boolean | undefined;
}

interface AttributeFilter {
  readonly is?: readonly string[] | undefined;
  readonly not?: readonly string[] | undefined;
  readonly without?: readonly string[] | undefined;
  readonly stated?: true | undefined;
}

interface FactFilter {
  readonly atLeast?: string | undefined;
  readonly atMost?: string | undefined;
}

/** Rows of the catalogue that would contradict a claim. */
export interface Filter {
  readonly kind: string;
  /** Attributes by the values that count, those that do not, words that may not stand in them, or that they are stated. */
  readonly where?: Readonly<Record<string, AttributeFilter>> | undefined;
  /** Facts between bounds; the first of them is shown. */
  readonly facts?: Readonly<Record<string, FactFilter>> | undefined;
  /** The attribute, or else the facts, must not be of a later date. */
  readonly by?: { readonly date: string; readonly attribute?: string | undefined } | undefined;
}

/** The lever of a scenario, or the fact, whose value turns the verdict. */
export type TurnedBy = { readonly range?: readonly [string, string] | undefined } & (
  | { readonly lever: string; readonly in: string }
  | { readonly fact: string }
);

export const readingRoles = ['basis', 'premise', 'instead'] as const;
export type ReadingRole = (typeof readingRoles)[number];

interface Shared {
  readonly id: string;
  readonly name: Words;
  /**
   * A premise is no basis: where it is wrong the claim is, and where it is right nothing follows. What is said `instead`
   * is another statement than the one made: it is judged and shown, since it may have been meant, and counts for nothing.
   */
  readonly role?: ReadingRole | undefined;
  readonly note?: Words | undefined;
  readonly sources?: readonly string[] | undefined;
}

/** A claim under one basis. */
export type Reading = Shared &
  (
    | {
        readonly kind: 'quantity';
        readonly value: Expression;
        readonly unit: UnitId;
        readonly claimed: Stated;
        readonly turnedBy?: TurnedBy | undefined;
      }
    /** The arithmetic of the claim itself, without any data. */
    | { readonly kind: 'identity'; readonly value: Expression; readonly unit: UnitId; readonly claimed: Stated }
    /** The value is the largest (or least) of all. */
    | {
        readonly kind: 'rank';
        readonly value: Expression;
        readonly unit: UnitId;
        readonly among: readonly Expression[];
        readonly least?: boolean | undefined;
        readonly turnedBy?: TurnedBy | undefined;
      }
    /** No row of the catalogue contradicts it: one is enough. */
    | { readonly kind: 'counter-example'; readonly among: Filter }
    /** Something happened, on or about a date, or before one. */
    | { readonly kind: 'event'; readonly event: string; readonly date?: string | undefined; readonly before?: string | undefined }
    /** The same question with the cause and without: the effect is the change from the one to the other. */
    | {
        readonly kind: 'causal';
        readonly without: Expression;
        readonly with: Expression;
        readonly unit: UnitId;
        readonly claimed: Stated;
        readonly turnedBy?: TurnedBy | undefined;
      }
  );

/** A claim that circulates, as data. */
export interface Claim {
  readonly id: string;
  readonly title: Words;
  /** What is claimed, in our words. */
  readonly claim: Words;
  /** Who says such things. */
  readonly says: Words;
  readonly asOf: string;
  /** The bases under which it can be read, the plainest first. */
  readonly readings?: readonly Reading[] | undefined;
  /** What it waits for: a floor that is not there yet. */
  readonly waits?: Words | undefined;
}

const words = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const unit = z.string().refine(isUnitId, { params: { code: 'claims/unit' } }) as unknown as z.ZodType<UnitId>;
const date = z.string().refine(isDate, { params: { code: 'document/date' } });
const texts = z.array(z.string()).readonly();
const set = texts.optional();

const analogQuestion: z.ZodType<AnalogQuestion> = z.strictObject({
  accounting: z.enum(accountingIds),
  rival: z.enum(rivalIds),
  chip: z.string(),
  processor: z.string(),
  size: z.int().min(2),
  leaf: z.int().min(2),
  cycles: z.int().min(1),
  passes: z.int().min(1),
  slices: z.int().min(1),
  rightSides: z.number().min(1),
  utilisation: z.number().gt(0).max(1),
  condition: z.number().min(1),
});

const waferClaim: z.ZodType<WaferClaim> = z.strictObject({
  node: z.string(),
  figure: z.string(),
  without: texts.optional(),
  of: z.enum(['own', 'other', 'difference']).optional(),
});

const expression: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    z.strictObject({ metric: z.string(), in: z.string(), set }),
    z.strictObject({ lever: z.string(), in: z.string(), set }),
    z.strictObject({ fact: z.string().regex(/^[^#]+#[^#]+$/), definition: z.string().optional(), asOf: z.string().optional() }),
    z.strictObject({ number: z.string(), unit, name: words.optional(), source: z.string().optional() }),
    z.strictObject({ analog: analogQuestion }),
    z.strictObject({ wafer: waferClaim }),
    z.strictObject({ quotient: z.tuple([expression, expression]).readonly() }),
    z.strictObject({ difference: z.tuple([expression, expression]).readonly() }),
    z.strictObject({ change: z.tuple([expression, expression]).readonly() }),
    z.strictObject({ product: z.array(expression).min(2).readonly() }),
    z.strictObject({ sum: z.array(expression).min(2).readonly() }),
  ]),
);

const stated: z.ZodType<Stated> = z.strictObject({
  about: z.string().optional(),
  over: z.string().optional(),
  atLeast: z.string().optional(),
  under: z.string().optional(),
  atMost: z.string().optional(),
  hedged: z.boolean().optional(),
  count: z.boolean().optional(),
});

const filter: z.ZodType<Filter> = z.strictObject({
  kind: z.string(),
  where: z
    .record(
      z.string(),
      z.strictObject({ is: texts.optional(), not: texts.optional(), without: texts.optional(), stated: z.literal(true).optional() }),
    )
    .optional(),
  facts: z.record(z.string(), z.strictObject({ atLeast: z.string().optional(), atMost: z.string().optional() })).optional(),
  by: z.strictObject({ date, attribute: z.string().optional() }).optional(),
});

const shared = {
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: words,
  role: z.enum(readingRoles).optional(),
  note: words.optional(),
  sources: texts.optional(),
};
const range = z.tuple([z.string(), z.string()]).readonly().optional();
const turnedBy: z.ZodType<TurnedBy | undefined> = z
  .union([z.strictObject({ lever: z.string(), in: z.string(), range }), z.strictObject({ fact: z.string(), range })])
  .optional();

const reading: z.ZodType<Reading> = z.discriminatedUnion('kind', [
  z.strictObject({ ...shared, kind: z.literal('quantity'), value: expression, unit, claimed: stated, turnedBy }),
  z.strictObject({ ...shared, kind: z.literal('identity'), value: expression, unit, claimed: stated }),
  z.strictObject({
    ...shared,
    kind: z.literal('rank'),
    value: expression,
    unit,
    among: z.array(expression).min(1).readonly(),
    least: z.boolean().optional(),
    turnedBy,
  }),
  z.strictObject({ ...shared, kind: z.literal('counter-example'), among: filter }),
  z.strictObject({ ...shared, kind: z.literal('event'), event: z.string(), date: date.optional(), before: date.optional() }),
  z.strictObject({ ...shared, kind: z.literal('causal'), without: expression, with: expression, unit, claimed: stated, turnedBy }),
]);

/** Readings are told apart by their ids. */
const differentIds = (readings: readonly Reading[], context: z.RefinementCtx): void => {
  readings.forEach(({ id }, index) => {
    if (readings.findIndex((other) => other.id === id) < index)
      context.addIssue({ code: 'custom', path: [index, 'id'], params: { code: 'claims/id-twice', received: id } });
  });
};

export const claimSchema: z.ZodType<Claim> = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    title: words,
    claim: words,
    says: words,
    asOf: date,
    readings: z.array(reading).min(1).superRefine(differentIds).readonly().optional(),
    waits: words.optional(),
  })
  .refine(({ readings, waits }) => (readings === undefined) !== (waits === undefined), { params: { code: 'claims/no-query' } });
