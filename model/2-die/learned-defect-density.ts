import { type Quantity, quantity } from '#quantity';

interface Learning {
  /** Density when production began. */
  readonly start: Quantity<'/cm2'>;
  /** Density that is never passed. */
  readonly floor: Quantity<'/cm2'>;
}

export interface LearningInTimeInput extends Learning {
  /** Since production began. */
  readonly elapsed: Quantity<'month'>;
  /** In which the distance to the floor falls to 1/e. */
  readonly timeConstant: Quantity<'month'>;
}

export interface LearningInWafersInput extends Learning {
  /** Processed so far. */
  readonly wafers: Quantity<'wafer'>;
  /** After which learning begins to show: the density is that of the start until then. */
  readonly firstWafers: Quantity<'wafer'>;
  /** Share of the distance to the floor that each doubling of output takes away. */
  readonly perDoubling: Quantity<'1'>;
}

/**
 * Defect density after some time of production.
 *
 * @equation D(t) = D_\infty + (D_s - D_\infty) e^{-t / \tau}
 * @param input density at the start and at last, time since then and its constant
 */
export const learnedDefectDensity = ({ start, floor, elapsed, timeConstant }: LearningInTimeInput): Quantity<'/cm2'> =>
  quantity(floor + (start - floor) * Math.exp(-Math.max(0, elapsed) / timeConstant), '/cm2');

/**
 * Defect density after some output: learning by doing instead of by time.
 *
 * @equation D(W) = D_\infty + (D_s - D_\infty) \left( \frac{W}{W_0} \right)^{\log_2(1 - b)}
 * @param input density at the start and at last, wafers so far and what a doubling of them takes away
 */
export const defectDensityAfterWafers = ({ start, floor, wafers, firstWafers, perDoubling }: LearningInWafersInput): Quantity<'/cm2'> =>
  quantity(floor + (start - floor) * Math.max(1, wafers / firstWafers) ** Math.log2(1 - perDoubling), '/cm2');
