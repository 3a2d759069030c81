import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#messages';
import { type Area, rowKind, type Validation, validate, validationText } from './index.ts';

const referenceFile = fileURLToPath(new URL('./reference/cost.csv', import.meta.url));
const reference = readFileSync(referenceFile, 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-validate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string | Buffer): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const run = (path = folder, area = 'cost', known?: readonly Area[]): Validation => {
  const checked = validate(area, path, known);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
};
const counts = (path?: string) => run(path).summary;
const all = { passed: 26, failed: 0, notScored: 10 };

/** The reference table as cells; none of its cells holds a quote or a line break. */
const table = (): string[][] =>
  reference
    .trimEnd()
    .split('\n')
    .map((line) =>
      (line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? []).slice(0, line.endsWith(',') ? undefined : -1).map((cell) => cell.replace(/,$/, '')),
    );
const text = (rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;
const column = (name: string): number => (table()[0] as string[]).indexOf(name);
/** The reference table with one cell of every row for which a test holds replaced. */
const edited = (name: string, cell: string, which: (row: readonly string[]) => boolean): string =>
  text(table().map((row, index) => (index > 0 && which(row) ? row.map((old, at) => (at === column(name) ? cell : old)) : row)));
const isFinalRun = (row: readonly string[]): boolean => row[0] === 'final-run amortised (Cottier formula)';
const isEnergyOfGpt4 = (row: readonly string[]): boolean => isFinalRun(row) && row[1] === 'GPT-4' && row[2] === 'energy';

describe('the shipped reference', () => {
  test('all 26 scored rows agree; the components that are inputs are not scored', () => {
    const { files, unknown, summary } = run(referenceFile);
    expect(summary).toEqual(all);
    expect(unknown).toEqual([]);
    expect(files.map(({ kind, groups }) => [kind, groups.map(({ rows, passed }) => [rows, passed])])).toEqual([
      [
        'cost',
        [
          ['cost/final-run', 14],
          ['cost/development-share', 10],
          ['cost/development-total', 2],
        ],
      ],
    ]);
    const [finalRun] = files[0]!.groups;
    expect(finalRun!.worst).toBeLessThan(1e-4);
    expect(finalRun!.mean).toBeLessThanOrEqual(finalRun!.worst as number);
  });

  test('the table of this test is the file itself', () => expect(text(table())).toBe(reference));
});

describe('a file is known by its columns', () => {
  test('shuffled and extra columns, another name, deep down', () => {
    const order = table()[0]!
      .map((_, index) => index)
      .sort((a, b) => ((a * 7) % 21) - ((b * 7) % 21));
    put('a/b/c/anything.csv', text(table().map((row, line) => ['id', ...order.map((at) => row[at] as string), line === 0 ? 'more' : '1'])));
    expect(counts()).toEqual(all);
  });

  test.each([
    ['CRLF', reference.replaceAll('\n', '\r\n')],
    ['a byte-order mark', `\uFEFF${reference}`],
    ['no line break at the end', reference.trimEnd()],
    ['quotes around every cell', text(table().map((row) => row.map((cell) => (cell.startsWith('"') ? cell : `"${cell}"`))))],
    ['spaces around the names', reference.replace('category,subject', ' category , subject')],
    ['a break inside a quoted cell', reference.replaceAll('"Epoch AI, CC-BY', '"Epoch AI,\nCC-BY')],
  ])('%s', (_, content) => {
    put('x.csv', content);
    expect(counts()).toEqual(all);
  });

  test('packed, and as JSON', () => {
    put('x.csv.gz', gzipSync(reference));
    const [names, ...rows] = table() as [string[], ...string[][]];
    put('x.json', JSON.stringify(rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])))));
    expect(counts()).toEqual({ passed: 52, failed: 0, notScored: 20 });
  });

  test('beside unrelated files, each of which is named once', () => {
    put('notes.md', '# notes');
    put('deep/other.csv', 'a,b\n1,2\n');
    put('deep/broken.json', '{');
    put('empty.csv', '');
    put('picture.csv', Buffer.from([0x89, 0x50, 0, 0xff, 0x22]));
    copyFileSync(referenceFile, join(folder, 'deep', 'ours.csv'));
    const result = run();
    expect(result.summary).toEqual(all);
    expect(result.unknown).toEqual(['deep/broken.json', 'deep/other.csv', 'empty.csv', 'notes.md', 'picture.csv']);
  });

  test('through links, each place once', () => {
    put('real/x.csv', reference);
    symlinkSync(join(folder, 'real'), join(folder, 'again'));
    symlinkSync(folder, join(folder, 'real', 'loop'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'lost'));
    expect(counts()).toEqual(all);
  });
});

