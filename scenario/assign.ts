import type * as z from 'zod';
import { documentLimits, fromZod, type IssueExtra, type LocatedDocument, readDocument } from '#catalog';
import type { Checked, Issue } from '#quantity';
import type { LeverSetting, Place } from './document.ts';
import type { Layer, Located } from './layer.ts';
import { type Lever, leverByPath, type Role, roles } from './levers.ts';
import { metricByPath } from './metrics.ts';
import { spotIn } from './read-layer.ts';
import { readLever } from './read-lever.ts';
import { leverSchema, scenarioSchema } from './schema.ts';
import { didYouMean, suggestPath } from './suggest-path.ts';

/** Under this name issues speak of the command line: the line is the number of the assignment. */
export const commandFile = '--set';

const settableFields = ['actor', 'date', 'acquired', 'precision', 'acquire', 'optimiser', 'checkpoint', 'tools'] as const;
const settable: readonly string[] = [...settableFields, ...roles];

/** `path=value`, taken apart. */
export interface Assignment {
  readonly path: string;
  readonly value: string;
  /** Where the value begins. */
  readonly place: Place;
}

/**
 * Takes one `path=value` apart.
 *
 * @param text as it was written
 * @param index which of the assignments it is, from 0
 */
export const parseAssignment = (text: string, index = 0): Checked<Assignment> => {
  const equals = text.indexOf('=');
  const path = text
    .slice(0, Math.max(equals, 0))
    .trim()
    .replace(/^levers\./, '');
  const after = text.slice(equals + 1);
  const value = after.trim();
  const place: Place = { file: commandFile, line: index + 1, column: [...text.slice(0, equals + 1)].length + 1 + leadingSpace(after) };
  const fault = (code: string, column: number, extra: IssueExtra): Checked<Assignment> => ({
    ok: false,
    issues: [{ code, path, ...place, column, received: text.slice(0, documentLimits.received), ...extra }],
  });
  if (equals < 0) return fault('set/malformed', 1, text.includes('＝') ? { hint: 'hint/full-width-equals' } : {});
  if (path === '') return fault('set/malformed', 1, {});
  return value === ''
    ? fault('set/no-value', place.column, { received: path.slice(0, documentLimits.received) })
    : { ok: true, value: { path, value, place } };
};

/**
 * Reads the assignments of a command line; a later one wins over an earlier one of the same path.
 *
 * @param texts each `path=value`
 * @returns a layer to lay over a scenario, or every fault
 */
export const readAssignments = (texts: readonly string[]): Checked<Layer> => {
  const issues: Issue[] = [];
  const fields: Record<string, Located<string>> = {};
  const chosen: Partial<Record<Role, Located<string>>> = {};
  const settings = new Map<string, LeverSetting>();
  for (const [index, text] of texts.entries()) {
    const assignment = parseAssignment(text, index);
    if (!assignment.ok) {
      issues.push(...assignment.issues);
      continue;
    }
    const { path, place } = assignment.value;
    const lever = leverByPath.get(path);
    if (lever !== undefined) {
      const setting = readSetting(lever, assignment.value);
      if (setting.ok) settings.set(path, setting.value);
      else issues.push(...setting.issues);
    } else if (settable.includes(path)) {
      const field = readField(assignment.value);
      if (!field.ok) issues.push(...field.issues);
      else if (roles.some((role) => role === path)) chosen[path as Role] = { value: field.value, place };
      else fields[path] = { value: field.value, place };
    } else issues.push({ path, ...place, column: 1, ...unknownPath(path) });
  }
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value: { fields: fields as Layer['fields'], roles: chosen, levers: settings } };
};

const leadingSpace = (text: string): number => text.length - text.trimStart().length;

const unknownPath = (path: string): Pick<Issue, 'code' | 'received' | 'expected' | 'hint'> => {
  const received = path.slice(0, documentLimits.received);
  if (metricByPath.has(path)) return { code: 'set/outcome', received };
  if (Object.hasOwn(scenarioSchema.shape, path)) return { code: 'set/not-settable', received, expected: settable.join(', ') };
  return { code: 'set/unknown-path', received, ...didYouMean(suggestPath(path, settable)) };
};

/** What stands behind the equals sign, as a document: a mapping is YAML, all else is text. */
const documentOf = ({ value, place }: Assignment): Checked<LocatedDocument> => {
  // Blanks before it give every fault inside the mapping its line and column on the command line.
  if (value.startsWith('{')) {
    return readDocument({ text: `${'\n'.repeat(place.line - 1)}${' '.repeat(place.column - 1)}${value}`, file: commandFile });
  }
  const issue = (code: string, _: unknown, { at: __, ...extra }: IssueExtra = {}): Issue => ({ code, path: '', ...place, ...extra });
  const relocate = (issues: readonly Issue[]): Issue[] =>
    issues.map((found) => ({ ...found, ...place, column: place.column + (found.column ?? 1) - 1 }));
  return { ok: true, value: { file: commandFile, value, locate: () => place, locateKey: () => place, issue, relocate } };
};

const readField = (assignment: Assignment): Checked<string> => {
  const { path } = assignment;
  const doc = documentOf(assignment);
  const schema = scenarioSchema.shape[path] as z.ZodType<string>;
  const parsed = doc.ok ? withSchema(doc.value, schema) : doc;
  return parsed.ok ? parsed : named(path, parsed.issues);
};

const readSetting = (lever: Lever, assignment: Assignment): Checked<LeverSetting> => {
  const path = `levers.${lever.path}`;
  const doc = documentOf(assignment);
  if (!doc.ok) return named(path, doc.issues);
  const written = withSchema(doc.value, leverSchema(lever));
  const setting = written.ok ? readLever(lever, written.value, spotIn(doc.value, [], 'command')) : written;
  return setting.ok ? setting : named(path, setting.issues);
};

const withSchema = <T>(doc: LocatedDocument, schema: z.ZodType<T>): Checked<T> => {
  const parsed = schema.safeParse(doc.value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: fromZod(doc, parsed.error, schema) };
};

const named = (path: string, issues: readonly Issue[]): Checked<never> => ({
  ok: false,
  issues: issues.map((issue) => ({ ...issue, path })),
});
