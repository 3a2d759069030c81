import { type Quantity, quantity } from '#quantity';

/** What one accelerator can do, and the share of its peak that large matrix products reach on it. */
export interface ChipRates {
  /** Dense peak of BF16 (or FP16) matrix products. */
  readonly peak: Quantity<'FLOP/s'>;
  /** Dense peak at the number format of the plan; that of BF16 where the plan runs in it or the chip has no other. */
  readonly formatPeak: Quantity<'FLOP/s'>;
  readonly memory: Quantity<'B'>;
  readonly memoryBandwidth: Quantity<'B/s'>;
  /** Share of the peak that a large matrix product reaches on a mature software stack. */
  readonly matrixShare: Quantity<'1'>;
  /** Results of a product that its multiprocessors work on at once, a tile each; as many as one likes unless given. */
  readonly wave?: number | undefined;
}

export interface MatrixTimeInput {
  readonly flop: Quantity<'FLOP'>;
  /** Operands read and results written once. */
  readonly bytes: Quantity<'B'>;
  readonly peak: Quantity<'FLOP/s'>;
  /** Share of the peak that a large product reaches. */
  readonly share: Quantity<'1'>;
  readonly bandwidth: Quantity<'B/s'>;
  /** Share of the bandwidth that streaming reaches. */
  readonly bandwidthShare: Quantity<'1'>;
  /** Part of the traffic that arithmetic does not hide: 0 where all overlaps, 1 where none does. */
  readonly traffic: Quantity<'1'>;
}

/**
 * Time of a matrix product. Arithmetic and exposed traffic add up, so that efficiency saturates in each dimension:
 * with `m`, `n`, `k` the time is that of the arithmetic times 1 + c (1/m + 1/n + 1/k), where c is the balance of the chip.
 *
 * @equation t = \frac{2mnk}{\hat P e} + \gamma \frac{b(mk + kn + mn)}{W w}
 * @param input work, traffic and rates
 */
export const matrixTime = (input: MatrixTimeInput): Quantity<'s'> =>
  quantity(input.flop / (input.peak * input.share) + (input.traffic * input.bytes) / (input.bandwidth * input.bandwidthShare), 's');

/**
 * Work of a product that stands still in its last wave: tiles are handed out to the multiprocessors in waves, of which the last
 * is half full on average. A product of less than a wave is cut along its inner sum instead, and loses no more than it has to do.
 *
 * @equation \Delta F = k \frac{w\,mn}{w + mn}
 * @unit FLOP
 * @source nvidia-matrix-guide sections 2.3 and 3.2
 * @param input results of the product, width of its inner sum, results of a wave
 */
export const waveFlop = (input: {
  /** Results, of all products that are issued together. */
  readonly results: number;
  /** Width of the inner sum. */
  readonly inner: number;
  /** Results that all multiprocessors work on at once. */
  readonly wave: number;
}): Quantity<'FLOP'> => quantity(input.wave > 0 ? (input.inner * input.wave * input.results) / (input.wave + input.results) : 0, 'FLOP');

/**
 * Share of the matrix rate that attention keeps for the width of its heads: narrow heads leave the inner products short.
 *
 * @equation \eta = \frac{d}{d + d_0}
 * @param input width of a head (mean of key and value), and the width that halves the rate
 * @unit 1
 */
export const headShare = (input: {
  /** Mean width of a key and a value. */
  readonly width: number;
  /** Width at which half the rate is left. */
  readonly half: number;
}): number => input.width / (input.width + input.half);

/**
 * Time of work that the host must issue: where kernels are too short, the accelerator waits for the host. A norm of
 * both times, because the two overlap in part.
 *
 * @equation t = \sqrt{t_d^2 + t_h^2}
 * @param input time on the accelerator, time of the host to issue it
 */
export const issueBound = (input: { readonly device: Quantity<'s'>; readonly host: Quantity<'s'> }): Quantity<'s'> =>
  quantity(Math.sqrt(input.device ** 2 + input.host ** 2), 's');

/**
 * Share of what a mature software stack reaches that one of a given age does. New chips run on libraries that were
 * tuned for the chip before.
 *
 * @equation m = \frac{1}{1 + \delta e^{-a / \tau}}
 * @param input age of the chip, loss at its launch, and the time in which the loss falls by a factor of e
 */
export const stackMaturity = (input: {
  readonly age: Quantity<'yr'>;
  /** Time lost at launch, over that of the mature stack. */
  readonly loss: Quantity<'1'>;
  readonly time: Quantity<'yr'>;
}): Quantity<'1'> => quantity(1 / (1 + input.loss * Math.exp(-Math.max(0, input.age) / input.time)), '1');
