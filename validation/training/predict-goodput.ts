import { goodputConstants } from '#calibration';
import type { Catalog } from '#catalog';
import { quantity } from '#quantity';
import { type Goodput, goodput, type JobFailures, jobFailures, slowestNode } from '#run';
import { generalParameter, statedParameter } from '#scenario';
import { createSampler } from '#uncertainty';

/** Columns by which a table of published reliability is known. */
export const goodputColumns = ['job_or_fleet', 'metric', 'value', 'unit', 'period_days'] as const;

/** A published figure beside its prediction. */
export interface GoodputRow {
  readonly id: string;
  readonly metric: string;
  readonly value: string;
  readonly unit: string;
  readonly predicted: number | null;
  readonly interval80: readonly [low: number, high: number] | null;
  /** Does the interval hold the value; null for a bound and for what is not scored. */
  readonly inside: boolean | null;
  /** Does the prediction keep to a published bound; null where the value is none. */
  readonly keepsBound: boolean | null;
  /** Why it is not scored: a code with a text. */
  readonly skipped?: string;
}

const draws = 999;
const seed = 1;
const usualNode = 8;
const secondsIn: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, hours: 3600, days: 86_400, d: 86_400 };
const day = 86_400;
const week = 7;
const percent = 100;
const parameters = [
  ['detection-time', 'time'],
  ['restart-time', 'time'],
  ['manual-share', 'value'],
  ['manual-restart-time', 'time'],
  ['checkpoint-overhead', 'time'],
  ['failure-share-chip', 'value'],
  ['failure-share-network', 'value'],
  ['failure-share-software', 'value'],
  ['planned-interruptions', 'value'],
  ['straggler-slowdown', 'value'],
  ['in-memory-checkpoint-overhead', 'value'],
] as const;

type Name = (typeof parameters)[number][0];
type World = Readonly<Record<Name, number>> & {
  readonly rate: number;
  readonly jobRate: number;
  readonly cause: number;
  readonly stretch: number;
};

/** Draws of all that a prediction depends on and no row states. */
const worldsOf = (catalog: Catalog): readonly World[] => {
  const { failureRate, spread, jobFailureRate, causeSpread, intervalFactor, intervalSpread } = goodputConstants;
  const lognormal = (middle: number, sigma: number) => ({ kind: 'lognormal', mu: Math.log(middle), sigma }) as const;
  const facts = parameters.map(([id, fact]) => ({
    path: `goodput.${id}`,
    distribution: generalParameter(catalog, id, fact).selected.value,
    low: 0,
  }));
  const sampler = createSampler({
    seed,
    parameters: [
      { path: 'goodput.rate', distribution: lognormal(failureRate, spread) },
      { path: 'goodput.jobRate', distribution: lognormal(jobFailureRate, spread) },
      { path: 'goodput.cause', distribution: lognormal(1, causeSpread) },
      { path: 'goodput.interval', distribution: lognormal(intervalFactor, intervalSpread) },
      ...facts,
    ],
  });
  const out = new Float64Array(facts.length + 4);
  return Array.from({ length: draws }, (_, sample) => {
    sampler.fill(sample, out);
    const named = Object.fromEntries(parameters.map(([id], at) => [id, out[at + 4]!])) as Record<Name, number>;
    return { ...named, rate: out[0]!, jobRate: out[1]!, cause: out[2]!, stretch: out[3]! };
  });
};

const failuresOf = (world: World, rate: number, count: number, node: number): JobFailures =>
  jobFailures({
    count: quantity(count, 'chip'),
    nodes: quantity(Math.ceil(count / node), 'node'),
    failureRate: quantity(rate, '1/node-d'),
    ratedChips: quantity(usualNode, 'chip/node'),
    chipShare: quantity(world['failure-share-chip'], '1'),
    networkShare: quantity(world['failure-share-network'], '1'),
    softwareShare: quantity(world['failure-share-software'], '1'),
  });

