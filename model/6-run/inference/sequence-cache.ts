import { type Quantity, quantity } from '#quantity';
import type { Architecture, Attention } from '../architecture.ts';

/** Elements that a layer keeps of each token that later ones look back on. */
const elements = ({ kind, kvHeads, headDim, valueDim, kvRank, ropeDim, reusesKeys }: Attention): number => {
  if (reusesKeys || kind === 'linear') return 0;
  return kind === 'latent' ? kvRank + ropeDim : kvHeads * (headDim + valueDim);
};

/** Tokens that a layer looks back on. */
export const seenTokens = ({ window }: Attention, context: number): number => (window > 0 ? Math.min(window, context) : context);

/**
 * Cache of one sequence: keys and values of every head (MHA), of the fewer that queries share (GQA, MQA), or the latent that
 * they come from (MLA); a window keeps no more than its width.
 *
 * @equation M = b \sum_l \min(s, w_l)\, \left\{ k_l (d_k + d_v) \mid r + d_r \right\}
 * @source deepseek-v2-report section 2.1
 * @unit B
 * @param architecture layers and heads
 * @param context tokens of the sequence
 * @param bytes bytes of an element
 */
export const sequenceCache = (architecture: Architecture, context: number, bytes: number): Quantity<'B'> => {
  let total = 0;
  for (const kind of architecture.pattern) {
    const { attention } = architecture.kinds[kind]!;
    total += elements(attention) * seenTokens(attention, context);
  }
  return quantity(total * bytes, 'B');
};

/** Bytes of one layer's cache of a sequence that one rank of a tensor group reads; a latent is whole on each of them. */
export const layerCache = (attention: Attention, context: number, bytes: number, tensor: number): number =>
  (elements(attention) * seenTokens(attention, context) * bytes) /
  (attention.kind === 'latent' ? 1 : Math.max(1, Math.min(tensor, attention.kvHeads)));
