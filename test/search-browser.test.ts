import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import type { CalculonSearch, PlanSearch } from '#run';
import { startBrowser, type TestBrowser, type WatchedPage } from './support/browser.ts';
import { root } from './support/root.ts';

const { models, systems } = JSON.parse(readFileSync(join(root, 'validation/reference/plans/inputs.json'), 'utf8')) as Record<
  'models' | 'systems',
  Record<string, unknown>
>;
const gpt3 = { ...(models['gpt3-13B'] as object), hidden: 12288, feedforward: 49152, attn_heads: 96, num_blocks: 96 };
const limits = { model: gpt3, system: systems['a100_80g'], processors: 512, maxBatch: 768, datatype: 'float16' };

/**
 * A search of a model with experts, with transfers to the host and the front of time against memory: whole, in parts, and a part of it
 * where the script runs in a worker; and a search of Calculon's space.
 */
const source = `
import { networkOf } from '#cluster';
import { architectureOf, calculonSearch, mergeSearches, planSpace, searchPlans, searchSteps } from '#run';
const link = (bandwidth, latency) => ({ bandwidth, latency, efficiency: 0.8, halfSize: 0 });
const shape = { hidden: 4096, heads: 32, kvHeads: 8, headDim: 128, vocabulary: 128256, tiedEmbeddings: false, ffnMatrices: 3 };
const architecture = architectureOf({ ...shape, layers: 32, ffnDense: 14336, experts: { routed: 64, topK: 4, shared: 1, ffn: 1408, denseLayers: 1 } });
const chip = { peak: 312e12, formatPeak: 312e12, memory: 40e9, memoryBandwidth: 2e12, matrixShare: 0.77 };
const constants = { memoryShare: 0.87, traffic: 1.1, wave: 1, unaligned: 16, passes: 1.9, attention: 0.65, headHalf: 32, scores: 0.6, grouped: 3, hostLayer: 4e-4,
  hostLayerEager: 1e-3, hostExchange: 0.05, hostRouted: 1.5e-3, tensorExposed: 0.4, pipelineExposed: 0.3, window: 0.65, interference: 0.12, straggler: 0.006,
  fusedLoss: 0.8, maturityLoss: 0.7, maturityTime: 1 };
const fixed = { globalBatch: 256, sequence: 4096 };
const input = {
  architecture, chip: { bf16: chip }, constants, fixed, accelerators: [64], nodeSize: 8, top: 20, front: true,
  network: networkOf({ scaleUp: { ...link(300e9, 2e-6), size: 8 }, scaleOut: link(25e9, 5e-6) }),
  software: { eager: false, age: 1.5 }, overhead: { context: 1e9, fragmentation: 0.05 },
  host: { memory: 128e9, bandwidth: 32e9, efficiency: 0.8 }, objective: { kind: 'time' },
  space: { ...planSpace({ architecture, accelerators: 64, domain: 8, ...fixed, precision: 'bf16', offload: true }), microBatch: [1], virtual: [2], contextExchange: ['ring'],
    zero: [1, 3], expertTensor: [1], recompute: ['none', 'full'] },
};
globalThis.search = () => {
  const alone = searchPlans(input);
  const parts = [0, 1, 2].map((index) => searchPlans({ ...input, part: { index, of: 3 } }));
  const { top, front } = mergeSearches(input, parts);
  let reports = 0;
  for (const steps = searchSteps(input); !steps.next().done; ) reports += 1;
  return JSON.stringify({ alone, parts: { top, front }, reports });
};
// As a page would: a worker for each part, each started from the same script.
globalThis.inWorkers = async (script, of) => {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const parts = Array.from({ length: of }, (_, index) => new Promise((resolve, reject) => {
    const worker = new Worker(address);
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ index, of });
  }));
  const { top, front } = mergeSearches(input, await Promise.all(parts));
  return JSON.stringify({ top, front });
};
globalThis.calculon = () => JSON.stringify(calculonSearch({ limits: ${JSON.stringify(limits)}, top: 50 }));
globalThis.onmessage = ({ data }) => globalThis.postMessage(searchPlans({ ...input, part: data }));`;

type Found = Pick<PlanSearch, 'top' | 'front'>;
interface Answer {
  readonly alone: PlanSearch;
  readonly parts: Found;
  readonly reports: number;
}

let browser: TestBrowser | undefined;
afterAll(() => browser?.close());

const bundled = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    conditions: ['chokepoint-source'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
};

const inChromium = async (bundle: string): Promise<WatchedPage> => {
  browser ??= await startBrowser();
  const opened = await browser.open('about:blank', 1280);
  await opened.page.addScriptTag({ content: bundle });
  return opened;
};

test('a search gives the same answer in Node and in Chromium, in one part or in three', async () => {
  const bundle = await bundled();
  const here = runInNewContext(`${bundle}; search()`, {}) as string;
  const { page, errors } = await inChromium(bundle);
  const there = await page.evaluate<string>('search()');
  expect(errors).toEqual([]);
  const [node, chromium] = [here, there].map((text) => JSON.parse(text) as Answer);
  // The same plans in the same order; engines of other versions may round a power or a logarithm another way in the last digit.
  expect(chromium!.alone.top.map(({ plan }) => plan)).toEqual(node!.alone.top.map(({ plan }) => plan));
  expect(chromium!.alone.front.map(({ plan }) => plan)).toEqual(node!.alone.front.map(({ plan }) => plan));
  expect(chromium!.alone.counts).toEqual(node!.alone.counts);
  chromium!.alone.top.forEach(({ stepTime, memory }, at) => {
    expect(stepTime / node!.alone.top[at]!.stepTime).toBeCloseTo(1, 12);
    expect(memory).toBe(node!.alone.top[at]!.memory);
  });
  const { alone, parts, reports } = node!;
  expect(alone.top).toHaveLength(20);
  expect(alone.front.length).toBeGreaterThan(5);
  expect({ top: alone.top, front: alone.front }).toEqual(parts);
  expect(reports).toBeGreaterThan(1);
});

test('web workers that share a space find what one thread finds', async () => {
  const bundle = await bundled();
  const { page, errors } = await inChromium(bundle);
  const { top, front } = (JSON.parse(await page.evaluate<string>('search()')) as Answer).alone;
  for (const workers of [1, 2, 3]) {
    const found = await page.evaluate<string>(`inWorkers(${JSON.stringify(bundle)}, ${workers})`);
    expect(JSON.parse(found), `${workers} workers`).toEqual({ top, front });
  }
  expect(errors).toEqual([]);
});

test('the best plans of a space of Calculon are the same in Node and in Chromium', async () => {
  const bundle = await bundled();
  const here = JSON.parse(runInNewContext(`${bundle}; calculon()`, {}) as string) as CalculonSearch;
  const { page, errors } = await inChromium(bundle);
  const there = JSON.parse(await page.evaluate<string>('calculon()')) as CalculonSearch;
  expect(errors).toEqual([]);
  if (!here.feasible || !there.feasible) throw new Error('no plan was found');
  expect(here.best).toHaveLength(50);
  expect(here.plans).toBeGreaterThan(1e6);
  expect(there).toEqual(here);
});
