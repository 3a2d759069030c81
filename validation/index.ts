export { type DrawnSystem, drawSystem } from './analog/matrix-families.ts';
export type {
  Answer,
  Area,
  Cells,
  CellType,
  Columns,
  DocumentAnswer,
  DocumentInputs,
  DocumentKind,
  DocumentReplay,
  DocumentValue,
  ExperimentKind,
  FileKind,
  GivenRows,
  JudgedCell,
  Reason,
  Replayed,
  RowKind,
  Tolerance,
} from './area.ts';
export { experimentKind, rowKind } from './area.ts';
export { areas } from './areas.ts';
export { plansText } from './plans/plans-text.ts';
export { type PlansValidation, validatePlans } from './plans/validate-plans.ts';
export { type MeasuredRun, readMeasured } from './training/read-measured.ts';
export { interval80 } from './training/step-interval.ts';
export { prepareRun, throughputOf } from './training/time-run.ts';
export { trainingText } from './training/training-text.ts';
export { type TrainingValidation, validateTraining } from './training/validate-training.ts';
export type { Counts, FileResult, Group, RowResult, ScoredAnswer, Status, Validation } from './validate.ts';
export { type ValidationRun, validate, validateInParts } from './validate.ts';
export { fileText, validationEnd, validationText, validationTitle } from './validation-text.ts';
