import { accelerator } from '#accelerator';
import { type AnalogParts, analogGain, analogPartNames, analogSolve, type SolverRefresh, secondOrderShare, solverRefresh } from '#analog';
import { clusterPower, clusterSize } from '#cluster';
import { acceleratorCarbon, developmentCost, embodiedCarbon, facilityCost, finalRunCost, ownershipCost } from '#cost';
import { goodDie } from '#die';
import { priceAtStart, purchase } from '#market';
import { goodPackage, waferCarbon } from '#package';
import { ruleStatus } from '#policy';
import { hoursPerYear, type Quantity, quantity, secondsPerDay, secondsPerHour, wattsPerKilowatt } from '#quantity';
import {
  algorithmicGain,
  draftSurvival,
  draftSurvivalInput,
  effectiveCompute,
  flopPerParameterToken,
  keptShare,
  matureUtilisation,
  memoryNeed,
  type RunSurvivalInput,
  runSurvival,
  type TrainingFlop,
  trainingFlop,
  trainingTime,
} from '#run';
import { processedWafer, waferSupply } from '#wafer';
import type { ChainInput } from './chain-input.ts';
import { type DraftOutcome, draftDie, draftOutcome, draftPackage, draftWafer } from './draft-outcome.ts';
import type { ConstraintId, Outcome } from './outcome.ts';

// Each floor writes into the outcome that it is given, and reads there what lower floors wrote. What is written over is not made anew,
// which is half of the time of an evaluation. A compiler sees through floors one by one, and through the records that pass between a
// floor and what it calls, as long as a floor is short: all of them in one function would be too much for it.

/** One floor, or a part of one. */
type Floor = (input: ChainInput, outcome: DraftOutcome) => void;

/** States a constraint at a place of the list; returns the next place. */
const constrain = (
  constraints: DraftOutcome['constraints'],
  place: number,
  id: ConstraintId,
  capacity: number | undefined,
  need: number,
): number => {
  if (capacity === undefined) return place;
  // Stock that covers all of a need leaves none for fresh supply: such a limit is stated, and cannot hold anything back.
  const headroom = need > 0 ? capacity / need : Number.POSITIVE_INFINITY;
  const known = constraints[place];
  if (known === undefined) constraints.push({ id, capacity, need, headroom });
  else {
    known.id = id;
    known.capacity = capacity;
    known.need = need;
    known.headroom = headroom;
  }
  return place + 1;
};

/** Floor 1, and whether 1 to 3 can speak: only where all that the unit cost of one accelerator needs is known. */
const make = ({ wafer, die, package: packaging }: ChainInput, outcome: DraftOutcome): void => {
  const { energy } = wafer;
  // A price that is stated counts; else it follows from what the wafer costs to make.
  const price =
    wafer.price ?? (wafer.cost === undefined || wafer.markup === undefined ? undefined : quantity(wafer.cost * wafer.markup, 'USD/wafer'));
  const { area, defectDensity, perPackage } = die;
  const { hbmStacks, hbmPrice, assemblyCost, testCost } = packaging;
  if (
    price === undefined ||
    energy === undefined ||
    area === undefined ||
    defectDensity === undefined ||
    perPackage === undefined ||
    hbmStacks === undefined ||
    hbmPrice === undefined ||
    assemblyCost === undefined ||
    testCost === undefined
  ) {
    outcome.wafer = undefined;
    outcome.die = undefined;
    outcome.package = undefined;
    return;
  }
  outcome.wafer ??= draftWafer();
  outcome.wafer.price = price;
  outcome.die ??= draftDie();
  outcome.package ??= draftPackage();
};

/** Floor 2, where its figures are known. */
const cutDies = ({ wafer, die }: ChainInput, { wafer: processed, die: made }: DraftOutcome): void => {
  const { area, defectDensity } = die;
  if (processed === undefined || made === undefined || area === undefined || defectDensity === undefined) return;
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
    waferPrice: quantity(processed.price, 'USD/wafer'),
  });
  made.perWafer = good.perWafer;
  made.yield = good.yield;
  made.goodPerWafer = good.goodPerWafer;
  made.cost = good.cost;
  made.binding = good.binding;
};

