import {
  type AntennaChannel,
  type Antennas,
  amplitudeOf,
  blockCounts,
  blockInverse,
  channelGram,
  choleskyFactor,
  choleskySolve,
  contraction,
  matchedFilter,
  type Residual,
  received,
  refine,
  regular,
  slicedMultiplier,
  sliceMatrix,
  wrongBits,
} from '#analog';
import type { Distribution } from '#quantity';
import { createSampler, type Sampler } from '#uncertainty';

/** A detection experiment. */
export interface AnalogMimoOptions extends Antennas {
  /** Size of the constellation, a square. */
  readonly order: number;
  /** Signal over noise of each user after the gain of the array, dB. */
  readonly snrs: readonly number[];
  readonly leaf: number;
  readonly cellBits: number;
  readonly writeError: number;
  readonly gain: number;
  readonly converterBits: number;
  /** The arrays of the precise product that give residuals; in double precision where they are left out. */
  readonly slices?: { readonly error: number; readonly rowsActive: number };
  readonly cycles: number;
  readonly channels: number;
  /** Symbol vectors on each channel. */
  readonly vectors: number;
  readonly seed: number;
}

export interface DetectionRow {
  readonly snr: number;
  /** Bit error rate after each cycle. */
  readonly cycles: readonly number[];
  /** Of the exact solution, computed in single and in double precision. */
  readonly single: number;
  readonly double: number;
  /** First cycle whose errors differ from those of single precision by no more than chance. */
  readonly equalFrom: number | undefined;
}

export interface AnalogMimo {
  readonly schema: 'chokepoint/analog-mimo/1';
  readonly options: AnalogMimoOptions;
  readonly radius: number;
  /** Share of the channels that diverge. */
  readonly diverging: number;
  /** Bits sent at each signal over noise. */
  readonly bits: number;
  readonly rows: readonly DetectionRow[];
}

/** Two-sided 95% point of the normal law. */
const beyondChance = 1.959963984540054;

const laws: Readonly<Record<'normal' | 'uniform', Distribution>> = {
  normal: { kind: 'normal', mean: 0, sd: 1 },
  uniform: { kind: 'uniform', low: 0, high: 1 },
};

/** The exact solution in single precision: factors and solutions rounded after every operation. */
const singleSolve = (matrix: Float64Array, n: number): ((b: Float64Array) => Float64Array) => {
  const l = new Float32Array(matrix);
  const round = Math.fround;
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) {
      const factor = l[j * n + k] as number;
      for (let i = j; i < n; i++) l[i * n + j] = round((l[i * n + j] as number) - round((l[i * n + k] as number) * factor));
    }
    const pivot = round(Math.sqrt(l[j * n + j] as number));
    for (let i = j; i < n; i++) l[i * n + j] = round((l[i * n + j] as number) / pivot);
  }
  return (b) => {
    const x = new Float32Array(b);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) x[i] = round((x[i] as number) - round((l[i * n + j] as number) * (x[j] as number)));
      x[i] = round((x[i] as number) / (l[i * n + i] as number));
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j < n; j++) x[i] = round((x[i] as number) - round((l[j * n + i] as number) * (x[j] as number)));
      x[i] = round((x[i] as number) / (l[i * n + i] as number));
    }
    return Float64Array.from(x);
  };
};

/** Bits of the matrix in slices: those of single precision. */
const matrixBits = 24;

/** How the residuals of one channel are worked out. */
const residualOf = (
  { slices, cellBits: levelBits, converterBits }: AnalogMimoOptions,
  matrix: Float64Array,
  n: number,
  normals: (count: number) => Float64Array,
): Residual => {
  if (slices === undefined) return { by: 'exact' };
  const cellBits = Math.max(1, Math.floor(levelBits));
  const sliced = sliceMatrix({
    matrix,
    rows: n,
    columns: n,
    matrixBits,
    cellBits,
    writeError: slices.error,
    normals: slices.error === 0 ? new Float64Array(0) : normals(Math.ceil(matrixBits / cellBits) * n * n),
  });
  const rowsActive = Math.min(n, slices.rowsActive);
  return { by: 'slices', matrix: sliced, multiplier: slicedMultiplier(sliced, { inputBits: converterBits, dacBits: 1, rowsActive }) };
};

/**
 * Sends symbols through random channels and detects them by refinement on the chip, cycle by cycle, beside exact detection
 * in single and double precision.
 *
 * @param options antennas, constellation, chip and draws
 * @param heard hears how many channels are done
 */
