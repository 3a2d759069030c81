import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { type Lang, messages } from '#messages';
import { misused } from './fail.ts';
import { shellQuote } from './shell-quote.ts';

/** Writes to standard output. */
export const write = (text: string): void => {
  process.stdout.write(text);
};

/** Writes a file that the user named, or says why it cannot. */
export const writeOut = async (file: string, text: string, lang: Lang): Promise<void> => {
  const texts = messages(lang).cli;
  try {
    await writeFile(file, text);
    write(`${texts.wrote(file)}\n`);
  } catch (error) {
    misused(texts.cannotWrite(file, error instanceof Error && 'code' in error ? String(error.code) : String(error)));
  }
};

/** Does standard output show colours, and does the user want them? */
export const useColor = (): boolean => pc.isColorSupported && process.stdout.isTTY === true;

/** Columns of the terminal; of the page where the output goes elsewhere. */
export const terminalWidth = (): number => process.stdout.columns || 100;

/** The command as it was given, to print with its answer. */
export const commandLine = (): string => shellQuote(['chokepoint', ...process.argv.slice(2)]);