/** Floor 3, where its figures are known. */
const assemblePackage = ({ die: { perPackage }, package: packaging }: ChainInput, { die, package: packed }: DraftOutcome): void => {
  const { hbmStacks, hbmPrice, assemblyCost, testCost } = packaging;
  if (die === undefined || packed === undefined || perPackage === undefined || hbmStacks === undefined) return;
  if (hbmPrice === undefined || assemblyCost === undefined || testCost === undefined) return;
  const unit = goodPackage({
    dies: perPackage,
    dieCost: die.cost,
    hbmStacks,
    hbmPrice,
    assemblyCost,
    testCost,
    bondYield: packaging.bondYield,
  });
  packed.yield = unit.yield;
  packed.logic = unit.logic;
  packed.memory = unit.memory;
  packed.assembly = unit.assembly;
  packed.test = unit.test;
  packed.loss = unit.loss;
  packed.cost = unit.cost;
  packed.binding = unit.binding;
};

/** What the silicon floors must supply for a cluster, and whether they can; returns the next place for a constraint. */
const supply = ({ wafer, die, package: packaging, choice }: ChainInput, outcome: DraftOutcome): number => {
  const { wafer: processed, die: dies, package: unit, constraints } = outcome;
  const { area, perPackage } = die;
  const { energy } = wafer;
  const { hbmStacks } = packaging;
  if (processed === undefined || dies === undefined || unit === undefined) return 0;
  if (area === undefined || perPackage === undefined || energy === undefined || hbmStacks === undefined) return 0;
  const packages = outcome.cluster.count / unit.yield;
  const diesNeeded = packages * perPackage;
  const started = processedWafer({
    price: quantity(processed.price, 'USD/wafer'),
    energy,
    goodDies: quantity(dies.goodPerWafer * (wafer.lineYield ?? 1), 'die/wafer'),
    diesNeeded: quantity(diesNeeded - Math.min(diesNeeded, die.bank ?? 0), 'die'),
  });
  const available =
    wafer.starts === undefined || wafer.allocation === undefined || wafer.buildTime === undefined
      ? undefined
      : waferSupply({ starts: wafer.starts, allocation: wafer.allocation, buildTime: wafer.buildTime });
  const hbmNeeded = packages * hbmStacks;
  let place = constrain(constraints, 0, 'wafer.supply', available, started.needed);
  place = scannerConstraint(wafer, constraints, place, started.needed);
  // A pitch is in reach or it is not: more would help nobody, so it is a constraint only where it fails.
  if (wafer.pitch !== undefined && wafer.pitchFloor !== undefined && wafer.pitch < wafer.pitchFloor)
    place = constrain(constraints, place, 'wafer.patterning', wafer.pitch, wafer.pitchFloor);
  // A field is large enough or it is not: more of it would help nobody, so it is a constraint only where it fails. A chip
  // that is bought has been printed already.
  const field = die.reticleWidth * die.reticleHeight;
  if (choice.acquire === 'make' && area > field) place = constrain(constraints, place, 'die.reticle', field, area);
  place = constrain(constraints, place, 'package.hbmSupply', packaging.hbmSupply, hbmNeeded);
  processed.cost = wafer.cost;
  processed.needed = started.needed;
  processed.available = available;
  processed.energy = started.energy;
  processed.cycleTime = wafer.cycleTime;
  processed.scanners = scannersNeeded(wafer, started.needed);
  dies.needed = diesNeeded;
  unit.hbmNeeded = hbmNeeded;
  return place;
};

/** Immersion scanners that are busy with the wafers of the chip for the time in which these are collected. */
const scannersNeeded = ({ exposures, scannerRate, buildTime }: ChainInput['wafer'], needed: number): number | undefined =>
  exposures === undefined || scannerRate === undefined || buildTime === undefined
    ? undefined
    : (needed * exposures) / (scannerRate * buildTime);

