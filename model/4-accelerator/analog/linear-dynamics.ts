import { type Quantity, quantity } from '#quantity';
import { eigenvalues } from './dense/eigenvalues.ts';
import { exponential } from './dense/exponential.ts';
import { luFactor, luSolve, regular } from './dense/lu.ts';
import { multiplyVector } from './dense/multiply.ts';

/** A circuit of single-pole amplifiers: outputs move as dx/dt = -M x - s. */
export interface LinearDynamics {
  /** Outputs. @unit 1 */
  readonly size: number;
  /** Rates M, 1/s, row by row. */
  readonly rates: Float64Array;
}

export interface Stability {
  /** Does every disturbance die out? */
  readonly stable: boolean;
  /** Rate at which the strongest disturbance grows, 1/s; below zero where all die out. */
  readonly growthRate: Quantity<'Hz'>;
  /** Time in which the slowest disturbance falls, or the fastest grows, by a factor of e. */
  readonly timeConstant: Quantity<'s'>;
  /** Real parts of the rates at which disturbances die out, 1/s. */
  readonly decayRates: Float64Array;
  /** Imaginary parts of the same, 1/s. */
  readonly oscillations: Float64Array;
}

/**
 * Tells whether a circuit comes to rest, and how fast.
 *
 * @equation \gamma = -\min_i \mathrm{Re}\, \lambda_i(M)
 * @param dynamics the circuit
 */
export function stabilityOf(dynamics: LinearDynamics): Stability {
  const { size, rates } = dynamics;
  const decayRates = new Float64Array(size);
  const oscillations = new Float64Array(size);
  const found = eigenvalues(rates.slice(), size, decayRates, oscillations);
  let slowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < size; i++) slowest = Math.min(slowest, decayRates[i] as number);
  if (!found) slowest = Number.NEGATIVE_INFINITY;
  return {
    stable: slowest > 0,
    growthRate: quantity(-slowest, 'Hz'),
    timeConstant: quantity(slowest === 0 ? Number.POSITIVE_INFINITY : 1 / Math.abs(slowest), 's'),
    decayRates,
    oscillations,
  };
}

/** Where a circuit would be at rest, or that there is no such place. */
export type Rest = { readonly feasible: true; readonly outputs: Float64Array } | { readonly feasible: false; readonly binding: 'singular' };

/**
 * Finds where a circuit is at rest. An unstable one has such a point too, but leaves it.
 *
 * @equation M x = -s
 * @param dynamics the circuit
 * @param drive s, V/s
 */
export function restOf(dynamics: LinearDynamics, drive: Float64Array): Rest {
  const { size, rates } = dynamics;
  const lu = rates.slice();
  const pivots = new Int32Array(size);
  if (luFactor(lu, size, pivots) !== regular) return { feasible: false, binding: 'singular' };
  const outputs = drive.map((value) => -value);
  luSolve(lu, size, pivots, outputs);
  return outputs.every(Number.isFinite) ? { feasible: true, outputs } : { feasible: false, binding: 'singular' };
}

export interface Transient {
  /** Outputs at each time, V, time by time; of times that an unstable circuit does not live to see there are none. */
  readonly outputs: Float64Array;
  /** Times for which there are outputs. @unit 1 */
  readonly times: number;
}

/** Steps in time that differ by less than this share take the same exponential. */
const sameStep = 1e-9;

/**
 * Follows the outputs of a circuit that stands at zero when its inputs rise at time 0, without any error of discretisation:
 * one matrix exponential takes them from one time to the next.
 *
 * @equation \begin{pmatrix} x(t + h) \\ 1 \end{pmatrix} = \exp\left(h \begin{pmatrix} -M & -s \\ 0 & 0 \end{pmatrix}\right) \begin{pmatrix} x(t) \\ 1 \end{pmatrix}
 * @param dynamics the circuit
 * @param drive s, V/s
 * @param times when to look, s, rising; before 0 all outputs are zero
 */
