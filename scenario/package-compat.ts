import { type Catalog, programParameters } from '#catalog';
import { semianalysisDies } from '#die';
import {
  type ActuaryPackaging,
  type ActuarySystem,
  actCarbonPerArea,
  actFactors,
  actuaryCost,
  actuaryNre,
  actuaryTables,
  type DesignedPackage,
  designCost,
  type PackageTechnology,
  ttmCas,
  ttmCasNode,
} from '#package';
import { quantity } from '#quantity';
import { median } from '#uncertainty';
import type { PackageModel } from './package-model.ts';

/** Programs that a package can be given to. */
export const compatPrograms = ['actuary', 'act', 'semianalysis', 'ttm-cas'] as const;
export type CompatProgram = (typeof compatPrograms)[number];

/** One line of a program beside ours. */
export interface CompatLine {
  readonly item: string;
  readonly unit: string;
  readonly theirs: number | undefined;
  readonly ours: number | undefined;
}

export interface CompatAnswer {
  readonly program: CompatProgram;
  readonly lines: readonly CompatLine[];
  /** Habits of the program that make the difference, each with a text. */
  readonly faults: readonly string[];
  /** Why there is nothing to compare. */
  readonly refused?: string;
}

const packagings: Readonly<Record<PackageTechnology, ActuaryPackaging | undefined>> = {
  organic: 'organic',
  'fan-out-chip-first': 'fan-out-chip-first',
  'fan-out-chip-last': 'fan-out-chip-last',
  'silicon-interposer': 'silicon-interposer',
  bridge: undefined,
};

const gramsPerKilogram = 1000;
const mm2PerCm2 = 100;

/** The name of the class of a process among those that a program has: the nearest by ratio. */
const nearestName = (nm: number, names: readonly string[]): string | undefined =>
  names.reduce<string | undefined>(
    (best, name) =>
      best === undefined || Math.abs(Math.log(Number.parseFloat(name) / nm)) < Math.abs(Math.log(Number.parseFloat(best) / nm))
        ? name
        : best,
    undefined,
  );

/** Cost of design of all units together: that of a series of one. */
const wholeDesign = (model: PackageModel, made: DesignedPackage): number | undefined => {
  const chips = model.chips(model.medians, made);
  const packageNre = model.packageNre(made);
  const { nreShares } = model;
  if (chips === undefined || packageNre === undefined || nreShares === undefined) return undefined;
  // Copies in a package share a design: a unit bears it once.
  return designCost({ products: [{ name: model.spec.name, volume: quantity(1, 'chip'), chips, packageNre }], ...nreShares })[0]?.total;
};

/**
 * Gives a package to another program, reproduced with its own tables and habits, and sets what it says beside ours.
 *
 * @param catalog the catalogue, which has the tables
 * @param model the package
 * @param program the other program
 */
