import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Checked } from '#quantity';
import type { Catalog, CatalogData, Thing } from './catalog.ts';
import { catalogFolder, compiledFile } from './home.ts';
import { loadThings } from './load.ts';
import { allNearest, fold, nearest } from './nearest.ts';
import { selectFact } from './select.ts';

/** What `compile.ts` writes. */
export interface CompiledCatalog extends CatalogData {
  readonly digest: string;
}

export interface OpenOptions {
  /** A folder of the user's own things, laid over the catalogue. */
  readonly overlay?: string;
  /** The date as of which facts are selected where a call names none. */
  readonly asOf?: string;
}

/**
 * Opens the catalogue that comes with the package.
 *
 * @param options a folder laid over it, and an as-of date
 * @returns the catalogue, or every issue of the folder laid over it
 */
export const openCatalog = (options: OpenOptions = {}): Checked<Catalog> => {
  const shipped = shippedCatalog();
  if (!shipped.ok) return shipped;
  if (options.overlay === undefined) return { ok: true, value: catalogOf(shipped.value, options.asOf) };
  const loaded = loadThings(options.overlay, { base: shipped.value });
  if (!loaded.ok) return loaded;
  return { ok: true, value: catalogOf(withDigest(loaded.value), options.asOf) };
};

/** The catalogue with the digest of its content. */
export const withDigest = ({ things, sources }: CatalogData): CompiledCatalog => {
  const sorted = { things, sources: Object.fromEntries(Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1))) };
  return { digest: createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 12), ...sorted };
};

let shippedOnce: Checked<CompiledCatalog> | undefined;

const shippedCatalog = (): Checked<CompiledCatalog> => {
  shippedOnce ??= readShipped();
  return shippedOnce;
};

const readShipped = (): Checked<CompiledCatalog> => {
  // Without a build, as in tests, the files themselves are read.
  if (compiledFile !== undefined && existsSync(compiledFile)) return { ok: true, value: JSON.parse(readFileSync(compiledFile, 'utf8')) };
  const loaded = loadThings(catalogFolder, { label: 'catalog' });
  return loaded.ok ? { ok: true, value: withDigest(loaded.value) } : loaded;
};

/**
 * The catalogue over given things.
 *
 * @param data things and sources, with their digest
 * @param asOf the date as of which facts are selected where a call names none
 */
export const catalogOf = ({ digest, things, sources }: CompiledCatalog, asOf?: string): Catalog => {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  let names: Map<string, Thing[]> | undefined;
  const ofKind = (kind: string | undefined) => (thing: Thing) => kind === undefined || thing.kind === kind;
  const find = (name: string, kind?: string): readonly Thing[] => {
    const exact = byId.get(name);
    if (exact !== undefined && ofKind(kind)(exact)) return [exact];
    names ??= namesOf(things);
    return (names.get(fold(name)) ?? []).filter(ofKind(kind));
  };
  return {
    digest,
    find,
    get: (name, kind) => {
      const found = find(name, kind);
      return found.length === 1 ? found[0] : undefined;
    },
    suggest: (name, kind) => {
      names ??= namesOf(things);
      const candidates = [...names].filter(([, named]) => named.some(ofKind(kind)));
      const meant = nearest(
        name,
        candidates.map(([key]) => key),
      );
      return meant === undefined ? undefined : names.get(meant)?.find(ofKind(kind))?.id;
    },
    near: (name) => {
      names ??= namesOf(things);
      const all = names;
      const within = namesWith(fold(name), [...all.keys()]);
      const keys = within.length > 0 ? within : allNearest(name, all.keys());
      const ids = keys.flatMap((key) => all.get(key) ?? []).map(({ id }) => id);
      return [...new Set(ids)].slice(0, fewIds);
    },
    list: (kind) => (kind === undefined ? things : things.filter(ofKind(kind))),
    sources: () => Object.values(sources),
    data: { things, sources },
    source: (id) => (Object.hasOwn(sources, id) ? sources[id] : undefined),
    select: (thing, fact, selection = {}) => {
      const facts = thing.facts[fact];
      return facts && selectFact(facts, asOf === undefined ? selection : { asOf, ...selection });
    },
  };
};

/** Ids that a person can choose from at a glance. */
const fewIds = 6;

/** Names that contain a word, those with the least besides it first. One letter is in too many to say anything. */
const namesWith = (word: string, names: readonly string[]): readonly string[] =>
  word.length < 2 ? [] : names.filter((name) => name.includes(word)).sort((a, b) => a.length - b.length);

/** Every name by which a thing may be called: id, the id without its kind, names, aliases. */
const namesOf = (things: readonly Thing[]): Map<string, Thing[]> => {
  const names = new Map<string, Thing[]>();
  for (const thing of things) {
    const own = [thing.id, thing.id.slice(thing.kind.length + 1), thing.name.en, thing.name.zh ?? '', ...thing.aliases];
    for (const key of new Set(own.map(fold))) {
      if (key !== '') names.set(key, [...(names.get(key) ?? []), thing]);
    }
  }
  return names;
};
