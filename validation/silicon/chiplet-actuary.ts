import { type ActuaryChip, type ActuaryPackaging, type ActuarySystem, actuaryCost, actuaryNre, actuaryTables } from '#package';
import { type Answer, type Cells, type FileKind, type Replayed, rowKind, type Tolerance } from '../area.ts';
import { givenParameters, parametersOf } from './parameters.ts';

const tolerance: Tolerance = { kind: 'relative', value: 1e-6 };
const answersOf = (columns: readonly string[]): readonly Answer[] => columns.map((column) => ({ column, tolerance }));

/** Packagings by the name that the files give them. Of a fan-out that says no more the chips come last. */
const packagings: Readonly<Record<string, ActuaryPackaging>> = {
  MCM_OS: 'organic',
  SoC_OS: 'organic',
  InFO: 'fan-out-chip-last',
  SoC_FO: 'fan-out-chip-last',
  InFO_chip_last: 'fan-out-chip-last',
  InFO_chip_first: 'fan-out-chip-first',
  '2.5D_SI': 'silicon-interposer',
  SoC_SI: 'silicon-interposer',
};

/** Share of a chiplet that its links add, where a file does not say. */
const linkShare = 0.1;

interface System {
  readonly node: string;
  readonly moduleArea: number;
  readonly dies: number;
  readonly linkShare: number;
  readonly packaging: string;
}

/** A system of like dies, each of which the program takes for a design of its own. */
const systemOf = (system: System, given: readonly Cells<typeof givenParameters.columns>[]): ActuarySystem | Replayed => {
  const tables = actuaryTables(parametersOf('Chiplet Actuary', given));
  if (tables === undefined) return { notScored: { code: 'constants-missing', detail: 'Chiplet Actuary' } };
  const packaging = Object.hasOwn(packagings, system.packaging) ? packagings[system.packaging] : undefined;
  if (packaging === undefined) return { notScored: { code: 'packaging-unknown', detail: system.packaging } };
  if (!tables.nodes.has(system.node)) return { notScored: { code: 'constants-missing', detail: `Chiplet Actuary, ${system.node}` } };
  const moduleArea = system.moduleArea / system.dies;
  const chip: ActuaryChip = { node: system.node, moduleArea, area: moduleArea * (1 + system.linkShare), count: 1 };
  return { tables, packaging, chips: Array.from({ length: system.dies }, () => chip) };
};

/** Recurring cost of packages by Chiplet Actuary. */
export const actuaryRe: FileKind = {
  name: 'silicon/actuary-re',
  recognise: ['re_raw_chips', 're_wasted_kgd', 'chip_last'],
  selectors: [],
  skip: () => undefined,
  given: givenParameters,
  rows: [
    rowKind({
      name: 'silicon/actuary-re',
      when: () => true,
      inputs: { node_nm: 'text', total_module_area_mm2: 'number', n_dies: 'number', d2d_area_frac: 'number', package: 'text' },
      given: givenParameters.columns,
      answers: answersOf([
        'die_per_wafer',
        'die_yield',
        'cost_kgd_usd',
        're_raw_chips',
        're_defect_chips',
        're_raw_package',
        're_defect_package',
        're_wasted_kgd',
        're_total',
      ]),
      replay: (row, given): Replayed => {
        const system = systemOf(
          {
            node: row.node_nm,
            moduleArea: row.total_module_area_mm2,
            dies: row.n_dies,
            linkShare: row.d2d_area_frac,
            packaging: row.package,
          },
          given,
        );
        if (!('tables' in system)) return system;
        const cost = actuaryCost(system);
        return {
          predicted: {
            die_per_wafer: cost?.perWafer[0],
            die_yield: cost?.dieYield[0],
            cost_kgd_usd: cost?.goodDie[0],
            re_raw_chips: cost?.rawChips,
            re_defect_chips: cost?.chipDefects,
            re_raw_package: cost?.rawPackage,
            re_defect_package: cost?.packageDefects,
            re_wasted_kgd: cost?.wastedChips,
            re_total: cost?.total,
          },
        };
      },
    }),
  ],
};

/** Cost of design of packages by Chiplet Actuary, and what a unit costs with its share of it. */
export const actuaryDesign: FileKind = {
  name: 'silicon/actuary-nre',
  recognise: ['module_nre_total', 'unit_total'],
  selectors: [],
  skip: () => undefined,
  given: givenParameters,
  rows: [
    rowKind({
      name: 'silicon/actuary-nre',
      when: () => true,
      inputs: { node_nm: 'text', total_module_area_mm2: 'number', n_dies: 'number', package: 'text', volume: 'number' },
      given: givenParameters.columns,
      answers: answersOf(['re_unit', 'module_nre_total', 'chip_nre_total', 'd2d_nre_total', 'package_nre_total', 'unit_total']),
      replay: (row, given): Replayed => {
        const system = systemOf(
          {
            node: row.node_nm,
            moduleArea: row.total_module_area_mm2,
            dies: row.n_dies,
            linkShare: row.n_dies > 1 ? linkShare : 0,
            packaging: row.package,
          },
          given,
        );
        if (!('tables' in system)) return system;
        const cost = actuaryCost(system);
        const nre = actuaryNre(system);
        return {
          predicted: {
            re_unit: cost?.total,
            module_nre_total: nre?.modules,
            chip_nre_total: nre?.chips,
            d2d_nre_total: nre?.links,
            package_nre_total: nre?.package,
            unit_total: cost === undefined || nre === undefined ? undefined : cost.total + nre.total / row.volume,
          },
        };
      },
    }),
  ],
};
