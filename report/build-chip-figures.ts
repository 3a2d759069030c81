import type { Catalog, Grade } from '#catalog';
import { kinds } from '#catalog';
import type { Lang } from '#messages';
import type { Checked, UnitId } from '#quantity';
import { sourcesOf } from '#scenario';
import { median } from '#uncertainty';

/** A figure of a chip: of the catalogue, unless the user gave another. */
export interface ChipFigure {
  readonly fact: string;
  readonly label: Readonly<Record<Lang, string>>;
  readonly value: number;
  readonly unit: UnitId;
  /** Absent where the user gave it. */
  readonly grade?: Grade;
  readonly sources: readonly string[];
}

/**
 * Looks up figures of an analog chip; where several values are known the median counts.
 *
 * @param catalog the facts
 * @param chip id of the chip
 * @param facts which of its figures
 * @param given values that the user gave instead
 */
export function chipFigures<F extends string>(
  catalog: Catalog,
  chip: string,
  facts: readonly F[],
  given: Readonly<Partial<Record<F, number>>>,
): Checked<Readonly<Record<F, ChipFigure>>> {
  const thing = catalog.get(chip, 'solver');
  if (thing === undefined) {
    const near = catalog.suggest(chip, 'solver');
    return { ok: false, issues: [{ code: 'cli/analog-unknown-thing', path: '--chip', received: chip, expected: near ?? 'solver' }] };
  }
  const figures: Partial<Record<F, ChipFigure>> = {};
  for (const fact of facts) {
    const declared = kinds['solver']?.facts[fact];
    const own = given[fact];
    const selected = catalog.select(thing, fact);
    if (declared === undefined || (selected === undefined && own === undefined)) {
      return { ok: false, issues: [{ code: 'cli/analog-missing-fact', path: '--chip', received: thing.id, expected: fact }] };
    }
    const base = { fact, label: declared.label, unit: declared.unit as UnitId };
    figures[fact] =
      own !== undefined || selected === undefined
        ? { ...base, value: own as number, sources: [] }
        : { ...base, value: median(selected.value), grade: selected.grade, sources: sourcesOf(selected) };
  }
  return { ok: true, value: figures as Record<F, ChipFigure> };
}
