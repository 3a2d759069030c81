import {
  adcBitsNeeded,
  cellConductances,
  crossbar,
  crossbarProduct,
  inputPasses,
  multiplyVector,
  networkMemory,
  programMatrix,
  slicedMultiplier,
  sliceMatrix,
} from '#analog';
import { quantity } from '#quantity';

/** A product of a matrix with a vector, as an array of cells gives it. */
export interface ArrayProductOptions {
  /** Outputs. */
  readonly rows: number;
  /** Inputs: lines of the array that are driven. */
  readonly columns: number;
  readonly matrix: Float64Array;
  readonly vector: Float64Array;
  readonly cellBits: number;
  readonly writeError: number;
  readonly lowest: number;
  readonly highest: number;
  readonly wire: number;
  readonly readVoltage: number;
  /** Bits of the converters beside the sign. */
  readonly dacBits: number;
  readonly adcBits: number;
  /** 1/V. */
  readonly nonlinearity: number;
  readonly matrixBits: number;
  /** Lines driven at a time in the sliced product. */
  readonly rowsActive: number;
  /** Standard normal draws by purpose. */
  readonly normals: (purpose: number, count: number) => Float64Array;
  /** Asked between steps. */
  readonly goOn: (steps: number) => boolean;
}

export const productStages = ['levels', 'writing', 'cells', 'wires', 'converters'] as const;
export type ProductStage = (typeof productStages)[number];

export interface ArrayProduct {
  readonly rows: number;
  readonly columns: number;
  /** Largest error of an output as a share of the largest output, after each stage and all before it. */
  readonly errors: Readonly<Record<ProductStage, number>>;
  /** The stage that adds most. */
  readonly binding: ProductStage | 'none';
  readonly outputs: Float64Array;
  readonly exact: Float64Array;
  /** Largest share of the largest input voltage that a cell does not see, and the mean over cells. */
  readonly worstDrop: number;
  readonly meanDrop: number;
  /** No potential of the arrays is further from the truth than this, V. */
  readonly errorBound: number;
  readonly steps: number;
  readonly method: 'iteration' | 'elimination' | 'stopped';
  /** Bytes that the solver needs. */
  readonly memory: number;
  /** Conductance of the larger of each pair of cells, S; by line driven, then by output. */
  readonly conductances: Float64Array;
  /** Share of the largest input voltage that each cell does not see, in the same order. */
  readonly drops: Float64Array;
  readonly sliced: {
    readonly slices: number;
    readonly rowsActive: number;
    readonly passes: number;
    readonly adcBits: number;
    readonly codes: number;
    /** Sums read wrongly, with the write error alone. */
    readonly wrong: number;
    /** The same with the mean drop along wires besides. */
    readonly wrongWithDrop: number;
  };
}

const largestOf = (values: Float64Array): number => {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
};

/** Bits of an input digit of the sliced product. */
const digitBits = 4;

/** Rounds to as many bits of the largest value, sign aside. */
const converted = (values: Float64Array, bits: number): Float64Array => {
  const step = largestOf(values) / (2 ** bits - 1);
  return step === 0 ? values.slice() : values.map((value) => Math.round(value / step) * step);
};

/**
 * Follows a product through everything that makes it less than exact: rounding to levels, writing, cells that bend, wires,
 * converters; and counts how often a product in bit slices would read a wrong integer.
 *
 * @param options matrix, vector, cells, wires, converters
 */
