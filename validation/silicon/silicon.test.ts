import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Validation, validate } from '#validation';

const reference = fileURLToPath(new URL('./reference', import.meta.url));
const run = (path: string): Validation => {
  const checked = validate('silicon', path);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-silicon-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
/** Puts a reference file, changed, under a name that says nothing. */
const put = (file: string, change: (text: string) => string, name = 'anything.csv'): void =>
  writeFileSync(join(folder, name), change(readFileSync(join(reference, file), 'utf8')));
const only = (): Validation['files'][number] => run(folder).files[0]!;
/** Programs, closed forms and grids: what has one right answer. */
const exact = readdirSync(reference).filter((name) => name !== 'published-checks.csv');

describe('results of programs and closed forms', () => {
  test.each(exact)('%s agrees in every row that has an answer', (name) => {
    copyFileSync(join(reference, name), join(folder, name));
    const { files, unknown } = run(folder);
    expect(unknown).toEqual([]);
    expect(files).toHaveLength(1);
    expect(files[0]!.failed).toBe(0);
    expect(files[0]!.passed).toBeGreaterThan(3);
  });

  test.each([
    ['actuary-re-cost.csv', ['die_per_wafer', 'die_yield', 'cost_kgd_usd', 're_total', 'die_area_mm2', 'D0_per_cm2', 'wafer_cost_usd']],
    ['act-cpa.csv', ['carbon_intensity_g_per_kwh', 'epa_kwh_per_cm2', 'gpa_g_per_cm2', 'mpa_g_per_cm2', 'cpa_kgco2_per_cm2']],
    ['ttmcas-ttm-cost.csv', ['die_area_mm2', 'die_yield', 'dies_per_wafer', 'ttm_weeks', 'total_cost_usd']],
  ])('%s: what is no input may be anything, and the prediction stays', (name, answers) => {
    const spoilt = (text: string): string => {
      const [header = '', ...rows] = text.trimEnd().split('\n');
      const columns = header.split(',');
      return `${[
        header,
        ...rows.map((row) =>
          row
            .split(',')
            .map((cell, i) => (answers.includes(columns[i]!) && cell !== '' ? '7' : cell))
            .join(','),
        ),
      ].join('\n')}\n`;
    };
    put(name, (text) => text, 'good.csv');
    put(name, spoilt, 'spoilt.csv');
    const { files } = run(folder);
    const predicted = files.map(({ rows }) => rows.map((row) => row.answers.map((answer) => answer.predicted)));
    expect(predicted[1]).toEqual(predicted[0]);
    expect(files[1]!.failed).toBe(files[1]!.rows.length);
  });
});

describe('parameters of other programs', () => {
  test('come from the catalogue, and a file beside is laid over them', () => {
    put('actuary-re-cost.csv', (text) => text);
    expect(only().failed).toBe(0);
    writeFileSync(
      join(folder, 'parameters.csv'),
      'peer,kind,name,parameter,value,unit\nChiplet Actuary,parameter.ini,5,wafer_cost,20000,USD/wafer\n',
    );
    const { files, unknown } = run(folder);
    expect(unknown).toEqual([]);
    const lines = readFileSync(join(reference, 'actuary-re-cost.csv'), 'utf8').trimEnd().split('\n').slice(1);
    const ofFive = lines.filter((line) => line.split(',')[2] === '5').length;
    expect(ofFive).toBeGreaterThan(5);
    expect(files[0]!.failed).toBe(ofFive);
  });

  test('that a program lacks leave the row unscored with the reason', () => {
    put('act-cpa.csv', (text) => text.replaceAll('taiwan', 'atlantis'));
    const { rows, failed } = only();
    expect(failed).toBe(0);
    expect(rows.find(({ status }) => status === 'not scored')?.reason?.code).toBe('constants-missing');
  });
});

describe('a grid', () => {
  const column = (text: string, name: string, change: (count: number) => number): string => {
    const [header = '', ...rows] = text.trimEnd().split('\n');
    const at = header.split(',').indexOf(name);
    const changed = rows.map((row) =>
      row
        .split(',')
        .map((cell, i) => (i === at ? String(change(Number(cell))) : cell))
        .join(','),
    );
    return `${[header, ...changed].join('\n')}\n`;
  };
  test('that holds more than the listed optimum passes, since every die was listed and checked', () => {
    put('grid-dies-per-wafer.csv', (text) => column(text, 'exact_grid_opt_dpw', (count) => count - 1));
    expect(only().failed).toBe(0);
  });
  test('that holds fewer fails', () => {
    put('grid-dies-per-wafer.csv', (text) => column(text, 'exact_grid_opt_dpw', (count) => count + 1));
    expect(only().passed).toBe(0);
  });
});
