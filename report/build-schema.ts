#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { catalogFolder } from '#catalog';
import { answerJsonSchema } from './answer-schema.ts';

/** Where the schema of an answer lies, for whoever reads `--json`. */
export const answerSchemaFile: string = join(catalogFolder, 'schema', 'answer.schema.json');

/** The text of that file. */
export const answerSchemaText = (): string => `${JSON.stringify(answerJsonSchema(), null, 1)}\n`;

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(answerSchemaFile, answerSchemaText());
