import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const findRoot = (from: string): string => {
  const parent = dirname(from);
  // The same file runs from cli/ in a checkout and from dist/cli/ in the package.
  return existsSync(join(from, 'package.json')) || parent === from ? from : findRoot(parent);
};

const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Version of the package. */
export const version: string = (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
