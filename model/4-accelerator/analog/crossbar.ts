import { type Quantity, quantity } from '#quantity';
import { type FactoredNetwork, factorNetwork, type SolveSettings, type WireSolution } from './wire-network.ts';

/** An array of cells for open-loop products: rows are driven, columns are read at a virtual ground. */
export interface CrossbarInput {
  /** Lines that are driven. */
  readonly rows: number;
  /** Lines that are read. */
  readonly columns: number;
  /** Conductances of the cells, S, row by row. */
  readonly conductances: Float64Array;
  /** Resistance of a row between two cells; 0 also stands for inputs that gate the cells and carry no current. */
  readonly rowWire: Quantity<'ohm'>;
  /** Resistance of a column between two cells. */
  readonly columnWire: Quantity<'ohm'>;
  /** Resistance of the driver of a row. */
  readonly driver?: Quantity<'ohm'>;
  /** Resistance of the input that reads a column. */
  readonly sense?: Quantity<'ohm'>;
  /** Segments of wire between a terminal and the first cell; 1 unless stated. */
  readonly lead?: number;
  /** Ends at which rows are driven. */
  readonly feed?: 'left' | 'both';
  /** Ends at which columns are read. */
  readonly ground?: 'bottom' | 'top' | 'both';
  /**
   * How fast cells bend away from Ohm's law, 1/V: the current is that of a hyperbolic sine; 0 is a resistor.
   */
  readonly nonlinearity?: number;
}

export interface Crossbar {
  /** The input that it was made of. */
  readonly input: CrossbarInput;
  /** The array with its wires, as a network of resistors. */
  readonly network: FactoredNetwork;
}

/**
 * Sets up an array with wires for any number of products; what is computed here is used by all of them.
 *
 * @pure
 * @param input cells, wires and terminals
 * @throws RangeError where sizes do not fit or a value is no resistance or conductance
 */
export function crossbar(input: CrossbarInput): Crossbar {
  return { input, network: factorNetwork(networkOf(input, input.conductances)) };
}

function networkOf(input: CrossbarInput, cells: Float64Array) {
  const { rows, columns, rowWire, columnWire, driver = 0, sense = 0, lead = 1, feed = 'left', ground = 'bottom' } = input;
  const open = Number.POSITIVE_INFINITY;
  const drive = driver + lead * rowWire;
  const read = sense + lead * columnWire;
  return {
    rows,
    columns,
    planes: 1,
    cells,
    rowSegment: rowWire,
    columnSegment: columnWire,
    left: drive,
    right: feed === 'both' ? drive : open,
    top: ground === 'bottom' ? open : read,
    bottom: ground === 'top' ? open : read,
  };
}

export interface CrossbarProduct {
  /** Current out of each column, A. */
  readonly currents: Float64Array;
  /** The same without any resistance but that of the cells, A. */
  readonly ideal: Float64Array;
  /** Largest deviation of a current, as a share of the largest ideal one. */
  readonly deviation: Quantity<'1'>;
  /** Potentials of the row nodes, V, row by row. */
  readonly rowPotentials: Float64Array;
  /** Potentials of the column nodes, V, row by row. */
  readonly columnPotentials: Float64Array;
  /** Share of its row's voltage that the worst driven cell does not see. */
  readonly worstDrop: Quantity<'1'>;
  /** No node is further than this from its true potential. */
  readonly errorBound: Quantity<'V'>;
  /** Steps of the solver, of all linearisations. @unit 1 */
  readonly steps: number;
  /** Which way it was solved. */
  readonly method: WireSolution['method'];
  /** What the result suffers from most. */
  readonly binding: 'wires' | 'cells' | 'none';
}

const mostLinearisations = 60;
/** Between two linearisations no cell's voltage may move by more than this many times the voltage at which cells bend. */
const trust = 2;
const settled = 1e-13;

/**
 * Multiplies a vector of voltages with the conductances of an array, wires and bent cells included.
 *
 * @equation I_j = \sum_i g_{ij} \frac{\sinh k (V^r_{ij} - V^c_{ij})}{k}
 * @param array an array from `crossbar`
 * @param voltages of the rows, V
 * @param settings how exactly, and whether to go on
 */
