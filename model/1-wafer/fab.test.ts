import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import {
  cycleTime,
  defectDensity,
  fleetCapacity,
  type Lithography,
  lineYield,
  lithographies,
  overlayLoss,
  type PassNeed,
  scannersFor,
} from '#wafer';
import { erfc } from './erfc.ts';

describe('the complementary error function', () => {
  it('agrees with tabled values', () => {
    // Abramowitz and Stegun, table 7.1, and the asymptotic series far out.
    expect(erfc(0)).toBe(1);
    expect(erfc(0.5)).toBeCloseTo(0.4795001221869535, 14);
    expect(erfc(1)).toBeCloseTo(0.15729920705028513, 14);
    expect(erfc(2) / 0.004677734981047266).toBeCloseTo(1, 12);
    expect(erfc(3) / 2.209049699858544e-5).toBeCloseTo(1, 12);
    expect(erfc(5) / 1.5374597944280349e-12).toBeCloseTo(1, 12);
    expect(erfc(-1)).toBeCloseTo(1.8427007929497148, 14);
    expect(erfc(40)).toBe(0);
  });
});

describe('overlay', () => {
  const loss = (overlay: number, tolerance: number, caught = 0.9) =>
    overlayLoss({ overlay: quantity(overlay, 'nm'), tolerance: quantity(tolerance, 'nm'), caught: quantity(caught, '1') });

  it('loses what is out of tolerance and not caught, and exposes again what is', () => {
    const { outOfTolerance, rework, loss: lost } = loss(3, 2);
    // Two standard deviations of sqrt(2): erfc(1) of the exposures.
    expect(outOfTolerance).toBeCloseTo(0.15729920705028513, 12);
    expect(rework + lost).toBeCloseTo(outOfTolerance, 15);
    expect(loss(0, 2)).toMatchObject({ outOfTolerance: 0, rework: 0, loss: 0 });
  });

  it('loses more with a worse scanner or a tighter layer', () => {
    expect(loss(5.7, 4).loss).toBeGreaterThan(loss(2, 4).loss);
    expect(loss(2, 3).loss).toBeGreaterThan(loss(2, 4).loss);
  });
});

