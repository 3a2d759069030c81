/** A plan with what it was measured and predicted to do. */
export interface RankedPlan {
  readonly predicted: number;
  readonly target: number;
}

export interface PlanRanking {
  /** Groups of plans of one model on as many accelerators with one batch. */
  readonly groups: number;
  readonly plans: number;
  /** Mean over groups of the rank correlation. */
  readonly spearman: number;
  /** Share of pairs whose order is predicted right. */
  readonly pairwise: number;
  /** Mean over groups of what the plan predicted best loses against the one measured best. */
  readonly regret: number;
  readonly worstRegret: number;
}

const ranksOf = (values: readonly number[]): number[] => {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let at = from; at <= to; at++) ranks[order[at]!] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
};

const fewest = 3;

/**
 * How well plans of the same model are put in order, where a group has three plans or more.
 *
 * @param groups plans by group
 */
export function rankPlans(groups: Iterable<readonly RankedPlan[]>): PlanRanking | undefined {
  let [count, plans, spearman, right, pairs, regret, worst] = [0, 0, 0, 0, 0, 0, 0];
  for (const group of groups) {
    if (group.length < fewest) continue;
    count += 1;
    plans += group.length;
    const [predicted, target] = [group.map((plan) => plan.predicted), group.map((plan) => plan.target)];
    spearman += correlation(ranksOf(predicted), ranksOf(target));
    for (let i = 0; i < group.length; i++) {
      for (let j = 0; j < i; j++) {
        if (target[i] === target[j]) continue;
        pairs += 1;
        if (predicted[i]! > predicted[j]! === target[i]! > target[j]!) right += 1;
      }
    }
    const chosen = predicted.indexOf(Math.max(...predicted));
    const lost = 1 - target[chosen]! / Math.max(...target);
    regret += lost;
    worst = Math.max(worst, lost);
  }
  if (count === 0 || pairs === 0) return undefined;
  return { groups: count, plans, spearman: spearman / count, pairwise: right / pairs, regret: regret / count, worstRegret: worst };
}
