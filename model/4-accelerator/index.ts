export { type Accelerator, type AcceleratorInput, accelerator, type Precision } from './accelerator.ts';
export { type ChipRates, headShare, issueBound, type MatrixTimeInput, matrixTime, stackMaturity } from './operation-time.ts';
export {
  type Peaks,
  performanceDensity,
  type TotalProcessingPerformance,
  totalProcessingPerformance,
} from './total-processing-performance.ts';
