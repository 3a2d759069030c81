import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { nearest, openCatalog } from '#catalog';
import { type Lang, messages, plainText } from '#messages';
import type { Issue } from '#quantity';
import {
  fileText,
  plansText,
  trainingText,
  validateInParts,
  validatePlans,
  validateTraining,
  validationEnd,
  validationTitle,
} from '#validation';
import { badInput } from './fail.ts';
import { langOption, languageOf, wholeNumber } from './options.ts';
import { write } from './output.ts';

interface ValidateFlags {
  readonly json?: boolean;
  readonly lang?: Lang;
  readonly workers?: number;
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
  if (issue.code === 'validation/nothing-recognised') return issues['validation/nothing-recognised'](received, issue.expected ?? '');
  if (issue.code !== 'validation/area-unknown') return issues['validation/path-missing'](received);
  const known = issue.expected ?? '';
  const near = nearest(received, known.split(', '));
  return near === undefined ? issues['validation/area-unknown'](received, known) : issues['validation/area-near'](received, near);
}

/** Nothing that was scored is no pass. */
const nothing = (area: string, path: string): Issue => ({
  code: 'validation/nothing-recognised',
  path: 'PATH',
  expected: area,
  received: path,
});

const refuse = (issues: readonly Issue[], flags: ValidateFlags, lang: Lang, output: Output): number => {
  if (flags.json) output.out(JSON.stringify({ issues }, null, 2));
  else for (const issue of issues) output.error(issueText(issue, lang));
  return exit.misused;
};

/** Training steps are judged by family, interval and rank, not by a tolerance of each row. */
function runTraining(path: string, flags: ValidateFlags, lang: Lang, output: Output): number {
  const opened = openCatalog();
  const checked = opened.ok ? validateTraining(path, opened.value) : opened;
  if (!checked.ok) return refuse(checked.issues, flags, lang, output);
  const { rows, published, goodput, broken } = checked.value;
  if (rows.length + published.length + goodput.length + broken.length === 0)
    return refuse([nothing('training', path)], flags, lang, output);
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
export async function runValidate(area: string, path: string, flags: ValidateFlags, output: Output = terminal): Promise<number> {
  const lang = languageOf(flags.lang);
  if (area === 'plans') return runPlans(path, flags, lang, output);
  if (area === 'training') return runTraining(path, flags, lang, output);
  const texts = messages(lang).validation;
  const start = performance.now();
  let lines: readonly string[] = [validationTitle({ area, path }, texts), ''];
  let told = start;
  const say = (text: string): void => {
    if (performance.now() - start > silence) output.error(text);
  };
  const checked = await validateInParts(area, path, {
    workers: flags.workers ?? availableParallelism(),
    onFile: (file) => {
      // The text is given out file by file; as JSON it is one whole.
      if (!flags.json) output.out([...lines, ...fileText(file, texts)].join('\n'));
      lines = [''];
      say(texts.fileDone(plainText(file.file), file.passed, file.failed, file.notScored));
      told = performance.now();
    },
    onRows: (file, done, rows) => {
      if (performance.now() - told < between) return;
      told = performance.now();
      say(texts.rowsDone(plainText(file), done, rows));
    },
  });
  if (!checked.ok) return refuse(checked.issues, flags, lang, output);
  if (checked.value.files.length === 0) return refuse([nothing(area, path)], flags, lang, output);
  output.out(flags.json ? JSON.stringify(checked.value, null, 2) : [...lines, ...validationEnd(checked.value, texts)].join('\n'));
  return checked.value.summary.failed > 0 ? exit.failed : exit.passed;
}

/** Milliseconds that pass in silence, and between two words of progress. */
const silence = 1000;
const between = 2000;

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
    .option('--workers <n>', command.workers, wholeNumber(1, 256))
    .addOption(langOption())
    .addHelpText('after', `\n${command.help}`)
    .action(async (area: string, path: string, flags: ValidateFlags) => {
      process.exitCode = await runValidate(area, path, flags);
    });
}
