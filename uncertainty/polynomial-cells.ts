/** Coefficients of a cell: a polynomial of degree 5. */
export const WIDTH = 6;

/** Where a cell is sampled: the Chebyshev points of six, mapped to (0, 1). */
const NODES = Array.from({ length: WIDTH }, (_, i) => 0.5 - 0.5 * Math.cos(((2 * i + 1) * Math.PI) / (2 * WIDTH)));

/** For each node the polynomial that is 1 there and 0 at the others, in powers. */
const LAGRANGE = NODES.map((node) => {
  const powers = Float64Array.of(1, 0, 0, 0, 0, 0);
  for (const other of NODES.filter((candidate) => candidate !== node)) {
    for (let k = WIDTH - 1; k >= 0; k--) powers[k] = ((powers[k - 1] ?? 0) - other * (powers[k] as number)) / (node - other);
  }
  return powers;
});

/**
 * The value of the polynomial of a cell.
 *
 * @param c coefficients of all cells, one after the other
 * @param place index of the cell plus the place within it
 */
export function polynomial(c: Float64Array, place: number): number {
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

/**
 * The polynomial through a function at the nodes of (0, 1), in powers.
 *
 * @param f the function, of the place within a cell
 */
export function interpolate(f: (share: number) => number): Float64Array {
  // Relative to the first value, so that a constant stays exactly that.
  const base = f(NODES[0] as number);
  const powers = Float64Array.of(base, 0, 0, 0, 0, 0);
  for (let j = 1; j < WIDTH; j++) {
    const rise = f(NODES[j] as number) - base;
    const lagrange = LAGRANGE[j] as Float64Array;
    for (let k = 0; k < WIDTH; k++) powers[k] = (powers[k] as number) + rise * (lagrange[k] as number);
  }
  return powers;
}