export function transient(dynamics: LinearDynamics, drive: Float64Array, times: Float64Array): Transient {
  const { size, rates } = dynamics;
  const n = size + 1;
  const outputs = new Float64Array(times.length * size);
  let state = new Float64Array(n);
  let next = new Float64Array(n);
  state[size] = 1;
  const steps: { readonly length: number; readonly propagator: Float64Array }[] = [];
  const propagatorOf = (length: number): Float64Array => {
    const known = steps.find((step) => Math.abs(step.length - length) <= sameStep * length);
    if (known !== undefined) return known.propagator;
    const a = new Float64Array(n * n);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) a[i * n + j] = -length * (rates[i * size + j] as number);
      a[i * n + size] = -length * (drive[i] as number);
    }
    const propagator = exponential(a, n);
    steps.push({ length, propagator });
    return propagator;
  };
  let now = 0;
  for (let k = 0; k < times.length; k++) {
    const time = Math.max(0, times[k] as number);
    if (time > now) {
      multiplyVector(propagatorOf(time - now), state, next, n, n);
      [state, next] = [next, state];
      state[size] = 1;
      now = time;
      if (!state.every(Number.isFinite)) return { outputs: outputs.subarray(0, k * size), times: k };
    }
    outputs.set(state.subarray(0, size), k * size);
  }
  return { outputs, times: times.length };
}

/** When outputs have settled, or why they never do. */
export type Settling =
  | { readonly feasible: true; readonly time: Quantity<'s'>; readonly binding: 'slowest-mode'; readonly outputs: Float64Array }
  | { readonly feasible: false; readonly binding: 'singular' | 'unstable' };

/** Looks at a settling circuit this often in its time constant, and this much finer in each refinement. */
const looks = 64;
const refinements = 3;
/** Time constants after which an output that has not settled to any number of bits of doubles is taken not to. */
const mostConstants = 1000;
/** The remaining error must have fallen this far below its limit before nothing is expected to rise above it again. */
const farBelow = 1 / 64;

/**
 * Finds the time after which no output is further from its final value than half a step of a converter, of which the
 * largest output is full scale.
 *
 * @equation t_b = \min\{ t : \lVert x(t') - x_\infty \rVert_\infty \le 2^{-(b+1)} \lVert x_\infty \rVert_\infty \ \forall t' \ge t \}
 * @param dynamics the circuit
 * @param drive s, V/s
 * @param bits b
 * @valid at most 50 bits
 */
export function settlingTime(dynamics: LinearDynamics, drive: Float64Array, bits: number): Settling {
  const { size, rates } = dynamics;
  const rest = restOf(dynamics, drive);
  if (!rest.feasible) return rest;
  const { stable, timeConstant } = stabilityOf(dynamics);
  if (!stable) return { feasible: false, binding: 'unstable' };
  const { outputs } = rest;
  const limit = 2 ** -(bits + 1) * largestOf(outputs);
  let error = outputs.map((value) => -value);
  let other = new Float64Array(size);
  let start = 0;
  let step = timeConstant / looks;
  let settled = 0;
  for (let refinement = 0; refinement <= refinements; refinement++) {
    const propagator = exponential(
      rates.map((value) => -step * value),
      size,
    );
    const from = error.slice();
    let above = -1;
    const aboveAt = new Float64Array(size);
    const most = refinement === 0 ? looks * mostConstants : looks;
    for (let k = 0; k <= most; k++) {
      const off = largestOf(error);
      if (off > limit) {
        above = k;
        aboveAt.set(error);
      } else if (refinement === 0 && off <= limit * farBelow) break;
      multiplyVector(propagator, error, other, size, size);
      [error, other] = [other, error];
    }
    if (above < 0) {
      error = from;
      settled = start;
      break;
    }
    start += above * step;
    settled = start + step;
    error = aboveAt.slice();
    step /= looks;
  }
  return { feasible: true, time: quantity(settled, 's'), binding: 'slowest-mode', outputs };
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
