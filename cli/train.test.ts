import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TraceEvent, TrainingAnswer } from '#report';
import { runCommand } from '../test/support/run-command.ts';
import { addTrain } from './train.ts';
import { speak } from './wording.ts';

const folder = mkdtempSync(join(tmpdir(), 'chokepoint-train-'));
afterEach(() => void vi.restoreAllMocks());

/** Runs the command, and gives what it wrote and the code with which it ended. */
const run = async (...args: readonly string[]): Promise<{ readonly out: string; readonly error: string; readonly code: number }> => {
  const { code, ...said } = await runCommand(addTrain, ['train', ...args], speak(new Command('chokepoint'), 'en'));
  return { ...said, code: Number(code ?? 0) };
};
const usual = ['--model', 'llama-3-8b', '--chip', 'h100-sxm', '--count', '64', '--batch', '128', '--seq', '8192', '--lang', 'en'];
const plan = ['--plan', 'tp=2,recompute=full'];

describe('chokepoint train', () => {
  it('says how long a step takes, where the time goes and what the memory holds', async () => {
    const { out, code } = await run(...usual, ...plan);
    expect(code).toBe(0);
    for (const words of ['A step takes', '80% interval', 'Where the time goes', 'Memory of a rank', '6 x active parameters', 'Sources']) {
      expect(out).toContain(words);
    }
    const chinese = await run(...usual.slice(0, -1), 'zh', ...plan);
    expect(chinese.out).toContain('时间花在哪里');
  });

  it('gives as JSON parts that add up to the step and to the memory', async () => {
    const { out } = await run(...usual, ...plan, '--json');
    const { speed, memory, feasible } = JSON.parse(out) as TrainingAnswer;
    expect(feasible).toBe(true);
    const parts = speed!.breakdown.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(parts / speed!.stepTime.value).toBeCloseTo(1, 9);
    const bytes = memory!.first.parts.reduce((sum, { bytes: own }) => sum + own, 0);
    expect(bytes / memory!.first.total).toBeCloseTo(1, 9);
    expect(speed!.interval80[0]).toBeLessThan(speed!.stepTime.value);
    expect(speed!.interval80[1]).toBeGreaterThan(speed!.stepTime.value);
  });

  it.each([
    ['one stage', 'tp=2'],
    ['1F1B', 'tp=2,pp=4'],
    ['chunks in turn', 'tp=2,pp=4,vpp=2'],
    ['zero bubble', 'tp=2,pp=4,schedule=zb-h1'],
    ['two ways', 'tp=2,pp=4,schedule=dualpipe'],
  ])('writes a trace of %s that ends exactly when the step does', async (_, pairs) => {
    const file = join(folder, 'step.json');
    await run(...usual, '--plan', pairs, '--trace', file, '--samples', '0');
    const trace = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly traceEvents: readonly TraceEvent[];
      readonly otherData: { readonly stepTime: number };
    };
    const spans = trace.traceEvents.filter(({ ph }) => ph === 'X');
    expect(Math.max(...spans.map(({ ts = 0, dur = 0 }) => ts + dur))).toBe(trace.otherData.stepTime * 1e6);
    expect(Math.min(...spans.map(({ ts = 0 }) => ts))).toBe(0);
    const tracks = new Map<string, number>();
    for (const { pid, tid, ts = 0, dur = 0 } of [...spans].sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0))) {
      // Spans of a track follow one another; the last digits of microseconds may touch.
      expect(ts).toBeGreaterThanOrEqual((tracks.get(`${pid} ${tid}`) ?? 0) - 1e-3);
      expect(dur).toBeGreaterThanOrEqual(0);
      tracks.set(`${pid} ${tid}`, ts + dur);
    }
    const arrows = trace.traceEvents.filter(({ ph }) => ph === 's' || ph === 'f');
    expect(arrows.length % 2).toBe(0);
    // Perfetto ties either end of an arrow to the span that began last on its track, in the order of the file where times tie.
    const inOrder = trace.traceEvents
      .map((event, index) => ({ ...event, at: Math.trunc((event.ts ?? 0) * 1000), index }))
      .filter(({ ph }) => ph !== 'M')
      .sort((a, b) => a.at - b.at || a.index - b.index);
    const open = new Map<string, TraceEvent>();
    const left = new Map<number, TraceEvent>();
    for (const event of inOrder) {
      const track = `${event.pid} ${event.tid}`;
      if (event.ph === 'X') open.set(track, event);
      if (event.ph === 's') left.set(event.id ?? 0, open.get(track)!);
      if (event.ph === 'f') expect(open.get(track)?.name).toBe(left.get(event.id ?? 0)?.name);
    }
  });

  it('reads a config.json and a plan file', async () => {
    const config = join(folder, 'config.json');
    writeFileSync(
      config,
      JSON.stringify({
        model_type: 'llama',
        num_hidden_layers: 4,
        hidden_size: 1024,
        num_attention_heads: 16,
        intermediate_size: 4096,
        vocab_size: 32_000,
      }),
    );
    const file = join(folder, 'plan.yaml');
    writeFileSync(file, 'tp: 2\npp: 2\n');
    const { out, code } = await run('--model', config, '--chip', 'a100-sxm-80gb', '--count', '8', '--plan', file, '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain('tp=2,pp=2,dp=2');
  });

  it('takes accelerator, count and network from a cluster', async () => {
    const { out, code } = await run(
      '--model',
      'pangu-ultra-135b',
      '--cluster',
      'cloudmatrix-384',
      '--plan',
      'tp=8,pp=2,recompute=full',
      '--lang',
      'en',
      '--json',
    );
    const answer = JSON.parse(out) as TrainingAnswer;
    expect(answer).toMatchObject({ accelerators: 384, domain: 384, chip: { id: 'accelerator/ascend-910c' } });
    expect(code).toBe(answer.feasible ? 0 : 1);
  });

  it('is never faster behind the narrow uplinks of a cluster', async () => {
    const time = async (...where: readonly string[]): Promise<number> => {
      const { out } = await run(
        '--model',
        'llama-3-70b',
        ...where,
        '--count',
        '24576',
        '--plan',
        'tp=8,zero=3',
        '--seq',
        '8192',
        '--samples',
        '0',
        '--json',
      );
      return (JSON.parse(out) as TrainingAnswer).speed!.stepTime.value;
    };
    expect(await time('--cluster', 'meta-24k-roce')).toBeGreaterThanOrEqual(await time('--chip', 'h100-sxm'));
  });

  it('says why a plan cannot run, with a code of its own', async () => {
    const { out, code } = await run(...usual, '--plan', 'tp=3,pp=7');
    expect(code).toBe(1);
    expect(out).toContain('TP 3 does not divide 32 query heads');
    expect(out).toContain('is not the 64 accelerators');
    const large = await run('--model', 'gpt-3', '--chip', 'a100-sxm-80gb', '--count', '8', '--lang', 'en');
    expect(large.code).toBe(1);
    expect(large.out).toMatch(/Needs \d+ GB of 85.9 GB/);
  });

  it.each([
    [['--model', 'llama-3-8c', '--chip', 'h100-sxm', '--count', '8'], 'llama-3-8b'],
    [['--model', 'llama-3-8b', '--chip', 'no-such-thing', '--count', '8'], 'There is no accelerator'],
    [['--chip', 'h100-sxm', '--count', '8'], 'No model is named'],
    [['--model', 'llama-3-8b', '--count', '8'], 'No accelerator is named'],
    [['--model', 'llama-3-8b', '--chip', 'h100-sxm'], 'how many accelerators'],
    [['--model', 'llama-3-8b', '--chip', 'a100-sxm-80gb', '--count', '8', '--plan', 'precision=fp4'], 'no published peak in FP4'],
    [['--model', 'llama-3-8b', '--chip', 'h100-sxm', '--count', '8', '--plan', 'tq=8'], 'tq'],
    [['--model', './nowhere/config.json', '--chip', 'h100-sxm', '--count', '8'], 'config.json'],
  ])('refuses %s', async (args, words) => {
    const { error, code } = await run(...args, '--lang', 'en');
    expect(code).toBe(2);
    expect(error).toContain(words);
  });

  it('writes a page in both languages', async () => {
    const file = join(folder, 'step.html');
    const { code } = await run(...usual, '--plan', 'tp=2,pp=4', '--html', file);
    expect(code).toBe(0);
    const html = readFileSync(file, 'utf8');
    for (const words of ['A step takes', '每步', '<svg', 'Reproduce']) expect(html).toContain(words);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
  });
});
