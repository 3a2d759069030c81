import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { studySchemas } from '#report';
import { root } from '../test/support/root.ts';

const command = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'studies-'));
afterAll(() => rmSync(folder, { recursive: true }));
const run = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 });
  return { status, stdout, stderr };
};

const studies: readonly (readonly ['chokepoint' | 'sensitivity' | 'explain' | 'breakeven' | 'frontier', readonly string[], string])[] = [
  ['sensitivity', ['sensitivity', 'train-us', '--n', '256'], 'chokepoint/sensitivity/1'],
  ['chokepoint', ['chokepoint', 'train-us', '--samples', '200'], 'chokepoint/chokepoint/1'],
  ['explain', ['explain', 'train-us', 'train-cn', '--samples', '100'], 'chokepoint/explanation/1'],
  [
    'breakeven',
    ['breakeven', 'train-us', '--metric', 'cost.energyShare', '--target', '50%', '--by', 'energy.price'],
    'chokepoint/breakeven/1',
  ],
  [
    'frontier',
    ['breakeven', 'train-us', '--metric', 'cost.energyShare', '--target', '0.5', '--by', 'energy.price,market.price'],
    'chokepoint/frontier/1',
  ],
];

describe.each(studies)('%s', (name, words, schema) => {
  it('answers in both languages, and says how to have it again', () => {
    const [en, zh] = [run(...words), run(...words, '--lang', 'zh')];
    expect([en.status, zh.status, en.stderr, zh.stderr]).toEqual([0, 0, '', '']);
    expect(zh.stdout).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(en.stdout).not.toMatch(/[\u4e00-\u9fff]|undefined|NaN|\[object/);
    expect(zh.stdout).not.toMatch(/undefined|NaN|\[object/);
    expect(en.stdout.trimEnd().replaceAll(/\n +/g, ' ')).toContain(`chokepoint ${words.join(' ')}`);
    expect(Math.max(...en.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('is data, a page and a picture too', () => {
    const { stdout } = run(...words, '--json');
    const study = JSON.parse(stdout);
    expect(study).toMatchObject({ schema, reproduce: { seed: 1 } });
    expect(stdout).not.toMatch(/:null|NaN/);
    expect(studySchemas[name === 'explain' ? 'explanation' : name].safeParse(study).error?.issues).toBeUndefined();
    const [page, picture] = [join(folder, `${name}.html`), join(folder, `${name}.svg`)];
    expect(run(...words, '--html', page).status).toBe(0);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<svg[\s\S]*lang="zh-Hans"/);
    expect(run(...words, '--svg', picture).status).toBe(0);
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(readFileSync(picture, 'utf8')).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('is the same again', () => {
    expect(run(...words, '--json').stdout).toBe(run(...words, '--json').stdout);
  });
});

describe('words that cannot be used', () => {
  const base = ['breakeven', 'train-us', '--metric', 'cost.energyShare', '--target', '50%', '--by', 'energy.price'];
  const swapped = (option: string, value: string): readonly string[] =>
    base.map((word, index) => (base[index - 1] === option ? value : word));
  it.each<[readonly string[], RegExp]>([
    [['sensitivity', 'train-us', '--metric', 'cost.totl'], /no figure "cost\.totl".*Did you mean "?cost\.total/],
    [['sensitivity', 'train-us', '--metric', 'energy.price'], /"energy\.price" is an input, not a figure/],
    [['sensitivity', '1e26-under-150-mw', '--metric', 'wafer.needed'], /This scenario gives no "wafer\.needed"/],
    [['sensitivity', 'train-us', '--method', 'magic'], /sobol or morris or rank or elasticity/],
    [['sensitivity', 'train-us', '--n', '3'], /whole number from 16/],
    [['sensitivity', 'train-us', '--target', '5 apples'], /apples/],
    [['sensitivity', 'train-us', '--json', '--svg', 'x.svg'], /exclude each other/],
    [['chokepoint', 'nowhere'], /no scenario "nowhere"/],
    [['explain', 'train-us'], /<other> is missing/],
    [['explain', 'train-us', 'train-xx'], /no scenario "train-xx"/],
    [['explain', 'train-us', 'train-cn', '--by', 'moon'], /floors or causes or levers/],
    [swapped('--by', 'energy.prize'), /no input "energy\.prize".*energy\.price/],
    [swapped('--by', 'cost.total'), /"cost\.total" is a figure, not an input/],
    [swapped('--by', 'energy.price,energy.price'), /not one lever or two different ones/],
    [swapped('--by', 'energy.price,market.price,cluster.pue'), /not one lever or two different ones/],
    [swapped('--by', 'cluster.powerLimit'), /no value of cluster\.powerLimit to look about.*--range/],
    [swapped('--target', 'half'), /half/],
    [[...base, '--range', '3..1 USD/kWh'], /3\.\.1|above|order/],
    [base.slice(0, 4), /--target|--by|missing/],
    [['run', 'train-us', '--sampler', 'dice'], /philox or sobol or halton/],
    [['run', 'train-us', '--workers', '0'], /whole number from 1/],
  ])('%o are refused with what to write instead', (words, message) => {
    const { status, stdout, stderr } = run(...words);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(stderr).not.toMatch(/ {4}at /);
  });
});

describe('run', () => {
  const answer = (...words: readonly string[]) => JSON.parse(run('run', 'train-us', '--json', '--samples', '1500', ...words).stdout);

  it('gives every figure its intervals and histogram, and the chokepoint', () => {
    const { metrics, chokepoint, feasibleShare } = answer();
    const total = metrics.find(({ path }: { readonly path: string }) => path === 'cost.total');
    const { counts, below, above } = total.histogram;
    expect(counts.reduce((sum: number, count: number) => sum + count, 0) + below + above).toBe(1_500);
    expect(Object.keys(total.estimate.band)).toEqual(['p2_5', 'p5', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95', 'p97_5']);
    expect(chokepoint.fits).toBe(feasibleShare);
    expect(chokepoint.standings[0].relaxed.map(({ factor }: { readonly factor: number }) => factor)).toEqual([1.01, 1.1]);
  });

  it.each(['sobol', 'halton'])('with %s points comes to the same answer, surer', (sampler) => {
    const [plain, spread] = [answer(), answer('--sampler', sampler)];
    expect(spread.reproduce.sampler).toBe(sampler);
    expect(spread.feasibleShare).toBeCloseTo(plain.feasibleShare, 1);
    const middle = ({
      metrics,
    }: {
      readonly metrics: readonly { readonly path: string; readonly estimate: { readonly value: number } }[];
    }): number => metrics.find(({ path }) => path === 'cost.total')!.estimate.value;
    expect(middle(spread) / middle(plain)).toBeCloseTo(1, 1);
  });

  it('tells the intervals of every figure where that is asked for', () => {
    const few = run('run', 'train-us').stdout;
    const all = run('run', 'train-us', '--intervals').stdout;
    expect(few).toContain('How sure the figures are');
    expect(all.split('\n').length).toBeGreaterThan(few.split('\n').length + 10);
  });
});
