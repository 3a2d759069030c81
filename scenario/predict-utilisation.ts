import type { Catalog, Thing } from '#catalog';
import { type Checked, type Distribution, type Issue, type Quantity, quantity } from '#quantity';
import { planMemory, trainingStep } from '#run';
import { median, quantile } from '#uncertainty';
import { type BatchTokens, type ChosenPlan, chooseAnyPlan } from './choose-plan.ts';
import { ageInYears } from './date.ts';
import type { ScenarioDocument } from './document.ts';
import { type KeptMade, keepMade } from './keep-made.ts';
import { writtenPlan } from './plan-text.ts';
import type { ResolvedLever } from './resolve.ts';
import { type ResolvedTraining, resolveTraining } from './resolve-training.ts';
import { generalParameter, sourcesOf, statedParameter } from './stated-fact.ts';
import { stepSpread } from './step-spread.ts';

/** Standard deviations from the median to the 5% and 95% points. */
const toTail = 1.6448536269514722;
const most = 0.95;
const tail5 = 0.05;

export interface PredictUtilisationInput {
  readonly document: ScenarioDocument;
  readonly catalog: Catalog;
  readonly model: Thing;
  readonly accelerator: Thing;
  readonly cluster: Thing | undefined;
  /** Accelerators; those of the cluster, or as many as the parameter says where the scenario leaves their number open. */
  readonly count: number | undefined;
  readonly sequence: number;
}

type Computed = Omit<ResolvedLever, 'lever' | 'value'>;

/** What follows from the plan of a scenario; nothing where it has none, or where its chip cannot be timed. */
export interface PredictedUtilisation {
  readonly utilisation?: Computed;
  /** Tokens of a step. */
  readonly tokens?: Computed;
  /** Of a plan that is stated: one that is chosen fits. */
  readonly memory?: Computed;
}

/** A year with its fraction as the month it falls in. */
const monthOf = (year: number): string => `${Math.floor(year)}-${String(1 + Math.floor((year % 1) * 12)).padStart(2, '0')}`;

const isRouted = ({ architecture }: ResolvedTraining): boolean => architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);

const overheads = [
  ['device-context', 'bytes'],
  ['memory-fragmentation', 'value'],
] as const;

/** Memory of a plan on its heaviest stage, with what is known of runtime and allocator as its band. */
const memoryOf = ({ architecture, plan }: ResolvedTraining, catalog: Catalog): Computed => {
  const stated = overheads.map(([id, fact]) => generalParameter(catalog, id, fact).selected);
  const total = (share: number): number => {
    const [context, fragmentation] = stated.map(({ value }) => quantile(value, share)) as [number, number];
    return planMemory(architecture, plan, { context: quantity(context, 'B'), fragmentation: quantity(fragmentation, '1') }).greatest.total;
  };
  const { greatest } = planMemory(architecture, plan, { context: quantity(0, 'B'), fragmentation: quantity(0, '1') });
  return {
    distribution: { kind: 'split', scale: 'log', p5: total(tail5), p50: total(1 / 2), p95: total(1 - tail5) },
    origin: 'model',
    grade: 'C',
    sources: [...new Set(['korthikanti-2022', ...stated.flatMap(sourcesOf)])],
    note: `stage ${greatest.stage + 1} of ${plan.pipeline}, most of it ${greatest.binding}`,
  };
};

/** Tokens of a step by what published runs took. */
const batchTokens = (catalog: Catalog): BatchTokens => {
  const { value } = generalParameter(catalog, 'plan-batch-tokens').selected;
  return { usual: median(value), most: quantile(value, 1 - tail5) };
};

/** Plans that were chosen in a catalogue: most levers of a scenario that move leave its plan as it is. */
const chosenIn = new WeakMap<Catalog, KeptMade<ChosenPlan | undefined>>();

const chosenOnce = (catalog: Catalog): KeptMade<ChosenPlan | undefined> => {
  const kept = chosenIn.get(catalog) ?? keepMade<ChosenPlan | undefined>();
  chosenIn.set(catalog, kept);
  return kept;
};

/**
 * Step utilisation and memory by the model of a training step, where a scenario states a plan or asks for one: model FLOP with causal
 * attention over the dense peak of the run's number format. Its band is that of publications nobody has seen.
 *
 * @param input the scenario's model, accelerator, cluster and plan
 */
