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
 * Time for which a stage waits for others while a pipeline fills and drains, of a step that all stages begin and end
 * together. The nought that publications state of schedules which put off gradients of weights is of steps that overlap: there
 * stages go on to the next one without waiting for the norm of all gradients, and what is left here is the ramp that they share.
 *
 * @equation t = (p-1)(F+B+W),\ \frac{(p-1)(F+B+W)}{v},\ \max((p-1) \max(F, B), r),\ \max((p-1) F, r),\ \max(\frac{p-1}{2} \max(F, B), p(F+B)+\tfrac{W}{2}-M(F+B+W)),\ (\tfrac{p}{2}-1) \max(F, B), \quad r = (p-1)(F+B) - (M-1) W
 * @param input schedule, stages, chunks, micro-batches and the times of one micro-batch
 * @valid the forms of schedules that put off gradients of weights are exact where each stage has at least four times as many
 *   micro-batches as there are stages, and these take no less time than half of a forward pass; with fewer they are bounds,
 *   which what is played misses by some 2% of a step (`zb-v`: 8%)
 */
export const pipelineBubble = (input: PipelineBubbleInput): Quantity<'s'> => {
  const { schedule, stages, chunks, microBatches, forward: f, backwardInput: b, backwardWeight: w } = input;
  if (stages <= 1) return quantity(0, 's');
  const turns = stages - 1;
  const whole = f + b + w;
  // The last micro-batch leaves the last stage after all others, and the first stage waits for it with too few gradients put off.
  const returned = turns * (f + b) - (microBatches - 1) * w;
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
      return quantity(Math.max(turns * Math.max(f, b), returned), 's');
    case 'zb-h2':
      return quantity(Math.max(turns * f, returned), 's');
    case 'zb-v':
      // Each stage begins with half of its layers, and its second half ends the way of each micro-batch.
      return quantity(Math.max((turns / 2) * Math.max(f, b), stages * (f + b) + w / 2 - microBatches * whole), 's');
    case 'dualpipe':
      return quantity(Math.max(0, stages / 2 - 1) * Math.max(f, b), 's');
  }
};
