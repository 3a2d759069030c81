import { parameterKey } from './parameter-key.ts';
import { uniform } from './philox.ts';
import { bounded, type Estimated } from './sobol-indices.ts';

/** Effects of one input on the output when it moves across its range, from many places. */
export interface ElementaryEffects {
  /** Mean effect: its sign is the direction. */
  readonly mean: number;
  /** Mean size of the effect. */
  readonly size: Estimated;
  /** Standard deviation of the effect: large where the input interacts or bends. */
  readonly spread: number;
}

export interface MorrisOptions {
  /** The model on a point of the unit cube; the array is written over for the next. */
  readonly evaluate: (point: Float64Array) => number;
  readonly inputs: number;
  /** Walks through the cube; each costs one evaluation more than there are inputs. */
  readonly trajectories?: number;
  /** An even number of places along each axis. */
  readonly levels?: number;
  readonly seed?: number;
}

/**
 * Screening after Morris: walks that move one input at a time by about half of its range.
 *
 * @param options the model
 * @equation d_i = \frac{f(x + \Delta e_i) - f(x)}{\Delta}
 * @source Morris, "Factorial sampling plans for preliminary computational experiments", Technometrics 33 (1991); Campolongo et al. (2007)
 */
export function morris({ evaluate, inputs, trajectories = 100, levels = 8, seed = 1 }: MorrisOptions): readonly ElementaryEffects[] {
  const step = levels / (2 * (levels - 1));
  const path = Float64Array.from({ length: inputs + 1 });
  const effects = Array.from({ length: inputs }, () => new Float64Array(trajectories));
  const point = new Float64Array(inputs);
  const key = parameterKey('morris');
  let drawn = 0;
  const whole = (below: number): number => Math.floor(uniform(seed, drawn++, key) * below);
  for (let walk = 0; walk < trajectories; walk++) {
    const up = new Uint8Array(inputs);
    for (let i = 0; i < inputs; i++) {
      const low = whole(levels / 2) / (levels - 1);
      up[i] = whole(2);
      point[i] = up[i] === 1 ? low : low + step;
    }
    const order = Array.from({ length: inputs }, (_, i) => i);
    for (let i = inputs - 1; i > 0; i--) {
      const j = whole(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    path[0] = evaluate(point);
    order.forEach((i, k) => {
      point[i] = (point[i] as number) + (up[i] === 1 ? step : -step);
      path[k + 1] = evaluate(point);
    });
    bounded([path]);
    order.forEach((i, k) => {
      const change = (path[k + 1] as number) - (path[k] as number);
      (effects[i] as Float64Array)[walk] = (up[i] === 1 ? change : -change) / step;
    });
  }
  return effects.map((own) => {
    const { mean, deviation } = moments(own);
    const sizes = moments(own.map(Math.abs));
    const reach = (1.959963984540054 * sizes.deviation) / Math.sqrt(trajectories);
    return { mean, spread: deviation, size: { value: sizes.mean, low: Math.max(0, sizes.mean - reach), high: sizes.mean + reach } };
  });
}

const moments = (values: Float64Array): { readonly mean: number; readonly deviation: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
};
