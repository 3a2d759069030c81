import { argv, env } from 'node:process';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Lang, langs, messages } from '#messages';
import { type Points, pointKinds } from '#uncertainty';

/** Accepts a whole number from a least to a greatest. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(messages(languageOf(undefined)).cli.wholeNumber(least, most));
    return value;
  };

/** Accepts a number from a least to a greatest; a whole one where that is asked for. */
export const numberBetween = (least: number, most: number, whole = false): ((text: string) => number) =>
  whole
    ? wholeNumber(least, most)
    : (text) => {
        const value = text.trim() === '' ? Number.NaN : Number(text);
        if (!(value >= least && value <= most)) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.between(least, most));
        return value;
      };

const isLang = (word: string): word is Lang => (langs as readonly string[]).includes(word);

/** The last `--lang` among the words of a command line: help and refusals are spoken before these are taken apart. */
const langIn = (words: readonly string[]): Lang | undefined =>
  words.flatMap((word, index) => (word === '--lang' ? words[index + 1] : /^--lang=(.*)$/s.exec(word)?.[1]) ?? []).findLast(isLang);

/** Language of the terminal: the one asked for, else the locale's, else English. */
export const languageOf = (asked: string | undefined): Lang => {
  if (asked !== undefined && isLang(asked)) return asked;
  // An empty variable says nothing.
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return langIn(argv) ?? (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en');
};

/** Texts of the help. */
export const help = (): ReturnType<typeof messages>['cli']['help'] => messages(languageOf(undefined)).cli.help;

const most = { samples: 1_000_000, seed: 2 ** 32 - 1, port: 65_535, workers: 256 };
const defaults = { samples: 1_000, seed: 1, workers: 1 };

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

const knownLang = (word: string): Lang => {
  if (!isLang(word)) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(langs));
  return word;
};

/** Accepts one of some words. */
export const oneOf =
  <T extends string>(words: readonly T[]) =>
  (word: string): T => {
    const found = words.find((known) => known === word);
    if (found === undefined) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(words));
    return found;
  };

export const langOption = (): Option => new Option('--lang <lang>', help().lang).argParser(knownLang);

export const portOption = (): Option => new Option('--port <n>', help().port).argParser(wholeNumber(0, most.port)).implies({ serve: true });

/** Adds the options of every command that opens scenarios. */
export const scenarioOptions = (command: Command): Command =>
  command
    .addOption(new Option('--set <path=value>', help().set).argParser(collect).default([]))
    .option('--catalog <dir>', help().catalog)
    .option('--as-of <date>', help().asOf)
    .addOption(langOption());

export const seedOption = (): Option => new Option('--seed <n>', help().seed).argParser(wholeNumber(0, most.seed)).default(defaults.seed);

/** Adds the options of every command that draws samples of scenarios. */
export const samplingOptions = (command: Command): Command =>
  command
    .addOption(new Option('--samples <n>', help().samples).argParser(wholeNumber(0, most.samples)).default(defaults.samples))
    .addOption(seedOption())
    .addOption(new Option('--sampler <kind>', help().sampler).argParser(oneOf(pointKinds)).default('philox'))
    .addOption(new Option('--workers <n>', help().workers).argParser(wholeNumber(1, most.workers)).default(defaults.workers))
    .option('--resume <file>', help().resume);

/** Adds the options that say where an answer goes: the terminal, unless one of them is given. */
export const outputOptions = (command: Command): Command =>
  command
    .addOption(new Option('--json', help().json).conflicts(['csv', 'html', 'serve']))
    .addOption(new Option('--csv', help().csv).conflicts(['json', 'html', 'serve']))
    .addOption(new Option('--html <out>', help().html).conflicts(['json', 'csv']));

export interface ScenarioFlags {
  readonly set: readonly string[];
  readonly catalog?: string;
  readonly asOf?: string;
  readonly lang?: Lang;
}

export interface SamplingFlags {
  readonly samples: number;
  readonly seed: number;
  readonly sampler: Points;
  readonly workers: number;
  readonly resume?: string;
}

export interface OutputFlags {
  readonly json?: true;
  readonly csv?: true;
  readonly html?: string;
}
