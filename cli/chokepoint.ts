import type { Command } from 'commander';
import { buildChokepoint } from '#report';
import { chokepoint } from '#scenario';
import { samplesOf } from './answer-of.ts';
import { fail, failRun } from './fail.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, type SamplingFlags, samplingOptions, scenarioOptions } from './options.ts';
import { commandLine } from './output.ts';
import { type StudyFlags, studyHelp, studyOutput, writeStudy } from './study.ts';
import { version } from './version.ts';

const run = async (file: string, flags: StudyFlags & SamplingFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) return fail(opened.issues, lang);
  const { scenario, catalog, name } = opened.value;
  const { seed, sampler: points } = flags;
  const samples = Math.max(1, flags.samples);
  const sampled = await samplesOf(opened.value, { ...flags, samples });
  if (!sampled.ok) return failRun(sampled.issues, lang);
  const found = chokepoint(scenario, sampled.value, { seed, points });
  const options = { version, command: commandLine(), scenarios: [name], seed, sampler: points, samples };
  await writeStudy(buildChokepoint(scenario, catalog, found, options), flags, lang);
};

/** `chokepoint chokepoint FILE`: which constraint binds, the slack of the others and the price of a little more of each. */
export const addChokepoint = (program: Command): void => {
  const command = program.command('chokepoint').description(studyHelp().chokepoint).argument('<file>', help().file);
  studyOutput(samplingOptions(scenarioOptions(command))).action(run);
};
