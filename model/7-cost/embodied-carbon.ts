import { hoursPerYear, type Quantity, quantity } from '#quantity';

export interface EmbodiedCarbonInput {
  /** Carbon behind one accelerator with its share of server and network. */
  readonly perChip: Quantity<'gCO2'>;
  readonly chipHours: Quantity<'chip-h'>;
  /** Years over which the hardware is used. */
  readonly life: Quantity<'yr'>;
}

/**
 * The part of the carbon of making the hardware that falls on a run: by its share of the hours for which it is used.
 *
 * @equation C = H \frac{c}{8766 L}
 * @pure
 * @param input carbon of one accelerator c, accelerator hours H and years of use L
 * @unit gCO2
 */
export const embodiedCarbon = ({ perChip, chipHours, life }: EmbodiedCarbonInput): Quantity<'gCO2'> =>
  quantity((perChip * chipHours) / (hoursPerYear * life), 'gCO2');

export interface AcceleratorCarbonInput {
  /** Of a processed wafer. */
  readonly wafer: Quantity<'gCO2'>;
  readonly goodDiesPerWafer: Quantity<'die/wafer'>;
  readonly diesPerPackage: Quantity<'die'>;
  readonly packageYield: Quantity<'1'>;
  readonly hbmStacks: Quantity<'stack'>;
  /** Of one stack of memory. */
  readonly perStack: Quantity<'gCO2'>;
}

/**
 * Carbon behind one accelerator from its silicon up: wafers of its dies, and memory. What is lost in packaging takes its
 * dies and memory with it.
 *
 * @equation c = \frac{n W / g + m c_m}{Y_p}
 * @param input wafer W, good dies of a wafer g, dies n, stacks m, package yield Y_p and carbon of a stack c_m
 * @unit gCO2
 */
export const acceleratorCarbon = ({
  wafer,
  goodDiesPerWafer,
  diesPerPackage,
  packageYield,
  hbmStacks,
  perStack,
}: AcceleratorCarbonInput): Quantity<'gCO2'> =>
  quantity(((diesPerPackage * wafer) / goodDiesPerWafer + hbmStacks * perStack) / packageYield, 'gCO2');
