import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `"${words ?? ''}"`;
const seeHelp = 'See what there is with `--help`';
const shipped = ({ expected }: Issue): string =>
  expected === undefined ? 'Give the path of a scenario file' : `Give a path, or one of these names: ${expected}`;

const keep = 'With --resume FILE a run keeps what is finished, and goes on from there';

/** Faults of command lines, by code. */
export const issuesCliEn = {
  'cli/no-scenario': (i: Issue): IssueText => text('No scenario is named', shipped(i)),
  'cli/too-few-scenarios': (i: Issue): IssueText => text('A comparison needs at least two scenarios', shipped(i)),
  'cli/no-argument': (i: Issue): IssueText => text(`<${i.received ?? ''}> is missing`, seeHelp),
  'cli/no-option': (i: Issue): IssueText => text(`${i.received ?? ''} is missing`, seeHelp),
  'cli/no-value': (i: Issue): IssueText => text(`There is no value after ${i.received ?? ''}`, seeHelp),
  'cli/bad-value': (i: Issue): IssueText => text(`${i.path} cannot be ${quoted(i.received)}`, i.expected ?? seeHelp),
  'cli/unknown-option': (i: Issue): IssueText => text(`There is no option ${quoted(i.received)}`, seeHelp),
  'cli/unknown-command': (i: Issue): IssueText => text(`There is no command ${quoted(i.received)}`, seeHelp),
  'cli/too-many-arguments': (i: Issue): IssueText =>
    text(
      `There are ${i.received ?? ''} words where ${i.expected ?? ''} can be`,
      'Leave some out, and put quotes around words that belong together',
    ),
  'cli/options-exclude': (i: Issue): IssueText =>
    text(`${i.received ?? ''} and ${i.expected ?? ''} exclude each other`, 'Leave one of them out'),
  'cli/unknown-figure': (i: Issue): IssueText =>
    text(`There is no figure ${quoted(i.received)}`, 'Leave it out, and all figures of the scenario are listed'),
  'cli/figure-absent': (i: Issue): IssueText =>
    text(`This scenario gives no ${quoted(i.received)}`, 'Leave it out, and all figures of the scenario are listed'),
  'study/no-finite-figure': (i: Issue): IssueText =>
    text(`${quoted(i.received)} has no bound in any draw`, 'Ask about another figure, or change what makes it endless'),
  'study/lever-as-figure': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is an input, not a figure`, 'Name a figure; `chokepoint why FILE` lists them'),
  'study/figure-as-lever': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is a figure, not an input`, 'Name an input; `chokepoint run FILE --html` lists them'),
  'study/unknown-lever': (i: Issue): IssueText =>
    text(`There is no input ${quoted(i.received)}`, 'The schema named in the first line of the shipped scenarios lists all levers'),
  'study/one-or-two-levers': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is not one lever or two different ones, each with its range or all without`,
      'Write --by a.b or --by a.b,c.d',
    ),
  'study/no-range': (i: Issue): IssueText =>
    text(`The scenario has no value of ${i.path} to look about`, `Say where to look: --range low..high, in ${i.expected ?? ''}`),
  'study/empty-range': (i: Issue): IssueText =>
    text(`There is nothing to look at in the range${i.path === '' ? '' : ` of ${i.path}`}`, `Write low..high, in ${i.expected ?? ''}`),
  'study/no-picture': (_: Issue): IssueText => text('There is nothing to draw', 'Leave --svg out to read why'),
  'sweep/cancelled': (i: Issue): IssueText =>
    text(`Stopped after ${i.received ?? ''} of ${i.expected ?? ''} samples; nothing is reported of a part`, keep),
  'sweep/out-of-memory': (i: Issue): IssueText =>
    text(`A worker ran out of memory after ${i.received ?? ''} of ${i.expected ?? ''} samples; nothing is reported of a part`, keep),
  'sweep/worker-died': (i: Issue): IssueText =>
    text(`A worker ended before its work after ${i.received ?? ''} of ${i.expected ?? ''} samples; nothing is reported of a part`, keep),
  'sweep/cannot-open': (i: Issue): IssueText => text(`${quoted(i.received)} cannot be opened`, `The system says ${i.expected ?? ''}`),
  'sweep/cannot-write': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} cannot be written: the run ends here, and nothing is reported of a part`,
      `The system says ${i.expected ?? ''}; make room, or name another file`,
    ),
  'sweep/not-a-checkpoint': (i: Issue): IssueText =>
    text(`${quoted(i.received)} holds something else than samples, and was left as it is`, 'Name another file'),
  'sweep/other-run': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} holds samples of another run: another scenario, catalogue, version, seed or sampler`,
      'Name another file, or delete this one',
    ),
  'cli/cannot-write': (i: Issue): IssueText => text(`${quoted(i.received)} cannot be written`, `The system says ${i.expected ?? ''}`),
  'cli/output-failed': (i: Issue): IssueText => text('The output could not be written', `The system says ${i.expected ?? ''}`),
  'cli/analog-unknown-thing': (i: Issue): IssueText =>
    text(`The catalogue knows no ${quoted(i.received)}`, `The nearest is ${i.expected ?? ''}`),
  'cli/analog-missing-fact': (i: Issue): IssueText =>
    text(`${i.received ?? ''} states no ${i.expected ?? ''}`, 'Name another, or add the fact in a folder of your own'),
  'cli/matrix-none': (i: Issue): IssueText =>
    text('No matrix is named', `Give a CSV file of numbers, or have one drawn: --random ${i.expected ?? ''}`),
  'cli/matrix-unreadable': (i: Issue): IssueText =>
    text(`This file cannot be read (${i.received ?? ''})`, 'Name a CSV file of numbers without a header'),
  'cli/matrix-ragged': (i: Issue): IssueText =>
    text(`This row has ${i.received ?? ''} numbers where the first has ${i.expected ?? ''}`, 'Give every row the same number of cells'),
  'cli/matrix-cell': (i: Issue): IssueText => text(`${quoted(i.received)} is no finite number`, 'Write a decimal number, with a point'),
  'cli/matrix-not-square': (i: Issue): IssueText =>
    text(`A matrix of ${i.received ?? ''} has no inverse`, 'Give one with as many rows as columns'),
  'cli/matrix-family': (i: Issue): IssueText =>
    text(`No family of matrices is called ${quoted(i.received)}`, `Write one like these: ${i.expected ?? ''}`),
  'cli/matrix-too-large': (i: Issue): IssueText =>
    text(`${i.received ?? ''} is larger than this command takes`, `It takes up to ${i.expected ?? ''} entries`),
  'cli/vector-length': (i: Issue): IssueText =>
    text(`This holds ${i.received ?? ''} numbers`, `A vector of ${i.expected ?? ''} is needed, in one row or one column`),
  'cli/only-with': (i: Issue): IssueText =>
    text(`${i.received ?? ''} says nothing without ${i.expected ?? ''}`, `Add ${i.expected ?? ''}, or leave ${i.received ?? ''} out`),
  'cli/no-such-chart': (i: Issue): IssueText =>
    text(`There is no chart ${i.received ?? ''} here`, `Take --chart from 1 to ${i.expected ?? ''}`),
  'cli/no-wafer-cost': (i: Issue): IssueText =>
    text(
      `What a wafer of ${i.expected ?? ''} costs to make is not known: its scanners cannot print its layers`,
      `Leave ${i.received ?? ''} out, state a --wafer-price instead, or take another --node`,
    ),
  'cli/no-density': (i: Issue): IssueText =>
    text(`Nobody has stated how many defects ${i.received ?? ''} has`, 'Give them, such as --d0 0.1, or take another --node'),
  'cli/no-picture': (i: Issue): IssueText => text(`There is nothing to draw for ${quoted(i.received)}`, 'Leave --svg out'),
};

/** Mends that are more special than those of a code, by hint. */
export const hintsCliEn = {
  'hint/resume': (i: Issue): string => `What is finished is kept in ${quoted(i.path)}: the same command goes on from there`,
  'hint/no-folder': (i: Issue): string => `There is no folder ${quoted(i.expected)}: make it, or name another`,
  'hint/is-folder': (_: Issue): string => 'A folder has that name: name a file',
  'hint/not-permitted': (_: Issue): string => 'You may not write there: name another folder',
  'hint/disk-full': (_: Issue): string => 'No room is left there: make some, or write elsewhere',
};
