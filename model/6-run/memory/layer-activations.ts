import type { Architecture, Attention, FeedForward } from '../architecture.ts';
import type { MatrixPrecision, Plan } from '../plan.ts';

/** Bytes that the forward pass of one layer leaves on a rank for the backward pass of one micro-batch. */
export interface LayerActivations {
  /** Everything, with nothing computed again. */
  readonly kept: number;
  /** What selective recompute spares: scores, their softmax and its mask. */
  readonly scores: number;
  /** What recompute of cheap modules spares besides: outputs of norms and activation functions, heads projected up from latents. */
  readonly modules: number;
  /** The input of the layer: all that is kept where the whole layer is computed again. */
  readonly input: number;
}

const half = 2;
const word = 4;
const mask = 1;
/** Bytes of a value kept as the operand of a matrix product. */
const keptOperand: Readonly<Record<MatrixPrecision, number>> = { fp32: word, tf32: word, bf16: half, fp8: 1, fp4: 0.5 };

const ofAttention = (
  attention: Attention,
  plan: Plan,
  hidden: number,
  tokens: number,
  own: number,
): readonly [kept: number, scores: number, modules: number] => {
  const { heads, kvHeads, headDim, valueDim, kind } = attention;
  const { tensor, precision } = plan;
  const operand = keptOperand[precision];
  const result = precision === 'fp32' || precision === 'tf32' ? word : half;
  const localHeads = heads / tensor;
  const localKeys = Math.max(1, kvHeads / tensor);
  const projected = localHeads * headDim + localKeys * (headDim + valueDim);
  const latent = kind === 'latent' ? own * (attention.queryRank + attention.kvRank + attention.ropeDim) * (result + operand) : 0;
  const gate = attention.gated ? tokens * localHeads * valueDim * result * 2 : 0;
  const input = own * hidden * operand;
  const output = tokens * localHeads * valueDim * operand + (plan.dropout ? own * hidden * mask : 0);
  const rest = input + latent + tokens * projected * result + gate + output;
  // Queries, keys and values come from latents again; those of other kinds come from the input of the layer.
  const modules = input + (kind === 'latent' ? tokens * projected * result : 0);
  if (kind === 'linear') return [rest, 0, modules];
  // Fused attention keeps one number for each token and head, else softmax, its mask and what dropout leaves.
  if (plan.fusedAttention) return [rest + tokens * localHeads * word, 0, modules];
  const scores = tokens * localHeads * plan.sequence * (plan.dropout ? 2 * result + mask : result);
  return [rest + scores, scores, modules];
};

const ofFeedForward = (
  feedForward: FeedForward,
  plan: Plan,
  hidden: number,
  tokens: number,
  own: number,
): readonly [kept: number, modules: number] => {
  const { width, matrices, routed, topK, expertWidth } = feedForward;
  const { tensor, precision } = plan;
  const operand = keptOperand[precision];
  const result = precision === 'fp32' || precision === 'tf32' ? word : half;
  const between = (inner: number): number => inner * ((matrices - 1) * result + operand);
  let bytes = plan.dropout ? own * hidden * mask : 0;
  let modules = 0;
  if (width > 0 || routed > 0) {
    bytes += own * hidden * operand;
    modules += own * hidden * operand;
  }
  if (width > 0) {
    bytes += tokens * between(width / tensor);
    modules += (tokens * width * operand) / tensor;
  }
  if (routed > 0) {
    const copies = own * topK;
    bytes += own * routed * word;
    // Copies laid out by expert, and what is between its products.
    bytes += copies * plan.expertTensor * (hidden * operand + between(expertWidth / plan.expertTensor));
    modules += copies * expertWidth * operand;
    // Where the routers' weights multiply the outputs, those are kept; newer stacks multiply what is between the products.
    if (!plan.fusedAttention) bytes += copies * hidden * result;
  }
  return [bytes, modules];
};

/**
 * Activations of one layer. Of a plain transformer with dropout and a feed-forward layer of four times its width this is
 * the published 34 bytes for each token and unit of width, and 5 for each score.
 *
 * @equation A = s b h \left(10 + \frac{24}{t} + 5 \frac{a s}{h t}\right)
 * @source korthikanti-2022 equations 1 to 6
 * @param architecture layers of the model
 * @param plan micro-batch, ranks, precision
 * @param kind index of the layer's kind
 */
export const layerActivations = (architecture: Architecture, plan: Plan, kind: number): LayerActivations => {
  const { hidden } = architecture;
  const { attention, feedForward, norms } = architecture.kinds[kind]!;
  const result = plan.precision === 'fp32' || plan.precision === 'tf32' ? word : half;
  const tokens = (plan.microBatch * plan.sequence) / plan.context;
  const own = plan.sequenceParallel ? tokens / plan.tensor : tokens;
  const input = own * hidden * result;
  const [ofHeads, scores, spared] = ofAttention(attention, plan, hidden, tokens, own);
  const [ofTokens, modules] = ofFeedForward(feedForward, plan, hidden, tokens, own);
  return { kept: norms * input + ofHeads + ofTokens, scores, modules: spared + modules, input };
};

/**
 * Bytes of those that stay until the backward pass.
 *
 * @equation A' = A - \rho A_{spared}, \quad \rho A_{in} + (1 - \rho) A
 * @source korthikanti-2022 section 5
 * @unit B
 * @param layer what the forward pass leaves
 * @param plan what is computed again
 */
export const keptActivations = (
  { kept, scores, modules, input }: LayerActivations,
  { recompute, recomputeShare: share }: Pick<Plan, 'recompute' | 'recomputeShare'>,
): number => {
  switch (recompute) {
    case 'none':
      return kept;
    case 'selective':
      return kept - share * scores;
    case 'modules':
      return kept - share * (scores + modules);
    case 'full':
      return share * input + (1 - share) * kept;
  }
};
