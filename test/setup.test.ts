import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './support/root.ts';

const node = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } });

test('set-up is silent and takes under two seconds when nothing is to be done', () => {
  node(['scripts/setup.mjs', '--test']);
  const started = performance.now();
  const { status, stdout, stderr } = node(['scripts/setup.mjs', '--test']);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(performance.now() - started).toBeLessThan(2000);
});

test('an old Node is told which one is needed', () => {
  const script = `
    Object.defineProperty(process.versions, 'node', { value: '18.19.1' });
    const { setup } = await import(${JSON.stringify(join(root, 'scripts/setup.mjs'))});
    try { setup(); } catch (error) { console.log(error.message); }`;
  expect(node(['--input-type=module', '--eval', script]).stdout).toMatch(/^Chokepoint needs Node 20\.19 or newer; this is 18\.19\.1\./);
});

test('a browser that is not there is named in one sentence', () => {
  const { status, stderr } = node(['scripts/setup.mjs', '--test'], { CHROMIUM_PATH: '/nowhere/chromium' });
  expect(status).toBe(1);
  expect(stderr.trim()).toBe('CHROMIUM_PATH names /nowhere/chromium, which is not an executable file.');
});
