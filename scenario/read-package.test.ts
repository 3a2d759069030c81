import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog, readDocument } from '#catalog';
import { shippedFolder } from './list-scenarios.ts';
import { packageModel } from './package-model.ts';
import { packageOf, readPackage } from './read-package.ts';
import { packageSchemaFile, packageSchemaText } from './write-schema.ts';

const folder = join(shippedFolder, 'packages');
const read = (text: string): ReturnType<typeof packageOf> => {
  const doc = readDocument({ text, file: 'p.yaml' });
  if (!doc.ok) throw new Error(JSON.stringify(doc.issues));
  return packageOf(doc.value);
};
const codes = (text: string): readonly string[] => {
  const result = read(text);
  return result.ok ? [] : result.issues.map(({ code }) => code);
};

describe('a package file', () => {
  it('has a schema that is what the reader takes', () => expect(readFileSync(packageSchemaFile, 'utf8')).toBe(packageSchemaText()));

  it.each(readdirSync(folder))('%s is read whole and every number of it found', (name) => {
    const result = readPackage(join(folder, name));
    expect(result.ok).toBe(true);
    const opened = openCatalog();
    if (!result.ok || !opened.ok) return;
    const model = packageModel({ catalog: opened.value, spec: result.value.spec });
    expect(model.ok ? [] : model.issues).toEqual([]);
    if (model.ok) expect(model.value.evaluate(model.value.medians).feasible).toBe(true);
  });

  it.each([
    ['no dies', 'name: x\n', ['document/missing-key']],
    ['a die without size', 'name: x\ndies: [{ name: a, node: N5 }]\n', ['package/no-area']],
    ['two dies of one name', 'name: x\ndies: [{ name: a, area: 1 mm2 }, { name: a, area: 1 mm2 }]\n', ['package/duplicate-die']],
    [
      'a link to nowhere',
      'name: x\ndies: [{ name: a, area: 1 mm2 }]\nlinks: [{ between: [a, b], bandwidth: 1 TB/s }]\n',
      ['package/unknown-die'],
    ],
    ['yuan', 'name: x\ndies: [{ name: a, area: 1 mm2, testCost: 70 CNY }]\n', ['package/currency']],
    ['a share above one', 'name: x\ndies: [{ name: a, area: 1 mm2, coverage: 3 }]\n', ['scenario/out-of-range']],
    ['a list for a number', 'name: x\ndies: [{ name: a, area: [1, 2] }]\n', ['document/wrong-type']],
    ['a technology that there is not', 'name: x\ntechnology: glue\ndies: [{ name: a, area: 1 mm2 }]\n', ['document/wrong-value']],
  ])('%s: says so', (_, text, expected) => expect(codes(text)).toEqual(expected));

  it('may hold intervals, and sides instead of an area', () => {
    const result = read('name: x\ndies: [{ name: a, width: 10 mm, height: 20 mm, defectDensity: 0.1..0.2 /cm2 }]\n');
    expect(result.ok && result.value.spec.dies[0]?.numbers.defectDensity?.distribution.kind).toBe('split');
  });
});
