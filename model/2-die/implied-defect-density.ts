import { mm2PerCm2, type Quantity, quantity } from '#quantity';
import { risingRoot } from './rising-root.ts';
import { type YieldModel, yieldAt } from './yield-models.ts';

export interface ImpliedDefectDensityInput {
  readonly area: Quantity<'mm2'>;
  /** Share of dies that were found good. */
  readonly yield: Quantity<'1'>;
  readonly model: YieldModel;
}

/** Name of a yield model. */
type YieldModelKind = YieldModel['kind'];

export type ImpliedDefectDensity =
  | { readonly feasible: true; readonly defectDensity: Quantity<'/cm2'>; readonly binding: YieldModelKind }
  /** `yield`: not a share above 0 and at most 1. `area`: nothing that a defect could hit. */
  | { readonly feasible: false; readonly binding: 'yield' | 'area' };

/** Mean number of defects that leaves a share without one. */
const defectsAt = (share: number, model: YieldModel): number => {
  const log = 0 - Math.log(share);
  switch (model.kind) {
    case 'poisson':
      return log;
    case 'seeds':
      return Math.expm1(log);
    case 'moore':
      return log * log;
    case 'negative-binomial':
      return model.clustering === Number.POSITIVE_INFINITY ? log : model.clustering * Math.expm1(log / model.clustering);
    case 'bose-einstein-per-layer':
      return Math.expm1(log / model.layers);
    case 'bose-einstein-total':
      return model.layers * Math.expm1(log / model.layers);
    default: {
      // The others have no inverse in closed form. In logarithms the search is as exact at 1e-9 defects as at 1e9.
      if (log === 0) return 0;
      const rises = (lnM: number): number => Math.log(-Math.log(yieldAt(Math.exp(lnM), model)));
      let high = Math.log(log);
      while (rises(high) < Math.log(log) && high < 700) high += 1;
      let low = high;
      while (rises(low) > Math.log(log) && low > -700) low -= 1;
      return Math.exp(risingRoot(rises, Math.log(log), low, high));
    }
  }
};

/**
 * The defect density behind a reported yield of whole dies. The report must be of one die, without salvage: a
 * yield of harvested or of paired dies implies another density.
 *
 * @equation D_0 = Y_{model}^{-1}(Y) / A
 * @param input area, yield and model
 * @returns why there is none, where the yield is no share of dies
 */
export const impliedDefectDensity = ({ area, yield: good, model }: ImpliedDefectDensityInput): ImpliedDefectDensity => {
  if (!(area > 0 && area < Number.POSITIVE_INFINITY)) return { feasible: false, binding: 'area' };
  if (!(good > 0 && good <= 1)) return { feasible: false, binding: 'yield' };
  const density = defectsAt(good, model) / (area / mm2PerCm2);
  if (!Number.isFinite(density)) return { feasible: false, binding: 'yield' };
  return { feasible: true, defectDensity: quantity(density, '/cm2'), binding: model.kind };
};
