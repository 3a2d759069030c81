import type { Accelerator } from '#accelerator';
import type { GoodDie } from '#die';
import type { GoodPackage } from '#package';
import type { RuleStatus } from '#policy';
import type { Goodput } from '#run';

/** Floors that state constraints, from the ground up. */
export type FloorId = 'wafer' | 'die' | 'package' | 'accelerator' | 'cluster' | 'run' | 'cost' | 'market' | 'policy';

export type ConstraintId =
  | 'wafer.supply'
  | 'wafer.scanners'
  | 'wafer.patterning'
  | 'die.reticle'
  | 'package.hbmSupply'
  | 'accelerator.memory'
  | 'cluster.power'
  | 'run.deadline'
  | 'cost.budget'
  | 'cost.capital'
  | 'market.chipSupply'
  | 'policy.licence';

/** One constraint in the common currency: `headroom` = capacity / need, 1 = just enough. */
export interface Constraint {
  readonly id: ConstraintId;
  readonly capacity: number;
  readonly need: number;
  readonly headroom: number;
}

/** What the chain answers: one record per floor, each saying what bound it, and the constraints they state. */
export interface Outcome {
  readonly wafer:
    | {
        readonly price: number;
        readonly cost: number | undefined;
        /** Wafers to start. */
        readonly needed: number;
        readonly available: number | undefined;
        readonly energy: number | undefined;
        readonly cycleTime: number | undefined;
        /** Immersion scanners that make the wafers in the time there is. */
        readonly scanners: number | undefined;
      }
    | undefined;
  readonly die: (Omit<GoodDie, 'fullYield'> & { readonly needed: number }) | undefined;
  readonly package: (GoodPackage & { readonly hbmNeeded: number }) | undefined;
  readonly accelerator: Accelerator & { readonly memoryNeed: number; readonly memoryBinding: string };
  readonly cluster: {
    readonly count: number;
    readonly nodes: number;
    readonly peak: number;
    readonly itPower: number;
    readonly sitePower: number;
    readonly mtbf: number;
    readonly failureCause: string;
    readonly checkpointSize: number;
    readonly checkpointStall: number;
    readonly checkpointLag: number;
    readonly checkpointInterval: number;
    readonly goodput: number;
    readonly lost: Goodput['lost'];
    readonly goodputBinding: string;
    readonly stragglerLoss: number;
    readonly binding: string;
  };
  readonly run: {
    readonly parameters: number;
    readonly activeParameters: number;
    readonly flop: number;
    readonly tokens: number;
    readonly time: number;
    readonly chipHours: number;
    readonly utilisation: number;
    readonly delivered: number;
    readonly chipsNeeded: number | undefined;
    readonly binding: string;
  };
  readonly cost: {
    readonly chips: number;
    readonly server: number;
    readonly network: number;
    readonly facility: number;
    readonly energy: number;
    readonly total: number;
    readonly energyShare: number;
    readonly perToken: number;
    readonly rental: number | undefined;
    readonly capex: number;
    readonly experiments: number;
    readonly staff: number;
    readonly development: number;
    readonly energyShareOfDevelopment: number;
    readonly energyUse: number;
    readonly emissions: number;
    readonly binding: string;
  };
  readonly market: { readonly paid: number; readonly value: number; readonly markup: number | undefined; readonly binding: string };
  readonly policy: {
    readonly outcome: RuleStatus['outcome'];
    readonly leg: string | undefined;
    readonly headroom: number | undefined;
    readonly line: number | undefined;
  };
  readonly constraints: readonly Constraint[];
  /** The least headroom of all, `undefined` where nothing limits the scenario. */
  readonly neck: Constraint | undefined;
  readonly feasible: boolean;
}
