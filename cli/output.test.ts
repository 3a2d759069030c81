import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
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

test.skipIf(!existsSync('/dev/full')).each([
  ['en', 'The output could not be written. No room is left there: make some, or write elsewhere.\n'],
  ['zh', '无法写出结果。那里已没有空间，请腾出一些，或另写一处。\n'],
])('output that finds no room ends in one line (%s)', (lang, line) => {
  const full = openSync('/dev/full', 'w');
  const words = [command, 'run', 'train-us', '--samples', '0', '--lang', lang];
  const { status, stderr } = spawnSync(process.execPath, words, { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
  closeSync(full);
  expect({ status, stderr }).toEqual({ status: 1, stderr: line });
});

test('a reader that has seen enough is no fault', () => {
  const script = 'set -o pipefail; "$0" "$1" run train-us --samples 0 --json | true; echo "$?"';
  const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, command], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
});
