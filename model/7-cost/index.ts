export { type CostShares, costShares, type DevelopmentCost, type DevelopmentCostInput, developmentCost } from './development-cost.ts';
export { type AcceleratorCarbonInput, acceleratorCarbon, type EmbodiedCarbonInput, embodiedCarbon } from './embodied-carbon.ts';
export { type FacilityCost, type FacilityCostInput, facilityCost } from './facility-cost.ts';
export { type FinalRunCost, type FinalRunCostInput, finalRunCost } from './final-run.ts';
export { type NetworkBill, type NetworkBillInput, networkBill } from './network-bill.ts';
export { type OwnershipCost, type OwnershipCostInput, ownershipCost } from './ownership-cost.ts';
