import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { catalogFolder } from '#catalog';

type Row = Readonly<Record<string, number | string>>;

/** Rows of one table that a worker replays in one go. */
export interface RowsToReplay {
  readonly job: number;
  /** Name of the experiment. */
  readonly kind: string;
  readonly rows: readonly Row[];
}

/** What their replays gave, in the same order. */
export interface ReplayedRows {
  readonly job: number;
  readonly predicted: readonly unknown[];
}

/** Worker threads that replay rows of experiments. */
export interface ReplayPool {
  /**
   * Replays rows, in the order in which tables are handed in.
   *
   * @param kind name of the experiment
   * @param rows input columns of each row
   * @param done is told how many rows of this table are finished
   */
  readonly replay: (kind: string, rows: readonly Row[], done: (rows: number) => void) => Promise<readonly unknown[]>;
  readonly close: () => Promise<void>;
}

/** Compiled for workers; like the commands it is one file. */
const workerFile = join(catalogFolder, '..', 'dist', 'validation', 'replay-worker.js');

/** Rows in a row mostly share what they draw: enough of them that this is of use, few enough that no worker is left waiting. */
const together = 6;

/**
 * Starts workers that replay experiments. Draws depend on their purpose and trial alone, so that it does not matter who makes them.
 *
 * @param workers how many
 */
export function replayPool(workers: number): ReplayPool {
  const queue: RowsToReplay[] = [];
  const finish: ((predicted: readonly unknown[]) => void)[] = [];
  const fail: ((reason: unknown) => void)[] = [];
  const idle: Worker[] = [];
  const pool = Array.from({ length: workers }, () => {
    const worker = new Worker(workerFile);
    const next = (): void => {
      const job = queue.shift();
      if (job === undefined) idle.push(worker);
      else worker.postMessage(job);
    };
    worker.on('message', ({ job, predicted }: ReplayedRows) => {
      finish[job]?.(predicted);
      next();
    });
    // A fault of the program is one in a worker too.
    worker.on('error', (error) => {
      for (const refuse of fail) refuse(error);
    });
    idle.push(worker);
    return worker;
  });
  const submit = (kind: string, rows: readonly Row[]): Promise<readonly unknown[]> =>
    new Promise((resolve, reject) => {
      const job = finish.length;
      finish.push(resolve);
      fail.push(reject);
      const task: RowsToReplay = { job, kind, rows };
      const worker = idle.pop();
      if (worker === undefined) queue.push(task);
      else worker.postMessage(task);
    });
  return {
    replay: async (kind, rows, done) => {
      let finished = 0;
      const parts = Array.from({ length: Math.ceil(rows.length / together) }, async (_, index) => {
        const part = rows.slice(index * together, (index + 1) * together);
        const predicted = await submit(kind, part);
        finished += part.length;
        done(finished);
        return predicted;
      });
      return (await Promise.all(parts)).flat();
    },
    close: async () => {
      await Promise.all(pool.map((worker) => worker.terminate()));
    },
  };
}
