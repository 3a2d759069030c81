export * from './answer.ts';
export { answerJsonSchema, answerSchema } from './answer-schema.ts';
export { type ArraySheetFrame, arrayProductSheet, settlingSheet } from './array-sheets.ts';
export {
  type AccountingId,
  type AnalogClaim,
  type AnalogComparison,
  type AnalogComparisonOptions,
  accountingIds,
  type Band,
  buildAnalogComparison,
  type ComparisonCell,
  type ComparisonInput,
  type ReusePoint,
  type RivalId,
  rivalIds,
} from './build-analog-comparison.ts';
export { type AnalogMimo, type AnalogMimoOptions, buildAnalogMimo } from './build-analog-mimo.ts';
export { type AnalogRegression, buildAnalogRegression } from './build-analog-regression.ts';
export {
  type AnalogSolveAnswer,
  type AnalogSolveOptions,
  type AnalogSolveRefusal,
  analogSolveNeed,
  buildAnalogSolve,
  type CliffCurve,
  type MethodId,
  type Stage,
} from './build-analog-solve.ts';
export { type AnalogTrain, buildAnalogTrain, type DrawnFigure, leverEnds } from './build-analog-train.ts';
export { type BuildOptions, buildAnswer } from './build-answer.ts';
export { type ArrayProduct, type ArrayProductOptions, buildArrayProduct, productMemory } from './build-array-product.ts';
export { leverEstimate } from './build-band.ts';
export {
  buildCapability,
  type CapabilityLaw,
  type CapabilityMeasure,
  type CapabilityOptions,
  type CapabilityRecord,
  capabilityMeasures,
} from './build-capability.ts';
export { type ChipFigure, chipFigures } from './build-chip-figures.ts';
export {
  buildCost,
  type CostBasis,
  type CostBasisId,
  type CostLeafId,
  type CostRecord,
  costBasisIds,
  costLeafIds,
} from './build-cost.ts';
export {
  buildDecomposition,
  type DecomposedRun,
  type DecompositionBasis,
  type DecompositionOptions,
  type DecompositionRecord,
} from './build-decomposition.ts';
export { buildDie, type DieRequest } from './build-die.ts';
export { buildExport, daysBetween, type ExportRecord, type ExportRow, type ExportStatus, firstDay } from './build-export.ts';
export {
  buildGoodput,
  type GoodputAnswer,
  type GoodputLoss,
  type GoodputQuestion,
} from './build-goodput.ts';
export {
  buildMax,
  buildNeed,
  type InverseOptimum,
  type InversePoint,
  type MaxRecord,
  type MaxScenario,
  type NeedRecord,
} from './build-inverse.ts';
export { buildNetwork, type NetworkRecord, serverPriceOf } from './build-network.ts';
export { pairedDifferences } from './build-paired.ts';
export { type BuildPlanInput, type BuildPlanOptions, buildMix, buildPlan, withoutLimit } from './build-plan.ts';
export { buildServing, type ServingOptions, type ServingRecord, type ServingRow } from './build-serving.ts';
export { buildSettling, type SettlingOptions, type SettlingStudy } from './build-settling.ts';
export { buildBreakEven, buildChokepoint, buildExplanation, buildFrontier, buildSensitivity, type StudyOptions } from './build-study.ts';
export { type BuildTrainingOptions, buildTraining } from './build-training.ts';
export { buildWhy } from './build-why.ts';
export { draw } from './chart/draw.ts';
export type { HourglassSize } from './chart/hourglass.ts';
export { hourglass } from './chart/hourglass.ts';
export type { Scene, Size } from './chart/scene.ts';
export type * from './chart/state.ts';
export { svg } from './chart/svg.ts';
export { barText, hourglassText, stackedBarText } from './chart/text.ts';
export { checkChart, constraintChart, costChart } from './charts.ts';
export type * from './claims.ts';
export { renderClaimsHtml } from './claims-html.ts';
export { renderClaimReview, renderClaimsJson } from './claims-json.ts';
export { renderClaims } from './claims-terminal.ts';
export { type Paired, renderComparisonCsv, renderComparisonJson } from './comparison.ts';
export { renderComparisonHtml } from './comparison-html.ts';
export { renderComparison } from './comparison-terminal.ts';
export { csv, renderCsv } from './csv.ts';
export * from './die-answer.ts';
export { renderDieHtml } from './die-html.ts';
export { dieMap } from './die-map.ts';
export { renderDie } from './die-terminal.ts';
export * from './die-why.ts';
export { engineering } from './engineering.ts';
export { goodputSheet } from './goodput-sheet.ts';
export { hourglassState } from './hourglass-state.ts';
export { renderHtml } from './html.ts';
export { json, renderJson } from './json.ts';
export { mixSheet } from './mix-sheet.ts';
export type { MixAnswer, PlanAnswer, PlanCell, PlanMap } from './plan.ts';
export { planSheet } from './plan-sheet.ts';
export { planWhy } from './plan-why.ts';
export { runSchemas } from './run-schema.ts';
export type { Sentence } from './sentence.ts';
export { possible, sentence } from './sentence.ts';
export { renderSheet, renderSheetHtml, renderSheetSvg, type Sheet, type SheetInput, type SheetTable } from './sheet.ts';
export type * from './study.ts';
export { renderStudy, renderStudyCsv, renderStudyHtml, renderStudyJson, renderStudySvg } from './study-render.ts';
export { studyJsonSchemas, studySchemas } from './study-schema.ts';
export type { TerminalOptions } from './terminal.ts';
export { renderTerminal } from './terminal.ts';
export { columns as textColumns, fold } from './text-layout.ts';
export * from './training.ts';
export { renderTrainingHtml, renderTrainingJson } from './training-html.ts';
export { renderTrainingTerminal, type TrainingTerminalOptions } from './training-terminal.ts';
export { renderTrainingTrace, type TraceEvent, trainingTrace } from './training-trace.ts';
export type { WhyNode, WhyOptions } from './why.ts';
export { renderWhy, renderWhyJson } from './why.ts';
