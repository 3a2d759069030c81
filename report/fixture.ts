import type { UnitId } from '#quantity';
import type { Answer, Bilingual, ConstraintLine, Estimate, FloorId, FloorSection, InputLine, MetricLine } from './answer.ts';

// Answers with plausible numbers that no model computed: what the tests of the renderers draw.

const text = (en: string, zh: string): Bilingual => ({ en, zh });

/** Standard normal quantiles of the nine points of a band. */
const normal = { p2_5: -1.96, p5: -1.645, p10: -1.282, p25: -0.674, p50: 0, p75: 0.674, p90: 1.282, p95: 1.645, p97_5: 1.96 };

/** A lognormal estimate; `spread` is its standard deviation in log space. */
function estimate(value: number, unit: UnitId, spread = 0): Estimate {
  if (spread === 0) return { value, unit };
  const at = (z: number): number => value * Math.exp(z * spread);
  return {
    value,
    unit,
    band: {
      p2_5: at(normal.p2_5),
      p5: at(normal.p5),
      p10: at(normal.p10),
      p25: at(normal.p25),
      p50: at(normal.p50),
      p75: at(normal.p75),
      p90: at(normal.p90),
      p95: at(normal.p95),
      p97_5: at(normal.p97_5),
    },
  };
}

const metric = (path: string, label: Bilingual, of: Estimate, binding?: string): MetricLine => ({
  path,
  label,
  estimate: of,
  ...(binding === undefined ? {} : { binding }),
});
const share = (path: string, label: Bilingual, value: number, spread: number, binding?: string): MetricLine => ({
  ...metric(path, label, estimate(value, '1', spread), binding),
  percent: true,
});

function constraint(
  id: string,
  floor: FloorId,
  label: Bilingual,
  capacity: Estimate,
  need: Estimate,
  spread: number,
  bindsShare?: number,
): ConstraintLine {
  return {
    id,
    floor,
    label,
    capacity,
    need,
    headroom: estimate(capacity.value / need.value, '1', spread),
    ...(bindsShare === undefined ? {} : { bindsShare }),
  };
}

interface FloorParts {
  readonly constraints?: readonly ConstraintLine[];
  readonly metrics: readonly MetricLine[];
  readonly free?: string;
}

function floor(id: FloorId, { constraints = [], metrics, free }: FloorParts): FloorSection {
  const least = constraints.toSorted((a, b) => a.headroom.value - b.headroom.value)[0];
  return {
    id,
    constraints,
    metrics,
    ...(least === undefined ? {} : { headroom: least.headroom, binding: least.id }),
    ...(free === undefined ? {} : { free }),
  };
}

const time = metric('run.time', text('Wall time', '训练时长'), estimate(41.2 * 86_400, 's', 0.16));
const cost = metric('cost.total', text('Total cost', '总成本'), estimate(31.4e6, 'USD', 0.18));
const memory = constraint(
  'accelerator.memory',
  'accelerator',
  text('Memory per accelerator', '单卡显存'),
  estimate(128e9, 'B'),
  estimate(125.4e9, 'B', 0.05),
  0.09,
  0.64,
);
const power = constraint(
  'cluster.power',
  'cluster',
  text('Site power', '园区供电'),
  estimate(16e6, 'W'),
  estimate(10.1e6, 'W', 0.06),
  0.06,
  0.02,
);
const dies = constraint(
  'die.supply',
  'die',
  text('Good dies in time', '按期可得的良品裸片'),
  estimate(17_900, 'die', 0.3),
  estimate(10_752, 'die'),
  0.34,
  0.23,
);
const hbm = constraint(
  'package.hbmSupply',
  'package',
  text('HBM stacks in time', '按期可得的 HBM 堆栈'),
  estimate(1.1e6, 'stack', 0.3),
  estimate(43_008, 'stack'),
  0.3,
  0.04,
);
const wafers = constraint(
  'wafer.supply',
  'wafer',
  text('Wafers in time', '按期可得的晶圆'),
  estimate(21_000, 'wafer', 0.25),
  estimate(4_300, 'wafer', 0.2),
  0.32,
  0.03,
);
const deadline = constraint(
  'run.deadline',
  'run',
  text('Time to the date', '距目标日期'),
  estimate(90 * 86_400, 's'),
  time.estimate,
  0.16,
  0.03,
);
const budget = constraint('cost.budget', 'cost', text('Budget', '预算'), estimate(150e6, 'USD'), cost.estimate, 0.18, 0.01);

