import { type Answer, buildAnswer } from '#report';
import { sampleScenario } from '#scenario';
import { quantile } from '#uncertainty';
import type { Opened } from './open-scenario.ts';
import { version } from './package-root.ts';

/** Evaluates an opened scenario, with as many draws as asked, and puts its answer together. */
export const answerOf = (
  { scenario, catalog }: Opened,
  { samples, seed, command }: { readonly samples: number; readonly seed: number; readonly command: string },
): Answer => {
  const sampled = samples > 0 ? sampleScenario(scenario, { samples, seed }) : undefined;
  const inputQuantile = (path: string, p: number): number => {
    const resolved = scenario.levers.get(path);
    return resolved === undefined ? 0 : quantile(resolved.distribution, p);
  };
  return buildAnswer(scenario, catalog, inputQuantile, { version, seed, command }, sampled);
};
