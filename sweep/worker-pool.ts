import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { catalogFolder } from '#catalog';
import type { WorkerMessage } from './messages.ts';

/** Compiled for workers; like the commands it is one file. */
const workerFile = join(catalogFolder, '..', 'dist', 'sweep', 'worker.js');

/** Threads between two runs. They have loaded and compiled the chain, which takes longer than most runs. */
const idle = new Set<Worker>();

/** Forgets who listened; the engine listens to events of other names itself. */
const unhear = (worker: Worker): void => {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
};

/**
 * Threads that sample: those that wait for work, and new ones where they are too few.
 *
 * @param count how many
 * @param memory most of it for the objects of each, in MB; such a thread is new
 */
export const hireWorkers = (count: number, memory: number | undefined): readonly Worker[] => {
  const fresh = (): Worker => new Worker(workerFile, memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } });
  if (memory !== undefined) return Array.from({ length: count }, fresh);
  const known = [...idle].slice(0, count);
  for (const worker of known) {
    idle.delete(worker);
    unhear(worker);
    worker.ref();
  }
  return [...known, ...Array.from({ length: count - known.length }, fresh)];
};

/**
 * Lets threads wait for the next run, as many of them as there are cores; the others end. None keeps the process alive.
 *
 * @param workers threads that have done all that they were told to
 */
export const restWorkers = async (workers: readonly Worker[]): Promise<void> => {
  const room = Math.max(0, availableParallelism() - idle.size);
  for (const worker of workers.slice(0, room)) {
    unhear(worker);
    worker.on('exit', () => idle.delete(worker));
    // One that fails while it rests is not missed: the next run has another.
    worker.on('error', () => idle.delete(worker));
    worker.postMessage('rest' satisfies WorkerMessage);
    worker.unref();
    idle.add(worker);
  }
  await dismissWorkers(workers.slice(room));
};

/** Ends threads, whatever they are at. */
export const dismissWorkers = async (workers: readonly Worker[]): Promise<void> => {
  await Promise.all(workers.map((worker) => worker.terminate()));
};
