import type { ChainInput } from '#model';
import { secondsPerDay } from '#quantity';
import { copied, failureShares } from './cluster-metrics.ts';
import { type Derivation, hasSolver, inverts, type Metric, metric } from './metric.ts';
import { solutionTime } from './solver-metrics.ts';

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

const chipsForDeadline = {
  en: 'run.work / (run.deadline × accelerator.peak × run.utilisation × run.softwareMaturity × g × (1 − run.productionLoss)), where g is the goodput of a cluster of this many accelerators, less what its slowest server costs',
  zh: 'run.work / (run.deadline × accelerator.peak × run.utilisation × run.softwareMaturity × g × (1 − run.productionLoss))，其中 g 为这么多加速器的集群扣除慢节点损失后的有效时间率',
};

/** What the count for a deadline hangs on besides, where more of its floor is stated. */
const byDeadline = ({ cluster, choice }: ChainInput): Derivation | undefined => {
  const more = [
    ...(cluster.checkpointTime === undefined ? [] : ['cluster.checkpointTime']),
    ...(cluster.spares === undefined ? [] : ['cluster.spares', 'cluster.repairTime']),
    ...(choice.checkpoint === 'peer' ? copied : []),
  ];
  return more.length === 0 ? undefined : { equation: chipsForDeadline, of: [...sizedByDeadline, ...more] };
};

/** The training run. */
export const runMetrics: readonly Metric[] = [
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
    chipsForDeadline,
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
];
