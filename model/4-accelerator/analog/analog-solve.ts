import type { Quantity } from '#quantity';

/** What the parts of an analog matrix chip take. */
export interface AnalogParts {
  /** One step of the closed inversion loop. */
  readonly inversionTime: Quantity<'s'>;
  /** One reading of an array that multiplies. */
  readonly productTime: Quantity<'s'>;
  /** One operational amplifier. */
  readonly amplifierPower: Quantity<'W'>;
  /** Across a cell, root mean square. */
  readonly readVoltage: Quantity<'V'>;
  /** Of a cell in use. */
  readonly meanConductance: Quantity<'S'>;
  /** One reading of a sum of the product. */
  readonly sumConversionEnergy: Quantity<'J'>;
  /** One reading of an output of the inversion. */
  readonly stepConversionEnergy: Quantity<'J'>;
  /** One input. */
  readonly driveEnergy: Quantity<'J'>;
  /** One cell, written and verified. */
  readonly writeEnergy: Quantity<'J'>;
  /** One row, written and verified. */
  readonly writeTime: Quantity<'s'>;
  readonly cellArea: Quantity<'mm2'>;
  readonly amplifierArea: Quantity<'mm2'>;
  readonly converterArea: Quantity<'mm2'>;
}

/** Every part by its name, for those who read them from a catalogue. */
export const analogPartNames: readonly (keyof AnalogParts)[] = [
  'inversionTime',
  'productTime',
  'amplifierPower',
  'readVoltage',
  'meanConductance',
  'sumConversionEnergy',
  'stepConversionEnergy',
  'driveEnergy',
  'writeEnergy',
  'writeTime',
  'cellArea',
  'amplifierArea',
  'converterArea',
];

/** A system of equations, and how the chip goes about it. */
export interface AnalogSolveInput {
  /** Rows of the matrix. */
  readonly size: number;
  /** Rows of the largest array that inverts. */
  readonly leaf: number;
  /** Slices of the precise product. */
  readonly slices: number;
  /** Times that the slices are read for one precise product. */
  readonly passes: number;
  /** Cycles of refinement. */
  readonly cycles: number;
  /** Are converters of inputs and outputs counted? */
  readonly converters: boolean;
  readonly parts: AnalogParts;
}

/** What one solution and one writing of the matrix take. */
export interface AnalogSolve {
  /** One right-hand side, from first to last cycle. */
  readonly time: Quantity<'s'>;
  /** One right-hand side. */
  readonly energy: Quantity<'J'>;
  /** Where that energy goes. */
  readonly shares: {
    /** Amplifiers. @unit 1 */
    readonly amplifiers: number;
    /** Currents through cells. @unit 1 */
    readonly cells: number;
    /** Converters. @unit 1 */
    readonly converters: number;
  };
  /** Part of the chip that takes most of the energy. */
  readonly binding: 'amplifiers' | 'cells' | 'converters';
  /** Cells of all arrays, two for each signed entry. @unit 1 */
  readonly cells: number;
  /** Writing the matrix into all of them. */
  readonly writeEnergy: Quantity<'J'>;
  /** Writing row by row, all arrays at once. */
  readonly writeTime: Quantity<'s'>;
  /** Cells, amplifiers and converters, without wires between them. */
  readonly area: Quantity<'mm2'>;
}

interface Tally {
  time: number;
  amplifiers: number;
  cells: number;
  conversions: number;
  cellCount: number;
  amplifierCount: number;
}

/** Cells hold one sign of an entry each; amplifiers come with an inverter each. */
const pair = 2;

const inversion = (n: number, p: AnalogParts): Tally => ({
  time: p.inversionTime,
  amplifiers: pair * n * p.amplifierPower * p.inversionTime,
  cells: n * n * p.meanConductance * p.readVoltage ** 2 * p.inversionTime,
  conversions: n * (p.stepConversionEnergy + p.driveEnergy),
  cellCount: pair * n * n,
  amplifierCount: pair * n,
});

const coarseProduct = (rows: number, columns: number, p: AnalogParts): Tally => ({
  time: p.productTime,
  amplifiers: pair * rows * p.amplifierPower * p.productTime,
  cells: rows * columns * p.meanConductance * p.readVoltage ** 2 * p.productTime,
  conversions: rows * p.stepConversionEnergy + columns * p.driveEnergy,
  cellCount: pair * rows * columns,
  amplifierCount: pair * rows,
});

