import { type Command, Option } from 'commander';
import { type Lang, messages } from '#messages';
import { csv, json, renderSheet, renderSheetHtml, type Sheet } from '#report';
import { languageOf } from './options.ts';
import { terminalWidth, write, writeOut } from './output.ts';

/** Where the answer of a command with a sheet goes: the terminal, unless one of them is given. */
export interface SheetFlags {
  readonly json?: true;
  readonly csv?: true;
  readonly html?: string;
  readonly lang?: Lang;
}

/** One answer for every output. */
export interface SheetOutput {
  readonly record: unknown;
  readonly rows: readonly (readonly (string | number | undefined)[])[];
  readonly sheet: (lang: Lang) => Sheet;
}

/** Adds `--json`, `--csv` and `--html`. */
export const sheetOptions = (command: Command): Command => {
  const { help } = messages(languageOf(undefined)).cli;
  return command
    .addOption(new Option('--json', help.json).conflicts(['csv', 'html']))
    .addOption(new Option('--csv', help.csv).conflicts(['json', 'html']))
    .addOption(new Option('--html <out>', help.html).conflicts(['json', 'csv']));
};

/** Writes an answer where its flags say. */
export const emitSheet = async (flags: SheetFlags, { record, rows, sheet }: SheetOutput): Promise<void> => {
  const lang = languageOf(flags.lang);
  if (flags.json) return write(`${json(record)}\n`);
  if (flags.csv) return write(csv(rows));
  if (flags.html !== undefined) return writeOut(flags.html, renderSheetHtml({ en: sheet('en'), zh: sheet('zh') }, { lang }), lang);
  write(renderSheet(sheet(lang), { lang, width: terminalWidth() }));
};
