import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inversionCircuit, inversionDynamics, signedCells, transient } from '#analog';
import { quantity } from '#quantity';
import { type Validation, validate } from '../index.ts';

const shipped = fileURLToPath(new URL('../reference/analog/', import.meta.url));
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(shipped, name), 'utf8'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-analog-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (path = folder): Validation => {
  const checked = validate('analog', path);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
};
const put = (name: string, value: unknown): void =>
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
const reasons = (result: Validation): string[] =>
  result.files.flatMap(({ rows }) => rows.flatMap(({ reason }) => (reason ? [`${reason.code} ${reason.detail}`] : [])));

describe('the shipped references', () => {
  test('all agree, each kind far inside its tolerance', () => {
    const { files, summary, unknown } = run(shipped);
    expect(summary).toEqual({ passed: 11, failed: 0, notScored: 0 });
    expect(unknown).toEqual(['README.md']);
    const worst = new Map<string, number>();
    for (const { rows } of files) {
      for (const { answers } of rows) {
        for (const { column, error = 0 } of answers) worst.set(column, Math.max(worst.get(column) ?? 0, error));
      }
    }
    for (const column of ['I_out_A', 'I', 'word_line_V', 'bit_line_V', 'I_crosssim_A']) expect(worst.get(column)).toBeLessThan(1e-11);
    expect(worst.get('x_theory_static_V')).toBeLessThan(1e-13);
    expect(worst.get('x_final_V')).toBeLessThan(1e-10);
    expect(worst.get('x_t_V')).toBeLessThan(1e-5);
    expect(worst.get('growth_rate_theory_per_s')).toBeLessThan(1e-13);
    expect(worst.get('growth_rate_spice_per_s')).toBeLessThan(3e-3);
    expect(worst.get('w_lstsq_V')).toBeLessThan(1e-12);
    expect(worst.get('w_final_V')).toBeLessThan(1e-4);
  });

  test('with wires the motion agrees too, which the rules do not ask', () => {
    const file = read('pos4_A1e+04_g16M_rw.json') as Record<'G_S' | 'x_t_V', number[][]> &
      Record<'vin_V' | 't_s', number[]> &
      Record<string, number>;
    const circuit = inversionCircuit({
      n: 4,
      ...signedCells(Float64Array.from(file.G_S.flat())),
      inputConductance: quantity(file['G0_S']!, 'S'),
      gain: file['A0']!,
      gainBandwidth: quantity(file['GBW_Hz']!, 'Hz'),
      wire: quantity(file['rwire_ohm']!, 'ohm'),
    });
    const moving = inversionDynamics(circuit);
    if (!moving.feasible) throw new Error(moving.binding);
    const times = Float64Array.from(file.t_s, (time) => time - 1.005e-9);
    const { outputs } = transient(moving.dynamics, moving.drive(Float64Array.from(file.vin_V)), times);
    const answers = file.x_t_V.flat();
    const largest = Math.max(...answers.map(Math.abs));
    expect(Math.max(...answers.map((answer, i) => Math.abs(answer - outputs[i]!))) / largest).toBeLessThan(1e-5);
  });
});

describe('a document is known by its keys', () => {
  test('whatever its name; keys in any order and more of them do not matter', () => {
    const file = read('gram4_A1e+03_g16M.json');
    put('anything.json', Object.fromEntries([['more', { deep: 1 }], ...Object.entries(file).reverse()]));
    expect(run().summary).toEqual({ passed: 1, failed: 0, notScored: 0 });
  });

  test('an array takes the resistance of its wires from its name where it does not state it', () => {
    cpSync(join(shipped, 'badcrossbar_n64_r10.npz'), join(folder, 'mine_n64_r10.npz'));
    cpSync(join(shipped, 'badcrossbar_n64_r10.npz'), join(folder, 'nameless.npz'));
    const result = run();
    expect(result.summary).toEqual({ passed: 1, failed: 0, notScored: 1 });
    expect(reasons(result)).toEqual(['input-empty rwire_ohm']);
  });

  test('currents without their inputs wait for the file that has them', () => {
    cpSync(join(shipped, 'crosssim_same_input_n8_r10.json'), join(folder, 'crosssim_same_input_n8_r10.json'));
    expect(reasons(run())).toEqual(['file-missing G_S, v_V: n = 8, 10 ohm']);
    cpSync(join(shipped, 'badcrossbar_n8_r1.73.json'), join(folder, 'badcrossbar_n8_r1.73.json'));
    expect(run().summary).toEqual({ passed: 1, failed: 0, notScored: 1 });
    cpSync(join(shipped, 'badcrossbar_n8_r10.json'), join(folder, 'z.json'));
    expect(run().summary).toEqual({ passed: 3, failed: 0, notScored: 0 });
  });

  test('broken files are unknown', () => {
    put('a.json', '{"G_S": [[NaN]]');
    put('b.npz', 'PK');
    put('c.json', '"word"');
    expect(run().unknown).toEqual(['a.json', 'b.npz', 'c.json']);
  });
});

describe('what is asked of a document', () => {
  const circuit = read('gram4_A1e+03_g16M.json');

  test('a wrong answer fails and is named', () => {
    put('x.json', { ...circuit, x_final_V: [0.2, ...(circuit['x_final_V'] as number[]).slice(1)] });
    const [file] = run().files;
    expect(file?.rows[0]?.answers.map(({ column, passed }) => [column, passed])).toEqual([
      ['x_theory_static_V', true],
      ['x_final_V', false],
      ['x_t_V', true],
    ]);
  });

  test.each([
    ['a row too short', { G_S: [[1e-5, 1e-5], [1e-5]] }, 'input-not-a-matrix G_S'],
    ['words in the matrix', { G_S: [['a']] }, 'input-not-a-matrix G_S'],
    ['not square', { G_S: [[1e-5, 1e-5]] }, 'input-not-a-matrix G_S'],
    ['input voltages of another length', { vin_V: [1] }, 'input-not-a-matrix vin_V'],
    ['a gain that is none', { A0: 0 }, 'input-not-a-number A0'],
    ['a negative resistance', { rwire_ohm: -1 }, 'input-not-a-number rwire_ohm'],
    ['answers of another length', { x_theory_static_V: [1], x_final_V: undefined, x_t_V: undefined }, 'not-as-long x_theory_static_V'],
    [
      'a singular circuit',
      {
        G_S: [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
          [0, 0, 0, 0],
          [0, 0, 0, 0],
        ],
        A0: undefined,
        x_t_V: undefined,
      },
      'not-computed x_theory_static_V',
    ],
  ])('%s', (_, change, reason) => {
    put('x.json', { ...circuit, ...change });
    const result = run();
    expect(result.summary).toEqual({ passed: 0, failed: 1, notScored: 0 });
    expect(reasons(result)).toEqual([reason]);
  });

  test('without times or amplifiers what remains is scored', () => {
    put('x.json', { ...circuit, t_s: undefined });
    put('y.json', { ...circuit, GBW_Hz: undefined, rwire_ohm: undefined });
    put('z.json', { ...circuit, G0_S: undefined });
    const result = run();
    expect(result.files.map(({ rows }) => rows[0]?.answers.map(({ column }) => column))).toEqual([
      ['x_theory_static_V', 'x_final_V'],
      ['x_theory_static_V', 'x_final_V'],
    ]);
    expect(result.unknown).toEqual(['z.json']);
  });
});
