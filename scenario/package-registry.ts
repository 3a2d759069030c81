import type { Catalog, Selected, SelectOptions, Thing } from '#catalog';
import type { Distribution, Issue, UnitId } from '#quantity';
import type { PackageField } from './package-fields.ts';
import type { Stated } from './package-spec.ts';

/** One number that a package rests on. */
export interface PackageParameter {
  /** `dies.compute.area`: also the key of its draws. */
  readonly path: string;
  readonly unit: UnitId;
  readonly distribution: Distribution;
  /** Hard range: no draw lies outside. */
  readonly low: number;
  readonly high: number;
  /** The fact that it is, `node/tsmc-n5#waferPrice`; none where the file states it. */
  readonly fact?: string;
  readonly selected?: Selected;
}

/** Reads a number of a package from a draw of its parameters. */
export type Read = (values: ArrayLike<number>) => number;

/** A fact that may state a number. */
export interface Candidate {
  readonly thing: Thing | undefined;
  readonly fact: string;
  readonly definition?: string;
}

/** A date by which everything is known: a catalogue that was opened as of an earlier one is asked for more. */
const atLast = '9999';

/** Numbers of a package by where they come from: what somebody stated, else the first fact that the catalogue has. */
export class PackageRegistry {
  readonly parameters: PackageParameter[] = [];
  readonly issues: Issue[] = [];
  readonly #catalog: Catalog;
  readonly #options: SelectOptions;

  constructor(catalog: Catalog, date: string | undefined) {
    this.#catalog = catalog;
    this.#options = date === undefined ? {} : { asOf: date, orFirstAfter: true };
  }

  select(candidates: readonly Candidate[]): { readonly selected: Selected; readonly fact: string } | undefined {
    for (const { thing, fact, definition } of candidates) {
      const which = definition === undefined ? {} : { definition };
      const known = thing && this.#catalog.select(thing, fact, { ...this.#options, ...which });
      // An assumption gives way to what was read, though it was published later.
      const later = thing && known?.grade === 'D' ? this.#catalog.select(thing, fact, { ...which, asOf: atLast }) : undefined;
      const selected = later !== undefined && later.grade !== 'D' ? later : known;
      if (thing !== undefined && selected !== undefined) return { selected, fact: `${thing.id}#${fact}` };
    }
    return undefined;
  }

  #add(parameter: PackageParameter): Read {
    const index = this.parameters.length;
    this.parameters.push(parameter);
    const { low, high } = parameter;
    return (values) => Math.min(high, Math.max(low, values[index] as number));
  }

  /** A number that must be known. */
  need(path: string, field: PackageField, stated: Stated | undefined, candidates: readonly Candidate[]): Read {
    const read = this.want(path, field, stated, candidates);
    if (read !== undefined) return read;
    // Where a thing that was named is not there, what it would have said is no fault of its own.
    const unknown = this.issues.some(({ code }) => code === 'scenario/unknown-id') && candidates.every(({ thing }) => thing === undefined);
    const expected = candidates.map(({ thing, fact }) => (thing === undefined ? fact : `${thing.id}#${fact}`)).join(', ');
    if (!unknown) this.issues.push({ code: 'package/no-fact', path, ...(expected === '' ? {} : { expected }) });
    return () => Number.NaN;
  }

  /** A number that may be absent. */
  want(path: string, { unit, low, high }: PackageField, stated: Stated | undefined, candidates: readonly Candidate[]): Read | undefined {
    if (stated !== undefined) {
      const { distribution, fact } = stated;
      return this.#add({ path, unit, distribution, low, high, ...(fact === undefined ? {} : { fact }) });
    }
    const found = this.select(candidates);
    if (found === undefined) return undefined;
    const { selected, fact } = found;
    return this.#add({ path, unit, distribution: selected.value, low, high, fact, selected });
  }

  thing(name: string | undefined, kind: string, path: string): Thing | undefined {
    if (name === undefined) return undefined;
    const found = this.#catalog.get(name, kind);
    if (found === undefined) {
      const meant = this.#catalog.suggest(name, kind);
      this.issues.push({
        code: 'scenario/unknown-id',
        path,
        received: name,
        ...(meant === undefined ? {} : { expected: meant, hint: 'hint/did-you-mean' }),
      });
    }
    return found;
  }
}
