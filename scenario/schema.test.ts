import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseQuantity } from '#quantity';
import { levers } from './levers.ts';
import { planSchemaFile, planSchemaText, schemaFile, schemaText } from './write-schema.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
}

describe('scenario.schema.json', () => {
  it('is fresh: `npm run schemas` writes it', () => {
    expect(readFileSync(schemaFile, 'utf8')).toBe(schemaText());
    expect(readFileSync(planSchemaFile, 'utf8')).toBe(planSchemaText());
  });

  it('explains every lever, with its unit', () => {
    const schema = JSON.parse(schemaText()) as Node;
    for (const { path, unit, meaning } of levers) {
      const [group = '', name = ''] = path.split('.');
      const description = schema.properties?.['levers']?.properties?.[group]?.properties?.[name]?.description ?? '';
      expect(description, path).toContain(meaning.en);
      expect(description, path).toContain(meaning.zh);
      const bound = /(\d[\d.,e-]* [^.>≥≤]+)\)$/.exec(description)?.[1] ?? '';
      expect(unit === '1' || bound.endsWith(` ${unit}`) || parseQuantity(bound, unit).ok, path).toBe(true);
    }
  });
});
