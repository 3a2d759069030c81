import type { Words } from '#catalog';
import type { ChainInput, Outcome } from '#model';
import type { UnitId } from '#quantity';

/** How a figure follows from others. */
export interface Derivation {
  /** In the symbols of the paths; in words of each language where symbols do not do. */
  readonly equation: string | { readonly en: string; readonly zh: string };
  /** Levers and metrics that it is made of, most important first: what `why` walks. */
  readonly of: readonly string[];
}

/** One outcome of the chain: declared once, spoken of by its path everywhere. */
export interface Metric extends Derivation {
  readonly path: string;
  readonly unit: UnitId;
  readonly label: Words;
  readonly meaning: Words;
  /** How it follows instead where a scenario states something else; `undefined` where it does not. */
  readonly instead?: (input: ChainInput) => Derivation | undefined;
  /** `undefined` where the scenario does not have it. */
  readonly read: (outcome: Outcome) => number | undefined;
  /** What bound it, where its record says so. */
  readonly binding?: (outcome: Outcome) => string | undefined;
  /** A share of a whole, which reads best in per cent. */
  readonly percent?: true;
}

/** How it follows instead where a scenario states something else. */
export type Instead = NonNullable<Metric['instead']>;

/** Declares a metric: words in both languages, what it means, how it follows and from what. */
export const metric = (
  path: string,
  unit: UnitId,
  en: string,
  zh: string,
  meaningEn: string,
  meaningZh: string,
  equation: Metric['equation'],
  of: readonly string[],
  read: Metric['read'],
  extra: { readonly binding?: NonNullable<Metric['binding']>; readonly instead?: Instead; readonly percent?: true } = {},
): Metric => ({ path, unit, label: { en, zh }, meaning: { en: meaningEn, zh: meaningZh }, equation, of, read, ...extra });

/** Does the optimiser invert matrices? */
export const inverts = ({ choice }: ChainInput): boolean => choice.optimiser !== 'first-order';

/** Do solvers beside the accelerators invert them? */
export const hasSolver = (input: ChainInput): boolean => inverts(input) && input.solver.perAccelerator !== undefined;
