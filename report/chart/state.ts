import type { Lang } from '#messages';

// What a chart shows, before any size or ink: texts are written, numbers are plain. One state feeds the
// SVG renderer, the text renderer and whatever comes later.

interface ChartBase {
  readonly lang: Lang;
  /** Names the chart to someone who cannot see it. */
  readonly title: string;
  /** Says in words what the chart shows. */
  readonly description: string;
}

/** Central value with the ends of its 50% and 90% intervals. */
export interface Interval {
  readonly p5: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
}

export type Tone = 'flow' | 'neck' | 'shut' | 'muted';

export interface BarState extends ChartBase {
  readonly kind: 'bar';
  readonly scale: 'linear' | 'log';
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly text: string;
    readonly tone: Tone;
    readonly interval?: Interval;
  }[];
  /**
   * Ends of a logarithmic axis, where all of it says something; else it ends a factor of twenty beyond the reference, or
   * with what it shows where there is none.
   */
  readonly span?: { readonly low: number; readonly high: number };
  /** A line across all bars, such as 1× headroom; those of a logarithmic axis begin at it, or at its end where there is none. */
  readonly reference?: { readonly value: number; readonly text: string };
}

export interface StackedBarState extends ChartBase {
  readonly kind: 'stackedBar';
  readonly parts: readonly string[];
  /** One bar each; `values` run along `parts`. A bar is drawn in full length: its parts are shares. */
  readonly bars: readonly {
    readonly label: string;
    readonly values: readonly { readonly share: number; readonly text: string; readonly detail: string }[];
  }[];
}

/** Rows of intervals on one axis, each with points of comparison. */
export interface BandState extends ChartBase {
  readonly kind: 'band';
  readonly rows: readonly { readonly label: string; readonly value: number; readonly text: string; readonly interval?: Interval }[];
  readonly marks: readonly { readonly value: number; readonly text: string }[];
}

/** A quantity along an axis with its bands. */
export interface FanState extends ChartBase {
  readonly kind: 'fan';
  readonly points: readonly { readonly x: number; readonly label: string; readonly value: number; readonly interval?: Interval }[];
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  /** Ends and ticks of the axis below, where the labels of points are none. */
  readonly along?: {
    readonly from: number;
    readonly to: number;
    readonly ticks: readonly { readonly at: number; readonly text: string }[];
  };
  /** Points of note. */
  readonly marks?: readonly { readonly x: number; readonly value: number; readonly text: string; readonly tone: 'flow' | 'neck' }[];
}

export interface WaterfallState extends ChartBase {
  readonly kind: 'waterfall';
  readonly start: { readonly label: string; readonly value: number; readonly text: string };
  readonly steps: readonly {
    readonly label: string;
    readonly change: number;
    readonly text: string;
    /** How far the change may be off, in 90% of draws. */
    readonly interval?: { readonly low: number; readonly high: number };
  }[];
  readonly end: { readonly label: string; readonly value: number; readonly text: string };
}

export interface HeatMapState extends ChartBase {
  readonly kind: 'heatMap';
  readonly columns: readonly string[];
  /** `level` from 0 (lightest) to 1, or `shut`; absent where there is nothing to say. */
  readonly rows: readonly {
    readonly label: string;
    readonly cells: readonly { readonly text: string; readonly level?: number; readonly shut?: boolean }[];
  }[];
}

/** A figure as each input moves from one end of its interval to the other, about a central value. */
export interface TornadoState extends ChartBase {
  readonly kind: 'tornado';
  readonly centre: { readonly value: number; readonly text: string };
  readonly bars: readonly {
    readonly label: string;
    /** The figure where the input is low, and where it is high. */
    readonly low: { readonly value: number; readonly text: string };
    readonly high: { readonly value: number; readonly text: string };
  }[];
}

