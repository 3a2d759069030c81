import type { Quantity } from '#quantity';
import { type AnalogParts, analogSolve } from './analog-solve.ts';
import { blockCounts } from './block-inverse.ts';

/** Blocks whose inverses are due, and the solvers that work on them side by side. */
export interface SolverRefreshInput {
  /** Blocks to be inverted. */
  readonly blocks: number;
  /** Rows of a block; shorter ones are counted as whole. */
  readonly block: number;
  /** Rows of the largest array that inverts. */
  readonly leaf: number;
  /** Slices of the precise product. */
  readonly slices: number;
  /** Times that the slices are read for one precise product. */
  readonly passes: number;
  /** Cycles of refinement. */
  readonly cycles: number;
  /** Solvers, each with room for one block. */
  readonly solvers: number;
  /** Rate at which digital processors work out Schur complements before a block can be written. */
  readonly digitalRate: Quantity<'FLOP/s'>;
  readonly parts: AnalogParts;
}

/** What a refresh of all inverses takes. */
export interface SolverRefresh {
  /** Preparing, writing and solving, one after another. */
  readonly time: Quantity<'s'>;
  /** Schur complements on the digital processors. */
  readonly preparing: Quantity<'s'>;
  readonly writing: Quantity<'s'>;
  /** One solution for every column of each block. */
  readonly solving: Quantity<'s'>;
  /** Writes and solutions; Schur complements are digital. */
  readonly energy: Quantity<'J'>;
  readonly schurFlop: Quantity<'FLOP'>;
  /** Writes that a cell takes: above one where a solver serves several blocks. @unit 1 */
  readonly writes: number;
  /** One solver while it solves. */
  readonly power: Quantity<'W'>;
  /** One solver. */
  readonly area: Quantity<'mm2'>;
  /** What takes most of the time. */
  readonly binding: 'schur' | 'writes' | 'solves';
}

/**
 * Time and energy of refreshing the inverses of many blocks on analog solvers. A full inverse is a solution for every column of
 * a block, and a block that does not fit an array needs its Schur complements first.
 *
 * @equation T = \frac{B F_S}{R} + k (n t_w + n t), \quad k = \max(1, B / N), \quad E = B (E_w + n E)
 * @param input blocks, solvers, cycles and parts
 * @source kfac-analog-training abstract
 * @valid blocks are spread evenly over the solvers; moving them to and fro is left out
 */
export function solverRefresh(input: SolverRefreshInput): SolverRefresh {
  const { blocks, block, slices, passes, cycles, solvers, digitalRate, parts } = input;
  const leaf = Math.min(input.leaf, block);
  const solve = analogSolve({ size: block, leaf, slices, passes, cycles, converters: true, parts });
  const schurFlop = blocks * blockCounts({ size: block, leaf }).schurFlop;
  const writes = Math.max(1, blocks / solvers);
  const preparing = schurFlop / digitalRate;
  const writing = writes * solve.writeTime;
  const solving = writes * block * solve.time;
  return {
    time: (preparing + writing + solving) as Quantity<'s'>,
    preparing: preparing as Quantity<'s'>,
    writing: writing as Quantity<'s'>,
    solving: solving as Quantity<'s'>,
    energy: (blocks * (solve.writeEnergy + block * solve.energy)) as Quantity<'J'>,
    schurFlop: schurFlop as Quantity<'FLOP'>,
    writes,
    power: (solve.energy / solve.time) as Quantity<'W'>,
    area: solve.area,
    binding: preparing >= Math.max(writing, solving) ? 'schur' : writing >= solving ? 'writes' : 'solves',
  };
}
