import type { Issue } from '#quantity';
import type { IssueText } from './issues.en.ts';
import type { issuesTrainEn, reasonsTrainEn } from './issues-train.en.ts';

const text = (message: string, mend: string): IssueText => ({ message, mend });
const quoted = (words: string | undefined): string => `“${words ?? ''}”`;
const fieldOf = ({ path }: Issue): string => path.split('.').at(-1) ?? path;

/** 模型配置、并行方案及二者组合的错误，按代码排列。 */
export const issuesTrainZh: Readonly<Record<keyof typeof issuesTrainEn, (issue: Issue) => IssueText>> = {
  'config/not-object': () => text('这不是模型配置', '请给出模型的 config.json，其中应有 hidden_size 之类的键'),
  'config/missing': (i) =>
    text(`配置没有写明 ${i.expected}`, i.received === undefined ? '请补上其中一个键' : `请写成整数；是否就是${quoted(i.received)}？`),
  'config/not-count': (i) => text(`${fieldOf(i)} 不能是 ${i.received}`, `请写不小于 ${i.expected} 的整数`),
  'config/not-boolean': (i) => text(`${fieldOf(i)} 不能是 ${i.received}`, '请写 true 或 false'),
  'config/contradiction': (i) => text(`${i.received} 与 ${i.expected} 相矛盾`, '请只保留正确的一个'),
  'config/head-width': (i) => text(`隐藏层宽度 ${i.expected} 不能被 ${i.received} 个注意力头整除`, '请写明 head_dim，或更正其中之一'),
  'config/kv-heads': (i) => text(`${i.expected} 个查询头不能被 ${i.received} 个键值头整除`, '请更正其中之一'),
  'config/top-k': (i) => text(`每个词元不可能经过 ${i.expected} 个专家中的 ${i.received} 个`, '请更正其中之一'),
  'config/dense-layers': (i) => text(`稠密层 ${i.received} 层，多于模型的 ${i.expected} 层`, '请更正其中之一'),
  'config/layer-types': (i) => text(`模型有 ${i.expected} 层，却列出了 ${i.received} 个层类型`, '请为每层列出一个类型'),
  'config/unsupported': (i) =>
    text(`${quoted(i.received)}不是本模型所知的仅解码器结构`, '请给出采用 softmax、MLA 或 lightning 注意力的解码器'),
  'config/encoder-decoder': () => text('这个模型带有编码器', '请给出仅解码器的模型'),
  'calculon/steps-cover': () => text('没有一级覆盖数值 0', '请在列表末尾加上从 0 起的一级'),
  'calculon/steps-fall': () => text('各级没有由大到小排列', '请从最大的数值列到最小'),
  'train/no-model': (i) =>
    text(
      `没有${quoted(i.received)}这个模型`,
      i.expected === undefined ? '请给出 config.json 的路径，或 `catalog list model` 所列的标识' : `是否指 ${i.expected}？`,
    ),
  'train/no-chip': (i) =>
    text(`没有${quoted(i.received)}这种加速器`, i.expected === undefined ? '见 `catalog list accelerator`' : `是否指 ${i.expected}？`),
  'train/no-cluster': (i) =>
    text(`没有${quoted(i.received)}这个集群`, i.expected === undefined ? '见 `catalog list cluster`' : `是否指 ${i.expected}？`),
  'train/no-peak': (i) => text(`${i.received} 没有公布 ${i.expected} 峰值`, '请换用其他精度或加速器'),
  'train/incomplete-chip': (i) => text(`目录中没有 ${i.received} 的${i.expected}`, '请换用其他加速器，或补上这项数据'),
  'train/needs-model': () => text('没有指明模型', '请用 --model 给出目录中的标识，或 config.json 的路径'),
  'train/needs-chip': () => text('没有指明加速器', '请加上 --chip，或用 --cluster 指定只用一种加速器的集群'),
  'train/needs-count': () => text('没有说明加速器数量', '请加上 --count，或在方案中写明 dp'),
  'train/cannot-read': (i) => text(`无法读取${quoted(i.received)}`, '请检查路径'),
  'plan-search/needs-days': () => text('未说明有多少时间', '请加 --days，或用 --by 写明日期'),
  'plan-search/needs-tokens': () => text('不知道要训练多少词元', '请加 --tokens，例如 15e12'),
  'plan-search/no-rent': (i) => text(`目录中没有 ${i.received} 的租价`, '请用 --rate 写明每颗每小时的美元数'),
  'plan-search/no-power': (i) => text(`目录中没有 ${i.received} 的功率`, '请换一种加速器，或补充该数据'),
  'plan-search/not-varied': (i) =>
    text(
      `搜索不涉及${quoted(i.received)}`,
      '可用：tp、sp、pp、vpp、schedule、cp、exchange、ep、etp、zero、shard、mbs、recompute、precision、order',
    ),
  'plan-search/no-count': (i) => text(`未说明${quoted(i.received)}有多少颗`, '请逐一写明数量：h20:2000,ascend-910c:2000'),
  'plan-search/mixed-time': () =>
    text('多种加速器混用时只按时间、在其自身的空间内搜索', '请去掉 --objective、--set、--offload、--cluster 与 --write'),
  'plan-search/bad-date': (i) => text(`${quoted(i.received)}不是晚于开始日期的日期`, '请写成 YYYY-MM-DD'),
  'plan-search/cancelled': () => text('已停止：全部判定之前不给出方案', '可用 --set 限定空间，例如 --set tp=8'),
  'goodput/no-model': (i) =>
    text(`没有${quoted(i.received)}这个模型`, i.expected === undefined ? '见 `catalog list model`' : `是否指 ${i.expected}？`),
  'goodput/needs-count': () => text('没有说明加速器数量', '请加 --count，或用 --cluster 指定规模已知的集群'),
  'goodput/interval': (i) => text(`不可能每隔 ${i.received ?? ''} 存一次检查点`, '请写不少于 1 s 的时间，例如 10min 或 2h，也可写 auto'),
  'goodput/shrink-without-spares': () => text('只有缺服务器时任务才会缩小规模', '请用 --spares 给出备用服务器数，没有则写 0'),
  'plan/not-pair': (i) => text(`${quoted(i.received)}不是方案的一部分`, '请写成“键=值”，以逗号分隔，例如 tp=8,pp=4'),
  'plan/state': (i) => text(`${quoted(i.received)}没有说明每个参数保存什么`, `请依次写权重、梯度、主副本、动量的字节数：${i.expected}`),
  'plan/unknown-key': (i) =>
    text(
      `方案中没有${quoted(i.received)}这一项`,
      i.expected === undefined ? '可用的有 tp、pp、vpp、dp、cp、ep、etp、zero、mbs、recompute、precision 等' : `是否指 ${i.expected}？`,
    ),
  'plan/bad-value': (i) => text(`${fieldOf(i)} 不能是${quoted(i.received)}`, `请写 ${i.expected}`),
};

