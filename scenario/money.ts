import type { Catalog, Selected } from '#catalog';
import { type Checked, convertMoney, type MoneySeries } from '#quantity';
import { median } from '#uncertainty';
import { yearOf } from './date.ts';

/** Exchange rates and price levels of the catalogue, by year. */
export const moneySeries = (catalog: Catalog): MoneySeries => {
  const byYear = (fact: string): Map<number, number> => {
    const years = new Map<number, number>();
    for (const series of catalog.list('series')) {
      for (const value of series.facts[fact] ?? []) if (value.date !== undefined) years.set(yearOf(value.date), median(value.value));
    }
    return years;
  };
  return { exchangeRates: { CNY: byYear('exchangeRate'), EUR: byYear('euroRate') }, priceIndex: byYear('priceIndex') };
};

/** What a fact is multiplied by to be dollars of its own date. */
export interface DollarFactor {
  readonly factor: number;
  /** Currency it was stated in, where it had to be exchanged or inflated. */
  readonly from?: string;
}

/**
 * Finds what makes a fact dollars of its own date: 1 for dollars, and for what is no money.
 *
 * @param selected the fact
 * @param catalog exchange rates
 * @param otherwise date of a fact that states none; the last year of the exchange rates unless given
 */
export const dollarFactor = (selected: Selected, catalog: Catalog, otherwise?: string): Checked<DollarFactor> => {
  const [first] = selected.used;
  const { currency = 'USD', currencyYear } = first ?? {};
  if (currency === 'USD' && currencyYear === undefined) return { ok: true, value: { factor: 1 } };
  const money = moneySeries(catalog);
  const date = first?.date ?? otherwise;
  const year = date === undefined ? Math.max(...(money.exchangeRates.CNY?.keys() ?? [])) : yearOf(date);
  const found = convertMoney({ amount: 1, currency, year: currencyYear ?? year, toCurrency: 'USD', toYear: year, ...money });
  return found.ok ? { ok: true, value: { factor: found.value, from: currency } } : found;
};
