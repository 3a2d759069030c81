import { mm2PerCm2, type Quantity, quantity } from '#quantity';

/** A die of equal cores and the rest, `uncore`, which every part that is sold needs. */
export interface Cores {
  /** Share of the area that the cores take together. */
  readonly coreShare: Quantity<'1'>;
  readonly cores: Quantity<'1'>;
  /** Share of the defects in the rest that redundancy repairs. */
  readonly repairable: Quantity<'1'>;
}

/** Equal cores of which some may be bad. */
export interface Salvage extends Cores {
  /** Most bad cores with which a die is still sold. */
  readonly maxBad: Quantity<'1'>;
}

/** Cores of a die, and how defects fall on it. */
export interface SalvageInput extends Cores {
  readonly area: Quantity<'mm2'>;
  readonly defectDensity: Quantity<'/cm2'>;
  /** Clustering of one rate per die that all its parts share; infinite where defects fall independently (Poisson). */
  readonly clustering: Quantity<'1'>;
}

export interface SalvageYieldInput extends SalvageInput, Salvage {}

export interface SalvageYield {
  /** Share of dies with every core good. */
  readonly full: Quantity<'1'>;
  /** Share of dies that can be sold. */
  readonly sold: Quantity<'1'>;
  /** Share of dies whose rest works: more cannot be sold with any number of bad cores. */
  readonly ceiling: Quantity<'1'>;
  /** What loses more dies: the rest, or the cores beyond those that may be bad. */
  readonly binding: 'uncore' | 'cores';
}

/** Terms below this share of a sum are lost in its rounding. */
const negligible = 1e-18;
/** Logarithm of a weight that no longer counts. */
const faint = -46;

/** ln n! less its Stirling form n ln n - n + ln(2 pi n) / 2. */
const stirlingError = (n: number): number => {
  if (n >= 16) {
    const n2 = n * n;
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * n2)) / n2) / n2) / n;
  }
  if (n === 0) return 0;
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return Math.log(product) - (n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n));
};

/** ln of the number of ways to choose k of n, 0 < k < n: exact to 1e-10 for a million cores, where ln n! is not. */
const logChoose = (n: number, k: number): number =>
  k * Math.log(n / k) +
  (n - k) * Math.log(n / (n - k)) +
  0.5 * Math.log(n / (2 * Math.PI * k * (n - k))) +
  stirlingError(n) -
  stirlingError(k) -
  stirlingError(n - k);

/** Probability that more than k of n cores are bad, each with e^-mu to be good; `log` is the logChoose of k + 1. */
const moreBad = (n: number, k: number, mu: number, log: number): number => {
  const bad = -Math.expm1(-mu);
  const odds = Math.expm1(mu);
  const first = Math.exp(log + (k + 1) * Math.log(bad) - (n - k - 1) * mu);
  if (k + 1 >= (n + 1) * bad) {
    let sum = first;
    let term = first;
    for (let j = k + 1; j < n && term > sum * negligible; j++) {
      term *= ((n - j) / (j + 1)) * odds;
      sum += term;
    }
    return Math.min(1, sum);
  }
  let term = (first * (k + 1)) / (n - k) / odds;
  let sum = term;
  for (let j = k; j > 0 && term > sum * negligible; j--) {
    term *= j / (n - j + 1) / odds;
    sum += term;
  }
  return Math.max(0, 1 - sum);
};

/** Spread, relative to its mean, of the rate at which one core more than may be bad turns bad. */
const spreadOfLimit = (n: number, k: number): number => {
  const mean = Math.log((n + 0.5) / Math.max(n - k - 0.5, 0.25));
  return Math.sqrt(1 / Math.max(n - k - 0.5, 0.25) - 1 / (n + 0.5)) / mean;
};

/**
 * Probability that more than k of n cores are bad where the rate of defects on a die is gamma distributed around
 * `mean` per core.
 *
 * With the rate e^t times its mean, the weight of t falls off exponentially on the left and faster on the right, and
 * the integrand is analytic: the trapezoidal rule converges exponentially, for any clustering. The norm of the weights is
 * not computed but taken from an integral that is known, that of one bad core or more; so no gamma function is needed.
 */
const clusteredMoreBad = (n: number, k: number, mean: number, alpha: number): number => {
  const oneOrMore = -Math.expm1(-alpha * Math.log1p((n * mean) / alpha));
  const log = k + 1 === n ? 0 : logChoose(n, k + 1);
  const step = Math.min(0.25, 0.5 / Math.sqrt(alpha), 0.5 * spreadOfLimit(n, k));
  let above = 0;
  let norm = 0;
  const add = (t: number): boolean => {
    const weightLog = alpha * (t - Math.expm1(t));
    const mu = mean * Math.exp(t);
    const any = -Math.expm1(-n * mu);
    const weight = Math.exp(weightLog);
    norm += weight * any;
    above += weight * moreBad(n, k, mu, log);
    return weightLog + Math.log(any) > faint + Math.min(0, Math.log(n * mean));
  };
  add(0);
  for (let i = 1; add(i * step); i++);
  for (let i = 1; add(-i * step); i++);
  return norm === 0 ? 0 : oneOrMore * (above / norm);
};

