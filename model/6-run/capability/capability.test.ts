import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import {
  algorithmicGain,
  anchoredModel,
  decomposeRuns,
  effectiveCompute,
  expectedLoss,
  flopForLoss,
  matureUtilisation,
  optimalModel,
  overTraining,
  type RunRecord,
  type ScalingLaw,
} from '#run';

/** Hoffmann et al., from the TeX source of the paper. */
const hoffmann: ScalingLaw = {
  irreducible: 1.6934,
  parameterScale: 406.4,
  parameterExponent: 0.33917,
  tokenScale: 410.7,
  tokenExponent: 0.28491,
};
/** Besiroglu et al., best fit of the notebook. */
const besiroglu: ScalingLaw = {
  irreducible: 1.817236,
  parameterScale: 477.8417,
  parameterExponent: 0.3473127,
  tokenScale: 2143.8638,
  tokenExponent: 0.3671826,
};

const law = fc.record({
  irreducible: fc.double({ min: 1, max: 2, noNaN: true }),
  parameterScale: fc.double({ min: 100, max: 1000, noNaN: true }),
  parameterExponent: fc.double({ min: 0.2, max: 0.5, noNaN: true }),
  tokenScale: fc.double({ min: 100, max: 5000, noNaN: true }),
  tokenExponent: fc.double({ min: 0.2, max: 0.5, noNaN: true }),
});
const compute = fc.double({ min: 18, max: 28, noNaN: true }).map((power) => quantity(10 ** power, 'FLOP'));

