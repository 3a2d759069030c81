import { type Quantity, quantity } from '#quantity';
import { isEuv, type Lithography, lithographies, type ModuleId, type Scanner } from './lithography.ts';
import type { LayerPlan } from './plan-patterning.ts';

export interface WaferFlowInput {
  /** The plan of a feasible process, layer by layer. */
  readonly plan: { readonly layers: readonly LayerPlan[] };
  /** The scanners that it speaks of. */
  readonly scanners: readonly Scanner[];
}

/** What a wafer goes through, counted. */
export interface WaferFlow {
  /** Exposures by kind of light. */
  readonly exposures: Readonly<Record<Lithography, number>>;
  /** Passes through each scanner, rework included, in the order of the scanners. */
  readonly passes: readonly number[];
  /** Masks of a set: one for each exposure. */
  readonly masks: Quantity<'mask'>;
  /** Spacers deposited. */
  readonly spacers: number;
  /** Exposures that must meet another of the same layer. */
  readonly pairs: number;
  /** Layers by process module. */
  readonly modules: Readonly<Partial<Record<ModuleId, number>>>;
  /** Layers with an exposure in EUV. */
  readonly euvLayers: Quantity<'layer'>;
}

/**
 * Exposures, masks, spacers and modules of a process, counted from the plan of its layers.
 *
 * @pure
 * @param input the plan and the scanners
 */
export const waferFlow = ({ plan, scanners }: WaferFlowInput): WaferFlow => {
  const exposures = Object.fromEntries(lithographies.map((each) => [each, 0])) as Record<Lithography, number>;
  const passes = scanners.map(() => 0);
  const modules: Partial<Record<ModuleId, number>> = {};
  let masks = 0;
  let spacers = 0;
  let pairs = 0;
  let euvLayers = 0;
  for (const { layer, splits, cuts, spacers: own, lithography, cutLithography, scanner, cutScanner, reworked } of plan.layers) {
    const { count } = layer;
    exposures[lithography] += count * splits;
    passes[scanner] = (passes[scanner] ?? 0) + count * splits * (1 + reworked);
    if (cutLithography !== undefined && cutScanner !== undefined) {
      exposures[cutLithography] += count * cuts;
      passes[cutScanner] = (passes[cutScanner] ?? 0) + count * cuts * (1 + reworked);
    }
    masks += count * (splits + cuts);
    spacers += count * own;
    pairs += count * (splits - 1 + cuts);
    modules[layer.module] = (modules[layer.module] ?? 0) + count;
    if (isEuv(lithography) || (cutLithography !== undefined && isEuv(cutLithography))) euvLayers += count;
  }
  return { exposures, passes, masks: quantity(masks, 'mask'), spacers, pairs, modules, euvLayers: quantity(euvLayers, 'layer') };
};
