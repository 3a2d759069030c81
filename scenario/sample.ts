import { type ChainInput, type ConstraintId, draftOutcome, evaluateInto, type Outcome } from '#model';
import { createSampler, type Points, type Sampler } from '#uncertainty';
import { leversUnder } from './behind.ts';
import { constraintKinds } from './constraints.ts';
import { levers } from './levers.ts';
import type { Metric } from './metric/metric.ts';
import { derivation, metricByPath, metrics } from './metrics.ts';
import { type ResolvedScenario, toInput } from './resolve.ts';
import { readerOfMetrics, writerOfLevers } from './straight-line.ts';

/** What decides the draws of a scenario, besides their number. */
export interface DrawOptions {
  readonly seed: number;
  /** Independent draws (Philox) where it is left out. */
  readonly points?: Points;
  /** Metrics that are wanted; all where it is left out. */
  readonly only?: readonly string[];
}

/** Samples of one scenario: every metric and every headroom, draw by draw. */
export interface SampledScenario {
  readonly samples: number;
  readonly seed: number;
  readonly points: Points;
  /** By metric path; a metric that the scenario does not have is absent, a draw without it holds NaN. */
  readonly metrics: ReadonlyMap<string, Float64Array>;
  /** By constraint; a draw in which it does not arise holds NaN. */
  readonly capacity: ReadonlyMap<ConstraintId, Float64Array>;
  readonly need: ReadonlyMap<ConstraintId, Float64Array>;
  /** By constraint; a draw in which it does not arise holds infinity. */
  readonly headroom: ReadonlyMap<ConstraintId, Float64Array>;
  /** Draws in which each constraint is the least of all. */
  readonly binds: ReadonlyMap<ConstraintId, number>;
  /** Draws that fit. */
  readonly feasible: number;
}

/** Draws of a lever are made so many at a time: half again as fast as one by one, and what its table holds is at hand for all of them. */
const block = 4096;

/** Levers of the scenario that are not certain, in the order of the registry. */
export const uncertainLevers = (scenario: ResolvedScenario): readonly string[] =>
  levers.filter(({ path }) => (scenario.levers.get(path)?.distribution.kind ?? 'point') !== 'point').map(({ path }) => path);

const dimensionOf: ReadonlyMap<string, number> = new Map(levers.map(({ path }, index) => [path, index]));

/**
 * The sampler of some levers of a scenario. A lever keeps its key, its coordinate and what it is correlated with whatever else is
 * uncertain, so that scenarios share their random numbers.
 */
export const samplerOf = (scenario: ResolvedScenario, paths: readonly string[], { seed, points = 'philox' }: DrawOptions): Sampler => {
  const wanted = new Set(paths);
  const tied = new Set(scenario.correlations.flatMap(({ between }) => between));
  return createSampler({
    seed,
    points,
    correlations: scenario.correlations,
    certain: levers.flatMap(({ path }, dimension) => (tied.has(path) && !wanted.has(path) ? [{ path, dimension }] : [])),
    parameters: paths.flatMap((path) => {
      const resolved = scenario.levers.get(path);
      const dimension = dimensionOf.get(path);
      return resolved === undefined || dimension === undefined
        ? []
        : [{ path, distribution: resolved.distribution, low: resolved.lever.low, high: resolved.lever.high, dimension }];
    }),
  });
};

/** Where the number of a lever stands in the input of the chain. */
export interface Slot {
  readonly group: Record<string, number | undefined>;
  readonly name: string;
}

/** The place of a lever in an input, to be written over: the chain keeps nothing of what it reads. */
export const slotOf = (input: ChainInput, path: string): Slot => {
  const [group = '', name = ''] = path.split('.');
  const fields = (input as unknown as Record<string, Record<string, number | undefined>>)[group];
  if (fields === undefined) throw new RangeError(`no lever ${path}`);
  return { group: fields, name };
};

/** Metrics that some levers reach, by the walk that `why` takes; the others are the same in every draw. */
const movedBy = (paths: readonly string[], input: ChainInput): ReadonlySet<Metric> => {
  const moves = new Map<string, boolean>(paths.map((path) => [path, true]));
  const reaches = (path: string): boolean => {
    const known = moves.get(path);
    if (known !== undefined) return known;
    moves.set(path, false);
    const metric = metricByPath.get(path);
    const reached = metric !== undefined && derivation(metric, input).of.some(reaches);
    moves.set(path, reached);
    return reached;
  };
  return new Set(metrics.filter(({ path }) => reaches(path)));
};

