import type { Quantity } from '#quantity';
import { qrFactor, qrLeastSquares } from './dense/qr.ts';
import type { LinearDynamics } from './linear-dynamics.ts';

/**
 * The one-step regression circuit: the data stand in two arrays. Amplifiers with feedback turn what the first gives from the
 * weights, less the targets, into residuals; the second adds them up by the columns of the data and drives the weights
 * until the sums vanish, which is the least-squares fit.
 */
export interface RegressionInput {
  /** Data points. */
  readonly rows: number;
  /** Weights. */
  readonly columns: number;
  /** Conductances that hold the data, S, row by row; a negative one stands for a cell behind an inverter. */
  readonly data: Float64Array;
  /** Conductance through which a target voltage enters. */
  readonly targetConductance: Quantity<'S'>;
  /** Conductance of the feedback of the amplifiers that give residuals. */
  readonly feedbackConductance: Quantity<'S'>;
  /** Open-loop gain of the amplifiers. */
  readonly gain: number;
  /** Frequency at which the gain of the amplifiers is 1. */
  readonly gainBandwidth: Quantity<'Hz'>;
}

export interface RegressionCircuit {
  /** Residuals first, then weights. */
  readonly dynamics: LinearDynamics;
  /** The drive that target voltages make, V/s. */
  readonly drive: (targets: Float64Array) => Float64Array;
}

/**
 * Gives the equations of motion of a one-step regression circuit.
 *
 * @equation \dot u = -\omega a - \frac{\omega}{A_0} u, \quad a_i = \frac{g_y y_i + g_f u_i + \sum_j X_{ij} w_j}{g_y + g_f + \sum_j |X_{ij}|}; \qquad \dot w = \omega b - \frac{\omega}{A_0} w, \quad b_j = \frac{\sum_i X_{ij} u_i}{\sum_i |X_{ij}|}
 * @param input data and amplifiers
 * @throws RangeError where the data are not rows x columns
 */
export function regressionCircuit(input: RegressionInput): RegressionCircuit {
  const { rows, columns, data, targetConductance, feedbackConductance, gain, gainBandwidth } = input;
  if (data.length !== rows * columns) throw new RangeError('there must be rows x columns data');
  const size = rows + columns;
  const rate = 2 * Math.PI * gainBandwidth;
  const rates = new Float64Array(size * size);
  const shares = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let load = targetConductance + feedbackConductance;
    for (let j = 0; j < columns; j++) load += Math.abs(data[i * columns + j] as number);
    rates[i * size + i] = rate * (feedbackConductance / load + 1 / gain);
    for (let j = 0; j < columns; j++) rates[i * size + rows + j] = (rate * (data[i * columns + j] as number)) / load;
    shares[i] = (rate * targetConductance) / load;
  }
  for (let j = 0; j < columns; j++) {
    let load = 0;
    for (let i = 0; i < rows; i++) load += Math.abs(data[i * columns + j] as number);
    const row = (rows + j) * size;
    // A column without a cell leaves its amplifier's input where it is: at zero.
    for (let i = 0; i < rows && load > 0; i++) rates[row + i] = (-rate * (data[i * columns + j] as number)) / load;
    rates[row + rows + j] = rate / gain;
  }
  return {
    dynamics: { size, rates },
    drive: (targets) => {
      const drive = new Float64Array(size);
      for (let i = 0; i < rows; i++) drive[i] = (shares[i] as number) * (targets[i] as number);
      return drive;
    },
  };
}

/** The fit that an ideal circuit would find, or that the data do not determine one. */
export type LeastSquares =
  | { readonly feasible: true; readonly weights: Float64Array }
  | { readonly feasible: false; readonly binding: 'dependent-columns' | 'too-few-rows' };

/**
 * Fits weights to targets by least squares, as an ideal circuit would.
 *
 * @equation w = -(X^{\mathsf T} X)^{-1} X^{\mathsf T} g_y y
 * @param input.rows data points
 * @param input.columns weights
 * @param input.data conductances that hold the data, S
 * @param input.targetConductance conductance through which a target enters
 * @param targets target voltages, V
 */
export function leastSquares(
  input: Pick<RegressionInput, 'rows' | 'columns' | 'data' | 'targetConductance'>,
  targets: Float64Array,
): LeastSquares {
  const { rows, columns, data, targetConductance } = input;
  if (rows < columns) return { feasible: false, binding: 'too-few-rows' };
  const qr = data.slice();
  const tau = new Float64Array(columns);
  qrFactor(qr, rows, columns, tau);
  const b = targets.map((value) => -targetConductance * value);
  const isFull = qrLeastSquares(qr, rows, columns, tau, b);
  const weights = b.slice(0, columns);
  return isFull && weights.every(Number.isFinite) ? { feasible: true, weights } : { feasible: false, binding: 'dependent-columns' };
}

/**
 * Gives the weights among the outputs of a regression circuit.
 *
 * @pure
 * @param input.rows data points
 * @param outputs residuals first, then weights, V
 */
export const weightsOf = (input: { readonly rows: number }, outputs: Float64Array): Float64Array => outputs.slice(input.rows);
