import { actCarbonPerArea, actFactors } from '#package';
import { type FileKind, type Replayed, rowKind, type Tolerance } from '../area.ts';
import { givenParameters, parametersOf } from './parameters.ts';

const tolerance: Tolerance = { kind: 'relative', value: 1e-6 };
const gramsPerKilogram = 1000;

/** Carbon of a square centimetre by ACT. */
export const act: FileKind = {
  name: 'silicon/act',
  recognise: ['cpa_kgco2_per_cm2', 'abatement'],
  selectors: [],
  skip: () => undefined,
  given: givenParameters,
  rows: [
    rowKind({
      name: 'silicon/act',
      when: () => true,
      inputs: { node: 'text', location: 'text', abatement: 'text', fab_yield: 'number' },
      given: givenParameters.columns,
      answers: ['carbon_intensity_g_per_kwh', 'epa_kwh_per_cm2', 'gpa_g_per_cm2', 'mpa_g_per_cm2', 'cpa_kgco2_per_cm2'].map((column) => ({
        column,
        tolerance,
      })),
      replay: (row, given): Replayed => {
        const { node, location, abatement } = row;
        const factors = actFactors({ parameters: parametersOf('ACT', given), node, location, abatement });
        if (factors === undefined) {
          return { notScored: { code: 'constants-missing', detail: `ACT, ${[node, location, abatement].join(', ')}` } };
        }
        return {
          predicted: {
            carbon_intensity_g_per_kwh: factors.carbonIntensity,
            epa_kwh_per_cm2: factors.energyPerArea,
            gpa_g_per_cm2: factors.gasPerArea,
            mpa_g_per_cm2: factors.materialPerArea,
            cpa_kgco2_per_cm2: actCarbonPerArea({ ...factors, yield: row.fab_yield }) / gramsPerKilogram,
          },
        };
      },
    }),
  ],
};
