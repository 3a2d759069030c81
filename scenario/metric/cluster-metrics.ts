import { hasSolver, type Instead, type Metric, metric } from './metric.ts';

const clusterSizeWords = {
  en: 'as stated, else as many as power and supply allow, else as few as the deadline needs',
  zh: '有给定值则取给定值，否则取电力与供应所容许的最多，再否则取工期所需的最少',
};

/** What failures are made of. */
export const failureShares: readonly string[] = ['cluster.chipFailureShare', 'cluster.networkFailureShare', 'cluster.softwareFailureShare'];

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

const spared = ['cluster.spares', 'cluster.repairTime', 'cluster.size', 'cluster.chipsPerNode', ...failureShares];

/** What copies in the memory of peers bring in. */
export const copied: readonly string[] = ['cluster.peerInterval', 'cluster.peerOverhead', 'cluster.peerLostShare'];

const goodput = {
  en: 'τ e^(−L/m) ((1−q) e^(−R/m) + q e^(−(R+R₂)/m)) / ((m + d) (e^((τ+δ)/m) − 1)), with m = cluster.mtbf, τ = cluster.checkpointInterval, δ = cluster.checkpointStall, L = cluster.checkpointLag, d = cluster.detectionTime, R = cluster.restartTime, R₂ = cluster.manualRestartTime for a share q = cluster.manualShare; times the share that does not wait for spares; with copies in peers, once for each level',
  zh: 'τ e^(−L/m) ((1−q) e^(−R/m) + q e^(−(R+R₂)/m)) / ((m + d) (e^((τ+δ)/m) − 1))，其中 m = cluster.mtbf，τ = cluster.checkpointInterval，δ = cluster.checkpointStall，L = cluster.checkpointLag，d = cluster.detectionTime，R = cluster.restartTime，占比 q = cluster.manualShare 的故障另加 R₂ = cluster.manualRestartTime；再乘以无需等待备机的时间占比；采用对等副本时两级各算一次',
};
const partOfGoodput = {
  en: 'share of wall time, from the same record as cluster.goodput',
  zh: '占总时长的比例，与 cluster.goodput 出自同一计算',
};

/** What goodput and its parts hang on besides, where there are copies with peers or a stated number of spares. */
const byPeersAndSpares =
  (equation: Metric['equation']): Instead =>
  ({ cluster, choice }) => {
    const more = [...(cluster.spares === undefined ? [] : spared), ...(choice.checkpoint === 'peer' ? copied : [])];
    return more.length === 0 ? undefined : { equation, of: [...survival, ...more] };
  };

/** The cluster: its size, power and what failures leave of its time. */
export const clusterMetrics: readonly Metric[] = [
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
    goodput,
    survival,
    (o) => o.cluster.goodput,
    { binding: (o) => o.cluster.goodputBinding, percent: true, instead: byPeersAndSpares(goodput) },
  ),
  metric(
    'cluster.lostCheckpoint',
    '1',
    'lost to checkpoints',
    '检查点损失',
    'Share of wall time for which checkpoints block training.',
    '检查点阻塞训练的时间占比。',
    partOfGoodput,
    survival,
    (o) => o.cluster.lost.checkpoint,
    { percent: true, instead: byPeersAndSpares(partOfGoodput) },
  ),
  metric(
    'cluster.lostRework',
    '1',
    'lost to rework',
    '返工损失',
    'Share of wall time spent on work that a failure undid.',
    '因故障作废而重做的时间占比。',
    partOfGoodput,
    survival,
    (o) => o.cluster.lost.rework,
    { percent: true, instead: byPeersAndSpares(partOfGoodput) },
  ),
  metric(
    'cluster.lostDetection',
    '1',
    'lost to detection',
    '故障定位损失',
    'Share of wall time until failures are found.',
    '定位故障所耗的时间占比。',
    partOfGoodput,
    survival,
    (o) => o.cluster.lost.detection,
    { percent: true, instead: byPeersAndSpares(partOfGoodput) },
  ),
  metric(
    'cluster.lostRestart',
    '1',
    'lost to restarts',
    '恢复损失',
    'Share of wall time spent on getting going again.',
    '恢复训练所耗的时间占比。',
    partOfGoodput,
    survival,
    (o) => o.cluster.lost.restart,
    { percent: true, instead: byPeersAndSpares(partOfGoodput) },
  ),
  metric(
    'cluster.lostWaiting',
    '1',
    'lost to waiting for spares',
    '等待备机损失',
    'Share of wall time without a server to replace one that failed.',
    '缺少可替换服务器而等待的时间占比。',
    partOfGoodput,
    survival,
    (o) => o.cluster.lost.waiting,
    { percent: true, instead: byPeersAndSpares(partOfGoodput) },
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
];
