import { type Accelerator, accelerator } from '#accelerator';
import { type AnalogParts, analogGain, analogPartNames, analogSolve, type SolverRefresh, secondOrderShare, solverRefresh } from '#analog';
import { type ClusterSize, clusterPower, clusterSize } from '#cluster';
import { acceleratorCarbon, developmentCost, embodiedCarbon, facilityCost, finalRunCost, ownershipCost } from '#cost';
import { type GoodDie, goodDie } from '#die';
import { priceAtStart, purchase } from '#market';
import { type GoodPackage, goodPackage, waferCarbon } from '#package';
import { ruleStatus } from '#policy';
import { hoursPerYear, type Quantity, quantity, secondsPerDay, secondsPerHour, wattsPerKilowatt } from '#quantity';
import {
  algorithmicGain,
  effectiveCompute,
  flopPerParameterToken,
  matureUtilisation,
  memoryNeed,
  type RunSurvival,
  runSurvival,
  type TrainingTime,
  trainingFlop,
  trainingTime,
} from '#run';
import { processedWafer, waferSupply } from '#wafer';
import type { ChainInput } from './chain-input.ts';
import type { Constraint, ConstraintId, Outcome, SolverOutcome } from './outcome.ts';

/** The input with the utilisation that its software reaches: as it is where that is the software of the measurement. */
const onItsStack = (input: ChainInput): ChainInput => {
  const { utilisation, softwareMaturity } = input.run;
  if (softwareMaturity === 1) return input;
  return { ...input, run: { ...input.run, utilisation: matureUtilisation({ utilisation, maturity: softwareMaturity }) } };
};

interface Constraints {
  readonly all: Constraint[];
}

const constrain = (constraints: Constraints, id: ConstraintId, capacity: number | undefined, need: number): void => {
  if (capacity === undefined) return;
  // Stock that covers all of a need leaves none for fresh supply: such a limit is stated, and cannot hold anything back.
  constraints.all.push({ id, capacity, need, headroom: need > 0 ? capacity / need : Number.POSITIVE_INFINITY });
};

/** The silicon of one accelerator, and what a good package of it costs. */
interface Made {
  readonly die: GoodDie;
  readonly unit: GoodPackage;
  readonly price: Quantity<'USD/wafer'>;
  readonly energy: Quantity<'kWh/wafer'>;
  readonly area: Quantity<'mm2'>;
  readonly perPackage: Quantity<'die'>;
  readonly hbmStacks: Quantity<'stack'>;
}

/** Floors 1 to 3 for one accelerator; they can speak only where all that a unit cost needs is known. */
const make = ({ wafer, die, package: packaging }: ChainInput): Made | undefined => {
  const { energy } = wafer;
  // A price that is stated counts; else it follows from what the wafer costs to make.
  const price =
    wafer.price ?? (wafer.cost === undefined || wafer.markup === undefined ? undefined : quantity(wafer.cost * wafer.markup, 'USD/wafer'));
  const { area, defectDensity, perPackage } = die;
  const { hbmStacks, hbmPrice, assemblyCost, testCost } = packaging;
  if (price === undefined || energy === undefined || area === undefined || defectDensity === undefined || perPackage === undefined)
    return undefined;
  if (hbmStacks === undefined || hbmPrice === undefined || assemblyCost === undefined || testCost === undefined) return undefined;
  const good = goodDie({
    area,
    // Cores that may be off take part of the defects: what is left of them decides whether a die is sold.
    defectDensity: quantity(defectDensity * (die.killing ?? 1), '/cm2'),
    clustering: die.clustering,
    street: die.street,
    diameter: wafer.diameter,
    edgeExclusion: wafer.edgeExclusion,
    reticleWidth: die.reticleWidth,
    reticleHeight: die.reticleHeight,
    waferPrice: price,
  });
  const unit = goodPackage({
    dies: perPackage,
    dieCost: good.cost,
    hbmStacks,
    hbmPrice,
    assemblyCost,
    testCost,
    bondYield: packaging.bondYield,
  });
  return { die: good, unit, price, energy, area, perPackage, hbmStacks };
};

