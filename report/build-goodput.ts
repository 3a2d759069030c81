import type { Catalog } from '#catalog';
import { type Quantity, quantity, secondsPerDay, secondsPerHour } from '#quantity';
import {
  type CheckpointMode,
  type ClusterReliability,
  checkpointInterval,
  type FailureCause,
  failureCauses,
  type RunSurvival,
  runSurvival,
  simulateGoodput,
} from '#run';
import type { GoodputInputLine, ResolvedGoodput } from '#scenario';
import { createSampler, parameterKey, uniform } from '#uncertainty';
import type { SourceLine } from './answer.ts';
import { bandOf } from './build-band.ts';
import { sourceLines } from './build-sources.ts';

/** Where time goes that moves nothing forward: what failures take, and what all wait for. */
export const goodputLosses = ['detection', 'restart', 'rework', 'checkpoint', 'waiting', 'shrunk', 'straggler', 'corruption'] as const;
export type GoodputLoss = (typeof goodputLosses)[number];

export const intervalRules = ['young', 'daly', 'availability', 'exact'] as const;
export type IntervalRule = (typeof intervalRules)[number];

/** A median with the ends of its 80% interval; they are left out where nothing was drawn. */
export interface GoodputEstimate {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export interface GoodputQuestion {
  readonly days: number;
  readonly checkpoint: CheckpointMode;
  /** Work between two checkpoints, in s; the best one where it is left out. */
  readonly interval?: number | undefined;
  readonly spares?: number | undefined;
  readonly shrinks: boolean;
  readonly silent: boolean;
  readonly samples: number;
  readonly seed: number;
}

/** The closed form beside a simulation, event by event, at the medians of all inputs. */
export interface GoodputCheck {
  readonly failures: number;
  readonly closed: number;
  readonly played: number;
  readonly error: number;
  readonly losses: readonly { readonly loss: GoodputLoss; readonly closed: number; readonly played: number }[];
}

export interface GoodputAnswer {
  readonly schema: 'chokepoint/goodput/1';
  readonly version: string;
  readonly command: string;
  readonly question: GoodputQuestion;
  readonly run: Omit<ResolvedGoodput, 'inputs'>;
  readonly nodes: number;
  /** Share of wall time at full speed that moves the job forward. */
  readonly kept: GoodputEstimate;
  readonly binding: GoodputLoss;
  readonly losses: readonly { readonly loss: GoodputLoss; readonly share: GoodputEstimate; readonly days: number }[];
  /** Nothing fails again before the failure is found. */
  readonly interruptions: GoodputEstimate;
  /** In s. */
  readonly mtbf: GoodputEstimate;
  readonly causes: readonly { readonly cause: FailureCause; readonly share: GoodputEstimate }[];
  readonly checkpoint: { readonly size: number; readonly blocking: GoodputEstimate; readonly lag: number };
  /** Work between two checkpoints by each rule, and what the run would keep with it, at the medians. */
  readonly rules: readonly { readonly rule: IntervalRule; readonly interval: number; readonly kept: number }[];
  /** The one that the run takes. */
  readonly interval: GoodputEstimate;
  readonly wasted: { readonly chipHours: GoodputEstimate; readonly energy: GoodputEstimate };
  readonly total: { readonly chipHours: number; readonly energy: number };
  readonly check: GoodputCheck;
  /** What clusters of other sizes keep, spares in proportion. */
  readonly sizes: readonly { readonly count: number; readonly kept: GoodputEstimate }[];
  readonly inputs: readonly GoodputInputLine[];
  /** Publications in the order in which the inputs first cite them. */
  readonly sources: readonly SourceLine[];
}

type World = Readonly<Record<string, number>>;

const silentOf = (world: World): { readonly share: Quantity<'1'>; readonly latency: Quantity<'s'> } => ({
  share: quantity(world['silent.share'] as number, '1'),
  latency: quantity(world['silent.latency'] as number, 's'),
});

/** Levers of the cluster as one draw has them; what counts for nothing in this question has any value. */
const clusterOf = (world: World, spares: number | undefined): ClusterReliability => {
  const at = <U extends 's' | '1' | 'B' | 'B/s' | 'chip/node' | '1/node-d'>(name: string, unit: U): Quantity<U> =>
    quantity(world[`cluster.${name}`] ?? 1, unit);
  return {
    chipsPerNode: quantity(Math.max(1, Math.round(at('chipsPerNode', 'chip/node'))), 'chip/node'),
    failureRate: at('failureRate', '1/node-d'),
    ratedChips: at('ratedChips', 'chip/node'),
    chipFailureShare: at('chipFailureShare', '1'),
    networkFailureShare: at('networkFailureShare', '1'),
    softwareFailureShare: at('softwareFailureShare', '1'),
    detectionTime: at('detectionTime', 's'),
    restartTime: at('restartTime', 's'),
    manualShare: at('manualShare', '1'),
    manualRestartTime: at('manualRestartTime', 's'),
    checkpointOverhead: at('checkpointOverhead', 's'),
    checkpointState: at('checkpointState', 'B'),
    storageRate: at('storageRate', 'B/s'),
    hostRate: at('hostRate', 'B/s'),
    peerInterval: at('peerInterval', 's'),
    peerOverhead: at('peerOverhead', '1'),
    peerLostShare: at('peerLostShare', '1'),
    spares: spares === undefined ? undefined : quantity(spares, 'node'),
    repairTime: at('repairTime', 's'),
    slowShare: at('slowShare', '1'),
    slowdown: at('slowdown', '1'),
  };
};

const survivalIn = (
  world: World,
  run: ResolvedGoodput,
  question: GoodputQuestion,
  count = run.count,
  spares = question.spares,
): RunSurvival =>
  runSurvival({
    cluster: clusterOf(world, spares),
    count: quantity(count, 'chip'),
    checkpoint: question.checkpoint,
    parameters: quantity(run.parameters, '1'),
    interval: question.interval === undefined ? undefined : quantity(question.interval, 's'),
    shrinks: question.shrinks,
    silent: question.silent ? silentOf(world) : undefined,
  });

/** What a cluster of another size keeps, spares in proportion; between whole spares in a straight line. */
const keptAt = (world: World, run: ResolvedGoodput, question: GoodputQuestion, count: number): number => {
  const { spares } = question;
  if (spares === undefined) return survivalIn(world, run, question, count).kept;
  const due = (spares * count) / run.count;
  const below = survivalIn(world, run, question, count, Math.floor(due)).kept;
  const part = due - Math.floor(due);
  return part > 0 ? below + part * (survivalIn(world, run, question, count, Math.ceil(due)).kept - below) : below;
};

const lossesOf = ({ survived, slowest, speed, kept }: RunSurvival): Readonly<Record<GoodputLoss, number>> => ({
  ...survived.lost,
  straggler: survived.goodput * slowest.lost,
  shrunk: speed > 0 ? kept / speed - kept : survived.goodput * (1 - slowest.lost),
});

/** Watts of one accelerator with its share of server, network and site, at mean load. */
const powerOf = (world: World): number =>
  ['accelerator.power', 'cluster.serverPowerFactor', 'cluster.load', 'cluster.pue'].reduce(
    (product, path) => product * (world[path] ?? 1),
    1,
  );

const drawWorlds = (inputs: readonly GoodputInputLine[], { samples, seed }: GoodputQuestion): readonly World[] => {
  const uncertain = inputs.filter(({ distribution }) => distribution.kind !== 'point');
  const certain = Object.fromEntries(inputs.map(({ path, value }) => [path, value]));
  const sampler = createSampler({
    seed,
    parameters: uncertain.map(({ path, distribution, low, high }) => ({ path, distribution, low, high })),
  });
  const draw = new Float64Array(uncertain.length);
  return Array.from({ length: samples }, (_, sample) => {
    sampler.fill(sample, draw);
    return { ...certain, ...Object.fromEntries(uncertain.map(({ path }, at) => [path, draw[at] as number])) };
  });
};

/** Failures played, and checkpoints made on the way: as many as take a moment. */
const mostFailures = 20_000;
const leastFailures = 40;
const mostSteps = 4e6;

const play = (run: ResolvedGoodput, world: World, question: GoodputQuestion): GoodputCheck => {
  const { asked, survived, failures } = survivalIn(world, run, question);
  const { spares, shrinks, seed } = question;
  const perFailure = 1 + failures.mtbf / survived.interval;
  const played = Math.round(Math.max(leastFailures, Math.min(mostFailures, mostSteps / perFailure)));
  const key = parameterKey('goodput.events');
  const simulated = simulateGoodput({
    ...asked,
    failures: played,
    uniform: (index) => uniform(seed, index, key),
    spares:
      spares === undefined || shrinks
        ? undefined
        : {
            count: spares,
            share: quantity(1 - failures.causes.software, '1'),
            repairTime: quantity(world['cluster.repairTime'] as number, 's'),
          },
  });
  const named = goodputLosses.filter((loss) => loss !== 'straggler' && loss !== 'shrunk');
  return {
    failures: played,
    closed: survived.goodput,
    played: simulated.goodput,
    error: simulated.error,
    losses: named
      .filter((loss) => survived.lost[loss] > 0 || simulated.lost[loss] > 0)
      .map((loss) => ({ loss, closed: survived.lost[loss], played: simulated.lost[loss] })),
  };
};

/** Sizes of the chart: six to a decade, about the one that is asked for. */
const perDecade = 6;
const leastCount = 8;
const mostCount = 1e7;
/** Draws of each size: the band of a chart needs no more. */
const drawsOfSize = 240;

const sizesFor = (count: number): readonly number[] => {
  const low = Math.floor(Math.log10(Math.max(leastCount, Math.min(count / 100, 100))));
  const high = Math.ceil(Math.log10(Math.min(mostCount, Math.max(1e5, count * 3))));
  return Array.from({ length: (high - low) * perDecade + 1 }, (_, step) => Math.round(10 ** (low + step / perDecade)));
};

/**
 * What a run keeps of its time, where the rest goes, and how that depends on its size.
 *
 * @param run the run, with the distribution of every input
 * @param question days, checkpoints, spares, draws
 * @param catalog where its sources stand
 * @param made version and command
 */
export function buildGoodput(
  run: ResolvedGoodput,
  question: GoodputQuestion,
  catalog: Catalog,
  made: { readonly version: string; readonly command: string },
): GoodputAnswer {
  const { inputs, ...about } = run;
  const middle: World = Object.fromEntries(inputs.map(({ path, value }) => [path, value]));
  const worlds = drawWorlds(inputs, question);
  const survivals = worlds.map((world) => survivalIn(world, run, question));
  const central = survivalIn(middle, run, question);
  const seconds = question.days * secondsPerDay;
  const estimate = (of: (survival: RunSurvival, world: World) => number): GoodputEstimate => {
    if (worlds.length === 0) return { value: of(central, middle) };
    const { p10, p50, p90 } = bandOf(Float64Array.from(survivals, (survival, at) => of(survival, worlds[at] as World)));
    return { value: p50, low: p10, high: p90 };
  };
  const hours = (question.days * secondsPerDay * run.count) / secondsPerHour;
  const lossesIn = survivals.map(lossesOf);
  const shares = lossesOf(central);
  const applies: Readonly<Record<GoodputLoss, boolean>> = {
    detection: true,
    restart: true,
    rework: true,
    checkpoint: true,
    straggler: true,
    waiting: question.spares !== undefined && !question.shrinks,
    shrunk: question.spares !== undefined && question.shrinks,
    corruption: question.silent,
  };
  const losses = goodputLosses
    .filter((loss) => applies[loss])
    .map((loss) => {
      const share =
        worlds.length === 0
          ? { value: shares[loss] }
          : (({ p10, p50, p90 }) => ({ value: p50, low: p10, high: p90 }))(bandOf(Float64Array.from(lossesIn, (each) => each[loss])));
      return { loss, share, days: share.value * question.days };
    });
  const intervals = checkpointInterval({
    blocking: central.blocking,
    mtbf: central.asked.peer === undefined ? central.failures.mtbf : quantity(central.failures.mtbf / central.asked.peer.lostShare, 's'),
    restart: central.asked.restart,
  });
  const few = worlds.slice(0, drawsOfSize);
  return {
    schema: 'chokepoint/goodput/1',
    ...made,
    question,
    run: about,
    nodes: central.nodes,
    kept: estimate(({ kept }) => kept),
    binding: losses.reduce((most, each) => (each.share.value > most.share.value ? each : most)).loss,
    losses,
    interruptions: estimate(({ asked }) => (seconds * (1 - asked.waiting)) / (asked.mtbf + asked.detection)),
    mtbf: estimate(({ failures }) => failures.mtbf),
    causes: failureCauses.map((cause) => ({ cause, share: estimate(({ failures }) => failures.causes[cause]) })),
    checkpoint: {
      size: central.checkpoint.size,
      blocking: estimate(({ blocking }) => blocking),
      lag: central.checkpoint.lag,
    },
    rules: intervalRules.map((rule) => ({
      rule,
      interval: intervals[rule],
      kept: survivalIn(middle, run, { ...question, interval: intervals[rule] }).kept,
    })),
    interval: estimate(({ survived }) => survived.interval),
    wasted: {
      chipHours: estimate(({ kept }) => (1 - kept) * hours),
      energy: estimate(({ kept }, world) => (1 - kept) * hours * secondsPerHour * powerOf(world)),
    },
    total: { chipHours: hours, energy: hours * secondsPerHour * powerOf(middle) },
    check: play(run, middle, question),
    sizes: sizesFor(run.count).map((count) => {
      if (few.length === 0) return { count, kept: { value: keptAt(middle, run, question, count) } };
      const { p10, p50, p90 } = bandOf(Float64Array.from(few, (world) => keptAt(world, run, question, count)));
      return { count, kept: { value: p50, low: p10, high: p90 } };
    }),
    inputs,
    sources: sourceLines([...new Set(inputs.flatMap(({ sources }) => sources))], catalog),
  };
}
