import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { hintsQuantityEn, issuesQuantityEn } from './issues-quantity.en.ts';
import { askedUnit, code, mendedMoney, parameter, twoOf, unitExample } from './quantity-mend.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `“${words ?? ''}”`;
const example = (i: Issue): string => code(unitExample(i.expected));

/** 数值与分布的错误，按代码排列。 */
export const issuesQuantityZh: Readonly<Record<keyof typeof issuesQuantityEn, (issue: Issue) => IssueText>> = {
  'quantity/empty': (i) => text('这里没有写值', `请写一个，例如 ${example(i)}`),
  'quantity/too-long': (i) =>
    text(`这个值有 ${i.received} 个字符，太长（须 ${i.expected}）`, '请只写一个数、一个区间或一个分布；样本过多时请精简'),
  'quantity/full-width': (i) => text(`值中有全角字符${quoted(i.received)}`, `请改用半角：${code(i.expected)}`),
  'quantity/not-a-number': (i) =>
    text(`${quoted(i.received)}不是以数字开头`, `请先写数字，再写单位，例如 ${example(i)}；小数写 0.5 而不是 .5，负号紧贴数字`),
  'quantity/digit-groups': (i) =>
    text(
      `${quoted(i.received)}里的数没有连着写`,
      i.expected === undefined ? '请写成 `1234.5` 或 `1,234.5` 的样子' : `请写作 ${code(i.expected)}`,
    ),
  'quantity/not-finite': (i) => text(`${quoted(i.received)}不是可以计算的数`, '请写 0，或绝对值在 1e-300 到 1e300 之间的数'),
  'quantity/out-of-range': (i) => text(`${quoted(i.received)}太大或太小，无法计算`, '请检查指数和单位前缀'),
  'quantity/ambiguous-comma': (i) => {
    const [one, other] = twoOf(i.expected);
    return text(
      `${quoted(i.received)}里的逗号可能是小数点，也可能是千分位`,
      i.expected === undefined
        ? '小数点写作 `1.5`，千分位每三位一组，写作 `1,234`'
        : `请${other === undefined ? `写作 ${code(one)}` : `按本意写作 ${either(i)}`}`,
    );
  },
  'quantity/comma-in-brackets': (i) => {
    const [one, other] = twoOf(i.expected);
    return text(
      `括号内${quoted(i.received)}里的逗号可能是分隔符，也可能属于一个数`,
      other === undefined ? `请写作 ${code(one)}` : `几个值写作 ${code(one)}，一个数写作 ${code(other)}`,
    );
  },
  'quantity/approximate': (i) =>
    text(`${quoted(i.received)}没有说明可能偏差多少`, `请写出有九成把握的区间 ${code(i.expected)}，或只写这个数`),
  'quantity/plus-minus': (i) => {
    const [bounds, normal] = twoOf(i.expected);
    return text(`${quoted(i.received)}可能是上下限，也可能是标准差`, `上下限写作 ${code(bounds)}，标准差写作 ${code(normal)}`);
  },
  'quantity/dash-range': (i) => text(`区间两端要用两个点连接，不能写成${quoted(i.received)}`, `请写作 ${code(i.expected)}`),
  'quantity/interval-parts': (i) =>
    text(`${quoted(i.received)}不是由两个或三个数构成的区间`, '请写 `a..b`，即 5% 与 95% 两点；或写 `a..b..c`，中间为中位数'),
  'quantity/interval-reversed': (i) =>
    text(
      `${quoted(i.received)}没有从小到大排列`,
      i.expected === undefined ? '请把最小的写在最前、最大的写在最后，并检查各数的前缀' : `请从小到大写：${code(i.expected)}`,
    ),
  'quantity/currency-first': (i) => {
    const mended = mendedMoney(i.expected);
    return text(
      `货币写在了数字前面：${quoted(i.received)}`,
      mended === undefined ? `请先写数字，再写单位，例如 ${example(i)}` : `请写作 ${code(mended)}`,
    );
  },
  'quantity/number-word': (i) =>
    text(`此处不能用${quoted(i.received)}表示数量级`, `请写作 ${code(i.expected)}；k 是千，M 是百万，G 是十亿，T 是万亿`),
  'quantity/missing-unit': (i) =>
    text(
      `${quoted(i.received)}没有写单位`,
      `请在后面写上单位；若以 ${askedUnit(i.expected)} 计，就写 ${code(`${i.received} ${i.expected}`)}`,
    ),
  'quantity/unit-not-last': (i) =>
    text(
      `${quoted(i.received)}里，前面的数有单位，最后一个却没有`,
      `请给每个数都写上单位，或只写在最后，由各数共用${i.expected === undefined ? '' : `：${code(i.expected)}`}`,
    ),
  'quantity/unknown-unit': (i) => text(`没有${quoted(i.received)}这个单位`, inAskedUnit(i)),
  'quantity/two-units': (i) => text(`${quoted(i.received)}里不止一个单位`, `请只写其一：${either(i)}`),
  'quantity/wrong-dimension': (i) =>
    text(`${quoted(i.received)}不能换算成${askedUnit(i.expected) === '' ? '不带单位的数' : ` ${askedUnit(i.expected)}`}`, inAskedUnit(i)),
  'quantity/mixed-units': (i) => text(`同一个值里既有 ${i.expected}，又有 ${i.received}`, '请统一为其中之一'),
  'quantity/mixed-precisions': (i) => text(`同一个峰值不能既是 ${i.expected} 又是 ${i.received}`, '请只写一种数值格式'),
  'quantity/multiplier-unclear': (i) =>
    text(`${quoted(i.received)}不能与${quoted(i.expected)}合用，因为后者已有前缀`, '请给每个数写全单位，例如 `800 kW..2 MW`'),
  'quantity/flops-ambiguous': (i) => {
    const [total, rate] = twoOf(i.expected);
    return text(`${quoted(i.received)}可能指总量，也可能指速率`, `总量写作 ${code(total)}，速率写作 ${code(rate)}`);
  },
  'quantity/gpu-hours': (i) => text(`芯片时不能写成${quoted(i.received)}`, `请写作 ${code(i.expected)}；小时在任何单位里都写 \`h\``),
  'quantity/caret-unit': (i) => text(`单位的乘方前不加符号：${quoted(i.received)}`, `请写 ${code(i.expected)}`),
  'quantity/bit-or-byte': (i) => {
    const [bits, bytes] = twoOf(i.expected);
    return text(`${quoted(i.received)}可能是比特，也可能是字节`, `比特写 ${code(bits)}，字节写 ${code(bytes)}`);
  },
  'quantity/milli-or-mega': (i) =>
    text(
      `${quoted(i.received)}的 m 表示千分之一，M 才表示百万`,
      `请写 ${code(i.expected)}；若确指千分之一，请写 ${code(`0.001 ${i.expected?.slice(1)}`)}`,
    ),
  'quantity/precision-missing': (i) => text('这个峰值没有说明数值格式', `请写在单位之后，并注明 dense，例如 ${example(i)}`),
  'quantity/precision-kind': (i) => text(`${i.received} 不与 ${askedUnit(i.expected)} 搭配`, `${formats}；此处应写如 ${example(i)}`),
  'quantity/stray-precision': (i) => text(`${quoted(i.received)}只用于峰值`, '请删去'),
  'quantity/dense-missing': (i) => text('这个峰值没有说明是稠密的', `请以 ${code(i.expected)} 结尾；若是稀疏峰值，先减半`),
  'quantity/sparse-peak': (i) => text('这是稀疏峰值', `请减半，并以 ${code(i.expected)} 结尾`),
  'quantity/unknown-distribution': (i) => text(`没有${quoted(i.received)}这种分布`, `可写：${i.expected}`),
  'quantity/unknown-argument': (i) => text(`这个分布没有${quoted(i.received)}这个参数`, parameters(i)),
  'quantity/clashing-argument': (i) => text(`${quoted(i.received)}不能与这里的其他参数合用`, parameters(i)),
  'quantity/repeated-argument': (i) => text(`参数${quoted(i.received)}写了两次`, parameters(i)),
  'quantity/surplus-argument': (i) => text(`值比这个分布的参数多，多出${quoted(i.received)}`, parameters(i)),
  'quantity/plain-argument': (i) => text(`这个参数不带单位和前缀，不能写${quoted(i.received)}`, `请写作 ${code(i.expected)}`),
  'quantity/interval-argument': (i) => text(`${quoted(i.received)}是区间，而这个参数是一个数`, '请只写一个数，或不写分布、直接写区间'),
  'quantity/empty-argument': (i) => text('括号里缺一个值', `请补上，例如 ${example(i)}，或删去多余的逗号`),
  'quantity/missing-argument': (i) =>
    text(`${quoted(i.received)}缺少参数 ${i.expected?.replaceAll(', ', '、')}`, `请补上 ${code(i.expected?.replace(/(?=,|$)/g, ': …'))}`),
  'quantity/missing-weight': (i) => text(`${quoted(i.received)}没有以数写明的权重`, `请在前面写上权重和冒号：${code(i.expected)}`),
  'quantity/negative-weight': (i) => text(`权重不能是 ${i.received}`, '权重请写 0 或更大的数'),
  'quantity/negative-sd': (i) => text(`标准差不能是负数：${i.received}`, '`sd` 请写 0 或更大的数'),
  'quantity/not-positive': (i) =>
    parameter(i.expected) === ''
      ? text('这个分布的权重全是 0', '请至少给一部分写上大于 0 的权重')
      : text(`${parameter(i.expected)} 不能是 ${i.received}`, `请把 ${parameter(i.expected)} 改为大于 0 的数`),
  'quantity/unbalanced': () => text('这个括号没有闭合', '请在分布末尾补上 `)`'),
  'quantity/too-deep': (i) => text(`分布嵌套太深（须 ${i.expected}）`, '请减少括号，或直接写整体的 5% 与 95% 两点：`a..b`'),
  'quantity/no-exchange-rate': (i) =>
    text(
      `没有 ${i.received} 的汇率`,
      i.expected === '–' ? '请把金额换算成 USD' : `请把金额换算成 USD，或改用这些年份的货币：${i.expected}`,
    ),
  'quantity/no-price-index': (i) =>
    text(`没有 ${i.received} 的物价指数`, i.expected === '–' ? '金额后请不要写年份' : `请改用这些年份的货币：${i.expected}`),

  'distribution/not-finite': (i) => text(`${parameter(i.expected)} 等于 ${i.received}`, '请写有限的数'),
  'distribution/order': (i) => text(`这个分布的参数没有从小到大排列：${i.received}`, `请使 ${i.expected}`),
  'distribution/negative': (i) => text(`${parameter(i.expected)} 不能是负数：${i.received}`, `请使 ${i.expected}`),
  'distribution/not-positive': (i) => text(`${parameter(i.expected)} 必须大于 0，却等于 ${i.received}`, '请改大'),
  'distribution/shape': (i) => text(`${parameter(i.expected)} 等于 ${i.received}，超出可计算的范围`, `请使 ${i.expected}`),
  'distribution/empty': () => text('这个分布里没有任何值', '请在括号里至少写一个'),
  'distribution/weight': (i) => text(`权重不能是 ${i.received}`, '权重请写 0 或更大的数'),
  'distribution/no-weight': (i) => text(`这个分布的权重之和是 ${i.received}`, '请使权重之和有限且大于 0'),
  'distribution/no-mass': () => text('在 low 与 high 之间，这个分布什么也不剩', '请把 `low` 和 `high` 移到内层分布所在的范围'),
  'distribution/overflow': () => text('这个分布太宽，均值或方差超出可计算的范围', '请收窄，并检查指数'),
};

const formats = '浮点格式用 FLOP/s，整数格式用 OP/s';
const inAskedUnit = (i: Issue): string =>
  askedUnit(i.expected) === '' ? '请只写数，或写百分比：`0.45` 或 `45 %`' : `请写以 ${askedUnit(i.expected)} 计的值，例如 ${example(i)}`;
const either = (i: Issue): string => {
  const [one, other] = twoOf(i.expected);
  return `${code(one)} 或 ${code(other)}`;
};
const parameters = (i: Issue): string => `下列参数各写一次：${i.expected?.replaceAll(', ', '、').replaceAll(' | ', '，或 ')}`;

/** 比代码本身更具体的改法，按提示排列。 */
export const hintsQuantityZh: Readonly<Record<keyof typeof hintsQuantityEn, (issue: Issue) => string>> = {
  'quantity/did-you-mean': (i) => `是不是想写${quoted(i.expected)}？`,
  'quantity/yuan': (i) => `人民币请写 ${code(i.expected)}；日元须先换算`,
  'quantity/per-second': (i) => `峰值是速率，运算单位之后要写 \`/s\`，例如 ${example(i)}`,
  'quantity/op-or-flop': (i) => `${formats}；此处应写如 ${example(i)}`,
};