/** The rest as a yield, and the rate on the cores of those dies whose rest works, per core. */
const split = ({ area, defectDensity, clustering, coreShare, cores, repairable }: SalvageInput) => {
  const m = (area / mm2PerCm2) * defectDensity;
  const rest = m * (1 - coreShare) * (1 - repairable);
  const perCore = (m * coreShare) / cores;
  if (clustering === Number.POSITIVE_INFINITY) return { ceiling: Math.exp(-rest), mean: perCore };
  // Dies whose rest works have fewer defects: their rate is gamma again, with a lower mean.
  return { ceiling: Math.exp(-clustering * Math.log1p(rest / clustering)), mean: perCore / (1 + rest / clustering) };
};

/** Share of dies whose rest works that have more than k bad cores. */
const lostAbove = (cores: number, k: number, mean: number, clustering: number): number => {
  if (k >= cores || mean === 0) return 0;
  if (clustering === Number.POSITIVE_INFINITY)
    return k === 0 ? -Math.expm1(-cores * mean) : moreBad(cores, k, mean, k + 1 === cores ? 0 : logChoose(cores, k + 1));
  if (k === 0) return -Math.expm1(-clustering * Math.log1p((cores * mean) / clustering));
  return clusteredMoreBad(cores, k, mean, clustering);
};

/** The same for a die whose rate of defects is `times` the mean, in plain numbers. */
export const soldAtRate = (
  { area, defectDensity, coreShare, cores, maxBad, repairable }: SalvageYieldInput,
  times: number,
): { readonly full: number; readonly sold: number; readonly ceiling: number } => {
  const m = times * (area / mm2PerCm2) * defectDensity;
  const ceiling = Math.exp(-m * (1 - coreShare) * (1 - repairable));
  const mean = (m * coreShare) / cores;
  return {
    ceiling,
    full: ceiling * Math.exp(-m * coreShare),
    sold: ceiling * (1 - lostAbove(cores, maxBad, mean, Number.POSITIVE_INFINITY)),
  };
};

/**
 * Share of dies that can be sold when some cores may be bad. All parts of a die share one rate of defects: blocks that are
 * drawn independently would count the clustering twice.
 *
 * @equation Y = E_\lambda \left[ e^{-\lambda A_u (1 - \rho)} \, P\left( \mathrm{Bin}(n, 1 - e^{-\lambda A_c}) \le k \right) \right], \quad \lambda \sim \Gamma(\alpha, D_0 / \alpha)
 * @param input area, defects, cores, how many may be bad, and what redundancy repairs
 */
export const salvageYield = (input: SalvageYieldInput): SalvageYield => {
  const { ceiling, mean } = split(input);
  const cores = Math.max(1, Math.round(input.cores));
  const perCore = (mean * input.cores) / cores;
  const lost = lostAbove(cores, Math.max(0, Math.floor(input.maxBad)), perCore, input.clustering);
  const full = ceiling * (1 - lostAbove(cores, 0, perCore, input.clustering));
  return {
    full: quantity(full, '1'),
    sold: quantity(Math.max(full, ceiling * (1 - lost)), '1'),
    ceiling: quantity(ceiling, '1'),
    binding: 1 - ceiling >= ceiling * lost ? 'uncore' : 'cores',
  };
};

/** A product that takes dies with at most so many bad cores which no bin before it took. */
export interface Bin {
  readonly maxBad: Quantity<'1'>;
  /** Share of its dies that reach its speed and power; those that do not fall to the bins behind. */
  readonly fastEnough?: Quantity<'1'>;
}

export interface BinSplitInput extends SalvageInput {
  /** From the best, with the fewest bad cores, downwards. */
  readonly bins: readonly Bin[];
}

export interface BinSplit {
  /** Share of all dies by bin. */
  readonly shares: readonly Quantity<'1'>[];
  readonly sold: Quantity<'1'>;
  readonly scrap: Quantity<'1'>;
  /** Index of the bin that takes most dies; -1 where most are scrap. */
  readonly binding: number;
}

/**
 * Which share of dies goes into each bin of a product line: a die goes to the first bin that its bad cores and its
 * speed allow.
 *
 * @equation y_i = f_i \left( Y(k_i) - Y(k_{i-1}) + (1 - f_{i-1}) \ldots \right)
 * @param input area, defects, cores and bins
 */
export const binSplit = (input: BinSplitInput): BinSplit => {
  const { ceiling, mean } = split(input);
  const cores = Math.max(1, Math.round(input.cores));
  const perCore = (mean * input.cores) / cores;
  const upTo = (k: number): number => (k < 0 ? 0 : ceiling * (1 - lostAbove(cores, k, perCore, input.clustering)));
  let widest = -1;
  let slow = 0;
  let below = 0;
  const shares = input.bins.map(({ maxBad, fastEnough }) => {
    const k = Math.floor(maxBad);
    const reached = k > widest ? upTo(k) : below;
    const candidates = slow + Math.max(0, reached - below);
    const taken = candidates * (fastEnough ?? 1);
    slow = candidates - taken;
    below = Math.max(below, reached);
    widest = Math.max(widest, k);
    return quantity(taken, '1');
  });
  const sold = shares.reduce((sum: number, share) => sum + share, 0);
  const scrap = Math.max(0, 1 - sold);
  const most = Math.max(scrap, ...shares);
  return {
    shares,
    sold: quantity(sold, '1'),
    scrap: quantity(scrap, '1'),
    binding: most === scrap ? -1 : shares.findIndex((share) => share >= most),
  };
};