describe('what is not scored, with its reason', () => {
  const reasons = (result: Validation): string[] =>
    result.files.flatMap(({ rows }) =>
      rows.flatMap(({ status, reason }) =>
        status === 'not scored' && reason?.code !== 'row-not-scored' ? [`${reason?.code} ${reason?.detail}`] : [],
      ),
    );

  test('a missing answer column', () => {
    put('x.csv', text(table().map((row) => row.filter((_, index) => index !== column('value')))));
    const result = run();
    expect(result.summary).toEqual({ passed: 0, failed: 0, notScored: 36 });
    expect(new Set(reasons(result))).toEqual(new Set(['answer-empty value']));
  });

  test('an empty input', () => {
    put('x.csv', edited('chip_kw', '', isFinalRun));
    const result = run();
    expect(result.summary).toEqual({ passed: 12, failed: 0, notScored: 24 });
    expect(new Set(reasons(result))).toEqual(new Set(['input-empty chip_kw']));
  });

  test.each([
    [
      'without the components of a subject',
      (rows: string[][]) => rows.filter((row) => !(row[0]!.startsWith('development cost (') && row[1] === 'GPT-4')),
    ],
    [
      'with a component that has no value',
      (rows: string[][]) =>
        rows.map((row) =>
          row[0]!.startsWith('development cost (') && row[1] === 'GPT-4' && row[2] === 'Energy' ? row.with(column('value'), '') : row,
        ),
    ],
  ])('shares and total %s', (_, change) => {
    put('x.csv', text(change(table())));
    const result = run();
    expect(result.summary.passed).toBe(20);
    expect(result.summary.failed).toBe(0);
    expect(reasons(result)).toHaveLength(6);
    expect(reasons(result).every((reason) => reason.startsWith('rows-missing') && reason.includes('GPT-4'))).toBe(true);
  });

  test('rows that the file itself does not score', () => {
    put(
      'x.csv',
      edited('scored', 'no', () => true),
    );
    expect(counts()).toEqual({ passed: 0, failed: 0, notScored: 36 });
  });

  test('a file with no rows', () => {
    put('x.csv', `${reference.split('\n')[0]}\n`);
    expect(run()).toMatchObject({ summary: { passed: 0, failed: 0, notScored: 0 }, unknown: [], files: [{ kind: 'cost' }] });
  });
});

describe('what fails', () => {
  test('a corrupted answer, and it alone', () => {
    put('x.csv', edited('value', '3500000.281', isEnergyOfGpt4));
    put('y.csv', edited('value', '3504000', isEnergyOfGpt4));
    const result = run();
    // 0.015% off is within the tolerance of 0.1%, 0.13% off is not.
    expect(result.files.map(({ passed, failed }) => [passed, failed])).toEqual([
      [26, 0],
      [25, 1],
    ]);
    const bad = result.files[1]!.rows.find(({ status }) => status === 'failed')!;
    expect(bad.answers[0]).toMatchObject({ column: 'value', answer: 3504000, passed: false });
    expect(readFileSync(join(folder, 'y.csv'), 'utf8').split('\n')[bad.line - 1]).toContain('3504000');
  });

  test.each([
    ['an answer that is no number', 'value', 'much', 'answer-not-a-number'],
    ['an input that is no number', 'pue', '1_2', 'input-not-a-number'],
    ['an input in another notation', 'pue', '0x2', 'input-not-a-number'],
    ['a quantity that the model does not know', 'quantity', 'happiness', 'not-computed'],
    ['a quantity named like a part of the language', 'quantity', 'constructor', 'not-computed'],
    ['an input that makes no finite answer', 'interconnect_share', '1', 'not-computed'],
    ['a year of no hours', 'hours_per_year', '0', 'not-computed'],
  ])('%s', (_, name, cell, code) => {
    put(
      'x.csv',
      edited(name, cell, (row) => isFinalRun(row) && row[2] === 'total amortised hw+energy'),
    );
    const result = run();
    expect(result.summary).toEqual({ passed: 24, failed: 2, notScored: 10 });
    expect(result.files[0]!.rows.filter(({ status }) => status === 'failed').map(({ reason }) => reason?.code)).toEqual([code, code]);
    expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/);
  });

  test('a row with more cells than the file has columns', () => {
    put('x.csv', text(table().map((row) => (isFinalRun(row) && row[2] === 'chips' ? [...row, '1'] : row))));
    expect(counts()).toEqual({ passed: 24, failed: 2, notScored: 10 });
  });

  test.each([
    ['cut off inside a quoted cell', 'x.csv', `${reference}"`, 'file-unreadable'],
    ['cut off when packed', 'x.csv.gz', gzipSync(reference).subarray(0, -30), 'file-unreadable'],
    ['with a column twice', 'x.csv', reference.replace('unit,year', 'value,year'), 'column-doubled'],
  ])('a known file %s', (_, name, content, code) => {
    put(name, content);
    const result = run();
    expect(result.summary).toEqual({ passed: 0, failed: 1, notScored: 0 });
    expect(result.files[0]!.broken?.code).toBe(code);
    expect(validationText(result, messages('en').validation)).toContain(messages('en').validation.reasons[code as 'column-doubled']);
  });
});

