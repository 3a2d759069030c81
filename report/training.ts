import type { Messages } from '#messages';
import type { Issue, UnitId } from '#quantity';
import type { Bilingual, Estimate, Grade, SourceLine } from './answer.ts';

/** What the time of a step is spent on. */
export type TrainingPart = keyof Messages['train']['parts'];
export type TrainingExchange = keyof Messages['train']['exchanges'];
export type TrainingMemoryPart = keyof Messages['train']['memory']['parts'];
export type TrainingFlopDefinition = keyof Messages['train']['flop'];

/** Memory of a rank of one stage. */
export interface TrainingMemory {
  readonly stage: number;
  /** B. */
  readonly total: number;
  /** B, in the order in which they are shown. */
  readonly parts: readonly { readonly part: TrainingMemoryPart; readonly bytes: number }[];
  readonly inFlight: number;
  readonly binding: TrainingMemoryPart;
}

/** Passes of a step as they are played, in seconds from its beginning. */
export interface TrainingTimeline {
  readonly stages: number;
  readonly stage: readonly number[];
  /** 0 forward, 1 backward, 2 gradients of weights. */
  readonly kind: readonly number[];
  readonly microBatch: readonly number[];
  readonly chunk: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** When the pipeline is drained; what follows it is exchange of gradients and weights, the optimiser and waiting for the slowest node. */
  readonly drained: number;
  /** Share of a pass that is exposed exchange of tensor, expert and context ranks. */
  readonly exchangeShare: number;
}

/** A figure the answer rests on. */
export interface TrainingInputLine {
  readonly thing: string;
  readonly fact: string;
  readonly label: Bilingual;
  readonly value: number;
  readonly unit: UnitId;
  readonly grade: Grade;
  /** Numbers of `sources`. */
  readonly sources: readonly number[];
}

/** How fast a step runs, and where its time goes. */
export interface TrainingSpeed {
  readonly stepTime: Estimate;
  readonly tokensPerSecond: Estimate;
  readonly tokensPerSecondPerChip: Estimate;
  /** Model FLOP, causal, over the dense peak of the number format of the plan. */
  readonly mfu: Estimate;
  /** Hardware FLOP, causal, over the same. */
  readonly hfu: Estimate;
  /** The same model FLOP over the 16-bit peak. */
  readonly mfuBf16: number;
  /** Step time in 80% of cases, s. */
  readonly interval80: readonly [low: number, high: number];
  readonly breakdown: readonly { readonly part: TrainingPart; readonly seconds: number; readonly share: number }[];
  readonly exchanges: readonly { readonly by: TrainingExchange; readonly exposed: number; readonly hidden: number }[];
  readonly binding: TrainingPart;
  readonly timeline: TrainingTimeline;
}

/** The answer to how a model trains on so many accelerators under a plan. */
export interface TrainingAnswer {
  readonly kind: 'training';
  readonly feasible: boolean;
  /** Why it is not: everything that stands in its way. */
  readonly reasons: readonly Issue[];
  readonly model: {
    readonly id?: string;
    readonly name: Bilingual;
    readonly layers: number;
    readonly parameters: number;
    readonly activeParameters: number;
    readonly predictionParameters: number;
    /** Family whose customs filled what its file does not say. */
    readonly family?: string;
    readonly assumedFamily: boolean;
  };
  readonly chip: {
    readonly id: string;
    readonly name: Bilingual;
    readonly shareOrigin: 'calibrated' | 'benchmark' | 'prior';
    readonly share: number;
  };
  readonly cluster?: { readonly id: string; readonly name: Bilingual };
  readonly accelerators: number;
  readonly domain: number;
  /** As one line that the command takes. */
  readonly plan: string;
  readonly precision: string;
  readonly schedule: string;
  readonly stages: number;
  readonly microBatches: number;
  readonly batch: number;
  readonly sequence: number;
  /** FLOP of a step by definition. */
  readonly flop: Readonly<Record<TrainingFlopDefinition, number>> | undefined;
  readonly memory:
    | { readonly capacity: number; readonly first: TrainingMemory; readonly last: TrainingMemory; readonly greatest: TrainingMemory }
    | undefined;
  readonly speed: TrainingSpeed | undefined;
  readonly inputs: readonly TrainingInputLine[];
  /** Facts of the accelerator that a prior stands for. */
  readonly assumed: readonly string[];
  readonly sources: readonly SourceLine[];
  readonly reproduce: {
    readonly version: string;
    readonly catalogDigest: string;
    readonly command: string;
    readonly samples: number;
    readonly seed: number;
  };
}
