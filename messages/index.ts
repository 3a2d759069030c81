import { catalogEn } from './catalog.en.ts';
import { catalogZh } from './catalog.zh.ts';
import { en } from './en.ts';
import type { Lang } from './lang.ts';
import { trainEn } from './train.en.ts';
import { trainZh } from './train.zh.ts';
import { validationEn } from './validation.en.ts';
import { validationZh } from './validation.zh.ts';
import { validationTrainingEn } from './validation-training.en.ts';
import { validationTrainingZh } from './validation-training.zh.ts';
import { zh } from './zh.ts';

export type { Shortage } from './en.ts';
export type { Figure, FigureStyle, Spread } from './figure.ts';
export { figure, figureText, headroomText, plainNumber } from './figure.ts';
export { formatIssue, issueText } from './format-issue.ts';
export type { IssueText } from './issues.en.ts';
export type { Lang } from './lang.ts';
export { langs, langTags } from './lang.ts';
export { plainText } from './plain-text.ts';

/** The texts of reports and of the commands that make them. */
export type ReportMessages = typeof en;

/** Every text a person reads, by key. English states the keys, every other language must have them all. */
export type Messages = ReportMessages & {
  readonly catalog: typeof catalogEn;
  readonly train: typeof trainEn;
  readonly validation: typeof validationEn;
  readonly validationTraining: typeof validationTrainingEn;
};

const tables: Readonly<Record<Lang, Messages>> = {
  en: { ...en, catalog: catalogEn, train: trainEn, validation: validationEn, validationTraining: validationTrainingEn },
  zh: { ...zh, catalog: catalogZh, train: trainZh, validation: validationZh, validationTraining: validationTrainingZh },
};

/**
 * Gives the texts of a language.
 *
 * @param lang the language
 */
export function messages(lang: Lang): Messages {
  return tables[lang];
}

/**
 * Looks a code up in a table of texts; a code without a text stands for itself, so that nothing is hidden.
 *
 * @param table texts by code
 * @param code the code
 */
export function textOf<T>(table: Readonly<Record<string, T>>, code: string): T | string {
  return Object.hasOwn(table, code) ? (table[code] as T) : code;
}
