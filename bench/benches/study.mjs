import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../dist/catalog/index.js';
import { draftOutcome, evaluateInto } from '../../dist/model/index.js';
import { explain, metricByPath, readScenario, resolveScenario, sampleScenario, sensitivity, toInput } from '../../dist/scenario/index.js';
import { selectQuantiles } from '../../dist/uncertainty/index.js';

const checked = (result) => {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};
const catalog = checked(openCatalog());
const open = (name, set = []) => {
  const file = fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url));
  return checked(resolveScenario(checked(readScenario({ file, set })), catalog));
};
const scenario = open('deepseek-v3-on-910c');
const input = toInput(scenario);
const outcome = draftOutcome();
const cost = metricByPath.get('cost.total');

/** Twelve levers that differ: every combination of them is tried. */
const changed = open('train-us', [
  'energy.price=0.2 USD/kWh',
  'cluster.load=60 %',
  'cluster.pue=1.5',
  'cost.amortisation=0.5 /yr',
  'cost.networkShare=10 %',
  'cost.facilityCapex=9 USD/W',
  'cost.facilityLife=12 yr',
  'run.productionLoss=10 %',
  'run.utilisation=35 %',
  'market.price=20000 USD',
  'cluster.restartTime=600 s',
  'cluster.checkpointTime=5 s',
]);
const virginia = open('train-us');

/** Twenty uncertain inputs that the cost follows from. */
const twenty = open('deepseek-v3-on-910c', [
  'energy.price=0.04..0.08 USD/kWh',
  'cluster.load=60..90 %',
  'cost.amortisation=0.2..0.4 /yr',
  'market.price=18 k..24 k USD',
  'run.tokens=14 T..16 T token',
  'accelerator.power=0.7..0.9 kW',
  'cluster.serverPowerFactor=1.5..2',
  'cost.quoteFactor=1..1.3',
]);

const SAMPLES = 20_000;
const BAND = 10_000;
const points = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975];

const BASE = 'the chain on the same inputs over and over';
const SAMPLED = 'with draws of every uncertain input, every figure kept';
const BANDED = 'band of 10,000 samples, every figure';
const EXPLAINED = 'exact explanation of 12 parts, 100 common draws';
const INDEXED = 'Sobol indices of 20 inputs, n = 8,192';

/** Least processor milliseconds of one answer so far: a busy machine only adds to it. */
const spent = new Map();
const timed = (name, answer) => {
  const before = process.cpuUsage();
  const result = answer();
  const { user, system } = process.cpuUsage(before);
  spent.set(name, Math.min(spent.get(name) ?? Number.POSITIVE_INFINITY, (user + system) / 1000));
  return result;
};

export const name = 'Studies of the chain';
export const unit = 'evaluations';
export const baseline = BASE;
export const run = {
  [BASE]: () => {
    let days = 0;
    for (let i = 0; i < SAMPLES; i++) days += evaluateInto(input, outcome).run.time;
    return days > 0 ? SAMPLES : 0;
  },
  [SAMPLED]: (seed) => timed(SAMPLED, () => sampleScenario(scenario, { samples: SAMPLES, seed }).samples),
  'the same with Sobol points': (seed) => sampleScenario(scenario, { samples: SAMPLES, seed, points: 'sobol' }).samples,
  [BANDED]: (seed) =>
    timed(BANDED, () => {
      const { metrics } = sampleScenario(scenario, { samples: BAND, seed });
      for (const values of metrics.values()) selectQuantiles(values, points);
      return BAND;
    }),
  [EXPLAINED]: (seed) =>
    timed(EXPLAINED, () => {
      const { contributions, evaluations } = checked(explain(virginia, changed, cost, { by: 'levers', samples: 100, seed }));
      if (contributions.length !== 12) throw new Error(`${contributions.length} parts instead of 12`);
      return evaluations;
    }),
  [INDEXED]: (seed) =>
    timed(INDEXED, () => {
      const { levers, evaluations } = checked(sensitivity(twenty, cost, { method: 'sobol', n: 8_192, seed }));
      const inputs = levers.filter(({ variance }) => variance !== undefined).length;
      if (inputs < 20) throw new Error(`${inputs} inputs instead of 20`);
      return evaluations;
    }),
};

/** Most processor milliseconds of one answer, on one core. */
const most = { [SAMPLED]: SAMPLES / 200, [BANDED]: 50, [EXPLAINED]: 2_000, [INDEXED]: 2_000 };

export const verify = () => {
  console.log('');
  const late = [];
  for (const [answer, limit] of Object.entries(most)) {
    const took = spent.get(answer);
    console.log(`  ${answer}: ${took.toFixed(0)} ms of processor time (at most ${limit})`);
    if (!(took <= limit)) late.push(answer);
  }
  console.log(`  that is ${((SAMPLES / spent.get(SAMPLED)) * 1e-3).toFixed(3)} M samples a second (at least 0.2)`);
  // Cores that are shared with others lose their caches and clock to them: processor time too is then no measure.
  const busy = loadavg()[0] > 1.5 * availableParallelism();
  if (busy && late.length > 0) console.log(`  not judged: ${loadavg()[0].toFixed(1)} processes want ${availableParallelism()} cores`);
  else if (late.length > 0) throw new Error(`too slow: ${late.join('; ')}`);
};
