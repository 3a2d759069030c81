import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Quantity } from '#quantity';
import { costShares, type DevelopmentCostInput, developmentCost } from './development-cost.ts';

interface Cases {
  readonly tolerance: number;
  readonly cases: readonly {
    readonly name: string;
    readonly parts: Readonly<Record<string, Quantity<'USD'>>>;
    readonly stated: Readonly<Record<string, number>>;
    readonly total: number;
  }[];
}
const { tolerance, cases } = parse(readFileSync(new URL('./development-cost.cases.yaml', import.meta.url), 'utf8')) as Cases;

test.each(cases)('$name: the printed shares', ({ parts, stated, total }) => {
  const sum = costShares({ parts: Object.values(parts) });
  expect(sum.total).toBeCloseTo(total, 0);
  for (const [index, part] of Object.keys(parts).entries()) {
    expect(Math.abs((sum.shares[index] as number) - (stated[part] as number)), part).toBeLessThan(tolerance);
  }
});

const anyDevelopment = fc.record({
  finalRun: fc.double({ min: 1, max: 1e10, noNaN: true }),
  experimentFactor: fc.double({ min: 1, max: 10, noNaN: true }),
  staffShare: fc.double({ min: 0, max: 0.95, noNaN: true }),
}) as unknown as fc.Arbitrary<DevelopmentCostInput>;

test('final run, experiments and staff are the whole, and staff is its stated share', () => {
  fc.assert(
    fc.property(anyDevelopment, (input) => {
      const { experiments, staff, total } = developmentCost(input);
      expect((input.finalRun + experiments + staff) / total).toBeCloseTo(1, 9);
      expect(staff / total).toBeCloseTo(input.staffShare, 9);
      expect(total).toBeGreaterThanOrEqual(input.finalRun);
    }),
  );
});

test('without experiments and staff a development is its final run', () => {
  const input = { finalRun: 1000, experimentFactor: 1, staffShare: 0 } as unknown as DevelopmentCostInput;
  expect(developmentCost(input)).toEqual({ experiments: 0, staff: 0, total: 1000 });
});

test('shares sum to one, whatever the parts; parts of nothing have none', () => {
  const money = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(money, (parts) => {
      const { total, shares } = costShares({ parts: parts as Quantity<'USD'>[] });
      expect(shares.reduce((sum, part) => sum + part, 0)).toBeCloseTo(total > 0 ? 1 : 0, 9);
    }),
  );
});
