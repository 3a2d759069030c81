export { type CostShares, costShares, type DevelopmentCost, type DevelopmentCostInput, developmentCost } from './development-cost.ts';
export { type FacilityCost, type FacilityCostInput, facilityCost } from './facility-cost.ts';
export { type FinalRunCost, type FinalRunCostInput, finalRunCost } from './final-run.ts';
