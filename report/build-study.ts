import type { Catalog } from '#catalog';
import { type ConstraintId, evaluate } from '#model';
import {
  type BreakEven,
  type ChokepointAnalysis,
  constraintKinds,
  type Explanation,
  type Frontier,
  type Lever,
  leverByPath,
  type Metric,
  type ResolvedScenario,
  type Sensitivity,
  withLever,
} from '#scenario';
import type { Estimate } from './answer.ts';
import { bandOf } from './build-band.ts';
import type {
  BreakEvenStudy,
  Change,
  ChokepointRecord,
  ChokepointStudy,
  ExplanationStudy,
  FrontierStudy,
  SensitivityStudy,
  StudyFigure,
  StudyReproduce,
} from './study.ts';
import { textsOfPlayer } from './study-words.ts';

export interface StudyOptions {
  readonly version: string;
  readonly command: string;
  /** What the user calls the scenarios. */
  readonly scenarios: readonly string[];
  readonly seed: number;
  readonly sampler?: StudyReproduce['sampler'];
  readonly samples: number;
}

const reproduceOf = (catalog: Catalog, { sampler = 'philox', ...options }: StudyOptions): StudyReproduce => ({
  version: options.version,
  catalogDigest: catalog.digest,
  scenarios: options.scenarios,
  seed: options.seed,
  sampler,
  samples: options.samples,
  command: options.command,
});

const figureOf = ({ path, label, unit, percent }: Metric | Lever): StudyFigure => ({
  path,
  label,
  unit,
  ...(percent === undefined ? {} : { percent }),
});

const leverOf = (path: string): StudyFigure => figureOf(leverByPath.get(path) as Lever);

/** The part of a chokepoint study that an answer carries too. */
export const chokepointRecord = ({ fits, standings, next }: ChokepointAnalysis): ChokepointRecord => {
  const labelled = (found: {
    readonly id: ConstraintId;
    readonly share: number;
  }): { id: string; label: (typeof constraintKinds)[ConstraintId]['label']; share: number } => ({
    id: found.id,
    label: constraintKinds[found.id].label,
    share: found.share,
  });
  return {
    schema: 'chokepoint/chokepoint/1',
    fits,
    standings: standings.map(({ id, binds, headroom, lever, relaxed }) => {
      const band = bandOf(headroom);
      return {
        id,
        label: constraintKinds[id].label,
        binds,
        headroom: { value: band.p50, unit: '1', band } satisfies Estimate,
        ...(lever === undefined ? {} : { lever }),
        relaxed: relaxed.map(({ factor, fits: shares, neck, changes, then }) => {
          const [time, cost] = [changes.get('run.time'), changes.get('cost.total')];
          return {
            factor,
            fits: shares,
            neck,
            ...(time === undefined ? {} : { time: time as Change }),
            ...(cost === undefined ? {} : { cost: cost as Change }),
            ...(then === undefined ? {} : { then: labelled(then) }),
          };
        }),
      };
    }),
    ...(next === undefined
      ? {}
      : { next: { ...labelled(next), headroom: standings.find(({ id }) => id === next.id)?.median ?? Number.POSITIVE_INFINITY } }),
  };
};

/** A study of the chokepoint, ready for any renderer. */
export const buildChokepoint = (
  scenario: ResolvedScenario,
  catalog: Catalog,
  found: ChokepointAnalysis,
  options: StudyOptions,
): ChokepointStudy => ({ ...chokepointRecord(found), title: scenario.document.title, reproduce: reproduceOf(catalog, options) });

