import type { Quantity } from '#quantity';
import type { MatrixPrecision } from '../plan.ts';

/** How one copy of a model lies on accelerators that serve it. */
export interface ServingPlan {
  /** Accelerators that hold one copy together. Routed experts are spread over all of them. */
  readonly ranks: number;
  /** Of them, so many split attention and dense layers; beyond these, each group works on sequences of its own. */
  readonly tensor: number;
  /** Format of the matrix products. */
  readonly precision: MatrixPrecision;
  /** Bytes of a weight as it is kept. */
  readonly weightBytes: number;
  /** Bytes of an element of the cache of keys and values. */
  readonly cacheBytes: number;
  /** Two half batches take turns, so that exchange hides behind computation. */
  readonly overlap: boolean;
}

/** How well hardware and software do what serving asks of them: nothing of it is fitted to serving. */
export interface ServingConstants {
  /** Share of the memory bandwidth that streaming reaches. */
  readonly memoryShare: Quantity<'1'>;
  /** Part of the traffic of a product that its arithmetic does not hide. */
  readonly traffic: Quantity<'1'>;
  /** Traffic of products grouped by expert over that of single ones. */
  readonly grouped: Quantity<'1'>;
  /** Traffic of norms, activations and residuals over that of kernels that read and write once. */
  readonly passes: Quantity<'1'>;
  /** Share of the half wave at the end of a product that is lost in fact. */
  readonly wave: Quantity<'1'>;
  /** Rate of fused attention over that of a large matrix product. */
  readonly attention: Quantity<'1'>;
  /** Share of exchange that overlap leaves exposed. */
  readonly exposed: Quantity<'1'>;
  /** Time of a layer in which kernels start and end, whatever they do. */
  readonly layerOverhead: Quantity<'s'>;
  /** Work of the busiest rank over the mean, where experts are routed. */
  readonly imbalance: Quantity<'1'>;
}
