export { type ChipPrior, type LinkConstants, type TrainingConstants, trainingConstants } from './training/constants.ts';
