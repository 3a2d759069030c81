export { CHUNK } from './chunks.ts';
export { type RunSamplesOptions, runSamples } from './run-samples.ts';
export { type RunSearchOptions, runSearch } from './run-search.ts';
