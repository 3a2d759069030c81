import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import type { CompatAnswer, PackageAnswer, PublishedBeside } from '#scenario';
import { type Ran, runCommand } from '../test/support/run-command.ts';
import { badInput } from './fail.ts';
import { addChip, addPackage } from './package.ts';

const run = (...args: readonly string[]): Promise<Ran> =>
  runCommand((program) => {
    addPackage(program);
    addChip(program);
  }, args);

type Answer = PackageAnswer & { readonly published: readonly PublishedBeside[]; readonly compared: CompatAnswer };
const json = async (...args: readonly string[]): Promise<Answer> =>
  JSON.parse((await run(...args, '--json', '--samples', '200', '--lang', 'en')).out) as Answer;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const file = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  folders.push(folder);
  const path = join(folder, 'p.yaml');
  writeFileSync(path, text);
  return path;
};
const shipped = fileURLToPath(new URL('../scenarios/packages', import.meta.url));
const four = join(shipped, 'four-chiplets.yaml');

describe('chokepoint package', () => {
  it.each(readdirSync(shipped))('%s: costs the sum of its parts, in both languages', async (name) => {
    const path = join(shipped, name);
    const { total, parts, why = [], feasible } = await json('package', path);
    expect(feasible).toBe(true);
    const sum = Object.values(parts ?? {}).reduce((all, { central }) => all + central, 0);
    expect(sum / total!.central).toBeCloseTo(1, 10);
    expect(total!.p5).toBeLessThan(total!.p95);
    expect(why.reduce((all, { share }) => all + share, 0)).toBeCloseTo(1, 10);
    for (const lang of ['en', 'zh']) {
      const { out, code } = await run('package', path, '--lang', lang, '--samples', '50');
      expect(code).toBeUndefined();
      expect(out).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('says of each input where it comes from, and what moves the cost', async () => {
    const { inputs } = await json('package', four);
    expect(inputs.find(({ path }) => path === 'dies.compute.area')?.fact).toBeUndefined();
    expect(inputs.find(({ path }) => path === 'dies.compute.waferPrice')).toMatchObject({ fact: 'node/tsmc-n5#waferPrice' });
    expect(Math.max(...inputs.map(({ drives }) => drives))).toBeGreaterThan(0.1);
    const { out } = await run('package', four, '--why', '--samples', '0', '--lang', 'en');
    expect(out).toContain('node/tsmc-n5#waferPrice');
    expect(out).toContain('stated in the file');
  });

  it('names every mistake with its line, not the first alone', async () => {
    const { error, code, out } = await run(
      'package',
      file(
        [
          'name: bad',
          'dies:',
          '  - { name: a, node: N5, area: 400 mm2, coverage: 300 % }',
          '  - { name: a, node: N5, area: 4 kg, colour: red }',
          '  - { name: c, node: N5, area: 1 mm2, on: b, count: 1.5 }',
          'links: [{ between: [a, q], bandwidth: fast }]',
        ].join('\n'),
      ),
      '--lang',
      'en',
    );
    expect(code).toBe(badInput);
    expect(out).toBe('');
    for (const place of ['3:51', '4:13', '4:34', '4:38', '5:43', '5:53', '6:24', '6:39']) expect(error).toContain(`p.yaml:${place}`);
  });

  it('names a process that is not there, at its place, and nothing that follows from it', async () => {
    const { error } = await run('package', file('name: x\ndies: [{ name: a, node: N55x, area: 10 mm2 }]\n'), '--lang', 'en');
    expect(error).toContain('p.yaml:2:');
    expect(error.trimEnd().split('\n')).toHaveLength(2);
  });

  it.each([
    ['silicon-interposer', 'dies: [{ name: a, node: N5, area: 800 mm2, count: 8 }]', 'carrier'],
    ['organic', 'dies: [{ name: a, node: N5, area: 900 mm2 }]', 'reticle'],
    ['organic', 'dies: [{ name: a, node: N5, area: 100 mm2, yield: 0 }]', 'yield'],
  ])('says of what cannot be made on %s what stands in its way', async (technology, dies, binding) => {
    const path = file(`name: x\ntechnology: ${technology}\n${dies}\n`);
    expect(await json('package', path)).toMatchObject({ feasible: false, binding });
    expect((await run('package', path, '--lang', 'en')).out).toContain('cannot be made');
  });

  it('shares the design of a die with other files', async () => {
    const at = (name: string, volume: string): string =>
      file(`name: ${name}\ntechnology: organic\nvolume: ${volume}\ndies: [{ name: tile, design: tile, node: N7, area: 100 mm2 }]\n`);
    const [one, other] = [at('one', '100 k chip'), at('other', '300 k chip')];
    const alone = await json('package', one);
    const both = JSON.parse((await run('package', one, other, '--json', '--samples', '0')).out) as readonly PackageAnswer[];
    expect(both[0]!.design!.chips / alone.design!.chips).toBeCloseTo(0.25, 10);
  });

  it.each(['actuary', 'act', 'semianalysis', 'ttm-cas'])('sets %s beside, with its habits', async (program) => {
    const { compared } = await json('package', join(shipped, 'fan-out-4nm.yaml'), '--compat', program);
    expect(compared.refused).toBeUndefined();
    expect(compared.lines.some(({ theirs, ours }) => theirs !== undefined && ours !== undefined && theirs !== ours)).toBe(true);
    const { out } = await run('package', join(shipped, 'fan-out-4nm.yaml'), '--compat', program, '--samples', '0', '--lang', 'zh');
    expect(out).toContain('差别从何而来');
  });

  it('gives the same draws for the same seed', async () => {
    expect(await json('package', four, '--seed', '7')).toEqual(await json('package', four, '--seed', '7'));
  });
});

describe('chokepoint chip', () => {
  const opened = openCatalog();
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
  const products = opened.value.list('product');

  it.each(products.map(({ id }) => id))('%s: a cost or an obstacle, never a number that is none', async (id) => {
    const { out, error, code } = await run('chip', id, '--samples', '50', '--lang', 'en');
    expect(out + error).not.toMatch(/NaN|undefined|Infinity/);
    // Of a few the catalogue does not know enough, and says what is missing.
    if (error !== '') expect({ code, error }).toEqual({ code: badInput, error: expect.stringMatching(/Nothing says|is missing|has no/) });
    else expect(out).toMatch(/A good one costs|cannot be made/);
  });

  it('sets what was published beside, with its source, and says whether it lies inside', async () => {
    const { published, total } = await json('chip', 'h100-sxm');
    const whole = published.filter(({ fact }) => fact === 'costTotal');
    expect(whole.length).toBeGreaterThan(1);
    for (const { value, inside } of whole) expect(inside).toBe(value.central >= total!.p5 * 0.995 && value.central <= total!.p95 * 1.005);
  });

  it('does not read what was published about the cost of the whole', async () => {
    const { inputs } = await json('chip', 'b200');
    expect(inputs.filter(({ fact }) => /#(cost(Total|Logic|Hbm|Packaging|Test)|price)$/.test(fact ?? ''))).toEqual([]);
  });

  it('takes a name, and offers one that is like a name that is not there', async () => {
    expect((await json('chip', '910C')).name).toContain('910C');
    const { error, code } = await run('chip', 'h1000', '--lang', 'en');
    expect(code).toBe(badInput);
    expect(error).toContain('product/h100-sxm');
  });
});

describe('a date', () => {
  it('chooses facts alike whether the catalogue was opened as of it or the package is of it', async () => {
    const body = 'packaging: CoWoS-S\ndies: [{ name: a, node: N5, area: 400 mm2 }]\nmemory: [{ hbm: HBM3, stacks: 4 }]\n';
    const dated = await json('package', file(`name: x\ndate: 2023-08\n${body}`));
    const asked = await json('package', file(`name: x\n${body}`), '--as-of', '2023-08');
    expect(asked.total).toEqual(dated.total);
  });
});