interface ConstraintColumns {
  readonly id: ConstraintId;
  readonly capacity: Float64Array;
  readonly need: Float64Array;
  readonly headroom: Float64Array;
  binds: number;
}

/** What a part of a run fills. */
interface Part {
  readonly samples: number;
  readonly constraints: ConstraintColumns[];
  feasible: number;
}

/** Samples from one index on, so many of them; the digits of each depend on its index alone. */
export type Draw = (from: number, samples: number) => SampledScenario;

/**
 * Makes a scenario ready to be sampled in any number of parts.
 *
 * Draw k of a lever depends on seed, k, points and the path alone: the same in every scenario, whatever else is
 * uncertain in it, so that scenarios can be compared draw by draw, and parts of a run may be made anywhere in any order.
 */
export const prepareSamples = (scenario: ResolvedScenario, options: DrawOptions): Draw => {
  // One record is written over for every draw: the chain keeps nothing of it.
  const input = toInput(scenario);
  const { only } = options;
  const wanted = only === undefined ? metrics : metrics.filter(({ path }) => only.includes(path));
  const paths = uncertainLevers(scenario);
  const sampler = samplerOf(scenario, paths, options);
  // What is read of an outcome decides which levers are worth a draw; the draws themselves do not depend on it.
  const constrained = Object.values(constraintKinds).flatMap((kind) => [...kind.levers, ...kind.of]);
  const read = leversUnder([...wanted.map(({ path }) => path), ...constrained], input);
  const drawn = paths.filter((path) => read.has(path));
  const parameters = drawn.map((path) => paths.indexOf(path));
  const moved = movedBy(paths, input);
  const varying = wanted.filter((metric) => moved.has(metric));
  const [write, readInto] = [writerOfLevers(drawn), readerOfMetrics(varying)];
  const draws = drawn.map(() => new Float64Array(block));
  const outcome = draftOutcome();
  return (from, samples) => {
    const part: Part = { samples, constraints: [], feasible: 0 };
    const columns = varying.map(() => new Float64Array(samples));
    for (let start = 0; start < samples; start += block) {
      const size = Math.min(block, samples - start);
      const own = size === block ? draws : draws.map((column) => column.subarray(0, size));
      for (const [index, parameter] of parameters.entries()) sampler.column(parameter, from + start, own[index] as Float64Array);
      for (let k = 0; k < size; k++) {
        write(input, own, k);
        evaluateInto(input, outcome);
        readInto(outcome, columns, start + k);
        record(outcome, part, start + k);
      }
    }
    const { constraints } = part;
    return {
      samples,
      seed: options.seed,
      points: options.points ?? 'philox',
      metrics: columnsOfMetrics(
        wanted,
        new Map(varying.map((metric, index) => [metric, columns[index] as Float64Array])),
        outcome,
        samples,
      ),
      capacity: new Map(constraints.map((entry) => [entry.id, entry.capacity])),
      need: new Map(constraints.map((entry) => [entry.id, entry.need])),
      headroom: new Map(constraints.map((entry) => [entry.id, entry.headroom])),
      binds: new Map(constraints.flatMap(({ id, binds }) => (binds === 0 ? [] : [[id, binds]]))),
      feasible: part.feasible,
    };
  };
};

/** Every metric that is there, in the order of the registry: those that vary, and those that are the same in every outcome. */
const columnsOfMetrics = (
  wanted: readonly Metric[],
  varying: ReadonlyMap<Metric, Float64Array>,
  any: Outcome,
  samples: number,
): ReadonlyMap<string, Float64Array> => {
  const columns = new Map<string, Float64Array>();
  for (const metric of wanted) {
    const drawn = varying.get(metric);
    const value = drawn === undefined ? metric.read(any) : undefined;
    if (drawn !== undefined && hasFigure(drawn)) columns.set(metric.path, drawn);
    else if (value !== undefined) columns.set(metric.path, new Float64Array(samples).fill(value));
  }
  return columns;
};

const hasFigure = (column: Float64Array): boolean => {
  for (let k = 0; k < column.length; k++) if (!Number.isNaN(column[k])) return true;
  return false;
};

