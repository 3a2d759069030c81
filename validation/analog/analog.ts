import type { Area } from '../area.ts';
import { documents } from './documents.ts';
import { experiments } from './experiments.ts';
import { summaries } from './summaries.ts';

/** Circuit simulations, crossbar programs and Monte Carlo experiments of the analog matrix chip. */
export const analog: Area = { name: 'analog', files: summaries, documents, experiments };
