import type { Outcome } from '#model';
import type { UnitId } from '#quantity';

/** One outcome of the chain: declared once, spoken of by its path everywhere. */
export interface Metric {
  readonly path: string;
  readonly unit: UnitId;
  readonly label: { readonly en: string; readonly zh: string };
  readonly meaning: { readonly en: string; readonly zh: string };
  /** How it follows from what it is made of, in the symbols of the paths. */
  readonly equation: string;
  /** Levers and metrics that it is made of, most important first: what `why` walks. */
  readonly of: readonly string[];
  /** `undefined` where the scenario does not have it. */
  readonly read: (outcome: Outcome) => number | undefined;
  /** What bound it, where its record says so. */
  readonly binding?: (outcome: Outcome) => string | undefined;
  /** A share or ratio that reads best in per cent. */
  readonly percent?: boolean;
}

type Read = Metric['read'];
type Binding = NonNullable<Metric['binding']>;

const metric = (
  path: string,
  unit: UnitId,
  en: string,
  zh: string,
  meaningEn: string,
  meaningZh: string,
  equation: string,
  of: readonly string[],
  read: Read,
  extra: { readonly binding?: Binding; readonly percent?: boolean } = {},
): Metric => ({ path, unit, label: { en, zh }, meaning: { en: meaningEn, zh: meaningZh }, equation, of, read, ...extra });

const peaks = ['Fp64', 'Fp32', 'Bf16', 'Fp8', 'Fp6', 'Fp4', 'Int8'].map((format) => `accelerator.peak${format}`);

