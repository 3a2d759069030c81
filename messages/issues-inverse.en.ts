import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });

/** Faults of what is asked of the largest run and of needed means, by code. */
export const issuesInverseEn = {
  'inverse/unknown-mean': (i: Issue): IssueText =>
    text(
      `"${i.received}" is no mean that can be given`,
      i.expected?.includes(',')
        ? `Give one of ${i.expected}`
        : `Is "${i.expected}" meant? count, power, money, capital, days and until are known`,
    ),
  'inverse/too-many': (i: Issue): IssueText =>
    text(`${i.received} scenarios are more than one answer holds, ${i.expected}`, 'Ask for some of them, and again for the rest'),
  'inverse/no-value': (i: Issue): IssueText => text(`The mean "${i.received}" has no value`, `Write ${i.received}=value`),
  'inverse/given-twice': (i: Issue): IssueText =>
    text(`"${i.received}" says again what was given before`, 'Give each mean once; days and until are the same one'),
  'inverse/no-date': (i: Issue): IssueText => text(`"${i.received}" is no date`, 'Write YYYY, YYYY-MM or YYYY-MM-DD'),
  'inverse/before-start': (i: Issue): IssueText =>
    text(`${i.received} is before the scenario begins, which is ${i.expected}`, 'Take a later date, or set the date of the scenario'),
  'inverse/no-deadline': (_: Issue): IssueText =>
    text('There is no deadline: in time without end, any run can be done', 'Give days or until, or state run.deadline in the scenario'),
  'inverse/no-limit': (_: Issue): IssueText =>
    text('Nothing limits how many accelerators there are', 'Give count, power, money or capital'),
  'inverse/half-a-question': (i: Issue): IssueText => text('A run needs a date', `Give one of ${i.expected}`),
  'inverse/not-positive': (i: Issue): IssueText => text(`${i.received} is no amount of work`, 'Write more than zero, such as 1e26FLOP'),
} as const;
