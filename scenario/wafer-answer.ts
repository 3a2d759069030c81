import type { Catalog, Thing } from '#catalog';
import { bestPlacement, negativeBinomialYield } from '#die';
import { type Checked, type Issue, quantity, type UnitId } from '#quantity';
import { createSampler, median } from '#uncertainty';
import { type FleetCapacity, fleetCapacity, isEuv, passNeeds, scannersFor } from '#wafer';
import { firstOrder } from './first-order.ts';
import { sourcesOf, statedParameter } from './stated-fact.ts';
import { type MadeWafer, type WaferAt, type WaferModel, type WaferParameter, waferModel } from './wafer-model.ts';
import type {
  Spread,
  WaferAnswer,
  WaferDriver,
  WaferFigure,
  WaferInput,
  WaferLayer,
  WaferQuestion,
  WaferVariant,
} from './wafer-question.ts';
import type { ToolChoice } from './wafer-tools.ts';
import { movingInputs, type WaferWhyInput } from './wafer-why.ts';

interface Reading {
  readonly id: string;
  readonly unit: UnitId;
  readonly percent?: true;
  readonly read: (made: MadeWafer) => number | undefined;
}

const steps = [
  'scanner',
  'track',
  'resist',
  'electricity',
  'etch',
  'spacer',
  'clean',
  'metrology',
  'deposition',
  'polish',
  'implant',
  'base',
] as const;
const stepReadings: readonly Reading[] = steps.map((id) => ({ id, unit: 'USD/wafer', read: ({ cost }) => cost[id] }));

/** Every figure of a variant, in the order in which it is read. */
const readings = ({
  capacity,
  fleet,
  good,
  price,
}: {
  readonly capacity: number | undefined;
  readonly fleet: Fleet | undefined;
  readonly good: (made: MadeWafer) => number | undefined;
  readonly price: (tool: string) => number;
}): readonly Reading[] => [
  { id: 'cost', unit: 'USD/wafer', read: ({ cost }) => cost.total },
  { id: 'costPerWaferOut', unit: 'USD/wafer', read: ({ costPerWaferOut }) => costPerWaferOut },
  { id: 'patterning', unit: 'USD/wafer', read: ({ cost }) => cost.patterning },
  { id: 'patterningShare', unit: '1', percent: true, read: ({ cost }) => cost.patterning / cost.total },
  { id: 'lithographyShare', unit: '1', percent: true, read: ({ cost }) => (cost.scanner + cost.track + cost.resist) / cost.total },
  { id: 'masks', unit: 'mask', read: ({ flow }) => flow.masks },
  { id: 'immersionExposures', unit: 'exposure', read: ({ flow }) => flow.exposures.arfi },
  { id: 'euvExposures', unit: 'exposure', read: ({ flow }) => flow.exposures.euv + flow.exposures['euv-high-na'] },
  { id: 'defectDensity', unit: '/cm2', read: ({ defectDensity }) => defectDensity },
  { id: 'lineYield', unit: '1', percent: true, read: ({ lineYield }) => lineYield },
  { id: 'overlayYield', unit: '1', percent: true, read: ({ overlayYield }) => overlayYield },
  { id: 'cycleTime', unit: 'd', read: ({ cycle }) => cycle.time },
  { id: 'xFactor', unit: '1', read: ({ cycle }) => cycle.xFactor },
  { id: 'energy', unit: 'kWh/wafer', read: ({ energy }) => energy.total },
  { id: 'emissions', unit: 'gCO2', read: ({ emissions }) => emissions },
  { id: 'euvShare', unit: '1', percent: true, read: ({ energy }) => energy.euvShare },
  { id: 'maskSet', unit: 'USD', read: ({ maskSet }) => maskSet.total },
  { id: 'goodDies', unit: 'die/wafer', read: good },
  {
    id: 'costPerGoodDie',
    unit: 'USD/die',
    read: (made) => {
      const dies = good(made);
      return dies === undefined ? undefined : made.costPerWaferOut / dies;
    },
  },
  ...(fleet === undefined
    ? []
    : [{ id: 'fleetCapacity', unit: 'wafer/month' as const, read: (made: MadeWafer) => capacityOf(made, fleet).starts }]),
  ...(capacity === undefined
    ? []
    : ([
        { id: 'immersionScanners', unit: '1', read: (made) => machines(made, capacity, (light) => light === 'arfi') },
        { id: 'euvScanners', unit: '1', read: (made) => machines(made, capacity, (light) => isEuv(light as 'euv')) },
        { id: 'dryScanners', unit: '1', read: (made) => machines(made, capacity, (light) => light !== 'arfi' && !isEuv(light as 'euv')) },
        {
          id: 'scannerCapital',
          unit: 'USD',
          read: (made) =>
            scannersFor({ flow: made.flow, scanners: made.scanners, demand: { starts: quantity(capacity, 'wafer/month') } }).reduce(
              (sum, { id, needed }) => sum + needed * price(id),
              0,
            ),
        },
      ] satisfies Reading[])),
];

