import {
  leastSquares,
  programMatrix,
  type RegressionInput,
  regressionCircuit,
  restOf,
  settlingTime,
  stabilityOf,
  weightsOf,
} from '#analog';
import { quantity } from '#quantity';
import { createSampler } from '#uncertainty';

/** Data to be fitted in one step, and the chip that does it. */
export interface AnalogRegressionOptions {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly data: Float64Array;
  readonly targets: Float64Array;
  readonly cellBits: number;
  readonly writeError: number;
  readonly gain: number;
  readonly gainBandwidth: number;
  /** Conductance of a full cell, S. */
  readonly highest: number;
  /** Mean conductance of a cell in use, S, and voltage across it. */
  readonly meanConductance: number;
  readonly readVoltage: number;
  /** One amplifier, W. */
  readonly amplifierPower: number;
  /** One cell, J. */
  readonly writeEnergy: number;
  /** One operation of the digital rival, J. */
  readonly digitalEnergy: number;
  /** Bits to settle to. */
  readonly bits: number;
  readonly trials: number;
  readonly seed: number;
}

interface Middle {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export interface AnalogRegression {
  readonly schema: 'chokepoint/analog-regression/1';
  readonly feasible: true;
  readonly rows: number;
  readonly columns: number;
  /** Error of the weights over the largest weight: by levels alone, by levels and gain, and with all errors of writing. */
  readonly levels: number;
  readonly gainAndLevels: number;
  readonly error: Middle;
  /** Sum of squared residuals over the least there is. */
  readonly excess: Middle;
  /** Draws in which the circuit comes to rest. */
  readonly stable: number;
  readonly settling: number | undefined;
  readonly cells: number;
  readonly energy: {
    /** Amplifiers and cells until it has settled. */
    readonly solve: number;
    readonly write: number;
    /** Householder factors on the digital rival. */
    readonly digital: number;
    readonly digitalFlop: number;
  };
}

export interface AnalogRegressionRefusal {
  readonly schema: 'chokepoint/analog-regression/1';
  readonly feasible: false;
  readonly binding: 'dependent-columns' | 'too-few-rows' | 'singular';
}

const middle = (values: readonly number[]): Middle => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
};

/**
 * Fits weights in one step of the regression circuit, over draws of its write errors, beside exact least squares.
 *
 * @param options data and chip
 */
export function buildAnalogRegression(options: AnalogRegressionOptions): AnalogRegression | AnalogRegressionRefusal {
  const { rows, columns, data, targets, highest, cellBits, writeError, gain, gainBandwidth, bits, trials, seed } = options;
  const scale = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const peak = targets.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const volts = targets.map((value) => (value / peak) * options.readVoltage);
  const refused = (binding: AnalogRegressionRefusal['binding']): AnalogRegressionRefusal => ({
    schema: 'chokepoint/analog-regression/1',
    feasible: false,
    binding,
  });
  const inputOf = (levels: Float64Array, amplifierGain: number): RegressionInput => ({
    rows,
    columns,
    data: levels.map((level) => level * highest),
    targetConductance: quantity(highest, 'S'),
    feedbackConductance: quantity(highest, 'S'),
    gain: amplifierGain,
    gainBandwidth: quantity(gainBandwidth, 'Hz'),
  });
  const exact = leastSquares(
    inputOf(
      data.map((value) => value / scale),
      gain,
    ),
    volts,
  );
  if (!exact.feasible) return refused(exact.binding);
  const largest = exact.weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const errorOf = (weights: Float64Array): number =>
    weights.reduce((most, value, index) => Math.max(most, Math.abs(value - (exact.weights[index] as number))), 0) / (largest || 1);
  const squares = (weights: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let rest = volts[i] as number;
      for (let j = 0; j < columns; j++) rest += ((data[i * columns + j] as number) / scale) * (weights[j] as number);
      sum += rest * rest;
    }
    return sum;
  };
  const least = squares(exact.weights);
  const written = (error: number, trial: number): Float64Array => {
    const normals = new Float64Array(rows * columns);
    if (error > 0)
      createSampler({ seed, parameters: [{ path: 'regression', distribution: { kind: 'normal', mean: 0, sd: 1 } }] }).column(
        0,
        trial * normals.length,
        normals,
      );
    return programMatrix({ matrix: data, cellBits, writeError: error, normals }).programmed;
  };
  const fitOf = (levels: Float64Array, amplifierGain: number) => {
    const { dynamics, drive } = regressionCircuit(inputOf(levels, amplifierGain));
    const force = drive(volts);
    const rest = restOf(dynamics, force);
    return { dynamics, force, weights: rest.feasible ? weightsOf({ rows }, rest.outputs) : undefined };
  };
  const clean = written(0, 0);
  const levelsOnly = leastSquares(inputOf(clean, gain), volts);
  const withGain = fitOf(clean, gain).weights;
  if (!levelsOnly.feasible || withGain === undefined) return refused('singular');
  const errors: number[] = [];
  const excesses: number[] = [];
  let stable = 0;
  let settling: number | undefined;
  for (let trial = 0; trial < trials; trial++) {
    const { dynamics, force, weights } = fitOf(written(writeError, trial), gain);
    if (weights === undefined) return refused('singular');
    errors.push(errorOf(weights));
    excesses.push(least > 0 ? squares(weights) / least : 1);
    if (stabilityOf(dynamics).stable) stable += 1;
    if (trial === 0) {
      const settled = settlingTime(dynamics, force, bits);
      settling = settled.binding === 'slowest-mode' ? settled.time : undefined;
    }
  }
  const amplifiers = 2 * (rows + columns);
  const pairs = 2;
  const arrays = 2;
  const cells = pairs * arrays * rows * columns;
  const time = settling ?? Number.POSITIVE_INFINITY;
  const digitalFlop = 2 * rows * columns ** 2 - (2 / 3) * columns ** 3;
  return {
    schema: 'chokepoint/analog-regression/1',
    feasible: true,
    rows,
    columns,
    levels: errorOf(levelsOnly.weights),
    gainAndLevels: errorOf(withGain),
    error: middle(errors),
    excess: middle(excesses),
    stable: stable / trials,
    settling,
    cells,
    energy: {
      solve: time * (amplifiers * options.amplifierPower + arrays * rows * columns * options.meanConductance * options.readVoltage ** 2),
      write: cells * options.writeEnergy,
      digital: digitalFlop * options.digitalEnergy,
      digitalFlop,
    },
  };
}
