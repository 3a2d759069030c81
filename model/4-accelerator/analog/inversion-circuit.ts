import { type Quantity, quantity } from '#quantity';
import { conditionEstimate, oneNorm } from './dense/condition.ts';
import { luFactor, luSolve, regular } from './dense/lu.ts';
import type { LinearDynamics } from './linear-dynamics.ts';
import { type FactoredNetwork, factorNetwork } from './wire-network.ts';

/**
 * The closed-loop inversion circuit: a pair of arrays whose rows end at the inputs of amplifiers and whose columns are driven
 * by the amplifiers' outputs, the negative cells through inverters. What the amplifiers settle at solves the matrix equation.
 */
export interface InversionInput {
  /** Size of the matrix. */
  readonly n: number;
  /** Conductances of the positive cells, S, row by row. */
  readonly positive: Float64Array;
  /** Conductances of the negative cells, S, row by row. */
  readonly negative: Float64Array;
  /** Conductance through which an input voltage enters each row. */
  readonly inputConductance: Quantity<'S'>;
  /** Open-loop gain of the amplifiers; infinity is ideal. */
  readonly gain: number;
  /** Frequency at which the gain of the amplifiers is 1. */
  readonly gainBandwidth: Quantity<'Hz'>;
  /** Resistance of a wire between two cells, and from the terminals to the first and last. */
  readonly wire?: Quantity<'ohm'>;
}

/** What asks, between steps of a long computation, whether to go on. */
export type GoOn = (done: number, total: number) => boolean;

export interface InversionCircuit {
  /** Size of the matrix. @unit 1 */
  readonly n: number;
  /** The input that it was made of. */
  readonly input: InversionInput;
  /** Reciprocal of the gain. @unit 1 */
  readonly inverseGain: number;
  /** Angular gain-bandwidth product, 1/s. */
  readonly rate: Quantity<'Hz'>;
  /** The arrays with their wires; nothing where wires do not resist. */
  readonly network: FactoredNetwork | undefined;
  /** Sum of the conductances at each amplifier's input, S. */
  readonly loads: Float64Array;
}

/**
 * Splits a signed matrix of conductances between positive and negative cells.
 *
 * @equation G = G^+ - G^-
 * @param signed conductances with sign, S
 */
export function signedCells(signed: Float64Array): { readonly positive: Float64Array; readonly negative: Float64Array } {
  return { positive: signed.map((value) => Math.max(0, value)), negative: signed.map((value) => Math.max(0, -value)) };
}

/**
 * Sets up an inversion circuit. With wires the virtual ground is at the left end of each row, the input conductance at its
 * right end, and the outputs enter the columns at row 0.
 *
 * @equation \dot x = -\omega U^{-1} (G x + G_0 v) - \frac{\omega}{A_0} x, \quad U = \mathrm{diag}\Big(\sum_j (G^+ + G^-)_{ij} + G_0\Big), \quad \omega = 2 \pi f
 * @param input arrays and amplifiers
 * @throws RangeError where the arrays are not n x n or a value is no conductance
 */
export function inversionCircuit(input: InversionInput): InversionCircuit {
  const { n, positive, negative, inputConductance, gain, gainBandwidth, wire = quantity(0, 'ohm') } = input;
  if (positive.length !== n * n || negative.length !== n * n) throw new RangeError('there must be n x n positive and negative cells');
  const loads = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = inputConductance as number;
    for (let j = 0; j < n; j++) sum += (positive[i * n + j] as number) + (negative[i * n + j] as number);
    loads[i] = sum;
  }
  const cells = new Float64Array(2 * n * n);
  cells.set(positive);
  cells.set(negative, n * n);
  const network =
    wire > 0
      ? factorNetwork({
          rows: n,
          columns: n,
          planes: 2,
          cells,
          rowSegment: wire,
          columnSegment: wire,
          left: Number.POSITIVE_INFINITY,
          right: wire + 1 / inputConductance,
          top: wire,
          bottom: Number.POSITIVE_INFINITY,
        })
      : undefined;
  return { n, input, inverseGain: 1 / gain, rate: quantity(2 * Math.PI * gainBandwidth, 'Hz'), network, loads };
}

