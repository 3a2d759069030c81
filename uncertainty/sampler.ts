import type { Distribution } from '#quantity';
import { correlatedGroups, correlationMatrix, type RankCorrelation, triangleOf } from './correlation.ts';
import { cdf, survival } from './evaluate.ts';
import { HALTON_DIMENSIONS, haltonColumn } from './halton.ts';
import { law } from './law.ts';
import { type Law, quantileOf } from './law-types.ts';
import { normalLaw } from './normal-laws.ts';
import { mapNormalCdf } from './normal-table.ts';
import { parameterKey } from './parameter-key.ts';
import { demandIndex, eightUniforms, highWord } from './philox.ts';
import { type QuantileTable, quantileTable } from './quantile-table.ts';
import { mix } from './scramble.ts';
import { sobolColumn } from './sobol.ts';
import { SOBOL_DIMENSIONS } from './sobol-numbers.ts';

/**
 * Draws of samples below this are quantiles themselves: tables pay only for more. The form depends on the sample index
 * alone, so that no draw changes with how many others are asked for.
 */
const DIRECT_SAMPLES = 1024;

/** Where the points of the unit cube come from. */
export type Points = 'philox' | 'sobol' | 'halton';

/** Sources of points, in the order in which they are offered. */
export const pointKinds: readonly Points[] = ['philox', 'sobol', 'halton'];

/** An uncertain input. `low` and `high` are the hard range of its lever: draws are conditioned on it. */
export interface Parameter {
  readonly path: string;
  readonly distribution: Distribution;
  readonly low?: number;
  readonly high?: number;
  /** Which coordinate of Sobol or Halton points it takes; its place in the list where that is left out. */
  readonly dimension?: number;
}

/** What a sampler is made of. */
export interface SamplerOptions {
  /** An integer from 0 to 2^53 - 1. */
  readonly seed: number;
  readonly parameters: readonly Parameter[];
  /** Independent draws (Philox) where it is left out; low-discrepancy points, scrambled, otherwise. */
  readonly points?: Points;
  /** Pairs whose ranks go together; all others are independent. */
  readonly correlations?: readonly RankCorrelation[];
  /**
   * Inputs that are certain here and could be drawn elsewhere. They keep their part in what is correlated: whether such an input is
   * pinned or not changes no draw of another.
   */
  readonly certain?: readonly Required<Pick<Parameter, 'path' | 'dimension'>>[];
}

/** Draws of a list of parameters. Each is a pure function of seed, sample index and parameter path. */
export interface Sampler {
  readonly seed: number;
  readonly paths: readonly string[];
  /** Writes one draw of every parameter, in the order of `paths`. Cheapest for consecutive samples. */
  fill(sampleIndex: number, out: Float64Array): void;
  /** Writes draws of one parameter for as many consecutive samples as `out` holds. */
  column(parameterIndex: number, from: number, out: Float64Array): void;
}

/**
 * The distribution that a parameter is drawn from: its own, conditioned on the hard range of its lever.
 *
 * @param parameter an uncertain input
 */
