/** Every fault that a quantity can have; each has a text in both languages. */
// biome-ignore format: a list of words
export const quantityCodes = [
  'empty', 'too-long', 'full-width', 'not-a-number', 'not-finite', 'ambiguous-comma', 'approximate', 'plus-minus', 'dash-range',
  'interval-parts', 'interval-reversed', 'currency-first', 'number-word', 'missing-unit', 'unknown-unit', 'wrong-dimension', 'mixed-units',
  'flops-ambiguous', 'gpu-hours', 'caret-unit', 'bit-or-byte', 'milli-or-mega', 'precision-missing', 'precision-kind', 'dense-missing',
  'sparse-peak', 'unexpected-text', 'unknown-distribution', 'unknown-argument', 'missing-argument', 'negative-sd', 'not-positive',
  'unbalanced', 'too-deep', 'no-exchange-rate', 'no-price-index',
] as const;

/** Without the leading `quantity/` that it has in an issue. */
export type QuantityCode = (typeof quantityCodes)[number];

/** Mends that are more special than the one of the code. */
export const quantityHints = ['did-you-mean', 'yuan', 'digit-groups', 'per-second', 'op-or-flop', 'multiplier-unclear'] as const;
export type QuantityHint = (typeof quantityHints)[number];
