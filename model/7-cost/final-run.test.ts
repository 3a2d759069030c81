import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type FinalRunCost, type FinalRunCostInput, finalRunCost } from './final-run.ts';

interface Cases {
  readonly tolerance: number;
  readonly cases: readonly { readonly name: string; readonly inputs: FinalRunCostInput; readonly stated: Partial<FinalRunCost> }[];
}
const { tolerance, cases } = parse(readFileSync(new URL('./final-run.cases.yaml', import.meta.url), 'utf8')) as Cases;

test.each(cases)('$name: the printed components', ({ inputs, stated }) => {
  const cost = finalRunCost(inputs);
  for (const [part, value] of Object.entries(stated)) {
    expect(Math.abs(cost[part as keyof FinalRunCost] / value - 1), part).toBeLessThan(tolerance);
  }
});

const share = fc.double({ min: 0, max: 0.95, noNaN: true });
const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });
const anyRun = fc.record({
  chipHours: positive(1e9),
  serverPrice: positive(1e5),
  amortisation: positive(2),
  serverOverhead: fc.double({ min: 1, max: 3, noNaN: true }),
  networkShare: share,
  chipPower: positive(2000),
  serverPowerFactor: fc.double({ min: 1, max: 3, noNaN: true }),
  load: fc.double({ min: 0.01, max: 1, noNaN: true }),
  pue: fc.double({ min: 1, max: 2, noNaN: true }),
  electricityPrice: positive(1),
}) as unknown as fc.Arbitrary<FinalRunCostInput>;
/** Changes one input of a run by a factor. */
const scaled = (run: FinalRunCostInput, key: keyof FinalRunCostInput, factor: number): FinalRunCostInput =>
  ({ ...run, [key]: run[key] * factor }) as FinalRunCostInput;
const close = (a: number, b: number): void => expect(a).toBeCloseTo(b, -Math.log10(Math.max(Math.abs(b), 1e-9)) + 9);

test('the parts sum to the total, and none is negative', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const cost = finalRunCost(run);
      close(cost.chips + cost.otherServer + cost.network + cost.energy, cost.total);
      close(cost.chips + cost.otherServer, cost.server);
      for (const part of Object.values(cost)) expect(part).toBeGreaterThanOrEqual(0);
      close(cost.energyShare * cost.total, cost.energy);
    }),
  );
});

test('money in another unit, or hours, scale every amount alike and leave the share as it is', () => {
  fc.assert(
    fc.property(anyRun, positive(1000), (run, factor) => {
      const before = finalRunCost(run);
      const cents = finalRunCost(scaled(scaled(run, 'serverPrice', factor), 'electricityPrice', factor));
      const hours = finalRunCost(scaled(run, 'chipHours', factor));
      for (const after of [cents, hours]) {
        close(after.total, before.total * factor);
        close(after.network, before.network * factor);
        close(after.energyShare, before.energyShare);
      }
      close(cents.energyUse, before.energyUse);
      close(hours.energyUse, before.energyUse * factor);
    }),
  );
});

test('dearer electricity never lowers the cost, and touches nothing but energy', () => {
  fc.assert(
    fc.property(anyRun, fc.double({ min: 1, max: 100, noNaN: true }), (run, factor) => {
      const before = finalRunCost(run);
      const after = finalRunCost(scaled(run, 'electricityPrice', factor));
      expect(after.total).toBeGreaterThanOrEqual(before.total);
      // Where electricity is nearly all of it, the share is rounded.
      expect(after.energyShare).toBeGreaterThanOrEqual(before.energyShare * (1 - 1e-15));
      expect(after.server).toBe(before.server);
    }),
  );
});

test('a run of no hours costs nothing and has a share of nothing', () => {
  const [{ inputs }] = cases as [Cases['cases'][number]];
  expect(finalRunCost(scaled(inputs, 'chipHours', 0))).toMatchObject({ total: 0, energyShare: 0 });
});
