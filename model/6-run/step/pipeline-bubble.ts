import { type Quantity, quantity } from '#quantity';
import type { Schedule } from '../plan.ts';

export interface PipelineBubbleInput {
  readonly schedule: Schedule;
  /** Stages. */
  readonly stages: number;
  /** Chunks of layers on each stage. */
  readonly chunks: number;
  /** Micro-batches that a stage works through in a step. */
  readonly microBatches: number;
  /** Times of one micro-batch on a stage: forward, backward to inputs (with what is recomputed), backward to weights. */
  readonly forward: Quantity<'s'>;
  readonly backwardInput: Quantity<'s'>;
  readonly backwardWeight: Quantity<'s'>;
}

/**
 * Time for which a stage waits for others while a pipeline fills and drains.
 *
 * @equation t = (p-1)(F+B+W),\ \frac{(p-1)(F+B+W)}{v},\ (p-1)(F+B-W),\ (p-1)(F+B-2W),\ (\tfrac{p}{2}-1)(F+2B-2W)
 * @param input schedule, stages, chunks, micro-batches and the times of one micro-batch
 * @valid the zero-bubble forms hold where each stage has at least as many micro-batches as there are stages
 */
export const pipelineBubble = (input: PipelineBubbleInput): Quantity<'s'> => {
  const { schedule, stages, chunks, microBatches, forward: f, backwardInput: b, backwardWeight: w } = input;
  if (stages <= 1) return quantity(0, 's');
  const turns = stages - 1;
  const whole = f + b + w;
  switch (schedule) {
    case 'gpipe':
    case '1f1b':
      return quantity(turns * whole, 's');
    case 'interleaved': {
      // Chunks are handed out in rounds of as many micro-batches as there are stages; an incomplete round waits.
      const left = microBatches % stages;
      const uneven = chunks > 1 && left > 0 ? (chunks - 1) * (stages - left) : 0;
      return quantity(((turns + uneven) * whole) / chunks, 's');
    }
    case 'zb-h1':
      return quantity(turns * Math.max(0, f + b - w), 's');
    case 'zb-h2':
      return quantity(turns * Math.max(0, f + b - 2 * w), 's');
    case 'zb-v':
      // Free of bubbles where the three passes take equally long; what is longer than the others shows.
      return quantity(turns * (Math.max(f, b, w) - Math.min(f, b, w)), 's');
    case 'dualpipe':
      return quantity(Math.max(0, stages / 2 - 1) * Math.max(0, f + 2 * b - 2 * w), 's');
  }
};
