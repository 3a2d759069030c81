/**
 * Where a rising function reaches a level: the bracket is halved, and the secant is taken where it lies well inside.
 *
 * @pure
 * @param rises the function, rising without a jump
 * @param level what it shall reach
 * @param low where it lies at or below the level
 * @param high where it lies at or above it
 * @unit 1
 */
export const risingRoot = (rises: (x: number) => number, level: number, low: number, high: number): number => {
  let [a, b] = [low, high];
  let [fa, fb] = [rises(a) - level, rises(b) - level];
  if (fa >= 0) return a;
  if (fb <= 0) return b;
  // A hundred halvings exhaust the digits of a double from any bracket; the secant needs a dozen steps.
  for (let i = 0; i < 200; i++) {
    const secant = a - (fa * (b - a)) / (fb - fa);
    const inside = i % 3 !== 2 && secant > a && secant < b;
    const x = inside ? secant : (a + b) / 2;
    if (x <= a || x >= b) break;
    const fx = rises(x) - level;
    if (fx === 0) return x;
    if (fx < 0) [a, fa] = [x, fx];
    else [b, fb] = [x, fx];
  }
  return -fa < fb ? a : b;
};
