import { roundHalfEven } from './program-matrix.ts';

/** A matrix to be held in slices of cells. */
export interface SliceInput {
  /** The matrix, rows x columns, row by row. */
  readonly matrix: Float64Array;
  /** Rows of the matrix: outputs of the product. */
  readonly rows: number;
  /** Columns of the matrix: inputs of the product, and lines of the array that are driven. */
  readonly columns: number;
  /** Bits of an entry beside its sign. */
  readonly matrixBits: number;
  /** Bits of a cell. */
  readonly cellBits: number;
  /** Standard deviation of a written level, as a share of full scale. */
  readonly writeError: number;
  /** Standard normal draws, one for each cell, slice by slice, the least bits first; not read where the write error is zero. */
  readonly normals: Float64Array;
  /** Systematic share by which every cell conducts too little: drift, or the mean drop along wires. */
  readonly loss?: number;
}

/** A matrix in slices of cells, ready to be multiplied. */
export interface SlicedMatrix {
  /** Outputs of the product. */
  readonly rows: number;
  /** Inputs of the product. */
  readonly columns: number;
  /** Bits of a cell. */
  readonly cellBits: number;
  /** Arrays of cells. */
  readonly slices: number;
  /** The matrix as integers: what the product would be of, were no cell wrong. */
  readonly integers: Float64Array;
  /** Value of one unit of the integers. */
  readonly unit: number;
  /** By how many levels each cell is wrong, slice by slice. */
  readonly errors: Float64Array;
  /** Signed levels of each cell, slice by slice. */
  readonly levels: Int8Array;
}

/**
 * Cuts a matrix into slices of a few bits and writes each with an error.
 *
 * @equation a_{ij} \approx u \sum_s 2^{b s} \ell^{(s)}_{ij}, \quad u = \max |a| / (2^B - 1)
 * @param input matrix, bits, error and draws
 * @valid at most 52 bits in all, cells of at most 7
 */
export function sliceMatrix(input: SliceInput): SlicedMatrix {
  const { matrix, rows, columns, matrixBits, cellBits, writeError, normals, loss = 0 } = input;
  const count = rows * columns;
  const slices = Math.ceil(matrixBits / cellBits);
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(matrix[i] as number));
  const top = 2 ** matrixBits - 1;
  const unit = largest > 0 ? largest / top : 1;
  const integers = new Float64Array(count);
  const levels = new Int8Array(slices * count);
  const errors = new Float64Array(slices * count);
  const base = 2 ** cellBits;
  const fullScale = base - 1;
  for (let i = 0; i < count; i++) {
    const whole = Math.max(-top, Math.min(top, roundHalfEven((matrix[i] as number) / unit)));
    integers[i] = whole;
    const sign = whole < 0 ? -1 : 1;
    let rest = Math.abs(whole);
    for (let s = 0; s < slices; s++) {
      const digit = rest % base;
      rest = Math.floor(rest / base);
      if (digit === 0) continue;
      const at = s * count + i;
      const level = sign * digit;
      levels[at] = level;
      const written = level + (writeError === 0 ? 0 : writeError * fullScale * (normals[at] as number));
      errors[at] = written * (1 - loss) - level;
    }
  }
  return { rows, columns, cellBits, slices, integers, unit, errors, levels };
}

/** How inputs enter the array and sums leave it. */
export interface ProductSettings {
  /** Bits of an input beside its sign. */
  readonly inputBits: number;
  /** Bits of an input that enter at a time. */
  readonly dacBits: number;
  /** Lines that are driven at a time. */
  readonly rowsActive: number;
  /** Bits of the converter that reads a sum, sign included; a larger sum is read as its largest. Absent: enough for every sum. */
  readonly adcBits?: number;
}

/** What one product took and how often a sum was read wrongly. */
export interface ProductCount {
  /** Sums converted. @unit 1 */
  readonly codes: number;
  /** Of them read as another integer than the right one. @unit 1 */
  readonly wrong: number;
}

/**
 * Bits of a signed converter that can hold every sum.
 *
 * @equation \lceil \log_2((2^d - 1)(2^b - 1) r + 1) \rceil + 1
 * @param input.dacBits bits of an input that enter at a time
 * @param input.cellBits bits of a cell
 * @param input.rowsActive lines that are driven at a time
 * @unit bit
 */
export function adcBitsNeeded(input: { readonly dacBits: number; readonly cellBits: number; readonly rowsActive: number }): number {
  return Math.ceil(Math.log2((2 ** input.dacBits - 1) * (2 ** input.cellBits - 1) * input.rowsActive + 1)) + 1;
}

/**
 * Times that an array is read for one product.
 *
 * @equation \lceil B/d \rceil \lceil n/r \rceil
 * @param input.inputBits bits of an input beside its sign
 * @param input.dacBits bits that enter at a time
 * @param input.columns inputs of the product
 * @param input.rowsActive lines that are driven at a time
 * @unit 1
 */
export function inputPasses(input: {
  readonly inputBits: number;
  readonly dacBits: number;
  readonly columns: number;
  readonly rowsActive: number;
}): number {
  return Math.ceil(input.inputBits / input.dacBits) * Math.ceil(input.columns / input.rowsActive);
}

/**
 * Says how many standard deviations of a sum of cells half a level is: a sum is read wrongly with the chance that a normal
 * draw lies further out, once in 17 at 1.9, once in 1.7 million at 5.
 *
 * @equation k = \frac{1/2}{\sigma (2^b - 1) \sqrt{\sum_j d_j^2}}
 * @param input.sumOfSquares sum of the squares of the digits that drive the lines, over cells in use
 * @param input.writeError standard deviation of a level, as a share of full scale
 * @param input.cellBits bits of a cell
 * @unit 1
 */
