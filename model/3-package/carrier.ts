import { negativeBinomialYield } from '#die';
import { type Quantity, quantity } from '#quantity';
import { placedDies } from './placed-dies.ts';

export interface CarrierInput {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  /** Price of a wafer of carriers. */
  readonly waferPrice: Quantity<'USD/wafer'>;
  readonly defectDensity: Quantity<'/cm2'>;
  readonly clustering: Quantity<'1'>;
  readonly street: Quantity<'mm'>;
  readonly diameter: Quantity<'mm'>;
  readonly edgeExclusion: Quantity<'mm'>;
  /** One exposure; a larger carrier is stitched from several. */
  readonly fieldWidth: Quantity<'mm'>;
  readonly fieldHeight: Quantity<'mm'>;
  /** Share of seams between two exposures that hold. */
  readonly stitchYield: Quantity<'1'>;
  /** The largest that can be made. */
  readonly maxArea: Quantity<'mm2'>;
}

export interface Carrier {
  readonly feasible: true;
  readonly area: Quantity<'mm2'>;
  readonly perWafer: Quantity<'die/wafer'>;
  /** Seams between exposures. */
  readonly stitches: Quantity<'1'>;
  readonly yield: Quantity<'1'>;
  /** Of one, good or bad. */
  readonly cost: Quantity<'USD'>;
  /** What loses more of them. */
  readonly binding: 'defects' | 'stitching';
}

/** It cannot be made: it is larger than its technology allows, or than a wafer. */
export interface NoCarrier {
  readonly feasible: false;
  readonly binding: 'carrier' | 'carrierWafer';
}

const seams = (a: number, b: number, fieldA: number, fieldB: number): number => {
  const [columns, rows] = [Math.ceil(a / fieldA), Math.ceil(b / fieldB)];
  return columns * (rows - 1) + rows * (columns - 1);
};

/**
 * Interposers, or redistribution layers, of a wafer: how many it holds, how many are good, what one costs. Above one
 * exposure each seam between two exposures may fail.
 *
 * @equation Y = \left( 1 + \frac{A D}{\alpha} \right)^{-\alpha} y_s^{s}, \quad c = p / N
 * @param input sides, wafer, defects, exposure field, seams and the largest area
 */
export const carrier = (input: CarrierInput): Carrier | NoCarrier => {
  const { width, height, fieldWidth, fieldHeight } = input;
  const area = quantity(width * height, 'mm2');
  if (area > input.maxArea) return { feasible: false, binding: 'carrier' };
  const perWafer = placedDies(input);
  if (perWafer < 1) return { feasible: false, binding: 'carrierWafer' };
  const stitches = Math.min(seams(width, height, fieldWidth, fieldHeight), seams(width, height, fieldHeight, fieldWidth));
  const whole = negativeBinomialYield({ ...input, area });
  const stitched = input.stitchYield ** stitches;
  return {
    feasible: true,
    area,
    perWafer,
    stitches: quantity(stitches, '1'),
    yield: quantity(whole * stitched, '1'),
    cost: quantity(input.waferPrice / perWafer, 'USD'),
    binding: stitched < whole ? 'stitching' : 'defects',
  };
};

export interface BridgeInput extends Omit<CarrierInput, 'fieldWidth' | 'fieldHeight' | 'stitchYield' | 'maxArea'> {
  /** Bridges in a package. */
  readonly bridges: Quantity<'die'>;
  /** Share of bridges that are put where they belong. */
  readonly placementYield: Quantity<'1'>;
}

export interface Bridges {
  /** Of all of a package, tested before they are put in place. */
  readonly cost: Quantity<'USD'>;
  /** Share of packages with every bridge in its place. */
  readonly yield: Quantity<'1'>;
  readonly binding: 'bridges';
}

/**
 * Bridges of silicon that are set into a substrate or a moulded interposer: small dies, bought good, each of which may
 * be put amiss.
 *
 * @equation c = b \frac{p}{N Y}, \quad Y_b = y_p^{b}
 * @param input sides of a bridge, its wafer, and how many a package has
 */
export const bridges = (input: BridgeInput): Bridges => {
  const good = negativeBinomialYield({ ...input, area: quantity(input.width * input.height, 'mm2') });
  return {
    cost: quantity((input.bridges * input.waferPrice) / (placedDies(input) * good), 'USD'),
    yield: quantity(input.placementYield ** input.bridges, '1'),
    binding: 'bridges',
  };
};
