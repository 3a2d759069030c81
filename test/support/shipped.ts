import { join } from 'node:path';
import { type Catalog, openCatalog } from '#catalog';
import type { Checked } from '#quantity';
import { type ResolvedScenario, readScenario, resolveScenario, shippedFolder } from '#scenario';

/**
 * Takes the value of what was checked.
 *
 * @throws where it has issues, with all of them
 */
export const must = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
};

/** The catalogue that comes with the package. */
export const catalog: Catalog = must(openCatalog());

/**
 * Opens a scenario that comes with the package.
 *
 * @param name its file, without the ending
 * @param set levers changed, path=value
 * @throws where it does not resolve
 */
export const openShipped = (name: string, set: readonly string[] = []): ResolvedScenario =>
  must(resolveScenario(must(readScenario({ file: join(shippedFolder, `${name}.yaml`), root: shippedFolder, set })), catalog));
