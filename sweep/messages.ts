import type { PlanSearch, SearchPlansInput, SearchProgress } from '#run';
import type { ResolvedScenario, SampledScenario } from '#scenario';
import type { Points } from '#uncertainty';
import type { Chunk } from './chunks.ts';

/** What a worker is started with. */
export interface WorkerTask {
  readonly scenario: ResolvedScenario;
  readonly seed: number;
  readonly points: Points;
}

/** What it sends for every chunk that it is given. */
export interface WorkerResult {
  readonly chunk: Chunk;
  readonly part: SampledScenario;
}

/** What a worker that searches plans is started with: its part of a space. */
export interface SearchTask {
  readonly input: SearchPlansInput;
}

/** What it sends: how far it is now and then, and in the end what it found. */
export type SearchFound = { readonly progress: SearchProgress } | { readonly found: PlanSearch };

/** The memory of a part, to be handed over instead of copied. */
export const buffersOf = ({ metrics, capacity, need, headroom }: SampledScenario): ArrayBuffer[] =>
  [metrics, capacity, need, headroom].flatMap((columns) => [...columns.values()].map(({ buffer }) => buffer as ArrayBuffer));
