/** A straight line through points, with what is unsure about it. */
export interface Line {
  /** Value at the mean of x: its error and that of the slope are independent of each other. */
  readonly level: number;
  readonly slope: number;
  readonly meanX: number;
  readonly residuals: readonly number[];
  /** Spread of points around the line, with two constants fitted. */
  readonly sd: number;
  readonly levelError: number;
  readonly slopeError: number;
}

/**
 * Ordinary least squares of one variable.
 *
 * @param x where
 * @param y what was found there
 */
export const leastSquares = (x: readonly number[], y: readonly number[]): Line => {
  const n = x.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const meanX = mean(x);
  const level = mean(y);
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] as number) - level), 0) / spread;
  const residuals = y.map((value, i) => value - level - slope * ((x[i] as number) - meanX));
  const sd = Math.sqrt(residuals.reduce((sum, value) => sum + value ** 2, 0) / (n - 2));
  return { level, slope, meanX, residuals, sd, levelError: sd / Math.sqrt(n), slopeError: sd / Math.sqrt(spread) };
};