/** Exposures that the scanners of the line can make for the chip against those that its wafers take: the scarcer kind counts. */
const scannerConstraint = (wafer: ChainInput['wafer'], constraints: DraftOutcome['constraints'], place: number, needed: number): number => {
  const { allocation = 1, buildTime, scanners, exposures, scannerRate, euvScanners, euvExposures, euvScannerRate } = wafer;
  if (buildTime === undefined) return place;
  const immersion = scanners === undefined || scannerRate === undefined ? undefined : scanners * scannerRate * allocation * buildTime;
  const euv = euvScanners === undefined || euvScannerRate === undefined ? undefined : euvScanners * euvScannerRate * allocation * buildTime;
  const immersionNeed = exposures === undefined ? undefined : needed * exposures;
  const euvNeed = euvExposures === undefined ? undefined : needed * euvExposures;
  const immersionHeadroom = immersion === undefined || immersionNeed === undefined ? undefined : immersion / immersionNeed;
  const euvHeadroom = euv === undefined || euvNeed === undefined ? undefined : euv / euvNeed;
  if (euvHeadroom !== undefined && !(euvHeadroom >= (immersionHeadroom ?? Number.POSITIVE_INFINITY)))
    return constrain(constraints, place, 'wafer.scanners', euv, euvNeed as number);
  return immersionHeadroom === undefined ? place : constrain(constraints, place, 'wafer.scanners', immersion, immersionNeed as number);
};

/** Floor 4: the accelerator. */
const equip = (input: ChainInput, { accelerator: own }: DraftOutcome): void => {
  const chip = accelerator(input.accelerator);
  const { peak } = chip;
  if (peak === undefined) throw new RangeError(`the accelerator has no dense peak at ${input.accelerator.precision}`);
  own.peak = peak;
  own.memory = chip.memory;
  own.power = chip.power;
  own.balance = chip.balance;
  own.energyPerFlop = chip.energyPerFlop;
  own.tpp = chip.tpp;
  own.performanceDensity = chip.performanceDensity;
  own.binding = chip.binding;
};

/** Dense peak of one accelerator, which floor 4 has written. */
const peakOf = ({ accelerator: { peak } }: DraftOutcome): Quantity<'FLOP/s'> => quantity(peak as number, 'FLOP/s');

/** Utilisation that the software reaches: as it is where that is the software of the measurement. */
const reached = ({ utilisation, softwareMaturity }: ChainInput['run']): Quantity<'1'> =>
  softwareMaturity === 1 ? utilisation : matureUtilisation({ utilisation, maturity: softwareMaturity });

const workOf = (run: ChainInput['run'], parameters: ChainInput['choice']['parameters']): TrainingFlop =>
  trainingFlop({
    tokens: run.tokens,
    multiplied: quantity(parameters.multiplied, '1'),
    attentionWidth: quantity(parameters.attentionWidth, '1'),
    sequenceLength: run.sequenceLength,
  });

/** Floor 6, first half: the work, what it would train in another shape, and what it is worth in the methods of another date. */
const plan = ({ run, choice: { parameters } }: ChainInput, { run: own }: DraftOutcome): void => {
  const work = workOf(run, parameters);
  const flop = run.flop ?? work.flop;
  const optimalParameters = Math.sqrt(flop / (flopPerParameterToken * run.tokensPerParameter));
  const gain = algorithmicGain({ elapsed: run.progressTime, halvingTime: run.halvingTime });
  own.parameters = parameters.total;
  own.activeParameters = parameters.active;
  own.flop = flop;
  own.tokens = flop / work.perToken;
  own.optimalParameters = optimalParameters;
  own.optimalTokens = optimalParameters * run.tokensPerParameter;
  own.effectiveFlop = effectiveCompute({ flop, gains: { by: 'trend', factors: [gain] } }).flop;
};

/** An accelerator with the solvers beside it. */
const withSolvers = (power: number, inverses: Outcome['inverses']): Quantity<'W'> => quantity(power + (inverses?.solver?.power ?? 0), 'W');

/** Site power of one accelerator with its share of everything. */
const powerPerChip = ({ cluster }: ChainInput, { accelerator: chip, inverses }: DraftOutcome): Quantity<'W/chip'> =>
  quantity(
    clusterPower({
      count: one,
      chipPower: withSolvers(chip.power, inverses),
      serverPowerFactor: cluster.serverPowerFactor,
      pue: cluster.pue,
    }).sitePower,
    'W/chip',
  );

/** Accelerators that would finish the work by the deadline if they did nothing else and never failed. */
const bareChips = ({ run }: ChainInput, outcome: DraftOutcome, deadline: number): number =>
  outcome.run.flop / (deadline * secondsPerDay * peakOf(outcome) * reached(run) * (1 - run.productionLoss));

