import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { langs, messages, textOf } from './index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`));
}

const sources = (): readonly string[] =>
  ['model', 'scenario', 'report', 'cli', 'sweep', 'uncertainty']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, String(name))))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));

describe('texts', () => {
  it('are the same keys in all languages, functions with the same number of values', () => {
    const shape = langs.map((lang) => leaves(messages(lang)).map(([path, value]) => `${path}: ${typeof value}`));
    expect(shape[1]).toEqual(shape[0]);
  });

  it('are not left in English in Chinese', () => {
    const en = new Map(leaves(messages('en')));
    const alike = leaves(messages('zh')).filter(
      ([path, value]) => typeof value === 'string' && /[a-z]{4}/.test(value) && en.get(path) === value && path.startsWith('report.'),
    );
    expect(alike.map(([path]) => path)).toEqual([]);
  });

  it('stand for every code of the model', () => {
    const { codes, bindings, constraints } = messages('en');
    const found = { codes: new Set<string>(), constraints: new Set<string>(), bindings: new Set<string>() };
    for (const file of sources()) {
      const text = readFileSync(file, 'utf8');
      for (const [, code] of text.matchAll(/'((?:free|caveat)\/[a-z-]+)'/g)) found.codes.add(code as string);
      // The union of constraint ids is declared once, in the model.
      const union = text.match(/type ConstraintId =([^;]+);/)?.[1] ?? '';
      for (const [, id] of union.matchAll(/'([a-z]+\.[a-zA-Z]+)'/g)) found.constraints.add(id as string);
      // Words that a record may give as its binding: in its type, in the type of a rule's outcome, or by the greatest of parts.
      const unions = [...text.matchAll(/(?:readonly binding:|type RuleOutcome =) ([^;]+);/g)].flatMap(([, union]) => [
        ...(union as string).matchAll(/(?<!\[)'([\w-]+)'/g),
      ]);
      const greatest = [...text.matchAll(/most === \w+ \? '(\w+)'(?: : '(\w+)')?/g)].flatMap(([, one, other]) =>
        other === undefined ? [one] : [one, other],
      );
      for (const word of [...unions.map(([, word]) => word), ...greatest]) found.bindings.add(word as string);
    }
    expect(found.codes.size).toBeGreaterThan(5);
    expect(found.constraints.size).toBeGreaterThan(5);
    expect(found.bindings.size).toBeGreaterThan(20);
    expect([...found.bindings].filter((word) => !(word in bindings))).toEqual([]);
    expect([...found.codes].filter((code) => !(code in codes))).toEqual([]);
    expect([...found.constraints].filter((id) => !(id in constraints))).toEqual([]);
  });

  it('let an unknown code stand for itself', () => {
    expect(textOf(messages('en').codes, 'free/of-charge')).toBe('free/of-charge');
    expect(textOf(messages('en').codes, 'toString')).toBe('toString');
  });
});
