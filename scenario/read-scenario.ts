import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { documentLimits, isOnOrBefore, type LocatedDocument, readDocumentFile, resolveInside } from '#catalog';
import type { Checked, Issue } from '#quantity';
import { readAssignments } from './assign.ts';
import type { ScenarioDocument } from './document.ts';
import { type Layer, layOver, toDocument } from './layer.ts';
import { listScenarios, nearestScenario, shippedFolder } from './list-scenarios.ts';
import { type ReadLayer, readLayer } from './read-layer.ts';
import { didYouMean } from './suggest-path.ts';

export interface ReadScenarioOptions {
  readonly file: string;
  /** Folder that `extends` may not leave; by default the one of the file. */
  readonly root?: string;
  /** Assignments `path=value` that win over every file. */
  readonly set?: readonly string[];
}

/** More parents than anybody can follow while reading. */
const mostParents = 8;

/**
 * Reads a scenario file, everything it extends, and the assignments of a command line.
 *
 * @param options the file, and what is laid over it
 * @returns the scenario as written, or every located fault of all its files
 */
export const readScenario = ({ file, root = dirname(file), set = [] }: ReadScenarioOptions): Checked<ScenarioDocument> => {
  const { documents, issues: chainIssues, whole } = readChain(resolve(file), resolve(root));
  const issues: Issue[] = [...chainIssues, ...documents.flatMap(({ read }) => read.issues)];
  const assigned = readAssignments(set);
  if (!assigned.ok) issues.push(...assigned.issues);
  const [top] = documents;
  if (top === undefined) return failed(issues);

  // Parents lie under their children, and the command line over all.
  const files = documents.map(({ read }) => read.layer).reverse();
  const layer = [...files, ...(assigned.ok ? [assigned.value] : [])].reduce(layOver);
  if (whole) issues.push(...missingKeys(documents, layer));
  issues.push(...lateAcquisition(layer));
  const document = toDocument(top.doc.file, layer);
  return issues.length > 0 || document === undefined ? failed(issues) : { ok: true, value: document };
};

interface ReadDocument {
  readonly doc: LocatedDocument;
  readonly read: ReadLayer;
}

interface Chain {
  /** The scenario first, then its parent, and so on. */
  readonly documents: readonly ReadDocument[];
  readonly issues: readonly Issue[];
  /** Every file was read: what none of them says is missing. */
  readonly whole: boolean;
}

const failed = (issues: readonly Issue[]): Checked<never> => ({ ok: false, issues: issues.slice(0, documentLimits.issues) });

const readChain = (file: string, root: string): Chain => {
  const documents: ReadDocument[] = [];
  const broken = (issues: readonly Issue[]): Chain => ({ documents, issues, whole: false });
  const first = existsSync(file) || file.includes('\0') ? readDocumentFile(file) : notFound(file);
  if (!first.ok) return broken(first.issues);

  let doc = first.value;
  // By their way from the root, for messages and for the way of the next; and by what they really are.
  const ways = [relative(root, file)];
  const seen = [realpathSync(file)];
  for (;;) {
    const read = readLayer(doc);
    documents.push({ doc, read });
    if (read.extends === undefined) return { documents, issues: [], whole: !read.keys.has('extends') };
    const from = doc;
    const refuse = (code: string, extra: { readonly expected?: string; readonly received?: string }): Chain =>
      broken([from.issue(code, ['extends'], extra)]);
    if (documents.length > mostParents)
      return refuse('scenario/too-many-parents', { expected: String(mostParents), received: read.extends });

    const way = /^(?:[A-Za-z]:|[\\/])/.test(read.extends) ? read.extends : join(dirname(ways.at(-1)!), read.extends);
    const target = resolveInside(root, way);
    if (!target.ok) {
      const [issue] = target.issues;
      const code = issue?.code ?? 'path/not-found';
      if (code === 'path/not-found') return broken([missingParent(from, read.extends, join(root, way))]);
      return refuse(code, { received: read.extends });
    }
    const turn = seen.indexOf(target.value);
    if (turn >= 0) return refuse('scenario/cycle', { received: [...ways.slice(turn), ways[turn]!].join(' → ') });
    const next = readDocumentFile(target.value);
    if (!next.ok) {
      // What is wrong with the path is said where the path is written.
      return broken(
        next.issues.map((issue) =>
          issue.code.startsWith('path/') ? from.issue(issue.code, ['extends'], { received: read.extends! }) : issue,
        ),
      );
    }
    ways.push(way);
    seen.push(target.value);
    doc = next.value;
  }
};

const nameOf = (file: string): string => {
  const way = relative(process.cwd(), file);
  return way.startsWith('..') ? file : way;
};

const notFound = (file: string): Checked<never> => {
  const names = [...listScenarios(dirname(file)), ...listScenarios(shippedFolder)];
  const near = nearestScenario(file, names);
  const known = names.length === 0 ? {} : { expected: [...new Set(names)].join(', ') };
  return {
    ok: false,
    issues: [
      {
        code: 'scenario/not-found',
        path: '',
        file: nameOf(file),
        received: basename(file),
        ...(near === undefined ? known : didYouMean(near)),
      },
    ],
  };
};

const missingParent = (doc: LocatedDocument, written: string, target: string): Issue => {
  const near = nearestScenario(target, listScenarios(dirname(target)));
  return doc.issue('scenario/not-found', ['extends'], {
    received: written,
    ...didYouMean(near === undefined ? undefined : join(dirname(written), `${near}.yaml`)),
  });
};

const required = ['title', 'actor', 'date'] as const;

/** Keys that no file holds; those that are there and faulty have an issue already. */
const missingKeys = (documents: readonly ReadDocument[], { fields }: Layer): Issue[] =>
  required
    .filter((key) => fields[key] === undefined && !documents.some(({ read }) => read.keys.has(key)))
    .map((key) => ({ ...documents[0]!.doc.issue('document/missing-key', [], { expected: key }), path: key }));

const lateAcquisition = ({ fields: { acquired, date } }: Layer): Issue[] => {
  if (acquired === undefined || date === undefined || isOnOrBefore(acquired.value, date.value)) return [];
  return acquired.value === 'none'
    ? []
    : [{ code: 'scenario/acquired-late', path: 'acquired', ...acquired.place, expected: date.value, received: acquired.value }];
};
