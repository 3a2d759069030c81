export { goodputConstants } from './goodput/constants.ts';
export { type ChipPrior, type LinkConstants, type StepSpread, type TrainingConstants, trainingConstants } from './training/constants.ts';
