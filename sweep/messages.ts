import type { PlanSearch, SearchPlansInput, SearchProgress } from '#run';
import type { DrawOptions, ResolvedScenario, RunColumns, SamplePart } from '#scenario';
import type { Chunk } from './chunks.ts';

/** What a worker is told first: the run that the chunks after it belong to. */
export interface WorkerTask extends DrawOptions {
  readonly scenario: ResolvedScenario;
  /** Of shared memory: what the worker makes it writes there. */
  readonly columns: RunColumns;
}

/** What a worker is told: a run, a chunk of it, or that the run is over. */
export type WorkerMessage = WorkerTask | Chunk | 'rest';

/** What it sends for every chunk that it is given. */
export interface WorkerResult {
  readonly chunk: Chunk;
  readonly part: SamplePart;
}

/** What a worker that searches plans is started with: its part of a space. */
export interface SearchTask {
  readonly input: SearchPlansInput;
}

/** What it sends: how far it is now and then, and in the end what it found. */
export type SearchFound = { readonly progress: SearchProgress } | { readonly found: PlanSearch };