/** What the silicon floors must supply for a cluster, and whether they can. */
const supply = (
  { wafer, die, package: packaging, choice }: ChainInput,
  made: Made,
  count: Quantity<'chip'>,
  constraints: Constraints,
): Required<Pick<Outcome, 'wafer' | 'die' | 'package'>> => {
  const packages = count / made.unit.yield;
  const diesNeeded = packages * made.perPackage;
  const started = processedWafer({
    price: made.price,
    energy: made.energy,
    goodDies: quantity(made.die.goodPerWafer * (wafer.lineYield ?? 1), 'die/wafer'),
    diesNeeded: quantity(diesNeeded - Math.min(diesNeeded, die.bank ?? 0), 'die'),
  });
  const available =
    wafer.starts === undefined || wafer.allocation === undefined || wafer.buildTime === undefined
      ? undefined
      : waferSupply({ starts: wafer.starts, allocation: wafer.allocation, buildTime: wafer.buildTime });
  const hbmNeeded = packages * made.hbmStacks;
  constrain(constraints, 'wafer.supply', available, started.needed);
  scannerConstraint(wafer, constraints, started.needed);
  // A pitch is in reach or it is not: more would help nobody, so it is a constraint only where it fails.
  if (wafer.pitch !== undefined && wafer.pitchFloor !== undefined && wafer.pitch < wafer.pitchFloor)
    constrain(constraints, 'wafer.patterning', wafer.pitch, wafer.pitchFloor);
  // A field is large enough or it is not: more of it would help nobody, so it is a constraint only where it fails. A chip
  // that is bought has been printed already.
  const field = die.reticleWidth * die.reticleHeight;
  if (choice.acquire === 'make' && made.area > field) constrain(constraints, 'die.reticle', field, made.area);
  constrain(constraints, 'package.hbmSupply', packaging.hbmSupply, hbmNeeded);
  // Written out field by field, here and below: copying records by spread takes most of the time of the chain.
  return {
    wafer: {
      price: made.price,
      cost: wafer.cost,
      needed: started.needed,
      available,
      energy: started.energy,
      cycleTime: wafer.cycleTime,
      scanners: scannersNeeded(wafer, started.needed),
    },
    die: {
      perWafer: made.die.perWafer,
      yield: made.die.yield,
      goodPerWafer: made.die.goodPerWafer,
      cost: made.die.cost,
      binding: made.die.binding,
      needed: diesNeeded,
    },
    package: {
      yield: made.unit.yield,
      logic: made.unit.logic,
      memory: made.unit.memory,
      assembly: made.unit.assembly,
      test: made.unit.test,
      loss: made.unit.loss,
      cost: made.unit.cost,
      binding: made.unit.binding,
      hbmNeeded,
    },
  };
};

/** Immersion scanners that are busy with the wafers of the chip for the time in which these are collected. */
const scannersNeeded = ({ exposures, scannerRate, buildTime }: ChainInput['wafer'], needed: number): number | undefined =>
  exposures === undefined || scannerRate === undefined || buildTime === undefined
    ? undefined
    : (needed * exposures) / (scannerRate * buildTime);

/** Exposures that the scanners of the line can make for the chip against those that its wafers take: the scarcer kind counts. */
const scannerConstraint = (wafer: ChainInput['wafer'], constraints: Constraints, needed: number): void => {
  const { allocation = 1, buildTime, scanners, exposures, scannerRate, euvScanners, euvExposures, euvScannerRate } = wafer;
  if (buildTime === undefined) return;
  const immersion = scanners === undefined || scannerRate === undefined ? undefined : scanners * scannerRate * allocation * buildTime;
  const euv = euvScanners === undefined || euvScannerRate === undefined ? undefined : euvScanners * euvScannerRate * allocation * buildTime;
  const immersionNeed = exposures === undefined ? undefined : needed * exposures;
  const euvNeed = euvExposures === undefined ? undefined : needed * euvExposures;
  const immersionHeadroom = immersion === undefined || immersionNeed === undefined ? undefined : immersion / immersionNeed;
  const euvHeadroom = euv === undefined || euvNeed === undefined ? undefined : euv / euvNeed;
  if (euvHeadroom !== undefined && !(euvHeadroom >= (immersionHeadroom ?? Number.POSITIVE_INFINITY)))
    constrain(constraints, 'wafer.scanners', euv, euvNeed as number);
  else if (immersionHeadroom !== undefined) constrain(constraints, 'wafer.scanners', immersion, immersionNeed as number);
};