describe('scaling laws', () => {
  it('give the exponents that the papers state', () => {
    const exponent = (of: ScalingLaw): number => {
      const [one, ten] = [optimalModel({ law: of, flop: quantity(1e22, 'FLOP') }), optimalModel({ law: of, flop: quantity(1e23, 'FLOP') })];
      return Math.log10(ten.parameters / one.parameters);
    };
    // Table 2 of Hoffmann et al., approach 3; the notebook of Besiroglu et al.
    expect(exponent(hoffmann)).toBeCloseTo(0.4565, 3);
    expect(exponent(besiroglu)).toBeCloseTo(0.5139, 3);
  });

  it('come to about 20 tokens a parameter at the compute of Chinchilla by the replication', () => {
    const best = optimalModel({ law: besiroglu, flop: quantity(5.76e23, 'FLOP') });
    expect(best.tokensPerParameter).toBeGreaterThan(15);
    expect(best.tokensPerParameter).toBeLessThan(25);
    expect(best.parameters / 70e9).toBeGreaterThan(0.8);
    expect(best.parameters / 70e9).toBeLessThan(1.2);
  });

  it('put the least loss at the optimum, which spends the compute', () => {
    fc.assert(
      fc.property(law, compute, fc.double({ min: 0.1, max: 10, noNaN: true }), (of, flop, off) => {
        const best = optimalModel({ law: of, flop });
        expect((6 * best.parameters * best.tokens) / flop).toBeCloseTo(1, 9);
        const beside = expectedLoss({
          law: of,
          parameters: quantity(best.parameters * off, '1'),
          tokens: quantity(best.tokens / off, 'token'),
        });
        expect(beside.loss).toBeGreaterThanOrEqual(best.loss - 1e-12);
      }),
    );
  });

  it('find the compute of a loss again, and none for a loss that cannot be', () => {
    fc.assert(
      fc.property(law, compute, (of, flop) => {
        const { loss } = optimalModel({ law: of, flop });
        expect(Math.log(flopForLoss({ law: of, loss }) / flop)).toBeCloseTo(0, 5);
      }),
    );
    expect(flopForLoss({ law: besiroglu, loss: quantity(1.8, '1') })).toBe(Number.POSITIVE_INFINITY);
  });

  it('tell a model that is smaller than the best from one that is larger', () => {
    // Llama 3 8B: 15 trillion tokens, some 1,900 a parameter.
    const small = overTraining({ law: besiroglu, parameters: quantity(8.03e9, '1'), tokens: quantity(15e12, 'token') });
    expect(small.binding).toBe('over-trained');
    expect(small.factor).toBeGreaterThan(50);
    expect(small.spent).toBeGreaterThan(0.5);
    expect(overTraining({ law: besiroglu, parameters: quantity(175e9, '1'), tokens: quantity(300e9, 'token') }).binding).toBe(
      'under-trained',
    );
    fc.assert(
      fc.property(law, compute, fc.double({ min: 0.05, max: 20, noNaN: true }), (of, flop, off) => {
        const best = optimalModel({ law: of, flop });
        const { spent, equivalentFlop } = overTraining({
          law: of,
          parameters: quantity(best.parameters * off, '1'),
          tokens: quantity(best.tokens / off, 'token'),
        });
        expect(spent).toBeGreaterThanOrEqual(0);
        expect(spent).toBeLessThan(1);
        expect(equivalentFlop / flop).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });

  it('reproduce the projections of table 3 from one point and the exponent', () => {
    const at = (flop: number) =>
      anchoredModel({
        flop: quantity(flop, 'FLOP'),
        anchorFlop: quantity(5.76e23, 'FLOP'),
        anchorParameters: quantity(67e9, '1'),
        exponent: quantity(0.5, '1'),
      });
    // Ten billion, 175 billion and ten trillion parameters, each to what two digits of the exponent leave.
    for (const [flop, parameters, tokens] of [
      [1.23e22, 10e9, 205.1e9],
      [3.85e24, 175e9, 3.7e12],
      [1.3e28, 10e12, 216.2e12],
    ] as const) {
      expect(Math.abs(at(flop).parameters / parameters - 1)).toBeLessThan(0.05);
      expect(Math.abs(at(flop).tokens / tokens - 1)).toBeLessThan(0.05);
    }
  });
});

describe('progress of methods', () => {
  it('doubles in each halving time', () => {
    const gain = (months: number, halving: number) =>
      algorithmicGain({ elapsed: quantity(months, 'month'), halvingTime: quantity(halving, 'month') });
    expect(gain(8, 8)).toBe(2);
    expect(gain(28, 8)).toBeCloseTo(11.3, 1);
    expect(gain(28, 22)).toBeCloseTo(2.4, 1);
    expect(gain(28, 2)).toBe(16384);
  });

  it('multiplies compute, by the trend or by measures', () => {
    const flop = quantity(1e25, 'FLOP');
    expect(effectiveCompute({ flop, gains: { by: 'trend', factors: [4] } })).toEqual({ flop: 4e25, gain: 4, binding: 'methods' });
    expect(effectiveCompute({ flop, gains: { by: 'measures', factors: [] } })).toEqual({ flop: 1e25, gain: 1, binding: 'compute' });
  });

  it('leaves a measured utilisation as it is where the stack is that of the measurement, and stops at the peak', () => {
    const utilisation = quantity(0.3, '1');
    expect(matureUtilisation({ utilisation, maturity: quantity(1, '1') })).toBe(0.3);
    expect(matureUtilisation({ utilisation, maturity: quantity(5, '1') })).toBe(1);
  });
});

describe('the decomposition of two runs', () => {
  const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  const run = fc.record({ flop: positive, chips: positive, time: positive, peak: positive }) as unknown as fc.Arbitrary<RunRecord>;

  it('is exact: the product of its factors is the ratio', () => {
    fc.assert(
      fc.property(run, run, positive, positive, positive, (first, second, one, other, trend) => {
        const parts = decomposeRuns({
          first,
          second,
          claimed: { first: quantity(one, 'chip'), second: quantity(other, 'chip') },
          trend: quantity(trend, '1'),
        });
        const product = Object.values(parts.factors).reduce((sum, factor) => sum * factor, 1);
        expect(Math.abs(product / parts.ratio - 1)).toBeLessThan(1e-12);
        expect(Math.abs((parts.factors.trend * parts.factors.rest) / parts.work - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  it('takes GPT-4 and DeepSeek-V3 apart as their published figures do', () => {
    const parts = decomposeRuns({
      first: {
        flop: quantity(2.1e25, 'FLOP'),
        chips: quantity(25_000, 'chip'),
        time: quantity(2280, 'h'),
        peak: quantity(312e12, 'FLOP/s'),
      },
      second: {
        flop: quantity(3.408e24, 'FLOP'),
        chips: quantity(2048, 'chip'),
        time: quantity(2.788e6 / 2048, 'h'),
        peak: quantity(989.4e12, 'FLOP/s'),
      },
      claimed: { first: quantity(100_000, 'chip'), second: quantity(2000, 'chip') },
      trend: quantity(2 ** (28 / 8), '1'),
    });
    expect(parts.ratio).toBe(50);
    expect(parts.chipHours).toBeCloseTo(20.4, 1);
    expect(parts.factors.peak).toBeCloseTo(3.17, 2);
    expect(parts.work).toBeCloseTo(6.16, 2);
    expect(parts.factors.utilisation).toBeCloseTo(1.05, 1);
    expect(parts.factors.basisFirst).toBe(4);
    expect(parts.binding).toBe('trend');
  });
});
