import { shellQuote } from './shell-quote.ts';

/** Writes to standard output. */
export const write = (text: string): void => {
  process.stdout.write(text);
};

/** Columns of the terminal; of the page where the output goes elsewhere. */
export const terminalWidth = (): number => process.stdout.columns || 100;

/** The command as it was given, to print with its answer. */
export const commandLine = (): string => shellQuote(['chokepoint', ...process.argv.slice(2)]);
