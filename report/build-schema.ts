#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { catalogFolder } from '#catalog';
import { answerJsonSchema } from './answer-schema.ts';
import { runJsonSchemas } from './run-schema.ts';
import { studyJsonSchemas } from './study-schema.ts';

/** The schemas of what commands say with `--json`: the text of each file, by its path. */
export const answerSchemaFiles = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({ answer: answerJsonSchema(), ...studyJsonSchemas(), ...runJsonSchemas() }).map(([name, schema]) => [
      join(catalogFolder, 'schema', `${name}.schema.json`),
      `${JSON.stringify(schema, null, 1)}\n`,
    ]),
  );

if (argv[1] === fileURLToPath(import.meta.url)) for (const [file, text] of answerSchemaFiles()) writeFileSync(file, text);
