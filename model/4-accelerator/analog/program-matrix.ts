/** A matrix, and how well cells take it. */
export interface ProgramInput {
  /** Entries of the matrix, in any order. */
  readonly matrix: Float64Array;
  /** Bits that a cell holds; the sign is held by which of two cells is used. */
  readonly cellBits: number;
  /** Standard deviation of a written level, as a share of full scale. */
  readonly writeError: number;
  /** Standard normal draws, one for each entry; not read where the write error is zero. */
  readonly normals: Float64Array;
  /** Where the programmed matrix goes, so that a loop need not allocate. */
  readonly programmed?: Float64Array;
}

export interface ProgrammedMatrix {
  /** What the cells hold, of full scale: the matrix is about `scale` times this. */
  readonly programmed: Float64Array;
  /** Entry of the matrix that fills a cell. @unit 1 */
  readonly scale: number;
  /** Cells that hold anything but zero. @unit 1 */
  readonly cells: number;
}

/** Levels above zero of a cell. */
const topLevel = (bits: number): number => 2 ** bits - 1;

/**
 * Rounds a matrix to the levels of signed cells and writes it with an error; cells at zero stay out of use and are exact.
 *
 * @equation P_{ij} = \frac{1}{L}\left(q_{ij} + \sigma L z_{ij} [q_{ij} \neq 0]\right), \quad q_{ij} = \mathrm{round}(L a_{ij} / \max |a|), \quad L = 2^b - 1
 * @param input matrix, levels, error and draws
 */
export function programMatrix(input: ProgramInput): ProgrammedMatrix {
  const { matrix, cellBits, writeError, normals, programmed = new Float64Array(matrix.length) } = input;
  const top = topLevel(cellBits);
  let scale = 0;
  for (let i = 0; i < matrix.length; i++) scale = Math.max(scale, Math.abs(matrix[i] as number));
  let cells = 0;
  for (let i = 0; i < matrix.length; i++) {
    // Divided first: the reciprocal of the smallest scales is out of range.
    const level = scale > 0 ? roundHalfEven(((matrix[i] as number) / scale) * top) : 0;
    if (level === 0) {
      programmed[i] = 0;
      continue;
    }
    cells += 1;
    programmed[i] = level / top + (writeError === 0 ? 0 : writeError * (normals[i] as number));
  }
  return { programmed, scale, cells };
}

/** Converters and programs round halves to even: the mean of many halves stays where it was. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** What the physics of cells makes of levels. */
export interface CellInput {
  /** Levels of full scale, signed, as `programMatrix` gives them. */
  readonly programmed: Float64Array;
  /** Conductance at full scale, S. */
  readonly highest: number;
  /** Conductance that a cell cannot get below, S; 0 where unused cells are cut off by their transistor. */
  readonly lowest: number;
  /** Share of its conductance that every cell has lost. */
  readonly drift?: number;
  /** Standard deviation of the exponent by which cells drift apart: conductance falls as (1 - drift)^(1 + spread z). */
  readonly driftSpread?: number;
  /** Standard deviation of a reading, as a share of the conductance. */
  readonly readNoise?: number;
  /** Share of cells that cannot be written and stay at the highest conductance. */
  readonly stuckOn?: number;
  /** Share of cells that cannot be written and stay at the lowest conductance. */
  readonly stuckOff?: number;
  /** Uniform draws for stuck cells: two for each entry, of the positive and of the negative cell. */
  readonly uniforms?: Float64Array;
  /** Standard normal draws for drift and reading: four for each entry, two of either cell. */
  readonly normals?: Float64Array;
}

export interface CellConductances {
  /** Conductances of the positive cells, S. */
  readonly positive: Float64Array;
  /** Conductances of the negative cells, S. */
  readonly negative: Float64Array;
}

/** Draws that may be left out where the effect that needs them is off. */
const drawOf = (draws: Float64Array | undefined, index: number): number => draws?.[index] ?? 0;

/**
 * Gives the conductances of the pair of cells that holds each signed level, after drift, with stuck cells and reading noise.
 *
 * @equation g = \max(g_0, |p|\, g_1)\,(1 - d)^{1 + s z_1}\,(1 + r z_2)
 * @param input levels, range and faults
 */
export function cellConductances(input: CellInput): CellConductances {
  const { programmed, highest, lowest, drift = 0, driftSpread = 0, readNoise = 0, stuckOn = 0, stuckOff = 0, uniforms, normals } = input;
  const count = programmed.length;
  const positive = new Float64Array(count);
  const negative = new Float64Array(count);
  const cell = (level: number, index: number): number => {
    const fate = uniforms === undefined ? 1 : (uniforms[index] as number);
    const written = fate < stuckOn ? highest : fate < stuckOn + stuckOff ? lowest : Math.max(lowest, level * highest);
    const kept = (1 - drift) ** (1 + driftSpread * drawOf(normals, 2 * index));
    return Math.max(0, written * kept * (1 + readNoise * drawOf(normals, 2 * index + 1)));
  };
  for (let i = 0; i < count; i++) {
    const level = programmed[i] as number;
    positive[i] = cell(Math.max(0, level), 2 * i);
    negative[i] = cell(Math.max(0, -level), 2 * i + 1);
  }
  return { positive, negative };
}
