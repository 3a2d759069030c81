import { describe, expect, it } from 'vitest';
import { convertMoney, type Issue, parseQuantity, type UnitId, unitIds } from '#quantity';
import { validate } from '#uncertainty';
import { formatIssue } from './format-issue.ts';
import { type Lang, langs } from './lang.ts';
import { unitExample } from './quantity-mend.ts';

/** The faults of a text, as a scenario or a fact has them. */
const faults = (text: string, unit: UnitId): readonly Issue[] => {
  const parsed = parseQuantity(text, unit);
  if (!parsed.ok) return parsed.issues;
  const sound = validate(parsed.value.value, '');
  return sound.ok ? [] : sound.issues;
};

const printed = (issues: readonly Issue[], lang: Lang): string => issues.map((issue) => formatIssue(issue, lang)).join('\n');

describe('what is printed of a bad quantity', () => {
  it.each<[text: string, unit: UnitId, en: string, zh: string]>([
    ['', 'W', 'There is no value here. Write one, such as `700 W`.', '这里没有写值。请写一个，例如 `700 W`。'],
    [
      '７００ W',
      'W',
      'A full-width character stands in this value: "７". Write it in half width: `700 W`.',
      '值中有全角字符“７”。请改用半角：`700 W`。',
    ],
    [
      'seven W',
      'W',
      '"seven W" does not begin with a number. Write digits first, 0.5 not .5 and -5 not - 5, then the unit: `700 W`.',
      '“seven W”不是以数字开头。请先写数字，再写单位，例如 `700 W`；小数写 0.5 而不是 .5，负号紧贴数字。',
    ],
    ['1 000 W', 'W', 'The number in "1 000 W" is not in one piece. Write `1000 W`.', '“1 000 W”里的数没有连着写。请写作 `1000 W`。'],
    [
      '12 34 W',
      'W',
      'The number in "12 34 W" is not in one piece. Write it like `1234.5` or `1,234.5`.',
      '“12 34 W”里的数没有连着写。请写成 `1234.5` 或 `1,234.5` 的样子。',
    ],
    [
      '1e400 W',
      'W',
      '"1e400" is not a number that can be computed with. Write 0, or a number of a size from 1e-300 to 1e300.',
      '“1e400”不是可以计算的数。请写 0，或绝对值在 1e-300 到 1e300 之间的数。',
    ],
    [
      '1e300 TB',
      'B',
      '"1e300 TB" is too large or too small to compute with. Check the exponent and the prefix of the unit.',
      '“1e300 TB”太大或太小，无法计算。请检查指数和单位前缀。',
    ],
    [
      '1,5 W',
      'W',
      'The comma in "1,5" may mark decimals or thousands. Write `1.5`.',
      '“1,5”里的逗号可能是小数点，也可能是千分位。请写作 `1.5`。',
    ],
    [
      '1,2,3 W',
      'W',
      'The comma in "1,2,3" may mark decimals or thousands. Write decimals with a point, `1.5`, and thousands in groups of three, `1,234`.',
      '“1,2,3”里的逗号可能是小数点，也可能是千分位。小数点写作 `1.5`，千分位每三位一组，写作 `1,234`。',
    ],
    [
      '1,0000 W',
      'W',
      'The comma in "1,0000" may mark decimals or thousands. Write `1.0000` or `10000`, whichever is meant.',
      '“1,0000”里的逗号可能是小数点，也可能是千分位。请按本意写作 `1.0000` 或 `10000`。',
    ],
    [
      '1,000,5',
      '1',
      'The comma in "1,000,5" may mark decimals or thousands. Write `1000.5`.',
      '“1,000,5”里的逗号可能是小数点，也可能是千分位。请写作 `1000.5`。',
    ],
    [
      'uniform(1,000 W, 2,000 W)',
      'W',
      'Inside brackets the comma in "1,000" may separate values or be part of one. Write `1000`.',
      '括号内“1,000”里的逗号可能是分隔符，也可能属于一个数。请写作 `1000`。',
    ],
    [
      'normal(5,1) W',
      'W',
      'Inside brackets the comma in "5,1" may separate values or be part of one. Write `5, 1` for several values, `5.1` for one.',
      '括号内“5,1”里的逗号可能是分隔符，也可能属于一个数。几个值写作 `5, 1`，一个数写作 `5.1`。',
    ],
    [
      '~700 W',
      'W',
      '"~700 W" does not say how far off it may be. Write the interval that holds it with 90% probability, `a..b W`, or the number alone.',
      '“~700 W”没有说明可能偏差多少。请写出有九成把握的区间 `a..b W`，或只写这个数。',
    ],
    [
      'about 700',
      '1',
      '"about 700" does not say how far off it may be. Write the interval that holds it with 90% probability, `a..b`, or the number alone.',
      '“about 700”没有说明可能偏差多少。请写出有九成把握的区间 `a..b`，或只写这个数。',
    ],
    [
      '700 ± 20 W',
      'W',
      '"700 ± 20 W" may be bounds or a standard deviation. Write bounds as `680..720 W`, a standard deviation as `normal(mean: 700 W, sd: 20 W)`.',
      '“700 ± 20 W”可能是上下限，也可能是标准差。上下限写作 `680..720 W`，标准差写作 `normal(mean: 700 W, sd: 20 W)`。',
    ],
    [
      '1 kW ± 20 W',
      'W',
      '"1 kW ± 20 W" may be bounds or a standard deviation. Write bounds as `a..b W`, a standard deviation as `normal(mean: …, sd: …)`.',
      '“1 kW ± 20 W”可能是上下限，也可能是标准差。上下限写作 `a..b W`，标准差写作 `normal(mean: …, sd: …)`。',
    ],
    [
      '700-1000 W',
      'W',
      'The ends of an interval are joined by two points, not as in "700-1000 W". Write `700..1000 W`.',
      '区间两端要用两个点连接，不能写成“700-1000 W”。请写作 `700..1000 W`。',
    ],
    [
      '700-',
      'W',
      'The ends of an interval are joined by two points, not as in "700-". Write `a..b W`.',
      '区间两端要用两个点连接，不能写成“700-”。请写作 `a..b W`。',
    ],
    [
      '20-30k USD',
      'USD',
      'The ends of an interval are joined by two points, not as in "20-30k USD". Write `20 k..30 k USD`.',
      '区间两端要用两个点连接，不能写成“20-30k USD”。请写作 `20 k..30 k USD`。',
    ],
    [
      '1..2..3..4 W',
      'W',
      '"1..2..3..4 W" is not an interval of two or three numbers. Write `a..b` for its 5% and 95% points, or `a..b..c` with the median between them.',
      '“1..2..3..4 W”不是由两个或三个数构成的区间。请写 `a..b`，即 5% 与 95% 两点；或写 `a..b..c`，中间为中位数。',
    ],
    [
      '0.12..0.08 USD/kWh',
      'USD/kWh',
      '"0.12..0.08 USD/kWh" does not rise from least to greatest. Write the least first: `0.08..0.12 USD/kWh`.',
      '“0.12..0.08 USD/kWh”没有从小到大排列。请从小到大写：`0.08..0.12 USD/kWh`。',
    ],
    [
      'uniform(2 W, 1 W)',
      'W',
      '"2 W, 1 W" does not rise from least to greatest. Write the least first: `1 W, 2 W`.',
      '“2 W, 1 W”没有从小到大排列。请从小到大写：`1 W, 2 W`。',
    ],
    [
      '$0.08/kWh',
      'USD/kWh',
      'The currency stands before the number: "$0.08/kWh". Write `0.08 USD/kWh`.',
      '货币写在了数字前面：“$0.08/kWh”。请写作 `0.08 USD/kWh`。',
    ],
    ['$31B', 'USD', 'The currency stands before the number: "$31B". Write `31 G USD`.', '货币写在了数字前面：“$31B”。请写作 `31 G USD`。'],
    [
      '$80',
      'USD/kWh',
      'The currency stands before the number: "$80". Write the number first, then its unit, such as `0.08 USD/kWh`.',
      '货币写在了数字前面：“$80”。请先写数字，再写单位，例如 `0.08 USD/kWh`。',
    ],
    [
      '$20-30k',
      'USD',
      'The currency stands before the number: "$20-30k". Write `20 k..30 k USD`.',
      '货币写在了数字前面：“$20-30k”。请写作 `20 k..30 k USD`。',
    ],
    [
      '10 元',
      'USD',
      'There is no unit "元". Write `CNY` for yuan; yen must be converted first.',
      '没有“元”这个单位。人民币请写 `CNY`；日元须先换算。',
    ],
    [
      '671 B',
      '1',
      '"B" cannot scale a number here. Write `671 G`: k is 1e3, M 1e6, G 1e9 and T 1e12.',
      '此处不能用“B”表示数量级。请写作 `671 G`；k 是千，M 是百万，G 是十亿，T 是万亿。',
    ],
    [
      '31 million USD',
      'USD',
      '"million" cannot scale a number here. Write `31 M USD`: k is 1e3, M 1e6, G 1e9 and T 1e12.',
      '此处不能用“million”表示数量级。请写作 `31 M USD`；k 是千，M 是百万，G 是十亿，T 是万亿。',
    ],
    [
      '2788 万',
      'chip-h',
      '"万" cannot scale a number here. Write `27.88 M`: k is 1e3, M 1e6, G 1e9 and T 1e12.',
      '此处不能用“万”表示数量级。请写作 `27.88 M`；k 是千，M 是百万，G 是十亿，T 是万亿。',
    ],
    [
      '700',
      'W',
      '"700" has no unit. Write its unit behind it: `700 W` if it is in W.',
      '“700”没有写单位。请在后面写上单位；若以 W 计，就写 `700 W`。',
    ],
    [
      '989 fp8 dense',
      'FLOP/s',
      '"989" has no unit. Write its unit behind it: `989 FLOP/s fp8 dense` if it is in FLOP/s.',
      '“989”没有写单位。请在后面写上单位；若以 FLOP/s 计，就写 `989 FLOP/s fp8 dense`。',
    ],
    [
      '20 k',
      'USD',
      '"20 k" has no unit. Write its unit behind it: `20 k USD` if it is in USD.',
      '“20 k”没有写单位。请在后面写上单位；若以 USD 计，就写 `20 k USD`。',
    ],
    [
      '7 furlong',
      'm',
      'There is no unit "furlong". Write a value in m, such as `12 m`.',
      '没有“furlong”这个单位。请写以 m 计的值，例如 `12 m`。',
    ],
    [
      '7 furlong',
      '1',
      'There is no unit "furlong". Write a plain number or a share, `0.45` or `45 %`.',
      '没有“furlong”这个单位。请只写数，或写百分比：`0.45` 或 `45 %`。',
    ],
    ['3 KW', 'W', 'There is no unit "KW". Did you mean "kW"?', '没有“KW”这个单位。是不是想写“kW”？'],
    [
      '80 GB',
      'W',
      '"GB" cannot be converted to W. Write a value in W, such as `700 W`.',
      '“GB”不能换算成 W。请写以 W 计的值，例如 `700 W`。',
    ],
    [
      '5 W',
      '1',
      '"W" cannot be converted to a plain number. Write a plain number or a share, `0.45` or `45 %`.',
      '“W”不能换算成不带单位的数。请只写数，或写百分比：`0.45` 或 `45 %`。',
    ],
    [
      '5 TFLOP bf16 dense',
      'FLOP/s',
      '"TFLOP" cannot be converted to FLOP/s. A peak is a rate: write `/s` behind the operations, as in `989 TFLOP/s bf16 dense`.',
      '“TFLOP”不能换算成 FLOP/s。峰值是速率，运算单位之后要写 `/s`，例如 `989 TFLOP/s bf16 dense`。',
    ],
    [
      '5 TOP/s int8 dense',
      'FLOP/s',
      '"TOP/s" cannot be converted to FLOP/s. Floating-point formats are counted in FLOP/s, integer ones in OP/s: write it like `989 TFLOP/s bf16 dense`.',
      '“TOP/s”不能换算成 FLOP/s。浮点格式用 FLOP/s，整数格式用 OP/s；此处应写如 `989 TFLOP/s bf16 dense`。',
    ],
    [
      '5 %..10',
      '1',
      'In "5 %..10" the last number has no unit, but one before it has. Write the unit behind each number, or behind the last for all: `5 %..10 %`.',
      '“5 %..10”里，前面的数有单位，最后一个却没有。请给每个数都写上单位，或只写在最后，由各数共用：`5 %..10 %`。',
    ],
    [
      '1 k..2 MW',
      'W',
      '"k" cannot share the unit "MW", which has a prefix of its own. Write the whole unit behind each number, as in `800 kW..2 MW`.',
      '“k”不能与“MW”合用，因为后者已有前缀。请给每个数写全单位，例如 `800 kW..2 MW`。',
    ],
    [
      '30 k..20 USD',
      'USD',
      '"30 k..20 USD" does not rise from least to greatest. Write the least first and the greatest last, and check the prefix of each.',
      '“30 k..20 USD”没有从小到大排列。请把最小的写在最前、最大的写在最后，并检查各数的前缀。',
    ],
    [
      '1 USD2023..2 USD2024',
      'USD',
      'This value mixes USD2023 and USD2024. Write all of it in USD2023 or all of it in USD2024.',
      '同一个值里既有 USD2023，又有 USD2024。请统一为其中之一。',
    ],
    [
      '1 TFLOP/s bf16..2 TFLOP/s fp8 dense',
      'FLOP/s',
      'One peak cannot hold for both bf16 and fp8. Name one number format.',
      '同一个峰值不能既是 bf16 又是 fp8。请只写一种数值格式。',
    ],
    [
      '989 TFLOPS',
      'FLOP/s',
      '"TFLOPS" may be a total or a rate. Write the total as `TFLOP`, a rate as `TFLOP/s bf16 dense`.',
      '“TFLOPS”可能指总量，也可能指速率。总量写作 `TFLOP`，速率写作 `TFLOP/s bf16 dense`。',
    ],
    [
      '2.788 M GPU hrs',
      'chip-h',
      'Hours of chips are not written as "GPU hrs". Write `chip h`; an hour is `h` in every unit.',
      '芯片时不能写成“GPU hrs”。请写作 `chip h`；小时在任何单位里都写 `h`。',
    ],
    ['12 kW hours', 'kWh', 'There is no unit "hours". Did you mean "h"?', '没有“hours”这个单位。是不是想写“h”？'],
    ['814 mm^2', 'mm2', 'A power of a unit has no sign before it: "mm^2". Write `mm2`.', '单位的乘方前不加符号：“mm^2”。请写 `mm2`。'],
    ['0.1 cm-2', '/cm2', 'A power of a unit has no sign before it: "cm-2". Write `/cm2`.', '单位的乘方前不加符号：“cm-2”。请写 `/cm2`。'],
    [
      '400 Gb/s',
      'B/s',
      '"Gb" may be bits or bytes. Write `Gbit` for bits, `GB` for bytes.',
      '“Gb”可能是比特，也可能是字节。比特写 `Gbit`，字节写 `GB`。',
    ],
    [
      '150 mW',
      'W',
      'The m in "mW" stands for a thousandth, M for a million. Write `MW`; if a thousandth is meant, `0.001 W`.',
      '“mW”的 m 表示千分之一，M 才表示百万。请写 `MW`；若确指千分之一，请写 `0.001 W`。',
    ],
    [
      '989 TFLOP/s',
      'FLOP/s',
      'This peak does not say for which number format it holds. Write it behind the unit, with dense: `989 TFLOP/s bf16 dense`.',
      '这个峰值没有说明数值格式。请写在单位之后，并注明 dense，例如 `989 TFLOP/s bf16 dense`。',
    ],
    [
      '989 TFLOP/s int8 dense',
      'FLOP/s',
      'int8 does not go with FLOP/s. Floating-point formats are counted in FLOP/s, integer ones in OP/s: write it like `989 TFLOP/s bf16 dense`.',
      'int8 不与 FLOP/s 搭配。浮点格式用 FLOP/s，整数格式用 OP/s；此处应写如 `989 TFLOP/s bf16 dense`。',
    ],
    [
      '989 TFLOP/s bf16',
      'FLOP/s',
      'This peak does not say that it is dense. End with `bf16 dense`; if it is sparse, halve it first.',
      '这个峰值没有说明是稠密的。请以 `bf16 dense` 结尾；若是稀疏峰值，先减半。',
    ],
    [
      '3958 TFLOP/s fp8 sparse',
      'FLOP/s',
      'This is a peak with sparsity. Halve it, and end with `fp8 dense`.',
      '这是稀疏峰值。请减半，并以 `fp8 dense` 结尾。',
    ],
    ['700 W dense', 'W', '"dense" belongs to peak rates only. Delete it.', '“dense”只用于峰值。请删去。'],
    [
      'gamma(shape: 3 k, scale: 2)',
      '1',
      'This parameter is a plain number, not "3 k". Write `3000`.',
      '这个参数不带单位和前缀，不能写“3 k”。请写作 `3000`。',
    ],
    [
      'weibull(1, 2)',
      '1',
      'There is no distribution "weibull". Write one of: uniform, triangular, pert, beta, gamma, normal, lognormal, truncated, mixture, discrete, empirical.',
      '没有“weibull”这种分布。可写：uniform, triangular, pert, beta, gamma, normal, lognormal, truncated, mixture, discrete, empirical。',
    ],
    [
      'normal(mean: 1 W, sigma: 2 W)',
      'W',
      '"sigma" is no parameter of this distribution. Write each of these once: mean, sd, or p5, p95.',
      '这个分布没有“sigma”这个参数。下列参数各写一次：mean、sd，或 p5、p95。',
    ],
    [
      'normal(mean: 1 W, p95: 2 W)',
      'W',
      '"p95" does not go with the other parameters here. Write each of these once: mean, sd, or p5, p95.',
      '“p95”不能与这里的其他参数合用。下列参数各写一次：mean、sd，或 p5、p95。',
    ],
    [
      'normal(mean: 1 W, mean: 2 W)',
      'W',
      'The parameter "mean" stands here twice. Write each of these once: mean, sd, or p5, p95.',
      '参数“mean”写了两次。下列参数各写一次：mean、sd，或 p5、p95。',
    ],
    [
      'uniform(1 W, 2 W, 3 W)',
      'W',
      '"3 W" is one value more than this distribution has parameters. Write each of these once: low, high.',
      '值比这个分布的参数多，多出“3 W”。下列参数各写一次：low、high。',
    ],
    [
      'lognormal(1..2) W',
      'W',
      '"1..2" is an interval, and this parameter one number. Write one number, or the interval without a distribution around it.',
      '“1..2”是区间，而这个参数是一个数。请只写一个数，或不写分布、直接写区间。',
    ],
    [
      'uniform(1 W,)',
      'W',
      'A value is missing between these brackets. Write it, such as `700 W`, or delete a comma too many.',
      '括号里缺一个值。请补上，例如 `700 W`，或删去多余的逗号。',
    ],
    ['beta(2, 3)', 'W', '"beta" lacks "low, high". Add `low: …, high: …`.', '“beta”缺少参数 low、high。请补上 `low: …, high: …`。'],
    [
      'mixture(5 W)',
      'W',
      '"5 W" has no plain number for its weight. Write the weight and a colon before it: `0.5: 5 W`.',
      '“5 W”没有以数写明的权重。请在前面写上权重和冒号：`0.5: 5 W`。',
    ],
    [
      'mixture(30%: 5 W, 0.7: 6 W)',
      'W',
      '"30%: 5 W" has no plain number for its weight. Write the weight and a colon before it: `0.3: 5 W`.',
      '“30%: 5 W”没有以数写明的权重。请在前面写上权重和冒号：`0.3: 5 W`。',
    ],
    ['discrete(-1: 5 W)', 'W', 'A weight cannot be -1. Write weights of 0 or more.', '权重不能是 -1。权重请写 0 或更大的数。'],
    [
      'mixture(0: 5 W)',
      'W',
      'Every weight of this distribution is 0. Give at least one part a weight above 0.',
      '这个分布的权重全是 0。请至少给一部分写上大于 0 的权重。',
    ],
    [
      'normal(5, -1) W',
      'W',
      'A standard deviation cannot be negative: -1. Write `sd` as 0 or more.',
      '标准差不能是负数：-1。`sd` 请写 0 或更大的数。',
    ],
    ['lognormal(p5: 0 W, p95: 1 W)', 'W', 'p5 cannot be 0 W. Write a p5 above 0.', 'p5 不能是 0 W。请把 p5 改为大于 0 的数。'],
    ['uniform(1, 2', '1', 'This bracket is never closed. Add `)` where the distribution ends.', '这个括号没有闭合。请在分布末尾补上 `)`。'],
    ['45 % W', 'W', '"% W" holds more than one unit. Write one alone: `%` or `W`.', '“% W”里不止一个单位。请只写其一：`%` 或 `W`。'],
    [
      'beta(0.0001, 2)',
      '1',
      'alpha comes to 0.0001, which is outside what can be computed with. Write it so that 0.001 ≤ alpha ≤ 1e8.',
      'alpha 等于 0.0001，超出可计算的范围。请使 0.001 ≤ alpha ≤ 1e8。',
    ],
    [
      'truncated(uniform(1, 2), 3, 4)',
      '1',
      'Between low and high this distribution has nothing left. Move `low` and `high` to where the inner distribution lies.',
      '在 low 与 high 之间，这个分布什么也不剩。请把 `low` 和 `high` 移到内层分布所在的范围。',
    ],
    [
      'normal(0, 1e200)',
      '1',
      'This distribution is too wide: its mean or variance is beyond what can be computed with. Narrow it, and check the exponents.',
      '这个分布太宽，均值或方差超出可计算的范围。请收窄，并检查指数。',
    ],
  ])('%s in %s', (text, unit, en, zh) => {
    expect(printed(faults(text, unit), 'en')).toBe(en);
    expect(printed(faults(text, unit), 'zh')).toBe(zh);
  });

  it('names the years whose money can be converted', () => {
    const cases = { amount: 1, currency: 'CNY', year: 1990, toCurrency: 'USD', toYear: 2020 } as const;
    const rates = new Map([2015, 2016, 2018].map((year) => [year, 6.5]));
    const converted = convertMoney({ ...cases, exchangeRates: { CNY: rates }, priceIndex: new Map([[2020, 1]]) });
    const issues = converted.ok ? [] : converted.issues;
    expect(printed(issues, 'en')).toBe(
      'No exchange rate is known for CNY1990. Write the amount in USD, or in money of one of the years 2015..2016, 2018.\n' +
        'No price level is known for USD1990. Write the amount in money of one of the years 2020.',
    );
    expect(printed(issues, 'zh')).toBe(
      '没有 CNY1990 的汇率。请把金额换算成 USD，或改用这些年份的货币：2015..2016, 2018。\n没有 USD1990 的物价指数。请改用这些年份的货币：2020。',
    );
  });
});

