import type { ChipRates } from '#accelerator';
import { trainingConstants } from '#calibration';
import type { Catalog, Grade, Selected, Thing } from '#catalog';
import type { Network, NetworkInput } from '#cluster';
import { type Checked, type Issue, type Quantity, quantity, type UnitId } from '#quantity';
import {
  type Architecture,
  architectureOf,
  checkPlan,
  type HostLink,
  type MemoryOverhead,
  type ModelShape,
  type Plan,
  type PlanReason,
  type Software,
  type StepConstants,
} from '#run';
import { median } from '#uncertainty';
import { findAccelerator } from './find-accelerator.ts';
import { modelShape } from './model-shape.ts';
import type { WrittenPlan } from './plan-schema.ts';
import { completePlan } from './read-plan.ts';
import { generalParameter, sourcesOf } from './stated-fact.ts';
import { chipNetwork, chipRates, type MatrixShare, matrixShareOf, type TrainingChip, trainingChip } from './training-chip.ts';

/** A model that was read from a file rather than taken from the catalogue. */
export interface GivenModel {
  readonly name: string;
  readonly shape: ModelShape;
  readonly family: string;
  readonly assumedFamily: boolean;
}

/** A training step as it is asked for. */
export interface TrainingRequest {
  /** Id, alias or name of a catalogue model, or one that was read. */
  readonly model: string | GivenModel;
  /** Accelerator; that of the cluster unless given. */
  readonly chip?: string | undefined;
  readonly cluster?: string | undefined;
  /** Accelerators; all of the cluster unless given. */
  readonly count?: number | undefined;
  readonly plan: WrittenPlan;
  readonly batch?: number | undefined;
  readonly sequence?: number | undefined;
}

/** A figure that an answer rests on, and where it comes from. */
export interface TrainingInput {
  /** Id of the thing and name of the fact. */
  readonly thing: string;
  readonly fact: string;
  readonly value: number;
  readonly unit: UnitId;
  readonly grade: Grade;
  /** Ids of publications. */
  readonly sources: readonly string[];
}

/** Everything that the time and memory of a step need, with its origin. */
export interface ResolvedTraining {
  readonly model: {
    readonly id?: string;
    readonly name: string;
    readonly nameZh: string;
    readonly family?: string;
    readonly assumedFamily: boolean;
  };
  readonly architecture: Architecture;
  readonly chip: { readonly id: string; readonly name: string; readonly nameZh: string; readonly facts: TrainingChip };
  readonly cluster?: { readonly id: string; readonly name: string; readonly nameZh: string };
  readonly accelerators: number;
  /** Accelerators of a scale-up domain. */
  readonly domain: number;
  /** Accelerators of a node, which fail and straggle together. */
  readonly nodeSize: number;
  readonly plan: Plan;
  readonly reasons: readonly PlanReason[];
  readonly network: Network;
  readonly rates: ChipRates;
  readonly matrixShare: MatrixShare;
  readonly software: Software;
  readonly constants: StepConstants;
  readonly overhead: MemoryOverhead;
  /** Memory of the host and the way to it; absent where nobody published them. */
  readonly host: HostLink | undefined;
  readonly inputs: readonly TrainingInput[];
  /** Facts of the accelerator that nobody published and a prior stands for. */
  readonly assumed: readonly string[];
}

const lookUp = (catalog: Catalog, kind: 'model' | 'cluster', code: string, text: string): Checked<Thing> => {
  const thing = catalog.get(text, kind);
  if (thing !== undefined) return { ok: true, value: thing };
  const meant = catalog.suggest(text, kind);
  return {
    ok: false,
    issues: [{ code, path: '', file: `--${kind}`, received: text, ...(meant === undefined ? {} : { expected: meant }) }],
  };
};

const chipOf = (catalog: Catalog, text: string): Checked<{ readonly thing: Thing; readonly chip: TrainingChip; readonly part: number }> => {
  const exact = catalog.get(text, 'accelerator');
  const found = exact === undefined ? findAccelerator(catalog, text) : { thing: exact, part: 1 };
  const issue = (extra: Partial<Issue>): Checked<never> => ({
    ok: false,
    issues: [{ code: 'train/no-chip', path: '', file: '--chip', received: text, ...extra }],
  });
  if (found === undefined) {
    const meant = catalog.suggest(text, 'accelerator');
    return issue(meant === undefined ? {} : { expected: meant });
  }
  const chip = trainingChip(catalog, found.thing, found.part);
  if (chip !== undefined) return { ok: true, value: { thing: found.thing, chip, part: found.part } };
  const lacking = ['peakBf16', 'memory', 'memoryBandwidth'].filter((fact) => catalog.select(found.thing, fact) === undefined);
  return issue({ code: 'train/incomplete-chip', received: found.thing.id, expected: lacking.join(', ') });
};

