import { type Command, Option } from 'commander';
import { type Catalog, openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import type { Checked } from '#quantity';
import { type ArraySheetFrame, type ChipFigure, chipFigures, renderSheet, renderSheetHtml, renderSheetSvg, type Sheet } from '#report';
import { numbers, readNumbers } from './analog-matrix.ts';
import { fail } from './fail.ts';
import { langOption, languageOf, numberBetween } from './options.ts';
import { commandLine, terminalWidth, write, writeOut } from './output.ts';

/** Options that the commands on single arrays share. */
export interface ArrayFlags {
  readonly random?: string;
  readonly vector?: string;
  readonly seed: number;
  readonly chip: string;
  readonly wire?: number;
  readonly writeError?: number;
  readonly cellBits?: number;
  readonly svg?: string;
  readonly html?: string;
  readonly json?: true;
  readonly lang?: Lang;
}

export const arrayTexts = (): ReturnType<typeof messages>['analogArray'] => messages(languageOf(undefined)).analogArray;

const largestSeed = 2 ** 32 - 1;
const mostOhms = 1e9;

/**
 * Adds the options that the commands on single arrays share.
 *
 * @param command the command
 */
export function arrayOptions(command: Command): Command {
  const { options } = arrayTexts();
  return command
    .argument('[matrix]', options.matrix)
    .option('--random <family>', options.random)
    .option('--vector <file>', options.vector)
    .addOption(new Option('--seed <n>', options.seed).argParser(numberBetween(0, largestSeed, true)).default(1))
    .option('--chip <id>', options.chip, 'solver/pku-rram')
    .addOption(new Option('--wire <ohm>', options.wire).argParser(numberBetween(0, mostOhms)))
    .addOption(new Option('--write-error <share>', options.writeError).argParser(numberBetween(0, 1)))
    .option('--svg <out>', options.svg)
    .option('--html <out>', options.html)
    .addOption(new Option('--json', options.json))
    .addOption(langOption());
}

/**
 * The figures of the chip, with what the user gave in their place.
 *
 * @param flags options
 * @param facts which figures
 * @param given values of the user
 */
export function openChip<F extends string>(
  flags: ArrayFlags,
  facts: readonly F[],
  given: Readonly<Partial<Record<F, number | undefined>>>,
): Checked<{ readonly catalog: Catalog; readonly figures: Readonly<Record<F, ChipFigure>> }> {
  const opened = openCatalog();
  if (!opened.ok) return opened;
  const own = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Record<F, number>>;
  const figures = chipFigures(opened.value, flags.chip, facts, own);
  return figures.ok ? { ok: true, value: { catalog: opened.value, figures: figures.value } } : figures;
}

/**
 * The vector that a user named, or one drawn between -1 and 1.
 *
 * @param flags options
 * @param count how many numbers it must have
 */
export function vectorOf(flags: ArrayFlags, count: number): Checked<Float64Array> {
  if (flags.vector === undefined) return { ok: true, value: numbers('uniform', flags.seed, count).map((value) => 2 * value - 1) };
  const read = readNumbers(flags.vector);
  if (!read.ok) return read;
  const { rows, columns, values } = read.value;
  if (values.length === count && (rows === 1 || columns === 1)) return { ok: true, value: values };
  return {
    ok: false,
    issues: [{ code: 'cli/vector-length', path: '', file: flags.vector, received: `${rows} x ${columns}`, expected: String(count) }],
  };
}

/**
 * Standard normal draws by purpose, the same for the same seed.
 *
 * @param seed which of them
 */
export const normalsOf =
  (seed: number) =>
  (purpose: number, count: number): Float64Array =>
    numbers('normal', seed * 4 + purpose, count);

const silence = 1000;
const between = 200;

/** Tells on a terminal how far a long computation is. A key press of Ctrl-C ends it, as any command. */
export function progressBar(lang: Lang): { readonly tick: (share: number | undefined) => boolean; readonly clear: () => void } {
  const start = Date.now();
  let last = start;
  let shown = false;
  const { progress } = messages(lang).analogArray;
  return {
    tick: (share) => {
      const now = Date.now();
      if (now - start > silence && now - last > between && process.stderr.isTTY === true) {
        last = now;
        shown = true;
        process.stderr.write(
          `\r${progress(share === undefined ? `${Math.round((now - start) / silence)} s` : `${Math.round(100 * share)}%`)}\u001b[K`,
        );
      }
      return true;
    },
    clear: () => {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}

/** The sources and the command that a sheet names. */
export const frameOf = (name: string, catalog: Catalog, figures: Readonly<Record<string, ChipFigure>>): ArraySheetFrame => ({
  name,
  figures: Object.values(figures),
  reproduce: commandLine(),
  sourceText: (id: string): string => {
    const source = catalog.source(id);
    return source === undefined
      ? id
      : [source.title, source.publisher, source.date, source.url].filter((part) => part !== undefined).join(', ');
  },
});

/**
 * Writes a result where the user wants it.
 *
 * @param flags options
 * @param sheet the sheet in a language
 * @param record the whole result
 */
export async function writeSheet(flags: ArrayFlags, sheet: (lang: Lang) => Sheet, record: unknown): Promise<void> {
  const lang = languageOf(flags.lang);
  const own = sheet(lang);
  if (flags.svg !== undefined) {
    if (own.charts.length === 0) return fail([{ code: 'cli/no-picture', path: '--svg', received: flags.svg }], lang);
    await writeOut(flags.svg, renderSheetSvg(own, 0, lang), lang);
  }
  if (flags.html !== undefined) {
    const sheets = Object.fromEntries((['en', 'zh'] as const).map((each) => [each, sheet(each)])) as Record<Lang, Sheet>;
    await writeOut(flags.html, renderSheetHtml(sheets, { lang }), lang);
  }
  if (flags.json) write(`${JSON.stringify(record, (_, value: unknown) => (value instanceof Float64Array ? [...value] : value), 2)}\n`);
  else if (flags.svg === undefined && flags.html === undefined) write(renderSheet(own, { lang, width: terminalWidth() }));
}