/**
 * The whole causal system once, from a wafer to the rule that lets a chip be sold: what a run takes, what it
 * costs and which constraint binds.
 *
 * Nothing is drawn and nothing is looked up here. A scenario that does not fit is an outcome, with the
 * constraints that fail and by how much.
 *
 * @pure
 * @param given a number for every lever
 * @throws RangeError where the chip has no peak at the precision, or nothing sets its price or the cluster's size: a
 *   resolved scenario has all three
 */
export const evaluate = (given: ChainInput): Outcome => {
  const input = onItsStack(given);
  const { cluster, run, cost, market, choice } = input;
  const constraints: Constraints = { all: [] };

  // 1-3: silicon, where it is known.
  const made = make(input);

  // 4: the accelerator.
  const chip = accelerator(input.accelerator);
  const { peak } = chip;
  if (peak === undefined) throw new RangeError(`the accelerator has no dense peak at ${input.accelerator.precision}`);

  // 6, first half: the work.
  const { parameters, shape } = choice;
  const work = trainingFlop({
    tokens: run.tokens,
    multiplied: quantity(parameters.multiplied, '1'),
    attentionWidth: quantity(parameters.attentionWidth, '1'),
    sequenceLength: run.sequenceLength,
  });
  const flop = run.flop ?? work.flop;
  const tokens = flop / work.perToken;

  // 5: the cluster. Its size needs the work where only a date is given, and goodput needs its size.
  const inverting = prepareInverses(input, { peak, flopPerToken: work.perToken, tokens, chipPower: chip.power });
  const solverPower = inverting?.(quantity(1, 'chip')).solver?.power ?? 0;
  const chipPower = quantity(chip.power + solverPower, 'W');
  const perChip = clusterPower({
    count: quantity(1, 'chip'),
    chipPower,
    serverPowerFactor: cluster.serverPowerFactor,
    pue: cluster.pue,
  });
  const powerPerChip = quantity(perChip.sitePower, 'W/chip');
  const byDeadline = run.deadline === undefined ? undefined : chipsForDeadline(input, flop, peak, run.deadline, inverting);
  const size = clusterSize({
    count: cluster.count,
    powerLimit: cluster.powerLimit,
    powerPerChip,
    chipSupply: market.chipSupply,
    neededByDeadline: byDeadline && (byDeadline.needed < Number.POSITIVE_INFINITY ? byDeadline.needed : byDeadline.withoutFailures),
  });
  const inverses = inverting?.(size.count);
  const power = clusterPower({ count: size.count, chipPower, serverPowerFactor: cluster.serverPowerFactor, pue: cluster.pue });
  const { nodes, failures, checkpoint, blocking, survived, slowest } = survival(input, size.count);

  // 6, second half: memory and time.
  const memory = memoryNeed({
    parameters: quantity(parameters.total, '1'),
    bytesPerParameter: run.bytesPerParameter,
    count: size.count,
    layers: quantity(shape.layers, '1'),
    hidden: quantity(shape.hidden, '1'),
    vocabulary: quantity(shape.vocabulary, '1'),
    sequenceLength: run.sequenceLength,
    tensorParallel: quantity(Math.min(input.accelerator.scaleUpDomain, size.count), 'chip'),
    reserve: run.memoryReserve,
  });
  const training = trainingTime({
    flop,
    count: size.count,
    peak,
    utilisation: inverses === undefined ? run.utilisation : quantity(run.utilisation * (1 - inverses.loss), '1'),
    goodput: survived.goodput,
    stragglerLoss: slowest.lost,
    productionLoss: run.productionLoss,
  });

  // What the same work would train in another shape, and what it is worth in the methods of another date.
  const optimalParameters = Math.sqrt(flop / (flopPerParameterToken * run.tokensPerParameter));
  const gain = algorithmicGain({ elapsed: run.progressTime, halvingTime: run.halvingTime });

  // 8 before 7: money follows from what an accelerator costs the actor.
  const bought = purchase({ price: market.price, unitCost: made?.unit.cost, acquire: choice.acquire });
  // Written off in a straight line, a purchase is charged by its price; else by what it is still worth.
  const value =
    cost.writeOff === undefined
      ? priceAtStart({ quote: bought.paid, age: market.heldFor, valueDecline: cost.amortisation })
      : quantity(market.heldFor < cost.writeOff ? bought.paid : 0, 'USD');

  // 7: cost.
  const spent = money(input, {
    chip,
    made,
    itPower: power.itPower,
    count: size.count,
    training,
    tokens,
    paid: bought.paid,
    value,
    solver: inverses?.solver,
  });

  // 9: the rule.
  const status = ruleStatus({
    legs: choice.legs,
    tpp: chip.tpp,
    performanceDensity: chip.performanceDensity,
    linkBandwidth: input.accelerator.scaleUpBandwidth === undefined ? undefined : quantity(2 * input.accelerator.scaleUpBandwidth, 'B/s'),
    memoryBandwidth: input.accelerator.memoryBandwidth,
  });

  // Headroom, from the ground up.
  const silicon = made && supply(input, made, size.count, constraints);
  // A plan that is stated needs what it needs; else what fits in no plan does not fit.
  const memoryNeeded = run.planMemory ?? memory.need;
  constrain(constraints, 'accelerator.memory', chip.memory, memoryNeeded);
  if (inverses?.solver !== undefined) {
    constrain(constraints, 'accelerator.convergence', input.solver.conditionLimit, inverses.condition);
    constrain(constraints, 'accelerator.endurance', input.solver.endurance, inverses.solver.writes);
  }
  sizeConstraints(input, constraints, { size, needed: byDeadline?.needed, powerPerChip, time: training.time });
  constrain(constraints, 'cost.budget', cost.budget, spent.total);
  constrain(constraints, 'cost.capital', cost.capital, spent.capex);
  constrain(constraints, 'policy.licence', status.headroom, 1);
  let neck: Constraint | undefined;
  for (const constraint of constraints.all) if (constraint.headroom < (neck?.headroom ?? Number.POSITIVE_INFINITY)) neck = constraint;

  return {
    wafer: silicon?.wafer,
    die: silicon?.die,
    package: silicon?.package,
    accelerator: {
      peak,
      memory: chip.memory,
      power: chip.power,
      balance: chip.balance,
      energyPerFlop: chip.energyPerFlop,
      tpp: chip.tpp,
      performanceDensity: chip.performanceDensity,
      binding: chip.binding,
      memoryNeed: memoryNeeded,
      memoryBinding: run.planMemory === undefined ? memory.binding : 'plan',
    },
    cluster: {
      count: size.count,
      nodes,
      peak: peak * size.count,
      itPower: power.itPower,
      sitePower: power.sitePower,
      mtbf: failures.mtbf,
      failureCause: failures.binding,
      checkpointSize: checkpoint.size,
      checkpointStall: blocking,
      checkpointLag: checkpoint.lag,
      checkpointInterval: survived.interval,
      goodput: survived.goodput,
      lost: survived.lost,
      goodputBinding: survived.binding,
      stragglerLoss: slowest.lost,
      binding: size.binding,
    },
    run: {
      parameters: parameters.total,
      activeParameters: parameters.active,
      flop,
      tokens,
      time: training.time,
      chipHours: training.chipHours,
      utilisation: training.allInUtilisation,
      delivered: training.delivered,
      chipsNeeded: byDeadline?.needed,
      optimalParameters,
      optimalTokens: optimalParameters * run.tokensPerParameter,
      effectiveFlop: effectiveCompute({ flop, gains: { by: 'trend', factors: [gain] } }).flop,
      binding: training.binding,
    },
    inverses,
    cost: spent,
    market: { paid: bought.paid, value, markup: bought.markup, binding: bought.binding },
    policy: { outcome: status.outcome, leg: status.leg, headroom: status.headroom, line: status.line },
    constraints: constraints.all,
    neck,
    feasible: neck === undefined || neck.headroom >= 1,
  };
};

