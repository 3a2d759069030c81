import type { Quantity } from '#quantity';

/** Kinds of light by which a wafer is exposed, from the coarsest to the finest. */
export const lithographies = ['i-line', 'krf', 'arf', 'arfi', 'euv', 'euv-high-na'] as const;
export type Lithography = (typeof lithographies)[number];

/** How the shapes of a layer lie: that decides by which techniques a pitch can be reached. */
export type LayerShape =
  /** Lines that run one way, and are cut by a layer of their own: fins, gates. */
  | 'lines'
  /** Wires: lines with ends of their own. */
  | 'wires'
  /** Holes and cuts. */
  | 'holes'
  /** Openings for implants and the like. */
  | 'areas';

/** What a layer builds, and so which steps follow its patterning. */
export const modules = ['active', 'gate', 'cut', 'contact', 'via', 'metal', 'implant', 'block', 'memory', 'pad'] as const;
export type ModuleId = (typeof modules)[number];

/** One group of like layers of a process. */
export interface Layer {
  /** Name within the process: `fin`, `m0`, `v1`. */
  readonly id: string;
  readonly shape: LayerShape;
  readonly module: ModuleId;
  /** Least distance between the centres of neighbouring shapes. */
  readonly pitch: Quantity<'nm'>;
  /** How many layers of this kind the process has. */
  readonly count: Quantity<'layer'>;
}

/** A scanner with its track as patterning sees it: what it resolves, how well it places, what a pass costs. */
export interface Scanner {
  /** Id of the tool. */
  readonly id: string;
  readonly lithography: Lithography;
  /** Least pitch of lines in one exposure. */
  readonly linePitch: Quantity<'nm'>;
  /** Overlay between matched machines, three standard deviations. */
  readonly overlay: Quantity<'nm'>;
  /** Exposures in a month, idle time and rework of other causes taken off. */
  readonly capacity: Quantity<'wafer/month'>;
  /** Cost of one pass through scanner and track, resist and electricity included. */
  readonly passCost: Quantity<'USD/wafer'>;
}

/**
 * Tells whether a kind of light is extreme ultraviolet.
 *
 * @pure
 * @param lithography the kind of light
 */
export const isEuv = (lithography: Lithography): boolean => lithography === 'euv' || lithography === 'euv-high-na';