describe('bad use', () => {
  test('no such area, no such path: both are named', () => {
    const checked = validate('astrology', join(folder, 'nowhere'));
    expect(checked).toMatchObject({
      ok: false,
      issues: [{ code: 'validation/area-unknown', received: 'astrology' }, { code: 'validation/path-missing' }],
    });
  });
});

describe('a replay sees its inputs and nothing else', () => {
  const area = (replay: Parameters<typeof rowKind>[0]['replay']): Area => ({
    name: 'toy',
    files: [
      {
        name: 'toy',
        recognise: ['x', 'answer'],
        selectors: [],
        skip: () => undefined,
        given: undefined,
        rows: [
          rowKind({
            name: 'toy',
            when: () => true,
            inputs: { x: 'number', y: 'number' },
            defaults: { y: 1 },
            answers: [{ column: 'answer', tolerance: { kind: 'exact' } }],
            replay,
          }),
        ],
      },
    ],
  });
  beforeEach(() => {
    put('toy.csv', 'id,x,answer,y\nr1,2,3,\n');
  });

  test('its own columns, with defaults where a cell is empty', () => {
    const result = run(folder, 'toy', [area((row) => ({ predicted: { answer: Number(row['x']) + Number(row['y']) } }))]);
    expect(result.summary.passed).toBe(1);
    expect(result.files[0]!.rows[0]!.filled).toEqual(['y']);
  });

  test.each(['answer', 'id', 'line', 'constructor', 'toString'])('reading %s throws', (name) => {
    expect(() => run(folder, 'toy', [area((row) => ({ predicted: { answer: Number(row[name]) } }))])).toThrow(`"${name}"`);
  });

  test('asking whether there is an answer throws; listing shows the inputs alone; nothing can be written', () => {
    expect(() => run(folder, 'toy', [area((row) => ({ predicted: { answer: 'answer' in row ? 1 : 0 } }))])).toThrow('"answer"');
    expect(() =>
      run(folder, 'toy', [
        area((row) => {
          (row as Record<string, number | string>)['x'] = 3;
          return { predicted: {} };
        }),
      ]),
    ).toThrow(TypeError);
    let listed: string[] = [];
    run(folder, 'toy', [
      area((row) => {
        listed = Object.keys(row);
        return { predicted: { answer: 3 } };
      }),
    ]);
    expect(listed).toEqual(['x', 'y']);
  });
});

describe('the report', () => {
  const lines = (language: 'en' | 'zh'): string[] => validationText(run(), messages(language).validation).split('\n');

  test.each(['en', 'zh'] as const)('ends with the counts and shows errors and tolerance (%s)', (language) => {
    put('x.csv', reference);
    put(
      'y.csv',
      edited('value', '1', (row) => row[0] === 'development cost total'),
    );
    const report = lines(language);
    expect(report.at(-1)).toBe('50 passed, 2 failed, 20 not scored');
    expect(report.some((line) => line.includes('y.csv:') && line.includes('7147890'))).toBe(true);
    expect(report.join('\n')).toContain('0.001');
    expect(report.join('\n')).not.toMatch(/undefined|NaN|\[object/);
  });

  test.each(['en', 'zh'] as const)('says so when nothing was recognised (%s)', (language) => {
    put('notes.md', 'x');
    const report = lines(language);
    expect(report.at(-1)).toBe('0 passed, 0 failed, 0 not scored');
    expect(report).toContain('  notes.md');
    expect(report).toContain(messages(language).validation.nothing('cost'));
  });

  test('a file name cannot command the terminal', () => {
    put('a\u001b[2Jb.csv', 'p,q\n');
    expect(lines('en').join('\n')).not.toContain('\u001b');
  });
});
