import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { type Catalog, openCatalog, readDocumentFile } from '#catalog';
import { type Lang, messages } from '#messages';
import type { Checked, Issue } from '#quantity';
import {
  buildTraining,
  renderTrainingHtml,
  renderTrainingJson,
  renderTrainingTerminal,
  renderTrainingTrace,
  type TrainingAnswer,
} from '#report';
import { searchPlayedSteps } from '#run';
import {
  type GivenModel,
  planSearchInput,
  type ResolvedTraining,
  readConfig,
  readPlan,
  readPlanText,
  resolveTraining,
  stateText,
  type WrittenPlan,
  writtenPlan,
} from '#scenario';
import { fail, failRun } from './fail.ts';
import { langOption, languageOf, type SamplingFlags, samplingOptions, wholeNumber } from './options.ts';
import { commandLine, terminalWidth, useColor, write, writeOut } from './output.ts';
import { Searching, Stopped } from './search-until.ts';
import { version } from './version.ts';

interface TrainFlags extends SamplingFlags {
  readonly model?: string;
  readonly chip?: string;
  readonly cluster?: string;
  readonly count?: number;
  readonly plan?: string;
  readonly batch?: number;
  readonly seq?: number;
  readonly state?: string;
  readonly json?: true;
  readonly html?: string;
  readonly trace?: string;
  readonly catalog?: string;
  readonly lang?: Lang;
}

const most = { accelerators: 1e7, batch: 1e7, sequence: 1e8 };
/** Exit code of a plan that cannot run. */
const cannotRun = 1;

/** In place of a plan: the best one is sought. */
const auto = 'auto';

/** A name with a folder or an ending is a file; anything else is looked up. */
const isFile = (text: string): boolean => existsSync(text) || /[\\/]|\.(json|ya?ml)$/i.test(text);

export const modelOf = (text: string, catalog: Catalog): Checked<string | GivenModel> => {
  if (catalog.get(text, 'model') !== undefined || !isFile(text)) return { ok: true, value: text };
  const document = readDocumentFile(text);
  if (!document.ok) return document;
  const read = readConfig(document.value);
  if (!read.ok) return read;
  const { shape, family, assumedFamily } = read.value;
  return { ok: true, value: { name: basename(text), shape, family, assumedFamily } };
};

const planOfFlag = (text: string | undefined): Checked<WrittenPlan> => {
  if (text === undefined) return { ok: true, value: {} };
  if (!isFile(text) || (text.includes('=') && !existsSync(text))) return readPlanText(text);
  const document = readDocumentFile(text);
  return document.ok ? readPlan(document.value) : document;
};

/** State given on the command line takes the place of the plan's. */
const withState = (plan: Checked<WrittenPlan>, state: string | undefined): Checked<WrittenPlan> => {
  if (state === undefined) return plan;
  const issue: Issue = { code: 'plan/state', path: '', file: '--state', received: state, expected: '2/4/4/8' };
  if (!stateText.test(state)) return { ok: false, issues: [...(plan.ok ? [] : plan.issues), issue] };
  return plan.ok ? { ok: true, value: { ...plan.value, state } } : plan;
};

/** The fastest of all plans; none where nothing fits, so that the usual one says why. */
const bestPlan = async (resolved: ResolvedTraining): Promise<WrittenPlan> => {
  const searching = new Searching();
  const { progress } = messages(languageOf(undefined)).plan;
  const grouped = (value: number): string => value.toLocaleString('en');
  try {
    // As `plan` asks, so that both play the same plans.
    const input = planSearchInput(resolved, { objective: { kind: 'time' }, top: 1, front: true });
    const { best } = await searching.run(searchPlayedSteps(input), ({ done, raw }) => progress(grouped(done), grouped(raw)));
    return best === undefined ? {} : writtenPlan(best.plan);
  } finally {
    searching.end();
  }
};

const answerFor = async (flags: TrainFlags): Promise<Checked<TrainingAnswer>> => {
  const opened = openCatalog({ ...(flags.catalog === undefined ? {} : { overlay: flags.catalog }) });
  if (!opened.ok) return opened;
  const catalog = opened.value;
  const missing: Checked<never> = { ok: false, issues: [{ code: 'train/needs-model', path: '', file: '--model' }] };
  const sought = flags.plan === auto;
  const [model, plan] = [
    flags.model === undefined ? missing : modelOf(flags.model, catalog),
    withState(planOfFlag(sought ? undefined : flags.plan), flags.state),
  ];
  const issues: Issue[] = [...(model.ok ? [] : model.issues), ...(plan.ok ? [] : plan.issues)];
  if (!model.ok || !plan.ok) return { ok: false, issues };
  const resolve = (written: WrittenPlan): Checked<ResolvedTraining> =>
    resolveTraining(
      {
        model: model.value,
        chip: flags.chip,
        cluster: flags.cluster,
        count: flags.count,
        plan: written,
        batch: flags.batch,
        sequence: flags.seq,
      },
      catalog,
    );
  const given = resolve(plan.value);
  const resolved = sought && given.ok ? resolve(await bestPlan(given.value)) : given;
  if (!resolved.ok) return resolved;
  const { samples, seed } = flags;
  return { ok: true, value: buildTraining(resolved.value, catalog, { version, command: commandLine(), samples, seed }) };
};

const train = async (flags: TrainFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const checked = await answerFor(flags).catch((error: unknown) => {
    if (error instanceof Stopped) return undefined;
    throw error;
  });
  if (checked === undefined) return failRun([{ code: 'plan-search/cancelled', path: '' }], lang);
  if (!checked.ok) return fail(checked.issues, lang);
  const answer = checked.value;
  if (!answer.feasible) process.exitCode = cannotRun;
  if (flags.trace !== undefined && answer.speed !== undefined)
    await writeOut(flags.trace, renderTrainingTrace(answer, answer.speed, lang), lang);
  if (flags.json) return write(`${renderTrainingJson(answer)}\n`);
  if (flags.html !== undefined) return writeOut(flags.html, renderTrainingHtml(answer, { lang }), lang);
  if (flags.trace === undefined || answer.speed === undefined)
    write(renderTrainingTerminal(answer, { lang, color: useColor(), width: terminalWidth() }));
};

/**
 * Adds `train` to a program: one training step, predicted.
 *
 * @param program the commands of Chokepoint
 */
export const addTrain = (program: Command): void => {
  const { command: help } = messages(languageOf(undefined)).train;
  samplingOptions(program.command('train').description(help.description))
    .option('--model <id|file>', help.model)
    .option('--chip <id>', help.chip)
    .option('--cluster <id>', help.cluster)
    .addOption(new Option('--count <n>', help.count).argParser(wholeNumber(1, most.accelerators)))
    .option('--plan <file|pairs>', help.plan)
    .addOption(new Option('--batch <n>', help.batch).argParser(wholeNumber(1, most.batch)))
    .addOption(new Option('--seq <n>', help.seq).argParser(wholeNumber(1, most.sequence)))
    .option('--state <bytes>', help.state)
    .addOption(new Option('--json', messages(languageOf(undefined)).cli.help.json).conflicts(['html']))
    .addOption(new Option('--html <out>', messages(languageOf(undefined)).cli.help.html).conflicts(['json']))
    .option('--trace <out>', help.trace)
    .option('--catalog <dir>', messages(languageOf(undefined)).cli.help.catalog)
    .addOption(langOption())
    .addHelpText('after', `\n${help.help}`)
    .action(train);
};
