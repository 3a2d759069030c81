import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `"${words ?? ''}"`;
const lever = ({ path }: Issue): string => path.replace(/^levers\./, '');

/** Faults of scenarios and of `--set`, by code. */
export const issuesScenarioEn = {
  'scenario/not-found': (i: Issue): IssueText =>
    text(
      `There is no scenario ${quoted(i.received)}`,
      i.expected === undefined ? 'Check the path' : `Give a path, or one of these names: ${i.expected}`,
    ),
  'scenario/cycle': (i: Issue): IssueText =>
    text(`These scenarios extend each other in a circle: ${i.received}`, 'Let one of them stand on its own'),
  'scenario/too-many-parents': (i: Issue): IssueText =>
    text(`More than ${i.expected} scenarios extend one another here`, 'Let this one extend an earlier one, or write out what it needs'),
  'scenario/actor': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is no country code`, 'Write two capital letters, such as US, CN or DE'),
  'scenario/rank': (i: Issue): IssueText => text(`A rank correlation cannot be ${quoted(i.received)}`, 'Write a number from -1 to 1'),
  'scenario/self-correlation': (i: Issue): IssueText => text(`${quoted(i.received)} stands on both sides`, 'Name two different levers'),
  'scenario/second-correlation': (i: Issue): IssueText =>
    text(`The pair ${i.received ?? ''} stands here a second time`, 'Keep one of the two statements'),
  'scenario/correlations-contradict': (i: Issue): IssueText =>
    text(
      `No numbers can have these rank correlations at once: ${i.received ?? ''} (pairs that are not named count as 0)`,
      `Weaken them, or state the missing pairs; the nearest that fit: ${i.expected ?? ''}`,
    ),
  'scenario/acquired-late': (i: Issue): IssueText =>
    text(
      `The accelerators are bought in ${i.received}, after the run starts in ${i.expected}`,
      'Correct one of the two dates; without `acquired` they are bought when the run starts',
    ),
  'scenario/unknown-lever': (i: Issue): IssueText =>
    text(
      `There is no lever ${quoted(i.received)}`,
      i.expected === undefined
        ? 'The schema named in the first line of the shipped scenarios lists all levers'
        : `Known here: ${i.expected}`,
    ),
  'scenario/out-of-range': (i: Issue): IssueText =>
    text(
      `${lever(i)} cannot be ${quoted(i.received)}`,
      `Write a value in the range ${i.expected}, with both ends of an interval inside it`,
    ),
  'scenario/not-whole': (i: Issue): IssueText =>
    text(`${lever(i)} counts things and cannot be ${quoted(i.received)}`, `Write a whole number in the range ${i.expected}`),
  'scenario/precision': (i: Issue): IssueText =>
    text(`This peak is stated for ${i.received}, its lever is for ${i.expected}`, 'Move it to the lever of its number format'),
  'scenario/times': (i: Issue): IssueText =>
    text(`A value cannot be taken ${quoted(i.received)} times`, 'Write a factor above 0, such as 0.6 for 40% less'),
  'scenario/unknown-metric': (i: Issue): IssueText =>
    text(`No outcome is called ${quoted(i.received)}`, 'Name one that `chokepoint run --json` prints, such as run.chipHours'),
  'scenario/check-currency': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} cannot be held beside an answer in ${i.expected}`,
      `State it in ${i.expected}, in the money of its own time`,
    ),

  'package/no-area': (i: Issue): IssueText => text(`The die ${quoted(i.received)} has no area`, 'State `area`, or `width` and `height`'),
  'package/unknown-die': (i: Issue): IssueText => text(`No die here is called ${quoted(i.received)}`, `Known here: ${i.expected}`),
  'package/duplicate-die': (i: Issue): IssueText =>
    text(`Two dies are called ${quoted(i.received)}`, 'Give each a name of its own, or state how many there are by `count`'),
  'package/currency': (i: Issue): IssueText => text(`${quoted(i.received)} is not in dollars of today`, `State it in ${i.expected}`),
  'package/no-fact': (i: Issue): IssueText =>
    text(
      `Nothing says what ${i.path} is`,
      i.expected === undefined ? 'State it in the file' : `State it in the file; in the catalogue it would be ${i.expected}`,
    ),
  'package/no-product': (i: Issue): IssueText =>
    text(
      `The catalogue has no product ${quoted(i.received)}`,
      i.expected === undefined ? 'Name one that `chokepoint catalog list product` prints' : `Known: ${i.expected}`,
    ),
  'package/product-incomplete': (i: Issue): IssueText =>
    text(
      `The catalogue does not say how ${quoted(i.received)} is built: ${i.expected} is missing`,
      'Add the fact by --catalog, or write a package file',
    ),
  'package/no-carrier': (_: Issue): IssueText =>
    text(
      'Stacked memory cannot be put on an organic substrate: its wires are too fine',
      'Name a packaging with a carrier, such as CoWoS-S or XDFOI',
    ),
  'scenario/unknown-id': (i: Issue): IssueText =>
    text(`The catalogue has no ${quoted(i.received)}`, 'Name an id or alias that `chokepoint catalog list` prints'),
  'scenario/unknown-source': (i: Issue): IssueText =>
    text(`The source ${quoted(i.received)} is not in sources.yaml`, 'Name one that `chokepoint catalog sources` prints'),
  'scenario/no-such-fact': (i: Issue): IssueText =>
    text(`${quoted(i.received)} has no value for ${lever(i)}`, `Name a thing that has one of ${i.expected}, or write a value`),
  'scenario/tools': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} says of no scanner whether it may be used`,
      'Write `without euv`, `only nxt-1980di` or `until 2019`, several with semicolons',
    ),
  'scenario/no-solver': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} cannot work for an optimiser: the catalogue does not know its ${i.expected}`,
      'name an analog matrix solver, such as `solver: pku-rram`, or add these facts to it',
    ),
  'scenario/no-layers': (i: Issue): IssueText =>
    text(`The layers of ${quoted(i.received)} are not known`, 'Name a process that has a list of layers, or add `flow:` to it'),
  'scenario/missing-role': (i: Issue): IssueText =>
    text(`This scenario names no ${i.expected}`, `Add \`${i.path}:\` and an id that \`chokepoint catalog list ${i.expected}\` prints`),
  'scenario/incomplete-shape': (i: Issue): IssueText =>
    text(`The shape of ${quoted(i.received)} is not known: ${i.expected} is missing`, 'Name a model whose shape is known, or add the fact'),
  'scenario/missing-lever': (i: Issue): IssueText =>
    text(`Nothing says what ${lever(i)} is`, `Write it under \`levers:\` in ${unit(i.expected)}, or name a thing that has it`),
  'scenario/not-known-yet': (i: Issue): IssueText =>
    text(
      `Nothing that was known by then says what ${lever(i)} is: the first statement is of ${i.received}`,
      `Give --as-of a later date, or write it under \`levers:\` in ${unit(i.expected)}`,
    ),
  'scenario/missing-precision': (i: Issue): IssueText =>
    text(
      `${i.received} has no peak at this precision`,
      i.expected ? `Set \`precision\` to one of ${i.expected}, or write the peak` : 'Write the peak under `levers: accelerator:`',
    ),
  'scenario/missing-price': (i: Issue): IssueText =>
    text(`No price of ${i.received} is known`, `Write \`levers: market: price:\` in ${i.expected}`),
  'scenario/missing-silicon': (i: Issue): IssueText =>
    text(
      `${i.received} cannot be made here: nothing says what ${lever(i)} is`,
      `Write it under \`levers:\` in ${unit(i.expected)}, or set \`acquire: buy\``,
    ),
  'scenario/no-size': (_: Issue): IssueText =>
    text('Nothing says how large the cluster is', 'Write `cluster.count`, `cluster.powerLimit`, `market.chipSupply` or `run.deadline`'),

  'set/malformed': (i: Issue): IssueText =>
    text(`${quoted(i.received)} sets nothing`, "Write path=value, in quotes where there are blanks: --set cluster.count='4096 chip'"),
  'set/no-value': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is set to nothing`, `Write a value after the equals sign; ${quoted('none')} takes a limit away`),
  'set/unknown-path': (i: Issue): IssueText =>
    text(`There is no ${quoted(i.received)} to set`, 'Write the path of a lever, such as energy.price, or a key, such as accelerator'),
  'set/not-settable': (i: Issue): IssueText =>
    text(`${quoted(i.received)} can only be written in the file`, `Besides levers, these can be set: ${i.expected}`),
  'set/outcome': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is an outcome and cannot be set`, `Set what it is made of, which \`chokepoint why\` shows`),
};

/** Mends that are more special than those of a code, by hint. */
export const hintsScenarioEn = {
  'hint/under-levers': (_: Issue): string => 'Values belong under `levers:`; up here stands the id of a thing',
  'hint/nest-lever': (i: Issue): string => `Write one level for each part: ${nested(i.received)}`,
  'hint/percent': (i: Issue): string => `Did you mean ${quoted(`${i.received} %`)}? Without a sign 1 is the whole`,
  'hint/full-width-equals': (_: Issue): string => 'Write the equals sign in half width: =',
};

const unit = (id: string | undefined): string => (id === '1' || id === undefined ? 'plain numbers' : id);

/** `cluster.count` as `cluster: { count: … }`. */
const nested = (path = ''): string => {
  const [group = '', name = ''] = path.split('.');
  return `\`${group}: { ${name}: … }\``;
};