/** Machines by the id of their tool. */
type Fleet = ReadonlyMap<string, number>;

/** Most wafers that the machines of a fleet expose in a month, and what holds them back. */
const capacityOf = (made: MadeWafer, fleet: Fleet): FleetCapacity =>
  fleetCapacity({
    needs: passNeeds({ plan: made.plan, scanners: made.scanners, rules: made.rules }),
    fleet: made.scanners.map(({ id, capacity }) => ({ id, count: fleet.get(id) ?? 0, capacity })),
  });

/** Machines of some kinds of light that a capacity needs. */
const machines = (made: MadeWafer, capacity: number, of: (light: string) => boolean): number =>
  scannersFor({ flow: made.flow, scanners: made.scanners, demand: { starts: quantity(capacity, 'wafer/month') } }).reduce(
    (sum, { needed }, index) => sum + (of(made.scanners[index]?.lithography ?? '') ? needed : 0),
    0,
  );

/** Quantiles of the finite values of a column. */
const spread = (column: Float64Array, central: number): Spread => {
  const sorted = column.filter(Number.isFinite).sort();
  const at = (share: number): number => {
    if (sorted.length === 0) return central;
    const place = (sorted.length - 1) * share;
    const low = sorted[Math.floor(place)] as number;
    const high = sorted[Math.ceil(place)] as number;
    return low + (place - Math.floor(place)) * (high - low);
  };
  return { central, p5: at(0.05), p10: at(0.1), p50: at(0.5), p90: at(0.9), p95: at(0.95) };
};

interface Drawn {
  readonly model: WaferModel;
  readonly central: ReturnType<WaferModel['evaluate']>;
  readonly readings: readonly Reading[];
  readonly columns: readonly Float64Array[];
  readonly stepColumns: readonly Float64Array[];
  readonly toolColumns: readonly Float64Array[];
  readonly agreed: ReadonlyMap<string, number>;
  readonly feasible: number;
}

const key = (layer: { readonly technique: string; readonly lithography: string; readonly splits: number; readonly cuts: number }): string =>
  `${layer.technique} ${layer.lithography} ${layer.splits} ${layer.cuts}`;

/**
 * Load of the fab, and the layers that a fleet exposes with EUV: as many as give most wafers, for a few EUV machines
 * given too many layers would hold back all others.
 */
const atOf = ({ load }: WaferQuestion, model: WaferModel, fleet: Fleet | undefined): WaferAt => {
  const at: WaferAt = load === undefined ? {} : { load };
  const free = fleet === undefined ? undefined : model.evaluate(model.medians, at);
  if (fleet === undefined || !free?.feasible || free.flow.euvLayers === 0) return at;
  let best: WaferAt = at;
  let most = capacityOf(free, fleet).starts as number;
  for (let euvLayers = 0; euvLayers < free.flow.euvLayers; euvLayers++) {
    const made = model.evaluate(model.medians, { ...at, euvLayers });
    const starts = made.feasible ? capacityOf(made, fleet).starts : 0;
    if (starts > most) {
      most = starts;
      best = { ...at, euvLayers };
    }
  }
  return best;
};

