import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { hintsCliEn, issuesCliEn } from './issues-cli.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `“${words ?? ''}”`;
const seeHelp = '可用 `--help` 查看用法';
const shipped = ({ expected }: Issue): string =>
  expected === undefined ? '请给出情景文件的路径' : `请给出文件路径，或从这些名称中选一个：${expected}`;

const keep = '加上 --resume 文件，即可保存已完成的部分并从那里继续';

/** 命令行的错误，按代码排列。 */
export const issuesCliZh: Readonly<Record<keyof typeof issuesCliEn, (issue: Issue) => IssueText>> = {
  'cli/no-scenario': (i) => text('没有指明情景', shipped(i)),
  'cli/too-few-scenarios': (i) => text('对比至少需要两个情景', shipped(i)),
  'cli/no-argument': (i) => text(`缺少 <${i.received ?? ''}>`, seeHelp),
  'cli/no-option': (i) => text(`缺少必需的选项 ${i.received ?? ''}`, seeHelp),
  'cli/no-value': (i) => text(`${i.received ?? ''} 之后没有值`, seeHelp),
  'cli/bad-value': (i) => text(`${i.path} 不能是${quoted(i.received)}`, i.expected ?? seeHelp),
  'cli/unknown-option': (i) => text(`没有${quoted(i.received)}这个选项`, seeHelp),
  'cli/unknown-command': (i) => text(`没有${quoted(i.received)}这个命令`, seeHelp),
  'cli/too-many-arguments': (i) =>
    text(`最多 ${i.expected ?? ''} 个参数，却给了 ${i.received ?? ''} 个`, '请去掉多余的；同一个参数中若有空格，要加引号'),
  'cli/options-exclude': (i) => text(`${i.received ?? ''} 与 ${i.expected ?? ''} 不能同时使用`, '请去掉其中之一'),
  'cli/unknown-figure': (i) => text(`没有${quoted(i.received)}这项指标`, '不写指标，即列出这个情景的全部指标'),
  'cli/figure-absent': (i) => text(`这个情景没有${quoted(i.received)}`, '不写指标，即列出这个情景的全部指标'),
  'study/no-finite-figure': (i) => text(`${quoted(i.received)}在所有抽样中都没有上限`, '请换一项指标，或改动使它无限的因素'),
  'study/lever-as-figure': (i) => text(`${quoted(i.received)}是输入，不是指标`, '请写指标；`chokepoint why 文件` 可列出全部指标'),
  'study/figure-as-lever': (i) => text(`${quoted(i.received)}是指标，不是输入`, '请写输入；`chokepoint run 文件 --html` 可列出全部输入'),
  'study/unknown-lever': (i) => text(`没有${quoted(i.received)}这个输入`, '全部参数见自带情景首行所指的模式文件'),
  'study/one-or-two-levers': (i) =>
    text(`${quoted(i.received)}不是一个或两个不同的输入；范围要么各写一个，要么都不写`, '请写 --by a.b 或 --by a.b,c.d'),
  'study/no-range': (i) => text(`情景中 ${i.path} 没有值，不知从何处查找`, `请用 --range 低..高 指明，单位 ${i.expected ?? ''}`),
  'study/empty-range': (i) => text(`${i.path === '' ? '' : `${i.path} 的`}范围内没有可查之处`, `请写 低..高，单位 ${i.expected ?? ''}`),
  'study/no-picture': () => text('没有可画的内容', '去掉 --svg 即可看到原因'),
  'sweep/cancelled': (i) => text(`已停止：完成 ${i.received ?? ''} / ${i.expected ?? ''} 个样本；不以部分样本给出结果`, keep),
  'sweep/out-of-memory': (i) => text(`工作线程内存不足：完成 ${i.received ?? ''} / ${i.expected ?? ''} 个样本；不以部分样本给出结果`, keep),
  'sweep/worker-died': (i) => text(`工作线程中途退出：完成 ${i.received ?? ''} / ${i.expected ?? ''} 个样本；不以部分样本给出结果`, keep),
  'sweep/cannot-open': (i) => text(`无法打开${quoted(i.received)}`, `系统报告 ${i.expected ?? ''}`),
  'sweep/cannot-write': (i) =>
    text(`无法写入${quoted(i.received)}：运行到此为止，不以部分样本给出结果`, `系统报告 ${i.expected ?? ''}；请腾出空间，或另指一个文件`),
  'sweep/not-a-checkpoint': (i) => text(`${quoted(i.received)}里不是样本，未作改动`, '请另指一个文件'),
  'sweep/other-run': (i) =>
    text(`${quoted(i.received)}是另一次运行的样本：情景、目录、版本、种子或采样方式不同`, '请另指一个文件，或删除它'),
  'cli/cannot-write': (i) => text(`无法写入${quoted(i.received)}`, `系统报告 ${i.expected ?? ''}`),
  'cli/output-failed': (i) => text('无法写出结果', `系统报告 ${i.expected ?? ''}`),
  'cli/analog-unknown-thing': (i: Issue): IssueText => text(`目录中没有${quoted(i.received)}`, `最接近的是 ${i.expected ?? ''}`),
  'cli/analog-missing-fact': (i: Issue): IssueText =>
    text(`${i.received ?? ''} 没有给出 ${i.expected ?? ''}`, '换一个，或在自己的目录文件夹里补上'),
  'cli/matrix-none': (i) => text('没有指定矩阵', `请给出数字 CSV 文件，或随机生成：--random ${i.expected ?? ''}`),
  'cli/matrix-unreadable': (i) => text(`文件读不出来（${i.received ?? ''}）`, '请给出不带表头的数字 CSV 文件'),
  'cli/matrix-ragged': (i) => text(`这一行有 ${i.received ?? ''} 个数，第一行却有 ${i.expected ?? ''} 个`, '请让每一行的个数相同'),
  'cli/matrix-cell': (i) => text(`${quoted(i.received)}不是有限的数字`, '请写成带小数点的十进制数'),
  'cli/matrix-not-square': (i) => text(`${i.received ?? ''} 的矩阵没有逆`, '请给出行数与列数相等的矩阵'),
  'cli/matrix-family': (i) => text(`没有名为${quoted(i.received)}的矩阵族`, `可以这样写：${i.expected ?? ''}`),
  'cli/matrix-too-large': (i) => text(`${i.received ?? ''} 超出了此命令的上限`, `最多 ${i.expected ?? ''} 个元素`),
  'cli/vector-length': (i) => text(`这里有 ${i.received ?? ''} 个数`, `需要 ${i.expected ?? ''} 个数的向量，写成一行或一列`),
  'cli/only-with': (i) =>
    text(`没有 ${i.expected ?? ''} 时 ${i.received ?? ''} 不起作用`, `请加上 ${i.expected ?? ''}，或去掉 ${i.received ?? ''}`),
  'cli/no-such-chart': (i) => text(`没有第 ${i.received ?? ''} 幅图`, `--chart 取 1 至 ${i.expected ?? ''}`),
  'cli/no-wafer-cost': (i) =>
    text(
      `${i.expected ?? ''} 的晶圆制造成本未知：所列光刻机印不出其图层`,
      `请去掉 ${i.received ?? ''}，改用 --wafer-price 写明价格，或换一个 --node`,
    ),
  'cli/no-density': (i) => text(`没有关于 ${i.received ?? ''} 缺陷密度的公开数据`, '请给出 --d0，例如 --d0 0.1，或换一个 --node'),
  'cli/no-picture': (i) => text(`没有可画的内容，无法写出${quoted(i.received)}`, '请去掉 --svg'),
};

/** 比代码所给更具体的改法，按提示排列。 */
export const hintsCliZh: Readonly<Record<keyof typeof hintsCliEn, (issue: Issue) => string>> = {
  'hint/resume': (i) => `已完成的部分保存在${quoted(i.path)}，再次运行同一命令即从那里继续`,
  'hint/no-folder': (i) => `没有${quoted(i.expected)}这个文件夹，请先建立，或另指一处`,
  'hint/is-folder': () => '这是一个文件夹的名字，请给出文件名',
  'hint/not-permitted': () => '没有写入权限，请另指一处',
  'hint/disk-full': () => '那里已没有空间，请腾出一些，或另写一处',
};
