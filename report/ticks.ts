interface AxisRange {
  readonly low: number;
  readonly high: number;
  readonly scale: 'linear' | 'log';
}

/** A place on an axis, from 0 to 1, and what is written there. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/**
 * Round numbers along an axis.
 *
 * @param range its ends, and how it is spread
 * @param write writes a number
 */
export function ticksOf({ low, high, scale }: AxisRange, write: (value: number) => string): readonly Tick[] {
  if (scale === 'log') {
    const decades = Math.log10(high / low);
    const factors = decades > 3 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
    const ticks: { at: number; text: string }[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
      for (const factor of factors) {
        const value = factor * 10 ** power;
        const at = Math.log(value / low) / Math.log(high / low);
        if (at >= -1e-9 && at <= 1 + 1e-9) ticks.push({ at, text: write(value) });
      }
    const every = Math.ceil(ticks.length / 8);
    return ticks.filter((_, index) => index % every === 0);
  }
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const ticks: { at: number; text: string }[] = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + 1e-9 * step; value += step) {
    const clean = Number(value.toPrecision(12));
    ticks.push({ at: (clean - low) / (high - low), text: write(clean) });
  }
  return ticks;
}
