import type { Bilingual, SourceLine } from './answer.ts';
import type { TrainingAnswer, TrainingInputLine, TrainingMemory, TrainingPart } from './training.ts';

/** One plan of a search, with what it does. */
export interface PlanLine {
  /** As one line that a command takes. */
  readonly plan: string;
  readonly accelerators: number;
  /** s. */
  readonly stepTime: number;
  /** token/s of one accelerator. */
  readonly tokensPerSecondPerChip: number;
  readonly mfu: number;
  /** B, of the heaviest rank. */
  readonly memory: number;
  /** B of the host, for the same. */
  readonly hostMemory: number;
  /** What is to be least: s, USD/token, J/token or accelerators. */
  readonly score: number;
  /** Where most of its time goes, and how much. */
  readonly binding: TrainingPart;
  readonly share: number;
}

/** Why one plan is faster than another: seconds of a step, part by part. */
export interface PlanComparison {
  readonly other: PlanLine;
  /** s that the best plan saves, over that of the other; negative where it costs more. The greatest change first. */
  readonly parts: readonly { readonly part: TrainingPart; readonly best: number; readonly other: number; readonly saved: number }[];
  /** Keys of the plan that differ, with both values. */
  readonly fields: readonly { readonly key: string; readonly best: string; readonly other: string }[];
}

/** One cell of the map of a space: the best step under these ranks, or why there is none. */
export type PlanCell =
  | { readonly stepTime: number; readonly plan: string; readonly why?: undefined }
  | { readonly stepTime?: undefined; readonly why: 'memory' | 'host' | 'deadline' | 'format' | 'divisibility'; readonly memory?: number };

export interface PlanMap {
  readonly tensor: readonly number[];
  readonly pipeline: readonly number[];
  /** Rows of tensor ranks, columns of stages. */
  readonly cells: readonly (readonly PlanCell[])[];
}

/** What the plan is worth when constants of chip and network are not known exactly. */
export interface PlanUncertainty {
  readonly draws: number;
  /** Plans that were timed in each draw. */
  readonly plans: number;
  /** Best by expected time, or cost where that is the aim. */
  readonly expected: { readonly plan: string; readonly mean: number };
  /** Best at the medians. */
  readonly median: { readonly plan: string; readonly mean: number };
  /** Time lost by using the latter rather than the best plan of each draw, over that best: mean and 95% point. */
  readonly regret: { readonly mean: number; readonly p95: number };
  /** Share of draws in which the plan best at the medians is best. */
  readonly wins: number;
}

/** The answer to which plan is best. */
export interface PlanAnswer {
  readonly kind: 'plan';
  readonly feasible: boolean;
  /** Why nothing is feasible. */
  readonly binding: 'none' | 'memory' | 'host' | 'deadline' | 'format' | 'divisibility';
  readonly objective: { readonly kind: 'time' | 'cost' | 'energy' | 'chips'; readonly days?: number; readonly tokens?: number };
  readonly model: { readonly name: Bilingual; readonly parameters: number };
  readonly chip: { readonly name: Bilingual; readonly memory: number };
  readonly accelerators: number;
  readonly batch: number;
  readonly sequence: number;
  readonly counts: Readonly<Record<'raw' | 'indivisible' | 'format' | 'memory' | 'host' | 'late' | 'bounded' | 'timed', number>>;
  readonly best?: PlanLine;
  readonly top: readonly PlanLine[];
  readonly front: readonly PlanLine[];
  /** Of what is not feasible, what misses by least. */
  readonly nearest?: PlanLine;
  /** Days that training takes with the best plan, or with the nearest, where there is a date to meet. */
  readonly takes?: number;
  readonly comparison?: PlanComparison;
  /** The best plan were there memory without end. */
  readonly unbound?: PlanLine;
  readonly uncertainty?: PlanUncertainty;
  readonly map?: PlanMap;
  /** Memory of the heaviest rank of some plans, part by part. */
  readonly memory: readonly { readonly plan: string; readonly parts: TrainingMemory['parts']; readonly total: number }[];
  /** The best plan as `train` tells it. */
  readonly training?: TrainingAnswer;
  readonly inputs: readonly TrainingInputLine[];
  readonly sources: readonly SourceLine[];
  readonly reproduce: { readonly version: string; readonly catalogDigest: string; readonly command: string };
}

/** What one kind of accelerator does in a mixed step. */
export interface MixPart {
  readonly chip: Bilingual;
  readonly accelerators: number;
  readonly there: number;
  readonly plan: string;
  readonly sequences: number;
  readonly layers: readonly number[];
  readonly busy: number;
  readonly memory: number;
}

export interface MixLine {
  readonly layout: 'alone' | 'data' | 'pipeline';
  readonly stepTime: number;
  readonly tokensPerSecond: number;
  readonly parts: readonly MixPart[];
  readonly binding: Bilingual;
}

/** The answer to what unlike accelerators do together. */
export interface MixAnswer {
  readonly kind: 'mix';
  readonly feasible: boolean;
  readonly model: { readonly name: Bilingual };
  readonly chips: readonly { readonly name: Bilingual; readonly accelerators: number; readonly memory: number }[];
  readonly batch: number;
  readonly sequence: number;
  readonly best?: MixLine;
  readonly alone: readonly (MixLine | undefined)[];
  readonly data?: MixLine;
  readonly pipeline?: MixLine;
  readonly ideal: number;
  readonly inputs: readonly TrainingInputLine[];
  readonly sources: readonly SourceLine[];
  readonly reproduce: { readonly version: string; readonly catalogDigest: string; readonly command: string };
}
