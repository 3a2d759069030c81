import type { ChipRates } from '#accelerator';
import { trainingConstants } from '#calibration';
import type { Catalog, Selected, Thing } from '#catalog';
import type { Network } from '#cluster';
import { finalRunCost } from '#cost';
import { priceAtStart } from '#market';
import { type Checked, type Issue, quantity, scaleDistribution } from '#quantity';
import {
  type Architecture,
  architectureOf,
  type MatrixPrecision,
  type MemoryOverhead,
  type ServingConstants,
  type ServingPlan,
  type ServingRate,
  servingRate,
} from '#run';
import { median } from '#uncertainty';
import { findAccelerator } from './find-accelerator.ts';
import { figureOf, type RunFigure } from './find-run.ts';
import { modelShape } from './model-shape.ts';
import { dollarFactor } from './money.ts';
import { generalParameter } from './stated-fact.ts';
import { chipNetwork, chipRates, matrixShareOf, type TrainingChip, trainingChip } from './training-chip.ts';

/** What is asked of accelerators that serve. */
export interface ServingRequest {
  readonly model: string;
  readonly chip: string;
  /** Accelerators there are; one copy of the model may take no more. */
  readonly count: number;
  readonly input: number;
  readonly output: number;
  readonly objective: 'throughput' | 'latency';
  /** Longest time between two tokens of an answer, s. */
  readonly perToken?: number | undefined;
  readonly weightBits?: 4 | 8 | 16 | undefined;
  readonly cacheBits?: 8 | 16 | undefined;
  readonly ranks?: number | undefined;
  readonly tensor?: number | undefined;
  readonly sequences?: number | undefined;
  readonly queries?: number | undefined;
  readonly accepted?: number | undefined;
  readonly region: string;
}

/** What an hour of one accelerator costs: hardware used up, network and electricity. */
export interface ChipHourCost {
  readonly hardware: number;
  readonly energy: number;
  readonly total: number;
}

/** An answer of the outline for one kind of accelerator. */
export interface ResolvedServing {
  readonly model: { readonly id: string; readonly name: Readonly<Record<'en' | 'zh', string>> };
  readonly chip: { readonly id: string; readonly name: Readonly<Record<'en' | 'zh', string>> };
  readonly count: number;
  readonly plan: ServingPlan;
  readonly rate: ServingRate;
  /** Absent where nobody published a price. */
  readonly hour: ChipHourCost | undefined;
  /** Factor within which the outline is meant, in 90% of cases. */
  readonly factor: number;
  readonly figures: readonly RunFigure[];
  /** Facts of the accelerator that a prior stands for. */
  readonly assumed: readonly string[];
  readonly shareOrigin: 'calibrated' | 'benchmark' | 'prior';
}

interface Facts {
  readonly figures: RunFigure[];
  readonly value: (thing: Thing | undefined, fact: string) => number | undefined;
  /** A fact of a general parameter, none of which is money. */
  readonly general: (id: string, fact?: string) => number;
}

/** Facts at their medians, money in dollars of their own date; what cannot be exchanged is an issue. */
const factsOf = (catalog: Catalog, issues: Issue[]): Facts => {
  const figures: RunFigure[] = [];
  const taken = (thing: Thing, fact: string, selected: Selected): number => {
    if (!figures.some((figure) => figure.thing === thing.id && figure.fact === fact)) figures.push(figureOf(thing, fact, selected));
    return median(selected.value);
  };
  const value = (thing: Thing | undefined, fact: string): number | undefined => {
    const found = thing && catalog.select(thing, fact);
    if (thing === undefined || found === undefined) return undefined;
    const dollars = dollarFactor(found, catalog);
    if (!dollars.ok) {
      issues.push(...dollars.issues.map((issue) => ({ ...issue, file: thing.file, path: `facts.${fact}` })));
      return undefined;
    }
    return taken(thing, fact, { ...found, value: scaleDistribution(found.value, dollars.value.factor) });
  };
  const general = (id: string, fact = 'value'): number => {
    const { thing, selected } = generalParameter(catalog, id, fact);
    return taken(thing, fact, selected);
  };
  return { figures, value, general };
};

const issueOf = (code: string, file: string, received: string, expected: string | undefined): Issue => ({
  code,
  path: '',
  file,
  received,
  ...(expected === undefined ? {} : { expected }),
});

const bitsPerByte = 8;
const wideBits = 16;

