import { createHash } from 'node:crypto';
import type { Checked } from '#quantity';
import { type Answer, buildAnswer } from '#report';
import type { SampledScenario } from '#scenario';
import { CHUNK, runSamples } from '#sweep';
import type { Opened } from './open-scenario.ts';
import type { SamplingFlags } from './options.ts';
import { version } from './version.ts';

/** What decides the digits of a run, besides the number of its samples. */
const runOf = ({ scenario, catalog }: Opened, { seed, sampler }: SamplingFlags): string => {
  const levers = [...scenario.levers].map(([path, { distribution }]) => [path, distribution]);
  const decides = [version, catalog.digest, scenario.document.precision, scenario.choice, scenario.correlations, levers, seed, sampler];
  return createHash('sha256').update(JSON.stringify(decides)).digest('hex');
};

/** Draws as many samples as the flags say, here or in workers; Ctrl+C stops between two parts, and gives nothing. */
export const samplesOf = async (opened: Opened, flags: SamplingFlags): Promise<Checked<SampledScenario>> => {
  const { samples, seed, sampler: points, workers, resume } = flags;
  const stop = new AbortController();
  const cancel = (): void => stop.abort();
  // What is over in a moment is ended by the system as ever.
  if (samples > CHUNK) process.once('SIGINT', cancel);
  const sampled = await runSamples(opened.scenario, {
    samples,
    seed,
    points,
    workers,
    signal: stop.signal,
    ...(resume === undefined ? {} : { checkpoint: { file: resume, run: runOf(opened, flags) } }),
  });
  process.off('SIGINT', cancel);
  return sampled;
};

/** An answer and the samples behind it, where any were drawn. */
export interface Sampled {
  readonly answer: Answer;
  readonly sampled?: SampledScenario;
}

/** Evaluates an opened scenario, with as many draws as asked, and puts its answer together. */
export const answerOf = async (opened: Opened, flags: SamplingFlags, command: string): Promise<Checked<Sampled>> => {
  const { name, scenario, catalog } = opened;
  const drawn = flags.samples > 0 ? await samplesOf(opened, flags) : undefined;
  if (drawn?.ok === false) return drawn;
  const sampled = drawn?.value;
  const answer = buildAnswer(scenario, catalog, { version, seed: flags.seed, command }, sampled);
  return {
    ok: true,
    value: {
      answer: { ...answer, reproduce: { ...answer.reproduce, scenario: name } },
      ...(sampled === undefined ? {} : { sampled }),
    },
  };
};
