import { salvageYieldByQuadrature } from '#die';
import { quantity } from '#quantity';
import { type FileKind, rowKind, type Tolerance } from '../area.ts';

const tolerance: Tolerance = { kind: 'absolute', value: 1e-9 };
/** The file was made with so many nodes. Where that is too few (wafer-scale dies), its full yields are off and ours must be too. */
const nodes = 96;

const clustering = (text: string): number => (/^inf/i.test(text) ? Number.POSITIVE_INFINITY : Number(text));

/** Yields with salvage by a Gauss-Laguerre rule; a test beside the model compares the rule with the exact integral. */
export const salvage: FileKind = {
  name: 'silicon/salvage',
  recognise: ['core_area_fraction', 'yield_salvage_quadrature'],
  selectors: [],
  skip: () => undefined,
  given: undefined,
  rows: [
    rowKind({
      name: 'silicon/salvage',
      when: () => true,
      inputs: {
        area_mm2: 'number',
        core_area_fraction: 'number',
        n_cores: 'number',
        max_bad_cores: 'number',
        D0_per_cm2: 'number',
        alpha: 'text',
        uncore_repairable_fraction: 'number',
      },
      answers: ['yield_full', 'yield_salvage_quadrature'].map((column) => ({ column, tolerance })),
      replay: (row) => {
        const { full, sold } = salvageYieldByQuadrature({
          area: quantity(row.area_mm2, 'mm2'),
          defectDensity: quantity(row.D0_per_cm2, '/cm2'),
          clustering: quantity(clustering(row.alpha), '1'),
          coreShare: quantity(row.core_area_fraction, '1'),
          cores: quantity(row.n_cores, '1'),
          maxBad: quantity(row.max_bad_cores, '1'),
          repairable: quantity(row.uncore_repairable_fraction, '1'),
          nodes,
        });
        return { predicted: { yield_full: full, yield_salvage_quadrature: sold } };
      },
    }),
  ],
};
