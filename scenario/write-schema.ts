#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { catalogFolder, toJsonSchema } from '#catalog';
import { planSchema } from './plan-schema.ts';
import { packageSchema } from './read-package.ts';
import { scenarioSchema } from './schema.ts';

/** The file by which editors complete and explain scenarios. */
export const schemaFile: string = join(catalogFolder, 'schema', 'scenario.schema.json');

/** The text of that file. */
export const schemaText = (): string => `${JSON.stringify(toJsonSchema('scenario', scenarioSchema), null, 1)}\n`;

/** The file by which editors complete and explain packages. */
export const packageSchemaFile: string = join(catalogFolder, 'schema', 'package.schema.json');

/** The text of that file. */
export const packageSchemaText = (): string => `${JSON.stringify(toJsonSchema('package', packageSchema), null, 1)}\n`;

/** The file by which editors complete and explain plans. */
export const planSchemaFile: string = join(catalogFolder, 'schema', 'plan.schema.json');

/** The text of that file. */
export const planSchemaText = (): string => `${JSON.stringify(toJsonSchema('plan', planSchema), null, 1)}\n`;

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(schemaFile, schemaText());
  writeFileSync(packageSchemaFile, packageSchemaText());
  writeFileSync(planSchemaFile, planSchemaText());
}
