import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { issuesClaimsEn } from './issues-claims.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const among = (expected: string | undefined): string => (expected === undefined ? '请改用已有的' : `可选：${expected}`);

/** 论断的错误，按代码。 */
export const issuesClaimsZh: Readonly<Record<keyof typeof issuesClaimsEn, (issue: Issue) => IssueText>> = {
  'claims/unknown': (i) => text(`没有名为“${i.received}”的论断`, '可用 `chokepoint claims` 列出；自己的文件须以 .yaml 结尾'),
  'claims/id': (i) => text(`论断的标识是“${i.received}”，文件名却是“${i.expected}”`, '请使两者一致'),
  'claims/no-query': () => text('没有写明如何检验这条论断', '请给出 `readings`，或在 `waits` 中写明它在等什么，二者择一'),
  'claims/unit': (i) => text(`“${i.received}”不是单位`, '请写 USD、%、chip、FLOP/s 等单位；比值写 1'),
  'claims/wrong-unit': (i) =>
    text(
      `所读数字的单位是 ${i.expected}，不能以 ${i.received} 计`,
      `请写 \`unit: ${i.expected}\` 或同类的其他单位，并以此写出所称的数字；或改读另一项`,
    ),
  'claims/unlike': (i) =>
    text(
      `单位为 ${i.received} 的数字不能与单位为 ${i.expected} 的数字相加、相减或比较`,
      `请在此处读取单位为 ${i.expected} 的数字，或先用乘除换算`,
    ),
  'claims/no-number': (i) => text(`${i.received} 在多数抽样中得不出数值`, '请检查其中是否有除数为零或缺失的数字'),
  'claims/empty-range': (i) => text(`区间 ${i.received} 是空的`, `请先写下端、再写更高的上端，单位 ${i.expected}`),
  'claims/pinned': (i) =>
    text(`问题各方在情景 ${i.expected} 中都已将 ${i.received} 设为各自的值`, '请让其中一方不设此参数，或改用另一参数'),
  'claims/one-form': (i) =>
    text(
      i.received === '' ? '没有写明所称的数字' : `所称的数字写了不止一种形式：${i.received}`,
      '请在 about、over、atLeast、under、atMost 中只写一个',
    ),
  'claims/one-number': (i) => text(`“${i.received}”是一个区间`, '请写所称的单个数字，容差由其位数得出'),
  'claims/no-metric': (i) =>
    text(
      `没有名为“${i.received}”的结果`,
      i.expected === undefined ? '可用 `chokepoint run <情景> --json` 列出各项结果' : `是否指“${i.expected}”？`,
    ),
  'claims/metric-absent': (i) => text(`情景 ${i.expected} 没有 ${i.received}`, '请为它补上该数字所需的内容，或改读另一项'),
  'claims/no-lever': (i) =>
    text(
      `没有名为“${i.received}”的参数`,
      i.expected === undefined ? '可用 `chokepoint sensitivity <情景>` 列出情景的各个参数' : `是否指“${i.expected}”？`,
    ),
  'claims/no-scenario': (i) => text(`没有名为“${i.received}”的情景`, '请写随附的情景名，或与论断同处的自己的 .yaml 文件'),
  'claims/no-source': (i) => text(`目录中没有来源“${i.received}”`, '可用 `chokepoint catalog sources` 列出；自己的来源用 --catalog 加入'),
  'claims/not-read': (i) => text(`该数字并不取自“${i.received}”`, '请写 `value` 中出现的事实，或参数及其情景'),
  'claims/not-stated': (i) => text(`${i.received} 尚无人给出`, '补上这一事实及其来源，此口径即可判定'),
  'claims/id-twice': (i) => text(`有两种口径都叫“${i.received}”`, '请各用一个标识'),
  'claims/no-attribute': (i) => text(`这一类事物没有属性“${i.received}”`, among(i.expected)),
  'claims/no-range': (i) => text(`参数“${i.received}”没有可供查找临界值的范围`, '请用 `range` 给出两端'),
  'claims/no-thing': (i) =>
    text(`目录中没有“${i.received}”`, i.expected === undefined ? '可用 `chokepoint catalog list` 列出已有条目' : `是否指“${i.expected}”？`),
  'claims/undated': (i) => text(`${i.received} 没有日期`, '请补上属性 `date`，或改为不问日期'),
  'claims/no-fact': (i) => text(`目录中没有“${i.received}”这一事实`, among(i.expected)),
  'claims/no-kind': (i) => text(`目录中没有“${i.received}”这一类`, among(i.expected)),
  'claims/no-cell': (i) => text(`与模拟芯片的比较中没有 ${i.received} 这一格`, '可用 `chokepoint analog compare --json` 列出'),
  'claims/no-figure': (i) => text(`晶圆没有“${i.received}”这一数字`, among(i.expected)),
};
