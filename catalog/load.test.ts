import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { processorTime } from '../test/support/processor-time.ts';
import type { CatalogData } from './catalog.ts';
import { type LoadOptions, loadThings } from './load.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with files, as a person would write it. */
const folderOf = (files: Readonly<Record<string, string | Buffer>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

const sources = 'sheet:\n  title: Data sheet\n  url: https://example.org/sheet\nother:\n  title: Another\n';
const chip = (facts: string, head = ''): string => `id: accelerator/x\nname: { en: X }\nsource: sheet\ngrade: B\n${head}facts:\n${facts}`;
const load = (files: Readonly<Record<string, string | Buffer>>, options: LoadOptions = {}): ReturnType<typeof loadThings> =>
  loadThings(folderOf({ 'sources.yaml': sources, ...files }), { label: 'mine', ...options });

/** One file each: what is wrong with it, its text, the code and line of the first issue. */
const malformed: readonly (readonly [name: string, text: string | Buffer, code: string, line: number])[] = [
  ['wrong unit', chip('  power: 80 GB\n'), 'quantity/', 6],
  ['no unit', chip('  power: 700\n'), 'quantity/', 6],
  ['FLOPS', chip('  peakBf16: 989 TFLOPS bf16 dense\n'), 'quantity/', 6],
  ['peak without a format', chip('  peakBf16: 989 TFLOP/s\n'), 'quantity/', 6],
  ['sparse peak', chip('  peakBf16: 1979 TFLOP/s bf16 sparse\n'), 'quantity/', 6],
  ['mm^2', chip('  logicArea: 814 mm^2\n'), 'quantity/', 6],
  ['full-width digits in a quantity', chip('  power: ７００ W\n'), 'quantity/', 6],
  ['quantity beyond a double', chip('  power: 1e400 W\n'), 'quantity/', 6],
  ['number beyond a double', chip('  transistors: 1e400\n'), 'document/not-finite', 6],
  ['quantity in the third statement', chip('  price:\n    - 1 USD\n    - 2 USD\n    - { value: 3 kg }\n'), 'quantity/', 9],
  ['negative area', chip('  logicArea: -814 mm2\n'), 'fact/too-small', 6],
  ['zero count', chip('  computeDies: 0 die\n'), 'fact/too-small', 6],
  ['interval that reaches below zero', chip('  power: -5..700 W\n'), 'fact/too-small', 6],
  ['peak of another format', chip('  peakFp8: 989 TFLOP/s bf16 dense\n'), 'fact/precision', 6],
  ['value outside its range', chip('  price: { value: 50 USD, range: 1..20 USD }\n'), 'fact/outside-range', 6],
  ['range beside an interval', chip('  price: { value: 5..6 USD, range: 1..20 USD }\n'), 'fact/range-form', 6],
  ['range that is one number', chip('  price: { value: 5 USD, range: 20 USD }\n'), 'fact/range-form', 6],
  ['range in another currency', chip('  price: { value: 5 USD, range: 1..20 CNY }\n'), 'fact/range-currency', 6],
  ['unknown fact', chip('  memoryBandwith: 3 TB/s\n'), 'document/unknown-key', 6],
  ['unknown attribute', chip('  power: 1 W\n', 'color: red\n'), 'document/unknown-key', 5],
  ['comma in unquoted text', chip('  power: { value: 1 W, note: half of it, as built }\n'), 'document/unknown-key', 6],
  ['fact without a value', chip('  power: { grade: A }\n'), 'document/missing-key', 6],
  ['fact that is true', chip('  power: true\n'), 'document/wrong-type', 6],
  ['empty list of statements', chip('  power: []\n'), 'document/too-small', 6],
  ['unknown grade', chip('  power: { value: 1 W, grade: E }\n'), 'document/wrong-value', 6],
  ['no such day', chip("  power: { value: 1 W, date: '2024-02-30' }\n"), 'document/date', 6],
  ['month 13', chip('  power: { value: 1 W, date: 2024-13 }\n'), 'document/date', 6],
  ['id of another file', chip('  power: 1 W\n').replace('accelerator/x', 'accelerator/y'), 'document/id', 1],
  ['id that climbs', chip('  power: 1 W\n').replace('accelerator/x', 'accelerator/../x'), 'document/id', 1],
  ['no name', 'id: accelerator/x\nsource: sheet\ngrade: A\nfacts: {}\n', 'document/missing-key', 1],
  ['no source', 'id: accelerator/x\nname: { en: X }\ngrade: B\nfacts:\n  power: 1 W\n', 'fact/no-source', 5],
  ['no grade', 'id: accelerator/x\nname: { en: X }\nsource: sheet\nfacts:\n  power: 1 W\n', 'fact/no-grade', 5],
  ['unknown source of the file', chip('  power: 1 W\n').replace('source: sheet', 'source: shet'), 'catalog/unknown-source', 3],
  ['unknown source of a fact', chip('  power: { value: 1 W, source: hearsay }\n'), 'catalog/unknown-source', 6],
  ['unknown further source', chip('  power:\n    value: 1 W\n    also: [other, hearsay]\n'), 'catalog/unknown-source', 8],
  ['unknown node', chip('  power: 1 W\n', 'node: node/n0\n'), 'catalog/unknown-id', 5],
  ['tab as indentation', chip('\tpower: 1 W\n'), 'document/tab', 6],
  ['key twice', chip('  power: 1 W\n  memory: 1 GB\n  power: 2 W\n'), 'document/duplicate-key', 8],
  ['anchor', chip('  power: &p 1 W\n  price: *p\n'), 'document/anchor', 6],
  ['bomb', `a: &a [${'x,'.repeat(9)}x]\n${'bcdefghi'.replace(/./g, (key) => `${key}: &${key} [*a,*a,*a]\n`)}`, 'document/anchor', 1],
  ['full-width colon', chip('  power：1 W\n'), 'document/wrong-type', 6],
  ['not UTF-8', Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff]), 'document/not-utf8', 0],
  ['nothing', '', 'document/empty', 1],
  ['prototype', chip('  power: 1 W\n', '__proto__: { a: 1 }\n'), 'document/forbidden-key', 5],
  ['list for a thing', '- a\n- b\n', 'document/wrong-type', 1],
];

