import type { Issue } from '#quantity';
import type { hintsEn, IssueText, issuesEn } from './issues.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `“${words ?? ''}”`;

/** 文档、路径与目录的错误，按代码排列。 */
export const issuesZh: Readonly<Record<keyof typeof issuesEn, (issue: Issue) => IssueText>> = {
  'document/too-large': (i) => text(`文件超过 ${megabytes(i.expected)} MB`, '请拆分：一个文件只写一样东西或一个情景'),
  'document/too-many-parts': (i) => text(`文件的组成部分超过 ${i.expected} 个`, '请拆分：一个文件只写一样东西或一个情景'),
  'document/too-deep': (i) => text(`嵌套超过 ${i.expected} 层`, '正常内容用不到这么深，请检查是否有括号没有闭合'),
  'document/control-character': (i) => text(`此处有控制字符 ${i.received}`, '请删去，并把文件存为 UTF-8 纯文本'),
  'document/not-utf8': () => text('文件不是 UTF-8 文本', '请另存为 UTF-8'),
  'document/anchor': (i) => text(`不允许使用锚点 ${i.received}`, '请在每一处写出具体的值，或改用 `extends`'),
  'document/alias': (i) => text(`不允许使用别名引用 ${i.received}`, '请写出具体的值；以 * 开头的文字要加引号'),
  'document/merge-key': () => text('不允许使用合并键 <<', '请把各键逐一写出，或改用 `extends`'),
  'document/tag': (i) => text(`不允许使用标签 ${i.received}`, '请删去；以 ! 开头的文字要加引号'),
  'document/directive': (i) => text(`不允许使用指令${quoted(i.received)}`, '请删去：所有文件都按 YAML 1.2 读取'),
  'document/several-documents': () => text('此处开始了第二个文档', '请另存为单独的文件，并删去 ---'),
  'document/empty': () => text('文件没有内容', '请至少写出必需的键，或删除此文件'),
  'document/full-width': (i) =>
    text(`此处应为半角字符，却写了全角的${quoted(i.received)}`, '冒号、逗号、括号、#、- 和数字都要用半角，冒号后空一格'),
  'document/tab': () => text('这一行用制表符缩进', '请用两个空格缩进'),
  'document/key-not-text': () => text('键必须是文字', '冒号前请写一个普通的词'),
  'document/syntax': (i) => text(`不是合法的 YAML：${quoted(i.received)}`, '请检查缩进、引号、括号，以及冒号后的空格'),
  'document/duplicate-key': (i) => text(`键${quoted(i.received)}在第 ${i.expected} 行已经出现过`, '两处只留一处'),
  'document/forbidden-key': (i) => text(`任何地方都不允许使用键${quoted(i.received)}`, '请删去'),
  'document/not-finite': (i) => text(`${i.received} 不是可以计算的数`, '请写一个有限的数'),
  'document/unknown-key': (i) =>
    text(`此处没有${quoted(i.received)}这个键`, i.expected === undefined ? '请删去，或移到它该在的位置' : `此处可用的键：${i.expected}`),
  'document/missing-key': (i) => text(`缺少键${quoted(i.expected)}`, '请补上'),
  'document/wrong-type': (i) =>
    text(`此处应为${typeNames(i.expected)}，实为${typeNames(i.received)}`, '请改成这种形式；容易被误认的文字要加引号'),
  'document/wrong-value': (i) =>
    text(`此处不能写${quoted(i.received)}`, i.expected === undefined ? '请看模式文件中对这个键的说明' : `可写：${i.expected}`),
  'document/too-small': (i) => text(`${quoted(i.received)}太小或太短`, `至少为 ${i.expected}`),
  'document/too-big': (i) => text(`${quoted(i.received)}太大或太长`, `至多为 ${i.expected}`),
  'document/date': (i) => text(`${quoted(i.received)}不是日期`, '请写成 YYYY、YYYY-MM 或 YYYY-MM-DD'),
  'document/id': (i) =>
    text(
      `标识${quoted(i.received)}与文件位置不符`,
      i.expected === undefined ? '请按“种类/文件名”书写，只用小写字母、数字和连字符' : `请写 ${i.expected}，或移动文件`,
    ),
  'document/source-id': (i) => text(`${quoted(i.received)}不能作为来源的标识`, '只用小写字母、数字和连字符'),
  'document/url': (i) => text(`${quoted(i.received)}不是网址`, '请写以 https:// 开头的完整地址'),

  'path/not-a-path': () => text('这不是路径', '请给出文件或文件夹'),
  'path/absolute': (i) => text(`${quoted(i.received)}不是相对路径`, '请相对于本文件所在的文件夹书写'),
  'path/outside': (i) => text(`${quoted(i.received)}指向文件夹之外`, '请把文件放进该文件夹或其子文件夹；链接也不得指向外面'),
  'path/not-found': (i) => text(`找不到${quoted(i.received)}`, '请检查路径'),
  'path/not-a-file': (i) => text(`${quoted(i.received)}不是文件`, '请给出一个 YAML 文件'),
  'path/not-a-folder': (i) => text(`${quoted(i.received)}不是文件夹`, '请给出一个文件夹，其中的文件形如 accelerator/my-chip.yaml'),
  'path/not-readable': (i) => text(`无权读取${quoted(i.received)}`, '请检查权限'),

  'catalog/unknown-kind': (i) => text(`没有名为${quoted(i.received)}的种类`, `请把文件放进这些文件夹：${i.expected}`),
  'catalog/no-such-kind': (i) => text(`没有${quoted(i.received)}这一种类`, `可用的种类：${i.expected}`),
  'catalog/unknown-name': (i) =>
    text(
      `目录中没有${quoted(i.received)}`,
      i.expected === undefined ? '可用 `chokepoint catalog list 种类` 查看已有条目' : `相近的有：${i.expected}`,
    ),
  'catalog/ambiguous': (i) => text(`叫${quoted(i.received)}的不止一个`, `请指明其一：${i.expected}`),
  'catalog/no-files': (i) => text('此文件夹中没有任何事实', `请把文件放进这些文件夹：${i.expected}`),
  'catalog/too-many-files': (i) => text(`此文件夹中的文件超过 ${i.expected} 个`, '请给出存放自己数据的文件夹'),
  'catalog/unknown-source': (i) => text(`sources.yaml 中没有来源${quoted(i.received)}`, '请补上，或改用已有的来源'),
  'catalog/unknown-id': (i) => text(`目录中没有${quoted(i.received)}`, `请写 ${i.expected} 的标识，可用 \`chokepoint catalog list\` 查看`),

  'fact/no-source': () => text('这项事实没有来源', '请写明 `source`，或为整个文件写一个'),
  'fact/no-grade': (i) => text('这项事实没有等级', `请写明 \`grade\`（${i.expected}），或为整个文件写一个`),
  'fact/precision': (i) => text(`这个峰值的精度是 ${i.received}，而名称写的是 ${i.expected}`, '请移到相应精度的事实下'),
  'fact/range-form': (i) =>
    text(`范围应与单个值并列，写成“低..高”：${quoted(i.received)}`, '请写一个值加一个范围，或直接把“低..中..高”写作值'),
  'fact/range-currency': (i) => text(`范围${quoted(i.received)}与值的币种或年份不同`, '请统一'),
  'fact/outside-range': (i) => text(`${quoted(i.received)}不在范围 ${i.expected} 之内`, '请改正其中之一'),
  'fact/too-small': (i) => text(`${quoted(i.received)}不可能：此处须 ${i.expected}`, '请检查正负号和单位'),
  'fact/too-big': (i) => text(`${quoted(i.received)}不可能：此处须 ${i.expected}`, '请检查单位：45 % 不是 45'),

  'lint/far-from-class': (i) =>
    text(`${quoted(i.received)}与同类芯片（约 ${i.expected}）相差太远`, '请检查位数，以及是否为整台服务器的总和'),
  'lint/bandwidth-beyond-memory': (i) =>
    text(`${quoted(i.received)}超出其内存所能提供的约 ${i.expected}`, '请检查位数，以及是否为整台服务器的总和'),
  'lint/power-too-low': (i) => text(`以其峰值而论，${quoted(i.received)}太低；同类约需 ${i.expected}`, '请检查是否属于另一款芯片'),
  'lint/power-too-high': (i) => text(`${quoted(i.received)}超过同等面积芯片的最大发热 ${i.expected}`, '请检查是否为服务器功耗的分摊值'),
  'lint/sparse-peak': (i) => text(`${quoted(i.received)}超过 TF32 的两倍（${i.expected}）`, '看来是稀疏峰值，请写稠密峰值'),
  'lint/bf16-above-fp16': (i) => text(`${quoted(i.received)}高于速率相同的 FP16（${i.expected}）`, '看来是稀疏峰值，请写稠密峰值'),
  'lint/peak-beyond-silicon': (i) =>
    text(`${quoted(i.received)}超过同类制程在此面积上所能达到的约 ${i.expected}`, '请写单颗芯片的稠密峰值（不是稀疏峰值），并检查面积'),
  'lint/eight-bit-peak': (i) => text(`${quoted(i.received)}超过 BF16 的两倍（${i.expected}）`, '请检查位数，并写稠密峰值（不是稀疏峰值）'),
  'lint/beyond-its-time': (i) =>
    text(
      `${quoted(i.received)}超过同期其他芯片最高水平（约 ${i.expected}）的两倍`,
      '请检查位数，并写单颗芯片的数值：八卡服务器的总和是它的八倍',
    ),
  'lint/tpp': (i) => text(`${quoted(i.received)}不等于最大稠密峰值乘以位数 ${i.expected}`, '请改正峰值或 TPP'),
  'lint/performance-density': (i) => text(`${quoted(i.received)}不等于 TPP 除以芯片面积 ${i.expected}`, '请改正三者之一'),
  'lint/utilisation-above-one': (i) =>
    text(`${quoted(i.received)}之内这些加速卡算不完；满速也要 ${i.expected}`, '请检查是否只是训练的一部分所用的时间'),
  'lint/cluster-peak': (i) => text(`${quoted(i.received)}超过其全部芯片之和 ${i.expected}`, '请检查是否用了稀疏数值，或把服务器当成了芯片'),
  'lint/cluster-power': (i) => text(`${quoted(i.received)}远超其芯片的功耗 ${i.expected}`, '请检查芯片数量和单位'),
  'lint/name-twice': (i) => text(`名称${quoted(i.received)}已属于 ${i.expected}`, '请删去其中一处：一个名称只能指一样东西'),
  'lint/no-source': () => text('日期与影响没有注明出处', '请为该文件写上 `source`，取自 sources.yaml'),
  'lint/not-yet': (i) => text(`数据日期为 ${i.received}，晚于 ${i.expected}`, '请改为来源给出该数据的日期'),
  'lint/far-ahead': (i) =>
    text(`${i.path} 为 ${i.received}，晚于 ${i.expected}`, '请更正年份；若是规划到那时的部件，请写明 `status: roadmap`'),
  'lint/old': (i) => text(`最新的数据是 ${i.received} 的`, '请查找更新的数据'),
};

