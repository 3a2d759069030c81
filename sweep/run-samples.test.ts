import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { issueText } from '#messages';
import { prepareSamples, type SampledScenario, sampleScenario } from '#scenario';
import { root } from '../test/support/root.ts';
import { openShipped } from '../test/support/shipped.ts';
import { openCheckpoint } from './checkpoint.ts';
import { CHUNK } from './chunks.ts';
import { runSamples } from './run-samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
afterAll(() => rmSync(folder, { recursive: true }));
const scenario = openShipped('deepseek-v3-on-910c');

const samples = 3 * CHUNK + 100;
const alone = sampleScenario(scenario, { samples, seed: 7 });
const same = (found: SampledScenario): void => {
  expect([...found.metrics.keys()]).toEqual([...alone.metrics.keys()]);
  for (const [path, values] of alone.metrics)
    expect(Buffer.from(found.metrics.get(path)!.buffer).equals(Buffer.from(values.buffer)), path).toBe(true);
  for (const [id, values] of alone.headroom)
    expect(Buffer.from(found.headroom.get(id)!.buffer).equals(Buffer.from(values.buffer)), id).toBe(true);
  expect([...found.binds].sort()).toEqual([...alone.binds].sort());
  expect(found.feasible).toBe(alone.feasible);
};

describe('a run in parts', () => {
  it.each([1, 2, 3])('has the same digits with %i workers', async (workers) => {
    const found = await runSamples(scenario, { samples, seed: 7, workers });
    if (!found.ok) throw new Error(JSON.stringify(found.issues));
    same(found.value);
  });

  it.each([1, 2])('makes only the figures that are asked for, with %i workers', async (workers) => {
    const found = await runSamples(scenario, { samples, seed: 7, workers, only: ['cost.total'] });
    if (!found.ok) throw new Error(JSON.stringify(found.issues));
    expect([...found.value.metrics.keys()]).toEqual(['cost.total']);
    expect(found.value.metrics.get('cost.total')).toEqual(alone.metrics.get('cost.total'));
  });

  it('leaves threads to the next run, of whatever scenario, and takes new ones where the last run was stopped', async () => {
    /** Number of the next thread of the process. */
    const nextThread = async (): Promise<number> => {
      const probe = new Worker('', { eval: true });
      const { threadId } = probe;
      await probe.terminate();
      return threadId;
    };
    const begun = await nextThread();
    const others = [openShipped('train-us'), openShipped('deepseek-v3-h800', ['run.tokens=12 T token'])];
    for (const [index, other] of [...others, ...others].entries()) {
      if (index === 2) {
        const stop = new AbortController();
        const stopped = runSamples(scenario, { samples: 100 * CHUNK, seed: 7, workers: 2, signal: stop.signal });
        setImmediate(() => stop.abort());
        expect((await stopped).ok).toBe(false);
      }
      const found = await runSamples(other, { samples, seed: index, workers: 2 });
      if (!found.ok) throw new Error(JSON.stringify(found.issues));
      const expected = sampleScenario(other, { samples, seed: index });
      for (const [path, values] of expected.metrics) expect(found.value.metrics.get(path), path).toEqual(values);
    }
    const found = await runSamples(scenario, { samples, seed: 7, workers: 2 });
    if (!found.ok) throw new Error(JSON.stringify(found.issues));
    same(found.value);
    // Six runs, one of them stopped: two threads before it at most, two after it, and the probe.
    expect((await nextThread()) - begun).toBeLessThanOrEqual(2 + 2 + 1);
  });

  it('is nothing, and says how far it came, when it is cancelled', async () => {
    for (const workers of [1, 2]) {
      const stop = new AbortController();
      const run = runSamples(scenario, { samples: 100 * CHUNK, seed: 7, workers, signal: stop.signal });
      setImmediate(() => stop.abort());
      const found = await run;
      expect(found).toMatchObject({ ok: false, issues: [{ code: 'sweep/cancelled', expected: String(100 * CHUNK) }] });
    }
  });

  it('is nothing when a worker runs out of memory', async () => {
    const found = await runSamples(scenario, { samples: 40 * CHUNK, seed: 7, workers: 2, workerMemory: 2 });
    expect(found).toMatchObject({ ok: false, issues: [{ code: 'sweep/out-of-memory', expected: String(40 * CHUNK) }] });
    if (found.ok) return;
    expect(issueText(found.issues[0]!, 'en').message).toMatch(/ran out of memory after \d+ of 81920 samples; nothing is reported/);
    expect(issueText(found.issues[0]!, 'zh').message).toMatch(/内存不足：完成 \d+ \/ 81920 个样本；不以部分样本给出结果/);
  });
});

