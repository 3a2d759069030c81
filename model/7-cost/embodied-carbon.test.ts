import { expect, test } from 'vitest';
import { acceleratorCarbon, embodiedCarbon } from '#cost';
import { quantity } from '#quantity';

const kg = (value: number) => quantity(value * 1000, 'gCO2');

// The paper uses servers for 6 years at 85%: 5.1 years of use.
test('the embodied carbon that the BLOOM paper prints: 11.2 t for 1.08 M hours', () => {
  const printed = embodiedCarbon({
    perChip: kg(150 + 2500 / 8),
    chipHours: quantity(1_082_990, 'chip-h'),
    life: quantity(6 * 0.85, 'yr'),
  });
  expect(printed / 1e6).toBeCloseTo(11.2, 1);
});

test('a package that fails takes its dies and memory with it', () => {
  const input = {
    wafer: kg(1600),
    goodDiesPerWafer: quantity(40, 'die/wafer'),
    diesPerPackage: quantity(2, 'die'),
    packageYield: quantity(1, '1'),
    hbmStacks: quantity(4, 'stack'),
    perStack: kg(8),
  };
  expect(acceleratorCarbon(input)).toBe(kg(2 * 40 + 32));
  expect(acceleratorCarbon({ ...input, packageYield: quantity(0.5, '1') })).toBe(kg(2 * (2 * 40 + 32)));
});
