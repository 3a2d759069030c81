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
  const int8 = product(peaks.peakInt8, 8);
  const bf16 = product(peaks.peakBf16, 16);
  const fp8 = product(peaks.peakFp8, 8);
  const fp4 = product(peaks.peakFp4, 4);
  const fp6 = product(peaks.peakFp6, 6);
  const fp32 = product(peaks.peakFp32, 32);
  const fp64 = product(peaks.peakFp64, 64);
  const most = Math.max(int8, bf16, fp8, fp4, fp6, fp32, fp64);
  const binding =
    most === 0
      ? 'none'
      : most === int8
        ? 'int8'
        : most === bf16
          ? 'bf16'
          : most === fp8
            ? 'fp8'
            : most === fp4
              ? 'fp4'
              : most === fp6
                ? 'fp6'
                : most === fp32
                  ? 'fp32'
                  : 'fp64';
  return { tpp: quantity(most, 'TPP'), binding };
};

/** Bits of the operands that a format works through, in tera-operations; none where the chip does not have it. */
const product = (peak: number | undefined, bits: number): number => (peak === undefined ? 0 : (peak / tera) * bits);

/**
 * Performance density of the export rules.
 *
 * @equation PD = TPP / A
 * @param input total processing performance and the area of all non-planar logic dies
 */
export const performanceDensity = (input: { readonly tpp: Quantity<'TPP'>; readonly area: Quantity<'mm2'> }): Quantity<'TPP/mm2'> =>
  quantity(input.tpp / input.area, 'TPP/mm2');