export function crossbarProduct(array: Crossbar, voltages: Float64Array, settings: SolveSettings = {}): CrossbarProduct {
  const { input } = array;
  const { rows, columns, conductances, nonlinearity = 0 } = input;
  const terminals = { left: voltages, ...(input.feed === 'both' ? { right: voltages } : {}) };
  const bent = (v: number): number => (nonlinearity === 0 ? v : Math.sinh(nonlinearity * v) / nonlinearity);
  let solution = array.network.solve(terminals, settings);
  let { steps, errorBound } = solution;
  if (nonlinearity > 0) {
    const found = linearise(array, terminals, solution, settings);
    ({ solution, steps, errorBound } = found);
  }
  const currents = new Float64Array(columns);
  const ideal = new Float64Array(columns);
  let worstDrop = 0;
  for (let i = 0; i < rows; i++) {
    const v = voltages[i] as number;
    for (let j = 0; j < columns; j++) {
      const k = i * columns + j;
      const g = conductances[k] as number;
      const across = (solution.rowPotentials[k] as number) - (solution.columnPotentials[k] as number);
      currents[j] = (currents[j] as number) + g * bent(across);
      ideal[j] = (ideal[j] as number) + g * bent(v);
      if (v !== 0 && g > 0) worstDrop = Math.max(worstDrop, 1 - across / v);
    }
  }
  let deviation = 0;
  let largest = 0;
  let linear = 0;
  for (let j = 0; j < columns; j++) {
    deviation = Math.max(deviation, Math.abs((currents[j] as number) - (ideal[j] as number)));
    largest = Math.max(largest, Math.abs(ideal[j] as number));
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += (conductances[i * columns + j] as number) * (voltages[i] as number);
    linear = Math.max(linear, Math.abs((ideal[j] as number) - sum));
  }
  const byWires = deviation > largest * settled;
  return {
    currents,
    ideal,
    deviation: quantity(largest > 0 ? deviation / largest : 0, '1'),
    rowPotentials: solution.rowPotentials,
    columnPotentials: solution.columnPotentials,
    worstDrop: quantity(worstDrop, '1'),
    errorBound: quantity(errorBound, 'V'),
    steps,
    method: solution.method,
    binding: linear > deviation ? 'cells' : byWires ? 'wires' : 'none',
  };
}

/** Newton's method: cells as tangents to their curves, until no voltage moves. */
function linearise(
  { input }: Crossbar,
  terminals: { readonly left: Float64Array },
  start: WireSolution,
  settings: SolveSettings,
): { readonly solution: WireSolution; readonly steps: number; readonly errorBound: number } {
  const { conductances, nonlinearity = 0 } = input;
  const count = conductances.length;
  const across = Float64Array.from({ length: count }, (_, k) => (start.rowPotentials[k] as number) - (start.columnPotentials[k] as number));
  const tangents = new Float64Array(count);
  const rows = new Float64Array(count);
  const drawn = new Float64Array(count);
  let solution = start;
  let { steps } = start;
  let moved = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostLinearisations; round++) {
    for (let k = 0; k < count; k++) {
      const v = across[k] as number;
      const g = conductances[k] as number;
      const slope = g * Math.cosh(nonlinearity * v);
      const rest = (g * Math.sinh(nonlinearity * v)) / nonlinearity - slope * v;
      tangents[k] = slope;
      rows[k] = -rest;
      drawn[k] = rest;
    }
    solution = factorNetwork(networkOf(input, tangents)).solve(terminals, settings, { rows, columns: drawn });
    steps += solution.steps;
    let largest = 0;
    moved = 0;
    for (let k = 0; k < count; k++) {
      const next = (solution.rowPotentials[k] as number) - (solution.columnPotentials[k] as number);
      moved = Math.max(moved, Math.abs(next - (across[k] as number)));
      largest = Math.max(largest, Math.abs(next));
    }
    // Far from the solution a tangent overshoots: go part of the way.
    const share = Math.min(1, trust / (nonlinearity * moved));
    for (let k = 0; k < count; k++) {
      const next = (solution.rowPotentials[k] as number) - (solution.columnPotentials[k] as number);
      across[k] = (across[k] as number) + share * (next - (across[k] as number));
    }
    if (moved <= settled * largest || solution.method === 'stopped') break;
  }
  return { solution, steps, errorBound: solution.errorBound + moved };
}

/** The matrix that an array with wires multiplies with, or that it was told to stop. */
export type EffectiveConductances =
  | { readonly feasible: true; readonly conductances: Float64Array }
  | { readonly feasible: false; readonly binding: 'stopped' };

/**
 * Finds the matrix by which an array of ohmic cells with wires multiplies: one solution for each row, after which a product
 * costs no more than without wires.
 *
 * @equation I = V \hat G
 * @param array an array from `crossbar`
 * @param goOn asked before each row
 */
export function effectiveConductances(array: Crossbar, goOn: (done: number, total: number) => boolean = () => true): EffectiveConductances {
  const { rows, columns, feed } = array.input;
  const conductances = new Float64Array(rows * columns);
  const unit = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    if (!goOn(i, rows)) return { feasible: false, binding: 'stopped' };
    unit.fill(0);
    unit[i] = 1;
    const { columnCurrents } = array.network.solve({ left: unit, ...(feed === 'both' ? { right: unit } : {}) });
    conductances.set(columnCurrents, i * columns);
  }
  return { feasible: true, conductances };
}
