export {
  correlatedGroups,
  correlationMatrix,
  type Matrix,
  nearestCorrelation,
  normalCorrelation,
  type RankCorrelation,
  rankCorrelation,
  triangleOf,
} from './correlation.ts';
export { cdf, compile, mean, median, quantile, support, survival, upperQuantile, variance } from './evaluate.ts';
export { normalCdf, normalQuantile } from './normal.ts';
export { parameterKey } from './parameter-key.ts';
export { type ParameterKey, philox4x32, uniform } from './philox.ts';
export { EXACT_COUNT, Quantiles } from './quantiles.ts';
export { conditioned, createSampler, type Parameter, type Points, pointKinds, type Sampler, type SamplerOptions } from './sampler.ts';
export { selectQuantiles } from './select.ts';
export { validate } from './validate.ts';
