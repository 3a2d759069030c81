import { parentPort } from 'node:worker_threads';
import { areas } from './areas.ts';
import { guardedRow } from './guarded-row.ts';
import type { ReplayedRows, RowsToReplay } from './replay-pool.ts';

const kinds = new Map(areas.flatMap(({ experiments = [] }) => experiments.map((kind) => [kind.name, kind] as const)));

parentPort?.on('message', ({ job, kind, rows }: RowsToReplay) => {
  const known = kinds.get(kind);
  if (known === undefined) throw new RangeError(`no experiment ${kind}`);
  const answered: ReplayedRows = { job, predicted: rows.map((cells) => known.replay(guardedRow(cells, known.inputs))) };
  parentPort?.postMessage(answered);
});
