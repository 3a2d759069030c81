import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { issuesCapabilityEn } from './issues-capability.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const meant = (expected: string | undefined, otherwise: string): string =>
  expected === undefined ? otherwise : `是否指“${expected}”？${otherwise}`;

/** 能力、拆解与推理各命令的错误，按代码。 */
export const issuesCapabilityZh: Readonly<Record<keyof typeof issuesCapabilityEn, (issue: Issue) => IssueText>> = {
  'decompose/no-model': (i) => text(`没有名为“${i.received}”的模型`, meant(i.expected, '可用 `chokepoint catalog list model` 列出')),
  'decompose/unknown-run': (i) => text(`${i.received} 的训练无法比较：缺少 ${i.expected}`, '换一个公布过训练用量的模型，或补上这些事实'),
  'decompose/no-fleet': (i) => text(`不知道 ${i.received} 共有多少加速器`, '用 --claim 写明双方卡数，或改为比较最终训练'),
  'serving/no-region': (i) => text(`没有名为“${i.received}”的地区`, meant(i.expected, '可用 `chokepoint catalog list region` 列出')),
  'serving/nowhere': (i) => text('情景没有指明地区，电价无从得知', `请在其中添加 \`region:\`，或给出 --region，例如 ${i.received}`),
  'serving/other-model': (i) =>
    text(`该情景训练的是 ${i.received}，第一个情景则是 ${i.expected}`, '请用 --model 写明各处推理哪一个模型，或逐个情景计算'),
  'serving/one-of-each': (i) => text(`加速器有 ${i.expected} 种，而值有 ${i.received} 个`, '请只写一个（对全部适用），或每种各写一个'),
  'serving/split': (i) => text(`${i.received} 卡无法按 ${i.expected} 卡分组`, '请取能整除 --ranks 的 --tensor'),
  'serving/more-than-there-are': (i) => text(`一份模型占 ${i.received} 卡，多于现有的 ${i.expected} 卡`, '请加大 --count 或减小 --ranks'),
  'capability/needs-flop': () => text('未说明有多少算力', '请给出 --flop，或已知算力的 --model，或 --parameters 与 --tokens'),
  'capability/half-a-model': () => text('模型须同时有参数量与词元数', '请一并给出 --parameters 与 --tokens'),
  'capability/no-tokens': (i) => text(`不知道 ${i.received} 用了多少词元训练`, '请给出 --parameters 与 --tokens'),
  'capability/half-a-time': () => text('时间须有起止', '请一并给出 --since 与 --until'),
  'capability/backwards': (i) => text(`${i.received} 早于 ${i.expected}`, '请对调 --since 与 --until'),
};
