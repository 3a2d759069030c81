import type { Catalog } from '#catalog';
import { type MadeWafer, type ToolChoice, type WaferModel, waferModel } from '#scenario';

/** A published figure that the constants of patterning may be fitted on. */
export interface WaferRow {
  /** Number in the reference file, or the figure of the catalogue. */
  readonly id: string;
  readonly what: string;
  readonly node: string;
  readonly tools: ToolChoice;
  /** What it is compared with, and how far off is one unit of badness. */
  readonly target: number;
  readonly scale: number;
  readonly read: (made: MadeWafer, model: (node: string, tools: ToolChoice) => MadeWafer | undefined) => number | undefined;
}

const euv = ({ flow }: MadeWafer): number => flow.exposures.euv + flow.exposures['euv-high-na'];
const withEuv: ToolChoice = { add: ['euv'] };
const withoutEuv: ToolChoice = { without: ['euv'] };

/** Immersion exposures of the layers that EUV replaces. */
const critical = (made: MadeWafer, replaced: MadeWafer): number => {
  const layers = new Set(replaced.plan.layers.filter(({ lithography }) => lithography === 'euv').map(({ layer }) => layer.id));
  return made.plan.layers
    .filter(({ layer, lithography }) => layers.has(layer.id) && lithography === 'arfi')
    .reduce((sum, { layer, splits, cuts }) => sum + layer.count * (splits + cuts), 0);
};

/** Counts, on which the three constants of splitting are fitted together. */
export const countRows: readonly WaferRow[] = [
  {
    id: 'PC01',
    what: 'critical immersion exposures of 7 nm without EUV',
    node: 'node/tsmc-n7',
    tools: withoutEuv,
    target: 34,
    scale: 1,
    read: (made, model) => {
      const replaced = model('node/tsmc-n7', withEuv);
      return replaced && critical(made, replaced);
    },
  },
  { id: 'PC02', what: 'EUV exposures that replace them', node: 'node/tsmc-n7', tools: withEuv, target: 9, scale: 0.5, read: euv },
  { id: 'PC03', what: 'masks of 28 nm', node: 'node/tsmc-28nm', tools: {}, target: 45, scale: 3, read: ({ flow }) => flow.masks },
  { id: 'PC04', what: 'masks of 16 and 14 nm', node: 'node/tsmc-16nm', tools: {}, target: 60, scale: 3, read: ({ flow }) => flow.masks },
  {
    id: 'PC05',
    what: 'masks of 7 nm without EUV',
    node: 'node/tsmc-n7',
    tools: withoutEuv,
    target: 82,
    scale: 1.5,
    read: ({ flow }) => flow.masks,
  },
  { id: 'node/tsmc-n5#euvLayers', what: 'EUV layers of N5', node: 'node/tsmc-n5', tools: {}, target: 14.5, scale: 0.5, read: euv },
  { id: 'node/tsmc-n3#euvLayers', what: 'EUV layers of N3', node: 'node/tsmc-n3', tools: {}, target: 22.5, scale: 2.5, read: euv },
];

/** One constant each, solved for exactly once the counts stand. */
export const soleRows = {
  defects: { id: 'PC15', what: 'defect density of N7, mature', node: 'node/tsmc-n7', target: 0.09 },
  efficiency: { id: 'PC14', what: 'wafers a month of one EUV scanner on one layer', node: 'node/tsmc-n7-plus', target: 45_000 },
} as const;

export interface WaferFit {
  readonly wireFactor: number;
  readonly holeFactor: number;
  readonly splitExponent: number;
  /** Per cm2 and exposure. */
  readonly immersionDefects: number;
  readonly euvDefects: number;
  readonly euvEfficiency: number;
  readonly rows: readonly {
    readonly id: string;
    readonly what: string;
    readonly target: number;
    readonly before: number;
    readonly after: number;
  }[];
}

type Values = ReadonlyMap<string, number>;

const paths = {
  wire: 'parameter/wire-pitch-factor#value',
  hole: 'parameter/hole-pitch-factor#value',
  exponent: 'parameter/split-exponent#value',
  immersionDefects: 'lithography/arfi#defectsPerExposure',
  euvDefects: 'lithography/euv#defectsPerExposure',
  efficiency: 'lithography/euv#efficiency',
} as const;

/** Constants before any fit: what was assumed of them from single figures. */
const before: Values = new Map<string, number>([
  [paths.wire, 1.05],
  [paths.hole, 1.2],
  [paths.exponent, 1.6],
  [paths.immersionDefects, 0.0011],
  [paths.euvDefects, 0.0016],
  [paths.efficiency, 0.51],
]);

/** Defects of an EUV exposure over those of one in immersion: of the first estimate, which no row can tell. */
const defectRatio = 0.0016 / 0.0011;

/** Where the constants are sought. */
const grid = {
  wire: [1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08],
  hole: [1.14, 1.15, 1.16, 1.17, 1.18, 1.19, 1.2, 1.21, 1.22, 1.23, 1.24],
  exponent: [1.5, 1.55, 1.6, 1.65, 1.7, 1.75, 1.8, 1.85, 1.9],
} as const;

