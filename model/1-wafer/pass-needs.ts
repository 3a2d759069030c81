import type { PassNeed } from './fleet-capacity.ts';
import type { Scanner } from './lithography.ts';
import type { LayerPlan, PatterningRules } from './plan-patterning.ts';
import { factorOf, splitsFor } from './plan-patterning.ts';

export interface PassNeedsInput {
  /** The plan of a feasible process, layer by layer. */
  readonly plan: { readonly layers: readonly LayerPlan[] };
  /** The machines of the fleet, one entry for each model. */
  readonly scanners: readonly Scanner[];
  readonly rules: PatterningRules;
}

/** Standard deviations of overlay that must lie within the tolerance for a machine to be let at a layer. */
const sigmas = 3;

/**
 * The passes that every wafer needs, with the machines of a fleet that can make each: those that resolve the layer in no
 * more exposures than planned, and place it well enough.
 *
 * A machine places a layer well enough where three standard deviations of the displacement of two matched exposures lie
 * within what the layer can bear.
 *
 * @equation \sqrt{2}\, o \le t
 * @param input the plan, the machines and the rules of patterning
 */
export const passNeeds = ({ plan, scanners, rules }: PassNeedsInput): readonly PassNeed[] =>
  plan.layers.flatMap(({ layer, technique, splits, cuts, spacers, reworked }) => {
    const { pitch, shape, count } = layer;
    const able = (resolves: (scanner: Scanner) => boolean, tolerance: number): readonly number[] =>
      scanners.flatMap((scanner, index) => {
        const spread = ((Math.SQRT2 * scanner.overlay) / 3) * sigmas;
        return resolves(scanner) && spread <= tolerance ? [index] : [];
      });
    const tolerance = (splits > 1 ? Math.min(rules.splitTolerance, rules.cutTolerance) : rules.cutTolerance) * pitch;
    const lines = able(
      ({ linePitch }) =>
        technique === 'le'
          ? splitsFor(linePitch * factorOf(shape, rules), pitch, rules.splitExponent) <= splits
          : pitch * 2 ** spacers >= linePitch * (1 - 1e-9),
      tolerance,
    );
    const passes = (exposures: number): number => count * exposures * (1 + reworked);
    const needs: PassNeed[] = [{ id: layer.id, passes: passes(splits), able: lines }];
    if (cuts > 0) {
      const cutters = able(
        ({ linePitch }) => splitsFor(linePitch * rules.holeFactor, rules.cutRatio * pitch, rules.splitExponent) <= cuts,
        rules.cutTolerance * pitch,
      );
      needs.push({ id: `${layer.id}-cut`, passes: passes(cuts), able: cutters });
    }
    return needs;
  });
