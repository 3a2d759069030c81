import type { Plan } from './plan.ts';

/** Ranks over which the state of a stage is split, where a plan splits it at all. */
export interface StateShards {
  /** Of dense weights. */
  readonly dense: number;
  /** Of routed experts, which have fewer replicas. */
  readonly expert: number;
}

/**
 * Ranks over which replicas split state.
 *
 * @equation D = \min(g, d c),\quad D_e = \frac{t\, d\, c}{e\, t_e}
 * @source megatron-bridge-3744-2025 three divisors of a rank's parameters
 * @param plan ranks and group of replicas
 */
export const stateShards = (plan: Plan): StateShards => {
  const replicas = plan.data * plan.context;
  const dense = Math.min(plan.shardGroup, replicas);
  const ofExperts = (plan.tensor * replicas) / (plan.expert * plan.expertTensor);
  return { dense, expert: dense === replicas ? ofExperts : Math.min(ofExperts, dense) };
};
