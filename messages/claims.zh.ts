import type { claimsEn } from './claims.en.ts';

/** 论断与判定的文字。 */
export const claimsZh: typeof claimsEn = {
  command: {
    description: '检验流传的论断：每一种口径分别判定',
    id: '论断的标识，或自己的 YAML 文件；不填则检验全部',
    jsonld: '把 ClaimReview JSON-LD 写入文件',
    html: '写成一个含中英文的网页',
    json: '以 JSON 输出判定',
  },
  title: '检验论断',
  kicker: (count) => `关于 AI 算力的 ${count} 条流传论断，逐一按各种口径检验`,
  tally: (supported, contradicted, depends, waiting) =>
    `${supported} 条得到支持，${contradicted} 条与模型不符，${depends} 条视口径而定${waiting === 0 ? '' : `，${waiting} 条须等尚未建成的模型`}`,
  verdict: { supported: '得到支持', contradicted: '不符', depends: '视口径而定', waits: '待定', 'not-judged': '未判定' },
  under: {
    supported: '按此口径成立',
    contradicted: '按此口径不成立',
    depends: '按此口径尚无定论',
    waits: '待定',
    'not-judged': '未判定',
  },
  says: '见于',
  claimed: (text) => `所称：${text}`,
  between: (low, high) => `${low} 至 ${high}`,
  atLeast: (text) => `不低于 ${text}`,
  atMost: (text) => `不高于 ${text}`,
  ours: '模型',
  catalogue: '数据目录',
  probability: (percent) => `在 ${percent} 的抽样中成立`,
  largest: '居各项之首',
  deciding: (input, share) => `最具决定性的输入：${input}（占方差的 ${share}）。`,
  turns: (input, values, value) => `${input}为 ${values} 时结论翻转；现为 ${value}。`,
  never: (input, low, high) => `${input}在 ${low} 至 ${high} 之间取任何值都不会使结论翻转。`,
  counterExamples: (count) => (count === 0 ? '目录中没有反例。' : `目录中有 ${count} 个反例：`),
  missing: (what) => `未判定：${what}`,
  event: '目录所载：',
  dateOff: '确有其事，但日期不符。',
  holdsUnder: (readings) => `若按以下口径理解则成立：${readings}。`,
  waits: (what) => `待定：${what}`,
  reproduce: '复现',
  asOf: (date) => `流传于 ${date}`,
  heads: { claim: '论断', verdict: '判定', probability: '成立概率', estimate: '模型：中位数（5–95%）', reading: '口径' },
  description: (reading, ours, claimed) => `${reading}：模型得 ${ours}；${claimed}。`,
  note: (draws, seed, version, digest) =>
    `抽样 ${draws} 次，种子 ${seed}，版本 ${version}，目录 ${digest}。概率不低于 80% 判为得到支持，不高于 10% 判为不符，其余视口径而定。`,
};
