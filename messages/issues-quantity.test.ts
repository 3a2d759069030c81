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
    [
      '1 000 W',
      'W',
      '"000 W" cannot follow a number. Write the number in one piece, such as `1234.5` or `1,234.5`.',
      '数的后面不能跟“000 W”。一个数要连着写，例如 `1234.5` 或 `1,234.5`。',
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
      'In its unit this number is too large or too small to compute with. Check the exponent and the prefix of the unit.',
      '换算单位之后，这个数太大或太小，无法计算。请检查指数和单位前缀。',
    ],
    [
      '1,5 W',
      'W',
      'The comma in "1,5" may mark decimals or thousands. Write a decimal point, `1.5`, or groups of three digits, `1,234`.',
      '“1,5”里的逗号可能是小数点，也可能是千分位。小数点写作 `1.5`，千分位每三位一组，写作 `1,234`。',
    ],
    [
      'uniform(1,000 W, 2,000 W)',
      'W',
      'Inside brackets the comma in "1,0" may separate values or group digits. Write numbers without groups, `1000`, and a space after each comma between values.',
      '括号内“1,0”里的逗号可能是分隔符，也可能是千分位。数字不要分组，写成 `1000`；分隔各值的逗号后空一格。',
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
      '"± 20 W" may be bounds or a standard deviation. Write bounds as `a..b W`, a standard deviation as `normal(mean: …, sd: …) W`.',
      '“± 20 W”可能是上下限，也可能是标准差。上下限写作 `a..b W`，标准差写作 `normal(mean: …, sd: …) W`。',
    ],
    [
      '700-1000 W',
      'W',
      'The ends of an interval are joined by two points, not as in "-1000 W". Write `a..b W`.',
      '区间两端要用两个点连接，不能写成“-1000 W”。请写作 `a..b W`。',
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
      '"0.12..0.08 USD/kWh" does not rise from least to greatest. Write the lesser first: `0.08..0.12 USD/kWh`.',
      '“0.12..0.08 USD/kWh”没有从小到大排列。请把小的写在前面：`0.08..0.12 USD/kWh`。',
    ],
    [
      'uniform(2 W, 1 W)',
      'W',
      '"2, 1" does not rise from least to greatest. Write the least first and the greatest last, and check the prefix of each.',
      '“2, 1”没有从小到大排列。请把最小的写在最前、最大的写在最后，并检查各数的前缀。',
    ],
    [
      '$0.08/kWh',
      'USD/kWh',
      'The currency stands before the number: "$0.08/kWh". Write `0.08 USD/kWh`.',
      '货币写在了数字前面：“$0.08/kWh”。请写作 `0.08 USD/kWh`。',
    ],
    [
      '$31B',
      'USD',
      'The currency stands before the number: "$31B". Write the number first, then k, M, G or T, then the currency: `20 k USD`.',
      '货币写在了数字前面：“$31B”。请依次写数字、k、M、G 或 T、货币，例如 `20 k USD`。',
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
      '"B" cannot scale a number here. Write `G`: k is 1e3, M 1e6, G 1e9 and T 1e12.',
      '此处不能用“B”表示数量级。请写 `G`；k 是千，M 是百万，G 是十亿，T 是万亿。',
    ],
    [
      '2788 万',
      'chip-h',
      '"万" cannot scale a number here. It is `10 k`: multiply the number, and write k, M, G or T behind it.',
      '此处不能用“万”表示数量级。它等于 `10 k`，请换算后用 k、M、G 或 T 书写。',
    ],
    [
      '700',
      'W',
      'The unit is missing; this is measured in W. Write it behind the number, such as `700 W`.',
      '缺少单位，此处以 W 计。请写在数的后面，例如 `700 W`。',
    ],
    [
      '7 furlong',
      'm',
      'There is no unit "furlong". Write one such as W, B/s, mm2, USD or chip h, with k, M, G or T right before it where needed.',
      '没有“furlong”这个单位。请写 W、B/s、mm2、USD、chip h 之类的单位，前缀 k、M、G、T 紧贴其前。',
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
      'In "5 %..10" the last number has no unit, but one before it has. Write the unit behind the last number, for all, or behind each.',
      '“5 %..10”里，前面的数有单位，最后一个却没有。请把单位写在最后，由各数共用，或给每个数都写上。',
    ],
    [
      '1 k..2 MW',
      'W',
      'A number with k, M, G or T shares a unit that has a prefix of its own. Write the whole unit behind each number: `800 kW..2 MW`.',
      '带 k、M、G、T 的数与末尾已有前缀的单位连用，含义不明。请给每个数写全单位：`800 kW..2 MW`。',
    ],
    [
      '1 USD2023..2 USD2024',
      'USD',
      'This value mixes USD2023 and USD2024. Write all of it in USD2023 or all of it in USD2024.',
      '同一个值里既有 USD2023，又有 USD2024。请统一为其中之一。',
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
      'Hours of chips are not written with "hrs". Write `chip h`; an hour is `h` in every unit.',
      '芯片时不能写成“hrs”。请写 `chip h`；小时在任何单位里都写 `h`。',
    ],
    ['814 mm^2', 'mm2', 'A power of a unit has no sign before it: "mm^2". Write `mm2`.', '单位的乘方前不加符号：“mm^2”。请写 `mm2`。'],
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
      'This is a peak with sparsity. Halve it, and write `dense` in place of "sparse".',
      '这是稀疏峰值。请减半，并把“sparse”改为 `dense`。',
    ],
    [
      '700 W dense',
      'W',
      '"dense" cannot stand here. Delete it: number formats and dense belong to peak rates only.',
      '此处不能写“dense”。请删去：数值格式和 dense 只用于峰值。',
    ],
    [
      'gamma(shape: 3 k, scale: 2)',
      '1',
      '"3 k" cannot stand here. Write only `3`: this parameter has no unit.',
      '此处不能写“3 k”。请只写 `3`：这个参数没有单位。',
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
      '"sigma" is no parameter of this distribution, or stands here twice. Write each of these once: mean, sd, or p5, p95.' +
        '\n' +
        '"normal" lacks its parameter "sd". Add `sd: …`.',
      '“sigma”不是这个分布的参数，或写了两次。下列参数各写一次：mean, sd，或 p5, p95。' + '\n' + '“normal”缺少参数“sd”。请补上 `sd: …`。',
    ],
    [
      'uniform(1 W,)',
      'W',
      'A value is missing between these brackets. Write it, such as `700 W`, or delete the comma.',
      '括号里缺一个值。请补上，例如 `700 W`，或删去多余的逗号。',
    ],
    [
      'mixture(5 W)',
      'W',
      'A part of this mixture has no weight. Write its weight and a colon before it: `0.5: …`.',
      'mixture 中有一部分没有权重。请在前面写上权重和冒号：`0.5: …`。',
    ],
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
    ['lognormal(p5: 0 W, p95: 1 W)', 'W', 'p5 cannot be 0. Write a p5 above 0.', 'p5 不能是 0。请把 p5 改为大于 0 的数。'],
    ['uniform(1, 2', '1', 'This bracket is never closed. Add `)` where the distribution ends.', '这个括号没有闭合。请在分布末尾补上 `)`。'],
    [
      '45 % W',
      'W',
      '"%" cannot be joined with another unit. Write `%` alone behind the number, or leave it out.',
      '“%”不能与其他单位连用。请在数后只写 `%`，或删去它。',
    ],
    [
      'beta(0.0001, 2)',
      '1',
      'A shape of 0.0001 is outside what can be computed with. Write alpha, beta or shape in the range 0.001..100000000.',
      '形状参数 0.0001 超出可计算的范围。请使 alpha、beta 或 shape 在 0.001..100000000 之内。',
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
    ['$31B', 'USD', '20 k USD'],
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