describe('a checkpoint', () => {
  const checkpoint = (name: string, run = 'this run') => ({ file: join(folder, name), run });

  it('lets a cancelled run go on to the same digits', async () => {
    const stop = new AbortController();
    const kept = checkpoint('cancelled');
    const first = runSamples(scenario, { samples, seed: 7, checkpoint: kept, signal: stop.signal });
    setImmediate(() => stop.abort());
    const stopped = await first;
    expect(stopped).toMatchObject({ ok: false, issues: [{ code: 'sweep/cancelled', hint: 'hint/resume', path: kept.file }] });
    const size = statSync(kept.file).size;
    expect(size).toBeGreaterThan(10_000);
    for (const workers of [2, 1]) {
      const found = await runSamples(scenario, { samples, seed: 7, workers, checkpoint: kept });
      if (!found.ok) throw new Error(JSON.stringify(found.issues));
      same(found.value);
    }
    expect(statSync(kept.file).size).toBeGreaterThan(size);
  });

  it('serves a longer run, and a shorter one', async () => {
    const kept = checkpoint('longer');
    await runSamples(scenario, { samples: 2 * CHUNK + 5, seed: 7, checkpoint: kept });
    const found = await runSamples(scenario, { samples, seed: 7, checkpoint: kept });
    if (!found.ok) throw new Error(JSON.stringify(found.issues));
    same(found.value);
  });

  it('whose last record was cut, or garbled, is good up to there', async () => {
    const kept = checkpoint('cut');
    await runSamples(scenario, { samples, seed: 7, checkpoint: kept });
    const whole = readFileSync(kept.file);
    truncateSync(kept.file, whole.length - 1_000);
    const cut = await runSamples(scenario, { samples, seed: 7, checkpoint: kept });
    if (!cut.ok) throw new Error(JSON.stringify(cut.issues));
    same(cut.value);
    const garbled = Buffer.from(whole);
    garbled[garbled.length - 500]! ^= 0xff;
    writeFileSync(kept.file, garbled);
    const mended = await runSamples(scenario, { samples, seed: 7, checkpoint: kept });
    if (!mended.ok) throw new Error(JSON.stringify(mended.issues));
    same(mended.value);
  });

  it('of another run is refused, and so is a file of something else, which stays as it was', async () => {
    const kept = checkpoint('other');
    await runSamples(scenario, { samples: 10, seed: 7, checkpoint: kept });
    expect(await runSamples(scenario, { samples: 10, seed: 8, checkpoint: { ...kept, run: 'another' } })).toMatchObject({
      ok: false,
      issues: [{ code: 'sweep/other-run' }],
    });
    const file = join(folder, 'thesis.txt');
    writeFileSync(file, 'years of work');
    expect(await runSamples(scenario, { samples: 10, seed: 7, checkpoint: { file, run: 'this run' } })).toMatchObject({
      ok: false,
      issues: [{ code: 'sweep/not-a-checkpoint' }],
    });
    expect(readFileSync(file, 'utf8')).toBe('years of work');
    // Columns of other figures are those of another run too.
    const fewer = runSamples(scenario, { samples: 10, seed: 7, only: ['cost.total'], checkpoint: kept });
    expect(await fewer).toMatchObject({ ok: false, issues: [{ code: 'sweep/other-run' }] });
    expect(await runSamples(scenario, { samples: 10, seed: 7, checkpoint: { file: join(folder, 'no/where'), run: 'r' } })).toMatchObject({
      ok: false,
      issues: [{ code: 'sweep/cannot-open', expected: 'ENOENT' }],
    });
  });
});

