#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { catalogFolder } from './home.ts';
import { kinds } from './kinds.ts';
import { sourcesSchema, thingSchemaOf, toJsonSchema } from './schema.ts';

/** The text of every schema file of the catalogue, by its name. */
export const schemaFiles = (): Record<string, string> =>
  Object.fromEntries(
    [...Object.keys(kinds).map((kind) => [kind, thingSchemaOf(kind)] as const), ['sources', sourcesSchema] as const].map(
      ([name, schema]) => [`${name}.schema.json`, `${JSON.stringify(toJsonSchema(name, schema), null, 1)}\n`],
    ),
  );

if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(catalogFolder, 'schema');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(join(folder, name), text);
}
