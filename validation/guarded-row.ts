import type { Cells, Columns, DocumentInputs, DocumentValue } from './area.ts';

/**
 * A copy of a row that holds the declared columns alone and throws when anything else is asked of it: a replay
 * that peeks at an answer, an id or a row number is a bug, not a result.
 *
 * @param cells values of the declared columns
 * @throws when a column that was not declared is read, listed or written
 */
export function guardedRow<C extends Columns>(cells: Readonly<Record<string, number | string>>, columns: C): Cells<C> {
  const own = Object.create(null) as Record<string, number | string>;
  for (const name of Object.keys(columns)) own[name] = cells[name] as number | string;
  return new Proxy(Object.freeze(own), {
    get(target, name) {
      // Symbols are asked for by the language itself, for instance when a row is printed.
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name);
      throw new Error(`A replay asked for the column "${name}", which is not among its inputs`);
    },
    has(target, name) {
      if (typeof name === 'symbol' || name in target) return name in target;
      throw new Error(`A replay asked whether there is a column "${name}", which is not among its inputs`);
    },
  }) as unknown as Cells<C>;
}

/**
 * A copy of a document that holds the declared inputs alone and throws when anything else is asked of it.
 *
 * @param values what the document holds, by key
 * @param keys the declared inputs
 * @throws when a key that was not declared is read, listed or written
 */
export function guardedDocument(values: ReadonlyMap<string, DocumentValue>, keys: readonly string[]): DocumentInputs {
  const columns = Object.fromEntries(keys.map((key) => [key, 'number'] as const));
  const cells = Object.fromEntries(keys.map((key) => [key, values.get(key)])) as unknown as Record<string, number>;
  return guardedRow(cells, columns) as unknown as DocumentInputs;
}