/** Sizes of a copy that are tried: powers of two, and the whole scale-up domain. */
const sizesUpTo = (most: number, domain: number): readonly number[] => {
  const sizes: number[] = [];
  for (let size = 1; size <= most && size <= 512; size *= 2) sizes.push(size);
  if (domain <= most && !sizes.includes(domain)) sizes.push(domain);
  return sizes;
};

interface Setting {
  readonly architecture: Architecture;
  readonly chip: TrainingChip;
  readonly network: Network;
  readonly constants: ServingConstants;
  readonly overhead: MemoryOverhead;
  readonly share: number;
}

const precisionOf = (chip: TrainingChip, bits: number): MatrixPrecision =>
  bits === 4 && chip.peaks.fp4 !== undefined ? 'fp4' : bits <= bitsPerByte && chip.peaks.fp8 !== undefined ? 'fp8' : 'bf16';

/** The plan that does best by the objective, of those that fit. */
const choosePlan = (setting: Setting, request: ServingRequest): { readonly plan: ServingPlan; readonly rate: ServingRate } => {
  const { architecture, chip, network, constants, overhead, share } = setting;
  const { objective, count, input, output, queries, accepted } = request;
  const weightBits = request.weightBits ?? (chip.peaks.fp8 === undefined ? wideBits : bitsPerByte);
  const precision = precisionOf(chip, weightBits);
  const rates: ChipRates = chipRates(chip, precision, quantity(share, '1'));
  const routed = architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);
  const heads = Math.min(...architecture.kinds.map(({ attention }) => attention.heads));
  // Beyond one expert a rank, more ranks are but copies.
  const widest = Math.max(...architecture.kinds.map(({ feedForward }) => feedForward.routed)) || count;
  const sizes = request.ranks === undefined ? sizesUpTo(Math.min(count, widest), chip.scaleUpDomain) : [request.ranks];
  const split = Math.min(chip.scaleUpDomain, heads);
  let best: { readonly plan: ServingPlan; readonly rate: ServingRate } | undefined;
  const better = (one: ServingRate, other: ServingRate): boolean => {
    if (one.feasible !== other.feasible) return one.feasible;
    return objective === 'latency' ? one.perToken < other.perToken : one.output > other.output;
  };
  for (const ranks of sizes) {
    // Dense models are split in whole: more copies do what more groups would.
    const splits =
      request.tensor !== undefined
        ? [request.tensor]
        : routed
          ? [1, 2, 4, 8].filter((tensor) => ranks % tensor === 0 && tensor <= split)
          : ranks <= split
            ? [ranks]
            : [];
    for (const tensor of splits) {
      const plan: ServingPlan = {
        ranks,
        tensor,
        precision,
        weightBytes: weightBits / bitsPerByte,
        cacheBytes: (request.cacheBits ?? wideBits) / bitsPerByte,
        // Two half batches need a batch to halve, and something to hide.
        overlap: objective === 'throughput' && ranks > tensor,
      };
      const sequences = request.sequences ?? (objective === 'latency' ? ranks / tensor : undefined);
      const rate = servingRate({
        architecture,
        chip: rates,
        network,
        plan,
        constants,
        overhead,
        input,
        output,
        sequences,
        queries,
        accepted,
        ...(request.perToken === undefined ? {} : { perToken: quantity(request.perToken, 's') }),
      });
      if (best === undefined || better(rate, best.rate)) best = { plan, rate };
    }
  }
  if (best === undefined) throw new Error('no plan was tried');
  return best;
};

/** Price of a server a chip, where a price was published. */
const hourOf = (thing: Thing, region: Thing, { value, general }: Facts): ChipHourCost | undefined => {
  const price = value(thing, 'price');
  const power = value(thing, 'power');
  const tariff = value(region, 'electricityPrice');
  if (price === undefined || power === undefined || tariff === undefined) return undefined;
  const overhead = value(thing, 'serverOverhead') ?? general('server-overhead-default');
  const toServer = value(thing, 'quoteFactor') ?? overhead;
  const rate = general('hardware-amortisation', 'rate');
  const cost = finalRunCost({
    chipHours: quantity(1, 'chip-h'),
    serverPrice: quantity(
      priceAtStart({ quote: quantity(price, 'USD'), age: quantity(0, 'yr'), valueDecline: quantity(rate, '1/yr') }) * toServer,
      'USD',
    ),
    amortisation: quantity(rate, '1/yr'),
    serverOverhead: quantity(overhead, '1'),
    networkShare: quantity(general('network-share'), '1'),
    chipPower: quantity(power, 'W'),
    serverPowerFactor: quantity(value(thing, 'serverPowerFactor') ?? general('server-power-factor'), '1'),
    load: quantity(value(thing, 'loadFactor') ?? general('load-factor-gpu'), '1'),
    pue: quantity(general('pue'), '1'),
    electricityPrice: quantity(tariff, 'USD/kWh'),
  });
  return { hardware: cost.total - cost.energy, energy: cost.energy, total: cost.total };
};

