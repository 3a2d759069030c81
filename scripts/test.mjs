#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './build.mjs';
import { install } from './setup.mjs';

const bin = (path) => join(root, 'node_modules', path);
const checks = [
  { name: 'build', script: join(root, 'scripts/build.mjs'), args: [] },
  { name: 'types', script: bin('typescript/bin/tsc'), args: ['--noEmit', '-p', '.'] },
  { name: 'format and lint', script: bin('@biomejs/biome/bin/biome'), args: ['ci', '.'] },
  { name: 'import rules', script: bin('dependency-cruiser/bin/dependency-cruise.mjs'), args: ['--config', '.dependency-cruiser.mjs', '.'] },
  { name: 'unused code', script: bin('knip/bin/knip.js'), args: ['--no-progress'] },
  { name: 'package', script: bin('publint/src/cli.js'), args: ['--strict'] },
];
const longest = { check: 120_000, tests: 1_080_000 };

// Some tools colour their output wherever CI is set; a log should be plain text.
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

const failures = [];
let passed = 0;

try {
  install({ test: true });
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

for (const { name, script, args } of checks) {
  const started = performance.now();
  const { ok, output } = await runNode(script, args, { capture: true, limit: longest.check });
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (ok) {
    passed += 1;
  } else {
    console.log(output);
    failures.push(name);
  }
}
await runTests();

if (failures.length > 0) {
  console.log('\nFailed:');
  for (const name of failures) console.log(`- ${name}`);
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  const file = join(folder, 'tests.json');
  const { ok } = await runNode(
    bin('vitest/vitest.mjs'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...process.argv.slice(2)],
    { capture: false, limit: longest.tests },
  );
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : [];
  rmSync(folder, { recursive: true, force: true });

  const before = failures.length;
  for (const suite of results) {
    const name = relative(root, suite.name);
    for (const test of suite.assertionResults) {
      // A skipped test proves nothing, so it may not hide among those that passed.
      if (test.status === 'passed') passed += 1;
      else failures.push(`${name}: ${test.fullName}${test.status === 'failed' ? '' : ` (${test.status})`}`);
    }
    if (suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'))
      failures.push(`${name}: could not be run`);
  }
  if (!ok && failures.length === before) failures.push('tests: ended early or with an error outside any test');
}

function runNode(script, args, { capture, limit }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const timer = setTimeout(() => {
      output += `\nStopped after ${limit / 1000} s.`;
      child.kill('SIGKILL');
    }, limit);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, output });
    });
  });
}
