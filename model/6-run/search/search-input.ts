import type { ChipRates } from '#accelerator';
import type { Network } from '#cluster';
import type { Quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import type { MemoryOverhead } from '../memory/plan-memory.ts';
import type { MatrixPrecision, Plan } from '../plan.ts';
import type { HostLink } from '../step/prepare-step.ts';
import type { Software, StepConstants } from '../step/step-constants.ts';
import type { FixedPlan, PlanSpace } from './plan-space.ts';

/** What is to be least. */
export type Objective =
  | { readonly kind: 'time' }
  /** Price of an accelerator, with all that it takes, for as long as it is in use. */
  | { readonly kind: 'cost'; readonly perChip: Quantity<'USD/chip-h'> }
  /** Draw of an accelerator at the meter of the site, with its share of everything else. */
  | { readonly kind: 'energy'; readonly perChip: Quantity<'W/chip'> }
  /** Accelerators that finish the tokens in time. */
  | { readonly kind: 'chips'; readonly deadline: Quantity<'s'>; readonly tokens: Quantity<'token'> };

export interface SearchPlansInput {
  readonly architecture: Architecture;
  /** Rates in each number format that the space names; plans in others are refused. */
  readonly chip: Readonly<Partial<Record<MatrixPrecision, ChipRates>>>;
  readonly network: Network;
  readonly software: Software;
  readonly constants: StepConstants;
  /** Accelerators of one node, whose speed varies together. */
  readonly nodeSize: number;
  readonly overhead: MemoryOverhead;
  /** Link to the memory of the host; plans that keep something there are refused without one. */
  readonly host?: HostLink | undefined;
  /** Numbers of accelerators that may be used: one as a rule. */
  readonly accelerators: readonly number[];
  readonly space: PlanSpace;
  readonly fixed: FixedPlan;
  readonly objective: Objective;
  /** How many of the best plans are wanted. */
  readonly top: number;
  /** The plans that no other beats in both time and memory are wanted too. */
  readonly front: boolean;
  /** One of several parts that are searched side by side; see `mergeSearches`. */
  readonly part?: { readonly index: number; readonly of: number } | undefined;
}

export interface FoundPlan {
  readonly plan: Plan;
  /** Its number in the space. */
  readonly index: number;
  readonly accelerators: number;
  readonly stepTime: Quantity<'s'>;
  /** Memory of the stage that needs most. */
  readonly memory: Quantity<'B'>;
  /** The same in the host. */
  readonly hostMemory: Quantity<'B'>;
  /** Seconds of a step, dollars or joules of a token, or accelerators: by the objective. */
  readonly score: number;
}

/** What became of the plans of a space; the numbers add up to `raw`. */
export interface SearchCounts {
  /** Plans of the space that differ. */
  readonly raw: number;
  /** Refused by `checkPlan`: ranks, heads, layers or sequences do not divide. */
  readonly indivisible: number;
  /** In a number format that the chip lacks. */
  readonly format: number;
  /** Do not fit the memory of the accelerator. */
  readonly memory: number;
  /** Do not fit the memory of the host, or there is none. */
  readonly host: number;
  /** Miss the deadline, timed or by their bound. */
  readonly late: number;
  /** A bound shows that they are not among the best; some of them would not fit either. */
  readonly bounded: number;
  readonly timed: number;
}

export interface PlanSearch {
  readonly feasible: boolean;
  /** What the best plan is limited by where there is none: what refused most of the plans that came furthest. */
  readonly binding: 'none' | 'memory' | 'host' | 'deadline' | 'format' | 'divisibility';
  readonly best?: FoundPlan;
  readonly top: readonly FoundPlan[];
  /** From the fastest to the leanest; empty where it was not asked for. */
  readonly front: readonly FoundPlan[];
  readonly counts: SearchCounts;
  /** The least score that any plan could have which was set aside by its bound: not below that of the last of `top`. */
  readonly bound: number;
  /** Where nothing is feasible: the plan that misses by least, in memory or in time. */
  readonly nearest?: FoundPlan;
}

export interface SearchProgress {
  /** Plans of the space that are settled, and all of them. */
  readonly done: number;
  readonly raw: number;
  /** Score of the best plan so far; `Infinity` where there is none. */
  readonly score: number;
}
