/**
 * A plan as it is spoken of beside others: without what all of them share.
 *
 * @param plan as one line
 */
export const shortPlan = (plan: string): string =>
  plan
    .split(',')
    .filter((pair) => !/^(batch|seq|precision|mbs=1$)/.test(pair))
    .join(',');