/**
 * Power, supply and time as constraints. A cluster that took all that a limit allows would meet that limit exactly,
 * whatever the target: there the need is that of the accelerators which the deadline asks for, and time is not counted a
 * second time. Without a deadline such a limit has no target to be short of. Which constraints are stated follows from
 * what the scenario states, never from its values, so that every draw of it states the same.
 */
const sizeConstraints = (
  { cluster, run, market }: ChainInput,
  constraints: Constraints,
  {
    size,
    needed,
    powerPerChip,
    time,
  }: {
    readonly size: ClusterSize;
    readonly needed: Quantity<'chip'> | undefined;
    readonly powerPerChip: Quantity<'W/chip'>;
    readonly time: Quantity<'d'>;
  },
): void => {
  const limited = size.binding === 'power' || size.binding === 'supply';
  const asked = limited ? needed : size.count;
  if (asked === undefined) return;
  constrain(constraints, 'cluster.power', cluster.powerLimit, asked * powerPerChip);
  constrain(constraints, 'market.chipSupply', market.chipSupply, asked);
  if (!limited) constrain(constraints, 'run.deadline', run.deadline, time);
};

interface Spending {
  readonly chip: Accelerator;
  readonly made: Made | undefined;
  readonly itPower: Quantity<'W'>;
  readonly count: Quantity<'chip'>;
  readonly training: TrainingTime;
  readonly tokens: number;
  readonly paid: Quantity<'USD'>;
  readonly value: Quantity<'USD'>;
  readonly solver: SolverOutcome | undefined;
}

