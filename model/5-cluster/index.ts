export { type ClusterPower, type ClusterPowerInput, clusterPower } from './cluster-power.ts';
export { type ClusterSize, type ClusterSizeInput, clusterSize } from './cluster-size.ts';
export {
  type Algorithm,
  type Collective,
  type CollectiveInput,
  type CollectiveTime,
  collectiveTime,
  fastestCollective,
  type GatherInTurnInput,
  gatherInTurn,
  mergedShare,
} from './network/collective-time.ts';
export { type Link, type Network, type NetworkInput, networkOf, type Tier, torusSides } from './network/network.ts';
export { type PlaceGroupInput, type Placement, placeGroup } from './network/place-group.ts';
