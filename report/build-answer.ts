import type { Catalog } from '#catalog';
import { type Constraint, type ConstraintId, evaluate, type Outcome } from '#model';
import {
  chokepoint,
  constraintKinds,
  leversBehind,
  type Metric,
  metrics,
  type ResolvedLever,
  type ResolvedScenario,
  type SampledScenario,
  swings,
  toInput,
  withLever,
} from '#scenario';
import { median, quantile } from '#uncertainty';
import {
  type Answer,
  type CheckLine,
  type ConstraintLine,
  type Estimate,
  type FloorId,
  type FloorSection,
  floorIds,
  type InputLine,
  type MetricLine,
} from './answer.ts';
import { bandOf, histogramOf, leverEstimate } from './build-band.ts';
import { sourceLines } from './build-sources.ts';
import { chokepointRecord } from './build-study.ts';

export interface BuildOptions {
  readonly version: string;
  readonly seed: number;
  readonly command: string;
}

/** The figures that each floor shows, most important first. */
const shown: Readonly<Record<FloorId, readonly string[]>> = {
  wafer: ['wafer.needed', 'wafer.paid', 'wafer.scannersBusy', 'wafer.time', 'wafer.fabEnergy'],
  die: ['die.yield', 'die.goodPerWafer', 'die.cost', 'die.needed'],
  package: ['package.unitCost', 'package.hbmNeeded', 'package.yield'],
  accelerator: [
    'accelerator.peak',
    'accelerator.memoryNeed',
    'accelerator.energyPerFlop',
    'accelerator.balance',
    'solver.gain',
    'solver.energyGain',
    'solver.claimedGain',
    'solver.power',
    'solver.area',
    'solver.life',
  ],
  cluster: ['cluster.size', 'cluster.sitePower', 'cluster.goodput', 'cluster.mtbf', 'cluster.peak'],
  run: [
    'run.time',
    'run.allInUtilisation',
    'run.inverseLoss',
    'run.inverseShare',
    'run.inverseCeiling',
    'solver.speedUp',
    'run.chipHours',
    'run.work',
    'run.tokensTrained',
    'run.activeParameters',
    'run.parameters',
  ],
  cost: [
    'cost.total',
    'cost.energyShare',
    'cost.development',
    'cost.energyShareOfDevelopment',
    'cost.rental',
    'cost.capex',
    'cost.energyUse',
    'cost.emissions',
    'cost.perToken',
  ],
  market: ['market.paid', 'market.value', 'market.markup'],
  policy: ['accelerator.tpp', 'accelerator.performanceDensity', 'policy.line'],
};

const costParts = ['cost.chips', 'cost.server', 'cost.network', 'cost.solver', 'cost.facility', 'cost.energy'] as const;

const estimate = (value: number, unit: Estimate['unit'], values?: Float64Array): Estimate => {
  const band = values === undefined ? undefined : bandOf(values);
  // With samples the middle of the samples is the answer: the chain at medians is not the median of the chain.
  return band === undefined ? { value, unit } : { value: band.p50, unit, band };
};

const floorOf = (path: string): FloorId => floorIds.find((floor) => path.startsWith(`${floor}.`)) ?? 'run';

/**
 * Constraints that hold something back: with samples, those of any draw; what is stated but never needed is none. A
 * constraint that does not arise at the medians has its values from the draws alone.
 */
const constraintLines = (outcome: Outcome, sampled: SampledScenario | undefined): ConstraintLine[] => {
  const arises = ({ headroom }: ConstraintLine): boolean => (headroom.band?.p2_5 ?? headroom.value) < Number.POSITIVE_INFINITY;
  const all =
    sampled === undefined
      ? outcome.constraints
      : [...sampled.headroom.keys()].map(
          (id) => outcome.constraints.find((constraint) => constraint.id === id) ?? { id, capacity: 0, need: 0, headroom: 0 },
        );
  return all
    .map((constraint) => constraintLine(constraint, sampled))
    .filter(arises)
    .sort((a, b) => (a.headroom.value === b.headroom.value ? 0 : a.headroom.value < b.headroom.value ? -1 : 1));
};

const constraintLine = (constraint: Constraint, sampled: SampledScenario | undefined): ConstraintLine => {
  const kind = constraintKinds[constraint.id];
  const share = sampled === undefined ? undefined : (sampled.binds.get(constraint.id) ?? 0) / sampled.samples;
  return {
    id: constraint.id,
    floor: floorOf(constraint.id),
    label: kind.label,
    capacity: estimate(constraint.capacity, kind.unit, sampled?.capacity.get(constraint.id)),
    need: estimate(constraint.need, kind.unit, sampled?.need.get(constraint.id)),
    headroom: estimate(constraint.headroom, '1', sampled?.headroom.get(constraint.id)),
    ...(share === undefined ? {} : { bindsShare: share }),
  };
};

