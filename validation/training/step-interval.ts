import { type TrainingConstants, trainingConstants } from '#calibration';
import { stepSpread } from '#scenario';
import { normalQuantile } from '#uncertainty';
import type { Run } from './read-run.ts';
import type { TimedRun } from './time-run.ts';

/** Four predictions in five are to lie inside. */
const inside = 0.8;

/**
 * Interval that holds four measurements in five, by rule: see `stepSpread`.
 *
 * @param predicted throughput
 * @param run the run
 * @param timed what is known of its chip
 * @param constants fitted spreads
 */
export function interval80(
  predicted: number,
  run: Run,
  timed: Pick<TimedRun, 'matrixShare'>,
  constants: TrainingConstants = trainingConstants,
): readonly [low: number, high: number] {
  const spread = stepSpread(
    {
      accelerators: run.chips,
      routed: run.architecture.kinds.some(({ feedForward }) => feedForward.routed > 0),
      assumed: run.assumed,
      chip: timed.matrixShare.spread,
    },
    constants.spread,
  );
  const reach = Math.exp(normalQuantile((1 + inside) / 2) * spread);
  return [predicted / reach, predicted * reach];
}
