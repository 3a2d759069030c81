import { type Quantity, quantity } from '#quantity';
import { type GoodputInput, goodput, type LossKind, lossKinds } from './goodput.ts';

export interface SimulateGoodputInput extends GoodputInput {
  /** Failures to live through. */
  readonly failures: number;
  /** The i-th of as many uniform draws of (0, 1) as are asked for. */
  readonly uniform: (index: number) => number;
  /** Spare servers; as many as it takes where they are left out. */
  readonly spares?: { readonly count: number; readonly share: Quantity<'1'>; readonly repairTime: Quantity<'s'> } | undefined;
}

export interface SimulatedGoodput {
  readonly goodput: Quantity<'1'>;
  /** Standard error of it. */
  readonly error: Quantity<'1'>;
  readonly lost: Readonly<Record<LossKind, Quantity<'1'>>>;
  /** Wall time that was played. */
  readonly time: Quantity<'s'>;
}

const batches = 40;
const drawsPerFailure = 4;

/**
 * Plays a run failure by failure, with checkpoints, writes on their way, copies of peers, silent errors and servers in
 * repair one by one, and nothing of the closed form but the interval.
 *
 * @pure
 * @param input the run, how many failures to play, and where draws come from
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one clock that every kind of event moves; taken apart, its state would be passed about
export const simulateGoodput = (input: SimulateGoodputInput): SimulatedGoodput => {
  const { mtbf, blocking, lag, detection, restart, manualShare, manualRestart, peer, corruption, spares, failures, uniform } = input;
  const { interval } = goodput(input);
  const exponential = (mean: number, index: number): number => -mean * Math.log(uniform(index));
  const spent: Record<LossKind, number> = { checkpoint: 0, rework: 0, detection: 0, restart: 0, waiting: 0, corruption: 0 };
  const [work, time] = [new Float64Array(batches), new Float64Array(batches)];
  let [clock, progress, index] = [0, 0, 0];
  /** What storage has, and what peers have: progress that a failure falls back on. */
  let [stored, copied] = [0, 0];
  /** Checkpoints that storage has, with the progress they hold, back to the last silent error. */
  let kept: { readonly at: number; readonly progress: number }[] = [{ at: 0, progress: 0 }];
  let corrupt = corruption === undefined ? Number.POSITIVE_INFINITY : exponential(corruption.mtbf, index++);
  const inRepair: number[] = [];
  const pace = peer === undefined ? 1 : 1 + peer.overhead;
  /** Work done since the last checkpoint was begun; a write that is not yet in storage. */
  let since = 0;
  let writing: { readonly at: number; readonly progress: number } | undefined;
  const settle = (now: number): void => {
    if (writing === undefined || writing.at > now) return;
    stored = writing.progress;
    kept.push(writing);
    writing = undefined;
  };
  /** Works until a moment or until a silent error is seen, whichever is first; says which. */
  const workUntil = (end: number): boolean => {
    const seen = corruption === undefined ? Number.POSITIVE_INFINITY : corrupt + corruption.latency;
    const stop = Math.min(end, seen);
    while (clock < stop) {
      const toCheckpoint = (interval - since) * pace;
      const stretch = Math.min(toCheckpoint, stop - clock);
      const done = stretch / pace;
      clock += stretch;
      progress += done;
      since += done;
      spent.checkpoint += stretch - done;
      settle(clock);
      if (stretch < toCheckpoint) break;
      // A checkpoint: the copy is made while training waits, the write follows it.
      const cut = Math.min(blocking, stop - clock);
      clock += cut;
      if (cut < blocking) {
        spent.rework += cut;
        break;
      }
      spent.checkpoint += cut;
      settle(clock);
      writing = { at: clock + lag, progress };
      since = 0;
      settle(clock);
    }
    if (peer !== undefined) copied = Math.max(copied, stored + Math.floor((progress - stored) / peer.interval + 1e-9) * peer.interval);
    return seen < end;
  };
  const perBatch = Math.max(1, Math.floor(failures / batches));
  for (let batch = 0; batch < batches; batch++) {
    const [beganAt, beganWith] = [clock, progress];
    for (let failure = 0; failure < perBatch; failure++) {
      index = drawsPerFailure * (batch * perBatch + failure) + 1;
      // The failure: what was not kept is to be done again.
      const fromPeers = peer !== undefined && uniform(index) >= peer.lostShare;
      const back = fromPeers ? Math.max(copied, stored) : stored;
      spent.rework += progress - back;
      progress = back;
      copied = back;
      since = progress - stored;
      writing = undefined;
      clock += detection;
      spent.detection += detection;
      if (spares !== undefined) {
        while (inRepair.length > 0 && inRepair[0]! <= clock) inRepair.shift();
        if (uniform(index + 1) < spares.share) {
          inRepair.push(clock + exponential(spares.repairTime, 4e8 + index));
          inRepair.sort((a, b) => a - b);
          if (inRepair.length > spares.count) {
            const until = inRepair[inRepair.length - spares.count - 1]!;
            // The first to come back is enough: one is missing.
            const first = inRepair[0]!;
            const next = Math.max(clock, Math.min(until, first));
            spent.waiting += next - clock;
            clock = next;
            while (inRepair.length > 0 && inRepair[0]! <= clock) inRepair.shift();
          }
        }
      }
      const manual = !fromPeers && uniform(index + 2) < manualShare;
      const mending = (fromPeers && peer !== undefined ? peer.restart : restart) + (manual ? manualRestart : 0);
      const next = clock + exponential(mtbf, index + 3);
      const ready = Math.min(next, clock + mending);
      spent.restart += ready - clock;
      clock = ready;
      while (clock < next && workUntil(next)) {
        // A silent error comes to light: back to the last checkpoint before it.
        while (kept.length > 1 && kept.at(-1)!.at > corrupt) kept.pop();
        const sound = kept.at(-1)!.progress;
        spent.corruption += progress - sound;
        progress = sound;
        stored = sound;
        copied = sound;
        since = 0;
        writing = undefined;
        const mended = Math.min(next, clock + restart);
        spent.corruption += mended - clock;
        clock = mended;
        corrupt = clock + exponential(corruption!.mtbf, 2e8 + index);
      }
      if (corruption !== undefined) {
        let sound = 0;
        for (let at = 0; at < kept.length; at++) if (kept[at]!.at <= Math.min(corrupt, clock)) sound = at;
        if (sound > 0) kept = kept.slice(sound);
      } else if (kept.length > 1) kept = kept.slice(-1);
    }
    work[batch] = progress - beganWith;
    time[batch] = clock - beganAt;
  }
  const total = time.reduce((sum, each) => sum + each, 0);
  const share = work.reduce((sum, each) => sum + each, 0) / total;
  let square = 0;
  for (let batch = 0; batch < batches; batch++) square += (work[batch]! - share * time[batch]!) ** 2;
  return {
    goodput: quantity(share, '1'),
    error: quantity(Math.sqrt((square * batches) / (batches - 1)) / total, '1'),
    lost: Object.fromEntries(lossKinds.map((kind) => [kind, quantity(spent[kind] / total, '1')])) as SimulatedGoodput['lost'],
    time: quantity(total, 's'),
  };
};
