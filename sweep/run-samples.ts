import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { catalogFolder } from '#catalog';
import type { Checked, Issue } from '#quantity';
import { type DrawOptions, joinSamples, prepareSamples, type ResolvedScenario, type SampledScenario } from '#scenario';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import type { WorkerResult, WorkerTask } from './messages.ts';

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

/** Compiled for workers; like the commands it is one file. */
const workerFile = join(catalogFolder, '..', 'dist', 'sweep', 'worker.js');

/**
 * Samples a scenario in chunks, here or in worker threads. The digits are the same for any number of workers, and for a run that was
 * resumed. All or nothing: a run that was stopped, or lost a worker, is an issue that says how far it came.
 *
 * @param scenario what is sampled
 * @param options how much of it, by whom, and what to keep
 */
export const runSamples = async (scenario: ResolvedScenario, options: RunSamplesOptions): Promise<Checked<SampledScenario>> => {
  const { samples, workers = 1, signal, checkpoint } = options;
  const chunks = chunksOf(samples);
  const opened = checkpoint === undefined ? undefined : openCheckpoint(checkpoint.file, checkpoint.run);
  if (opened?.ok === false) return opened;
  const kept = opened?.value;
  const whole = joinSamples(samples, options);
  let done = 0;
  const join = ({ from }: Chunk, part: SampledScenario): void => {
    whole.add(from, part);
    done += part.samples;
  };
  const open = chunks.filter((chunk) => {
    const part = kept?.parts.get(chunk.index);
    // The last chunk of a shorter run is not the chunk of a longer one.
    if (part?.samples !== chunk.samples) return true;
    join(chunk, part);
    return false;
  });
  const finish = (chunk: Chunk, part: SampledScenario): void => {
    join(chunk, part);
    kept?.add(chunk, part);
  };
  const failure =
    workers > 1 && open.length > 1 ? await inWorkers(scenario, options, open, finish) : await here(scenario, options, open, finish, signal);
  kept?.close();
  if (failure !== undefined) {
    const figures = { received: String(done), expected: String(samples) };
    return { ok: false, issues: [{ path: '', ...figures, ...failure, ...hintOf(kept, checkpoint) }] };
  }
  return { ok: true, value: whole.finish() };
};

type Failure = Pick<Issue, 'code'>;

const hintOf = (kept: Checkpoint | undefined, checkpoint: RunSamplesOptions['checkpoint']): Partial<Issue> =>
  kept === undefined || checkpoint === undefined ? {} : { hint: 'hint/resume', path: checkpoint.file };

type Finish = (chunk: Chunk, part: SampledScenario) => void;

const here = async (
  scenario: ResolvedScenario,
  options: DrawOptions,
  open: readonly Chunk[],
  finish: Finish,
  signal: AbortSignal | undefined,
): Promise<Failure | undefined> => {
  const draw = prepareSamples(scenario, options);
  for (const chunk of open) {
    if (signal?.aborted) return { code: 'sweep/cancelled' };
    finish(chunk, draw(chunk.from, chunk.samples));
    // Signals are heard between chunks.
    await new Promise(setImmediate);
  }
  return undefined;
};

const inWorkers = (
  scenario: ResolvedScenario,
  { seed, points = 'philox', workers = 1, signal, workerMemory }: RunSamplesOptions,
  open: readonly Chunk[],
  finish: Finish,
): Promise<Failure | undefined> => {
  const queue = [...open];
  const pool: Worker[] = [];
  let left = open.length;
  return new Promise((resolve) => {
    let over = false;
    const end = (failure?: Failure): void => {
      if (over) return;
      over = true;
      signal?.removeEventListener('abort', cancel);
      void Promise.all(pool.map((worker) => worker.terminate())).then(() => resolve(failure));
    };
    const cancel = (): void => end({ code: 'sweep/cancelled' });
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) return cancel();
    const next = (worker: Worker): void => {
      const chunk = queue.shift();
      if (chunk !== undefined) worker.postMessage(chunk);
    };
    const task: WorkerTask = { scenario, seed, points };
    for (let k = 0; k < Math.min(workers, open.length); k++) {
      const worker = new Worker(workerFile, {
        workerData: task,
        ...(workerMemory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: workerMemory } }),
      });
      pool.push(worker);
      worker.on('message', ({ chunk, part }: WorkerResult) => {
        if (over) return;
        finish(chunk, part);
        left -= 1;
        if (left === 0) end();
        else next(worker);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return end({ code: 'sweep/out-of-memory' });
        // A fault of the program is one in a worker too.
        over = true;
        void Promise.all(pool.map((other) => other.terminate())).then(() => {
          throw error;
        });
      });
      worker.on('exit', () => end({ code: 'sweep/worker-died' }));
      // One to work on and one to go on with: no worker waits for this thread to hear of the last.
      next(worker);
      next(worker);
    }
  });
};
