import { type Catalog, kinds } from '#catalog';
import { type Issue, quantity } from '#quantity';
import {
  countParameters,
  flopByDefinition,
  memoryParts,
  type Plan,
  type PlanReason,
  planMemory,
  playStep,
  prepareStep,
  type StageMemory,
  stepColumns,
  stepParts,
  type TrainingStep,
  timeStep,
  trainingStep,
} from '#run';
import { planNames, planText, type ResolvedTraining, stepSpread, type TrainingInput } from '#scenario';
import { createSampler, normalQuantile } from '#uncertainty';
import type { Estimate } from './answer.ts';
import { bandOf } from './build-band.ts';
import { sourceLines } from './build-sources.ts';
import type { TrainingAnswer, TrainingInputLine, TrainingMemory, TrainingSpeed, TrainingTimeline } from './training.ts';

export interface BuildTrainingOptions {
  readonly version: string;
  readonly command: string;
  readonly samples: number;
  readonly seed: number;
}

/** Names of fields that have another one in files. */
const names: Partial<Record<keyof Plan, string>> = planNames;

const reasonOf = ({ code, field, value, against }: PlanReason): Issue => ({
  code,
  path: names[field] ?? field,
  received: String(value),
  expected: String(against),
});

/**
 * Parts of the memory of a stage in the order in which they are shown.
 *
 * @param memory the stage
 */
export const memoryPartsOf = ({ parts }: StageMemory): TrainingMemory['parts'] => memoryParts.map((part) => ({ part, bytes: parts[part] }));

const memoryOf = (memory: StageMemory): TrainingMemory => {
  const { stage, total, inFlight, binding } = memory;
  return { stage, total, parts: memoryPartsOf(memory), inFlight, binding };
};

/** Exchanges of a step, from the ranks that talk most often. */
const exchanges = ['tensor', 'context', 'expert', 'pipeline', 'data'] as const;

const gigabyte = 1e9;
/** Memory to one decimal, in the unit in which it is sold. */
const gigabytes = (bytes: number): string => `${(bytes / gigabyte).toFixed(bytes < 100 * gigabyte ? 1 : 0)} GB`;

const isRouted = ({ architecture }: ResolvedTraining): boolean => architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);

/** Step times of as many draws: of what the chip reaches, and of all that the model does not know. */
const drawTimes = (resolved: ResolvedTraining, step: TrainingStep, { samples, seed }: BuildTrainingOptions): Float64Array => {
  const { architecture, rates, network, plan, matrixShare, software, constants, nodeSize } = resolved;
  const prepared = prepareStep({ architecture, chip: rates, network, plan, host: resolved.host });
  const rest = stepSpread({ accelerators: resolved.accelerators, routed: isRouted(resolved), assumed: resolved.assumed.length, chip: 0 });
  const sampler = createSampler({
    seed,
    parameters: [
      { path: 'train.residual', distribution: { kind: 'lognormal', mu: 0, sigma: rest } },
      ...(matrixShare.spread > 0
        ? [
            {
              path: 'train.matrixShare',
              distribution: { kind: 'lognormal', mu: Math.log(matrixShare.share), sigma: matrixShare.spread } as const,
              low: 0,
              high: 1,
            },
          ]
        : []),
    ],
  });
  const [draw, out] = [new Float64Array(2), new Float64Array(stepColumns)];
  draw[1] = matrixShare.share;
  // Draws have the bubble of the closed form; the median draw is the step with its passes played.
  const played = step.stepTime / timeStep({ prepared, chip: { matrixShare: matrixShare.share }, software, constants, nodeSize }, out);
  const times = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    sampler.fill(sample, draw);
    const share = quantity(draw[1]!, '1');
    times[sample] = timeStep({ prepared, chip: { matrixShare: share }, software, constants, nodeSize }, out) * played * draw[0]!;
  }
  return times;
};

/** Passes played one by one, as the step is timed: they end when the pipeline is drained. */
const timelineOf = (resolved: ResolvedTraining, step: TrainingStep): TrainingTimeline => {
  const { architecture, rates, network, plan, constants } = resolved;
  const { stages, breakdown, microBatches } = step;
  const played = playStep({ prepared: prepareStep({ architecture, chip: rates, network, plan }), stages, constants });
  const busy = Math.max(
    ...Array.from(stages.forward, (forward, stage) => forward + stages.backwardInput[stage]! + stages.backwardWeight[stage]!),
  );
  const exposed = breakdown.tensor + breakdown.expert + breakdown.context;
  return {
    stages: plan.pipeline,
    stage: Array.from(played.stage),
    kind: Array.from(played.kind),
    microBatch: Array.from(played.microBatch),
    chunk: Array.from(played.chunk),
    start: Array.from(played.start),
    end: Array.from(played.end),
    drained: played.makespan,
    exchangeShare: Math.min(1, exposed / (busy * microBatches)),
  };
};

