import { parentPort, workerData } from 'node:worker_threads';
import { prepareSamples } from '#scenario';
import type { Chunk } from './chunks.ts';
import { buffersOf, type WorkerTask } from './messages.ts';

const { scenario, seed, points } = workerData as WorkerTask;
const draw = prepareSamples(scenario, { seed, points });

parentPort?.on('message', (chunk: Chunk) => {
  const part = draw(chunk.from, chunk.samples);
  parentPort?.postMessage({ chunk, part }, buffersOf(part));
});
