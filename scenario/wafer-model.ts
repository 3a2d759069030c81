import { type Catalog, programParameters, type Selected, type Thing } from '#catalog';
import { actFactors, waferCarbon } from '#package';
import { type Distribution, type Issue, type Quantity, quantity, scaleDistribution, type UnitId } from '#quantity';
import { median } from '#uncertainty';
import {
  type CycleTime,
  cycleTime,
  defectDensity,
  type ExposureCost,
  exposureCost,
  isEuv,
  type Layer,
  type LayerShape,
  type Lithography,
  lineYield,
  lithographies,
  type MaskSetCost,
  type ModuleId,
  type ModuleSteps,
  maskSetCost,
  moduleCost,
  modules,
  type PatterningPlan,
  type PatterningRules,
  planPatterning,
  type Scanner,
  type StepCosts,
  type WaferCost,
  type WaferEnergy,
  type WaferFlow,
  waferCost,
  waferEnergy,
  waferFlow,
} from '#wafer';
import { dollarFactor } from './money.ts';
import { type ToolChoice, waferTools } from './wafer-tools.ts';

/** One constant of the catalogue that the wafer floor takes: what is drawn, and what it rests on. */
export interface WaferParameter {
  /** `tool/nxt-2000i#throughput`: also the key of its draws. */
  readonly path: string;
  readonly thing: Thing;
  readonly fact: string;
  readonly unit: UnitId;
  readonly distribution: Distribution;
  /** Hard range: no draw lies outside. */
  readonly low: number;
  readonly high: number;
  readonly selected: Selected;
}

export interface WaferModelInput {
  readonly catalog: Catalog;
  /** The process. */
  readonly node: Thing;
  readonly tools?: ToolChoice;
  /** YYYY or YYYY-MM, of which tools are the newest and the learning curve is read; today's process if left out. */
  readonly date?: string;
  /** Mature, or on its learning curve at the date. */
  readonly state?: 'mature' | 'ramp';
  /** Facts published later are not known. */
  readonly asOf?: string;
  /** Takes the electricity of a mask from the general constant although a figure of the process is known. */
  readonly generalEnergy?: true;
}

/** A process with its scanners, as a function of the constants of the catalogue. */
export interface WaferModel {
  readonly node: Thing;
  readonly tools: readonly Thing[];
  /** In the order in which `evaluate` takes their values. */
  readonly parameters: readonly WaferParameter[];
  readonly medians: Float64Array;
  readonly evaluate: (values: ArrayLike<number>, at?: WaferAt) => WaferResult;
}

export interface WaferAt {
  /** Load of the fab, 0 to below 1; the usual one if left out. */
  readonly load?: number;
  /** Most layers exposed with EUV, below what the process is designed for. */
  readonly euvLayers?: number;
}

/** What making one wafer takes. */
export interface MadeWafer {
  readonly feasible: true;
  readonly plan: Extract<PatterningPlan, { readonly feasible: true }>;
  readonly flow: WaferFlow;
  readonly scanners: readonly Scanner[];
  readonly exposures: readonly ExposureCost[];
  /** What one step costs. */
  readonly steps: StepCosts;
  readonly rules: PatterningRules;
  /** Share of passes made again for other causes than overlay. */
  readonly rework: number;
  /** Of a started wafer. */
  readonly cost: WaferCost;
  /** Share of started wafers that comes out: line and overlay. */
  readonly lineYield: Quantity<'1'>;
  readonly overlayYield: Quantity<'1'>;
  /** Cost of started wafers for one that comes out. */
  readonly costPerWaferOut: Quantity<'USD/wafer'>;
  readonly defectDensity: Quantity<'/cm2'>;
  readonly energy: WaferEnergy;
  /** Of electricity, process gases and materials; undefined where the grid is not known. */
  readonly emissions: Quantity<'gCO2'> | undefined;
  readonly maskSet: MaskSetCost;
  readonly cycle: CycleTime;
}

export type WaferResult = MadeWafer | Extract<PatterningPlan, { readonly feasible: false }>;

/** Shares of a whole, and ratios that cannot fall below one. */
const shares: ReadonlySet<string> = new Set([
  'parameter/line-yield-per-mask#value',
  'parameter/overlay-caught#value',
  'parameter/scanner-draw#value',
]);
const factors: ReadonlySet<string> = new Set([
  'parameter/wire-pitch-factor#value',
  'parameter/hole-pitch-factor#value',
  'parameter/split-exponent#value',
  'parameter/defect-start-factor#value',
]);

