#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, root } from './build.mjs';
import { findChromium, hasChineseFont } from './chromium.mjs';

const leastNode = [20, 19];

/** Brings a checkout to where commands and tests run. Does nothing, quickly, where nothing is missing. */
export function setup({ test = false } = {}) {
  install({ test });
  build();
}

/** The part of set-up that comes from outside: dependencies, and the browser of the tests. */
export function install({ test = false } = {}) {
  needNode();
  if (!dependenciesAreInstalled()) installDependencies();
  if (test) needBrowser();
}

function needNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  throw new Error(
    `Chokepoint needs Node ${leastNode.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org/en/download.`,
  );
}

/** Compares the lock with the list that npm keeps of what it installed, so any way of installing counts. */
function dependenciesAreInstalled() {
  const installed = readJson('node_modules/.package-lock.json');
  if (!installed) return false;
  return Object.entries(readJson('package-lock.json').packages).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const found = installed.packages[path];
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.peer);
  });
}

function installDependencies() {
  console.log('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed: see its message above.');
}

function needBrowser() {
  const missing = [...(findChromium() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length === 0) return;
  if (process.env.CHROMIUM_PATH && missing.includes('chromium')) {
    throw new Error(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which is not an executable file.`);
  }
  const isDebian = /^(ID|ID_LIKE)=.*(debian|ubuntu)/m.test(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '');
  if (!isDebian || process.getuid?.() !== 0) {
    const how = isDebian
      ? `sudo apt-get install --no-install-recommends ${missing.join(' ')}`
      : `install ${missing.map((name) => ({ chromium: 'Chromium or Chrome', 'fonts-noto-cjk': 'the font Noto Sans CJK' })[name]).join(' and ')}`;
    throw new Error(
      `The browser tests need ${missing.join(' and ')}: ${how} (CHROMIUM_PATH may name another Chromium), then run npm test again.`,
    );
  }
  console.log(`Installing ${missing.join(' and ')} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['-qq', 'update'], 'apt-get update failed: see its message above.', env);
  run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...missing], 'apt-get install failed: see its message above.', env);
}

function run(command, args, complaint, env = process.env) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(complaint);
}

function readJson(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setup({ test: process.argv.includes('--test') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