/** Floor 5: the size of the cluster. It needs the work where only a date is given. */
const dimension = (input: ChainInput, outcome: DraftOutcome): void => {
  const { cluster, market, run, choice } = input;
  const { cluster: own } = outcome;
  const inverting = choice.optimiser === 'first-order' ? undefined : prepareInverses(input, outcome);
  let needed: Quantity<'chip'> | undefined;
  let misses: Quantity<'chip'> | undefined;
  if (run.deadline !== undefined) {
    const bare = bareChips(input, outcome, run.deadline);
    needed = chipsForDeadline(input, bare, inverting);
    // Where no number of accelerators is in time, a cluster that nothing else sets has the size that it would take without failures.
    if (!(needed < Number.POSITIVE_INFINITY)) misses = quantity(chipsWithoutFailures(bare, inverting, bare), 'chip');
  }
  outcome.run.chipsNeeded = needed;
  outcome.inverses = inverting?.(one);
  const size = clusterSize({
    count: cluster.count,
    powerLimit: cluster.powerLimit,
    powerPerChip: powerPerChip(input, outcome),
    chipSupply: market.chipSupply,
    neededByDeadline: misses ?? needed,
  });
  outcome.inverses = inverting?.(size.count);
  own.count = size.count;
  own.binding = size.binding;
};

/** What a run survives, asked and answered for one size after another: written over, and read at once. */
const [request, survival] = [draftSurvivalInput(), draftSurvival()];

/** The run on a cluster of a size. */
const ofSize = ({ cluster, choice }: ChainInput, count: number): RunSurvivalInput => {
  request.cluster = cluster;
  request.count = quantity(count, 'chip');
  request.checkpoint = choice.checkpoint;
  request.parameters = quantity(choice.parameters.total, '1');
  return request;
};

/** Floor 5: power of the cluster, and what failures leave of its time. */
const assemble = (input: ChainInput, outcome: DraftOutcome): void => {
  const { cluster } = input;
  const { accelerator: chip, cluster: own, inverses } = outcome;
  const power = clusterPower({
    count: quantity(own.count, 'chip'),
    chipPower: withSolvers(chip.power, inverses),
    serverPowerFactor: cluster.serverPowerFactor,
    pue: cluster.pue,
  });
  own.peak = peakOf(outcome) * own.count;
  own.itPower = power.itPower;
  own.sitePower = power.sitePower;
  const { nodes, failures, checkpoint, blocking, survived, slowest } = runSurvival(ofSize(input, own.count), survival);
  own.nodes = nodes;
  own.mtbf = failures.mtbf;
  own.failureCause = failures.binding;
  own.checkpointSize = checkpoint.size;
  own.checkpointStall = blocking;
  own.checkpointLag = checkpoint.lag;
  own.checkpointInterval = survived.interval;
  own.goodput = survived.goodput;
  own.goodputBinding = survived.binding;
  own.stragglerLoss = slowest.lost;
  const { lost } = own;
  lost.checkpoint = survived.lost.checkpoint;
  lost.rework = survived.lost.rework;
  lost.detection = survived.lost.detection;
  lost.restart = survived.lost.restart;
  lost.waiting = survived.lost.waiting;
  lost.corruption = survived.lost.corruption;
};

/** Floor 6, second half: memory and time. */
const train = ({ run, accelerator: { scaleUpDomain }, choice: { parameters, shape } }: ChainInput, outcome: DraftOutcome): void => {
  const { accelerator: chip, cluster, run: own, inverses } = outcome;
  const count = quantity(cluster.count, 'chip');
  const utilisation = reached(run);
  const memory = memoryNeed({
    parameters: quantity(parameters.total, '1'),
    bytesPerParameter: run.bytesPerParameter,
    count,
    layers: quantity(shape.layers, '1'),
    hidden: quantity(shape.hidden, '1'),
    vocabulary: quantity(shape.vocabulary, '1'),
    sequenceLength: run.sequenceLength,
    tensorParallel: quantity(Math.min(scaleUpDomain, count), 'chip'),
    reserve: run.memoryReserve,
  });
  // A plan that is stated needs what it needs; else what fits in no plan does not fit.
  chip.memoryNeed = run.planMemory ?? memory.need;
  chip.memoryBinding = run.planMemory === undefined ? memory.binding : 'plan';
  const training = trainingTime({
    flop: quantity(own.flop, 'FLOP'),
    count,
    peak: peakOf(outcome),
    utilisation: inverses === undefined ? utilisation : quantity(utilisation * (1 - inverses.loss), '1'),
    goodput: quantity(cluster.goodput, '1'),
    stragglerLoss: quantity(cluster.stragglerLoss, '1'),
    productionLoss: run.productionLoss,
  });
  own.time = training.time;
  own.chipHours = training.chipHours;
  own.utilisation = training.allInUtilisation;
  own.delivered = training.delivered;
  own.binding = training.binding;
};