/** Physical range of a constant; all are amounts, none of which can be negative. */
const rangeOf = (path: string): { readonly low: number; readonly high: number } => ({
  low: factors.has(path) ? 1 : 0,
  high: shares.has(path) || path.endsWith('#efficiency') ? 1 : path === 'parameter/usual-fab-load#value' ? highestLoad : Number.MAX_VALUE,
});

/** A fab at full load never ends a wafer. */
const highestLoad = 0.99;

type Read = (values: ArrayLike<number>) => number;

/** Where a node states a pitch of its own, it holds for these entries of the list of layers. */
const ownPitches: Readonly<Record<string, readonly string[]>> = {
  finPitch: ['fin'],
  contactedPolyPitch: ['gate', 'contact', 'gateContact'],
  m2Pitch: ['m2'],
};

interface LayerEntry {
  readonly name: string;
  readonly shape: LayerShape;
  readonly module: ModuleId;
  /** Fact with the number of layers; one where there is none. */
  readonly count?: string;
}

/** The entries of a list of layers, from the ground up. */
const entries: readonly LayerEntry[] = [
  { name: 'active', shape: 'wires', module: 'active' },
  { name: 'fin', shape: 'lines', module: 'active' },
  { name: 'finCut', shape: 'holes', module: 'cut', count: 'finCuts' },
  { name: 'gate', shape: 'lines', module: 'gate' },
  { name: 'gateCut', shape: 'holes', module: 'cut', count: 'gateCuts' },
  { name: 'contact', shape: 'holes', module: 'contact', count: 'contacts' },
  { name: 'gateContact', shape: 'holes', module: 'contact', count: 'gateContacts' },
  { name: 'm0', shape: 'wires', module: 'metal' },
  { name: 'm1', shape: 'wires', module: 'metal' },
  { name: 'm2', shape: 'wires', module: 'metal' },
  { name: 'm3', shape: 'wires', module: 'metal' },
  { name: 'm4', shape: 'wires', module: 'metal' },
  { name: 'intermediate', shape: 'wires', module: 'metal', count: 'intermediateMetals' },
  { name: 'semiGlobal', shape: 'wires', module: 'metal', count: 'semiGlobalMetals' },
  { name: 'global', shape: 'wires', module: 'metal', count: 'globalMetals' },
  { name: 'memory', shape: 'holes', module: 'memory', count: 'memoryLayers' },
  { name: 'implant', shape: 'areas', module: 'implant', count: 'implants' },
  { name: 'block', shape: 'areas', module: 'block', count: 'blocks' },
  { name: 'pad', shape: 'areas', module: 'pad', count: 'pads' },
];

interface LayerReader {
  readonly entry: LayerEntry;
  readonly pitch: Read;
  readonly count: Read;
}

const one: Read = () => 1;

/**
 * The wafer floor for a process of the catalogue: every constant that it takes, and a function from their values to
 * what making a wafer takes.
 *
 * @param input catalogue, process, tools that are taken away or added, date
 * @returns the model, or what is missing or unknown
 */