/** Evaluates a model on all draws. */
const draw = (model: WaferModel, question: WaferQuestion, { good, fleet }: Pick<Prepared, 'good' | 'fleet'>): Drawn => {
  const { samples, seed, capacity } = question;
  const at = atOf(question, model, fleet);
  const places = new Map(model.parameters.map(({ path }, index) => [path, index]));
  let values: ArrayLike<number> = model.medians;
  const price = (tool: string): number => {
    const own = places.get(`${tool}#price`);
    const light = model.tools.find(({ id }) => id === tool)?.attributes['lithography'] ?? '';
    return values[own ?? places.get(`${light}#price`) ?? -1] ?? 0;
  };
  const all = readings({ capacity, fleet, good, price });
  const central = model.evaluate(model.medians, at);
  const plan = central.feasible ? new Map(central.plan.layers.map((layer) => [layer.layer.id, key(layer)])) : new Map<string, string>();
  const column = (): Float64Array => new Float64Array(samples).fill(Number.NaN);
  const columns = all.map(column);
  const stepColumns = stepReadings.map(column);
  const toolColumns = model.tools.map(column);
  const agreed = new Map<string, number>();
  const sampler = createSampler({ seed, parameters: model.parameters });
  const drawn = new Float64Array(model.parameters.length);
  values = drawn;
  let feasible = 0;
  for (let sample = 0; sample < samples; sample++) {
    sampler.fill(sample, drawn);
    const made = model.evaluate(drawn, at);
    if (!made.feasible) continue;
    feasible++;
    for (const [index, { read }] of all.entries()) (columns[index] as Float64Array)[sample] = read(made) ?? Number.NaN;
    for (const [index, { read }] of stepReadings.entries()) (stepColumns[index] as Float64Array)[sample] = read(made) ?? Number.NaN;
    if (capacity !== undefined) {
      const needs = scannersFor({ flow: made.flow, scanners: made.scanners, demand: { starts: quantity(capacity, 'wafer/month') } });
      for (const [index, { needed }] of needs.entries()) (toolColumns[index] as Float64Array)[sample] = needed;
    }
    for (const layer of made.plan.layers) {
      if (plan.get(layer.layer.id) === key(layer)) agreed.set(layer.layer.id, (agreed.get(layer.layer.id) ?? 0) + 1);
    }
  }
  values = model.medians;
  return {
    model,
    central,
    readings: all,
    columns,
    stepColumns,
    toolColumns,
    agreed,
    feasible: samples === 0 ? Number(central.feasible) : feasible / samples,
  };
};

const variantOf = (drawn: Drawn, question: WaferQuestion): WaferVariant => {
  const { model, central } = drawn;
  const made = central.feasible ? central : undefined;
  const figure = ({ id, unit, percent, read }: Reading, column: Float64Array): WaferFigure | undefined => {
    const value = made === undefined ? undefined : read(made);
    return value === undefined ? undefined : { id, unit, ...(percent ? { percent } : {}), ...spread(column, value) };
  };
  const figures = drawn.readings.flatMap((reading, index) => figure(reading, drawn.columns[index] as Float64Array) ?? []);
  const stepFigures = stepReadings.flatMap((reading, index) => figure(reading, drawn.stepColumns[index] as Float64Array) ?? []);
  const { capacity } = question;
  const needs =
    made && capacity !== undefined
      ? scannersFor({ flow: made.flow, scanners: made.scanners, demand: { starts: quantity(capacity, 'wafer/month') } })
      : [];
  return {
    tools: model.tools.map(({ id }) => id),
    feasible: drawn.feasible,
    ...(central.feasible
      ? {}
      : { binding: { layer: central.binding, pitch: central.pitch, ...(central.floor === undefined ? {} : { floor: central.floor }) } }),
    layers: (made?.plan.layers ?? []).map((layer): WaferLayer => {
      const { next } = layer;
      return {
        id: layer.layer.id,
        pitch: layer.layer.pitch,
        count: layer.layer.count,
        technique: layer.technique,
        lithography: layer.lithography,
        splits: layer.splits,
        cuts: layer.cuts,
        ...(layer.cutLithography === undefined ? {} : { cutLithography: layer.cutLithography }),
        cost: layer.cost * layer.layer.count,
        reason: layer.reason,
        ...(next === undefined
          ? {}
          : {
              next: {
                technique: next.technique,
                lithography: next.lithography,
                splits: next.splits,
                cuts: next.cuts,
                ratio: next.cost / layer.cost,
              },
            }),
        agreed:
          drawn.feasible === 0 || question.samples === 0
            ? 1
            : (drawn.agreed.get(layer.layer.id) ?? 0) / (drawn.feasible * question.samples),
      };
    }),
    steps: stepFigures,
    figures,
    scanners: needs.flatMap(({ id, needed }, index) =>
      needed === 0 ? [] : [{ id: 'scanners', tool: id, unit: '1' as const, ...spread(drawn.toolColumns[index] as Float64Array, needed) }],
    ),
  };
};

