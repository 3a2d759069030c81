import { bandedFactor, bandedSolve } from './banded.ts';

/**
 * An array of cells between wires that resist. Every row is a line of nodes, one for each column; every column is a line of
 * nodes, one for each row; a cell joins the two nodes where they cross. With two planes every row crosses two columns at
 * each place, one of the positive and one of the negative cells.
 */
export interface WireNetwork {
  /** Lines across. */
  readonly rows: number;
  /** Lines down, of each plane. */
  readonly columns: number;
  /** 1, or 2 where positive and negative cells have columns of their own. */
  readonly planes: number;
  /** Conductance of each cell, S, plane by plane, row by row. */
  readonly cells: Float64Array;
  /** Resistance of a row between two cells, ohm. */
  readonly rowSegment: number;
  /** Resistance of a column between two cells, ohm. */
  readonly columnSegment: number;
  /** What lies between the first cell of a row and the terminal there, ohm: 0 is the terminal itself, infinity nothing connected. */
  readonly left: number;
  /** The same behind the last cell of a row, ohm. */
  readonly right: number;
  /** The same before the first cell of a column, ohm. */
  readonly top: number;
  /** The same behind the last cell of a column, ohm. */
  readonly bottom: number;
}

/** Potentials of the terminals, V; of columns plane by plane. What is absent is at 0. */
export interface TerminalPotentials {
  readonly left?: Float64Array;
  readonly right?: Float64Array;
  readonly top?: Float64Array;
  readonly bottom?: Float64Array;
}

/** Currents drawn in at the nodes beside the terminals, A: what a linearised cell adds. */
export interface NodeCurrents {
  /** Row by row. */
  readonly rows: Float64Array;
  /** Plane by plane, row by row. */
  readonly columns: Float64Array;
}

export interface WireSolution {
  /** Potentials of the row nodes, V, row by row. */
  readonly rowPotentials: Float64Array;
  /** Potentials of the column nodes, V, plane by plane, row by row. */
  readonly columnPotentials: Float64Array;
  /** Current that leaves each column through its terminals, A, plane by plane. */
  readonly columnCurrents: Float64Array;
  /** No node is further than this from its true potential, V. */
  readonly errorBound: number;
  /** Steps of the iteration; 0 where the elimination was used. */
  readonly steps: number;
  /** Which way it was solved. */
  readonly method: 'iteration' | 'elimination' | 'stopped';
}

export interface SolveSettings {
  /** Error bound wanted, as a share of the largest potential of a column. */
  readonly tolerance?: number;
  /** Memory that the elimination may use, B. */
  readonly memory?: number;
  /** Asked before every step: whoever says no gets what there is by then, with its bound. */
  readonly goOn?: (steps: number) => boolean;
}

/** A network whose lines are factored, to be solved for any number of drives. */
export interface FactoredNetwork {
  readonly network: WireNetwork;
  /**
   * Solves for the potentials of all nodes.
   *
   * @param terminals potentials of the terminals
   * @param settings how exactly
   * @param currents currents drawn in at the nodes
   */
  readonly solve: (terminals: TerminalPotentials, settings?: SolveSettings, currents?: NodeCurrents) => WireSolution;
  /** Least of a node's share in a common rise of all terminals by 1 V: how firmly the loosest node is held. @unit 1 */
  readonly hold: number;
}

/** A conductance beside which every other of the network vanishes, while its products with them stay exact. */
const direct = 2 ** 100;
const defaultTolerance = 1e-12;
const bytesPerDouble = 8;
/** The elimination may use this much unless told otherwise. */
const defaultMemory = 2 ** 29;
const fewestSteps = 400;
/** A bound this many times the one wanted calls for the elimination. */
const farOff = 1000;
/** Rounds of corrections of a solution by itself before the bound is taken as it is. */
const mostRounds = 4;

const conductance = (resistance: number, scale: number): number =>
  resistance === 0 ? direct * scale : resistance === Number.POSITIVE_INFINITY ? 0 : 1 / resistance;

/**
 * Memory that solving a network takes, for both ways.
 *
 * @equation M_1 = 8 r c (5 + 10 p), \quad M_2 = 8 r c (1 + p) (c (1 + p) + 2)
 * @param input.rows lines across
 * @param input.columns lines down
 * @param input.planes planes of cells
 * @returns bytes of the iteration and of the elimination
 */
