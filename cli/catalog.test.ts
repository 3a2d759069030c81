import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import stringWidth from 'string-width';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addCatalog } from './catalog.ts';
import { badInput } from './fail.ts';

interface Ran {
  readonly out: string;
  readonly error: string;
  readonly code: number | string | undefined;
}

const run = (...args: readonly string[]): Ran => runAt(100, ...args);

const runAt = (width: number, ...args: readonly string[]): Ran => {
  let out = '';
  let error = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    error += String(text);
    return true;
  });
  const columns = Object.getOwnPropertyDescriptor(process.stdout, 'columns');
  Object.defineProperty(process.stdout, 'columns', { value: width, configurable: true });
  const before = process.exitCode;
  process.exitCode = undefined;
  const program = new Command().exitOverride();
  addCatalog(program);
  program.parse(['catalog', ...args], { from: 'user' });
  const code = process.exitCode;
  process.exitCode = before;
  if (columns === undefined) Reflect.deleteProperty(process.stdout, 'columns');
  else Object.defineProperty(process.stdout, 'columns', columns);
  vi.restoreAllMocks();
  return { out, error, code };
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const overlay = (facts: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mine-'));
  folders.push(folder);
  mkdirSync(join(folder, 'accelerator'));
  writeFileSync(
    join(folder, 'accelerator/mine.yaml'),
    `id: accelerator/mine\nname: { en: Mine, zh: 自研卡 }\nsource: assumption\ngrade: D\nfacts:\n${facts}`,
  );
  return folder;
};

