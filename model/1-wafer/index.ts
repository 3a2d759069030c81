export { type CycleTime, type CycleTimeInput, cycleTime } from './cycle-time.ts';
export { type DefectDensityInput, defectDensity } from './defect-density.ts';
export { type ExposureCost, type ExposureCostInput, exposureCost } from './exposure-cost.ts';
export { type FleetCapacity, type FleetCapacityInput, type FleetGroup, fleetCapacity, type PassNeed } from './fleet-capacity.ts';
export { type LineYieldInput, lineYield } from './line-yield.ts';
export {
  isEuv,
  type Layer,
  type LayerShape,
  type Lithography,
  lithographies,
  type ModuleId,
  modules,
  type Scanner,
} from './lithography.ts';
export { type MaskSetCost, type MaskSetCostInput, maskSetCost } from './mask-set-cost.ts';
export { type OverlayLoss, type OverlayLossInput, overlayLoss } from './overlay-loss.ts';
export { type PassNeedsInput, passNeeds } from './pass-needs.ts';
export {
  type LayerPlan,
  type Patterning,
  type PatterningInput,
  type PatterningPlan,
  type PatterningReason,
  type PatterningRules,
  type PatternSteps,
  planPatterning,
  type Technique,
} from './plan-patterning.ts';
export { type ProcessedWafer, type ProcessedWaferInput, processedWafer } from './processed-wafer.ts';
export { type ScannerNeed, type ScannersForInput, scannersFor } from './scanners-for.ts';
export { type ModuleSteps, moduleCost, type StepCosts, type WaferCost, type WaferCostInput, waferCost } from './wafer-cost.ts';
export { type WaferEnergy, type WaferEnergyInput, waferEnergy } from './wafer-energy.ts';
export { type WaferFlow, type WaferFlowInput, waferFlow } from './wafer-flow.ts';
export { type WaferSupplyInput, waferSupply } from './wafer-supply.ts';
