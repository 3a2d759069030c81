export { type Currency, currencies, type Dimension } from './atoms.ts';
export { type ConvertMoneyInput, convertMoney, type MoneySeries } from './convert-money.ts';
export { type Distribution, isPoint, scaleDistribution } from './distribution.ts';
export { type FormatOptions, formatInterval, formatQuantity } from './format-quantity.ts';
export type { Checked, Issue } from './issue.ts';
export { type ParsedQuantity, parseQuantity } from './parse-quantity.ts';
export { type Precision, precisions } from './read-tail.ts';
export { convert, isUnitId, type Quantity, quantity, sameDimension, type Unit, type UnitId, unitIds, unitOf } from './units.ts';
