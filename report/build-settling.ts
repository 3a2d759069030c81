import {
  inversionCircuit,
  inversionDynamics,
  inversionOutputs,
  luFactor,
  luSolve,
  programMatrix,
  regular,
  settlingTime,
  signedCells,
  stabilityOf,
  transient,
} from '#analog';
import { quantity } from '#quantity';

/** A system of equations, as a closed loop of arrays and amplifiers answers it. */
export interface SettlingOptions {
  readonly size: number;
  readonly matrix: Float64Array;
  readonly rightSide: Float64Array;
  /** 0 stands for cells that hold any conductance. */
  readonly cellBits: number;
  readonly writeError: number;
  readonly highest: number;
  readonly gain: number;
  readonly gainBandwidth: number;
  readonly wire: number;
  /** Largest input voltage. */
  readonly readVoltage: number;
  /** Bits to settle to. */
  readonly bits: number;
  readonly normals: (purpose: number, count: number) => Float64Array;
  readonly goOn: (done: number, total: number) => boolean;
}

export const settlingStages = ['levels', 'writing', 'gain', 'wires'] as const;
export type SettlingStage = (typeof settlingStages)[number];

export interface SettlingStudy {
  readonly size: number;
  /** Largest error as a share of the largest unknown, after each stage and all before it; absent where a stage has no answer. */
  readonly errors: Readonly<Partial<Record<SettlingStage, number>>>;
  readonly stable: boolean | undefined;
  /** Rate at which the strongest disturbance grows, 1/s. */
  readonly growthRate: number | undefined;
  readonly timeConstant: number | undefined;
  /** Time to settle to the bits asked for, s. */
  readonly settled: number | undefined;
  /** Why there is no time to settle, or no answer at all. */
  readonly binding: 'slowest-mode' | 'singular' | 'unstable' | 'stopped';
  readonly condition: number | undefined;
  /** Largest output voltage. */
  readonly outputVoltage: number | undefined;
  /** The unknowns as the circuit gives them, in the units of the equations. */
  readonly answer: Float64Array | undefined;
  /** Bits that are right of what the circuit settles at, over time. */
  readonly curve: readonly { readonly time: number; readonly bits: number }[];
}

const largestOf = (values: ArrayLike<number>): number => {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number));
  return largest;
};

const curvePoints = 160;
/** Beyond the settling time the curve goes on for this share of it. */
const after = 0.15;

/**
 * Answers a system of equations by the inversion circuit: what each imperfection costs at rest, whether it comes to rest,
 * and when.
 *
 * @param options equations, cells, amplifiers, wires
 */
export function buildSettling(options: SettlingOptions): SettlingStudy {
  const { size: n, matrix, rightSide, highest, readVoltage, bits, normals, goOn } = options;
  const none = {
    size: n,
    errors: {},
    stable: undefined,
    growthRate: undefined,
    timeConstant: undefined,
    settled: undefined,
    condition: undefined,
    outputVoltage: undefined,
    answer: undefined,
    curve: [],
  };
  const truth = solved(matrix, rightSide, n);
  if (truth === undefined) return { ...none, binding: 'singular' };
  const largest = largestOf(truth);

  let scale = largestOf(matrix);
  const rounded = (writeError: number): Float64Array => {
    if (options.cellBits === 0) return matrix.map((value) => (scale === 0 ? 0 : value / scale));
    return programMatrix({ matrix, cellBits: options.cellBits, writeError, normals: normals(1, n * n) }).programmed;
  };
  if (scale === 0) scale = 1;
  const drive = largestOf(rightSide);
  const inputs = rightSide.map((value) => (drive === 0 ? 0 : (-value / drive) * readVoltage));
  // G x = -G0 v with G = P g and G0 = g: the unknowns are the outputs times this.
  const unknownsPerVolt = drive === 0 ? 0 : drive / (readVoltage * scale);
  const circuitOf = (programmed: Float64Array, gain: number, wire: number) =>
    inversionCircuit({
      n,
      ...signedCells(programmed.map((value) => value * highest)),
      inputConductance: quantity(highest, 'S'),
      gain,
      gainBandwidth: quantity(options.gainBandwidth, 'Hz'),
      wire: quantity(wire, 'ohm'),
    });
  const written = rounded(options.writeError);
  const ideal = Number.POSITIVE_INFINITY;
  const circuits = {
    levels: circuitOf(rounded(0), ideal, 0),
    writing: circuitOf(written, ideal, 0),
    gain: circuitOf(written, options.gain, 0),
    wires: circuitOf(written, options.gain, options.wire),
  };
  const errors: Partial<Record<SettlingStage, number>> = {};
  let last: ReturnType<typeof inversionOutputs> | undefined;
  for (const stage of settlingStages) {
    last = inversionOutputs(circuits[stage], inputs, goOn);
    if (!last.feasible) continue;
    let error = 0;
    for (let i = 0; i < n; i++) error = Math.max(error, Math.abs((last.outputs[i] as number) * unknownsPerVolt - (truth[i] as number)));
    errors[stage] = largest > 0 ? error / largest : error;
  }
  if (last === undefined || !last.feasible) return { ...none, errors, binding: last?.binding ?? 'singular' };
  const { outputs, condition } = last;
  const base = { ...none, errors, condition, outputVoltage: largestOf(outputs), answer: outputs.map((value) => value * unknownsPerVolt) };

  const moving = inversionDynamics(circuits.wires, goOn);
  if (!moving.feasible) return { ...base, binding: 'stopped' };
  const { stable, growthRate, timeConstant } = stabilityOf(moving.dynamics);
  const known = { ...base, stable, growthRate, timeConstant };
  const source = moving.drive(inputs);
  const settling = settlingTime(moving.dynamics, source, bits);
  if (!settling.feasible) return { ...known, binding: settling.binding };
  const end = settling.time * (1 + after);
  const times = Float64Array.from({ length: curvePoints + 1 }, (_, k) => (end * k) / curvePoints);
  const { outputs: over } = transient(moving.dynamics, source, times);
  const rest = largestOf(settling.outputs);
  const curve = Array.from(times, (time, k) => {
    let off = 0;
    for (let i = 0; i < n; i++) off = Math.max(off, Math.abs((over[k * n + i] as number) - (settling.outputs[i] as number)));
    return { time, bits: rest > 0 && off > 0 ? -Math.log2(off / rest) : 0 };
  });
  return { ...known, settled: settling.time, binding: 'slowest-mode', curve: rest > 0 ? curve : [] };
}

function solved(matrix: Float64Array, rightSide: Float64Array, n: number): Float64Array | undefined {
  const lu = matrix.slice();
  const pivots = new Int32Array(n);
  if (luFactor(lu, n, pivots) !== regular) return undefined;
  const x = rightSide.slice();
  luSolve(lu, n, pivots, x);
  return x.every(Number.isFinite) ? x : undefined;
}