const floors: readonly FloorSection[] = [
  floor('wafer', {
    constraints: [wafers],
    metrics: [
      metric('wafer.cost', text('Cost of a processed wafer', '加工后晶圆成本'), estimate(10_400, 'USD/wafer', 0.14)),
      metric('wafer.exposures', text('DUV exposures', 'DUV 曝光次数'), estimate(46, 'exposure')),
    ],
  }),
  floor('die', {
    constraints: [dies],
    metrics: [
      share('die.yield', text('Share of good dies', '裸片良率'), 0.31, 0.24, 'yield'),
      metric('die.area', text('Die area', '裸片面积'), estimate(665, 'mm2')),
    ],
  }),
  floor('package', {
    constraints: [hbm],
    metrics: [
      metric('package.cost', text('Cost of a good package', '合格封装成本'), estimate(4_900, 'USD', 0.2)),
      share('package.yield', text('Bonding yield', '键合良率'), 0.96, 0.02),
    ],
  }),
  floor('accelerator', {
    constraints: [memory],
    metrics: [
      metric('accelerator.peak', text('Dense peak, BF16', 'BF16 稠密峰值'), estimate(752e12, 'FLOP/s')),
      metric('accelerator.memoryBandwidth', text('Memory bandwidth', '显存带宽'), estimate(3.2e12, 'B/s')),
    ],
  }),
  floor('cluster', {
    constraints: [power],
    metrics: [
      metric('cluster.size', text('Accelerators', '加速器数量'), estimate(5_376, 'chip')),
      metric('cluster.sitePower', text('Power of the site', '园区功率'), estimate(10.1e6, 'W', 0.06)),
    ],
  }),
  floor('run', {
    constraints: [deadline],
    metrics: [
      time,
      share('run.utilisation', text('Model FLOP utilisation', '模型算力利用率'), 0.29, 0.14),
      metric('run.chipHours', text('Chip-hours', '卡时'), estimate(5.31e6, 'chip-h', 0.16)),
      share('run.goodput', text('Goodput', '有效时间占比'), 0.92, 0.03),
    ],
  }),
  floor('cost', {
    constraints: [budget],
    metrics: [
      cost,
      share('cost.energyShare', text('Energy share of the cost', '电费占成本比重'), 0.061, 0.2),
      metric('cost.energyUse', text('Electricity', '用电量'), estimate(9.9e6, 'kWh', 0.17)),
      metric('cost.emissions', text('Emissions', '碳排放'), estimate(6.4e9, 'gCO2', 0.2)),
    ],
  }),
  floor('market', {
    free: 'free/not-limited',
    metrics: [metric('market.price', text('Price of an accelerator', '单卡价格'), estimate(26_000, 'USD', 0.15))],
  }),
  floor('policy', {
    free: 'free/home-made',
    metrics: [metric('policy.tpp', text('Total processing performance', '总处理性能（TPP）'), estimate(12_032, 'TPP'))],
  }),
];

const part = (path: string, label: Bilingual, share: number): Answer['costParts'][number] => ({
  path,
  label,
  amount: estimate(31.4e6 * share, 'USD', 0.2),
  share,
});

const inputs: readonly InputLine[] = [
  {
    path: 'accelerator.peak',
    label: text('Dense peak, BF16', 'BF16 稠密峰值'),
    estimate: estimate(752e12, 'FLOP/s'),
    origin: 'fact',
    grade: 'B',
    fact: 'accelerator/ascend-910c#peakBf16',
    sources: [1],
  },
  {
    path: 'run.utilisation',
    label: text('Model FLOP utilisation', '模型算力利用率'),
    estimate: estimate(0.29, '1', 0.14),
    percent: true,
    origin: 'prior',
    grade: 'D',
    fact: 'utilisation/any#utilisation',
    note: 'prior over public runs',
    sources: [3],
  },
  {
    path: 'die.defectDensity',
    label: text('Defect density', '缺陷密度'),
    estimate: estimate(0.32, '/cm2', 0.3),
    origin: 'fact',
    grade: 'C',
    fact: 'node/smic-n2#defectDensity',
    sources: [2, 4],
  },
  {
    path: 'energy.price',
    label: text('Price of electricity', '电价'),
    estimate: estimate(0.052, 'USD/kWh', 0.1),
    origin: 'fact',
    grade: 'B',
    fact: 'region/inner-mongolia#price',
    sources: [4],
  },
  {
    path: 'cluster.pue',
    label: text('Power usage effectiveness', '电能利用效率（PUE）'),
    estimate: estimate(1.2, '1', 0.04),
    origin: 'fact',
    grade: 'D',
    sources: [4],
  },
  { path: 'cluster.count', label: text('Accelerators', '加速器数量'), estimate: estimate(5_376, 'chip'), origin: 'command', sources: [] },
];