/** A run that saves now and then: by its own rule rather than at the best interval. */
const survivalOf = (world: World, rate: number, count: number, node: number): Goodput => {
  const input = {
    mtbf: failuresOf(world, rate, count, node).mtbf,
    blocking: quantity(world['checkpoint-overhead'], 's'),
    lag: quantity(0, 's'),
    detection: quantity(world['detection-time'], 's'),
    restart: quantity(world['restart-time'], 's'),
    manualShare: quantity(Math.min(1, world['manual-share']), '1'),
    manualRestart: quantity(world['manual-restart-time'], 's'),
    waiting: quantity(0, '1'),
  };
  return goodput({ ...input, interval: quantity(goodput(input).interval * world.stretch, 's') });
};

interface Case {
  readonly metric: string;
  readonly job: string;
  readonly unit: string;
  readonly count: number | undefined;
  readonly node: number;
  readonly days: number | undefined;
}

type Predict = (world: World) => number;

/** How a figure is predicted, by what it is called; a code where it is not. */
const predictorOf = ({ metric, job, unit, count, node, days }: Case): Predict | string => {
  const scale = secondsIn[unit];
  // Jobs and runs in the plural are those of users of a cluster, whose own errors count as failures.
  const users = /\b(jobs|runs)\b/i.test(job) && !/project/i.test(metric);
  const rate = (world: World): number => (users ? world.jobRate : world.rate);
  if (/before|->/.test(metric)) return 'goodput-composite';
  if (/share/i.test(metric)) return shareOf(metric);
  if (/slow.*slowdown|slowdown.*slow/i.test(metric) || /single slow/i.test(metric)) return (w) => w['straggler-slowdown'] * percent;
  if (/(memory|every-step).*overhead/i.test(metric)) return (w) => w['in-memory-checkpoint-overhead'] * percent;
  if (/manual/i.test(metric)) {
    if (count === undefined || days === undefined) return 'goodput-no-size';
    return (w) => ((days * day) / failuresOf(w, w.rate, count, node).mtbf) * w['manual-share'];
  }
  if (/detect|diagnos/i.test(metric) && scale !== undefined) return (w) => w['detection-time'] / scale;
  if (/catch-up|restart time|recover/i.test(metric) && scale !== undefined) return (w) => w['restart-time'] / scale;
  if (/lost work/i.test(metric) && scale !== undefined) return lostWork(/worst|max/i.test(metric), scale, count, node);
  if (/mttf|mtbf|mtti|time (to|between)/i.test(metric) && scale !== undefined) {
    if (count === undefined) return 'goodput-no-size';
    return (w) => failuresOf(w, rate(w), count, node).mtbf / scale;
  }
  if (/1,?000 (node|server)/i.test(`${metric} ${unit}`)) return (w) => rate(w) * (node / usualNode) * 1000;
  if (/ettr|effective training|goodput|uptime/i.test(metric)) {
    if (count === undefined) return 'goodput-no-size';
    return (w) => survivalOf(w, rate(w), count, node).goodput * (unit === '%' ? percent : 1);
  }
  if (/interrupt|failure|restart|incident/i.test(metric) && (unit === 'count' || unit === '')) {
    if (count === undefined) return 'goodput-no-size';
    const period = unit === '' ? week : days;
    if (period === undefined) return 'goodput-no-period';
    const planned = /total|planned/i.test(metric);
    return (w) => {
      const { mtbf, causes } = failuresOf(w, rate(w), count, node);
      return (
        ((period * day) / mtbf) * (/gpu|chip|accelerator/i.test(metric) ? causes.chip : 1) * (planned ? 1 + w['planned-interruptions'] : 1)
      );
    };
  }
  return 'goodput-unknown-metric';
};

/** Work that a failure undoes: half an interval on average, a whole one at worst. */
const lostWork = (worst: boolean, scale: number, count: number | undefined, node: number): Predict | string =>
  count === undefined ? 'goodput-no-size' : (w) => ((worst ? 1 : 0.5) * survivalOf(w, w.rate, count, node).interval) / scale;