/** Figures compared as a ratio less one, and those compared as a difference. */
const ratios = ['cost', 'costPerWaferOut', 'patterning', 'defectDensity', 'energy', 'cycleTime', 'costPerGoodDie', 'scannerCapital'];
const differences = [
  'cost',
  'costPerWaferOut',
  'masks',
  'immersionExposures',
  'euvExposures',
  'cycleTime',
  'costPerGoodDie',
  'immersionScanners',
  'euvScanners',
];

const ratioColumn = (own: Float64Array, other: Float64Array): Float64Array =>
  own.map((value, index) => (other[index] as number) / value - 1);
const differenceColumn = (own: Float64Array, other: Float64Array): Float64Array =>
  own.map((value, index) => (other[index] as number) - value);

/** Whose drivers are ranked: figures of the process, and differences to the other. */
const headline = ['costPerWaferOut', 'fleetCapacity', 'immersionScanners', 'cycleTime'];
const headlineDifferences = ['costPerWaferOut', 'costPerGoodDie'];
const mostDrivers = 6;
/** Below this share of the variance an input is not told from chance. */
const leastShare = 0.02;

interface Prepared {
  readonly node: Thing;
  readonly own: WaferModel;
  readonly other: WaferModel | undefined;
  readonly die: PlacedDie | undefined;
  readonly fleet: Fleet | undefined;
  /** Good dies of a wafer; undefined where no die is asked for. */
  readonly good: (made: MadeWafer) => number | undefined;
}

/** The processes that a question compares. */
const prepare = (question: WaferQuestion): Checked<Prepared> => {
  const { catalog } = question;
  const node = catalog.get(question.node, 'node');
  if (node === undefined) {
    const near = catalog.suggest(question.node, 'node');
    const issue: Issue = {
      code: 'scenario/unknown-id',
      path: 'node',
      received: question.node,
      ...(near === undefined ? {} : { expected: near, hint: 'hint/did-you-mean' }),
    };
    return { ok: false, issues: [issue] };
  }
  const compared = question.without !== undefined || question.only !== undefined || question.until !== undefined;
  const common = {
    catalog,
    node,
    ...(question.date === undefined ? {} : { date: question.date }),
    ...(question.state === undefined ? {} : { state: question.state }),
    ...(question.asOf === undefined ? {} : { asOf: question.asOf }),
  };
  // A process that never had what is taken away is compared with one that has it.
  const lacks = (question.without ?? []).filter((word) => finest.has(word.toLowerCase()));
  const fleet = question.fleet === undefined ? undefined : fleetOf(question.fleet, catalog);
  const own = waferModel({
    ...common,
    tools: question.fleet !== undefined ? { exactly: question.fleet.map(({ tool }) => tool) } : lacks.length > 0 ? { add: lacks } : {},
  });
  if (!own.ok) return own;
  const choice: ToolChoice = {
    ...(question.without === undefined ? {} : { without: question.without }),
    ...(question.only === undefined ? {} : { only: question.only }),
    ...(question.until === undefined ? {} : { until: question.until }),
  };
  const other = compared ? waferModel({ ...common, tools: choice }) : undefined;
  if (other !== undefined && !other.ok) return other;
  const die = question.die === undefined ? undefined : placeDie(question.die, catalog);
  const clustering = quantity(clusteringOf(node, catalog), '1');
  const good = ({ defectDensity }: MadeWafer): number | undefined =>
    die && die.perWafer * negativeBinomialYield({ area: quantity(die.area, 'mm2'), defectDensity, clustering });
  return { ok: true, value: { node, own: own.value, other: other?.value, die, fleet, good } };
};

