import type { Quantity } from '#quantity';

/** Arithmetic of a digital processor at some precision. */
export interface DigitalArithmetic {
  /** Operations a second that it reaches, not only promises. */
  readonly rate: Quantity<'FLOP/s'>;
  /** One operation, with what the processor draws meanwhile. */
  readonly energy: Quantity<'J/FLOP'>;
}

/** A digital processor that solves systems of equations. */
export interface DigitalRival {
  /** In which it factors the matrix. */
  readonly factoring: DigitalArithmetic;
  /** In which it solves with the factors and works out residuals. */
  readonly solving: DigitalArithmetic;
  /** Sweeps of refinement after a factoring of lower precision; 0 where the factors are as precise as the answer. */
  readonly sweeps: number;
}

/** A system, and how often its factors serve. */
export interface DigitalSolveInput {
  /** Rows of the matrix. */
  readonly size: number;
  /** Does the processor exploit that the matrix is symmetric and positive definite? */
  readonly symmetric: boolean;
  /** Right-hand sides that the factors serve; infinite where the matrix never changes. */
  readonly rightSides: number;
  readonly rival: DigitalRival;
}

/** What one right-hand side takes. */
export interface DigitalSolve {
  readonly time: Quantity<'s'>;
  readonly energy: Quantity<'J'>;
  /** Operations of one factoring. */
  readonly factorFlop: Quantity<'FLOP'>;
  /** Operations of one right-hand side, sweeps of refinement among them. */
  readonly solveFlop: Quantity<'FLOP'>;
  readonly binding: 'factoring' | 'solving';
}

/**
 * Time and energy of a right-hand side on a digital processor: its share of a factoring, and two triangular solutions for
 * the answer and for each sweep of refinement.
 *
 * @equation F = \tfrac{2}{3} n^3 \;(\tfrac{1}{3} n^3 \text{ symmetric}), \quad S = 2 n^2 + 4 n^2 s, \quad E = e_F F / R + e_S S
 * @param input system, factors and processor
 */
export function digitalSolve(input: DigitalSolveInput): DigitalSolve {
  const { size: n, symmetric, rightSides, rival } = input;
  const factorFlop = ((symmetric ? 1 : 2) / 3) * n ** 3;
  const solveFlop = 2 * n ** 2 * (1 + 2 * rival.sweeps);
  const factoring = (rival.factoring.energy * factorFlop) / rightSides;
  const solving = rival.solving.energy * solveFlop;
  return {
    time: (factorFlop / rival.factoring.rate / rightSides + solveFlop / rival.solving.rate) as Quantity<'s'>,
    energy: (factoring + solving) as Quantity<'J'>,
    factorFlop: factorFlop as Quantity<'FLOP'>,
    solveFlop: solveFlop as Quantity<'FLOP'>,
    binding: factoring >= solving ? 'factoring' : 'solving',
  };
}

/**
 * Sweeps of refinement that bring factors of low precision to a target; infinite where they cannot.
 *
 * @equation \lceil b / (p - \log_2 \kappa) \rceil - 1
 * @param input.bits bits of the answer
 * @param input.significand bits of the significand of the factors
 * @param input.condition condition of the matrix
 * @unit 1
 * @source carson-higham-2018 theorem 4.1
 */
export function refinementSweeps(input: { readonly bits: number; readonly significand: number; readonly condition: number }): number {
  const gained = input.significand - Math.log2(input.condition);
  return gained > 0 ? Math.max(0, Math.ceil(input.bits / gained) - 1) : Number.POSITIVE_INFINITY;
}
