import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { hintsQuantityEn, issuesQuantityEn } from './issues-quantity.en.ts';
import { askedUnit, code, decimal, firstWord, inOrder, parameter, plainMoney, twoOf, unitExample, unitForm } from './quantity-mend.ts';

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
    i.hint === 'quantity/digit-groups'
      ? text(`数的后面不能跟${quoted(i.received)}`, digitGroups)
      : text(`${quoted(i.received)}不是以数字开头`, `请先写数字，再写单位，例如 ${example(i)}；小数写 0.5 而不是 .5，负号紧贴数字`),
  'quantity/not-finite': (i) =>
    i.received === undefined
      ? text('换算单位之后，这个数太大或太小，无法计算', '请检查指数和单位前缀')
      : text(`${quoted(i.received)}不是可以计算的数`, '请写 0，或绝对值在 1e-300 到 1e300 之间的数'),
  'quantity/ambiguous-comma': (i) =>
    i.expected === ', '
      ? text(`括号内${quoted(i.received)}里的逗号可能是分隔符，也可能是千分位`, '数字不要分组，写成 `1000`；分隔各值的逗号后空一格')
      : text(
          `${quoted(i.received)}里的逗号可能是小数点，也可能是千分位`,
          `小数点写作 ${code(decimal(i.expected))}，千分位每三位一组，写作 \`1,234\``,
        ),
  'quantity/approximate': (i) =>
    text(`${quoted(i.received)}没有说明可能偏差多少`, `请写出有九成把握的区间 ${code(unitForm(i.expected))}，或只写这个数`),
  'quantity/plus-minus': (i) =>
    text(
      `${quoted(i.received)}可能是上下限，也可能是标准差`,
      `上下限写作 ${code(unitForm(i.expected?.replace(/^normal\(.*\)/, 'a..b')))}，标准差写作 ${code(unitForm(i.expected))}`,
    ),
  'quantity/dash-range': (i) => text(`区间两端要用两个点连接，不能写成${quoted(i.received)}`, `请写作 ${code(unitForm(i.expected))}`),
  'quantity/interval-parts': (i) =>
    text(`${quoted(i.received?.trim())}不是由两个或三个数构成的区间`, '请写 `a..b`，即 5% 与 95% 两点；或写 `a..b..c`，中间为中位数'),
  'quantity/interval-reversed': (i) => {
    const mended = inOrder(i.received);
    return text(
      `${quoted(i.received)}没有从小到大排列`,
      mended === undefined ? '请把最小的写在最前、最大的写在最后，并检查各数的前缀' : `请把小的写在前面：${code(mended)}`,
    );
  },
  'quantity/currency-first': (i) => {
    const mended = plainMoney(i.expected);
    return text(
      `货币写在了数字前面：${quoted(i.received)}`,
      mended === undefined ? '请依次写数字、k、M、G 或 T、货币，例如 `20 k USD`' : `请写作 ${code(mended)}`,
    );
  },
  'quantity/number-word': (i) =>
    text(
      `此处不能用${quoted(firstWord(i.received))}表示数量级`,
      /^\d/.test(i.expected ?? '')
        ? `它等于 ${code(i.expected)}，请换算后用 k、M、G 或 T 书写`
        : `请写 ${code(i.expected)}；k 是千，M 是百万，G 是十亿，T 是万亿`,
    ),
  'quantity/missing-unit': (i) => text(`缺少单位，此处以 ${askedUnit(i.expected)} 计`, `请写在数的后面，例如 ${example(i)}`),
  'quantity/unknown-unit': (i) =>
    i.received !== undefined && i.received === i.expected
      ? text(`${quoted(i.received)}不能与其他单位连用`, aloneUnit(i))
      : text(`没有${quoted(i.received)}这个单位`, '请写 W、B/s、mm2、USD、chip h 之类的单位，前缀 k、M、G、T 紧贴其前'),
  'quantity/wrong-dimension': (i) =>
    askedUnit(i.expected) === '1'
      ? text(`${quoted(i.received)}不能换算成不带单位的数`, '请只写数，或写百分比：`0.45` 或 `45 %`')
      : text(`${quoted(i.received)}不能换算成 ${askedUnit(i.expected)}`, `请写以 ${askedUnit(i.expected)} 计的值，例如 ${example(i)}`),
  'quantity/mixed-units': (i) => {
    if (i.expected !== undefined) return text(`同一个值里既有 ${i.expected}，又有 ${i.received}`, '请统一为其中之一');
    return i.received === undefined
      ? text('带 k、M、G、T 的数与末尾已有前缀的单位连用，含义不明', wholeUnits)
      : text(`${quoted(i.received)}里，前面的数有单位，最后一个却没有`, '请把单位写在最后，由各数共用，或给每个数都写上');
  },
  'quantity/flops-ambiguous': (i) => {
    const [total, rate] = twoOf(i.expected);
    return text(`${quoted(i.received)}可能指总量，也可能指速率`, `总量写作 ${code(total)}，速率写作 ${code(rate)}`);
  },
  'quantity/gpu-hours': (i) => text(`芯片时不能写成${quoted(i.received)}`, `请写 ${code(i.expected)}；小时在任何单位里都写 \`h\``),
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
  'quantity/dense-missing': (i) => text('这个峰值没有说明是稠密的', `请以 ${code(i.expected)} 结尾；若是稀疏峰值，先减半`),
  'quantity/sparse-peak': (i) => text('这是稀疏峰值', `请减半，并把${quoted(i.received)}改为 \`dense\``),
  'quantity/unexpected-text': (i) =>
    text(
      `此处不能写${quoted(i.received)}`,
      /^[-+\d]/.test(i.received ?? '') ? `请只写 ${code(i.expected)}：这个参数没有单位` : '请删去：数值格式和 dense 只用于峰值',
    ),
  'quantity/unknown-distribution': (i) => text(`没有${quoted(i.received)}这种分布`, `可写：${i.expected}`),
  'quantity/unknown-argument': (i) =>
    text(`${quoted(i.received)}不是这个分布的参数，或写了两次`, `下列参数各写一次：${i.expected?.replaceAll(' | ', '，或 ')}`),
  'quantity/missing-argument': (i) => {
    if (i.received === '') return text('括号里缺一个值', `请补上，例如 ${example(i)}，或删去多余的逗号`);
    return i.expected?.startsWith('0.5:')
      ? text(`${i.received} 中有一部分没有权重`, `请在前面写上权重和冒号：${code(i.expected)}`)
      : text(`${quoted(i.received)}缺少参数${quoted(i.expected)}`, `请补上 ${code(`${i.expected}: …`)}`);
  },
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

  'distribution/not-finite': (i) => text(`这个分布有一个参数等于 ${i.received}`, '参数请写有限的数'),
  'distribution/order': (i) => text(`这个分布的参数没有从小到大排列：${i.received}`, `请使 ${i.expected}`),
  'distribution/negative': (i) => text(`这个分布的离散程度不能是负数：${i.received}`, '`sd` 请写 0 或更大的数'),
  'distribution/not-positive': (i) => text(`这个分布有一个参数必须大于 0，却等于 ${i.received}`, '请改大'),
  'distribution/shape': (i) => text(`形状参数 ${i.received} 超出可计算的范围`, `请使 alpha、beta 或 shape 在 ${i.expected} 之内`),
  'distribution/empty': () => text('这个分布里没有任何值', '请在括号里至少写一个'),
  'distribution/weight': (i) => text(`权重不能是 ${i.received}`, '权重请写 0 或更大的数'),
  'distribution/no-weight': (i) => text(`这个分布的权重之和是 ${i.received}`, '请使权重之和有限且大于 0'),
  'distribution/no-mass': () => text('在 low 与 high 之间，这个分布什么也不剩', '请把 `low` 和 `high` 移到内层分布所在的范围'),
  'distribution/overflow': () => text('这个分布太宽，均值或方差超出可计算的范围', '请收窄，并检查指数'),
};

const digitGroups = '一个数要连着写，例如 `1234.5` 或 `1,234.5`';
const wholeUnits = '请给每个数写全单位：`800 kW..2 MW`';
const formats = '浮点格式用 FLOP/s，整数格式用 OP/s';
const aloneUnit = (i: Issue): string => `请在数后只写 ${code(i.expected)}，或删去它`;

/** 比代码本身更具体的改法，按提示排列。 */
export const hintsQuantityZh: Readonly<Record<keyof typeof hintsQuantityEn, (issue: Issue) => string>> = {
  'quantity/did-you-mean': (i) => (i.received === i.expected ? aloneUnit(i) : `是不是想写${quoted(i.expected)}？`),
  'quantity/yuan': (i) => `人民币请写 ${code(i.expected)}；日元须先换算`,
  'quantity/digit-groups': () => digitGroups,
  'quantity/per-second': (i) => `峰值是速率，运算单位之后要写 \`/s\`，例如 ${example(i)}`,
  'quantity/op-or-flop': (i) => `${formats}；此处应写如 ${example(i)}`,
  'quantity/multiplier-unclear': () => wholeUnits,
};
