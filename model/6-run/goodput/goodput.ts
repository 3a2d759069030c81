import { type Quantity, quantity, unwritten, type Writable } from '#quantity';
import { bestInterval } from './checkpoint-interval.ts';

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

/** Shares of wall time of one level of checkpoints; with `rework` they make one. */
interface Level {
  readonly useful: number;
  readonly checkpoint: number;
  readonly rework: number;
  readonly detection: number;
  readonly restart: number;
}

/** Checkpoints that are reached, per unit of wall time. */
const savedRate = (mtbf: number, span: number, attempt: number, recovers: number): number => recovers / (attempt * Math.expm1(span / mtbf));

/** Share of wall time that checkpoints keep; those that cost nothing are made all the time. */
const usefulShare = (
  saved: number,
  mtbf: number,
  interval: number,
  span: number,
  lag: number,
  attempt: number,
  recovers: number,
): number => (span > 0 ? interval * (lag > 0 ? saved * Math.exp(-lag / mtbf) : saved) : (recovers * mtbf) / attempt);

/**
 * Shares of wall time of one level of checkpoints. An attempt lasts from a failure to the next: it is detected, mended,
 * and works on until it fails. Every share is an expectation over the exponential time of that attempt; `recovers` is the
 * chance that no failure comes before the first new step. Numbers one by one, for a sampled chain asks this often.
 */
const level = (mtbf: number, interval: number, blocking: number, lag: number, detection: number, recovers: number): Level => {
  const attempt = mtbf + detection;
  const span = interval + blocking;
  const saved = savedRate(mtbf, span, attempt, recovers);
  const useful = usefulShare(saved, mtbf, interval, span, lag, attempt, recovers);
  const checkpoint = blocking > 0 ? blocking * saved : 0;
  const found = detection / attempt;
  const restart = (mtbf * (1 - recovers)) / attempt;
  return { useful, checkpoint, detection: found, restart, rework: Math.max(0, 1 - useful - checkpoint - found - restart) };
};

/** Where nothing fails. */
const calm: Level = { useful: 1, checkpoint: 0, rework: 0, detection: 0, restart: 0 };

/** Chance that no failure comes before the first new step, where people must mend a share of them. */
const recovery = (mtbf: number, restart: number, manualShare: number, manualRestart: number): number => {
  const automatic = Math.exp(-restart / mtbf);
  return manualShare > 0 ? automatic * (1 - manualShare + manualShare * Math.exp(-manualRestart / mtbf)) : automatic;
};

/** Work between two checkpoints where none is stated: the best, and never so short that one is written before the last has arrived. */
const bestWork = (mtbf: number, blocking: number, lag: number): number => Math.max(bestInterval(blocking, mtbf), lag - blocking);

/**
 * The goodput of `goodput` where failures come, storage alone makes them good and nothing is stated besides: number by number, for
 * searches that ask for nothing else.
 */
export const plainGoodput = (
  mtbf: number,
  blocking: number,
  lag: number,
  detection: number,
  restart: number,
  manualShare: number,
  manualRestart: number,
): number => {
  const interval = bestWork(mtbf, blocking, lag);
  const span = interval + blocking;
  const attempt = mtbf + detection;
  const recovers = recovery(mtbf, restart, manualShare, manualRestart);
  return usefulShare(savedRate(mtbf, span, attempt, recovers), mtbf, interval, span, lag, attempt, recovers);
};

/** By name, not by a loop over names: this is as hot as the rest. */
const greatestLoss = ({ checkpoint, rework, detection, restart, waiting, corruption }: Goodput['lost']): LossKind => {
  const most = Math.max(checkpoint, rework, detection, restart, waiting, corruption);
  if (checkpoint === most) return 'checkpoint';
  if (rework === most) return 'rework';
  if (detection === most) return 'detection';
  if (restart === most) return 'restart';
  return waiting === most ? 'waiting' : 'corruption';
};

/** A goodput while it is written, and written over. */
export type DraftGoodput = Writable<Omit<Goodput, 'lost'>> & { readonly lost: Writable<Goodput['lost']> };

/** A goodput of which nothing is written yet. */
export const draftGoodput = (): DraftGoodput => ({
  interval: unwritten,
  goodput: unwritten,
  lost: { checkpoint: unwritten, rework: unwritten, detection: unwritten, restart: unwritten, waiting: unwritten, corruption: unwritten },
  binding: 'checkpoint',
});

/** Shares of time between copies in the memory of peers. */
const betweenCopies = (peer: PeerCopies, mtbf: number, detection: number): Level => {
  const copied = 1 - peer.lostShare;
  const recovers = Math.exp((-peer.restart * copied) / mtbf);
  return level(mtbf / copied, peer.interval, peer.interval * peer.overhead, 0, detection, recovers);
};

/** Share of time in which what is worked out is not silently wrong. */
const soundShare = ({ mtbf, latency }: SilentCorruption, restart: number, interval: number): number =>
  mtbf / (mtbf + latency + restart + (Number.isFinite(interval) ? interval / 2 : 0));

/** Writes what storage and peers, within it, leave of a share of the time. */
const share = (outer: Level, inner: Level, left: number, out: DraftGoodput): void => {
  const within = left * outer.useful;
  const { lost } = out;
  lost.checkpoint = quantity(left * outer.checkpoint + within * inner.checkpoint, '1');
  lost.rework = quantity(left * outer.rework + within * inner.rework, '1');
  lost.detection = quantity(left * outer.detection + within * inner.detection, '1');
  lost.restart = quantity(left * outer.restart + within * inner.restart, '1');
  out.goodput = quantity(within * inner.useful, '1');
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
 * @param out what is written over; a new record where it is left out
 */
export const goodput = (input: GoodputInput, out: DraftGoodput = draftGoodput()): Goodput => {
  const { mtbf, blocking, lag, detection, restart, manualShare, manualRestart, waiting, peer, corruption } = input;
  // Failures that storage must make good; with peers, those of which no copy is left.
  const stored = peer === undefined ? 1 : peer.lostShare;
  const rare = stored > 0 ? mtbf / stored : Number.POSITIVE_INFINITY;
  const failing = rare < Number.POSITIVE_INFINITY;
  const interval: number = input.interval ?? (failing ? bestWork(rare, blocking, lag) : rare);
  const inner = peer !== undefined && stored < 1 ? betweenCopies(peer, mtbf, detection) : calm;
  const kept = corruption === undefined ? 1 : soundShare(corruption, restart, interval);
  const left = (1 - waiting) * kept;
  const { lost } = out;
  lost.waiting = waiting;
  lost.corruption = quantity((1 - waiting) * (1 - kept), '1');
  out.interval = quantity(interval, 's');
  // Two calls with a record each: one that is made on one of two ways only would have to be kept.
  if (failing)
    share(level(rare, interval, blocking, lag, detection, recovery(rare, restart, manualShare, manualRestart)), inner, left, out);
  else share(calm, inner, left, out);
  out.binding = greatestLoss(lost);
  return out;
};
