import { luFactor, luInverse, luSolveMany, regular } from './dense/lu.ts';
import { multiply } from './dense/multiply.ts';
import { programMatrix } from './program-matrix.ts';

/** How a matrix is cut into arrays. */
export interface BlockSplit {
  /** Rows of the square matrix. */
  readonly size: number;
  /** Rows of the largest array that inverts. */
  readonly leaf: number;
}

/** A matrix, and the arrays that are to invert it block by block. */
export interface BlockInverseInput extends BlockSplit {
  /** The matrix, row by row. */
  readonly matrix: Float64Array;
  /** Bits that a cell holds beside the sign. */
  readonly cellBits: number;
  /** Standard deviation of a written level, as a share of full scale. */
  readonly writeError: number;
  /** Open-loop gain of the operational amplifiers; infinite for ideal ones. */
  readonly gain: number;
  /** Standard normal draws, as many as `blockCounts` says; not read where the write error is zero. */
  readonly normals: Float64Array;
}

/** What one inversion by blocks takes. */
export interface BlockCounts {
  /** Steps of closed-loop inversion, one after another. @unit 1 */
  readonly inversions: number;
  /** Steps of open-loop multiplication, one after another. @unit 1 */
  readonly products: number;
  /** Cells, two for each signed entry. @unit 1 */
  readonly cells: number;
  /** Operations of the Schur complements, digital and in advance. @unit FLOP */
  readonly schurFlop: number;
  /** Normal draws of write errors. @unit 1 */
  readonly draws: number;
}

/** The inverse as arrays realise it; or the size of the block that has none. */
export type BlockInverse =
  | { readonly feasible: true; readonly inverse: Float64Array; readonly binding: undefined }
  | { readonly feasible: false; readonly binding: 'singular-block'; readonly size: number };

/**
 * Counts steps, cells and digital operations of an inversion by blocks.
 *
 * @equation I(n) = I(h) + I(h) + I(n-h), \quad M(n) = 2M(h) + M(n-h) + 2, \quad h = \lfloor n/2 \rfloor
 * @param split size and leaf
 * @unit 1
 * @source blockamc section III
 * @valid size and leaf at least 1
 */
export function blockCounts(split: BlockSplit): BlockCounts {
  const { size, leaf } = split;
  if (size <= leaf) return { inversions: 1, products: 0, cells: 2 * size * size, schurFlop: 0, draws: size * size };
  const head = size >> 1;
  const tail = size - head;
  const first = blockCounts({ size: head, leaf });
  const second = head === tail ? first : blockCounts({ size: tail, leaf });
  return {
    inversions: 2 * first.inversions + second.inversions,
    products: 2 * first.products + second.products + 2,
    cells: first.cells + second.cells + 4 * head * tail,
    // Factors of the first block, its solution for the columns of the second, and their product with the third.
    schurFlop: (2 / 3) * head ** 3 + 2 * head * head * tail + 2 * head * tail * tail + first.schurFlop + second.schurFlop,
    draws: first.draws + second.draws + 2 * head * tail,
  };
}

/** Where the next normal draw lies. */
interface Tape {
  readonly normals: Float64Array;
  at: number;
}

type Cells = Pick<BlockInverseInput, 'cellBits' | 'writeError' | 'gain' | 'leaf'>;

/** A block that cannot be inverted ends the recursion. */
class SingularBlock extends Error {
  readonly size: number;
  constructor(size: number) {
    super('singular block');
    this.size = size;
  }
}

/** Writes a block into cells and reads it back at its own scale. */
const written = (block: Float64Array, cells: Cells, tape: Tape): { readonly levels: Float64Array; readonly scale: number } => {
  const normals = cells.writeError === 0 ? tape.normals : tape.normals.subarray(tape.at, tape.at + block.length);
  tape.at += block.length;
  const { programmed, scale } = programMatrix({ matrix: block, cellBits: cells.cellBits, writeError: cells.writeError, normals });
  return { levels: programmed, scale };
};

const inverted = (a: Float64Array, n: number): Float64Array => {
  const pivots = new Int32Array(n);
  if (luFactor(a, n, pivots) !== regular) throw new SingularBlock(n);
  const out = new Float64Array(n * n);
  luInverse(a, n, pivots, out);
  return out;
};

