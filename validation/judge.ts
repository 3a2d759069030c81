import type { Tolerance } from './area.ts';

/** An answer of 0 has no relative error: a prediction of it may be off by this much. */
const besideZero = 1e-9;

export interface Judgement {
  /** In the terms of the tolerance: relative, absolute, or a difference of counts. */
  readonly error: number;
  readonly within: boolean;
}

/** What an answer stands beside: the ends of its band, one that is absent being open, or the largest of its list. */
export interface Beside {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly largest?: number;
}

/** One answer of a list beside ours, at the place where they are furthest apart. */
export interface ListJudgement extends Judgement {
  readonly predicted: number;
  readonly answer: number;
}

/**
 * Compares lists of numbers, each with its own answer.
 *
 * @param predicted what the model says
 * @param answers what was published
 * @param tolerance how far apart they may be
 * @returns the worst, or nothing where the lists are not equally long or hold what is no number
 */
export function judgeList(predicted: ArrayLike<number>, answers: ArrayLike<number>, tolerance: Tolerance): ListJudgement | undefined {
  if (predicted.length !== answers.length || answers.length === 0) return undefined;
  let largest = 0;
  for (let i = 0; i < answers.length; i++) largest = Math.max(largest, Math.abs(answers[i] as number));
  let worst: ListJudgement | undefined;
  for (let i = 0; i < answers.length; i++) {
    const ours = predicted[i] as number;
    const theirs = answers[i] as number;
    if (!Number.isFinite(theirs)) return undefined;
    const judged = judge(ours, theirs, tolerance, { largest });
    const isWorse =
      worst === undefined || (worst.within && !judged.within) || (worst.within === judged.within && judged.error > worst.error);
    if (isWorse) worst = { ...judged, predicted: ours, answer: theirs };
  }
  return worst;
}

/**
 * Compares a prediction with the published answer.
 *
 * @param predicted what the model says
 * @param answer what was published
 * @param tolerance how far apart they may be; of a band the error is the distance to it, over its nearer end
 * @param beside the ends, where the tolerance is a band; size of the largest answer that it stands among
 */
export function judge(predicted: number, answer: number, tolerance: Tolerance, beside: Beside = {}): Judgement {
  const { largest = Math.abs(answer) } = beside;
  if (!Number.isFinite(predicted)) return { error: Number.POSITIVE_INFINITY, within: false };
  if (tolerance.kind === 'band') {
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = beside;
    const end = predicted < low ? low : high;
    const within = predicted >= low && predicted <= high;
    return { error: within ? 0 : Math.abs(predicted - end) / (end === 0 ? 1 : Math.abs(end)), within };
  }
  const apart = Math.abs(predicted - answer);
  if (tolerance.kind === 'exact') return { error: apart, within: apart === 0 };
  if (tolerance.kind === 'atLeast') return { error: Math.max(0, answer - predicted), within: predicted >= answer };
  if (tolerance.kind === 'absolute') return { error: apart, within: apart <= tolerance.value };
  if (tolerance.kind === 'largest' && largest > 0) return { error: apart / largest, within: apart / largest <= tolerance.value };
  if (answer === 0) return { error: apart, within: apart <= besideZero };
  const error = apart / Math.abs(answer);
  return { error, within: error <= tolerance.value };
}