/** Rows to which EUV must be cheap or not are read with the efficiency that PC14 gives. */
const evaluator = (
  catalog: Catalog,
): ((node: string, tools: ToolChoice, values: Values) => { readonly model: WaferModel; readonly made: MadeWafer } | undefined) => {
  const models = new Map<string, WaferModel>();
  return (node, tools, values) => {
    const key = JSON.stringify([node, tools]);
    let model = models.get(key);
    if (model === undefined) {
      const thing = catalog.get(node);
      const built = thing && waferModel({ catalog, node: thing, tools });
      if (built === undefined || !built.ok) throw new RangeError(`${node} cannot be modelled`);
      model = built.value;
      models.set(key, model);
    }
    const drawn = Float64Array.from(model.medians);
    for (const [index, { path }] of model.parameters.entries()) drawn[index] = values.get(path) ?? (drawn[index] as number);
    const made = model.evaluate(drawn);
    return made.feasible ? { model, made } : undefined;
  };
};

/**
 * Fits the constants of splitting on published counts, and the defects of an exposure and the rate of EUV scanners each on
 * its one row. Counts are whole numbers, so many constants fit alike: of these the one is taken whose neighbours on
 * the grid fit best, so that no row hangs on a digit.
 *
 * @param catalog the layer lists and all other constants
 */
export const fitWaferProcess = (catalog: Catalog): WaferFit => {
  const evaluate = evaluator(catalog);
  const readRow = (row: WaferRow, values: Values): number => {
    const found = evaluate(row.node, row.tools, values);
    const read = found && row.read(found.made, (node, tools) => evaluate(node, tools, values)?.made);
    return read ?? Number.NaN;
  };
  const efficiency = (values: Values): number => {
    const found = evaluate(soleRows.efficiency.node, {}, values);
    const scanner = found?.made.scanners.find(({ lithography }) => lithography === 'euv');
    if (found === undefined || scanner === undefined) return Number.NaN;
    return ((values.get(paths.efficiency) as number) * soleRows.efficiency.target * (1 + found.made.rework)) / scanner.capacity;
  };
  const base = new Map(before);
  base.set(paths.efficiency, efficiency(before));
  const badness = (wire: number, hole: number, exponent: number): number => {
    const values = new Map(base).set(paths.wire, wire).set(paths.hole, hole).set(paths.exponent, exponent);
    return countRows.reduce((sum, row) => {
      const read = readRow(row, values);
      return sum + (Number.isFinite(read) ? ((read - row.target) / row.scale) ** 2 : 1e3);
    }, 0);
  };
  const scores = grid.wire.map((wire) => grid.hole.map((hole) => grid.exponent.map((exponent) => badness(wire, hole, exponent))));
  const at = (i: number, j: number, k: number): number => scores[i]?.[j]?.[k] ?? Number.NaN;
  let best = { around: Number.POSITIVE_INFINITY, wire: 0, hole: 0, exponent: 0 };
  for (const i of grid.wire.keys()) {
    for (const j of grid.hole.keys()) {
      for (const k of grid.exponent.keys()) {
        const near = [-1, 0, 1]
          .flatMap((a) => [-1, 0, 1].flatMap((b) => [-1, 0, 1].map((c) => at(i + a, j + b, k + c))))
          .filter(Number.isFinite);
        const around = near.reduce((sum, each) => sum + each, 0) / near.length + at(i, j, k);
        if (near.length === 27 && around < best.around)
          best = { around, wire: grid.wire[i] as number, hole: grid.hole[j] as number, exponent: grid.exponent[k] as number };
      }
    }
  }
  const values = new Map(base).set(paths.wire, best.wire).set(paths.hole, best.hole).set(paths.exponent, best.exponent);
  // Defects are linear in those of one exposure.
  const density = (defects: number): number => {
    const found = evaluate(soleRows.defects.node, withoutEuv, new Map(values).set(paths.immersionDefects, defects));
    return found?.made.defectDensity ?? Number.NaN;
  };
  const [none, one] = [density(0), density(1e-3)];
  const immersionDefects = (1e-3 * (soleRows.defects.target - none)) / (one - none);
  values.set(paths.immersionDefects, immersionDefects).set(paths.euvDefects, immersionDefects * defectRatio);
  const capacityOf = (of: Values): number => {
    const found = evaluate(soleRows.efficiency.node, {}, of);
    const scanner = found?.made.scanners.find(({ lithography }) => lithography === 'euv');
    return found === undefined || scanner === undefined ? Number.NaN : scanner.capacity / (1 + found.made.rework);
  };
  const densityOf = (of: Values): number => evaluate(soleRows.defects.node, withoutEuv, of)?.made.defectDensity ?? Number.NaN;
  return {
    wireFactor: best.wire,
    holeFactor: best.hole,
    splitExponent: best.exponent,
    immersionDefects,
    euvDefects: immersionDefects * defectRatio,
    euvEfficiency: base.get(paths.efficiency) as number,
    rows: [
      ...countRows.map((row) => ({
        id: row.id,
        what: row.what,
        target: row.target,
        before: readRow(row, before),
        after: readRow(row, values),
      })),
      { ...pick(soleRows.defects), before: densityOf(before), after: densityOf(values) },
      { ...pick(soleRows.efficiency), before: capacityOf(before), after: capacityOf(values) },
    ],
  };
};

const pick = ({ id, what, target }: { readonly id: string; readonly what: string; readonly target: number }) => ({ id, what, target });
