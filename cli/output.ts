import { shellQuote } from './shell-quote.ts';

/** Writes to standard output. */
export const write = (text: string): void => {
  process.stdout.write(text);
};

/** The command as it was given, to print with its answer. */
export const commandLine = (): string => shellQuote(['chokepoint', ...process.argv.slice(2)]);
