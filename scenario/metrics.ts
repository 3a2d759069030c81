import type { Words } from '#catalog';
import type { ChainInput, Outcome } from '#model';
import type { UnitId } from '#quantity';
import { secondsPerDay } from '#quantity';

/** How a figure follows from others. */
export interface Derivation {
  /** In the symbols of the paths; in words of each language where symbols do not do. */
  readonly equation: string | { readonly en: string; readonly zh: string };
  /** Levers and metrics that it is made of, most important first: what `why` walks. */
  readonly of: readonly string[];
}

/** One outcome of the chain: declared once, spoken of by its path everywhere. */
export interface Metric extends Derivation {
  readonly path: string;
  readonly unit: UnitId;
  readonly label: Words;
  readonly meaning: Words;
  /** How it follows instead where a scenario states something else; `undefined` where it does not. */
  readonly instead?: (input: ChainInput) => Derivation | undefined;
  /** `undefined` where the scenario does not have it. */
  readonly read: (outcome: Outcome) => number | undefined;
  /** What bound it, where its record says so. */
  readonly binding?: (outcome: Outcome) => string | undefined;
  /** A share of a whole, which reads best in per cent. */
  readonly percent?: true;
}

type Read = Metric['read'];
type Binding = NonNullable<Metric['binding']>;
type Instead = NonNullable<Metric['instead']>;

const metric = (
  path: string,
  unit: UnitId,
  en: string,
  zh: string,
  meaningEn: string,
  meaningZh: string,
  equation: Metric['equation'],
  of: readonly string[],
  read: Read,
  extra: { readonly binding?: Binding; readonly instead?: Instead; readonly percent?: true } = {},
): Metric => ({ path, unit, label: { en, zh }, meaning: { en: meaningEn, zh: meaningZh }, equation, of, read, ...extra });

const peaks = ['Fp64', 'Fp32', 'Bf16', 'Fp8', 'Fp6', 'Fp4', 'Int8'].map((format) => `accelerator.peak${format}`);

const clusterSizeWords = {
  en: 'as stated, else as many as power and supply allow, else as few as the deadline needs',
  zh: '有给定值则取给定值，否则取电力与供应所容许的最多，再否则取工期所需的最少',
};

const solverParts = [
  'inversionTime',
  'productTime',
  'amplifierPower',
  'readVoltage',
  'meanConductance',
  'sumConversionEnergy',
  'stepConversionEnergy',
  'driveEnergy',
] as const;
/** What one solution by a solver takes depends on these. */
const solution = ['leaf', 'slices', 'passes', 'cycles', ...solverParts].map((name) => `solver.${name}`);
const solutionTime = ['leaf', 'passes', 'cycles', 'inversionTime', 'productTime'].map((name) => `solver.${name}`);
const solverArea = ['leaf', 'slices', 'cellArea', 'amplifierArea', 'converterArea'].map((name) => `solver.${name}`);

const inverts = ({ choice }: ChainInput): boolean => choice.optimiser !== 'first-order';
/** Levers under the loss to inverses that do not depend on the size of the cluster. */
const lossLevers = (input: ChainInput): readonly string[] => [
  'run.batchTokens',
  'run.refresh',
  'run.curvatureBlock',
  'run.inverseUtilisation',
  'run.inverseWork',
  ...(input.solver.perAccelerator === undefined
    ? []
    : ['run.inverseOverlap', 'run.sequenceLength', 'solver.perAccelerator', 'solver.writeTime', ...solutionTime]),
];

const hasSolver = (input: ChainInput): boolean => inverts(input) && input.solver.perAccelerator !== undefined;

const failureShares = ['cluster.chipFailureShare', 'cluster.networkFailureShare', 'cluster.softwareFailureShare'];
/** What a cluster of a size keeps of its time hangs on these. */
const survival = [
  'cluster.mtbf',
  'cluster.checkpointStall',
  'cluster.checkpointLag',
  'cluster.checkpointInterval',
  'cluster.detectionTime',
  'cluster.restartTime',
  'cluster.manualShare',
  'cluster.manualRestartTime',
];
/** What the time and speed of a cluster of any size hang on, checkpoints apart. */
const ofAnySize = [
  'cluster.failureRate',
  'cluster.chipsPerNode',
  'cluster.ratedChips',
  ...failureShares,
  'cluster.detectionTime',
  'cluster.restartTime',
  'cluster.manualShare',
  'cluster.manualRestartTime',
  'cluster.slowShare',
  'cluster.slowdown',
];
const spared = ['cluster.spares', 'cluster.repairTime', 'cluster.size', 'cluster.chipsPerNode', ...failureShares];
const copied = ['cluster.peerInterval', 'cluster.peerOverhead', 'cluster.peerLostShare'];

/** What goodput hangs on besides, where there are copies with peers or a stated number of spares. */
const byPeersAndSpares = ({ cluster, choice }: ChainInput): Derivation | undefined => {
  const { equation } = metrics.find(({ path }) => path === 'cluster.goodput') ?? { equation: '' };
  const more = [...(cluster.spares === undefined ? [] : spared), ...(choice.checkpoint === 'peer' ? copied : [])];
  return more.length === 0 ? undefined : { equation, of: [...survival, ...more] };
};

/** What the count for a deadline hangs on. */
const sizedByDeadline: readonly string[] = [
  'run.work',
  'run.deadline',
  'accelerator.peak',
  'run.utilisation',
  'run.softwareMaturity',
  'run.productionLoss',
  ...ofAnySize,
  'run.parameters',
  'cluster.checkpointState',
  'cluster.storageRate',
  'cluster.checkpointOverhead',
  'cluster.hostRate',
];

/** What the count for a deadline hangs on besides, where more of its floor is stated. */
const byDeadline = ({ cluster, choice }: ChainInput): Derivation | undefined => {
  const { equation } = metrics.find(({ path }) => path === 'run.chipsNeeded') ?? { equation: '' };
  const more = [
    ...(cluster.checkpointTime === undefined ? [] : ['cluster.checkpointTime']),
    ...(cluster.spares === undefined ? [] : ['cluster.spares', 'cluster.repairTime']),
    ...(choice.checkpoint === 'peer' ? copied : []),
  ];
  return more.length === 0 ? undefined : { equation, of: [...sizedByDeadline, ...more] };
};

