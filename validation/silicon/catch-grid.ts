import { layeredYield } from '#die';
import { mm2PerCm2, quantity } from '#quantity';
import { type FileKind, type Replayed, rowKind } from '../area.ts';
import { givenParameters, parametersOf } from './parameters.ts';

/** Yields of the chiplets of CATCH, each one layer of its node. */
export const catchGrid: FileKind = {
  name: 'silicon/catch-grid',
  recognise: ['chiplet_yield', 'substrate', 'assembly'],
  selectors: [],
  skip: () => undefined,
  given: givenParameters,
  rows: [
    rowKind({
      name: 'silicon/catch-grid',
      when: () => true,
      inputs: { node: 'text', chiplet_area_mm2: 'number' },
      given: givenParameters.columns,
      answers: [{ column: 'chiplet_yield', tolerance: { kind: 'relative', value: 1e-6 } }],
      replay: (row, given): Replayed => {
        const layer = `combined_${row.node}`;
        const parameters = parametersOf('CATCH', given);
        const [density, critical, clustering] = ['defect_density', 'critical_area_ratio', 'clustering_factor'].map(
          (name) => parameters.find(({ section, parameter }) => section === layer && parameter === name)?.value,
        );
        if (density === undefined || critical === undefined || clustering === undefined) {
          return { notScored: { code: 'constants-missing', detail: layer } };
        }
        return {
          predicted: {
            chiplet_yield: layeredYield({
              area: quantity(row.chiplet_area_mm2, 'mm2'),
              layers: [
                {
                  defectDensity: quantity(density * mm2PerCm2, '/cm2'),
                  criticalShare: quantity(critical, '1'),
                  clustering: quantity(clustering, '1'),
                },
              ],
            }),
          },
        };
      },
    }),
  ],
};
