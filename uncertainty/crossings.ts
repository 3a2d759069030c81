/** Where a function passes a target. */
export interface Crossing {
  readonly at: number;
  /** Does the function grow past the target there, or fall below it? */
  readonly rises: boolean;
  /** It never is the target itself: it jumps across it. */
  readonly jumps: boolean;
}

export interface CrossingOptions {
  /** May be infinite; NaN is where it has no value. */
  readonly f: (x: number) => number;
  readonly target: number;
  readonly from: number;
  readonly to: number;
  /** How the places are spread: by equal steps, or by equal factors where both ends are above 0. */
  readonly scale: 'linear' | 'log';
  /** Places that are looked at first. */
  readonly places?: number;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Finds every place at which a function passes a target between two ends, in rising order.
 *
 * The function is looked at in many places; between neighbours on different sides of the target the crossing is narrowed down to the
 * spacing of doubles, and where it comes near the target and turns back, the turning point is sought too. What goes across and back
 * between two neighbouring places without a trace is not found.
 *
 * @param options the function, its target and the range
 */
export function crossings({ f, target, from, to, scale, places = 513 }: CrossingOptions): readonly Crossing[] {
  const at = (share: number): number =>
    share <= 0 ? from : share >= 1 ? to : scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  const shares = Float64Array.from({ length: places }, (_, index) => index / (places - 1));
  const gaps = shares.map((share) => gap(f(at(share)), target));
  const found: Crossing[] = [];
  const bracket = (low: number, high: number, below: number, above: number): void => {
    if (below === 0 || !(Math.sign(below) * Math.sign(above) < 0)) return;
    found.push(narrow((share) => gap(f(at(share)), target), low, high, below, above, at));
  };
  for (let i = 1; i < places; i++) {
    const [low, high] = [shares[i - 1] as number, shares[i] as number];
    const [a, b, c] = [gaps[i - 1] as number, gaps[i] as number, i + 1 < places ? (gaps[i + 1] as number) : Number.NaN];
    // On the target itself: a crossing if the sides differ.
    if (b === 0 && Math.sign(a) * Math.sign(c) < 0) found.push({ at: at(high), rises: c > 0, jumps: false });
    bracket(low, high, a, b);
    // Nearer to the target than both neighbours, and on their side of it: does it reach across in between?
    if (a * b > 0 && b * c > 0 && Math.abs(b) < Math.abs(a) && Math.abs(b) <= Math.abs(c)) {
      const next = shares[i + 1] as number;
      const turn = nearest((share) => Math.sign(b) * gap(f(at(share)), target), low, next);
      const reached = gap(f(at(turn)), target);
      if (reached * b < 0) {
        bracket(low, turn, a, reached);
        bracket(turn, next, reached, c);
      }
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Above the target, below it, or on it; infinities keep their side. */
const gap = (value: number, target: number): number => (value === target ? 0 : value - target);

/** Bisection: it needs no more than the side, so that jumps and infinities do not mislead it. */
function narrow(
  g: (share: number) => number,
  from: number,
  to: number,
  first: number,
  last: number,
  at: (share: number) => number,
): Crossing {
  let [low, high, below, above] = [from, to, first, last];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    const value = g(middle);
    if (value === 0) return { at: at(middle), rises: last > 0, jumps: false };
    if (Math.sign(value) === Math.sign(below)) [low, below] = [middle, value];
    else [high, above] = [middle, value];
  }
  // A continuous function has come as near to the target as its neighbours have to each other.
  const left = Math.abs(above - below);
  const jumps = !(left <= 1e-6 * Math.max(Math.abs(first), Math.abs(last)) || left === 0);
  return { at: at((low + high) / 2), rises: last > 0, jumps: jumps || !Number.isFinite(left) };
}

/** Least place of a function with one valley, by golden section. */
function nearest(g: (share: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let x = high - GOLDEN * (high - low);
  let y = low + GOLDEN * (high - low);
  let [gx, gy] = [g(x), g(y)];
  for (let step = 0; step < 60; step++) {
    if (gx < gy) {
      [high, y, gy] = [y, x, gx];
      x = high - GOLDEN * (high - low);
      gx = g(x);
    } else {
      [low, x, gx] = [x, y, gy];
      y = low + GOLDEN * (high - low);
      gy = g(y);
    }
    if (gx < 0) return x;
    if (gy < 0) return y;
  }
  return gx < gy ? x : y;
}
