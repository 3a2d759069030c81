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
const strideOf = (order: readonly RankAxis[], sizes: Readonly<Record<RankAxis, number>>, axis: RankAxis): number => {
  let stride = 1;
  for (const each of order) {
    if (each === axis) break;
    stride *= sizes[each];
  }
  return stride;
};

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
  const dense: Record<RankAxis, number> = { tp: tensor, cp: context, ep: 1, dp: data, pp: pipeline };
  const expertData = (tensor * context * data) / (expert * expertTensor);
  const routed: Record<RankAxis, number> = { tp: expertTensor, cp: 1, ep: expert, dp: expertData, pp: pipeline };
  const replicas = data * context;
  const shards = plan.zero === 0 ? replicas : plan.shardGroup;
  const stride = Math.min(strideOf(order, dense, 'dp'), strideOf(order, dense, 'cp'));
  const place = (size: number, each: number): Placement => placeGroup({ network, size, stride: each });
  return {
    tensor: place(tensor, strideOf(order, dense, 'tp')),
    context: place(context, strideOf(order, dense, 'cp')),
    data: place(replicas, stride),
    shard: place(shards, stride),
    replica: place(replicas / shards, stride * shards),
    expert: place(expert, strideOf(order, routed, 'ep')),
    expertTensor: place(expertTensor, strideOf(order, routed, 'tp')),
    expertData: place(expertData, strideOf(order, routed, 'dp')),
    pipeline: place(Math.min(2, pipeline), strideOf(order, dense, 'pp')),
  };
};
