import type { Distribution } from '#quantity';
import { compileTable, support } from './evaluate.ts';
import { parameterKey } from './parameter-key.ts';
import { demandIndex, eightUniforms, highWord } from './philox.ts';
import type { QuantileTable } from './quantile-table.ts';

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
  const [from, to] = support(distribution);
  return from >= low && to <= high ? distribution : { kind: 'truncated', of: distribution, low, high };
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
  const tables = options.parameters.map((parameter) => compileTable(conditioned(parameter)));
  const keys = paths.map(parameterKey);
  const keyHigh = Int32Array.from(keys, ([hi]) => hi);
  const keyLow = Int32Array.from(keys, ([, lo]) => lo);
  const seen = new Set(keys.map(([hi, lo]) => `${hi}:${lo}`));
  if (seen.size < keys.length) throw new RangeError(`parameter paths must differ: ${paths.join(', ')}`);
  const count = paths.length;
  // The values of eight consecutive samples, eight of one parameter after another.
  const eights = new Float64Array(8 * count);
  let kept = -1;

  const fill = (sampleIndex: number, out: Float64Array): void => {
    demandIndex(sampleIndex, 'sample index');
    const place = sampleIndex % 8;
    const group = (sampleIndex - place) / 8;
    if (group !== kept) {
      for (let i = 0; i < count; i++) {
        eightUniforms(eights, 8 * i, group, keyLow[i] as number, keyHigh[i] as number, seedLow, seedHigh);
        (tables[i] as QuantileTable).map(eights, 8 * i, 8 * i + 8);
      }
      kept = group;
    }
    for (let i = 0; i < count; i++) out[i] = eights[8 * i + place] as number;
  };

  const edge = new Float64Array(8);
  const column = (parameterIndex: number, from: number, out: Float64Array): void => {
    const table = tables[parameterIndex];
    if (table === undefined) throw new RangeError(`no parameter ${parameterIndex} among ${count}`);
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
    table.map(out, 0, size);
  };
  return { seed: options.seed, paths, fill, column };
}
