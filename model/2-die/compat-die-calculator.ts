import type { Quantity } from '#quantity';
import { mm2PerCm2, quantity } from '#quantity';
import { countAt } from './count-dies.ts';
import { usableRadius } from './wafer-geometry.ts';
import { type YieldModel, yieldAt } from './yield-models.ts';

export interface DieCalculatorInput {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  readonly street: Quantity<'mm'>;
  readonly diameter: Quantity<'mm'>;
  readonly edgeExclusion: Quantity<'mm'>;
  /** Sides of the exposure field, where dies are printed by fields. */
  readonly field?: { readonly width: Quantity<'mm'>; readonly height: Quantity<'mm'> } | undefined;
  readonly defectDensity: Quantity<'/cm2'>;
  readonly model: YieldModel;
  readonly waferPrice: Quantity<'USD/wafer'>;
}

export interface DieCalculatorResult {
  readonly yield: Quantity<'1'>;
  readonly perWafer: Quantity<'die/wafer'>;
  readonly goodPerWafer: Quantity<'die/wafer'>;
  /** Infinite where no die is good. */
  readonly cost: Quantity<'USD/die'>;
  readonly binding: 'field' | 'wafer' | 'yield';
}

/**
 * Good dies as the die yield calculator of SemiAnalysis counts them, its habits included: it does not look for the best
 * placement but puts a street on the centre of the wafer where an even number of pitches fits across the bare
 * wafer, and with exposure fields always; the last die of a field may lose half its street; a die that fills the field
 * is lost; good dies are rounded to whole ones.
 *
 * @equation g = \lfloor N Y + 1/2 \rfloor, \quad c = p_{wafer} / g
 * @param input die, wafer, field, defects and price of the wafer
 * @source semianalysis-die-yield
 */
export const semianalysisDies = (input: DieCalculatorInput): DieCalculatorResult => {
  const { width, height, street, diameter, field } = input;
  const radius = usableRadius(input);
  const pitches = [width + street, height + street] as const;
  const good = yieldAt(((width * height) / mm2PerCm2) * input.defectDensity, input.model);
  const fitsField =
    field === undefined ||
    (Math.floor((field.width + street / 2) / pitches[0]) > 0 && Math.floor((field.height + street / 2) / pitches[1]) > 0);
  const offset = (side: number, pitch: number): number =>
    field !== undefined || Math.floor(diameter / pitch) % 2 === 0 ? street / 2 : -side / 2;
  const whole = fitsField ? countAt(width, height, street, radius, radius, offset(width, pitches[0]), offset(height, pitches[1])) : 0;
  const sold = Math.round(whole * good);
  return {
    yield: quantity(good, '1'),
    perWafer: quantity(whole, 'die/wafer'),
    goodPerWafer: quantity(sold, 'die/wafer'),
    cost: quantity(input.waferPrice / sold, 'USD/die'),
    binding: !fitsField ? 'field' : whole === 0 ? 'wafer' : 'yield',
  };
};
