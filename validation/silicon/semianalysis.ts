import { semianalysisDies, type YieldModel } from '#die';
import { quantity } from '#quantity';
import { type FileKind, type Replayed, rowKind } from '../area.ts';

/** Models by the name that the program gives them. Its Bose-Einstein takes the density of a layer. */
const modelOf = (name: string, layers: number): YieldModel | undefined => {
  switch (name) {
    case 'poisson':
    case 'murphy':
    case 'seeds':
    case 'moore':
      return { kind: name };
    case 'rect':
      return { kind: 'uniform' };
    case 'bose-einstein':
      return { kind: 'bose-einstein-per-layer', layers: quantity(layers, 'layer') };
    default:
      return undefined;
  }
};

/** The file states the cost of a die at this price of a wafer. */
const waferPrice = quantity(10_000, 'USD/wafer');
/** An empty cell: no exposure field, or no layers. */
const none = 0;

/** Dies and yields of the die calculator of SemiAnalysis. */
export const semianalysis: FileKind = {
  name: 'silicon/semianalysis',
  recognise: ['fab_yield', 'full_dies', 'die_cost_at_10000'],
  selectors: [],
  skip: () => undefined,
  given: undefined,
  rows: [
    rowKind({
      name: 'silicon/semianalysis',
      when: () => true,
      inputs: {
        die_x_mm: 'number',
        die_y_mm: 'number',
        wafer_mm: 'number',
        edge_mm: 'number',
        scribe_mm: 'number',
        field_x: 'number',
        field_y: 'number',
        D0_per_cm2: 'number',
        model: 'text',
        critical_layers: 'number',
      },
      defaults: { field_x: none, field_y: none, critical_layers: none },
      answers: [
        { column: 'fab_yield', tolerance: { kind: 'relative', value: 1e-9 } },
        { column: 'full_dies', tolerance: { kind: 'exact' } },
        { column: 'good_dies', tolerance: { kind: 'exact' } },
        { column: 'die_cost_at_10000', tolerance: { kind: 'relative', value: 1e-9 } },
      ],
      replay: (row): Replayed => {
        const model = modelOf(row.model, row.critical_layers);
        if (model === undefined) return { notScored: { code: 'model-unknown', detail: row.model } };
        const byFields = row.field_x !== none && row.field_y !== none;
        const dies = semianalysisDies({
          width: quantity(row.die_x_mm, 'mm'),
          height: quantity(row.die_y_mm, 'mm'),
          street: quantity(row.scribe_mm, 'mm'),
          diameter: quantity(row.wafer_mm, 'mm'),
          edgeExclusion: quantity(row.edge_mm, 'mm'),
          field: byFields ? { width: quantity(row.field_x, 'mm'), height: quantity(row.field_y, 'mm') } : undefined,
          defectDensity: quantity(row.D0_per_cm2, '/cm2'),
          model,
          waferPrice,
        });
        return {
          predicted: { fab_yield: dies.yield, full_dies: dies.perWafer, good_dies: dies.goodPerWafer, die_cost_at_10000: dies.cost },
        };
      },
    }),
  ],
};
