import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Issue } from '#quantity';
import { median } from '#uncertainty';
import { processorTime } from '../test/support/processor-time.ts';
import { readScenario } from './read-scenario.ts';
import { folderOf, sound } from './test/folder.ts';

/** Issues of a folder's `a.yaml`, their files by name alone. */
const issuesIn = (folder: string, set: readonly string[] = []): readonly Issue[] => {
  const started = processorTime();
  const result = readScenario({ file: join(folder, 'a.yaml'), set });
  expect(processorTime(started)).toBeLessThan(1_000);
  if (result.ok) return [];
  expect(result.issues.length).toBeGreaterThan(0);
  return result.issues.map((issue) =>
    issue.file === undefined ? issue : { ...issue, file: issue.file.slice(issue.file.lastIndexOf('/') + 1) },
  );
};

type Wanted = Partial<Issue>;
const lever = (text: string): string => `${sound}  ${text}\n`;
const without = (key: string): string => sound.replace(new RegExp(`^${key}:.*\n`, 'm'), '').replace('levers:\n', '');
const instead = (key: string, line: string): string => sound.replace(new RegExp(`^${key}:.*$`, 'm'), line).replace('levers:\n', '');
const at = (line: number, column: number): Wanted => ({ line, column });

const values: readonly (readonly [name: string, text: string, wanted: Wanted])[] = [
  [
    'a wrong unit',
    'cluster: { powerLimit: 150 kWh }',
    { code: 'quantity/wrong-dimension', path: 'levers.cluster.powerLimit', ...at(8, 30) },
  ],
  ['no unit', 'cluster: { powerLimit: 150 }', { code: 'quantity/missing-unit', line: 8, expected: 'W' }],
  [
    'no unit in an object',
    'cluster: { powerLimit: { value: 150 } }',
    { code: 'quantity/missing-unit', path: 'levers.cluster.powerLimit.value' },
  ],
  [
    'a negative area',
    'die: { area: -600 mm2 }',
    { code: 'scenario/out-of-range', path: 'levers.die.area', ...at(8, 16), expected: '> 0, ≤ 100,000 mm2' },
  ],
  ['an area of zero', 'die: { area: 0 mm2 }', { code: 'scenario/out-of-range', received: '0 mm2' }],
  ['a zero count', 'cluster: { count: 0 chip }', { code: 'scenario/out-of-range', expected: '1 chip..1 G chip', ...at(8, 21) }],
  ['a zero count as a number', 'cluster: { count: 0 }', { code: 'scenario/out-of-range', received: '0' }],
  ['a fractional count', 'cluster: { count: 2048.5 chip }', { code: 'scenario/not-whole', expected: '1 chip..1 G chip', ...at(8, 21) }],
  ['a fractional end of a count', 'cluster: { count: 10.5..20 chip }', { code: 'scenario/not-whole' }],
  [
    'a number beyond a double',
    'cluster: { count: 1e400 }',
    { code: 'document/not-finite', path: 'levers.cluster.count', ...at(8, 21), received: '1e400' },
  ],
  ['a quantity beyond a double', 'cluster: { powerLimit: 1e400 W }', { code: 'quantity/not-finite', ...at(8, 26) }],
  ['NaN of YAML', 'cluster: { count: .nan }', { code: 'document/not-finite', ...at(8, 21) }],
  ['NaN as a word', 'cluster: { count: NaN }', { code: 'quantity/not-finite', ...at(8, 21) }],
  ['infinity', 'cluster: { count: -.inf }', { code: 'document/not-finite', line: 8 }],
  ['full-width digits', 'cluster: { count: ４０９６ chip }', { code: 'quantity/full-width', ...at(8, 21), expected: '4096 chip' }],
  ['a sparse peak', 'accelerator: { peakFp8: 3958 TFLOP/s fp8 sparse }', { code: 'quantity/sparse-peak', ...at(8, 44) }],
  ['FLOPS', 'accelerator: { peakBf16: 989 TFLOPS }', { code: 'quantity/flops-ambiguous', ...at(8, 32) }],
  ['a peak without precision', 'accelerator: { peakBf16: 989 TFLOP/s }', { code: 'quantity/precision-missing', line: 8 }],
  [
    'a peak of another precision',
    'accelerator: { peakBf16: 1979 TFLOP/s fp8 dense }',
    { code: 'scenario/precision', expected: 'bf16', received: 'fp8', ...at(8, 28) },
  ],
  ['GPU hrs', 'cost: { rent: 2 USD/GPU hrs }', { code: 'quantity/gpu-hours', path: 'levers.cost.rent', line: 8 }],
  ['mm^2', 'die: { area: 600 mm^2 }', { code: 'quantity/caret-unit', expected: 'mm2', ...at(8, 20) }],
  ['a percentage over 100', 'run: { productionLoss: 120 % }', { code: 'scenario/out-of-range', expected: '0..0.95', ...at(8, 26) }],
  ['a percentage without its sign', 'run: { utilisation: 45 }', { code: 'scenario/out-of-range', hint: 'hint/percent' }],
  ['a reversed interval', 'energy: { price: 0.12..0.08 USD/kWh }', { code: 'quantity/interval-reversed', ...at(8, 20) }],
  [
    'an interval that leaves the range',
    'energy: { price: -0.1..0.1 USD/kWh }',
    { code: 'scenario/out-of-range', expected: '0..100 USD/kWh' },
  ],
  [
    'a distribution that leaves the range',
    'cluster: { pue: "normal(mean: 1.2, sd: 0.5)" }',
    { code: 'scenario/out-of-range', expected: '1..5' },
  ],
  ['an unknown distribution', 'cluster: { pue: "weibull(1, 2)" }', { code: 'quantity/unknown-distribution', ...at(8, 20) }],
  ['a distribution of no mass', 'cluster: { pue: "truncated(uniform(1, 2), 3, 4)" }', { code: 'distribution/no-mass', line: 8 }],
  ['an open bracket', 'cluster: { pue: "uniform(1, 2" }', { code: 'quantity/unbalanced', line: 8 }],
  ['a very long quantity', `cluster: { count: "${'1'.repeat(5_000)}" }`, { code: 'quantity/too-long', ...at(8, 2_022) }],
  ['a very long text', `cluster: { count: "${'1'.repeat(50_000)}" }`, { code: 'document/too-big', line: 8 }],
  ['an empty quantity', "cluster: { count: '' }", { code: 'quantity/empty', line: 8 }],
  ['no value', 'cluster: { count: }', { code: 'document/wrong-type', received: 'nothing', path: 'levers.cluster.count' }],
  ['a truth value', 'cluster: { count: true }', { code: 'document/wrong-type', received: 'true', path: 'levers.cluster.count' }],
  ['a list', 'cluster: { count: [1, 2] }', { code: 'document/wrong-type', received: 'list', ...at(8, 21) }],
  [
    'a negative factor',
    'energy: { price: { from: region/virginia, times: -1 } }',
    { code: 'scenario/times', path: 'levers.energy.price.times', ...at(8, 52) },
  ],
  ['a factor of zero', 'energy: { price: { from: region/virginia, times: 0 } }', { code: 'scenario/times', received: '0' }],
  ['a factor in words', 'energy: { price: { from: region/virginia, times: 60 % } }', { code: 'document/wrong-type', expected: 'number' }],
  [
    'a factor on a value',
    'energy: { price: { value: 0.1 USD/kWh, times: 2 } }',
    { code: 'document/unknown-key', received: 'times', ...at(8, 42) },
  ],
  [
    'a misspelt part of a lever',
    'energy: { price: { value: 0.1 USD/kWh, sorce: x } }',
    { code: 'document/unknown-key', expected: 'source', hint: 'hint/did-you-mean' },
  ],
  [
    'a note with a comma',
    'energy: { price: { value: 0.1 USD/kWh, note: half, as read } }',
    { code: 'document/unknown-key', hint: 'hint/comma' },
  ],
  [
    'an unknown lever',
    'cluster: { cuont: 5 }',
    { code: 'scenario/unknown-lever', path: 'levers.cluster.cuont', ...at(8, 14), expected: 'cluster.count', hint: 'hint/did-you-mean' },
  ],
  [
    'a lever of another group',
    'cluster: { budget: 5 USD }',
    { code: 'scenario/unknown-lever', received: 'cluster.budget', expected: 'cost.budget' },
  ],
  [
    'an unknown group',
    'clusters: { count: 5 }',
    { code: 'scenario/unknown-lever', received: 'clusters', expected: 'cluster', ...at(8, 3) },
  ],
  [
    'a lever with a dot',
    'cluster.count: 5',
    { code: 'scenario/unknown-lever', received: 'cluster.count', hint: 'hint/nest-lever', ...at(8, 3) },
  ],
  ['a group that is a number', 'cluster: 4096', { code: 'document/wrong-type', expected: 'mapping', path: 'levers.cluster', ...at(8, 12) }],
  ['a group that is a list', 'cluster: [4096]', { code: 'document/wrong-type', expected: 'mapping', received: 'list' }],
  ['__proto__ as a group', '__proto__: { count: 1 }', { code: 'document/forbidden-key', ...at(8, 3) }],
  ['constructor as a group', 'constructor: { prototype: 1 }', { code: 'scenario/unknown-lever', received: 'constructor', ...at(8, 3) }],
  ['toString as a lever', 'cluster: { toString: 1 }', { code: 'scenario/unknown-lever', received: 'cluster.toString' }],
];

