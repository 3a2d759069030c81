import { type Command, Option } from 'commander';
import type { Issue } from '#quantity';
import { buildBreakEven, buildFrontier } from '#report';
import { breakEven, frontier, type Lever } from '#scenario';
import { fail } from './fail.ts';
import { findFigure, findLevers } from './find-figure.ts';
import { openScenario } from './open-scenario.ts';
import { help, languageOf, scenarioOptions, seedOption, wholeNumber } from './options.ts';
import { commandLine } from './output.ts';
import { readNumber, readRange, type StudyFlags, studyHelp, studyOutput, writeStudy } from './study.ts';
import { version } from './version.ts';

interface BreakEvenFlags extends StudyFlags {
  readonly metric: string;
  readonly target: string;
  readonly by: string;
  readonly range?: string;
  readonly samples: number;
  readonly seed: number;
}

const words = (text: string): readonly string[] => text.split(/[,，]/).map((word) => word.trim());

const run = async (file: string, flags: BreakEvenFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openScenario(file, flags);
  if (!opened.ok) return fail(opened.issues, lang);
  const { scenario, catalog, name } = opened.value;
  const figure = findFigure(flags.metric, [scenario]);
  const paths = words(flags.by);
  const levers = findLevers(paths);
  const issues: Issue[] = [...(figure.ok ? [] : figure.issues), ...(levers.ok ? [] : levers.issues)];
  if (!figure.ok || !levers.ok) return fail(issues, lang);
  const target = readNumber(flags.target, figure.value.unit);
  if (!target.ok) issues.push(...target.issues);
  const ranges = flags.range === undefined ? [] : words(flags.range);
  const read = ranges.map((text, index) => readRange(text, (levers.value[index] ?? (levers.value[0] as Lever)).unit));
  for (const range of read) if (!range.ok) issues.push(...range.issues);
  const [first, second, third] = levers.value;
  if (third !== undefined || first === undefined || first === second || (ranges.length > 0 && ranges.length !== paths.length))
    issues.push({ code: 'study/one-or-two-levers', path: '', received: flags.by });
  if (issues.length > 0 || !target.ok || first === undefined) return fail(issues, lang);
  const at = (index: number): { readonly low: number; readonly high: number } | undefined => {
    const range = read[index];
    return range?.ok ? range.value : undefined;
  };
  const { seed, samples } = flags;
  const options = { version, command: commandLine(), scenarios: [name], seed, samples };
  if (second !== undefined) {
    const found = frontier(scenario, figure.value, [first, second], { target: target.value, ranges: [at(0), at(1)] });
    if (!found.ok) return fail(found.issues, lang);
    return writeStudy(buildFrontier(scenario, catalog, found.value, { ...options, samples: 0 }), flags, lang);
  }
  const range = at(0);
  const found = breakEven(scenario, figure.value, first, {
    target: target.value,
    samples,
    seed,
    ...(range === undefined ? {} : { range }),
  });
  if (!found.ok) return fail(found.issues, lang);
  await writeStudy(buildBreakEven(scenario, catalog, found.value, options), flags, lang);
};

/** `chokepoint breakeven FILE --metric M --target V --by lever[,lever]`: where a lever turns a statement. */
export const addBreakeven = (program: Command): void => {
  const command = program.command('breakeven').description(studyHelp().breakeven).argument('<file>', help().file);
  studyOutput(scenarioOptions(command))
    .requiredOption('--metric <path>', studyHelp().metric)
    .requiredOption('--target <value>', studyHelp().target)
    .requiredOption('--by <levers>', studyHelp().lever)
    .option('--range <range>', studyHelp().range)
    .addOption(new Option('--samples <n>', studyHelp().otherDraws).argParser(wholeNumber(1, 100_000)).default(200))
    .addOption(seedOption())
    .action(run);
};
