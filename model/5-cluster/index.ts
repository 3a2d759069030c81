export { type ClusterPower, type ClusterPowerInput, clusterPower } from './cluster-power.ts';
export { type ClusterSize, type ClusterSizeInput, clusterSize } from './cluster-size.ts';
export { type Goodput, type GoodputInput, goodput } from './goodput.ts';
export type { Network, Tier } from './network/network.ts';