/** How samples of a figure are spread; places are shares of the axis, from 0 to 1. */
export interface HistogramState extends ChartBase {
  readonly kind: 'histogram';
  /** Heights of bins of equal width, the highest 1. */
  readonly bins: readonly number[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly median: { readonly at: number; readonly text: string };
  /** Intervals that hold 50, 80 and 95%, the widest first. */
  readonly intervals: readonly { readonly from: number; readonly to: number; readonly text: string }[];
}

/** A plane of two quantities, of which a part is on one side of a frontier; places are shares of the axes, from 0 to 1. */
export interface FrontierState extends ChartBase {
  readonly kind: 'frontier';
  readonly x: FrontierAxis;
  readonly y: FrontierAxis;
  /** Along x, the stretches of y on the far side. */
  readonly columns: readonly { readonly from: number; readonly to: number; readonly stretches: readonly (readonly [number, number])[] }[];
  readonly here?: { readonly x: number; readonly y: number; readonly text: string };
  readonly nearest?: { readonly x: number; readonly y: number; readonly text: string };
  /** What the shaded side and the other are called. */
  readonly sides: readonly [shaded: string, plain: string];
}

export interface FrontierAxis {
  readonly label: string;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** One axis of lines: ends, ticks, and what it counts. */
export interface LinesAxis {
  readonly scale: 'linear' | 'log';
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  readonly label: string;
}

/** Several quantities along one axis; a wall is a value that ends or bounds them. */
export interface LinesState extends ChartBase {
  readonly kind: 'lines';
  readonly x: LinesAxis;
  readonly y: LinesAxis;
  readonly series: readonly {
    readonly name: string;
    readonly dashed?: boolean;
    /** Each point is something by itself. */
    readonly dots?: boolean;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
  readonly walls: readonly { readonly axis: 'x' | 'y'; readonly value: number; readonly text: string }[];
  /** A stretch about the first line, shaded, and what it holds. */
  readonly band?: {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  };
}

/** What happens in the cells of an array. */
export interface ArrayMapState extends ChartBase {
  readonly kind: 'arrayMap';
  /** Cells, or blocks of cells, of a row. */
  readonly columns: number;
  readonly panels: readonly {
    readonly title: string;
    /** Row by row. */
    readonly values: readonly number[];
    /** Ends of the scale. */
    readonly low: number;
    readonly high: number;
    /** What each of five steps of the scale stands for, from the lightest. */
    readonly legend: readonly string[];
  }[];
  /** Words for the end at which rows are driven. */
  readonly driven: string;
  /** Words for the end at which columns are read. */
  readonly read: string;
}

/** Headroom of a floor: its median and the quantiles that bound 50% and 80% of samples. */
export interface HourglassOpening {
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
}

export interface HourglassRow {
  readonly name: string;
  readonly other: string;
  /** Absent where nothing limits the floor: it stands wide open. */
  readonly opening?: HourglassOpening;
  readonly figure: string;
  readonly range?: string;
  /** Its first figure, with and without its range. */
  readonly gives: string;
  readonly givesShort: string;
  /** What that figure is. */
  readonly label: string;
  /** Capacity and need of what binds the floor, or why nothing does. */
  readonly reason: string;
  /** What it speaks of, and what it says of that, where the two can part. */
  readonly reasonParts?: readonly [of: string, says: string];
  readonly neck: boolean;
  readonly shut: boolean;
}

export interface HourglassState extends ChartBase {
  readonly kind: 'hourglass';
  /** From the top (policy) to the ground (wafer). */
  readonly rows: readonly HourglassRow[];
  readonly sampled: boolean;
  readonly words: {
    readonly floor: string;
    readonly headroom: string;
    readonly gives: string;
    readonly axis: string;
    readonly otherLang: Lang;
  };
  /** Written above and below when the picture must stand alone. */
  readonly headline: string;
  readonly detail: string;
  readonly below: string;
  readonly footnote: string;
}

/** Rows of spans along one axis of time, as a schedule is drawn. */
export interface TimelineState extends ChartBase {
  readonly kind: 'timeline';
  /** Length of the axis. */
  readonly length: number;
  /** Kinds of spans, as the key names them; a span names its own by index. */
  readonly kinds: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    readonly spans: readonly { readonly kind: number; readonly start: number; readonly end: number }[];
  }[];
  /** Said between two rows where others are left out. */
  readonly between?: { readonly after: number; readonly text: string };
  readonly axis: string;
}

/** A die as it lies on a wafer, in mm from its centre. */
export interface WaferDie {
  readonly x: number;
  readonly y: number;
  readonly fate: 'good' | 'salvaged' | 'bad' | 'partial';
  /** As shares of its sides, from its lower left corner. */
  readonly defects: readonly (readonly [x: number, y: number])[];
}

/** A wafer from above; all lengths in mm. */
export interface WaferMapState extends ChartBase {
  readonly kind: 'waferMap';
  readonly subtitle: string;
  readonly diameter: number;
  readonly edgeExclusion: number;
  /** How deep a flat cuts; 0 for a notch. */
  readonly flatDepth: number;
  readonly street: number;
  readonly die: { readonly width: number; readonly height: number };
  readonly dies: readonly WaferDie[];
  /** Lower left corner of one exposure field, their pitch, and dies in one. */
  readonly fields?: { readonly x: number; readonly y: number; readonly pitchX: number; readonly pitchY: number; readonly columns: number };
  readonly legend: readonly {
    readonly fate: WaferDie['fate'];
    readonly label: string;
    readonly text: string;
    readonly note?: string;
  }[];
  /** Explains the dots of defects, where dies are large enough for them. */
  readonly dotsNote: string;
  /** What else there is to know, a line each. */
  readonly facts: readonly string[];
}

export type ChartState =
  | BarState
  | StackedBarState
  | BandState
  | FanState
  | WaterfallState
  | HeatMapState
  | ArrayMapState
  | LinesState
  | TimelineState
  | HourglassState
  | WaferMapState
  | TornadoState
  | HistogramState
  | FrontierState;
