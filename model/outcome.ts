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
  | 'accelerator.convergence'
  | 'accelerator.endurance'
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

/** Matrix solvers beside every accelerator, and what they do for a run. */
export interface SolverOutcome {
  /** One refresh of all inverses, Schur complements on the accelerators with it. */
  readonly refreshTime: number;
  /** Times as fast as the accelerators; below one they are slower. */
  readonly gain: number;
  /** The run on accelerators alone over the run with solvers. */
  readonly speedUp: number;
  /** Energy of the accelerators for a refresh over that of the solvers, everything counted. */
  readonly energyGain: number;
  /** The same as the press counts: factors anew for one right-hand side, one full array, writes free. */
  readonly claimedGain: number;
  /** Electricity of solvers over the run, at the meter. */
  readonly energyUse: number;
  /** Writes of a cell over the run. */
  readonly writes: number;
  /** Until the cells are worn out. */
  readonly life: number;
  /** All solvers of one accelerator. */
  readonly power: number;
  readonly area: number;
  readonly price: number;
  readonly binding: string;
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
    /** Parameters and tokens of the dense model that spends the work best. */
    readonly optimalParameters: number;
    readonly optimalTokens: number;
    /** FLOP that methods of the date of comparison would need for the same. */
    readonly effectiveFlop: number;
    readonly binding: string;
  };
  /** What an optimiser of second order takes; absent with one of first order. */
  readonly inverses:
    | {
        readonly blocks: number;
        /** Operations of a refresh of all inverses. */
        readonly refreshFlop: number;
        /** A step without inverses. */
        readonly stepTime: number;
        /** Inverses on the accelerators, for each step, and their share of it. */
        readonly time: number;
        readonly share: number;
        readonly ceiling: number;
        /** What is added to each step as it is run, and its share. */
        readonly added: number;
        readonly loss: number;
        /** Greatest condition of a block, after damping. */
        readonly condition: number;
        readonly binding: string;
        readonly solver: SolverOutcome | undefined;
      }
    | undefined;
  readonly cost: {
    readonly chips: number;
    readonly server: number;
    readonly network: number;
    /** Silicon of matrix solvers that the run uses up; absent where there are none. */
    readonly solver: number | undefined;
    readonly facility: number;
    readonly energy: number;
    readonly total: number;
    readonly energyShare: number;
    readonly perToken: number;
    readonly rental: number | undefined;
    readonly rentalOneYear: number | undefined;
    readonly rentalThreeYears: number | undefined;
    readonly capex: number;
    /** Worth of servers, network and building at the start. */
    readonly tiedUp: number;
    /** What an owner pays beside value used up and energy, and the whole. */
    readonly idle: number;
    readonly failedRuns: number;
    readonly operation: number;
    readonly interest: number;
    readonly ownership: number;
    readonly ownershipBinding: string;
    readonly experiments: number;
    readonly staff: number;
    /** Part of the staff's cost. */
    readonly equity: number;
    readonly development: number;
    readonly energyShareOfDevelopment: number;
    readonly energyUse: number;
    readonly emissions: number;
    /** Of making the hardware: the part that falls on the run. */
    readonly embodied: number;
    readonly carbon: number;
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