/** Potentials at the amplifiers' inputs when outputs and input voltages are these. */
function inputPotentials(circuit: InversionCircuit, outputs: Float64Array | undefined, inputs: Float64Array | undefined): Float64Array {
  const { n, network, loads, input } = circuit;
  const potentials = new Float64Array(n);
  if (network === undefined) {
    for (let i = 0; i < n; i++) {
      let sum = input.inputConductance * (inputs?.[i] ?? 0);
      if (outputs !== undefined) {
        for (let j = 0; j < n; j++) {
          sum += ((input.positive[i * n + j] as number) - (input.negative[i * n + j] as number)) * (outputs[j] as number);
        }
      }
      potentials[i] = sum / (loads[i] as number);
    }
    return potentials;
  }
  const top = new Float64Array(2 * n);
  if (outputs !== undefined) {
    for (let j = 0; j < n; j++) {
      top[j] = outputs[j] as number;
      top[n + j] = -(outputs[j] as number);
    }
  }
  const { rowPotentials } = network.solve({ top, ...(inputs === undefined ? {} : { right: inputs }) });
  for (let i = 0; i < n; i++) potentials[i] = rowPotentials[i * n] as number;
  return potentials;
}

/** Share of each output in the potential of each amplifier's input, without wires. */
function idealFeedback({ n, loads, input }: InversionCircuit): Float64Array {
  const feedback = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const k = i * n + j;
      feedback[k] = ((input.positive[k] as number) - (input.negative[k] as number)) / (loads[i] as number);
    }
  }
  return feedback;
}

/** The same, with the wires there are; nothing where it was told to stop. */
function feedbackOf(circuit: InversionCircuit, goOn: GoOn): Float64Array | undefined {
  const { n, network } = circuit;
  if (network === undefined) return idealFeedback(circuit);
  const feedback = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    if (!goOn(j, n)) return undefined;
    unit.fill(0);
    unit[j] = 1;
    const potentials = inputPotentials(circuit, unit, undefined);
    for (let i = 0; i < n; i++) feedback[i * n + j] = potentials[i] as number;
  }
  return feedback;
}

/** The motion of a circuit's outputs, or that the computation was stopped. */
export type CircuitDynamics =
  | { readonly feasible: true; readonly dynamics: LinearDynamics; readonly drive: (inputs: Float64Array) => Float64Array }
  | { readonly feasible: false; readonly binding: 'stopped' };

const always: GoOn = () => true;

/**
 * Gives the equations of motion of an inversion circuit; with wires each column of them is one solution of the arrays.
 *
 * @equation M = \omega (P + I / A_0), \quad s = \omega Q v
 * @param circuit the circuit
 * @param goOn asked before each column
 */
export function inversionDynamics(circuit: InversionCircuit, goOn: GoOn = always): CircuitDynamics {
  const { n, rate, inverseGain } = circuit;
  const rates = feedbackOf(circuit, goOn);
  if (rates === undefined) return { feasible: false, binding: 'stopped' };
  for (let k = 0; k < n * n; k++) rates[k] = rate * (rates[k] as number);
  for (let i = 0; i < n; i++) rates[i * n + i] = (rates[i * n + i] as number) + rate * inverseGain;
  return {
    feasible: true,
    dynamics: { size: n, rates },
    drive: (inputs) => inputPotentials(circuit, undefined, inputs).map((value) => rate * value),
  };
}

/** What the outputs settle at, or why there is no answer. */
export type StaticSolution =
  | {
      readonly feasible: true;
      /** Output voltages, V. */
      readonly outputs: Float64Array;
      /** Estimate of the condition number of what was solved. @unit 1 */
      readonly condition: number;
      /** Solutions of the arrays with wires that it took. @unit 1 */
      readonly solutions: number;
      readonly binding: 'none' | 'condition';
    }
  | { readonly feasible: false; readonly binding: 'singular' | 'stopped' };

