import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceAtStart, purchase } from '#market';
import { quantity } from '#quantity';

const worth = (quote: number, age: number, decline: number): number =>
  priceAtStart({ quote: quantity(quote, 'USD'), age: quantity(age, 'yr'), valueDecline: quantity(decline, '1/yr') });

describe('the price at the start', () => {
  const quote = fc.double({ min: 1, max: 1e6, noNaN: true });
  const years = fc.double({ min: 0.01, max: 10, noNaN: true });
  const decline = fc.double({ min: 0.01, max: 2, noNaN: true });

  it('is the quote on its day, and for a quote that came later', () => {
    fc.assert(
      fc.property(quote, years, decline, (price, later, rate) => {
        expect(worth(price, 0, rate)).toBe(price);
        expect(worth(price, -later, rate)).toBe(price);
      }),
    );
  });

  it('falls with age and with the rate, and one year after another as two at once', () => {
    fc.assert(
      fc.property(quote, years, decline, (price, age, rate) => {
        expect(worth(price, age, rate)).toBeLessThan(price);
        expect(worth(price, age, rate * 1.1)).toBeLessThan(worth(price, age, rate));
        expect(worth(worth(price, age, rate), age, rate) / worth(price, 2 * age, rate)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('a purchase', () => {
  const [price, unitCost] = [quantity(30_000, 'USD'), quantity(3_320, 'USD')];

  it('pays the price to buy and the cost to make', () => {
    expect(purchase({ price, unitCost, acquire: 'buy' })).toMatchObject({ paid: 30_000, binding: 'price' });
    expect(purchase({ price, unitCost, acquire: 'make' })).toMatchObject({ paid: 3_320, binding: 'cost' });
  });

  it('states the markup where both are known, however it is acquired', () => {
    expect(purchase({ price, unitCost, acquire: 'make' }).markup).toBeCloseTo(9.036, 3);
    expect(purchase({ price, unitCost: undefined, acquire: 'buy' })).toEqual({ paid: 30_000, markup: undefined, binding: 'price' });
    expect(purchase({ price: undefined, unitCost, acquire: 'make' })).toEqual({ paid: 3_320, markup: undefined, binding: 'cost' });
  });

  it('cannot be made without what it pays', () => {
    expect(() => purchase({ price: undefined, unitCost, acquire: 'buy' })).toThrow('no price');
    expect(() => purchase({ price, unitCost: undefined, acquire: 'make' })).toThrow('no unit cost');
  });
});
