import type { ChainInput } from '#model';
import { hasSolver, type Instead, type Metric, metric } from './metric.ts';

/** Whether floors 1 to 3 speak for the accelerator: the same condition as in the chain. */
const siliconKnown = ({ wafer, die, package: packaging }: ChainInput): boolean =>
  (wafer.price !== undefined || (wafer.cost !== undefined && wafer.markup !== undefined)) &&
  [
    wafer.energy,
    die.area,
    die.defectDensity,
    die.perPackage,
    packaging.hbmStacks,
    packaging.hbmPrice,
    packaging.assemblyCost,
    packaging.testCost,
  ].every((figure) => figure !== undefined);

/** Servers, network and building, where the accelerators are priced by `price`. */
const hardwareAt = (price: string, made: boolean, solved: boolean): { readonly equation: string; readonly of: readonly string[] } => {
  const factor = made ? 'cost.serverOverhead' : 'cost.quoteFactor';
  const solvers = solved ? ' + cluster.size × solver.price' : '';
  return {
    equation: `cluster.size × ${price} × ${factor} / (1 − cost.networkShare)${solvers} + cluster.itPower × cost.facilityCapex`,
    of: ['cluster.size', price, factor, 'cost.networkShare', ...(solved ? ['solver.price'] : []), 'cluster.itPower', 'cost.facilityCapex'],
  };
};

/** The same where the actor makes the accelerators, or solvers stand beside them. */
const hardwareInstead =
  (price: string): Instead =>
  (input) => {
    const made = input.choice.acquire === 'make';
    return made || hasSolver(input) ? hardwareAt(price, made, hasSolver(input)) : undefined;
  };