export const waferModel = (
  input: WaferModelInput,
): { readonly ok: true; readonly value: WaferModel } | { readonly ok: false; readonly issues: readonly Issue[] } => {
  const { catalog, node } = input;
  const issues: Issue[] = [];
  const parameters: WaferParameter[] = [];
  const places = new Map<string, number>();
  const date = input.date ?? input.asOf ?? '9999';

  const tryRead = (thing: Thing | undefined, fact: string): Read | undefined => {
    if (thing === undefined) return undefined;
    const path = `${thing.id}#${fact}`;
    let place = places.get(path);
    if (place === undefined) {
      const selected = catalog.select(thing, fact, input.asOf === undefined ? {} : { asOf: input.asOf, orFirstAfter: true });
      if (selected === undefined) return undefined;
      place = parameters.length;
      places.set(path, place);
      const dollars = dollarFactor(selected, catalog, input.date ?? input.asOf);
      if (!dollars.ok) issues.push(...dollars.issues.map((issue) => ({ ...issue, file: thing.file, path })));
      const distribution = dollars.ok ? scaleDistribution(selected.value, dollars.value.factor) : selected.value;
      parameters.push({ path, thing, fact, unit: selected.unit, distribution, ...rangeOf(path), selected });
    }
    const index = place;
    return (values) => values[index] as number;
  };
  const read = (id: string, fact: string): Read => {
    const found = tryRead(catalog.get(id), fact);
    if (found !== undefined) return found;
    issues.push({ code: 'scenario/no-such-fact', path: `${id}#${fact}`, received: id, expected: fact });
    return () => Number.NaN;
  };
  const constant = (name: string, fact = 'value'): Read => read(`parameter/${name}`, fact);
  /** What is known of a tool, unless its kind of light is known better: an assumption gives way to what was read. */
  const ownOr = (tool: Thing, general: string, fact: string): Read => {
    const select = (thing: Thing | undefined): Selected | undefined =>
      thing && catalog.select(thing, fact, input.asOf === undefined ? {} : { asOf: input.asOf, orFirstAfter: true });
    const [own, other] = [select(tool), select(catalog.get(general))];
    return own !== undefined && (other === undefined || own.grade <= other.grade) ? read(tool.id, fact) : read(general, fact);
  };

  const flow = catalog.get(node.attributes['flow'] ?? '', 'flow');
  if (flow === undefined) {
    issues.push({ code: 'scenario/no-layers', path: 'node', received: node.id });
    return { ok: false, issues };
  }
  const tools = waferTools(node, input.tools ?? {}, catalog, date, issues);

  // Layers: the list of the process, with what the node itself says of its pitches.
  const overriding = new Map<string, Read>();
  for (const [fact, names] of Object.entries(ownPitches)) {
    const own = tryRead(node, fact);
    if (own !== undefined) for (const name of names) overriding.set(name, own);
  }
  const metalNames = ['m0', 'm1', 'm2', 'm3', 'm4'];
  const pitchOf = (name: string): number => {
    const fact = flow.facts[`${name}Pitch`]?.[0];
    return fact === undefined ? Number.POSITIVE_INFINITY : median(fact.value);
  };
  const tightest = Math.min(...metalNames.map(pitchOf));
  const minimum = tryRead(node, 'minimumMetalPitch');
  if (minimum !== undefined)
    for (const name of metalNames) if (pitchOf(name) === tightest && !overriding.has(name)) overriding.set(name, minimum);
  const layerReaders: LayerReader[] = [];
  for (const entry of entries) {
    const listed = flow.facts[`${entry.name}Pitch`] === undefined ? undefined : tryRead(flow, `${entry.name}Pitch`);
    if (listed === undefined) continue;
    const count = entry.count === undefined ? one : (tryRead(flow, entry.count) ?? one);
    layerReaders.push({ entry, pitch: overriding.get(entry.name) ?? listed, count });
  }
  const limit = tryRead(node, 'euvLayerLimit');

  // Scanners.
  const lights = lithographies.filter((light) => tools.some((tool) => tool.attributes['lithography'] === `lithography/${light}`));
  const lightReaders = new Map(
    lights.map((light) => [
      light,
      {
        efficiency: read(`lithography/${light}`, 'efficiency'),
        trackPrice: read(`lithography/${light}`, 'trackPrice'),
        resist: read(`lithography/${light}`, 'resist'),
        k1: read(`lithography/${light}`, 'k1'),
        timePerMask: read(`lithography/${light}`, 'timePerMask'),
      },
    ]),
  );
  const perExposure = lithographies.map((light) => read(`lithography/${light}`, 'defectsPerExposure'));
  const maskPrices = lithographies.map((light) => read(`lithography/${light}`, 'maskPrice'));
  const toolReaders = tools.map((tool) => {
    const light = (tool.attributes['lithography'] ?? '').replace('lithography/', '') as Lithography;
    const general = `lithography/${light}`;
    return {
      id: tool.id,
      light,
      resolution: tryRead(tool, 'resolution'),
      wavelength: read(tool.id, 'wavelength'),
      aperture: read(tool.id, 'numericalAperture'),
      throughput: read(tool.id, 'throughput'),
      overlay: ownOr(tool, general, 'overlay'),
      price: ownOr(tool, general, 'price'),
      power: ownOr(tool, general, 'power'),
    };
  });

  const life = constant('scanner-life', 'years');
  const maintenance = constant('tool-maintenance', 'rate');
  const overhead = constant('tool-overhead');
  const electricity = constant('fab-electricity-price', 'perKwh');
  const draw = constant('scanner-draw');
  const rules = {
    wireFactor: constant('wire-pitch-factor'),
    holeFactor: constant('hole-pitch-factor'),
    splitExponent: constant('split-exponent'),
    cutRatio: constant('cut-distance-ratio'),
    mostSplits: constant('most-splits'),
    splitTolerance: constant('overlay-tolerance-split'),
    cutTolerance: constant('overlay-tolerance-cut'),
    rework: constant('exposure-rework'),
    caught: constant('overlay-caught'),
  };
  const steps = {
    etch: constant('cost-etch', 'perWafer'),
    spacer: constant('cost-spacer', 'perWafer'),
    clean: constant('cost-clean', 'perWafer'),
    metrology: constant('cost-metrology', 'perWafer'),
    deposition: constant('cost-deposition', 'perWafer'),
    polish: constant('cost-polish', 'perWafer'),
    implant: constant('cost-implant', 'perWafer'),
    substrate: constant('cost-substrate', 'perWafer'),
    flat: constant('cost-flat', 'perWafer'),
  };
  const used = [...new Set([...layerReaders.map(({ entry }) => entry.module), 'via' as const])];
  const moduleReaders = used.map((id) => ({
    id,
    depositions: read(`module/${id}`, 'depositions'),
    polishes: read(`module/${id}`, 'polishes'),
    implants: read(`module/${id}`, 'implants'),
    cleans: read(`module/${id}`, 'cleans'),
  }));
  const perMaskYield = constant('line-yield-per-mask');
  const defectBase = constant('defect-base', 'perArea');
  const defectFactor = tryRead(node, 'defectFactor') ?? one;
  const learning = { start: constant('defect-start-factor'), time: constant('defect-learning-time', 'months') };
  const usualLoad = constant('usual-fab-load');
  const usualWaiting = constant('usual-waiting');
  const energyPerMask = ownEnergyPerMask(input, tryRead) ?? constant('energy-per-mask', 'energyPerWafer');
  const support = constant('energy-support');
  const carbon = tryRead(catalog.get(node.attributes['region'] ?? '', 'region'), 'carbonIntensity');
  const diameter = quantity(constant('wafer-diameter', 'length')([...parameters.map(({ distribution }) => median(distribution))]), 'mm');
  const gases = gasesOf(input);
  if (issues.length > 0) return { ok: false, issues };

  const age = monthsBetween(node.attributes['volumeStart'], date);
  const none: ModuleSteps = {
    depositions: quantity(0, '1'),
    polishes: quantity(0, '1'),
    implants: quantity(0, '1'),
    cleans: quantity(0, '1'),
  };
  const medians = Float64Array.from(parameters, ({ distribution }) => median(distribution));

  const evaluate = (values: ArrayLike<number>, at: WaferAt = {}): WaferResult => {
    const layers = layersFrom(layerReaders, values);
    const exposures = toolReaders.map((tool) => {
      const light = lightReaders.get(tool.light);
      if (light === undefined) throw new RangeError(`no constants of ${tool.light}`);
      return exposureCost({
        price: quantity(tool.price(values), 'USD'),
        trackPrice: quantity(light.trackPrice(values), 'USD'),
        life: quantity(life(values), 'yr'),
        maintenance: quantity(maintenance(values), '1/yr'),
        overhead: quantity(overhead(values), '1'),
        throughput: quantity(tool.throughput(values), 'wafer/h'),
        efficiency: quantity(light.efficiency(values), '1'),
        power: quantity(draw(values) * tool.power(values), 'W'),
        electricityPrice: quantity(electricity(values), 'USD/kWh'),
        resist: quantity(light.resist(values), 'USD/wafer'),
      });
    });
    const scanners = toolReaders.map((tool, index): Scanner => {
      const k1 = lightReaders.get(tool.light)?.k1(values) ?? Number.NaN;
      const half = tool.resolution?.(values) ?? (k1 * tool.wavelength(values)) / tool.aperture(values);
      return {
        id: tool.id,
        lithography: tool.light,
        linePitch: quantity(2 * half, 'nm'),
        overlay: quantity(tool.overlay(values), 'nm'),
        capacity: (exposures[index] as ExposureCost).capacity,
        passCost: (exposures[index] as ExposureCost).total,
      };
    });
    const table = Object.fromEntries(modules.map((id) => [id, none])) as Record<ModuleId, ModuleSteps>;
    for (const reader of moduleReaders) {
      table[reader.id] = {
        depositions: quantity(reader.depositions(values), '1'),
        polishes: quantity(reader.polishes(values), '1'),
        implants: quantity(reader.implants(values), '1'),
        cleans: quantity(reader.cleans(values), '1'),
      };
    }
    const stepCosts = Object.fromEntries(Object.entries(steps).map(([name, reader]) => [name, reader(values)])) as unknown as StepCosts;
    const counts: Partial<Record<ModuleId, number>> = {};
    for (const layer of layers) counts[layer.module] = (counts[layer.module] ?? 0) + layer.count;
    const other = moduleCost({ flow: { modules: counts }, steps: stepCosts, modules: table }).total;
    const patternRules = Object.fromEntries(
      Object.entries(rules).map(([name, reader]) => [name, reader(values)]),
    ) as unknown as PatterningRules;
    const designed = limit === undefined ? undefined : Math.round(limit(values));
    const mostEuv = at.euvLayers === undefined ? designed : Math.min(at.euvLayers, designed ?? at.euvLayers);
    const plan = planPatterning({
      layers,
      scanners,
      rules: patternRules,
      steps: { ...stepCosts, other },
      ...(mostEuv === undefined ? {} : { limits: { euvLayers: quantity(mostEuv, 'layer') } }),
    });
    if (!plan.feasible) return plan;
    const counted = waferFlow({ plan, scanners });
    const cost = waferCost({ flow: counted, exposures, steps: stepCosts, modules: table });
    const survived = lineYield({ masks: counted.masks, perMask: quantity(perMaskYield(values), '1') });
    const byLight = <U extends UnitId>(readers: readonly Read[], unit: U, times = 1): Record<Lithography, Quantity<U>> =>
      Object.fromEntries(lithographies.map((light, index) => [light, quantity(times * (readers[index] as Read)(values), unit)])) as Record<
        Lithography,
        Quantity<U>
      >;
    const factor = defectFactor(values);
    const density = defectDensity({
      defects: { base: quantity(factor * defectBase(values), '/cm2'), perExposure: byLight(perExposure, '/cm2', factor) },
      exposures: counted.exposures,
      ...(input.state === 'ramp'
        ? {
            learning: {
              start: quantity(learning.start(values), '1'),
              time: quantity(learning.time(values), 'month'),
              age: quantity(Math.max(0, age ?? 0), 'month'),
            },
          }
        : {}),
    });
    const fine = counted.exposures.arfi + counted.exposures.euv + counted.exposures['euv-high-na'];
    const timeOf = (light: Lithography | undefined): number =>
      light === undefined ? 0 : (lightReaders.get(light)?.timePerMask(values) ?? 0);
    const usual = usualLoad(values);
    const cycle = cycleTime({
      fine: quantity(fine, 'mask'),
      dry: quantity(counted.masks - fine, 'mask'),
      perFine: quantity(timeOf(lights.findLast((light) => light === 'arfi' || isEuv(light))), 'h'),
      perDry: quantity(timeOf(lights.find((light) => light !== 'arfi' && !isEuv(light))), 'h'),
      load: quantity(at.load ?? usual, '1'),
      usualLoad: quantity(usual, '1'),
      usualWaiting: quantity(usualWaiting(values), '1'),
    });
    const energy = waferEnergy({
      flow: counted,
      scanners,
      exposures,
      perMask: { energy: quantity(energyPerMask(values), 'kWh/wafer'), support: quantity(support(values), '1') },
    });
    return {
      feasible: true,
      plan,
      flow: counted,
      scanners,
      exposures,
      steps: stepCosts,
      rules: patternRules,
      rework: patternRules.rework,
      cost,
      lineYield: survived,
      overlayYield: plan.overlayYield,
      costPerWaferOut: quantity(cost.total / (survived * plan.overlayYield), 'USD/wafer'),
      defectDensity: density,
      energy,
      emissions:
        carbon &&
        waferCarbon({
          energy: energy.total,
          carbonIntensity: quantity(carbon(values), 'gCO2/kWh'),
          // Gases go with the etches and films that masks bring; materials with the wafer.
          gas: quantity(gases.gas * (gases.masks > 0 ? counted.masks / gases.masks : 1), 'gCO2/cm2'),
          material: quantity(gases.material, 'gCO2/cm2'),
          diameter,
        }),
      maskSet: maskSetCost({ masks: counted.exposures, prices: byLight(maskPrices, 'USD') }),
      cycle,
    };
  };
  return { ok: true, value: { node, tools, parameters, medians, evaluate } };
};

