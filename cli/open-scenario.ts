import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Catalog, isDate, openCatalog } from '#catalog';
import type { Checked } from '#quantity';
import { type ResolvedScenario, readScenario, resolveScenario, shippedFolder } from '#scenario';

export interface OpenOptions {
  readonly set: readonly string[];
  /** Folder with facts of the user's own, laid over the catalogue. */
  readonly catalog?: string;
  readonly asOf?: string;
}

export interface Opened {
  /** What the user calls the scenario. */
  readonly name: string;
  readonly scenario: ResolvedScenario;
  readonly catalog: Catalog;
}

/** A path, or the name of a scenario that comes with the package. */
export const findScenario = (name: string): string => {
  const path = resolve(name);
  if (existsSync(path)) return path;
  const shipped = join(shippedFolder, name.endsWith('.yaml') ? name : `${name}.yaml`);
  return !name.includes('/') && existsSync(shipped) ? shipped : path;
};

/** The name that leads to a scenario from any folder where it comes with the package, else the one that was given. */
const nameFor = (file: string, given: string): string => (dirname(file) === shippedFolder ? basename(file, '.yaml') : given);

/** Reads a scenario and follows its references into the catalogue. */
export const openScenario = (name: string, { set, catalog: overlay, asOf }: OpenOptions): Checked<Opened> => {
  if (asOf !== undefined && !isDate(asOf))
    return { ok: false, issues: [{ code: 'document/date', path: '', file: '--as-of', received: asOf }] };
  const catalog = openCatalog({ ...(overlay === undefined ? {} : { overlay }) });
  if (!catalog.ok) return catalog;
  const file = findScenario(name);
  const document = readScenario({ file, root: dirname(file), set });
  if (!document.ok) return document;
  const scenario = resolveScenario(document.value, catalog.value, asOf === undefined ? {} : { asOf });
  return scenario.ok ? { ok: true, value: { name: nameFor(file, name), scenario: scenario.value, catalog: catalog.value } } : scenario;
};
