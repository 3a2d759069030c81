import { PerformanceObserver } from 'node:perf_hooks';
import { trainingConstants } from '../../dist/calibration/index.js';
import { networkOf } from '../../dist/model/5-cluster/index.js';
import {
  architectureOf,
  checkPlan,
  planMemory,
  planOf,
  planRegret,
  planSpace,
  prepareStep,
  searchPlans,
  searchSteps,
  stepColumns,
  timeStep,
} from '../../dist/model/6-run/index.js';

// The best plan of a space, proven, against looking at its plans one by one: divisibility, memory, then time of those that fit.
const link = (bandwidth, latency) => ({ bandwidth, latency, efficiency: 0.8, halfSize: 0 });
const setting = (chip, scaleUp, scaleOut) => ({
  network: networkOf({ scaleUp: { ...link(scaleUp, 2e-6), size: 8 }, scaleOut: link(scaleOut, 5e-6) }),
  chip: { bf16: { ...chip, formatPeak: chip.peak }, fp8: chip },
  host: { memory: 256e9, bandwidth: 64e9, efficiency: 0.8 },
  software: { eager: false, age: 2 },
  constants: trainingConstants.step,
  nodeSize: 8,
  overhead: { context: 1.2e9, fragmentation: 0.05 },
  objective: { kind: 'time' },
  top: 10,
});
const h800 = setting({ peak: 989e12, formatPeak: 1979e12, memory: 80e9, memoryBandwidth: 3.35e12, matrixShare: 0.77 }, 200e9, 50e9);
const a100 = setting({ peak: 312e12, formatPeak: 312e12, memory: 80e9, memoryBandwidth: 2.039e12, matrixShare: 0.79 }, 300e9, 25e9);
const routed = architectureOf({
  ...{ layers: 61, hidden: 7168, heads: 128, kvHeads: 128, headDim: 192, vocabulary: 129280, tiedEmbeddings: false, ffnMatrices: 3 },
  ffnDense: 18432,
  latent: { qRank: 1536, kvRank: 512, qkNope: 128, qkRope: 64, vHead: 128 },
  experts: { routed: 256, topK: 8, shared: 1, ffn: 2048, denseLayers: 3, groups: 8, topGroups: 4 },
  predictionLayers: 1,
});
const gpt3 = architectureOf({
  ...{ layers: 96, hidden: 12288, heads: 96, kvHeads: 96, headDim: 128, vocabulary: 51200, tiedEmbeddings: true, ffnMatrices: 2 },
  ffnDense: 49152,
  learnedPositions: 2048,
});
const search = (base, architecture, accelerators, globalBatch, sequence, precision, offload, front, over = {}) => {
  const space = { ...planSpace({ architecture, accelerators, domain: 8, globalBatch, sequence, precision, offload }), ...over };
  return { ...base, architecture, accelerators: [accelerators], space, fixed: { globalBatch, sequence }, front };
};
const narrowed = { virtual: [2, 4, 8], contextExchange: ['ring'], expertTensor: [1, 2], microBatch: [1, 2, 4] };
const moe = search(h800, routed, 2048, 15360, 4096, 'fp8', false, false, narrowed);
const moeFront = { ...moe, front: true };
const moeWhole = search(h800, routed, 2048, 15360, 4096, 'fp8', false, false);
const dense = search(a100, gpt3, 1024, 1536, 2048, 'bf16', false, false);
const denseHost = search(a100, gpt3, 1024, 1536, 2048, 'bf16', true, false);

/** Plans of the space of `moe`, as many as are asked for, spread over it. */
const sampled = (count) => {
  let state = 1;
  const one = (values) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return values[Math.floor((state / 2 ** 32) * values.length)];
  };
  const { space, fixed } = moe;
  return Array.from({ length: count }, () => {
    const tensor = one(space.tensor);
    const context = one(space.context);
    const pipeline = one(space.pipeline);
    const data = 2048 / (tensor * context * pipeline);
    const schedule = pipeline > 1 ? one(space.schedule) : '1f1b';
    return planOf({
      ...fixed,
      ...{ tensor, context, pipeline, data, schedule, precision: 'fp8' },
      virtual: schedule === 'interleaved' ? one(space.virtual) : 1,
      expert: one(space.expert),
      expertTensor: one(space.expertTensor),
      microBatch: one(space.microBatch),
      recompute: one(space.recompute),
      zero: pipeline > 1 ? Math.min(1, one(space.zero)) : one(space.zero),
      shardGroup: Math.min(data * context, one(space.shardGroup)),
      order: one(space.order),
      overlapTensor: tensor > 1,
    });
  });
};
const plans = sampled(20_000);
const out = new Float64Array(stepColumns);
const lookAt = (plan) => {
  const { architecture, overhead, chip, network, software, constants, nodeSize } = moe;
  if (checkPlan(architecture, plan, 2048).length > 0) return Number.POSITIVE_INFINITY;
  if (planMemory(architecture, plan, overhead).greatest.total > chip.fp8.memory) return Number.POSITIVE_INFINITY;
  const prepared = prepareStep({ architecture, chip: chip.fp8, network, plan });
  return timeStep({ prepared, chip: chip.fp8, software, constants, nodeSize }, out);
};

