import { multiplyVector } from './dense/multiply.ts';
import { roundHalfEven } from './program-matrix.ts';
import type { SlicedMatrix, SlicedMultiplier } from './sliced-product.ts';

/** How the residual is worked out. */
export type Residual =
  /** In double precision: what a digital processor beside the chip would do. */
  | { readonly by: 'exact' }
  /** By the arrays themselves, slice by slice. */
  | { readonly by: 'slices'; readonly matrix: SlicedMatrix; readonly multiplier: SlicedMultiplier };

/** A system to be solved by refinement of a coarse inverse. */
export interface RefinementInput {
  /** Rows of the matrix. */
  readonly size: number;
  /** The matrix, row by row. */
  readonly matrix: Float64Array;
  /** The coarse inverse, row by row. */
  readonly inverse: Float64Array;
  readonly rightSide: Float64Array;
  /** What the solution is, to measure the error by. */
  readonly solution: Float64Array;
  /** Bits of magnitude of the converters around the inverse; 0 for none. The sliced product demands some. */
  readonly converterBits: number;
  /** Cycles at most. */
  readonly cycles: number;
  readonly residual: Residual;
  /** Standard deviation of an output of the inverse, as a share of it. */
  readonly readNoise?: number;
  /** Standard normal draws of the reading noise: cycles x size. */
  readonly normals?: Float64Array;
  /** Stops at this relative error. */
  readonly target?: number;
  /** Gives up at this relative error; never by itself. */
  readonly hopeless?: number;
  /** Sees the estimate after each cycle. */
  readonly watch?: (cycle: number, estimate: Float64Array) => void;
}

/** How a refinement went. */
export interface Refinement {
  /** Relative error after each cycle, as far as it went. */
  readonly errors: Float64Array;
  /** The last estimate. */
  readonly estimate: Float64Array;
  /** Share of the sums of the sliced product that were read wrongly. @unit 1 */
  readonly wrongCodes: number;
}

/**
 * Solves a system by refinement: a coarse inverse turns the residual into a correction, converters round both, and the
 * residual is taken at full precision.
 *
 * @equation x \leftarrow x + \hat d, \quad d = M \hat r, \quad r \leftarrow r - A \hat d
 * @param input system, inverse, converters and draws
 * @unit 1
 * @source pku-analog-solver abstract
 * @valid finite entries; the error grows without bound where the spectral radius of 1 - MA exceeds one
 */
export function refine(input: RefinementInput): Refinement {
  const {
    size: n,
    matrix,
    inverse,
    rightSide,
    solution,
    converterBits,
    cycles,
    residual,
    readNoise = 0,
    normals,
    target = 0,
    hopeless = Number.POSITIVE_INFINITY,
    watch,
  } = input;
  const x = new Float64Array(n);
  const r = rightSide.slice();
  const coarse = new Float64Array(n);
  const step = new Float64Array(n);
  const change = new Float64Array(n);
  const errors = new Float64Array(cycles);
  const size = norm(solution);
  let codes = 0;
  let wrong = 0;
  let done = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    roundToOwnMaximum(r, converterBits, coarse);
    multiplyVector(inverse, coarse, step, n, n);
    if (readNoise > 0 && normals !== undefined)
      for (let i = 0; i < n; i++) step[i] = (step[i] as number) * (1 + readNoise * (normals[cycle * n + i] as number));
    const unit = roundToBlock(step, converterBits);
    for (let i = 0; i < n; i++) x[i] = (x[i] as number) + (step[i] as number);
    if (residual.by === 'exact') {
      multiplyVector(matrix, step, change, n, n);
      for (let i = 0; i < n; i++) r[i] = (r[i] as number) - (change[i] as number);
    } else if (unit > 0) {
      for (let i = 0; i < n; i++) step[i] = (step[i] as number) / unit;
      const count = residual.multiplier.multiply(step, change);
      codes += count.codes;
      wrong += count.wrong;
      const weight = residual.matrix.unit * unit;
      for (let i = 0; i < n; i++) r[i] = (r[i] as number) - (change[i] as number) * weight;
    }
    errors[cycle] = distance(x, solution) / size;
    done = cycle + 1;
    watch?.(cycle, x);
    if (!((errors[cycle] as number) > target && (errors[cycle] as number) < hopeless)) break;
  }
  return { errors: errors.subarray(0, done), estimate: x, wrongCodes: codes === 0 ? 0 : wrong / codes };
}

/**
 * The first cycle at which an error is at or below a level; undefined where it never is.
 *
 * @pure
 * @param errors relative error after each cycle
 * @param level what is to be reached
 */
export function cyclesTo(errors: Float64Array, level: number): number | undefined {
  const at = errors.findIndex((error) => error <= level);
  return at < 0 ? undefined : at + 1;
}

/**
 * Rounds to so many bits of magnitude relative to the largest entry: what a converter with one range for the vector does.
 *
 * @equation \hat v_i = \frac{m}{2^b - 1}\,\mathrm{round}\left(\frac{(2^b - 1) v_i}{m}\right), \quad m = \max |v|
 * @param values what is rounded
 * @param bits bits of magnitude; 0 rounds nothing
 * @param out where the rounded values go
 */
export function roundToOwnMaximum(values: Float64Array, bits: number, out: Float64Array): void {
  const most = largest(values);
  const top = 2 ** bits - 1;
  if (bits === 0 || most === 0) return out.set(values);
  for (let i = 0; i < values.length; i++) out[i] = (roundHalfEven(((values[i] as number) / most) * top) / top) * most;
}

/**
 * Rounds to multiples of a power of two such that the largest entry has at most so many bits, and gives that power.
 *
 * @equation u = 2^{\lceil \log_2(\max|d| / (2^b - 1)) \rceil}
 * @param values rounded in place
 * @param bits bits of magnitude; 0 rounds nothing
 * @unit 1
 */
export function roundToBlock(values: Float64Array, bits: number): number {
  const most = largest(values);
  if (bits === 0 || most === 0 || !Number.isFinite(most)) return 0;
  const levels = 2 ** bits - 1;
  const power = 2 ** Math.ceil(Math.log2(most / levels));
  if (power === 0) return 0;
  // Near the smallest double the quotient above is rounded down, and the next power of two is meant.
  const unit = most / power > levels ? 2 * power : power;
  for (let i = 0; i < values.length; i++) values[i] = roundHalfEven((values[i] as number) / unit) * unit;
  return unit;
}

const largest = (values: Float64Array): number => {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
  return most;
};

/** Length of a vector. */
export const norm = (values: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) ** 2;
  return Math.sqrt(sum);
};

/** Length of the difference of two vectors. */
export const distance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum);
};