/** Corrections by the circuit without wires before that is given up. */
const mostCorrections = 60;
/** Each correction must be at most this share of the one before. */
const contraction = 0.5;
const enough = 1e-14;
/** Doubles keep about this many digits; a condition number beyond leaves none. */
const hopeless = 1e15;

/**
 * Solves for the output voltages at rest. With wires the circuit without them serves as first guess and as correction of
 * what the wires make of it; where that does not converge the arrays are solved for every output.
 *
 * @equation (G + U / A_0)\, x = -G_0 v
 * @param circuit the circuit
 * @param inputs voltages v, V
 * @param goOn asked before each solution of the arrays
 */
export function inversionOutputs(circuit: InversionCircuit, inputs: Float64Array, goOn: GoOn = always): StaticSolution {
  const { n, inverseGain, network } = circuit;
  const lu = idealFeedback(circuit);
  for (let i = 0; i < n; i++) lu[i * n + i] = (lu[i * n + i] as number) + inverseGain;
  const norm = oneNorm(lu, n);
  const pivots = new Int32Array(n);
  const isRegular = luFactor(lu, n, pivots) === regular;
  const outputs = new Float64Array(n);
  let solutions = 0;
  if (network === undefined) {
    if (!isRegular) return { feasible: false, binding: 'singular' };
    outputs.set(inputPotentials(circuit, undefined, inputs).map((value) => -value));
    luSolve(lu, n, pivots, outputs);
    return answer(outputs, conditionEstimate(norm, lu, n, pivots), solutions);
  }
  if (isRegular) {
    let before = Number.POSITIVE_INFINITY;
    for (let k = 0; k < mostCorrections; k++) {
      if (!goOn(k, mostCorrections)) return { feasible: false, binding: 'stopped' };
      const rest = inputPotentials(circuit, outputs, inputs);
      solutions += 1;
      let size = 0;
      for (let i = 0; i < n; i++) rest[i] = -(rest[i] as number) - inverseGain * (outputs[i] as number);
      luSolve(lu, n, pivots, rest);
      let largest = 0;
      for (let i = 0; i < n; i++) {
        outputs[i] = (outputs[i] as number) + (rest[i] as number);
        size = Math.max(size, Math.abs(rest[i] as number));
        largest = Math.max(largest, Math.abs(outputs[i] as number));
      }
      // Below the rounding of the arrays' own solution corrections no longer shrink.
      const isDone = size <= enough * largest || (size <= 1e3 * enough * largest && size > contraction * before);
      if (isDone) return answer(outputs, conditionEstimate(norm, lu, n, pivots), solutions);
      if (!(size <= contraction * before)) break;
      before = size;
    }
  }
  const feedback = feedbackOf(circuit, goOn);
  if (feedback === undefined) return { feasible: false, binding: 'stopped' };
  for (let i = 0; i < n; i++) feedback[i * n + i] = (feedback[i * n + i] as number) + inverseGain;
  const wholeNorm = oneNorm(feedback, n);
  if (luFactor(feedback, n, pivots) !== regular) return { feasible: false, binding: 'singular' };
  outputs.set(inputPotentials(circuit, undefined, inputs).map((value) => -value));
  luSolve(feedback, n, pivots, outputs);
  return answer(outputs, conditionEstimate(wholeNorm, feedback, n, pivots), solutions + n + 1);
}

function answer(outputs: Float64Array, condition: number, solutions: number): StaticSolution {
  if (!outputs.every(Number.isFinite)) return { feasible: false, binding: 'singular' };
  return { feasible: true, outputs, condition, solutions, binding: condition > hopeless ? 'condition' : 'none' };
}

/**
 * Gives what an ideal circuit would settle at: no wire, infinite gain.
 *
 * @equation G x = -G_0 v
 * @param input arrays and input conductance
 * @param inputs voltages v, V
 */
export function idealOutputs(
  input: Pick<InversionInput, 'n' | 'positive' | 'negative' | 'inputConductance'>,
  inputs: Float64Array,
): StaticSolution {
  const ideal = { ...input, gain: Number.POSITIVE_INFINITY, gainBandwidth: quantity(1, 'Hz') };
  return inversionOutputs(inversionCircuit(ideal), inputs);
}