export function exactnessMargin(input: { readonly sumOfSquares: number; readonly writeError: number; readonly cellBits: number }): number {
  return 0.5 / (input.writeError * (2 ** input.cellBits - 1) * Math.sqrt(input.sumOfSquares));
}

/** A multiplier of sliced matrices with room of its own, so that a loop allocates nothing. */
export interface SlicedMultiplier {
  /**
   * Multiplies.
   *
   * @param digits signed integers of at most `inputBits` bits
   * @param out where the integers of the product go; times `unit` of the matrix and of the input they are the product
   */
  readonly multiply: (digits: Float64Array, out: Float64Array) => ProductCount;
}

/**
 * Prepares products with a sliced matrix as the array gives them: every sum of a few lines is read as the nearest integer,
 * and integers are added exactly. A sum differs from the right one only where the errors of its cells add up to half a
 * level, so only sums whose errors could are looked at one by one.
 *
 * @equation y_i = \sum_{s,c,g} 2^{bs + dc}\, \mathrm{round}\Big(\sum_{j \in g} x_j^{(c)} (\ell^{(s)}_{ij} + \epsilon^{(s)}_{ij})\Big)
 * @param sliced the matrix
 * @param settings how inputs enter and sums leave
 * @valid while the integers of the product stay below 2^53
 */
export function slicedMultiplier(sliced: SlicedMatrix, settings: ProductSettings): SlicedMultiplier {
  const { rows, columns, slices, cellBits, integers, errors, levels } = sliced;
  const { inputBits, dacBits, rowsActive, adcBits } = settings;
  const count = rows * columns;
  const groups = Math.ceil(columns / rowsActive);
  const chunks = Math.ceil(inputBits / dacBits);
  const base = 2 ** dacBits;
  const sharp = adcBits === undefined || adcBits >= adcBitsNeeded({ dacBits, cellBits, rowsActive: Math.min(rowsActive, columns) });
  const limit = adcBits === undefined ? Number.POSITIVE_INFINITY : 2 ** (adcBits - 1) - 1;
  // Norm of the errors of each sum, by slice, row and group.
  const norms = new Float64Array(slices * rows * groups);
  for (let s = 0; s < slices; s++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const at = (s * rows + i) * groups + Math.floor(j / rowsActive);
        norms[at] = (norms[at] as number) + (errors[s * count + i * columns + j] as number) ** 2;
      }
    }
  }
  for (let at = 0; at < norms.length; at++) norms[at] = Math.sqrt(norms[at] as number);
  const chunk = new Float64Array(columns);
  const sizes = new Float64Array(groups);

  /** By how much the code of one sum is off. */
  const shiftOf = (row: number, from: number, to: number): number => {
    const off = sumOf(errors, row, chunk, from, to);
    const shift = off > -0.5 && off < 0.5 ? 0 : Math.round(off);
    if (sharp) return shift;
    let right = 0;
    for (let j = from; j < to; j++) right += (levels[row + j] as number) * (chunk[j] as number);
    return Math.max(-limit, Math.min(limit, right + shift)) - right;
  };

  const correct = (out: Float64Array, weight: number): number => {
    let wrong = 0;
    for (let s = 0; s < slices; s++) {
      const place = weight * 2 ** (cellBits * s);
      for (let i = 0; i < rows; i++) {
        for (let g = 0; g < groups; g++) {
          // By Cauchy and Schwarz the errors cannot add up to half a level.
          if (sharp && (norms[(s * rows + i) * groups + g] as number) * (sizes[g] as number) < 0.5) continue;
          const from = g * rowsActive;
          const shift = shiftOf(s * count + i * columns, from, Math.min(columns, from + rowsActive));
          if (shift === 0) continue;
          wrong += 1;
          out[i] = (out[i] as number) + place * shift;
        }
      }
    }
    return wrong;
  };

  return {
    multiply: (digits, out) => {
      for (let i = 0; i < rows; i++) out[i] = sumOf(integers, i * columns, digits, 0, columns);
      let wrong = 0;
      for (let c = 0; c < chunks; c++) {
        sizes.fill(0);
        const low = base ** c;
        for (let j = 0; j < columns; j++) {
          const digit = digits[j] as number;
          const part = Math.sign(digit) * (Math.floor(Math.abs(digit) / low) % base);
          chunk[j] = part;
          const g = Math.floor(j / rowsActive);
          sizes[g] = (sizes[g] as number) + part * part;
        }
        for (let g = 0; g < groups; g++) sizes[g] = Math.sqrt(sizes[g] as number);
        wrong += correct(out, low);
      }
      return { codes: slices * rows * groups * chunks, wrong };
    },
  };
}

/** Inner product of part of a row with the drive, in four sums that do not wait for each other. */
export function sumOf(values: Float64Array, row: number, drive: Float64Array, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = from;
  for (; j + 3 < to; j += 4) {
    a += (values[row + j] as number) * (drive[j] as number);
    b += (values[row + j + 1] as number) * (drive[j + 1] as number);
    c += (values[row + j + 2] as number) * (drive[j + 2] as number);
    d += (values[row + j + 3] as number) * (drive[j + 3] as number);
  }
  for (; j < to; j++) a += (values[row + j] as number) * (drive[j] as number);
  return a + b + (c + d);
}
