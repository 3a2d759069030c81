import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Checked } from '#quantity';

/**
 * Resolves a path that a document names, without ever leaving a folder: not by `..`, not by an absolute path, not
 * through a symbolic link.
 *
 * @param root the folder
 * @param path the path as written, relative to the folder
 */
export const resolveInside = (root: string, path: string): Checked<string> => {
  const refuse = (code: string): Checked<string> => ({ ok: false, issues: [{ code, path: '', received: path }] });
  if (path.includes('\0')) return refuse('path/not-a-path');
  // A file from Windows is refused on Linux too, so that a scenario means the same everywhere.
  if (path === '' || isAbsolute(path) || /^[A-Za-z]:|^[\\/]/.test(path)) return refuse('path/absolute');
  const target = join(root, path);
  if (leaves(root, target)) return refuse('path/outside');
  const realRoot = realOf(root);
  if (realRoot === undefined) return { ok: false, issues: [{ code: 'path/not-found', path: '', received: root }] };
  const realTarget = realOf(target);
  if (realTarget === undefined) return refuse('path/not-found');
  if (leaves(realRoot, realTarget)) return refuse('path/outside');
  return { ok: true, value: realTarget };
};

const leaves = (root: string, target: string): boolean => {
  const way = relative(root, target);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
};

const realOf = (path: string): string | undefined => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};