/**
 * Follows a request into the catalogue and answers it: the plan that serves best, its tokens a second, and what they cost.
 *
 * @param catalog the facts
 * @param request model, accelerator, lengths, objective
 */
export const resolveServing = (catalog: Catalog, request: ServingRequest): Checked<ResolvedServing> => {
  const issues: Issue[] = [];
  const facts = factsOf(catalog, issues);
  const model = catalog.get(request.model, 'model');
  if (model === undefined) issues.push(issueOf('decompose/no-model', '--model', request.model, catalog.suggest(request.model, 'model')));
  const shape = model && modelShape(model, catalog, { file: model.file, line: 1, column: 1 });
  if (shape !== undefined && !shape.ok) issues.push(...shape.issues);
  const thing = catalog.get(request.chip, 'accelerator') ?? findAccelerator(catalog, request.chip)?.thing;
  const chip = thing && trainingChip(catalog, thing);
  if (thing === undefined || chip === undefined)
    issues.push(issueOf('train/no-chip', '--chip', request.chip, catalog.suggest(request.chip, 'accelerator')));
  const region = catalog.get(request.region, 'region');
  if (region === undefined)
    issues.push(issueOf('serving/no-region', '--region', request.region, catalog.suggest(request.region, 'region')));
  const { ranks, tensor, count } = request;
  if (tensor !== undefined && ranks !== undefined && ranks % tensor !== 0)
    issues.push(issueOf('serving/split', '--tensor', String(ranks), String(tensor)));
  if (ranks !== undefined && ranks > count) issues.push(issueOf('serving/more-than-there-are', '--ranks', String(ranks), String(count)));
  if (
    issues.length > 0 ||
    model === undefined ||
    shape === undefined ||
    !shape.ok ||
    thing === undefined ||
    chip === undefined ||
    region === undefined
  )
    return { ok: false, issues };

  for (const fact of ['peakBf16', 'peakFp8', 'memory', 'memoryBandwidth', 'scaleUpBandwidth', 'scaleUpDomain', 'scaleOutBandwidth'])
    facts.value(thing, fact);
  const { step } = trainingConstants;
  const matrixShare = matrixShareOf(chip, catalog);
  const setting: Setting = {
    architecture: architectureOf(shape.value),
    chip,
    network: chipNetwork({ chip, domain: chip.scaleUpDomain, accelerators: request.count, scaleOut: chip.scaleOutBandwidth }),
    constants: {
      memoryShare: quantity(step.memoryShare, '1'),
      traffic: quantity(step.traffic, '1'),
      wave: quantity(step.wave, '1'),
      grouped: quantity(step.grouped, '1'),
      passes: quantity(step.passes, '1'),
      attention: quantity(step.attention, '1'),
      exposed: quantity(step.tensorExposed, '1'),
      layerOverhead: quantity(facts.general('serving-layer-overhead', 'time'), 's'),
      imbalance: quantity(facts.general('expert-imbalance', 'value'), '1'),
    },
    overhead: {
      context: quantity(facts.general('device-context', 'bytes'), 'B'),
      fragmentation: quantity(facts.general('memory-fragmentation', 'value'), '1'),
    },
    share: matrixShare.share,
  };
  const { plan, rate } = choosePlan(setting, request);
  const hour = hourOf(thing, region, facts);
  if (issues.length > 0) return { ok: false, issues };
  const nameOf = ({ id, name }: Thing): ResolvedServing['model'] => ({ id, name: { en: name.en, zh: name.zh ?? name.en } });
  return {
    ok: true,
    value: {
      model: nameOf(model),
      chip: nameOf(thing),
      count: request.count,
      plan,
      rate,
      hour,
      factor: facts.general('serving-outline-factor', 'value'),
      figures: facts.figures,
      assumed: chip.assumed,
      shareOrigin: matrixShare.origin,
    },
  };
};
