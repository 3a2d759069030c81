/** How far a prediction may lie from the answer. */
export type Tolerance =
  | { readonly kind: 'relative'; readonly value: number }
  | { readonly kind: 'absolute'; readonly value: number }
  | { readonly kind: 'exact' }
  /** A record that may be bettered; the replay proves what it claims. */
  | { readonly kind: 'atLeast' }
  /** Between two columns of the row itself, either of which may be empty. */
  | { readonly kind: 'band'; readonly low: string; readonly high: string };

export type CellType = 'number' | 'text';
/** The columns that a replay may read, and what stands in them. */
export type Columns = Readonly<Record<string, CellType>>;
/** A row as a replay sees it: the declared columns and nothing else. Reading any other column throws. */
export type Cells<C extends Columns> = { readonly [Name in keyof C]: C[Name] extends 'number' ? number : string };

/** Why a row is not scored. `code` has a text in `messages/validation`; `detail` is a column, or words of the file itself. */
export interface Reason {
  readonly code: string;
  readonly detail?: string;
}

/** What a replay gives: a prediction for each answer that it can compute, or why the row lacks an input. */
export type Replayed =
  | {
      readonly predicted: Readonly<Record<string, number | undefined>>;
      /** What lies behind the prediction, to be said where it misses. */
      readonly because?: Reason;
    }
  | { readonly notScored: Reason };

export interface Answer {
  readonly column: string;
  readonly tolerance: Tolerance;
}

/** Rows of a file that are replayed alike. */
export interface RowKind {
  /** Names a text in `messages/validation`. */
  readonly name: string;
  readonly when: (selectors: Readonly<Record<string, string>>) => boolean;
  readonly inputs: Columns;
  /** For input cells that may be empty. */
  readonly defaults: Readonly<Record<string, number | string>>;
  readonly answers: readonly Answer[];
  readonly replay: (row: Cells<Columns>, given: readonly Cells<Columns>[]) => Replayed;
}

/** Rows that are inputs of other rows of the same file and are never scored themselves. */
export interface GivenRows {
  readonly when: (selectors: Readonly<Record<string, string>>) => boolean;
  readonly columns: Columns;
  /** They stand in another file of the same folder, which has all of these columns. Where there is none, there are no such rows. */
  readonly from?: readonly string[];
}

/** Files that are alike in their columns, whatever they are called. */
export interface FileKind {
  /** Names a text in `messages/validation`. */
  readonly name: string;
  /** A file with all of these columns is of this kind. */
  readonly recognise: readonly string[];
  /** Columns that say which kind a row is of. */
  readonly selectors: readonly string[];
  /** Why a row is not scored by the word of the file itself. */
  readonly skip: (selectors: Readonly<Record<string, string>>) => Reason | undefined;
  /** Every row is printed with what the model says of it, scored or not, under the words of this column. */
  readonly prints?: string;
  readonly given: GivenRows | undefined;
  readonly rows: readonly RowKind[];
}

/** Files that hold nothing but inputs of others. */
export interface InputFile {
  /** A file with all of these columns is of this kind. */
  readonly recognise: readonly string[];
}

/** A field of reference results, as data. */
export interface Area {
  readonly name: string;
  readonly files: readonly FileKind[];
  /** Files that are read for the sake of others and are neither scored nor unknown. */
  readonly inputs?: readonly InputFile[];
}

/**
 * Declares a kind of row with the types of its columns, so that the compiler already refuses a replay that
 * reads a column it did not declare. The harness refuses it again when it runs.
 *
 * @param spec the kind; `given` are the columns of the rows that serve it as inputs
 */
export function rowKind<I extends Columns, G extends Columns = Record<never, never>>(spec: {
  readonly name: string;
  readonly when: RowKind['when'];
  readonly inputs: I;
  readonly given?: G;
  readonly defaults?: Partial<Cells<I>>;
  readonly answers: readonly Answer[];
  readonly replay: (row: Cells<I>, given: readonly Cells<G>[]) => Replayed;
}): RowKind {
  const { name, when, inputs, answers, replay } = spec;
  return {
    name,
    when,
    inputs,
    answers,
    defaults: (spec.defaults ?? {}) as RowKind['defaults'],
    replay: replay as unknown as RowKind['replay'],
  };
}
