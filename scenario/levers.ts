import type { Words } from '#catalog';
import type { UnitId } from '#quantity';

/** Where a lever takes its value when a scenario does not state it: the first reference that has one. */
export interface FactReference {
  /** The thing that the scenario names in this role, or the id of a thing of the catalogue. */
  readonly of: string;
  readonly fact: string;
  /** Only values of the fact with this definition. */
  readonly definition?: string;
}

/** One input of the chain: declared once, spoken of by its path everywhere. */
export interface Lever {
  readonly path: string;
  readonly unit: UnitId;
  /** Values outside are impossible and refused; draws are conditioned on lying inside. */
  readonly low: number;
  readonly high: number;
  readonly label: Words;
  readonly meaning: Words;
  readonly from: readonly FactReference[];
  /** May stay unknown: the chain then leaves out what needs it. All others must have a value. */
  readonly optional: boolean;
  /** A count: draws are not rounded, but a stated value must be a whole number. */
  readonly whole: boolean;
  /** A share of a whole, which reads best in per cent. */
  readonly percent?: true;
}

/** Roles that a scenario fills with an id of the catalogue. */
export const roles = ['model', 'accelerator', 'cluster', 'region', 'node', 'product', 'packaging', 'hbm', 'operator', 'rental'] as const;
export type Role = (typeof roles)[number];

interface Options {
  readonly from?: readonly FactReference[];
  readonly low?: number;
  readonly high?: number;
  readonly optional?: boolean;
  readonly whole?: boolean;
  readonly percent?: true;
}

const lever = (
  path: string,
  unit: UnitId,
  en: string,
  zh: string,
  meaningEn: string,
  meaningZh: string,
  { from = [], low = 0, high = Number.MAX_VALUE, optional = false, whole = false, percent }: Options,
): Lever => ({
  path,
  unit,
  low,
  high,
  label: { en, zh },
  meaning: { en: meaningEn, zh: meaningZh },
  from,
  optional,
  whole,
  ...(percent === undefined ? {} : { percent }),
});

const of = (role: string, fact: string, definition?: string): FactReference =>
  definition === undefined ? { of: role, fact } : { of: role, fact, definition };
const positive = Number.MIN_VALUE;