/** DeepSeek-V3 on home-made accelerators: possible, with memory as the neck; sampled. */
export const feasibleAnswer: Answer = {
  schema: 'chokepoint/answer/1',
  reproduce: {
    version: '0.1.0',
    catalogDigest: 'sha256:4be1f0c2a97d',
    scenario: 'scenarios/deepseek-v3-on-910c.yaml',
    seed: 1,
    sampler: 'philox',
    samples: 10_000,
    asOf: '2026-11',
    command: 'chokepoint run scenarios/deepseek-v3-on-910c.yaml --samples 10000 --seed 1',
  },
  title: text(
    'DeepSeek-V3 on 14 CloudMatrix 384 supernodes of Ascend 910C, Inner Mongolia',
    '在内蒙古用 14 个 CloudMatrix 384 超节点（昇腾 910C）训练 DeepSeek-V3',
  ),
  story: text(
    'The best-documented Chinese model was trained on imported H800s. Could the same run be done today on accelerators made at home, in a province where electricity is cheap?',
    '国内资料最完整的模型是用进口 H800 训练的。同样的训练，今天换成国产加速器、放到电价低廉的内蒙古，还做得成吗？',
  ),
  feasible: true,
  feasibleShare: 0.58,
  neck: memory,
  next: deadline,
  relaxed: { factor: 1.1, metric: 'run.time', change: -3.1 * 86_400, then: 'die.supply' },
  floors,
  metrics: floors.flatMap((section) => section.metrics),
  costParts: [
    part('cost.hardware', text('Accelerators and servers', '加速器与服务器'), 0.52),
    part('cost.network', text('Network', '网络'), 0.12),
    part('cost.facility', text('Building and power', '机房与供电'), 0.08),
    part('cost.energy', text('Electricity', '电费'), 0.061),
    part('cost.staff', text('Staff', '人员'), 0.129),
    part('cost.experiments', text('Experiments before the run', '前期实验'), 0.09),
  ],
  check: {
    metric: 'run.chipHours',
    label: text('Chip-hours', '卡时'),
    published: estimate(2.788e6, 'chip-h'),
    ours: estimate(2.64e6, 'chip-h', 0.12),
    error: -0.053,
    inside: true,
    below: 0.31,
    source: 3,
    note: text('Published for 2,048 H800; calculated here for the same chips.', '公开值对应 2,048 张 H800，此处按同样的卡计算。'),
  },
  inputs,
  sources: [
    {
      number: 1,
      id: 'epoch-ml-hardware',
      title: 'Machine learning hardware',
      publisher: 'Epoch AI',
      date: '2026-11',
      url: 'https://epoch.ai/data/machine-learning-hardware',
      licence: 'CC-BY-4.0',
    },
    { number: 2, id: 'smic-n2-teardown', title: 'Teardown of a 7 nm class processor', publisher: 'TechInsights', date: '2023-09' },
    {
      number: 3,
      id: 'deepseek-v3',
      title: 'DeepSeek-V3 Technical Report',
      publisher: 'DeepSeek-AI',
      date: '2024-12',
      url: 'https://arxiv.org/abs/2412.19437',
      licence: 'CC-BY-4.0',
    },
    { number: 4, id: 'nea-prices', title: '全国电力价格监管通报', publisher: '国家能源局', date: '2025', url: 'https://www.nea.gov.cn/' },
  ],
  caveats: [
    { code: 'caveat/utilisation-prior', path: 'run.utilisation' },
    { code: 'caveat/grade-d', path: 'cluster.pue' },
    { code: 'caveat/not-forecast' },
  ],
};

const shortPower = constraint(
  'cluster.power',
  'cluster',
  text('Site power', '园区供电'),
  estimate(150e6, 'W'),
  estimate(242e6, 'W', 0.12),
  0.12,
  0.97,
);
const gpus = constraint(
  'market.chipSupply',
  'market',
  text('Accelerators on the market', '市场可得的加速器'),
  estimate(190_000, 'chip', 0.2),
  estimate(131_072, 'chip'),
  0.2,
  0.03,
);
const unlimited = (id: FloorId, free: string): FloorSection => ({ id, free, constraints: [], metrics: [] });