describe('a checkpoint that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('ends the run before it has begun', async () => {
    for (const workers of [1, 2]) {
      const found = await runSamples(scenario, { samples, seed: 7, workers, checkpoint: { file: '/dev/full', run: 'r' } });
      expect(found).toMatchObject({ ok: false, issues: [{ code: 'sweep/cannot-write', received: '/dev/full', expected: 'ENOSPC' }] });
      if (!found.ok) expect(issueText(found.issues[0]!, 'en').message).toMatch(/"\/dev\/full" cannot be written: the run ends here/);
    }
  });

  it('says so of a part', () => {
    const file = join(folder, 'closed');
    const prepared = prepareSamples(scenario, { seed: 7 });
    const columns = prepared.columns(10);
    const opened = openCheckpoint(file, 'r', prepared.varying);
    if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
    const chunk = { index: 0, from: 0, samples: 10 };
    const part = prepared.draw(columns, 0, 10);
    expect(opened.value.add(chunk, columns, part)).toBeUndefined();
    opened.value.close();
    expect(opened.value.add(chunk, columns, part)).toEqual({ code: 'sweep/cannot-write', received: file, expected: 'EBADF' });
  });
});

describe('the command', () => {
  const command = join(root, 'dist/cli/main.js');
  const words = (file: string, many: number): readonly string[] => [
    command,
    ...['run', 'train-us', '--samples', String(many), '--workers', '2', '--resume', file, '--json'],
  ];
  const finished = (file: string, many: number): string =>
    spawnSync(process.execPath, words(file, many), { encoding: 'utf8', maxBuffer: 1e9 }).stdout.replace(/"command": .*/, '');
  const started = async (file: string, many: number, ready: number) => {
    const run = spawn(process.execPath, words(file, many), { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, error] = ['', ''];
    run.stdout.on('data', (text: Buffer) => {
      out += text;
    });
    run.stderr.on('data', (text: Buffer) => {
      error += text;
    });
    const over = new Promise<{ readonly code: number | null; readonly signal: string | null }>((resolve) => {
      run.on('close', (code, signal) => resolve({ code, signal }));
    });
    while (run.exitCode === null && (!existsSync(file) || statSync(file).size < ready)) await wait(10);
    return { run, over, said: () => ({ out, error }) };
  };

  it('killed in the middle says nothing, and goes on to the answer that it would have had', { timeout: 120_000 }, async () => {
    const [many, file] = [60_000, join(folder, 'killed')];
    const { run, over, said } = await started(file, many, 200_000);
    run.kill('SIGKILL');
    expect(await over).toEqual({ code: null, signal: 'SIGKILL' });
    expect(said()).toEqual({ out: '', error: '' });
    expect(finished(file, many)).toBe(finished(join(folder, 'whole'), many));
  });

  it('stopped by Ctrl+C says so in a line, ends with 130 and reports nothing', { timeout: 120_000 }, async () => {
    const file = join(folder, 'stopped');
    const { run, over, said } = await started(file, 1_000_000, 200_000);
    run.kill('SIGINT');
    expect(await over).toEqual({ code: 130, signal: null });
    const { out, error } = said();
    expect(out).toBe('');
    expect(error).toMatch(
      /^Stopped after \d+ of 1000000 samples; nothing is reported of a part\. What is finished is kept in ".*stopped": the same command goes on from there\.\n$/,
    );
  });
});
