import { ttmCas, ttmCasNode } from '#package';
import { type FileKind, type Replayed, rowKind, type Tolerance } from '../area.ts';
import { givenParameters, parametersOf } from './parameters.ts';

const tolerance: Tolerance = { kind: 'relative', value: 1e-6 };

/** Time to market and cost of chips by ttm-cas. */
export const ttm: FileKind = {
  name: 'silicon/ttm-cas',
  recognise: ['tapeout_weeks', 'osat_weeks', 'ttm_weeks'],
  selectors: [],
  skip: () => undefined,
  given: givenParameters,
  rows: [
    rowKind({
      name: 'silicon/ttm-cas',
      when: () => true,
      inputs: {
        node_nm: 'text',
        transistors: 'number',
        unique_fraction: 'number',
        final_chips: 'number',
        engineers: 'number',
        tapeout_parallel: 'number',
        fab_queue_weeks: 'number',
        wafers_per_hour: 'number',
        dies_per_package: 'number',
        pack_test_ratio: 'number',
        transistor_density_MTr_mm2: 'number',
        d0_per_cm2: 'number',
        cluster: 'number',
        wafer_cost: 'number',
        mask_cost: 'number',
      },
      given: givenParameters.columns,
      answers: [
        'die_area_mm2',
        'die_yield',
        'dies_per_wafer',
        'tapeout_weeks',
        'queue_weeks',
        'foundry_weeks',
        'osat_weeks',
        'ttm_weeks',
        'total_cost_usd',
      ].map((column) => ({ column, tolerance })),
      replay: (row, given): Replayed => {
        const node = ttmCasNode(parametersOf('ttm-cas', given), row.node_nm);
        if (node === undefined) return { notScored: { code: 'constants-missing', detail: `ttm-cas, ${row.node_nm}` } };
        const result = ttmCas({
          ...node,
          transistors: row.transistors,
          uniqueShare: row.unique_fraction,
          chips: row.final_chips,
          engineers: row.engineers,
          parallelShare: row.tapeout_parallel,
          queueWeeks: row.fab_queue_weeks,
          wafersPerHour: row.wafers_per_hour,
          diesPerPackage: row.dies_per_package,
          assemblyShare: row.pack_test_ratio,
          transistorDensity: row.transistor_density_MTr_mm2,
          defectDensity: row.d0_per_cm2,
          clustering: row.cluster,
          waferCost: row.wafer_cost,
          maskCost: row.mask_cost,
        });
        return {
          predicted: {
            die_area_mm2: result?.dieArea,
            die_yield: result?.dieYield,
            dies_per_wafer: result?.diesPerWafer,
            tapeout_weeks: result?.tapeout,
            queue_weeks: result?.queue,
            foundry_weeks: result?.foundry,
            osat_weeks: result?.assembly,
            ttm_weeks: result?.total,
            total_cost_usd: result?.cost,
          },
        };
      },
    }),
  ],
};