const metricLine = (metric: Metric, outcome: Outcome, sampled: SampledScenario | undefined): MetricLine | undefined => {
  const value = metric.read(outcome);
  if (value === undefined) return undefined;
  const binding = metric.binding?.(outcome);
  const draws = sampled?.metrics.get(metric.path);
  const histogram = draws === undefined ? undefined : histogramOf(draws);
  return {
    path: metric.path,
    label: metric.label,
    estimate: estimate(value, metric.unit, draws),
    ...(metric.percent === undefined ? {} : { percent: metric.percent }),
    ...(binding === undefined ? {} : { binding }),
    ...(histogram === undefined ? {} : { histogram }),
  };
};

/** Why nothing limits a floor, as a code with a text in `messages/`. */
const freeCode = (floor: FloorId, scenario: ResolvedScenario, outcome: Outcome): string => {
  if (floor === 'policy') return scenario.choice.noRule;
  if (floor !== 'wafer' && floor !== 'die' && floor !== 'package') return 'free/not-limited';
  if (outcome.package === undefined) return 'free/no-silicon';
  // Where supply is counted for some silicon floor, the others are not outside the scenario.
  const counted = outcome.constraints.some(({ id }) => id === 'wafer.supply' || id === 'package.hbmSupply');
  return scenario.choice.acquire === 'buy' && !counted ? 'free/bought' : 'free/not-limited';
};

/** What 10% more of the neck would give: the same chain with one limit moved. */
const relax = (scenario: ResolvedScenario, outcome: Outcome, neck: ConstraintLine | undefined): Answer['relaxed'] => {
  const lever = neck && constraintKinds[neck.id as ConstraintId].levers[0];
  const limit = lever === undefined ? undefined : scenario.levers.get(lever);
  if (lever === undefined || limit === undefined) return undefined;
  const factor = 1.1;
  const relaxed = evaluate(withLever(scenario, lever, limit.value * factor));
  return { factor, metric: 'run.time', change: relaxed.run.time - outcome.run.time, then: relaxed.neck?.id ?? 'free/not-limited' };
};

/**
 * The whole answer to a scenario, ready for any renderer.
 *
 * Without samples every estimate is the chain at the medians of its inputs; with samples it is the median of the
 * chain over the draws, and carries its band.
 */
export const buildAnswer = (scenario: ResolvedScenario, catalog: Catalog, options: BuildOptions, sampled?: SampledScenario): Answer => {
  const outcome = evaluate(toInput(scenario));
  const ids: string[] = [];
  const number = (id: string): number => {
    if (!ids.includes(id)) ids.push(id);
    return ids.indexOf(id) + 1;
  };

  const figures = metrics.flatMap((metric) => metricLine(metric, outcome, sampled) ?? []);
  const figureOf = new Map(figures.map((line) => [line.path, line]));
  const lines = constraintLines(outcome, sampled);
  const floors = floorIds.map((floor): FloorSection => {
    const own = lines.filter((line) => line.floor === floor);
    const least = own[0];
    return {
      id: floor,
      ...(least === undefined
        ? { free: freeCode(floor, scenario, outcome) }
        : { headroom: floorHeadroom(own, sampled), binding: least.id }),
      constraints: own,
      metrics: shown[floor].flatMap((path) => figureOf.get(path) ?? []),
    };
  });

  const parts = costParts.flatMap((path) => {
    const line = figureOf.get(path);
    return line === undefined ? [] : [{ path, label: line.label, amount: line.estimate }];
  });
  const sum = parts.reduce((total, part) => total + part.amount.value, 0);
  const behind = leversBehind(outcome, toInput(scenario));
  const read = [...scenario.levers.values()].filter(({ lever }) => behind.has(lever.path));
  const inputs = read.map(
    (resolved): InputLine => ({
      path: resolved.lever.path,
      label: resolved.lever.label,
      estimate: leverEstimate(resolved),
      ...(resolved.lever.percent === undefined ? {} : { percent: resolved.lever.percent }),
      origin: resolved.origin,
      ...(resolved.grade === undefined ? {} : { grade: resolved.grade }),
      ...(resolved.fact === undefined ? {} : { fact: resolved.fact }),
      ...(resolved.note === undefined ? {} : { note: resolved.note }),
      sources: resolved.sources.map(number),
    }),
  );
  const check = checkLine(scenario, figureOf, sampled, number);
  for (const id of scenario.cited) number(id);
  const neck = lines[0];
  const next = lines[1];
  const relaxed = relax(scenario, outcome, neck);
  return {
    schema: 'chokepoint/answer/1',
    reproduce: {
      version: options.version,
      catalogDigest: catalog.digest,
      scenario: scenario.document.file,
      seed: options.seed,
      sampler: sampled === undefined ? 'none' : sampled.points,
      samples: sampled?.samples ?? 0,
      asOf: scenario.asOf,
      command: options.command,
    },
    title: scenario.document.title,
    story: scenario.document.story,
    feasible: sampled === undefined ? outcome.feasible : sampled.feasible * 2 >= sampled.samples,
    ...(sampled === undefined ? {} : { feasibleShare: sampled.feasible / sampled.samples }),
    ...(neck === undefined ? {} : { neck }),
    ...(next === undefined ? {} : { next }),
    ...(relaxed === undefined ? {} : { relaxed }),
    ...(sampled === undefined
      ? {}
      : { chokepoint: chokepointRecord(chokepoint(scenario, sampled, { seed: sampled.seed, points: sampled.points, most: 1 })) }),
    floors,
    metrics: figures,
    costParts: parts.map((part) => ({ ...part, share: sum > 0 && Number.isFinite(sum) ? part.amount.value / sum : 0 })),
    ...(check === undefined ? {} : { check }),
    inputs,
    sources: sourceLines(ids, catalog),
    caveats: caveats(scenario, read),
  };
};

