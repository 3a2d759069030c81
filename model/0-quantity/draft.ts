/** A record while it is written. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Stands in every figure of a draft, of whatever unit, until it is written: a number that is none, so that one which is forgotten
 * shows, and so that the engine keeps the field as a number in place.
 */
export const unwritten = Number.NaN as never;
