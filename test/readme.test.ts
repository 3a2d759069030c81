import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './support/root.ts';

const readmes = ['README.md', 'README.zh.md'];
const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');
const node = (args: readonly string[], cwd: string = root) => spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);

let fresh = '';

beforeAll(() => {
  fresh = mkdtempSync(join(tmpdir(), 'chokepoint-readme-'));
});

afterAll(() => rmSync(fresh, { recursive: true, force: true }));

test('what the READMEs show is what the program says now; `node scripts/picture.mjs` makes them anew', () => {
  const { status, stderr } = node(['scripts/picture.mjs', fresh]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const file of [...readmes, 'docs/hourglass.en.svg', 'docs/hourglass.zh.svg']) expect(read(root, file), file).toBe(read(fresh, file));
}, 180_000);

test('the pictures need nothing from elsewhere', () => {
  for (const lang of ['en', 'zh']) {
    const picture = read(root, `docs/hourglass.${lang}.svg`).replace('xmlns="http://www.w3.org/2000/svg"', '');
    expect(picture).toMatch(/^<svg /);
    expect(picture).not.toMatch(/https?:|url\((?!#)|@import|<script|<foreignObject|href=/);
  }
});

test('every scenario has its row', () => {
  const shipped = readdirSync(join(root, 'scenarios')).filter((file) => file.endsWith('.yaml'));
  for (const file of readmes) {
    const rows = [...read(root, file).matchAll(/^\| \[.+?\]\(scenarios\/(.+?)\).*(?:可行|Yes|Probably|No).*%.*\|$/gm)].map(
      ([, name]) => name,
    );
    expect([...new Set(rows)].sort()).toEqual(shipped.sort());
  }
});

test('the scenario that is shown runs, and changes as is said of it', () => {
  const [scenario = ''] = blocks(read(root, 'README.md'), 'yaml');
  expect(scenario.trim().split('\n').length).toBeLessThanOrEqual(13);
  writeFileSync(join(fresh, 'my-run.yaml'), scenario);
  writeFileSync(join(fresh, 'child.yaml'), 'extends: my-run.yaml\nlevers: { cluster: { count: 512 chip } }\n');
  cpSync(join(root, 'catalog/accelerator/b200.yaml'), join(fresh, 'mine/accelerator/b200.yaml'));
  const more = [
    ['my-run.yaml'],
    ['child.yaml'],
    ['my-run.yaml', '--set', 'cluster.count=2048 chip'],
    ['my-run.yaml', '--set', 'market.price=20 k..33 k..45 k USD'],
    ['my-run.yaml', '--set', 'market.price=lognormal(p5: 20 k USD, p95: 60 k USD)'],
    ['my-run.yaml', '--catalog', 'mine'],
    ['my-run.yaml', '--as-of', '2025-01'],
  ];
  const answers = more.map((args) => {
    const { status, stdout, stderr } = node([join(root, 'dist/cli/main.js'), 'run', ...args, '--json'], fresh);
    expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: '' });
    return JSON.parse(stdout).metrics.find(({ path }: { path: string }) => path === 'run.time').estimate.value;
  });
  expect(answers[1]).toBeGreaterThan(answers[0]);
  expect(answers[2]).toBeLessThan(answers[0]);
});

test.each(readmes)('the links of %s lead somewhere', (file) => {
  const links = [...read(root, file).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !target.startsWith('http'));
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

test('both READMEs show the same commands, code and scenario', () => {
  const [en, zh] = readmes.map((file) => {
    const text = read(root, file);
    const commands = [...text.matchAll(/^\$ (.+)$/gm)].map(([, command = '']) => command.replace(' --lang zh', ''));
    const code = blocks(text, 'ts').map((block) => block.replace(/^\/\/.*$/gm, ''));
    return { commands, code, scenario: blocks(text, 'yaml'), links: [...text.matchAll(/\]\(([^)\s]+)\)/g)].length };
  });
  expect(zh).toEqual(en);
});

test.each(readmes)(
  'the code of %s passes the strictest check of types, and says what is noted beside it',
  (file) => {
    const [code = ''] = blocks(read(root, file), 'ts');
    const folder = join(fresh, `code-of-${file}`);
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(root, join(folder, 'node_modules/chokepoint'));
    symlinkSync(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'));
    symlinkSync(join(root, 'scenarios'), join(folder, 'scenarios'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'own.ts'), code);
    const flags = ['--strict', '--noUncheckedIndexedAccess', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck'];
    const { status, stdout } = node([join(root, 'node_modules/typescript/bin/tsc'), ...flags, 'own.ts'], folder);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    const noted = [...code.matchAll(/^console\.log.*\/\/ (.+)$/gm)].map(([, words = '']) => words);
    const ran = node(['own.js'], folder);
    expect(ran.stdout.trim().split('\n'), ran.stderr).toEqual(noted);
  },
  120_000,
);
