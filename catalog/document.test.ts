import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Issue } from '#quantity';
import { processorTime } from '../test/support/processor-time.ts';
import { readDocument } from './document.ts';
import { fromZod } from './from-zod.ts';

const read = (text: string): ReturnType<typeof readDocument> => readDocument({ text, file: 'a.yaml' });
const issuesOf = (text: string): readonly Issue[] => {
  const result = read(text);
  return result.ok ? [] : result.issues;
};
const plain = (text: string): unknown => {
  const result = read(text);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value.value;
};

/** What a person may write by mistake, or to do harm: code and line of the first issue. */
const malformed: readonly (readonly [name: string, text: string, code: string, line: number])[] = [
  ['tab as indentation', 'a:\n\tb: 1\n', 'document/tab', 2],
  ['key twice', 'a: 1\nb: 2\na: 3\n', 'document/duplicate-key', 3],
  ['key twice in a flow mapping', 'x: { a: 1, a: 2 }\n', 'document/duplicate-key', 1],
  ['anchor and alias', 'a: &x 1\nb: *x\n', 'document/anchor', 1],
  ['alias without anchor', 'a: 1\nb: *x\n', 'document/alias', 2],
  ['merge key', 'a: 1\n<<: { b: 2 }\n', 'document/merge-key', 2],
  ['custom tag', 'a: !chip H100\n', 'document/tag', 1],
  ['standard tag', 'a: 1\nb: !!str 5\n', 'document/tag', 2],
  ['directive', '%YAML 1.1\n---\na: yes\n', 'document/directive', 1],
  ['two documents', 'a: 1\n---\nb: 2\n', 'document/several-documents', 2],
  ['nothing', '', 'document/empty', 1],
  ['comments only', '# a\n# b\n', 'document/empty', 1],
  ['full-width colon in a key', 'a: 1\nname：{ en: A }\n', 'document/full-width', 2],
  ['full-width colon in a block', 'facts:\n  power：700 W\n  memory: 80 GB\n', 'document/full-width', 2],
  ['full-width comma', 'id: x\nname: { en: A， zh: B }\n', 'document/full-width', 2],
  ['number beyond a double', 'a: 1\nb: 1e400\n', 'document/not-finite', 2],
  ['infinity', 'a: .inf\n', 'document/not-finite', 1],
  ['not a number', 'a: [1, .nan]\n', 'document/not-finite', 1],
  ['prototype', 'a: 1\n__proto__: { x: 1 }\n', 'document/forbidden-key', 2],
  ['NUL', 'a: 1\nb: "\0"\n', 'document/control-character', 2],
  ['unclosed quote', 'a: "x\nb: 1\n', 'document/syntax', 3],
  ['unclosed list', 'a: [1, 2\nb: 3\n', 'document/syntax', 2],
  ['mapping in a mapping', 'a: b: c\n', 'document/syntax', 1],
  ['list then mapping', '- a\nb: 1\n', 'document/syntax', 2],
  ['list as key', '? [a, b]\n: 1\n', 'document/key-not-text', 1],
  ['brackets without end', '['.repeat(100_000), 'document/too-deep', 1],
  ['mappings without end', '{a: '.repeat(100_000), 'document/too-deep', 1],
  ['lists in lists', '- '.repeat(100_000), 'document/too-deep', 1],
  ['keys of keys', '? '.repeat(100_000), 'document/too-deep', 1],
  ['steps without end', Array.from({ length: 700 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'document/too-deep', 202],
  ['brackets by the thousand', '[a,]\n'.repeat(190_000), 'document/too-many-parts', 12_001],
  ['quotes by the thousand', '"'.repeat(900_000), 'document/too-many-parts', 1],
  ['the same key by the thousand', 'a: 1\n'.repeat(12_000), 'document/duplicate-key', 2],
  ['more than a person writes', `a: ${'x'.repeat(1_000_000)}\n`, 'document/too-large', 0],
  ['billion laughs', `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}\n`, 'document/anchor', 1],
];

describe('readDocument', () => {
  it.each(malformed)('refuses %s', (_, text, code, line) => {
    const started = processorTime();
    const [first] = issuesOf(text);
    expect(processorTime(started)).toBeLessThan(1000);
    expect(first).toMatchObject({ code, file: 'a.yaml' });
    expect(first?.line ?? 0).toBe(line);
  });

  it('names both lines of a key that stands twice', () => {
    expect(issuesOf('a: 1\nb: 2\n\na: 3\n')[0]).toMatchObject({ line: 4, column: 1, received: 'a', expected: '1' });
  });

  it('reads the same from CRLF, a byte order mark and plain text', () => {
    const text = 'a: 1\nb:\n  - x\n  - { c: "y" }\n';
    const expected = { a: 1, b: ['x', { c: 'y' }] };
    expect(plain(text)).toEqual(expected);
    expect(plain(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(plain(`\uFEFF${text}`)).toEqual(expected);
  });

  it('keeps dates, no, yes and off as text', () => {
    expect(plain('a: 2022-09-20\nb: no\nc: yes\nd: off\ne: 12:30\n')).toEqual({
      a: '2022-09-20',
      b: 'no',
      c: 'yes',
      d: 'off',
      e: '12:30',
    });
  });

  it('gives objects without a prototype', () => {
    const value = plain('constructor: 1\nx: { toString: 2 }\n') as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value)).toEqual(['constructor', 'x']);
  });

  it('reads a file of very many keys in well under a second', () => {
    const started = processorTime();
    expect(Object.keys(plain(Array.from({ length: 10_000 }, (_, i) => `key${i}: ${i}`).join('\n')) as object)).toHaveLength(10_000);
    expect(processorTime(started)).toBeLessThan(1000);
  });

  it('counts columns in characters, not in UTF-16 units', () => {
    expect(issuesOf('{ 𝒳𝒴: 1, b: 1e999 }')[0]).toMatchObject({ line: 1, column: 13 });
  });

  it('knows where values, keys and absent parts stand', () => {
    const result = read('id: x\nfacts:\n  price:\n    - { value: 1 USD }\n    - value: "2 USD"\n');
    if (!result.ok) throw new Error('unreadable');
    const doc = result.value;
    expect(doc.locate(['facts', 'price', 1, 'value'])).toEqual({ line: 5, column: 14 });
    expect(doc.locateKey(['facts', 'price'])).toEqual({ line: 3, column: 3 });
    expect(doc.locate(['facts', 'power'])).toEqual({ line: 2, column: 1 });
    expect(doc.issue('x/y', ['facts', 'price', 1, 'value']).path).toBe('facts.price[1].value');
    const inside = { code: 'quantity/unit', path: '', column: 3 };
    expect(doc.relocate([inside], ['facts', 'price', 1, 'value'])[0]).toMatchObject({ line: 5, column: 17, file: 'a.yaml' });
  });
});

describe('fromZod', () => {
  const schema = z.strictObject({
    id: z.string(),
    grade: z.enum(['A', 'B']).optional(),
    facts: z.strictObject({
      memoryBandwidth: z.union([z.string(), z.number(), z.array(z.strictObject({ value: z.string() }))]).optional(),
    }),
  });
  const check = (text: string): Issue[] => {
    const result = read(text);
    if (!result.ok) throw new Error('unreadable');
    const parsed = schema.safeParse(result.value.value);
    return parsed.success ? [] : fromZod(result.value, parsed.error, schema);
  };

  it.each([
    [
      'unknown key',
      'id: a\nfacts:\n  memoryBandwith: 1 TB/s\n',
      'document/unknown-key',
      3,
      { expected: 'memoryBandwidth', hint: 'hint/did-you-mean', column: 3 },
    ],
    ['unknown key like no other', 'id: a\nfacts: {}\ncolour: red\n', 'document/unknown-key', 3, { expected: 'id, grade, facts' }],
    ['missing key', 'facts: {}\n', 'document/missing-key', 1, { expected: 'id' }],
    ['wrong type', 'id: 5\nfacts: {}\n', 'document/wrong-type', 1, { expected: 'text', received: '5' }],
    ['wrong value', 'id: a\nfacts: {}\ngrade: E\n', 'document/wrong-value', 3, { received: 'E' }],
    [
      'mapping where no option is one',
      'id: a\nfacts:\n  memoryBandwidth: { x: 1 }\n',
      'document/wrong-type',
      3,
      { expected: 'text | number | list', received: 'mapping' },
    ],
    [
      'fault inside an option',
      'id: a\nfacts:\n  memoryBandwidth:\n    - value: 1 B/s\n    - valu: 1\n',
      'document/missing-key',
      5,
      { expected: 'value' },
    ],
    ['text for a mapping, with a full-width colon', 'id: a\nfacts:\n  memory：1\n', 'document/wrong-type', 3, { hint: 'hint/full-width' }],
    ['nothing', 'id:\nfacts: {}\n', 'document/wrong-type', 1, { received: 'nothing' }],
  ] as const)('places %s', (_, text, code, line, rest) => {
    expect(check(text)[0]).toMatchObject({ code, line, ...rest });
  });
});