describe('the mends', () => {
  it('show examples that can be read in the unit asked for', () => {
    for (const unit of unitIds) {
      expect(faults(unitExample(unit), unit), unit).toEqual([]);
      expect(faults('', unit).map(({ expected }) => unitExample(expected))).toEqual([unitExample(unit)]);
    }
  });

  it.each<[text: string, unit: UnitId, mended: string]>([
    ['７００ W', 'W', '700 W'],
    ['0.12..0.08 USD/kWh', 'USD/kWh', '0.08..0.12 USD/kWh'],
    ['$20 k', 'USD', '20 k USD'],
    ['$31B', 'USD', '31 G USD'],
    ['$20-30k', 'USD', '20 k..30 k USD'],
    ['$80', 'USD/kWh', '0.08 USD/kWh'],
    ['700', 'W', '700 W'],
    ['989 fp8 dense', 'FLOP/s', '989 FLOP/s fp8 dense'],
    ['700-1000 W', 'W', '700..1000 W'],
    ['700 ± 20 W', 'W', '680..720 W'],
    ['1 000 W', 'W', '1000 W'],
    ['1,000,5', '1', '1000.5'],
    ['5 %..10', '1', '5 %..10 %'],
    ['2788 万芯片时', 'chip-h', '27.88 M chip h'],
    ['7 furlong', 'm', '12 m'],
    ['45 % W', 'W', 'W'],
    ['1 k..2 MW', 'W', '800 kW..2 MW'],
    ['150 mW', 'W', '0.001 W'],
    ['80 GB', '1', '45 %'],
    ['989 TFLOPS', 'FLOP', 'TFLOP'],
    ['2.788 M GPU hrs', 'chip-h', 'chip h'],
  ])('of %s in %s can be written as it stands: %s', (text, unit, mended) => {
    for (const lang of langs) expect(printed(faults(text, unit), lang)).toContain(`\`${mended}\``);
    expect(faults(/^\d/.test(mended) ? mended : `5 ${mended}`, unit)).toEqual([]);
  });
});