/** A sensitivity study, ready for any renderer. */
export const buildSensitivity = (
  scenario: ResolvedScenario,
  catalog: Catalog,
  found: Sensitivity,
  options: StudyOptions,
): SensitivityStudy => {
  const { metric } = found;
  const band = bandOf(found.values);
  return {
    schema: 'chokepoint/sensitivity/1',
    title: scenario.document.title,
    reproduce: reproduceOf(catalog, { ...options, sampler: 'sobol' }),
    figure: figureOf(metric),
    method: found.method,
    n: found.n,
    evaluations: found.evaluations,
    estimate: { value: band.p50, unit: metric.unit, band },
    central: found.central,
    unbounded: found.unbounded,
    yes: found.yes,
    ...(found.target === undefined ? {} : { target: found.target }),
    rows: found.levers.map(({ paths, variance, effects, rank, elasticity, swing, information }) => ({
      levers: paths.map(leverOf),
      ...(variance === undefined ? {} : variance),
      ...(effects === undefined ? {} : { effect: effects }),
      ...(rank === undefined ? {} : rank),
      ...(elasticity === undefined ? {} : { elasticity }),
      ...(swing === undefined ? {} : { swing }),
      ...(information === undefined ? {} : information),
    })),
  };
};

/** An explanation of a difference, ready for any renderer. */
export const buildExplanation = (
  [a, b]: readonly [ResolvedScenario, ResolvedScenario],
  catalog: Catalog,
  found: Explanation,
  options: StudyOptions,
): ExplanationStudy => ({
  schema: 'chokepoint/explanation/1',
  titles: [a.document.title, b.document.title],
  reproduce: reproduceOf(catalog, { ...options, samples: found.samples }),
  figure: figureOf(found.metric),
  by: found.by,
  left: found.left / (found.left + found.samples),
  ...(found.orders === undefined ? {} : { orders: found.orders }),
  evaluations: found.evaluations,
  from: found.from,
  to: found.to,
  range: found.range,
  contributions: found.contributions.map(({ id, changes, choices, value, range, error }) => ({
    id,
    levers: changes.map(({ path, from, to }) => ({
      ...leverOf(path),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    })),
    choices,
    value,
    range,
    ...(error === undefined ? {} : { error }),
  })),
  idle: found.idle.map(({ id }) => textsOfPlayer(id, leverByPath.get(id)?.label)),
});

/** A break-even study, ready for any renderer. */
export const buildBreakEven = (scenario: ResolvedScenario, catalog: Catalog, found: BreakEven, options: StudyOptions): BreakEvenStudy => {
  const { metric, lever, range } = found;
  const steps = 96;
  const at = (share: number): number =>
    range.scale === 'log' ? range.low * (range.high / range.low) ** share : range.low + (range.high - range.low) * share;
  return {
    schema: 'chokepoint/breakeven/1',
    title: scenario.document.title,
    reproduce: reproduceOf(catalog, options),
    figure: figureOf(metric),
    target: found.target,
    lever: figureOf(lever),
    range,
    ...(found.value === undefined ? {} : { value: found.value }),
    central: found.central,
    crossings: found.crossings,
    stretches: found.stretches,
    ends: found.ends,
    above: found.above,
    spread: {
      draws: found.spread.draws,
      share: found.spread.share,
      ...(found.spread.points === undefined ? {} : { points: found.spread.points }),
    },
    curve: Array.from({ length: steps + 1 }, (_, index) => {
      const x = at(index / steps);
      return { x, y: metric.read(evaluate(withLever(scenario, lever.path, x))) ?? Number.NaN };
    }),
  };
};

/** A frontier of two levers, ready for any renderer. */
export const buildFrontier = (scenario: ResolvedScenario, catalog: Catalog, found: Frontier, options: StudyOptions): FrontierStudy => ({
  schema: 'chokepoint/frontier/1',
  title: scenario.document.title,
  reproduce: reproduceOf(catalog, options),
  figure: figureOf(found.metric),
  target: found.target,
  levers: [figureOf(found.levers[0]), figureOf(found.levers[1])],
  ranges: found.ranges,
  values: found.values,
  central: found.central,
  points: found.points,
  ...(found.nearest === undefined ? {} : { nearest: found.nearest }),
});
