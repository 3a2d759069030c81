import type { FoundPlan } from './search-input.ts';

/** A plan by its number, with what it is judged by. */
export interface Judged {
  readonly index: number;
  readonly score: number;
  readonly time: number;
  readonly memory: number;
  readonly host: number;
}

/**
 * What a plan that was found is judged by.
 *
 * @pure
 * @param found the plan
 */
export const judgedOf = ({ index, score, stepTime, memory, hostMemory }: FoundPlan): Judged => ({
  index,
  score,
  time: stepTime,
  memory,
  host: hostMemory,
});

/**
 * Order of plans: score, then time, then memory, then number.
 *
 * @pure
 * @unit 1
 * @param one a plan
 * @param other another one
 */
export const compareJudged = (one: Judged, other: Judged): number =>
  one.score - other.score || one.time - other.time || one.memory - other.memory || one.index - other.index;

/** The best plans found so far, and those that no other beats in both time and memory. */
export interface KeepBest {
  readonly top: readonly Judged[];
  /** From the fastest to the leanest. */
  readonly front: readonly Judged[];
  readonly add: (plan: Judged) => void;
  /** Could a plan of at least this score and time be among the best? */
  readonly mayRank: (score: number, time: number) => boolean;
  /** Memory from which on a plan of at least this time is no point of the front. */
  readonly leanerThan: (time: number) => number;
}

/**
 * Keeps the best plans and the front of time against memory. What it keeps does not depend on the order in which plans come.
 *
 * @pure
 * @param most how many of the best
 * @param withFront the front is wanted too
 */
export const keepBest = (most: number, withFront: boolean): KeepBest => {
  const top: Judged[] = [];
  const front: Judged[] = [];
  /** Points of the front that take less time than this. */
  const fasterThan = (time: number): number => {
    let [low, high] = [0, front.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (front[middle]!.time < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const addToFront = (plan: Judged): void => {
    const at = fasterThan(plan.time);
    // Points get leaner as they get slower: the last faster one is the leanest of them.
    if (at > 0 && front[at - 1]!.memory <= plan.memory) return;
    const same = front[at];
    if (same !== undefined && same.time === plan.time) {
      if (same.memory < plan.memory || (same.memory === plan.memory && same.index < plan.index)) return;
    }
    let end = at;
    while (end < front.length && front[end]!.memory >= plan.memory) end++;
    front.splice(at, end - at, plan);
  };
  return {
    top,
    front,
    add: (plan) => {
      if (withFront) addToFront(plan);
      const last = top[most - 1];
      if (last !== undefined && compareJudged(plan, last) >= 0) return;
      let at = top.length;
      while (at > 0 && compareJudged(plan, top[at - 1]!) < 0) at--;
      top.splice(at, 0, plan);
      if (top.length > most) top.pop();
    },
    mayRank: (score, time) => {
      const last = top[most - 1];
      return last === undefined || score < last.score || (score === last.score && time <= last.time);
    },
    leanerThan: (time) => {
      if (!withFront) return 0;
      const at = fasterThan(time);
      return at === 0 ? Number.POSITIVE_INFINITY : front[at - 1]!.memory;
    },
  };
};
