import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { hintsCliEn, issuesCliEn } from './issues-cli.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `“${words ?? ''}”`;
const seeHelp = '可用 `--help` 查看用法';
const shipped = ({ expected }: Issue): string =>
  expected === undefined ? '请给出情景文件的路径' : `请给出文件路径，或从这些名称中选一个：${expected}`;

/** 命令行的错误，按代码排列。 */
export const issuesCliZh: Readonly<Record<keyof typeof issuesCliEn, (issue: Issue) => IssueText>> = {
  'cli/no-scenario': (i) => text('没有指明情景', shipped(i)),
  'cli/too-few-scenarios': (i) => text('对比至少需要两个情景', shipped(i)),
  'cli/no-argument': (i) => text(`缺少 <${i.received ?? ''}>`, seeHelp),
  'cli/no-value': (i) => text(`${i.received ?? ''} 之后没有值`, seeHelp),
  'cli/bad-value': (i) => text(`${i.path} 不能是${quoted(i.received)}`, i.expected ?? seeHelp),
  'cli/unknown-option': (i) => text(`没有${quoted(i.received)}这个选项`, seeHelp),
  'cli/unknown-command': (i) => text(`没有${quoted(i.received)}这个命令`, seeHelp),
  'cli/too-many-arguments': (i) =>
    text(`最多 ${i.expected ?? ''} 个参数，却给了 ${i.received ?? ''} 个`, '请去掉多余的；同一个参数中若有空格，要加引号'),
  'cli/options-exclude': (i) => text(`${i.received ?? ''} 与 ${i.expected ?? ''} 不能同时使用`, '请去掉其中之一'),
  'cli/unknown-figure': (i) => text(`没有${quoted(i.received)}这项指标`, '不写指标，即列出这个情景的全部指标'),
  'cli/figure-absent': (i) => text(`这个情景没有${quoted(i.received)}`, '不写指标，即列出这个情景的全部指标'),
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
  'cli/no-picture': (i) => text(`没有可画的内容，无法写出${quoted(i.received)}`, '请去掉 --svg'),
};

/** 比代码所给更具体的改法，按提示排列。 */
export const hintsCliZh: Readonly<Record<keyof typeof hintsCliEn, (issue: Issue) => string>> = {
  'hint/no-folder': (i) => `没有${quoted(i.expected)}这个文件夹，请先建立，或另指一处`,
  'hint/is-folder': () => '这是一个文件夹的名字，请给出文件名',
  'hint/not-permitted': () => '没有写入权限，请另指一处',
  'hint/disk-full': () => '那里已没有空间，请腾出一些，或另写一处',
};
