import { accelerator } from '#accelerator';
import { clusterPower, clusterSize, goodput } from '#cluster';
import { developmentCost, facilityCost, finalRunCost } from '#cost';
import { goodDie } from '#die';
import { priceAtStart, purchase } from '#market';
import { goodPackage } from '#package';
import { ruleStatus } from '#policy';
import { type Quantity, quantity } from '#quantity';
import { memoryNeed, trainingFlop, trainingTime } from '#run';
import { processedWafer, waferSupply } from '#wafer';
import type { ChainInput } from './chain-input.ts';
import type { Constraint, ConstraintId, Outcome } from './outcome.ts';

type Silicon = { [Group in 'wafer' | 'die' | 'package']: { [Key in keyof ChainInput[Group]]: Exclude<ChainInput[Group][Key], undefined> } };

/** The silicon floors can speak only where all that a unit cost needs is known. */
const silicon = ({ wafer, die, package: packaging }: ChainInput): Pick<Silicon, 'wafer' | 'die' | 'package'> | undefined =>
  wafer.price !== undefined &&
  wafer.energy !== undefined &&
  die.area !== undefined &&
  die.defectDensity !== undefined &&
  die.perPackage !== undefined &&
  packaging.hbmStacks !== undefined &&
  packaging.hbmPrice !== undefined &&
  packaging.assemblyCost !== undefined &&
  packaging.testCost !== undefined
    ? // The fields checked here are the only ones that are read without a check of their own below.
      ({ wafer, die, package: packaging } as Pick<Silicon, 'wafer' | 'die' | 'package'>)
    : undefined;

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
export const evaluate = (input: ChainInput): Outcome => {
  const { wafer, die, package: packaging, cluster, energy, run, cost, market, choice } = input;
  const constraints: Constraint[] = [];
  const constrain = (id: ConstraintId, capacity: number, need: number): void => {
    // Nothing needed, nothing to hold back: stock that covers all of a need states no constraint on fresh supply.
    if (need > 0) constraints.push({ id, capacity, need, headroom: capacity / need });
  };

  // 1-3: silicon, where it is known.
  const known = silicon(input);
  const goodDies =
    known &&
    goodDie({
      area: known.die.area,
      defectDensity: known.die.defectDensity,
      clustering: die.clustering,
      street: die.street,
      diameter: wafer.diameter,
      edgeExclusion: wafer.edgeExclusion,
      reticleWidth: die.reticleWidth,
      reticleHeight: die.reticleHeight,
      waferPrice: known.wafer.price,
    });
  const unit =
    known &&
    goodDies &&
    goodPackage({
      dies: known.die.perPackage,
      dieCost: goodDies.cost,
      hbmStacks: known.package.hbmStacks,
      hbmPrice: known.package.hbmPrice,
      assemblyCost: known.package.assemblyCost,
      testCost: known.package.testCost,
      bondYield: packaging.bondYield,
    });

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
  const perChip = clusterPower({
    count: quantity(1, 'chip'),
    chipPower: chip.power,
    serverPowerFactor: cluster.serverPowerFactor,
    pue: cluster.pue,
  });
  const powerPerChip = quantity(perChip.sitePower, 'W/chip');
  const byDeadline = run.deadline === undefined ? undefined : chipsForDeadline(input, flop, peak, run.deadline);
  const size = clusterSize({
    count: cluster.count,
    powerLimit: cluster.powerLimit,
    powerPerChip,
    chipSupply: market.chipSupply,
    neededByDeadline: byDeadline && (byDeadline.needed ?? byDeadline.withoutFailures),
  });
  const power = clusterPower({ count: size.count, chipPower: chip.power, serverPowerFactor: cluster.serverPowerFactor, pue: cluster.pue });
  const nodes = quantity(Math.ceil(size.count / cluster.chipsPerNode), 'node');
  const survived = goodput({
    nodes,
    failureRate: cluster.failureRate,
    checkpointTime: cluster.checkpointTime,
    restartTime: cluster.restartTime,
  });

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
    utilisation: run.utilisation,
    goodput: survived.goodput,
    productionLoss: run.productionLoss,
  });

  // 8 before 7: money follows from what an accelerator costs the actor.
  const price =
    market.price === undefined ? undefined : priceAtStart({ quote: market.price, age: market.priceAge, valueDecline: cost.amortisation });
  const bought = purchase({ price, unitCost: unit?.cost, acquire: choice.acquire });

  // 7: cost. A job that fails before it has restarted never ends, and an accelerator of which no wafer gives a good
  // die cannot be had: neither has a finite cost.
  const ends = training.chipHours < Number.POSITIVE_INFINITY;
  const payable = ends && bought.paid < Number.POSITIVE_INFINITY;
  const spent = (amount: number): number => (ends ? amount : Number.POSITIVE_INFINITY);
  const money = (amount: number): number => (payable ? amount : Number.POSITIVE_INFINITY);
  const hardware = finalRunCost({
    chipHours: quantity(ends ? training.chipHours : 0, 'chip-h'),
    serverPrice: quantity(payable ? bought.paid * cost.serverOverhead : 0, 'USD'),
    amortisation: cost.amortisation,
    serverOverhead: cost.serverOverhead,
    networkShare: cost.networkShare,
    chipPower: chip.power,
    serverPowerFactor: cluster.serverPowerFactor,
    load: cluster.load,
    pue: cluster.pue,
    electricityPrice: energy.price,
  });
  const facility = facilityCost({ itPower: power.itPower, capex: cost.facilityCapex, lifetime: cost.facilityLife, time: training.time });
  const total = hardware.total + facility.cost;
  const development = developmentCost({
    finalRun: quantity(total, 'USD'),
    experimentFactor: cost.experimentFactor,
    staffShare: cost.staffShare,
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
  let waferOutcome: Outcome['wafer'];
  let dieOutcome: Outcome['die'];
  let packageOutcome: Outcome['package'];
  if (known && goodDies && unit) {
    const packages = size.count / unit.yield;
    const diesNeeded = quantity(packages * known.die.perPackage, 'die');
    const fromBank = Math.min(diesNeeded, die.bank ?? 0);
    const started = processedWafer({
      price: known.wafer.price,
      energy: known.wafer.energy,
      goodDies: goodDies.goodPerWafer,
      diesNeeded: quantity(diesNeeded - fromBank, 'die'),
    });
    const available =
      wafer.starts === undefined || wafer.allocation === undefined || wafer.buildTime === undefined
        ? undefined
        : waferSupply({ starts: wafer.starts, allocation: wafer.allocation, buildTime: wafer.buildTime });
    const hbmNeeded = packages * known.package.hbmStacks;
    waferOutcome = { price: known.wafer.price, needed: started.needed, available, energy: started.energy };
    // Written out field by field, here and below: copying records by spread takes a third of the time of the chain.
    dieOutcome = {
      perWafer: goodDies.perWafer,
      yield: goodDies.yield,
      goodPerWafer: goodDies.goodPerWafer,
      cost: goodDies.cost,
      binding: goodDies.binding,
      needed: diesNeeded,
    };
    packageOutcome = {
      yield: unit.yield,
      logic: unit.logic,
      memory: unit.memory,
      assembly: unit.assembly,
      test: unit.test,
      loss: unit.loss,
      cost: unit.cost,
      binding: unit.binding,
      hbmNeeded,
    };
    if (available !== undefined) constrain('wafer.supply', available, started.needed);
    // A chip that is bought has been printed already: its field limits only who makes one.
    if (choice.acquire === 'make') constrain('die.reticle', die.reticleWidth * die.reticleHeight, known.die.area);
    if (packaging.hbmSupply !== undefined) constrain('package.hbmSupply', packaging.hbmSupply, hbmNeeded);
  }
  constrain('accelerator.memory', chip.memory, memory.need);
  if (cluster.powerLimit !== undefined) constrain('cluster.power', cluster.powerLimit, power.sitePower);
  if (run.deadline !== undefined) constrain('run.deadline', run.deadline, training.time);
  if (cost.budget !== undefined) constrain('cost.budget', cost.budget, money(total));
  if (market.chipSupply !== undefined) constrain('market.chipSupply', market.chipSupply, size.count);
  if (status.headroom !== undefined) constrain('policy.licence', status.headroom, 1);

  let neck: Constraint | undefined;
  for (const constraint of constraints) if (neck === undefined || constraint.headroom < neck.headroom) neck = constraint;

  return {
    wafer: waferOutcome,
    die: dieOutcome,
    package: packageOutcome,
    accelerator: {
      peak,
      memory: chip.memory,
      power: chip.power,
      balance: chip.balance,
      energyPerFlop: chip.energyPerFlop,
      tpp: chip.tpp,
      performanceDensity: chip.performanceDensity,
      binding: chip.binding,
      memoryNeed: memory.need,
      memoryBinding: memory.binding,
    },
    cluster: {
      count: size.count,
      nodes,
      peak: peak * size.count,
      itPower: power.itPower,
      sitePower: power.sitePower,
      mtbf: survived.mtbf,
      goodput: survived.goodput,
      goodputBinding: survived.binding,
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
      binding: training.binding,
    },
    cost: {
      chips: money(hardware.chips),
      server: money(hardware.otherServer),
      network: money(hardware.network),
      facility: spent(facility.cost),
      energy: spent(hardware.energy),
      total: money(total),
      energyShare: payable ? hardware.energy / total : 0,
      perToken: money(total / tokens),
      rental: cost.rent === undefined ? undefined : cost.rent * training.chipHours,
      capex: money((size.count * bought.paid * cost.serverOverhead) / (1 - cost.networkShare) + facility.capex),
      experiments: money(development.experiments),
      staff: money(development.staff),
      development: money(development.total),
      energyShareOfDevelopment: payable ? (hardware.energy * cost.experimentFactor) / development.total : 0,
      energyUse: spent(hardware.energyUse),
      emissions: spent(hardware.energyUse * energy.carbonIntensity),
      binding: payable ? largestPart(hardware.chips, hardware.otherServer, hardware.network, facility.cost, hardware.energy) : 'chips',
    },
    market: { paid: bought.paid, markup: bought.markup, binding: bought.binding },
    policy: { outcome: status.outcome, leg: status.leg, headroom: status.headroom },
    constraints,
    neck,
    feasible: neck === undefined || neck.headroom >= 1,
  };
};

const largestPart = (chips: number, server: number, network: number, facility: number, energy: number): string => {
  const most = Math.max(chips, server, network, facility, energy);
  return most === chips ? 'chips' : most === server ? 'server' : most === network ? 'network' : most === facility ? 'facility' : 'energy';
};

interface DeadlineSize {
  /** Accelerators that meet the deadline; `undefined` where so many fail so often that no number does. */
  readonly needed: Quantity<'chip'> | undefined;
  /** What it would take without failures: the size of a cluster that nothing else sets, and that then misses. */
  readonly withoutFailures: Quantity<'chip'>;
}

/**
 * Accelerators that finish the work by the deadline. Failures grow with their number, so the count is found by
 * fixed-point steps from the count without failures, which rise to the answer where there is one.
 *
 * @equation N = \frac{F}{T \hat P u g(N) (1 - l)}
 */
const chipsForDeadline = ({ cluster, run }: ChainInput, flop: number, peak: number, deadline: Quantity<'d'>): DeadlineSize => {
  const withoutFailures = flop / (deadline * secondsPerDay * peak * run.utilisation * (1 - run.productionLoss));
  let count = withoutFailures;
  for (let step = 0; step < 50; step++) {
    const { goodput: share } = goodput({
      nodes: quantity(Math.ceil(count / cluster.chipsPerNode), 'node'),
      failureRate: cluster.failureRate,
      checkpointTime: cluster.checkpointTime,
      restartTime: cluster.restartTime,
    });
    const next = withoutFailures / share;
    if (Math.abs(next - count) < 0.5) return { needed: quantity(next, 'chip'), withoutFailures: quantity(withoutFailures, 'chip') };
    if (!(next < mostChips)) break;
    count = next;
  }
  return { needed: undefined, withoutFailures: quantity(withoutFailures, 'chip') };
};

const secondsPerDay = 86_400;
/** Beyond any cluster: the search for a count stops here. */
const mostChips = 1e12;