/** Shares of single causes are not in the model; those of its four groups are. */
const shareOf = (metric: string): Predict | string => {
  const cause = metric.slice(metric.indexOf(':') + 1);
  if (/network|infiniband|switch/i.test(cause)) return (w) => w['failure-share-network'] * w.cause * percent;
  if (/software/i.test(cause)) return (w) => w['failure-share-software'] * w.cause * percent;
  return 'goodput-one-cause';
};

/** `>100`, `<10`, `about 1 per week`, `419`. */
const readValue = (text: string): { readonly value: number; readonly bound: '<' | '>' | undefined } | undefined => {
  const found = /^\s*(?:about|~|up to)?\s*([<>]?)\s*([\d,]*\.?\d+)\s*(?:per week)?\s*$/.exec(text);
  if (found === null) return undefined;
  return { value: Number(found[2]!.replaceAll(',', '')), bound: found[1] === '<' || found[1] === '>' ? found[1] : undefined };
};

/** Accelerators as the row states them, else as its description does. */
const countIn = (cell: string, job: string): number | undefined => {
  const stated = Number(cell);
  if (stated > 0) return stated;
  const told = /([\d,]+)(?:\+)?[- ]?(?:K\b)?\s*(?:GPUs?|NPUs?|TPUs?|accelerators|chips)\b/i.exec(job)?.[1];
  const value = told === undefined ? Number.NaN : Number(told.replaceAll(',', ''));
  return value > 0 ? value : undefined;
};

/**
 * Predicts every figure of a table of published reliability from what its row says of the job, and compares.
 *
 * @param rows cells by column
 * @param catalog rates, times and shares
 */
export function predictGoodput(rows: readonly ReadonlyMap<string, string>[], catalog: Catalog): readonly GoodputRow[] {
  const worlds = worldsOf(catalog);
  return rows.map((cells) => {
    const cell = (name: string): string => cells.get(name) ?? '';
    const own = { id: cell('id'), metric: cell('metric'), value: cell('value'), unit: cell('unit') };
    const [job, days, node] = [cell('job_or_fleet'), Number(cell('period_days')), Number(cell('gpus_per_node'))];
    const predict = predictorOf({
      ...own,
      job,
      count: countIn(cell('n_accelerators'), job),
      node: node > 0 ? node : usualNode,
      days: days > 0 ? days : undefined,
    });
    const read = readValue(own.value);
    const none = { ...own, predicted: null, interval80: null, inside: null, keepsBound: null };
    if (typeof predict === 'string') return { ...none, skipped: predict };
    if (read === undefined) return { ...none, skipped: 'goodput-composite' };
    const sorted = Float64Array.from(worlds, predict).sort();
    const at = (share: number): number => sorted[Math.round(share * (draws - 1))]!;
    const [low, predicted, high] = [at(0.1), at(0.5), at(0.9)];
    const { value, bound } = read;
    return {
      ...own,
      predicted,
      interval80: [low, high],
      inside: bound === undefined ? low <= value && value <= high : null,
      keepsBound: bound === undefined ? null : bound === '<' ? predicted <= value : predicted >= value,
    };
  });
}

/**
 * Share of the speed of a measured step that a whole run keeps, by the middle of everything in the catalogue.
 *
 * @param count accelerators
 * @param node accelerators of a server
 * @param catalog rates, times and shares
 * @unit 1
 */
export function keptByRun(count: number, node: number, catalog: Catalog): number {
  const value = (id: string, fact: string): number => statedParameter(catalog, id, fact);
  const named = Object.fromEntries(parameters.map(([id, fact]) => [id, value(id, fact)])) as Record<Name, number>;
  const world: World = { ...named, rate: goodputConstants.failureRate, jobRate: 0, cause: 1, stretch: goodputConstants.intervalFactor };
  const { lost } = slowestNode({
    nodes: quantity(Math.ceil(count / node), 'node'),
    jitter: quantity(0, '1'),
    slowShare: quantity(value('straggler-share', 'value'), '1'),
    slowdown: quantity(named['straggler-slowdown'], '1'),
  });
  return survivalOf(world, world.rate, count, node).goodput * (1 - lost) * (1 - value('production-loss', 'value'));
}
