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

describe('published figures', () => {
  const header = 'case_id,quantity,metric,node,tools,capacity_wpm,args,date,unit,low,central,high,use,scored';
  const rows = (...lines: readonly string[]): Validation['files'][number] => {
    writeFileSync(join(folder, 'any.csv'), `${[header, ...lines].join('\n')}\n`);
    return only();
  };

  test('the shipped ones: what is missed is said, with what lies behind it', () => {
    put('published-checks.csv', (text) => text);
    const { rows: all, passed, failed } = only();
    expect(passed).toBeGreaterThanOrEqual(16);
    expect(failed).toBeLessThanOrEqual(2);
    for (const row of all.filter(({ status }) => status === 'failed')) expect(row.because?.detail).toContain('/cm2');
  });

  test('an open end of a band is open, a closed one is not', () => {
    const { rows: all } = rows(
      '1,a,yield_model,,,,m=0.081;model=poisson,,fraction,0.9,,,formula,yes',
      '2,b,yield_model,,,,m=0.081;model=poisson,,fraction,,,0.9,formula,yes',
      '3,c,yield_model,,,,m=0.081;model=poisson,,fraction,,,,formula,yes',
    );
    expect(all.map(({ status }) => status)).toEqual(['passed', 'failed', 'not scored']);
  });

  test('rows that are printed only are replayed and not scored', () => {
    const [row] = rows('1,a,yield_model,,,,m=0.081;model=seeds,,fraction,0.1,,0.2,prediction,no').rows;
    expect(row).toMatchObject({ status: 'not scored', label: 'a' });
    expect(row!.answers[0]!.predicted).toBeCloseTo(1 / 1.081, 12);
  });

  test.each([
    ['gross_dies_per_wafer_closed_form', '', 'die=10x10;wafer_mm=300;edge_mm=5;scribe_mm=0.1', 583.72],
    ['yield_model', '', 'm=0.5;model=negative_binomial alpha=2', 0.64],
    ['yield_model', '', 'm=0.5;model=bose_einstein n=2 D0 total', 0.64],
    ['yield_model', '', 'm=0.5;model=bose_einstein n=2 D0 per layer', 1 / 2.25],
    ['dies_per_wafer_times_yield', 'N5/4N', 'die_area_mm2=610;count=closed form;yield=0.803', 71.4],
    ['good_dies_per_wafer', 'N7', 'die_area_mm2=814;yield=0.5', 33.5],
    ['wafer_price_per_good_die_usd', 'N5/4N', 'die_area_mm2=610;wafer_price_usd=16988;count=closed form;yield=0.803', 238],
    ['die_yield', 'N7', 'die_area_mm2=100;d0_per_cm2=0.3;alpha=3', 1.1 ** -3],
    ['yield_ratio', 'N7', 'die_area_mm2=400;against=100;d0_per_cm2=0.3;alpha=3', (1.4 / 1.1) ** -3],
  ])('%s of %s, %s', (metric, node, args, expected) => {
    const [row] = rows(`1,a,${metric},${node},,,${args},,x,${expected * 0.995},,${expected * 1.005},prediction,yes`).rows;
    expect(row!.answers[0]!.predicted! / expected).toBeCloseTo(1, 2);
  });

  test('an unknown metric, product or process fails with its reason', () => {
    const { rows: all } = rows(
      '1,a,beauty,N7,,,,,x,1,2,3,prediction,yes',
      '2,b,accelerator_unit_cost_usd,N7,,,product=Nothing,,USD,1,2,3,prediction,yes',
      '3,c,die_yield,N77x,,,die_area_mm2=100,,x,0,0.5,1,prediction,yes',
    );
    expect(all.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    expect(all.map(({ because }) => because?.code)).toEqual([undefined, 'product-unknown', 'node-unknown']);
  });

  test('what an input moves, and by how much, is asked of any product', () => {
    const change = (input: string): number =>
      rows(`1,a,unit_cost_change,,,,product=H200;input=${input};change=0.2,2026-06,fraction,0,,1,prediction,yes`).rows[0]!.answers[0]!
        .predicted!;
    for (const input of ['HBM price', 'wafer price', 'CoWoS price', 'D0', 'test']) expect(change(input)).toBeGreaterThan(0);
    expect(change('HBM price')).toBeLessThan(0.2);
  });
});
