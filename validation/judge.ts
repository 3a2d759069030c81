import type { Tolerance } from './area.ts';

/** An answer of 0 has no relative error: a prediction of it may be off by this much. */
const besideZero = 1e-9;

export interface Judgement {
  /** In the terms of the tolerance: relative, absolute, or a difference of counts. */
  readonly error: number;
  readonly within: boolean;
}

/** Ends of a band; one that is absent is open. */
export interface Band {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/**
 * Compares a prediction with the published answer.
 *
 * @param predicted what the model says
 * @param answer what was published
 * @param tolerance how far apart they may be; of a band the error is the distance to it, over its nearer end
 * @param band the ends, where the tolerance is a band
 */
export function judge(predicted: number, answer: number, tolerance: Tolerance, band: Band = {}): Judgement {
  if (!Number.isFinite(predicted)) return { error: Number.POSITIVE_INFINITY, within: false };
  if (tolerance.kind === 'band') {
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = band;
    const end = predicted < low ? low : high;
    const within = predicted >= low && predicted <= high;
    return { error: within ? 0 : Math.abs(predicted - end) / (end === 0 ? 1 : Math.abs(end)), within };
  }
  const apart = Math.abs(predicted - answer);
  if (tolerance.kind === 'exact') return { error: apart, within: apart === 0 };
  if (tolerance.kind === 'atLeast') return { error: Math.max(0, answer - predicted), within: predicted >= answer };
  if (tolerance.kind === 'absolute') return { error: apart, within: apart <= tolerance.value };
  if (answer === 0) return { error: apart, within: apart <= besideZero };
  const error = apart / Math.abs(answer);
  return { error, within: error <= tolerance.value };
}
