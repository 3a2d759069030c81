import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './support/root.ts';

const texts = ['README.md', 'README.zh.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].filter((file) => existsSync(join(root, file)));

/** The commands in the code blocks of a text: `chokepoint …` or `npx chokepoint …`, without what is said of them after a #. */
const commandsIn = (file: string): readonly string[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const blocks = [...text.matchAll(/^```.*\n([\s\S]*?)^```|^ {4}(.*)$/gm)].map(([, fenced, indented]) => fenced ?? indented ?? '');
  return blocks.flatMap((block) => [...block.matchAll(/^(?:\$ )?(?:npx )?chokepoint ([^#\n]+)/gm)].map(([, words = '']) => words.trim()));
};

const commands = [...new Set(texts.flatMap(commandsIn))];
const scenarios = readdirSync(join(root, 'scenarios')).filter((file) => file.endsWith('.yaml'));

/** Splits as a shell does, as far as our examples need it. */
const words = (command: string): readonly string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');

let folder = '';

beforeAll(() => {
  // A place of its own, so that a page that an example writes does not land in the repository.
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-examples-'));
  for (const name of ['scenarios', 'catalog', 'validation'])
    if (existsSync(join(root, name))) cpSync(join(root, name), join(folder, name), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const chokepoint = (args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { cwd: folder, encoding: 'utf8' });

test('our texts show commands', () => {
  expect(commands.length).toBeGreaterThanOrEqual(5);
});

test.each(commands)('chokepoint %s', (command) => {
  const { status, stdout, stderr } = chokepoint(words(command));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toMatch(/\bNaN\b|\bundefined\b|\[object /);
});

test.each(scenarios)('scenarios/%s runs alone, in both languages', (file) => {
  for (const lang of ['en', 'zh']) {
    const { status, stdout, stderr } = chokepoint(['run', `scenarios/${file}`, '--lang', lang]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.length).toBeGreaterThan(500);
    expect(stdout).not.toMatch(/\bNaN\b|\bundefined\b|\[object /);
  }
});