describe('catalog show', () => {
  it('prints every fact with interval, grade, rivals and numbered sources, and gives credit', () => {
    const { out, code } = run('show', 'accelerator/h20', '--lang', 'en');
    expect(code).toBeUndefined();
    expect(out).toMatch(/^NVIDIA HGX H20 96GB {2}accelerator\/h20/);
    expect(out).toMatch(/^BF16 peak, dense +peakBf16 +148 TFLOP\/s +B +\[1\]$/m);
    expect(out).toMatch(/^design power \(TDP\) +power +400 W +B +\[1\]$/m);
    expect(out).toMatch(/^ {2}also +550 W +C +\[\d\]$/m);
    expect(out).toMatch(/^price +\$12,000 +\$9,000–\$15,000 +B +2023-11 +\[\d\]$/m);
    expect(out).toMatch(/^\[1\] .*Epoch AI.*CC-BY-4\.0\)$/m);
    expect(out).toContain('Figures of Epoch AI are used under CC-BY-4.0');
  });

  it('lines up Chinese', () => {
    const { out } = run('show', 'h20', '--lang', 'zh');
    const lines = out.split('\n');
    const at = (start: string): number => {
      const line = lines.find((text) => text.startsWith(start))!;
      return stringWidth(line.slice(0, line.search(/(?<= )[ABCD](?= )|等级/)));
    };
    expect(at('事实')).toBe(at('显存容量'));
    expect(at('事实')).toBe(at('  另有'));
    expect(out).toContain('Epoch AI 的数据依 CC-BY-4.0 使用');
  });

  it('calls fields by their names in the language, with the key behind them where it is another word', () => {
    const { out } = run('show', 'h20', '--lang', 'zh');
    expect(out).toMatch(/^厂商 +vendor +NVIDIA$/m);
    expect(out).toMatch(/^BF16 稠密峰值 +peakBf16 +148 TFLOP/m);
    expect(run('show', 'h20', '--lang', 'en').out).toMatch(/^vendor {2,}NVIDIA$/m);
  });

  it.each([60, 100, 160])('keeps to a terminal of %i columns, with what is counted below each figure', (width) => {
    for (const lang of ['en', 'zh']) {
      const lines = runAt(width, 'show', 'h20', '--lang', lang).out.split('\n');
      // An address is not broken: it would not open.
      expect(lines.filter((line) => stringWidth(line) > width && !line.includes('https://'))).toEqual([]);
      expect(lines).toContain('    computed: peakInt8 times 8 bit');
    }
  });

  it('gives a fact two lines where one has no room, and the key up where the label just fits', () => {
    const narrow = runAt(60, 'show', 'h20', '--lang', 'en').out;
    expect(narrow).toMatch(/^price\n {2}\$12,000 +\$9,000–\$15,000 +B +2023-11 +\[\d\]$/m);
    expect(narrow).toMatch(/^design power \(TDP\) {2}power\n {2}400 W +B +\[1\]\n {2}also 550 W +C +\[\d\]\n {4}board power$/m);
    const middle = runAt(85, 'show', 'h20', '--lang', 'en').out;
    expect(middle).toMatch(/^BF16 peak, dense +148 TFLOP\/s +B +\[1\]$/m);
  });

  it('leaves out a column in which nothing stands', () => {
    expect(run('show', 'deepseek-v3', '--lang', 'en').out).toMatch(/^fact +value +5% to 95% +grade +source$/m);
  });

  it('knows no price that came after the as-of date', () => {
    const { out } = run('show', 'h100', '--as-of', '2024-06', '--lang', 'en');
    expect(out).toMatch(/^price .* 2024-02 /m);
    expect(out).toMatch(/not yet published on 2024-06/);
  });

  it('prints JSON', () => {
    const json = JSON.parse(run('show', 'h20', '--json').out);
    expect(json).toMatchObject({ id: 'accelerator/h20', selected: { power: { grade: 'B', value: { kind: 'point', value: 400 } } } });
    expect(json.sources[0]).toMatchObject({ licence: 'CC-BY-4.0' });
  });

  it.each([
    [['show', 'acelerator/h20'], /Did you mean "accelerator\/h20"\?/],
    [['show', 'h100s'], /Near it: accelerator\/h100-sxm, /],
    [['show', 'ascend 91'], /Near it: .*accelerator\/ascend-910a/],
    [['show', 'nothing like it at all'], /catalog list KIND/],
    [['show', 'h20', '--as-of', '2024-13'], /--as-of: "2024-13" is no date/],
    [['show', 'h20', '--catalog', '/nowhere/at/all'], /There is no "/],
    [['list', 'chips'], /Kinds: accelerator/],
    [['sources', 'hearsay'], /not in sources\.yaml/],
    [['lint', '/nowhere/at/all'], /There is no "/],
    [['lint', '--as-of', 'yesterday'], /is no date/],
  ] as const)('%j: says how to mend it, with exit code 2', (args, text) => {
    const { out, error, code } = run(...args, '--lang', 'en');
    expect(code).toBe(badInput);
    expect(out).toBe('');
    expect(error).toMatch(text);
    expect(error).not.toMatch(/^\s+at /m);
  });
});

describe('catalog list and sources', () => {
  it('lists kinds, things and sources', () => {
    expect(run('list', '--lang', 'en').out).toMatch(/^accelerators +accelerator +\d+ +\d+$/m);
    expect(run('list', '--lang', 'zh').out).toMatch(/^光刻机 +tool +\d+ +\d+$/m);
    const models = run('list', 'model', '--lang', 'en').out;
    expect(models).toMatch(/^id +name +A +B +C +D$/m);
    expect(models).toMatch(/^model\/deepseek-v3 +DeepSeek-V3 +\d+ +\d+ +\d+$/m);
    expect(models).toMatch(/^Grades: A \d+ primary text/m);
    expect(runAt(40, 'list', 'accelerator', '--lang', 'zh').out).toMatch(
      /^accelerator\/h20 {2}A \d+ B \d+ C \d+ D \d+\n {2}英伟达 H20 96GB$/m,
    );
    expect(run('sources', '--lang', 'en').out).toMatch(/^epoch-ml-hardware /m);
    expect(run('sources', 'epoch-ml-hardware', '--lang', 'en').out).toMatch(/^ {2}accelerator\/h20#peakBf16$/m);
  });

  it('shows a thing of the user, laid over the catalogue', () => {
    const folder = overlay('  power: 321 W\n');
    expect(run('show', '自研卡', '--catalog', folder, '--lang', 'en').out).toMatch(/^design power \(TDP\) +power +321 W +D +\[1\]$/m);
  });
});

describe('catalog lint', () => {
  it('passes the catalogue and sums up what is old', () => {
    const { out, code } = run('lint', '--as-of', '2026-11-01', '--lang', 'en');
    expect(code).toBeUndefined();
    expect(out).toMatch(/nothing that cannot be right/);
    expect(out).toMatch(/\d+ figures in use are older than two years on 2026-11-01/);
    expect(out.split('\n').length).toBeLessThan(25);
    expect(run('lint', '--as-of', '2026-11-01', '--verbose', '--lang', 'en').out).toMatch(
      /^catalog\/.*\.yaml:\d+:\d+: The newest figure is of /m,
    );
  });

  it('judges a folder of the user by the chips of the catalogue', () => {
    const folder = overlay('  nodeClass: 4 nm\n  scaleUpBandwidth: 14.4 TB/s\n');
    const { error, code } = run('lint', folder, '--lang', 'zh');
    expect(code).toBe(badInput);
    expect(error).toMatch(/accelerator\/mine\.yaml:7:21: .*相差太远/);
  });

  it('reports a malformed file with its place', () => {
    const { error, code } = run('lint', overlay('  power: 700 W\n  powr: 1 W\n'), '--lang', 'en');
    expect(code).toBe(badInput);
    expect(error).toMatch(/accelerator\/mine\.yaml:7:3: The key "powr" is unknown here\. Did you mean "power"\?/);
  });
});
