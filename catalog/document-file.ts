import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { relative } from 'node:path';
import type { Checked, Issue } from '#quantity';
import { documentLimits, type LocatedDocument, readDocument } from './document.ts';
import { resolveInside } from './resolve-inside.ts';

/**
 * Reads a YAML document from a file, which is refused by its size before a byte of it is read.
 *
 * @param path the file; relative to `root` where that is given
 * @param options `root`: the folder that the file may not leave; `name`: what issues call the file, by default its path
 *   from the working folder
 */
export const readDocumentFile = (
  path: string,
  options: { readonly root?: string; readonly name?: string } = {},
): Checked<LocatedDocument> => {
  const inside = options.root === undefined ? undefined : resolveInside(options.root, path);
  const named = options.name ?? path;
  if (inside?.ok === false) return { ok: false, issues: inside.issues.map((issue) => ({ ...issue, file: named })) };
  const target = inside?.value ?? path;
  const name = options.name ?? shortName(target);
  const read = readText(target, name);
  return read.ok ? readDocument({ text: read.value, file: name }) : read;
};

/** A path from the working folder, or as it is where that would climb. */
export const shortName = (path: string): string => {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way;
};

const readText = (path: string, file: string): Checked<string> => {
  const refuse = (issue: Omit<Issue, 'path' | 'file'>): Checked<string> => ({ ok: false, issues: [{ path: '', file, ...issue }] });
  if (path.includes('\0')) return refuse({ code: 'path/not-a-path' });
  let descriptor: number;
  try {
    // A pipe that nobody writes to would be waited for without end.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return refuse({ code: systemCode(error) === 'EACCES' ? 'path/not-readable' : 'path/not-found', received: path });
  }
  try {
    const { size } = fstatSync(descriptor);
    if (!fstatSync(descriptor).isFile()) return refuse({ code: 'path/not-a-file', received: path });
    if (size > documentLimits.bytes) {
      return refuse({ code: 'document/too-large', expected: String(documentLimits.bytes), received: String(size) });
    }
    const bytes = Buffer.alloc(size);
    const length = readSync(descriptor, bytes, 0, size, 0);
    return decode(bytes.subarray(0, length), refuse);
  } finally {
    closeSync(descriptor);
  }
};

const decode = (bytes: Buffer, refuse: (issue: Omit<Issue, 'path' | 'file'>) => Checked<string>): Checked<string> => {
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return refuse({ code: 'document/not-utf8' });
  }
};

const systemCode = (error: unknown): unknown => (error as { readonly code?: unknown }).code;
