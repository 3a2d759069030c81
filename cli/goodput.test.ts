import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GoodputAnswer } from '#report';
import { runCommand } from '../test/support/run-command.ts';
import { addGoodput } from './goodput.ts';
import { speak } from './wording.ts';

afterEach(() => void vi.restoreAllMocks());

const run = async (...args: readonly string[]): Promise<{ readonly out: string; readonly error: string; readonly code: number }> => {
  const { code, ...said } = await runCommand(addGoodput, ['goodput', ...args], speak(new Command('chokepoint'), 'en'));
  return { ...said, code: Number(code ?? 0) };
};
const usual = ['--chip', 'h100-sxm', '--count', '16384', '--days', '54', '--samples', '200'];
const answer = async (...args: readonly string[]): Promise<GoodputAnswer> =>
  JSON.parse((await run(...usual, ...args, '--json')).out) as GoodputAnswer;

describe('chokepoint goodput', () => {
  it('says what a run keeps, where the rest goes and how the intervals compare, in both languages', async () => {
    const { out, code } = await run(...usual, '--model', 'llama-3.1-405b', '--lang', 'en');
    expect(code).toBe(0);
    for (const words of ['80%:', 'Where the time goes', 'Young', 'Daly', 'exact', 'simulated', 'interruptions expected', 'Sources'])
      expect(out).toContain(words);
    expect((await run(...usual, '--lang', 'zh')).out).toContain('时间去向');
  });
  it('holds the interruptions that Llama 3 reported, and agrees with the simulation', async () => {
    const { interruptions, check, rules, kept, losses } = await answer('--model', 'llama-3.1-405b', '--samples', '1000');
    expect(interruptions.low).toBeLessThan(419);
    expect(interruptions.high).toBeGreaterThan(419);
    expect(Math.abs(check.played - check.closed)).toBeLessThan(4 * check.error + 1e-3);
    const best = rules.find(({ rule }) => rule === 'exact')!.kept;
    for (const each of rules) expect(each.kept).toBeLessThanOrEqual(best + 1e-12);
    expect(kept.low).toBeLessThan(kept.value);
    expect(losses.map(({ loss }) => loss)).not.toContain('corruption');
  });
  it('splits all of the time where nothing is drawn', async () => {
    const { kept, losses } = await answer('--samples', '0', '--silent', '--spares', '8', '--shrink');
    expect(kept.value + losses.reduce((sum, { share }) => sum + share.value, 0)).toBeCloseTo(1, 9);
    expect(kept.low).toBeUndefined();
  });
  it('gives the same digits for the same seed, and others for another', async () => {
    const { command: _, ...one } = await answer('--seed', '5');
    const { command: __, ...two } = await answer('--seed', '5');
    expect(two).toEqual(one);
    expect((await answer('--seed', '6')).kept).not.toEqual(one.kept);
  });
  it('keeps more with peers than with checkpoints that block, and less at a foolish interval', async () => {
    const model = ['--model', 'llama-3.1-405b', '--samples', '0'];
    const [sync, peer, foolish] = [
      await answer(...model, '--checkpoint', 'sync'),
      await answer(...model, '--checkpoint', 'peer'),
      await answer(...model, '--checkpoint', 'sync', '--interval', '5h'),
    ].map(({ kept }) => kept.value);
    expect(peer!).toBeGreaterThan(sync!);
    expect(foolish!).toBeLessThan(sync!);
  });
  it('takes the servers of the accelerator, and size and accelerator of a cluster', async () => {
    const { out } = await run('--cluster', 'gb200-nvl72', '--samples', '0', '--json');
    const { nodes, run: about } = JSON.parse(out) as GoodputAnswer;
    expect(about.count).toBe(72);
    expect(nodes).toBe(18);
  });
  it('draws pages and pictures', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chokepoint-goodput-'));
    const [page, picture] = [join(folder, 'a.html'), join(folder, 'a.svg')];
    await run(...usual, '--html', page, '--lang', 'en');
    await run(...usual, '--svg', picture, '--lang', 'zh');
    expect(readFileSync(page, 'utf8')).toContain('有效时间占比与集群规模');
    expect(readFileSync(picture, 'utf8')).toContain('有效时间占比');
  });
  it('tells all that is to be mended at once', async () => {
    const { error, code } = await run('--model', 'no-such-model', '--interval', '10parsec', '--shrink', '--lang', 'en');
    expect(code).toBe(2);
    for (const flag of ['--chip', '--count', '--model', '--interval', '--shrink']) expect(error).toContain(flag);
    expect((await run('--lang', 'zh')).error).toContain('没有说明加速器数量');
    expect((await run(...usual, '--interval', '10ms', '--lang', 'en')).error).toContain('10min');
  });
});