const spent = new Map();
/** Garbage collection is told of later: what was collected while a search ran is found by its times. */
const [searches, pauses] = [[], []];
const observer = new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) pauses.push({ startTime, duration });
});
observer.observe({ entryTypes: ['gc'] });
const answers = new Map();
const proven = (label, input) => async () => {
  const { user, system } = process.cpuUsage();
  const start = performance.now();
  const answer = searchPlans(input);
  const end = performance.now();
  const after = process.cpuUsage();
  searches.push({ start, end, share: Math.min(1, (after.user + after.system - user - system) / 1e3 / (end - start)) });
  const times = spent.get(label) ?? [];
  times.push((after.user + after.system - user - system) / 1e3);
  spent.set(label, times);
  answers.set(label, answer);
  // Lets the observer speak.
  await new Promise(setImmediate);
  return answer.counts.raw;
};

const ONE_BY_ONE = 'one by one, a sample of the space with experts';
const spaces = {
  'experts, 2,048 H800': moe,
  'the same with the front of time against memory': moeFront,
  'experts, 2,048 H800, the whole space': moeWhole,
  'GPT-3 175B, 1,024 A100': dense,
  'GPT-3 175B, 1,024 A100, with offload': denseHost,
};
export const name = 'Best plan of a space, proven';
export const unit = 'plans of the space';
export const baseline = ONE_BY_ONE;
export const run = {
  [ONE_BY_ONE]: () => {
    let best = Number.POSITIVE_INFINITY;
    for (const plan of plans) best = Math.min(best, lookAt(plan));
    return best > 0 ? plans.length : 0;
  },
  ...Object.fromEntries(Object.entries(spaces).map(([label, input]) => [label, proven(label, input)])),
};
export const atLeast = { 'experts, 2,048 H800': 10 };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export const verify = () => {
  console.log('');
  for (const [label, times] of spent) {
    const { counts, best } = answers.get(label);
    const { raw, indivisible, memory, host, bounded, timed } = counts;
    const figures = `${raw} plans: ${indivisible} do not divide, ${memory} do not fit, ${host} not in the host, ${bounded} by bounds, ${timed} timed`;
    console.log(`  ${label}: ${median(times).toFixed(0)} ms; ${figures}; best ${best.stepTime.toFixed(3)} s`);
  }
  // What a sample holds is never better than what is proven.
  const proof = answers.get('experts, 2,048 H800').best.stepTime;
  for (const plan of plans) if (lookAt(plan) < proof) throw new Error('a plan of the sample is faster than the best of the search');
  const [first] = Object.keys(spaces);
  const { raw, indivisible } = answers.get(first).counts;
  const perMillion = median(spent.get(first)) / ((raw - indivisible) / 1e6);
  console.log(`  ${perMillion.toFixed(0)} ms for a million plans that divide (at most 1,000)`);
  if (!(perMillion <= 1000)) throw new Error('a million plans take more than a second');

  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
  };
  let [last, longest] = [cpu(), 0];
  for (const steps = searchSteps(moeWhole); !steps.next().done; last = cpu()) longest = Math.max(longest, cpu() - last);
  console.log(`  longest wait between two reports: ${longest.toFixed(1)} ms of processor time (a search can be left at each; at most 50)`);
  if (!(longest <= 50)) throw new Error(`a search cannot be left for ${longest} ms`);
  // A busy machine stops the collector too: pauses count by the share of the processor that their search had.
  const longests = searches
    .map(({ start, end, share }) =>
      Math.max(0, ...pauses.filter(({ startTime }) => startTime >= start && startTime <= end).map(({ duration }) => share * duration)),
    )
    .filter((pause) => pause > 0);
  const clock = Math.max(0, ...pauses.map(({ duration }) => duration));
  const pause = longests.length === 0 ? 0 : median(longests);
  console.log(
    `  the collector ran in ${longests.length} of ${searches.length} searches, longest pause of a search ${pause.toFixed(2)} ms of processor time in the median (at most 5), ${Math.max(0, ...longests).toFixed(1)} ms at worst; ${clock.toFixed(1)} ms by the clock of a machine that may be busy`,
  );
  if (!(pause <= 5)) throw new Error(`the collector stops a search for ${pause} ms`);
  const resident = process.memoryUsage().rss / 1e6;
  console.log(`  resident memory ${resident.toFixed(0)} MB (at most 200)`);
  if (!(resident <= 200)) throw new Error(`resident memory ${resident} MB`);

  const { user, system } = process.cpuUsage();
  const top = searchPlans({ ...moe, top: 200 }).top;
  const before = process.cpuUsage();
  const regret = planRegret({
    search: moe,
    plans: top,
    draws: 10_000,
    draw: (at) => ({ matrixShare: 0.5 + 0.0000499 * at, exchange: 1 + (at % 7) / 7 }),
  });
  const after = process.cpuUsage();
  const seconds = (after.user + after.system - before.user - before.system) / 1e6;
  const searching = (before.user + before.system - user - system) / 1e6;
  console.log(
    `  200 best plans in ${searching.toFixed(2)} s, under 10,000 draws in ${seconds.toFixed(2)} s; regret ${(100 * regret.regret.mean).toFixed(2)}%`,
  );
  observer.disconnect();
};