const documents: readonly (readonly [name: string, text: string, wanted: Wanted])[] = [
  ['an empty file', '', { code: 'document/empty' }],
  ['a file of comments', '# nothing\n', { code: 'document/empty' }],
  ['a list at the top', '- title: x\n', { code: 'document/wrong-type', expected: 'mapping', received: 'list', ...at(1, 1) }],
  ['a number at the top', '42\n', { code: 'document/wrong-type', expected: 'mapping', received: '42', ...at(1, 1) }],
  ['an anchor', `${sound}  cluster: &c { count: 1 }\n`, { code: 'document/anchor', ...at(8, 12) }],
  ['an alias', `${sound}  cluster: *c\n`, { code: 'document/alias', line: 8 }],
  ['a merge key', `${sound}  <<: { cluster: { count: 1 } }\n`, { code: 'document/merge-key', ...at(8, 3) }],
  ['a custom tag', `${sound}  cluster: !!js/function x\n`, { code: 'document/tag', ...at(8, 12) }],
  [
    'a bomb',
    `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}\n`,
    { code: 'document/anchor', line: 1 },
  ],
  ['brackets without end', `${sound}  cluster: ${'['.repeat(100_000)}`, { code: 'document/too-deep', line: 8 }],
  ['deep nesting', `${sound}  cluster: ${'{ a: '.repeat(40)}1${' }'.repeat(40)}\n`, { code: 'document/too-deep', line: 8 }],
  ['a full-width colon', sound.replace('actor: CN', 'actor：CN'), { code: 'document/full-width', ...at(3, 6) }],
  ['a tab', `${sound}\tcluster: { count: 1 }\n`, { code: 'document/tab', line: 8 }],
  ['a duplicate key', `actor: US\n${sound.replace('levers:\n', '')}`, { code: 'document/duplicate-key', received: 'actor', ...at(4, 1) }],
  ['a duplicate lever', `${sound}  cluster: { count: 1, count: 2 }\n`, { code: 'document/duplicate-key', ...at(8, 24) }],
  ['two documents', `${sound}  cluster: { count: 1 }\n---\nactor: US\n`, { code: 'document/several-documents', line: 9 }],
  ['a NUL byte', sound.replace('A run', 'A\0run'), { code: 'document/control-character', ...at(1, 15) }],
  ['an unclosed quote', sound.replace('A run', '"A run'), { code: 'document/syntax', hint: 'yaml/missing-char', line: 8 }],
  ['no title', without('title'), { code: 'document/missing-key', path: 'title', expected: 'title', line: 1 }],
  ['no actor', without('actor'), { code: 'document/missing-key', path: 'actor', line: 1 }],
  ['no date', without('date'), { code: 'document/missing-key', path: 'date', line: 1 }],
  [
    'a story in a third language',
    instead('story', 'story: { en: Why, fr: Oui }'),
    { code: 'document/unknown-key', path: 'story.fr', line: 2 },
  ],
  ['an empty title', instead('title', "title: { en: ' ', zh: 甲 }"), { code: 'document/too-small', path: 'title.en', ...at(1, 14) }],
  [
    'a title that is a list',
    instead('title', 'title: [A run]'),
    { code: 'document/wrong-type', path: 'title', expected: 'mapping', ...at(1, 8) },
  ],
  ['an endless title', instead('title', `title: { en: ${'x'.repeat(500_000)}, zh: 甲 }`), { code: 'document/too-big', path: 'title.en' }],
  [
    'an unknown key',
    `${without('x')}precison: fp8\n`,
    { code: 'document/unknown-key', expected: 'precision', hint: 'hint/did-you-mean', ...at(7, 1) },
  ],
  [
    'a lever at the top',
    `${without('x')}energy: { price: 1 USD/kWh }\n`,
    { code: 'document/unknown-key', hint: 'hint/under-levers', ...at(7, 1) },
  ],
  [
    'levers where an id belongs',
    `${without('x')}cluster: { count: 5 }\n`,
    { code: 'document/wrong-type', path: 'cluster', hint: 'hint/under-levers' },
  ],
  ['constructor as a key', `${without('x')}constructor: 1\n`, { code: 'document/unknown-key', received: 'constructor', ...at(7, 1) }],
  ['__proto__ as a key', `${without('x')}__proto__: { actor: US }\n`, { code: 'document/forbidden-key', ...at(7, 1) }],
  ['the thirteenth month', instead('date', 'date: 2024-13'), { code: 'document/date', path: 'date', received: '2024-13', ...at(4, 7) }],
  ['the thirtieth of February', instead('date', 'date: 2024-02-30'), { code: 'document/date', ...at(4, 7) }],
  ['a date in words', instead('date', 'date: last autumn'), { code: 'document/date', ...at(4, 7) }],
  [
    'bought after the start',
    `${without('x')}acquired: 2025-01\n`,
    { code: 'scenario/acquired-late', expected: '2024-09', received: '2025-01', ...at(7, 11) },
  ],
  ['an unknown precision', `${without('x')}precision: fp9\n`, { code: 'document/wrong-value', expected: 'fp8', ...at(7, 12) }],
  ['another way to acquire', `${without('x')}acquire: steal\n`, { code: 'document/wrong-value', expected: 'buy | make', ...at(7, 10) }],
  ['an actor by name', instead('actor', 'actor: China'), { code: 'scenario/actor', received: 'China', ...at(3, 8) }],
  ['an actor in small letters', instead('actor', 'actor: cn'), { code: 'scenario/actor', expected: 'CN', hint: 'hint/did-you-mean' }],
  [
    'a role that is a list',
    instead('model', 'model: [a, b]'),
    { code: 'document/wrong-type', path: 'model', received: 'list', ...at(5, 8) },
  ],
  ['levers that are text', sound.replace('levers:', 'levers: many'), { code: 'document/wrong-type', path: 'levers', ...at(7, 9) }],
  [
    'a check of no metric',
    `${without('x')}check: { metric: run.chipHour, value: 1 M chip h, source: x }\n`,
    { code: 'scenario/unknown-metric', expected: 'run.chipHours', path: 'check.metric', ...at(7, 18) },
  ],
  [
    'a check with an unknown unit',
    `${without('x')}check: { metric: run.chipHours, value: 2.788 M gpu moons, source: x }\n`,
    { code: 'quantity/unknown-unit', path: 'check.value', line: 7 },
  ],
  [
    'a check without a source',
    `${without('x')}check: { metric: run.chipHours, value: 1 chip h }\n`,
    { code: 'document/missing-key', path: 'check.source', expected: 'source', line: 7 },
  ],
  [
    'a check in another currency',
    `${without('x')}check: { metric: cost.total, value: 5 M CNY, source: x }\n`,
    { code: 'scenario/check-currency', path: 'check.value', ...at(7, 37) },
  ],
];

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

