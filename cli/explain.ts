import { type Command, Option } from 'commander';
import type { Issue } from '#quantity';
import { buildExplanation } from '#report';
import { explain, type Grouping, groupings } from '#scenario';
import { fail } from './fail.ts';
import { findFigure } from './find-figure.ts';
import { type Opened, openScenario } from './open-scenario.ts';
import { help, languageOf, oneOf, scenarioOptions, seedOption, wholeNumber } from './options.ts';
import { commandLine } from './output.ts';
import { type StudyFlags, studyHelp, studyOutput, writeStudy } from './study.ts';
import { version } from './version.ts';

interface ExplainFlags extends StudyFlags {
  readonly metric: string;
  readonly by: Grouping;
  readonly samples?: number;
  readonly orders: number;
  readonly seed: number;
}

const run = async (first: string, second: string, flags: ExplainFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const issues: Issue[] = [];
  const scenarios: Opened[] = [];
  for (const file of [first, second]) {
    const opened = openScenario(file, flags);
    if (opened.ok) scenarios.push(opened.value);
    else issues.push(...opened.issues);
  }
  const [a, b] = scenarios;
  if (a === undefined || b === undefined) return fail(issues, lang);
  const figure = findFigure(flags.metric, [a.scenario, b.scenario]);
  if (!figure.ok) return fail(figure.issues, lang);
  const { by, seed, orders, samples } = flags;
  const found = explain(a.scenario, b.scenario, figure.value, { by, seed, orders, ...(samples === undefined ? {} : { samples }) });
  if (!found.ok) return fail(found.issues, lang);
  const options = { version, command: commandLine(), scenarios: [a.name, b.name], seed, samples: found.value.samples };
  await writeStudy(buildExplanation([a.scenario, b.scenario], a.catalog, found.value, options), flags, lang);
};

/** `chokepoint explain A B --metric M`: why two scenarios differ, part by part. */
export const addExplain = (program: Command): void => {
  const command = program
    .command('explain')
    .description(studyHelp().explain)
    .argument('<file>', studyHelp().first)
    .argument('<other>', studyHelp().second);
  studyOutput(scenarioOptions(command))
    .addOption(new Option('--metric <path>', studyHelp().metric).default('cost.total'))
    .addOption(new Option('--by <parts>', studyHelp().by).argParser(oneOf(groupings)).default('floors'))
    .addOption(new Option('--samples <n>', help().samples).argParser(wholeNumber(1, 100_000)))
    .addOption(new Option('--orders <n>', studyHelp().orders).argParser(wholeNumber(4, 100_000)).default(200))
    .addOption(seedOption())
    .action(run);
};
