import type { Catalog, Grade } from '#catalog';
import type { UnitId } from '#quantity';
import type { WaferParameter } from './wafer-model.ts';

/** What is asked about the wafers of a process. */
export interface WaferQuestion {
  readonly catalog: Catalog;
  /** Id or name of the process. */
  readonly node: string;
  /** Kinds of light and tools that may not be used. */
  readonly without?: readonly string[];
  /** The only kinds of light and tools that may be used for the fine layers. */
  readonly only?: readonly string[];
  /** Leaves out tools first shipped after this date. */
  readonly until?: string;
  /** Wafer starts in a month. */
  readonly capacity?: number;
  /** Machines of a fleet, whose capacity is asked: the process is exposed with them and no others. */
  readonly fleet?: readonly { readonly tool: string; readonly count: number }[];
  /** A die whose good ones are counted, in mm. */
  readonly die?: { readonly width: number; readonly height: number };
  /** Load of the fab, 0 to below 1. */
  readonly load?: number;
  readonly date?: string;
  readonly state?: 'mature' | 'ramp';
  readonly asOf?: string;
  /** Figures whose drivers are ranked; by default the headlines. */
  readonly drivers?: readonly string[];
  readonly samples: number;
  readonly seed: number;
}

/** A number with its intervals. */
export interface Spread {
  /** From the medians of all inputs. */
  readonly central: number;
  readonly p5: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
}

export interface WaferFigure extends Spread {
  /** Name in `messages`: `cost`, `scanners`. */
  readonly id: string;
  readonly unit: UnitId;
  readonly percent?: true;
}

/** One layer with how it is patterned. */
export interface WaferLayer {
  readonly id: string;
  readonly pitch: number;
  readonly count: number;
  readonly technique: 'le' | 'sadp' | 'saqp';
  readonly lithography: string;
  readonly splits: number;
  readonly cuts: number;
  readonly cutLithography?: string;
  /** Of all its layers. */
  readonly cost: number;
  readonly reason: string;
  /** What the next best would cost over this. */
  readonly next?: {
    readonly technique: string;
    readonly lithography: string;
    readonly splits: number;
    readonly cuts: number;
    readonly ratio: number;
  };
  /** Share of draws in which it is patterned so. */
  readonly agreed: number;
}

/** A process with one set of scanners. */
export interface WaferVariant {
  readonly tools: readonly string[];
  /** Share of draws in which every layer can be made. */
  readonly feasible: number;
  /** The layer that cannot be made, at the medians. */
  readonly binding?: { readonly layer: string; readonly pitch: number; readonly floor?: number };
  readonly layers: readonly WaferLayer[];
  /** Cost of a started wafer by step. */
  readonly steps: readonly WaferFigure[];
  readonly figures: readonly WaferFigure[];
  /** Machines by model for the capacity asked. */
  readonly scanners: readonly (WaferFigure & { readonly tool: string })[];
}

export interface WaferDriver {
  /** `tool/nxt-2000i#throughput`. */
  readonly fact: string;
  readonly grade: Grade;
  /** Share of the variance that this input explains by itself. */
  readonly share: number;
}

export interface WaferInput {
  readonly fact: string;
  readonly thing: string;
  readonly unit: UnitId;
  readonly value: number;
  readonly distribution: WaferParameter['distribution'];
  readonly grade: Grade;
  readonly sources: readonly string[];
}

export interface WaferAnswer {
  readonly schema: 'chokepoint/wafer/1';
  readonly node: string;
  readonly catalog: string;
  readonly samples: number;
  readonly seed: number;
  readonly capacity?: number;
  readonly die?: { readonly width: number; readonly height: number; readonly perWafer: number };
  /** What holds a fleet back, at the medians: the layers that use up the machines able to expose them. */
  readonly fleet?: { readonly layers: readonly string[]; readonly machines: readonly string[] };
  /** The process as it is, or with what the other lacks. */
  readonly own: WaferVariant;
  /** The same with tools taken away. */
  readonly other?: WaferVariant;
  /** The other against the first, draw by draw. */
  readonly differences: readonly WaferFigure[];
  /** What drives the headline figures, by figure. */
  readonly drivers: readonly {
    readonly figure: string;
    readonly of: 'own' | 'other' | 'difference';
    readonly ranking: readonly WaferDriver[];
  }[];
  readonly inputs: readonly WaferInput[];
}
