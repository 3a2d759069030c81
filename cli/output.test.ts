import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../test/support/root.ts';
import { commandLine } from './output.ts';

const command = join(root, 'dist/cli/main.js');
const run = (...args: readonly string[]) => spawnSync(process.execPath, [command, ...args], { cwd: tmpdir(), encoding: 'utf8' });

test.each([
  [['run', 'train-us', '--serve', '--port', '0'], 'chokepoint run train-us'],
  [['run', '--port=8080', 'a b.yaml', '--serve', '--seed', '7'], "chokepoint run 'a b.yaml' --seed 7"],
])('%o is printed with its answer as %s', (words, printed) => {
  expect(commandLine(words)).toBe(printed);
});

test.each(['train-us', 'train-us.yaml', join(root, 'scenarios/train-us.yaml')])('%s is called by its short name in any folder', (name) => {
  expect(run('run', name, '--samples', '0').stdout).toMatch(/chokepoint why train-us \S+\n$/);
  expect(run('why', name).stdout).toMatch(/chokepoint why train-us \S+\n$/);
  expect(JSON.parse(run('run', name, '--samples', '0', '--json').stdout).reproduce.scenario).toBe('train-us');
});
