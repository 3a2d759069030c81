import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `"${words ?? ''}"`;
const fieldOf = ({ path }: Issue): string => path.split('.').at(-1) ?? path;

/** Faults of model configurations, plans and their combination, by code. */
export const issuesTrainEn = {
  'config/not-object': (_: Issue): IssueText =>
    text('This is no model configuration', 'Give the config.json of a model: an object with keys such as hidden_size'),
  'config/missing': (i: Issue): IssueText =>
    text(
      `The configuration does not state ${i.expected}`,
      i.received === undefined ? 'Add one of these keys' : `Write it as a whole number; is ${quoted(i.received)} meant?`,
    ),
  'config/not-count': (i: Issue): IssueText =>
    text(`${fieldOf(i)} cannot be ${i.received}`, `Write a whole number of at least ${i.expected}`),
  'config/not-boolean': (i: Issue): IssueText => text(`${fieldOf(i)} cannot be ${i.received}`, 'Write true or false'),
  'config/contradiction': (i: Issue): IssueText => text(`${i.received} contradicts ${i.expected}`, 'Keep the one that holds'),
  'config/head-width': (i: Issue): IssueText =>
    text(`${i.received} heads do not divide a width of ${i.expected}`, 'State head_dim, or correct one of the two'),
  'config/kv-heads': (i: Issue): IssueText =>
    text(`${i.received} key and value heads do not divide ${i.expected} query heads`, 'Correct one of the two'),
  'config/top-k': (i: Issue): IssueText => text(`A token cannot visit ${i.received} of ${i.expected} experts`, 'Correct one of the two'),
  'config/dense-layers': (i: Issue): IssueText =>
    text(`${i.received} dense layers are more than the ${i.expected} layers of the model`, 'Correct one of the two'),
  'config/layer-types': (i: Issue): IssueText =>
    text(`${i.received} layer types are listed for ${i.expected} layers`, 'List one type for each layer'),
  'config/unsupported': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} is no decoder transformer that this model knows`,
      'Give a decoder of softmax, latent or lightning attention',
    ),
  'config/encoder-decoder': (_: Issue): IssueText => text('This model has an encoder', 'Give a model that is a decoder only'),
  'calculon/steps-cover': (_: Issue): IssueText => text('No step covers an amount of 0', 'End the list with a step that begins at 0'),
  'calculon/steps-fall': (_: Issue): IssueText => text('The steps do not fall', 'List them from the largest amount to the smallest'),
  'train/no-model': (i: Issue): IssueText =>
    text(
      `There is no model ${quoted(i.received)}`,
      i.expected === undefined ? 'Give the path of a config.json, or an id of `catalog list model`' : `Is ${i.expected} meant?`,
    ),
  'train/no-chip': (i: Issue): IssueText =>
    text(
      `There is no accelerator ${quoted(i.received)}`,
      i.expected === undefined ? 'See `catalog list accelerator`' : `Is ${i.expected} meant?`,
    ),
  'train/no-cluster': (i: Issue): IssueText =>
    text(`There is no cluster ${quoted(i.received)}`, i.expected === undefined ? 'See `catalog list cluster`' : `Is ${i.expected} meant?`),
  'train/no-peak': (i: Issue): IssueText =>
    text(`${i.received} has no published peak in ${i.expected}`, 'Choose another precision or accelerator'),
  'train/incomplete-chip': (i: Issue): IssueText =>
    text(`The catalogue does not know ${i.expected} of ${i.received}`, 'Choose another accelerator, or add the fact'),
  'train/needs-model': (_: Issue): IssueText =>
    text('No model is named', 'Add --model with an id of the catalogue or the path of a config.json'),
  'train/needs-chip': (_: Issue): IssueText =>
    text('No accelerator is named', 'Add --chip, or a cluster of one kind of accelerator with --cluster'),
  'train/needs-count': (_: Issue): IssueText => text('It is not said how many accelerators there are', 'Add --count, or dp to the plan'),
  'train/cannot-read': (i: Issue): IssueText => text(`${quoted(i.received)} cannot be read`, 'Check the path'),
  'plan-search/needs-days': (_: Issue): IssueText => text('It is not said how much time there is', 'Add --days, or --by with a date'),
  'plan-search/needs-tokens': (_: Issue): IssueText => text('It is not known how many tokens to train on', 'Add --tokens, such as 15e12'),
  'plan-search/no-rent': (i: Issue): IssueText =>
    text(`The catalogue knows no rent of ${i.received}`, 'Add --rate with USD of an accelerator for an hour'),
  'plan-search/no-power': (i: Issue): IssueText =>
    text(`The catalogue does not know the power of ${i.received}`, 'Choose another accelerator, or add the fact'),
  'plan-search/not-varied': (i: Issue): IssueText =>
    text(
      `No search varies ${quoted(i.received)}`,
      'Known: tp, sp, pp, vpp, schedule, cp, exchange, ep, etp, zero, shard, mbs, recompute, precision, order',
    ),
  'plan-search/no-count': (i: Issue): IssueText =>
    text(`It is not said how many ${quoted(i.received)} there are`, 'Write each with its number: h20:2000,ascend-910c:2000'),
  'plan-search/mixed-time': (_: Issue): IssueText =>
    text(
      'Unlike accelerators are searched for the least time only, over their own space',
      'Leave out --objective, --set, --offload, --cluster and --write',
    ),
  'plan-search/bad-date': (i: Issue): IssueText => text(`${quoted(i.received)} is no date after the beginning`, 'Write YYYY-MM-DD'),
  'plan-search/cancelled': (_: Issue): IssueText =>
    text('Stopped: no plan is named before all are settled', 'Restrict the space with --set, such as --set tp=8'),
  'goodput/no-model': (i: Issue): IssueText =>
    text(`There is no model ${quoted(i.received)}`, i.expected === undefined ? 'See `catalog list model`' : `Is ${i.expected} meant?`),
  'goodput/needs-count': (_: Issue): IssueText =>
    text('It is not said how many accelerators there are', 'Add --count, or a cluster of known size with --cluster'),
  'goodput/interval': (i: Issue): IssueText =>
    text(`A run cannot save every ${i.received ?? ''}`, 'Write a time from 1 s, such as 10min or 2h, or auto'),
  'goodput/shrink-without-spares': (_: Issue): IssueText =>
    text('A job shrinks only where servers are short', 'Add --spares with the servers that stand by; 0 where there are none'),
  'plan/not-pair': (i: Issue): IssueText =>
    text(`${quoted(i.received)} is no part of a plan`, 'Write key=value, separated by commas: tp=8,pp=4'),
  'plan/state': (i: Issue): IssueText =>
    text(
      `${quoted(i.received)} does not say what is kept of a parameter`,
      `Write bytes of weight, gradient, master copy and moments: ${i.expected}`,
    ),
  'plan/unknown-key': (i: Issue): IssueText =>
    text(
      `A plan has no ${quoted(i.received)}`,
      i.expected === undefined ? 'Known: tp, pp, vpp, dp, cp, ep, etp, zero, mbs, recompute, precision …' : `Is ${i.expected} meant?`,
    ),
  'plan/bad-value': (i: Issue): IssueText => text(`${fieldOf(i)} cannot be ${quoted(i.received)}`, `Write ${i.expected}`),
};

/** A reason is two numbers: what the plan says and what it would have to agree with. */
const reason = (i: Issue, write: (value: string, against: string) => string, mend: string): IssueText =>
  text(write(i.received ?? '', i.expected ?? ''), mend);

/** Why a plan cannot be carried out, by code. */
export const reasonsTrainEn = {
  'plan/not-whole': (i: Issue): IssueText => text(`${fieldOf(i)} is ${i.received}`, 'Write a whole number of at least 1'),
  'plan/ranks-product': (i: Issue): IssueText =>
    reason(
      i,
      (value, against) => `TP x CP x DP x PP = ${value} is not the ${against} accelerators there are`,
      'Change one of them so that the product is right',
    ),
  'plan/tensor-heads': (i: Issue): IssueText =>
    reason(i, (value, against) => `TP ${value} does not divide ${against} query heads`, 'Choose a divisor'),
  'plan/tensor-kv-heads': (i: Issue): IssueText =>
    reason(i, (value, against) => `TP ${value} does not divide ${against} KV heads`, 'Choose a divisor or a multiple'),
  'plan/tensor-width': (i: Issue): IssueText =>
    reason(i, (value, against) => `TP ${value} does not divide a feed-forward width of ${against}`, 'Choose a divisor'),
  'plan/sequence-split': (i: Issue): IssueText =>
    reason(
      i,
      (value, against) => `A sequence of ${value} tokens does not divide into ${against} parts`,
      'Change sequence length, context or tensor ranks',
    ),
  'plan/context-heads': (i: Issue): IssueText =>
    reason(
      i,
      (value, against) => `CP ${value} by all-to-all does not divide the ${against} heads of a tensor rank`,
      'Choose a divisor, or pass keys round a ring',
    ),
  'plan/expert-split': (i: Issue): IssueText =>
    reason(i, (value, against) => `EP ${value} does not divide ${against} experts`, 'Choose a divisor'),
  'plan/expert-width': (i: Issue): IssueText =>
    reason(i, (value, against) => `ETP ${value} does not divide an expert width of ${against}`, 'Choose a divisor'),
  'plan/expert-ranks': (i: Issue): IssueText =>
    reason(i, (value, against) => `EP x ETP = ${value} does not divide the ${against} ranks of a stage (TP x CP x DP)`, 'Choose a divisor'),
  'plan/no-experts': (i: Issue): IssueText => reason(i, (value) => `EP ${value} is asked of a model without experts`, 'Leave EP at 1'),
  'plan/too-many-stages': (i: Issue): IssueText =>
    reason(i, (value, against) => `${value} stages and chunks are more than ${against} layers`, 'Choose fewer'),
  'plan/stage-layers-count': (i: Issue): IssueText =>
    reason(i, (value, against) => `${value} layer counts are listed for ${against} stages`, 'List one for each stage'),
  'plan/stage-layers-sum': (i: Issue): IssueText =>
    reason(i, (value, against) => `The stages hold ${value} layers together, the model has ${against}`, 'Correct the list'),
  'plan/chunks-need-interleaving': (i: Issue): IssueText =>
    reason(i, (value) => `VPP ${value} needs the interleaved schedule`, 'Write schedule=interleaved, or leave VPP at 1'),
  'plan/interleaving-needs-chunks': (i: Issue): IssueText =>
    reason(i, () => 'The interleaved schedule needs at least two chunks a stage', 'Write vpp=2 or more'),
  'plan/stages-odd': (i: Issue): IssueText =>
    reason(i, (value) => `The two-way schedule needs an even number of stages, not ${value}`, 'Choose an even PP'),
  'plan/too-few-micro-batches': (i: Issue): IssueText =>
    reason(
      i,
      (value, against) => `${value} micro-batches are fewer than the ${against} that the two-way schedule needs`,
      'Raise the batch, or lower PP or the micro-batch',
    ),
  'plan/batch-split': (i: Issue): IssueText =>
    reason(
      i,
      (value, against) => `A batch of ${value} sequences does not divide into replicas times micro-batch, ${against}`,
      'Choose a multiple',
    ),
  'plan/shard-group': (i: Issue): IssueText =>
    reason(i, (value, against) => `A shard group of ${value} does not divide ${against} replicas`, 'Choose a divisor'),
  'plan/share': (i: Issue): IssueText => reason(i, (value) => `A share of ${value} is none`, 'Write a number from 0 to 1'),
  'plan/order': (i: Issue): IssueText =>
    reason(i, () => 'The order does not name tp, cp, ep, dp and pp once each', 'Write for example tp-cp-ep-dp-pp'),
  'plan/memory': (i: Issue): IssueText =>
    reason(i, (value, against) => `Needs ${value} of ${against}`, 'Split or recompute more, or take smaller micro-batches'),
};
