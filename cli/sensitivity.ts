import { type Command, Option } from 'commander';
import { buildSensitivity } from '#report';
import { type SensitivityMethod, sensitivity, sensitivityMethods } from '#scenario';
import { fail } from './fail.ts';
import { findFigure } from './find-figure.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, oneOf, scenarioOptions, seedOption, wholeNumber } from './options.ts';
import { commandLine } from './output.ts';
import { readNumber, type StudyFlags, studyHelp, studyOutput, writeStudy } from './study.ts';
import { version } from './version.ts';

interface SensitivityFlags extends StudyFlags {
  readonly metric: string;
  readonly method: SensitivityMethod;
  readonly n?: number;
  readonly seed: number;
  readonly target?: string;
}

/** Walks are worth more than draws: each moves every input. */
const usual: Readonly<Record<SensitivityMethod, number>> = { sobol: 8_192, morris: 200, rank: 8_192, elasticity: 8_192 };

const run = async (file: string, flags: SensitivityFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) return fail(opened.issues, lang);
  const { scenario, catalog, name } = opened.value;
  const figure = findFigure(flags.metric, [scenario]);
  if (!figure.ok) return fail(figure.issues, lang);
  const target = flags.target === undefined ? undefined : readNumber(flags.target, figure.value.unit);
  if (target?.ok === false) return fail(target.issues, lang);
  const { method, seed, n = usual[method] } = flags;
  const found = sensitivity(scenario, figure.value, { method, n, seed, ...(target === undefined ? {} : { target: target.value }) });
  if (!found.ok) return fail(found.issues, lang);
  const options = { version, command: commandLine(), scenarios: [name], seed, samples: n };
  await writeStudy(buildSensitivity(scenario, catalog, found.value, options), flags, lang);
};

/** `chokepoint sensitivity FILE --metric M`: which inputs move a figure, and what it would be worth to know them. */
export const addSensitivity = (program: Command): void => {
  const command = program.command('sensitivity').description(studyHelp().sensitivity).argument('<file>', help().file);
  studyOutput(scenarioOptions(command))
    .addOption(new Option('--metric <path>', studyHelp().metric).default('cost.total'))
    .addOption(new Option('--method <kind>', studyHelp().method).argParser(oneOf(sensitivityMethods)).default('sobol'))
    .addOption(new Option('--n <n>', studyHelp().n).argParser(wholeNumber(16, 262_144)))
    .addOption(new Option('--target <value>', studyHelp().question))
    .addOption(seedOption())
    .action(run);
};
