import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const among = (expected: string | undefined): string => (expected === undefined ? 'Take one that is there' : `Take one of: ${expected}`);

/** Faults of claims, by code. */
export const issuesClaimsEn = {
  'claims/unknown': (i: Issue): IssueText =>
    text(`There is no claim "${i.received}"`, '`chokepoint claims` lists them; a file of your own ends in .yaml'),
  'claims/id': (i: Issue): IssueText => text(`The claim is called "${i.received}" and its file "${i.expected}"`, 'Give both the same name'),
  'claims/no-query': (_: Issue): IssueText =>
    text('Nothing says how the claim is put to the test', 'Give it `readings`, or say under `waits` what it waits for, not both'),
  'claims/unit': (i: Issue): IssueText =>
    text(`"${i.received}" is no unit`, 'Write a unit such as USD, %, chip or FLOP/s, and 1 for a ratio'),
  'claims/wrong-unit': (i: Issue): IssueText =>
    text(
      `What is read is in ${i.expected}, which is no measure of ${i.received}`,
      `Write \`unit: ${i.expected}\`, or another unit of that kind, with the figure claimed in it; or read another figure`,
    ),
  'claims/unlike': (i: Issue): IssueText =>
    text(
      `What is in ${i.received} cannot be added to what is in ${i.expected}, nor held against it`,
      `Read a figure in ${i.expected} here, or bring this one to it with a product or quotient`,
    ),
  'claims/no-number': (i: Issue): IssueText =>
    text(
      `${i.received} is no number in most draws`,
      'Look for what is divided by nothing, or is wanting, in the figures that it is made of',
    ),
  'claims/empty-range': (i: Issue): IssueText =>
    text(`The range ${i.received} is empty`, `Write its lower end first and a higher one after it, in ${i.expected}`),
  'claims/pinned': (i: Issue): IssueText =>
    text(
      `Every side of the question that is computed in ${i.expected} sets ${i.received} to a value of its own`,
      'Leave it free on one side, or name another lever',
    ),
  'claims/one-form': (i: Issue): IssueText =>
    text(
      `What is claimed is stated ${i.received === '' ? 'in no form' : `in more than one form: ${i.received}`}`,
      'Give just one of about, over, atLeast, under, atMost',
    ),
  'claims/one-number': (i: Issue): IssueText =>
    text(`"${i.received}" is a range`, 'Write the one figure that is claimed: its digits give the tolerance'),
  'claims/no-metric': (i: Issue): IssueText =>
    text(
      `There is no result "${i.received}"`,
      i.expected === undefined ? '`chokepoint run <scenario> --json` lists results' : `Is "${i.expected}" meant?`,
    ),
  'claims/metric-absent': (i: Issue): IssueText =>
    text(`Scenario ${i.expected} has no ${i.received}`, 'Add to it what that figure needs, or read another one'),
  'claims/no-lever': (i: Issue): IssueText =>
    text(
      `There is no lever "${i.received}"`,
      i.expected === undefined ? '`chokepoint sensitivity <scenario>` lists those of a scenario' : `Is "${i.expected}" meant?`,
    ),
  'claims/no-scenario': (i: Issue): IssueText =>
    text(`There is no scenario "${i.received}"`, 'Name one that comes with the package, or a .yaml file of your own beside the claim'),
  'claims/no-source': (i: Issue): IssueText =>
    text(`The catalogue has no source "${i.received}"`, '`chokepoint catalog sources` lists them; add yours with --catalog'),
  'claims/not-read': (i: Issue): IssueText =>
    text(`The figure does not rest on "${i.received}"`, 'Name a fact that stands in `value`, or a lever and its scenario'),
  'claims/not-stated': (i: Issue): IssueText =>
    text(`Nobody has stated ${i.received}`, 'Add the fact with its source, and this basis is judged too'),
  'claims/id-twice': (i: Issue): IssueText => text(`Two readings are called "${i.received}"`, 'Give each an id of its own'),
  'claims/no-attribute': (i: Issue): IssueText => text(`Things of this kind have no attribute "${i.received}"`, among(i.expected)),
  'claims/no-range': (i: Issue): IssueText =>
    text(`Lever "${i.received}" has no range to search for a break-even`, 'Give `range` with its two ends'),
  'claims/no-thing': (i: Issue): IssueText =>
    text(
      `The catalogue has no "${i.received}"`,
      i.expected === undefined ? '`chokepoint catalog list` lists what there is' : `Is "${i.expected}" meant?`,
    ),
  'claims/undated': (i: Issue): IssueText => text(`${i.received} has no date`, 'Add the attribute `date`, or ask without a date'),
  'claims/no-fact': (i: Issue): IssueText => text(`The catalogue has no fact "${i.received}"`, among(i.expected)),
  'claims/no-kind': (i: Issue): IssueText => text(`The catalogue has no kind "${i.received}"`, among(i.expected)),
  'claims/no-cell': (i: Issue): IssueText =>
    text(`The comparison with an analog chip has no cell ${i.received}`, '`chokepoint analog compare --json` lists them'),
  'claims/no-figure': (i: Issue): IssueText => text(`A wafer has no figure "${i.received}"`, among(i.expected)),
} as const;
