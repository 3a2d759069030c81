import { formatIssue, type Lang, messages } from '#messages';
import type { Issue } from '#quantity';

/** Exit code of a command that was given something it cannot use. */
export const badInput = 2;

/** Says to standard error why a command cannot be followed, and sets the exit code. */
export const misused = (why: string): void => {
  process.stderr.write(`${why}\n`);
  process.exitCode = badInput;
};

/** Prints what is to be mended, to standard error, and sets the exit code: nothing else was done. */
export const fail = (issues: readonly Issue[], lang: Lang): void => {
  misused([messages(lang).cli.issues(issues.length), ...issues.map((issue) => `  ${formatIssue(issue, lang)}`)].join('\n'));
};