export function buildArrayProduct(options: ArrayProductOptions): ArrayProduct {
  const { rows, columns, matrix, vector, cellBits, highest, lowest, wire, readVoltage, normals } = options;
  const count = rows * columns;
  const exact = new Float64Array(rows);
  multiplyVector(matrix, vector, exact, rows, columns);
  const largest = largestOf(exact);
  const errorOf = (outputs: Float64Array): number => {
    let error = 0;
    for (let i = 0; i < rows; i++) error = Math.max(error, Math.abs((outputs[i] as number) - (exact[i] as number)));
    return largest > 0 ? error / largest : error;
  };

  const rounded = programMatrix({ matrix, cellBits, writeError: 0, normals: new Float64Array(0) });
  const written = programMatrix({ matrix, cellBits, writeError: options.writeError, normals: normals(1, count) });
  const byLevels = new Float64Array(rows);
  multiplyVector(rounded.programmed, vector, byLevels, rows, columns);
  const byWriting = new Float64Array(rows);
  multiplyVector(written.programmed, vector, byWriting, rows, columns);
  const scaled = (values: Float64Array, factor: number): Float64Array => values.map((value) => value * factor);

  // Lines of the array are the inputs: what is a row of the matrix is a column of cells.
  const turned = new Float64Array(count);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = written.programmed[i * columns + j] as number;
  const cells = cellConductances({ programmed: turned, highest, lowest });
  const inputScale = largestOf(vector);
  const voltsOf = (values: Float64Array): Float64Array => scaled(values, inputScale === 0 ? 0 : readVoltage / inputScale);
  const outputScale = readVoltage === 0 || inputScale === 0 ? 0 : (written.scale * inputScale) / (readVoltage * highest);
  const solve = (conductances: Float64Array, volts: Float64Array) =>
    crossbarProduct(
      crossbar({
        rows: columns,
        columns: rows,
        conductances,
        rowWire: quantity(wire, 'ohm'),
        columnWire: quantity(wire, 'ohm'),
        nonlinearity: options.nonlinearity,
      }),
      volts,
      { goOn: options.goOn },
    );
  const differ = (volts: Float64Array) => {
    const positive = solve(cells.positive, volts);
    const negative = solve(cells.negative, volts);
    const outputs = new Float64Array(rows);
    const ideal = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      outputs[i] = outputScale * ((positive.currents[i] as number) - (negative.currents[i] as number));
      ideal[i] = outputScale * ((positive.ideal[i] as number) - (negative.ideal[i] as number));
    }
    return { positive, negative, outputs, ideal };
  };
  const plain = differ(voltsOf(vector));
  const driven = differ(voltsOf(converted(vector, options.dacBits)));
  const outputs = converted(driven.outputs, options.adcBits);
  const errors = {
    levels: errorOf(scaled(byLevels, rounded.scale)),
    writing: errorOf(scaled(byWriting, written.scale)),
    cells: errorOf(plain.ideal),
    wires: errorOf(plain.outputs),
    converters: errorOf(outputs),
  };
  let binding: ArrayProduct['binding'] = 'none';
  let most = 1e-12;
  let before = 0;
  for (const stage of productStages) {
    if (errors[stage] - before > most) {
      most = errors[stage] - before;
      binding = stage;
    }
    before = errors[stage];
  }

  const volts = voltsOf(vector);
  const top = largestOf(volts);
  const drops = new Float64Array(count);
  let worstDrop = 0;
  let meanDrop = 0;
  for (let j = 0; j < columns; j++) {
    const v = volts[j] as number;
    for (let i = 0; i < rows; i++) {
      const k = j * rows + i;
      const across = (plain.positive.rowPotentials[k] as number) - (plain.positive.columnPotentials[k] as number);
      const drop = top > 0 ? Math.abs(v - across) / top : 0;
      drops[k] = drop;
      worstDrop = Math.max(worstDrop, drop);
      meanDrop += drop / count;
    }
  }

  const rowsActive = Math.max(1, Math.min(options.rowsActive, columns));
  const settings = { inputBits: digitBits, dacBits: options.dacBits, rowsActive };
  const digitTop = 2 ** digitBits - 1;
  const digits = vector.map((value) => (inputScale === 0 ? 0 : Math.round((value / inputScale) * digitTop)));
  const wrongWith = (loss: number) =>
    slicedMultiplier(
      sliceMatrix({
        matrix,
        rows,
        columns,
        matrixBits: options.matrixBits,
        cellBits,
        writeError: options.writeError,
        normals: normals(2, Math.ceil(options.matrixBits / cellBits) * count),
        loss,
      }),
      settings,
    ).multiply(digits, new Float64Array(rows));
  const alone = wrongWith(0);
  return {
    rows,
    columns,
    errors,
    binding,
    outputs,
    exact,
    worstDrop,
    meanDrop,
    errorBound: Math.max(plain.positive.errorBound, plain.negative.errorBound, driven.positive.errorBound, driven.negative.errorBound),
    steps: plain.positive.steps + plain.negative.steps + driven.positive.steps + driven.negative.steps,
    method: [plain.positive, plain.negative, driven.positive, driven.negative].some(({ method }) => method === 'stopped')
      ? 'stopped'
      : plain.positive.method,
    memory: productMemory({ rows, columns, matrixBits: options.matrixBits, cellBits }),
    conductances: cells.positive.map((value, k) => Math.max(value, cells.negative[k] as number)),
    drops,
    sliced: {
      slices: Math.ceil(options.matrixBits / cellBits),
      rowsActive,
      passes: inputPasses({ inputBits: digitBits, dacBits: options.dacBits, columns, rowsActive }),
      adcBits: adcBitsNeeded({ dacBits: options.dacBits, cellBits, rowsActive }),
      codes: alone.codes,
      wrong: alone.wrong,
      wrongWithDrop: wrongWith(meanDrop).wrong,
    },
  };
}

/**
 * Memory that a product takes, B: the arrays one at a time, what is kept of them, and the slices.
 *
 * @param input size and bits
 */
export function productMemory(input: {
  readonly rows: number;
  readonly columns: number;
  readonly matrixBits: number;
  readonly cellBits: number;
}): number {
  const { rows, columns, matrixBits, cellBits } = input;
  const count = rows * columns;
  const kept = 18;
  const slices = Math.ceil(matrixBits / cellBits);
  return networkMemory({ rows: columns, columns: rows, planes: 1 }).iteration + 8 * count * kept + count * slices * 25;
}
