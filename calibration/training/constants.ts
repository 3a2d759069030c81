import type { TrainingConstants } from './constants-type.ts';

export type { ChipPrior, LinkConstants, StepSpread, TrainingConstants } from './constants-type.ts';

/** Written by `npm run calibrate`: `report.md` beside it says what was fitted on which rows. */
export const trainingConstants: TrainingConstants = {
  step: {
    memoryShare: 0.87,
    traffic: 1.1,
    passes: 2.039,
    attention: 0.6494,
    headHalf: 32,
    scores: 0.5922,
    grouped: 3.025,
    hostLayer: 0.0004266,
    hostLayerEager: 0.001153,
    hostRouted: 0.001543,
    tensorExposed: 0.3745,
    pipelineExposed: 0.2572,
    window: 0.6899,
    interference: 0.1279,
    straggler: 0.005633,
    maturityLoss: 0.7209,
    maturityTime: 1,
  },
  links: {
    scaleOutLoad: 0.7877,
  },
  chips: {
    'accelerator/a100-sxm-80gb': 0.7897,
    'accelerator/h100-sxm': 0.7747,
    'accelerator/gb200': 0.6766,
    'accelerator/b200': 0.7161,
  },
  prior: {
    ofMatrixRate: 0.95,
    ofPeak: 0.7,
    lead: 2,
    spreadOfMatrixRate: 0.15,
    spreadOfPeak: 0.3,
    spreadOfAnalogy: 0.2,
    scaleUpBandwidth: 100000000000,
    scaleOutBandwidth: 100000000000,
  },
  baseline: {
    'accelerator/a100-sxm-40gb': 0.456,
    'accelerator/a100-sxm-40gb bf16': 0.456,
    'accelerator/a100-sxm-80gb': 0.436,
    'accelerator/a100-sxm-80gb bf16': 0.436,
    'accelerator/b200': 0.336,
    'accelerator/b200 bf16': 0.126,
    'accelerator/b200 fp8': 0.34,
    'accelerator/gb200': 0.333,
    'accelerator/gb200 bf16': 0.321,
    'accelerator/gb200 fp4': 0.284,
    'accelerator/gb200 fp8': 0.312,
    'accelerator/h100-sxm': 0.379,
    'accelerator/h100-sxm bf16': 0.403,
    'accelerator/h100-sxm fp8': 0.366,
    any: 0.384,
  },
  spread: {
    family: 0.156,
    scale: 0.03,
    routed: 0.12,
    assumed: 0.02,
    mostChips: 2048,
  },
};
