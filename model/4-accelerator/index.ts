export { type Accelerator, type AcceleratorInput, accelerator, type Precision } from './accelerator.ts';
export { performanceDensity, type Peaks, type TotalProcessingPerformance, totalProcessingPerformance } from './total-processing-performance.ts';
