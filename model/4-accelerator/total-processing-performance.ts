import { type Quantity, quantity } from '#quantity';

/** Dense peaks of a chip; an absent one is a format it does not have or nobody published. */
export interface Peaks {
  readonly peakFp64?: Quantity<'FLOP/s'> | undefined;
  readonly peakFp32?: Quantity<'FLOP/s'> | undefined;
  readonly peakBf16?: Quantity<'FLOP/s'> | undefined;
  readonly peakFp8?: Quantity<'FLOP/s'> | undefined;
  readonly peakFp6?: Quantity<'FLOP/s'> | undefined;
  readonly peakFp4?: Quantity<'FLOP/s'> | undefined;
  readonly peakInt8?: Quantity<'OP/s'> | undefined;
}

export interface TotalProcessingPerformance {
  readonly tpp: Quantity<'TPP'>;
  /** The format that decides. */
  readonly binding: 'fp64' | 'fp32' | 'bf16' | 'fp8' | 'fp6' | 'fp4' | 'int8' | 'none';
}

const tera = 1e12;

/**
 * Total processing performance as the export rules count it: the greatest product of dense tera-operations
 * per second and the bits of an operand. TF32 is left out: at half the rate of BF16 it cannot decide, whether
 * its operand is counted as 19 bits or as 32.
 *
 * @equation TPP = \max_f \left( \frac{P_f}{10^{12}} b_f \right)
 * @param peaks dense peaks by format
 * @source us-3a090
 */
export const totalProcessingPerformance = (peaks: Peaks): TotalProcessingPerformance => {
  let most = 0;
  let binding: TotalProcessingPerformance['binding'] = 'none';
  const consider = (peak: number | undefined, bits: number, format: TotalProcessingPerformance['binding']): void => {
    const value = peak === undefined ? 0 : (peak / tera) * bits;
    if (value > most) {
      most = value;
      binding = format;
    }
  };
  consider(peaks.peakInt8, 8, 'int8');
  consider(peaks.peakBf16, 16, 'bf16');
  consider(peaks.peakFp8, 8, 'fp8');
  consider(peaks.peakFp4, 4, 'fp4');
  consider(peaks.peakFp6, 6, 'fp6');
  consider(peaks.peakFp32, 32, 'fp32');
  consider(peaks.peakFp64, 64, 'fp64');
  return { tpp: quantity(most, 'TPP'), binding };
};

/**
 * Performance density of the export rules.
 *
 * @equation PD = TPP / A
 * @param input total processing performance and the area of all non-planar logic dies
 */
export const performanceDensity = (input: { readonly tpp: Quantity<'TPP'>; readonly area: Quantity<'mm2'> }): Quantity<'TPP/mm2'> =>
  quantity(input.tpp / input.area, 'TPP/mm2');
