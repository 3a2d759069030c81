import type { Command } from 'commander';
import { nearest, openCatalog } from '#catalog';
import { type Lang, messages, plainText } from '#messages';
import type { Issue } from '#quantity';
import { plansText, trainingText, validate, validatePlans, validateTraining, validationText } from '#validation';
import { badInput } from './fail.ts';
import { langOption, languageOf } from './options.ts';
import { write } from './output.ts';

interface ValidateFlags {
  readonly json?: boolean;
  readonly lang?: Lang;
}

/** Where a command writes, so that a test can listen. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const terminal: Output = {
  out: (text) => write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
};

const exit = { passed: 0, failed: 1, misused: badInput } as const;

function issueText(issue: Issue, lang: Lang): string {
  const { issues } = messages(lang).validation;
  const received = plainText(issue.received ?? '');
  if (issue.code !== 'validation/area-unknown') return issues['validation/path-missing'](received);
  const known = issue.expected ?? '';
  const near = nearest(received, known.split(', '));
  return near === undefined ? issues['validation/area-unknown'](received, known) : issues['validation/area-near'](received, near);
}

/** Training steps are judged by family, interval and rank, not by a tolerance of each row. */
function runTraining(path: string, flags: ValidateFlags, lang: Lang, output: Output): number {
  const opened = openCatalog();
  const checked = opened.ok ? validateTraining(path, opened.value) : opened;
  if (!checked.ok) {
    if (flags.json) output.out(JSON.stringify({ issues: checked.issues }, null, 2));
    else for (const issue of checked.issues) output.error(issueText(issue, lang));
    return exit.misused;
  }
  const { validation, validationTraining } = messages(lang);
  output.out(flags.json ? JSON.stringify(checked.value, null, 2) : trainingText(checked.value, validationTraining, validation));
  return checked.value.summary.failed > 0 ? exit.failed : exit.passed;
}

/** Tables of plans are judged row by row, as a set and by their best plan. */
function runPlans(path: string, flags: ValidateFlags, lang: Lang, output: Output): number {
  const checked = validatePlans(path);
  if (!checked.ok) {
    if (flags.json) output.out(JSON.stringify({ issues: checked.issues }, null, 2));
    else for (const issue of checked.issues) output.error(issueText(issue, lang));
    return exit.misused;
  }
  const { validation, validationPlans } = messages(lang);
  output.out(flags.json ? JSON.stringify(checked.value, null, 2) : plansText(checked.value, validationPlans, validation));
  return checked.value.summary.failed > 0 ? exit.failed : exit.passed;
}

/**
 * Scores the model against reference files and says how it went.
 *
 * @param area name of the area
 * @param path file or folder
 * @param flags options of the command line
 * @param output where to write
 * @returns the exit code
 */
export function runValidate(area: string, path: string, flags: ValidateFlags, output: Output = terminal): number {
  const lang = languageOf(flags.lang);
  if (area === 'plans') return runPlans(path, flags, lang, output);
  if (area === 'training') return runTraining(path, flags, lang, output);
  const checked = validate(area, path);
  if (!checked.ok) {
    if (flags.json) output.out(JSON.stringify({ issues: checked.issues }, null, 2));
    else for (const issue of checked.issues) output.error(issueText(issue, lang));
    return exit.misused;
  }
  output.out(flags.json ? JSON.stringify(checked.value, null, 2) : validationText(checked.value, messages(lang).validation));
  return checked.value.summary.failed > 0 ? exit.failed : exit.passed;
}

/**
 * Adds `validate AREA PATH` to a program.
 *
 * @param program the commands of Chokepoint
 */
export function addValidate(program: Command): void {
  const { command } = messages(languageOf(undefined)).validation;
  program
    .command('validate')
    .description(command.description)
    .argument('<area>', command.area)
    .argument('<path>', command.path)
    .option('--json', command.json)
    .addOption(langOption())
    .addHelpText('after', `\n${command.help}`)
    .action((area: string, path: string, flags: ValidateFlags) => {
      process.exitCode = runValidate(area, path, flags);
    });
}
