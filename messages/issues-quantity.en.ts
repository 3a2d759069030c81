import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import { askedUnit, code, decimal, firstWord, inOrder, parameter, plainMoney, twoOf, unitExample, unitForm } from './quantity-mend.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `"${words ?? ''}"`;
const example = (i: Issue): string => code(unitExample(i.expected));

/** Faults of quantities and distributions, by code. */
export const issuesQuantityEn = {
  'quantity/empty': (i: Issue): IssueText => text('There is no value here', `Write one, such as ${example(i)}`),
  'quantity/too-long': (i: Issue): IssueText =>
    text(
      `A value of ${i.received} characters is too long (${i.expected})`,
      'Write one number, interval or distribution; thin out a long list of samples',
    ),
  'quantity/full-width': (i: Issue): IssueText =>
    text(`A full-width character stands in this value: ${quoted(i.received)}`, `Write it in half width: ${code(i.expected)}`),
  'quantity/not-a-number': (i: Issue): IssueText =>
    i.hint === 'quantity/digit-groups'
      ? text(`${quoted(i.received)} cannot follow a number`, digitGroups)
      : text(
          `${quoted(i.received)} does not begin with a number`,
          `Write digits first, 0.5 not .5 and -5 not - 5, then the unit: ${example(i)}`,
        ),
  'quantity/not-finite': (i: Issue): IssueText =>
    i.received === undefined
      ? text('In its unit this number is too large or too small to compute with', 'Check the exponent and the prefix of the unit')
      : text(`${quoted(i.received)} is not a number that can be computed with`, 'Write 0, or a number of a size from 1e-300 to 1e300'),
  'quantity/ambiguous-comma': (i: Issue): IssueText =>
    i.expected === ', '
      ? text(
          `Inside brackets the comma in ${quoted(i.received)} may separate values or group digits`,
          'Write numbers without groups, `1000`, and a space after each comma between values',
        )
      : text(
          `The comma in ${quoted(i.received)} may mark decimals or thousands`,
          `Write a decimal point, ${code(decimal(i.expected))}, or groups of three digits, \`1,234\``,
        ),
  'quantity/approximate': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} does not say how far off it may be`,
      `Write the interval that holds it with 90% probability, ${code(unitForm(i.expected))}, or the number alone`,
    ),
  'quantity/plus-minus': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} may be bounds or a standard deviation`,
      `Write bounds as ${code(unitForm(i.expected?.replace(/^normal\(.*\)/, 'a..b')))}, a standard deviation as ${code(unitForm(i.expected))}`,
    ),
  'quantity/dash-range': (i: Issue): IssueText =>
    text(`The ends of an interval are joined by two points, not as in ${quoted(i.received)}`, `Write ${code(unitForm(i.expected))}`),
  'quantity/interval-parts': (i: Issue): IssueText =>
    text(
      `${quoted(i.received?.trim())} is not an interval of two or three numbers`,
      'Write `a..b` for its 5% and 95% points, or `a..b..c` with the median between them',
    ),
  'quantity/interval-reversed': (i: Issue): IssueText => {
    const mended = inOrder(i.received);
    return text(
      `${quoted(i.received)} does not rise from least to greatest`,
      mended === undefined
        ? 'Write the least first and the greatest last, and check the prefix of each'
        : `Write the lesser first: ${code(mended)}`,
    );
  },
  'quantity/currency-first': (i: Issue): IssueText => {
    const mended = plainMoney(i.expected);
    return text(
      `The currency stands before the number: ${quoted(i.received)}`,
      mended === undefined ? 'Write the number first, then k, M, G or T, then the currency: `20 k USD`' : `Write ${code(mended)}`,
    );
  },
  'quantity/number-word': (i: Issue): IssueText =>
    text(
      `${quoted(firstWord(i.received))} cannot scale a number here`,
      /^\d/.test(i.expected ?? '')
        ? `It is ${code(i.expected)}: multiply the number, and write k, M, G or T behind it`
        : `Write ${code(i.expected)}: k is 1e3, M 1e6, G 1e9 and T 1e12`,
    ),
  'quantity/missing-unit': (i: Issue): IssueText =>
    text(`The unit is missing; this is measured in ${askedUnit(i.expected)}`, `Write it behind the number, such as ${example(i)}`),
  'quantity/unknown-unit': (i: Issue): IssueText =>
    i.received !== undefined && i.received === i.expected
      ? text(`${quoted(i.received)} cannot be joined with another unit`, aloneUnit(i))
      : text(
          `There is no unit ${quoted(i.received)}`,
          'Write one such as W, B/s, mm2, USD or chip h, with k, M, G or T right before it where needed',
        ),
  'quantity/wrong-dimension': (i: Issue): IssueText =>
    askedUnit(i.expected) === '1'
      ? text(`${quoted(i.received)} cannot be converted to a plain number`, 'Write a plain number or a share, `0.45` or `45 %`')
      : text(
          `${quoted(i.received)} cannot be converted to ${askedUnit(i.expected)}`,
          `Write a value in ${askedUnit(i.expected)}, such as ${example(i)}`,
        ),
  'quantity/mixed-units': (i: Issue): IssueText => {
    if (i.expected !== undefined)
      return text(`This value mixes ${i.expected} and ${i.received}`, `Write all of it in ${i.expected} or all of it in ${i.received}`);
    return i.received === undefined
      ? text('A number with k, M, G or T shares a unit that has a prefix of its own', wholeUnits)
      : text(
          `In ${quoted(i.received)} the last number has no unit, but one before it has`,
          'Write the unit behind the last number, for all, or behind each',
        );
  },
  'quantity/flops-ambiguous': (i: Issue): IssueText => {
    const [total, rate] = twoOf(i.expected);
    return text(`${quoted(i.received)} may be a total or a rate`, `Write the total as ${code(total)}, a rate as ${code(rate)}`);
  },
  'quantity/gpu-hours': (i: Issue): IssueText =>
    text(`Hours of chips are not written with ${quoted(i.received)}`, `Write ${code(i.expected)}; an hour is \`h\` in every unit`),
  'quantity/caret-unit': (i: Issue): IssueText =>
    text(`A power of a unit has no sign before it: ${quoted(i.received)}`, `Write ${code(i.expected)}`),
  'quantity/bit-or-byte': (i: Issue): IssueText => {
    const [bits, bytes] = twoOf(i.expected);
    return text(`${quoted(i.received)} may be bits or bytes`, `Write ${code(bits)} for bits, ${code(bytes)} for bytes`);
  },
  'quantity/milli-or-mega': (i: Issue): IssueText =>
    text(
      `The m in ${quoted(i.received)} stands for a thousandth, M for a million`,
      `Write ${code(i.expected)}; if a thousandth is meant, ${code(`0.001 ${i.expected?.slice(1)}`)}`,
    ),
  'quantity/precision-missing': (i: Issue): IssueText =>
    text('This peak does not say for which number format it holds', `Write it behind the unit, with dense: ${example(i)}`),
  'quantity/precision-kind': (i: Issue): IssueText =>
    text(`${i.received} does not go with ${askedUnit(i.expected)}`, `${formats}: write it like ${example(i)}`),
  'quantity/dense-missing': (i: Issue): IssueText =>
    text('This peak does not say that it is dense', `End with ${code(i.expected)}; if it is sparse, halve it first`),
  'quantity/sparse-peak': (i: Issue): IssueText =>
    text('This is a peak with sparsity', `Halve it, and write \`dense\` in place of ${quoted(i.received)}`),
  'quantity/unexpected-text': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} cannot stand here`,
      /^[-+\d]/.test(i.received ?? '')
        ? `Write only ${code(i.expected)}: this parameter has no unit`
        : 'Delete it: number formats and dense belong to peak rates only',
    ),
  'quantity/unknown-distribution': (i: Issue): IssueText =>
    text(`There is no distribution ${quoted(i.received)}`, `Write one of: ${i.expected}`),
  'quantity/unknown-argument': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is no parameter of this distribution, or stands here twice`,
      `Write each of these once: ${i.expected?.replaceAll(' | ', ', or ')}`,
    ),
  'quantity/missing-argument': (i: Issue): IssueText => {
    if (i.received === '') return text('A value is missing between these brackets', `Write it, such as ${example(i)}, or delete the comma`);
    return i.expected?.startsWith('0.5:')
      ? text(`A part of this ${i.received} has no weight`, `Write its weight and a colon before it: ${code(i.expected)}`)
      : text(`${quoted(i.received)} lacks its parameter ${quoted(i.expected)}`, `Add ${code(`${i.expected}: …`)}`);
  },
  'quantity/negative-sd': (i: Issue): IssueText =>
    text(`A standard deviation cannot be negative: ${i.received}`, 'Write `sd` as 0 or more'),
  'quantity/not-positive': (i: Issue): IssueText =>
    parameter(i.expected) === ''
      ? text('Every weight of this distribution is 0', 'Give at least one part a weight above 0')
      : text(`${parameter(i.expected)} cannot be ${i.received}`, `Write a ${parameter(i.expected)} above 0`),
  'quantity/unbalanced': (_: Issue): IssueText => text('This bracket is never closed', 'Add `)` where the distribution ends'),
  'quantity/too-deep': (i: Issue): IssueText =>
    text(
      `Distributions stand in each other deeper than is allowed (${i.expected})`,
      'Write fewer brackets, or the 5% and 95% points of the whole: `a..b`',
    ),
  'quantity/no-exchange-rate': (i: Issue): IssueText =>
    text(
      `No exchange rate is known for ${i.received}`,
      i.expected === '–' ? 'Write the amount in USD' : `Write the amount in USD, or in money of one of the years ${i.expected}`,
    ),
  'quantity/no-price-index': (i: Issue): IssueText =>
    text(
      `No price level is known for ${i.received}`,
      i.expected === '–' ? 'Write the amount without a year' : `Write the amount in money of one of the years ${i.expected}`,
    ),

  'distribution/not-finite': (i: Issue): IssueText =>
    text(`A parameter of this distribution comes to ${i.received}`, 'Write parameters that are finite numbers'),
  'distribution/order': (i: Issue): IssueText =>
    text(`The parameters of this distribution do not rise: ${i.received}`, `Write them so that ${i.expected}`),
  'distribution/negative': (i: Issue): IssueText =>
    text(`The spread of this distribution cannot be negative: ${i.received}`, 'Write `sd` as 0 or more'),
  'distribution/not-positive': (i: Issue): IssueText =>
    text(`A parameter of this distribution must be above 0 and comes to ${i.received}`, 'Write a greater one'),
  'distribution/shape': (i: Issue): IssueText =>
    text(`A shape of ${i.received} is outside what can be computed with`, `Write alpha, beta or shape in the range ${i.expected}`),
  'distribution/empty': (_: Issue): IssueText => text('This distribution has no value in it', 'Write at least one between its brackets'),
  'distribution/weight': (i: Issue): IssueText => text(`A weight cannot be ${i.received}`, 'Write weights of 0 or more'),
  'distribution/no-weight': (i: Issue): IssueText =>
    text(`The weights of this distribution add up to ${i.received}`, 'Write weights whose sum is finite and above 0'),
  'distribution/no-mass': (_: Issue): IssueText =>
    text('Between low and high this distribution has nothing left', 'Move `low` and `high` to where the inner distribution lies'),
  'distribution/overflow': (_: Issue): IssueText =>
    text('This distribution is too wide: its mean or variance is beyond what can be computed with', 'Narrow it, and check the exponents'),
};

const digitGroups = 'Write the number in one piece, such as `1234.5` or `1,234.5`';
const wholeUnits = 'Write the whole unit behind each number: `800 kW..2 MW`';
const formats = 'Floating-point formats are counted in FLOP/s, integer ones in OP/s';
const aloneUnit = (i: Issue): string => `Write ${code(i.expected)} alone behind the number, or leave it out`;

/** Mends that are more special than those of a code, by hint. */
export const hintsQuantityEn = {
  'quantity/did-you-mean': (i: Issue): string => (i.received === i.expected ? aloneUnit(i) : `Did you mean ${quoted(i.expected)}?`),
  'quantity/yuan': (i: Issue): string => `Write ${code(i.expected)} for yuan; yen must be converted first`,
  'quantity/digit-groups': (_: Issue): string => digitGroups,
  'quantity/per-second': (i: Issue): string => `A peak is a rate: write \`/s\` behind the operations, as in ${example(i)}`,
  'quantity/op-or-flop': (i: Issue): string => `${formats}: write it like ${example(i)}`,
  'quantity/multiplier-unclear': (_: Issue): string => wholeUnits,
};
