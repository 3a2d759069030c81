#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './build.mjs';
import { setup } from './setup.mjs';

const defaultScenario = 'scenarios/deepseek-v3-on-910c.yaml';

try {
  setup();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const given = process.argv.slice(2);
const options = given.filter((word) => word !== '--no-serve');
const scenario = options[0]?.startsWith('-') === false ? options.shift() : join(root, defaultScenario);
const serve = given.includes('--no-serve') ? [] : ['--serve'];
const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'run', scenario, ...serve, ...options], { stdio: 'inherit' });

// Ctrl+C reaches the child too, which closes its server and decides the exit code.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
