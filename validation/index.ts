export type { Answer, Area, Cells, CellType, Columns, FileKind, GivenRows, Reason, Replayed, RowKind, Tolerance } from './area.ts';
export { rowKind } from './area.ts';
export { areas } from './areas.ts';
export type { Counts, FileResult, Group, RowResult, ScoredAnswer, Status, Validation } from './validate.ts';
export { validate } from './validate.ts';
export { validationText } from './validation-text.ts';
