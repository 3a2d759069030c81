export { type Accelerator, type AcceleratorInput, accelerator, type Precision } from './accelerator.ts';
export {
  type AcceleratorFromDie,
  type AcceleratorFromDieInput,
  acceleratorFromDie,
  type EdgeMemory,
  type FormatRatios,
  type NodeCapability,
} from './accelerator-from-die.ts';
export { type ChipRates, headShare, issueBound, type MatrixTimeInput, matrixTime, stackMaturity, waveFlop } from './operation-time.ts';
export {
  type Peaks,
  performanceDensity,
  type TotalProcessingPerformance,
  totalProcessingPerformance,
} from './total-processing-performance.ts';
