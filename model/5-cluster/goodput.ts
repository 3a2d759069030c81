import { type Quantity, quantity, secondsPerDay } from '#quantity';

export interface GoodputInput {
  readonly nodes: Quantity<'node'>;
  /** Failures that stop the job, per node and day. */
  readonly failureRate: Quantity<'1/node-d'>;
  /** Time for which a checkpoint blocks training. */
  readonly checkpointTime: Quantity<'s'>;
  /** From a failure to the first new step: detection, replacement, reload. */
  readonly restartTime: Quantity<'s'>;
}

export interface Goodput {
  /** Mean time between failures of the job. */
  readonly mtbf: Quantity<'s'>;
  /** Time between checkpoints that loses least. */
  readonly interval: Quantity<'s'>;
  /** Share of wall time that moves the job forward. */
  readonly goodput: Quantity<'1'>;
  /**
   * What takes the larger part of the loss: `checkpoint` is writing them and the work redone since the last one, which
   * are equal at this interval and shrink with the time of a checkpoint; `failure` is the time to restart.
   */
  readonly binding: 'checkpoint' | 'failure';
}

/**
 * Share of time that survives failures when a job checkpoints at the interval of Young. The exponential form
 * stays right when failures come about as often as checkpoints.
 *
 * @equation \tau = \sqrt{2 \delta m},\quad g = \frac{\tau}{m e^{R/m} \left(e^{(\tau+\delta)/m} - 1\right)}
 * @source young-1974 daly-2006
 * @param input nodes, their failure rate, blocking time of a checkpoint, time to restart
 */
export const goodput = ({ nodes, failureRate, checkpointTime, restartTime }: GoodputInput): Goodput => {
  const mtbf = secondsPerDay / (nodes * failureRate);
  const interval = Math.sqrt(2 * checkpointTime * mtbf);
  const share = interval / (mtbf * Math.exp(restartTime / mtbf) * Math.expm1((interval + checkpointTime) / mtbf));
  return {
    mtbf: quantity(mtbf, 's'),
    interval: quantity(interval, 's'),
    goodput: quantity(share, '1'),
    binding: checkpointTime / interval + interval / (2 * mtbf) > restartTime / mtbf ? 'checkpoint' : 'failure',
  };
};
