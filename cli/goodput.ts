import { type Command, Option } from 'commander';
import { type Catalog, openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import { type Checked, type Issue, parseQuantity } from '#quantity';
import { buildGoodput, type GoodputAnswer, goodputSheet, renderSheet, renderSheetHtml, renderSheetSvg } from '#report';
import { type CheckpointMode, checkpointModes } from '#run';
import { resolveGoodput } from '#scenario';
import { median } from '#uncertainty';
import { fail } from './fail.ts';
import { help, langOption, languageOf, numberBetween, oneOf, seedOption, wholeNumber } from './options.ts';
import { commandLine, terminalWidth, write, writeOut } from './output.ts';
import { version } from './version.ts';

interface GoodputFlags {
  readonly chip?: string;
  readonly cluster?: string;
  readonly count?: number;
  readonly days: number;
  readonly model?: string;
  readonly checkpoint: CheckpointMode;
  readonly interval: string;
  readonly spares?: number;
  readonly shrink?: true;
  readonly silent?: true;
  readonly samples: number;
  readonly seed: number;
  readonly json?: true;
  readonly html?: string;
  readonly svg?: string;
  readonly catalog?: string;
  readonly lang?: Lang;
}

const most = { accelerators: 1e7, days: 10_000, spares: 1e6, samples: 100_000, interval: 1e9 };
/** No run saves more often than once a second. */
const leastInterval = 1;

/** `auto`, or a time such as 10min, in s. */
const intervalOf = (text: string): Checked<number | undefined> => {
  if (text === 'auto') return { ok: true, value: undefined };
  const parsed = parseQuantity(text, 's');
  if (!parsed.ok) return { ok: false, issues: parsed.issues.map((issue) => ({ ...issue, file: '--interval' })) };
  const seconds = median(parsed.value.value);
  return seconds >= leastInterval && seconds <= most.interval
    ? { ok: true, value: seconds }
    : { ok: false, issues: [{ code: 'goodput/interval', path: '', file: '--interval', received: text }] };
};

const answerFor = (flags: GoodputFlags, catalog: Catalog): Checked<GoodputAnswer> => {
  const { chip, cluster, count, model, checkpoint, spares, days, samples, seed } = flags;
  const interval = intervalOf(flags.interval);
  const silent = flags.silent === true;
  const shrinks = flags.shrink === true;
  const run = resolveGoodput({ chip, cluster, count, model, checkpoint, spares, silent }, catalog);
  const issues: Issue[] = [
    ...(run.ok ? [] : run.issues),
    ...(interval.ok ? [] : interval.issues),
    ...(shrinks && spares === undefined ? [{ code: 'goodput/shrink-without-spares', path: '', file: '--shrink' }] : []),
  ];
  if (!run.ok || !interval.ok || issues.length > 0) return { ok: false, issues };
  const question = { days, checkpoint, interval: interval.value, spares, shrinks, silent, samples, seed };
  return { ok: true, value: buildGoodput(run.value, question, catalog, { version, command: commandLine() }) };
};

const goodput = async (flags: GoodputFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const opened = openCatalog({ ...(flags.catalog === undefined ? {} : { overlay: flags.catalog }) });
  if (!opened.ok) return fail(opened.issues, lang);
  const checked = answerFor(flags, opened.value);
  if (!checked.ok) return fail(checked.issues, lang);
  const sheetIn = (each: Lang) => goodputSheet(checked.value, each);
  if (flags.json) return write(`${JSON.stringify(checked.value, asJson, 2)}\n`);
  if (flags.html !== undefined) return writeOut(flags.html, renderSheetHtml({ en: sheetIn('en'), zh: sheetIn('zh') }, { lang }), lang);
  if (flags.svg !== undefined) return writeOut(flags.svg, renderSheetSvg(sheetIn(lang), 0, lang), lang);
  write(renderSheet(sheetIn(lang), { lang, width: terminalWidth() }));
};

/** JSON has no infinity: it is written as a word. */
const asJson = (_: string, value: unknown): unknown => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value);

/**
 * Adds `goodput` to a program: the share of its time that a run keeps.
 *
 * @param program the commands of Chokepoint
 */
export const addGoodput = (program: Command): void => {
  const { command: texts } = messages(languageOf(undefined)).goodput;
  program
    .command('goodput')
    .description(texts.description)
    .option('--chip <id>', texts.chip)
    .option('--cluster <id>', texts.cluster)
    .addOption(new Option('--count <n>', texts.count).argParser(wholeNumber(1, most.accelerators)))
    .addOption(new Option('--days <n>', texts.days).argParser(numberBetween(0.01, most.days)).default(30))
    .option('--model <id>', texts.model)
    .addOption(new Option('--checkpoint <mode>', texts.checkpoint).argParser(oneOf(checkpointModes)).default('async'))
    .option('--interval <time>', texts.interval, 'auto')
    .addOption(new Option('--spares <n>', texts.spares).argParser(wholeNumber(0, most.spares)))
    .option('--shrink', texts.shrink)
    .option('--silent', texts.silent)
    .addOption(new Option('--samples <n>', help().samples).argParser(wholeNumber(0, most.samples)).default(1000))
    .addOption(seedOption())
    .addOption(new Option('--json', help().json).conflicts(['html', 'svg']))
    .addOption(new Option('--html <out>', help().html).conflicts(['json', 'svg']))
    .addOption(new Option('--svg <out>', texts.svg).conflicts(['json', 'html']))
    .option('--catalog <dir>', help().catalog)
    .addOption(langOption())
    .addHelpText('after', `\n${texts.help}`)
    .action(goodput);
};
