import type { ExperimentKind } from '../area.ts';

/** Every kind of Monte Carlo table of the analog area. */
export const experiments: readonly ExperimentKind[] = [];
