import { setFlagsFromString } from 'node:v8';
import { type Answer, buildAnswer } from '#report';
import { sampleScenario } from '#scenario';
import type { Opened } from './open-scenario.ts';
import { version } from './version.ts';

/** So few draws are over before optimised code of the chain would pay: compiling it takes longer than they do. */
const few = 2_000;

/** Evaluates an opened scenario, with as many draws as asked, and puts its answer together. */
export const answerOf = (
  { name, scenario, catalog }: Opened,
  { samples, seed, command }: { readonly samples: number; readonly seed: number; readonly command: string },
): Answer => {
  if (samples <= few) setFlagsFromString('--no-opt');
  const sampled = samples > 0 ? sampleScenario(scenario, { samples, seed }) : undefined;
  const answer = buildAnswer(scenario, catalog, { version, seed, command }, sampled);
  return { ...answer, reproduce: { ...answer.reproduce, scenario: name } };
};
