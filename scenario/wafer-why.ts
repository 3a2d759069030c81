import type { Grade } from '#catalog';
import type { UnitId } from '#quantity';
import { quantile } from '#uncertainty';
import { sourcesOf } from './stated-fact.ts';
import type { WaferParameter } from './wafer-model.ts';

/** One input of a figure: what it is, and the figure with it at either end of its interval. */
export interface WaferWhyInput {
  readonly fact: string;
  readonly unit: UnitId;
  readonly value: number;
  readonly p5: number;
  readonly p95: number;
  readonly grade: Grade;
  readonly sources: readonly string[];
  /** The figure with this input at its 5% and 95% point, all others at their medians. */
  readonly low: number;
  readonly high: number;
}

export interface MovedInput {
  readonly parameters: readonly WaferParameter[];
  /** Medians of the parameters, in their order. */
  readonly medians: ArrayLike<number>;
  /** The figure for given values of all parameters; undefined where it is none. */
  readonly read: (values: Float64Array) => number | undefined;
}

/** The ends of the usual interval. */
const ends = [0.05, 0.95] as const;
/** Inputs that are certain are nudged, only to tell whether the figure rests on them. */
const nudge = 1.01;

/**
 * The inputs that a figure rests on, those that move it most first: each at the ends of its interval, the others at their
 * medians.
 *
 * @param input inputs of the figure, their medians, and the figure as a function of their values
 */
export const movingInputs = ({ parameters, medians, read }: MovedInput): readonly WaferWhyInput[] => {
  const values = Float64Array.from(medians);
  const base = read(values);
  if (base === undefined) return [];
  const readAt = (place: number, value: number): number => {
    values[place] = value;
    const found = read(values);
    values[place] = medians[place] as number;
    return found ?? Number.NaN;
  };
  return parameters
    .flatMap(({ path, unit, distribution, selected }, place): readonly WaferWhyInput[] => {
      const value = medians[place] as number;
      const certain = distribution.kind === 'point';
      const [p5, p95] = certain ? [value, value] : [quantile(distribution, ends[0]), quantile(distribution, ends[1])];
      const low = certain ? base : readAt(place, p5);
      const high = certain ? base : readAt(place, p95);
      if (certain ? readAt(place, value * nudge) === base : low === base && high === base) return [];
      const sources = sourcesOf(selected);
      return [{ fact: path, unit, value, p5, p95, grade: selected.grade, sources, low, high }];
    })
    .sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
};
