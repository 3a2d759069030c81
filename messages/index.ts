import { analogEn } from './analog.en.ts';
import { analogZh } from './analog.zh.ts';
import { analogArrayEn } from './analog-array.en.ts';
import { analogArrayZh } from './analog-array.zh.ts';
import { capabilityEn } from './capability.en.ts';
import { capabilityZh } from './capability.zh.ts';
import { catalogEn } from './catalog.en.ts';
import { catalogZh } from './catalog.zh.ts';
import { claimsEn } from './claims.en.ts';
import { claimsZh } from './claims.zh.ts';
import { costEn } from './cost.en.ts';
import { costZh } from './cost.zh.ts';
import { dieEn } from './die.en.ts';
import { dieZh } from './die.zh.ts';
import { en } from './en.ts';
import { goodputEn } from './goodput.en.ts';
import { goodputZh } from './goodput.zh.ts';
import { inferEn } from './infer.en.ts';
import { inferZh } from './infer.zh.ts';
import { inverseEn } from './inverse.en.ts';
import { inverseZh } from './inverse.zh.ts';
import type { Lang } from './lang.ts';
import { packageEn } from './package.en.ts';
import { packageZh } from './package.zh.ts';
import { planEn } from './plan.en.ts';
import { planZh } from './plan.zh.ts';
import { studyEn } from './study.en.ts';
import { studyZh } from './study.zh.ts';
import { trainEn } from './train.en.ts';
import { trainZh } from './train.zh.ts';
import { validationEn } from './validation.en.ts';
import { validationZh } from './validation.zh.ts';
import { validationAnalogEn } from './validation-analog.en.ts';
import { validationAnalogZh } from './validation-analog.zh.ts';
import { validationPlansEn } from './validation-plans.en.ts';
import { validationPlansZh } from './validation-plans.zh.ts';
import { validationTrainingEn } from './validation-training.en.ts';
import { validationTrainingZh } from './validation-training.zh.ts';
import { waferEn } from './wafer.en.ts';
import { waferZh } from './wafer.zh.ts';
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
  readonly analog: typeof analogEn;
  readonly analogArray: typeof analogArrayEn;
  readonly capability: typeof capabilityEn;
  readonly catalog: typeof catalogEn;
  readonly claims: typeof claimsEn;
  readonly cost: typeof costEn;
  readonly validation: ValidationMessages;
  readonly die: typeof dieEn;
  readonly infer: typeof inferEn;
  readonly goodput: typeof goodputEn;
  readonly inverse: typeof inverseEn;
  readonly package: typeof packageEn;
  readonly plan: typeof planEn;
  readonly study: typeof studyEn;
  readonly train: typeof trainEn;
  readonly validationPlans: typeof validationPlansEn;
  readonly validationTraining: typeof validationTrainingEn;
  readonly wafer: typeof waferEn;
};

/** Texts of validation; kinds of files and of rows are named by every area. */
type ValidationMessages = Omit<typeof validationEn, 'kinds' | 'rows'> &
  Readonly<Record<'kinds' | 'rows', Readonly<Record<string, string>>>>;

/** The texts of validation with the names that one area gives to its kinds of files; a document is a row of its own. */
const withKinds = (texts: typeof validationEn, kinds: Readonly<Record<string, string>>): ValidationMessages => ({
  ...texts,
  kinds: { ...texts.kinds, ...kinds },
  rows: { ...texts.rows, ...kinds },
});

const tables: Readonly<Record<Lang, Messages>> = {
  en: {
    ...en,
    analog: analogEn,
    analogArray: analogArrayEn,
    capability: capabilityEn,
    catalog: catalogEn,
    claims: claimsEn,
    cost: costEn,
    validation: withKinds(validationEn, validationAnalogEn),
    die: dieEn,
    infer: inferEn,
    goodput: goodputEn,
    inverse: inverseEn,
    package: packageEn,
    plan: planEn,
    study: studyEn,
    train: trainEn,
    validationPlans: validationPlansEn,
    validationTraining: validationTrainingEn,
    wafer: waferEn,
  },
  zh: {
    ...zh,
    analog: analogZh,
    analogArray: analogArrayZh,
    capability: capabilityZh,
    catalog: catalogZh,
    claims: claimsZh,
    cost: costZh,
    validation: withKinds(validationZh, validationAnalogZh),
    die: dieZh,
    infer: inferZh,
    goodput: goodputZh,
    inverse: inverseZh,
    package: packageZh,
    plan: planZh,
    study: studyZh,
    train: trainZh,
    validationPlans: validationPlansZh,
    validationTraining: validationTrainingZh,
    wafer: waferZh,
  },
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