export function buildAnalogMimo(options: AnalogMimoOptions, heard: (done: number) => void = () => {}): AnalogMimo {
  const { receive, transmit, order, snrs, vectors, channels, cycles, leaf, cellBits, writeError, gain, converterBits, seed } = options;
  const n = 2 * transmit;
  const levels = Math.round(Math.sqrt(order));
  const samplers = new Map<string, Sampler>();
  const draws = (law: 'normal' | 'uniform', purpose: string, trial: number, count: number): Float64Array => {
    const path = `${law} ${purpose}`;
    const sampler = samplers.get(path) ?? createSampler({ seed, parameters: [{ path, distribution: laws[law] }] });
    samplers.set(path, sampler);
    const out = new Float64Array(count);
    sampler.column(0, trial * count, out);
    return out;
  };
  const wrong = snrs.map(() => new Float64Array(cycles + 2));
  const radii: number[] = [];
  const { draws: cells } = blockCounts({ size: n, leaf });
  for (let trial = 0; trial < channels; trial++) {
    const count = receive * transmit;
    const gains = draws('normal', 'channel', trial, 2 * count).map((value) => value / Math.sqrt(2 * receive));
    const channel: AntennaChannel = { re: gains.subarray(0, count), im: gains.subarray(count) };
    const matrix = channelGram({ receive, transmit }, channel);
    const normals = writeError === 0 ? new Float64Array(0) : draws('normal', 'write', trial, cells);
    const realised = blockInverse({ matrix, size: n, leaf, cellBits, writeError, gain, normals });
    const factors = matrix.slice();
    // A channel so poor that nothing can be told from it; with random paths that does not happen.
    if (!realised.feasible || choleskyFactor(factors, n) !== regular) {
      radii.push(Number.POSITIVE_INFINITY);
      continue;
    }
    radii.push(contraction(matrix, realised.inverse, n));
    const residual = residualOf(options, matrix, n, (count) => draws('normal', 'slices', trial, count));
    const single = singleSolve(matrix, n);
    const symbols = draws('uniform', 'symbols', trial, vectors * n);
    const noises = draws('normal', 'noise', trial, vectors * 2 * receive);
    for (let v = 0; v < vectors; v++) {
      const sent = new Int8Array(n);
      const x = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        sent[i] = Math.floor(levels * (symbols[v * n + i] as number));
        x[i] = amplitudeOf(sent[i] as number, levels);
      }
      const clean = received({ receive, transmit }, channel, x);
      snrs.forEach((snr, at) => {
        const spread = Math.sqrt((10 ** (-snr / 10) * transmit) / receive / 2);
        const signal = clean.map((value, k) => value + spread * (noises[v * 2 * receive + k] as number));
        const rightSide = matchedFilter({ receive, transmit }, channel, signal);
        const solution = rightSide.slice();
        choleskySolve(factors, n, solution);
        const tally = wrong[at] as Float64Array;
        const count = (place: number, estimate: Float64Array): void => {
          tally[place] = (tally[place] as number) + wrongBits(estimate, sent, levels);
        };
        refine({
          size: n,
          matrix,
          inverse: realised.inverse,
          rightSide,
          solution,
          converterBits,
          cycles,
          residual,
          watch: (cycle, estimate) => count(cycle, estimate),
        });
        count(cycles, single(rightSide));
        count(cycles + 1, solution);
      });
    }
    heard(trial + 1);
  }
  const sound = radii.filter((radius) => Number.isFinite(radius)).length;
  const bits = sound * vectors * n * Math.log2(levels);
  const sorted = [...radii].sort((a, b) => a - b);
  return {
    schema: 'chokepoint/analog-mimo/1',
    options,
    radius: sorted[sorted.length >> 1] ?? Number.POSITIVE_INFINITY,
    diverging: radii.filter((radius) => radius >= 1).length / radii.length,
    bits,
    rows: snrs.map((snr, at) => {
      const tally = wrong[at] as Float64Array;
      const single = tally[cycles] as number;
      // The same bits through the same channels: where the counts differ, chance moves them by about the root of both.
      const alike = (count: number): boolean => count - single <= beyondChance * Math.sqrt(Math.max(1, count + single));
      const equal = Array.from({ length: cycles }, (_, cycle) => tally[cycle] as number).findIndex(alike);
      return {
        snr,
        cycles: Array.from(tally.subarray(0, cycles), (count) => count / bits),
        single: single / bits,
        double: (tally[cycles + 1] as number) / bits,
        equalFrom: equal < 0 ? undefined : equal + 1,
      };
    }),
  };
}
