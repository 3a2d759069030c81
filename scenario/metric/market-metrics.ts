import { type Metric, metric } from './metric.ts';

/** Market and policy. */
export const marketMetrics: readonly Metric[] = [
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
