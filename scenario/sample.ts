import { type ChainInput, type ConstraintId, draftOutcome, evaluateInto, type Outcome } from '#model';
import { createSampler, type Points, type Sampler } from '#uncertainty';
import { leversUnder } from './behind.ts';
import { constraintKinds } from './constraints.ts';
import { levers } from './levers.ts';
import type { Metric } from './metric/metric.ts';
import { derivation, metricByPath, metrics } from './metrics.ts';
import { type ResolvedScenario, toInput } from './resolve.ts';
import { type ReadMetrics, readerOfMetrics, type WriteLevers, writerOfLevers } from './straight-line.ts';

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
const block = 1024;

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

/** What draws say of one constraint. */
export interface ConstraintColumns {
  readonly capacity: Float64Array;
  readonly need: Float64Array;
  readonly headroom: Float64Array;
}

/** What the draws of a run are written to. Where its memory is shared, several threads may each write a part of it. */
export interface RunColumns {
  readonly samples: number;
  /** Of the metrics that vary, in the order of the registry. */
  readonly metrics: readonly Float64Array[];
  /** Of constraints that arose, or may. */
  readonly constraints: Map<ConstraintId, ConstraintColumns>;
}

/** What a part of a run says besides what it wrote to the columns: samples `from` to `from + samples - 1`. */
export interface SamplePart {
  readonly from: number;
  readonly samples: number;
  /** Draws in which each constraint is the least of all, for those that arise at all; the columns of others were not touched. */
  readonly binds: ReadonlyMap<ConstraintId, number>;
  readonly feasible: number;
}

/** Where the constraint at one place of an outcome is written to. */
interface ConstraintPlace extends ConstraintColumns {
  readonly id: ConstraintId;
  binds: number;
}

/**
 * A scenario that is ready to be sampled, in any number of parts.
 *
 * Draw k of a lever depends on seed, k, points and the path alone: the same in every scenario, whatever else is
 * uncertain in it, so that scenarios can be compared draw by draw, and parts of a run may be made anywhere in any order.
 */
export interface PreparedSamples {
  /** Paths of the metrics that vary, in the order of their columns. */
  readonly varying: readonly string[];
  /**
   * Columns for a run. They hold nothing yet.
   *
   * @param samples draws of the whole run
   * @param shared whether other threads are to write to them
   */
  columns(samples: number, shared?: boolean): RunColumns;
  /**
   * Makes the samples from one index on, so many of them; the digits of each depend on its index alone.
   *
   * @throws RangeError where the columns have no place for them
   */
  draw(columns: RunColumns, from: number, samples: number): SamplePart;
  /**
   * Puts a run together, once all parts of it were made; they may come in any order.
   *
   * @throws RangeError where parts are missing, or lie over each other
   */
  finish(columns: RunColumns, parts: readonly SamplePart[]): SampledScenario;
}

/** Makes a scenario ready to be sampled. */
export const prepareSamples = (scenario: ResolvedScenario, options: DrawOptions): PreparedSamples => new Preparation(scenario, options);

// A class: closures are compiled anew for each run once the last one is gone, methods for good.
class Preparation implements PreparedSamples {
  readonly #seed: number;
  readonly #points: Points;
  /** One record is written over for every draw: the chain keeps nothing of it. */
  readonly #input: ChainInput;
  readonly #outcome = draftOutcome();
  readonly #wanted: readonly Metric[];
  readonly #varying: readonly Metric[];
  readonly #sampler: Sampler;
  /** Which parameters of the sampler are drawn, and a block of draws of each. */
  readonly #parameters: readonly number[];
  readonly #draws: readonly Float64Array[];
  readonly #write: WriteLevers;
  readonly #read: ReadMetrics;

