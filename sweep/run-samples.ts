import type { Worker } from 'node:worker_threads';
import type { Checked, Issue } from '#quantity';
import {
  type DrawOptions,
  type PreparedSamples,
  prepareSamples,
  type ResolvedScenario,
  type RunColumns,
  type SampledScenario,
  type SamplePart,
} from '#scenario';
import { type Checkpoint, type Failure, openCheckpoint } from './checkpoint.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import type { WorkerMessage, WorkerResult, WorkerTask } from './messages.ts';
import { dismissWorkers, hireWorkers, restWorkers } from './worker-pool.ts';

export interface RunSamplesOptions extends DrawOptions {
  readonly samples: number;
  /** Threads beside this one; 1 means that this one does the work itself. */
  readonly workers?: number;
  /** Stops the run between two chunks. */
  readonly signal?: AbortSignal;
  /** A file that finished chunks are kept in, and taken from where it is there already. */
  readonly checkpoint?: { readonly file: string; readonly run: string };
  /** Most memory of a worker for its objects, in MB. */
  readonly workerMemory?: number;
}

/**
 * Samples a scenario in chunks, here or in worker threads. The digits are the same for any number of workers, and for a run that was
 * resumed. All or nothing: a run that was stopped, or lost a worker, is an issue that says how far it came.
 *
 * @param scenario what is sampled
 * @param options how much of it, by whom, and what to keep
 */
export const runSamples = async (scenario: ResolvedScenario, options: RunSamplesOptions): Promise<Checked<SampledScenario>> => {
  const { samples, workers = 1, signal, checkpoint } = options;
  const prepared = prepareSamples(scenario, options);
  const opened = checkpoint === undefined ? undefined : openCheckpoint(checkpoint.file, checkpoint.run, prepared.varying);
  if (opened?.ok === false) return opened;
  const kept = opened?.value;
  const parts: SamplePart[] = [];
  const chunks = chunksOf(samples);
  const columns = prepared.columns(samples, workers > 1 && chunks.length > 1);
  const open = chunks.filter((chunk) => {
    const part = kept?.restore(chunk, columns);
    if (part !== undefined) parts.push(part);
    return part === undefined;
  });
  const finish = (chunk: Chunk, part: SamplePart): Failure | undefined => {
    parts.push(part);
    return kept?.add(chunk, columns, part);
  };
  let failure: Failure | undefined;
  try {
    // One chunk that is left is not worth a thread.
    failure =
      workers > 1 && open.length > 1
        ? await inWorkers({ ...drawOptions(options), scenario, columns }, options, open, finish)
        : await here(prepared, columns, open, finish, signal);
  } finally {
    kept?.close();
  }
  if (failure !== undefined) {
    const done = parts.reduce((sum, part) => sum + part.samples, 0);
    const figures = { received: String(done), expected: String(samples) };
    return { ok: false, issues: [{ path: '', ...figures, ...failure, ...hintOf(kept, checkpoint) }] };
  }
  return { ok: true, value: prepared.finish(columns, parts) };
};

/** What a worker must know besides the scenario. */
const drawOptions = ({ seed, points, only }: DrawOptions): DrawOptions => ({
  seed,
  ...(points === undefined ? {} : { points }),
  ...(only === undefined ? {} : { only }),
});

const hintOf = (kept: Checkpoint | undefined, checkpoint: RunSamplesOptions['checkpoint']): Partial<Issue> =>
  kept === undefined || checkpoint === undefined ? {} : { hint: 'hint/resume', path: checkpoint.file };

type Finish = (chunk: Chunk, part: SamplePart) => Failure | undefined;

const here = async (
  prepared: PreparedSamples,
  columns: RunColumns,
  open: readonly Chunk[],
  finish: Finish,
  signal: AbortSignal | undefined,
): Promise<Failure | undefined> => {
  for (const chunk of open) {
    if (signal?.aborted) return { code: 'sweep/cancelled' };
    const failure = finish(chunk, prepared.draw(columns, chunk.from, chunk.samples));
    if (failure !== undefined) return failure;
    // Signals are heard between chunks.
    await new Promise(setImmediate);
  }
  return undefined;
};

const inWorkers = (
  task: WorkerTask,
  { workers = 1, signal, workerMemory }: RunSamplesOptions,
  open: readonly Chunk[],
  finish: Finish,
): Promise<Failure | undefined> => {
  if (signal?.aborted) return Promise.resolve({ code: 'sweep/cancelled' });
  const queue = [...open];
  const pool = hireWorkers(Math.min(workers, open.length), workerMemory);
  let left = open.length;
  return new Promise((resolve, reject) => {
    let over = false;
    const end = (part: (workers: readonly Worker[]) => Promise<void>, settle: () => void): void => {
      if (over) return;
      over = true;
      signal?.removeEventListener('abort', cancel);
      void part(pool).then(settle);
    };
    const fail = (failure: Failure): void => end(dismissWorkers, () => resolve(failure));
    const cancel = (): void => fail({ code: 'sweep/cancelled' });
    signal?.addEventListener('abort', cancel);
    const next = (worker: Worker): void => {
      const chunk = queue.shift();
      if (chunk !== undefined) worker.postMessage(chunk satisfies WorkerMessage);
    };
    for (const worker of pool) {
      worker.on('message', ({ chunk, part }: WorkerResult) => {
        if (over) return;
        const failure = finish(chunk, part);
        if (failure !== undefined) return fail(failure);
        left -= 1;
        if (left === 0) end(workerMemory === undefined ? restWorkers : dismissWorkers, () => resolve(undefined));
        else next(worker);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') fail({ code: 'sweep/out-of-memory' });
        // A fault of the program is one in a worker too.
        else end(dismissWorkers, () => reject(error));
      });
      worker.on('exit', () => fail({ code: 'sweep/worker-died' }));
      worker.postMessage(task satisfies WorkerMessage);
      // One to work on and one to go on with: no worker waits for this thread to hear of the last.
      next(worker);
      next(worker);
    }
  });
};