export function networkMemory(input: { readonly rows: number; readonly columns: number; readonly planes: number }): {
  /** Memory of the iteration. @unit B */
  readonly iteration: number;
  /** Memory of the elimination. @unit B */
  readonly elimination: number;
} {
  const { rows, columns, planes } = input;
  const sites = rows * columns;
  const nodes = sites * (1 + planes);
  return {
    iteration: bytesPerDouble * sites * (5 + 10 * planes),
    elimination: bytesPerDouble * nodes * (columns * (1 + planes) + 2),
  };
}

/** One family of lines: the factors of each, a chain of resistors with cells to ground and terminals at its ends. */
interface Lines {
  /** Reciprocal of the conductance that a node sees towards ground once everything before it is folded in. */
  readonly inverse: Float64Array;
  /** Share of a node's potential that comes from the next node. */
  readonly ratio: Float64Array;
}

/**
 * Folds a chain from its beginning: two conductances in a row and one beside make one. No subtraction occurs, so that
 * every factor is exact to the last digits however the conductances differ.
 */
function factorLine(
  lines: Lines,
  cells: (k: number) => number,
  at: (k: number) => number,
  n: number,
  segment: number,
  ends: readonly [number, number],
): void {
  let folded = ends[0];
  for (let k = 0; k < n; k++) {
    folded += cells(k);
    if (k === n - 1) folded += ends[1];
    const out = k === n - 1 ? 0 : segment;
    const whole = folded + out;
    lines.inverse[at(k)] = whole > 0 ? 1 / whole : 0;
    lines.ratio[at(k)] = whole > 0 ? out / whole : 0;
    folded = whole > 0 ? folded * (out / whole) : 0;
  }
}

/**
 * Factors the lines of a network.
 *
 * The nodes of one family are eliminated line by line, which leaves a system for the columns alone; that is solved by
 * conjugate gradients with the column lines as preconditioner. Where wires drop little, cells couple the families weakly and
 * a few steps do; each is a pass over the array. The result is certified: the operator that carries a guess to the next
 * has no negative entry and keeps a common potential of all terminals up to a share known exactly, so the change of
 * the last pass bounds the error. A network too tightly coupled for the iteration is eliminated whole.
 *
 * @equation \left(T_c - G^{\mathsf T} T_r^{-1} G\right) V_c = I_c + G^{\mathsf T} T_r^{-1} I_r, \qquad \lVert V - \hat V \rVert_\infty \le \lVert F(\hat V) - \hat V \rVert_\infty / \min_k F(0)_k |_{\text{terminals at } 1}
 * @param network cells, wires and terminals
 * @throws RangeError where the sizes do not fit or a value is no resistance or conductance
 */