/** Machines of one tool may be named twice. */
const fleetOf = (named: NonNullable<WaferQuestion['fleet']>, catalog: Catalog): Fleet => {
  const fleet = new Map<string, number>();
  for (const { tool, count } of named) {
    const id = catalog.get(tool, 'tool')?.id ?? tool;
    fleet.set(id, (fleet.get(id) ?? 0) + count);
  }
  return fleet;
};

/** Words for light that a process may never have had. */
const finest: ReadonlySet<string> = new Set(['euv', 'low-na', 'high-na', 'euv0.55', 'euv-high-na']);

/** The parameters of two processes, each once. */
const together = (own: WaferModel, other: WaferModel): readonly WaferParameter[] => [
  ...new Map([...own.parameters, ...other.parameters].map((each) => [each.path, each])).values(),
];

/**
 * What a wafer of a process takes, and what changes when tools are taken away: figures with intervals, how each layer is
 * patterned and why, machines for a capacity, and what drives the answers.
 *
 * @param question process, tools taken away, capacity, die, samples
 * @returns the answer, or what is unknown
 */
export const answerWafer = (question: WaferQuestion): Checked<WaferAnswer> => {
  const prepared = prepare(question);
  if (!prepared.ok) return prepared;
  const { node, own, other, die, fleet } = prepared.value;
  const first = draw(own, question, prepared.value);
  const second = other && draw(other, question, prepared.value);
  const held = fleet === undefined || !first.central.feasible ? undefined : capacityOf(first.central, fleet);
  const compare = second === undefined ? [] : differencesOf(first, second);
  return {
    ok: true,
    value: {
      schema: 'chokepoint/wafer/1',
      node: node.id,
      catalog: question.catalog.digest,
      samples: question.samples,
      seed: question.seed,
      ...(question.capacity === undefined ? {} : { capacity: question.capacity }),
      ...(die === undefined || question.die === undefined ? {} : { die: { ...question.die, perWafer: die.perWafer } }),
      ...(held === undefined ? {} : { fleet: { layers: held.binding, machines: held.machines } }),
      own: variantOf(first, question),
      ...(second === undefined ? {} : { other: variantOf(second, question) }),
      differences: compare.map(({ column: _, ...figure }) => figure),
      drivers: question.samples < fewestForDrivers ? [] : driversOf(first, second, compare, question),
      inputs: (other === undefined ? own.parameters : together(own, other)).map(inputOf),
    },
  };
};

/** So few draws tell no input from chance. */
const fewestForDrivers = 200;

/** How a figure came about. */
export interface WaferWhy {
  readonly figure: WaferFigure;
  readonly parts: readonly WaferFigure[];
  readonly inputs: readonly WaferWhyInput[];
}

