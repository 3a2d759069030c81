import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DieAnswer } from '#report';
import { type Ran, runCommand } from '../test/support/run-command.ts';
import { addDie } from './die.ts';
import { badInput } from './fail.ts';

const run = (...args: readonly string[]): Promise<Ran> => runCommand(addDie, ['die', ...args]);

const json = async (...args: readonly string[]): Promise<DieAnswer> =>
  JSON.parse((await run(...args, '--json', '--lang', 'en')).out) as DieAnswer;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const file = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'die-'));
  folders.push(folder);
  return join(folder, name);
};

describe('die', () => {
  it('answers in one sentence, and says what it rests on', async () => {
    const { out, code } = await run('--size', '26x33', '--node', 'n5', '--lang', 'en', '--samples', '50');
    expect(code).toBeUndefined();
    expect(out).toMatch(/a wafer holds 64 dies, and \d+(\.\d)? of\s+them are good,\s+at \$\d+ each/);
    expect(out).toContain('proven: no position holds more');
    expect(out).toMatch(/defect density .* node\/tsmc-n5#defectDensity/);
    expect(out).toMatch(/^Sources$/m);
  });

  it('finds a process by any of its names', async () => {
    for (const name of ['n5', 'N5', 'tsmc-n5', 'node/tsmc-n5'])
      expect((await json('--size', '10x10', '--node', name, '--samples', '0')).node?.id).toBe('node/tsmc-n5');
  });

  it('takes size, process and spare cores from a product', async () => {
    const answer = await json('--product', 'h100-sxm', '--samples', '0');
    expect(answer.die.area).toBeCloseTo(814, 9);
    expect(answer.salvage).toMatchObject({ cores: 144, maxBad: 12 });
    expect(answer.salvage?.sold.value).toBeGreaterThan(answer.salvage?.full.value ?? 1);
    expect(answer.figures.cost?.unit).toBe('USD/die');
  });

  it('shares dies out over the products of a line', async () => {
    const answer = await json('--product', 'h100-sxm', '--bins', '0,12,30', '--samples', '0');
    const shares = answer.bins?.map(({ share }) => share.value) ?? [];
    expect(shares).toHaveLength(3);
    expect(shares[0]).toBeCloseTo(answer.salvage?.full.value ?? 0, 12);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(answer.salvage?.sold.value ?? 0, 12);
    expect((await run('--product', 'h100-sxm', '--bins', '4,2', '--lang', 'en')).error).toMatch(/each greater/);
  });

  it('states every yield model, both Bose-Einstein conventions apart, and uses the one that was asked for', async () => {
    const answer = await json('--size', '9x9', '--d0', '0.1', '--layers', '12', '--yield-model', 'murphy', '--samples', '0');
    const of = (model: string): number => answer.yields.find((line) => line.model === model)?.estimate.value ?? Number.NaN;
    expect(of('bose-einstein-per-layer')).toBeCloseTo(0.393, 3);
    expect(of('bose-einstein-total')).toBeCloseTo(0.922, 3);
    expect(answer.yields.filter(({ used }) => used).map(({ model }) => model)).toEqual(['murphy']);
    expect(answer.figures.good.value).toBeCloseTo(answer.figures.gross.value * of('murphy'), 9);
  });

  it('repeats itself for a seed, and gives bands only where something is unsure', async () => {
    const ask = ['--size', '20x20', '--node', 'n7', '--samples', '80', '--seed', '5'];
    expect(await json(...ask)).toEqual(await json(...ask));
    const sure = await json('--size', '20x20', '--d0', '0.1', '--clustering', '3', '--layers', '12', '--street', '0.1', '--edge', '3');
    expect(sure.figures.good.band).toBeUndefined();
    expect((await json('--size', '20x20', '--d0', '0.05..0.2', '--clustering', '3')).figures.good.band).toBeDefined();
  });

  it('derives a figure from its parts, down to facts with their sources', async () => {
    const { out } = await run('--product', 'h100-sxm', '--why', 'cost', '--samples', '0', '--lang', 'en');
    for (const words of [
      /^cost of one that is sold: \$\d+/,
      /= price of a wafer/,
      /proven/,
      /defect density: .* C node\/tsmc-n5#defectDensity \[\d\]/,
      /^Sources$/m,
    ])
      expect(out).toMatch(words);
    expect((await run('--size', '26x33', '--d0', '0.1', '--why', 'cost', '--samples', '0', '--lang', 'en')).code).toBe(badInput);
    for (const figure of ['sold', 'good', 'gross', 'yield'])
      expect((await run('--size', '9x9', '--d0', '0.1', '--why', figure, '--samples', '0', '--lang', 'zh')).out).toMatch(/：/);
  });

  it('names what moves the cost, most first', async () => {
    const { drivers, figures } = await json('--product', 'h100-sxm', '--samples', '0');
    const swings = drivers.map(({ low, high }) => Math.abs(high - low));
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    expect(drivers.map(({ id }) => id)).toContain('street');
    for (const { low, high } of drivers) expect(Math.min(low, high)).toBeLessThanOrEqual(figures.cost?.value ?? 0);
  });

  it('can take what a wafer costs to make for its price, and does where no price is known', async () => {
    const price = async (...args: readonly string[]) =>
      (await json('--size', '20x20', '--samples', '0', ...args)).inputs.find(({ id }) => id === 'waferPrice');
    expect((await price('--node', 'n7'))?.origin).toBe('fact');
    expect((await price('--node', 'n7', '--at-cost'))?.origin).toBe('wafer');
    expect((await price('--node', 'tsmc-n7-plus'))?.origin).toBe('wafer');
  });

  it('refuses a process of which nobody knows the defects, and a cost that cannot be had', async () => {
    const refused = async (...args: readonly string[]) => {
      const { error, code } = await run('--size', '10x10', '--samples', '0', '--lang', 'en', ...args);
      expect(code).toBe(2);
      return error;
    };
    expect(await refused('--node', 'ibm-7nm-research')).toContain('Nobody has stated how many defects node/ibm-7nm-research has');
    expect((await json('--size', '10x10', '--samples', '0', '--node', 'ibm-7nm-research', '--d0', '0.1')).feasible).toBe(true);
    expect(await refused('--d0', '0.1', '--at-cost')).toContain('--at-cost says nothing without --node');
    expect(await refused('--node', 'n7', '--at-cost', '--wafer-price', '900')).toContain('--at-cost and --wafer-price exclude each other');
    expect(await refused('--node', 'n7', '--at-cost', '--wafer', '200')).toContain('--at-cost and --wafer exclude each other');
  });

  it.each(['en', 'zh'] as const)(
    'refuses --at-cost where scanners cannot print the process, and does not fall back to a price (%s)',
    async (lang) => {
      const folder = mkdtempSync(join(tmpdir(), 'die-'));
      folders.push(folder);
      mkdirSync(join(folder, 'node'));
      writeFileSync(
        join(folder, 'node/unprinted.yaml'),
        'id: node/unprinted\nname: { en: Unprinted }\nflow: flow/gaa-2nm\nscanners: tool/xt-400l\nregion: region/taiwan\nsource: assumption\ngrade: D\n' +
          'facts:\n  nodeClass: 2 nm\n  defectDensity: 0.1 /cm2\n  waferPrice: 20000 USD/wafer\n',
      );
      const words = ['--size', '10x10', '--samples', '0', '--node', 'unprinted', '--catalog', folder, '--lang', lang];
      const refused = await run(...words, '--at-cost');
      expect(refused.code).toBe(badInput);
      expect(refused.error).toContain('node/unprinted');
      expect(refused.error).toContain('--wafer-price');
      expect((await run(...words)).code).toBeUndefined();
    },
  );

  it('asks no price of a 300 mm wafer for one of 200 mm', async () => {
    const answer = await json('--size', '10x10', '--node', '28nm', '--wafer', '200', '--samples', '0');
    expect(answer.figures.cost).toBeUndefined();
    expect(
      (await json('--size', '10x10', '--node', '28nm', '--wafer', '200', '--wafer-price', '900', '--samples', '0')).figures.cost,
    ).toBeDefined();
  });

  it('says what stands in the way of a die that cannot be', async () => {
    expect(await json('--size', '40x40', '--node', 'n5', '--samples', '0')).toMatchObject({ feasible: false, binding: 'field' });
    expect(await json('--size', '40x40', '--node', 'n5', '--stitch', '--samples', '0')).toMatchObject({
      feasible: true,
      shots: { exposuresPerDie: 4 },
    });
    expect(await json('--size', '400x400', '--node', 'n5', '--field', 'none', '--samples', '0')).toMatchObject({
      feasible: false,
      binding: 'wafer',
    });
    expect(await json('--size', '25x31', '--node', 'n5', '--field', '26x16.5', '--samples', '0')).toMatchObject({
      feasible: false,
      binding: 'field',
    });
    expect((await run('--size', '40x40', '--node', 'n5', '--lang', 'zh', '--samples', '0')).out).toContain('无法曝光');
  });

  it('maps one wafer whose counts are those of its legend', async () => {
    const map = file('wafer.svg');
    const { out } = await run('--product', 'h100-sxm', '--lang', 'en', '--samples', '0', '--map', map);
    expect(out).toContain(`Wrote ${map}`);
    const picture = readFileSync(map, 'utf8');
    const squares = (fate: string): number =>
      (new RegExp(`class="die ${fate}" d="([^"]*)"`).exec(picture)?.[1] ?? '').split('z').length - 1;
    const counts = /(\d+) good dies, (\d+) sold with bad cores, (\d+) lost to defects, (\d+) cut/.exec(picture)?.slice(1).map(Number);
    expect(['good', 'salvaged', 'bad', 'partial'].map(squares)).toEqual(counts);
    expect((counts?.[0] ?? 0) + (counts?.[1] ?? 0) + (counts?.[2] ?? 0)).toBe(67);
    expect(picture).toMatch(/^<svg [^>]*role="img"[^>]*aria-labelledby=/);
    await run('--product', 'h100-sxm', '--lang', 'zh', '--samples', '0', '--map', map, '--map-width', '390');
    expect(readFileSync(map, 'utf8')).toMatch(/width="390"/);
    expect(readFileSync(map, 'utf8')).toContain('屏蔽失效核心后出售');
  });

  it('writes a page in both languages that holds the map and nothing from elsewhere', async () => {
    const out = file('die.html');
    await run('--product', 'h100-sxm', '--samples', '0', '--html', out, '--lang', 'zh');
    const text = readFileSync(out, 'utf8');
    expect(text.match(/class="die good" d=/g)).toHaveLength(4);
    expect(new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).size).toBe([...text.matchAll(/ id="([^"]+)"/g)].length);
    expect(text).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?!data:)/);
    expect(text).toContain('晶圆排布');
    expect(text).toContain('On the wafer');
  });

  it('writes nothing but the answer with --json, and the map beside it', async () => {
    const map = file('wafer.svg');
    const { out } = await run('--size', '10x10', '--node', 'n7', '--samples', '0', '--json', '--map', map);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(readFileSync(map, 'utf8')).toContain('<svg');
  });

  it.each([
    [['--size', '-3x5', '--node', 'n5'], /--size/],
    [['--size', '0x5', '--node', 'n5'], /above 0/],
    [['--size', '26x33'], /--node/],
    [['--node', 'n5'], /--size/],
    [['--size', '26x33', '--node', 'n55'], /node\/tsmc-n5/],
    [['--size', '26x33', '--node', 'n5', '--core-fraction', '300%', '--cores', '9', '--max-bad', '1'], /between 0 and 1/],
    [['--size', '26x33', '--node', 'n5', '--d0', '-1'], /--d0/],
    [['--size', '26x33', '--node', 'n5', '--d0', 'lots'], /--d0/],
    [['--size', '26x33', '--node', 'n5', '--edge', '150'], /nothing of the wafer/],
    [['--size', '26x33', '--node', 'n5', '--cores', '4', '--max-bad', '4'], /fewer bad cores/],
    [['--size', '26x33', '--node', 'n5', '--cores', '4'], /together/],
    [['--size', '26x33', '--node', 'n5', '--cores', '4', '--max-bad', '1', '--yield-model', 'seeds'], /negative-binomial or poisson/],
    [['--size', '26x33', '--node', 'n5', '--field', 'wide'], /--field/],
    [['--product', 'h999'], /h999/],
    [['--size', '26x33', '--node', 'n5', '--as-of', 'soon'], /soon/],
  ])('%j says how to mend it, with exit code 2', async (args, words) => {
    const { out, error, code } = await run(...args, '--lang', 'en');
    expect(code).toBe(badInput);
    expect(out).toBe('');
    expect(error).toMatch(words);
  });

  it('names all faults at once', async () => {
    const { error } = await run(
      '--size',
      '26x33',
      '--node',
      'n5',
      '--d0',
      'lots',
      '--edge',
      '200',
      '--cores',
      '5',
      '--max-bad',
      '9',
      '--lang',
      'en',
    );
    expect(error).toMatch(/^3 things to mend/);
  });
});