/**
 * Floor 7. A job that fails before it has restarted never ends, and an accelerator of which no wafer gives a good die
 * cannot be had: neither has a finite cost.
 */
const money = (input: ChainInput, { chip, made, itPower, count, training, tokens, paid, value, solver }: Spending): Outcome['cost'] => {
  const { cluster, energy, cost, choice } = input;
  const ends = training.chipHours < Number.POSITIVE_INFINITY;
  const payable = ends && paid < Number.POSITIVE_INFINITY;
  const ifEnds = (amount: number): number => (ends ? amount : Number.POSITIVE_INFINITY);
  const ifPayable = (amount: number): number => (payable ? amount : Number.POSITIVE_INFINITY);
  // A quote may be of a bare accelerator or of a whole server; what an actor makes itself is bare.
  const toServer = choice.acquire === 'make' ? cost.serverOverhead : cost.quoteFactor;
  const wear = cost.writeOff === undefined ? cost.amortisation : quantity(1 / cost.writeOff, '1/yr');
  const hardware = finalRunCost({
    chipHours: quantity(ends ? training.chipHours : 0, 'chip-h'),
    serverPrice: quantity(payable ? value * toServer : 0, 'USD'),
    amortisation: wear,
    serverOverhead: cost.serverOverhead,
    networkShare: cost.networkShare,
    chipPower: chip.power,
    serverPowerFactor: cluster.serverPowerFactor,
    load: cluster.load,
    pue: cluster.pue,
    electricityPrice: energy.price,
  });
  const facility = facilityCost({ itPower, capex: cost.facilityCapex, lifetime: cost.facilityLife, time: training.time });
  const silicon = solver === undefined ? 0 : (training.chipHours * solver.price * wear) / hoursPerYear;
  const energyUse = hardware.energyUse + (solver?.energyUse ?? 0);
  const electricity = solver === undefined ? hardware.energy : energyUse * energy.price;
  const total =
    solver === undefined ? hardware.total + facility.cost : hardware.server + hardware.network + electricity + facility.cost + silicon;
  const development = developmentCost({
    finalRun: quantity(total, 'USD'),
    experimentFactor: cost.experimentFactor,
    staffShare: cost.staffShare,
    staff: cost.staffYears === undefined || cost.pay === undefined ? undefined : quantity(cost.staffYears * cost.pay, 'USD'),
  });
  const solvers = count * (solver?.price ?? 0);
  const capex = (count * paid * toServer) / (1 - cost.networkShare) + solvers + facility.capex;
  // What stands there is worth what it would fetch at the start, not what was once paid for it.
  const tiedUp = payable ? (count * value * toServer) / (1 - cost.networkShare) + solvers + facility.capex : 0;
  const owned = ownershipCost({
    hardware: quantity(hardware.server + hardware.network + silicon, 'USD'),
    facility: facility.cost,
    energy: quantity(electricity, 'USD'),
    capital: quantity(tiedUp, 'USD'),
    land: quantity(itPower * cost.landValue, 'USD'),
    time: ends ? training.time : quantity(0, 'd'),
    idle: cost.idle,
    failedRuns: cost.failedRuns ?? none,
    operatingRate: cost.operatingRate,
    costOfCapital: cost.costOfCapital,
  });
  const emissions = energyUse * energy.carbonIntensity;
  const embodied = embodiedCarbon({
    perChip: quantity(siliconCarbon(input, made) + cost.serverCarbon, 'gCO2'),
    chipHours: quantity(ends ? training.chipHours : 0, 'chip-h'),
    life: cost.hardwareLife,
  });
  const rental = cost.rent === undefined ? undefined : cost.rent * training.chipHours;
  return {
    chips: ifPayable(hardware.chips),
    server: ifPayable(hardware.otherServer),
    network: ifPayable(hardware.network),
    solver: solver === undefined ? undefined : ifEnds(silicon),
    facility: ifEnds(facility.cost),
    energy: ifEnds(electricity),
    total: ifPayable(total),
    energyShare: payable ? electricity / total : 0,
    perToken: ifPayable(total / tokens),
    rental,
    rentalOneYear: rental === undefined ? undefined : rental * (1 - cost.commitmentOne),
    rentalThreeYears: rental === undefined ? undefined : rental * (1 - cost.commitmentThree),
    capex: ifPayable(capex),
    tiedUp: ifPayable(tiedUp),
    idle: ifPayable(owned.idle),
    failedRuns: ifPayable(owned.failedRuns),
    operation: ifPayable(owned.operation),
    interest: ifPayable(owned.interest),
    ownership: ifPayable(owned.total),
    ownershipBinding: owned.binding,
    experiments: ifPayable(development.experiments),
    staff: ifPayable(development.staff),
    equity: ifPayable(development.staff * cost.equityShare),
    development: ifPayable(development.total),
    energyShareOfDevelopment: payable ? (electricity * cost.experimentFactor) / development.total : 0,
    energyUse: ifEnds(energyUse),
    emissions: ifEnds(emissions),
    embodied: ifEnds(embodied),
    carbon: ifEnds(emissions + embodied),
    binding: payable ? largestPart(hardware.chips, hardware.otherServer, hardware.network, facility.cost, electricity) : 'chips',
  };
};