/** What figures are made of, where that is other figures. Costs of steps are the parts of the cost. */
const partsOf: Readonly<Record<string, readonly string[]>> = {
  costPerWaferOut: ['cost', 'lineYield', 'overlayYield'],
  patterningShare: ['patterning', 'cost'],
  lithographyShare: ['cost'],
  defectDensity: ['immersionExposures', 'euvExposures', 'masks'],
  lineYield: ['masks'],
  cycleTime: ['masks', 'immersionExposures', 'euvExposures', 'xFactor'],
  energy: ['masks', 'immersionExposures', 'euvExposures'],
  emissions: ['energy'],
  euvShare: ['energy', 'euvExposures'],
  maskSet: ['masks', 'immersionExposures', 'euvExposures'],
  goodDies: ['defectDensity'],
  costPerGoodDie: ['costPerWaferOut', 'goodDies'],
  immersionScanners: ['immersionExposures'],
  euvScanners: ['euvExposures'],
  dryScanners: ['masks', 'immersionExposures', 'euvExposures'],
  scannerCapital: ['immersionScanners', 'euvScanners', 'dryScanners'],
};

/**
 * How one figure of a wafer came about: its parts, and every input that it rests on with what it does to it.
 *
 * @param question the question of `answerWafer`, with the figure; a figure that ends in `.ratio` is the change from the
 *   first process to the other
 * @returns the derivation, or what is unknown
 */
export const whyWafer = (question: WaferQuestion & { readonly figure: string }): Checked<WaferWhy> => {
  const prepared = prepare(question);
  if (!prepared.ok) return prepared;
  const { own, other, good, fleet } = prepared.value;
  const answer = answerWafer(question);
  if (!answer.ok) return answer;
  const { value } = answer;
  const shown = value.other ?? value.own;
  const figure = [...shown.figures, ...value.differences.filter(({ id }) => id.endsWith('.ratio'))].find(
    ({ id }) => id === question.figure,
  );
  if (figure === undefined) {
    const known = [...shown.figures, ...value.differences].map(({ id }) => id);
    const issue: Issue = { code: 'cli/unknown-figure', path: '', received: question.figure, expected: [...new Set(known)].join(', ') };
    return { ok: false, issues: [issue] };
  }
  const ratio = figure.id.endsWith('.ratio');
  const id = ratio ? figure.id.slice(0, -'.ratio'.length) : figure.id;
  const at = atOf(question, other ?? own, fleet);
  const parameters = other === undefined ? own.parameters : ratio ? together(own, other) : other.parameters;
  const places = new Map(parameters.map(({ path }, index) => [path, index]));
  const reader = (model: WaferModel): ((values: Float64Array) => number | undefined) => {
    const from = model.parameters.map(({ path }) => places.get(path) ?? 0);
    const inner = new Float64Array(from.length);
    const priceOf = (tool: string): number => {
      const light = model.tools.find((each) => each.id === tool)?.attributes['lithography'] ?? '';
      const place = model.parameters.findIndex(({ path }) => path === `${tool}#price`);
      const general = model.parameters.findIndex(({ path }) => path === `${light}#price`);
      return inner[place < 0 ? general : place] ?? 0;
    };
    const reading = readings({ capacity: question.capacity, fleet, good, price: priceOf }).find((each) => each.id === id);
    return (values) => {
      for (const [index, place] of from.entries()) inner[index] = values[place] as number;
      const made = model.evaluate(inner, at);
      return made.feasible ? reading?.read(made) : undefined;
    };
  };
  const first = reader(own);
  const second = other === undefined ? first : reader(other);
  const read = (values: Float64Array): number | undefined => {
    const b = second(values);
    if (!ratio) return b;
    const a = first(values);
    return a === undefined || b === undefined ? undefined : b / a - 1;
  };
  const medians = parameters.map(({ distribution }) => median(distribution));
  const pick = (variant: WaferVariant): readonly WaferFigure[] => {
    if (id === 'cost' || id === 'patterning') return variant.steps;
    return (partsOf[id] ?? []).flatMap((part) => variant.figures.find((each) => each.id === part) ?? []);
  };
  const same = (variant: WaferVariant): readonly WaferFigure[] => variant.figures.filter((each) => each.id === id);
  const parts = ratio && value.other !== undefined ? [...same(value.own), ...same(value.other)] : pick(shown);
  return { ok: true, value: { figure, parts, inputs: movingInputs({ parameters, medians, read }) } };
};

