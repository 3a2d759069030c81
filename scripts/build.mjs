#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const state = join(root, 'dist', '.build');
const stampFile = join(state, 'stamp');
const products = ['dist/cli/main.js', 'dist/catalog/catalog.json'].map((path) => join(root, path));

/** Compiles TypeScript and the catalogue into dist/, unless what is there was made from these very sources. */
export function build({ force = false } = {}) {
  const stamp = stampOfSources();
  if (!force && products.every((path) => existsSync(path)) && read(stampFile) === stamp) return 'fresh';

  mkdirSync(state, { recursive: true });
  rmSync(stampFile, { force: true });
  run(join(root, 'node_modules/typescript/bin/tsc'), [
    '-p',
    'tsconfig.build.json',
    '--incremental',
    '--tsBuildInfoFile',
    join(state, 'tsc.json'),
  ]);
  removeOrphans();
  run(join(root, 'dist/catalog/compile.js'), []);
  bundle();
  chmodSync(join(root, 'dist/cli/main.js'), 0o755);
  writeFileSync(stampFile, stamp);
  return 'built';
}

/**
 * Joins each command and the packages it uses into a few files: resolving 300 small ones would take longer than to answer.
 * The licences of those packages go beside it.
 */
function bundle() {
  // Only now: set-up imports this file before the packages are there.
  const { buildSync } = createRequire(import.meta.url)('esbuild');
  const { metafile } = buildSync({
    absWorkingDir: root,
    // Workers start from a file of their own, which holds the model and little else.
    entryPoints: ['cli/main.ts', 'sweep/worker.ts', 'sweep/search-worker.ts', 'validation/replay-worker.ts'],
    outdir: 'dist',
    outbase: '.',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // A command reads and compiles what it needs, and what it shares with others stands once.
    splitting: true,
    // Beside the command: what finds files relative to itself finds the same.
    chunkNames: 'cli/part-[hash]',
    // Names stay: a stack trace of a bug must still say where.
    minifySyntax: true,
    minifyWhitespace: true,
    conditions: ['chokepoint-source'],
    // Packages written for require() still ask for Node's own modules by it.
    banner: { js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);" },
    metafile: true,
    logLevel: 'warning',
  });
  // Parts of an earlier build go last, so that a command that is running finds those it still has to read.
  const made = new Set(Object.keys(metafile.outputs).map((file) => basename(file)));
  for (const part of readdirSync(join(root, 'dist/cli')))
    if (part.startsWith('part-') && !made.has(part)) rmSync(join(root, 'dist/cli', part));
  const packages = new Set(Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  const licences = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  writeFileSync(join(root, 'dist/cli/LICENSES.txt'), licences.join('\n----\n\n'));
}

/** Names, sizes and times of everything the build reads: reading the contents would cost more than it tells. */
function stampOfSources() {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const folders = include.filter((name) => name !== 'test' && !name.endsWith('.ts') && existsSync(join(root, name)));
  const files = ['index.ts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'];
  for (const folder of folders) {
    for (const file of filesBelow(join(root, folder))) {
      if (/\.(ts|ya?ml|json)$/.test(file) && !isTest(file)) files.push(relative(root, file));
    }
  }
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** What a deleted or renamed source, or one that is now a test, once compiled to must not be published. */
function removeOrphans() {
  const dist = join(root, 'dist');
  for (const file of filesBelow(dist)) {
    const source = file.replace(/\.d\.ts$|\.js$/, '.ts');
    if (source === file) continue;
    if (isTest(source) || !existsSync(join(root, relative(dist, source)))) rmSync(file);
  }
}

/** As in tsconfig.build.json: what only tests need is not compiled. */
function isTest(file) {
  return /\.test\.ts$|[./\\]fixture\.ts$|[/\\]test[/\\]/.test(relative(root, file));
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function run(script, args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`The build failed in ${relative(root, script)}.`);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    build({ force: process.argv.includes('--force') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
