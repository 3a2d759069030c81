import { type Quantity, quantity } from '#quantity';
import { checkpointInterval } from './checkpoint-interval.ts';

/** Where wall time goes that moves nothing forward. */
export const lossKinds = ['checkpoint', 'rework', 'detection', 'restart', 'waiting', 'corruption'] as const;
export type LossKind = (typeof lossKinds)[number];

/** Copies in the memory of peers, beside those in storage. */
export interface PeerCopies {
  /** Work between two of them. */
  readonly interval: Quantity<'s'>;
  /** Time that they take from training, as a share of it. */
  readonly overhead: Quantity<'1'>;
  /** Failures that take the copies along: these fall back on storage. */
  readonly lostShare: Quantity<'1'>;
  /** From a detected failure to the first new step where the copies are left. */
  readonly restart: Quantity<'s'>;
}

/** Results that are wrong without anything having stopped. */
export interface SilentCorruption {
  /** Mean time between such errors in the job. */
  readonly mtbf: Quantity<'s'>;
  /** From the error until somebody sees it. */
  readonly latency: Quantity<'s'>;
}

export interface GoodputInput {
  /** Mean time between failures that stop the job. */
  readonly mtbf: Quantity<'s'>;
  /** Time for which a checkpoint blocks training. */
  readonly blocking: Quantity<'s'>;
  /** From then until storage has it. */
  readonly lag: Quantity<'s'>;
  /** From a failure until it is known where it lies; nothing runs. */
  readonly detection: Quantity<'s'>;
  /** From there to the first new step. */
  readonly restart: Quantity<'s'>;
  /** Share of failures that people must mend. */
  readonly manualShare: Quantity<'1'>;
  /** The same time where they must. */
  readonly manualRestart: Quantity<'s'>;
  /** Share of time without a server to replace one that failed. */
  readonly waiting: Quantity<'1'>;
  /** Work between two checkpoints; the best one where it is left out. */
  readonly interval?: Quantity<'s'> | undefined;
  readonly peer?: PeerCopies | undefined;
  readonly corruption?: SilentCorruption | undefined;
}

export interface Goodput {
  /** Work between two checkpoints in storage. */
  readonly interval: Quantity<'s'>;
  /** Share of wall time that moves the job forward. */
  readonly goodput: Quantity<'1'>;
  /** Shares of wall time that do not; with `goodput` they make one. */
  readonly lost: Readonly<Record<LossKind, Quantity<'1'>>>;
  /** The greatest of them; `rework` is what was done since the last checkpoint that is left. */
  readonly binding: LossKind;
}

interface Level {
  readonly mtbf: number;
  readonly interval: number;
  readonly blocking: number;
  readonly lag: number;
  readonly detection: number;
  /** Chance that no failure comes before the first new step. */
  readonly recovers: number;
}

/**
 * Shares of wall time of one level of checkpoints. An attempt lasts from a failure to the next: it is detected, mended,
 * and works on until it fails. Every share is an expectation over the exponential time of that attempt.
 */
const shares = ({ mtbf, interval, blocking, lag, detection, recovers }: Level): Record<LossKind | 'useful', number> => {
  const attempt = mtbf + detection;
  const saved = recovers / Math.expm1((interval + blocking) / mtbf);
  const durable = saved * Math.exp(-lag / mtbf);
  const useful = (interval * durable) / attempt;
  const checkpoint = (blocking * saved) / attempt;
  const restart = (mtbf * (1 - recovers)) / attempt;
  return {
    useful,
    checkpoint,
    detection: detection / attempt,
    restart,
    rework: Math.max(0, 1 - useful - checkpoint - detection / attempt - restart),
    waiting: 0,
    corruption: 0,
  };
};

const calm: Record<LossKind | 'useful', number> = {
  useful: 1,
  checkpoint: 0,
  rework: 0,
  detection: 0,
  restart: 0,
  waiting: 0,
  corruption: 0,
};

/**
 * Share of wall time that survives failures, and what takes the rest. Exact for failures at a constant rate with one level
 * of checkpoints, also where failures come as often as checkpoints and strike during a restart; peers and silent errors
 * are levels above and below, exact where their time scales lie apart.
 *
 * @equation g = \frac{\tau\, e^{-(R + L)/m}}{(m + d) \left(e^{(\tau + \delta)/m} - 1\right)}
 * @source daly-2006 section 3
 * @valid failures at a constant rate, restarts and writes of constant duration
 * @param input failures, checkpoints, detection and restart
 */
export const goodput = (input: GoodputInput): Goodput => {
  const { mtbf, blocking, lag, detection, restart, manualShare, manualRestart, waiting, peer, corruption } = input;
  // Failures that storage must make good; with peers, those of which no copy is left.
  const stored = peer === undefined ? 1 : peer.lostShare;
  const rare = stored > 0 ? mtbf / stored : Number.POSITIVE_INFINITY;
  const best = stored > 0 ? Math.max(checkpointInterval({ blocking, mtbf: quantity(rare, 's'), restart }).exact, lag - blocking) : rare;
  const interval = input.interval ?? best;
  const recovers =
    (1 - manualShare) * Math.exp(-restart / mtbf) + (manualShare > 0 ? manualShare * Math.exp(-(restart + manualRestart) / mtbf) : 0);
  const outer =
    stored > 0 && Number.isFinite(rare)
      ? shares({
          mtbf: rare,
          interval,
          blocking,
          lag,
          detection,
          recovers:
            peer === undefined
              ? recovers
              : (1 - manualShare) * Math.exp(-restart / rare) + manualShare * Math.exp(-(restart + manualRestart) / rare),
        })
      : calm;
  const inner =
    peer !== undefined && stored < 1
      ? shares({
          mtbf: mtbf / (1 - stored),
          interval: peer.interval,
          blocking: peer.interval * peer.overhead,
          lag: 0,
          detection,
          recovers: Math.exp((-peer.restart * (1 - stored)) / mtbf),
        })
      : calm;
  const kept =
    corruption === undefined
      ? 1
      : corruption.mtbf / (corruption.mtbf + corruption.latency + restart + (Number.isFinite(interval) ? interval / 2 : 0));
  const left = (1 - waiting) * kept;
  const lost = (kind: LossKind): Quantity<'1'> => quantity(left * (outer[kind] + outer.useful * inner[kind]), '1');
  const losses = {
    checkpoint: lost('checkpoint'),
    rework: lost('rework'),
    detection: lost('detection'),
    restart: lost('restart'),
    waiting: quantity(waiting, '1'),
    corruption: quantity((1 - waiting) * (1 - kept), '1'),
  };
  let binding: LossKind = 'checkpoint';
  for (const kind of lossKinds) if (losses[kind] > losses[binding]) binding = kind;
  return {
    interval: quantity(interval, 's'),
    goodput: quantity(left * outer.useful * inner.useful, '1'),
    lost: losses,
    binding,
  };
};
