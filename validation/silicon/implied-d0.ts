import { impliedDefectDensity, type YieldModel } from '#die';
import { quantity } from '#quantity';
import { type FileKind, rowKind, type Tolerance } from '../area.ts';

const tolerance: Tolerance = { kind: 'relative', value: 1e-9 };
const clustered = (alpha: number): YieldModel => ({ kind: 'negative-binomial', clustering: quantity(alpha, '1') });
const models: Readonly<Record<string, YieldModel>> = {
  D0_poisson: { kind: 'poisson' },
  D0_murphy: { kind: 'murphy' },
  D0_nb2: clustered(2),
  D0_nb3: clustered(3),
  D0_nb10: clustered(10),
  D0_seeds: { kind: 'seeds' },
};

/** Defect densities behind reported yields. */
export const impliedD0: FileKind = {
  name: 'silicon/implied-d0',
  recognise: ['reported_yield', 'D0_nb3'],
  selectors: [],
  skip: () => undefined,
  given: undefined,
  rows: [
    rowKind({
      name: 'silicon/implied-d0',
      when: () => true,
      inputs: { area_mm2: 'number', reported_yield: 'number' },
      answers: Object.keys(models).map((column) => ({ column, tolerance })),
      replay: (row) => ({
        predicted: Object.fromEntries(
          Object.entries(models).map(([column, model]) => {
            const implied = impliedDefectDensity({ area: quantity(row.area_mm2, 'mm2'), yield: quantity(row.reported_yield, '1'), model });
            return [column, implied.feasible ? implied.defectDensity : undefined];
          }),
        ),
      }),
    }),
  ],
};
