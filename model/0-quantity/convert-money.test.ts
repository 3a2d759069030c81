import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Currency } from './atoms.ts';
import { convertMoney, type MoneySeries } from './convert-money.ts';

const series: MoneySeries = {
  exchangeRates: {
    CNY: new Map([
      [2020, 6.9],
      [2021, 6.45],
      [2022, 6.73],
      [2024, 7.2],
    ]),
    EUR: new Map([
      [2020, 0.88],
      [2024, 0.92],
    ]),
  },
  priceIndex: new Map([
    [2020, 100],
    [2021, 105],
    [2022, 113],
    [2024, 121],
  ]),
};
const convertOf = (amount: number, currency: Currency, year: number, toCurrency: Currency, toYear: number) =>
  convertMoney({ amount, currency, year, toCurrency, toYear, ...series });

test('dollars grow with the price level, other money passes through the dollar of its own year', () => {
  expect(convertOf(100, 'USD', 2020, 'USD', 2024)).toEqual({ ok: true, value: 121 });
  expect(convertOf(720, 'CNY', 2024, 'USD', 2024)).toEqual({ ok: true, value: 100 });
  expect(convertOf(690, 'CNY', 2020, 'USD', 2024)).toEqual({ ok: true, value: 121 });
  expect(convertOf(690, 'CNY', 2020, 'EUR', 2024)).toEqual({ ok: true, value: 121 * 0.92 });
});

test('money that stays what it is needs no series', () => {
  expect(
    convertMoney({ amount: 5, currency: 'EUR', year: 1999, toCurrency: 'EUR', toYear: 1999, exchangeRates: {}, priceIndex: new Map() }),
  ).toEqual({ ok: true, value: 5 });
});

test('a year that the series lack is an issue that says which they have', () => {
  expect(convertOf(1, 'CNY', 2023, 'USD', 2025)).toEqual({
    ok: false,
    issues: [
      { code: 'quantity/no-exchange-rate', path: '', expected: '2020..2022, 2024', received: 'CNY2023' },
      { code: 'quantity/no-price-index', path: '', expected: '2020..2022, 2024', received: 'USD2025' },
      { code: 'quantity/no-price-index', path: '', expected: '2020..2022, 2024', received: 'USD2023' },
    ],
  });
  expect(
    convertMoney({ amount: 1, currency: 'EUR', year: 2020, toCurrency: 'USD', toYear: 2020, exchangeRates: {}, priceIndex: new Map() }),
  ).toMatchObject({
    issues: [{ code: 'quantity/no-exchange-rate', expected: '–' }],
  });
});

test('a rate that is none is as good as missing', () => {
  for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(
      convertMoney({
        amount: 1,
        currency: 'CNY',
        year: 2020,
        toCurrency: 'USD',
        toYear: 2020,
        exchangeRates: { CNY: new Map([[2020, rate]]) },
        priceIndex: new Map(),
      }).ok,
    ).toBe(false);
  }
});

test('there and back is the same amount', () => {
  const currency = fc.constantFrom<Currency>('USD', 'CNY', 'EUR');
  const year = fc.constantFrom(2020, 2024);
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e12, noNaN: true }), currency, year, currency, year, (amount, from, fromYear, to, toYear) => {
      const there = convertOf(amount, from, fromYear, to, toYear);
      const back = convertOf(there.ok ? there.value : Number.NaN, to, toYear, from, fromYear);
      expect(back.ok && Math.abs(back.value / amount - 1)).toBeLessThan(1e-14);
    }),
  );
});