/** A run of 1e26 operations under a power limit: impossible by the date; hostile texts, few metrics. */
export const infeasibleAnswer: Answer = {
  ...feasibleAnswer,
  reproduce: {
    ...feasibleAnswer.reproduce,
    scenario: 'scenarios/1e26-under-150-mw.yaml',
    command: 'chokepoint run scenarios/1e26-under-150-mw.yaml --samples 10000',
  },
  title: text(
    'A run of 10²⁶ operations under 150 MW <script>alert("x")</script>',
    "150 MW 供电下的 10²⁶ 次运算 <img src=x onerror='alert(1)'>",
  ),
  story: text("A site with 150 MW & a date. “Quotes”, 'quotes' and <b>tags</b> are text here.", '园区只有 150 MW，却有一个日期。'),
  feasible: false,
  feasibleShare: 0.004,
  neck: shortPower,
  next: gpus,
  relaxed: { factor: 1.1, metric: 'run.time', change: -11.5 * 86_400, then: 'cluster.power' },
  floors: [
    unlimited('wafer', 'free/bought'),
    unlimited('die', 'free/bought'),
    unlimited('package', 'free/bought'),
    floor('accelerator', {
      constraints: [
        constraint(
          'accelerator.memory',
          'accelerator',
          text('Memory per accelerator', '单卡显存'),
          estimate(80e9, 'B'),
          estimate(31e9, 'B', 0.1),
          0.1,
          0,
        ),
      ],
      metrics: [metric('accelerator.peak', text('Dense peak, BF16', 'BF16 稠密峰值'), estimate(989.4e12, 'FLOP/s'))],
    }),
    floor('cluster', {
      constraints: [shortPower],
      metrics: [
        metric('cluster.size', text('Accelerators', '加速器数量'), estimate(131_072, 'chip')),
        metric('cluster.sitePower', text('Power of the site', '园区功率'), estimate(242e6, 'W', 0.12)),
      ],
    }),
    floor('run', {
      constraints: [
        constraint(
          'run.deadline',
          'run',
          text('Time to the date', '距目标日期'),
          estimate(120 * 86_400, 's'),
          estimate(113 * 86_400, 's', 0.2),
          0.2,
          0.1,
        ),
      ],
      metrics: [metric('run.time', text('Wall time', '训练时长'), estimate(113 * 86_400, 's', 0.2))],
    }),
    floor('cost', {
      free: 'free/not-limited',
      metrics: [metric('cost.total', text('Total cost', '总成本'), estimate(1.42e9, 'USD', 0.25))],
    }),
    floor('market', { constraints: [gpus], metrics: [] }),
    unlimited('policy', 'free/no-rule'),
  ],
  metrics: [
    metric('run.time', text('Wall time', '训练时长'), estimate(113 * 86_400, 's', 0.2)),
    metric('cost.total', text('Total cost', '总成本'), estimate(1.42e9, 'USD', 0.25)),
  ],
};

const point = (of: Estimate): Estimate => ({ value: of.value, unit: of.unit });
function unsampledConstraint({ bindsShare: _, ...line }: ConstraintLine): ConstraintLine {
  return { ...line, capacity: point(line.capacity), need: point(line.need), headroom: point(line.headroom) };
}
const unsampledMetric = (line: MetricLine): MetricLine => ({ ...line, estimate: point(line.estimate) });

function unsampled(answer: Answer): Answer {
  const { feasibleShare: _, check, neck, next, ...rest } = answer;
  return {
    ...rest,
    reproduce: { ...answer.reproduce, sampler: 'none', samples: 0, command: `chokepoint run ${answer.reproduce.scenario}` },
    ...(neck === undefined ? {} : { neck: unsampledConstraint(neck) }),
    ...(next === undefined ? {} : { next: unsampledConstraint(next) }),
    floors: answer.floors.map((section) => ({
      ...section,
      ...(section.headroom === undefined ? {} : { headroom: point(section.headroom) }),
      constraints: section.constraints.map(unsampledConstraint),
      metrics: section.metrics.map(unsampledMetric),
    })),
    metrics: answer.metrics.map(unsampledMetric),
    costParts: answer.costParts.map((line) => ({ ...line, amount: point(line.amount) })),
    ...(check === undefined
      ? {}
      : { check: { metric: check.metric, label: check.label, published: check.published, ours: point(check.ours), error: check.error } }),
    inputs: answer.inputs.map((line) => ({ ...line, estimate: point(line.estimate) })),
  };
}

/** The first answer calculated once, from central values. */
export const unsampledAnswer: Answer = unsampled(feasibleAnswer);