interface Facts {
  readonly inputs: TrainingInput[];
  readonly value: (thing: Thing | undefined, fact: string) => number | undefined;
  /** A fact of a general parameter. */
  readonly general: (id: string, fact: string) => number;
}

const factsOf = (catalog: Catalog): Facts => {
  const inputs: TrainingInput[] = [];
  const taken = (thing: Thing, fact: string, selected: Selected): number => {
    const found = median(selected.value);
    const sources = sourcesOf(selected);
    inputs.push({ thing: thing.id, fact, value: found, unit: selected.unit, grade: selected.grade, sources });
    return found;
  };
  const value = (thing: Thing | undefined, fact: string): number | undefined => {
    const selected = thing && catalog.select(thing, fact);
    return thing === undefined || selected === undefined ? undefined : taken(thing, fact, selected);
  };
  const general = (id: string, fact: string): number => {
    const { thing, selected } = generalParameter(catalog, id, fact);
    return taken(thing, fact, selected);
  };
  return { inputs, value, general };
};

/** Facts of the shape of a catalogue model that an answer shows. */
const shownShape = ['layers', 'hidden', 'heads', 'kvHeads', 'ffnDense', 'experts', 'topK', 'ffnExpert', 'vocabulary', 'parameters'];
const shownChip = [
  'peakBf16',
  'peakFp8',
  'peakFp4',
  'memory',
  'memoryBandwidth',
  'scaleUpBandwidth',
  'scaleUpNeighbours',
  'scaleUpReducing',
];
/** What benchmarks found of links. */
const shownParameters = [
  ['scale-up-link', ['value', 'time', 'bytes', 'piece']],
  ['scale-out-link', ['value', 'time', 'bytes', 'piece', 'halving']],
  ['product-wave', ['value']],
] as const;
/** Facts of a number format that a plan may leave unused. */
const formatOf: Readonly<Record<string, string>> = { peakFp8: 'fp8', peakFp4: 'fp4' };

const readModel = (request: TrainingRequest, catalog: Catalog): Checked<{ readonly thing?: Thing; readonly shape: ModelShape }> => {
  if (typeof request.model !== 'string') return { ok: true, value: { shape: request.model.shape } };
  const thing = lookUp(catalog, 'model', 'train/no-model', request.model);
  if (!thing.ok) return thing;
  const shape = modelShape(thing.value, catalog, { file: thing.value.file, line: 1, column: 1 });
  return shape.ok ? { ok: true, value: { thing: thing.value, shape: shape.value } } : shape;
};

/** A plan in a number format that a chip does not have cannot be timed. */
const lacksFormat = ({ peaks }: TrainingChip, precision: Plan['precision']): boolean =>
  (precision === 'fp8' && peaks.fp8 === undefined) || (precision === 'fp4' && peaks.fp4 === undefined);

/** Whether a plan keeps anything in the memory of the host. */
const usesHost = ({ offload }: Plan): boolean => offload.optimizer > 0 || offload.activations > 0 || offload.weights > 0;

/** Blocks of a tree with narrower uplinks, where a cluster states them. */
const blocksOf = (size: number | undefined, narrowing: number | undefined): NetworkInput['blocks'] =>
  size === undefined || narrowing === undefined ? [] : [{ size, oversubscription: quantity(narrowing, '1') }];

/** The memory of the host: what long transfers reach of the link between them is taken to be what they reach of a scale-up link. */
const hostLinkOf = (
  memory: number | undefined,
  bandwidth: number | undefined,
  part: number,
  efficiency: Quantity<'1'>,
): HostLink | undefined =>
  memory === undefined || bandwidth === undefined
    ? undefined
    : {
        memory: quantity(memory * part, 'B'),
        bandwidth: quantity(bandwidth * part, 'B/s'),
        efficiency,
      };

/**
 * Follows a request into the catalogue: model, accelerator, cluster, links, and what runtime and allocator take.
 *
 * @param request what is asked for
 * @param catalog the catalogue
 */
