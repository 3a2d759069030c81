import type { Lang } from '#messages';
import type { UnitId } from '#quantity';
import type { Bilingual, Estimate } from './answer.ts';
import type { ChartState } from './chart/state.ts';

/** What gives a study again. */
export interface StudyReproduce {
  readonly version: string;
  readonly catalogDigest: string;
  readonly scenarios: readonly string[];
  readonly seed: number;
  readonly sampler: 'philox' | 'sobol' | 'halton';
  /** Draws of each scenario. */
  readonly samples: number;
  readonly command: string;
}

/** The figure that a study is about. */
export interface StudyFigure {
  readonly path: string;
  readonly label: Bilingual;
  readonly unit: UnitId;
  readonly percent?: true;
}

/** A lever that a study speaks of. */
export type StudyLever = StudyFigure;

/** 5, 50 and 95% points of a change, draw by draw. */
export type Change = readonly [number, number, number];

export interface RelaxationRecord {
  readonly factor: number;
  /** Share of draws that fit without it, and with it. */
  readonly fits: readonly [number, number];
  readonly neck: readonly [number, number];
  /** Days, and dollars; absent where the draws have none. */
  readonly time?: Change;
  readonly cost?: Change;
  readonly then?: { readonly id: string; readonly label: Bilingual; readonly share: number };
}

export interface StandingRecord {
  readonly id: string;
  readonly label: Bilingual;
  readonly binds: number;
  readonly headroom: Estimate;
  readonly lever?: string;
  readonly relaxed: readonly RelaxationRecord[];
}

/** Which constraint binds in what share of draws, the slack of the others and the price of a little more of each. */
export interface ChokepointRecord {
  readonly schema: 'chokepoint/chokepoint/1';
  readonly fits: number;
  readonly standings: readonly StandingRecord[];
  readonly next?: { readonly id: string; readonly label: Bilingual; readonly share: number; readonly headroom: number };
}

export interface ChokepointStudy extends ChokepointRecord {
  readonly title: Bilingual;
  readonly reproduce: StudyReproduce;
}

/** A figure with its 95% interval. */
export interface Uncertain {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface SensitivityRow {
  readonly levers: readonly StudyLever[];
  readonly first?: Uncertain;
  readonly total?: Uncertain;
  readonly effect?: { readonly mean: number; readonly size: Uncertain; readonly spread: number };
  readonly rank?: Uncertain;
  readonly partial?: Uncertain;
  readonly elasticity?: number;
  readonly swing?: { readonly low: number; readonly high: number; readonly atLow: number; readonly atHigh: number };
  readonly narrowing?: number;
  readonly turns?: number;
  readonly gain?: number;
}

export interface SensitivityStudy {
  readonly schema: 'chokepoint/sensitivity/1';
  readonly title: Bilingual;
  readonly reproduce: StudyReproduce;
  readonly figure: StudyFigure;
  readonly method: 'sobol' | 'morris' | 'rank' | 'elasticity';
  readonly n: number;
  readonly evaluations: number;
  readonly estimate: Estimate;
  /** The figure with every input at its median. */
  readonly central: number;
  readonly unbounded: number;
  /** Share of draws with a yes, and the target where the question is not whether the run fits. */
  readonly yes: number;
  readonly target?: number;
  readonly rows: readonly SensitivityRow[];
}

export interface ContributionRecord {
  readonly id: string;
  readonly levers: readonly {
    readonly path: string;
    readonly label: Bilingual;
    readonly unit: UnitId;
    readonly percent?: true;
    readonly from?: number;
    readonly to?: number;
  }[];
  readonly choices: readonly string[];
  readonly value: number;
  readonly range: readonly [number, number];
  readonly error?: Uncertain;
}

export interface ExplanationStudy {
  readonly schema: 'chokepoint/explanation/1';
  readonly titles: readonly [Bilingual, Bilingual];
  readonly reproduce: StudyReproduce;
  readonly figure: StudyFigure;
  readonly by: 'floors' | 'causes' | 'levers';
  readonly left: number;
  readonly orders?: number;
  readonly evaluations: number;
  readonly from: number;
  readonly to: number;
  readonly range: readonly [number, number];
  readonly contributions: readonly ContributionRecord[];
  /** Names of differences that have nothing to do with the figure: parts, or labels of levers. */
  readonly idle: readonly Bilingual[];
}

export interface CrossingRecord {
  readonly at: number;
  readonly rises: boolean;
  readonly jumps: boolean;
}

export interface BreakEvenStudy {
  readonly schema: 'chokepoint/breakeven/1';
  readonly title: Bilingual;
  readonly reproduce: StudyReproduce;
  readonly figure: StudyFigure;
  readonly target: number;
  readonly lever: StudyLever;
  readonly range: { readonly low: number; readonly high: number; readonly scale: 'linear' | 'log' };
  readonly value?: number;
  readonly central: number;
  readonly crossings: readonly CrossingRecord[];
  readonly stretches: readonly { readonly from: number; readonly to: number; readonly above: boolean; readonly probability?: number }[];
  readonly ends: readonly [number, number];
  readonly above: number;
  readonly spread: { readonly draws: number; readonly share: number; readonly points?: Change };
  /** The figure along the lever, for a picture. */
  readonly curve: readonly { readonly x: number; readonly y: number }[];
}

export interface FrontierStudy {
  readonly schema: 'chokepoint/frontier/1';
  readonly title: Bilingual;
  readonly reproduce: StudyReproduce;
  readonly figure: StudyFigure;
  readonly target: number;
  readonly levers: readonly [StudyLever, StudyLever];
  readonly ranges: readonly [BreakEvenStudy['range'], BreakEvenStudy['range']];
  readonly values: readonly [number | undefined, number | undefined];
  readonly central: number;
  readonly points: readonly { readonly x: number; readonly startsAbove: boolean; readonly crossings: readonly CrossingRecord[] }[];
  readonly nearest?: readonly [number, number];
}

export type Study = ChokepointStudy | SensitivityStudy | ExplanationStudy | BreakEvenStudy | FrontierStudy;

export interface StudyTable {
  readonly head: readonly string[];
  readonly align: readonly ('left' | 'right')[];
  readonly rows: readonly (readonly string[])[];
}

export interface StudySection {
  readonly heading: string;
  readonly note?: string;
  readonly chart?: ChartState;
  readonly table?: StudyTable;
}

/** A study in one language, every number written: what terminal and page arrange, each in its way. */
export interface StudyView {
  readonly lang: Lang;
  /** What it is about, small above. */
  readonly kicker: string;
  /** The first is the answer. */
  readonly sentences: readonly string[];
  readonly sections: readonly StudySection[];
  readonly notes: readonly string[];
}
