import { type Quantity, quantity } from '#quantity';
import { type Peaks, performanceDensity, totalProcessingPerformance } from './total-processing-performance.ts';

/** Number formats a run can use; `bf16` stands for FP16 too, which runs at the same rate. */
export type Precision = 'bf16' | 'fp8' | 'fp4';

export interface AcceleratorInput extends Peaks {
  readonly precision: Precision;
  readonly memory: Quantity<'B'>;
  readonly memoryBandwidth: Quantity<'B/s'> | undefined;
  readonly power: Quantity<'W'>;
  /** Area of all non-planar logic dies; without it performance density is unknown. */
  readonly logicArea: Quantity<'mm2'> | undefined;
}

export interface Accelerator {
  /** Dense peak at the precision of the run; `undefined` where the chip does not have it. */
  readonly peak: Quantity<'FLOP/s'> | undefined;
  readonly memory: Quantity<'B'>;
  readonly power: Quantity<'W'>;
  /** FLOP per byte at which arithmetic and memory take the same time. */
  readonly balance: Quantity<'FLOP/B'> | undefined;
  readonly energyPerFlop: Quantity<'J/FLOP'> | undefined;
  readonly tpp: Quantity<'TPP'>;
  readonly performanceDensity: Quantity<'TPP/mm2'> | undefined;
  /** The format that decides its total processing performance. */
  readonly binding: string;
}

/**
 * What one accelerator offers a run, and what an export rule measures of it.
 *
 * @equation I = P / B,\quad e = W / P
 * @param input dense peaks, precision of the run, memory, power and die area
 */
export const accelerator = (input: AcceleratorInput): Accelerator => {
  const peak = input.precision === 'bf16' ? input.peakBf16 : input.precision === 'fp8' ? input.peakFp8 : input.peakFp4;
  const { tpp, binding } = totalProcessingPerformance(input);
  return {
    peak,
    memory: input.memory,
    power: input.power,
    balance: peak === undefined || input.memoryBandwidth === undefined ? undefined : quantity(peak / input.memoryBandwidth, 'FLOP/B'),
    energyPerFlop: peak === undefined ? undefined : quantity(input.power / peak, 'J/FLOP'),
    tpp,
    performanceDensity: input.logicArea === undefined ? undefined : performanceDensity({ tpp, area: input.logicArea }),
    binding,
  };
};
