import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const meant = (expected: string | undefined, otherwise: string): string =>
  expected === undefined ? otherwise : `Is "${expected}" meant? ${otherwise}`;

/** Faults of what is asked of capability, decomposition and serving, by code. */
export const issuesCapabilityEn = {
  'decompose/no-model': (i: Issue): IssueText =>
    text(`There is no model "${i.received}"`, meant(i.expected, '`chokepoint catalog list model` lists them')),
  'decompose/unknown-run': (i: Issue): IssueText =>
    text(
      `The run of ${i.received} cannot be compared: its ${i.expected} is not known`,
      'Take a model whose run was published, or add the facts',
    ),
  'decompose/no-fleet': (i: Issue): IssueText =>
    text(`How many accelerators ${i.received} has in all is not known`, 'State both counts with --claim, or compare final runs'),
  'serving/no-region': (i: Issue): IssueText =>
    text(`There is no region "${i.received}"`, meant(i.expected, '`chokepoint catalog list region` lists them')),
  'serving/nowhere': (i: Issue): IssueText =>
    text(
      'This scenario names no region, so that its electricity has no price',
      `Add \`region:\` to it, or give --region, such as ${i.received}`,
    ),
  'serving/other-model': (i: Issue): IssueText =>
    text(
      `This scenario trains ${i.received}, and the first one ${i.expected}`,
      'Say with --model which of them is served on all, or ask for one scenario at a time',
    ),
  'serving/one-of-each': (i: Issue): IssueText =>
    text(`${i.received} values stand beside ${i.expected} accelerators`, 'State one for all of them, or one of each'),
  'serving/split': (i: Issue): IssueText =>
    text(`${i.received} ranks cannot be split in groups of ${i.expected}`, 'Take a --tensor that divides --ranks'),
  'serving/more-than-there-are': (i: Issue): IssueText =>
    text(`One copy on ${i.received} is more than the ${i.expected} accelerators there are`, 'Raise --count or lower --ranks'),
  'capability/needs-flop': (_: Issue): IssueText =>
    text('Nothing says how much compute there is', 'Give --flop, a --model whose compute is known, or --parameters with --tokens'),
  'capability/half-a-model': (_: Issue): IssueText =>
    text('A model has both parameters and tokens', 'Give --parameters and --tokens together'),
  'capability/no-tokens': (i: Issue): IssueText =>
    text(`How many tokens ${i.received} was trained on is not known`, 'Give --parameters and --tokens'),
  'capability/half-a-time': (_: Issue): IssueText => text('A time has a beginning and an end', 'Give --since and --until together'),
  'capability/backwards': (i: Issue): IssueText => text(`${i.received} comes before ${i.expected}`, 'Exchange --since and --until'),
} as const;
