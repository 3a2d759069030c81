import type { Quantity } from '#quantity';

/** A weight matrix and how many of its shape a model has. */
export interface WeightShape {
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
}

/** A second-order optimiser on a model. */
export interface SecondOrderInput {
  readonly shapes: readonly WeightShape[];
  /** What has a factor of curvature: each side of a weight matrix, cut into blocks, or both sides of each square piece of it. */
  readonly factors: 'sides' | 'pieces';
  /** Rows of a block of the curvature at most; larger sides are cut into blocks. */
  readonly block: number;
  /** Steps between two refreshes of the inverses. */
  readonly refresh: number;
  /** Operations for a row cubed: what one inverse or root of a block takes. */
  readonly flopPerCube: number;
  /** Rate at which the accelerators together invert. */
  readonly inverseRate: Quantity<'FLOP/s'>;
  /** A step of training without the inverses. */
  readonly stepTime: Quantity<'s'>;
  /** How many times faster the chip inverts. */
  readonly gain: number;
}

/** What the inverses take of a step, and what a chip for them would give. */
export interface SecondOrderShare {
  /** Blocks whose inverse is refreshed. @unit 1 */
  readonly blocks: number;
  /** One refresh of all blocks. */
  readonly refreshFlop: Quantity<'FLOP'>;
  /** Inverses, for each step. */
  readonly inverseTime: Quantity<'s'>;
  /** Of the whole step, inverses with it. */
  readonly share: Quantity<'1'>;
  /** Speed-up by a chip that inverts in no time at all. */
  readonly ceiling: Quantity<'1'>;
  /** Speed-up by this chip. */
  readonly speedUp: Quantity<'1'>;
  /** What takes most of the step. */
  readonly binding: 'inverses' | 'gradients';
}

/** Lengths of the blocks of a side: so many whole ones, and what is left. */
const lengths = (side: number, block: number): readonly (readonly [length: number, count: number])[] => {
  const whole = Math.floor(side / block);
  const rest = side - whole * block;
  return rest === 0
    ? [[block, whole]]
    : [
        [block, whole],
        [rest, 1],
      ];
};

/**
 * Share of a training step that second-order inverses take, and by how much a chip that inverts faster can shorten the run.
 *
 * @equation T_i = \frac{c}{f R} \sum_l n_l (p_b \sum_a m_a^3 + p_a \sum_b m_b^3), \quad s = \frac{T_i}{T + T_i}, \quad S = \frac{1}{1 - s + s/g}
 * @param input shapes, optimiser, rates
 * @source kfac-analog-training abstract
 * @valid inverses are not hidden behind other work; what the chip still needs digitally, Schur complements and writes, is in its gain
 */
export function secondOrderShare(input: SecondOrderInput): SecondOrderShare {
  const { shapes, factors, block, refresh, flopPerCube, inverseRate, stepTime, gain } = input;
  let cubes = 0;
  let blocks = 0;
  for (const { rows, columns, count } of shapes) {
    const sides = [
      [rows, columns],
      [columns, rows],
    ] as const;
    for (const [side, other] of sides) {
      const pieces = factors === 'pieces' ? Math.ceil(other / block) : 1;
      for (const [length, times] of lengths(side, block)) {
        cubes += count * pieces * times * length ** 3;
        blocks += count * pieces * times;
      }
    }
  }
  const refreshFlop = flopPerCube * cubes;
  const inverseTime = refreshFlop / inverseRate / refresh;
  const share = inverseTime / (stepTime + inverseTime);
  return {
    blocks,
    refreshFlop: refreshFlop as Quantity<'FLOP'>,
    inverseTime: inverseTime as Quantity<'s'>,
    share: share as Quantity<'1'>,
    ceiling: (1 / (1 - share)) as Quantity<'1'>,
    speedUp: (1 / (1 - share + share / gain)) as Quantity<'1'>,
    binding: share > 0.5 ? 'inverses' : 'gradients',
  };
}