/** Abatement of process gases that the tables give a figure for, between the two of which it is the mean. */
const abatement = 'GPA97';

/** Gases and materials of a wafer by the tables of ACT, for the class next to the process, and the masks for which they hold. */
const gasesOf = ({
  catalog,
  node,
  asOf,
  generalEnergy,
}: WaferModelInput): { readonly gas: number; readonly material: number; readonly masks: number } => {
  const none = { gas: 0, material: 0, masks: 0 };
  const selected = catalog.select(node, 'nodeClass');
  if (selected === undefined || generalEnergy) return none;
  const nm = median(selected.value);
  const tables = programParameters(catalog, 'program/act');
  const classes = tables.filter(({ section }) => section === 'energy').map(({ parameter }) => parameter);
  const far = (name: string): number => Math.abs(Math.log(Number.parseFloat(name) / nm));
  const nearest = classes.toSorted((a, b) => far(a) - far(b))[0];
  const factors = nearest === undefined ? undefined : actFactors({ parameters: tables, node: nearest, location: 'world', abatement });
  if (factors === undefined) return none;
  const own = waferModel({ catalog, node, ...(asOf === undefined ? {} : { asOf }), generalEnergy: true });
  const made = own.ok ? own.value.evaluate(own.value.medians) : undefined;
  return { gas: factors.gasPerArea, material: factors.materialPerArea, masks: made?.feasible ? made.flow.masks : 0 };
};

