import type { Issue } from '#quantity';
import { hintsEn, type IssueText, issuesEn } from './issues.en.ts';
import { hintsZh, issuesZh } from './issues.zh.ts';
import { issuesCapabilityEn } from './issues-capability.en.ts';
import { issuesCapabilityZh } from './issues-capability.zh.ts';
import { issuesClaimsEn } from './issues-claims.en.ts';
import { issuesClaimsZh } from './issues-claims.zh.ts';
import { hintsCliEn, issuesCliEn } from './issues-cli.en.ts';
import { hintsCliZh, issuesCliZh } from './issues-cli.zh.ts';
import { issuesInverseEn } from './issues-inverse.en.ts';
import { issuesInverseZh } from './issues-inverse.zh.ts';
import { hintsQuantityEn, issuesQuantityEn } from './issues-quantity.en.ts';
import { hintsQuantityZh, issuesQuantityZh } from './issues-quantity.zh.ts';
import { hintsScenarioEn, issuesScenarioEn } from './issues-scenario.en.ts';
import { hintsScenarioZh, issuesScenarioZh } from './issues-scenario.zh.ts';
import { issuesTrainEn, reasonsTrainEn } from './issues-train.en.ts';
import { issuesTrainZh, reasonsTrainZh } from './issues-train.zh.ts';
import type { Lang } from './lang.ts';
import { plainText } from './plain-text.ts';

type Writers<T> = Readonly<Record<string, (issue: Issue) => T>>;

const texts: Readonly<Record<Lang, { readonly issues: Writers<IssueText>; readonly hints: Writers<string> }>> = {
  en: {
    issues: {
      ...issuesEn,
      ...issuesCliEn,
      ...issuesScenarioEn,
      ...issuesQuantityEn,
      ...issuesTrainEn,
      ...reasonsTrainEn,
      ...issuesCapabilityEn,
      ...issuesClaimsEn,
      ...issuesInverseEn,
    },
    hints: { ...hintsEn, ...hintsCliEn, ...hintsScenarioEn, ...hintsQuantityEn },
  },
  zh: {
    issues: {
      ...issuesZh,
      ...issuesCliZh,
      ...issuesScenarioZh,
      ...issuesQuantityZh,
      ...issuesTrainZh,
      ...reasonsTrainZh,
      ...issuesCapabilityZh,
      ...issuesClaimsZh,
      ...issuesInverseZh,
    },
    hints: { ...hintsZh, ...hintsCliZh, ...hintsScenarioZh, ...hintsQuantityZh },
  },
};

/** What is wrong, and the mend: the one of the hint where the issue carries one. */
export const issueText = (issue: Issue, lang: Lang): IssueText => {
  const { issues, hints } = texts[lang];
  const write = own(issues, issue.code);
  // A code without a text is shown as it is, so that nothing is hidden.
  const text = write?.(issue) ?? { message: [issue.code, issue.path, issue.received, issue.expected].filter(Boolean).join(' '), mend: '' };
  const hint = issue.hint === undefined ? undefined : own(hints, issue.hint)?.(issue);
  return hint === undefined ? text : { message: text.message, mend: hint };
};

const own = <T>(writers: Writers<T>, code: string): ((issue: Issue) => T) | undefined =>
  Object.hasOwn(writers, code) ? writers[code] : undefined;

/** What a file says, or is called, may not move the cursor of who reads about it. */
const safe = (issue: Issue): Issue => {
  const { file, path, expected, received } = issue;
  return {
    ...issue,
    path: plainText(path, ' '),
    ...(file === undefined ? {} : { file: plainText(file, ' ') }),
    ...(expected === undefined ? {} : { expected: plainText(expected, ' ') }),
    ...(received === undefined ? {} : { received: plainText(received, ' ') }),
  };
};

/**
 * One line that says where the fault is, what is wrong and how to mend it, in a form that editors make clickable.
 *
 * @param untrusted the fault
 * @param lang the language of the reader
 */
export const formatIssue = (untrusted: Issue, lang: Lang): string => {
  const issue = safe(untrusted);
  const { message, mend } = issueText(issue, lang);
  const place = [issue.file, issue.line, issue.line === undefined ? undefined : issue.column]
    .filter((part) => part !== undefined)
    .join(':');
  const stop = lang === 'zh' ? '。' : '.';
  const sentences = [message, mend]
    .filter((sentence) => sentence !== '')
    .map((sentence) => (/[?？。.]$/.test(sentence) ? sentence : sentence + stop));
  return `${place === '' ? '' : `${place}: `}${sentences.join(lang === 'zh' ? '' : ' ')}`;
};