/** Floor 8: what an accelerator costs the actor, and what it is worth when the run starts. */
const acquire = ({ market, cost, choice }: ChainInput, { market: own, package: unit }: DraftOutcome): void => {
  const bought = purchase({
    price: market.price,
    unitCost: unit === undefined ? undefined : quantity(unit.cost, 'USD'),
    acquire: choice.acquire,
  });
  own.paid = bought.paid;
  // Written off in a straight line, a purchase is charged by its price; else by what it is still worth.
  own.value =
    cost.writeOff === undefined
      ? priceAtStart({ quote: bought.paid, age: market.heldFor, valueDecline: cost.amortisation })
      : market.heldFor < cost.writeOff
        ? bought.paid
        : 0;
  own.markup = bought.markup;
  own.binding = bought.binding;
};

/** Floor 9: the rule. */
const judge = ({ accelerator: chip, choice }: ChainInput, { accelerator: measured, policy: own }: DraftOutcome): void => {
  const status = ruleStatus({
    legs: choice.legs,
    tpp: measured.tpp,
    performanceDensity: measured.performanceDensity,
    linkBandwidth: chip.scaleUpBandwidth === undefined ? undefined : quantity(2 * chip.scaleUpBandwidth, 'B/s'),
    memoryBandwidth: chip.memoryBandwidth,
  });
  own.outcome = status.outcome;
  own.leg = status.leg;
  own.headroom = status.headroom;
  own.line = status.line;
};

/**
 * `evaluate` into an outcome that is written over: for loops, several times as fast. Nothing of what it held is left, and what
 * is read of it must be read before it is written over again.
 *
 * @pure
 * @param input a number for every lever
 * @param outcome what `draftOutcome` gave
 * @throws RangeError as `evaluate`
 */
export const evaluateInto = (input: ChainInput, outcome: DraftOutcome): Outcome => {
  for (let place = 0; place < floors.length; place++) (floors[place] as Floor)(input, outcome);
  return outcome;
};

const one = quantity(1, 'chip');

/**
 * The whole causal system once, from a wafer to the rule that lets a chip be sold: what a run takes, what it
 * costs and which constraint binds.
 *
 * Nothing is drawn and nothing is looked up here. A scenario that does not fit is an outcome, with the
 * constraints that fail and by how much.
 *
 * @pure
 * @param input a number for every lever
 * @throws RangeError where the chip has no peak at the precision, or nothing sets its price or the cluster's size: a
 *   resolved scenario has all three
 */
export const evaluate = (input: ChainInput): Outcome => evaluateInto(input, draftOutcome());

/** Every constraint as headroom, from the ground up, and the least of them. */
const confine = (input: ChainInput, outcome: DraftOutcome): void => {
  const { constraints, inverses, accelerator: chip, cost: spent } = outcome;
  let place = supply(input, outcome);
  place = constrain(constraints, place, 'accelerator.memory', chip.memory, chip.memoryNeed);
  if (inverses?.solver !== undefined) {
    place = constrain(constraints, place, 'accelerator.convergence', input.solver.conditionLimit, inverses.condition);
    place = constrain(constraints, place, 'accelerator.endurance', input.solver.endurance, inverses.solver.writes);
  }
  place = sizeConstraints(input, outcome, place);
  place = constrain(constraints, place, 'cost.budget', input.cost.budget, spent.total);
  place = constrain(constraints, place, 'cost.capital', input.cost.capital, spent.capex);
  place = constrain(constraints, place, 'policy.licence', outcome.policy.headroom, 1);
  if (constraints.length > place) constraints.length = place;
  let neck: Outcome['neck'];
  let least = Number.POSITIVE_INFINITY;
  for (const constraint of constraints) {
    if (!(constraint.headroom < least)) continue;
    neck = constraint;
    least = constraint.headroom;
  }
  outcome.neck = neck;
  outcome.feasible = neck === undefined || least >= 1;
};

