export { type DieShape, type DieShapeInput, dieShape } from './die-shape.ts';
export { type DiesPerWaferInput, diesPerWafer } from './dies-per-wafer.ts';
export { type GoodDie, type GoodDieInput, goodDie } from './good-die.ts';
export { type NegativeBinomialYieldInput, negativeBinomialYield } from './negative-binomial-yield.ts';