export function factorNetwork(network: WireNetwork): FactoredNetwork {
  check(network);
  const { rows, columns, planes, cells } = network;
  const sites = rows * columns;
  const size = planes * sites;
  let scale = 0;
  for (const value of cells) scale = Math.max(scale, value);
  for (const value of [network.rowSegment, network.columnSegment, network.left, network.right, network.top, network.bottom]) {
    if (value > 0 && Number.isFinite(value)) scale = Math.max(scale, 1 / value);
  }
  if (scale === 0) scale = 1;
  const left = conductance(network.left, scale);
  const right = conductance(network.right, scale);
  const top = conductance(network.top, scale);
  const bottom = conductance(network.bottom, scale);
  const rowSegment = conductance(network.rowSegment, scale);
  const columnSegment = conductance(network.columnSegment, scale);

  const rowLines: Lines = { inverse: new Float64Array(sites), ratio: new Float64Array(sites) };
  const columnLines: Lines = { inverse: new Float64Array(size), ratio: new Float64Array(size) };
  for (let i = 0; i < rows; i++) {
    const cellsOf = (j: number): number => {
      let sum = 0;
      for (let p = 0; p < planes; p++) sum += cells[p * sites + i * columns + j] as number;
      return sum;
    };
    factorLine(rowLines, cellsOf, (j) => i * columns + j, columns, rowSegment, [left, right]);
  }
  for (let p = 0; p < planes; p++) {
    for (let j = 0; j < columns; j++) {
      const at = (i: number): number => p * sites + i * columns + j;
      factorLine(columnLines, (i) => cells[at(i)] as number, at, rows, columnSegment, [top, bottom]);
    }
  }

  const work = Array.from({ length: 2 }, () => new Float64Array(sites));
  const [rowSource, rowHelp] = work as [Float64Array, Float64Array];
  const columnWork = Array.from({ length: 5 }, () => new Float64Array(size));
  const [columnSource, r, z, direction, carried] = columnWork as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

  /** Potentials of the rows from the currents drawn in at their nodes, in place. */
  const solveRows = (x: Float64Array): void => {
    const { inverse, ratio } = rowLines;
    let i = 0;
    // Two rows at a time: the steps along one wait for each other, those of two do not.
    for (; i + 1 < rows; i += 2) {
      const from = i * columns;
      const to = from + columns;
      let carry = 0;
      let other = 0;
      for (let k = from; k < to; k++) {
        const l = k + columns;
        carry += x[k] as number;
        other += x[l] as number;
        x[k] = carry;
        x[l] = other;
        carry *= ratio[k] as number;
        other *= ratio[l] as number;
      }
      carry = 0;
      other = 0;
      for (let k = to - 1; k >= from; k--) {
        const l = k + columns;
        carry = (x[k] as number) * (inverse[k] as number) + (ratio[k] as number) * carry;
        other = (x[l] as number) * (inverse[l] as number) + (ratio[l] as number) * other;
        x[k] = carry;
        x[l] = other;
      }
    }
    for (; i < rows; i++) {
      const from = i * columns;
      const to = from + columns;
      let carry = 0;
      for (let k = from; k < to; k++) {
        carry += x[k] as number;
        x[k] = carry;
        carry *= ratio[k] as number;
      }
      carry = 0;
      for (let k = to - 1; k >= from; k--) {
        carry = (x[k] as number) * (inverse[k] as number) + (ratio[k] as number) * carry;
        x[k] = carry;
      }
    }
  };
  /** The same for the columns, all of a plane side by side. */
  const solveColumns = (x: Float64Array): void => {
    const { inverse, ratio } = columnLines;
    for (let p = 0; p < planes; p++) {
      const first = p * sites;
      for (let k = first + columns; k < first + sites; k++)
        x[k] = (x[k] as number) + (ratio[k - columns] as number) * (x[k - columns] as number);
      const last = first + sites - columns;
      for (let k = last; k < first + sites; k++) x[k] = (x[k] as number) * (inverse[k] as number);
      for (let k = last - 1; k >= first; k--)
        x[k] = (x[k] as number) * (inverse[k] as number) + (ratio[k] as number) * (x[k + columns] as number);
    }
  };
  /** Currents that the cells carry from columns at these potentials to rows at 0. */
  const toRows = (potentials: Float64Array, out: Float64Array): void => {
    for (let k = 0; k < sites; k++) out[k] = (cells[k] as number) * (potentials[k] as number);
    for (let p = 1; p < planes; p++) {
      const first = p * sites;
      for (let k = 0; k < sites; k++) out[k] = (out[k] as number) + (cells[first + k] as number) * (potentials[first + k] as number);
    }
  };
  /** Potentials of the rows that go with potentials of the columns. */
  const rowsOf = (from: Float64Array, out: Float64Array): void => {
    toRows(from, out);
    for (let k = 0; k < sites; k++) out[k] = (out[k] as number) + (rowSource[k] as number);
    solveRows(out);
  };
  /** One pass: rows from columns, then columns from rows. */
  const pass = (from: Float64Array, rowsOut: Float64Array, columnsOut: Float64Array): void => {
    rowsOf(from, rowsOut);
    for (let p = 0; p < planes; p++) {
      const first = p * sites;
      for (let k = 0; k < sites; k++) {
        columnsOut[first + k] = (columnSource[first + k] as number) + (cells[first + k] as number) * (rowsOut[k] as number);
      }
    }
    solveColumns(columnsOut);
  };
  const setSources = (terminals: TerminalPotentials | undefined, currents: NodeCurrents | undefined): void => {
    rowSource.fill(0);
    columnSource.fill(0);
    const of = (values: Float64Array | undefined, index: number): number => (terminals === undefined ? 1 : (values?.[index] ?? 0));
    for (let i = 0; i < rows && columns > 0; i++) {
      rowSource[i * columns] = left * of(terminals?.left, i);
      const end = i * columns + columns - 1;
      rowSource[end] = (rowSource[end] as number) + right * of(terminals?.right, i);
    }
    for (let p = 0; p < planes && rows > 0; p++) {
      for (let j = 0; j < columns; j++) {
        columnSource[p * sites + j] = top * of(terminals?.top, p * columns + j);
        const end = p * sites + (rows - 1) * columns + j;
        columnSource[end] = (columnSource[end] as number) + bottom * of(terminals?.bottom, p * columns + j);
      }
    }
    if (currents === undefined) return;
    for (let k = 0; k < sites; k++) rowSource[k] = (rowSource[k] as number) + (currents.rows[k] as number);
    for (let k = 0; k < size; k++) columnSource[k] = (columnSource[k] as number) + (currents.columns[k] as number);
  };

  // What one pass gives from nothing, with all terminals at 1 V: the share that each node is sure of.
  setSources(undefined, undefined);
  carried.fill(0);
  pass(carried, rowHelp, z);
  let hold = 1;
  for (let k = 0; k < size; k++) if ((columnLines.inverse[k] as number) > 0) hold = Math.min(hold, z[k] as number);

  let band: Float64Array | undefined;
  const memoryOfElimination = networkMemory(network).elimination;
  const mayEliminate = network.rowSegment > 0 && network.columnSegment > 0;

  /** Residual of the columns: what currents of the rows the last pass did not know of. */
  const setResidual = (now: Float64Array, known: Float64Array | undefined): void => {
    for (let p = 0; p < planes; p++) {
      const first = p * sites;
      for (let k = 0; k < sites; k++) r[first + k] = (cells[first + k] as number) * ((now[k] as number) - (known?.[k] ?? 0));
    }
  };
  const boundOf = (apart: number): number => (hold > 0 ? apart / hold : apart === 0 ? 0 : Number.POSITIVE_INFINITY);

  const solve: FactoredNetwork['solve'] = (terminals, settings = {}, currents) => {
    const { tolerance = defaultTolerance, memory = defaultMemory, goOn = () => true } = settings;
    setSources(terminals, currents);
    const rowPotentials = new Float64Array(sites);
    let potentials = new Float64Array(size);
    let other = new Float64Array(size);
    const nextPass = (rowsOut: Float64Array): number => {
      pass(potentials, rowsOut, other);
      const apart = distance(potentials, other);
      [potentials, other] = [other, potentials];
      return apart;
    };
    let steps = 0;
    let stopped = false;
    let method: WireSolution['method'] = 'iteration';

    // The columns alone first, as if the rows were at 0.
    potentials.set(columnSource);
    solveColumns(potentials);
    pass(potentials, rowPotentials, other);
    let apart = distance(potentials, other);
    // Columns often stand far below the terminals: their potentials are to be right by their own measure.
    const wanted = tolerance * maximum(other);
    for (let round = 0; round < mostRounds && apart > wanted * hold && !stopped; round++) {
      if (round === 0) setResidual(rowPotentials, undefined);
      else {
        rowsOf(potentials, rowHelp);
        setResidual(rowHelp, rowPotentials);
      }
      steps += gradients(potentials, wanted * hold, (done) => {
        stopped = !goOn(steps + done);
        return !stopped;
      });
      // One more pass mends the guess and measures how far it still moved.
      apart = nextPass(rowPotentials);
    }
    if (!stopped && boundOf(apart) > farOff * wanted && mayEliminate && memoryOfElimination <= memory) {
      method = 'elimination';
      steps = 0;
      band ??= factorWhole(network, { left, right, top, bottom, rowSegment, columnSegment });
      solveWhole(network, band, rowSource, columnSource, potentials);
      apart = nextPass(rowPotentials);
    }
    rowsOf(potentials, rowPotentials);
    // Nothing is subtracted along a line, so rounding grows with its length and no faster.
    const rounding = 4 * (rows + columns) * Number.EPSILON * Math.max(maximum(rowPotentials), maximum(potentials));
    return {
      rowPotentials,
      columnPotentials: potentials,
      columnCurrents: currentsOf(network, rowPotentials, potentials),
      errorBound: boundOf(apart) + rounding,
      steps,
      method: stopped ? 'stopped' : method,
    };
  };

  /** Conjugate gradients on the columns, from the residual in `r`; the correction is added to x. */
  function gradients(x: Float64Array, wanted: number, goOn: (steps: number) => boolean): number {
    const most = fewestSteps + 4 * (rows + columns);
    z.set(r);
    solveColumns(z);
    let along = product(r, z);
    direction.set(z);
    carried.set(r);
    let steps = 0;
    while (steps < most && along > 0 && maximum(z) > wanted && goOn(steps)) {
      steps += 1;
      toRows(direction, rowHelp);
      solveRows(rowHelp);
      // `carried` is T_c times the direction; what is taken off makes it the whole operator's image.
      let curve = 0;
      for (let p = 0; p < planes; p++) {
        const first = p * sites;
        for (let k = 0; k < sites; k++) {
          const image = (carried[first + k] as number) - (cells[first + k] as number) * (rowHelp[k] as number);
          z[first + k] = image;
          curve += image * (direction[first + k] as number);
        }
      }
      if (!(curve > 0)) break;
      const step = along / curve;
      for (let k = 0; k < size; k++) {
        x[k] = (x[k] as number) + step * (direction[k] as number);
        const rest = (r[k] as number) - step * (z[k] as number);
        r[k] = rest;
        z[k] = rest;
      }
      solveColumns(z);
      const next = product(r, z);
      const share = next / along;
      along = next;
      for (let k = 0; k < size; k++) {
        direction[k] = (z[k] as number) + share * (direction[k] as number);
        carried[k] = (r[k] as number) + share * (carried[k] as number);
      }
    }
    return steps;
  }

  return { network, solve, hold };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

function maximum(a: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < a.length; k++) {
    const size = Math.abs(a[k] as number);
    if (size > largest) largest = size;
  }
  return largest;
}