const extending = (parent: string): string => `${sound}  cluster: { count: 8 }\nextends: ${parent}\n`;
const chain = (length: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length }, (_, i) => [
      i === 0 ? 'a.yaml' : `p${i}.yaml`,
      i === length - 1 ? sound.replace('levers:\n', '') : `extends: p${i + 1}.yaml\n`,
    ]),
  );

const files: readonly (readonly [name: string, files: Readonly<Record<string, string | Uint8Array>>, wanted: Wanted])[] = [
  ['bytes that are no UTF-8', { 'a.yaml': bytes('title: ', 0xff, '\n') }, { code: 'document/not-utf8', file: 'a.yaml' }],
  [
    'a missing parent',
    { 'a.yaml': extending('base.yaml') },
    { code: 'scenario/not-found', path: 'extends', received: 'base.yaml', file: 'a.yaml', ...at(9, 10) },
  ],
  [
    'a misspelt parent',
    { 'a.yaml': extending('bsae.yaml'), 'base.yaml': sound },
    { code: 'scenario/not-found', expected: 'base.yaml', hint: 'hint/did-you-mean' },
  ],
  [
    'itself as a parent',
    { 'a.yaml': extending('a.yaml') },
    { code: 'scenario/cycle', received: 'a.yaml → a.yaml', file: 'a.yaml', ...at(9, 10) },
  ],
  [
    'a circle of parents',
    { 'a.yaml': extending('sub/b.yaml'), 'sub/b.yaml': 'extends: ../c.yaml\n', 'c.yaml': 'extends: ./sub/b.yaml\n' },
    { code: 'scenario/cycle', received: 'sub/b.yaml → c.yaml → sub/b.yaml', file: 'c.yaml', ...at(1, 10) },
  ],
  ['too many parents', chain(12), { code: 'scenario/too-many-parents', expected: '8', file: 'p8.yaml', ...at(1, 10) }],
  ['a way out of the folder', { 'a.yaml': extending('../../etc/passwd') }, { code: 'path/outside', path: 'extends', ...at(9, 10) }],
  [
    'an absolute path',
    { 'a.yaml': extending('/etc/passwd') },
    { code: 'path/absolute', path: 'extends', received: '/etc/passwd', ...at(9, 10) },
  ],
  ['a Windows path', { 'a.yaml': extending('C:\\secret.yaml') }, { code: 'path/absolute', ...at(9, 10) }],
  [
    'an absolute path in a lower folder',
    { 'a.yaml': extending('sub/b.yaml'), 'sub/b.yaml': 'extends: /a.yaml\n' },
    { code: 'path/absolute', file: 'b.yaml', ...at(1, 10) },
  ],
  ['a folder as a parent', { 'a.yaml': extending('sub'), 'sub/b.yaml': sound }, { code: 'path/not-a-file', file: 'a.yaml', ...at(9, 10) }],
  [
    'a list of parents',
    { 'a.yaml': extending('[b.yaml, c.yaml]') },
    { code: 'document/wrong-type', path: 'extends', received: 'list', ...at(9, 10) },
  ],
  ['a number as a parent', { 'a.yaml': extending('7') }, { code: 'document/wrong-type', path: 'extends', expected: 'text', ...at(9, 10) }],
  ['an empty parent', { 'a.yaml': extending("''") }, { code: 'document/too-small', path: 'extends', ...at(9, 10) }],
  [
    'a fault in the parent',
    { 'a.yaml': 'extends: b.yaml\n', 'b.yaml': `${sound}  cluster: { count: 0 }\n` },
    { code: 'scenario/out-of-range', file: 'b.yaml', ...at(8, 21) },
  ],
  ['a parent that is no YAML', { 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'a: [1\n' }, { code: 'document/syntax', file: 'b.yaml' }],
  [
    'a key that no file has',
    { 'a.yaml': 'extends: b.yaml\n', 'b.yaml': without('actor') },
    { code: 'document/missing-key', path: 'actor', file: 'a.yaml', line: 1 },
  ],
];

