import { parentPort, workerData } from 'node:worker_threads';
import { searchSteps } from '#run';
import type { SearchFound, SearchTask } from './messages.ts';

/** Milliseconds between two reports of progress. */
const pause = 50;

const { input } = workerData as SearchTask;
const tell = (message: SearchFound): void => parentPort?.postMessage(message);
const steps = searchSteps(input);
for (let said = performance.now(), next = steps.next(); ; next = steps.next()) {
  if (next.done === true) {
    tell({ found: next.value });
    break;
  }
  if (performance.now() - said < pause) continue;
  said = performance.now();
  tell({ progress: next.value });
}
