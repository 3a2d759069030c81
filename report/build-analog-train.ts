import {
  type AnalogParts,
  type AnalogSolve,
  analogSolve,
  blockCounts,
  cellLife,
  type SecondOrderShare,
  secondOrderShare,
  type WeightShape,
} from '#analog';
import { evaluate, type ModelShape } from '#model';
import { type Quantity, quantity, secondsPerDay } from '#quantity';
import { type ResolvedScenario, toInput } from '#scenario';

/** A second-order optimiser, and the chip that would invert for it. */
export interface AnalogTrainOptions {
  readonly optimizer: 'shampoo' | 'kfac';
  /** Steps between refreshes of the inverses. */
  readonly refresh: number;
  /** Rows of a block of the curvature at most. */
  readonly block: number;
  /** Damping over the largest eigenvalue of a block. */
  readonly damping: number;
  readonly batchTokens: number;
  /** Share of the dense peak that inverses reach on the accelerators. */
  readonly inverseUse: number;
  /** Operations of an inverse, or of a root, for a row cubed. */
  readonly flopPerCube: number;
  /** Solvers of the chip beside every accelerator. */
  readonly solvers: number;
  readonly leaf: number;
  readonly cycles: number;
  readonly passes: number;
}

export interface AnalogTrain {
  readonly schema: 'chokepoint/analog-train/1';
  readonly options: AnalogTrainOptions;
  readonly steps: number;
  readonly stepTime: number;
  readonly runTime: number;
  readonly result: SecondOrderShare;
  /** How many times faster the solvers refresh all inverses than the accelerators do; below one they are slower. */
  readonly gain: number;
  /** The run with inverses, on the accelerators and on the chip. */
  readonly runWithInverses: number;
  readonly runWithChip: number;
  /** Condition that the damping leaves at most. */
  readonly condition: number;
  readonly refreshCells: number;
  readonly refreshEnergy: number;
  /** Until the cells are worn out. */
  readonly life: number;
  /** Life over the length of the run: below one, cells do not outlive it. */
  readonly lifeOfRun: number;
  /** Where the time of a refresh on the chip goes. */
  readonly chipBinding: 'writes' | 'solves' | 'schur';
  readonly table: readonly { readonly block: number; readonly refresh: number; readonly share: number; readonly ceiling: number }[];
  readonly shapes: readonly WeightShape[];
}

export type AnalogTrainRefusal = { readonly feasible: false; readonly binding: 'no-shape' | 'no-time' };

const refreshes = [1, 2, 5, 10, 20, 50, 100] as const;
const blocks = [128, 512, 1024, 2048] as const;

/** The weight matrices of a transformer; norms and embeddings keep a diagonal. */
const shapesOf = (shape: ModelShape): readonly WeightShape[] => {
  const { layers, hidden, heads, kvHeads, headDim, ffnMatrices, ffnDense, experts } = shape;
  const sparse = experts === undefined ? 0 : layers - experts.denseLayers;
  const dense = layers - sparse;
  return [
    { rows: hidden, columns: heads * headDim, count: 2 * layers },
    { rows: hidden, columns: kvHeads * headDim, count: 2 * layers },
    { rows: hidden, columns: ffnDense, count: ffnMatrices * dense },
    ...(experts === undefined
      ? []
      : [{ rows: hidden, columns: experts.ffn, count: ffnMatrices * sparse * (experts.routed + experts.shared) }]),
  ].filter(({ rows, columns, count }) => rows > 0 && columns > 0 && count > 0);
};

/**
 * What faster inverses would do for a training run: the step comes from the scenario, the inverses from the shapes of its
 * model, and the time of the chip from writing, preparing and solving for every column of each block.
 *
 * @param scenario the resolved scenario, taken at its medians
 * @param options optimiser and chip
 * @param parts what the parts of the chip take
 * @param endurance writes that a cell takes
 */
export function buildAnalogTrain(
  scenario: ResolvedScenario,
  options: AnalogTrainOptions,
  parts: AnalogParts,
  endurance: Quantity<'1'>,
): AnalogTrain | AnalogTrainRefusal {
  const outcome = evaluate(toInput(scenario));
  const shapes = shapesOf(scenario.choice.shape);
  if (shapes.length === 0) return { feasible: false, binding: 'no-shape' };
  const { time, tokens } = outcome.run;
  // Tokens of a step are stated; the run gives its tokens and its time.
  const steps = tokens / options.batchTokens;
  const seconds = time * secondsPerDay;
  if (!(seconds > 0) || !Number.isFinite(seconds) || !(steps > 0) || !Number.isFinite(steps))
    return { feasible: false, binding: 'no-time' };
  const stepTime = seconds / steps;
  const inverseRate = quantity(outcome.cluster.peak * options.inverseUse, 'FLOP/s');
  const shareAt = (block: number, refresh: number, gain: number): SecondOrderShare =>
    secondOrderShare({
      shapes,
      factors: options.optimizer === 'shampoo' ? 'pieces' : 'sides',
      block,
      refresh,
      flopPerCube: options.flopPerCube,
      inverseRate,
      stepTime: quantity(stepTime, 's'),
      gain,
    });
  const { block, refresh } = options;
  const bare = shareAt(block, refresh, 1);

  const leaf = Math.min(options.leaf, block);
  const chip: AnalogSolve = analogSolve({
    size: block,
    leaf,
    slices: 8,
    passes: options.passes,
    cycles: options.cycles,
    converters: true,
    parts,
  });
  const { schurFlop } = blockCounts({ size: block, leaf });
  const solvers = options.solvers * outcome.cluster.count;
  const rounds = Math.max(1, bare.blocks / solvers);
  // A full inverse takes a solution for every column of the block.
  const solving = rounds * block * chip.time;
  const writing = rounds * chip.writeTime;
  const preparing = (bare.blocks * schurFlop) / inverseRate;
  const chipTime = solving + writing + preparing;
  const gain = bare.refreshFlop / inverseRate / chipTime;
  const result = shareAt(block, refresh, gain);
  const refreshSpan = refresh * stepTime * result.speedUp;
  const life = cellLife({ endurance, rate: quantity(1 / refreshSpan, 'Hz') });
  const runWithInverses = seconds / (1 - result.share);
  return {
    schema: 'chokepoint/analog-train/1',
    options,
    steps,
    stepTime,
    runTime: seconds,
    result,
    gain,
    runWithInverses,
    runWithChip: runWithInverses / result.speedUp,
    condition: (1 + options.damping) / options.damping,
    refreshCells: bare.blocks * chip.cells,
    refreshEnergy: bare.blocks * chip.writeEnergy,
    life,
    lifeOfRun: life / seconds,
    chipBinding: writing >= Math.max(solving, preparing) ? 'writes' : solving >= preparing ? 'solves' : 'schur',
    table: blocks.flatMap((rows) =>
      refreshes.map((every) => {
        const { share, ceiling } = shareAt(rows, every, 1);
        return { block: rows, refresh: every, share, ceiling };
      }),
    ),
    shapes,
  };
}