describe('a malformed scenario', () => {
  it.each(values)('with %s is refused at its place', (_, text, wanted) => {
    const issues = issuesIn(folderOf({ 'a.yaml': lever(text) }));
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ file: 'a.yaml', line: 8, ...wanted });
    expect(issues[0]?.column).toBeGreaterThan(0);
  });

  it.each(documents)('with %s is refused at its place', (_, text, wanted) => {
    expect(issuesIn(folderOf({ 'a.yaml': text }))[0]).toMatchObject({ file: 'a.yaml', ...wanted });
  });

  it.each(files)('with %s is refused at its place', (_, written, wanted) => {
    const issues = issuesIn(folderOf(written));
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject(wanted);
  });

  it('that lies outside, behind a link, is refused as a parent', () => {
    const folder = folderOf({ 'in/a.yaml': extending('link.yaml'), 'secret.yaml': sound });
    symlinkSync(join(folder, 'secret.yaml'), join(folder, 'in', 'link.yaml'));
    expect(issuesIn(join(folder, 'in'))[0]).toMatchObject({ code: 'path/outside', path: 'extends', file: 'a.yaml', ...at(9, 10) });
  });

  it('of 50 MB is refused before it is read', () => {
    const folder = folderOf({ 'a.yaml': sound });
    truncateSync(join(folder, 'a.yaml'), 50_000_000);
    expect(issuesIn(folder)[0]).toMatchObject({ code: 'document/too-large', file: 'a.yaml', received: '50000000' });
  });

  it('of very many unknown keys is refused quickly, with no more issues than one can read', () => {
    const keys = Array.from({ length: 9_000 }, (_, i) => `  cluster.conut.${i}: 1`).join('\n');
    const issues = issuesIn(folderOf({ 'a.yaml': `${sound}${keys}\n` }));
    expect(issues).toHaveLength(100);
    expect(issues[99]).toMatchObject({ code: 'scenario/unknown-lever', line: 107, column: 3 });
  });

  it('that is a folder is refused', () => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'a.yaml'));
    expect(issuesIn(folder)[0]).toMatchObject({ code: 'path/not-a-file', file: 'a.yaml' });
  });

  it('that is not there is named with what is', () => {
    const missing = (name: string): Issue | undefined => {
      const result = readScenario({ file: join(folderOf({ 'base-run.yaml': sound }), name) });
      return result.ok ? undefined : result.issues[0];
    };
    expect(missing('bas-run.yaml')).toMatchObject({
      code: 'scenario/not-found',
      received: 'bas-run.yaml',
      expected: 'base-run',
      hint: 'hint/did-you-mean',
    });
    expect(missing('qqqqqq')?.expected).toContain('train-us');
    expect(missing('a\0b')).toMatchObject({ code: 'path/not-a-path' });
  });

  it('has all its faults named at once, across files and the command line', () => {
    const folder = folderOf({
      'a.yaml': `extends: b.yaml\nactor: usa\nlevers:\n  cluster: { count: 0.5, pue: 9, colour: red }\n  die: 4\n`,
      'b.yaml': 'date: 2024-13\nlevers: { energy: { price: 1 kWh } }\n',
    });
    const places = issuesIn(folder, ['run.tokens=many', 'foo']).map(({ code, file, line }) => `${file}:${line} ${code}`);
    expect(places.toSorted()).toEqual([
      '--set:1 quantity/not-a-number',
      '--set:2 set/malformed',
      'a.yaml:1 document/missing-key',
      'a.yaml:2 scenario/actor',
      'a.yaml:4 scenario/out-of-range',
      'a.yaml:4 scenario/out-of-range',
      'a.yaml:4 scenario/unknown-lever',
      'a.yaml:5 document/wrong-type',
      'b.yaml:1 document/date',
      'b.yaml:2 quantity/wrong-dimension',
    ]);
  });
});

