import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { calculonEvaluator, calculonSearch, calculonSpace, evaluatePlan, planAt, validPlans } from '../../dist/model/6-run/index.js';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const { models, systems } = JSON.parse(readFileSync(file('../../validation/reference/plans/inputs.json'), 'utf8'));
const offload = systems['a100_80g'];
const near = { ...offload, mem2: { ...offload.mem2, GiB: 0 } };
const gpt3 = { ...models['gpt3-13B'], hidden: 12288, feedforward: 49152, attn_heads: 96, num_blocks: 96 };
const on = (processors, maxBatch, system, rest = {}) => ({ model: gpt3, system, processors, maxBatch, datatype: 'float16', ...rest });
const alone = { tensorOverlap: false };
const small = on(64, 64, near, alone);
const large = on(1024, 1536, near, alone);
const offloaded = on(1024, 1536, offload);

/** Garbage collections that began while plans were evaluated or searched; they are reported a turn of the event loop later. */
const pauses = [];
let turns = 0;
let longestPause = 0;
let worstByClock = 0;
let [from, to] = [0, 0];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries())
    if (startTime >= from && startTime <= to) longestPause = Math.max(longestPause, duration);
}).observe({ entryTypes: ['gc'] });
const turnOfTheLoop = () => new Promise((done) => setImmediate(done));

const spent = new Map();
/** Runs a contender and keeps its milliseconds of processor time. */
const timed = async (key, work) => {
  longestPause = 0;
  from = performance.now();
  to = Number.POSITIVE_INFINITY;
  const { user, system } = process.cpuUsage();
  const units = work();
  const after = process.cpuUsage();
  to = performance.now();
  await turnOfTheLoop();
  await turnOfTheLoop();
  turns++;
  // A busy machine stops the collector too: a pause counts by the share of the processor that its turn had.
  const share = Math.min(1, (after.user + after.system - user - system) / 1000 / (to - from));
  worstByClock = Math.max(worstByClock, longestPause);
  if (longestPause > 0) pauses.push(share * longestPause);
  const list = spent.get(key) ?? [];
  list.push({ milliseconds: (after.user + after.system - user - system) / 1000, units });
  spent.set(key, list);
  return units;
};

const smallSpace = calculonSpace(small);
const { indices } = validPlans(smallSpace);
const plans = Array.from(indices, (index) => planAt(smallSpace, index));
const evaluator = calculonEvaluator(small);
const found = {};
const search = (key, limits) => {
  const result = calculonSearch({ limits });
  if (!result.feasible) throw new Error('no plan was found');
  found[key] = result;
  return result.plans;
};
/** The space in the way of a loop: each plan of its own, in full. */
const oneByOne = () => {
  let best = 0;
  for (let index = 0; index < smallSpace.plans; index++) {
    if (evaluatePlan(evaluator, planAt(smallSpace, index)) === undefined) best = Math.max(best, evaluator.row.at(rateAt));
  }
  found.oneByOne = best;
  return smallSpace.plans;
};
const rateAt = 95;

const NAIVE = 'GPT-3 175B on 64: every plan by itself';
const arrayBytes = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
let room = 0;

export const name = "The best plan of Calculon's space, proven";
export const unit = 'plans';
export const baseline = NAIVE;
export const run = {
  [NAIVE]: oneByOne,
  'GPT-3 175B on 64: valid plans, evaluated in full': () =>
    timed('full', () => {
      for (const plan of plans) evaluatePlan(evaluator, plan);
      return plans.length;
    }),
  'GPT-3 175B on 64: search': () => timed('small', () => search('small', small)),
  'GPT-3 175B on 1,024: search': () => timed('large', () => search('large', large)),
  'GPT-3 175B on 1,024 with offload and overlap: search': () =>
    timed('offloaded', () => {
      const before = arrayBytes();
      const units = search('offloaded', offloaded);
      room = Math.max(room, arrayBytes() - before);
      return units;
    }),
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const [LEAST_FULL, MOST_LARGE, MOST_OFFLOADED, MOST_PAUSE, MOST_ROOM] = [300_000, 50, 2000, 5, 200e6];

export const verify = () => {
  const figures = Object.fromEntries([...spent].map(([key, list]) => [key, median(list.map(({ milliseconds }) => milliseconds))]));
  const rates = spent.get('full').map(({ milliseconds, units }) => (1000 * units) / milliseconds);
  const full = median(rates);
  const rate = (key) => found[key].best[0].sampleRate;
  console.log(`\nFull evaluations a second and core: ${full.toFixed(0)} (aim ${LEAST_FULL}).`);
  for (const [key, most] of [
    ['small', undefined],
    ['large', MOST_LARGE],
    ['offloaded', MOST_OFFLOADED],
  ]) {
    const { plans: raw, groups, opened, timed: looked } = found[key];
    console.log(
      `${raw.toLocaleString('en')} plans: proven best in ${figures[key].toFixed(1)} ms of processor time${most === undefined ? '' : ` (aim ${most})`}; ${opened} of ${groups} groups opened, ${looked} plans timed; ${rate(key)} sequences/s.`,
    );
    if (most !== undefined && !(figures[key] <= most)) throw new Error(`the search took ${figures[key]} ms, more than ${most}`);
  }
  const pause = pauses.length === 0 ? 0 : median(pauses);
  console.log(
    `The collector ran in ${pauses.length} of ${turns} turns: longest pause of a turn ${pause.toFixed(2)} ms of processor time in the median (aim ${MOST_PAUSE}), ${Math.max(0, ...pauses).toFixed(2)} ms at worst, ${worstByClock.toFixed(2)} ms by the clock of a machine that may be busy; room of a search ${(room / 1e6).toFixed(0)} MB.`,
  );
  const [, ...peers] = readFileSync(file('./plan-compat-peers.csv'), 'utf8').trim().split('\n');
  for (const row of peers) {
    const [program, measure, perSecond, seconds, note] = row.split(',');
    if (perSecond !== '')
      console.log(
        `${program}: ${perSecond} evaluations/s where it was measured (${note}); ours is ${(full / perSecond).toFixed(0)} times that here.`,
      );
    else {
      const ours = figures[measure.endsWith('1024') ? 'large' : 'small'] / 1000;
      console.log(
        `${program}, ${measure}: ${seconds} CPU s where it was measured (${note}); ours is ${(seconds / ours).toFixed(0)} times as fast here.`,
      );
    }
  }
  if (!(pause <= MOST_PAUSE)) throw new Error(`the collector stops a turn for ${pause} ms`);
  if (rate('small') !== found.oneByOne) throw new Error('the search and the loop do not agree');
  if (!(full >= LEAST_FULL)) throw new Error(`${full.toFixed(0)} full evaluations a second, fewer than ${LEAST_FULL}`);
  if (!(room <= MOST_ROOM)) throw new Error(`a search took ${room} bytes`);
};
