import * as z from 'zod';
import type { Issue } from '#quantity';
import { documentLimits, hasFullWidth, type LocatedDocument, type Path } from './document.ts';
import { nearest } from './nearest.ts';

/**
 * The faults that a schema found, each at its place in the document.
 *
 * A check of one's own gives its code, and what an issue carries, as `params` of the zod issue:
 * `ctx.addIssue({ code: 'custom', params: { code: 'fact/precision', received: '…' } })`.
 *
 * @param doc the document that was checked
 * @param error what zod said
 * @param schema the schema, which knows the keys that an unknown one may have meant
 */
export const fromZod = (doc: LocatedDocument, error: z.ZodError, schema?: z.ZodType): Issue[] =>
  error.issues.flatMap((issue) => issuesOf(doc, issue, [], schema));

const issuesOf = (doc: LocatedDocument, issue: z.core.$ZodIssue, base: Path, schema: z.ZodType | undefined): Issue[] => {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  const received = at(doc.value, path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = schema === undefined ? [] : knownKeys(schema, path);
      return issue.keys.map((key) => {
        const meant = nearest(key, known);
        // `{ note: half of it, as built }` is read as a note and a key `as built`.
        if (meant === undefined && key.includes(' '))
          return doc.issue('document/unknown-key', [...path, key], { received: key, hint: 'hint/comma', at: 'key' });
        const extra = meant === undefined ? { expected: known.join(', ') } : { expected: meant, hint: 'hint/did-you-mean' };
        return doc.issue('document/unknown-key', [...path, key], { received: key, ...(known.length === 0 ? {} : extra), at: 'key' });
      });
    }
    case 'invalid_type':
      if (received === undefined) return [missing(doc, path)];
      return [doc.issue('document/wrong-type', path, { expected: typeName(issue.expected), ...described(received) })];
    case 'invalid_union': {
      if (received === undefined) return [missing(doc, path)];
      const all = branchesOf(issue);
      const branches = all.filter((branch) => !branch.some((part) => part.path.length === 0 && part.code === 'invalid_type'));
      const branch = branches.reduce<readonly z.core.$ZodIssue[] | undefined>(
        (best, next) => (best === undefined || next.length < best.length ? next : best),
        undefined,
      );
      if (branch !== undefined) return branch.flatMap((part) => issuesOf(doc, part, path, schema));
      const types = all.flat().flatMap((part) => (part.code === 'invalid_type' ? [typeName(part.expected)] : []));
      return [doc.issue('document/wrong-type', path, { expected: [...new Set(types)].join(' | '), ...described(received) })];
    }
    case 'invalid_key':
      return issue.issues.map((part) => {
        const code = part.code === 'custom' ? part.params?.code : undefined;
        return doc.issue(typeof code === 'string' ? code : 'document/wrong-value', path, { received: String(path.at(-1)), at: 'key' });
      });
    case 'invalid_value': {
      const values = issue.values.map(String);
      const meant = typeof received === 'string' ? nearest(received, values) : undefined;
      const hint = meant === undefined ? { expected: values.join(' | ') } : { expected: meant, hint: 'hint/did-you-mean' };
      return [received === undefined ? missing(doc, path) : doc.issue('document/wrong-value', path, { ...described(received), ...hint })];
    }
    case 'too_small':
    case 'too_big':
      return [
        doc.issue(issue.code === 'too_small' ? 'document/too-small' : 'document/too-big', path, {
          expected: String(issue.code === 'too_small' ? issue.minimum : issue.maximum),
          ...described(received),
        }),
      ];
    case 'custom': {
      const params: Readonly<Record<string, unknown>> = issue.params ?? {};
      const extra = Object.fromEntries(
        ['expected', 'received', 'hint'].flatMap((key) => (params[key] === undefined ? [] : [[key, String(params[key])]])),
      );
      return [
        doc.issue(typeof params.code === 'string' ? params.code : 'document/wrong-value', path, { ...described(received), ...extra }),
      ];
    }
    default:
      return [doc.issue('document/wrong-value', path, described(received))];
  }
};

/** What each option of a union found wrong, with the options of a union inside it. */
const branchesOf = (issue: z.core.$ZodIssueInvalidUnion): (readonly z.core.$ZodIssue[])[] =>
  issue.errors.flatMap((branch) => {
    const [first] = branch;
    return branch.length === 1 && first?.code === 'invalid_union' && first.path.length === 0 ? branchesOf(first) : [branch];
  });

const missing = (doc: LocatedDocument, path: Path): Issue =>
  doc.issue('document/missing-key', path, { expected: String(path.at(-1) ?? '') });

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key) ? (part as Record<string, unknown>)[key] : undefined,
    value,
  );

/** Names of types as `messages/` knows them. */
const typeName = (expected: string): string =>
  ({
    string: 'text',
    number: 'number',
    int: 'integer',
    boolean: 'boolean',
    object: 'mapping',
    record: 'mapping',
    array: 'list',
    null: 'nothing',
  })[expected] ?? expected;

const described = (value: unknown): { readonly received: string; readonly hint?: string } => {
  if (value === null || value === undefined) return { received: 'nothing' };
  if (Array.isArray(value)) return { received: 'list' };
  if (typeof value === 'object') return { received: 'mapping' };
  const received = String(value).slice(0, documentLimits.received);
  return hasFullWidth(received) ? { received, hint: 'hint/full-width' } : { received };
};

/** The keys that a schema allows in the mapping at a path. */
const knownKeys = (schema: z.ZodType, path: Path): string[] => {
  const [key, ...rest] = path;
  return options(schema).flatMap((option) => {
    if (option instanceof z.ZodObject) {
      const shape: Readonly<Record<string, z.ZodType>> = option.shape;
      if (key === undefined) return Object.keys(shape);
      const next = typeof key === 'string' && Object.hasOwn(shape, key) ? shape[key] : undefined;
      return next === undefined ? [] : knownKeys(next, rest);
    }
    if (option instanceof z.ZodRecord && typeof key === 'string') return knownKeys(option.valueType as z.ZodType, rest);
    if (option instanceof z.ZodArray && typeof key === 'number') return knownKeys(option.element as z.ZodType, rest);
    return [];
  });
};

/** A schema without its wrappers, or the options of a union. */
const options = (schema: z.ZodType): z.ZodType[] => {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return options(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => options(option as z.ZodType));
  if (schema instanceof z.ZodPipe) return options(schema.in as z.ZodType);
  if (schema instanceof z.ZodLazy) return options(schema.unwrap() as z.ZodType);
  return [schema];
};
