import type { Issue, UnitId } from '#quantity';

interface Words {
  readonly en: string;
  readonly zh: string;
}

/** What is said of a claim, or of one reading of it. */
export type Verdict = 'supported' | 'contradicted' | 'depends' | 'waits' | 'not-judged';

/** 5, 25, 50, 75 and 95% points of what the model or the catalogue has instead. */
export interface ClaimEstimate {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly unit: UnitId;
}

/** The input that decides a reading: the one whose being known would narrow it most. */
export interface DecidingInput {
  readonly path: string;
  readonly label: Words;
  /** The scenario whose lever it is; a fact or an argument has none. */
  readonly in: string | undefined;
  /** Share of the variance that goes with it, by rank correlation. */
  readonly share: number;
}

/** A figure that a reading is made of, and the command that shows it. */
export interface ClaimPart {
  /** Path of a result or lever, `thing#fact`, or a figure of a wafer or of a comparison. */
  readonly what: string;
  readonly label: Words;
  readonly estimate: { readonly p5: number; readonly p50: number; readonly p95: number; readonly unit: UnitId };
  readonly command: string;
  /** Where the command shows another money: its code, and dollars of the day for one of it. */
  readonly converted?: { readonly from: string; readonly rate: number };
}

/** The value of a lever or a fact at which a reading turns. */
export interface ClaimBreakEven {
  readonly path: string;
  readonly label: Words;
  /** The scenario whose lever it is. */
  readonly in: string | undefined;
  readonly unit: UnitId;
  readonly percent: boolean;
  /** As it is in the scenario or the catalogue. */
  readonly value: number;
  /** Its 5, 25, 75 and 95% points, where it is uncertain. */
  readonly interval: { readonly p5: number; readonly p25: number; readonly p75: number; readonly p95: number } | undefined;
  /** A bound is passed there; a figure that is meant two-sided is met there. */
  readonly turns: 'passes' | 'meets';
  /** None where no value in range turns it. */
  readonly at: readonly number[];
  readonly range: readonly [number, number];
}

/** A claim under one basis. */
export interface ReadingAnswer {
  readonly id: string;
  readonly name: Words;
  readonly kind: 'quantity' | 'rank' | 'counter-example' | 'event' | 'causal' | 'identity';
  /** A basis counts for the verdict; a premise only where it is wrong; what is said instead never. */
  readonly role: 'basis' | 'premise' | 'instead';
  readonly verdict: Verdict;
  /** That the claim holds under this reading. */
  readonly probability: number | undefined;
  readonly estimate: ClaimEstimate | undefined;
  /** What is claimed, as an interval; an open end is infinite. Of a rank, the other end is the best of the others. */
  readonly claimed:
    | {
        readonly low: number;
        readonly high: number;
        readonly unit: UnitId;
        readonly form: 'about' | 'over' | 'atLeast' | 'under' | 'atMost';
        readonly text: string;
      }
    | undefined;
  /** Its probability lies so near a line between verdicts that other draws may turn it. */
  readonly close: boolean;
  /** All draws are the same but for rounding: there is no probability to speak of, and the verdict says all. */
  readonly constant: boolean;
  readonly deciding: DecidingInput | undefined;
  readonly breakEven: ClaimBreakEven | undefined;
  /** Rows of the catalogue that answer it, most telling first. */
  readonly examples: readonly {
    readonly id: string;
    readonly name: Words;
    readonly value: number | undefined;
    readonly unit: UnitId | undefined;
  }[];
  readonly note: Words | undefined;
  /** Why it is not judged. */
  readonly missing: readonly Issue[] | undefined;
  /** How the figure is made, in symbols; a question of the catalogue has none. */
  readonly formula: string | undefined;
  /** What the formula is made of, with the commands that show it. */
  readonly parts: readonly ClaimPart[];
  /** Commands that show the figures beneath. */
  readonly commands: readonly string[];
  readonly sources: readonly string[];
}

export interface ClaimAnswer {
  readonly id: string;
  readonly title: Words;
  readonly claim: Words;
  readonly says: Words;
  readonly verdict: Verdict;
  /** Under the reading that stands first, which is the one that the words most plainly have. */
  readonly probability: number | undefined;
  readonly estimate: ClaimEstimate | undefined;
  readonly readings: readonly ReadingAnswer[];
  readonly waits: Words | undefined;
  readonly asOf: string;
  readonly sources: readonly string[];
  readonly command: string;
}

/** Every claim that was asked for, with what is needed to do it again. */
export interface ClaimsAnswer {
  readonly schema: 'chokepoint/claims/1';
  readonly version: string;
  readonly digest: string;
  readonly samples: number;
  readonly seed: number;
  readonly claims: readonly ClaimAnswer[];
  /** Those that are named by any of them. */
  readonly sources: readonly {
    readonly id: string;
    readonly title: string;
    readonly publisher?: string;
    readonly date?: string;
    readonly url?: string;
  }[];
}
