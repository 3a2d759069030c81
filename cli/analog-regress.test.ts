import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../test/support/run-command.ts';
import { addAnalog } from './analog.ts';

const folder = mkdtempSync(join(tmpdir(), 'regress-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const regress = (...words: readonly string[]) => runCommand(addAnalog, ['analog', 'regress', ...words]);

describe('chokepoint analog regress', () => {
  it('finds the weights of data that cells can hold, but for the finite gain', async () => {
    const data = file('exact.csv', '1,0,3\n0,1,-1\n1,1,2\n');
    const { out } = await regress(data, '--write-error', '0', '--gain', '1e9', '--json');
    const answer = JSON.parse(out);
    expect(answer).toMatchObject({ feasible: true, rows: 3, columns: 2, stable: 1, levels: 0 });
    expect(answer.error.p90).toBeLessThan(1e-6);
  });

  it('is worse the worse the cells are written, and weighs energy with and without writes', async () => {
    const of = async (error: string) => JSON.parse((await regress('--write-error', error, '--levels', '128', '--json')).out);
    const [fine, coarse] = [await of('0.001'), await of('0.05')];
    expect(coarse.error.p50).toBeGreaterThan(fine.error.p50);
    expect(coarse.excess.p50).toBeGreaterThanOrEqual(1);
    const { solve, write, digital, digitalFlop } = fine.energy;
    expect(write).toBeGreaterThan(solve);
    expect(digital).toBeGreaterThan(solve);
    expect(digitalFlop).toBeCloseTo(2 * 64 * 64 - (2 / 3) * 512, 6);
  });

  it.each(['1,2\n2,4\n', '1,1,1\n2,2,1\n3,3,1\n'])('answers for data without a single best fit: %j', async (text) => {
    const { out, code } = await regress(file('poor.csv', text), '--lang', 'en');
    expect(out).not.toContain('NaN');
    if (code === 1) expect(out).toMatch(/no weights are best/);
  });

  it('says what is wrong with a file', async () => {
    const { error, code } = await regress(file('bad.csv', '1,2,3\n4,x,6\n'), '--lang', 'en');
    expect(error).toContain('"x" is no finite number');
    expect(code).not.toBe(0);
    expect((await regress('--random', '3x8', '--lang', 'zh')).out).toContain('样本少于权重');
  });
});
