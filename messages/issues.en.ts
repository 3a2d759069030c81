import type { Issue } from '#quantity';

/** What is wrong, and what to do about it: two sentences without their full stops. */
export interface IssueText {
  readonly message: string;
  readonly mend: string;
}

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `"${words ?? ''}"`;

/** Faults of documents, paths and the catalogue, by code. */
export const issuesEn = {
  'document/too-large': (i: Issue): IssueText =>
    text(`This file is larger than ${megabytes(i.expected)} MB`, 'Split it: one thing or one scenario a file'),
  'document/too-many-parts': (i: Issue): IssueText =>
    text(`This file has more than ${i.expected} parts`, 'Split it: one thing or one scenario a file'),
  'document/too-deep': (i: Issue): IssueText =>
    text(`This is nested more than ${i.expected} levels deep`, 'Nothing here needs that: look for a bracket that is never closed'),
  'document/control-character': (i: Issue): IssueText =>
    text(`The control character ${i.received} stands here`, 'Delete it, and save the file as plain UTF-8 text'),
  'document/not-utf8': (_: Issue): IssueText => text('This file is not UTF-8 text', 'Save it as UTF-8'),
  'document/anchor': (i: Issue): IssueText =>
    text(`The anchor ${i.received} is not allowed`, 'Write the value out wherever it is meant, or use `extends`'),
  'document/alias': (i: Issue): IssueText =>
    text(`The alias ${i.received} is not allowed`, 'Write the value out; text that begins with * needs quotes'),
  'document/merge-key': (_: Issue): IssueText => text('The merge key << is not allowed', 'Write the keys out, or use `extends`'),
  'document/tag': (i: Issue): IssueText => text(`The tag ${i.received} is not allowed`, 'Delete it; text that begins with ! needs quotes'),
  'document/directive': (i: Issue): IssueText =>
    text(`The directive ${quoted(i.received)} is not allowed`, 'Delete it: every file is YAML 1.2'),
  'document/several-documents': (_: Issue): IssueText =>
    text('A second document begins here', 'Put it into a file of its own and delete the ---'),
  'document/empty': (_: Issue): IssueText => text('This file says nothing', 'Write at least the required keys, or delete the file'),
  'document/full-width': (i: Issue): IssueText =>
    text(
      `A full-width character stands where YAML needs a half-width one: ${quoted(i.received)}`,
      'Write : , { } [ ] # - and digits in half width, with a space after the colon',
    ),
  'document/tab': (_: Issue): IssueText => text('This line is indented with a tab', 'Indent with two spaces'),
  'document/key-not-text': (_: Issue): IssueText => text('A key must be text', 'Write a plain word before the colon'),
  'document/syntax': (i: Issue): IssueText =>
    text(`This is not YAML: ${quoted(i.received)}`, 'Check indentation, quotes, brackets, and the space after each colon'),
  'document/duplicate-key': (i: Issue): IssueText =>
    text(`The key ${quoted(i.received)} already stands on line ${i.expected}`, 'Keep one of the two'),
  'document/forbidden-key': (i: Issue): IssueText => text(`The key ${quoted(i.received)} is never allowed`, 'Delete it'),
  'document/not-finite': (i: Issue): IssueText => text(`${i.received} is not a number that can be computed with`, 'Write a finite number'),
  'document/unknown-key': (i: Issue): IssueText =>
    text(
      `The key ${quoted(i.received)} is unknown here`,
      i.expected === undefined ? 'Delete it, or move it to where it belongs' : `Known here: ${i.expected}`,
    ),
  'document/missing-key': (i: Issue): IssueText => text(`The key ${quoted(i.expected)} is missing`, 'Add it'),
  'document/wrong-type': (i: Issue): IssueText =>
    text(
      `Expected ${typeNames(i.expected)}, found ${typeNames(i.received)}`,
      'Write it in that form; text that looks like something else needs quotes',
    ),
  'document/wrong-value': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} cannot stand here`,
      i.expected === undefined ? 'See the description of this key in its schema' : `Write one of: ${i.expected}`,
    ),
  'document/too-small': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is too small or too short`, `At least ${i.expected} is needed`),
  'document/too-big': (i: Issue): IssueText => text(`${quoted(i.received)} is too big or too long`, `At most ${i.expected} is allowed`),
  'document/date': (i: Issue): IssueText => text(`${quoted(i.received)} is no date`, 'Write YYYY, YYYY-MM or YYYY-MM-DD'),
  'document/id': (i: Issue): IssueText =>
    text(
      `The id ${quoted(i.received)} does not fit the place of the file`,
      i.expected === undefined
        ? 'Write kind/name in small letters, digits and hyphens, as the file is called'
        : `Write ${i.expected}, or move the file`,
    ),
  'document/source-id': (i: Issue): IssueText =>
    text(`${quoted(i.received)} cannot be the id of a source`, 'Use small letters, digits and hyphens'),
  'document/url': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is no web address`, 'Write the whole address, beginning with https://'),

  'path/not-a-path': (_: Issue): IssueText => text('This is not a path', 'Name a file or folder'),
  'path/absolute': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is not a relative path`, 'Write it relative to the folder of this file'),
  'path/outside': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} leads out of its folder`,
      'Put the file into the folder, or a folder below it; links may not lead out either',
    ),
  'path/not-found': (i: Issue): IssueText => text(`There is no ${quoted(i.received)}`, 'Check the path'),
  'path/not-a-file': (i: Issue): IssueText => text(`${quoted(i.received)} is not a file`, 'Name a YAML file'),
  'path/not-a-folder': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is not a folder`, 'Name a folder with things in it, such as accelerator/my-chip.yaml'),
  'path/not-readable': (i: Issue): IssueText => text(`${quoted(i.received)} may not be read`, 'Check its permissions'),

  'catalog/unknown-kind': (i: Issue): IssueText =>
    text(`No kind of thing is called ${quoted(i.received)}`, `Put the files into one of the folders ${i.expected}`),
  'catalog/no-such-kind': (i: Issue): IssueText => text(`There is no kind ${quoted(i.received)}`, `Kinds: ${i.expected}`),
  'catalog/unknown-name': (i: Issue): IssueText =>
    text(
      `The catalogue has no ${quoted(i.received)}`,
      i.expected === undefined ? 'See what it has with `chokepoint catalog list KIND`' : `Near it: ${i.expected}`,
    ),
  'catalog/ambiguous': (i: Issue): IssueText => text(`Several things are called ${quoted(i.received)}`, `Name one: ${i.expected}`),
  'catalog/no-files': (i: Issue): IssueText => text('No fact was found in this folder', `Put files into the folders ${i.expected}`),
  'catalog/too-many-files': (i: Issue): IssueText =>
    text(`There are more than ${i.expected} files in this folder`, 'Name the folder of your own facts'),
  'catalog/unknown-source': (i: Issue): IssueText =>
    text(`The source ${quoted(i.received)} is not in sources.yaml`, 'Add it there, or name one that is'),
  'catalog/unknown-id': (i: Issue): IssueText =>
    text(`The catalogue has no ${quoted(i.received)}`, `Name the id of a ${i.expected}, as \`chokepoint catalog list\` prints it`),

  'fact/no-source': (_: Issue): IssueText => text('This fact names no source', 'Give it a `source`, or give one to the whole file'),
  'fact/no-grade': (i: Issue): IssueText =>
    text('This fact has no grade', `Give it a \`grade\` (${i.expected}), or give one to the whole file`),
  'fact/precision': (i: Issue): IssueText =>
    text(`This peak is of ${i.received}, its name says ${i.expected}`, 'Move it to the fact of its format'),
  'fact/range-form': (i: Issue): IssueText =>
    text(
      `A range stands beside a single value, as low..high: ${quoted(i.received)}`,
      'Write one value and one range, or the interval low..middle..high as the value',
    ),
  'fact/range-currency': (i: Issue): IssueText =>
    text(`The range ${quoted(i.received)} is of another currency or year than its value`, 'Write both in one'),
  'fact/outside-range': (i: Issue): IssueText =>
    text(`${quoted(i.received)} lies outside its range ${i.expected}`, 'Correct one of the two'),
  'fact/too-small': (i: Issue): IssueText =>
    text(`${quoted(i.received)} cannot be: this must be ${i.expected}`, 'Check the sign and the unit'),
  'fact/too-big': (i: Issue): IssueText =>
    text(`${quoted(i.received)} cannot be: this must be ${i.expected}`, 'Check the unit: 45 % is not 45'),

  'lint/far-from-class': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is far from the chips of its class, which have about ${i.expected}`,
      'Check the digits, and whether it is the total of a server',
    ),
  'lint/bandwidth-beyond-memory': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is more than its memory can give, about ${i.expected}`,
      'Check the digits, and whether it is the total of a server',
    ),
  'lint/power-too-low': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is too little for its peak; its class would need about ${i.expected}`,
      'Check whether it belongs to another part',
    ),
  'lint/power-too-high': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is more heat than any chip of its area gives off, at most ${i.expected}`,
      'Check whether it is a share of a server',
    ),
  'lint/sparse-peak': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is more than twice TF32 (${i.expected})`, 'This looks like the peak with sparsity: write the dense one'),
  'lint/bf16-above-fp16': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is above FP16 (${i.expected}), which runs at the same rate`,
      'This looks like the peak with sparsity: write the dense one',
    ),
  'lint/peak-beyond-silicon': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is more than chips of its process draw from its area, at most about ${i.expected}`,
      'Write the dense peak of one chip, not the one with sparsity, and check the area',
    ),
  'lint/eight-bit-peak': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is more than twice BF16 (${i.expected})`,
      'Check the digits, and write the dense peak, not the one with sparsity',
    ),
  'lint/beyond-its-time': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is more than twice what the best other chips of its time have, about ${i.expected}`,
      'Check the digits, and write the figure of one chip: the total of a server of eight is eight times it',
    ),
  'lint/tpp': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is not the greatest dense peak times its bits, ${i.expected}`, 'Correct the peak or the TPP'),
  'lint/performance-density': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is not TPP over die area, ${i.expected}`, 'Correct one of the three'),
  'lint/utilisation-above-one': (i: Issue): IssueText =>
    text(
      `In ${quoted(i.received)} its accelerators cannot do the work; at full rate it takes ${i.expected}`,
      'Check whether these are the hours of a part of the run',
    ),
  'lint/cluster-peak': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is more than its chips have together, ${i.expected}`,
      'Check for sparse figures, and servers counted as chips',
    ),
  'lint/cluster-power': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is far more than its chips draw, ${i.expected}`, 'Check the number of chips and the unit'),
  'lint/name-twice': (i: Issue): IssueText =>
    text(`The name ${quoted(i.received)} already belongs to ${i.expected}`, 'Delete it here or there: a name must find one thing'),
  'lint/no-source': (_: Issue): IssueText =>
    text('Nothing says where the date and the effect of this stand', 'Give the file a `source` that is in sources.yaml'),
  'lint/not-yet': (i: Issue): IssueText =>
    text(`The figure is of ${i.received}, which is after ${i.expected}`, 'Write the day on which the source says it'),
  'lint/far-ahead': (i: Issue): IssueText =>
    text(
      `${i.path} is ${i.received}, which is after ${i.expected}`,
      'Correct the year, or say `status: roadmap` of a part that is planned for so late',
    ),
  'lint/old': (i: Issue): IssueText => text(`The newest figure is of ${i.received}`, 'Look for a newer one'),
};

/** Mends that are more special than those of a code, by hint. */
export const hintsEn = {
  'hint/did-you-mean': (i: Issue): string => `Did you mean ${quoted(i.expected)}?`,
  'hint/full-width': (_: Issue): string => 'Write the colon and the other punctuation in half width, with a space after the colon',
  'hint/comma': (_: Issue): string => 'Text with a comma inside { } needs quotes',
  'yaml/bad-indent': (_: Issue): string => 'Check the indentation and that every bracket is closed',
  'yaml/missing-char': (_: Issue): string => 'Close the quote, or write the missing comma, bracket or space',
  'yaml/multiline-implicit-key': (_: Issue): string => 'Indent this line like the one above, or end the text above it',
  'yaml/block-as-implicit-key': (_: Issue): string => 'A value with a colon needs quotes; a mapping goes on the next line, indented',
  'yaml/block-in-flow': (_: Issue): string => 'Inside { } and [ ] separate with commas',
  'yaml/bad-scalar-start': (_: Issue): string => 'Text that begins with @, `, % or another sign needs quotes',
  'yaml/bad-dq-escape': (_: Issue): string => 'In double quotes write \\\\ for a backslash, or use single quotes',
};

const megabytes = (bytes: string | undefined): string => String(Number(bytes) / 1e6);

const typeWords: Readonly<Record<string, string>> = {
  text: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  mapping: 'keys with values',
  list: 'a list',
  nothing: 'nothing',
};

const typeNames = (types: string | undefined): string =>
  (types ?? '')
    .split(' | ')
    .map((type) => (Object.hasOwn(typeWords, type) ? typeWords[type] : quoted(type)))
    .join(' or ');
