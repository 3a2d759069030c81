import { describe, expect, it } from 'vitest';
import { runCommand } from '../test/support/run-command.ts';
import { addAnalog } from './analog.ts';

const train = async (...words: readonly string[]) =>
  runCommand(addAnalog, ['analog', 'train', 'llama-3.1-405b-h100', '--samples', '60', ...words]);

interface Figures {
  readonly batchTokens: { readonly value: number; readonly origin: string };
  readonly accelerators: readonly { readonly path: string; readonly p5: number; readonly p50: number; readonly p95: number }[];
  readonly solvers: Figures['accelerators'];
  readonly inputs: readonly { readonly input: string; readonly p5: number; readonly p95: number; readonly grade: string | null }[];
}

describe('chokepoint analog train', () => {
  it('draws every uncertain figure, takes the tokens of a step from the plan, and lets an option win', async () => {
    const figures = JSON.parse((await train('--json')).out) as Figures;
    expect(figures.batchTokens).toEqual({ value: 2048 * 8192, origin: 'model' });
    const of = (list: Figures['accelerators'], path: string) => list.find((figure) => figure.path === path);
    const share = of(figures.accelerators, 'run.inverseShare');
    expect(share?.p5).toBeLessThan(share?.p50 ?? 0);
    expect(share?.p50).toBeLessThan(share?.p95 ?? 0);
    expect(of(figures.solvers, 'solver.gain')?.p95).toBeLessThan(1);
    const write = figures.inputs.find(({ input }) => input === 'solver.writeEnergy');
    expect(write).toMatchObject({ grade: 'D' });
    expect(write?.p5).toBeLessThan(write?.p95 ?? 0);
    const asked = JSON.parse((await train('--json', '--batch-tokens', '1000000')).out) as Figures;
    expect(asked.batchTokens).toEqual({ value: 1e6, origin: 'command' });
  });

  it.each(['en', 'zh'])('says so in %s, with the accounting of the claim', async (lang) => {
    const { out } = await train('--lang', lang, '--optimizer', 'kfac');
    expect(out).toMatch(lang === 'en' ? /"A hundred times less energy": counted as in the press/ : /“能耗只有百分之一”：按宣传口径/);
    expect(out).not.toContain('NaN');
  });
});
