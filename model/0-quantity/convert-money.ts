import type { Currency } from './atoms.ts';
import type { QuantityCode } from './codes.ts';
import type { Checked, Issue } from './issue.ts';

/** Yearly figures that money is converted by: data of the catalogue, handed in. */
export interface MoneySeries {
  /** Units of a currency for one USD, by year; the dollar needs none. */
  readonly exchangeRates: Readonly<Partial<Record<Exclude<Currency, 'USD'>, ReadonlyMap<number, number>>>>;
  /** Price level of the USD by year, on any base. */
  readonly priceIndex: ReadonlyMap<number, number>;
}

export interface ConvertMoneyInput extends MoneySeries {
  /** In `currency` of `year`. */
  readonly amount: number;
  readonly currency: Currency;
  /** Year whose money it is. */
  readonly year: number;
  readonly toCurrency: Currency;
  /** Year whose money is wanted. */
  readonly toYear: number;
}

/**
 * Converts money of a currency and year into that of another: into dollars at the rate of its own year, along
 * the price level of the dollar, and out at the rate of the year wanted.
 *
 * @param input amount, currency and year, what is wanted, and the series
 * @returns the amount in the currency and year wanted, or what the series lack and which years they have
 */
export function convertMoney({
  amount,
  currency,
  year,
  toCurrency,
  toYear,
  exchangeRates,
  priceIndex,
}: ConvertMoneyInput): Checked<number> {
  const issues: Issue[] = [];
  const look = (series: ReadonlyMap<number, number> | undefined, code: QuantityCode, of: Currency, at: number): number => {
    const found = series?.get(at);
    if (found !== undefined && found > 0 && found < Number.POSITIVE_INFINITY) return found;
    issues.push({ code: `quantity/${code}`, path: '', expected: yearsOf(series), received: `${of}${at}` });
    return 1;
  };
  const rate = (of: Currency, at: number): number => (of === 'USD' ? 1 : look(exchangeRates[of], 'no-exchange-rate', of, at));
  if (year === toYear && currency === toCurrency) return { ok: true, value: amount };
  const dollars = amount / rate(currency, year);
  const level = year === toYear ? 1 : look(priceIndex, 'no-price-index', 'USD', toYear) / look(priceIndex, 'no-price-index', 'USD', year);
  const value = dollars * level * rate(toCurrency, toYear);
  return issues.length === 0 ? { ok: true, value } : { ok: false, issues };
}

/** `2015..2021, 2023`, or `–` for none. */
function yearsOf(series: ReadonlyMap<number, number> | undefined): string {
  const years = [...(series?.keys() ?? [])].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const each of years) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === each) last[1] = each;
    else runs.push([each, each]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}..${last}`)).join(', ') || '–';
}
