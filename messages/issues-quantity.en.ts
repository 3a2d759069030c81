import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import { askedUnit, code, mendedMoney, parameter, twoOf, unitExample } from './quantity-mend.ts';

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
    text(
      `${quoted(i.received)} does not begin with a number`,
      `Write digits first, 0.5 not .5 and -5 not - 5, then the unit: ${example(i)}`,
    ),
  'quantity/digit-groups': (i: Issue): IssueText =>
    text(
      `The number in ${quoted(i.received)} is not in one piece`,
      i.expected === undefined ? 'Write it like `1234.5` or `1,234.5`' : `Write ${code(i.expected)}`,
    ),
  'quantity/not-finite': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is not a number that can be computed with`, 'Write 0, or a number of a size from 1e-300 to 1e300'),
  'quantity/out-of-range': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is too large or too small to compute with`, 'Check the exponent and the prefix of the unit'),
  'quantity/ambiguous-comma': (i: Issue): IssueText => {
    const [one, other] = twoOf(i.expected);
    return text(
      `The comma in ${quoted(i.received)} may mark decimals or thousands`,
      i.expected === undefined
        ? 'Write decimals with a point, `1.5`, and thousands in groups of three, `1,234`'
        : `Write ${other === undefined ? code(one) : `${either(i)}, whichever is meant`}`,
    );
  },
  'quantity/comma-in-brackets': (i: Issue): IssueText => {
    const [one, other] = twoOf(i.expected);
    return text(
      `Inside brackets the comma in ${quoted(i.received)} may separate values or be part of one`,
      other === undefined ? `Write ${code(one)}` : `Write ${code(one)} for several values, ${code(other)} for one`,
    );
  },
  'quantity/approximate': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} does not say how far off it may be`,
      `Write the interval that holds it with 90% probability, ${code(i.expected)}, or the number alone`,
    ),
  'quantity/plus-minus': (i: Issue): IssueText => {
    const [bounds, normal] = twoOf(i.expected);
    return text(
      `${quoted(i.received)} may be bounds or a standard deviation`,
      `Write bounds as ${code(bounds)}, a standard deviation as ${code(normal)}`,
    );
  },
  'quantity/dash-range': (i: Issue): IssueText =>
    text(`The ends of an interval are joined by two points, not as in ${quoted(i.received)}`, `Write ${code(i.expected)}`),
  'quantity/interval-parts': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is not an interval of two or three numbers`,
      'Write `a..b` for its 5% and 95% points, or `a..b..c` with the median between them',
    ),
  'quantity/interval-reversed': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} does not rise from least to greatest`,
      i.expected === undefined
        ? 'Write the least first and the greatest last, and check the prefix of each'
        : `Write the least first: ${code(i.expected)}`,
    ),
  'quantity/currency-first': (i: Issue): IssueText => {
    const mended = mendedMoney(i.expected);
    return text(
      `The currency stands before the number: ${quoted(i.received)}`,
      mended === undefined ? `Write the number first, then its unit, such as ${example(i)}` : `Write ${code(mended)}`,
    );
  },
  'quantity/number-word': (i: Issue): IssueText =>
    text(`${quoted(i.received)} cannot scale a number here`, `Write ${code(i.expected)}: k is 1e3, M 1e6, G 1e9 and T 1e12`),
  'quantity/missing-unit': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} has no unit`,
      `Write its unit behind it: ${code(`${i.received} ${i.expected}`)} if it is in ${askedUnit(i.expected)}`,
    ),
  'quantity/unit-not-last': (i: Issue): IssueText =>
    text(
      `In ${quoted(i.received)} the last number has no unit, but one before it has`,
      `Write the unit behind each number, or behind the last for all${i.expected === undefined ? '' : `: ${code(i.expected)}`}`,
    ),
  'quantity/unknown-unit': (i: Issue): IssueText => text(`There is no unit ${quoted(i.received)}`, inAskedUnit(i)),
  'quantity/two-units': (i: Issue): IssueText => text(`${quoted(i.received)} holds more than one unit`, `Write one alone: ${either(i)}`),
  'quantity/wrong-dimension': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} cannot be converted to ${askedUnit(i.expected) === '' ? 'a plain number' : askedUnit(i.expected)}`,
      inAskedUnit(i),
    ),
  'quantity/mixed-units': (i: Issue): IssueText =>
    text(`This value mixes ${i.expected} and ${i.received}`, `Write all of it in ${i.expected} or all of it in ${i.received}`),
  'quantity/mixed-precisions': (i: Issue): IssueText =>
    text(`One peak cannot hold for both ${i.expected} and ${i.received}`, 'Name one number format'),
  'quantity/multiplier-unclear': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} cannot share the unit ${quoted(i.expected)}, which has a prefix of its own`,
      'Write the whole unit behind each number, as in `800 kW..2 MW`',
    ),
  'quantity/flops-ambiguous': (i: Issue): IssueText => {
    const [total, rate] = twoOf(i.expected);
    return text(`${quoted(i.received)} may be a total or a rate`, `Write the total as ${code(total)}, a rate as ${code(rate)}`);
  },
  'quantity/gpu-hours': (i: Issue): IssueText =>
    text(`Hours of chips are not written as ${quoted(i.received)}`, `Write ${code(i.expected)}; an hour is \`h\` in every unit`),
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
  'quantity/stray-precision': (i: Issue): IssueText => text(`${quoted(i.received)} belongs to peak rates only`, 'Delete it'),
  'quantity/dense-missing': (i: Issue): IssueText =>
    text('This peak does not say that it is dense', `End with ${code(i.expected)}; if it is sparse, halve it first`),
  'quantity/sparse-peak': (i: Issue): IssueText => text('This is a peak with sparsity', `Halve it, and end with ${code(i.expected)}`),
  'quantity/unknown-distribution': (i: Issue): IssueText =>
    text(`There is no distribution ${quoted(i.received)}`, `Write one of: ${i.expected}`),
  'quantity/unknown-argument': (i: Issue): IssueText => text(`${quoted(i.received)} is no parameter of this distribution`, parameters(i)),
  'quantity/clashing-argument': (i: Issue): IssueText =>
    text(`${quoted(i.received)} does not go with the other parameters here`, parameters(i)),
  'quantity/repeated-argument': (i: Issue): IssueText => text(`The parameter ${quoted(i.received)} stands here twice`, parameters(i)),
  'quantity/surplus-argument': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is one value more than this distribution has parameters`, parameters(i)),
  'quantity/plain-argument': (i: Issue): IssueText =>
    text(`This parameter is a plain number, not ${quoted(i.received)}`, `Write ${code(i.expected)}`),
  'quantity/interval-argument': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is an interval, and this parameter one number`,
      'Write one number, or the interval without a distribution around it',
    ),
  'quantity/empty-argument': (i: Issue): IssueText =>
    text('A value is missing between these brackets', `Write it, such as ${example(i)}, or delete a comma too many`),
  'quantity/missing-argument': (i: Issue): IssueText =>
    text(`${quoted(i.received)} lacks ${quoted(i.expected)}`, `Add ${code(i.expected?.replace(/(?=,|$)/g, ': …'))}`),
  'quantity/missing-weight': (i: Issue): IssueText =>
    text(`${quoted(i.received)} has no plain number for its weight`, `Write the weight and a colon before it: ${code(i.expected)}`),
  'quantity/negative-weight': (i: Issue): IssueText => text(`A weight cannot be ${i.received}`, 'Write weights of 0 or more'),
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

  'distribution/not-finite': (i: Issue): IssueText => text(`${parameter(i.expected)} comes to ${i.received}`, 'Write a finite number'),
  'distribution/order': (i: Issue): IssueText =>
    text(`The parameters of this distribution do not rise: ${i.received}`, `Write them so that ${i.expected}`),
  'distribution/negative': (i: Issue): IssueText =>
    text(`${parameter(i.expected)} cannot be negative: ${i.received}`, `Write it so that ${i.expected}`),
  'distribution/not-positive': (i: Issue): IssueText =>
    text(`${parameter(i.expected)} must be above 0 and comes to ${i.received}`, 'Write a greater one'),
  'distribution/shape': (i: Issue): IssueText =>
    text(`${parameter(i.expected)} comes to ${i.received}, which is outside what can be computed with`, `Write it so that ${i.expected}`),
  'distribution/empty': (_: Issue): IssueText => text('This distribution has no value in it', 'Write at least one between its brackets'),
  'distribution/weight': (i: Issue): IssueText => text(`A weight cannot be ${i.received}`, 'Write weights of 0 or more'),
  'distribution/no-weight': (i: Issue): IssueText =>
    text(`The weights of this distribution add up to ${i.received}`, 'Write weights whose sum is finite and above 0'),
  'distribution/no-mass': (_: Issue): IssueText =>
    text('Between low and high this distribution has nothing left', 'Move `low` and `high` to where the inner distribution lies'),
  'distribution/overflow': (_: Issue): IssueText =>
    text('This distribution is too wide: its mean or variance is beyond what can be computed with', 'Narrow it, and check the exponents'),
};

const formats = 'Floating-point formats are counted in FLOP/s, integer ones in OP/s';
const inAskedUnit = (i: Issue): string =>
  askedUnit(i.expected) === ''
    ? 'Write a plain number or a share, `0.45` or `45 %`'
    : `Write a value in ${askedUnit(i.expected)}, such as ${example(i)}`;
const either = (i: Issue): string => {
  const [one, other] = twoOf(i.expected);
  return `${code(one)} or ${code(other)}`;
};
const parameters = (i: Issue): string => `Write each of these once: ${i.expected?.replaceAll(' | ', ', or ')}`;

/** Mends that are more special than those of a code, by hint. */
export const hintsQuantityEn = {
  'quantity/did-you-mean': (i: Issue): string => `Did you mean ${quoted(i.expected)}?`,
  'quantity/yuan': (i: Issue): string => `Write ${code(i.expected)} for yuan; yen must be converted first`,
  'quantity/per-second': (i: Issue): string => `A peak is a rate: write \`/s\` behind the operations, as in ${example(i)}`,
  'quantity/op-or-flop': (i: Issue): string => `${formats}: write it like ${example(i)}`,
};