/** What the run costs. */
export const costMetrics: readonly Metric[] = [
  metric(
    'cost.chips',
    'USD',
    'accelerators',
    '加速器',
    'Value that the accelerators lose during the run.',
    '训练期间加速器的折旧。',
    'run.chipHours × market.value × cost.quoteFactor / cost.serverOverhead × cost.amortisation',
    ['run.chipHours', 'market.value', 'cost.quoteFactor', 'cost.serverOverhead', 'cost.amortisation'],
    (o) => o.cost.chips,
    {
      // What an actor makes itself is a bare accelerator, not a quote.
      instead: ({ choice, cost }) => {
        const worn = cost.writeOff === undefined ? '× cost.amortisation' : '/ cost.writeOff';
        const by = cost.writeOff === undefined ? 'cost.amortisation' : 'cost.writeOff';
        if (choice.acquire === 'make')
          return { equation: `run.chipHours × market.value ${worn}`, of: ['run.chipHours', 'market.value', by] };
        return cost.writeOff === undefined
          ? undefined
          : {
              equation: `run.chipHours × market.value × cost.quoteFactor / cost.serverOverhead ${worn}`,
              of: ['run.chipHours', 'market.value', 'cost.quoteFactor', 'cost.serverOverhead', by],
            };
      },
    },
  ),
  metric(
    'cost.server',
    'USD',
    'rest of the servers',
    '服务器其余部分',
    'Value that the rest of the servers loses during the run.',
    '训练期间服务器其余部分的折旧。',
    'cost.chips × (cost.serverOverhead − 1)',
    ['cost.chips', 'cost.serverOverhead'],
    (o) => o.cost.server,
  ),
  metric(
    'cost.network',
    'USD',
    'network',
    '网络',
    'Value that the network loses during the run.',
    '训练期间网络设备的折旧。',
    '(cost.chips + cost.server) × cost.networkShare / (1 − cost.networkShare)',
    ['cost.chips', 'cost.server', 'cost.networkShare'],
    (o) => o.cost.network,
  ),
  metric(
    'cost.solver',
    'USD',
    'matrix solvers',
    '矩阵求解器',
    'Value that the silicon of the matrix solvers loses during the run.',
    '训练期间矩阵求解器硅片的折旧。',
    'run.chipHours × solver.price × cost.amortisation',
    ['run.chipHours', 'solver.price', 'cost.amortisation'],
    (o) => o.cost.solver,
    {
      instead: ({ cost }) =>
        cost.writeOff === undefined
          ? undefined
          : { equation: 'run.chipHours × solver.price / cost.writeOff', of: ['run.chipHours', 'solver.price', 'cost.writeOff'] },
    },
  ),
  metric(
    'cost.facility',
    'USD',
    'facility',
    '机房',
    'Part of building, power and cooling that the run uses up.',
    '训练期间机房（建筑、供电、制冷）的折旧。',
    'cluster.itPower × cost.facilityCapex × run.time / cost.facilityLife',
    ['cluster.itPower', 'cost.facilityCapex', 'run.time', 'cost.facilityLife'],
    (o) => o.cost.facility,
  ),
  metric(
    'cost.energy',
    'USD',
    'electricity',
    '电费',
    'Electricity of the run.',
    '训练的电费。',
    'cost.energyUse × energy.price',
    ['cost.energyUse', 'energy.price'],
    (o) => o.cost.energy,
  ),
  metric(
    'cost.total',
    'USD',
    'cost of the final run',
    '最终训练成本',
    'Hardware, network and facility used up, and electricity. Experiments and staff are in the cost of development.',
    '硬件、网络、机房的折旧加电费；实验与人力计入开发成本。',
    'cost.chips + cost.server + cost.network + cost.facility + cost.energy',
    ['cost.chips', 'cost.server', 'cost.network', 'cost.facility', 'cost.energy'],
    (o) => o.cost.total,
    {
      binding: (o) => o.cost.binding,
      instead: (input) =>
        hasSolver(input)
          ? {
              equation: 'cost.chips + cost.server + cost.network + cost.solver + cost.facility + cost.energy',
              of: ['cost.chips', 'cost.server', 'cost.network', 'cost.solver', 'cost.facility', 'cost.energy'],
            }
          : undefined,
    },
  ),
  metric(
    'cost.energyShare',
    '1',
    'electricity’s share',
    '电费占比',
    'Electricity in the cost of the final run.',
    '电费在最终训练成本中的占比。',
    'cost.energy / cost.total',
    ['cost.energy', 'cost.total'],
    (o) => o.cost.energyShare,
    { percent: true },
  ),
  metric(
    'cost.perToken',
    'USD/token',
    'cost per token',
    '每词元成本',
    'Cost of the final run over its tokens.',
    '最终训练成本除以词元数。',
    'cost.total / run.tokensTrained',
    ['cost.total', 'run.tokensTrained'],
    (o) => o.cost.perToken,
  ),
  metric(
    'cost.rental',
    'USD',
    'at rental prices',
    '按租价计',
    'The same chip-hours rented.',
    '同样的卡时按租价计算的费用。',
    'run.chipHours × cost.rent',
    ['run.chipHours', 'cost.rent'],
    (o) => o.cost.rental,
  ),
  metric(
    'cost.rentalOneYear',
    'USD',
    'rented for a year',
    '一年承诺租价',
    'The same chip-hours at the price of a commitment of one year.',
    '同样的卡时按一年期承诺价计算的费用。',
    'cost.rental × (1 − cost.commitmentOne)',
    ['cost.rental', 'cost.commitmentOne'],
    (o) => o.cost.rentalOneYear,
  ),
  metric(
    'cost.rentalThreeYears',
    'USD',
    'rented for three years',
    '三年承诺租价',
    'The same chip-hours at the price of a commitment of three years.',
    '同样的卡时按三年期承诺价计算的费用。',
    'cost.rental × (1 − cost.commitmentThree)',
    ['cost.rental', 'cost.commitmentThree'],
    (o) => o.cost.rentalThreeYears,
  ),
  metric(
    'cost.tiedUp',
    'USD',
    'worth of the cluster',
    '集群价值',
    'What servers, network and building are worth at the start of the run.',
    '训练开始时服务器、网络与机房的价值。',
    hardwareAt('market.value', false, false).equation,
    hardwareAt('market.value', false, false).of,
    (o) => o.cost.tiedUp,
    { instead: hardwareInstead('market.value') },
  ),
  metric(
    'cost.operation',
    'USD',
    'operation',
    '运维',
    'Operation, repair and insurance of the cluster during the run.',
    '训练期间集群的运维、维修与保险。',
    'cost.tiedUp × cost.operatingRate × run.time',
    ['cost.tiedUp', 'cost.operatingRate', 'run.time'],
    (o) => o.cost.operation,
  ),
  metric(
    'cost.interest',
    'USD',
    'cost of the money',
    '资金占用',
    'What the money in cluster and site costs during the run.',
    '训练期间集群与土地所占资金的成本。',
    '(cost.tiedUp + cluster.itPower × cost.landValue) × cost.costOfCapital × run.time',
    ['cost.tiedUp', 'cost.costOfCapital', 'run.time', 'cluster.itPower', 'cost.landValue'],
    (o) => o.cost.interest,
  ),
  metric(
    'cost.waiting',
    'USD',
    'idle time',
    '闲置',
    'The run’s part of the time for which its cluster stands unused.',
    '训练所分摊的集群闲置时间成本。',
    '(cost.total − cost.energy + cost.operation + cost.interest) × cost.idle / (1 − cost.idle)',
    ['cost.idle', 'cost.total', 'cost.energy', 'cost.operation', 'cost.interest'],
    (o) => o.cost.idle,
  ),
  metric(
    'cost.thrownAway',
    'USD',
    'runs thrown away',
    '作废训练成本',
    'Runs that failed for good, at the cost of the run that is kept.',
    '彻底失败的训练，按保留训练的成本计。',
    '(cost.total + cost.operation + cost.interest + cost.waiting) × cost.failedRuns',
    ['cost.failedRuns', 'cost.total', 'cost.operation', 'cost.interest', 'cost.waiting'],
    (o) => o.cost.failedRuns,
    { instead: ({ cost }) => (cost.failedRuns === undefined ? { equation: '0', of: [] } : undefined) },
  ),
  metric(
    'cost.ownership',
    'USD',
    'cost to an owner',
    '自有总成本',
    'Final run with operation, the cost of the money, idle time and runs thrown away.',
    '最终训练成本，加上运维、资金占用、闲置与作废训练。',
    'cost.total + cost.operation + cost.interest + cost.waiting + cost.thrownAway',
    ['cost.total', 'cost.operation', 'cost.interest', 'cost.waiting', 'cost.thrownAway'],
    (o) => o.cost.ownership,
    { binding: (o) => o.cost.ownershipBinding },
  ),
  metric(
    'cost.capex',
    'USD',
    'to buy the cluster',
    '购置集群',
    'Servers, network and building, paid up front.',
    '服务器、网络与机房的一次性投入。',
    hardwareAt('market.paid', false, false).equation,
    hardwareAt('market.paid', false, false).of,
    (o) => o.cost.capex,
    { instead: hardwareInstead('market.paid') },
  ),
  metric(
    'cost.experiments',
    'USD',
    'experiments',
    '实验',
    'Runs before and beside the final one.',
    '最终训练之外的全部实验。',
    'cost.total × (cost.experimentFactor − 1)',
    ['cost.total', 'cost.experimentFactor'],
    (o) => o.cost.experiments,
  ),
  metric(
    'cost.staff',
    'USD',
    'staff',
    '人力',
    'Staff of the development, equity included.',
    '开发人力成本（含股权）。',
    '(cost.total + cost.experiments) × cost.staffShare / (1 − cost.staffShare)',
    ['cost.total', 'cost.experiments', 'cost.staffShare'],
    (o) => o.cost.staff,
    {
      instead: ({ cost }) =>
        cost.staffYears === undefined || cost.pay === undefined
          ? undefined
          : { equation: 'cost.staffYears × cost.pay', of: ['cost.staffYears', 'cost.pay'] },
    },
  ),
  metric(
    'cost.equity',
    'USD',
    'equity',
    '股权',
    'Equity within the cost of staff.',
    '人力成本中的股权部分。',
    'cost.staff × cost.equityShare',
    ['cost.staff', 'cost.equityShare'],
    (o) => o.cost.equity,
  ),
  metric(
    'cost.development',
    'USD',
    'cost of development',
    '开发成本',
    'Final run, experiments and staff.',
    '最终训练、实验与人力之和。',
    'cost.total + cost.experiments + cost.staff',
    ['cost.total', 'cost.experiments', 'cost.staff'],
    (o) => o.cost.development,
  ),
  metric(
    'cost.energyShareOfDevelopment',
    '1',
    'electricity’s share of development',
    '电费占开发成本',
    'Electricity of all runs in the cost of development.',
    '全部训练的电费在开发成本中的占比。',
    'cost.energy × cost.experimentFactor / cost.development',
    ['cost.energy', 'cost.experimentFactor', 'cost.development'],
    (o) => o.cost.energyShareOfDevelopment,
    { percent: true },
  ),
  metric(
    'cost.energyUse',
    'kWh',
    'electricity used',
    '用电量',
    'At the meter of the site.',
    '场址计量的用电量。',
    'run.chipHours × accelerator.power × cluster.serverPowerFactor × cluster.load × cluster.pue',
    ['run.chipHours', 'accelerator.power', 'cluster.serverPowerFactor', 'cluster.load', 'cluster.pue'],
    (o) => o.cost.energyUse,
    {
      instead: (input) =>
        hasSolver(input)
          ? {
              equation: 'run.chipHours × accelerator.power × cluster.serverPowerFactor × cluster.load × cluster.pue + solver.energyUse',
              of: ['run.chipHours', 'accelerator.power', 'cluster.serverPowerFactor', 'cluster.load', 'cluster.pue', 'solver.energyUse'],
            }
          : undefined,
    },
  ),
  metric(
    'cost.emissions',
    'gCO2',
    'emissions',
    '碳排放',
    'Of that electricity on the grid of the site.',
    '上述用电按当地电网计算的排放。',
    'cost.energyUse × energy.carbonIntensity',
    ['cost.energyUse', 'energy.carbonIntensity'],
    (o) => o.cost.emissions,
  ),
  metric(
    'cost.embodied',
    'gCO2',
    'embodied emissions',
    '隐含碳排放',
    'Of making the hardware: the part that falls on the run by its share of the hours of use.',
    '制造硬件的排放中，按使用时长分摊到本次训练的部分。',
    'run.chipHours × (cost.chipCarbon + cost.serverCarbon) / cost.hardwareLife',
    ['run.chipHours', 'cost.chipCarbon', 'cost.serverCarbon', 'cost.hardwareLife'],
    (o) => o.cost.embodied,
    {
      instead: (input) =>
        siliconKnown(input)
          ? {
              equation:
                'run.chipHours × (((wafer.energy × wafer.gridCarbon + wafer.processCarbon × π × wafer.diameter^2 / 4) × die.perPackage / die.goodPerWafer + package.hbmStacks × cost.stackCarbon) / package.yield + cost.serverCarbon) / cost.hardwareLife',
              of: [
                'run.chipHours',
                'wafer.energy',
                'wafer.gridCarbon',
                'wafer.processCarbon',
                'wafer.diameter',
                'die.perPackage',
                'die.goodPerWafer',
                'package.hbmStacks',
                'cost.stackCarbon',
                'package.yield',
                'cost.serverCarbon',
                'cost.hardwareLife',
              ],
            }
          : undefined,
    },
  ),
  metric(
    'cost.carbon',
    'gCO2',
    'all emissions',
    '总碳排放',
    'Of the electricity and of making the hardware.',
    '用电排放与硬件隐含排放之和。',
    'cost.emissions + cost.embodied',
    ['cost.emissions', 'cost.embodied'],
    (o) => o.cost.carbon,
  ),
];