interface Compared extends WaferFigure {
  readonly column: Float64Array;
}

const differencesOf = (own: Drawn, other: Drawn): readonly Compared[] => {
  if (!own.central.feasible || !other.central.feasible) return [];
  const a = own.central;
  const b = other.central;
  const compare = (ids: readonly string[], relative: boolean): readonly Compared[] =>
    ids.flatMap((id) => {
      const index = own.readings.findIndex((reading) => reading.id === id);
      const reading = own.readings[index];
      const one = reading?.read(a);
      const two = other.readings[index]?.read(b);
      if (reading === undefined || one === undefined || two === undefined) return [];
      const columns = [own.columns[index] as Float64Array, other.columns[index] as Float64Array] as const;
      const column = relative ? ratioColumn(...columns) : differenceColumn(...columns);
      const central = relative ? two / one - 1 : two - one;
      return [
        {
          id: relative ? `${id}.ratio` : id,
          unit: relative ? ('1' as const) : reading.unit,
          ...(relative ? { percent: true as const } : {}),
          ...spread(column, central),
          column,
        },
      ];
    });
  return [...compare(ratios, true), ...compare(differences, false)];
};

const driversOf = (own: Drawn, other: Drawn | undefined, compare: readonly Compared[], question: WaferQuestion): WaferAnswer['drivers'] => {
  const rank = (model: WaferModel, column: Float64Array): readonly WaferDriver[] => {
    const uncertain = model.parameters.filter(({ distribution }) => distribution.kind !== 'point');
    const sampler = createSampler({ seed: question.seed, parameters: uncertain });
    const values = new Float64Array(question.samples);
    return uncertain
      .map((parameter, index): WaferDriver => {
        sampler.column(index, 0, values);
        return { fact: parameter.path, grade: parameter.selected.grade, share: firstOrder(values, column) };
      })
      .filter(({ share }) => share >= leastShare)
      .sort((a, b) => b.share - a.share)
      .slice(0, mostDrivers);
  };
  const ofFigures = (drawn: Drawn, of: 'own' | 'other'): WaferAnswer['drivers'] =>
    (question.drivers ?? headline).flatMap((figure) => {
      const index = drawn.readings.findIndex(({ id }) => id === figure);
      return index < 0 || !drawn.central.feasible ? [] : [{ figure, of, ranking: rank(drawn.model, drawn.columns[index] as Float64Array) }];
    });
  if (other === undefined) return ofFigures(own, 'own');
  const both = { ...own.model, parameters: together(own.model, other.model) };
  return [
    ...headlineDifferences.flatMap((id) => {
      const found = compare.find((each) => each.id === `${id}.ratio`);
      return found === undefined ? [] : [{ figure: found.id, of: 'difference' as const, ranking: rank(both, found.column) }];
    }),
    ...ofFigures(other, 'other'),
  ];
};

const inputOf = ({ path, thing, unit, distribution, selected }: WaferParameter): WaferInput => ({
  fact: path,
  thing: thing.id,
  unit,
  value: median(distribution),
  distribution,
  grade: selected.grade,
  sources: sourcesOf(selected),
});

interface PlacedDie {
  readonly perWafer: number;
  readonly area: number;
}

const placeDie = ({ width, height }: { readonly width: number; readonly height: number }, catalog: Catalog): PlacedDie => {
  const { perWafer } = bestPlacement({
    width: quantity(width, 'mm'),
    height: quantity(height, 'mm'),
    street: quantity(statedParameter(catalog, 'scribe-street', 'length'), 'mm'),
    diameter: quantity(statedParameter(catalog, 'wafer-diameter', 'length'), 'mm'),
    edgeExclusion: quantity(statedParameter(catalog, 'edge-exclusion', 'length'), 'mm'),
  });
  return { perWafer, area: width * height };
};

const clusteringOf = (node: Thing, catalog: Catalog): number => {
  const own = catalog.select(node, 'clustering');
  return own === undefined ? statedParameter(catalog, 'defect-clustering') : median(own.value);
};
