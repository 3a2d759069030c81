#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Issue } from '#quantity';
import { catalogFolder, compiledFile } from './home.ts';
import { loadThings } from './load.ts';
import { withDigest } from './open.ts';

/** The faults of the catalogue's own files, one a line: this runs before there are messages to show them with. */
const describe = ({ file, line, column, path, code, received, expected }: Issue): string =>
  `${file ?? ''}:${line ?? 1}:${column ?? 1}: ${code} ${path}${received === undefined ? '' : ` (${received})`}${expected === undefined ? '' : `; ${expected}`}`;

if (argv[1] === fileURLToPath(import.meta.url) && compiledFile !== undefined) {
  const loaded = loadThings(catalogFolder, { label: 'catalog' });
  if (loaded.ok) {
    writeFileSync(compiledFile, JSON.stringify(withDigest(loaded.value)));
  } else {
    console.error(loaded.issues.map(describe).join('\n'));
    process.exitCode = 1;
  }
}
