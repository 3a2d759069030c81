import type { Writable } from '#quantity';
import type { Constraint, Outcome } from './outcome.ts';

/** An outcome while it is written, and written over. */
export interface DraftOutcome {
  wafer: Writable<NonNullable<Outcome['wafer']>> | undefined;
  die: Writable<NonNullable<Outcome['die']>> | undefined;
  package: Writable<NonNullable<Outcome['package']>> | undefined;
  readonly accelerator: Writable<Outcome['accelerator']>;
  readonly cluster: Writable<Omit<Outcome['cluster'], 'lost'>> & { readonly lost: Writable<Outcome['cluster']['lost']> };
  readonly run: Writable<Outcome['run']>;
  inverses: Outcome['inverses'];
  readonly cost: Writable<Outcome['cost']>;
  readonly market: Writable<Outcome['market']>;
  readonly policy: Writable<Outcome['policy']>;
  readonly constraints: Writable<Constraint>[];
  neck: Constraint | undefined;
  feasible: boolean;
}

/** As that of the floors, of which a file beside the chain may name types alone. */
const unwritten = Number.NaN as never;

/**
 * An outcome of which nothing is written yet; the silicon floors come with the first input that has them.
 *
 * @pure
 */
export const draftOutcome = (): DraftOutcome => ({
  wafer: undefined,
  die: undefined,
  package: undefined,
  accelerator: {
    peak: unwritten,
    memory: unwritten,
    power: unwritten,
    balance: unwritten,
    energyPerFlop: unwritten,
    tpp: unwritten,
    performanceDensity: unwritten,
    binding: 'none',
    memoryNeed: unwritten,
    memoryBinding: '',
  },
  cluster: {
    count: unwritten,
    nodes: unwritten,
    peak: unwritten,
    itPower: unwritten,
    sitePower: unwritten,
    mtbf: unwritten,
    failureCause: '',
    checkpointSize: unwritten,
    checkpointStall: unwritten,
    checkpointLag: unwritten,
    checkpointInterval: unwritten,
    goodput: unwritten,
    lost: {
      checkpoint: unwritten,
      rework: unwritten,
      detection: unwritten,
      restart: unwritten,
      waiting: unwritten,
      corruption: unwritten,
    },
    goodputBinding: '',
    stragglerLoss: unwritten,
    binding: '',
  },
  run: {
    parameters: unwritten,
    activeParameters: unwritten,
    flop: unwritten,
    tokens: unwritten,
    time: unwritten,
    chipHours: unwritten,
    utilisation: unwritten,
    delivered: unwritten,
    chipsNeeded: unwritten,
    optimalParameters: unwritten,
    optimalTokens: unwritten,
    effectiveFlop: unwritten,
    binding: '',
  },
  inverses: undefined,
  cost: {
    chips: unwritten,
    server: unwritten,
    network: unwritten,
    solver: undefined,
    facility: unwritten,
    energy: unwritten,
    total: unwritten,
    energyShare: unwritten,
    perToken: unwritten,
    rental: unwritten,
    rentalOneYear: unwritten,
    rentalThreeYears: unwritten,
    capex: unwritten,
    tiedUp: unwritten,
    idle: unwritten,
    failedRuns: unwritten,
    operation: unwritten,
    interest: unwritten,
    ownership: unwritten,
    ownershipBinding: '',
    experiments: unwritten,
    staff: unwritten,
    equity: unwritten,
    development: unwritten,
    energyShareOfDevelopment: unwritten,
    energyUse: unwritten,
    emissions: unwritten,
    embodied: unwritten,
    carbon: unwritten,
    binding: '',
  },
  market: { paid: unwritten, value: unwritten, markup: unwritten, binding: '' },
  policy: { outcome: 'free', leg: undefined, headroom: unwritten, line: unwritten },
  constraints: [],
  neck: undefined,
  feasible: true,
});

/** The silicon floors of an outcome, not written yet. */
export const draftWafer = (): NonNullable<DraftOutcome['wafer']> => ({
  price: unwritten,
  cost: unwritten,
  needed: unwritten,
  available: unwritten,
  energy: unwritten,
  cycleTime: unwritten,
  scanners: unwritten,
});

/** As `draftWafer`, for dies. */
export const draftDie = (): NonNullable<DraftOutcome['die']> => ({
  perWafer: unwritten,
  yield: unwritten,
  goodPerWafer: unwritten,
  cost: unwritten,
  binding: 'area',
  needed: unwritten,
});

/** As `draftWafer`, for packages. */
export const draftPackage = (): NonNullable<DraftOutcome['package']> => ({
  yield: unwritten,
  logic: unwritten,
  memory: unwritten,
  assembly: unwritten,
  test: unwritten,
  loss: unwritten,
  cost: unwritten,
  binding: 'logic',
  hbmNeeded: unwritten,
});
