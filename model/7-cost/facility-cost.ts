import { daysPerYear, type Quantity, quantity } from '#quantity';

export interface FacilityCostInput {
  /** Power of the servers that the building must carry. */
  readonly itPower: Quantity<'W'>;
  /** Building, power and cooling per critical watt. */
  readonly capex: Quantity<'USD/W'>;
  /** Years over which it is written off. */
  readonly lifetime: Quantity<'yr'>;
  /** How long the run has it. */
  readonly time: Quantity<'d'>;
}

export interface FacilityCost {
  /** What the building costs. */
  readonly capex: Quantity<'USD'>;
  /** The run's part of it, in a straight line over the years of use. */
  readonly cost: Quantity<'USD'>;
}

/**
 * The part of a data centre's building, power and cooling that a run uses up.
 *
 * @equation C = P_{IT} k,\quad c = C \frac{t}{L}
 * @param input power, cost per watt, years of use and time of the run
 */
export const facilityCost = ({ itPower, capex, lifetime, time }: FacilityCostInput): FacilityCost => {
  const building = itPower * capex;
  return { capex: quantity(building, 'USD'), cost: quantity((building * (time / daysPerYear)) / lifetime, 'USD') };
};