const reason =
  (write: (value: string, against: string) => string, mend: string) =>
  (i: Issue): IssueText =>
    text(write(i.received ?? '', i.expected ?? ''), mend);

/** 方案不可行的原因，按代码排列。 */
export const reasonsTrainZh: Readonly<Record<keyof typeof reasonsTrainEn, (issue: Issue) => IssueText>> = {
  'plan/not-whole': (i) => text(`${fieldOf(i)} 为 ${i.received}`, '请写不小于 1 的整数'),
  'plan/ranks-product': reason((value, against) => `TP×CP×DP×PP = ${value}，与加速器数 ${against} 不符`, '请调整其中之一，使乘积相符'),
  'plan/tensor-heads': reason((value, against) => `${against} 个查询头不能被 TP ${value} 整除`, '请取其约数'),
  'plan/tensor-kv-heads': reason((value, against) => `${against} 个 KV 头不能被 TP ${value} 整除`, '请取其约数或倍数'),
  'plan/tensor-width': reason((value, against) => `前馈层宽度 ${against} 不能被 TP ${value} 整除`, '请取其约数'),
  'plan/sequence-split': reason((value, against) => `长 ${value} 个词元的序列不能均分为 ${against} 份`, '请调整序列长度、CP 或 TP'),
  'plan/context-heads': reason(
    (value, against) => `每个张量并行组员的 ${against} 个头不能被 CP ${value}（all-to-all）整除`,
    '请取其约数，或改用环形交换',
  ),
  'plan/expert-split': reason((value, against) => `${against} 个专家不能被 EP ${value} 整除`, '请取其约数'),
  'plan/expert-width': reason((value, against) => `专家宽度 ${against} 不能被 ETP ${value} 整除`, '请取其约数'),
  'plan/expert-ranks': reason((value, against) => `每级的 ${against} 个进程（TP×CP×DP）不能被 EP×ETP = ${value} 整除`, '请取其约数'),
  'plan/no-experts': reason((value) => `模型没有专家，却要求 EP ${value}`, '请保持 EP 为 1'),
  'plan/too-many-stages': reason((value, against) => `流水线共 ${value} 段，多于模型的 ${against} 层`, '请减少级数或每级段数'),
  'plan/stage-layers-count': reason((value, against) => `流水线有 ${against} 级，却列出了 ${value} 个层数`, '请为每级列出一个'),
  'plan/stage-layers-sum': reason((value, against) => `各级合计 ${value} 层，而模型有 ${against} 层`, '请更正所列层数'),
  'plan/chunks-need-interleaving': reason((value) => `VPP ${value} 需要交错式调度`, '请写 schedule=interleaved，或保持 VPP 为 1'),
  'plan/interleaving-needs-chunks': reason(() => '交错式调度要求每级至少两段', '请写 vpp=2 或更大'),
  'plan/stages-odd': reason((value) => `双向调度要求偶数级，而不是 ${value} 级`, '请取偶数 PP'),
  'plan/too-few-micro-batches': reason(
    (value, against) => `微批次 ${value} 个，少于双向调度所需的 ${against} 个`,
    '请加大批次，或减小 PP 或微批次',
  ),
  'plan/batch-split': reason((value, against) => `每步 ${value} 条序列，不能被副本数乘微批次 ${against} 整除`, '请取其倍数'),
  'plan/shard-group': reason((value, against) => `${against} 个副本不能被分片组 ${value} 整除`, '请取其约数'),
  'plan/share': reason((value) => `${value} 不是比例`, '请写 0 到 1 之间的数'),
  'plan/order': reason(() => '次序没有把 tp、cp、ep、dp、pp 各写一次', '请写成例如 tp-cp-ep-dp-pp'),
  'plan/memory': reason((value, against) => `需要 ${value}，只有 ${against}`, '请切分或重计算更多，或减小微批次'),
};
