import type { Quantity } from '#quantity';
import type { AnalogSolve } from './analog-solve.ts';
import { type DigitalRival, digitalSolve } from './digital-solve.ts';

/** What is counted on either side of a comparison. */
export interface Accounting {
  /** Does the digital side factor the matrix anew for every right-hand side? */
  readonly freshFactors: boolean;
  /** Are the writes of the matrix into the cells counted? */
  readonly writes: boolean;
  /** Are the Schur complements counted, which a digital processor works out before the matrix can be written? */
  readonly schur: boolean;
  /** Right-hand sides for each matrix; infinite where it never changes. */
  readonly rightSides: number;
}

/** A chip and a digital processor on the same system. */
export interface GainInput {
  /** Rows of the matrix. */
  readonly size: number;
  /** Do digital rivals use that it is symmetric and positive definite? */
  readonly symmetric: boolean;
  readonly analog: AnalogSolve;
  /** Operations of the Schur complements. */
  readonly schurFlop: number;
  readonly rival: DigitalRival;
  readonly accounting: Accounting;
}

/** How many times better the chip is; below one it is worse. */
export interface Gain {
  /** Digital energy over analog energy, for each right-hand side. */
  readonly energy: Quantity<'1'>;
  /** Digital time over analog time, for each right-hand side, one processor against one chip. */
  readonly speed: Quantity<'1'>;
  readonly analogEnergy: Quantity<'J'>;
  readonly digitalEnergy: Quantity<'J'>;
  readonly analogTime: Quantity<'s'>;
  readonly digitalTime: Quantity<'s'>;
  /** What takes most of the energy of the chip under this accounting. */
  readonly binding: 'writes' | 'schur' | 'amplifiers' | 'cells' | 'converters';
}

/**
 * Compares an analog chip with a digital processor under a stated accounting.
 *
 * @equation g = \frac{e_F F / R_d + e_S S}{E + (E_w + e_F F_S) / R}
 * @param input chip, processor and what is counted
 * @pure
 */
export function analogGain(input: GainInput): Gain {
  const { size, symmetric, analog, schurFlop, rival, accounting } = input;
  const { freshFactors, writes, schur, rightSides } = accounting;
  const digital = digitalSolve({ size, symmetric, rightSides: freshFactors ? 1 : rightSides, rival });
  const written = writes ? analog.writeEnergy / rightSides : 0;
  const prepared = schur ? (schurFlop * rival.factoring.energy) / rightSides : 0;
  const analogEnergy = analog.energy + written + prepared;
  const analogTime =
    analog.time + (writes ? analog.writeTime / rightSides : 0) + (schur ? schurFlop / rival.factoring.rate / rightSides : 0);
  return {
    energy: (digital.energy / analogEnergy) as Quantity<'1'>,
    speed: (digital.time / analogTime) as Quantity<'1'>,
    analogEnergy: analogEnergy as Quantity<'J'>,
    digitalEnergy: digital.energy,
    analogTime: analogTime as Quantity<'s'>,
    digitalTime: digital.time,
    binding: written >= Math.max(prepared, analog.energy) ? 'writes' : prepared >= analog.energy ? 'schur' : analog.binding,
  };
}
