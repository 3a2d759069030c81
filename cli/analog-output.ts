import { type Command, Option } from 'commander';
import type { Catalog } from '#catalog';
import { type Lang, messages } from '#messages';
import { type ChipFigure, renderSheet, renderSheetHtml, renderSheetSvg, type Sheet, type SheetInput } from '#report';
import { fail } from './fail.ts';
import { langOption, languageOf, numberBetween } from './options.ts';
import { commandLine, terminalWidth, write, writeOut } from './output.ts';
import { version } from './version.ts';

/** Where the answer of an analog command goes. */
export interface AnalogOutput {
  readonly json?: true;
  readonly html?: string;
  readonly svg?: string;
  /** Which of its charts `--svg` draws, from 1; the first where nobody says. */
  readonly chart?: number;
  readonly lang?: Lang;
  readonly catalog?: string;
}

const texts = () => messages(languageOf(undefined)).analog.command;

/**
 * Adds the options of every analog command.
 *
 * @param command the command
 * @param withCatalog whether it still lacks those of the catalogue and the language
 */
export const analogOptions = (command: Command, withCatalog = true): Command => {
  command
    .addOption(new Option('--json', texts().json).conflicts(['html', 'svg']))
    .addOption(new Option('--html <out>', texts().html).conflicts(['json', 'svg']))
    .addOption(new Option('--svg <out>', texts().svg).conflicts(['json', 'html']))
    .addOption(new Option('--chart <n>', texts().chart).argParser(numberBetween(1, 9, true)));
  // A command that opens a scenario has these already.
  return withCatalog
    ? command.option('--catalog <dir>', messages(languageOf(undefined)).cli.help.catalog).addOption(langOption())
    : command;
};

/** Writes an answer: its figures as JSON, or its sheet as page, picture or text. */
export const emit = async (flags: AnalogOutput, figures: unknown, sheetIn: (lang: Lang) => Sheet): Promise<void> => {
  const lang = languageOf(flags.lang);
  if (flags.chart !== undefined && flags.svg === undefined)
    return fail([{ code: 'cli/only-with', path: '', received: '--chart', expected: '--svg' }], lang);
  if (flags.json) return write(`${JSON.stringify(figures, plainJson, 2)}\n`);
  if (flags.html !== undefined) return writeOut(flags.html, renderSheetHtml({ en: sheetIn('en'), zh: sheetIn('zh') }, { lang }), lang);
  const sheet = sheetIn(lang);
  if (flags.svg !== undefined) {
    const { length } = sheet.charts;
    const { chart = 1 } = flags;
    if (length === 0) return fail([{ code: 'cli/no-picture', path: '', received: sheet.title }], lang);
    if (chart > length) return fail([{ code: 'cli/no-such-chart', path: '', received: String(chart), expected: String(length) }], lang);
    return writeOut(flags.svg, renderSheetSvg(sheet, chart - 1, lang), lang);
  }
  write(renderSheet(sheet, { lang, width: terminalWidth() }));
};

/** JSON has no infinity: it is written as a word. */
const plainJson = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value)
    ? String(value)
    : ArrayBuffer.isView(value)
      ? Array.from(value as Float64Array)
      : value;

/** The command that gives the same answer. */
export const reproduceLine = (lang: Lang): string => messages(lang).analog.reproduce(commandLine(), version);

/** A number without a unit: plain where that is short, else as a power of ten. */
export const plainFigure = (value: number): string => {
  if (!Number.isFinite(value)) return '∞';
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1).replace(/e\+?/, 'e');
  return Number(value.toPrecision(2)).toLocaleString('en', { maximumFractionDigits: 4 });
};

/** A multiple, `71×`. */
export const times = (value: number): string => `${plainFigure(value)}×`;
export const percent = (share: number): string => `${plainFigure(100 * share)}%`;
export const interval = (middle: number, low: number, high: number, text: (value: number) => string = times): string =>
  `${text(middle)} (${text(low).replace(/×$/, '')}–${text(high)})`;

/** Numbers and texts of sources, in the order of their ids. */
export const numbered = (
  catalog: Catalog,
  ids: readonly string[],
): { readonly numbers: ReadonlyMap<string, number>; readonly texts: readonly string[] } => {
  const unique = [...new Set(ids)];
  return {
    numbers: new Map(unique.map((id, index) => [id, index + 1])),
    texts: unique.map((id) => {
      const source = catalog.source(id);
      return source === undefined
        ? id
        : [source.title, source.publisher, source.date, source.url].filter((part) => part !== undefined).join(', ');
    }),
  };
};

/** Ticks of a logarithmic axis: the powers of ten between its ends. */
export const decades = (
  low: number,
  high: number,
  text: (value: number) => string = plainFigure,
): { readonly value: number; readonly text: string }[] => {
  const out: { value: number; text: string }[] = [];
  for (let e = Math.ceil(Math.log10(low) - 1e-9); e <= Math.floor(Math.log10(high) + 1e-9); e++)
    out.push({ value: 10 ** e, text: text(10 ** e) });
  return out;
};

/**
 * The inputs of a sheet, one for each figure of the chip that counted.
 *
 * @param figures the figures in the order in which they are listed
 * @param numbers places of sources in the list below
 * @param lang the language
 */
export const inputRows = (figures: readonly ChipFigure[], numbers: ReadonlyMap<string, number>, lang: Lang): readonly SheetInput[] =>
  figures.map(({ label, value, grade, sources }) => ({
    label: label[lang],
    value: plainFigure(value),
    grade: grade ?? '–',
    sources: sources.flatMap((source) => numbers.get(source) ?? []),
  }));
