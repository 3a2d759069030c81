import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../dist/catalog/index.js';
import { readScenario, resolveScenario } from '../../dist/scenario/index.js';
import { runSamples } from '../../dist/sweep/index.js';

const checked = (result) => {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};
const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const scenario = checked(
  resolveScenario(checked(readScenario({ file: path('scenarios/deepseek-v3-on-910c.yaml') })), checked(openCatalog())),
);

const SAMPLES = 400_000;
/** Wall time: what a second thread saves is that, and not work. */
const walls = new Map([1, 2].map((workers) => [workers, []]));
const starts = [];
const empty = [];
/** A run may take as long as so many starts of the engine with nothing to do. */
const MOST_STARTS = 10;
const sampled = async (workers, seed) => {
  const start = performance.now();
  checked(await runSamples(scenario, { samples: SAMPLES, seed, workers }));
  walls.get(workers).push(performance.now() - start);
  return SAMPLES;
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export const name = 'Samples in worker threads, and a run from its start';
export const unit = 'samples';
export const baseline = 'one worker';
export const run = {
  'one worker': (seed) => sampled(1, seed),
  'two workers': (seed) => sampled(2, seed),
  'chokepoint run, 1,000 samples, from the start of the process': () => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, [path('dist/cli/main.js'), 'run', 'deepseek-v3-on-910c'], { stdio: 'ignore' });
    starts.push(performance.now() - start);
    const nothing = performance.now();
    spawnSync(process.execPath, ['-e', '0'], { stdio: 'ignore' });
    empty.push(performance.now() - nothing);
    if (status !== 0) throw new Error(`it ends with ${status}`);
    // Its time is that of another process: enough turns for a median.
    return 1_000;
  },
};

export const verify = () => {
  // The best turn of each: whatever else runs on the machine takes a core from two threads sooner than from one.
  const ratio = Math.min(...walls.get(1)) / Math.min(...walls.get(2));
  console.log(`\n  two workers: ${ratio.toFixed(2)} times the speed of one by the clock, best turn of each (at least 1.3)`);
  const times = Math.min(...starts) / Math.min(...empty);
  console.log(
    `  chokepoint run, 1,000 samples: ${median(starts).toFixed(0)} ms from its start, ${Math.min(...starts).toFixed(0)} at best; ${times.toFixed(1)} times \`node -e 0\` (at most ${MOST_STARTS})`,
  );
  // Where others hold the cores there is nothing for a second thread to run on.
  const busy = loadavg()[0] > 1.5 * availableParallelism();
  if (busy) console.log(`  not judged: ${loadavg()[0].toFixed(1)} processes want ${availableParallelism()} cores`);
  else if (!(ratio >= 1.3)) throw new Error(`two workers are ${ratio.toFixed(2)} times as fast as one`);
  if (!busy && !(times <= MOST_STARTS)) throw new Error(`a run takes ${times.toFixed(1)} times the start of the engine`);
};