/**
 * Power, supply and time as constraints. A cluster that took all that a limit allows would meet that limit exactly,
 * whatever the target: there the need is that of the accelerators which the deadline asks for, and time is not counted a
 * second time. Without a deadline such a limit has no target to be short of. Which constraints are stated follows from
 * what the scenario states, never from its values, so that every draw of it states the same.
 */
const sizeConstraints = (input: ChainInput, outcome: DraftOutcome, place: number): number => {
  const { cluster, run, market } = input;
  const {
    constraints,
    cluster: { binding, count },
    run: { chipsNeeded, time },
  } = outcome;
  const limited = binding === 'power' || binding === 'supply';
  const asked = limited ? chipsNeeded : count;
  if (asked === undefined) return place;
  const powered =
    cluster.powerLimit === undefined
      ? place
      : constrain(constraints, place, 'cluster.power', cluster.powerLimit, asked * powerPerChip(input, outcome));
  const supplied = constrain(constraints, powered, 'market.chipSupply', market.chipSupply, asked);
  return limited ? supplied : constrain(constraints, supplied, 'run.deadline', run.deadline, time);
};

/**
 * Floor 7: the run and its development. A job that fails before it has restarted never ends, and an accelerator of which no
 * wafer gives a good die cannot be had: neither has a finite cost.
 */
const spend = (input: ChainInput, outcome: DraftOutcome): void => {
  const { cluster, energy, cost } = input;
  const { run: job, cost: own, market, inverses } = outcome;
  const solver = inverses?.solver;
  const ends = job.chipHours < Number.POSITIVE_INFINITY;
  const payable = ends && market.paid < Number.POSITIVE_INFINITY;
  const hardware = finalRunCost({
    chipHours: quantity(ends ? job.chipHours : 0, 'chip-h'),
    serverPrice: quantity(payable ? market.value * toServer(input) : 0, 'USD'),
    amortisation: wearOf(cost),
    serverOverhead: cost.serverOverhead,
    networkShare: cost.networkShare,
    chipPower: quantity(outcome.accelerator.power, 'W'),
    serverPowerFactor: cluster.serverPowerFactor,
    load: cluster.load,
    pue: cluster.pue,
    electricityPrice: energy.price,
  });
  const facility = facilityCost({
    itPower: quantity(outcome.cluster.itPower, 'W'),
    capex: cost.facilityCapex,
    lifetime: cost.facilityLife,
    time: quantity(job.time, 'd'),
  });
  const silicon = solver === undefined ? 0 : (job.chipHours * solver.price * wearOf(cost)) / hoursPerYear;
  const energyUse = solver === undefined ? hardware.energyUse : hardware.energyUse + solver.energyUse;
  const electricity = solver === undefined ? hardware.energy : energyUse * energy.price;
  const total =
    solver === undefined ? hardware.total + facility.cost : hardware.server + hardware.network + electricity + facility.cost + silicon;
  own.chips = payable ? hardware.chips : never;
  own.server = payable ? hardware.otherServer : never;
  own.network = payable ? hardware.network : never;
  own.solver = solver === undefined ? undefined : ends ? silicon : never;
  own.facility = ends ? facility.cost : never;
  own.energy = ends ? electricity : never;
  own.total = payable ? total : never;
  own.energyShare = payable ? electricity / total : 0;
  own.perToken = payable ? total / job.tokens : never;
  own.energyUse = ends ? energyUse : never;
  own.binding = payable ? largestPart(hardware.chips, hardware.otherServer, hardware.network, facility.cost, electricity) : 'chips';
};

/** A quote may be of a bare accelerator or of a whole server; what an actor makes itself is bare. */
const toServer = ({ choice, cost }: ChainInput): number => (choice.acquire === 'make' ? cost.serverOverhead : cost.quoteFactor);