describe('any text', () => {
  const folder = folderOf({});
  const file = join(folder, 'a.yaml');
  const words = fc.constantFrom(
    ...[
      'title',
      'story',
      'levers',
      'cluster',
      'count',
      'energy',
      'price',
      'check',
      'extends',
      'none',
      'a.yaml',
      'from',
      'times',
      'value',
      'en',
      'zh',
    ],
    ...[
      ': ',
      '\n',
      '\n  ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '&',
      '*',
      '!',
      '#',
      '-',
      '..',
      '1e999',
      '2024-09',
      '5 chip',
      '0.1 USD/kWh',
      '%',
      '＝',
      '\t',
      '\0',
    ],
  );
  const yaml = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 60 }).map((parts) => parts.join(''));

  it('is a scenario or a list of issues, and never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(yaml, yaml.map(lever)), fc.array(yaml, { maxLength: 2 }), (text, set) => {
        writeFileSync(file, text);
        const result = readScenario({ file, set });
        if (!result.ok) return result.issues.length > 0 && result.issues.every(({ code }) => /^[a-z]+\/[a-z0-9-]+$/.test(code));
        return [...result.value.levers.values()].every(
          (setting) => setting.kind !== 'value' || Number.isFinite(median(setting.distribution)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('as a value of a lever is a finite number in its range, or refused', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom('1e309', '5e-324', '-0', '١', '1,000'));
    const value = fc.oneof(
      fc.tuple(number, fc.constantFrom('', ' chip', ' k chip', ' %')).map((parts) => parts.join('')),
      fc.tuple(number, number).map(([low, high]) => `${low}..${high} chip`),
      fc.tuple(number, number).map(([mean, sd]) => `normal(mean: ${mean}, sd: ${sd}) chip`),
    );
    fc.assert(
      fc.property(value, (text) => {
        writeFileSync(file, lever(`cluster: { count: ${JSON.stringify(text)} }`));
        const result = readScenario({ file });
        if (!result.ok) return result.issues.every(({ line }) => line === 8);
        const setting = result.value.levers.get('cluster.count');
        const middle = setting?.kind === 'value' ? median(setting.distribution) : Number.NaN;
        return middle >= 1 && middle <= 1e9;
      }),
      { numRuns: 500 },
    );
  });
});
