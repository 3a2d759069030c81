import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogFolder } from './home.ts';
import { kinds } from './kinds.ts';
import { thingSchemaOf, toJsonSchema } from './schema.ts';
import { schemaFiles } from './write-schemas.ts';

describe('JSON Schemas', () => {
  it.each(Object.entries(schemaFiles()))('%s is what the kinds say (else: npm run schemas)', (name, text) => {
    expect(readFileSync(join(catalogFolder, 'schema', name), 'utf8')).toBe(text);
  });

  it('explain every fact and attribute of a kind', () => {
    const text = JSON.stringify(toJsonSchema('accelerator', thingSchemaOf('accelerator')));
    const { facts, attributes } = kinds['accelerator']!;
    for (const { label, meaning } of [...Object.values(facts), ...Object.values(attributes)]) {
      for (const lang of ['en', 'zh'] as const) {
        expect(text).toContain(label[lang]);
        expect(text).toContain(meaning?.[lang] ?? label[lang]);
      }
    }
  });

  it.each(Object.keys(kinds))('are named in the first line of every file of kind %s', (kind) => {
    const folder = join(catalogFolder, kind);
    // Of some kinds only users have facts.
    const unnamed = (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => name.endsWith('.yaml'))
      .filter(
        (name) => !readFileSync(join(folder, name), 'utf8').startsWith(`# yaml-language-server: $schema=../schema/${kind}.schema.json\n`),
      );
    expect(unnamed).toEqual([]);
  });

  it('refuse a kind that does not exist', () => {
    expect(() => thingSchemaOf('toString')).toThrow(RangeError);
  });
});
