import type { Distribution, Precision, UnitId } from '#quantity';

export const grades = ['A', 'B', 'C', 'D'] as const;
/** A primary text, B reliable secondary, C press or analyst estimate, D assumption or unread. */
export type Grade = (typeof grades)[number];

export type Currency = 'USD' | 'CNY' | 'EUR';

/** One statement of a fact by one source. */
export interface FactValue {
  readonly value: Distribution;
  readonly unit: UnitId;
  /** As written in the file. */
  readonly text: string;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly date?: string;
  /** Id in sources.yaml. */
  readonly source: string;
  /** Further sources that say the same. */
  readonly also?: readonly string[];
  /** Where in the source. */
  readonly locator?: string;
  readonly grade: Grade;
  readonly definition?: string;
  readonly note?: string;
  /** Of money that is not nominal dollars. */
  readonly currency?: Currency;
  readonly currencyYear?: number;
  readonly precision?: Precision;
}

/** One thing of the catalogue: a chip, a cluster, a process. */
export interface Thing {
  /** `accelerator/h100-sxm`: the folder and the file that state it. */
  readonly id: string;
  readonly kind: string;
  readonly name: { readonly en: string; readonly zh?: string };
  readonly aliases: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, readonly FactValue[]>>;
  /** What its attributes stand on, and its facts where they name nothing of their own: id in sources.yaml. */
  readonly source?: string;
  /** Where in the source. */
  readonly locator?: string;
  readonly grade?: Grade;
  readonly file: string;
}

/** A publication. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher?: string;
  readonly date?: string;
  readonly url?: string;
  readonly licence?: string;
}

/** Everything the files of a catalogue say, checked. */
export interface CatalogData {
  readonly things: readonly Thing[];
  readonly sources: Readonly<Record<string, Source>>;
}

export interface SelectOptions {
  /** Facts of a later date are not known yet. YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly asOf?: string;
  /** Where nothing was known by then, take the first that came after. */
  readonly orFirstAfter?: boolean;
  /** Only facts of this definition. */
  readonly definition?: string;
}

/** The value of a fact after the selection rule, with all that was weighed. */
export interface Selected {
  readonly value: Distribution;
  readonly unit: UnitId;
  readonly grade: Grade;
  /** What the value was made from; all of one currency and year. */
  readonly used: readonly FactValue[];
  /** All other statements of the fact. */
  readonly rivals: readonly FactValue[];
  /** Why the value is not simply what one source says: a code with a text in `messages/`. */
  readonly note?: 'merged' | 'assumption' | 'first-after';
}

/** The facts, as everything else reads them. */
export interface Catalog {
  /** First 12 hexadecimal digits of the SHA-256 of the content. */
  readonly digest: string;
  /** The one thing that an id, alias or name means; undefined where none or several do. */
  readonly get: (idOrAlias: string, kind?: string) => Thing | undefined;
  /** Every thing that an id, alias or name may mean. */
  readonly find: (idOrAlias: string, kind?: string) => readonly Thing[];
  /** The id that a person most likely meant by one that is unknown. */
  readonly suggest: (idOrAlias: string, kind?: string) => string | undefined;
  /** The few ids that one that is unknown may stand for: things whose names contain it, else those spelled most like it. */
  readonly near: (idOrAlias: string) => readonly string[];
  readonly list: (kind?: string) => readonly Thing[];
  readonly source: (id: string) => Source | undefined;
  readonly sources: () => readonly Source[];
  /** All of it, for a folder to be laid over. */
  readonly data: CatalogData;
  readonly select: (thing: Thing, fact: string, options?: SelectOptions) => Selected | undefined;
}
