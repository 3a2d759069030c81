import { parentPort } from 'node:worker_threads';
import { type PreparedSamples, prepareSamples, type RunColumns } from '#scenario';
import type { WorkerMessage, WorkerResult } from './messages.ts';

/** The run at hand. */
let run: { readonly prepared: PreparedSamples; readonly columns: RunColumns } | undefined;

parentPort?.on('message', (message: WorkerMessage) => {
  if (message === 'rest') run = undefined;
  else if ('scenario' in message) run = { prepared: prepareSamples(message.scenario, message), columns: message.columns };
  else if (run !== undefined) {
    const result: WorkerResult = { chunk: message, part: run.prepared.draw(run.columns, message.from, message.samples) };
    parentPort?.postMessage(result);
  }
});
