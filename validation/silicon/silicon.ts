import type { Area } from '../area.ts';
import { act } from './act.ts';
import { catchGrid } from './catch-grid.ts';
import { actuaryDesign, actuaryRe } from './chiplet-actuary.ts';
import { grid } from './grid.ts';
import { impliedD0 } from './implied-d0.ts';
import { parameterColumns } from './parameters.ts';
import { published } from './published.ts';
import { salvage } from './salvage.ts';
import { semianalysis } from './semianalysis.ts';
import { stacking } from './stacking.ts';
import { ttm } from './ttm-cas.ts';
import { yieldModels } from './yield-models.ts';

/** Results of other programs, closed forms and published figures of wafers, dies and packages. */
export const silicon: Area = {
  name: 'silicon',
  files: [yieldModels, impliedD0, salvage, grid, semianalysis, catchGrid, actuaryRe, actuaryDesign, act, stacking, ttm, published],
  inputs: [{ recognise: parameterColumns }],
};
