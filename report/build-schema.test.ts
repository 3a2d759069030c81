import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { answerSchemaFiles } from './build-schema.ts';

it.each([...answerSchemaFiles()])('the published schema %s is the one of the code', (file, text) => {
  expect(readFileSync(file, 'utf8'), 'run `npm run schemas`').toBe(text);
});
