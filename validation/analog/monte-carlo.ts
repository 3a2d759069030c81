import type { JudgedCell } from '../area.ts';

/** What the scoring rules write for a level that was never reached. */
export const never = 999;

/** Trials so that only the noise of the file itself counts: small matrices vary more, and cost little. @param n rows of the matrix */
export const trialsOf = (n: number): number => (n <= 16 ? 400 : n <= 64 ? 100 : 25);

/** A level that a share of trials between these does not reach is as good as a coin. */
const coin = { low: 0.25, high: 0.75 };

/**
 * The middle and the ninetieth percent of draws, as NumPy gives them; without end where one had no end.
 *
 * @param draws the draws; `never` or infinite where one did not end
 */
export function spreadOf(draws: readonly number[]): { readonly median: number; readonly p90: number } {
  const sorted = [...draws].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] as number;
    const above = sorted[Math.ceil(place)] as number;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), p90: at(0.9) };
}

/** Noise of a median over so many trials beside the tenth that is always granted. */
const widthOf = (answer: number, median: number, p90: number, trials: number): number =>
  Math.max(0.1 * Math.abs(answer), (3 * 1.25 * Math.max(0, p90 - median)) / 1.28 / Math.sqrt(trials));

const cell = (column: string, predicted: number, answer: number, width: number): JudgedCell => {
  const off = Math.abs(predicted - answer);
  return { column, predicted, answer, error: off, tolerance: { kind: 'absolute', value: width }, passed: off <= width };
};

/**
 * Judges a median by the noise that so few trials leave in it.
 *
 * @param column what is compared
 * @param own our draws
 * @param row the row of the file; `p90Column` where it states its own spread
 * @param trials on how many trials its median rests
 */
export function judgeMedian(
  column: string,
  own: readonly number[],
  row: Readonly<Record<string, number>>,
  trials: number,
  p90Column?: string,
): readonly JudgedCell[] {
  const answer = row[column];
  if (answer === undefined || Number.isNaN(answer)) return [];
  const ours = spreadOf(own);
  const stated = p90Column === undefined ? undefined : row[p90Column];
  const width =
    stated === undefined || Number.isNaN(stated) ? widthOf(answer, ours.median, ours.p90, trials) : widthOf(answer, answer, stated, trials);
  return [cell(column, ours.median, answer, width)];
}

/**
 * Judges bits per iteration: the logarithm of a median that is judged already.
 *
 * @param column what is compared
 * @param rho the judged cell of the spectral radius
 * @param row the row of the file
 */
export function judgeBits(column: string, rho: JudgedCell | undefined, row: Readonly<Record<string, number>>): readonly JudgedCell[] {
  const answer = row[column];
  if (answer === undefined || Number.isNaN(answer) || rho === undefined || rho.tolerance.kind !== 'absolute') return [];
  const width = Math.max(0.1 * Math.abs(answer), rho.tolerance.value / rho.answer / Math.LN2);
  return [cell(column, -Math.log2(rho.predicted), answer, width)];
}

/**
 * Judges iterations: never tighter than one, and not at all where it is a matter of luck whether a level is reached.
 *
 * @param column what is compared
 * @param own our draws, `never` where the level was not reached
 * @param row the row of the file
 * @param trials on how many trials its median rests
 */
export function judgeIterations(
  column: string,
  own: readonly number[],
  row: Readonly<Record<string, number>>,
  trials: number,
): readonly JudgedCell[] {
  const answer = row[column];
  const diverging = row['frac_diverge'];
  if (answer === undefined || Number.isNaN(answer)) return [];
  const missed = own.filter((value) => value >= never).length / own.length;
  const isCoin = (share: number | undefined): boolean => share !== undefined && share >= coin.low && share <= coin.high;
  if (isCoin(missed) || isCoin(diverging)) return [];
  const { median, p90 } = spreadOf(own);
  if (answer >= never) {
    const passed = median >= 60;
    return [{ column, predicted: median, answer, error: passed ? 0 : answer - median, tolerance: { kind: 'exact' }, passed }];
  }
  const width = Math.max(1, widthOf(answer, median, p90 >= never ? median : p90, trials));
  return [cell(column, median, answer, width)];
}

/**
 * Judges a number that no draw enters.
 *
 * @param column what is compared
 * @param predicted ours
 * @param row the row of the file
 * @param relative how far it may lie off, of the answer; 0 for equality
 */
export function judgeExact(column: string, predicted: number, row: Readonly<Record<string, number>>, relative = 0): readonly JudgedCell[] {
  const answer = row[column];
  if (answer === undefined || Number.isNaN(answer)) return [];
  const error = answer === 0 ? Math.abs(predicted) : Math.abs(predicted / answer - 1);
  const tolerance = relative === 0 ? ({ kind: 'exact' } as const) : ({ kind: 'relative', value: relative } as const);
  return [{ column, predicted, answer, error, tolerance, passed: error <= relative }];
}

/**
 * Judges a number by a width of its own.
 *
 * @param column what is compared
 * @param predicted ours
 * @param row the row of the file
 * @param width how far it may lie off
 */
export function judgeWithin(
  column: string,
  predicted: number,
  row: Readonly<Record<string, number>>,
  width: (answer: number) => number,
): readonly JudgedCell[] {
  const answer = row[column];
  return answer === undefined || Number.isNaN(answer) ? [] : [cell(column, predicted, answer, width(answer))];
}