const none = quantity(0, '1');

/** Of one accelerator without its server: from the wafer up where its silicon is known. */
const siliconCarbon = ({ wafer, cost }: ChainInput, made: Made | undefined): number =>
  made === undefined || !(made.die.goodPerWafer > 0)
    ? cost.chipCarbon
    : acceleratorCarbon({
        wafer: waferCarbon({
          energy: made.energy,
          carbonIntensity: wafer.gridCarbon,
          gas: wafer.processCarbon,
          material: noCarbon,
          diameter: wafer.diameter,
        }),
        goodDiesPerWafer: made.die.goodPerWafer,
        diesPerPackage: made.perPackage,
        packageYield: made.unit.yield,
        hbmStacks: made.hbmStacks,
        perStack: cost.stackCarbon,
      });

const noCarbon = quantity(0, 'gCO2/cm2');

const largestPart = (chips: number, server: number, network: number, facility: number, energy: number): string => {
  const most = Math.max(chips, server, network, facility, energy);
  return most === chips ? 'chips' : most === server ? 'server' : most === network ? 'network' : most === facility ? 'facility' : 'energy';
};

type InversesAt = (count: Quantity<'chip'>) => NonNullable<Outcome['inverses']>;

interface InvertingRun {
  readonly peak: Quantity<'FLOP/s'>;
  readonly flopPerToken: number;
  readonly tokens: number;
  readonly chipPower: Quantity<'W'>;
}

