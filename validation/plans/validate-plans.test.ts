import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '#messages';
import { planColumns } from './plan-cells.ts';
import { plansText } from './plans-text.ts';
import { type PlansValidation, validatePlans } from './validate-plans.ts';

const reference = fileURLToPath(new URL('../reference/plans/', import.meta.url));
const shipped = (name: string): string => readFileSync(join(reference, name), 'utf8');
const table = gunzipSync(readFileSync(join(reference, 'gpt3-13b-on-2-offload.csv.gz'))).toString();
const [header = '', ...rows] = table.trim().split('\n');
const columns = header.split(',');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-plans-'));
  writeFileSync(join(folder, 'inputs.json'), shipped('inputs.json'));
  writeFileSync(join(folder, 'dumps.json'), shipped('index.json'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (path = folder): PlansValidation => {
  const checked = validatePlans(path);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
};
const put = (lines: readonly string[], name = 'gpt3-13b-on-2-offload.csv'): void =>
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(lines.join('\n')) : lines.join('\n'));
const edited = (row: string, column: string, change: (text: string) => string): string =>
  row
    .split(',')
    .map((cell, i) => (columns[i] === column ? change(cell) : cell))
    .join(',');

describe('the shipped tables', () => {
  const result = run(reference);

  it('agree in every figure, in the set and in the best plan', () => {
    expect(result.summary).toEqual({ passed: 886, failed: 0, notScored: 0 });
    const whole = result.files.find(({ set }) => set !== null)!;
    expect(whole.set).toMatchObject({ looked: 1368, theirs: 684, ours: 684, missing: 0, extra: 0, twice: 0, passed: true });
    expect(whole.best?.passed).toBe(true);
    expect(whole.columns).toHaveLength(96);
    for (const file of result.files) for (const { worst } of file.columns) expect(worst).toBeLessThan(1e-12);
    expect(result.files.filter(({ run: made }) => made?.recomputeFix === true)).toHaveLength(1);
  });

  it.each(['en', 'zh'] as const)('are told with the counts at the end (%s)', (lang) => {
    const { validation, validationPlans } = messages(lang);
    const text = plansText(result, validationPlans, validation);
    expect(text.split('\n').at(-1)).toBe('886 passed, 0 failed, 0 not scored');
    expect(text).toContain('684');
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('other tables of the same form', () => {
  it('are known by their columns, in any order, packed or not, and joined to what the index says of them', () => {
    const order = columns.map((_, i) => i).reverse();
    const turned = [header, ...rows].map((line) => {
      const cells = line.split(',');
      return [...order.map((i) => cells[i]), 'more'].join(',');
    });
    put(turned);
    expect(run().summary).toEqual({ passed: 686, failed: 0, notScored: 0 });
    put([header, ...rows], 'gpt3-13b-on-2-offload.csv.gz');
    expect(run(join(folder, 'gpt3-13b-on-2-offload.csv.gz')).summary.passed).toBe(686);
  });

  it('a wrong figure is named; the best plan falls with it where it is the rate', () => {
    put([header, ...rows.map((row, i) => (i === 5 ? edited(row, 'bubble_time', () => '1e-8') : row))]);
    const [file] = run().files;
    expect(file).toMatchObject({ passed: 685, failed: 1 });
    expect(file!.failures[0]).toMatchObject({ line: 7, column: 'bubble_time', answer: 1e-8 });
    put([header, ...rows.map((row, i) => (i === 0 ? edited(row, 'sample_rate', () => '99') : row))]);
    expect(run().files[0]).toMatchObject({ failed: 2, best: { passed: false, answer: 99 } });
  });

  it('a plan that is missing, doubled or refused breaks the set', () => {
    put([header, ...rows.slice(1)]);
    expect(run().files[0]!.set).toMatchObject({ extra: 1, missing: 0, twice: 0, passed: false });
    put([header, ...rows, rows[0]!]);
    expect(run().files[0]!.set).toMatchObject({ extra: 0, missing: 0, twice: 1, passed: false });
    put([header, ...rows, edited(rows[0]!, 'tensor_par', () => '4')]);
    expect(run().files[0]).toMatchObject({
      set: { missing: 1, passed: false },
      failures: [{ reason: { code: 'plans/refused', detail: 'ranks' } }],
    });
  });

  it('an empty input is not scored, one that is none fails, an empty answer is not compared', () => {
    put(
      [
        header,
        edited(rows[0]!, 'datatype', () => ''),
        edited(rows[1]!, 'batch_size', () => 'many'),
        edited(rows[2]!, 'total_time', () => ''),
      ],
      'megatron-1t-three-tiers.csv',
    );
    const [file] = run().files;
    expect(file!.notScored).toBe(1);
    expect(file!.unscored).toEqual([{ reason: { code: 'input-empty', detail: 'datatype' }, rows: 1 }]);
    expect(file!.failures.some(({ reason }) => reason?.detail === 'batch_size')).toBe(true);
    expect(file!.columns.find(({ column }) => column === 'total_time')).toBeUndefined();
  });

  it('without an index, a model or a system nothing is scored and it is said why', () => {
    put([header, ...rows], 'other.csv');
    expect(run().files[0]).toMatchObject({ notScored: 1, unscored: [{ reason: { code: 'plans/no-entry' } }] });
    put([header, ...rows]);
    writeFileSync(join(folder, 'inputs.json'), JSON.stringify({ models: {}, systems: {} }));
    expect(run().files.find(({ file }) => file.startsWith('gpt3'))).toMatchObject({
      unscored: [{ reason: { code: 'plans/no-model', detail: 'gpt3-13B' } }],
    });
  });

  it('a damaged file counts as one failure; strange files are named', () => {
    writeFileSync(join(folder, 'gpt3-13b-on-2-offload.csv.gz'), gzipSync([header, ...rows].join('\n')).subarray(0, 30_000));
    writeFileSync(join(folder, 'notes.md'), 'x');
    expect(run()).toMatchObject({ summary: { passed: 0, failed: 1 }, unknown: ['notes.md'] });
  });

  it('a table of the best plans is compared with ours in order', () => {
    const index = JSON.parse(shipped('index.json')) as { file: string; command: string }[];
    writeFileSync(join(folder, 'dumps.json'), JSON.stringify(index.map((entry) => ({ ...entry, command: 'llm-optimal-execution -t 9' }))));
    const rate = (row: string): number => Number(row.split(',')[columns.indexOf('sample_rate')]);
    const best = rows.toSorted((a, b) => rate(b) - rate(a)).slice(0, 9);
    put([`,${header}`, ...best.map((row, i) => `${i},${row}`)]);
    expect(run().files[0]).toMatchObject({ passed: 10, failed: 0, set: null });
    put([header, ...best.slice(1)]);
    expect(run().files[0]).toMatchObject({ passed: 8, failed: 1 });
  });

  it('searches are scored where they state a best plan', () => {
    const best = rows[0]!.split(',');
    const plan = (column: string): string => best[columns.indexOf(column)]!;
    const names = planColumns.filter((name) => !['num_procs', 'datatype'].includes(name));
    const line = (tag: string, rate: string): string => [tag, '1368', '684', rate, ...names.map(plan)].join(',');
    put(
      [
        ['tag', 'configs', 'good', 'best_sample_rate', ...names].join(','),
        line('gpt313B_2_1_a100_full', ''),
        line('gpt313B_2_1_a100_full', '99'),
        line('whatever', ''),
      ],
      'searches.csv',
    );
    const [file] = run().files;
    expect(file).toMatchObject({ passed: 0, failed: 1, notScored: 2 });
    expect(file!.searches![0]).toMatchObject({ looked: { theirs: 1368, ours: 1368 }, valid: { theirs: 684, ours: 684 } });
    expect(file!.searches![1]!.differs).toContain('best_sample_rate');
    expect(file!.searches![2]!.reason?.code).toBe('plans/tag');
  });
});

it('a path that leads nowhere is said', () => {
  expect(validatePlans(join(folder, 'nowhere'))).toMatchObject({ ok: false, issues: [{ code: 'validation/path-missing' }] });
});
