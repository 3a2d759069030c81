import { type Quantity, quantity } from '#quantity';

export interface ProcessedWaferInput {
  /** Price of a processed wafer. */
  readonly price: Quantity<'USD/wafer'>;
  /** Fab electricity of one wafer. */
  readonly energy: Quantity<'kWh/wafer'>;
  /** Good dies that one wafer yields, from the die floor. */
  readonly goodDies: Quantity<'die/wafer'>;
  /** Good dies that the scenario needs. */
  readonly diesNeeded: Quantity<'die'>;
}

export interface ProcessedWafer {
  readonly price: Quantity<'USD/wafer'>;
  readonly needed: Quantity<'wafer'>;
  readonly energy: Quantity<'kWh'>;
}

/**
 * Wafers that must be started for a number of good dies, and the fab electricity that they take.
 *
 * @equation W = n_{die} / (N Y),\quad E = W e
 * @param input price and energy of one wafer, good dies per wafer and dies needed
 * @returns `needed` is infinite where no die of a wafer is good
 */
export const processedWafer = ({ price, energy, goodDies, diesNeeded }: ProcessedWaferInput): ProcessedWafer => {
  const needed = diesNeeded > 0 ? diesNeeded / goodDies : 0;
  return { price, needed: quantity(needed, 'wafer'), energy: quantity(needed * energy, 'kWh') };
};