/** A lever that an optimiser of second order, or a solver, cannot do without. */
const stated = <T extends number>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new RangeError(`the optimiser inverts, and ${name} is not stated`);
  return value;
};

/** The solvers beside the accelerators: every figure of them, or none at all. */
const solversOf = ({ solver }: ChainInput) => {
  if (solver.perAccelerator === undefined && solver.inversionTime === undefined) return undefined;
  const parts: Record<string, number> = {};
  for (const name of analogPartNames) parts[name] = stated(solver[name], `solver.${name}`);
  return {
    parts: parts as unknown as AnalogParts,
    perAccelerator: stated(solver.perAccelerator, 'solver.perAccelerator'),
    leaf: stated(solver.leaf, 'solver.leaf'),
    slices: stated(solver.slices, 'solver.slices'),
    passes: stated(solver.passes, 'solver.passes'),
    cycles: stated(solver.cycles, 'solver.cycles'),
    claimedCycles: stated(solver.claimedCycles, 'solver.claimedCycles'),
    endurance: stated(solver.endurance, 'solver.endurance'),
    areaPrice: stated(solver.areaPrice, 'solver.areaPrice'),
  };
};

/**
 * What an optimiser of second order adds to each step of a cluster of any size, on its accelerators or on solvers beside them;
 * nothing with an optimiser of first order, which has nothing to invert.
 */
const prepareInverses = (input: ChainInput, { peak, flopPerToken, tokens, chipPower }: InvertingRun): InversesAt | undefined => {
  const { run, cluster, choice } = input;
  if (choice.optimiser === 'first-order') return undefined;
  const batch = stated(run.batchTokens, 'run.batchTokens');
  const refresh = stated(run.refresh, 'run.refresh');
  const block = stated(run.curvatureBlock, 'run.curvatureBlock');
  const damping = stated(run.damping, 'run.damping');
  const inverseUtilisation = stated(run.inverseUtilisation, 'run.inverseUtilisation');
  const overlap = stated(run.inverseOverlap, 'run.inverseOverlap');
  const flopPerCube = stated(run.inverseWork, 'run.inverseWork');
  const solvers = solversOf(input);
  return (count) => {
    const inverseRate = quantity(count * peak * inverseUtilisation, 'FLOP/s');
    const stepTime = (batch * flopPerToken) / (count * peak * run.utilisation);
    const digital = secondOrderShare({
      shapes: choice.weights,
      factors: choice.optimiser === 'shampoo' ? 'pieces' : 'sides',
      block,
      refresh,
      flopPerCube,
      inverseRate,
      stepTime: quantity(stepTime, 's'),
      gain: 1,
    });
    const { blocks, refreshFlop, share, ceiling } = digital;
    const base = { blocks, refreshFlop, stepTime, time: digital.inverseTime, share, ceiling, condition: (1 + damping) / damping };
    if (solvers === undefined)
      return { ...base, added: digital.inverseTime, loss: share, binding: share > 0.5 ? 'inverses' : 'gradients', solver: undefined };
    const work = { blocks, block, solvers: solvers.perAccelerator * count, digitalRate: inverseRate, ...solvers };
    const chip = solverRefresh(work);
    const added = chip.preparing / refresh + Math.max(0, (chip.writing + chip.solving) / refresh - overlap * stepTime);
    const loss = added / (stepTime + added);
    const energyPerFlop = quantity(chipPower / (peak * inverseUtilisation), 'J/FLOP');
    const refreshes = tokens / batch / refresh;
    return {
      ...base,
      added,
      loss,
      binding: loss > 0.5 ? 'inverses' : 'gradients',
      solver: {
        refreshTime: chip.time,
        gain: refreshFlop / inverseRate / chip.time,
        speedUp: (stepTime + digital.inverseTime) / (stepTime + added),
        energyGain: (refreshFlop * energyPerFlop) / (chip.energy + chip.schurFlop * energyPerFlop),
        claimedGain: claimedGain(solvers, block, { rate: quantity(peak * inverseUtilisation, 'FLOP/s'), energy: energyPerFlop }),
        energyUse: (refreshes * chip.energy * cluster.pue) / (secondsPerHour * wattsPerKilowatt),
        writes: refreshes * chip.writes,
        life: ((solvers.endurance / chip.writes) * refresh * (stepTime + added)) / secondsPerDay,
        power: solvers.perAccelerator * chip.power,
        area: solvers.perAccelerator * chip.area,
        price: solvers.perAccelerator * chip.area * solvers.areaPrice,
        binding: chip.binding satisfies SolverRefresh['binding'],
      },
    };
  };
};