/** Solves in place for the columns of another matrix. */
const solvedFor = (a: Float64Array, columns: Float64Array, n: number, many: number): Float64Array => {
  const pivots = new Int32Array(n);
  if (luFactor(a, n, pivots) !== regular) throw new SingularBlock(n);
  luSolveMany(a, n, pivots, columns, many);
  return columns;
};

const leafInverse = (block: Float64Array, n: number, cells: Cells, tape: Tape): Float64Array => {
  const { levels, scale } = written(block, cells, tape);
  const loaded = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    let load = 1;
    for (let j = 0; j < n; j++) {
      const level = levels[i * n + j] as number;
      load += Math.abs(level);
      loaded[i * n + j] = scale * level;
    }
    loaded[i * n + i] = (loaded[i * n + i] as number) + (scale * load) / cells.gain;
  }
  return inverted(loaded, n);
};

const part = (a: Float64Array, n: number, row: number, column: number, rows: number, columns: number): Float64Array => {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const from = (row + i) * n + column;
    out.set(a.subarray(from, from + columns), i * columns);
  }
  return out;
};

const readBack = (block: Float64Array, cells: Cells, tape: Tape): Float64Array => {
  const { levels, scale } = written(block, cells, tape);
  for (let i = 0; i < levels.length; i++) levels[i] = (levels[i] as number) * scale;
  return levels;
};

const product = (a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array => {
  const out = new Float64Array(m * n);
  multiply(a, b, out, m, k, n);
  return out;
};

const subtracted = (a: Float64Array, b: Float64Array): Float64Array => {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) - (b[i] as number);
  return a;
};

const blockwise = (a: Float64Array, n: number, cells: Cells, tape: Tape): Float64Array => {
  if (n <= cells.leaf) return leafInverse(a, n, cells, tape);
  const h = n >> 1;
  const t = n - h;
  const a1 = part(a, n, 0, 0, h, h);
  const a2 = part(a, n, 0, h, h, t);
  const a3 = part(a, n, h, 0, t, h);
  const a4 = part(a, n, h, h, t, t);
  const schur = subtracted(a4, product(a3, solvedFor(a1.slice(), a2.slice(), h, t), t, h, t));
  const m1 = blockwise(a1, h, cells, tape);
  const ms = blockwise(schur, t, cells, tape);
  const q2 = readBack(a2, cells, tape);
  const q3 = readBack(a3, cells, tape);
  const q3m1 = product(q3, m1, t, h, h);
  const m1q2 = product(m1, q2, h, h, t);
  const m21 = product(ms, q3m1, t, t, h);
  const m12 = product(m1q2, ms, h, t, t);
  // m1 (1 - q2 m21), where m21 still lacks its sign.
  const correction = product(m1q2, m21, h, t, h);
  const out = new Float64Array(n * n);
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < h; j++) out[i * n + j] = (m1[i * h + j] as number) + (correction[i * h + j] as number);
    for (let j = 0; j < t; j++) out[i * n + h + j] = -(m12[i * t + j] as number);
  }
  for (let i = 0; i < t; i++) {
    for (let j = 0; j < h; j++) out[(h + i) * n + j] = -(m21[i * h + j] as number);
    for (let j = 0; j < t; j++) out[(h + i) * n + h + j] = ms[i * t + j] as number;
  }
  return out;
};

/**
 * Inverts a matrix by two-by-two blocks down to arrays of at most `leaf` rows. The Schur complements are exact and digital,
 * every block is written at its own scale with its own errors, and every array that inverts has amplifiers of finite gain.
 *
 * @equation S = A_4 - A_3 A_1^{-1} A_2, \quad M = \begin{pmatrix} M_1(1 - Q_2 M_{21}) & -M_1 Q_2 M_S \\ M_{21} & M_S \end{pmatrix}, \quad M_{21} = -M_S Q_3 M_1
 * @param input matrix, cells, gain and draws
 * @unit 1
 * @source blockamc section III
 * @valid a square matrix of finite numbers whose leading blocks can be inverted
 * @throws on a bug only; a singular block is a value
 */
export function blockInverse(input: BlockInverseInput): BlockInverse {
  const tape: Tape = { normals: input.normals, at: 0 };
  try {
    return { feasible: true, inverse: blockwise(input.matrix, input.size, input, tape), binding: undefined };
  } catch (error) {
    if (error instanceof SingularBlock) return { feasible: false, binding: 'singular-block', size: error.size };
    throw error;
  }
}