describe('defects, line and time', () => {
  const zero = Object.fromEntries(lithographies.map((each) => [each, 0])) as Record<Lithography, number>;
  const perExposure = Object.fromEntries(lithographies.map((each) => [each, quantity(0.001, '/cm2')])) as never;

  it('add up over exposures, and fall to the mature figure', () => {
    const base = quantity(0.04, '/cm2');
    const exposures = { ...zero, arfi: 30, euv: 20 };
    expect(defectDensity({ defects: { base, perExposure }, exposures })).toBeCloseTo(0.09, 12);
    const at = (age: number): number =>
      defectDensity({
        defects: { base, perExposure },
        exposures,
        learning: { start: quantity(2, '1'), time: quantity(7, 'month'), age: quantity(age, 'month') },
      });
    expect(at(0)).toBeCloseTo(0.18, 12);
    expect(at(7)).toBeCloseTo(0.09 * (1 + Math.exp(-1)), 12);
    expect(at(1e4)).toBeCloseTo(0.09, 12);
  });

  it('a wafer survives each mask', () => {
    expect(lineYield({ masks: quantity(82, 'mask'), perMask: quantity(0.9993, '1') })).toBeCloseTo(0.9993 ** 82, 12);
  });

  const time = (load: number) =>
    cycleTime({
      fine: quantity(60, 'mask'),
      dry: quantity(20, 'mask'),
      perFine: quantity(24, 'h'),
      perDry: quantity(18, 'h'),
      load: quantity(load, '1'),
      usualLoad: quantity(0.85, '1'),
      usualWaiting: quantity(2, '1'),
    });

  it('takes the time that was observed at the load at which it was, less with less load, and never ends at full load', () => {
    expect(time(0.85).time).toBeCloseTo(75, 9);
    expect(time(0.85).xFactor).toBeCloseTo(3, 12);
    expect(time(0).time).toBeCloseTo(25, 9);
    expect(time(0.95).time).toBeGreaterThan(time(0.9).time);
    expect(time(1).time).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('scanners', () => {
  it('are as many as the passes of the wafers need', () => {
    const [need] = scannersFor({
      flow: { passes: [2] },
      scanners: [{ id: 'a', capacity: quantity(40_000, 'wafer/month') }],
      demand: { starts: quantity(50_000, 'wafer/month') },
    });
    expect(need).toEqual({ id: 'a', passes: 2, exact: 2.5, needed: 3 });
  });

  it('are never fewer when each does less', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (capacity, slower, passes) => {
          const needed = (each: number): number =>
            scannersFor({
              flow: { passes: [passes] },
              scanners: [{ id: 'a', capacity: quantity(each, 'wafer/month') }],
              demand: { starts: quantity(50_000, 'wafer/month') },
            })[0]?.needed ?? Number.NaN;
          expect(needed(capacity * slower)).toBeGreaterThanOrEqual(needed(capacity));
        },
      ),
    );
  });
});

describe('a mixed fleet', () => {
  const fleet = (counts: readonly number[]) =>
    counts.map((count, index) => ({ id: `tool ${index}`, count, capacity: quantity(100, 'wafer/month') }));

  it('shares work so that the scarce machines do only what no other can', () => {
    // Fine passes only on the first; coarse ones on both.
    const needs: readonly PassNeed[] = [
      { id: 'fine', passes: 1, able: [0] },
      { id: 'coarse', passes: 1, able: [0, 1] },
    ];
    expect(fleetCapacity({ needs, fleet: fleet([1, 1]) })).toEqual({ starts: 100, binding: ['fine'], machines: ['tool 0'] });
    expect(fleetCapacity({ needs, fleet: fleet([3, 0]) })).toEqual({
      starts: 150,
      binding: ['fine', 'coarse'],
      machines: ['tool 0', 'tool 1'],
    });
    expect(fleetCapacity({ needs: [{ id: 'x', passes: 1, able: [] }], fleet: fleet([1]) }).starts).toBe(0);
    expect(fleetCapacity({ needs: [], fleet: fleet([1]) }).starts).toBe(Number.POSITIVE_INFINITY);
  });

  it('is what a schedule found by filling reaches, for fleets of which some machines can do all that others can', () => {
    // Machines in order: each can do the needs up to its own. Filling the coarsest first is best there, and is simple to count.
    fc.assert(
      fc.property(
        fc.array(fc.record({ count: fc.integer({ min: 0, max: 5 }), passes: fc.integer({ min: 1, max: 9 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        (levels) => {
          const needs = levels.map(({ passes }, level) => ({
            id: `n${level}`,
            passes,
            able: levels.flatMap((_, index) => (index >= level ? [index] : [])),
          }));
          const { starts } = fleetCapacity({ needs, fleet: fleet(levels.map(({ count }) => count)) });
          const fits = (wafers: number): boolean => {
            let carried = 0;
            // From the finest machine down: what the finest need leaves free helps the coarser ones.
            for (let level = levels.length - 1; level >= 0; level--) {
              carried += (levels[level]?.count ?? 0) * 100 - wafers * (levels[level]?.passes ?? 0);
              if (carried < -1e-6) return false;
            }
            return true;
          };
          expect(fits(starts * (1 - 1e-9))).toBe(true);
          expect(fits(starts * (1 + 1e-6) + 1e-3)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses more kinds of passes than subsets of them can be gone through', () => {
    const needs = Array.from({ length: 17 }, (_, index) => ({ id: `${index}`, passes: 1, able: [index] }));
    expect(() => fleetCapacity({ needs, fleet: [] })).toThrow(RangeError);
  });
});
