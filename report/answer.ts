import type { UnitId } from '#quantity';
import type { ChokepointRecord } from './study.ts';

/** Text in both languages of the product. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

export const floorIds = ['wafer', 'die', 'package', 'accelerator', 'cluster', 'run', 'cost', 'market', 'policy'] as const;
/** The floors of the house that state constraints, from the ground up. */
export type FloorId = (typeof floorIds)[number];

export type Grade = 'A' | 'B' | 'C' | 'D';

/** A number with what is known of its spread. All in canonical `unit`. Without sampling only `value`. */
export interface Estimate {
  readonly value: number;
  readonly unit: UnitId;
  /** Quantiles of the samples: 2.5, 5, 10, 25, 50, 75, 90, 95 and 97.5%. */
  readonly band?: {
    readonly p2_5: number;
    readonly p5: number;
    readonly p10: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p90: number;
    readonly p95: number;
    readonly p97_5: number;
  };
}

/** One constraint of one floor in the common currency: headroom = capacity / need at the target. */
export interface ConstraintLine {
  /** Path such as `cluster.power`. */
  readonly id: string;
  readonly floor: FloorId;
  readonly label: Bilingual;
  readonly capacity: Estimate;
  readonly need: Estimate;
  /** 1 = just enough; below 1 the scenario does not fit. */
  readonly headroom: Estimate;
  /** Share of samples in which this one is the least of all; absent without sampling. */
  readonly bindsShare?: number;
}

export interface MetricLine {
  readonly path: string;
  readonly label: Bilingual;
  readonly estimate: Estimate;
  /** A share of a whole, to be written in per cent. */
  readonly percent?: true;
  /** What bound it, where its record says so: a code with a text in `messages/`. */
  readonly binding?: string;
  /** How its samples are spread; absent without sampling, and where it does not vary. */
  readonly histogram?: Histogram;
}

/** Samples of a figure in bins of equal width. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  /** Samples on either side of the bins; those without bound are above. */
  readonly below: number;
  readonly above: number;
}

export interface FloorSection {
  readonly id: FloorId;
  /** Least headroom of the floor's constraints; absent where nothing limits this floor in the scenario. */
  readonly headroom?: Estimate;
  /** Id of the constraint that gives it, or why nothing does (`free` codes have texts in `messages/`). */
  readonly binding?: string;
  readonly free?: string;
  readonly constraints: readonly ConstraintLine[];
  /** The figures worth showing, most important first. */
  readonly metrics: readonly MetricLine[];
}

/** Where an input came from. */
export type Origin = 'fact' | 'prior' | 'scenario' | 'command' | 'identity' | 'model';

export interface InputLine {
  readonly path: string;
  readonly label: Bilingual;
  readonly estimate: Estimate;
  /** A share of a whole, to be written in per cent. */
  readonly percent?: true;
  readonly origin: Origin;
  readonly grade?: Grade;
  /** `accelerator/h100-sxm#price`, where it came from a fact. */
  readonly fact?: string;
  readonly note?: string;
  /** Numbers into `Answer.sources`. */
  readonly sources: readonly number[];
}

export interface SourceLine {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly publisher?: string;
  readonly date?: string;
  readonly url?: string;
  readonly licence?: string;
}

/** A published figure beside ours. */
export interface CheckLine {
  readonly metric: string;
  readonly label: Bilingual;
  readonly published: Estimate;
  readonly ours: Estimate;
  /** A share of a whole, to be written in per cent. */
  readonly percent?: true;
  /** ours / published - 1 */
  readonly error: number;
  /** Is the published figure inside our 5-95% band? Absent without sampling. */
  readonly inside?: boolean;
  /** Share of our samples below the published figure: how far in the band it lies. Absent without sampling. */
  readonly below?: number;
  readonly source?: number;
  readonly note?: Bilingual;
}

/** Everything a reader is told about one scenario: every renderer draws this and nothing else. */
export interface Answer {
  readonly schema: 'chokepoint/answer/1';
  readonly reproduce: {
    readonly version: string;
    readonly catalogDigest: string;
    readonly scenario: string;
    readonly seed: number;
    readonly sampler: 'none' | 'philox' | 'sobol' | 'halton';
    readonly samples: number;
    readonly asOf: string;
    readonly command: string;
  };
  readonly title: Bilingual;
  readonly story: Bilingual;
  readonly feasible: boolean;
  /** Share of samples that fit; absent without sampling. */
  readonly feasibleShare?: number;
  /** The least of all constraints, and the next. Absent where nothing limits the scenario. */
  readonly neck?: ConstraintLine;
  readonly next?: ConstraintLine;
  /** What relaxing the neck by 10% would give, where it can be computed. */
  readonly relaxed?: { readonly factor: number; readonly metric: string; readonly change: number; readonly then: string };
  /** Which constraint binds in what share of samples, and what a little more of it gives; absent without sampling. */
  readonly chokepoint?: ChokepointRecord;
  /** From the ground up. */
  readonly floors: readonly FloorSection[];
  /** Every metric of the run by path, also those no section shows. */
  readonly metrics: readonly MetricLine[];
  /** Parts of `cost.total`; the shares sum to one. */
  readonly costParts: readonly { readonly path: string; readonly label: Bilingual; readonly amount: Estimate; readonly share: number }[];
  readonly check?: CheckLine;
  readonly inputs: readonly InputLine[];
  readonly sources: readonly SourceLine[];
  /**
   * What the reader should know before quoting: priors, grade D inputs that matter, codes with texts in `messages/`. The detail
   * is a date, or so many of all.
   */
  readonly caveats: readonly { readonly code: string; readonly path?: string; readonly detail?: string | CountOf }[];
}

/** So many of all that there are. */
export interface CountOf {
  readonly count: number;
  readonly of: number;
}
