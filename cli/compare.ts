import type { Command } from 'commander';
import type { Issue } from '#quantity';
import {
  type Answer,
  type Paired,
  pairedDifferences,
  renderComparison,
  renderComparisonCsv,
  renderComparisonHtml,
  renderComparisonJson,
} from '#report';
import { listScenarios, type SampledScenario } from '#scenario';
import { answerOf } from './answer-of.ts';
import { fail, failRun } from './fail.ts';
import { type Opened, openScenario } from './open-scenario.ts';
import {
  help,
  languageOf,
  type OutputFlags,
  outputOptions,
  type SamplingFlags,
  type ScenarioFlags,
  samplingOptions,
  scenarioOptions,
} from './options.ts';
import { commandLine, terminalWidth, useColor, write, writeOut } from './output.ts';

const compare = async (files: readonly string[], flags: ScenarioFlags & SamplingFlags & OutputFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  if (files.length < 2) {
    return fail([{ code: 'cli/too-few-scenarios', path: '', expected: listScenarios().join(', ') }], lang);
  }
  const issues: Issue[] = [];
  const scenarios: Opened[] = [];
  for (const file of files) {
    const opened = openScenario(file, flags);
    if (opened.ok) scenarios.push(opened.value);
    else issues.push(...opened.issues);
  }
  if (issues.length > 0) return fail(issues, lang);
  const answers: Answer[] = [];
  const paired: (Paired | undefined)[] = [];
  let first: SampledScenario | undefined;
  for (const opened of scenarios) {
    const answered = await answerOf(opened, flags, commandLine());
    if (!answered.ok) return failRun(answered.issues, lang);
    const { answer, sampled } = answered.value;
    answers.push(answer);
    if (sampled === undefined) continue;
    paired.push(first === undefined ? undefined : pairedDifferences(first, sampled));
    first ??= sampled;
  }
  if (flags.json) return write(`${renderComparisonJson(answers, paired)}\n`);
  if (flags.csv) return write(renderComparisonCsv(answers));
  if (flags.html !== undefined) return writeOut(flags.html, renderComparisonHtml(answers, { lang, paired }), lang);
  write(renderComparison(answers, { lang, color: useColor(), width: terminalWidth() }, paired));
};

/** `chokepoint compare A B C`: several scenarios, differences against the first. */
export const addCompare = (program: Command): void => {
  const command = program.command('compare').description(help().compare).argument('<files...>', help().files);
  outputOptions(samplingOptions(scenarioOptions(command))).action(compare);
};
