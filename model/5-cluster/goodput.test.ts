import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Goodput, goodput } from '#cluster';
import { quantity } from '#quantity';

const of = (nodes: number, failureRate: number, checkpointTime: number, restartTime: number): Goodput =>
  goodput({
    nodes: quantity(nodes, 'node'),
    failureRate: quantity(failureRate, '1/node-d'),
    checkpointTime: quantity(checkpointTime, 's'),
    restartTime: quantity(restartTime, 's'),
  });

/** Jobs that fail no more often than once an hour and a half. */
const job = fc.record({
  nodes: fc.integer({ min: 1, max: 4000 }),
  rate: fc.double({ min: 1e-5, max: 4e-3, noNaN: true }),
  checkpoint: fc.double({ min: 1, max: 120, noNaN: true }),
  restart: fc.double({ min: 1, max: 1800, noNaN: true }),
});
const worse = fc.double({ min: 1.01, max: 3, noNaN: true });

/** Share kept at any interval, by the exponential form written out again. */
const shareAt = (interval: number, mtbf: number, checkpoint: number, restart: number): number =>
  interval / (mtbf * Math.exp(restart / mtbf) * (Math.exp((interval + checkpoint) / mtbf) - 1));

describe('goodput', () => {
  it('approaches one as failures become rare', () => {
    expect(of(2048, 1e-12, 60, 600).goodput).toBeGreaterThan(0.9999);
    expect(of(2048, 1e-12, 60, 600).goodput).toBeLessThan(1);
  });

  it('falls with nodes, failures, checkpoint time and restart time', () => {
    fc.assert(
      fc.property(job, worse, ({ nodes, rate, checkpoint, restart }, times) => {
        const { goodput: here } = of(nodes, rate, checkpoint, restart);
        expect(of(nodes * times, rate, checkpoint, restart).goodput).toBeLessThan(here);
        expect(of(nodes, rate * times, checkpoint, restart).goodput).toBeLessThan(here);
        expect(of(nodes, rate, checkpoint * times, restart).goodput).toBeLessThan(here);
        expect(of(nodes, rate, checkpoint, restart * times).goodput).toBeLessThan(here);
      }),
    );
  });

  it('depends on nodes and their rate only by their product', () => {
    fc.assert(
      fc.property(job, ({ nodes, rate, checkpoint, restart }) => {
        expect(of(nodes * 2, rate / 2, checkpoint, restart)).toEqual(of(nodes, rate, checkpoint, restart));
      }),
    );
  });

  it('saves at the best interval to first order: within a checkpoint of where the share no longer grows, and as good', () => {
    fc.assert(
      fc.property(job, ({ nodes, rate, checkpoint, restart }) => {
        const { mtbf, interval, goodput: share } = of(nodes, rate, checkpoint, restart);
        fc.pre(checkpoint < mtbf / 40);
        expect(shareAt(interval, mtbf, checkpoint, restart)).toBeCloseTo(share, 9);
        // Sign of the derivative of the share, which is too flat at its top to be searched itself.
        const grows = (at: number): boolean => (at + checkpoint) / mtbf + Math.log1p(-at / mtbf) > 0;
        let [low, high]: [number, number] = [0, mtbf];
        for (let step = 0; step < 100; step++) {
          const middle = (low + high) / 2;
          if (grows(middle)) low = middle;
          else high = middle;
        }
        expect(Math.abs(low - interval)).toBeLessThan(checkpoint);
        expect(shareAt(low, mtbf, checkpoint, restart) - share).toBeLessThan(checkpoint / mtbf);
      }),
    );
  });

  it('agrees with the loss of first order where failures are rare beside checkpoints and restarts', () => {
    const { mtbf, interval, goodput: share } = of(256, 1e-3, 10, 300);
    expect(1 - share).toBeCloseTo(10 / interval + (interval / 2 + 300) / mtbf, 3);
  });

  it('names checkpoints or failures by the larger loss', () => {
    expect(of(2048, 0.004, 300, 60).binding).toBe('checkpoint');
    expect(of(2048, 0.004, 1, 1800).binding).toBe('failure');
  });
});
