import { formatIssue, type Lang, messages } from '#messages';
import type { Issue } from '#quantity';

/** Exit code of a command that was given something it cannot use. */
export const badInput = 2;

/** Prints what is to be mended, to standard error, and sets the exit code: nothing else was done. */
export const fail = (issues: readonly Issue[], lang: Lang): void => {
  const lines = [messages(lang).cli.issues(issues.length), ...issues.map((issue) => `  ${formatIssue(issue, lang)}`)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = badInput;
};

/** Exit code of a command that the user stopped, as shells have it. */
const stopped = 130;

/** Says why a run came to no end, to standard error, and sets the exit code. What was asked was sound, unless a file is in the way. */
export const failRun = (issues: readonly Issue[], lang: Lang): void => {
  process.stderr.write(`${issues.map((issue) => formatIssue(issue, lang)).join('\n')}\n`);
  const [issue] = issues;
  process.exitCode = issue?.code.endsWith('/cancelled') === true ? stopped : issue?.expected === undefined ? badInput : 1;
};
