import { analog } from './analog/analog.ts';
import type { Area } from './area.ts';
import { cost } from './cost/cost.ts';

/** Every area of reference results that the model is scored on. */
export const areas: readonly Area[] = [cost, analog];