describe('loadThings', () => {
  it.each(malformed)('refuses %s', (_, text, code, line) => {
    const started = processorTime();
    const loaded = load({ 'accelerator/x.yaml': text });
    expect(processorTime(started)).toBeLessThan(1000);
    expect(loaded.ok).toBe(false);
    const [first] = loaded.ok ? [] : loaded.issues;
    expect(first?.code).toMatch(new RegExp(`^${code}`));
    expect(first).toMatchObject({ file: 'mine/accelerator/x.yaml' });
    expect(first?.line ?? 0).toBe(line);
  });

  it.each([
    ['facility', 'pue', '0.9', 'fact/too-small'],
    ['product', 'yield', '120 %', 'fact/too-big'],
    ['model', 'mfu', '1.2', 'fact/too-big'],
    ['utilisation', 'utilisation', '20 %..45 %..160 %', 'fact/too-big'],
    ['cost', 'share', '45', 'fact/too-big'],
    ['packaging', 'bondYield', '0', 'fact/too-small'],
  ])('refuses a %s whose %s is %s', (kind, fact, value, code) => {
    const text = `id: ${kind}/x\nname: { en: X }\nsource: sheet\ngrade: B\nfacts:\n  ${fact}: ${value}\n`;
    expect(load({ [`${kind}/x.yaml`]: text })).toMatchObject({ ok: false, issues: [{ code, line: 6, column: fact.length + 5 }] });
  });

  it('allows a share of exactly one, and a yield that may be nothing', () => {
    const text = 'id: product/x\nname: { en: X }\nsource: sheet\ngrade: B\nfacts:\n  yield: [100 %, 0..50 %, 90..100 %]\n';
    expect(load({ 'product/x.yaml': text }).ok).toBe(true);
  });

  it('points into the text of a quantity', () => {
    const loaded = load({ 'accelerator/x.yaml': chip('  power: { value: "700 Watts" }\n') });
    expect(loaded).toMatchObject({ ok: false, issues: [{ line: 6, path: 'facts.power.value' }] });
    const column = loaded.ok ? 0 : (loaded.issues[0]?.column ?? 0);
    expect(column).toBeGreaterThan('  power: { value: "'.length);
  });

  it('reports every fault of every file', () => {
    const loaded = load({
      'accelerator/a.yaml': 'id: accelerator/a\nname: { en: A }\nfacts:\n  power: 1 W\n  price: -1 USD\n',
      'accelerator/b.yaml': 'id: accelerator/b\nname: { en: B }\nsource: sheet\ngrade: A\nfacts: { power: 1 kg }\n',
    });
    expect(loaded.ok ? [] : loaded.issues.map(({ file, code }) => `${file} ${code.replace(/quantity.*/, 'quantity')}`)).toEqual([
      'mine/accelerator/a.yaml fact/no-source',
      'mine/accelerator/a.yaml fact/no-grade',
      'mine/accelerator/a.yaml fact/no-source',
      'mine/accelerator/a.yaml fact/no-grade',
      'mine/accelerator/a.yaml fact/too-small',
      'mine/accelerator/b.yaml quantity',
    ]);
  });

  const event = (source: string): string =>
    `id: event/x\nname: { en: X }\nactor: US\ndate: '2025'\n${source}grade: C\nlocator: page 3\nfacts: {}\n`;

  it('refuses a source that is not there where no fact stands on it, at its place, with the one that is meant', () => {
    expect(load({ 'event/x.yaml': event('source: shet\n') })).toMatchObject({
      ok: false,
      issues: [{ code: 'catalog/unknown-source', file: 'mine/event/x.yaml', line: 5, received: 'shet', expected: 'sheet' }],
    });
  });

  it('names an unknown source of a file once, however many facts stand on it', () => {
    const loaded = load({ 'accelerator/x.yaml': chip('  power: 1 W\n  memory: 1 GB\n').replace('source: sheet', 'source: hearsay') });
    expect(loaded.ok ? [] : loaded.issues.map(({ code }) => code)).toEqual(['catalog/unknown-source']);
  });

  it('keeps what the attributes of a thing stand on', () => {
    const loaded = load({ 'event/x.yaml': event('source: sheet\n') });
    expect(loaded).toMatchObject({ ok: true, value: { things: [{ source: 'sheet', locator: 'page 3', grade: 'C', facts: {} }] } });
  });

  it('hands down source, grade, date and locator, but no locator into another source', () => {
    const text = chip('  power: 1 W\n  price: { value: 2 USD, source: other, date: 2025 }\n', 'locator: page 3\ndate: 2024\n');
    const loaded = load({ 'accelerator/x.yaml': text });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
    const { power, price } = loaded.value.things[0]!.facts;
    expect(power).toEqual([
      { value: { kind: 'point', value: 1 }, unit: 'W', text: '1 W', source: 'sheet', grade: 'B', date: '2024', locator: 'page 3' },
    ]);
    expect(price).toMatchObject([{ source: 'other', date: '2025', grade: 'B' }]);
    expect(price?.[0]).not.toHaveProperty('locator');
  });

  it('lays a range around a value', () => {
    const loaded = load({ 'accelerator/x.yaml': chip('  price: { value: 33810 USD, range: 20000..45000 USD }\n') });
    expect(loaded).toMatchObject({
      ok: true,
      value: { things: [{ facts: { price: [{ value: { kind: 'split', p5: 20000, p50: 33810, p95: 45000 } }] } }] },
    });
  });

  it('reads the same with a byte order mark and CRLF', () => {
    const text = `\uFEFF${chip('  power: 1 W\n').replaceAll('\n', '\r\n')}`;
    expect(load({ 'accelerator/x.yaml': text })).toMatchObject({ ok: true, value: { things: [{ id: 'accelerator/x' }] } });
  });

  it('lays a folder over another catalogue', () => {
    const base: CatalogData = {
      things: [
        {
          id: 'accelerator/x',
          kind: 'accelerator',
          name: { en: 'Old' },
          aliases: [],
          attributes: {},
          facts: {},
          file: 'catalog/accelerator/x.yaml',
        },
        { id: 'node/n5', kind: 'node', name: { en: 'N5' }, aliases: [], attributes: {}, facts: {}, file: 'catalog/node/n5.yaml' },
      ],
      sources: { 'base-sheet': { id: 'base-sheet', title: 'Base' } },
    };
    const files = { 'accelerator/x.yaml': chip('  power: { value: 1 W, source: base-sheet }\n', 'node: node/n5\n') };
    const loaded = load(files, { base });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
    expect(loaded.value.things.map(({ id, name }) => [id, name.en])).toEqual([
      ['accelerator/x', 'X'],
      ['node/n5', 'N5'],
    ]);
    expect(Object.keys(loaded.value.sources).sort()).toEqual(['base-sheet', 'other', 'sheet']);
    expect([...loaded.value.own]).toEqual(['accelerator/x']);
  });

  it.each([
    ['bad address', 'sheet:\n  title: X\n  url: javascript:alert(1)\n', 'document/url', 3],
    ['no title', 'sheet: { url: "https://example.org" }\n', 'document/missing-key', 1],
    ['unknown key', 'sheet:\n  title: X\n  publihser: Y\n', 'document/unknown-key', 3],
    ['id with a space', 'my sheet:\n  title: X\n', 'document/source-id', 1],
  ])('refuses sources with a %s', (_, text, code, line) => {
    expect(load({ 'sources.yaml': text })).toMatchObject({ ok: false, issues: [{ code, line, file: 'mine/sources.yaml' }] });
  });

  it('refuses a huge file by its size', () => {
    const folder = folderOf({ 'sources.yaml': sources, 'accelerator/x.yaml': 'a: 1' });
    truncateSync(join(folder, 'accelerator/x.yaml'), 50_000_000);
    const started = processorTime();
    expect(loadThings(folder)).toMatchObject({ ok: false, issues: [{ code: 'document/too-large' }] });
    expect(processorTime(started)).toBeLessThan(500);
  });

  it('follows no link out of the folder', () => {
    const outside = folderOf({ 'x.yaml': chip('  power: 1 W\n') });
    const folder = folderOf({ 'sources.yaml': sources, 'accelerator/y.yaml': chip('  power: 1 W\n').replace('/x', '/y') });
    symlinkSync(join(outside, 'x.yaml'), join(folder, 'accelerator/x.yaml'));
    expect(loadThings(folder)).toMatchObject({ ok: false, issues: [{ code: 'path/outside' }] });
  });

  it('follows no linked folder out either', () => {
    const outside = folderOf({ 'x.yaml': chip('  power: 1 W\n') });
    const folder = folderOf({ 'sources.yaml': sources });
    symlinkSync(outside, join(folder, 'accelerator'));
    expect(loadThings(folder)).toMatchObject({ ok: false, issues: [{ code: 'path/outside' }] });
  });

  it.each([
    ['a missing folder', () => join(folderOf({}), 'none'), 'path/not-found'],
    ['a file', () => join(folderOf({ 'a.yaml': 'a: 1' }), 'a.yaml'), 'path/not-a-folder'],
    ['NUL', () => 'a\0b', 'path/not-a-path'],
    ['an empty folder', () => folderOf({}), 'catalog/no-files'],
    ['a misspelt kind', () => folderOf({ 'acelerator/x.yaml': chip('  power: 1 W\n') }), 'catalog/unknown-kind'],
    ['a stray file', () => folderOf({ 'chip.yaml': chip('  power: 1 W\n') }), 'catalog/unknown-kind'],
  ])('refuses %s', (_, folder, code) => {
    expect(loadThings(folder())).toMatchObject({ ok: false, issues: [{ code }] });
  });
});
