import { type Quantity, quantity } from '#quantity';

/**
 * How a checkpoint is kept: written to storage while training waits, copied to the memory of the host and written from
 * there, or kept in the memory of peers at every few steps besides.
 */
export const checkpointModes = ['sync', 'async', 'peer'] as const;
export type CheckpointMode = (typeof checkpointModes)[number];

export interface CheckpointCostInput {
  readonly mode: CheckpointMode;
  readonly parameters: Quantity<'1'>;
  /** Weights, optimiser copy and moments of one parameter; gradients are not kept. */
  readonly bytesPerParameter: Quantity<'B'>;
  readonly count: Quantity<'chip'>;
  /** What storage takes in from one accelerator when all write. */
  readonly storageRate: Quantity<'B/s'>;
  /** From one accelerator to the memory of its host. */
  readonly hostRate: Quantity<'B/s'>;
  /** Waiting for the slowest rank, collecting and planning, whatever the size. */
  readonly overhead: Quantity<'s'>;
}

export interface CheckpointCost {
  /** Of the whole model. */
  readonly size: Quantity<'B'>;
  /** Time for which training waits. */
  readonly blocking: Quantity<'s'>;
  /** From then until storage has it; a failure before falls back on the one before. */
  readonly lag: Quantity<'s'>;
  /** Time to read it back after a failure. */
  readonly load: Quantity<'s'>;
  /** What makes training wait longest. */
  readonly binding: 'overhead' | 'storage' | 'copy';
}

/**
 * Size of a checkpoint, and the time that it takes from training, from its write to its use.
 *
 * @equation \delta = o + \frac{P b}{N r}
 * @source bloom-chronicles 2.3 TB in 40 s
 * @param input the model, its state, and the rates at which that moves
 */
export const checkpointCost = (input: CheckpointCostInput): CheckpointCost => {
  const { mode, parameters, bytesPerParameter, count, storageRate, hostRate, overhead } = input;
  const size = parameters * bytesPerParameter;
  const written = size / (count * storageRate);
  const copied = mode === 'sync' ? written : size / (count * hostRate);
  return {
    size: quantity(size, 'B'),
    blocking: quantity(overhead + copied, 's'),
    lag: quantity(mode === 'sync' ? 0 : written, 's'),
    load: quantity(written, 's'),
    binding: overhead >= copied ? 'overhead' : mode === 'sync' ? 'storage' : 'copy',
  };
};
