import { type ConstraintId, evaluate } from '#model';
import { createSampler } from '#uncertainty';
import { levers } from './levers.ts';
import { metrics } from './metrics.ts';
import { type ResolvedScenario, toInput } from './resolve.ts';

/** Samples of one scenario: every metric and every headroom, draw by draw. */
export interface SampledScenario {
  readonly samples: number;
  readonly seed: number;
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

/** Draws of a lever are made so many at a time: half again as fast as one by one. */
const block = 1024;
const nothing = new Float64Array(0);

/** Levers of the scenario that are not certain, in the order of the registry. */
export const uncertainLevers = (scenario: ResolvedScenario): readonly string[] =>
  levers.filter(({ path }) => (scenario.levers.get(path)?.distribution.kind ?? 'point') !== 'point').map(({ path }) => path);

/**
 * Evaluates the chain on draws of every uncertain lever.
 *
 * Draw k of a lever depends on the seed, k and the path alone: the same in every scenario, whatever else is
 * uncertain in it, so that scenarios can be compared draw by draw.
 *
 * @throws RangeError where `samples` is not a positive whole number
 */
export const sampleScenario = (
  scenario: ResolvedScenario,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): SampledScenario => {
  if (!Number.isInteger(samples) || samples < 1) throw new RangeError(`samples must be a positive whole number, not ${samples}`);
  const input = toInput(scenario);
  const paths = uncertainLevers(scenario);
  const sampler = createSampler({
    seed,
    parameters: paths.flatMap((path) => {
      const resolved = scenario.levers.get(path);
      return resolved === undefined
        ? []
        : [{ path, distribution: resolved.distribution, low: resolved.lever.low, high: resolved.lever.high }];
    }),
  });
  // One record is written over for every draw: the chain keeps nothing of it.
  const groups = input as unknown as Record<string, Record<string, number>>;
  const slots = paths.map((path) => {
    const [group = '', name = ''] = path.split('.');
    return { group: groups[group] ?? {}, name };
  });
  const draws = paths.map(() => new Float64Array(Math.min(block, samples)));

  const columns = metrics.map((metric) => ({ metric, values: new Float64Array(samples).fill(Number.NaN), present: false }));
  const capacity = new Map<ConstraintId, Float64Array>();
  const need = new Map<ConstraintId, Float64Array>();
  const headroom = new Map<ConstraintId, Float64Array>();
  const binds = new Map<ConstraintId, number>();
  const column = (of: Map<ConstraintId, Float64Array>, id: ConstraintId, absent: number): Float64Array => {
    const known = of.get(id);
    if (known !== undefined) return known;
    const fresh = new Float64Array(samples).fill(absent);
    of.set(id, fresh);
    return fresh;
  };
  let feasible = 0;
  for (let sample = 0; sample < samples; sample++) {
    const place = sample % block;
    if (place === 0) for (let index = 0; index < draws.length; index++) sampler.column(index, sample, draws[index] ?? nothing);
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index];
      if (slot !== undefined) slot.group[slot.name] = draws[index]?.[place] ?? 0;
    }
    const outcome = evaluate(input);
    for (const entry of columns) {
      const value = entry.metric.read(outcome);
      if (value === undefined) continue;
      entry.values[sample] = value;
      entry.present = true;
    }
    for (const constraint of outcome.constraints) {
      column(capacity, constraint.id, Number.NaN)[sample] = constraint.capacity;
      column(need, constraint.id, Number.NaN)[sample] = constraint.need;
      column(headroom, constraint.id, Number.POSITIVE_INFINITY)[sample] = constraint.headroom;
    }
    if (outcome.neck !== undefined) binds.set(outcome.neck.id, (binds.get(outcome.neck.id) ?? 0) + 1);
    if (outcome.feasible) feasible++;
  }
  return {
    samples,
    seed,
    metrics: new Map(columns.filter(({ present }) => present).map(({ metric, values }) => [metric.path, values])),
    capacity,
    need,
    headroom,
    binds,
    feasible,
  };
};
