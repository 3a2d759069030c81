import type { Command, CommanderError, Help } from 'commander';
import { type Lang, messages, textOf } from '#messages';
import type { Issue } from '#quantity';
import { fold, textColumns } from '#report';
import { listScenarios } from '#scenario';
import { badInput, fail } from './fail.ts';

/**
 * Lets a program speak a language: its help, and what it says of words that it cannot use. Commands added later do as well.
 *
 * @param program the commands of Chokepoint, before any is added
 * @param lang the language
 */
export const speak = (program: Command, lang: Lang): Command => {
  const { helpCommand, help } = messages(lang).cli.help;
  return (
    program
      .helpOption('-h, --help', help)
      .helpCommand('help [command]', helpCommand)
      .configureHelp(helpIn(lang))
      // Only the issue is told: Commander writes English.
      .configureOutput({ outputError: () => {} })
      .exitOverride((error) => {
        const issue = issueOf(error);
        if (issue !== undefined) fail([issue], lang);
        // Commander ends with 1 for words that it cannot use; here that is 2, as for any other bad input.
        process.exit(error.exitCode === 0 ? 0 : badInput);
      })
  );
};

const helpIn = (lang: Lang): Partial<Help> => {
  const { titles, placeholders, preset } = messages(lang).cli.help;
  const word = (text: string): string => textOf(placeholders, text);
  return {
    styleTitle: (title) => textOf(titles, title),
    styleOptionText: word,
    styleArgumentText: word,
    styleSubcommandText: word,
    optionDescription: ({ description, defaultValue }) =>
      typeof defaultValue === 'number' ? description + preset(defaultValue.toLocaleString('en')) : description,
    argumentDescription: ({ description }) => description,
    displayWidth: textColumns,
    boxWrap: (text, width) => fold(text, width).join('\n'),
  };
};

/** The words that each fault of Commander quotes, in the order in which they stand. */
const quotes: Readonly<Record<string, RegExp>> = {
  'commander.missingArgument': /'(.*)'$/s,
  'commander.optionMissingArgument': /'(.*)' argument missing$/s,
  'commander.missingMandatoryOptionValue': /'([^ ']+).*' not specified$/s,
  'commander.invalidArgument': /^error: option '([^ ]+).*?' argument '(.*)' is invalid\. (.*)$/s,
  'commander.unknownOption': /^error: unknown option '(.*?)'(?:\n\(Did you mean (?:one of )?(.*)\?\))?$/s,
  'commander.unknownCommand': /^error: unknown command '(.*?)'(?:\n\(Did you mean (?:one of )?(.*)\?\))?$/s,
  'commander.excessArguments': /Expected (\d+) arguments? but got (\d+)/,
  'commander.conflictingOption': /^error: option '([^ ']+).*' cannot be used with option '([^ ']+).*'$/s,
};

const didYouMean = (meant: string | undefined): Partial<Issue> =>
  meant === undefined ? {} : { expected: meant, hint: 'hint/did-you-mean' };

/** A fault of Commander as one of ours; nothing where it only showed its help. */
const issueOf = ({ code, message }: CommanderError): Issue | undefined => {
  const [, first = '', second, third] = quotes[code]?.exec(message) ?? [];
  const issue = (name: string, more: Partial<Issue>): Issue => ({ code: name, path: '', ...more });
  switch (code) {
    case 'commander.missingArgument': {
      if (first !== 'file' && first !== 'files') return issue('cli/no-argument', { received: first });
      return issue(first === 'file' ? 'cli/no-scenario' : 'cli/too-few-scenarios', { expected: listScenarios().join(', ') });
    }
    case 'commander.missingMandatoryOptionValue':
      return issue('cli/no-option', { received: first });
    case 'commander.optionMissingArgument':
      return issue('cli/no-value', { received: first });
    case 'commander.invalidArgument':
      return issue('cli/bad-value', { path: first, received: second ?? '', expected: third ?? '' });
    case 'commander.unknownOption':
      return issue('cli/unknown-option', { received: first, ...didYouMean(second) });
    case 'commander.unknownCommand':
      return issue('cli/unknown-command', { received: first, ...didYouMean(second) });
    case 'commander.excessArguments':
      return issue('cli/too-many-arguments', { expected: first, received: second ?? '' });
    case 'commander.conflictingOption':
      return issue('cli/options-exclude', { received: first, expected: second ?? '' });
    default:
      return undefined;
  }
};