/** Puts the constraints of a draw into their columns; a constraint mostly stands at the same place as in the draw before. */
const record = ({ neck, constraints, feasible }: Outcome, part: Part, sample: number): void => {
  for (let place = 0; place < constraints.length; place++) {
    const constraint = constraints[place] as Outcome['constraints'][number];
    let own = part.constraints[place];
    if (own === undefined || own.id !== constraint.id) own = columnsOf(constraint.id, part);
    own.capacity[sample] = constraint.capacity;
    own.need[sample] = constraint.need;
    own.headroom[sample] = constraint.headroom;
    if (constraint === neck) own.binds++;
  }
  if (feasible) part.feasible++;
};

const columnsOf = (id: ConstraintId, { constraints, samples }: Part): ConstraintColumns => {
  const known = constraints.find((entry) => entry.id === id);
  if (known !== undefined) return known;
  const filled = (value: number): Float64Array => new Float64Array(samples).fill(value);
  const fresh = { id, capacity: filled(Number.NaN), need: filled(Number.NaN), headroom: filled(Number.POSITIVE_INFINITY), binds: 0 };
  constraints.push(fresh);
  return fresh;
};

/**
 * Evaluates the chain on draws of every uncertain lever.
 *
 * @throws RangeError where `samples` is not a positive whole number
 */
export const sampleScenario = (
  scenario: ResolvedScenario,
  { samples, ...options }: DrawOptions & { readonly samples: number },
): SampledScenario => {
  if (!Number.isInteger(samples) || samples < 1) throw new RangeError(`samples must be a positive whole number, not ${samples}`);
  return prepareSamples(scenario, options)(0, samples);
};

/** A whole run that is put together from its parts. */
export interface JoinedSamples {
  /** Copies a part to its place; the part may then be thrown away. Parts may come in any order. */
  readonly add: (from: number, part: SampledScenario) => void;
  /** The whole, once every part was added. */
  readonly finish: () => SampledScenario;
}

/** Columns of a whole run, each there as soon as a part has it; a part without it leaves what stands for absence. */
const wholeColumns = <Id extends string>(samples: number, absent: number) => {
  const columns = new Map<Id, Float64Array>();
  const add = (from: number, part: ReadonlyMap<Id, Float64Array>): void => {
    for (const [id, values] of part) {
      let whole = columns.get(id);
      if (whole === undefined) {
        whole = new Float64Array(samples).fill(absent);
        columns.set(id, whole);
      }
      whole.set(values, from);
    }
  };
  const inOrder = (order: Iterable<Id>): ReadonlyMap<Id, Float64Array> =>
    new Map(
      [...order].flatMap((id) => {
        const found = columns.get(id);
        return found === undefined ? [] : [[id, found] as const];
      }),
    );
  return { add, inOrder };
};

/**
 * Puts a run together while its parts are made: the memory of each is free as soon as it has come, and nothing is left to be done at
 * the end.
 *
 * @param samples of the whole run
 * @param options what decided its draws
 */
export const joinSamples = (samples: number, { seed, points = 'philox' }: Pick<DrawOptions, 'seed' | 'points'>): JoinedSamples => {
  const whole = {
    metrics: wholeColumns<string>(samples, Number.NaN),
    capacity: wholeColumns<ConstraintId>(samples, Number.NaN),
    need: wholeColumns<ConstraintId>(samples, Number.NaN),
    headroom: wholeColumns<ConstraintId>(samples, Number.POSITIVE_INFINITY),
  };
  const counts: { readonly from: number; readonly ids: readonly ConstraintId[]; readonly binds: SampledScenario['binds'] }[] = [];
  let feasible = 0;
  return {
    add: (from, part) => {
      for (const kind of ['metrics', 'capacity', 'need', 'headroom'] as const)
        whole[kind].add(from, part[kind] as ReadonlyMap<ConstraintId, Float64Array>);
      counts.push({ from, ids: [...part.headroom.keys()], binds: part.binds });
      feasible += part.feasible;
    },
    finish: () => {
      // In the order of the samples, whatever the order in which the parts came.
      const ordered = counts.toSorted((a, b) => a.from - b.from);
      const ids = new Set(ordered.flatMap((entry) => entry.ids));
      const binds = new Map<ConstraintId, number>();
      for (const entry of ordered) for (const [id, count] of entry.binds) binds.set(id, (binds.get(id) ?? 0) + count);
      return {
        samples,
        seed,
        points,
        metrics: whole.metrics.inOrder(metrics.map(({ path }) => path)),
        capacity: whole.capacity.inOrder(ids),
        need: whole.need.inOrder(ids),
        headroom: whole.headroom.inOrder(ids),
        binds,
        feasible,
      };
    },
  };
};
