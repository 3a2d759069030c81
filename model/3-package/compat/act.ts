import type { ProgramParameter } from './chiplet-actuary.ts';

/** Factors of ACT for a node and a place. */
export interface ActFactors {
  /** gCO2 per kWh. */
  readonly carbonIntensity: number;
  /** kWh per cm2. */
  readonly energyPerArea: number;
  /** gCO2 per cm2, after abatement. */
  readonly gasPerArea: number;
  /** gCO2 per cm2. */
  readonly materialPerArea: number;
}

export interface ActFactorsInput {
  /** Tables of the program: sections `energy`, `GPA95`, `GPA99`, `materials` by node and `carbon` by place. */
  readonly parameters: readonly ProgramParameter[];
  /** Node as the program names it, `7nm`. */
  readonly node: string;
  /** Place or kind of plant as the program names it, `taiwan`, `coal`. */
  readonly location: string;
  /** `GPA95`, `GPA97` or `GPA99`. */
  readonly abatement: string;
}

export interface ActCarbonInput extends ActFactors {
  /** Share of good dies. */
  readonly yield: number;
}

/**
 * Looks up the factors of ACT; 97% abatement is the mean of the tables of 95% and 99%.
 *
 * @source act
 * @param input tables, node, place and abatement
 * @returns undefined where the program has no row for them
 */
export const actFactors = ({ parameters, node, location, abatement }: ActFactorsInput): ActFactors | undefined => {
  const get = (section: string, name: string): number | undefined =>
    parameters.find((row) => row.section === section && row.parameter.toLowerCase() === name.toLowerCase())?.value;
  const low = get('GPA95', node);
  const high = get('GPA99', node);
  const mean = low === undefined || high === undefined ? undefined : (low + high) / 2;
  const gasPerArea = { GPA95: low, GPA97: mean, GPA99: high }[abatement];
  const carbonIntensity = get('carbon', location);
  const energyPerArea = get('energy', node);
  const materialPerArea = get('materials', node);
  if (gasPerArea === undefined || carbonIntensity === undefined || energyPerArea === undefined || materialPerArea === undefined) {
    return undefined;
  }
  return { carbonIntensity, energyPerArea, gasPerArea, materialPerArea };
};

/**
 * Carbon of a good square centimetre as ACT computes it: by area of die, so what lies between dies and at the rim of the
 * wafer costs nothing.
 *
 * @equation C = \frac{c_{grid} e + g + m}{Y}
 * @source act
 * @param input carbon of electricity, energy, gases and materials per area, and yield
 * @unit gCO2/cm2
 */
export const actCarbonPerArea = (input: ActCarbonInput): number =>
  (input.carbonIntensity * input.energyPerArea + input.gasPerArea + input.materialPerArea) / input.yield;
