import type { Catalog } from '#catalog';
import type { SourceLine } from './answer.ts';

/**
 * The publications behind ids, numbered from one in their order; what is no publication of the catalogue keeps its number free.
 *
 * @param ids their ids in the catalogue
 * @param catalog the catalogue
 */
export const sourceLines = (ids: readonly string[], catalog: Catalog): readonly SourceLine[] =>
  ids.flatMap((id, index) => {
    const source = catalog.source(id);
    return source === undefined ? [] : [{ ...source, number: index + 1 }];
  });
