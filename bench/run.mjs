/**
 * Races every file of `benches/` and prints rates per CPU second.
 *
 *   node bench/run.mjs [part of a file name …]
 *
 * A bench exports
 *   name, unit   what is measured, and in what
 *   baseline     the contender that the others are compared with
 *   run          contenders by name; each gets the number of the repetition and returns how many units it did
 *   atLeast      optional: the ratio to the baseline that a contender must reach
 *   verify       optional: called at the end; throws where the contenders did not do the same, or not fast enough. The others are
 *                raced all the same.
 *
 * Contenders take turns, so that a busy spell of the machine falls on all of them; time is that of the
 * processor, with compilation and garbage collection; the rate is the median of five turns.
 */
import { fork, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const WARM_UPS = 3;
const REPETITIONS = 5;
/** A turn lasts at least this long, by repeating the contender. */
const LEAST_MICROSECONDS = 100_000;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (!existsSync(here('../dist/index.js'))) {
  console.error('There is no build to measure. Run: npm run build');
  process.exit(2);
}
if (!existsSync(here('node_modules/.package-lock.json'))) {
  console.log('Installing what the benches compare with …');
  const { status } = spawnSync('npm', ['ci'], { cwd: here('.'), stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(2);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function turn(contender, repetition) {
  let units = 0;
  let spent = 0;
  while (spent < LEAST_MICROSECONDS) {
    const start = process.cpuUsage();
    units += await contender(repetition);
    const { user, system } = process.cpuUsage(start);
    spent += user + system;
  }
  return (1e6 * units) / spent;
}

async function race(bench) {
  const contenders = Object.entries(bench.run);
  const rates = new Map(contenders.map(([name]) => [name, []]));
  for (let repetition = 1; repetition <= WARM_UPS + REPETITIONS; repetition++) {
    for (const [name, contender] of contenders) {
      const rate = await turn(contender, repetition);
      if (repetition > WARM_UPS) rates.get(name).push(rate);
    }
  }
  let fault;
  try {
    bench.verify?.();
  } catch (error) {
    fault = error.message;
  }
  const base = rates.get(bench.baseline);
  const rows = [...rates].map(([name, own]) => ({
    name,
    perSecond: median(own),
    // Of turns next to each other, so that both had the same machine.
    ratio: median(own.map((rate, i) => rate / base[i])),
    atLeast: bench.atLeast?.[name],
  }));
  return { rows, fault };
}

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, minimumSignificantDigits: 3, useGrouping: false });
function rateText(perSecond) {
  const [scale, prefix] = perSecond >= 1e6 ? [1e6, ' M'] : perSecond >= 1e3 ? [1e3, ' k'] : [1, ' '];
  return `${digits.format(perSecond / scale)}${prefix}`;
}

function print(bench, rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(`\n${bench.name} (${bench.unit} per CPU second; ratio to ${bench.baseline})`);
  for (const { name, perSecond, ratio, atLeast } of rows) {
    const verdict = atLeast === undefined ? '' : ratio >= atLeast ? `  >= ${atLeast}, as it must` : `  BELOW ${atLeast}`;
    console.log(`  ${name.padEnd(width)}  ${rateText(perSecond).padStart(8)}  ${digits.format(ratio).padStart(6)} x${verdict}`);
  }
}

const wanted = process.argv.slice(2);
const files = readdirSync(here('benches'))
  .filter((file) => file.endsWith('.mjs') && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
  .sort();
if (files.length === 0) {
  console.error(`No bench is called like ${wanted.join(' or ')}.`);
  process.exit(2);
}

/** Races the contenders of one file. */
async function raceFile(file) {
  const bench = await import(new URL(`benches/${file}`, import.meta.url).href);
  const { rows, fault } = await race(bench);
  print(bench, rows);
  if (fault !== undefined) console.log(`  FAILED: ${fault}`);
  return { file, name: bench.name, unit: bench.unit, baseline: bench.baseline, rows, fault };
}

/** The same in a process of its own: what a bench leaves in memory, or teaches the compiler, is not the next one's. */
const raceApart = (file) =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [file]);
    let result;
    child.on('message', (message) => {
      result = message;
    });
    child.on('error', reject);
    child.on('exit', (code) => (result === undefined ? reject(new Error(`${file} ends with ${code}`)) : resolve(result)));
  });

if (process.send !== undefined) {
  process.send(await raceFile(wanted[0]));
  process.disconnect();
  process.exit();
}

const results = [];
for (const file of files) results.push(await raceApart(file));

const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8'));
const machine = { node: process.version, processor: cpus()[0]?.model.trim() ?? 'unknown', threads: availableParallelism() };
mkdirSync(here('results'), { recursive: true });
writeFileSync(here('results/latest.json'), `${JSON.stringify({ version, machine, results }, null, 2)}\n`);
const short = results.flatMap(({ rows }) => rows).filter(({ ratio, atLeast }) => atLeast !== undefined && ratio < atLeast);
console.log(`\n${machine.processor}, Node ${machine.node}; written to bench/results/latest.json`);
const failed = results.filter(({ fault }) => fault !== undefined);
for (const { file, fault } of failed) console.log(`${file}: ${fault}`);
process.exitCode = short.length + failed.length === 0 ? 0 : 1;