/** Every metric, floor by floor from the ground up. */
export const metrics: readonly Metric[] = [
  metric(
    'wafer.needed',
    'wafer',
    'wafers needed',
    '所需晶圆',
    'Wafers that must be started for the dies of the cluster.',
    '为集群所需裸片而投的晶圆数。',
    'die.needed / die.goodPerWafer',
    ['die.needed', 'die.goodPerWafer'],
    (o) => o.wafer?.needed,
    {
      instead: ({ die, wafer }) => {
        if (die.bank === undefined && wafer.lineYield === undefined) return undefined;
        const dies = die.bank === undefined ? 'die.needed' : 'max(0, die.needed − die.bank)';
        const good = wafer.lineYield === undefined ? 'die.goodPerWafer' : '(die.goodPerWafer × wafer.lineYield)';
        return {
          equation: `${dies} / ${good}`,
          of: [
            'die.needed',
            ...(die.bank === undefined ? [] : ['die.bank']),
            'die.goodPerWafer',
            ...(wafer.lineYield === undefined ? [] : ['wafer.lineYield']),
          ],
        };
      },
    },
  ),
  metric(
    'wafer.fabEnergy',
    'kWh',
    'fab electricity',
    '晶圆厂用电',
    'Electricity that the fab takes for those wafers.',
    '加工这些晶圆的用电量。',
    'wafer.needed × wafer.energy',
    ['wafer.needed', 'wafer.energy'],
    (o) => o.wafer?.energy,
  ),
  metric(
    'wafer.paid',
    'USD/wafer',
    'wafer price',
    '晶圆价格',
    'Price of a wafer that comes out: as stated, else from what it costs to make.',
    '每片产出晶圆的价格：有报价取报价，否则由制造成本推算。',
    'wafer.price',
    ['wafer.price'],
    (o) => o.wafer?.price,
    {
      instead: ({ wafer }) =>
        wafer.price === undefined ? { equation: 'wafer.cost × wafer.markup', of: ['wafer.cost', 'wafer.markup'] } : undefined,
    },
  ),
  metric(
    'wafer.time',
    'd',
    'time to the first wafers',
    '首批晶圆用时',
    'From the start of the first wafer to its end.',
    '从首批投片到产出的时间。',
    'wafer.cycleTime',
    ['wafer.cycleTime'],
    (o) => o.wafer?.cycleTime,
  ),
  metric(
    'wafer.scannersBusy',
    '1',
    'immersion scanners busy',
    '占用浸没式光刻机',
    'Immersion scanners that the wafers of the chip keep busy while they are collected.',
    '备货期间本芯片晶圆所占用的浸没式光刻机台数。',
    'wafer.needed × wafer.exposures / (wafer.scannerRate × wafer.buildTime)',
    ['wafer.needed', 'wafer.exposures', 'wafer.scannerRate', 'wafer.buildTime'],
    (o) => o.wafer?.scanners,
  ),
  metric(
    'die.perWafer',
    'die/wafer',
    'dies per wafer',
    '每片晶圆裸片数',
    'Whole dies on a wafer, by exact count on the grid.',
    '一片晶圆上的完整裸片数（按网格精确计数）。',
    { en: 'grid count of die.area on wafer.diameter', zh: '在 wafer.diameter 上按网格数出 die.area 的个数' },
    ['die.area', 'die.street', 'die.reticleWidth', 'die.reticleHeight', 'wafer.diameter', 'wafer.edgeExclusion'],
    (o) => o.die?.perWafer,
  ),
  metric(
    'die.yield',
    '1',
    'die yield',
    '裸片良率',
    'Share of dies that are sold: those without a killing defect, and those whose bad cores can be off.',
    '可出售的裸片比例：无致命缺陷者，以及坏核心可以关闭者。',
    '(1 + die.area × die.defectDensity / die.clustering)^−die.clustering',
    ['die.defectDensity', 'die.area', 'die.clustering'],
    (o) => o.die?.yield,
    {
      binding: (o) => o.die?.binding,
      percent: true,
      instead: ({ die }) =>
        die.killing === undefined
          ? undefined
          : {
              equation: '(1 + die.area × die.defectDensity × die.killing / die.clustering)^−die.clustering',
              of: ['die.defectDensity', 'die.area', 'die.killing', 'die.clustering'],
            },
    },
  ),
  metric(
    'die.goodPerWafer',
    'die/wafer',
    'good dies per wafer',
    '每片晶圆良品裸片数',
    'Good dies of one wafer.',
    '一片晶圆的良品裸片数。',
    'die.perWafer × die.yield',
    ['die.perWafer', 'die.yield'],
    (o) => o.die?.goodPerWafer,
  ),
  metric(
    'die.cost',
    'USD/die',
    'cost of a good die',
    '良品裸片成本',
    'Wafer price over good dies.',
    '晶圆价格除以良品裸片数。',
    'wafer.paid / die.goodPerWafer',
    ['wafer.paid', 'die.goodPerWafer'],
    (o) => o.die?.cost,
  ),
  metric(
    'die.needed',
    'die',
    'dies needed',
    '所需裸片',
    'Good dies for all accelerators, bond losses included.',
    '全部加速器所需的良品裸片数（含键合损失）。',
    'cluster.size × die.perPackage / package.yield',
    ['cluster.size', 'die.perPackage', 'package.yield'],
    (o) => o.die?.needed,
  ),
  metric(
    'package.yield',
    '1',
    'package yield',
    '封装良率',
    'Share of packages whose dies all bond.',
    '全部裸片键合成功的封装比例。',
    'package.bondYield^die.perPackage',
    ['package.bondYield', 'die.perPackage'],
    (o) => o.package?.yield,
    { percent: true },
  ),
  metric(
    'package.hbmNeeded',
    'stack',
    'HBM stacks needed',
    '所需 HBM 堆栈',
    'Memory stacks for all accelerators, bond losses included.',
    '全部加速器所需的存储堆栈数（含键合损失）。',
    'cluster.size × package.hbmStacks / package.yield',
    ['cluster.size', 'package.hbmStacks', 'package.yield'],
    (o) => o.package?.hbmNeeded,
  ),
  metric(
    'package.unitCost',
    'USD',
    'cost of a good package',
    '良品封装成本',
    'Bill of materials of one good accelerator: dies, memory, packaging, test and loss.',
    '一颗良品加速器的物料成本：裸片、存储、封装、测试与损耗。',
    '(die.perPackage × die.cost + package.hbmStacks × package.hbmPrice + package.assemblyCost + package.testCost) / package.yield',
    ['die.cost', 'die.perPackage', 'package.hbmStacks', 'package.hbmPrice', 'package.assemblyCost', 'package.testCost', 'package.yield'],
    (o) => o.package?.cost,
    { binding: (o) => o.package?.binding },
  ),
  metric(
    'accelerator.peak',
    'FLOP/s',
    'peak at this precision',
    '该精度峰值',
    'Dense peak of one accelerator at the precision of the run.',
    '单颗加速器在训练精度下的稠密峰值。',
    { en: 'peak at the precision of the run', zh: '训练所用精度的峰值' },
    ['accelerator.peakBf16', 'accelerator.peakFp8', 'accelerator.peakFp4'],
    (o) => o.accelerator.peak,
  ),
  metric(
    'accelerator.memoryNeed',
    'B',
    'memory needed',
    '所需显存',
    'Memory an accelerator must have: that of the stated plan, else the least of any, with everything sharded and recomputed.',
    '每颗加速器至少需要的显存（全分片、全重计算）。',
    {
      en: 'run.parameters × run.bytesPerParameter / cluster.size + activations / accelerator.scaleUpDomain + run.memoryReserve',
      zh: 'run.parameters × run.bytesPerParameter / cluster.size + 激活值 / accelerator.scaleUpDomain + run.memoryReserve',
    },
    ['run.bytesPerParameter', 'cluster.size', 'run.sequenceLength', 'accelerator.scaleUpDomain', 'run.memoryReserve'],
    (o) => o.accelerator.memoryNeed,
    {
      binding: (o) => o.accelerator.memoryBinding,
      instead: ({ run }) => (run.planMemory === undefined ? undefined : { equation: 'run.planMemory', of: ['run.planMemory'] }),
    },
  ),
  metric(
    'accelerator.balance',
    'FLOP/B',
    'machine balance',
    '算存比',
    'FLOP per byte of memory traffic at which arithmetic and memory take the same time.',
    '算力与显存带宽耗时相等时的每字节 FLOP。',
    'accelerator.peak / accelerator.memoryBandwidth',
    ['accelerator.peak', 'accelerator.memoryBandwidth'],
    (o) => o.accelerator.balance,
  ),
  metric(
    'accelerator.energyPerFlop',
    'J/FLOP',
    'energy per FLOP',
    '每 FLOP 能耗',
    'Design power over peak.',
    '设计功耗除以峰值。',
    'accelerator.power / accelerator.peak',
    ['accelerator.power', 'accelerator.peak'],
    (o) => o.accelerator.energyPerFlop,
  ),
  metric(
    'accelerator.tpp',
    'TPP',
    'total processing performance',
    '总处理性能 TPP',
    'What an export rule measures: the greatest of dense tera-operations per second times bits.',
    '出口管制所用指标：稠密每秒万亿次运算乘位宽的最大值。',
    { en: 'greatest of peak × bits over all formats', zh: '各数值格式中 峰值 × 位宽 的最大值' },
    peaks,
    (o) => o.accelerator.tpp,
    { binding: (o) => o.accelerator.binding },
  ),
  metric(
    'accelerator.performanceDensity',
    'TPP/mm2',
    'performance density',
    '性能密度',
    'TPP over the area of all non-planar logic dies.',
    'TPP 除以全部非平面逻辑裸片面积。',
    'accelerator.tpp / accelerator.logicArea',
    ['accelerator.tpp', 'accelerator.logicArea'],
    (o) => o.accelerator.performanceDensity,
  ),
  metric(
    'cluster.size',
    'chip',
    'accelerators',
    '加速器数量',
    'Accelerators in the run.',
    '参与训练的加速器数。',
    clusterSizeWords,
    [
      'cluster.count',
      'cluster.powerLimit',
      'accelerator.power',
      'cluster.serverPowerFactor',
      'cluster.pue',
      'market.chipSupply',
      'run.chipsNeeded',
    ],
    (o) => o.cluster.count,
    {
      binding: (o) => o.cluster.binding,
      instead: (input) =>
        hasSolver(input)
          ? {
              equation: clusterSizeWords,
              of: [
                'cluster.count',
                'cluster.powerLimit',
                'accelerator.power',
                'solver.power',
                'cluster.serverPowerFactor',
                'cluster.pue',
                'market.chipSupply',
                'run.chipsNeeded',
              ],
            }
          : undefined,
    },
  ),
  metric(
    'cluster.peak',
    'FLOP/s',
    'peak of the cluster',
    '集群峰值',
    'Dense peak of all accelerators.',
    '全部加速器的稠密峰值。',
    'cluster.size × accelerator.peak',
    ['cluster.size', 'accelerator.peak'],
    (o) => o.cluster.peak,
  ),
  metric(
    'cluster.itPower',
    'W',
    'server power',
    'IT 功率',
    'Power at the plugs of the servers, all at design power.',
    '全部服务器满载时的功率。',
    'cluster.size × accelerator.power × cluster.serverPowerFactor',
    ['cluster.size', 'accelerator.power', 'cluster.serverPowerFactor'],
    (o) => o.cluster.itPower,
    {
      instead: (input) =>
        hasSolver(input)
          ? {
              equation: 'cluster.size × (accelerator.power + solver.power) × cluster.serverPowerFactor',
              of: ['cluster.size', 'accelerator.power', 'solver.power', 'cluster.serverPowerFactor'],
            }
          : undefined,
    },
  ),
  metric(
    'cluster.sitePower',
    'W',
    'site power',
    '场址功率',
    'Power that the site must be able to deliver.',
    '场址必须能提供的功率。',
    'cluster.itPower × cluster.pue',
    ['cluster.itPower', 'cluster.pue'],
    (o) => o.cluster.sitePower,
  ),
  metric(
    'cluster.mtbf',
    's',
    'time between failures',
    '平均故障间隔',
    'Mean time between failures that stop the job.',
    '任务中断的平均间隔。',
    '1 / (cluster.failureRate × (cluster.size / cluster.ratedChips × (cluster.chipFailureShare + cluster.networkFailureShare + cluster.softwareFailureShare) + ⌈cluster.size / cluster.chipsPerNode⌉ × max(0, 1 − cluster.chipFailureShare − cluster.networkFailureShare − cluster.softwareFailureShare)))',
    ['cluster.size', 'cluster.failureRate', 'cluster.chipsPerNode', 'cluster.ratedChips', ...failureShares],
    (o) => o.cluster.mtbf,
    { binding: (o) => o.cluster.failureCause },
  ),
  metric(
    'cluster.checkpointSize',
    'B',
    'checkpoint',
    '检查点大小',
    'Size of a checkpoint of the whole model.',
    '整个模型一次检查点的大小。',
    'run.parameters × cluster.checkpointState',
    ['run.parameters', 'cluster.checkpointState'],
    (o) => o.cluster.checkpointSize,
  ),
  metric(
    'cluster.checkpointStall',
    's',
    'checkpoint stall',
    '检查点阻塞',
    'Time for which training waits at each checkpoint.',
    '每次检查点训练停顿的时间。',
    'cluster.checkpointOverhead + cluster.checkpointSize / (cluster.size × cluster.hostRate)',
    ['cluster.checkpointOverhead', 'cluster.checkpointSize', 'cluster.hostRate', 'cluster.size'],
    (o) => o.cluster.checkpointStall,
    {
      instead: ({ cluster, choice }) =>
        cluster.checkpointTime !== undefined
          ? { equation: 'cluster.checkpointTime', of: ['cluster.checkpointTime'] }
          : choice.checkpoint === 'sync'
            ? {
                equation: 'cluster.checkpointOverhead + cluster.checkpointSize / (cluster.size × cluster.storageRate)',
                of: ['cluster.checkpointOverhead', 'cluster.checkpointSize', 'cluster.storageRate', 'cluster.size'],
              }
            : undefined,
    },
  ),
  metric(
    'cluster.checkpointLag',
    's',
    'checkpoint lag',
    '检查点落盘延迟',
    'From the copy of a checkpoint until storage has it.',
    '从检查点拷贝完成到写入存储的时间。',
    'cluster.checkpointSize / (cluster.size × cluster.storageRate)',
    ['cluster.checkpointSize', 'cluster.storageRate', 'cluster.size'],
    (o) => o.cluster.checkpointLag,
    { instead: ({ choice }) => (choice.checkpoint === 'sync' ? { equation: '0', of: [] } : undefined) },
  ),
  metric(
    'cluster.checkpointInterval',
    's',
    'checkpoint interval',
    '检查点间隔',
    'Work between two checkpoints that loses least.',
    '损失最小的两次检查点之间的训练时间。',
    {
      en: 'max(m (1 + W₀(−e^(−1 − δ/m))), L − δ), with m = cluster.mtbf, δ = cluster.checkpointStall, L = cluster.checkpointLag',
      zh: 'max(m (1 + W₀(−e^(−1 − δ/m))), L − δ)，其中 m = cluster.mtbf，δ = cluster.checkpointStall，L = cluster.checkpointLag',
    },
    ['cluster.mtbf', 'cluster.checkpointStall', 'cluster.checkpointLag'],
    (o) => o.cluster.checkpointInterval,
    {
      instead: ({ choice }) =>
        choice.checkpoint === 'peer'
          ? {
              equation: {
                en: 'max(m (1 + W₀(−e^(−1 − δ/m))), L − δ), with m = cluster.mtbf / cluster.peerLostShare, δ = cluster.checkpointStall, L = cluster.checkpointLag',
                zh: 'max(m (1 + W₀(−e^(−1 − δ/m))), L − δ)，其中 m = cluster.mtbf / cluster.peerLostShare，δ = cluster.checkpointStall，L = cluster.checkpointLag',
              },
              of: ['cluster.mtbf', 'cluster.peerLostShare', 'cluster.checkpointStall', 'cluster.checkpointLag'],
            }
          : undefined,
    },
  ),
  metric(
    'cluster.goodput',
    '1',
    'goodput',
    '有效时间率',
    'Share of wall time that survives failures, checkpoints and waiting for spares, at the best interval.',
    '扣除故障、检查点与等待备机后的有效时间比例（最优间隔）。',
    {
      en: 'τ e^(−L/m) ((1−q) e^(−R/m) + q e^(−(R+R₂)/m)) / ((m + d) (e^((τ+δ)/m) − 1)), with m = cluster.mtbf, τ = cluster.checkpointInterval, δ = cluster.checkpointStall, L = cluster.checkpointLag, d = cluster.detectionTime, R = cluster.restartTime, R₂ = cluster.manualRestartTime for a share q = cluster.manualShare; times the share that does not wait for spares; with copies in peers, once for each level',
      zh: 'τ e^(−L/m) ((1−q) e^(−R/m) + q e^(−(R+R₂)/m)) / ((m + d) (e^((τ+δ)/m) − 1))，其中 m = cluster.mtbf，τ = cluster.checkpointInterval，δ = cluster.checkpointStall，L = cluster.checkpointLag，d = cluster.detectionTime，R = cluster.restartTime，占比 q = cluster.manualShare 的故障另加 R₂ = cluster.manualRestartTime；再乘以无需等待备机的时间占比；采用对等副本时两级各算一次',
    },
    survival,
    (o) => o.cluster.goodput,
    { binding: (o) => o.cluster.goodputBinding, percent: true, instead: byPeersAndSpares },
  ),
  metric(
    'cluster.lostCheckpoint',
    '1',
    'lost to checkpoints',
    '检查点损失',
    'Share of wall time for which checkpoints block training.',
    '检查点阻塞训练的时间占比。',
    { en: 'share of wall time, from the same record as cluster.goodput', zh: '占总时长的比例，与 cluster.goodput 出自同一计算' },
    survival,
    (o) => o.cluster.lost.checkpoint,
    { percent: true, instead: byPeersAndSpares },
  ),
  metric(
    'cluster.lostRework',
    '1',
    'lost to rework',
    '返工损失',
    'Share of wall time spent on work that a failure undid.',
    '因故障作废而重做的时间占比。',
    { en: 'share of wall time, from the same record as cluster.goodput', zh: '占总时长的比例，与 cluster.goodput 出自同一计算' },
    survival,
    (o) => o.cluster.lost.rework,
    { percent: true, instead: byPeersAndSpares },
  ),
  metric(
    'cluster.lostDetection',
    '1',
    'lost to detection',
    '故障定位损失',
    'Share of wall time until failures are found.',
    '定位故障所耗的时间占比。',
    { en: 'share of wall time, from the same record as cluster.goodput', zh: '占总时长的比例，与 cluster.goodput 出自同一计算' },
    survival,
    (o) => o.cluster.lost.detection,
    { percent: true, instead: byPeersAndSpares },
  ),
  metric(
    'cluster.lostRestart',
    '1',
    'lost to restarts',
    '恢复损失',
    'Share of wall time spent on getting going again.',
    '恢复训练所耗的时间占比。',
    { en: 'share of wall time, from the same record as cluster.goodput', zh: '占总时长的比例，与 cluster.goodput 出自同一计算' },
    survival,
    (o) => o.cluster.lost.restart,
    { percent: true, instead: byPeersAndSpares },
  ),
  metric(
    'cluster.lostWaiting',
    '1',
    'lost to waiting for spares',
    '等待备机损失',
    'Share of wall time without a server to replace one that failed.',
    '缺少可替换服务器而等待的时间占比。',
    { en: 'share of wall time, from the same record as cluster.goodput', zh: '占总时长的比例，与 cluster.goodput 出自同一计算' },
    survival,
    (o) => o.cluster.lost.waiting,
    { percent: true, instead: byPeersAndSpares },
  ),
  metric(
    'cluster.stragglerLoss',
    '1',
    'straggler loss',
    '慢节点损失',
    'Speed lost because every step waits for the slowest server.',
    '每一步都要等待最慢服务器而损失的速度。',
    '1 − 1 / (1 + cluster.slowdown × (1 − (1 − cluster.slowShare)^⌈cluster.size / cluster.chipsPerNode⌉))',
    ['cluster.slowdown', 'cluster.slowShare', 'cluster.size', 'cluster.chipsPerNode'],
    (o) => o.cluster.stragglerLoss,
    { percent: true },
  ),
  metric(
    'run.parameters',
    '1',
    'parameters',
    '参数量',
    'Parameters of the model, from its shape.',
    '由模型结构算出的参数量。',
    { en: 'sum over the layers of its shape', zh: '按模型结构逐层相加' },
    [],
    (o) => o.run.parameters,
  ),
  metric(
    'run.activeParameters',
    '1',
    'active parameters',
    '激活参数量',
    'Parameters that a token visits.',
    '每个词元激活的参数量。',
    {
      en: 'as run.parameters, of the routed experts only those that a token visits',
      zh: '同 run.parameters，路由专家只计每个词元激活的部分',
    },
    [],
    (o) => o.run.activeParameters,
  ),
  metric(
    'run.work',
    'FLOP',
    'training FLOP',
    '训练 FLOP',
    'Model FLOP: forward and backward once, causal attention, no recomputation.',
    '模型 FLOP：前向与反向各一次，因果注意力，不含重计算。',
    {
      en: 'run.tokens × (6 × active matrices + 3 × run.sequenceLength × attention width)',
      zh: 'run.tokens ×（6 × 激活的矩阵参数 + 3 × run.sequenceLength × 注意力宽度）',
    },
    ['run.tokens', 'run.sequenceLength'],
    (o) => o.run.flop,
    { instead: ({ run }) => (run.flop === undefined ? undefined : { equation: 'run.flop', of: ['run.flop'] }) },
  ),
  metric(
    'run.tokensTrained',
    'token',
    'tokens',
    '词元数',
    'Tokens that the run trains on.',
    '本次训练的词元数。',
    'run.tokens',
    ['run.tokens'],
    (o) => o.run.tokens,
    {
      instead: ({ run }) =>
        run.flop === undefined
          ? undefined
          : {
              equation: {
                en: 'run.work / (6 × active matrices + 3 × run.sequenceLength × attention width)',
                zh: 'run.work /（6 × 激活的矩阵参数 + 3 × run.sequenceLength × 注意力宽度）',
              },
              of: ['run.work', 'run.sequenceLength'],
            },
    },
  ),
  metric(
    'run.optimalParameters',
    '1',
    'best dense model',
    '最优稠密模型',
    'Parameters of the dense model that spends the same work best, by published fits.',
    '按已发表的拟合，同等训练量下最优稠密模型的参数量。',
    '(run.work / (6 × run.tokensPerParameter))^(1 / 2)',
    ['run.work', 'run.tokensPerParameter'],
    (o) => o.run.optimalParameters,
  ),
  metric(
    'run.optimalTokens',
    'token',
    'its tokens',
    '其词元数',
    'Tokens of that model.',
    '该模型的训练词元数。',
    'run.optimalParameters × run.tokensPerParameter',
    ['run.optimalParameters', 'run.tokensPerParameter'],
    (o) => o.run.optimalTokens,
  ),
  metric(
    'run.effectiveWork',
    'FLOP',
    'in methods of August 2022',
    '折合 2022 年 8 月方法',
    'FLOP that the methods of August 2022 would need for the same, by the trend of published models. The gap of a follower is not a forecast.',
    '按已发表模型的趋势，以 2022 年 8 月的方法达到同等水平所需的 FLOP。追赶者的差距不是预测。',
    'run.work × 2^(run.progressTime / run.halvingTime)',
    ['run.work', 'run.progressTime', 'run.halvingTime'],
    (o) => o.run.effectiveFlop,
  ),
  metric(
    'run.allInUtilisation',
    '1',
    'all-in utilisation',
    '综合利用率',
    'Model FLOP over what all the chip-hours could have done.',
    '模型 FLOP 与全部卡时峰值算力之比。',
    'run.utilisation × run.softwareMaturity × cluster.goodput × (1 − cluster.stragglerLoss) × (1 − run.productionLoss)',
    ['run.utilisation', 'run.softwareMaturity', 'cluster.goodput', 'cluster.stragglerLoss', 'run.productionLoss'],
    (o) => o.run.utilisation,
    {
      binding: (o) => o.run.binding,
      percent: true,
      instead: (input) =>
        inverts(input)
          ? {
              equation:
                'run.utilisation × run.softwareMaturity × cluster.goodput × (1 − cluster.stragglerLoss) × (1 − run.productionLoss) × (1 − run.inverseLoss)',
              of: [
                'run.utilisation',
                'run.softwareMaturity',
                'cluster.goodput',
                'cluster.stragglerLoss',
                'run.productionLoss',
                'run.inverseLoss',
              ],
            }
          : undefined,
    },
  ),
  metric(
    'run.delivered',
    'FLOP/s',
    'delivered FLOP/s',
    '实际算力',
    'FLOP/s of the whole cluster that reach the model.',
    '真正用于模型的集群算力。',
    'cluster.peak × run.allInUtilisation',
    ['cluster.peak', 'run.allInUtilisation'],
    (o) => o.run.delivered,
  ),
  metric(
    'run.time',
    'd',
    'wall time',
    '训练时长',
    'From the first step to the last.',
    '从第一步到最后一步的时间。',
    'run.work / run.delivered',
    ['run.work', 'run.delivered'],
    (o) => o.run.time,
    { binding: (o) => o.run.binding },
  ),
  metric(
    'run.tokensPerSecond',
    'token/s',
    'tokens per second',
    '每秒词元数',
    'Tokens that the whole cluster trains on in a second of wall time, failures included.',
    '整个集群按实际用时（含故障）平均每秒训练的词元数。',
    'run.tokensTrained / run.time',
    ['run.tokensTrained', 'run.time'],
    (o) => o.run.tokens / (o.run.time * secondsPerDay),
  ),
  metric(
    'run.chipHours',
    'chip-h',
    'chip-hours',
    '卡时',
    'Accelerators times wall time.',
    '加速器数乘训练时长。',
    'cluster.size × run.time',
    ['run.time', 'cluster.size'],
    (o) => o.run.chipHours,
  ),
  metric(
    'run.chipsNeeded',
    'chip',
    'accelerators for the deadline',
    '期限所需加速器',
    'Accelerators that finish the work by the deadline.',
    '在期限内完成训练所需的加速器数。',
    {
      en: 'run.work / (run.deadline × accelerator.peak × run.utilisation × run.softwareMaturity × g × (1 − run.productionLoss)), where g is the goodput of a cluster of this many accelerators, less what its slowest server costs',
      zh: 'run.work / (run.deadline × accelerator.peak × run.utilisation × run.softwareMaturity × g × (1 − run.productionLoss))，其中 g 为这么多加速器的集群扣除慢节点损失后的有效时间率',
    },
    sizedByDeadline,
    (o) => o.run.chipsNeeded,
    {
      instead: (input) => {
        if (!inverts(input)) return byDeadline(input);
        return {
          equation: {
            en: 'as without inverses, over 1 − run.inverseLoss of a cluster of this many accelerators',
            zh: '无求逆时的数量除以（1 − run.inverseLoss），后者按这么多加速器的集群计',
          },
          of: [...(byDeadline(input)?.of ?? sizedByDeadline), ...lossLevers(input)],
        };
      },
    },
  ),
  metric(
    'run.refreshWork',
    'FLOP',
    'work of a refresh',
    '一次求逆更新的运算量',
    'Operations that refresh every inverse of the optimiser.',
    '更新优化器全部逆矩阵所需的运算量。',
    {
      en: 'run.inverseWork × the cubes of the sides of all curvature blocks of run.curvatureBlock rows',
      zh: 'run.inverseWork × 按 run.curvatureBlock 行切分的全部曲率块边长立方之和',
    },
    ['run.inverseWork', 'run.curvatureBlock'],
    (o) => o.inverses?.refreshFlop,
  ),
  metric(
    'run.stepTime',
    's',
    'step without inverses',
    '不含求逆的步时',
    'Time of a step in which nothing is inverted.',
    '不做求逆时一步的时间。',
    'run.work / run.tokensTrained × run.batchTokens / (cluster.peak × run.utilisation)',
    ['run.batchTokens', 'run.work', 'run.tokensTrained', 'run.sequenceLength', 'cluster.peak', 'run.utilisation'],
    (o) => o.inverses?.stepTime,
  ),
  metric(
    'run.inverseTime',
    's',
    'inverses on the accelerators',
    '加速器求逆用时',
    'Time that inverses take of each step on the accelerators.',
    '由加速器求逆时平摊到每步的时间。',
    'run.refreshWork / (cluster.peak × run.inverseUtilisation × run.refresh)',
    ['run.refreshWork', 'cluster.peak', 'run.inverseUtilisation', 'run.refresh'],
    (o) => o.inverses?.time,
  ),
  metric(
    'run.inverseShare',
    '1',
    'share of inverses on accelerators',
    '加速器求逆占比',
    'Share of a step that inverses take on the accelerators.',
    '由加速器求逆时占每步时间的比例。',
    'run.inverseTime / (run.stepTime + run.inverseTime)',
    ['run.inverseTime', 'run.stepTime'],
    (o) => o.inverses?.share,
    { percent: true },
  ),
  metric(
    'run.inverseCeiling',
    '1',
    'ceiling of any solver',
    '求解器加速上限',
    'Speed-up of the run by a solver that inverts in no time at all (Amdahl).',
    '求逆完全不耗时的求解器所能带来的训练加速（阿姆达尔定律）。',
    '1 / (1 − run.inverseShare)',
    ['run.inverseShare'],
    (o) => o.inverses?.ceiling,
  ),
  metric(
    'run.inverseLoss',
    '1',
    'time lost to inverses',
    '求逆占用时间',
    'Share of a step that goes to inverses as the run is made, on accelerators or on solvers.',
    '按实际方式（加速器或求解器）求逆占每步时间的比例。',
    'run.inverseShare',
    ['run.inverseShare'],
    (o) => o.inverses?.loss,
    {
      percent: true,
      binding: (o) => o.inverses?.solver?.binding,
      instead: (input) =>
        hasSolver(input)
          ? {
              equation: {
                en: 'what solver.refreshTime / run.refresh exceeds run.inverseOverlap × run.stepTime by (Schur complements never overlap), over that and run.stepTime',
                zh: 'solver.refreshTime / run.refresh 超出 run.inverseOverlap × run.stepTime 的部分（舒尔补不能并行），与其和 run.stepTime 之和的比',
              },
              of: ['solver.refreshTime', 'run.refresh', 'run.inverseOverlap', 'run.stepTime'],
            }
          : undefined,
    },
  ),
  metric(
    'solver.refreshTime',
    's',
    'refresh on the solvers',
    '求解器更新用时',
    'Time in which the solvers refresh every inverse: Schur complements, writes, and a solution for each column.',
    '求解器更新全部逆矩阵的时间：舒尔补、写入，以及逐列求解。',
    {
      en: 'Schur complements on the accelerators + rounds × rows × (solver.writeTime + cycles of inversion and product)',
      zh: '加速器计算舒尔补 + 轮数 × 行数 ×（solver.writeTime + 各次迭代的求逆与乘法）',
    },
    [
      'run.curvatureBlock',
      'solver.perAccelerator',
      'cluster.size',
      'cluster.peak',
      'run.inverseUtilisation',
      'solver.writeTime',
      ...solutionTime,
    ],
    (o) => o.inverses?.solver?.refreshTime,
    { binding: (o) => o.inverses?.solver?.binding },
  ),
  metric(
    'solver.gain',
    '1',
    'speed of the solvers',
    '求解器相对速度',
    'How many times as fast as the accelerators the solvers refresh all inverses; below one they are slower.',
    '求解器更新全部逆矩阵的速度与加速器之比；小于 1 即更慢。',
    'run.inverseTime × run.refresh / solver.refreshTime',
    ['run.inverseTime', 'run.refresh', 'solver.refreshTime'],
    (o) => o.inverses?.solver?.gain,
  ),
  metric(
    'solver.speedUp',
    '1',
    'speed-up of the run',
    '整次训练加速',
    'Time of the run with inverses on the accelerators over its time with the solvers.',
    '由加速器求逆的训练时长与使用求解器的训练时长之比。',
    '(1 − run.inverseLoss) / (1 − run.inverseShare)',
    ['run.inverseLoss', 'run.inverseShare'],
    (o) => o.inverses?.solver?.speedUp,
  ),
  metric(
    'solver.energyGain',
    '1',
    'energy gain, all counted',
    '能效倍数（全部计入）',
    'Energy of the accelerators for a refresh over that of the solvers: writes, Schur complements and a solution for each column counted.',
    '加速器更新一次的能耗与求解器之比：写入、舒尔补与逐列求解全部计入。',
    {
      en: 'run.refreshWork × e / (writes and solutions + Schur complements × e), e = accelerator.power / (accelerator.peak × run.inverseUtilisation)',
      zh: 'run.refreshWork × e /（写入与求解 + 舒尔补 × e），e = accelerator.power / (accelerator.peak × run.inverseUtilisation)',
    },
    [
      'run.refreshWork',
      'run.curvatureBlock',
      'accelerator.power',
      'accelerator.peak',
      'run.inverseUtilisation',
      'solver.writeEnergy',
      ...solution,
    ],
    (o) => o.inverses?.solver?.energyGain,
  ),
  metric(
    'solver.claimedGain',
    '1',
    'energy gain as claimed',
    '能效倍数（宣称口径）',
    'The same as the press counts: the digital side factors anew for every right-hand side, the chip has one full array, few cycles, and writes for free.',
    '按宣传口径：数字一方每个右端项都重新分解，芯片用一整块阵列、几次迭代、写入不计。',
    {
      en: 'fresh factors of a block at e / energy of one solution of solver.claimedCycles in one array, e as in solver.energyGain',
      zh: '按 e 重新分解一块的能耗 / 单阵列 solver.claimedCycles 次迭代求解一次的能耗，e 同 solver.energyGain',
    },
    [
      'run.curvatureBlock',
      'accelerator.power',
      'accelerator.peak',
      'run.inverseUtilisation',
      'solver.claimedCycles',
      'solver.slices',
      'solver.passes',
      ...solverParts.map((name) => `solver.${name}`),
    ],
    (o) => o.inverses?.solver?.claimedGain,
  ),
  metric(
    'solver.writes',
    '1',
    'writes of a cell',
    '单元写入次数',
    'Times that a cell is written over the run.',
    '训练期间每个单元的写入次数。',
    {
      en: 'run.tokensTrained / run.batchTokens / run.refresh × blocks for each solver',
      zh: 'run.tokensTrained / run.batchTokens / run.refresh × 每个求解器承担的块数',
    },
    ['run.tokensTrained', 'run.batchTokens', 'run.refresh', 'run.curvatureBlock', 'solver.perAccelerator', 'cluster.size'],
    (o) => o.inverses?.solver?.writes,
  ),
  metric(
    'solver.life',
    'd',
    'life of cells',
    '单元寿命',
    'Time of training until the cells are worn out.',
    '单元写坏之前可训练的时间。',
    {
      en: 'solver.endurance / writes for each refresh × run.refresh × step with inverses',
      zh: 'solver.endurance / 每次更新的写入次数 × run.refresh × 含求逆的步时',
    },
    ['solver.endurance', 'run.refresh', 'run.curvatureBlock', 'solver.perAccelerator', 'cluster.size', 'run.stepTime', 'run.inverseLoss'],
    (o) => o.inverses?.solver?.life,
  ),
  metric(
    'solver.power',
    'W',
    'power of the solvers',
    '求解器功率',
    'Solvers of one accelerator while they solve.',
    '一颗加速器旁全部求解器求解时的功率。',
    {
      en: 'solver.perAccelerator × energy of a solution / its time',
      zh: 'solver.perAccelerator × 一次求解的能耗 / 用时',
    },
    ['solver.perAccelerator', 'run.curvatureBlock', ...solution],
    (o) => o.inverses?.solver?.power,
  ),
  metric(
    'solver.area',
    'mm2',
    'silicon of the solvers',
    '求解器面积',
    'Area of the solvers of one accelerator.',
    '一颗加速器旁全部求解器的面积。',
    {
      en: 'solver.perAccelerator × cells, amplifiers and converters for run.curvatureBlock rows',
      zh: 'solver.perAccelerator × run.curvatureBlock 行所需的单元、运放与转换器',
    },
    ['solver.perAccelerator', 'run.curvatureBlock', ...solverArea],
    (o) => o.inverses?.solver?.area,
  ),
  metric(
    'solver.price',
    'USD',
    'price of the solvers',
    '求解器价格',
    'Silicon of the solvers of one accelerator.',
    '一颗加速器旁全部求解器的硅片价格。',
    'solver.area × solver.areaPrice',
    ['solver.area', 'solver.areaPrice'],
    (o) => o.inverses?.solver?.price,
  ),
  metric(
    'solver.energyUse',
    'kWh',
    'electricity of the solvers',
    '求解器用电量',
    'Writes and solutions of all refreshes, at the meter of the site.',
    '全部更新的写入与求解用电，按场址计量。',
    {
      en: 'refreshes × blocks × (writes + solutions of all columns) × cluster.pue',
      zh: '更新次数 × 块数 ×（写入 + 逐列求解）× cluster.pue',
    },
    ['run.tokensTrained', 'run.batchTokens', 'run.refresh', 'run.curvatureBlock', 'solver.writeEnergy', 'cluster.pue', ...solution],
    (o) => o.inverses?.solver?.energyUse,
  ),
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
    'cluster.size × market.value × cost.quoteFactor / (1 − cost.networkShare) + cluster.itPower × cost.facilityCapex',
    ['cluster.size', 'market.value', 'cost.quoteFactor', 'cost.networkShare', 'cluster.itPower', 'cost.facilityCapex'],
    (o) => o.cost.tiedUp,
    {
      instead: (input) => {
        const made = input.choice.acquire === 'make';
        if (!made && !hasSolver(input)) return undefined;
        const factor = made ? 'cost.serverOverhead' : 'cost.quoteFactor';
        const solver = hasSolver(input) ? ['solver.price'] : [];
        return {
          equation: `cluster.size × market.value × ${factor} / (1 − cost.networkShare)${hasSolver(input) ? ' + cluster.size × solver.price' : ''} + cluster.itPower × cost.facilityCapex`,
          of: ['cluster.size', 'market.value', factor, 'cost.networkShare', ...solver, 'cluster.itPower', 'cost.facilityCapex'],
        };
      },
    },
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
    'cluster.size × market.paid × cost.quoteFactor / (1 − cost.networkShare) + cluster.itPower × cost.facilityCapex',
    ['cluster.size', 'market.paid', 'cost.quoteFactor', 'cost.networkShare', 'cluster.itPower', 'cost.facilityCapex'],
    (o) => o.cost.capex,
    {
      instead: (input) => {
        const made = input.choice.acquire === 'make';
        if (!made && !hasSolver(input)) return undefined;
        const factor = made ? 'cost.serverOverhead' : 'cost.quoteFactor';
        const solver = hasSolver(input) ? ['solver.price'] : [];
        return {
          equation: `cluster.size × market.paid × ${factor} / (1 − cost.networkShare)${hasSolver(input) ? ' + cluster.size × solver.price' : ''} + cluster.itPower × cost.facilityCapex`,
          of: ['cluster.size', 'market.paid', factor, 'cost.networkShare', ...solver, 'cluster.itPower', 'cost.facilityCapex'],
        };
      },
    },
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
  metric(
    'market.paid',
    'USD',
    'paid per accelerator',
    '单颗实付',
    'What the actor pays for one accelerator.',
    '购置单颗加速器所付的价格。',
    { en: 'market.price, or package.unitCost for one that makes its own', zh: 'market.price；自造芯片则取 package.unitCost' },
    ['market.price', 'package.unitCost'],
    (o) => o.market.paid,
    { binding: (o) => o.market.binding },
  ),
  metric(
    'market.value',
    'USD',
    'worth at the start',
    '开训时价值',
    'What one accelerator is worth at the start of the run: it has lost value to progress since it was bought.',
    '训练开始时单颗加速器的价值：自购入以来因技术进步而贬值。',
    'market.paid × e^(−cost.amortisation × market.heldFor)',
    ['market.paid', 'market.heldFor', 'cost.amortisation'],
    (o) => o.market.value,
    {
      instead: ({ cost }) =>
        cost.writeOff === undefined
          ? undefined
          : {
              equation: {
                en: 'market.paid until cost.writeOff has passed since the purchase, then 0',
                zh: '自购入起未满 cost.writeOff 取 market.paid，期满为 0',
              },
              of: ['market.paid', 'market.heldFor', 'cost.writeOff'],
            },
    },
  ),
  metric(
    'market.markup',
    '1',
    'price over unit cost',
    '售价与成本之比',
    'Price of an accelerator over what its good package costs.',
    '加速器价格与良品封装成本之比。',
    'market.price / package.unitCost',
    ['market.price', 'package.unitCost'],
    (o) => o.market.markup,
  ),
  metric(
    'policy.headroom',
    '1',
    'headroom under the rule',
    '距管制线',
    'Limit of the nearest rule over the chip’s own figure; below 1 it lies over the line.',
    '最近一条管制线与芯片指标之比；小于 1 即越线。',
    { en: 'limit / the chip’s own figure, nearest leg of a rule', zh: '管制限值 / 芯片自身指标，取最近的一条' },
    ['accelerator.tpp', 'accelerator.performanceDensity', 'accelerator.scaleUpBandwidth', 'accelerator.memoryBandwidth'],
    (o) => o.policy.headroom,
    { binding: (o) => o.policy.outcome },
  ),
  metric(
    'policy.line',
    '1',
    'nearest line, notices included',
    '距最近管制线（含通报线）',
    'The same for the nearest line of any rule, those that ask only for a notice included.',
    '与最近一条线之比，含只须通报的线。',
    { en: 'limit / the chip’s own figure, nearest leg of any outcome', zh: '管制限值 / 芯片自身指标，取最近的一条，不论其结果' },
    ['accelerator.tpp', 'accelerator.performanceDensity', 'accelerator.scaleUpBandwidth', 'accelerator.memoryBandwidth'],
    (o) => o.policy.line,
  ),
];

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

export const metricByPath: ReadonlyMap<string, Metric> = new Map(metrics.map((entry) => [entry.path, entry]));

/** How a metric follows in one scenario, by what that scenario states. */
export const derivation = (metric: Metric, input: ChainInput): Derivation => metric.instead?.(input) ?? metric;