/** Share of its value that hardware loses in a year. */
const wearOf = ({ writeOff, amortisation }: ChainInput['cost']): Quantity<'1/yr'> =>
  writeOff === undefined ? amortisation : quantity(1 / writeOff, '1/yr');

/** Floor 7: what is paid to get as far as the run, and what the run would cost with hardware of others. */
const develop = ({ cost }: ChainInput, { cost: own, run: job }: DraftOutcome): void => {
  const payable = own.total < Number.POSITIVE_INFINITY;
  const development = developmentCost({
    finalRun: quantity(payable ? own.total : 0, 'USD'),
    experimentFactor: cost.experimentFactor,
    staffShare: cost.staffShare,
    staff: cost.staffYears === undefined || cost.pay === undefined ? undefined : quantity(cost.staffYears * cost.pay, 'USD'),
  });
  const rental = cost.rent === undefined ? undefined : cost.rent * job.chipHours;
  own.rental = rental;
  own.rentalOneYear = rental === undefined ? undefined : rental * (1 - cost.commitmentOne);
  own.rentalThreeYears = rental === undefined ? undefined : rental * (1 - cost.commitmentThree);
  own.experiments = payable ? development.experiments : never;
  own.staff = payable ? development.staff : never;
  own.equity = payable ? development.staff * cost.equityShare : never;
  own.development = payable ? development.total : never;
  own.energyShareOfDevelopment = payable ? (own.energy * cost.experimentFactor) / development.total : 0;
};

const never = Number.POSITIVE_INFINITY;
const none = quantity(0, '1');

/** Floor 7: what the owner of the cluster pays besides. */
const hold = (input: ChainInput, outcome: DraftOutcome): void => {
  const { cost } = input;
  const { run: job, cost: own, market, inverses } = outcome;
  const quoted = toServer(input);
  const { count, itPower } = outcome.cluster;
  const ends = job.chipHours < Number.POSITIVE_INFINITY;
  const payable = ends && market.paid < Number.POSITIVE_INFINITY;
  const facility = facilityCost({
    itPower: quantity(itPower, 'W'),
    capex: cost.facilityCapex,
    lifetime: cost.facilityLife,
    time: quantity(job.time, 'd'),
  });
  const solvers = count * (inverses?.solver?.price ?? 0);
  const capex = (count * market.paid * quoted) / (1 - cost.networkShare) + solvers + facility.capex;
  // What stands there is worth what it would fetch at the start, not what was once paid for it.
  const tiedUp = payable ? (count * market.value * quoted) / (1 - cost.networkShare) + solvers + facility.capex : 0;
  const owned = ownershipCost({
    hardware: quantity(payable ? own.chips + own.server + own.network + (own.solver ?? 0) : 0, 'USD'),
    facility: facility.cost,
    energy: quantity(ends ? own.energy : 0, 'USD'),
    capital: quantity(tiedUp, 'USD'),
    land: quantity(itPower * cost.landValue, 'USD'),
    time: quantity(ends ? job.time : 0, 'd'),
    idle: cost.idle,
    failedRuns: cost.failedRuns ?? none,
    operatingRate: cost.operatingRate,
    costOfCapital: cost.costOfCapital,
  });
  own.capex = payable ? capex : never;
  own.tiedUp = payable ? tiedUp : never;
  own.idle = payable ? owned.idle : never;
  own.failedRuns = payable ? owned.failedRuns : never;
  own.operation = payable ? owned.operation : never;
  own.interest = payable ? owned.interest : never;
  own.ownership = payable ? owned.total : never;
  own.ownershipBinding = owned.binding;
};