/** Least headroom of a floor: draw by draw, since not the same constraint is least in every draw. */
const floorHeadroom = (own: readonly ConstraintLine[], sampled: SampledScenario | undefined): Estimate => {
  const least = own[0]?.headroom ?? { value: 0, unit: '1' };
  if (sampled === undefined) return least;
  const columns = own.flatMap((line) => sampled.headroom.get(line.id as ConstraintId) ?? []);
  const minimum = new Float64Array(sampled.samples).fill(Number.POSITIVE_INFINITY);
  for (const column of columns)
    for (let index = 0; index < minimum.length; index++) minimum[index] = Math.min(minimum[index] ?? 0, column[index] ?? 0);
  return estimate(least.value, '1', minimum);
};

const checkLine = (
  scenario: ResolvedScenario,
  figureOf: ReadonlyMap<string, MetricLine>,
  sampled: SampledScenario | undefined,
  number: (id: string) => number,
): CheckLine | undefined => {
  const { check } = scenario.document;
  const line = check && figureOf.get(check.metric);
  if (check === undefined || line === undefined) return undefined;
  const published = median(check.value);
  const { band } = line.estimate;
  const draws = sampled?.metrics.get(line.path);
  return {
    metric: line.path,
    label: line.label,
    published: { value: published, unit: check.unit },
    ours: line.estimate,
    ...(line.percent === undefined ? {} : { percent: line.percent }),
    error: line.estimate.value / published - 1,
    ...(band === undefined ? {} : { inside: published >= band.p5 && published <= band.p95 }),
    ...(draws === undefined ? {} : { below: draws.filter((draw) => draw < published).length / draws.length }),
    source: number(check.source),
    ...(check.note === undefined ? {} : { note: check.note }),
  };
};

const caveats = (scenario: ResolvedScenario, read: readonly ResolvedLever[]): Answer['caveats'] => {
  const found: Answer['caveats'][number][] = [];
  if (scenario.choice.optimiser === 'first-order' && scenario.things.solver !== undefined) found.push({ code: 'caveat/solver-idle' });
  if (scenario.levers.get('run.utilisation')?.origin === 'prior') found.push({ code: 'caveat/utilisation-prior', path: 'run.utilisation' });
  const swing = swings(scenario);
  for (const { lever, grade, sources, distribution, value } of scenario.levers.values()) {
    const assumed = grade === 'D' || sources.includes('assumption');
    if (!assumed || lever.path === 'run.utilisation') continue;
    const span: readonly [number, number] =
      distribution.kind === 'point'
        ? [value * (1 - pointSpan), value * (1 + pointSpan)]
        : [quantile(distribution, 0.05), quantile(distribution, 0.95)];
    if (swing(lever.path, span) > worthSaying) found.push({ code: 'caveat/grade-d', path: lever.path });
  }
  for (const { lever, quotedLater, idle } of read) {
    if (quotedLater !== undefined) found.push({ code: 'caveat/quoted-later', path: lever.path, detail: quotedLater });
    if (idle !== undefined) found.push({ code: 'caveat/idle-accelerators', path: lever.path, detail: idle });
  }
  return [...found, { code: 'caveat/not-forecast' }];
};

/** An assumption without an interval is tried this far to both sides. */
const pointSpan = 0.1;
/** Less than this of time, cost and the neck is not worth a reader's attention. */
const worthSaying = 0.02;
