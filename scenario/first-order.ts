/** Groups of draws of equal size: more would leave too few in each, fewer would blur a curve. */
const groups = 16;

/**
 * The share of the variance of an answer that one input explains by itself: the first-order index of Sobol, from draws
 * that were made anyway. Draws are put in order of the input and cut into groups; the variance of the means of groups,
 * less what chance gives, over the whole variance.
 *
 * @param input draws of the input
 * @param answer the answer of each draw; draws without one are left out
 * @unit 1
 */
export const firstOrder = (input: Float64Array, answer: Float64Array): number => {
  const order = Array.from(input.keys()).filter((index) => Number.isFinite(answer[index] as number));
  const count = order.length;
  if (count < 2 * groups) return 0;
  order.sort((a, b) => (input[a] as number) - (input[b] as number));
  let sum = 0;
  for (const index of order) sum += answer[index] as number;
  const mean = sum / count;
  let all = 0;
  for (const index of order) all += ((answer[index] as number) - mean) ** 2;
  if (all === 0) return 0;
  let between = 0;
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * count) / groups);
    const to = Math.floor(((group + 1) * count) / groups);
    let part = 0;
    for (let index = from; index < to; index++) part += answer[order[index] as number] as number;
    between += (to - from) * (part / (to - from) - mean) ** 2;
  }
  const within = all - between;
  // Means of groups differ by chance even where the input has no effect.
  const chance = (within / (count - groups)) * (groups - 1);
  return Math.max(0, (between - chance) / all);
};
