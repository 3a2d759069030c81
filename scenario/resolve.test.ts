import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import { type ResolvedScenario, readScenario, resolveScenario } from '#scenario';
import { folderOf, sound } from './test/folder.ts';

const catalog = openCatalog();
if (!catalog.ok) throw new Error('the catalogue does not open');

const on = (accelerator: string, more = '', date = '2024-09'): ResolvedScenario => {
  const text = sound
    .replace('accelerator/h800-sxm', accelerator)
    .replace('2024-09', date)
    .replace('levers:\n', `region: region/china-national\n${more}levers:\n`);
  const root = folderOf({ 'run.yaml': `${text}  cluster: { count: 2048 chip }\n  market: { price: 10000 USD }\n` });
  const document = readScenario({ file: `${root}/run.yaml`, root });
  if (!document.ok) throw new Error(JSON.stringify(document.issues));
  const scenario = resolveScenario(document.value, catalog.value);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.issues));
  return scenario.value;
};

describe('the product of an accelerator', () => {
  it.each([
    ['accelerator/a100-sxm-80gb', 'product/a100'],
    ['accelerator/h100-sxm', 'product/h100-sxm'],
  ])('of %s is its own: %s', (accelerator, product) => {
    expect(on(accelerator).things.product?.id).toBe(product);
  });

  it('is that of the same silicon where it has none of its own, with memory of its own kind', () => {
    const { things, levers } = on('accelerator/a100-sxm-40gb');
    expect(things.product?.id).toBe('product/a100');
    expect(things.hbm?.id).toBe('hbm/hbm2');
    expect(levers.get('die.area')).toMatchObject({ value: 826, fact: 'product/a100#dieArea' });
  });

  it('is what the scenario names, before any of these', () => {
    expect(on('accelerator/a100-sxm-40gb', 'product: product/h100-sxm\n').things.product?.id).toBe('product/h100-sxm');
  });

  it('is unknown where neither has one', () => {
    expect(on('accelerator/gaudi-2').things.product).toBeUndefined();
  });
});

describe('the bill of a part', () => {
  it.each([
    ['2024-02', { 'package.hbmPrice': 240, 'package.assemblyCost': 723, 'package.testCost': 577 }],
    ['2025-06', { 'package.hbmPrice': 270, 'package.assemblyCost': 750, 'package.testCost': 920 }],
  ])('is paid when it is bought, %s, line by line', (date, lines) => {
    const { levers } = on('accelerator/h100-sxm', '', date);
    for (const [path, value] of Object.entries(lines)) expect(levers.get(path)?.value, path).toBe(value);
  });
});
