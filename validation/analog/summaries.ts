import type { FileKind, Reason } from '../area.ts';

const notScored: Reason = { code: 'row-not-scored' };

/** A table that the scoring rules know and do not score. */
const summary = (name: string, recognise: readonly string[]): FileKind => ({
  name,
  recognise,
  selectors: [],
  skip: () => notScored,
  given: undefined,
  rows: [],
});

/** Tables that belong to the area but hold no case of their own: they sum up other files, or their inputs are not given. */
export const summaries: readonly FileKind[] = [
  summary('analog/circuit-summary', ['case', 'err_static_spice_vs_ideal']),
  summary('analog/circuit-summary', ['case', 'ngspice_wall_s', 'rel_dev']),
  summary('analog/closed-loop-wire', ['rel_err_inverse']),
];
