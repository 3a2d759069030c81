#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { catalogFolder, toJsonSchema } from '#catalog';
import { claimSchema } from './claim.ts';

/** The file by which editors complete and explain claims. */
export const claimSchemaFile: string = join(catalogFolder, 'schema', 'claim.schema.json');

/** The text of that file. */
export const claimSchemaText = (): string => `${JSON.stringify(toJsonSchema('claim', claimSchema), null, 1)}\n`;

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(claimSchemaFile, claimSchemaText());