export const compareWith = (catalog: Catalog, model: PackageModel, program: CompatProgram): CompatAnswer => {
  const made = model.evaluate(model.medians);
  const refuse = (refused: string): CompatAnswer => ({ program, lines: [], faults: [], refused });
  if (!made.feasible) return refuse('impossible');
  const design = model.design(model.medians);
  const classOf = (at: number): number | undefined => {
    const node = model.nodes[at];
    const selected = node && catalog.select(node, 'nodeClass');
    return selected && median(selected.value);
  };
  const classes = design.dies.map((_, at) => classOf(at));
  if (classes.some((nm) => nm === undefined)) return refuse('node');

  if (program === 'actuary') {
    const tables = actuaryTables(programParameters(catalog, 'program/chiplet-actuary'));
    const packaging = packagings[model.technology];
    if (tables === undefined || packaging === undefined || design.dies.some(({ on }) => on !== undefined)) return refuse('packaging');
    const system: ActuarySystem = {
      tables,
      packaging,
      chips: made.dies.map(({ area, count }, at) => ({
        node: nearestName(classes[at] as number, [...tables.nodes.keys()]) as string,
        area,
        moduleArea: design.dies[at]!.area,
        count,
      })),
    };
    const theirs = actuaryCost(system);
    const nre = actuaryNre(system);
    const { cost } = made;
    const line = (item: string, their: number | undefined, our: number | undefined): CompatLine => ({
      item,
      unit: 'USD',
      theirs: their,
      ours: our,
    });
    return {
      program,
      lines: [
        line('rawDies', theirs?.rawChips, cost.rawDies),
        line('dieDefects', theirs?.chipDefects, cost.dieDefects),
        line('memory', undefined, cost.memory),
        line('rawPackage', theirs?.rawPackage, cost.rawPackage),
        line('packageDefects', theirs?.packageDefects, cost.packageDefects),
        line('wasted', theirs?.wastedChips, cost.wasted),
        line('test', undefined, cost.test),
        line('total', theirs?.total, cost.total),
        line('nre', nre?.total, wholeDesign(model, made)),
      ],
      faults: ['actuary/tables', 'actuary/square', 'actuary/bumps', 'actuary/memory', 'actuary/test', 'actuary/limits', 'actuary/nre'],
    };
  }
  if (program === 'act') {
    const parameters = programParameters(catalog, 'program/act');
    const names = parameters.filter(({ section }) => section === 'energy').map(({ parameter }) => parameter);
    const ours = model.carbon(model.medians);
    const lines = made.dies.map(({ name, area, count, yield: good }, at): CompatLine => {
      const node = nearestName(classes[at] as number, names) as string;
      const factors = actFactors({ parameters, node, location: 'taiwan', abatement: 'GPA97' });
      const grams = factors && (actCarbonPerArea({ ...factors, yield: good }) * area * count) / mm2PerCm2;
      return { item: name, unit: 'kgCO2', theirs: grams === undefined ? undefined : grams / gramsPerKilogram, ours: undefined };
    });
    const packaging = (parameters.find(({ section }) => section === 'package')?.value ?? 0) / gramsPerKilogram;
    const sum = lines.reduce((total, { theirs = Number.NaN }) => total + theirs, 0);
    return {
      program,
      lines: [
        ...lines,
        { item: 'allDies', unit: 'kgCO2', theirs: sum, ours: ours && ours.dies / gramsPerKilogram },
        { item: 'packaging', unit: 'kgCO2', theirs: packaging, ours: ours && ours.packaging / gramsPerKilogram },
        { item: 'wasted', unit: 'kgCO2', theirs: 0, ours: ours && ours.wasted / gramsPerKilogram },
        { item: 'total', unit: 'kgCO2', theirs: sum + packaging, ours: ours && ours.total / gramsPerKilogram },
      ],
      faults: ['act/area', 'act/place', 'act/package'],
    };
  }
  if (program === 'semianalysis') {
    const lines = made.dies.flatMap(({ name, area, perWafer, yield: good, cost }, at): readonly CompatLine[] => {
      const die = design.dies[at]!;
      const side = Math.sqrt(area);
      const width =
        die.aspect === undefined ? Math.min(side, design.reticleWidth) : Math.sqrt((area * die.aspect.width) / die.aspect.height);
      const dies = semianalysisDies({
        width: quantity(width, 'mm'),
        height: quantity(area / width, 'mm'),
        street: design.street,
        diameter: design.diameter,
        edgeExclusion: design.edgeExclusion,
        field: undefined,
        defectDensity: die.defectDensity,
        model: { kind: 'murphy' },
        waferPrice: die.waferPrice,
      });
      return [
        { item: `${name}: perWafer`, unit: 'die', theirs: dies.perWafer, ours: perWafer },
        { item: `${name}: yield`, unit: '1', theirs: dies.yield, ours: good },
        { item: `${name}: cost`, unit: 'USD', theirs: dies.cost, ours: cost },
      ];
    });
    return { program, lines, faults: ['semianalysis/placement', 'semianalysis/murphy', 'semianalysis/die'] };
  }
  const parameters = programParameters(catalog, 'program/ttm-cas');
  const names = [...new Set(parameters.map(({ section }) => section))].filter((name) => /^\d+$/.test(name));
  const lines = made.dies.flatMap(({ name, area, count, yield: good, perWafer }, at): readonly CompatLine[] => {
    const nm = nearestName(classes[at] as number, names) as string;
    const node = ttmCasNode(parameters, nm);
    const get = (parameter: string): number =>
      parameters.find((row) => row.section === nm && row.parameter === parameter)?.value ?? Number.NaN;
    const result =
      node &&
      ttmCas({
        ...node,
        transistors: area * get('transistor_density') * 1e6,
        uniqueShare: 1,
        chips: model.volume?.(model.medians) ?? 1e6,
        engineers: 100,
        parallelShare: 1,
        queueWeeks: 0,
        wafersPerHour: 100,
        diesPerPackage: count,
        assemblyShare: 0.5,
        transistorDensity: get('transistor_density'),
        defectDensity: get('defect_density'),
        clustering: parameters.find((row) => row.parameter === 'clustering')?.value ?? 1,
        waferCost: get('wafer_cost'),
        maskCost: get('mask_cost'),
      });
    return [
      { item: `${name}: yield`, unit: '1', theirs: result?.dieYield, ours: good },
      { item: `${name}: perWafer`, unit: 'die', theirs: result?.diesPerWafer, ours: perWafer },
      { item: `${name}: weeks`, unit: 'week', theirs: result?.total, ours: undefined },
      { item: `${name}: programme`, unit: 'USD', theirs: result?.cost, ours: undefined },
    ];
  });
  return { program, lines, faults: ['ttm-cas/one', 'ttm-cas/package', 'ttm-cas/defaults'] };
};
