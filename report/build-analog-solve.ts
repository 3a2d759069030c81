import {
  adcBitsNeeded,
  blockCounts,
  blockInverse,
  chebyshev,
  choleskyFactor,
  conditionEstimate,
  conjugateGradients,
  contraction,
  cyclesTo,
  flexibleResiduals,
  inputPasses,
  jacobi,
  luFactor,
  luSolve,
  oneNorm,
  type RivalArrays,
  type RivalInput,
  refine,
  regular,
  type SlicedMatrix,
  slicedMultiplier,
  sliceMatrix,
  symmetricEigenvalues,
} from '#analog';
import { createSampler } from '#uncertainty';

/** A system, the chip that solves it, and how it is drawn. */
export interface AnalogSolveOptions {
  /** Bits of the answer. */
  readonly bits: number;
  /** Levels of a cell, zero among them. */
  readonly levels: number;
  /** Rows of the largest array that inverts. */
  readonly leaf: number;
  readonly writeError: number;
  readonly sliceError: number;
  readonly gain: number;
  readonly converterBits: number;
  readonly rowsActive: number;
  readonly dacBits: number;
  /** Work residuals out in double precision. */
  readonly exact: boolean;
  readonly cycles: number;
  readonly trials: number;
  readonly seed: number;
}

/** What a command says while it works. */
export type Stage = { readonly at: 'judge' | 'rivals' | 'cliff' } | { readonly at: 'inverse'; readonly draw: number; readonly of: number };

export type MethodId = 'hpinv-leaf' | 'hpinv-full' | 'jacobi' | 'chebyshev' | 'cg' | 'cg4' | 'pcg' | 'fgmres';

export interface Spread3 {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** One curve of the exactness of the product. */
export interface CliffCurve {
  readonly rowsActive: number;
  readonly dacBits: number;
  readonly points: readonly { readonly sliceError: number; readonly bits: number; readonly wrong: number }[];
}

export interface AnalogSolveAnswer {
  readonly schema: 'chokepoint/analog-solve/1';
  readonly feasible: true;
  readonly binding: 'converges' | 'diverges' | 'inexact-product' | 'cycles';
  readonly name: string;
  readonly size: number;
  readonly options: AnalogSolveOptions;
  readonly condition: number;
  readonly symmetric: boolean;
  readonly positiveDefinite: boolean;
  readonly radius: Spread3;
  /** Share of the draws that diverge. */
  readonly diverging: number;
  /** Bits that are right after each cycle. */
  readonly precision: readonly Spread3[];
  /** Cycles to the target, where a draw reached it; absent where fewer than half did. */
  readonly cycles: Spread3 | undefined;
  readonly wrongCodes: number;
  readonly converterBitsForExactSums: number;
  readonly passes: number;
  readonly inversions: number;
  readonly products: number;
  readonly cells: number;
  readonly schurFlop: number;
  /** Share of the entries off the diagonal that one array would hold as zero. */
  readonly lostOffDiagonal: number;
  /** Iterations to the target; absent where a method does not reach it or does not suit the matrix. */
  readonly methods: readonly {
    readonly method: MethodId;
    readonly iterations: number | undefined;
    /** Readings of the arrays of the precise product for these iterations; absent where products are exact. */
    readonly readings: number | undefined;
  }[];
  /** By what the products and residuals of every method were worked out. */
  readonly rivalProducts: 'arrays' | 'exact';
  /** Spectral radius against the write error. */
  readonly wall: readonly { readonly writeError: number; readonly blocks: number; readonly oneArray: number }[];
  readonly cliff: readonly CliffCurve[];
}

/** Why a matrix cannot be solved so. */
export interface AnalogSolveRefusal {
  readonly schema: 'chokepoint/analog-solve/1';
  readonly feasible: false;
  readonly binding: 'singular' | 'singular-block' | 'empty';
  readonly name: string;
  readonly size: number;
  /** Rows of the block that has no inverse. */
  readonly block?: number;
}

const mostIterations = 400;
const cliffErrors = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05] as const;
const cliffCycles = 40;
const cliffDraws = 3;
const wallErrors = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3] as const;
/** Larger matrices are drawn once for each point of a curve, or not at all. */
const curvesUpTo = 128;
/** From here on an error takes a thousand cycles to halve: no chip waits for it. */
const stuck = 1 - 2 ** -10;
/** A product with this many bits of slices holds single precision. */
const leastMatrixBits = 24;
/** Integers of a product are exact up to here. */
const exactBits = 52;
/** Right bits; an error above the answer itself leaves none, and doubles hold no more than 52. */
const bitsOf = (error: number): number => (error > 0 ? Math.max(0, Math.min(52, -Math.log2(error))) : error === 0 ? 52 : 0);

