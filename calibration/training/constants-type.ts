import type { StepConstants } from '#run';

/** What a training run reaches of links: beside what benchmarks of collectives found, which stands in the catalogue. */
export interface LinkConstants {
  /** Share of a benchmark between domains that is left while all groups talk at once and computation goes on. */
  readonly scaleOutLoad: number;
}

/** What is assumed of a chip that no calibration row ran on. */
export interface ChipPrior {
  /** Share that training reaches of the best matrix product of a benchmark. */
  readonly ofMatrixRate: number;
  /** Share of the peak where nobody published a benchmark either. */
  readonly ofPeak: number;
  /** Spread of the logarithm of the first and of the second. */
  readonly spreadOfMatrixRate: number;
  readonly spreadOfPeak: number;
  /** The same where the benchmark is inferred from like chips. */
  readonly spreadOfAnalogy: number;
  /** Years by which makers that keep their chips to themselves use them before others can. */
  readonly lead: number;
  /** Link of a chip whose scale-up bandwidth nobody published, B/s. */
  readonly scaleUpBandwidth: number;
  /** The same of the network between nodes, bit/s. */
  readonly scaleOutBandwidth: number;
}

/** Spread of the logarithm of measured over predicted throughput, by what is known of the case. */
export interface StepSpread {
  /** Of publications whose software and setting nobody has seen. */
  readonly family: number;
  /** For each factor of e beyond the most accelerators of a calibration row. */
  readonly scale: number;
  /** Of models with experts, in addition. */
  readonly routed: number;
  /** Where the plan is not stated in full, in addition, per cell that had to be assumed. */
  readonly assumed: number;
  /** Most accelerators of a calibration row. */
  readonly mostChips: number;
}

/** Everything about the time of a step that was fitted, or that stands in until somebody measures it. */
export interface TrainingConstants {
  readonly step: { readonly [Name in keyof StepConstants]: number };
  readonly links: LinkConstants;
  /** Share of the peak that large matrix products reach, by accelerator that calibration rows ran on. */
  readonly chips: Readonly<Record<string, number>>;
  readonly prior: ChipPrior;
  readonly spread: StepSpread;
  /** Median model-FLOP utilisation of calibration rows, by accelerator and number format, by accelerator, and of all. */
  readonly baseline: Readonly<Record<string, number>>;
}
