import { daysPerYear, type Quantity, quantity } from '#quantity';

export interface OwnershipCostInput {
  /** Value that servers and network lose during the run. */
  readonly hardware: Quantity<'USD'>;
  /** Part of the building that the run uses up. */
  readonly facility: Quantity<'USD'>;
  readonly energy: Quantity<'USD'>;
  /** What the owner has tied up in servers, network and building. */
  readonly capital: Quantity<'USD'>;
  /** Worth of the site, which does not wear out. */
  readonly land: Quantity<'USD'>;
  /** How long the run has them. */
  readonly time: Quantity<'d'>;
  /** Share of the time in which a cluster stands paid for and unused, below 1. */
  readonly idle: Quantity<'1'>;
  /** Runs that were thrown away, over the run that is kept. */
  readonly failedRuns: Quantity<'1'>;
  /** Operation, repair and insurance in a year over what was built. */
  readonly operatingRate: Quantity<'1/yr'>;
  /** What the money tied up costs in a year. */
  readonly costOfCapital: Quantity<'1/yr'>;
}

/** What an owner pays for a run, in parts that do not overlap. */
export interface OwnershipCost {
  readonly hardware: Quantity<'USD'>;
  readonly facility: Quantity<'USD'>;
  readonly energy: Quantity<'USD'>;
  /** The run's part of the time in which the cluster waits: everything but energy runs on. */
  readonly idle: Quantity<'USD'>;
  readonly failedRuns: Quantity<'USD'>;
  readonly operation: Quantity<'USD'>;
  readonly interest: Quantity<'USD'>;
  readonly total: Quantity<'USD'>;
  readonly binding: 'hardware' | 'facility' | 'energy' | 'idle' | 'failedRuns' | 'operation' | 'interest';
}

/**
 * What a run costs whoever owns the cluster: beside the value used up and the energy, the cluster must be operated, the
 * money in it and under it earns nothing else meanwhile, it stands idle between runs, and some runs are thrown away.
 *
 * @equation C = (h + b + o + z) \frac{1}{1 - u} (1 + w) + e (1 + w),\quad o = K \rho \frac{t}{Y},\quad z = (K + L) i \frac{t}{Y}
 * @param input hardware h, building b, energy e, capital K, land L, time t, idle share u, failed runs w, operating rate \rho and cost of capital i
 */
export const ownershipCost = ({
  hardware,
  facility,
  energy,
  capital,
  land,
  time,
  idle,
  failedRuns,
  operatingRate,
  costOfCapital,
}: OwnershipCostInput): OwnershipCost => {
  const years = time / daysPerYear;
  const operation = capital * operatingRate * years;
  const interest = (capital + land) * costOfCapital * years;
  const waiting = ((hardware + facility + operation + interest) * idle) / (1 - idle);
  const thrown = (hardware + facility + energy + operation + interest + waiting) * failedRuns;
  return {
    hardware,
    facility,
    energy,
    idle: quantity(waiting, 'USD'),
    failedRuns: quantity(thrown, 'USD'),
    operation: quantity(operation, 'USD'),
    interest: quantity(interest, 'USD'),
    total: quantity(hardware + facility + energy + waiting + thrown + operation + interest, 'USD'),
    binding: largestPart(hardware, facility, energy, waiting, thrown, operation, interest),
  };
};

/** By name, not by a loop over names: a sampled chain asks this often. */
const largestPart = (
  hardware: number,
  facility: number,
  energy: number,
  idle: number,
  failedRuns: number,
  operation: number,
  interest: number,
): OwnershipCost['binding'] => {
  const most = Math.max(hardware, facility, energy, idle, failedRuns, operation, interest);
  if (hardware === most) return 'hardware';
  if (facility === most) return 'facility';
  if (energy === most) return 'energy';
  if (idle === most) return 'idle';
  if (failedRuns === most) return 'failedRuns';
  return operation === most ? 'operation' : 'interest';
};
