import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FacilityCostInput, facilityCost } from '#cost';

const anyFacility = fc.record({
  itPower: fc.double({ min: 1e3, max: 1e10, noNaN: true }),
  capex: fc.double({ min: 1, max: 50, noNaN: true }),
  lifetime: fc.double({ min: 1, max: 40, noNaN: true }),
  time: fc.double({ min: 1, max: 1e4, noNaN: true }),
}) as unknown as fc.Arbitrary<FacilityCostInput>;

it('a building is paid off after the years of its use, whatever it costs', () => {
  fc.assert(
    fc.property(anyFacility, (input) => {
      const { capex, cost } = facilityCost({ ...input, time: (input.lifetime * 365.25) as FacilityCostInput['time'] });
      expect(capex / (input.itPower * input.capex)).toBeCloseTo(1, 12);
      expect(cost / capex).toBeCloseTo(1, 12);
    }),
  );
});

it('a run of twice the time or in a building of half the life uses up twice as much', () => {
  fc.assert(
    fc.property(anyFacility, (input) => {
      const { cost } = facilityCost(input);
      expect(facilityCost({ ...input, time: (input.time * 2) as FacilityCostInput['time'] }).cost / cost).toBeCloseTo(2, 12);
      expect(facilityCost({ ...input, lifetime: (input.lifetime / 2) as FacilityCostInput['lifetime'] }).cost / cost).toBeCloseTo(2, 12);
    }),
  );
});
