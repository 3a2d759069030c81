import type { Tolerance } from './area.ts';

/** An answer of 0 has no relative error: a prediction of it may be off by this much. */
const besideZero = 1e-9;

export interface Judgement {
  /** In the terms of the tolerance: relative, absolute, or a difference of counts. */
  readonly error: number;
  readonly within: boolean;
}

/**
 * Compares a prediction with the published answer.
 *
 * @param predicted what the model says
 * @param answer what was published
 * @param tolerance how far apart they may be
 */
export function judge(predicted: number, answer: number, tolerance: Tolerance): Judgement {
  if (!Number.isFinite(predicted)) return { error: Number.POSITIVE_INFINITY, within: false };
  const apart = Math.abs(predicted - answer);
  if (tolerance.kind === 'exact') return { error: apart, within: apart === 0 };
  if (tolerance.kind === 'atLeast') return { error: Math.max(0, answer - predicted), within: predicted >= answer };
  if (tolerance.kind === 'absolute') return { error: apart, within: apart <= tolerance.value };
  if (answer === 0) return { error: apart, within: apart <= besideZero };
  const error = apart / Math.abs(answer);
  return { error, within: error <= tolerance.value };
}