export const resolveTraining = (request: TrainingRequest, catalog: Catalog): Checked<ResolvedTraining> => {
  const issues: Issue[] = [];
  const keep = <T>(checked: Checked<T>): T | undefined => {
    if (checked.ok) return checked.value;
    issues.push(...checked.issues);
    return undefined;
  };
  const model = keep(readModel(request, catalog));
  const cluster = request.cluster === undefined ? undefined : keep(lookUp(catalog, 'cluster', 'train/no-cluster', request.cluster));
  const named = request.chip ?? cluster?.attributes['accelerator'];
  if (named === undefined && (request.cluster === undefined || cluster !== undefined)) {
    issues.push({ code: 'train/needs-chip', path: '', file: '--chip' });
  }
  const found = named === undefined ? undefined : keep(chipOf(catalog, named));
  const { inputs, value, general } = factsOf(catalog);
  const ofPlan =
    request.plan.dp === undefined ? undefined : request.plan.dp * (request.plan.tp ?? 1) * (request.plan.pp ?? 1) * (request.plan.cp ?? 1);
  const accelerators = request.count ?? value(cluster, 'chips') ?? ofPlan;
  if (accelerators === undefined) issues.push({ code: 'train/needs-count', path: '', file: '--count' });
  if (issues.length > 0 || model === undefined || found === undefined || accelerators === undefined) return { ok: false, issues };

  const { thing, chip, part } = found;
  const plan = completePlan(request.plan, { accelerators, batch: request.batch, sequence: request.sequence });
  if (lacksFormat(chip, plan.precision)) {
    issues.push({ code: 'train/no-peak', path: '', file: '--chip', received: thing.id, expected: plan.precision.toUpperCase() });
    return { ok: false, issues };
  }
  if (model.thing !== undefined) for (const fact of shownShape) value(model.thing, fact);
  for (const fact of shownChip) if (formatOf[fact] === undefined || formatOf[fact] === plan.precision) value(thing, fact);
  for (const [id, facts] of shownParameters) for (const fact of facts) value(catalog.get(`parameter/${id}`, 'parameter'), fact);
  const domain = value(cluster, 'scaleUpDomain') ?? value(thing, 'scaleUpDomain') ?? chip.scaleUpDomain;
  const scaleOut = value(cluster, 'scaleOutBandwidth') ?? value(thing, 'scaleOutBandwidth') ?? chip.scaleOutBandwidth;
  const overhead: MemoryOverhead = {
    context: quantity(general('device-context', 'bytes'), 'B'),
    fragmentation: quantity(general('memory-fragmentation', 'value'), '1'),
  };
  const age: Quantity<'yr'> = quantity(general('stack-age', 'years'), 'yr');
  const matrixShare = matrixShareOf(chip, catalog);
  const given = typeof request.model === 'string' ? undefined : request.model;
  const offloads = usesHost(plan);
  /** A figure of the host is an input of plans that use it. */
  const ofHost = (fact: string): number | undefined => {
    if (offloads) return value(thing, fact);
    const selected = catalog.select(thing, fact);
    return selected && median(selected.value);
  };
  const nameOf = (each: Thing): { readonly id: string; readonly name: string; readonly nameZh: string } => ({
    id: each.id,
    name: each.name.en,
    nameZh: each.name.zh ?? each.name.en,
  });
  const architecture = architectureOf(model.shape);
  return {
    ok: true,
    value: {
      model:
        model.thing === undefined
          ? {
              name: given?.name ?? '',
              nameZh: given?.name ?? '',
              family: given?.family ?? '',
              assumedFamily: given?.assumedFamily ?? false,
            }
          : { ...nameOf(model.thing), assumedFamily: false },
      architecture,
      chip: { ...nameOf(thing), facts: chip },
      ...(cluster === undefined ? {} : { cluster: nameOf(cluster) }),
      accelerators,
      domain,
      nodeSize: value(cluster, 'perNode') ?? value(thing, 'perNode') ?? Math.min(general('chips-per-node', 'perNode'), domain),
      plan,
      reasons: checkPlan(architecture, plan, accelerators),
      network: chipNetwork({
        chip,
        domain,
        accelerators,
        scaleOut: quantity(scaleOut, 'B/s'),
        scaleOutReducing: value(cluster, 'scaleOutReducing'),
        blocks: blocksOf(value(cluster, 'blockSize'), value(cluster, 'oversubscription')),
      }),
      rates: chipRates(chip, plan.precision, matrixShare.share),
      matrixShare,
      software: { eager: !plan.fusedAttention, age },
      constants: trainingConstants.step as unknown as StepConstants,
      overhead,
      host: hostLinkOf(ofHost('hostMemory'), ofHost('hostBandwidth'), part, chip.links.scaleUp.efficiency),
      inputs,
      assumed: chip.assumed,
    },
  };
};