const speedOf = (resolved: ResolvedTraining, options: BuildTrainingOptions): TrainingSpeed => {
  const { architecture, rates, network, plan, software, constants, nodeSize, matrixShare, accelerators } = resolved;
  const step = trainingStep({
    architecture,
    chip: rates,
    network,
    plan,
    software,
    constants,
    nodeSize,
    host: resolved.host,
  });
  const tokens = plan.globalBatch * plan.sequence;
  const times = options.samples > 0 ? drawTimes(resolved, step, options) : undefined;
  const estimate = (value: number, unit: Estimate['unit'], of: (time: number) => number): Estimate =>
    times === undefined ? { value, unit } : { value, unit, band: bandOf(times.map(of)) };
  const stepTime = estimate(step.stepTime, 's', (time) => time);
  const flop = flopByDefinition(architecture, plan);
  const utilisation = (done: number): Estimate =>
    estimate(done / (step.stepTime * accelerators * rates.formatPeak), '1', (time) => done / (time * accelerators * rates.formatPeak));
  const reach = Math.exp(
    normalQuantile(0.9) *
      stepSpread({ accelerators, routed: isRouted(resolved), assumed: resolved.assumed.length, chip: matrixShare.spread }),
  );
  return {
    stepTime,
    tokensPerSecond: estimate(step.tokensPerSecond, 'token/s', (time) => tokens / time),
    tokensPerSecondPerChip: estimate(step.tokensPerSecondPerChip, 'token/s', (time) => tokens / time / accelerators),
    mfu: utilisation(flop.modelCausal),
    hfu: utilisation(flop.hardwareCausal),
    mfuBf16: flop.modelCausal / (step.stepTime * accelerators * rates.peak),
    interval80: stepTime.band === undefined ? [step.stepTime / reach, step.stepTime * reach] : [stepTime.band.p10, stepTime.band.p90],
    breakdown: stepParts.map((part) => ({ part, seconds: step.breakdown[part], share: step.breakdown[part] / step.stepTime })),
    exchanges: exchanges.map((by) => ({ by, exposed: step.exposed[by], hidden: step.hidden[by] })),
    binding: step.binding,
    timeline: timelineOf(resolved, step),
  };
};

/**
 * Figures that an answer rests on, with their names and the numbers of their sources.
 *
 * @param given the figures
 * @param catalog where they are named
 */
export const trainingInputLines = (
  given: readonly TrainingInput[],
  catalog: Catalog,
): { readonly inputs: readonly TrainingInputLine[]; readonly ids: readonly string[] } => {
  const ids: string[] = [];
  const numberOf = (id: string): number => {
    const at = ids.indexOf(id);
    return at >= 0 ? at + 1 : ids.push(id);
  };
  const inputs = given.map(({ thing, fact, value, unit, grade, sources }) => {
    const kind = thing.slice(0, thing.indexOf('/'));
    // A constant is called what it is called; its fact is only its number.
    const own = kind === 'parameter' ? catalog.get(thing, kind)?.name : undefined;
    const label = own === undefined ? (kinds[kind]?.facts[fact]?.label ?? { en: fact, zh: fact }) : { en: own.en, zh: own.zh ?? own.en };
    return { thing, fact, label, value, unit, grade, sources: sources.map(numberOf) };
  });
  return { inputs, ids };
};

/**
 * Puts together the answer to a request for a training step.
 *
 * @param resolved the request, followed into the catalogue
 * @param catalog where publications are found
 * @param options how it is sampled and reproduced
 */
export const buildTraining = (resolved: ResolvedTraining, catalog: Catalog, options: BuildTrainingOptions): TrainingAnswer => {
  const { architecture, plan, model, chip, cluster } = resolved;
  const parameters = countParameters(architecture);
  const sound = resolved.reasons.length === 0;
  const memory = sound ? planMemory(architecture, plan, resolved.overhead) : undefined;
  const capacity = chip.facts.memory;
  const fits = memory === undefined || memory.greatest.total <= capacity;
  const reasons: Issue[] = resolved.reasons.map(reasonOf);
  if (memory !== undefined && !fits) {
    reasons.push({ code: 'plan/memory', path: 'memory', received: gigabytes(memory.greatest.total), expected: gigabytes(capacity) });
  }
  const { inputs, ids } = trainingInputLines(resolved.inputs, catalog);
  const { version, command, samples, seed } = options;
  return {
    kind: 'training',
    feasible: sound && fits,
    reasons,
    model: {
      ...(model.id === undefined ? {} : { id: model.id }),
      name: { en: model.name, zh: model.nameZh },
      layers: architecture.pattern.length,
      parameters: parameters.total,
      activeParameters: parameters.active,
      predictionParameters: parameters.prediction,
      ...(model.family === undefined ? {} : { family: model.family }),
      assumedFamily: model.assumedFamily,
    },
    chip: {
      id: chip.id,
      name: { en: chip.name, zh: chip.nameZh },
      shareOrigin: resolved.matrixShare.origin,
      share: resolved.matrixShare.share,
    },
    ...(cluster === undefined ? {} : { cluster: { id: cluster.id, name: { en: cluster.name, zh: cluster.nameZh } } }),
    accelerators: resolved.accelerators,
    domain: resolved.domain,
    plan: planText(plan),
    precision: plan.precision,
    schedule: plan.schedule,
    stages: plan.pipeline,
    microBatches: plan.globalBatch / (plan.data * plan.microBatch),
    batch: plan.globalBatch,
    sequence: plan.sequence,
    flop: sound ? flopByDefinition(architecture, plan) : undefined,
    memory:
      memory === undefined
        ? undefined
        : { capacity, first: memoryOf(memory.first), last: memoryOf(memory.last), greatest: memoryOf(memory.greatest) },
    // A plan that does not fit is timed all the same: what it would do is worth knowing.
    speed: sound ? speedOf(resolved, options) : undefined,
    inputs,
    assumed: resolved.assumed,
    sources: sourceLines(ids, catalog),
    reproduce: { version, catalogDigest: catalog.digest, command, samples, seed },
  };
};