const normals = (path: string, seed: number, count: number): Float64Array => {
  const out = new Float64Array(count);
  createSampler({ seed, parameters: [{ path, distribution: { kind: 'normal', mean: 0, sd: 1 } }] }).column(0, 0, out);
  return out;
};

const spread = (values: readonly number[]): Spread3 => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (p: number): number => {
    const place = p * (sorted.length - 1);
    const low = Math.floor(place);
    const below = sorted[low] as number;
    const above = sorted[Math.min(sorted.length - 1, low + 1)] as number;
    return place === low || below === above ? below : below + (place - low) * (above - below);
  };
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
};

const solutionOf = (matrix: Float64Array, n: number, b: Float64Array): Float64Array | undefined => {
  const lu = matrix.slice();
  const pivots = new Int32Array(n);
  if (luFactor(lu, n, pivots) !== regular) return undefined;
  const x = b.slice();
  luSolve(lu, n, pivots, x);
  return x;
};

const isSymmetric = (a: Float64Array, n: number): boolean => {
  const slack = 1e-12 * oneNorm(a, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) if (Math.abs((a[i * n + j] as number) - (a[j * n + i] as number)) > slack) return false;
  return true;
};

const lostShare = (a: Float64Array, n: number, levels: number): number => {
  const most = a.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  const half = (0.5 * most) / (levels - 1);
  let lost = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j && Math.abs(a[i * n + j] as number) < half) lost += 1;
  return lost / (n * (n - 1));
};

const kept = (sliced: SlicedMatrix): Float64Array => sliced.integers.map((value) => value * sliced.unit);

/**
 * Solves a system on the chip over draws of its write errors, and by its rivals on the same arrays.
 *
 * @param name how the user calls the matrix
 * @param given square, row by row
 * @param options chip and draws
 * @param stage hears what is being done
 */
