import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { issuesInverseEn } from './issues-inverse.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });

/** 最大训练规模与所需条件两条命令的错误，按代码。 */
export const issuesInverseZh: Readonly<Record<keyof typeof issuesInverseEn, (issue: Issue) => IssueText>> = {
  'inverse/unknown-mean': (i) =>
    text(
      `“${i.received}”不是可以给定的条件`,
      i.expected?.includes(',') ? `可用 ${i.expected}` : `是否指“${i.expected}”？可用 count、power、money、capital、days、until`,
    ),
  'inverse/too-many': (i) => text(`一次最多比较 ${i.expected} 个情景，这里有 ${i.received} 个`, '请分几次询问'),
  'inverse/no-value': (i) => text(`条件“${i.received}”没有值`, `请写成 ${i.received}=值`),
  'inverse/given-twice': (i) => text(`“${i.received}”重复了前面给过的条件`, '每项条件只给一次；days 与 until 是同一项'),
  'inverse/no-date': (i) => text(`“${i.received}”不是日期`, '请写成 YYYY、YYYY-MM 或 YYYY-MM-DD'),
  'inverse/before-start': (i) => text(`${i.received} 早于情景的起始日期 ${i.expected}`, '请取更晚的日期，或改情景的日期'),
  'inverse/no-deadline': () => text('没有截止时间：时间无限，多大的训练都能完成', '请给出 days 或 until，或在情景中写明 run.deadline'),
  'inverse/no-limit': () => text('加速器数量不受任何限制', '请给出 count、power、money 或 capital'),
  'inverse/half-a-question': (i) => text('训练须有截止时间', `请给出 ${i.expected} 之一`),
  'inverse/not-positive': (i) => text(`${i.received} 不是训练量`, '请写大于零的值，如 1e26FLOP'),
};
