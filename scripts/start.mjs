#!/usr/bin/env node
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.mjs';
import { setup } from './setup.mjs';

const defaultScenario = 'deepseek-v3-on-910c';

try {
  setup();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const given = process.argv.slice(2);
const options = given.filter((word) => word !== '--no-serve');
const scenario = options[0]?.startsWith('-') === false ? options.shift() : defaultScenario;
const serve = given.includes('--no-serve') ? [] : ['--serve'];

// npm ends its shell and not what runs in it: without this, the server would outlive a killed `npm start`.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(), 500).unref();

const command = join(root, 'dist/cli/main.js');
process.argv = [process.execPath, command, 'run', scenario, ...serve, ...options];
await import(pathToFileURL(command).href);
