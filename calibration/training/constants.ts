import type { TrainingConstants } from './constants-type.ts';

export type { ChipPrior, LinkConstants, TrainingConstants } from './constants-type.ts';

/** Written by `npm run calibrate`: see report.md beside it for what was fitted on which rows. */
export const trainingConstants: TrainingConstants = {
  step: {
    memoryShare: 0.87,
    traffic: 1.1,
    passes: 1.7,
    attention: 0.65,
    headHalf: 32,
    scores: 0.7,
    grouped: 0.55,
    hostLayer: 0.0004,
    hostLayerEager: 0.0011,
    hostRouted: 0.00125,
    tensorExposed: 0.44,
    pipelineExposed: 0.23,
    window: 0.61,
    interference: 0.17,
    straggler: 0.0055,
    maturityLoss: 0.64,
    maturityTime: 1,
  },
  links: { scaleUpShare: 0.8, scaleOutShare: 0.73, scaleUpLatency: 2e-6, scaleOutLatency: 5e-6 },
  chips: { 'accelerator/a100-sxm-80gb': 0.79, 'accelerator/h100-sxm': 0.814, 'accelerator/gb200': 0.72, 'accelerator/b200': 0.72 },
  prior: {
    ofMatrixRate: 0.95,
    ofPeak: 0.7,
    spreadOfMatrixRate: 0.08,
    spreadOfPeak: 0.25,
    scaleUpBandwidth: 100e9,
    scaleOutBandwidth: 100e9,
  },
  spread: { family: 0.12, scale: 0.03, routed: 0.12, assumed: 0.02, mostChips: 2048 },
};
