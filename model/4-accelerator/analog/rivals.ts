import { multiplyVector } from './dense/multiply.ts';
import { distance, norm, roundToBlock } from './refinement.ts';
import type { SlicedMatrix, SlicedMultiplier } from './sliced-product.ts';

/** A system that a rival of the inverse solves with the same arrays. */
export interface RivalInput {
  /** Rows of the matrix. */
  readonly size: number;
  /** The matrix, row by row. */
  readonly matrix: Float64Array;
  readonly rightSide: Float64Array;
  /** What the solution is, to measure the error by. */
  readonly solution: Float64Array;
  /** Relative error at which it stops. */
  readonly target: number;
  /** Products with the matrix at most. */
  readonly most: number;
  /** Arrays that multiply, slice by slice; in double precision where they are left out. */
  readonly arrays?: RivalArrays;
}

/** The arrays of the precise product, and what enters them. */
export interface RivalArrays {
  readonly matrix: SlicedMatrix;
  readonly multiplier: SlicedMultiplier;
  /** Bits of an input beside its sign. */
  readonly inputBits: number;
}

/** Multiplies, exactly or by the arrays; these take a step rounded to their inputs, which is then the step that is made. */
const productOf = ({ size: n, matrix, arrays }: RivalInput): ((step: Float64Array, image: Float64Array) => void) => {
  if (arrays === undefined) return (step, image) => multiplyVector(matrix, step, image, n, n);
  const digits = new Float64Array(n);
  return (step, image) => {
    const unit = roundToBlock(step, arrays.inputBits);
    if (unit === 0) return void image.fill(0);
    for (let i = 0; i < n; i++) digits[i] = (step[i] as number) / unit;
    arrays.multiplier.multiply(digits, image);
    const weight = arrays.matrix.unit * unit;
    for (let i = 0; i < n; i++) image[i] = (image[i] as number) * weight;
  };
};

/** How a method went. */
export interface RivalResult {
  /** Products with the matrix until the target; undefined where it was not reached. */
  readonly iterations: number | undefined;
  /** Relative error at the end. @unit 1 */
  readonly error: number;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

/** y += alpha x */
const add = (y: Float64Array, alpha: number, x: Float64Array): void => {
  for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) + alpha * (x[i] as number);
};

/** Runs a method step by step until the target, the limit, or a number that is none. */
const iterate = (input: RivalInput, x: Float64Array, step: () => boolean): RivalResult => {
  const size = norm(input.solution);
  let error = 1;
  for (let k = 1; k <= input.most; k++) {
    if (!step()) break;
    error = distance(x, input.solution) / size;
    if (error <= input.target) return { iterations: k, error };
    if (!Number.isFinite(error) || error > 1e12) break;
  }
  return { iterations: undefined, error: Number.isFinite(error) ? error : Number.MAX_VALUE };
};

/**
 * Solves by Jacobi iteration: what inversion by an array that keeps only the diagonal comes down to.
 *
 * @equation x \leftarrow x + D^{-1} r, \quad r \leftarrow r - A D^{-1} r
 * @param input the system
 * @unit 1
 */
export function jacobi(input: RivalInput): RivalResult {
  const { size: n, matrix, rightSide } = input;
  const multiplied = productOf(input);
  const x = new Float64Array(n);
  const r = rightSide.slice();
  const step = new Float64Array(n);
  const image = new Float64Array(n);
  return iterate(input, x, () => {
    for (let i = 0; i < n; i++) step[i] = (r[i] as number) / (matrix[i * n + i] as number);
    multiplied(step, image);
    add(x, 1, step);
    add(r, -1, image);
    return true;
  });
}

/**
 * Chebyshev iteration between given extreme eigenvalues.
 *
 * @equation d = \alpha r + \beta d, \quad \alpha_k = 1 / (\theta - \beta_k / \alpha_{k-1}), \quad \beta_k = (\delta \alpha_{k-1} / 2)^2
 * @param input the system
 * @param least smallest eigenvalue
 * @param greatest largest eigenvalue
 * @unit 1
 * @valid symmetric positive definite matrices
 */
export function chebyshev(input: RivalInput, least: number, greatest: number): RivalResult {
  const { size: n, rightSide } = input;
  const multiplied = productOf(input);
  const centre = (greatest + least) / 2;
  const half = (greatest - least) / 2;
  const x = new Float64Array(n);
  const r = rightSide.slice();
  const d = new Float64Array(n);
  const coarse = new Float64Array(n);
  const image = new Float64Array(n);
  let alpha = 0;
  let k = 0;
  return iterate(input, x, () => {
    const beta = k === 0 ? 0 : k === 1 ? 0.5 * (half * alpha) ** 2 : ((half * alpha) / 2) ** 2;
    alpha = k === 0 ? 1 / centre : 1 / (centre - beta / alpha);
    for (let i = 0; i < n; i++) d[i] = (r[i] as number) + beta * (d[i] as number);
    coarse.set(d);
    multiplied(coarse, image);
    add(x, alpha, coarse);
    add(r, -alpha, image);
    k += 1;
    return true;
  });
}

