/** Cells of equal probability in each band: (0, 1/16), (0, 1) and (15/16, 1). */
const CELLS = 512;

/** Where the finer bands at the two ends take over. */
const LOW_END = 1 / 16;
const HIGH_END = 15 / 16;
const ZOOM = 16;

/** Coefficients of a cell. */
const WIDTH = 6;

/** How far a polynomial may be from the quantile it stands for, relative to it. */
const TOLERANCE = 1e-11;

/** Where a cell is sampled: the Chebyshev points of six, mapped to (0, 1). */
const NODES = Array.from({ length: WIDTH }, (_, i) => 0.5 - 0.5 * Math.cos(((2 * i + 1) * Math.PI) / (2 * WIDTH)));

/** A quantile in a form for hot loops. */
export interface QuantileTable {
  /** The quantile at u in (0, 1). */
  at(u: number): number;
  /** Replaces the u's of a part of an array by their quantiles. */
  map(values: Float64Array, from: number, to: number): void;
}

/**
 * A fast form of a quantile: a polynomial of degree 5 on each of many cells of u, built when first asked for.
 *
 * A polynomial is used only where it agrees with the quantile to 1e-11 at its middle and near its ends, the
 * places where interpolation errs most. The other cells keep the quantile itself: those next to 0 and 1 (a few
 * draws in 1,000), and any with a kink, a jump or a zero. What a cell holds depends on nothing but the
 * quantile, so results do not depend on the order of evaluation.
 *
 * @param quantile the quantile on (0, 1)
 */
export function quantileTable(quantile: (u: number) => number): QuantileTable {
  // NaN marks cells without a polynomial: one comparison of the result finds them.
  const coefficients = new Float64Array(WIDTH * 3 * CELLS).fill(Number.NaN);
  const tried = new Uint8Array(3 * CELLS);
  // A quantile may vanish or grow without bound towards 0 and 1: no polynomial is right for all of such a cell.
  tried[0] = 1;
  tried[3 * CELLS - 1] = 1;

  const build = (cell: number): void => {
    const inCell = (share: number): number => quantile(probabilityAt(cell + share));
    coefficients.set(interpolate(inCell), WIDTH * cell);
    const agrees = (share: number): boolean => {
      const truth = inCell(share);
      return Math.abs(polynomial(coefficients, cell + share) - truth) <= TOLERANCE * Math.abs(truth);
    };
    if (![0.5, 1 / 64, 63 / 64].every(agrees)) coefficients.fill(Number.NaN, WIDTH * cell, WIDTH * (cell + 1));
    tried[cell] = 1;
  };
  const slow = (u: number): number => {
    const place = placeOf(u);
    const cell = Math.floor(place);
    if (tried[cell] === 0) build(cell);
    const x = polynomial(coefficients, place);
    return x === x ? x : quantile(u);
  };
  const at = (u: number): number => {
    const x = polynomial(coefficients, placeOf(u));
    return x === x ? x : slow(u);
  };
  const map = (values: Float64Array, from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const u = values[i] as number;
      const x = polynomial(coefficients, placeOf(u));
      values[i] = x === x ? x : slow(u);
    }
  };
  return { at, map };
}

/** Index of a cell plus the place within it. */
function placeOf(u: number): number {
  if (u < LOW_END) return u * (CELLS * ZOOM);
  if (u > HIGH_END) return 2 * CELLS + (u - HIGH_END) * (CELLS * ZOOM);
  return CELLS + u * CELLS;
}

/** The inverse of `placeOf`. */
function probabilityAt(place: number): number {
  if (place < CELLS) return place / (CELLS * ZOOM);
  if (place > 2 * CELLS) return HIGH_END + (place - 2 * CELLS) / (CELLS * ZOOM);
  return (place - CELLS) / CELLS;
}

function polynomial(c: Float64Array, place: number): number {
  const cell = place | 0;
  const x = place - cell;
  const base = WIDTH * cell;
  return (
    (c[base] as number) +
    x *
      ((c[base + 1] as number) +
        x * ((c[base + 2] as number) + x * ((c[base + 3] as number) + x * ((c[base + 4] as number) + x * (c[base + 5] as number)))))
  );
}

/** The polynomial through a function at the nodes of (0, 1), in powers. */
function interpolate(f: (share: number) => number): number[] {
  const divided = NODES.map(f);
  for (let order = 1; order < WIDTH; order++) {
    for (let i = WIDTH - 1; i >= order; i--) {
      divided[i] = ((divided[i] as number) - (divided[i - 1] as number)) / ((NODES[i] as number) - (NODES[i - order] as number));
    }
  }
  // From Newton's form to powers, by Horner's scheme on polynomials.
  const powers = new Array<number>(WIDTH).fill(0);
  for (let i = WIDTH - 1; i >= 0; i--) {
    for (let k = WIDTH - 1; k > 0; k--) powers[k] = (powers[k - 1] as number) - (NODES[i] as number) * (powers[k] as number);
    powers[0] = (divided[i] as number) - (NODES[i] as number) * (powers[0] as number);
  }
  return powers;
}
