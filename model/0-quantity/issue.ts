/**
 * One fault in something a person wrote: a file, a scenario, a command-line value.
 *
 * An issue carries no prose. `code` names a text in `messages/`, which says what is wrong and how to
 * mend it in the reader's language; `expected` and `received` are values and units, alike in all
 * languages. `path` is the place inside the document (`facts.price[0].value`).
 */
export interface Issue {
  readonly code: string;
  readonly path: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in characters. */
  readonly column?: number;
  readonly expected?: string;
  readonly received?: string;
  /** A code in `messages/` for the mend, where it is more special than the one of `code`. */
  readonly hint?: string;
}

/** A value, or every issue that stands in its way. Bad input is a result; only bugs throw. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };
