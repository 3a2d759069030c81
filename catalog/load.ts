import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Checked, type Issue, parseQuantity, type UnitId } from '#quantity';
import { median } from '#uncertainty';
import { boundsOf } from './bounds.ts';
import type { CatalogData, FactValue, Source, Thing } from './catalog.ts';
import type { IssueExtra, LocatedDocument, Path } from './document.ts';
import { readDocumentFile, shortName } from './document-file.ts';
import { ends } from './ends.ts';
import { fromZod } from './from-zod.ts';
import { kinds } from './kinds.ts';
import { nearest } from './nearest.ts';
import { sourcesSchema, thingSchemaOf, type WrittenFact, type WrittenThing } from './schema.ts';

/** The content of a folder of YAML files, which still knows where each fact stands. */
export interface LoadedCatalog extends CatalogData {
  /** Ids of the things that this folder states, apart from those it is laid over. */
  readonly own: ReadonlySet<string>;
  /** An issue at a statement of a fact of a thing that came from this folder. */
  readonly issueAt: (code: string, fact: FactPlace, extra?: IssueExtra) => Issue;
}

export interface FactPlace {
  readonly thing: string;
  readonly fact?: string;
  /** Which of several statements. */
  readonly index?: number;
  /** Where no fact is meant but an attribute. */
  readonly attribute?: string;
}

export interface LoadOptions {
  /** What issues and things call the folder; by default its path from the working folder. */
  readonly label?: string;
  /** The catalogue that the folder is laid over: its things and sources may be referred to, and replaced. */
  readonly base?: CatalogData;
}

/** No catalogue of a person has more files; a folder such as / has. */
const mostFiles = 5000;

/**
 * Reads every thing and source below a folder (`<kind>/<name>.yaml`, `sources.yaml`) and follows their references.
 *
 * @param folder the folder
 * @param options what it is laid over
 * @returns everything, or every issue with its place
 */
export const loadThings = (folder: string, options: LoadOptions = {}): Checked<LoadedCatalog> => {
  const label = options.label ?? (shortName(folder) || '.');
  const listed = listFiles(folder, label);
  if (!listed.ok) return listed;
  const issues: Issue[] = [];
  const own = readSources(folder, label, issues);
  const sources = { ...options.base?.sources, ...own };
  const documents = new Map<string, LocatedDocument>();
  const things = new Map((options.base?.things ?? []).map((thing) => [thing.id, thing]));
  for (const { kind, path } of listed.value) {
    const read = readThing({ folder, kind, path, file: join(label, path), sources });
    if (read.ok) {
      documents.set(read.value.thing.id, read.value.document);
      things.set(read.value.thing.id, read.value.thing);
    } else {
      issues.push(...read.issues);
    }
  }
  // A file that cannot be read leaves a gap, into which no reference should be blamed for pointing.
  const unread = new Set(listed.value.map(({ path }) => path.replace(/\.ya?ml$/, '')));
  for (const [id, document] of documents) issues.push(...brokenReferences(things.get(id)!, document, things, unread));
  if (issues.length > 0) return { ok: false, issues: issues.sort(byPlace) };
  return {
    ok: true,
    value: {
      things: [...things.values()].sort((a, b) => compare(a.id, b.id)),
      sources,
      own: new Set(documents.keys()),
      issueAt: (code, { thing, fact, index, attribute = 'id' }, extra) => {
        const document = documents.get(thing);
        if (document === undefined) return { code, path: thing, ...extra };
        return document.issue(code, fact === undefined ? [attribute] : factPath(document, fact, index ?? 0), extra);
      },
    },
  };
};

/** As a person meets them who goes through the files from top to bottom. */
const byPlace = (a: Issue, b: Issue): number =>
  compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

interface Listed {
  readonly kind: string;
  readonly path: string;
}

const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);

const listFiles = (folder: string, label: string): Checked<readonly Listed[]> => {
  const refuse = (issues: readonly Issue[]): Checked<readonly Listed[]> => ({ ok: false, issues });
  if (folder.includes('\0')) return refuse([{ code: 'path/not-a-path', path: '', file: label.replaceAll('\0', '�') }]);
  if (!existsSync(folder)) return refuse([{ code: 'path/not-found', path: '', file: label, received: label }]);
  if (!statSync(folder).isDirectory()) return refuse([{ code: 'path/not-a-folder', path: '', file: label, received: label }]);
  const issues: Issue[] = [];
  const files: Listed[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (Object.hasOwn(kinds, entry.name)) {
      files.push(...yamlNames(join(folder, entry.name)).map((name) => ({ kind: entry.name, path: `${entry.name}/${name}` })));
    } else {
      const stray = strayEntry(folder, entry);
      if (stray !== undefined) issues.push({ ...stray, path: '', file: join(label, entry.name) });
    }
    if (files.length > mostFiles) return refuse([{ code: 'catalog/too-many-files', path: '', file: label, expected: String(mostFiles) }]);
  }
  if (files.length === 0 && issues.length === 0 && !existsSync(join(folder, 'sources.yaml'))) {
    issues.push({ code: 'catalog/no-files', path: '', file: label, expected: Object.keys(kinds).join(', ') });
  }
  return issues.length > 0 ? refuse(issues) : { ok: true, value: files.sort((a, b) => compare(a.path, b.path)) };
};

const yamlNames = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter(isYaml);
  } catch {
    return [];
  }
};

/** YAML where no kind of thing lies is a slip that would silently change nothing. */
const strayEntry = (folder: string, entry: Dirent): Omit<Issue, 'path' | 'file'> | undefined => {
  if (entry.name === 'sources.yaml' || entry.name.startsWith('.')) return undefined;
  if (entry.isDirectory() ? yamlNames(join(folder, entry.name)).length === 0 : !isYaml(entry.name)) return undefined;
  const meant = nearest(entry.name, Object.keys(kinds));
  const expected = meant ?? Object.keys(kinds).join(', ');
  return { code: 'catalog/unknown-kind', received: entry.name, expected, ...(meant === undefined ? {} : { hint: 'hint/did-you-mean' }) };
};

const readSources = (folder: string, label: string, issues: Issue[]): Record<string, Source> => {
  const path = 'sources.yaml';
  if (!existsSync(join(folder, path))) return {};
  const read = readDocumentFile(path, { root: folder, name: join(label, path) });
  if (!read.ok) {
    issues.push(...read.issues);
    return {};
  }
  const parsed = sourcesSchema.safeParse(read.value.value);
  if (!parsed.success) {
    issues.push(...fromZod(read.value, parsed.error, sourcesSchema));
    return {};
  }
  return Object.fromEntries(Object.entries(parsed.data).map(([id, source]) => [id, { id, ...defined(source) } as Source]));
};

interface ReadThing {
  readonly thing: Thing;
  readonly document: LocatedDocument;
}

interface ThingFile {
  readonly folder: string;
  readonly kind: string;
  readonly path: string;
  readonly file: string;
  readonly sources: Readonly<Record<string, Source>>;
}

const readThing = ({ folder, kind, path, file, sources }: ThingFile): Checked<ReadThing> => {
  const read = readDocumentFile(path, { root: folder, name: file });
  if (!read.ok) return read;
  const document = read.value;
  const schema = thingSchemaOf(kind);
  const parsed = schema.safeParse(document.value);
  if (!parsed.success) return { ok: false, issues: fromZod(document, parsed.error, schema) };
  const written = parsed.data;
  const issues: Issue[] = [];
  const wanted = path.replace(/\.ya?ml$/, '');
  if (written.id !== wanted) issues.push(document.issue('document/id', ['id'], { expected: wanted, received: written.id }));
  const { source, locator, grade } = written;
  if (source !== undefined && !Object.hasOwn(sources, source))
    issues.push(unknownId('catalog/unknown-source', source, Object.keys(sources), document, ['source']));

  const facts: Record<string, readonly FactValue[]> = {};
  for (const [name, statements] of Object.entries(written.facts)) {
    facts[name] = listOf(statements).flatMap((statement, index) => {
      const where = factPath(document, name, index);
      const fact = readFact({ statement, name, kind, written, document, where, sources });
      if (fact.ok) return [fact.value];
      issues.push(...fact.issues);
      return [];
    });
  }
  if (issues.length > 0) return { ok: false, issues };
  const thing: Thing = {
    id: written.id,
    kind,
    name: defined(written.name),
    aliases: written.aliases ?? [],
    attributes: Object.fromEntries(
      Object.keys(kinds[kind]!.attributes).flatMap((key) => (written[key] === undefined ? [] : [[key, String(written[key])]])),
    ),
    facts,
    ...defined({ source, locator, grade }),
    file,
  };
  return { ok: true, value: { thing, document } };
};

interface FactReading {
  readonly statement: WrittenFact;
  readonly name: string;
  readonly kind: string;
  readonly written: WrittenThing;
  readonly document: LocatedDocument;
  readonly where: Path;
  readonly sources: Readonly<Record<string, Source>>;
}

const readFact = ({ statement, name, kind, written, document, where, sources }: FactReading): Checked<FactValue> => {
  const { unit } = kinds[kind]!.facts[name]!;
  const issues: Issue[] = [];
  const part = (key: string): Path => (isMapping(valueAt(document, where)) ? [...where, key] : where);
  const source = statement.source ?? written.source;
  const grade = statement.grade ?? written.grade;
  // A model or an event has a date of its own, which is not that of what was said about it.
  const date = statement.date ?? (Object.hasOwn(kinds[kind]!.attributes, 'date') ? undefined : written.date);
  // Where a fact names its own source, the locator of the thing speaks of another text.
  const locator = statement.locator ?? (statement.source === undefined ? written.locator : undefined);
  if (source === undefined) issues.push(document.issue('fact/no-source', where));
  if (grade === undefined) issues.push(document.issue('fact/no-grade', where, { expected: 'A, B, C, D' }));
  // That of the thing has been looked up once for all of its facts.
  const cited = [
    ...(statement.source === undefined ? [] : [[statement.source, part('source')] as const]),
    ...(statement.also ?? []).map((id, i) => [id, [...part('also'), i]] as const),
  ];
  for (const [id, path] of cited)
    if (!Object.hasOwn(sources, id)) issues.push(unknownId('catalog/unknown-source', id, Object.keys(sources), document, path));

  const value = readValue(statement, unit, document, part);
  if (!value.ok) issues.push(...value.issues);
  else {
    const format = formatFault(name, value.value.precision);
    if (format !== undefined) issues.push(document.issue('fact/precision', part('value'), format));
    issues.push(...outOfBounds(kind, name, value.value, document, part('value')));
  }
  if (issues.length > 0 || !value.ok || source === undefined || grade === undefined) return { ok: false, issues };
  const { also, definition, note } = statement;
  return { ok: true, value: { ...value.value, source, grade, ...defined({ date, also, locator, definition, note }) } };
};

