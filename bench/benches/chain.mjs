import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../dist/catalog/index.js';
import { draftOutcome, evaluateInto } from '../../dist/model/index.js';
import { readScenario, resolveScenario, sampleScenario, toInput } from '../../dist/scenario/index.js';

const checked = (result) => {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};
const file = fileURLToPath(new URL('../../scenarios/deepseek-v3-on-910c.yaml', import.meta.url));
const scenario = checked(resolveScenario(checked(readScenario({ file })), checked(openCatalog())));
const input = toInput(scenario);
const outcome = draftOutcome();

const EVALUATIONS = 20_000;
const JSON_TRIP = 'JSON round trip of its inputs';
/** A slider that is dragged asks for some hundreds of draws a frame: an evaluation may take this long. */
const MOST_MICROSECONDS = 20;

let spent = Number.POSITIVE_INFINITY;

export const name = 'The chain from wafer to policy, default scenario';
export const unit = 'evaluations';
export const baseline = JSON_TRIP;
export const run = {
  [JSON_TRIP]: () => {
    let read = 0;
    for (let i = 0; i < EVALUATIONS; i++) read += JSON.parse(JSON.stringify(input)).run.tokens;
    return read > 0 ? EVALUATIONS : 0;
  },
  'the same inputs over and over': () => {
    const { user, system } = process.cpuUsage();
    let days = 0;
    for (let i = 0; i < EVALUATIONS; i++) days += evaluateInto(input, outcome).run.time;
    const after = process.cpuUsage();
    spent = Math.min(spent, (after.user + after.system - user - system) / EVALUATIONS);
    return days > 0 ? EVALUATIONS : 0;
  },
  'a draw of every uncertain input, all metrics kept': (seed) => sampleScenario(scenario, { samples: EVALUATIONS, seed }).samples,
};

export const verify = () => {
  if (!(spent < MOST_MICROSECONDS))
    throw new Error(`an evaluation of the chain takes ${spent} microseconds, more than ${MOST_MICROSECONDS}`);
  console.log(`\nOne evaluation of the chain: ${spent.toFixed(2)} microseconds of processor time (at most ${MOST_MICROSECONDS}).`);
};
