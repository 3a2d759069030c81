import { formatIssue, type Lang, messages } from '#messages';
import type { Issue } from '#quantity';

/** Exit code of a command that was given something it cannot use. */
export const badInput = 2;

/** Prints what is to be mended, to standard error, and sets the exit code: nothing else was done. */
export const fail = (issues: readonly Issue[], lang: Lang): void => {
  process.stderr.write(`${messages(lang).cli.issues(issues.length)}\n`);
  for (const issue of issues) process.stderr.write(`  ${formatIssue(issue, lang)}\n`);
  process.exitCode = badInput;
};
