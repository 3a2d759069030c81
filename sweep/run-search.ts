import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { catalogFolder } from '#catalog';
import { mergeSearches, type PlanSearch, type SearchPlansInput, type SearchProgress } from '#run';
import type { SearchFound, SearchTask } from './messages.ts';

export interface RunSearchOptions {
  /** Threads, each with its part of the space. */
  readonly workers: number;
  /** Stops them at once. */
  readonly signal?: AbortSignal;
  /** Told several times a second how far all of them are. */
  readonly onProgress?: (progress: SearchProgress) => void;
}

/** Compiled for workers; like the commands it is one file. */
const workerFile = join(catalogFolder, '..', 'dist', 'sweep', 'search-worker.js');

/** How far all parts are together. */
const together = (parts: readonly SearchProgress[]): SearchProgress => ({
  done: parts.reduce((sum, { done }) => sum + done, 0),
  raw: parts.reduce((sum, { raw }) => sum + raw, 0),
  score: Math.min(...parts.map(({ score }) => score)),
});

/**
 * Searches a space of plans in worker threads, each of which takes every n-th way to split a layer. The best plans and the front are
 * those of `searchPlans`, whatever the number of threads.
 *
 * @param input what is searched
 * @param options how many threads, and who may stop them
 * @returns undefined where the signal stopped it
 */
export const runSearch = async (input: SearchPlansInput, options: RunSearchOptions): Promise<PlanSearch | undefined> => {
  const { workers, signal, onProgress } = options;
  if (signal?.aborted === true) return undefined;
  const pool: Worker[] = [];
  const progress: SearchProgress[] = Array.from({ length: workers }, () => ({ done: 0, raw: 0, score: Number.POSITIVE_INFINITY }));
  let cancel = (): void => undefined;
  const stopped = new Promise<undefined>((resolve) => {
    cancel = () => resolve(undefined);
    signal?.addEventListener('abort', cancel);
  });
  const part = (index: number): Promise<PlanSearch> =>
    new Promise((resolve, reject) => {
      const task: SearchTask = { input: { ...input, part: { index, of: workers } } };
      const worker = new Worker(workerFile, { workerData: task });
      pool.push(worker);
      worker.on('message', (message: SearchFound) => {
        if ('found' in message) return resolve(message.found);
        progress[index] = message.progress;
        onProgress?.(together(progress));
      });
      worker.on('error', reject);
    });
  const parts = Promise.all(progress.map((_, index) => part(index)));
  try {
    const found = await Promise.race([parts, stopped]);
    return found === undefined ? undefined : mergeSearches(input, found);
  } finally {
    signal?.removeEventListener('abort', cancel);
    await Promise.all(pool.map((worker) => worker.terminate()));
  }
};
