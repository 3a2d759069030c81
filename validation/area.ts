/** How far a prediction may lie from the answer. */
export type Tolerance =
  | { readonly kind: 'relative'; readonly value: number }
  | { readonly kind: 'absolute'; readonly value: number }
  /** Relative to the largest value of a list of answers. */
  | { readonly kind: 'largest'; readonly value: number }
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

/** What stands in a document: numbers, lists of them, tables of them, words. */
export type DocumentValue = number | string | readonly DocumentValue[] | Float64Array | undefined;

/** A document as a replay sees it: the declared inputs and nothing else. A key that the file lacks is undefined. */
export type DocumentInputs = Readonly<Record<string, DocumentValue>>;

export interface DocumentAnswer {
  readonly key: string;
  readonly tolerance: Tolerance;
}

/** What the replay of a document gives: numbers for each answer, or why there are none. */
export type DocumentReplay =
  | { readonly predicted: Readonly<Record<string, ArrayLike<number> | number | undefined>> }
  | { readonly notScored: Reason }
  | { readonly failed: Reason };

/** Files that hold one case each: a JSON object, or a NumPy archive of arrays. */
export interface DocumentKind {
  /** Names a text in `messages/validation`. */
  readonly name: string;
  /** A document with all the keys of one of these lists is of this kind. */
  readonly recognise: readonly (readonly string[])[];
  /** Keys that a replay may read. */
  readonly inputs: readonly string[];
  /** Inputs that the scoring rules take from the name of the file where the document lacks them. */
  readonly fromName: (name: string) => DocumentInputs;
  /** Documents of this kind, wherever they lie, are inputs too. */
  readonly joins?: string;
  /** What is compared; may depend on the inputs. */
  readonly answers: (inputs: DocumentInputs) => readonly DocumentAnswer[];
  readonly replay: (inputs: DocumentInputs, joined: readonly DocumentInputs[]) => DocumentReplay;
}

/** One cell of an experiment beside ours, as its own rule judges it. */
export interface JudgedCell {
  readonly column: string;
  readonly predicted: number;
  readonly answer: number;
  readonly error: number;
  readonly tolerance: Tolerance;
  readonly passed: boolean;
}

/** Tables whose rows are medians over random draws: the whole file is one case, and a few cells may be off by chance. */
export interface ExperimentKind<P = unknown> {
  /** Names a text in `messages/validation`. */
  readonly name: string;
  /** A file with all of these columns is of this kind. */
  readonly recognise: readonly string[];
  readonly inputs: Columns;
  /** For input cells that may be empty. */
  readonly defaults: Readonly<Record<string, number | string>>;
  /** Share of the scored cells that must lie within their tolerance. */
  readonly leastShare: number;
  readonly replay: (row: Cells<Columns>) => P;
  /** Compares; sees every column of the row as a number, NaN where it holds none. Cells that are not scored are left out. */
  readonly judge: (predicted: P, row: Readonly<Record<string, number>>) => readonly JudgedCell[];
}

/**
 * Declares an experiment with the types of its columns.
 *
 * @param spec the kind
 */
export function experimentKind<I extends Columns, P>(spec: {
  readonly name: string;
  readonly recognise: readonly string[];
  readonly inputs: I;
  readonly defaults?: Partial<Cells<I>>;
  readonly leastShare: number;
  readonly replay: (row: Cells<I>) => P;
  readonly judge: (predicted: P, row: Readonly<Record<string, number>>) => readonly JudgedCell[];
}): ExperimentKind {
  return { ...spec, defaults: (spec.defaults ?? {}) as ExperimentKind['defaults'] } as unknown as ExperimentKind;
}

/** A field of reference results, as data. */
export interface Area {
  readonly name: string;
  readonly files: readonly FileKind[];
  /** Files that are read for the sake of others and are neither scored nor unknown. */
  readonly inputs?: readonly InputFile[];
  readonly documents?: readonly DocumentKind[];
  readonly experiments?: readonly ExperimentKind[];
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