export function buildAnalogSolve(
  name: string,
  given: Float64Array,
  options: AnalogSolveOptions,
  stage: (stage: Stage) => void = () => {},
): AnalogSolveAnswer | AnalogSolveRefusal {
  const n = Math.round(Math.sqrt(given.length));
  // By a power of two, which changes no bit: squares of the smallest and largest doubles would leave their range.
  const most = given.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  const unit = most > 0 ? 2 ** Math.floor(Math.log2(most)) : 1;
  const matrix = unit === 1 ? given : given.map((value) => value / unit);
  const refused = (binding: AnalogSolveRefusal['binding'], block?: number): AnalogSolveRefusal => ({
    schema: 'chokepoint/analog-solve/1',
    feasible: false,
    binding,
    name,
    size: n,
    ...(block === undefined ? {} : { block }),
  });
  if (n === 0) return refused('empty');
  stage({ at: 'judge' });
  const lu = matrix.slice();
  const pivots = new Int32Array(n);
  if (luFactor(lu, n, pivots) !== regular) return refused('singular');
  const condition = conditionEstimate(oneNorm(matrix, n), lu, n, pivots);
  if (!(condition < 1 / Number.EPSILON)) return refused('singular');
  const rightSide = new Float64Array(n);
  createSampler({ seed: options.seed, parameters: [{ path: 'right side', distribution: { kind: 'uniform', low: -1, high: 1 } }] }).column(
    0,
    0,
    rightSide,
  );
  const symmetric = isSymmetric(matrix, n);
  const positiveDefinite = symmetric && choleskyFactor(matrix.slice(), n) === regular;

  const cellBits = Math.log2(options.levels);
  const sliceBits = Math.max(1, Math.floor(cellBits));
  const matrixBits = Math.max(leastMatrixBits, options.bits);
  const slices = Math.ceil(matrixBits / sliceBits);
  const target = 2 ** -options.bits;
  const rowsActive = Math.min(n, options.rowsActive === 0 ? n : options.rowsActive);
  const inverseOf = (leaf: number, writeError: number, draw: number) =>
    blockInverse({
      matrix,
      size: n,
      leaf,
      cellBits,
      writeError,
      gain: options.gain,
      normals:
        writeError === 0 ? new Float64Array(0) : normals(`write ${leaf} ${draw}`, options.seed, blockCounts({ size: n, leaf }).draws),
    });
  const slicedOf = (sliceError: number, draw: number): SlicedMatrix =>
    sliceMatrix({
      matrix,
      rows: n,
      columns: n,
      matrixBits,
      cellBits: sliceBits,
      writeError: sliceError,
      normals: sliceError === 0 ? new Float64Array(0) : normals(`slices ${draw}`, options.seed, slices * n * n),
    });
  const quantised = options.exact ? matrix : kept(slicedOf(0, 0));
  const solution = solutionOf(quantised, n, rightSide) ?? rightSide.slice();
  const run = (inverse: Float64Array, sliceError: number, draw: number, rows: number, dacBits: number, cycles: number, goal: number) => {
    const settings = { size: n, matrix, inverse, rightSide, solution, converterBits: options.converterBits, cycles, target: goal };
    if (options.exact) return refine({ ...settings, residual: { by: 'exact' } });
    const sliced = slicedOf(sliceError, draw);
    const multiplier = slicedMultiplier(sliced, {
      inputBits: options.converterBits,
      dacBits: Math.min(dacBits, options.converterBits),
      rowsActive: rows,
    });
    return refine({ ...settings, residual: { by: 'slices', matrix: sliced, multiplier } });
  };

  const radii: number[] = [];
  const curves: number[][] = [];
  const reached: number[] = [];
  let wrong = 0;
  let first: Float64Array | undefined;
  for (let draw = 0; draw < options.trials; draw++) {
    stage({ at: 'inverse', draw: draw + 1, of: options.trials });
    const realised = inverseOf(options.leaf, options.writeError, draw);
    if (!realised.feasible) return refused('singular-block', realised.size);
    first ??= realised.inverse;
    radii.push(contraction(matrix, realised.inverse, n));
    const { errors, wrongCodes } = run(realised.inverse, options.sliceError, draw, rowsActive, options.dacBits, options.cycles, target);
    wrong += wrongCodes / options.trials;
    const bits = Array.from(errors, bitsOf);
    curves.push(bits);
    reached.push(cyclesTo(errors, target) ?? Number.POSITIVE_INFINITY);
  }
  const inverse = first as Float64Array;
  const length = Math.max(...curves.map((curve) => curve.length));
  const precision = Array.from({ length }, (_, cycle) => spread(curves.map((curve) => curve[Math.min(cycle, curve.length - 1)] as number)));
  const radius = spread(radii);
  const there = reached.filter((cycles) => Number.isFinite(cycles));
  const converges = there.length * 2 > reached.length;
  const counts = blockCounts({ size: n, leaf: options.leaf });

  stage({ at: 'rivals' });
  const ownSlices = options.exact ? undefined : slicedOf(options.sliceError, 0);
  const exactSolution = solution;
  const arraysFor = (inputBits: number): RivalArrays | undefined =>
    ownSlices && {
      matrix: ownSlices,
      inputBits,
      multiplier: slicedMultiplier(ownSlices, { inputBits, dacBits: Math.min(options.dacBits, inputBits), rowsActive }),
    };
  const coarseArrays = arraysFor(options.converterBits);
  const rivalWith = (arrays: RivalArrays | undefined): RivalInput => ({
    size: n,
    matrix,
    rightSide,
    solution: exactSolution,
    target,
    most: mostIterations,
    ...(arrays === undefined ? {} : { arrays }),
  });
  const rival = rivalWith(coarseArrays);
  // Directions as fine as integers of the product allow, in so many more readings.
  const fineBits = Math.min(matrixBits, exactBits - matrixBits - Math.ceil(Math.log2(n + 1)));
  const refined = (m: Float64Array): number | undefined =>
    cyclesTo(
      refine({
        size: n,
        matrix,
        inverse: m,
        rightSide,
        solution: exactSolution,
        converterBits: coarseArrays === undefined ? 0 : options.converterBits,
        cycles: mostIterations,
        target,
        residual: coarseArrays === undefined ? { by: 'exact' } : { by: 'slices', ...coarseArrays },
      }).errors,
      target,
    );
  const whole = options.leaf >= n ? undefined : inverseOf(n, options.writeError, 0);
  const eigenvalues = new Float64Array(n);
  const bounded = positiveDefinite && n <= 512 && symmetricEigenvalues(matrix.slice(), n, eigenvalues);
  const counted: { method: MethodId; iterations: number | undefined; inputBits?: number }[] = [
    { method: 'hpinv-leaf', iterations: refined(inverse) },
    { method: 'hpinv-full', iterations: whole?.feasible ? refined(whole.inverse) : whole === undefined ? refined(inverse) : undefined },
    {
      method: 'jacobi',
      iterations: matrix.some((value, index) => index % (n + 1) === 0 && value === 0) ? undefined : jacobi(rival).iterations,
    },
    ...(bounded
      ? [{ method: 'chebyshev' as const, iterations: chebyshev(rival, eigenvalues[0] as number, eigenvalues[n - 1] as number).iterations }]
      : []),
    ...(positiveDefinite
      ? [
          { method: 'cg' as const, iterations: conjugateGradients(rivalWith(arraysFor(fineBits))).iterations, inputBits: fineBits },
          { method: 'cg4' as const, iterations: conjugateGradients(rival, { directionBits: 4 }).iterations },
          { method: 'pcg' as const, iterations: conjugateGradients(rival, { preconditioner: inverse }).iterations },
        ]
      : []),
    { method: 'fgmres', iterations: flexibleResiduals(rival, inverse).iterations },
  ];
  const methods = counted.map(({ method, iterations, inputBits = options.converterBits }) => ({
    method,
    iterations,
    readings:
      ownSlices === undefined || iterations === undefined
        ? undefined
        : iterations * inputPasses({ inputBits, dacBits: Math.min(options.dacBits, inputBits), columns: n, rowsActive }),
  }));

  stage({ at: 'cliff' });
  const radiusAt = (leaf: number, writeError: number): number => {
    const all = Array.from({ length: cliffDraws }, (_, draw) => inverseOf(leaf, writeError, draw)).map((m) =>
      m.feasible ? contraction(matrix, m.inverse, n) : Number.POSITIVE_INFINITY,
    );
    return spread(all).p50;
  };
  const wall =
    n > curvesUpTo
      ? []
      : wallErrors.map((writeError) => ({ writeError, blocks: radiusAt(options.leaf, writeError), oneArray: radiusAt(n, writeError) }));
  const pairs = [
    [rowsActive, options.dacBits],
    [n, options.dacBits],
    [rowsActive, options.converterBits],
  ].filter(([rows, dac], index, all) => all.findIndex(([r, d]) => r === rows && d === dac) === index) as [number, number][];
  const cliff =
    options.exact || n > curvesUpTo
      ? []
      : pairs.map(([rows, dacBits]) => ({
          rowsActive: rows,
          dacBits,
          points: cliffErrors.map((sliceError) => {
            const runs = Array.from({ length: cliffDraws }, (_, draw) =>
              run(inverse, sliceError, draw, rows, dacBits, cliffCycles, target / 4),
            );
            return {
              sliceError,
              bits: spread(runs.map(({ errors }) => Math.max(...Array.from(errors, bitsOf)))).p50,
              wrong: spread(runs.map(({ wrongCodes }) => wrongCodes)).p50,
            };
          }),
        }));

  return {
    schema: 'chokepoint/analog-solve/1',
    feasible: true,
    binding: radius.p50 >= stuck ? 'diverges' : converges ? 'converges' : wrong > 0 ? 'inexact-product' : 'cycles',
    name,
    size: n,
    options,
    condition,
    symmetric,
    positiveDefinite,
    radius,
    diverging: radii.filter((value) => value >= 1).length / radii.length,
    precision,
    cycles: converges ? spread(reached.map((cycles) => Math.min(cycles, options.cycles + 1))) : undefined,
    wrongCodes: wrong,
    converterBitsForExactSums: adcBitsNeeded({ dacBits: options.dacBits, cellBits: sliceBits, rowsActive }),
    passes: inputPasses({ inputBits: options.converterBits, dacBits: options.dacBits, columns: n, rowsActive }),
    inversions: counts.inversions,
    products: counts.products,
    cells: counts.cells + 2 * slices * n * n,
    schurFlop: counts.schurFlop,
    lostOffDiagonal: n < 2 ? 0 : lostShare(matrix, n, options.levels),
    methods,
    rivalProducts: options.exact ? 'exact' : 'arrays',
    wall,
    cliff,
  };
}

/**
 * Memory and time that a solution asks for, roughly, before it starts.
 *
 * @param n rows
 * @param options chip and draws
 * @returns bytes and seconds
 */
export function analogSolveNeed(n: number, options: AnalogSolveOptions): { readonly bytes: number; readonly seconds: number } {
  const slices = options.exact
    ? 0
    : Math.ceil(Math.max(leastMatrixBits, options.bits) / Math.max(1, Math.floor(Math.log2(options.levels))));
  // Matrix, factors, coarse inverse and its blocks, rivals; levels, errors and draws of each slice.
  const bytes = n * n * (8 * 12 + slices * (8 + 8 + 1));
  const flopPerSecond = 1e9;
  const draws = options.trials + (n > curvesUpTo ? 1 : 1 + 2 * cliffDraws * wallErrors.length);
  const seconds =
    (draws * (5 * n ** 3 + 200 * n * n) + 2 * n ** 3 + options.trials * options.cycles * n * n * (4 + 2 * slices)) / flopPerSecond;
  return { bytes, seconds };
}