/**
 * Electricity of the steps of one mask, from what is published of a wafer of the process: less its scanners, over its masks,
 * as it is made with its own scanners. With others, masks and scanners differ and the steps of a mask do not.
 */
const ownEnergyPerMask = (
  input: WaferModelInput,
  tryRead: (thing: Thing | undefined, fact: string) => Read | undefined,
): Read | undefined => {
  const { catalog, node, asOf, generalEnergy } = input;
  const published = catalog.select(node, 'energyPerWafer', asOf === undefined ? {} : { asOf, orFirstAfter: true });
  if (generalEnergy || published === undefined || published.grade === 'D') return undefined;
  const own = waferModel({ catalog, node, ...(asOf === undefined ? {} : { asOf }), generalEnergy: true });
  const made = own.ok ? own.value.evaluate(own.value.medians) : undefined;
  if (!made?.feasible) return undefined;
  const { scanners } = made.energy;
  const { masks } = made.flow;
  const whole = tryRead(node, 'energyPerWafer');
  return whole && ((values) => Math.max(0, whole(values) - scanners) / masks);
};

/** The layers of a process with the pitches drawn: a via takes the geometric mean of the wires that it joins. */
const layersFrom = (readers: readonly LayerReader[], values: ArrayLike<number>): readonly Layer[] => {
  const layers: Layer[] = [];
  let below: number | undefined;
  const add = (id: string, shape: LayerShape, module: ModuleId, pitch: number, count: number): void => {
    layers.push({ id, shape, module, pitch: quantity(pitch, 'nm'), count: quantity(count, 'layer') });
  };
  for (const { entry, pitch, count } of readers) {
    const own = pitch(values);
    const many = count(values);
    if (many === 0) continue;
    if (entry.module === 'metal') {
      if (below !== undefined) add(`v-${entry.name}`, 'holes', 'via', Math.sqrt(below * own), 1);
      if (many > 1) add(`v-${entry.name}-s`, 'holes', 'via', own, many - 1);
      below = own;
    }
    add(entry.name, entry.shape, entry.module, own, many);
  }
  return layers;
};

/** Months from one date to another, each YYYY or YYYY-MM; the middle of a year where it has no month. */
const monthsBetween = (from: string | undefined, to: string): number | undefined => {
  if (from === undefined) return undefined;
  const months = (text: string): number => Number(text.slice(0, 4)) * 12 + (text.length >= 7 ? Number(text.slice(5, 7)) - 1 : 6);
  return months(to) - months(from);
};
