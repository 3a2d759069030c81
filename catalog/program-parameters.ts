import { mm2PerCm2 } from '#quantity';
import { median } from '#uncertainty';
import type { Catalog } from './catalog.ts';

/** One parameter of another program, as its own file names it. */
interface ProgramParameter {
  readonly section: string;
  readonly parameter: string;
  readonly value: number;
}

type Naming = (definition: string) => readonly [section: string, parameter: string];

const under =
  (parameter: string): Naming =>
  (definition) => [definition, parameter];

/** Densities that CATCH counts per mm2; ours are per cm2. */
const squareMillimetres: ReadonlySet<string> = new Set(['defect_density']);

/** How the facts of a program are called in its own file, by fact and definition. */
const namings: Readonly<Record<string, Readonly<Record<string, Naming>>>> = {
  'program/chiplet-actuary': {
    waferPrice: under('wafer_cost'),
    defectDensity: under('defect_density'),
    designNre: under('nre'),
    clustering: (definition) => [definition === 'dies' ? 'Manufacture' : definition, 'critical_level'],
    areaRatio: under('area_scale_factor'),
    bondYield: under('bonding_yield'),
    costPerArea: (definition) => {
      const [first = '', second] = definition.split(' ');
      if (second === 'bumps') return [first, 'bump_cost_factor'];
      return first === 'design' ? ['OS', 'nre_cost_factor'] : [first, 're_cost_factor'];
    },
    cost: () => ['OS', 'nre_cost_fixed'],
    share: (definition) => ['NRE', definition],
    length: (definition) => ['Manufacture', definition.replace(' ', '_')],
  },
  'program/catch': {
    defectDensity: under('defect_density'),
    share: under('critical_area_ratio'),
    clustering: under('clustering_factor'),
    costPerArea: under('cost_per_mm2'),
  },
  'program/act': {
    energyPerArea: (definition) => ['energy', definition],
    gasPerArea: (definition) => {
      const [node = '', abatement = ''] = definition.split(' ');
      return [abatement, node];
    },
    materialPerArea: (definition) => ['materials', definition],
    carbonIntensity: (definition) => ['carbon', definition],
    packageCarbon: () => ['package', 'one'],
  },
  'program/ttm-cas': {
    tapeoutEffort: under('tapeout_effort'),
    fabTime: under('fab_weeks'),
    licenceCost: under('ip_cost'),
    gateCost: under('gate_cost'),
    waferPrice: under('wafer_cost'),
    transistorDensity: under('transistor_density'),
    defectDensity: under('defect_density'),
    maskSetCost: under('mask_cost'),
    clustering: under('clustering'),
    cost: (definition) => ['cost', definition],
  },
};

/**
 * The parameters of another program, named as in its own file.
 *
 * @param catalog where they stand
 * @param program id of the program
 */
export const programParameters = (catalog: Catalog, program: string): readonly ProgramParameter[] => {
  const thing = catalog.get(program, 'program');
  const naming = thing === undefined ? undefined : namings[thing.id];
  if (thing === undefined || naming === undefined) return [];
  return Object.entries(thing.facts).flatMap(([fact, statements]) => {
    const name = naming[fact];
    if (name === undefined) return [];
    return statements.map(({ definition = '', value }) => {
      const [section, parameter] = name(definition);
      const number = median(value);
      return { section, parameter, value: squareMillimetres.has(parameter) && thing.id === 'program/catch' ? number / mm2PerCm2 : number };
    });
  });
};
