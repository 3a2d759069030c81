export { type ProcessedWafer, type ProcessedWaferInput, processedWafer } from './processed-wafer.ts';
export { type WaferSupplyInput, waferSupply } from './wafer-supply.ts';
