import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OwnershipCostInput, ownershipCost } from '#cost';

const money = fc.double({ min: 0, max: 1e10, noNaN: true });
const anyOwner = fc.record({
  hardware: money,
  facility: money,
  energy: money,
  capital: money,
  land: money,
  time: fc.double({ min: 0, max: 1e3, noNaN: true }),
  idle: fc.double({ min: 0, max: 0.95, noNaN: true }),
  failedRuns: fc.double({ min: 0, max: 5, noNaN: true }),
  operatingRate: fc.double({ min: 0, max: 1, noNaN: true }),
  costOfCapital: fc.double({ min: 0, max: 1, noNaN: true }),
}) as unknown as fc.Arbitrary<OwnershipCostInput>;

test('the parts do not overlap: they sum to the whole, and none is negative', () => {
  fc.assert(
    fc.property(anyOwner, (input) => {
      const { total, binding, ...parts } = ownershipCost(input);
      const sum = Object.values(parts).reduce((all, part) => all + part, 0);
      expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-9 * total);
      for (const part of Object.values(parts)) expect(part).toBeGreaterThanOrEqual(0);
      expect(parts[binding]).toBe(Math.max(...Object.values(parts)));
    }),
  );
});

test('without waiting, waste, operation and interest an owner pays for the run alone', () => {
  fc.assert(
    fc.property(anyOwner, (input) => {
      const none = { idle: 0, failedRuns: 0, operatingRate: 0, costOfCapital: 0 };
      const { total } = ownershipCost({ ...input, ...none } as unknown as OwnershipCostInput);
      expect(total).toBe(input.hardware + input.facility + input.energy);
    }),
  );
});

test('a cluster that is used half of the time costs twice as much, but for its energy', () => {
  fc.assert(
    fc.property(anyOwner, (input) => {
      const at = (idle: number) => ownershipCost({ ...input, idle, failedRuns: 0 } as unknown as OwnershipCostInput);
      const [busy, half] = [at(0), at(0.5)];
      expect(half.total - half.energy).toBeCloseTo(2 * (busy.total - busy.energy), -3);
    }),
  );
});