/** Every lever, floor by floor from the ground up. */
export const levers: readonly Lever[] = [
  lever(
    'wafer.price',
    'USD/wafer',
    'wafer price',
    '晶圆价格',
    'Price of a processed 300 mm wafer of the node of the chip.',
    '该芯片所用制程一片 300 毫米晶圆的加工价格。',
    { from: [of('node', 'waferPrice')], low: positive, optional: true },
  ),
  lever(
    'wafer.energy',
    'kWh/wafer',
    'fab electricity per wafer',
    '每片晶圆耗电',
    'Electricity that the fab takes for one wafer.',
    '晶圆厂加工一片晶圆的用电量。',
    { from: [of('node', 'energyPerWafer')], optional: true },
  ),
  lever(
    'wafer.starts',
    'wafer/month',
    'wafer starts',
    '晶圆投片量',
    'Starts of the node, all customers. Leave out where wafers are no limit.',
    '该制程所有客户的月投片量；不构成限制时可不填。',
    { optional: true },
  ),
  lever(
    'wafer.allocation',
    '1',
    'share of wafer starts',
    '投片份额',
    'Share of the starts that this chip gets.',
    '本芯片分得的投片比例。',
    { high: 1, optional: true, percent: true },
  ),
  lever(
    'wafer.buildTime',
    'month',
    'time to collect chips',
    '备货时间',
    'Months over which wafers, dies and stacks are collected for the run.',
    '为本次训练积累晶圆、裸片与存储堆栈的月数。',
    { optional: true },
  ),
  lever(
    'wafer.cost',
    'USD/wafer',
    'cost of a wafer',
    '晶圆成本',
    'What it costs to make a wafer that comes out, computed from its layers and scanners. Its price follows where none is stated.',
    '按各层与光刻机算出的每片产出晶圆的制造成本；未给出价格时由此推算。',
    { low: positive, optional: true },
  ),
  lever(
    'wafer.markup',
    '1',
    'price over cost',
    '价格与成本之比',
    'Price of a wafer over its cost: margin, and all that the fab spends besides making wafers.',
    '晶圆价格与成本之比，含毛利及制造以外的开支。',
    { from: [of('parameter/fab-markup', 'value')], low: 0.1, high: 20, optional: true },
  ),
  lever(
    'wafer.lineYield',
    '1',
    'wafers that come out',
    '晶圆产出率',
    'Share of started wafers that comes out: line and overlay.',
    '投入晶圆中最终产出的比例（产线与套刻）。',
    { low: positive, high: 1, optional: true, percent: true },
  ),
  lever('wafer.cycleTime', 'd', 'cycle time', '生产周期', 'From the start of a wafer to its end.', '从投片到产出的时间。', {
    optional: true,
  }),
  lever(
    'wafer.scanners',
    '1',
    'immersion scanners',
    '浸没式光刻机',
    'Immersion scanners of the line, for all its customers. Leave out where they are no limit.',
    '产线上的浸没式光刻机台数（供所有客户）；不构成限制时可不填。',
    { high: 1e6, optional: true },
  ),
  lever(
    'wafer.exposures',
    '1',
    'immersion passes',
    '浸没式曝光次数',
    'Passes of a wafer through immersion scanners, rework included.',
    '每片晶圆的浸没式曝光次数，含返工。',
    { optional: true },
  ),
  lever(
    'wafer.scannerRate',
    'wafer/month',
    'passes of an immersion scanner',
    '浸没式光刻机月产能',
    'Wafers that one immersion scanner exposes in a month.',
    '一台浸没式光刻机每月曝光的晶圆数。',
    { low: positive, optional: true },
  ),
  lever(
    'wafer.euvScanners',
    '1',
    'EUV scanners',
    'EUV 光刻机',
    'EUV scanners of the line, for all its customers. Leave out where they are no limit.',
    '产线上的 EUV 光刻机台数（供所有客户）；不构成限制时可不填。',
    { high: 1e6, optional: true },
  ),
  lever(
    'wafer.euvExposures',
    '1',
    'EUV passes',
    'EUV 曝光次数',
    'Passes of a wafer through EUV scanners, rework included.',
    '每片晶圆的 EUV 曝光次数，含返工。',
    { optional: true },
  ),
  lever(
    'wafer.euvScannerRate',
    'wafer/month',
    'passes of an EUV scanner',
    'EUV 光刻机月产能',
    'Wafers that one EUV scanner exposes in a month.',
    '一台 EUV 光刻机每月曝光的晶圆数。',
    { low: positive, optional: true },
  ),
  lever(
    'wafer.pitch',
    'nm',
    'pitch out of reach',
    '超出能力的间距',
    'Pitch of the layer that the scanners cannot make; only where there is one.',
    '现有光刻机无法制造的层的间距；仅在存在时给出。',
    { low: positive, optional: true },
  ),
  lever(
    'wafer.pitchFloor',
    'nm',
    'least pitch in reach',
    '可达最小间距',
    'Least pitch that any technique with the scanners reaches for that layer.',
    '现有光刻机以任何工艺对该层可达到的最小间距。',
    { low: positive, optional: true },
  ),
  lever('wafer.diameter', 'mm', 'wafer diameter', '晶圆直径', 'Diameter of the wafer.', '晶圆的直径。', {
    from: [of('parameter/wafer-diameter', 'length')],
    low: positive,
    high: 450,
  }),
  lever('wafer.edgeExclusion', 'mm', 'edge exclusion', '边缘禁区', 'Ring at the rim where no die is printed.', '晶圆边缘不曝光的环宽。', {
    from: [of('parameter/edge-exclusion', 'length')],
    high: 20,
  }),
  lever('die.area', 'mm2', 'die area', '裸片面积', 'Area of one logic die.', '单颗逻辑裸片的面积。', {
    from: [of('product', 'dieArea')],
    low: positive,
    high: 100_000,
    optional: true,
  }),
  lever(
    'die.defectDensity',
    '/cm2',
    'defect density',
    '缺陷密度',
    'Killing defects per area of the node.',
    '该制程单位面积的致命缺陷数。',
    { from: [of('node', 'defectDensity')], high: 100, optional: true },
  ),
  lever(
    'die.clustering',
    '1',
    'defect clustering',
    '缺陷聚集度',
    'Alpha of the negative binomial yield model; small where defects come in clusters.',
    '负二项良率模型的 α；缺陷越聚集越小。',
    { from: [of('node', 'clustering'), of('parameter/defect-clustering', 'value')], low: 0.05, high: 1e6 },
  ),
  lever(
    'die.killing',
    '1',
    'killing share of defects',
    '致命缺陷占比',
    'Share of the defects that keep a die from being sold: below one where it is sold with some cores off. Computed at the median defect density.',
    '使裸片无法出售的缺陷比例：若产品允许关闭部分核心，则小于 1；按缺陷密度的中位数计算。',
    { low: positive, high: 1, optional: true, percent: true },
  ),
  lever('die.street', 'mm', 'scribe street', '划片槽', 'Width of the street between two dies.', '相邻裸片之间划片槽的宽度。', {
    from: [of('parameter/scribe-street', 'length')],
    high: 5,
  }),
  lever('die.reticleWidth', 'mm', 'reticle width', '光罩宽度', 'Short side of the exposure field.', '曝光场的短边。', {
    from: [of('parameter/reticle-width', 'length')],
    low: positive,
    high: 300,
  }),
  lever('die.reticleHeight', 'mm', 'reticle height', '光罩高度', 'Long side of the exposure field.', '曝光场的长边。', {
    from: [of('parameter/reticle-height', 'length')],
    low: positive,
    high: 300,
  }),
  lever(
    'die.perPackage',
    'die',
    'logic dies per package',
    '每封装裸片数',
    'Logic dies that one accelerator takes.',
    '一颗加速器所用的逻辑裸片数。',
    { from: [of('product', 'dies'), of('accelerator', 'computeDies')], low: 1, high: 1_000, optional: true, whole: true },
  ),
  lever('die.bank', 'die', 'die bank', '裸片库存', 'Good dies already in stock, made elsewhere.', '已有的良品裸片库存（在别处制造）。', {
    optional: true,
  }),
  lever(
    'package.hbmStacks',
    'stack',
    'HBM stacks per package',
    '每封装 HBM 堆栈数',
    'Memory stacks of one accelerator.',
    '一颗加速器的存储堆栈数。',
    { from: [of('product', 'hbmStacks')], high: 64, optional: true, whole: true },
  ),
  lever('package.hbmPrice', 'USD/stack', 'HBM price', 'HBM 价格', 'Price of one memory stack.', '单个存储堆栈的价格。', {
    from: [of('hbm', 'pricePerStack'), of('hbm/hbm3', 'pricePerStack')],
    optional: true,
  }),
  lever(
    'package.hbmSupply',
    'stack',
    'HBM supply',
    'HBM 供应量',
    'Stacks that the actor can have for this run. Leave out where they are no limit.',
    '可用于本次训练的堆栈数；不构成限制时可不填。',
    { optional: true },
  ),
  lever(
    'package.assemblyCost',
    'USD',
    'packaging cost',
    '封装成本',
    'Interposer, substrate and assembly of one package.',
    '单个封装的中介层、基板与组装成本。',
    { from: [of('product', 'costPackaging'), of('packaging', 'costPerPackage'), of('packaging/cowos', 'costPerPackage')], optional: true },
  ),
  lever(
    'package.testCost',
    'USD',
    'test cost',
    '测试成本',
    'Final test and the rest of the bill of materials.',
    '终测及物料清单其余部分。',
    { from: [of('product', 'costTest'), of('parameter/package-test-cost', 'cost')], optional: true },
  ),
  lever('package.bondYield', '1', 'bond yield', '键合良率', 'Share of dies whose bonds all hold.', '键合全部成功的裸片比例。', {
    from: [of('packaging', 'bondYield'), of('parameter/bond-yield', 'value')],
    low: positive,
    high: 1,
    percent: true,
  }),
  ...(
    [
      ['peakFp64', 'FLOP/s', 'FP64'],
      ['peakFp32', 'FLOP/s', 'FP32'],
      ['peakBf16', 'FLOP/s', 'BF16'],
      ['peakFp8', 'FLOP/s', 'FP8'],
      ['peakFp6', 'FLOP/s', 'FP6'],
      ['peakFp4', 'FLOP/s', 'FP4'],
      ['peakInt8', 'OP/s', 'INT8'],
    ] as const
  ).map(([name, unit, format]) =>
    lever(
      `accelerator.${name}`,
      unit,
      `${format} peak`,
      `${format} 峰值`,
      `Dense ${format} peak of one accelerator.`,
      `单颗加速器的 ${format} 稠密峰值。`,
      { from: [of('accelerator', name)], low: positive, optional: true },
    ),
  ),
  lever('accelerator.memory', 'B', 'memory', '显存', 'Memory of one accelerator.', '单颗加速器的显存。', {
    from: [of('accelerator', 'memory')],
    low: positive,
  }),
  lever('accelerator.memoryBandwidth', 'B/s', 'memory bandwidth', '显存带宽', 'Peak bandwidth of that memory.', '显存的峰值带宽。', {
    from: [of('accelerator', 'memoryBandwidth')],
    low: positive,
    optional: true,
  }),
  lever(
    'accelerator.scaleUpBandwidth',
    'B/s',
    'scale-up bandwidth',
    '超节点内带宽',
    'Scale-up link of one accelerator, one direction.',
    '单颗加速器的纵向互联带宽（单向）。',
    { from: [of('accelerator', 'scaleUpBandwidth')], optional: true },
  ),
  lever(
    'accelerator.scaleUpDomain',
    'chip',
    'scale-up domain',
    '超节点规模',
    'Accelerators in one scale-up domain.',
    '一个超节点内的加速器数。',
    {
      from: [of('cluster', 'scaleUpDomain'), of('accelerator', 'scaleUpDomain'), of('parameter/scale-up-domain', 'chips')],
      low: 1,
      whole: true,
    },
  ),
  lever(
    'accelerator.logicArea',
    'mm2',
    'logic die area',
    '逻辑裸片总面积',
    'Area of all non-planar logic dies of one accelerator.',
    '单颗加速器全部非平面逻辑裸片的面积。',
    { from: [of('accelerator', 'logicArea')], low: positive, optional: true },
  ),
  lever('accelerator.power', 'W', 'accelerator power', '加速器功耗', 'Design power of one accelerator.', '单颗加速器的设计功耗。', {
    from: [of('accelerator', 'power')],
    low: positive,
  }),
  lever(
    'cluster.count',
    'chip',
    'accelerators',
    '加速器数量',
    'Accelerators in the run. Leave out to take as many as power and supply allow.',
    '参与训练的加速器数；不填则取电力与供应所允许的最大值。',
    { from: [of('cluster', 'chips')], low: 1, high: 1e9, optional: true, whole: true },
  ),
  lever(
    'cluster.chipsPerNode',
    'chip/node',
    'accelerators per server',
    '每台服务器加速器数',
    'Accelerators that one failure of a server stops.',
    '一台服务器故障所影响的加速器数。',
    { from: [of('parameter/chips-per-node', 'perNode')], low: 1, high: 1_024, whole: true },
  ),
  lever(
    'cluster.serverPowerFactor',
    '1',
    'server power factor',
    '整机功耗系数',
    'Power of a server with its share of network over that of its accelerators.',
    '服务器（含网络分摊）功耗与其加速器功耗之比。',
    { from: [of('accelerator', 'serverPowerFactor'), of('parameter/server-power-factor', 'value')], low: 1, high: 10 },
  ),
  lever(
    'cluster.load',
    '1',
    'mean load',
    '平均负载',
    'Mean draw of the servers over their design power.',
    '服务器平均功耗与设计功耗之比。',
    { from: [of('parameter/load-factor-gpu', 'value')], low: positive, high: 1.2, percent: true },
  ),
  lever(
    'cluster.pue',
    '1',
    'PUE',
    'PUE',
    'Power at the meter of the site over power at the plugs of the servers.',
    '数据中心总用电与服务器用电之比。',
    { from: [of('cluster', 'pue'), of('operator', 'pue'), of('parameter/pue', 'value')], low: 1, high: 5 },
  ),
  lever(
    'cluster.powerLimit',
    'W',
    'power limit',
    '供电上限',
    'Power that the site can deliver. Leave out where it is no limit.',
    '场址可提供的电力；不构成限制时可不填。',
    { low: positive, optional: true },
  ),
  lever(
    'cluster.failureRate',
    '1/node-d',
    'failure rate',
    '故障率',
    'Failures that stop the job, per server and day.',
    '每台服务器每天导致任务中断的故障数。',
    { from: [of('parameter/node-failure-rate', 'perNodeDay')], low: 1e-9, high: 10 },
  ),
  lever(
    'cluster.checkpointTime',
    's',
    'checkpoint time',
    '检查点耗时',
    'Time for which a checkpoint blocks training.',
    '写一次检查点阻塞训练的时间。',
    { from: [of('parameter/checkpoint-time', 'time')], low: 1e-3, high: 86_400 },
  ),
  lever('cluster.restartTime', 's', 'restart time', '恢复耗时', 'From a failure to the first new step.', '从故障到恢复训练的时间。', {
    from: [of('parameter/restart-time', 'time')],
    high: 864_000,
  }),
  lever('energy.price', 'USD/kWh', 'electricity price', '电价', 'Price that the site pays.', '场址所付电价。', {
    from: [of('region', 'electricityPrice')],
    high: 100,
  }),
  lever('energy.carbonIntensity', 'gCO2/kWh', 'carbon intensity', '碳强度', 'Of the grid of the site.', '场址所在电网的碳强度。', {
    from: [of('region', 'carbonIntensity')],
    high: 5_000,
  }),
  lever('run.tokens', 'token', 'training tokens', '训练词元数', 'Tokens that the model is trained on.', '训练所用的词元数。', {
    from: [of('model', 'tokens')],
    low: 1,
  }),
  lever(
    'run.flop',
    'FLOP',
    'training FLOP',
    '训练 FLOP',
    'Sets the size of the run directly; tokens then follow from it.',
    '直接给定训练规模，词元数由此推出。',
    { low: 1, optional: true },
  ),
  lever('run.sequenceLength', 'token', 'sequence length', '序列长度', 'Context length of pre-training.', '预训练的上下文长度。', {
    from: [of('model', 'sequenceLength'), of('parameter/sequence-length', 'tokens')],
    low: 1,
    high: 1e8,
  }),
  lever(
    'run.utilisation',
    '1',
    'step utilisation',
    '单步利用率',
    'Model FLOP utilisation of a step, against the dense peak at the precision of the run.',
    '单步的模型 FLOP 利用率（相对训练精度的稠密峰值）。',
    { low: 1e-4, high: 1, percent: true },
  ),
  lever(
    'run.productionLoss',
    '1',
    'production loss',
    '生产损失',
    'Time lost to stragglers, ramp-up, evaluation and long-context stages, besides failures.',
    '除故障外，因慢节点、爬坡、评测与长上下文阶段损失的时间。',
    { from: [of('parameter/production-loss', 'value')], high: 0.95, percent: true },
  ),
  lever(
    'run.bytesPerParameter',
    'B',
    'state per parameter',
    '每参数状态',
    'Weights, gradients and optimiser state of one parameter.',
    '每个参数的权重、梯度与优化器状态。',
    { from: [of('parameter/state-per-parameter', 'bytes')], low: 1, high: 64 },
  ),
  lever(
    'run.memoryReserve',
    'B',
    'memory reserve',
    '显存预留',
    'What runtime and buffers take on each accelerator.',
    '运行时与缓冲区在每颗加速器上的占用。',
    { from: [of('parameter/memory-reserve', 'bytes')] },
  ),
  lever(
    'run.planMemory',
    'B',
    'memory of the plan',
    '方案所需显存',
    'What the stated plan needs on its heaviest stage. Left out where no plan is stated.',
    '给定的并行方案在最重一级上所需的显存；未给定方案时不填。',
    { low: positive, optional: true },
  ),
  lever(
    'run.deadline',
    'd',
    'deadline',
    '期限',
    'Wall time by which the run must be finished. Leave out where it is no limit.',
    '训练必须完成的时限；不构成限制时可不填。',
    { low: positive, optional: true },
  ),
  lever(
    'cost.serverOverhead',
    '1',
    'server cost factor',
    '整机成本系数',
    'Price of a server over that of its accelerators.',
    '服务器价格与其加速器价格之比。',
    { from: [of('accelerator', 'serverOverhead'), of('parameter/server-overhead-default', 'value')], low: 1, high: 20 },
  ),
  lever(
    'cost.quoteFactor',
    '1',
    'server over quote',
    '整机与报价之比',
    'Price of a server, per accelerator, over the price that was quoted: 1 where the quote is of a whole system.',
    '按单颗加速器计的整机价格与报价之比；报价即整机价时为 1。',
    { from: [of('accelerator', 'quoteFactor')], low: 0.5, high: 20 },
  ),
  lever(
    'cost.networkShare',
    '1',
    'network share',
    '网络占比',
    'Share of the network in the cost of the cluster.',
    '网络在集群成本中的占比。',
    { from: [of('parameter/network-share', 'value')], high: 0.9, percent: true },
  ),
  lever('cost.amortisation', '1/yr', 'amortisation', '折旧率', 'Value that hardware loses in a year.', '硬件每年损失的价值。', {
    from: [of('parameter/hardware-amortisation', 'rate')],
    low: positive,
    high: 10,
  }),
  lever(
    'cost.facilityCapex',
    'USD/W',
    'facility cost',
    '机房造价',
    'Building, power and cooling per critical watt.',
    '每瓦关键负载的建筑、供电与制冷造价。',
    { from: [of('operator', 'capex'), of('parameter/facility-capex', 'perWatt')] },
  ),
  lever('cost.facilityLife', 'yr', 'facility life', '机房寿命', 'Years over which the building is written off.', '机房的折旧年限。', {
    from: [of('parameter/facility-life', 'years')],
    low: 1,
    high: 100,
  }),
  lever(
    'cost.experimentFactor',
    '1',
    'experiment factor',
    '实验倍数',
    'Compute of all experiments and the final run over that of the final run.',
    '全部实验加最终训练的算力与最终训练算力之比。',
    { from: [of('parameter/experiment-factor', 'value')], low: 1, high: 1_000 },
  ),
  lever(
    'cost.staffShare',
    '1',
    'staff share',
    '人力占比',
    'Share of staff, equity included, in the cost of development.',
    '人力（含股权）在开发成本中的占比。',
    { from: [of('parameter/staff-share', 'value')], high: 0.95, percent: true },
  ),
  lever('cost.rent', 'USD/chip-h', 'rental price', '租用价格', 'Rent of one accelerator for one hour.', '一颗加速器一小时的租价。', {
    from: [of('rental', 'rent')],
    optional: true,
  }),
  lever(
    'cost.budget',
    'USD',
    'budget',
    '预算',
    'Money for the final run. Leave out where it is no limit.',
    '最终训练可用的资金；不构成限制时可不填。',
    { low: positive, optional: true },
  ),
  lever(
    'cost.capital',
    'USD',
    'capital',
    '购置资金',
    'Money that can be paid up front for servers, network and building. Leave out where it is no limit, or the cluster is rented.',
    '可一次性投入服务器、网络与机房的资金；不构成限制或集群为租用时可不填。',
    { low: positive, optional: true },
  ),
  lever('market.price', 'USD', 'accelerator price', '加速器价格', 'Price of one accelerator as quoted.', '单颗加速器的报价。', {
    from: [of('accelerator', 'price'), of('product', 'price')],
    low: positive,
    optional: true,
  }),
  lever('market.heldFor', 'yr', 'time held', '持有年数', 'Years from the purchase to the start of the run.', '从购置到训练开始的年数。', {
    high: 50,
  }),
  lever(
    'market.chipSupply',
    'chip',
    'accelerator supply',
    '加速器供应量',
    'Accelerators that the actor can get. Leave out where it is no limit.',
    '可获得的加速器数；不构成限制时可不填。',
    { low: 1, optional: true },
  ),
];

export const leverByPath: ReadonlyMap<string, Lever> = new Map(levers.map((entry) => [entry.path, entry]));
