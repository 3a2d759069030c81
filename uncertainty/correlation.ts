/** A rank correlation (Spearman) between two parameters. */
export interface RankCorrelation {
  readonly between: readonly [string, string];
  /** From -1 to 1. */
  readonly rank: number;
}

/** A square matrix by rows. */
export type Matrix = readonly Float64Array[];

/**
 * The correlation of two normals whose ranks have a given correlation.
 *
 * @param rank rank correlation after Spearman
 * @equation r = 2 \sin(\pi \rho / 6)
 * @source Kruskal, "Ordinal measures of association", JASA 53 (1958)
 */
export const normalCorrelation = (rank: number): number => 2 * Math.sin((Math.PI * rank) / 6);

/** The inverse of `normalCorrelation`. */
export const rankCorrelation = (normal: number): number => (6 / Math.PI) * Math.asin(Math.max(-1, Math.min(1, normal)) / 2);

/**
 * The matrix of normal correlations of some parameters; pairs of which nothing is said are independent.
 *
 * @param paths the parameters
 * @param correlations what is said of pairs
 */
export function correlationMatrix(paths: readonly string[], correlations: readonly RankCorrelation[]): Matrix {
  const matrix = paths.map((_, i) => Float64Array.from(paths, (__, j) => (i === j ? 1 : 0)));
  for (const { between, rank } of correlations) {
    const [i, j] = [paths.indexOf(between[0]), paths.indexOf(between[1])];
    if (i < 0 || j < 0 || i === j) continue;
    const value = normalCorrelation(rank);
    (matrix[i] as Float64Array)[j] = value;
    (matrix[j] as Float64Array)[i] = value;
  }
  return matrix;
}

/** Below this a pivot is taken for 0: what rounding leaves of an exact one. */
const TINY = 1e-10;

/**
 * The lower triangle L with L L' = the matrix, or nothing where no such triangle exists, that is where the correlations contradict
 * each other. A correlation of exactly 1 or -1 is no contradiction.
 *
 * @param matrix symmetric, with ones on its diagonal
 */
export function triangleOf(matrix: Matrix): Matrix | undefined {
  const size = matrix.length;
  const rows = matrix.map(() => new Float64Array(size));
  for (let j = 0; j < size; j++) {
    const own = rows[j] as Float64Array;
    let pivot = (matrix[j] as Float64Array)[j] as number;
    for (let k = 0; k < j; k++) pivot -= (own[k] as number) ** 2;
    if (pivot < -TINY) return undefined;
    const root = pivot > TINY ? Math.sqrt(pivot) : 0;
    own[j] = root;
    for (let i = j + 1; i < size; i++) {
      const row = rows[i] as Float64Array;
      let rest = (matrix[i] as Float64Array)[j] as number;
      for (let k = 0; k < j; k++) rest -= (row[k] as number) * (own[k] as number);
      if (root === 0 && Math.abs(rest) > Math.sqrt(TINY)) return undefined;
      row[j] = root === 0 ? 0 : rest / root;
    }
  }
  return rows;
}

/** Eigenvalues and eigenvectors (as columns) of a symmetric matrix, by Jacobi's rotations. */
function eigen(matrix: Matrix): { readonly values: Float64Array; readonly vectors: Matrix } {
  const size = matrix.length;
  const a = matrix.map((row) => row.slice());
  const v = matrix.map((_, i) => Float64Array.from(matrix, (__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) off += (a[p]![q] as number) ** 2;
    if (off < 1e-24) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, v, p, q);
    }
  }
  return { values: Float64Array.from(a, (row, i) => row[i] as number), vectors: v };
}

function rotate(a: readonly Float64Array[], v: readonly Float64Array[], p: number, q: number): void {
  const apq = a[p]![q] as number;
  if (apq === 0) return;
  const theta = ((a[q]![q] as number) - (a[p]![p] as number)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const rows of [a, v]) {
    for (const row of rows) {
      const [x, y] = [row[p] as number, row[q] as number];
      row[p] = c * x - s * y;
      row[q] = s * x + c * y;
    }
  }
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[p]![k] as number, a[q]![k] as number];
    a[p]![k] = c * x - s * y;
    a[q]![k] = s * x + c * y;
  }
}

/** The nearest matrix without negative eigenvalues. */
function withoutNegative(matrix: Matrix): Matrix {
  const { values, vectors } = eigen(matrix);
  return matrix.map((_, i) =>
    Float64Array.from(matrix, (__, j) => {
      let sum = 0;
      for (let k = 0; k < values.length; k++)
        sum += Math.max(0, values[k] as number) * (vectors[i]![k] as number) * (vectors[j]![k] as number);
      return sum;
    }),
  );
}

/**
 * The correlation matrix nearest to one that contradicts itself.
 *
 * @param matrix symmetric, with ones on its diagonal
 * @source Higham, "Computing the nearest correlation matrix", IMA J. Numer. Anal. 22 (2002)
 */
export function nearestCorrelation(matrix: Matrix): Matrix {
  let current: Matrix = matrix.map((row) => row.slice());
  let correction: Matrix = matrix.map((row) => new Float64Array(row.length));
  for (let step = 0; step < 200; step++) {
    const shifted: Matrix = current.map((row, i) => row.map((value, j) => value - (correction[i]![j] as number)));
    const positive = withoutNegative(shifted);
    correction = positive.map((row, i) => row.map((value, j) => value - (shifted[i]![j] as number)));
    const next = positive.map((row, i) => row.map((value, j) => (i === j ? 1 : value)));
    let change = 0;
    for (let i = 0; i < next.length; i++)
      for (let j = 0; j < i; j++) change = Math.max(change, Math.abs((next[i]![j] as number) - (current[i]![j] as number)));
    current = next;
    if (change < 1e-9) break;
  }
  // A little nearer to independence, so that rounding does not undo it.
  return current.map((row, i) => row.map((value, j) => (i === j ? 1 : value * (1 - 1e-6))));
}

/**
 * Parameters that hang together by correlations, each group in the order of the parameters.
 *
 * @param paths the parameters
 * @param correlations what is said of pairs
 */
export function correlatedGroups(paths: readonly string[], correlations: readonly RankCorrelation[]): readonly (readonly string[])[] {
  const group = new Map(paths.map((path) => [path, path]));
  const root = (path: string): string => {
    let at = path;
    while (group.get(at) !== at) at = group.get(at) as string;
    return at;
  };
  for (const { between, rank } of correlations) {
    if (rank !== 0 && between.every((path) => group.has(path))) group.set(root(between[0]), root(between[1]));
  }
  const members = new Map<string, string[]>();
  for (const path of paths) members.set(root(path), [...(members.get(root(path)) ?? []), path]);
  return [...members.values()].filter((one) => one.length > 1);
}
