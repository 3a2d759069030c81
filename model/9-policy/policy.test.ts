import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestLine, type RuleLeg, type RuleStatus, ruleStatus } from '#policy';
import { quantity } from '#quantity';

const figure = (max: number): fc.Arbitrary<number> => fc.double({ min: 1, max, noNaN: true });
const closed: readonly RuleLeg[] = [
  { id: 'tpp', outcome: 'denied', tppMin: quantity(4800, 'TPP') },
  { id: 'density', outcome: 'denied', tppMin: quantity(1600, 'TPP'), densityMin: quantity(5.92, 'TPP/mm2') },
  { id: 'letter', outcome: 'licence', memoryBandwidthMin: quantity(1400e9, 'B/s') },
];
const of = (legs: readonly RuleLeg[], tpp: number, density: number, memoryBandwidth: number): RuleStatus =>
  ruleStatus({
    legs,
    tpp: quantity(tpp, 'TPP'),
    performanceDensity: quantity(density, 'TPP/mm2'),
    linkBandwidth: quantity(900e9, 'B/s'),
    memoryBandwidth: quantity(memoryBandwidth, 'B/s'),
  });
const rank = { free: 0, notify: 1, 'case-by-case': 1, licence: 2, denied: 3 };

describe('export rules that only close', () => {
  it('hold a chip exactly where its headroom is below one', () => {
    fc.assert(
      fc.property(figure(10_000), figure(20), figure(4e12), (tpp, density, memory) => {
        const { outcome, headroom } = of(closed, tpp, density, memory);
        expect(outcome === 'free').toBe((headroom ?? Number.NaN) >= 1);
      }),
    );
    expect(of(closed, 4800, 1, 1).outcome).toBe('denied');
    expect(of(closed, 4800, 1, 1).headroom).toBeLessThan(1);
  });

  it('are never milder on a chip that is more in every figure', () => {
    const times = fc.double({ min: 1, max: 5, noNaN: true });
    fc.assert(
      fc.property(figure(10_000), figure(20), figure(4e12), times, (tpp, density, memory, more) => {
        const before = of(closed, tpp, density, memory);
        const after = of(closed, tpp * more, density * more, memory * more);
        expect(rank[after.outcome]).toBeGreaterThanOrEqual(rank[before.outcome]);
      }),
    );
  });

  it('say the same in any order', () => {
    fc.assert(
      fc.property(
        figure(10_000),
        figure(20),
        figure(4e12),
        fc.shuffledSubarray([...closed], { minLength: 3 }),
        (tpp, density, memory, legs) => {
          const [one, other] = [of(closed, tpp, density, memory), of(legs, tpp, density, memory)];
          expect(other.outcome).toBe(one.outcome);
          expect(other.headroom).toBe(one.headroom);
        },
      ),
    );
  });
});

describe('a case-by-case leg', () => {
  const narrow: RuleLeg = {
    id: 'narrow',
    outcome: 'case-by-case',
    tppBelow: quantity(6000, 'TPP'),
    densityBelow: quantity(6.2, 'TPP/mm2'),
  };
  const wide: RuleLeg = {
    id: 'wide',
    outcome: 'case-by-case',
    tppBelow: quantity(21_000, 'TPP'),
    memoryBandwidthBelow: quantity(6500e9, 'B/s'),
  };

  it('of several that reach the chip, the one with the most room decides, in any order', () => {
    for (const legs of [
      [...closed, narrow, wide],
      [...closed, wide, narrow],
    ]) {
      expect(of(legs, 4992, 6.04, 2039e9)).toEqual({ outcome: 'case-by-case', leg: 'wide', headroom: 6500 / 2039, line: 6500 / 2039 });
    }
  });

  it('has room only up to the first of its limits, density too', () => {
    expect(of([...closed, narrow], 4992, 6.04, 2039e9).headroom).toBeCloseTo(6.2 / 6.04, 12);
  });

  it('opens nothing that was not closed', () => {
    expect(of([{ ...narrow }], 100, 1, 1)).toEqual({ outcome: 'free', headroom: undefined, line: undefined });
  });
});

it('notice is owed only where nothing harsher holds', () => {
  const notice: RuleLeg = { id: 'notice', outcome: 'notify', tppMin: quantity(2400, 'TPP') };
  expect(of([notice], 3000, 1, 1)).toMatchObject({ outcome: 'notify', leg: 'notice' });
  expect(of([notice, ...closed], 5000, 1, 1)).toMatchObject({ outcome: 'denied', leg: 'tpp' });
  expect(of([...closed, notice], 5000, 1, 1)).toMatchObject({ outcome: 'denied', leg: 'tpp' });
});

describe('the nearest line', () => {
  const notice: RuleLeg = { id: 'notice', outcome: 'notify', tppMin: quantity(2400, 'TPP'), densityMin: quantity(1.6, 'TPP/mm2') };
  const window: RuleLeg = {
    id: 'window',
    outcome: 'case-by-case',
    tppBelow: quantity(21_000, 'TPP'),
    memoryBandwidthBelow: quantity(6500e9, 'B/s'),
  };
  const figures = ['tpp', 'performanceDensity', 'linkBandwidth', 'memoryBandwidth'] as const;
  const figureOf = {
    tpp: 'tpp',
    density: 'performanceDensity',
    linkBandwidth: 'linkBandwidth',
    memoryBandwidth: 'memoryBandwidth',
  } as const;

  it('is the line of the status, whatever the chip and the rules: its limit over the figure of the chip', () => {
    fc.assert(
      fc.property(
        figure(40_000),
        figure(40),
        figure(9e12),
        fc.subarray([...closed, notice, window], { minLength: 1 }),
        (tpp, density, memory, legs) => {
          const chip = {
            legs,
            tpp: quantity(tpp, 'TPP'),
            performanceDensity: quantity(density, 'TPP/mm2'),
            linkBandwidth: quantity(900e9, 'B/s'),
            memoryBandwidth: quantity(memory, 'B/s'),
          };
          const status = ruleStatus(chip);
          const line = nearestLine({ ...chip, status });
          expect(line?.headroom).toBe(status.line);
          if (line === undefined) return;
          expect(figures).toContain(figureOf[line.figure]);
          expect(line.limit / chip[figureOf[line.figure]] / line.headroom).toBeCloseTo(1, 9);
          expect(legs.map(({ id }) => id)).toContain(line.leg);
        },
      ),
    );
  });
});
