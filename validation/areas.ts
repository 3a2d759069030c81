import { analog } from './analog/analog.ts';
import type { Area } from './area.ts';
import { cost } from './cost/cost.ts';
import { inference } from './inference/inference.ts';
import { silicon } from './silicon/silicon.ts';

/** Every area of reference results that the model is scored on. */
export const areas: readonly Area[] = [silicon, cost, analog, inference];

/** Areas that are not judged row by row with a tolerance and have a harness of their own. */
export const ownAreas: readonly string[] = ['training', 'plans'];
