import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { catalogFolder, nearest } from '#catalog';

/** Where the scenarios that come with the package lie. */
export const shippedFolder: string = join(catalogFolder, '..', 'scenarios');

const ending = '.yaml';

/**
 * Names of the scenarios in a folder, without their ending; none where there is no such folder.
 *
 * @param folder the folder
 */
export const listScenarios = (folder: string = shippedFolder): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => basename(name, ending))
      .sort();
  } catch {
    return [];
  }
};

/**
 * The scenario that somebody most likely meant: the nearest by name, else the first that has it in its name.
 *
 * @param file the file that is not there
 * @param names what could have been meant
 */
export const nearestScenario = (file: string, names: readonly string[]): string | undefined => {
  const wanted = basename(file, ending).toLowerCase();
  return nearest(wanted, names) ?? names.find((name) => wanted !== '' && name.toLowerCase().includes(wanted));
};