function distance(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < a.length; k++) {
    const apart = Math.abs((a[k] as number) - (b[k] as number));
    if (apart > largest) largest = apart;
  }
  return largest;
}

function check({ rows, columns, planes, cells, ...resistances }: WireNetwork): void {
  const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  if (!isCount(rows) || !isCount(columns) || (planes !== 1 && planes !== 2))
    throw new RangeError('rows and columns are counts, planes is 1 or 2');
  if (cells.length !== planes * rows * columns) throw new RangeError('there must be a conductance for each cell');
  for (const value of cells)
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError('a conductance is a number from 0 up');
  for (const [name, value] of Object.entries(resistances)) {
    if (!(value >= 0)) throw new RangeError(`${name} must be a resistance`);
  }
  if (resistances.rowSegment === Number.POSITIVE_INFINITY || resistances.columnSegment === Number.POSITIVE_INFINITY) {
    throw new RangeError('a segment must conduct');
  }
}

interface Conductances {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly rowSegment: number;
  readonly columnSegment: number;
}

/** The whole network as one banded matrix: the nodes of a crossing next to each other, crossing by crossing. */
function factorWhole(network: WireNetwork, g: Conductances): Float64Array {
  const { rows, columns, planes, cells } = network;
  const per = 1 + planes;
  const sites = rows * columns;
  const width = columns * per;
  const nodes = sites * per;
  const band = new Float64Array(nodes * (width + 1));
  const add = (a: number, b: number, value: number): void => {
    const high = Math.max(a, b);
    const at = high * (width + 1) + width - (high - Math.min(a, b));
    band[at] = (band[at] as number) + value;
  };
  const ground = (a: number, value: number): void => add(a, a, value);
  const join = (a: number, b: number, value: number): void => {
    ground(a, value);
    ground(b, value);
    add(a, b, -value);
  };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const site = i * columns + j;
      const row = site * per;
      if (j === 0) ground(row, g.left);
      if (j === columns - 1) ground(row, g.right);
      else join(row, row + per, g.rowSegment);
      for (let p = 0; p < planes; p++) {
        const column = row + 1 + p;
        join(row, column, cells[p * sites + site] as number);
        if (i === 0) ground(column, g.top);
        if (i === rows - 1) ground(column, g.bottom);
        else join(column, column + width, g.columnSegment);
      }
    }
  }
  bandedFactor(band, nodes, width);
  return band;
}

function solveWhole(
  { rows, columns, planes }: WireNetwork,
  band: Float64Array,
  rowSource: Float64Array,
  columnSource: Float64Array,
  columnsOut: Float64Array,
): void {
  const per = 1 + planes;
  const sites = rows * columns;
  const x = new Float64Array(sites * per);
  for (let k = 0; k < sites; k++) {
    x[k * per] = rowSource[k] as number;
    for (let p = 0; p < planes; p++) x[k * per + 1 + p] = columnSource[p * sites + k] as number;
  }
  bandedSolve(band, sites * per, columns * per, x);
  for (let k = 0; k < sites; k++) for (let p = 0; p < planes; p++) columnsOut[p * sites + k] = x[k * per + 1 + p] as number;
}

function currentsOf(
  { rows, columns, planes, cells }: WireNetwork,
  rowPotentials: Float64Array,
  columnPotentials: Float64Array,
): Float64Array {
  const sites = rows * columns;
  const currents = new Float64Array(planes * columns);
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const k = i * columns + j;
        const through = (cells[p * sites + k] as number) * ((rowPotentials[k] as number) - (columnPotentials[p * sites + k] as number));
        currents[p * columns + j] = (currents[p * columns + j] as number) + through;
      }
    }
  }
  return currents;
}