/** Energy gain as it is claimed: one full array, few cycles, writes and preparation free, and a rival that factors anew for each right-hand side. */
const claimedGain = (
  { parts, slices, passes, claimedCycles }: NonNullable<ReturnType<typeof solversOf>>,
  size: number,
  arithmetic: { readonly rate: Quantity<'FLOP/s'>; readonly energy: Quantity<'J/FLOP'> },
): number =>
  analogGain({
    size,
    symmetric: false,
    analog: analogSolve({ size, leaf: size, slices, passes, cycles: claimedCycles, converters: true, parts }),
    schurFlop: 0,
    rival: { factoring: arithmetic, solving: arithmetic, sweeps: 0 },
    accounting: { freshFactors: true, writes: false, schur: false, rightSides: 1 },
  }).energy;

/** What a cluster of a size keeps of its time. */
const survival = ({ cluster, choice }: ChainInput, count: Quantity<'chip'>): RunSurvival =>
  runSurvival({ cluster, count, checkpoint: choice.checkpoint, parameters: quantity(choice.parameters.total, '1') });

interface DeadlineSize {
  /** Accelerators that meet the deadline; infinite where so many fail so often that no number does. */
  readonly needed: Quantity<'chip'>;
  /** What it would take without failures: the size of a cluster that nothing else sets, and that then misses. */
  readonly withoutFailures: Quantity<'chip'>;
}

/**
 * Accelerators that finish the work by the deadline. Failures grow with their number, so that what a count asks for rises
 * faster and faster with it: secants from the count without failures approach the answer from below, in a few steps, and
 * find no way up where there is none.
 *
 * @equation N = \frac{F}{T \hat P u g(N) (1 - s(N)) (1 - l)}
 */
const chipsForDeadline = (
  input: ChainInput,
  flop: number,
  peak: number,
  deadline: Quantity<'d'>,
  inverting: InversesAt | undefined,
): DeadlineSize => {
  const { run } = input;
  const bare = flop / (deadline * secondsPerDay * peak * run.utilisation * (1 - run.productionLoss));
  // Solvers that serve several blocks each have less to do the more accelerators there are.
  const withInverses = (count: number): number => (inverting === undefined ? bare : bare / (1 - inverting(quantity(count, 'chip')).loss));
  const withoutFailures = withInverses(bare);
  let [count, before, askedBefore] = [withoutFailures, 0, 0];
  for (let step = 0; step < mostSteps; step++) {
    const work = inverting === undefined ? withoutFailures : withInverses(count);
    const asked = work / survival(input, quantity(count, 'chip')).kept;
    if (!(asked < mostChips)) break;
    const slope = step === 0 ? 0 : (asked - askedBefore) / (count - before);
    // Where servers come in steps or a loss grows ever slower, a secant may mislead; what is asked for never does.
    const next = slope > 0 && slope < 1 ? count + (asked - count) / (1 - slope) : asked;
    if (Math.abs(next - count) < 0.5) return { needed: quantity(next, 'chip'), withoutFailures: quantity(withoutFailures, 'chip') };
    [before, askedBefore, count] = [count, asked, next];
  }
  return { needed: quantity(Number.POSITIVE_INFINITY, 'chip'), withoutFailures: quantity(withoutFailures, 'chip') };
};

/** More than enough for any count that meets a deadline. */
const mostSteps = 50;
/** Beyond any cluster: the search for a count stops here. */
const mostChips = 1e12;
