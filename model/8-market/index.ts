export { type PriceAtStartInput, priceAtStart } from './price-at-start.ts';
export { type Purchase, type PurchaseInput, purchase } from './purchase.ts';
