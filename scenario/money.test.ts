import { expect, it } from 'vitest';
import { dollarFactor, resolveServing } from '#scenario';
import { median } from '#uncertainty';
import { catalog, must } from '../test/support/shipped.ts';

const selected = (id: string, fact: string) => {
  const thing = catalog.get(id);
  const found = thing && catalog.select(thing, fact);
  if (found === undefined) throw new Error(`${id} has no ${fact}`);
  return found;
};

it('exchanges money at the date it speaks of, and leaves alone what is dollars or no money', () => {
  const { factor, from } = must(dollarFactor(selected('region/inner-mongolia', 'electricityPrice'), catalog));
  expect(from).toBe('CNY');
  expect(1 / factor).toBeGreaterThan(6);
  expect(1 / factor).toBeLessThan(8);
  expect(must(dollarFactor(selected('accelerator/h100-sxm', 'price'), catalog))).toEqual({ factor: 1 });
  expect(must(dollarFactor(selected('accelerator/h100-sxm', 'memory'), catalog))).toEqual({ factor: 1 });
});

it('has serving pay for electricity in dollars, in whatever currency its region states it', () => {
  const request = { model: 'deepseek-v3', chip: 'h20', count: 256, input: 4096, output: 1024, objective: 'throughput' } as const;
  const { figures, hour } = must(resolveServing(catalog, { ...request, region: 'region/inner-mongolia' }));
  const price = figures.find(({ fact }) => fact === 'electricityPrice');
  expect(median(price!.distribution)).toBeGreaterThan(0.05);
  expect(median(price!.distribution)).toBeLessThan(0.12);
  // A card of half a kilowatt, with its server and its cooling.
  expect(hour!.energy).toBeLessThan(0.2);
});
