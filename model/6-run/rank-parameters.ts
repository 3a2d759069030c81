import type { Architecture } from './architecture.ts';
import { type LayerParameters, layerParameters } from './count-parameters.ts';
import { paddedVocabulary } from './list-operations.ts';
import type { Plan } from './plan.ts';
import type { StageLayers } from './stage-layers.ts';

/** Parameters that one rank of a stage holds, before the replicas split anything. */
export interface RankParameters {
  /** Of layers, split over tensor ranks or held whole: their replicas are the data and context ranks. */
  readonly dense: number;
  /** Of routed experts: their replicas are the ranks of the stage that hold the same experts. */
  readonly expert: number;
  /** Of embedding and logit layer. */
  readonly ends: number;
  /** Greatest layer, dense and routed part together: what is gathered at once where weights are split over replicas. */
  readonly greatestLayer: number;
}

/**
 * Parameters that a tensor rank of a stage holds. Attention, feed-forward and shared experts are divided by the
 * tensor ranks, norms and routers by none, routed experts by expert and expert-tensor ranks. Tied embeddings are held on
 * the first stage and, where there are more, on the last one too.
 *
 * @equation P_r = \frac{P_{dense}}{t} + P_{norm} + \frac{P_{experts}}{e\, t_e}
 * @source megatron-bridge-3744-2025 three divisors of a rank's parameters
 * @param architecture layers of the model
 * @param plan ranks
 * @param stages layers of each stage
 * @param stage index of the stage
 * @param layers parameters of each kind of layer, where they were counted before
 */
export const rankParameters = (
  architecture: Architecture,
  plan: Plan,
  stages: StageLayers,
  stage: number,
  layers: readonly LayerParameters[] = architecture.kinds.map((_, kind) => layerParameters(architecture, kind)),
): RankParameters => {
  const { hidden, embeddingWidth } = architecture;
  const { tensor, expert, expertTensor } = plan;
  let [dense, routed, greatestLayer] = [0, 0, 0];
  const last = stage === stages.stages - 1;
  const lastKind = architecture.pattern[architecture.pattern.length - 1] ?? 0;
  const norm = hidden * (Number(architecture.normWeight) + Number(architecture.normBias));
  for (let kind = 0; kind < stages.kinds; kind++) {
    const predicted = last && kind === lastKind ? architecture.predictionLayers : 0;
    const count = stages.counts[stage * stages.kinds + kind]! + predicted;
    if (count === 0) continue;
    const each = layers[kind]!;
    const own = each.dense / tensor + each.whole;
    const experts = (architecture.kinds[kind]!.feedForward.routed * each.expert) / (expert * expertTensor);
    dense += count * own;
    routed += count * experts;
    greatestLayer = Math.max(greatestLayer, own + experts);
  }
  if (last) dense += norm + architecture.predictionLayers * ((2 * hidden * hidden) / tensor + 3 * norm);
  const first = stage === 0;
  const table = (paddedVocabulary(architecture.vocabulary, tensor) / tensor) * embeddingWidth;
  const projection = embeddingWidth === hidden ? 0 : hidden * embeddingWidth;
  const input = first ? table + architecture.learnedPositions * hidden + projection + (architecture.embeddingNorm ? norm : 0) : 0;
  const copied = architecture.tiedEmbeddings && first;
  const output = last && !copied ? table + (architecture.headBias ? table / embeddingWidth : 0) + projection : 0;
  return { dense, expert: routed, ends: input + output, greatestLayer };
};