/** Floor 7: what the run emits, and its part of what making the hardware did. */
const emit = (
  { energy, wafer, die, package: packaging, cost }: ChainInput,
  { die: dies, package: unit, cost: own, run: job }: DraftOutcome,
): void => {
  const ends = job.chipHours < Number.POSITIVE_INFINITY;
  const emissions = own.energyUse * energy.carbonIntensity;
  const { perPackage } = die;
  const { hbmStacks } = packaging;
  // Of one accelerator without its server: from the wafer up where its silicon is known.
  const known =
    dies !== undefined && unit !== undefined && perPackage !== undefined && hbmStacks !== undefined && wafer.energy !== undefined;
  const silicon =
    known && dies.goodPerWafer > 0
      ? acceleratorCarbon({
          wafer: waferCarbon({
            energy: wafer.energy,
            carbonIntensity: wafer.gridCarbon,
            gas: wafer.processCarbon,
            material: noCarbon,
            diameter: wafer.diameter,
          }),
          goodDiesPerWafer: dies.goodPerWafer,
          diesPerPackage: perPackage,
          packageYield: unit.yield,
          hbmStacks,
          perStack: cost.stackCarbon,
        })
      : cost.chipCarbon;
  const embodied = embodiedCarbon({
    perChip: quantity(silicon + cost.serverCarbon, 'gCO2'),
    chipHours: quantity(ends ? job.chipHours : 0, 'chip-h'),
    life: cost.hardwareLife,
  });
  own.emissions = ends ? emissions : never;
  own.embodied = ends ? embodied : never;
  own.carbon = ends ? emissions + embodied : never;
};

const noCarbon = quantity(0, 'gCO2/cm2');

const largestPart = (chips: number, server: number, network: number, facility: number, energy: number): string => {
  const most = Math.max(chips, server, network, facility, energy);
  return most === chips ? 'chips' : most === server ? 'server' : most === network ? 'network' : most === facility ? 'facility' : 'energy';
};

type InversesAt = (count: Quantity<'chip'>) => NonNullable<Outcome['inverses']>;

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
 * What an optimiser of second order adds to each step of a cluster of any size, on its accelerators or on solvers beside them.
 */
const prepareInverses = (input: ChainInput, outcome: DraftOutcome): InversesAt => {
  const { run, cluster, choice } = input;
  const {
    accelerator: { power: chipPower },
    run: { tokens },
  } = outcome;
  const [peak, utilisation] = [peakOf(outcome), reached(run)];
  const flopPerToken = workOf(run, choice.parameters).perToken;
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
    const stepTime = (batch * flopPerToken) / (count * peak * utilisation);
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

/** Accelerators that would finish the work by the deadline if none ever failed. */
const chipsWithoutFailures = (bare: number, inverting: InversesAt | undefined, count: number): number =>
  // Solvers that serve several blocks each have less to do the more accelerators there are.
  inverting === undefined ? bare : bare / (1 - inverting(quantity(count, 'chip')).loss);

/**
 * Accelerators that finish the work by the deadline; infinitely many where so many fail so often that no number does. Failures
 * grow with their number, so that what a count asks for rises faster and faster with it: secants from the count without
 * failures approach the answer from below, in a few steps, and find no way up where there is none.
 *
 * @equation N = \frac{F}{T \hat P u g(N) (1 - s(N)) (1 - l)}
 */
const chipsForDeadline = (input: ChainInput, bare: number, inverting: InversesAt | undefined): Quantity<'chip'> => {
  let count = chipsWithoutFailures(bare, inverting, bare);
  let before = 0;
  let askedBefore = 0;
  for (let step = 0; step < mostSteps; step++) {
    const kept = keptShare(ofSize(input, count));
    const asked = chipsWithoutFailures(bare, inverting, count) / kept;
    if (!(asked < mostChips)) break;
    const slope = step === 0 ? 0 : (asked - askedBefore) / (count - before);
    // Where servers come in steps or a loss grows ever slower, a secant may mislead; what is asked for never does.
    const next = slope > 0 && slope < 1 ? count + (asked - count) / (1 - slope) : asked;
    if (Math.abs(next - count) < 0.5) return quantity(next, 'chip');
    before = count;
    askedBefore = asked;
    count = next;
  }
  return quantity(Number.POSITIVE_INFINITY, 'chip');
};

/** More than enough for any count that meets a deadline. */
const mostSteps = 50;
/** Beyond any cluster: the search for a count stops here. */
const mostChips = 1e12;

/** From the wafer up; but 8 before 7: money follows from what an accelerator costs the actor. */
const floors: readonly Floor[] = [
  make,
  cutDies,
  assemblePackage,
  equip,
  plan,
  dimension,
  assemble,
  train,
  acquire,
  spend,
  develop,
  hold,
  emit,
  judge,
  confine,
];
