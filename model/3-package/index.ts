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
export { type GoodPackage, type GoodPackageInput, goodPackage } from './good-package.ts';
export { type KnownGoodDie, type KnownGoodDieInput, knownGoodDie } from './known-good-die.ts';
export { type StackedDies, type StackedDiesInput, stackedDies } from './stacked-dies.ts';
