export { type Accelerator, type AcceleratorInput, accelerator, type Precision } from './accelerator.ts';
export {
  type Peaks,
  performanceDensity,
  type TotalProcessingPerformance,
  totalProcessingPerformance,
} from './total-processing-performance.ts';