  constructor(scenario: ResolvedScenario, options: DrawOptions) {
    const { seed, points = 'philox', only } = options;
    this.#seed = seed;
    this.#points = points;
    this.#input = toInput(scenario);
    this.#wanted = only === undefined ? metrics : metrics.filter(({ path }) => only.includes(path));
    const paths = uncertainLevers(scenario);
    this.#sampler = samplerOf(scenario, paths, options);
    // What is read of an outcome decides which levers are worth a draw; the draws themselves do not depend on it.
    const constrained = Object.values(constraintKinds).flatMap((kind) => [...kind.levers, ...kind.of]);
    const read = leversUnder([...this.#wanted.map(({ path }) => path), ...constrained], this.#input);
    const drawn = paths.filter((path) => read.has(path));
    this.#parameters = drawn.map((path) => paths.indexOf(path));
    this.#draws = drawn.map(() => new Float64Array(block));
    const moved = movedBy(paths, this.#input);
    this.#varying = this.#wanted.filter((metric) => moved.has(metric));
    this.#write = writerOfLevers(drawn);
    this.#read = readerOfMetrics(this.#varying);
  }

  columns(samples: number, shared = false): RunColumns {
    const columns: RunColumns = { samples, metrics: this.#varying.map(() => newColumn(samples, shared)), constraints: new Map() };
    // Threads cannot tell each other of a new one. Memory that nobody writes to costs nothing.
    if (shared) for (const id of Object.keys(constraintKinds)) constraintColumns(columns, id as ConstraintId, shared);
    return columns;
  }

  get varying(): readonly string[] {
    return this.#varying.map(({ path }) => path);
  }

  draw(columns: RunColumns, from: number, samples: number): SamplePart {
    if (!(from >= 0 && from + samples <= columns.samples && columns.metrics.length === this.#varying.length))
      throw new RangeError(`no place for samples ${from} to ${from + samples - 1} of ${this.#varying.length} metrics`);
    const [input, outcome, write, read] = [this.#input, this.#outcome, this.#write, this.#read];
    const end = from + samples;
    const places: ConstraintPlace[] = [];
    let feasible = 0;
    for (let start = from; start < end; start += block) {
      const size = Math.min(block, end - start);
      const draws = size === block ? this.#draws : this.#draws.map((column) => column.subarray(0, size));
      for (let index = 0; index < draws.length; index++)
        this.#sampler.column(this.#parameters[index] as number, start, draws[index] as Float64Array);
      for (let k = 0; k < size; k++) {
        write(input, draws, k);
        evaluateInto(input, outcome);
        read(outcome, columns.metrics, start + k);
        const { constraints } = outcome;
        for (let place = 0; place < constraints.length; place++) {
          const constraint = constraints[place] as Outcome['constraints'][number];
          let own = places[place];
          // A constraint mostly stands at the same place as in the draw before.
          if (own === undefined || own.id !== constraint.id) own = placeOf(constraint.id, places, columns, from, end);
          own.capacity[start + k] = constraint.capacity;
          own.need[start + k] = constraint.need;
          own.headroom[start + k] = constraint.headroom;
          if (constraint === outcome.neck) own.binds++;
        }
        if (outcome.feasible) feasible++;
      }
    }
    return { from, samples, binds: new Map(places.map(({ id, binds }) => [id, binds])), feasible };
  }

  finish(columns: RunColumns, parts: readonly SamplePart[]): SampledScenario {
    const { samples } = columns;
    // In the order of the samples, whatever the order in which the parts came.
    const ordered = parts.toSorted((a, b) => a.from - b.from);
    const made = ordered.reduce((end, part) => (part.from === end ? end + part.samples : Number.NaN), 0);
    if (made !== samples) throw new RangeError(`the parts do not make up ${samples} samples`);
    const ids = [...new Set(ordered.flatMap(({ binds }) => [...binds.keys()]))];
    const constraint = (id: ConstraintId): ConstraintColumns => {
      const own = columns.constraints.get(id) as ConstraintColumns;
      for (const part of ordered) if (!part.binds.has(id)) leaveOut(own, part.from, part.from + part.samples);
      return own;
    };
    const constraints = new Map(ids.map((id) => [id, constraint(id)]));
    const each = (part: keyof ConstraintColumns): ReadonlyMap<ConstraintId, Float64Array> =>
      new Map([...constraints].map(([id, own]) => [id, own[part]]));
    const binds = ids.map((id) => [id, ordered.reduce((sum, part) => sum + (part.binds.get(id) ?? 0), 0)] as const);
    return {
      samples,
      seed: this.#seed,
      points: this.#points,
      metrics: this.#metrics(columns),
      capacity: each('capacity'),
      need: each('need'),
      headroom: each('headroom'),
      binds: new Map(binds.filter(([, count]) => count > 0)),
      feasible: ordered.reduce((sum, part) => sum + part.feasible, 0),
    };
  }

  /** Every metric that is there, in the order of the registry: those that vary, and those that are the same in every outcome. */
  #metrics({ samples, metrics: varying }: RunColumns): ReadonlyMap<string, Float64Array> {
    const any = evaluateInto(this.#input, this.#outcome);
    const columns = new Map<string, Float64Array>();
    for (const metric of this.#wanted) {
      const drawn = varying[this.#varying.indexOf(metric)];
      const value = drawn === undefined ? metric.read(any) : undefined;
      if (drawn !== undefined && hasFigure(drawn)) columns.set(metric.path, drawn);
      else if (value !== undefined) columns.set(metric.path, new Float64Array(samples).fill(value));
    }
    return columns;
  }
}

const newColumn = (samples: number, shared: boolean): Float64Array =>
  shared ? new Float64Array(new SharedArrayBuffer(samples * Float64Array.BYTES_PER_ELEMENT)) : new Float64Array(samples);

/** The columns of a constraint, made where it is new to a run. */
export const constraintColumns = ({ samples, constraints }: RunColumns, id: ConstraintId, shared = false): ConstraintColumns => {
  const known = constraints.get(id);
  if (known !== undefined) return known;
  const fresh = { capacity: newColumn(samples, shared), need: newColumn(samples, shared), headroom: newColumn(samples, shared) };
  constraints.set(id, fresh);
  return fresh;
};

/** Writes that a constraint does not arise. */
const leaveOut = ({ capacity, need, headroom }: ConstraintColumns, from: number, end: number): void => {
  capacity.fill(Number.NaN, from, end);
  need.fill(Number.NaN, from, end);
  headroom.fill(Number.POSITIVE_INFINITY, from, end);
};

/** Where a part of a run writes a constraint; one that it had not yet is absent in all of the part so far. */
const placeOf = (id: ConstraintId, places: ConstraintPlace[], columns: RunColumns, from: number, end: number): ConstraintPlace => {
  const known = places.find((place) => place.id === id);
  if (known !== undefined) return known;
  const own = constraintColumns(columns, id);
  leaveOut(own, from, end);
  const fresh = { id, ...own, binds: 0 };
  places.push(fresh);
  return fresh;
};

const hasFigure = (column: Float64Array): boolean => {
  for (let k = 0; k < column.length; k++) if (!Number.isNaN(column[k])) return true;
  return false;
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
  return sampleSome(prepareSamples(scenario, options), samples);
};

/** The first draws of a scenario that is ready, so many of them. */
export const sampleSome = (prepared: PreparedSamples, samples: number): SampledScenario => {
  const columns = prepared.columns(samples);
  return prepared.finish(columns, [prepared.draw(columns, 0, samples)]);
};
