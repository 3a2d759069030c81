export { type BestPlacement, type BestPlacementInput, bestPlacement } from './best-placement.ts';
export { type DieCalculatorInput, type DieCalculatorResult, semianalysisDies } from './compat-die-calculator.ts';
export { type SalvageByQuadratureInput, salvageYieldByQuadrature } from './compat-salvage.ts';
export { type CountDiesInput, countDies } from './count-dies.ts';
export { type DieShape, type DieShapeInput, dieShape } from './die-shape.ts';
export { type CentredPlacement, centredPlacements, diesPerWafer, diesPerWaferClosedForm } from './dies-per-wafer.ts';
export { type GoodDie, type GoodDieInput, goodDie } from './good-die.ts';
export { type ImpliedDefectDensity, type ImpliedDefectDensityInput, impliedDefectDensity } from './implied-defect-density.ts';
export {
  defectDensityAfterWafers,
  type LearningInTimeInput,
  type LearningInWafersInput,
  learnedDefectDensity,
} from './learned-defect-density.ts';
export { listDies, type PlacedDie } from './list-dies.ts';
export { type NegativeBinomialYieldInput, negativeBinomialYield } from './negative-binomial-yield.ts';
export { type ReticleShots, type ReticleShotsInput, reticleShots } from './reticle-shots.ts';
export {
  type Bin,
  type BinSplit,
  type BinSplitInput,
  binSplit,
  type Cores,
  type Salvage,
  type SalvageInput,
  type SalvageYield,
  type SalvageYieldInput,
  salvageYield,
} from './salvage-yield.ts';
export { type DieFate, type MappedDie, type WaferDefectsInput, waferDefects } from './wafer-defects.ts';
export type { DieOnWafer, GridOffset } from './wafer-geometry.ts';
export {
  boseEinsteinPerLayerYield,
  boseEinsteinTotalYield,
  type DefectsOnDie,
  dieYield,
  type Layer,
  type LayeredYieldInput,
  type LayerShare,
  layeredYield,
  mooreYield,
  murphyYield,
  poissonYield,
  seedsYield,
  uniformYield,
  type YieldModel,
} from './yield-models.ts';
