/** What was fitted on published failure rates: `report.md` beside it says on which. */
export const goodputConstants: {
  /** Median of failures that stop a job, of a server of eight accelerators and a day. */
  readonly failureRate: number;
  /** Spread of its logarithm for a publication nobody has seen: that of Student's law with five degrees of freedom, at 80%. */
  readonly spread: number;
  /** The same for jobs of a shared cluster, where users fail too. */
  readonly jobFailureRate: number;
  /** Spread of the logarithm of a share by cause from one publication to another; judged. */
  readonly causeSpread: number;
  /** Interval of checkpoints in published runs over the best one, and the spread of its logarithm; judged. */
  readonly intervalFactor: number;
  readonly intervalSpread: number;
} = { failureRate: 0.003156, spread: 0.648, jobFailureRate: 0.02373, causeSpread: 0.6, intervalFactor: 1.5, intervalSpread: 0.7 };
