import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { root } from './support/root.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.entries(manifest.exports as Record<string, string | { types: string; default: string }>);
const modules = entries.flatMap(([name, target]) =>
  typeof target === 'string' ? [] : [{ name: name.replace('.', 'chokepoint'), ...target }],
);

let packed: readonly { readonly path: string; readonly mode: number }[] = [];

beforeAll(() => {
  // The scripts of npm would build, and what was built before the tests is what they are about.
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  packed = JSON.parse(output)[0].files;
});

const paths = (): readonly string[] => packed.map(({ path }) => path);

test('the package holds what a user needs', () => {
  const needed = ['dist/cli/main.js', 'dist/catalog/catalog.json', 'catalog/sources.yaml', 'catalog/schema/scenario.schema.json'];
  const texts = ['README.md', 'README.zh.md', 'CHANGELOG.md', 'CITATION.cff', 'LICENSE', 'LICENSE-DATA', 'NOTICE'];
  expect(paths()).toEqual(expect.arrayContaining([...needed, ...texts]));
  expect(paths().some((path) => /^scenarios\/.+\.yaml$/.test(path))).toBe(true);
});

test('and nothing that only the house needs', () => {
  expect(
    paths().filter((path) => /\.test\.|fixture|(^|\/)\.|(^|\/)test\/|^(scripts|bench|node_modules)\/|(?<!\.d)\.ts$|tsbuildinfo/.test(path)),
  ).toEqual([]);
});

test('it stays small', () => {
  const bytes = paths().reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  expect(bytes).toBeLessThan(10e6);
});

test('the command can be executed', () => {
  expect(statSync(join(root, manifest.bin.chokepoint)).mode & 0o111).toBe(0o111);
  const version = execFileSync(join(root, manifest.bin.chokepoint), ['--version'], { encoding: 'utf8' });
  expect(version.trim()).toBe(manifest.version);
});

test.each(modules)('$name is built, packed and can be imported by its name', ({ name, types, default: code }) => {
  for (const path of [types, code]) {
    expect(existsSync(join(root, path)), path).toBe(true);
    expect(paths()).toContain(path.replace('./', ''));
  }
  // In a process of its own, so that it is the compiled module and plain Node that are tried.
  const script = `const it = await import('${name}'); if (Object.keys(it).length === 0) throw new Error('exports nothing');`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
});

test('every # name that the code uses leads to a built module', () => {
  const targets = Object.values(manifest.imports as Record<string, { 'chokepoint-source': string; default: string }>);
  for (const target of targets) {
    for (const path of Object.values(target)) expect(existsSync(join(root, path)), path).toBe(true);
    expect(Object.keys(target)).toEqual(['chokepoint-source', 'default']);
  }
});

test('a user who has a condition `source` of their own still gets what was built', () => {
  const options = ['--conditions=source', '--input-type=module', '--eval', "await import('chokepoint')"];
  execFileSync(process.execPath, options, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
});

test('dependencies are pinned, and the lock names no registry', () => {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain(`"resolved"`);
});
