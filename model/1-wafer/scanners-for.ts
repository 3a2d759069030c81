import type { Quantity } from '#quantity';
import type { Scanner } from './lithography.ts';
import type { WaferFlow } from './wafer-flow.ts';

export interface ScannersForInput {
  readonly flow: Pick<WaferFlow, 'passes'>;
  readonly scanners: readonly Pick<Scanner, 'id' | 'capacity'>[];
  readonly demand: {
    /** Wafer starts in a month. */
    readonly starts: Quantity<'wafer/month'>;
  };
}

/** Scanners of one model that a capacity needs. */
export interface ScannerNeed {
  readonly id: string;
  /** Passes of a wafer through it, rework included. */
  readonly passes: number;
  /** Machines, as a fraction: what would be busy all the time. */
  readonly exact: number;
  /** Machines to be bought. */
  readonly needed: number;
}

/**
 * Scanners that a number of wafer starts in a month takes, model by model.
 *
 * @equation N_i = W n_i / K_i
 * @param input passes of a wafer through each scanner, what each does in a month, wafer starts
 */
export const scannersFor = ({ flow, scanners, demand }: ScannersForInput): readonly ScannerNeed[] =>
  scanners.map(({ id, capacity }, index) => {
    const passes = flow.passes[index] ?? 0;
    const exact = passes === 0 ? 0 : (demand.starts * passes) / capacity;
    return { id, passes, exact, needed: Math.ceil(exact - 1e-9) };
  });
