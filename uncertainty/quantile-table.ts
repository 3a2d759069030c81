import { type Law, quantileOf } from './law-types.ts';
import { interpolate, polynomial, WIDTH } from './polynomial-cells.ts';

/** Cells of equal probability in each band: (0, 1/16), (0, 1) and (15/16, 1). */
const CELLS = 256;

/** Where the finer bands at the two ends take over. */
const LOW_END = 1 / 16;
const HIGH_END = 15 / 16;
const ZOOM = 16;

/** How far a polynomial may be from the quantile it stands for, relative to it. */
const TOLERANCE = 1e-11;

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
 * A polynomial is used only where it agrees with the quantile to 1e-11 at its middle and near its outer end, the
 * places where interpolation errs most. The other cells keep the quantile itself: those next to 0 and 1 (a few
 * draws in 1,000), and any with a kink, a jump or a zero. What a cell holds depends on nothing but the
 * quantile, so results do not depend on the order of evaluation.
 *
 * @param of the law
 */
export function quantileTable(of: Law): QuantileTable {
  return new Cells(of);
}

// A class: closures are compiled anew for each table once the last one is gone, methods for good.
class Cells implements QuantileTable {
  readonly #law: Law;
  /** NaN marks cells without a polynomial: one comparison of the result finds them. */
  readonly #coefficients = new Float64Array(WIDTH * 3 * CELLS).fill(Number.NaN);
  readonly #tried = new Uint8Array(3 * CELLS);

  constructor(of: Law) {
    this.#law = of;
    // A quantile may vanish or grow without bound towards 0 and 1: no polynomial is right for all of such a cell.
    this.#tried[0] = 1;
    this.#tried[3 * CELLS - 1] = 1;
  }

  at(u: number): number {
    const x = polynomial(this.#coefficients, placeOf(u));
    return x === x ? x : this.#slow(u);
  }

  map(values: Float64Array, from: number, to: number): void {
    for (let start = from; start < to; start += BATCH) {
      const count = mapPolynomials(this.#coefficients, values, start, Math.min(to, start + BATCH));
      for (let k = 0; k < count; k++) {
        const i = missed[k] as number;
        values[i] = this.#slow(values[i] as number);
      }
    }
  }

  #slow(u: number): number {
    const place = placeOf(u);
    const cell = Math.floor(place);
    if (this.#tried[cell] === 0) this.#build(cell);
    const x = polynomial(this.#coefficients, place);
    return x === x ? x : quantileOf(this.#law, u);
  }

  #build(cell: number): void {
    const coefficients = this.#coefficients;
    const inCell = (share: number): number => quantileOf(this.#law, probabilityAt(cell + share));
    coefficients.set(interpolate(inCell), WIDTH * cell);
    const agrees = (share: number): boolean => {
      const truth = inCell(share);
      return Math.abs(polynomial(coefficients, cell + share) - truth) <= TOLERANCE * Math.abs(truth);
    };
    const outer = probabilityAt(cell) < 0.5 ? 1 / 64 : 63 / 64;
    if (!(agrees(0.5) && agrees(outer))) coefficients.fill(Number.NaN, WIDTH * cell, WIDTH * (cell + 1));
    this.#tried[cell] = 1;
  }
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

/** How many values are mapped before those without a polynomial are looked at. */
const BATCH = 1024;

/** Indices of the values of a batch that have no polynomial. */
const missed = new Int32Array(BATCH);

/** Maps what has a polynomial and lists the rest: a loop without calls, half again as fast as one with. */
function mapPolynomials(coefficients: Float64Array, values: Float64Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const x = polynomial(coefficients, placeOf(values[i] as number));
    if (x === x) values[i] = x;
    else missed[count++] = i;
  }
  return count;
}
