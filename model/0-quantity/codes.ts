/** Every fault that a quantity can have; each has a text in both languages. */
// biome-ignore format: a list of words
export const quantityCodes = [
  'empty', 'too-long', 'full-width', 'not-a-number', 'digit-groups', 'not-finite', 'out-of-range', 'ambiguous-comma', 'comma-in-brackets',
  'approximate', 'plus-minus', 'dash-range', 'interval-parts', 'interval-reversed', 'currency-first', 'number-word', 'missing-unit',
  'unit-not-last', 'unknown-unit', 'two-units', 'wrong-dimension', 'mixed-units', 'mixed-precisions', 'multiplier-unclear',
  'flops-ambiguous', 'gpu-hours', 'caret-unit', 'bit-or-byte', 'milli-or-mega', 'precision-missing', 'precision-kind', 'stray-precision',
  'dense-missing', 'sparse-peak', 'unknown-distribution', 'unknown-argument', 'clashing-argument', 'repeated-argument', 'surplus-argument',
  'plain-argument', 'interval-argument', 'empty-argument', 'missing-argument', 'missing-weight', 'negative-weight', 'negative-sd', 'not-positive', 'unbalanced', 'too-deep',
  'no-exchange-rate', 'no-price-index',
] as const;

/** Without the leading `quantity/` that it has in an issue. */
export type QuantityCode = (typeof quantityCodes)[number];

/** Mends that are more special than the one of the code. */
export const quantityHints = ['did-you-mean', 'yuan', 'per-second', 'op-or-flop'] as const;
export type QuantityHint = (typeof quantityHints)[number];
