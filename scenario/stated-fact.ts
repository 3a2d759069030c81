import type { Catalog, Selected, SelectOptions, Thing } from '#catalog';
import { median } from '#uncertainty';

/**
 * Ids of the sources behind what was selected of a fact, each once.
 *
 * @param selected what was selected
 */
export const sourcesOf = ({ used }: Pick<Selected, 'used'>): readonly string[] => [
  ...new Set(used.flatMap(({ source, also = [] }) => [source, ...also])),
];

/** A general parameter, with what its sources say of one of its facts. */
export interface GeneralParameter {
  readonly thing: Thing;
  readonly selected: Selected;
}

/**
 * What the catalogue says of a general parameter. All of them ship with the package, and a folder of one's own can be laid over
 * them but takes none away: one that is missing is a fault of ours and not of the reader's.
 *
 * @param catalog the catalogue
 * @param id the parameter, without its kind
 * @param fact which of its facts
 * @param options date and definition
 * @throws Error where the catalogue lacks it
 */
export const generalParameter = (catalog: Catalog, id: string, fact = 'value', options: SelectOptions = {}): GeneralParameter => {
  const thing = catalog.get(`parameter/${id}`, 'parameter');
  const selected = thing && catalog.select(thing, fact, options);
  if (thing === undefined || selected === undefined) throw new Error(`the catalogue lacks ${fact} of parameter/${id}`);
  return { thing, selected };
};

/**
 * The median of a fact of a general parameter.
 *
 * @param catalog the catalogue
 * @param id the parameter, without its kind
 * @param fact which of its facts
 * @throws Error where the catalogue lacks it
 */
export const statedParameter = (catalog: Catalog, id: string, fact = 'value'): number =>
  median(generalParameter(catalog, id, fact).selected.value);