export const predictUtilisation = (input: PredictUtilisationInput): Checked<PredictedUtilisation> => {
  const { document, catalog, model, accelerator, cluster, sequence } = input;
  const { plan: stated, precision } = document;
  if (stated === undefined) return { ok: true, value: {} };
  const accelerators = Math.max(1, Math.round(input.count ?? statedParameter(catalog, 'plan-accelerators')));
  const written = stated.value === 'auto' ? {} : stated.value;
  const resolved = resolveTraining(
    {
      model: model.id,
      chip: accelerator.id,
      ...(cluster === undefined ? {} : { cluster: cluster.id }),
      count: accelerators,
      plan: { ...written, precision: written.precision ?? precision },
      ...(written.seq === undefined ? { sequence } : {}),
    },
    catalog,
  );
  const placed = (issue: Issue): Issue => ({
    ...issue,
    file: stated.place.file,
    line: stated.place.line,
    column: stated.place.column,
    path: 'plan',
  });
  // A chip whose memory or bandwidth nobody published cannot be timed; a measured figure or a prior stands for it.
  if (!resolved.ok) return stated.value === 'auto' ? { ok: true, value: {} } : { ok: false, issues: resolved.issues.map(placed) };
  const training = resolved.value;
  const { released, fusedSince } = training.chip.facts;
  const since = (date: string): Quantity<'yr'> => quantity(Math.max(0, ageInYears(date, document.date)), 'yr');
  const software = { ...training.software, age: since(monthOf(released)), fusedAge: since(monthOf(fusedSince)) };
  const aged = { ...training, software };
  // All that `aged` is made of besides the catalogue: what is added to it there belongs here.
  const key = JSON.stringify([document.date, precision, model.id, accelerator.id, cluster?.id, accelerators, sequence]);
  const choose = (): ChosenPlan | undefined => chooseAnyPlan(aged, Number.parseInt(document.date, 10), batchTokens(catalog), sequence);
  const chosen = stated.value === 'auto' ? chosenOnce(catalog)(key, choose) : undefined;
  if (stated.value === 'auto' && chosen === undefined) return { ok: true, value: {} };
  if (chosen === undefined && training.reasons.length > 0) {
    return {
      ok: false,
      issues: training.reasons.map(({ code, field, value, against }) =>
        placed({ code, path: field, received: String(value), expected: String(against) }),
      ),
    };
  }
  const plan = chosen?.plan ?? training.plan;
  const { network, rates, constants, nodeSize, matrixShare, architecture } = aged;
  const step = trainingStep({ architecture, chip: rates, network, plan, software: aged.software, constants, nodeSize });
  // Accelerators that a plan leaves idle are there all the same.
  const used = chosen === undefined ? accelerators : plan.tensor * plan.context * plan.pipeline * plan.data;
  const idle = accelerators - used;
  const mfu = step.mfu * (used / accelerators);
  const spread = stepSpread({
    accelerators,
    routed: isRouted(training),
    assumed: training.assumed.length + (chosen === undefined ? 0 : 1),
    chip: matrixShare.spread,
  });
  const tail = Math.exp(toTail * spread);
  const distribution: Distribution = {
    kind: 'split',
    scale: 'log',
    p5: mfu / tail,
    p50: mfu,
    p95: Math.min(most, mfu * tail),
  };
  const shown = chosen === undefined ? written : writtenPlan(chosen.plan);
  const words = Object.entries(shown)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('/') : String(value)}`);
  const utilisation: Computed = {
    distribution,
    origin: matrixShare.origin === 'prior' ? 'prior' : 'model',
    grade: matrixShare.origin === 'calibrated' ? 'B' : matrixShare.origin === 'benchmark' ? 'C' : 'D',
    sources: ['training-calibration', ...new Set(training.inputs.flatMap(({ sources }) => sources))],
    note: `${accelerators} × ${training.chip.id}${idle === 0 ? '' : `, ${idle} idle`}, ${words.join(',')}: ${step.stepTime.toPrecision(3)} s a step, ${step.tokensPerSecondPerChip.toPrecision(3)} tokens/s each`,
    ...(idle === 0 ? {} : { idle: { count: idle, of: accelerators } }),
  };
  const tokens: Computed = {
    distribution: { kind: 'point', value: plan.globalBatch * plan.sequence },
    origin: 'model',
    sources: [],
    note: `${plan.globalBatch} × ${plan.sequence}`,
  };
  return { ok: true, value: { utilisation, tokens, ...(chosen === undefined ? { memory: memoryOf(training, catalog) } : {}) } };
};
