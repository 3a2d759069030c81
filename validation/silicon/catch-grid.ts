import { layeredYield } from '#die';
import { mm2PerCm2, quantity } from '#quantity';
import { type FileKind, type Replayed, rowKind } from '../area.ts';

/** What CATCH says of a layer: a parameter by its name (`defect_density` is per mm2), or nothing where it has none. */
export type CatchLayer = (layer: string, parameter: string) => number | undefined;

/**
 * Yields of the chiplets of CATCH, each one layer of its node.
 *
 * @param parameter looks up a parameter of a layer
 */
export const catchGrid = (parameter: CatchLayer): FileKind => ({
  name: 'silicon/catch-grid',
  recognise: ['chiplet_yield', 'substrate', 'assembly'],
  selectors: [],
  skip: () => undefined,
  given: undefined,
  rows: [
    rowKind({
      name: 'silicon/catch-grid',
      when: () => true,
      inputs: { node: 'text', chiplet_area_mm2: 'number' },
      answers: [{ column: 'chiplet_yield', tolerance: { kind: 'relative', value: 1e-6 } }],
      replay: (row): Replayed => {
        const layer = `combined_${row.node}`;
        const [density, critical, clustering] = ['defect_density', 'critical_area_ratio', 'clustering_factor'].map((name) =>
          parameter(layer, name),
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
});
