import {
  boseEinsteinPerLayerYield,
  boseEinsteinTotalYield,
  mooreYield,
  murphyYield,
  negativeBinomialYield,
  poissonYield,
  seedsYield,
  uniformYield,
} from '#die';
import { mm2PerCm2, quantity } from '#quantity';
import { type FileKind, rowKind, type Tolerance } from '../area.ts';

const tolerance: Tolerance = { kind: 'relative', value: 1e-9 };
/** Any file may have columns for other numbers than the ones that came first. */
const upTo = (most: number): readonly number[] => Array.from({ length: most }, (_, i) => i + 1);
const clusterings = upTo(50);
const layerCounts = upTo(100);
const columns = [
  'm',
  'poisson',
  'murphy_triangular',
  'murphy_uniform',
  'seeds',
  'moore',
  ...clusterings.map((alpha) => `nb_alpha${alpha}`),
  ...layerCounts.flatMap((layers) => [`bose_einstein_n${layers}_D0total`, `bose_einstein_n${layers}_D0perlayer`]),
];

/** Yields of the closed models at an area and a defect density. */
export const yieldModels: FileKind = {
  name: 'silicon/yield-models',
  recognise: ['m', 'poisson', 'nb_alpha3', 'murphy_triangular'],
  selectors: [],
  skip: () => undefined,
  given: undefined,
  rows: [
    rowKind({
      name: 'silicon/yield-models',
      when: () => true,
      inputs: { area_mm2: 'number', D0_per_cm2: 'number' },
      answers: columns.map((column) => ({ column, tolerance })),
      replay: (row) => {
        const die = { area: quantity(row.area_mm2, 'mm2'), defectDensity: quantity(row.D0_per_cm2, '/cm2') };
        const predicted: Record<string, number> = {
          m: (row.area_mm2 / mm2PerCm2) * row.D0_per_cm2,
          poisson: poissonYield(die),
          murphy_triangular: murphyYield(die),
          murphy_uniform: uniformYield(die),
          seeds: seedsYield(die),
          moore: mooreYield(die),
        };
        for (const alpha of clusterings)
          predicted[`nb_alpha${alpha}`] = negativeBinomialYield({ ...die, clustering: quantity(alpha, '1') });
        for (const count of layerCounts) {
          const layers = quantity(count, 'layer');
          predicted[`bose_einstein_n${count}_D0total`] = boseEinsteinTotalYield({ ...die, layers });
          predicted[`bose_einstein_n${count}_D0perlayer`] = boseEinsteinPerLayerYield({ ...die, layers });
        }
        return { predicted };
      },
    }),
  ],
};
