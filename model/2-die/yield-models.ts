import { mm2PerCm2, type Quantity, quantity } from '#quantity';

/** A die and the density of the defects that kill it. */
export interface DefectsOnDie {
  readonly area: Quantity<'mm2'>;
  readonly defectDensity: Quantity<'/cm2'>;
}

/**
 * How defects spread over wafers. Bose-Einstein has two conventions that differ by a factor: `bose-einstein-per-layer`
 * takes the density as that of each critical layer, `bose-einstein-total` splits it over the layers.
 */
export type YieldModel =
  | { readonly kind: 'poisson' }
  | { readonly kind: 'murphy' }
  | { readonly kind: 'uniform' }
  | { readonly kind: 'seeds' }
  | { readonly kind: 'moore' }
  | { readonly kind: 'negative-binomial'; readonly clustering: Quantity<'1'> }
  | { readonly kind: 'bose-einstein-per-layer'; readonly layers: Quantity<'layer'> }
  | { readonly kind: 'bose-einstein-total'; readonly layers: Quantity<'layer'> }
  | { readonly kind: 'layered'; readonly layers: readonly LayerShare[] };

/** A layer in units of the density of the whole. */
export interface LayerShare {
  /** Its density, times the share of the area where a defect kills, over the density of the whole. */
  readonly share: Quantity<'1'>;
  readonly clustering: Quantity<'1'>;
}

/** Mean number of killing defects on a die. */
const defects = ({ area, defectDensity }: DefectsOnDie): number => (area / mm2PerCm2) * defectDensity;

/** (1 - e^-x) / x, which is 1 at 0. */
const meanSurvival = (x: number): number => (x === 0 ? 1 : -Math.expm1(-x) / x);

const poisson = (m: number): number => Math.exp(-m);
const murphy = (m: number): number => meanSurvival(m) ** 2;
const uniform = (m: number): number => meanSurvival(2 * m);
const seeds = (m: number): number => 1 / (1 + m);
const moore = (m: number): number => Math.exp(-Math.sqrt(m));
const clustered = (m: number, alpha: number): number =>
  alpha === Number.POSITIVE_INFINITY ? Math.exp(-m) : Math.exp(-alpha * Math.log1p(m / alpha));
const perLayer = (m: number, layers: number): number => Math.exp(-layers * Math.log1p(m));

/** Yield at a mean number of defects, in plain numbers. */
export const yieldAt = (m: number, model: YieldModel): number => {
  switch (model.kind) {
    case 'poisson':
      return poisson(m);
    case 'murphy':
      return murphy(m);
    case 'uniform':
      return uniform(m);
    case 'seeds':
      return seeds(m);
    case 'moore':
      return moore(m);
    case 'negative-binomial':
      return clustered(m, model.clustering);
    case 'bose-einstein-per-layer':
      return perLayer(m, model.layers);
    case 'bose-einstein-total':
      return clustered(m, model.layers);
    case 'layered':
      return model.layers.reduce((product, { share, clustering }) => product * clustered(m * share, clustering), 1);
  }
};

/**
 * Share of dies without a killing defect when defects fall independently of each other: the least of all models.
 *
 * @equation Y = e^{-m}, \quad m = A D_0
 * @param input area and defect density
 */
export const poissonYield = (input: DefectsOnDie): Quantity<'1'> => quantity(poisson(defects(input)), '1');

/**
 * Share of good dies when the density varies over wafers as a triangle around its mean, after Murphy.
 *
 * @equation Y = \left( \frac{1 - e^{-m}}{m} \right)^2, \quad m = A D_0
 * @param input area and defect density
 */
export const murphyYield = (input: DefectsOnDie): Quantity<'1'> => quantity(murphy(defects(input)), '1');

/**
 * Share of good dies when every density from nothing to twice the mean is as likely; some programs call it rectangular.
 *
 * @equation Y = \frac{1 - e^{-2m}}{2m}, \quad m = A D_0
 * @param input area and defect density
 */
export const uniformYield = (input: DefectsOnDie): Quantity<'1'> => quantity(uniform(defects(input)), '1');

/**
 * Share of good dies when the density is exponentially distributed, after Seeds.
 *
 * @equation Y = \frac{1}{1 + m}, \quad m = A D_0
 * @param input area and defect density
 */
export const seedsYield = (input: DefectsOnDie): Quantity<'1'> => quantity(seeds(defects(input)), '1');

/**
 * Share of good dies by the rule of thumb of Moore, which is hard on small dies and mild on large ones.
 *
 * @equation Y = e^{-\sqrt m}, \quad m = A D_0
 * @param input area and defect density
 */
export const mooreYield = (input: DefectsOnDie): Quantity<'1'> => quantity(moore(defects(input)), '1');

/**
 * Share of good dies by Bose and Einstein with the density of each critical layer given: each has a Seeds yield of its own.
 *
 * @equation Y = (1 + A D_l)^{-n}
 * @param input area, defect density of a layer and number of critical layers
 */
export const boseEinsteinPerLayerYield = (input: DefectsOnDie & { readonly layers: Quantity<'layer'> }): Quantity<'1'> =>
  quantity(perLayer(defects(input), input.layers), '1');

/**
 * Share of good dies by Bose and Einstein with the density of all layers together given and spread evenly over them.
 *
 * @equation Y = (1 + A D_0 / n)^{-n}
 * @param input area, defect density of all layers together and number of critical layers
 */
export const boseEinsteinTotalYield = (input: DefectsOnDie & { readonly layers: Quantity<'layer'> }): Quantity<'1'> =>
  quantity(clustered(defects(input), input.layers), '1');

export interface Layer {
  readonly defectDensity: Quantity<'/cm2'>;
  /** Share of the area where a defect of this layer kills. */
  readonly criticalShare: Quantity<'1'>;
  readonly clustering: Quantity<'1'>;
}

export interface LayeredYieldInput {
  readonly area: Quantity<'mm2'>;
  readonly layers: readonly Layer[];
}

/**
 * Share of good dies with a density, a critical area and a clustering for each layer; the layers fail independently.
 *
 * @equation Y = \prod_l \left( 1 + \frac{D_l A c_l}{\alpha_l} \right)^{-\alpha_l}
 * @param input area and layers
 */
export const layeredYield = ({ area, layers }: LayeredYieldInput): Quantity<'1'> =>
  quantity(
    layers.reduce(
      (product, { defectDensity, criticalShare, clustering }) =>
        product * clustered(defects({ area, defectDensity }) * criticalShare, clustering),
      1,
    ),
    '1',
  );

/**
 * Share of dies without a killing defect by any of the models.
 *
 * @equation Y = Y_{model}(m), \quad m = A D_0
 * @param input area, defect density and model
 */
export const dieYield = (input: DefectsOnDie & { readonly model: YieldModel }): Quantity<'1'> =>
  quantity(yieldAt(defects(input), input.model), '1');
