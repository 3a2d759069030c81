/**
 * The matrix of Poisson's equation on a square grid with fixed edges, five points a star: its condition grows with the
 * square of the side.
 *
 * @equation 4 u_{ij} - u_{i-1,j} - u_{i+1,j} - u_{i,j-1} - u_{i,j+1} = h^2 f_{ij}
 * @param input.side inner points along a side; the matrix has its square rows
 */
export function poissonMatrix(input: { readonly side: number }): Float64Array {
  const { side } = input;
  const n = side * side;
  const out = new Float64Array(n * n);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const at = i * side + j;
      out[at * n + at] = 4;
      if (i > 0) out[at * n + at - side] = -1;
      if (i < side - 1) out[at * n + at + side] = -1;
      if (j > 0) out[at * n + at - 1] = -1;
      if (j < side - 1) out[at * n + at + 1] = -1;
    }
  }
  return out;
}