export function conditioned(parameter: Parameter): Distribution {
  const { distribution, low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = parameter;
  // Where no probability lies outside there is nothing to condition on: a support may reach to where no draw goes.
  const outside = cdf(distribution, low) > 0 || survival(distribution, high) > 0;
  return outside ? { kind: 'truncated', of: distribution, low, high } : distribution;
}

/** What one parameter is drawn with. */
interface Drawn {
  readonly law: Law;
  readonly table: QuantileTable;
}

/** Laws and their tables by distribution and hard range: a slider asks for the same ones again and again. */
const prepared = new WeakMap<Distribution, Map<string, Drawn>>();

function drawnFrom(parameter: Parameter): Drawn {
  const { distribution, low, high } = parameter;
  const known = prepared.get(distribution) ?? new Map<string, Drawn>();
  prepared.set(distribution, known);
  const range = `${low}..${high}`;
  const found = known.get(range);
  if (found !== undefined) return found;
  const own = law(conditioned(parameter));
  const fresh = { law: own, table: quantileTable(own) };
  known.set(range, fresh);
  return fresh;
}

/** What ties a parameter to those before it: which they are, and the row of the triangle. */
interface Tie {
  readonly members: readonly number[];
  readonly weights: Float64Array;
}

function tiesOf(
  paths: readonly string[],
  dimensions: readonly number[],
  correlations: readonly RankCorrelation[],
): ReadonlyMap<number, Tie> {
  const ties = new Map<number, Tie>();
  const inOrder = paths.map((_, index) => index).sort((a, b) => (dimensions[a] as number) - (dimensions[b] as number));
  const ordered = inOrder.map((index) => paths[index] as string);
  for (const group of correlatedGroups(ordered, correlations)) {
    const triangle = triangleOf(correlationMatrix(group, correlations));
    if (triangle === undefined) throw new RangeError(`the correlations of ${group.join(', ')} contradict each other`);
    const members = group.map((path) => paths.indexOf(path));
    triangle.forEach((weights, place) => {
      if (place > 0) ties.set(members[place] as number, { members: members.slice(0, place + 1), weights });
    });
  }
  return ties;
}

const LEAST = 2 ** -53;

/** Quantiles of the standard normal law: what ties ranks together. */
const scoresOfRanks = quantileTable(normalLaw(0, 1));

/**
 * A sampler of parameters.
 *
 * Adding, removing or reordering parameters, the order in which samples are asked for, and the number of
 * workers that share the work change no draw of Philox points. Sobol and Halton points keep that promise where each parameter
 * states its `dimension`; one beyond their dimensions gets Philox points. Of parameters whose ranks are correlated the first, by its
 * dimension, keeps the draw that it would have alone, the others follow by a Gaussian copula.
 *
 * @param options seed, points, parameters whose `conditioned` distributions `validate` accepts, and correlations
 * @throws when the seed is out of range, two parameters have one key, or correlations contradict each other
 */
export function createSampler(options: SamplerOptions): Sampler {
  return new Draws(options);
}

/** Normal scores of a parameter for some consecutive samples. */
interface Scores {
  from: number;
  readonly values: Float64Array;
}

// A class: closures are compiled anew for each sampler once the last one is gone, methods for good.
class Draws implements Sampler {
  readonly seed: number;
  readonly paths: readonly string[];
  readonly #points: Points;
  readonly #seedLow: number;
  readonly #seedHigh: number;
  readonly #drawn: readonly Drawn[];
  readonly #keyHigh: Int32Array;
  readonly #keyLow: Int32Array;
  readonly #dimensions: readonly number[];
  readonly #scrambles: readonly number[];
  readonly #ties: ReadonlyMap<number, Tie>;
  /** Scores of the samples that were asked for last: all that are tied to a parameter want the same. */
  readonly #scored = new Map<number, Scores>();
  /** Independent draws of eight samples of which not all are wanted. */
  readonly #edge = new Float64Array(8);
  /** The values of eight consecutive samples of each parameter, and which eight. */
  readonly #eights: readonly Float64Array[];
  #kept = -1;

  constructor({ seed, parameters, points = 'philox', correlations = [], certain = [] }: SamplerOptions) {
    demandIndex(seed, 'seed');
    this.seed = seed;
    this.#seedLow = seed | 0;
    this.#seedHigh = highWord(seed) | 0;
    this.#points = points;
    this.paths = parameters.map(({ path }) => path);
    this.#drawn = parameters.map(drawnFrom);
    const all = [...this.paths, ...certain.map(({ path }) => path)];
    const keys = all.map(parameterKey);
    const seen = new Set(keys.map(([hi, lo]) => `${hi}:${lo}`));
    if (seen.size < keys.length) throw new RangeError(`parameter paths must differ: ${all.join(', ')}`);
    this.#keyHigh = Int32Array.from(keys, ([hi]) => hi);
    this.#keyLow = Int32Array.from(keys, ([, lo]) => lo);
    this.#dimensions = [...parameters, ...certain].map(({ dimension }, index) => dimension ?? index);
    this.#scrambles = keys.map(([hi, lo]) => mix(mix(lo, this.#seedLow), mix(hi, this.#seedHigh)));
    this.#ties = tiesOf(all, this.#dimensions, correlations);
    this.#eights = parameters.map(() => new Float64Array(8));
  }

  column(parameter: number, from: number, out: Float64Array): void {
    const own = this.#drawn[parameter];
    if (own === undefined) throw new RangeError(`no parameter ${parameter} among ${this.#drawn.length}`);
    demandIndex(from, 'sample index');
    const tie = this.#ties.get(parameter);
    if (tie === undefined) this.#uniforms(parameter, from, out);
    else this.#tied(tie, from, out);
    const direct = Math.min(out.length, Math.max(0, DIRECT_SAMPLES - from));
    for (let i = 0; i < direct; i++) out[i] = quantileOf(own.law, out[i] as number);
    own.table.map(out, direct, out.length);
  }

  fill(sampleIndex: number, out: Float64Array): void {
    demandIndex(sampleIndex, 'sample index');
    const place = sampleIndex % 8;
    const group = (sampleIndex - place) / 8;
    const eights = this.#eights;
    if (group !== this.#kept) {
      for (let i = 0; i < eights.length; i++) this.column(i, 8 * group, eights[i] as Float64Array);
      this.#kept = group;
    }
    for (let i = 0; i < eights.length; i++) out[i] = (eights[i] as Float64Array)[place] as number;
  }

  /** Writes independent uniforms of consecutive samples. */
  #uniforms(parameter: number, from: number, out: Float64Array): void {
    const dimension = this.#dimensions[parameter] as number;
    const points = this.#points;
    if (points === 'sobol' && dimension < SOBOL_DIMENSIONS) return sobolColumn(out, from, dimension, this.#scrambles[parameter] as number);
    if (points === 'halton' && dimension < HALTON_DIMENSIONS)
      return haltonColumn(out, from, dimension, this.#scrambles[parameter] as number);
    const low = this.#keyLow[parameter] as number;
    const high = this.#keyHigh[parameter] as number;
    const edge = this.#edge;
    const size = out.length;
    let group = Math.floor(from / 8);
    // Not -(from % 8): a minus zero would make the index a double, at three times the cost.
    for (let i = 0 - (from % 8); i < size; i += 8, group += 1) {
      if (i >= 0 && i + 8 <= size) {
        eightUniforms(out, i, group, low, high, this.#seedLow, this.#seedHigh);
      } else {
        eightUniforms(edge, 0, group, low, high, this.#seedLow, this.#seedHigh);
        for (let k = Math.max(0, -i); k < Math.min(8, size - i); k++) out[i + k] = edge[k] as number;
      }
    }
  }

  /** Writes uniforms of a parameter that is tied to others. */
  #tied({ members, weights }: Tie, from: number, out: Float64Array): void {
    out.fill(0);
    for (const [place, member] of members.entries()) {
      const weight = weights[place] as number;
      if (weight === 0) continue;
      const scores = this.#scores(member, from, out.length);
      for (let i = 0; i < scores.length; i++) out[i] = (out[i] as number) + weight * (scores[i] as number);
    }
    mapNormalCdf(out);
    for (let i = 0; i < out.length; i++) out[i] = Math.min(1 - LEAST, Math.max(LEAST, out[i] as number));
  }

  #scores(parameter: number, from: number, size: number): Float64Array {
    const known = this.#scored.get(parameter);
    if (known?.from === from && known.values.length === size) return known.values;
    const own = known?.values.length === size ? known : { from, values: new Float64Array(size) };
    own.from = from;
    this.#scored.set(parameter, own);
    this.#uniforms(parameter, from, own.values);
    scoresOfRanks.map(own.values, 0, size);
    return own.values;
  }
}
