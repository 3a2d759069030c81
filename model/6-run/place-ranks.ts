import { type Network, type Placement, placeGroup } from '#cluster';
import type { Plan, RankAxis } from './plan.ts';

/** Where the groups of a plan lie on a network. */
export interface RankPlacements {
  readonly tensor: Placement;
  readonly context: Placement;
  /** Replicas of dense weights: data and context ranks together. */
  readonly data: Placement;
  /** Of those, the ranks over which state is split. */
  readonly shard: Placement;
  /** Groups of `shard` that each hold the whole state, and sum gradients among one another. */
  readonly replica: Placement;
  readonly expert: Placement;
  readonly expertTensor: Placement;
  /** Replicas of the same experts. */
  readonly expertData: Placement;
  /** A stage and the next one. */
  readonly pipeline: Placement;
}

/** Accelerators from one rank of an axis to the next, in a mesh of these sizes. */
const strideOf = (order: readonly RankAxis[], axis: RankAxis, tp: number, cp: number, ep: number, dp: number, pp: number): number => {
  let stride = 1;
  for (let at = 0; at < order.length; at++) {
    const each = order[at]!;
    if (each === axis) break;
    stride *= each === 'tp' ? tp : each === 'cp' ? cp : each === 'ep' ? ep : each === 'dp' ? dp : pp;
  }
  return stride;
};

/** Placements on a network, by size and stride: the plans of a search share a few of them. */
const known = new WeakMap<Network, Map<number, Map<number, Placement>>>();
const placed = (network: Network, size: number, stride: number): Placement => {
  const found = known.get(network)?.get(size)?.get(stride);
  if (found !== undefined) return found;
  const ofNetwork = known.get(network) ?? new Map<number, Map<number, Placement>>();
  const ofSize = ofNetwork.get(size) ?? new Map<number, Placement>();
  const placement = placeGroup({ network, size, stride });
  known.set(network, ofNetwork);
  ofNetwork.set(size, ofSize);
  ofSize.set(stride, placement);
  return placement;
};

/**
 * Places a stage and the next one.
 *
 * @pure
 * @param plan sizes of the groups and order of the ranks
 * @param network tiers they are placed on
 */
export const placePipeline = ({ order, tensor, context, data, pipeline }: Plan, network: Network): Placement =>
  placed(network, Math.min(2, pipeline), strideOf(order, 'pp', tensor, context, 1, data, pipeline));

/**
 * Places every group of a plan by the order of its ranks. Expert layers lay the tensor, context and data ranks of a
 * stage out anew, as expert-tensor ranks, expert ranks and their replicas.
 *
 * @pure
 * @param plan sizes of the groups and order of the ranks
 * @param network tiers they are placed on
 */
export const placeRanks = (plan: Plan, network: Network): RankPlacements => {
  const { order, tensor, context, data, pipeline, expert, expertTensor } = plan;
  const expertData = (tensor * context * data) / (expert * expertTensor);
  const replicas = data * context;
  const shards = plan.zero === 0 ? replicas : plan.shardGroup;
  const ofContext = strideOf(order, 'cp', tensor, context, 1, data, pipeline);
  const stride = Math.min(strideOf(order, 'dp', tensor, context, 1, data, pipeline), ofContext);
  return {
    tensor: placed(network, tensor, strideOf(order, 'tp', tensor, context, 1, data, pipeline)),
    context: placed(network, context, ofContext),
    data: placed(network, replicas, stride),
    shard: placed(network, shards, stride),
    replica: placed(network, replicas / shards, stride * shards),
    expert: placed(network, expert, strideOf(order, 'ep', expertTensor, 1, expert, expertData, pipeline)),
    expertTensor: placed(network, expertTensor, strideOf(order, 'tp', expertTensor, 1, expert, expertData, pipeline)),
    expertData: placed(network, expertData, strideOf(order, 'dp', expertTensor, 1, expert, expertData, pipeline)),
    pipeline: placePipeline(plan, network),
  };
};