type Measured = Pick<FactValue, 'value' | 'unit' | 'text' | 'currency' | 'currencyYear' | 'precision'>;

const readValue = (statement: WrittenFact, unit: UnitId, document: LocatedDocument, part: (key: string) => Path): Checked<Measured> => {
  const parsed = parseQuantity(statement.value, unit);
  if (!parsed.ok) return { ok: false, issues: document.relocate(parsed.issues, part('value')) };
  const { value, currency, currencyYear, precision } = parsed.value;
  const measured: Measured = { value, unit, text: statement.value, ...defined({ currency, currencyYear, precision }) };
  if (statement.range === undefined) return { ok: true, value: measured };

  const range = parseQuantity(statement.range, unit);
  if (!range.ok) return { ok: false, issues: document.relocate(range.issues, part('range')) };
  const refuse = (code: string, extra: IssueExtra): Checked<Measured> => ({
    ok: false,
    issues: [document.issue(code, part('range'), extra)],
  });
  if (value.kind !== 'point' || range.value.value.kind !== 'split') return refuse('fact/range-form', { received: statement.range });
  if (range.value.currency !== currency || range.value.currencyYear !== currencyYear)
    return refuse('fact/range-currency', { received: statement.range });
  const { scale, p5, p95 } = range.value.value;
  if (value.value < p5 || value.value > p95) return refuse('fact/outside-range', { expected: statement.range, received: statement.value });
  return {
    ok: true,
    value: { ...measured, value: { kind: 'split', scale, p5, p50: value.value, p95 }, text: `${statement.value} (${statement.range})` },
  };
};

/** A peak belongs to its number format; FP16 runs at the rate of BF16 on every accelerator that has both. */
const formatFault = (name: string, precision: string | undefined): IssueExtra | undefined => {
  const format = /^peak([A-Z][A-Za-z]+\d+)$/.exec(name)?.[1]?.toLowerCase();
  if (format === undefined || precision === undefined || precision === format) return undefined;
  return format === 'bf16' && precision === 'fp16' ? undefined : { expected: format, received: precision };
};

const outOfBounds = (kind: string, name: string, { value, text }: Measured, document: LocatedDocument, path: Path): Issue[] => {
  const bounds = boundsOf(kind, name);
  if (bounds === undefined) return [];
  const { low, high, above } = bounds;
  const [p5, p95] = ends(value);
  const below = p5 < low || (above === true && median(value) <= low);
  if (below) return [document.issue('fact/too-small', path, { expected: `${above === true ? '>' : '>='} ${low}`, received: text })];
  return high !== undefined && p95 > high ? [document.issue('fact/too-big', path, { expected: `<= ${high}`, received: text })] : [];
};

/** Attributes that name another thing, by the kind that they name. */
const references: Readonly<Record<string, string>> = {
  accelerator: 'accelerator',
  node: 'node',
  sameSilicon: 'accelerator',
  event: 'event',
};

/** What stands for a prior in place of an id. */
const anyThing = 'any';

const brokenReferences = (
  thing: Thing,
  document: LocatedDocument,
  things: ReadonlyMap<string, Thing>,
  unread: ReadonlySet<string>,
): Issue[] =>
  Object.entries(references).flatMap(([attribute, kind]) => {
    const id = thing.attributes[attribute];
    if (id === undefined || id === anyThing) return [];
    if (things.get(id)?.kind === kind || unread.has(id)) return [];
    const known = [...things.values()].filter((other) => other.kind === kind).map((other) => other.id);
    return [unknownId('catalog/unknown-id', id, known, document, [attribute], kind)];
  });

const unknownId = (code: string, id: string, known: readonly string[], document: LocatedDocument, path: Path, kind?: string): Issue => {
  const meant = nearest(id, known);
  if (meant !== undefined) return document.issue(code, path, { received: id, expected: meant, hint: 'hint/did-you-mean' });
  return document.issue(code, path, { received: id, ...(kind === undefined ? {} : { expected: kind }) });
};

const factPath = (document: LocatedDocument, fact: string, index: number): Path =>
  Array.isArray(valueAt(document, ['facts', fact])) ? ['facts', fact, index] : ['facts', fact];

const valueAt = (document: LocatedDocument, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined),
    document.value,
  );

const isMapping = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

type Defined<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/** A record without the keys that are undefined. */
const defined = <T extends object>(record: T): Defined<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Defined<T>;
