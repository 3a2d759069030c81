import type { Distribution } from '#quantity';
import { cdf, survival } from './evaluate.ts';
import { law } from './law.ts';
import { type Law, quantileOf } from './law-types.ts';
import { parameterKey } from './parameter-key.ts';
import { demandIndex, eightUniforms, highWord } from './philox.ts';
import { type QuantileTable, quantileTable } from './quantile-table.ts';

/**
 * Draws of samples below this are quantiles themselves: tables pay only for more. The form depends on the sample index
 * alone, so that no draw changes with how many others are asked for.
 */
const DIRECT_SAMPLES = 4096;

/** An uncertain input. `low` and `high` are the hard range of its lever: draws are conditioned on it. */
export interface Parameter {
  readonly path: string;
  readonly distribution: Distribution;
  readonly low?: number;
  readonly high?: number;
}

/** What a sampler is made of. */
export interface SamplerOptions {
  /** An integer from 0 to 2^53 - 1. */
  readonly seed: number;
  readonly parameters: readonly Parameter[];
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

/**
 * A sampler of independent parameters.
 *
 * Adding, removing or reordering parameters, the order in which samples are asked for, and the number of
 * workers that share the work change no draw.
 *
 * @param options seed and parameters, whose `conditioned` distributions `validate` accepts
 * @throws when the seed is out of range or two parameters have one key
 */
export function createSampler(options: SamplerOptions): Sampler {
  demandIndex(options.seed, 'seed');
  const seedLow = options.seed | 0;
  const seedHigh = highWord(options.seed) | 0;
  const paths = options.parameters.map(({ path }) => path);
  const laws = options.parameters.map((parameter) => law(conditioned(parameter)));
  const tables = laws.map(quantileTable);
  const keys = paths.map(parameterKey);
  const keyHigh = Int32Array.from(keys, ([hi]) => hi);
  const keyLow = Int32Array.from(keys, ([, lo]) => lo);
  const seen = new Set(keys.map(([hi, lo]) => `${hi}:${lo}`));
  if (seen.size < keys.length) throw new RangeError(`parameter paths must differ: ${paths.join(', ')}`);
  const count = paths.length;
  // The values of eight consecutive samples, eight of one parameter after another.
  const eights = new Float64Array(8 * count);
  let kept = -1;

  /** Turns uniforms of consecutive samples into draws of a parameter. */
  const transform = (parameter: number, sampleIndex: number, values: Float64Array, from: number, to: number): void => {
    const known = laws[parameter] as Law;
    const direct = Math.min(to, from + Math.max(0, DIRECT_SAMPLES - sampleIndex));
    for (let i = from; i < direct; i++) values[i] = quantileOf(known, values[i] as number);
    (tables[parameter] as QuantileTable).map(values, direct, to);
  };

  const fill = (sampleIndex: number, out: Float64Array): void => {
    demandIndex(sampleIndex, 'sample index');
    const place = sampleIndex % 8;
    const group = (sampleIndex - place) / 8;
    if (group !== kept) {
      for (let i = 0; i < count; i++) {
        eightUniforms(eights, 8 * i, group, keyLow[i] as number, keyHigh[i] as number, seedLow, seedHigh);
        transform(i, 8 * group, eights, 8 * i, 8 * i + 8);
      }
      kept = group;
    }
    for (let i = 0; i < count; i++) out[i] = eights[8 * i + place] as number;
  };

  const edge = new Float64Array(8);
  const column = (parameterIndex: number, from: number, out: Float64Array): void => {
    if (laws[parameterIndex] === undefined) throw new RangeError(`no parameter ${parameterIndex} among ${count}`);
    demandIndex(from, 'sample index');
    const low = keyLow[parameterIndex] as number;
    const high = keyHigh[parameterIndex] as number;
    const size = out.length;
    let group = Math.floor(from / 8);
    // Not -(from % 8): a minus zero would make the index a double, at three times the cost.
    for (let i = 0 - (from % 8); i < size; i += 8, group += 1) {
      if (i >= 0 && i + 8 <= size) {
        eightUniforms(out, i, group, low, high, seedLow, seedHigh);
      } else {
        eightUniforms(edge, 0, group, low, high, seedLow, seedHigh);
        for (let k = Math.max(0, -i); k < Math.min(8, size - i); k++) out[i + k] = edge[k] as number;
      }
    }
    transform(parameterIndex, from, out, 0, size);
  };
  return { seed: options.seed, paths, fill, column };
}
