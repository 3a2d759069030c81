import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import pc from 'picocolors';
import { formatIssue, type Lang, messages } from '#messages';
import { fail } from './fail.ts';
import { shellQuote } from './shell-quote.ts';

/** Writes to standard output. */
export const write = (text: string): void => {
  process.stdout.write(text);
};

/**
 * Ends the command where standard output takes no more: a reader that has seen enough (`| head`) is no fault of the
 * command, and anything else is said in a line.
 *
 * @param error what the system says
 * @param lang the language of the reader
 */
export const endWithOutput = ({ code, message }: NodeJS.ErrnoException, lang: Lang): never => {
  if (code === 'EPIPE') process.exit(0);
  const reason = code ?? message;
  const hint = whyNot[reason] === undefined ? {} : { hint: whyNot[reason] };
  process.stderr.write(`${formatIssue({ code: 'cli/output-failed', path: '', expected: reason, ...hint }, lang)}\n`);
  process.exit(1);
};

/** Writes a file that the user named, or says why it cannot. */
export const writeOut = async (file: string, text: string, lang: Lang, silent = false): Promise<void> => {
  try {
    await writeFile(file, text);
    if (!silent) write(`${messages(lang).cli.wrote(file)}\n`);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const hint = whyNot[reason];
    const expected = reason === 'ENOENT' ? dirname(file) : reason;
    fail([{ code: 'cli/cannot-write', path: '', received: file, expected, ...(hint === undefined ? {} : { hint }) }], lang);
  }
};

/** What the system says, as hints. */
const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'hint/no-folder',
  EISDIR: 'hint/is-folder',
  EACCES: 'hint/not-permitted',
  EPERM: 'hint/not-permitted',
  EROFS: 'hint/not-permitted',
  ENOSPC: 'hint/disk-full',
};

/** Does standard output show colours, and does the user want them? */
export const useColor = (): boolean => pc.isColorSupported && process.stdout.isTTY === true;

/** Columns of the terminal; of the page where the output goes elsewhere. */
export const terminalWidth = (): number => process.stdout.columns || 100;

/**
 * The command as it was given, to print with its answer, less what only says that a page shows it.
 *
 * @param words what stands behind the name of the command
 */
export const commandLine = (words: readonly string[] = process.argv.slice(2)): string =>
  shellQuote(['chokepoint', ...words.filter((word, index) => !/^--(serve|port(=.*)?)$/s.test(word) && words[index - 1] !== '--port')]);
