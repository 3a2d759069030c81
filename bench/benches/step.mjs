import { trainingConstants } from '../../dist/calibration/index.js';
import { networkOf } from '../../dist/model/5-cluster/index.js';
import { architectureOf, planOf, prepareStep, stepColumns, timeStep, trainingStep } from '../../dist/model/6-run/index.js';

const link = (bandwidth, latency) => ({ bandwidth, latency, efficiency: 0.8, halfSize: 0 });
const network = networkOf({ scaleUp: { ...link(450e9, 2e-6), size: 8 }, scaleOut: link(50e9, 5e-6) });
const chip = { peak: 989e12, formatPeak: 1979e12, memory: 80e9, memoryBandwidth: 3.35e12, matrixShare: 0.77, wave: 4.33e6 };
const shape = { hidden: 8192, heads: 64, kvHeads: 8, headDim: 128, vocabulary: 128256, tiedEmbeddings: false, ffnMatrices: 3 };
const models = [
  architectureOf({ ...shape, layers: 80, ffnDense: 28672 }),
  architectureOf({ ...shape, layers: 64, ffnDense: 0, experts: { routed: 128, topK: 8, shared: 1, ffn: 2048, denseLayers: 0 } }),
];
const plans = [1, 2, 4, 8].flatMap((tensor) =>
  [1, 2, 4, 8].flatMap((pipeline) =>
    [1, 2].map((microBatch) => {
      const data = 1024 / (tensor * pipeline);
      return planOf({
        tensor,
        pipeline,
        data,
        microBatch,
        globalBatch: data * microBatch * 16,
        sequence: 8192,
        precision: 'fp8',
        zero: 1,
        shardGroup: data,
      });
    }),
  ),
);
const cases = models.flatMap((architecture) =>
  plans.map((plan) => ({ architecture, plan: architecture === models[1] ? { ...plan, expert: 8 } : plan })),
);
const software = { eager: false, age: 2 };
const { step: constants } = trainingConstants;
const out = new Float64Array(stepColumns);
const prepared = cases.map(({ architecture, plan }) => prepareStep({ architecture, chip, network, plan }));

const ROUNDS = 20;
const JSON_TRIP = 'JSON round trip of the plan';
/** A search wants this many a second on one core, a draw of constants at a fixed plan this many. */
const [FULL, DRAWS] = [100_000, 400_000];
const best = { full: 0, draws: 0 };
const timed = (which, units, work) => {
  const { user, system } = process.cpuUsage();
  const kept = work();
  const after = process.cpuUsage();
  best[which] = Math.max(best[which], (1e6 * units) / (after.user + after.system - user - system));
  return kept > 0 ? units : 0;
};

export const name = 'One training step on 1,024 accelerators, dense and with experts, 64 plans';
export const unit = 'evaluations';
export const baseline = JSON_TRIP;
export const run = {
  [JSON_TRIP]: () => {
    let read = 0;
    for (let round = 0; round < ROUNDS; round++) for (const { plan } of cases) read += JSON.parse(JSON.stringify(plan)).tensor;
    return read > 0 ? ROUNDS * cases.length : 0;
  },
  'from model and plan to the time of the step': () =>
    timed('full', ROUNDS * cases.length, () => {
      let seconds = 0;
      for (let round = 0; round < ROUNDS; round++) {
        for (const { architecture, plan } of cases) {
          seconds += timeStep(
            { prepared: prepareStep({ architecture, chip, network, plan }), chip, software, constants, nodeSize: 8 },
            out,
          );
        }
      }
      return seconds;
    }),
  'the same with the whole record': () => {
    let seconds = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const { architecture, plan } of cases)
        seconds += trainingStep({ architecture, chip, network, plan, software, constants, nodeSize: 8 }).stepTime;
    }
    return seconds > 0 ? ROUNDS * cases.length : 0;
  },
  'another draw of the constants at a plan': () =>
    timed('draws', ROUNDS * prepared.length, () => {
      let seconds = 0;
      for (let round = 0; round < ROUNDS; round++)
        for (const each of prepared) seconds += timeStep({ prepared: each, chip, software, constants, nodeSize: 8 }, out);
      return seconds;
    }),
};

export const verify = () => {
  console.log(`\nEvaluations a second and core: ${best.full.toFixed(0)} in full, ${best.draws.toFixed(0)} draws of constants.`);
  if (!(best.full > FULL)) throw new Error(`a full evaluation runs ${best.full.toFixed(0)} times a second, fewer than ${FULL}`);
  if (!(best.draws > DRAWS)) throw new Error(`a draw at a fixed plan runs ${best.draws.toFixed(0)} times a second, fewer than ${DRAWS}`);
};
