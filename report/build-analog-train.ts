import { evaluate } from '#model';
import { metricByPath, type ResolvedLever, type ResolvedScenario, type SampledScenario, sampleScenario, toInput } from '#scenario';
import { quantile } from '#uncertainty';

/** A run with an optimiser of second order: with its inverses on the accelerators, and on solvers beside them. */
interface AnalogTrainInput {
  readonly onAccelerators: ResolvedScenario;
  readonly onSolvers: ResolvedScenario;
  readonly samples: number;
  readonly seed: number;
}

/** The middle of the draws, with the ends of 90% of them. */
export interface DrawnFigure {
  readonly path: string;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

export interface AnalogTrain {
  readonly schema: 'chokepoint/analog-train/2';
  readonly optimiser: string;
  readonly samples: number;
  readonly seed: number;
  /** Tokens of a step, and where their number comes from. */
  readonly batchTokens: { readonly value: number; readonly origin: ResolvedLever['origin'] };
  /** Of the run with its inverses on the accelerators. */
  readonly accelerators: readonly DrawnFigure[];
  /** Of the run with solvers. */
  readonly solvers: readonly DrawnFigure[];
  /** Draws in which the condition of the blocks lies within what refinement converges at. */
  readonly converges: number;
  /** Draws in which the solvers shorten the run. */
  readonly faster: number;
  /** Condition that the damping leaves at most. */
  readonly condition: number;
  readonly damping: number;
  readonly refresh: number;
  readonly blocks: number;
  /** What takes most of the time of the solvers. */
  readonly chipBinding: string;
  readonly table: readonly { readonly block: number; readonly refresh: number; readonly share: number; readonly ceiling: number }[];
  readonly levers: readonly ResolvedLever[];
}

type AnalogTrainRefusal = { readonly feasible: false; readonly binding: 'no-time' };

const refreshes = [1, 2, 5, 10, 20, 50, 100] as const;
const blocks = [128, 512, 1024, 2048] as const;

const ofAccelerators = ['run.stepTime', 'run.inverseTime', 'run.inverseShare', 'run.inverseCeiling', 'run.refreshWork'] as const;
const ofBoth = ['run.time', 'cost.total', 'cost.energyUse'] as const;
const ofSolvers = [
  'run.inverseLoss',
  'solver.refreshTime',
  'solver.gain',
  'solver.speedUp',
  'solver.energyGain',
  'solver.claimedGain',
  'solver.power',
  'solver.area',
  'solver.price',
  'solver.writes',
  'solver.life',
] as const;

const drawn = (scenario: ResolvedScenario, sampled: SampledScenario, paths: readonly string[]): readonly DrawnFigure[] => {
  const outcome = evaluate(toInput(scenario));
  return paths.flatMap((path) => {
    const fixed = metricByPath.get(path)?.read(outcome);
    if (fixed === undefined) return [];
    const values = sampled.metrics.get(path)?.slice().sort() ?? Float64Array.of(fixed);
    const at = (share: number): number => values[Math.round(share * (values.length - 1))] as number;
    return [{ path, p5: at(0.05), p50: at(0.5), p95: at(0.95) }];
  });
};

/**
 * What faster inverses would do for a training run, by the chain itself: the scenario is drawn with every uncertain figure of the
 * chip, of the optimiser and of the run, once with its inverses on the accelerators and once on solvers, with common draws.
 *
 * @param input both scenarios, and how often to draw
 */
export function buildAnalogTrain({ onAccelerators, onSolvers, samples, seed }: AnalogTrainInput): AnalogTrain | AnalogTrainRefusal {
  const input = toInput(onSolvers);
  const { inverses, run } = evaluate(input);
  if (inverses?.solver === undefined || !Number.isFinite(run.time)) return { feasible: false, binding: 'no-time' };
  const digital = sampleScenario(onAccelerators, { samples, seed, only: [...ofAccelerators, ...ofBoth] });
  const chip = sampleScenario(onSolvers, { samples, seed, only: [...ofSolvers, ...ofBoth] });
  const share = (values: Float64Array | undefined, fixed: number, test: (value: number) => boolean): number =>
    values === undefined ? Number(test(fixed)) : values.reduce((count, value) => count + Number(test(value)), 0) / values.length;
  const lever = (path: string): ResolvedLever => onSolvers.levers.get(path) as ResolvedLever;
  const plain = toInput(onAccelerators);
  return {
    schema: 'chokepoint/analog-train/2',
    optimiser: onSolvers.choice.optimiser,
    samples,
    seed,
    batchTokens: { value: lever('run.batchTokens').value, origin: lever('run.batchTokens').origin },
    accelerators: drawn(onAccelerators, digital, [...ofAccelerators, ...ofBoth]),
    solvers: drawn(onSolvers, chip, [...ofSolvers, ...ofBoth]),
    converges: share(chip.headroom.get('accelerator.convergence'), 1, (value) => value >= 1),
    faster: share(chip.metrics.get('solver.speedUp'), inverses.solver.speedUp, (value) => value > 1),
    condition: inverses.condition,
    damping: lever('run.damping').value,
    refresh: lever('run.refresh').value,
    blocks: inverses.blocks,
    chipBinding: inverses.solver.binding,
    table: blocks.flatMap((block) =>
      refreshes.map((refresh) => {
        const moved = evaluate({ ...plain, run: { ...plain.run, curvatureBlock: block, refresh } as typeof plain.run }).inverses;
        return { block, refresh, share: moved?.share ?? 0, ceiling: moved?.ceiling ?? 1 };
      }),
    ),
    levers: [...onSolvers.levers.values()].filter(({ lever: { only } }) => only !== undefined),
  };
}

/** The ends of 90% of what is known of a lever. */
export const leverEnds = ({ distribution, value }: ResolvedLever): readonly [number, number] =>
  distribution.kind === 'point' ? [value, value] : [quantile(distribution, 0.05), quantile(distribution, 0.95)];
