export { cdf, compile, mean, median, quantile, support, survival, upperQuantile, variance } from './evaluate.ts';
export { normalCdf, normalQuantile } from './normal.ts';
export { parameterKey } from './parameter-key.ts';
export { type ParameterKey, philox4x32, uniform } from './philox.ts';
export { EXACT_COUNT, Quantiles } from './quantiles.ts';
export { conditioned, createSampler, type Parameter, type Sampler, type SamplerOptions } from './sampler.ts';
export { validate } from './validate.ts';
