export { type BondYieldInput, bondYield } from './bond-yield.ts';
export { type BridgeInput, type Bridges, bridges, type Carrier, type CarrierInput, carrier, type NoCarrier } from './carrier.ts';
export { type ActCarbonInput, type ActFactors, type ActFactorsInput, actCarbonPerArea, actFactors } from './compat/act.ts';
export {
  type ActuaryCarrier,
  type ActuaryChip,
  type ActuaryCost,
  type ActuaryNode,
  type ActuaryNre,
  type ActuaryPackaging,
  type ActuarySystem,
  type ActuaryTables,
  actuaryCost,
  actuaryNre,
  actuaryTables,
  type ProgramParameter,
} from './compat/chiplet-actuary.ts';
export { type TtmCas, type TtmCasInput, type TtmNode, ttmCas, ttmCasNode } from './compat/ttm-cas.ts';
export {
  type DesignCostInput,
  type DesignedChip,
  type DesignedModule,
  type DesignedProduct,
  designCost,
  type UnitDesignCost,
} from './design-cost.ts';
export {
  type CarrierDesign,
  type DesignedDie,
  type DesignedPackage,
  type DieDesign,
  designPackage,
  type ImpossiblePackage,
  type LinkDesign,
  type MemoryDesign,
  type PackageDesign,
  type PackageObstacle,
  type PackageTechnology,
  type StackBonding,
} from './design-package.ts';
export { type DieLink, type DieLinkInput, dieLink } from './die-link.ts';
export { type GoodPackage, type GoodPackageInput, goodPackage } from './good-package.ts';
export { type KnownGoodDie, type KnownGoodDieInput, knownGoodDie } from './known-good-die.ts';
export { type PackageCarbon, type PackageCarbonInput, packageCarbon, type WaferCarbonInput, waferCarbon } from './package-carbon.ts';
export {
  type PackageBinding,
  type PackageCarrier,
  type PackageCost,
  type PackageCostInput,
  type PackagePart,
  packageCost,
} from './package-cost.ts';
export {
  type PackageSlot,
  type PartSlot,
  type PreparedPackage,
  type PreparePackageInput,
  packageSlot,
  packageSlots,
  partSlot,
  partSlots,
  preparedCost,
  preparePackage,
} from './prepare-package.ts';
export { type StackedDies, type StackedDiesInput, stackedDies } from './stacked-dies.ts';