/** 比代码本身更具体的改法，按提示排列。 */
export const hintsZh: Readonly<Record<keyof typeof hintsEn, (issue: Issue) => string>> = {
  'hint/did-you-mean': (i) => `是不是想写${quoted(i.expected)}？`,
  'hint/full-width': () => '冒号等标点要用半角，冒号后空一格',
  'hint/comma': () => '在 { } 之内，含逗号的文字要加引号',
  'yaml/bad-indent': () => '请检查缩进，以及括号是否都已闭合',
  'yaml/missing-char': () => '请闭合引号，或补上缺少的逗号、括号或空格',
  'yaml/multiline-implicit-key': () => '请让这一行与上一行缩进一致，或先结束上一行的文字',
  'yaml/block-as-implicit-key': () => '含冒号的值要加引号；下一级的键应另起一行并缩进',
  'yaml/block-in-flow': () => '在 { } 和 [ ] 之内用逗号分隔',
  'yaml/bad-scalar-start': () => '以 @、`、% 等符号开头的文字要加引号',
  'yaml/bad-dq-escape': () => '双引号内的反斜杠要写成 \\\\，或改用单引号',
};

const megabytes = (bytes: string | undefined): string => String(Number(bytes) / 1e6);

const typeWords: Readonly<Record<string, string>> = {
  text: '文字',
  number: '数',
  integer: '整数',
  boolean: 'true 或 false',
  mapping: '键与值',
  list: '列表',
  nothing: '空',
};

const typeNames = (types: string | undefined): string =>
  (types ?? '')
    .split(' | ')
    .map((type) => (Object.hasOwn(typeWords, type) ? typeWords[type] : quoted(type)))
    .join('或');
