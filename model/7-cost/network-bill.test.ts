import { describe, expect, it } from 'vitest';
import { networkBill } from '#cost';
import { quantity } from '#quantity';

/** Switches and cost that a public sheet of August 2024 prints for clusters of this design. */
const printed = [
  { count: 512, switches: 8, cables: 675_840 },
  { count: 1_024, switches: 48, cables: 2_621_440 },
  { count: 2_048, switches: 96, cables: 5_242_880 },
  { count: 4_096, switches: 192, cables: 10_485_760 },
  { count: 8_192, switches: 384, cables: 20_971_520 },
  { count: 16_384, switches: 768, cables: 41_943_040 },
  { count: 32_768, switches: 2_560, cables: 124_518_400 },
  { count: 65_536, switches: 5_120, cables: 249_036_800 },
];
const bill = (count: number, extra: Partial<Parameters<typeof networkBill>[0]> = {}) =>
  networkBill({
    count: quantity(count, 'chip'),
    radix: quantity(64, '1'),
    rails: quantity(8, '1'),
    oversubscription: quantity(1, '1'),
    switchPrice: quantity(36_000, 'USD'),
    linkPrice: quantity(1280, 'USD'),
    cardPrice: quantity(0, 'USD'),
    ...extra,
  });

describe('network bill', () => {
  it.each(printed)('$count accelerators: the printed switches, and cables within 4%', ({ count, switches, cables }) => {
    const made = bill(count);
    expect(made?.switches).toBe(switches);
    expect(made?.switchCost).toBe(switches * 36_000);
    expect(Math.abs((made?.linkCost ?? 0) / cables - 1)).toBeLessThan(0.04);
  });

  it('takes as few tiers as reach every accelerator', () => {
    expect([512, 513, 16_384, 16_385].map((count) => bill(count)?.tiers)).toEqual([1, 2, 2, 3]);
    expect(bill(65_536 * 8 + 1)).toBeUndefined();
  });

  it('oversubscription saves switches and links, never adds any', () => {
    const [full, thin] = [bill(8192), bill(8192, { oversubscription: quantity(3, '1') })];
    expect(thin?.switches).toBeLessThan(full?.switches ?? 0);
    expect(thin?.links).toBeLessThan(full?.links ?? 0);
  });

  it('the parts are the whole', () => {
    const made = bill(4096, { cardPrice: quantity(1500, 'USD') });
    expect((made?.switchCost ?? 0) + (made?.linkCost ?? 0) + (made?.cardCost ?? 0)).toBe(made?.total);
    expect(made?.binding).toBe('links');
  });
});
