import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MixAnswer, PlanAnswer, TrainingAnswer } from '#report';
import { runCommand } from '../test/support/run-command.ts';
import { addPlan } from './plan.ts';
import { Searching, Stopped } from './search-until.ts';
import { addTrain } from './train.ts';
import { speak } from './wording.ts';

const folder = mkdtempSync(join(tmpdir(), 'chokepoint-plan-'));
afterEach(() => void vi.restoreAllMocks());

const run = async (...args: readonly string[]) => {
  const { code, ...said } = await runCommand(addPlan, ['plan', ...args], speak(new Command('chokepoint'), 'en'));
  return { ...said, code: Number(code ?? 0) };
};
const usual = ['--model', 'llama-3-8b', '--chip', 'h100-sxm', '--count', '16', '--batch', '32', '--seq', '4096'];
const planOf = async (...args: readonly string[]): Promise<PlanAnswer> =>
  JSON.parse((await run(...usual, ...args, '--json')).out) as PlanAnswer;

describe('chokepoint plan', () => {
  it('names the best plan, its rivals, what memory costs and how sure it is, in both languages', async () => {
    const { out, code } = await run(...usual, '--lang', 'en');
    expect(code).toBe(0);
    for (const words of ['A step takes', 'It beats', 'Memory costs', 'draws', 'Proven best of', 'Best plans', 'Time against memory'])
      expect(out).toContain(words);
    expect((await run(...usual, '--lang', 'zh')).out).toContain('证明为最优');
  });

  it('finds a plan that train times alike, from the file that it writes and by itself', async () => {
    const file = join(folder, 'plan.yaml');
    const { best } = await planOf('--write', file);
    const train = async (plan: string): Promise<TrainingAnswer> => {
      const { out } = await runCommand(
        addTrain,
        ['train', ...usual, '--plan', plan, '--samples', '0', '--json'],
        speak(new Command('chokepoint'), 'en'),
      );
      return JSON.parse(out) as TrainingAnswer;
    };
    for (const plan of [file, 'auto', best!.plan]) {
      const { speed, memory } = await train(plan);
      expect(speed!.stepTime.value / best!.stepTime).toBeCloseTo(1, 12);
      expect(memory!.greatest.total / best!.memory).toBeCloseTo(1, 12);
    }
  });

  it('finds the same with any number of threads', async () => {
    const [one, two] = [await planOf('--draws', '50'), await planOf('--draws', '50', '--workers', '2')];
    expect(two.top).toEqual(one.top);
    expect(two.front).toEqual(one.front);
    expect(two.uncertainty).toEqual(one.uncertainty);
  });

  it('leaves accelerators idle where a model cannot be divided over all of them', async () => {
    const odd = ['--model', 'llama-3-8b', '--chip', 'h100-sxm', '--count', '17', '--batch', '32', '--seq', '4096', '--draws', '0'];
    const { out, code } = await run(...odd, '--lang', 'en');
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain('It uses 16 accelerators and leaves 1 idle');
    expect((await run(...odd, '--lang', 'zh')).out).toContain('闲置 1 颗');
  });

  it('orders the best plans, keeps a front and counts every plan', async () => {
    const { top, front, counts, best, comparison } = await planOf('--top', '5');
    expect(top).toHaveLength(5);
    expect(top.map(({ score }) => score)).toEqual(top.map(({ score }) => score).toSorted((one, other) => one - other));
    expect(front[0]!.stepTime).toBe(best!.stepTime);
    for (const [index, line] of front.entries()) if (index > 0) expect(line.memory).toBeLessThan(front[index - 1]!.memory);
    const { raw, ...rest } = counts;
    expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(raw);
    const saved = comparison!.parts.reduce((sum, part) => sum + part.saved, 0);
    expect(saved).toBeCloseTo(comparison!.other.stepTime - best!.stepTime, 4);
  });

  it('keeps to a restricted space, and to other objectives', async () => {
    const { top } = await planOf('--set', 'tp=2,pp=1/2', '--set', 'recompute=full');
    for (const { plan } of top) expect(plan).toMatch(/tp=2,pp=[12],.*recompute=full/);
    const few = await planOf('--objective', 'chips', '--days', '400', '--tokens', '1e11');
    expect(few.best!.accelerators).toBeLessThan(16);
    const cheap = await planOf('--objective', 'cost', '--rate', '2');
    expect(cheap.best!.score).toBeLessThanOrEqual((cheap.best!.accelerators * cheap.best!.stepTime * 2) / 3600 / (32 * 4096) + 1e-12);
    const lean = await planOf('--objective', 'energy');
    expect(lean.best!.score).toBeGreaterThan(0);
  });

  it('says why nothing fits, with a code of its own', async () => {
    const { out, code } = await run('--model', 'gpt-3', '--chip', 'a100-sxm-80gb', '--count', '8', '--lang', 'en');
    expect(code).toBe(1);
    expect(out).toContain('No plan fits the memory');
    expect(out).toContain('The nearest is');
  });

  it('mixes unlike accelerators', async () => {
    const mixed = ['--model', 'llama-3-8b', '--chip', 'h20:16,ascend-910c:16', '--batch', '64', '--seq', '4096'];
    const answer = JSON.parse((await run(...mixed, '--json')).out) as MixAnswer;
    const alone = Math.min(...answer.alone.map((line) => line!.stepTime));
    expect(answer.best!.stepTime).toBeLessThanOrEqual(alone);
    expect(answer.data!.parts.reduce((sum, { sequences }) => sum + sequences, 0)).toBe(64);
    const { out } = await run(...mixed, '--lang', 'zh');
    expect(out).toContain('各种布局');
  });

  it.each([
    [['--chip', 'h100-sxm', '--count', '8'], 'No model is named'],
    [['--model', 'llama-3-8b', '--chip', 'h20:8,ascend-910c', '--batch', '8'], 'h20:2000'],
    [['--model', 'llama-3-8b', '--chip', 'h20:8,ascend-910c:8', '--objective', 'cost'], 'least time only'],
    [[...usual, '--set', 'dp=4'], 'No search varies "dp"'],
    [[...usual, '--set', 'tp=x'], '--set'],
    [[...usual, '--objective', 'chips'], 'how much time'],
    [[...usual, '--objective', 'chips', '--by', 'soon'], 'no date'],
    [[...usual, '--objective', 'chips', '--by', '2027-01-01', '--from', '2026-02-31'], '--from: "2026-02-31" is no date'],
    [[...usual, '--objective', 'chips', '--days', '9', '--from', '2026-01-01'], '--from says nothing without --by'],
    [[...usual, '--days', '30'], '--days says nothing without --objective chips'],
    [[...usual, '--objective', 'energy', '--rate', '2'], '--rate says nothing without --objective cost'],
    [['--model', 'llama-3-8b', '--chip', 'h20:8,ascend-910c:8', '--count', '16'], '--count and --chip h20:8,ascend-910c:8 exclude'],
    [['--model', 'llama-3-8b', '--chip', 'h20', '--count', '8', '--objective', 'cost'], 'no rent'],
  ])('refuses %s', async (args, words) => {
    const { error, code } = await run(...args, '--lang', 'en');
    expect(code).toBe(2);
    expect(error).toContain(words);
  });

  it('draws the space, the front, memory and the pipeline', async () => {
    const file = join(folder, 'plan.html');
    await run(...usual, '--set', 'pp=2/4', '--html', file);
    const html = readFileSync(file, 'utf8');
    for (const words of ['The space', 'Time against memory', 'Memory of the best plans', 'Pipeline', '搜索空间', 'PP 4'])
      expect(html).toContain(words);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
  });

  it('stops at once when it is told to', async () => {
    const searching = new Searching();
    function* endless(): Generator<number, never> {
      for (;;) yield 1;
    }
    setTimeout(() => process.emit('SIGINT'), 20);
    await expect(searching.run(endless(), String)).rejects.toThrow(Stopped);
    searching.end();
  });
});