const sum = (used: readonly (readonly [times: number, tally: Tally])[], built: readonly Tally[]): Tally => {
  const of = (key: 'time' | 'amplifiers' | 'cells' | 'conversions'): number =>
    used.reduce((all, [times, tally]) => all + times * tally[key], 0);
  const count = (key: 'cellCount' | 'amplifierCount'): number => built.reduce((all, tally) => all + tally[key], 0);
  return {
    time: of('time'),
    amplifiers: of('amplifiers'),
    cells: of('cells'),
    conversions: of('conversions'),
    cellCount: count('cellCount'),
    amplifierCount: count('amplifierCount'),
  };
};

/** One coarse solution by blocks: the first block inverts twice, the Schur complement once, two products between them. */
const coarse = (n: number, leaf: number, p: AnalogParts): Tally => {
  if (n <= leaf) return inversion(n, p);
  const head = n >> 1;
  const first = coarse(head, leaf, p);
  const second = head === n - head ? first : coarse(n - head, leaf, p);
  const lower = coarseProduct(n - head, head, p);
  const upper = coarseProduct(head, n - head, p);
  return sum(
    [
      [2, first],
      [1, second],
      [1, lower],
      [1, upper],
    ],
    [first, second, lower, upper],
  );
};

const precise = (n: number, slices: number, passes: number, p: AnalogParts): Tally => ({
  time: passes * p.productTime,
  amplifiers: pair * n * slices * passes * p.amplifierPower * p.productTime,
  cells: pair * n * n * slices * passes * p.meanConductance * p.readVoltage ** 2 * p.productTime,
  conversions: n * slices * passes * p.sumConversionEnergy + n * passes * p.driveEnergy,
  cellCount: pair * n * n * slices,
  amplifierCount: pair * n * slices,
});

/**
 * Time, energy, cells and area of a solution by refinement: in each cycle the arrays invert coarsely, block by block, and
 * multiply precisely, slice by slice.
 *
 * @equation E = k \left( \sum_s N_s P t_s + G V^2 t_s + c\,E_c \right), \quad t = k \left( I t_I + M t_M + p\,t_M \right)
 * @param input system, cycles and parts
 * @source pku-analog-solver abstract
 * @valid amplifiers run for as long as their array does; digital additions, control and wires between arrays are left out
 */
export function analogSolve(input: AnalogSolveInput): AnalogSolve {
  const { size, leaf, slices, passes, cycles, converters, parts } = input;
  const rough = coarse(size, leaf, parts);
  const exact = precise(size, slices, passes, parts);
  const amplifiers = cycles * (rough.amplifiers + exact.amplifiers);
  const cells = cycles * (rough.cells + exact.cells);
  const conversions = converters ? cycles * (rough.conversions + exact.conversions) : 0;
  const energy = amplifiers + cells + conversions;
  const cellCount = rough.cellCount + exact.cellCount;
  const amplifierCount = rough.amplifierCount + exact.amplifierCount;
  const shares = { amplifiers: amplifiers / energy, cells: cells / energy, converters: conversions / energy };
  return {
    time: (cycles * (rough.time + exact.time)) as Quantity<'s'>,
    energy: energy as Quantity<'J'>,
    shares,
    binding:
      shares.amplifiers >= Math.max(shares.cells, shares.converters)
        ? 'amplifiers'
        : shares.converters >= shares.cells
          ? 'converters'
          : 'cells',
    cells: cellCount,
    writeEnergy: (cellCount * parts.writeEnergy) as Quantity<'J'>,
    writeTime: (size * parts.writeTime) as Quantity<'s'>,
    area: (cellCount * parts.cellArea + amplifierCount * parts.amplifierArea + size * slices * parts.converterArea) as Quantity<'mm2'>,
  };
}

/**
 * How long cells last when the matrix changes at a steady pace.
 *
 * @equation T = n / f
 * @param input.endurance writes that a cell takes
 * @param input.rate times a second that the matrix changes
 * @unit s
 * @pure
 */
export const cellLife = (input: { readonly endurance: Quantity<'1'>; readonly rate: Quantity<'Hz'> }): Quantity<'s'> =>
  (input.endurance / input.rate) as Quantity<'s'>;
