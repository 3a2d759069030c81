import type { Quantity } from '#quantity';

/**
 * How well hardware and software do what a step asks of them: what no data sheet states, the same for all models and
 * chips. The shares of single chips are not here but in `ChipRates`.
 */
export interface StepConstants {
  /** Share of the memory bandwidth that streaming reaches. */
  readonly memoryShare: Quantity<'1'>;
  /** Part of a product's traffic that its arithmetic does not hide. */
  readonly traffic: Quantity<'1'>;
  /** Share of the half wave at the end of a product that is lost in fact: libraries choose smaller tiles where it helps. */
  readonly wave: Quantity<'1'>;
  /** Time of products whose operands matrix units cannot read as they lie, over that of others. */
  readonly unaligned: Quantity<'1'>;
  /** Traffic of norms, activations and residuals over that of kernels that read and write once. */
  readonly passes: Quantity<'1'>;
  /** Rate of fused attention over that of a large matrix product. */
  readonly attention: Quantity<'1'>;
  /** Width of a head at which attention runs at half that rate. */
  readonly headHalf: Quantity<'1'>;
  /** Traffic of attention that keeps its scores over that of the operation list. */
  readonly scores: Quantity<'1'>;
  /** Traffic of products grouped by expert over that of single ones, which share more of what they read. */
  readonly grouped: Quantity<'1'>;
  /** Host time to issue the forward pass of a layer, with fused kernels. */
  readonly hostLayer: Quantity<'s'>;
  /** The same where each operation is a kernel of its own. */
  readonly hostLayerEager: Quantity<'s'>;
  /** Host time to issue an exchange, in addition, over that of a layer. */
  readonly hostExchange: Quantity<'1'>;
  /** Host time to route tokens to experts, in addition. */
  readonly hostRouted: Quantity<'s'>;
  /** Share of overlapped collectives of tensor and expert ranks that stays exposed. */
  readonly tensorExposed: Quantity<'1'>;
  /** Share of the sends between stages that stays exposed where these have other work meanwhile: see `sendsExposed`. */
  readonly pipelineExposed: Quantity<'1'>;
  /** Share of the time of computation behind which data exchange can hide. */
  readonly window: Quantity<'1'>;
  /** Share of hidden exchange by which computation slows down. */
  readonly interference: Quantity<'1'>;
  /** Spread of step time from node to node. */
  readonly straggler: Quantity<'1'>;
  /** Time that the first fused attention lost, over that of kernels which later ones made of it. */
  readonly fusedLoss: Quantity<'1'>;
  /** Time lost to young software at the launch of a chip, over that of the mature stack. */
  readonly maturityLoss: Quantity<'1'>;
  readonly maturityTime: Quantity<'yr'>;
}

/** What the software of a run is like. */
export interface Software {
  /** Each operation is a kernel of its own, attention keeps its scores: the state of the art until 2022. */
  readonly eager: boolean;
  /** How long before the run the chip came out. */
  readonly age: Quantity<'yr'>;
  /** How long before the run fused attention came out; long ago unless given. */
  readonly fusedAge?: Quantity<'yr'> | undefined;
}
