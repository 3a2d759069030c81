import { type Quantity, quantity } from '#quantity';

export interface SpareNodesInput {
  /** Servers that the job needs. */
  readonly nodes: Quantity<'node'>;
  /** Servers that stand by. */
  readonly spares: Quantity<'node'>;
  /** Failures that take a server out until it is repaired, of each server. */
  readonly outRate: Quantity<'1/node-d'>;
  readonly repairTime: Quantity<'d'>;
}

export interface SpareNodes {
  /** Servers in repair at a time where nothing waits for them, on average. */
  readonly inRepair: Quantity<'node'>;
  /** Share of time that a job of fixed size waits for a server. */
  readonly waiting: Quantity<'1'>;
  readonly binding: 'enough' | 'spares';
}

/** Servers in repair beyond the mean by so many standard deviations have no weight. */
const reach = 12;
/** A job that waits for less than this share of the time has spares enough. */
const little = 1e-3;

/**
 * How long a job of fixed size waits for servers where spares are limited. Waiting is a loss system: servers
 * in repair are its calls, spares and the one that is missing its lines, so the share follows Erlang's formula whatever
 * the distribution of repair times.
 *
 * @equation w = B(s + 1, a), \quad B(k, a) = \frac{a B(k-1, a)}{k + a B(k-1, a)}, \quad a = n \lambda \rho
 * @source erlang-1917
 * @valid failures at a constant rate
 * @param input servers, spares, failures and repair
 */
export const spareNodes = ({ nodes, spares, outRate, repairTime }: SpareNodesInput): SpareNodes => {
  const load = nodes * outRate * repairTime;
  const each = 1 / load;
  // The inverse of the share needs no division; it runs over where nobody waits.
  let inverse = 1;
  for (let line = 1; line <= spares + 1 && inverse < Number.POSITIVE_INFINITY; line++) inverse = 1 + line * each * inverse;
  const blocked = 1 / inverse;
  return {
    inRepair: quantity(load, 'node'),
    waiting: quantity(blocked, '1'),
    binding: blocked < little ? 'enough' : 'spares',
  };
};

/**
 * Speed of a job that goes on without the servers it lacks, as a share of its full speed: servers in repair are Poisson
 * where nothing waits for them.
 *
 * @equation v = 1 - \frac{1}{n} \sum_{k > s} (k - s) \frac{a^k e^{-a}}{k!}, \quad a = n \lambda \rho
 * @source erlang-1917
 * @valid the job drops servers one by one, not by whole replicas
 * @param input servers, spares, failures and repair
 */
export const shrunkSpeed = ({ nodes, spares, outRate, repairTime }: SpareNodesInput): Quantity<'1'> => {
  const load = nodes * outRate * repairTime;
  if (!(load > 0)) return quantity(1, '1');
  // Summed in logarithms, for their number may be large.
  const [low, high] = [Math.max(0, Math.floor(load - reach * Math.sqrt(load) - reach)), Math.ceil(load + reach * Math.sqrt(load) + reach)];
  const [peak, logLoad] = [peakOf(load, low), Math.log(load)];
  let [logWeight, missing, weight] = [0, 0, 0];
  for (let out = low; out <= high; out++) {
    const now = Math.exp(logWeight - peak);
    weight += now;
    missing += now * Math.min(nodes, Math.max(0, out - spares));
    logWeight += logLoad - Math.log(out + 1);
  }
  return quantity(1 - missing / weight / nodes, '1');
};

/** Logarithm of the greatest weight relative to that of `low`, so that the sum neither over- nor underflows. */
const peakOf = (load: number, low: number): number => {
  let [sum, best] = [0, 0];
  for (let out = low; out < load; out++) {
    sum += Math.log(load) - Math.log(out + 1);
    best = Math.max(best, sum);
  }
  return best;
};
