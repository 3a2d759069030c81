import { type AntennaChannel, type Antennas, channelGram, luFactor, luSolve, multiply, qrFactor, qrFormQ } from '#analog';
import { quantile } from '#uncertainty';
import { draws } from './draws.ts';

/** A drawn system. */
export interface DrawnSystem {
  readonly matrix: Float64Array;
  readonly rightSide: Float64Array;
  readonly solution: Float64Array;
  /** Its complex channel, real and imaginary part in turn, where the matrix comes from antennas. */
  readonly channel?: Float64Array;
}

/**
 * The antennas that the name of a family states.
 *
 * @param family such as `mimo128x8`
 */
export function antennasOf(family: string): Antennas | undefined {
  const match = /^mimo(\d+)x(\d+)$/.exec(family);
  return match === null ? undefined : { receive: Number(match[1]), transmit: Number(match[2]) };
}

/** The Gram matrix of a tall normal matrix, by the factor that Bartlett gives it: the same law for a fraction of the draws. */
const gram = (n: number, ratio: number, trial: number): Float64Array => {
  const rows = Math.round(ratio * n);
  const z = draws('normal', `gram ${ratio} ${n}`, trial, n * n);
  const u = draws('uniform', `gram ${ratio} ${n}`, trial, n);
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) factor[i * n + j] = z[i * n + j] as number;
    factor[i * n + i] = Math.sqrt(quantile({ kind: 'gamma', shape: (rows - i) / 2, scale: 2 }, u[i] as number));
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k <= j; k++) sum += (factor[i * n + k] as number) * (factor[j * n + k] as number);
      out[i * n + j] = out[j * n + i] = sum / rows;
    }
  }
  return out;
};

/** A symmetric matrix of a given condition, with logarithmically spaced eigenvalues in random directions. */
const definite = (n: number, condition: number, trial: number): Float64Array => {
  const a = draws('normal', `definite ${n}`, trial, n * n);
  const tau = new Float64Array(n);
  qrFactor(a, n, n, tau);
  const q = new Float64Array(n * n);
  qrFormQ(a, n, n, tau, q);
  const scaled = new Float64Array(n * n);
  const transposed = new Float64Array(n * n);
  const values = Float64Array.from({ length: n }, (_, j) => (n === 1 ? 1 : condition ** (-j / (n - 1))));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      scaled[i * n + j] = (q[i * n + j] as number) * (values[j] as number);
      transposed[j * n + i] = q[i * n + j] as number;
    }
  }
  const out = new Float64Array(n * n);
  multiply(scaled, transposed, out, n, n, n);
  return out;
};

const dominant = (n: number, trial: number): Float64Array => {
  const out = draws('centred', `dominant ${n}`, trial, n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = (out[i * n + i] as number) + Math.sqrt(n);
  return out;
};

/**
 * A channel of independent complex normal paths: real parts, then imaginary parts, each receive x transmit, row by row.
 *
 * @param antennas how many of either side
 * @param trial which trial
 */
export function drawChannel(antennas: Antennas, trial: number): AntennaChannel {
  const { receive, transmit } = antennas;
  const count = receive * transmit;
  const z = draws('normal', `channel ${receive}x${transmit}`, trial, 2 * count);
  const scale = 1 / Math.sqrt(2 * receive);
  for (let i = 0; i < z.length; i++) z[i] = (z[i] as number) * scale;
  return { re: z.subarray(0, count), im: z.subarray(count) };
}

const matrixOf = (family: string, n: number, trial: number): Float64Array | undefined => {
  const ratio = /^gram_r(\d+(?:\.\d+)?)$/.exec(family);
  if (ratio !== null) return gram(n, Number(ratio[1]), trial);
  const condition = /^spd(\d+(?:\.\d+)?(?:e\d+)?)$/.exec(family);
  if (condition !== null) return definite(n, Number(condition[1]), trial);
  if (family === 'uni') return dominant(n, trial);
  const antennas = antennasOf(family);
  return antennas === undefined || 2 * antennas.transmit !== n ? undefined : channelGram(antennas, drawChannel(antennas, trial));
};

/** The systems of the last family and size: rows of a table come in runs of one. */
let kept: { readonly key: string; readonly systems: DrawnSystem[] } = { key: '', systems: [] };

/**
 * A system of a named family, the same whenever it is asked for; undefined where the family is unknown.
 *
 * @param family name as the tables write it
 * @param n rows
 * @param trial which trial
 */
export function drawSystem(family: string, n: number, trial: number): DrawnSystem | undefined {
  const key = `${family} ${n}`;
  if (kept.key !== key) kept = { key, systems: [] };
  const known = kept.systems[trial];
  if (known !== undefined) return known;
  const matrix = matrixOf(family, n, trial);
  if (matrix === undefined) return undefined;
  const rightSide = draws('centred', `right side ${key}`, trial, n);
  const system = { matrix, rightSide, solution: solved(matrix, rightSide) };
  kept.systems[trial] = system;
  return system;
}

/**
 * Solves a small system as well as doubles can.
 *
 * @param matrix the matrix, row by row
 * @param rightSide right-hand side
 */
export function solved(matrix: Float64Array, rightSide: Float64Array): Float64Array {
  const n = rightSide.length;
  const factors = matrix.slice();
  const pivots = new Int32Array(n);
  luFactor(factors, n, pivots);
  const out = rightSide.slice();
  luSolve(factors, n, pivots, out);
  return out;
}
