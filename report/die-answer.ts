import type { Bilingual, Estimate, Grade, SourceLine } from './answer.ts';

/** Names of the yield models that an answer compares. */
export const yieldModelNames = [
  'negative-binomial',
  'poisson',
  'murphy',
  'uniform',
  'seeds',
  'moore',
  'bose-einstein-total',
  'bose-einstein-per-layer',
] as const;
export type YieldModelName = (typeof yieldModelNames)[number];

/** What goes into a die answer; each has a label in `messages/die`. */
export const dieInputIds = [
  'defectDensity',
  'clustering',
  'layers',
  'street',
  'edgeExclusion',
  'diameter',
  'flatDepth',
  'fieldWidth',
  'fieldHeight',
  'waferPrice',
  'cores',
  'maxBad',
  'coreShare',
  'repairable',
] as const;
export type DieInputId = (typeof dieInputIds)[number];

export interface DieInputLine {
  readonly id: DieInputId;
  readonly estimate: Estimate;
  /** A fact, the command line, or the wafer floor: what a wafer costs to make. */
  readonly origin: 'fact' | 'command' | 'wafer';
  readonly grade?: Grade;
  /** `node/tsmc-n5#defectDensity`, where it came from a fact. */
  readonly fact?: string;
  readonly note?: string;
  /** Numbers into `sources`. */
  readonly sources: readonly number[];
}

export interface DieYieldLine {
  readonly model: YieldModelName;
  /** Clustering or number of layers, where the model has one. */
  readonly parameter?: number;
  readonly used: boolean;
  readonly estimate: Estimate;
}

/** A placement of the grid with its offset in mm. */
export interface DiePlacementLine {
  readonly kind: 'die-die' | 'die-street' | 'street-die' | 'street-street';
  readonly perWafer: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

export interface DieAnswer {
  readonly schema: 'chokepoint/die/1';
  readonly reproduce: {
    readonly version: string;
    readonly catalogDigest: string;
    readonly seed: number;
    readonly samples: number;
    readonly asOf?: string;
    readonly command: string;
  };
  readonly feasible: boolean;
  /** What stands in the way, or keeps the cost of a good die up. */
  readonly binding: 'field' | 'wafer' | 'yield' | 'area';
  /** mm and mm2. */
  readonly die: { readonly width: number; readonly height: number; readonly area: number };
  readonly product?: { readonly id: string; readonly name: Bilingual };
  readonly node?: { readonly id: string; readonly name: Bilingual };
  /** At the central values of the wafer. */
  readonly placement: {
    readonly best: {
      readonly perWafer: number;
      readonly upperBound: number;
      readonly proven: boolean;
      readonly offsetX: number;
      readonly offsetY: number;
      readonly turned: boolean;
      readonly stretches: number;
    };
    readonly centred: readonly DiePlacementLine[];
    readonly closedForm: number;
  };
  readonly shots?: {
    readonly columns: number;
    readonly rows: number;
    readonly diesPerField: number;
    readonly exposuresPerDie: number;
    readonly shots: number;
    readonly wholeShots: number;
    readonly partialShots: number;
    readonly utilisation: number;
    readonly streetOutside: boolean;
    readonly fieldX: number;
    readonly fieldY: number;
    readonly pitchX: number;
    readonly pitchY: number;
  };
  readonly yields: readonly DieYieldLine[];
  readonly salvage?: {
    readonly cores: number;
    readonly maxBad: number;
    readonly full: Estimate;
    readonly sold: Estimate;
    readonly ceiling: Estimate;
    readonly binding: 'uncore' | 'cores';
  };
  /** Share of whole dies that goes to each product of a line, from the one with the fewest bad cores. */
  readonly bins?: readonly { readonly maxBad: number; readonly share: Estimate }[];
  readonly figures: {
    readonly gross: Estimate;
    /** Dies without a defect, and dies that are sold, by wafer. */
    readonly good: Estimate;
    readonly sold?: Estimate;
    /** Price of the wafer over what is sold of it; absent where no price is known. */
    readonly cost?: Estimate;
  };
  /** What the headline figure becomes when one input goes to its 5% and its 95% point alone; what moves it most comes first. */
  readonly drivers: readonly { readonly id: DieInputId; readonly low: number; readonly high: number }[];
  readonly inputs: readonly DieInputLine[];
  readonly sources: readonly SourceLine[];
}
