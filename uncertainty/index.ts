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
export { type Crossing, type CrossingOptions, crossings } from './crossings.ts';
export { cdf, compile, mean, median, quantile, support, survival, upperQuantile, variance } from './evaluate.ts';
export { type InformationValue, informationValues } from './information.ts';
export { type ElementaryEffects, type MorrisOptions, morris } from './morris.ts';
export { normalCdf, normalQuantile } from './normal.ts';
export { parameterKey } from './parameter-key.ts';
export { type ParameterKey, philox4x32, uniform } from './philox.ts';
export { EXACT_COUNT, Quantiles } from './quantiles.ts';
export { type Correlation, type RankSensitivity, rankSensitivity, spearman } from './rank-correlation.ts';
export { conditioned, createSampler, type Parameter, type Points, pointKinds, type Sampler, type SamplerOptions } from './sampler.ts';
export { selectQuantiles, selectRank } from './select.ts';
export { drawOrders, EXACT_PLAYERS, estimateShapley, shapleyValues, visitCoalitions } from './shapley.ts';
export { bounded, type Estimated, type SobolIndices, type SobolIndicesOptions, sobolIndices, type VarianceShare } from './sobol-indices.ts';
export { validate } from './validate.ts';
