import { type TrainingConstants, trainingConstants } from '#calibration';
import { normalQuantile } from '#uncertainty';
import type { Run } from './read-run.ts';
import type { TimedRun } from './time-run.ts';

/**
 * Spread of the logarithm of measured over predicted throughput, by rule: of publications among one another, more for
 * chips that nobody measured, for more accelerators than any calibration row had, for experts, for assumed cells.
 *
 * @param run the run
 * @param timed what is known of its chip
 * @param constants fitted spreads
 * @unit 1
 */
export function stepSpread(run: Run, timed: Pick<TimedRun, 'matrixShare'>, constants: TrainingConstants = trainingConstants): number {
  const { spread } = constants;
  const beyond = Math.max(0, Math.log(run.chips / spread.mostChips));
  const routed = run.architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);
  return Math.hypot(
    spread.family,
    timed.matrixShare.spread,
    spread.scale * beyond,
    routed ? spread.routed : 0,
    spread.assumed * Math.sqrt(run.assumed),
  );
}

/** Four predictions in five are to lie inside. */
const inside = 0.8;

/**
 * Interval that holds four measurements in five.
 *
 * @param predicted throughput
 * @param spread of its logarithm
 */
export function interval80(predicted: number, spread: number): readonly [low: number, high: number] {
  const reach = Math.exp(normalQuantile((1 + inside) / 2) * spread);
  return [predicted / reach, predicted * reach];
}
