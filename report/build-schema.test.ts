import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { answerSchemaFile, answerSchemaText } from './build-schema.ts';

it('the published schema of an answer is the one of the code', () => {
  expect(readFileSync(answerSchemaFile, 'utf8'), 'run `npm run schemas`').toBe(answerSchemaText());
});
