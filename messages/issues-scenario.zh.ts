import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { hintsScenarioEn, issuesScenarioEn } from './issues-scenario.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `“${words ?? ''}”`;
const lever = ({ path }: Issue): string => path.replace(/^levers\./, '');

/** 情景文件与 `--set` 的错误，按代码排列。 */
export const issuesScenarioZh: Readonly<Record<keyof typeof issuesScenarioEn, (issue: Issue) => IssueText>> = {
  'scenario/not-found': (i) =>
    text(
      `找不到情景${quoted(i.received)}`,
      i.expected === undefined ? '请检查路径' : `请给出文件路径，或从这些名称中选一个：${i.expected}`,
    ),
  'scenario/cycle': (i) => text(`这些情景循环引用：${i.received}`, '请让其中一个不再使用 `extends`'),
  'scenario/too-many-parents': (i) => text(`\`extends\` 的层数超过 ${i.expected}`, '请直接引用更早的情景，或把所需内容写出来'),
  'scenario/actor': (i) => text(`${quoted(i.received)}不是国家代码`, '请写两个大写字母，如 US、CN 或 DE'),
  'scenario/rank': (i) => text(`秩相关系数不能是${quoted(i.received)}`, '请写 -1 到 1 之间的数'),
  'scenario/self-correlation': (i) => text(`${quoted(i.received)}两边都出现了`, '请写两个不同的参数'),
  'scenario/second-correlation': (i) => text(`${i.received ?? ''} 这一对在此第二次出现`, '保留其中一处即可'),
  'scenario/correlations-contradict': (i) =>
    text(
      `这些秩相关系数不可能同时成立：${i.received ?? ''}（未写出的参数对按 0 计）`,
      `请减弱它们，或补上缺少的参数对；最接近且成立的是：${i.expected ?? ''}`,
    ),
  'scenario/acquired-late': (i) =>
    text(`购入加速器的日期 ${i.received} 晚于训练开始的 ${i.expected}`, '请改正其中之一；不写 `acquired` 即视为训练开始时购入'),
  'scenario/unknown-lever': (i) =>
    text(
      `没有${quoted(i.received)}这个参数`,
      i.expected === undefined ? '全部参数见自带情景首行所指的模式文件' : `此处可用：${i.expected}`,
    ),
  'scenario/out-of-range': (i) =>
    text(`${lever(i)} 不可能是${quoted(i.received)}`, `取值范围是 ${i.expected}；若写区间，两端都要在范围之内`),
  'scenario/not-whole': (i) => text(`${lever(i)} 是个数，不能是${quoted(i.received)}`, `请写 ${i.expected} 范围内的整数`),
  'scenario/precision': (i) => text(`此峰值标明的是 ${i.received}，而这个参数对应 ${i.expected}`, '请移到相应数值格式的参数下'),
  'scenario/times': (i) => text(`倍数不能是${quoted(i.received)}`, '请写大于 0 的数，例如便宜四成写 0.6'),
  'scenario/unknown-metric': (i) =>
    text(`没有${quoted(i.received)}这个结果指标`, '请写 `chokepoint run --json` 所列的指标，例如 run.chipHours'),
  'scenario/check-currency': (i) =>
    text(`${quoted(i.received)}无法与以 ${i.expected} 计的结果对照`, `请换算为 ${i.expected}，按当时币值，不写年份`),

  'package/no-area': (i: Issue): IssueText => text(`裸片${quoted(i.received)}没有面积`, '请写 `area`，或写 `width` 与 `height`'),
  'package/unknown-die': (i: Issue): IssueText => text(`这里没有名为${quoted(i.received)}的裸片`, `可用的有：${i.expected}`),
  'package/duplicate-die': (i: Issue): IssueText => text(`有两个裸片都叫${quoted(i.received)}`, '请各取一名，或用 `count` 写明颗数'),
  'package/currency': (i: Issue): IssueText => text(`${quoted(i.received)}不是当期美元`, `请以 ${i.expected} 写出`),
  'package/no-fact': (i: Issue): IssueText =>
    text(`没有说明 ${i.path} 是多少`, i.expected === undefined ? '请在文件中写明' : `请在文件中写明；在目录中应为 ${i.expected}`),
  'package/no-product': (i: Issue): IssueText =>
    text(
      `目录中没有产品${quoted(i.received)}`,
      i.expected === undefined ? '请写 `chokepoint catalog list product` 所列的名称' : `可用的有：${i.expected}`,
    ),
  'package/product-incomplete': (i: Issue): IssueText =>
    text(`目录没有说明${quoted(i.received)}如何构成：缺 ${i.expected}`, '请用 --catalog 补上，或另写封装文件'),
  'package/no-carrier': (_: Issue): IssueText => text('有机基板布线太粗，放不了 HBM', '请写明带中介层的封装，如 CoWoS-S 或 XDFOI'),
  'scenario/unknown-id': (i) => text(`目录中没有${quoted(i.received)}`, '请写 `chokepoint catalog list` 所列的标识或别名'),
  'scenario/unknown-source': (i) => text(`sources.yaml 中没有来源${quoted(i.received)}`, '请写 `chokepoint catalog sources` 所列的来源'),
  'scenario/no-such-fact': (i) =>
    text(`${quoted(i.received)}没有可用于 ${lever(i)} 的数据`, `请换一个有 ${i.expected} 的条目，或直接写出数值`),
  'scenario/tools': (i) =>
    text(`${quoted(i.received)}没有说明可用哪些光刻机`, '请写 `without euv`、`only nxt-1980di` 或 `until 2019`，多项以分号分隔'),
  'scenario/no-solver': (i) =>
    text(
      `${quoted(i.received)}无法为优化器求逆：目录缺少 ${i.expected}`,
      '请换成模拟矩阵求解器，如 `solver: pku-rram`，或为它补上这些数据',
    ),
  'scenario/no-layers': (i) => text(`${quoted(i.received)}没有层表`, '请换一个有层表的制程，或为它补上 `flow:`'),
  'scenario/missing-role': (i) =>
    text(`情景没有指明 ${i.expected}`, `请添加 \`${i.path}:\`，其值取自 \`chokepoint catalog list ${i.expected}\``),
  'scenario/incomplete-shape': (i) =>
    text(`${quoted(i.received)}的结构不全，缺 ${i.expected}`, '请换一个结构已知的模型，或在目录中补上这项数据'),
  'scenario/missing-lever': (i) =>
    text(`没有任何来源给出 ${lever(i)}`, `请在 \`levers:\` 下写出（${unit(i.expected)}），或指明一个有此数据的条目`),
  'scenario/not-known-yet': (i) =>
    text(
      `截至该日期尚无资料给出 ${lever(i)}：最早的一条是 ${i.received}`,
      `请把 --as-of 改为更晚的日期，或在 \`levers:\` 下写出（${unit(i.expected)}）`,
    ),
  'scenario/missing-precision': (i) =>
    text(
      `${i.received} 没有这种精度的峰值`,
      i.expected ? `请把 \`precision\` 改为 ${i.expected} 之一，或写出峰值` : '请在 `levers: accelerator:` 下写出峰值',
    ),
  'scenario/missing-price': (i) => text(`没有 ${i.received} 的价格`, `请写出 \`levers: market: price:\`（${i.expected}）`),
  'scenario/missing-silicon': (i) =>
    text(`无法核算自制 ${i.received} 的成本：缺 ${lever(i)}`, `请在 \`levers:\` 下写出（${unit(i.expected)}），或改为 \`acquire: buy\``),
  'scenario/no-size': () =>
    text('无法确定集群规模', '请写出 `cluster.count`、`cluster.powerLimit`、`market.chipSupply` 或 `run.deadline` 之一'),

  'set/malformed': (i) => text(`${quoted(i.received)}没有设定任何内容`, "请写成 路径=值，含空格时加引号：--set cluster.count='4096 chip'"),
  'set/no-value': (i) => text(`${quoted(i.received)}没有值`, '请在等号后写出值；写 none 表示取消限制'),
  'set/unknown-path': (i) => text(`没有${quoted(i.received)}可以设定`, '请写参数路径，如 energy.price，或顶层键，如 accelerator'),
  'set/not-settable': (i) => text(`${quoted(i.received)}只能写在文件里`, `除参数外，可设定：${i.expected}`),
  'set/outcome': (i) => text(`${quoted(i.received)}是结果，不能设定`, '请设定决定它的参数，可用 `chokepoint why` 查看'),
};

/** 比代码本身更具体的改法，按提示排列。 */
export const hintsScenarioZh: Readonly<Record<keyof typeof hintsScenarioEn, (issue: Issue) => string>> = {
  'hint/under-levers': () => '数值要写在 `levers:` 之下；此处只写条目的标识',
  'hint/nest-lever': (i) => `请逐级书写：${nested(i.received)}`,
  'hint/percent': (i) => `是不是想写${quoted(`${i.received} %`)}？不带百分号时 1 表示全部`,
  'hint/full-width-equals': () => '等号要用半角 =',
};

const unit = (id: string | undefined): string => (id === '1' || id === undefined ? '无单位' : `单位 ${id}`);

/** `cluster.count` 写作 `cluster: { count: … }`。 */
const nested = (path = ''): string => {
  const [group = '', name = ''] = path.split('.');
  return `\`${group}: { ${name}: … }\``;
};
