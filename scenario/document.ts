import type { Words } from '#catalog';
import type { Distribution, UnitId } from '#quantity';
import type { CheckpointMode } from '#run';
import type { Role } from './levers.ts';
import type { WrittenPlan } from './plan-schema.ts';

/** Where a person wrote something. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a scenario or the command line says of one lever. */
export type LeverSetting =
  | {
      readonly kind: 'value';
      readonly distribution: Distribution;
      readonly unit: UnitId;
      readonly text: string;
      /** Currency and year of money that is not in dollars of the run's date. */
      readonly currency?: 'USD' | 'CNY' | 'EUR';
      readonly currencyYear?: number;
      readonly origin: 'scenario' | 'command';
      readonly place: Place;
      /** Ids in sources.yaml, where the scenario states a published figure. */
      readonly source?: string;
      readonly note?: string;
    }
  /** The value that the lever would take from another thing, times a factor: `{ from: region/virginia, times: 0.6 }`. */
  | { readonly kind: 'from'; readonly from: string; readonly times: number; readonly origin: 'scenario' | 'command'; readonly place: Place }
  /** `none`: takes a limit away that a parent scenario set. */
  | { readonly kind: 'none'; readonly origin: 'scenario' | 'command'; readonly place: Place };

/** What a scenario says of two levers whose values go together. */
export interface StatedCorrelation {
  readonly between: readonly [string, string];
  /** Rank correlation (Spearman), -1 to 1. */
  readonly rank: number;
  readonly source?: string;
  readonly note?: string;
  readonly place: Place;
}

/** A scenario as written, with everything it extends laid under it. */
export interface ScenarioDocument {
  readonly file: string;
  readonly title: Words;
  /** One paragraph: what is asked and why; empty where nothing was written. */
  readonly story: Words;
  /** ISO code of who trains: decides which export rules speak. */
  readonly actor: string;
  /** Start of the run: picks prices and tariffs. YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly date: string;
  /** When the accelerators were bought, where that was before the run: picks export rules. */
  readonly acquired?: string;
  readonly precision: 'bf16' | 'fp8' | 'fp4';
  readonly acquire: 'buy' | 'make';
  /** Optimiser: of first order, or one that inverts blocks of curvature. */
  readonly optimiser: 'first-order' | 'shampoo' | 'kfac';
  readonly checkpoint: CheckpointMode;
  /** Scanners that the process of the chip may not use, or the only ones: `without euv`, `only nxt-1980di`, `until 2019`. */
  readonly tools?: { readonly text: string; readonly place: Place };
  /** Ids or aliases in the catalogue, by role, each with its place for messages. */
  readonly roles: Readonly<Partial<Record<Role, { readonly id: string; readonly place: Place }>>>;
  readonly levers: ReadonlyMap<string, LeverSetting>;
  /** Levers whose values go together; all others are independent. */
  readonly correlations?: readonly StatedCorrelation[];
  /** Parallel plan of the run, from which the utilisation of a step is computed; `auto` chooses one. */
  readonly plan?: { readonly value: WrittenPlan | 'auto'; readonly place: Place };
  /** A published figure to hold beside the answer. */
  readonly check?: {
    readonly metric: string;
    readonly value: Distribution;
    readonly unit: UnitId;
    readonly source: string;
    readonly note?: Words;
    readonly place: Place;
  };
}
