import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClusterSize, type ClusterSizeInput, clusterPower, clusterSize } from '#cluster';
import { quantity } from '#quantity';

const size = (limits: Readonly<Record<string, number>>): ClusterSize =>
  clusterSize({
    count: undefined,
    powerLimit: undefined,
    chipSupply: undefined,
    neededByDeadline: undefined,
    powerPerChip: 1400,
    ...limits,
  } as unknown as ClusterSizeInput);

describe('the size of a cluster', () => {
  it('is the stated one, whatever the limits', () => {
    expect(size({ count: 1e6, powerLimit: 1, chipSupply: 1, neededByDeadline: 1 })).toEqual({ count: 1e6, binding: 'stated' });
  });

  it('is as large as power and supply allow, and says which', () => {
    expect(size({ powerLimit: 14_001 })).toEqual({ count: 10, binding: 'power' });
    expect(size({ chipSupply: 9.9 })).toEqual({ count: 9, binding: 'supply' });
    expect(size({ powerLimit: 14_000, chipSupply: 9 })).toEqual({ count: 9, binding: 'supply' });
    expect(size({ powerLimit: 14_000, chipSupply: 11, neededByDeadline: 2 })).toEqual({ count: 10, binding: 'power' });
  });

  it('is as small as the deadline needs where nothing limits it', () => {
    expect(size({ neededByDeadline: 10.01 })).toEqual({ count: 11, binding: 'deadline' });
  });

  it('is never empty', () => {
    expect(size({ powerLimit: 1 })).toEqual({ count: 1, binding: 'power' });
    expect(size({ chipSupply: 0 })).toEqual({ count: 1, binding: 'supply' });
    expect(size({ neededByDeadline: 0.1 })).toEqual({ count: 1, binding: 'deadline' });
  });

  it('keeps within the power that sets it', () => {
    const watts = fc.double({ min: 1400, max: 1e10, noNaN: true });
    fc.assert(
      fc.property(watts, (powerLimit) => {
        const { count } = size({ powerLimit });
        expect(count * 1400).toBeLessThanOrEqual(powerLimit);
        expect((count + 1) * 1400).toBeGreaterThan(powerLimit);
      }),
    );
  });

  it('must be set by something', () => {
    expect(() => size({})).toThrow(RangeError);
  });
});

describe('the power of a cluster', () => {
  it('is that of its accelerators in the ideal, grows with each factor, and the site never draws less than its servers', () => {
    const factor = fc.double({ min: 1, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 1, max: 3000, noNaN: true }),
        factor,
        factor,
        (count, watts, server, pue) => {
          const at = (serverPowerFactor: number, site: number): ReturnType<typeof clusterPower> =>
            clusterPower({
              count: quantity(count, 'chip'),
              chipPower: quantity(watts, 'W'),
              serverPowerFactor: quantity(serverPowerFactor, '1'),
              pue: quantity(site, '1'),
            });
          expect(at(1, 1).sitePower).toBe(count * watts);
          const { itPower, sitePower } = at(server, pue);
          expect(itPower).toBeGreaterThanOrEqual(count * watts);
          expect(sitePower).toBeGreaterThanOrEqual(itPower);
          expect(at(server * 1.1, pue).itPower).toBeGreaterThan(itPower);
          expect(at(server, pue * 1.1)).toMatchObject({ itPower });
          expect(at(server, pue * 1.1).sitePower).toBeGreaterThan(sitePower);
        },
      ),
    );
  });
});