/** How conjugate gradients are helped or hindered by the arrays. */
export interface GradientOptions {
  /** Bits of magnitude of the direction that enters the array; 0 for all. */
  readonly directionBits?: number;
  /** A coarse inverse that turns residuals into directions. */
  readonly preconditioner?: Float64Array;
}

/**
 * Solves by conjugate gradients: plain, with directions rounded to a few bits, or flexible with the coarse inverse as preconditioner.
 *
 * @equation \alpha = r^T z / p^T A p, \quad \beta = z_+^T (r_+ - r) / z^T r
 * @param input the system
 * @param options rounding of the direction, preconditioner
 * @unit 1
 * @valid symmetric positive definite matrices
 */
export function conjugateGradients(input: RivalInput, options: GradientOptions = {}): RivalResult {
  const { size: n, rightSide } = input;
  const { directionBits = 0, preconditioner } = options;
  const multiplied = productOf(input);
  const x = new Float64Array(n);
  const r = rightSide.slice();
  const before = new Float64Array(n);
  const z = new Float64Array(n);
  const p = new Float64Array(n);
  const coarse = new Float64Array(n);
  const image = new Float64Array(n);
  const prepare = (): void => (preconditioner === undefined ? z.set(r) : multiplyVector(preconditioner, r, z, n, n));
  prepare();
  p.set(z);
  let rz = dot(r, z);
  return iterate(input, x, () => {
    coarse.set(p);
    roundToBlock(coarse, directionBits);
    multiplied(coarse, image);
    const curvature = dot(coarse, image);
    if (curvature === 0) return false;
    // The steepest step along what the array was given.
    const alpha = dot(r, coarse) / curvature;
    add(x, alpha, coarse);
    before.set(r);
    add(r, -alpha, image);
    prepare();
    const next = dot(r, z);
    const beta = (next - dot(before, z)) / rz;
    rz = next;
    for (let i = 0; i < n; i++) p[i] = (z[i] as number) + beta * (p[i] as number);
    return true;
  });
}

/**
 * Flexible generalised minimal residuals with the coarse inverse as preconditioner: for matrices that are not symmetric.
 *
 * @equation \min_y \lVert b - A Z y \rVert, \quad z_k = M v_k
 * @param input the system
 * @param preconditioner a coarse inverse
 * @unit 1
 * @source saad-1993 algorithm 2.2
 */
export function flexibleResiduals(input: RivalInput, preconditioner: Float64Array): RivalResult {
  const { size: n, rightSide } = input;
  const multiplied = productOf(input);
  const most = Math.min(input.most, n);
  const x = new Float64Array(n);
  const basis: Float64Array[] = [];
  const directions: Float64Array[] = [];
  const h = new Float64Array((most + 1) * most);
  const turned = new Float64Array(most + 1);
  const cosines = new Float64Array(most);
  const sines = new Float64Array(most);
  const w = new Float64Array(n);
  const y = new Float64Array(most);
  const first = norm(rightSide);
  turned[0] = first;
  basis.push(rightSide.map((value) => (first === 0 ? 0 : value / first)));
  let k = 0;
  return iterate({ ...input, most }, x, () => {
    const v = basis[k];
    if (v === undefined) return false;
    const z = new Float64Array(n);
    multiplyVector(preconditioner, v, z, n, n);
    directions.push(z);
    multiplied(z, w);
    for (let i = 0; i <= k; i++) {
      const along = dot(w, basis[i] as Float64Array);
      h[i * most + k] = along;
      add(w, -along, basis[i] as Float64Array);
    }
    const rest = norm(w);
    if (rest > 0) basis.push(w.map((value) => value / rest));
    for (let i = 0; i < k; i++) {
      const upper = h[i * most + k] as number;
      const lower = h[(i + 1) * most + k] as number;
      h[i * most + k] = (cosines[i] as number) * upper + (sines[i] as number) * lower;
      h[(i + 1) * most + k] = (cosines[i] as number) * lower - (sines[i] as number) * upper;
    }
    const diagonal = h[k * most + k] as number;
    const radius = Math.hypot(diagonal, rest);
    if (radius === 0) return false;
    cosines[k] = diagonal / radius;
    sines[k] = rest / radius;
    h[k * most + k] = radius;
    turned[k + 1] = -(sines[k] as number) * (turned[k] as number);
    turned[k] = (cosines[k] as number) * (turned[k] as number);
    for (let i = k; i >= 0; i--) {
      let sum = turned[i] as number;
      for (let j = i + 1; j <= k; j++) sum -= (h[i * most + j] as number) * (y[j] as number);
      y[i] = sum / (h[i * most + i] as number);
    }
    x.fill(0);
    for (let i = 0; i <= k; i++) add(x, y[i] as number, directions[i] as Float64Array);
    k += 1;
    return true;
  });
}