/** Every metric, floor by floor from the ground up. */
export const metrics: readonly Metric[] = [
  metric('wafer.needed', 'wafer', 'wafers needed', '所需晶圆', 'Wafers that must be started for the dies of the cluster.', '为集群所需裸片而投的晶圆数。', '(die.needed − die.bank) / die.goodPerWafer', ['die.needed', 'die.bank', 'die.goodPerWafer'], (o) => o.wafer?.needed),
  metric('wafer.fabEnergy', 'kWh', 'fab electricity', '晶圆厂用电', 'Electricity that the fab takes for those wafers.', '加工这些晶圆的用电量。', 'wafer.needed × wafer.energy', ['wafer.needed', 'wafer.energy'], (o) => o.wafer?.energy),
  metric('die.perWafer', 'die/wafer', 'dies per wafer', '每片晶圆裸片数', 'Whole dies on a wafer, by exact count on the grid.', '一片晶圆上的完整裸片数(按网格精确计数)。', 'grid count of die.area on wafer.diameter', ['die.area', 'die.street', 'die.reticleWidth', 'wafer.diameter', 'wafer.edgeExclusion'], (o) => o.die?.perWafer),
  metric('die.yield', '1', 'die yield', '裸片良率', 'Share of dies without a killing defect, before any salvage.', '无致命缺陷的裸片比例(未计降级利用)。', '(1 + die.area × die.defectDensity / die.clustering)^−die.clustering', ['die.defectDensity', 'die.area', 'die.clustering'], (o) => o.die?.yield, { binding: (o) => o.die?.binding, percent: true }),
  metric('die.goodPerWafer', 'die/wafer', 'good dies per wafer', '每片晶圆良品裸片数', 'Good dies of one wafer.', '一片晶圆的良品裸片数。', 'die.perWafer × die.yield', ['die.perWafer', 'die.yield'], (o) => o.die?.goodPerWafer),
  metric('die.cost', 'USD/die', 'cost of a good die', '良品裸片成本', 'Wafer price over good dies.', '晶圆价格除以良品裸片数。', 'wafer.price / die.goodPerWafer', ['wafer.price', 'die.goodPerWafer'], (o) => o.die?.cost),
  metric('die.needed', 'die', 'dies needed', '所需裸片', 'Good dies for all accelerators, bond losses included.', '全部加速器所需的良品裸片数(含键合损失)。', 'cluster.count × die.perPackage / package.yield', ['cluster.size', 'die.perPackage', 'package.yield'], (o) => o.die?.needed),
  metric('package.yield', '1', 'package yield', '封装良率', 'Share of packages whose dies all bond.', '全部裸片键合成功的封装比例。', 'package.bondYield^die.perPackage', ['package.bondYield', 'die.perPackage'], (o) => o.package?.yield, { percent: true }),
  metric('package.hbmNeeded', 'stack', 'HBM stacks needed', '所需 HBM 堆栈', 'Memory stacks for all accelerators, bond losses included.', '全部加速器所需的存储堆栈数(含键合损失)。', 'cluster.count × package.hbmStacks / package.yield', ['cluster.size', 'package.hbmStacks', 'package.yield'], (o) => o.package?.hbmNeeded),
  metric('package.unitCost', 'USD', 'cost of a good package', '良品封装成本', 'Bill of materials of one good accelerator: dies, memory, packaging, test and loss.', '一颗良品加速器的物料成本：裸片、存储、封装、测试与损耗。', '(dies × die.cost + stacks × package.hbmPrice + assembly + test) / package.yield', ['die.cost', 'die.perPackage', 'package.hbmStacks', 'package.hbmPrice', 'package.assemblyCost', 'package.testCost', 'package.yield'], (o) => o.package?.cost, { binding: (o) => o.package?.binding }),
  metric('accelerator.peak', 'FLOP/s', 'peak at this precision', '该精度峰值', 'Dense peak of one accelerator at the precision of the run.', '单颗加速器在训练精度下的稠密峰值。', 'peak of the chosen precision', ['accelerator.peakBf16', 'accelerator.peakFp8', 'accelerator.peakFp4'], (o) => o.accelerator.peak),
  metric('accelerator.memoryNeed', 'B', 'memory needed', '所需显存', 'Least memory an accelerator must have: everything sharded, everything recomputed.', '每颗加速器至少需要的显存（全分片、全重计算）。', 'parameters × state / count + activations / domain + reserve', ['run.bytesPerParameter', 'cluster.size', 'run.sequenceLength', 'accelerator.scaleUpDomain', 'run.memoryReserve'], (o) => o.accelerator.memoryNeed, { binding: (o) => o.accelerator.memoryBinding }),
  metric('accelerator.balance', 'FLOP/B', 'machine balance', '算存比', 'FLOP per byte of memory traffic at which arithmetic and memory take the same time.', '算力与显存带宽耗时相等时的每字节 FLOP。', 'accelerator.peak / accelerator.memoryBandwidth', ['accelerator.peak', 'accelerator.memoryBandwidth'], (o) => o.accelerator.balance),
  metric('accelerator.energyPerFlop', 'J/FLOP', 'energy per FLOP', '每 FLOP 能耗', 'Design power over peak.', '设计功耗除以峰值。', 'accelerator.power / accelerator.peak', ['accelerator.power', 'accelerator.peak'], (o) => o.accelerator.energyPerFlop),
  metric('accelerator.tpp', 'TPP', 'total processing performance', '总处理性能 TPP', 'What an export rule measures: the greatest of dense tera-operations per second times bits.', '出口管制所用指标：稠密每秒万亿次运算乘位宽的最大值。', 'max over formats of peak × bits', peaks, (o) => o.accelerator.tpp, { binding: (o) => o.accelerator.binding }),
  metric('accelerator.performanceDensity', 'TPP/mm2', 'performance density', '性能密度', 'TPP over the area of all non-planar logic dies.', 'TPP 除以全部非平面逻辑裸片面积。', 'accelerator.tpp / accelerator.logicArea', ['accelerator.tpp', 'accelerator.logicArea'], (o) => o.accelerator.performanceDensity),
  metric('cluster.size', 'chip', 'accelerators', '加速器数量', 'Accelerators in the run.', '参与训练的加速器数。', 'as stated, else as many as power and supply allow, else as few as the deadline needs', ['cluster.count', 'cluster.powerLimit', 'accelerator.power', 'cluster.serverPowerFactor', 'cluster.pue', 'market.chipSupply', 'run.chipsNeeded'], (o) => o.cluster.count, { binding: (o) => o.cluster.binding }),
  metric('cluster.peak', 'FLOP/s', 'peak of the cluster', '集群峰值', 'Dense peak of all accelerators.', '全部加速器的稠密峰值。', 'cluster.size × accelerator.peak', ['cluster.size', 'accelerator.peak'], (o) => o.cluster.peak),
  metric('cluster.itPower', 'W', 'server power', 'IT 功率', 'Power at the plugs of the servers, all at design power.', '全部服务器满载时的功率。', 'cluster.size × accelerator.power × cluster.serverPowerFactor', ['cluster.size', 'accelerator.power', 'cluster.serverPowerFactor'], (o) => o.cluster.itPower),
  metric('cluster.sitePower', 'W', 'site power', '场址功率', 'Power that the site must be able to deliver.', '场址必须能提供的功率。', 'cluster.itPower × cluster.pue', ['cluster.itPower', 'cluster.pue'], (o) => o.cluster.sitePower),
  metric('cluster.mtbf', 's', 'time between failures', '平均故障间隔', 'Mean time between failures that stop the job.', '任务中断的平均间隔。', '1 / (nodes × cluster.failureRate)', ['cluster.size', 'cluster.chipsPerNode', 'cluster.failureRate'], (o) => o.cluster.mtbf),
  metric('cluster.goodput', '1', 'goodput', '有效时间率', 'Share of wall time that survives failures, checkpoints at the best interval.', '扣除故障与检查点后的有效时间比例（最优间隔）。', 'τ / (m e^(R/m) (e^((τ+δ)/m) − 1)), τ = √(2δm)', ['cluster.mtbf', 'cluster.checkpointTime', 'cluster.restartTime'], (o) => o.cluster.goodput, { binding: (o) => o.cluster.goodputBinding, percent: true }),
  metric('run.parameters', '1', 'parameters', '参数量', 'Parameters of the model, from its shape.', '由模型结构算出的参数量。', 'sum over layers of the shape', [], (o) => o.run.parameters),
  metric('run.activeParameters', '1', 'active parameters', '激活参数量', 'Parameters that a token visits.', '每个词元激活的参数量。', 'as parameters, routed experts by top-k', [], (o) => o.run.activeParameters),
  metric('run.work', 'FLOP', 'training FLOP', '训练 FLOP', 'Model FLOP: forward and backward once, causal attention, no recomputation.', '模型 FLOP：前向与反向各一次，因果注意力，不含重计算。', 'run.tokens × (6 × active matrices + 3 × sequence × attention width)', ['run.tokens', 'run.sequenceLength', 'run.flop'], (o) => o.run.flop),
  metric('run.tokensTrained', 'token', 'tokens', '词元数', 'Tokens that the run trains on.', '本次训练的词元数。', 'run.work / FLOP per token', ['run.work', 'run.tokens', 'run.sequenceLength'], (o) => o.run.tokens),
  metric('run.allInUtilisation', '1', 'all-in utilisation', '综合利用率', 'Model FLOP over what all the chip-hours could have done.', '模型 FLOP 与全部芯片时峰值算力之比。', 'run.utilisation × cluster.goodput × (1 − run.productionLoss)', ['run.utilisation', 'cluster.goodput', 'run.productionLoss'], (o) => o.run.utilisation, { binding: (o) => o.run.binding, percent: true }),
  metric('run.delivered', 'FLOP/s', 'delivered FLOP/s', '实际算力', 'FLOP/s of the whole cluster that reach the model.', '真正用于模型的集群算力。', 'cluster.peak × run.allInUtilisation', ['cluster.peak', 'run.allInUtilisation'], (o) => o.run.delivered),
  metric('run.time', 'd', 'wall time', '训练时长', 'From the first step to the last.', '从第一步到最后一步的时间。', 'run.work / run.delivered', ['run.work', 'run.delivered'], (o) => o.run.time, { binding: (o) => o.run.binding }),
  metric('run.chipHours', 'chip-h', 'chip-hours', '芯片时', 'Accelerators times wall time.', '加速器数乘训练时长。', 'cluster.size × run.time', ['run.time', 'cluster.size'], (o) => o.run.chipHours),
  metric('run.chipsNeeded', 'chip', 'accelerators for the deadline', '期限所需加速器', 'Accelerators that finish the work by the deadline.', '在期限内完成训练所需的加速器数。', 'run.work / (run.deadline × accelerator.peak × run.allInUtilisation)', ['run.work', 'run.deadline', 'accelerator.peak', 'run.utilisation', 'run.productionLoss', 'cluster.failureRate', 'cluster.checkpointTime', 'cluster.restartTime', 'cluster.chipsPerNode'], (o) => o.run.chipsNeeded),
  metric('cost.chips', 'USD', 'accelerators', '加速器', 'Value that the accelerators lose during the run.', '训练期间加速器的折旧。', 'chip-hours × price × amortisation', ['run.chipHours', 'market.paid', 'cost.amortisation'], (o) => o.cost.chips),
  metric('cost.server', 'USD', 'rest of the servers', '服务器其余部分', 'Value that the rest of the servers loses during the run.', '训练期间服务器其余部分的折旧。', 'cost.chips × (cost.serverOverhead − 1)', ['cost.chips', 'cost.serverOverhead'], (o) => o.cost.server),
  metric('cost.network', 'USD', 'network', '网络', 'Value that the network loses during the run.', '训练期间网络设备的折旧。', '(cost.chips + cost.server) × share / (1 − share)', ['cost.chips', 'cost.server', 'cost.networkShare'], (o) => o.cost.network),
  metric('cost.facility', 'USD', 'facility', '机房', 'Part of building, power and cooling that the run uses up.', '训练期间机房（建筑、供电、制冷）的折旧。', 'cluster.itPower × cost.facilityCapex × run.time / cost.facilityLife', ['cluster.itPower', 'cost.facilityCapex', 'run.time', 'cost.facilityLife'], (o) => o.cost.facility),
  metric('cost.energy', 'USD', 'electricity', '电费', 'Electricity of the run.', '训练的电费。', 'cost.energyUse × energy.price', ['cost.energyUse', 'energy.price'], (o) => o.cost.energy),
  metric('cost.total', 'USD', 'cost of the final run', '最终训练成本', 'Hardware, network and facility used up, and electricity. Experiments and staff are in the cost of development.', '硬件、网络、机房的折旧加电费；实验与人力计入开发成本。', 'chips + server + network + facility + energy', ['cost.chips', 'cost.server', 'cost.network', 'cost.facility', 'cost.energy'], (o) => o.cost.total, { binding: (o) => o.cost.binding }),
  metric('cost.energyShare', '1', 'electricity’s share', '电费占比', 'Electricity in the cost of the final run.', '电费在最终训练成本中的占比。', 'cost.energy / cost.total', ['cost.energy', 'cost.total'], (o) => o.cost.energyShare, { percent: true }),
  metric('cost.perToken', 'USD/token', 'cost per token', '每词元成本', 'Cost of the final run over its tokens.', '最终训练成本除以词元数。', 'cost.total / run.tokensTrained', ['cost.total', 'run.tokensTrained'], (o) => o.cost.perToken),
  metric('cost.rental', 'USD', 'at rental prices', '按租价计', 'The same chip-hours rented.', '同样的芯片时按租价计算的费用。', 'run.chipHours × cost.rent', ['run.chipHours', 'cost.rent'], (o) => o.cost.rental),
  metric('cost.capex', 'USD', 'to buy the cluster', '购置集群', 'Servers, network and building, paid up front.', '服务器、网络与机房的一次性投入。', 'cluster.size × market.paid × cost.serverOverhead / (1 − cost.networkShare) + building', ['cluster.size', 'market.paid', 'cost.serverOverhead', 'cost.networkShare', 'cluster.itPower', 'cost.facilityCapex'], (o) => o.cost.capex),
  metric('cost.experiments', 'USD', 'experiments', '实验', 'Runs before and beside the final one.', '最终训练之外的全部实验。', 'cost.total × (cost.experimentFactor − 1)', ['cost.total', 'cost.experimentFactor'], (o) => o.cost.experiments),
  metric('cost.staff', 'USD', 'staff', '人力', 'Staff of the development, equity included.', '开发人力成本（含股权）。', '(cost.total + cost.experiments) × share / (1 − share)', ['cost.total', 'cost.experiments', 'cost.staffShare'], (o) => o.cost.staff),
  metric('cost.development', 'USD', 'cost of development', '开发成本', 'Final run, experiments and staff.', '最终训练、实验与人力之和。', 'cost.total + cost.experiments + cost.staff', ['cost.total', 'cost.experiments', 'cost.staff'], (o) => o.cost.development),
  metric('cost.energyShareOfDevelopment', '1', 'electricity’s share of development', '电费占开发成本', 'Electricity of all runs in the cost of development.', '全部训练的电费在开发成本中的占比。', 'cost.energy × cost.experimentFactor / cost.development', ['cost.energy', 'cost.experimentFactor', 'cost.development'], (o) => o.cost.energyShareOfDevelopment, { percent: true }),
  metric('cost.energyUse', 'kWh', 'electricity used', '用电量', 'At the meter of the site.', '场址计量的用电量。', 'run.chipHours × accelerator.power × cluster.serverPowerFactor × cluster.load × cluster.pue', ['run.chipHours', 'accelerator.power', 'cluster.serverPowerFactor', 'cluster.load', 'cluster.pue'], (o) => o.cost.energyUse),
  metric('cost.emissions', 'gCO2', 'emissions', '碳排放', 'Of that electricity on the grid of the site.', '上述用电按当地电网计算的排放。', 'cost.energyUse × energy.carbonIntensity', ['cost.energyUse', 'energy.carbonIntensity'], (o) => o.cost.emissions),
  metric('market.paid', 'USD', 'paid per accelerator', '单颗实付', 'Value of one accelerator to the actor at the start of the run.', '训练开始时单颗加速器对该方的价值。', 'price × e^(−amortisation × age), or unit cost for one that makes its own', ['market.price', 'market.priceAge', 'cost.amortisation', 'package.unitCost'], (o) => o.market.paid, { binding: (o) => o.market.binding }),
  metric('market.markup', '1', 'price over unit cost', '售价与成本之比', 'Price of an accelerator over what its good package costs.', '加速器价格与良品封装成本之比。', 'price / package.unitCost', ['market.price', 'market.priceAge', 'cost.amortisation', 'package.unitCost'], (o) => o.market.markup),
  metric('policy.headroom', '1', 'headroom under the rule', '距管制线', 'Limit of the nearest rule over the chip’s own figure; below 1 it lies over the line.', '最近一条管制线与芯片指标之比；小于 1 即越线。', 'limit / figure, nearest leg', ['accelerator.tpp', 'accelerator.performanceDensity', 'accelerator.scaleUpBandwidth', 'accelerator.memoryBandwidth'], (o) => o.policy.headroom, { binding: (o) => o.policy.outcome }),
];

export const metricByPath: ReadonlyMap<string, Metric> = new Map(metrics.map((entry) => [entry.path, entry]));
