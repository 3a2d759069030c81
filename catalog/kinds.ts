import type { UnitId } from '#quantity';

/** A text in the languages of the product. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** How a field is called, short enough for a table, and what it means where its name does not say so. */
export interface Term {
  readonly label: Words;
  readonly meaning?: Words;
}

/** What a fact of this name is, wherever it stands in a thing of its kind. */
export interface FactKind extends Term {
  readonly unit: UnitId;
  /** A share of a whole, which reads best in per cent. */
  readonly percent?: true;
}

export interface ThingKind {
  /** The things of the kind: its folder under `catalog/` is the first part of their ids, `accelerator/h100-sxm`. */
  readonly label: Words;
  readonly meaning: Words;
  /** Descriptive text fields of the thing, not numbers. */
  readonly attributes: Readonly<Record<string, Term>>;
  readonly facts: Readonly<Record<string, FactKind>>;
}

const term = (label: Words, meaning?: Words): Term => ({ label, ...(meaning === undefined ? {} : { meaning }) });
const fact = (unit: UnitId, label: Words, meaning?: Words): FactKind => ({ unit, ...term(label, meaning) });
const share = (label: Words, meaning?: Words): FactKind => ({ ...fact('1', label, meaning), percent: true });

const country = term({ en: 'country', zh: '国别' }, { en: 'ISO code', zh: 'ISO 代码' });
const vendor = term({ en: 'vendor', zh: '厂商' });
const foundry = term({ en: 'foundry', zh: '代工厂' });
const chips = fact('chip', { en: 'accelerators', zh: '加速器数量' });
const chipHours = fact('chip-h', { en: 'accelerator hours', zh: '卡时' });
const pue = fact('1', { en: 'PUE', zh: 'PUE' }, { en: 'power usage effectiveness', zh: '电能使用效率' });
const scaleUpDomain = fact('chip', { en: 'scale-up domain', zh: '超节点规模' }, { en: 'packages in one', zh: '一个超节点内的封装数' });
const perNode = fact(
  'chip/node',
  { en: 'accelerators per server', zh: '每台服务器加速器数' },
  { en: 'that one host serves', zh: '同一主机所带' },
);
const scaleOutBandwidth = fact(
  'B/s',
  { en: 'scale-out, one way', zh: '集群网络单向带宽' },
  { en: 'scale-out network, one direction, per package', zh: '超节点之间的网络，单方向，按每个封装计' },
);
const peak = (format: string, meaning?: Words): FactKind =>
  fact(format === 'INT8' ? 'OP/s' : 'FLOP/s', { en: `${format} peak, dense`, zh: `${format} 稠密峰值` }, meaning);
const pitch = (label: Words, meaning?: Words): FactKind => fact('nm', { en: `pitch of ${label.en}`, zh: `${label.zh}间距` }, meaning);
const layers = (label: Words): FactKind => fact('layer', label);
const bf16: Words = { en: 'BF16 or FP16', zh: 'BF16 或 FP16' };

/** The kinds of thing that the catalogue knows. A file with a field that is not listed here is refused. */
export const kinds: Readonly<Record<string, ThingKind>> = {
  accelerator: {
    label: { en: 'accelerators', zh: '加速器' },
    meaning: { en: 'A chip or package that does the arithmetic, as one buys it', zh: '承担运算的芯片或封装，以出售的整体计' },
    attributes: {
      vendor,
      country,
      status: term({ en: 'status', zh: '状态' }, { en: 'shipping, proposed, roadmap …', zh: '出货、拟议、规划等' }),
      release: term({ en: 'release', zh: '发布日期' }, { en: 'date of announcement or sale', zh: '宣布或开售之日' }),
      node: term(
        { en: 'process', zh: '制程' },
        { en: 'id of the node of its compute dies, where the catalogue has it', zh: '计算裸片所用制程在目录中的标识' },
      ),
      nodeName: term({ en: 'process name', zh: '制程名称' }, { en: 'as the vendor names it', zh: '依厂商叫法' }),
      foundry,
      memoryType: term({ en: 'memory type', zh: '显存类型' }, { en: 'HBM2e, HBM3, GDDR6 …', zh: 'HBM2e、HBM3、GDDR6 等' }),
      sameSilicon: term(
        { en: 'same silicon as', zh: '同芯型号' },
        {
          en: 'id of the accelerator with the same dies and links: measurements on it hold here',
          zh: '裸片与互连都相同的加速器标识，其实测结果在此同样适用',
        },
      ),
      dies: term(
        { en: 'same dies as', zh: '同裸片型号' },
        {
          en: 'id of the accelerator with the same compute dies: the share of the peak that it reaches holds here',
          zh: '计算裸片相同的加速器标识，其峰值达成率在此同样适用',
        },
      ),
      exportStatus: term({ en: 'export status', zh: '出口管制状态' }, { en: 'by date, as the texts have it', zh: '按日期，依来源所述' }),
    },
    facts: {
      nodeClass: fact('nm', { en: 'process class', zh: '制程级别' }, { en: 'of its compute dies', zh: '指计算裸片' }),
      logicArea: fact(
        'mm2',
        { en: 'logic die area', zh: '逻辑裸片总面积' },
        { en: 'all non-planar logic dies of one package', zh: '一个封装内全部非平面工艺的逻辑裸片' },
      ),
      computeDies: fact('die', { en: 'compute dies', zh: '计算裸片数' }, { en: 'in one package', zh: '按每个封装计' }),
      transistors: fact('1', { en: 'transistors', zh: '晶体管数' }, { en: 'in one package', zh: '按每个封装计' }),
      peakFp64: peak('FP64'),
      peakFp32: peak('FP32'),
      peakTf32: peak('TF32'),
      peakBf16: peak('BF16', bf16),
      peakFp8: peak('FP8'),
      peakFp6: peak('FP6'),
      peakFp4: peak('FP4'),
      peakInt8: peak('INT8'),
      matrixRate: fact(
        'FLOP/s',
        { en: 'matrix product, BF16', zh: '矩阵乘实测速率（BF16）' },
        { en: 'best of a benchmark over many shapes, of one package', zh: '在多种形状中测得的最高速率，按每个封装计' },
      ),
      memory: fact(
        'B',
        { en: 'memory', zh: '显存容量' },
        { en: 'of one package; a data sheet that says 80 GB means 80 GiB', zh: '按每个封装计；规格书所写的 80 GB 实为 80 GiB' },
      ),
      memoryBandwidth: fact('B/s', { en: 'memory bandwidth', zh: '显存带宽' }, { en: 'at its peak', zh: '峰值' }),
      scaleUpBandwidth: fact(
        'B/s',
        { en: 'scale-up, one way', zh: '超节点内单向带宽' },
        { en: 'scale-up link, one direction, per package', zh: '超节点内互连，单方向，按每个封装计' },
      ),
      scaleUpDomain,
      scaleUpNeighbours: fact(
        'chip',
        { en: 'wired neighbours', zh: '直连邻居数' },
        {
          en: 'accelerators of its domain that one has links to: four make a torus of two sides, six of three, all others a full mesh; not stated where switches join all',
          zh: '同一超节点内与其直接相连的加速器数：4 个为二维环面，6 个为三维环面，其余全部相连为全互连；由交换芯片连接时不填',
        },
      ),
      scaleUpReducing: share(
        { en: 'scale-up sums', zh: '超节点内归约' },
        {
          en: 'share of the link that is reached where the switches add up what passes them',
          zh: '交换芯片在转发途中完成归约时可达到的带宽比例',
        },
      ),
      perNode,
      scaleOutBandwidth,
      hostMemory: fact(
        'B',
        { en: 'host memory', zh: '主机内存' },
        { en: 'of the server, for one package', zh: '服务器内存，按每个封装计' },
      ),
      hostBandwidth: fact(
        'B/s',
        { en: 'host link, one way', zh: '主机链路单向带宽' },
        { en: 'between the package and the memory of its host, one direction', zh: '封装与主机内存之间，单方向' },
      ),
      power: fact('W', { en: 'design power (TDP)', zh: '热设计功耗' }, { en: 'of the package', zh: '按每个封装计' }),
      price: fact('USD', { en: 'price', zh: '单价' }, { en: 'of one package', zh: '按每个封装计' }),
      serverPowerFactor: fact(
        '1',
        { en: 'server power factor', zh: '整机功耗系数' },
        { en: 'power of a server with its network over that of its accelerators', zh: '服务器连同网络的功耗与其加速器功耗之比' },
      ),
      loadFactor: share(
        { en: 'mean load', zh: '平均负载' },
        { en: 'mean draw of its servers over their design power', zh: '服务器平均功耗与设计功耗之比' },
      ),
      quoteFactor: fact(
        '1',
        { en: 'server over quote', zh: '整机与报价之比' },
        {
          en: 'price of a server, per accelerator, over the quoted price: 1 where the quote is of a whole system',
          zh: '按单颗加速器计的整机价格与报价之比；报价即整机价时为 1',
        },
      ),
      serverOverhead: fact(
        '1',
        { en: 'server price factor', zh: '整机成本系数' },
        { en: 'price of a server over that of its accelerators', zh: '服务器价格与其加速器价格之比' },
      ),
      tpp: fact(
        'TPP',
        { en: 'TPP (export rules)', zh: '总处理性能 TPP' },
        { en: 'total processing performance as an export rule counts it: dense TOPS times bits', zh: '出口规则口径：稠密 TOPS 乘以位宽' },
      ),
      performanceDensity: fact(
        'TPP/mm2',
        { en: 'performance density', zh: '性能密度' },
        { en: 'TPP over non-planar die area', zh: 'TPP 除以非平面工艺的裸片面积' },
      ),
    },
  },
  cluster: {
    label: { en: 'clusters', zh: '集群' },
    meaning: { en: 'A training cluster, pod or rack that exists or was announced', zh: '已建成或已公布的训练集群、超节点或整机柜' },
    attributes: {
      owner: term({ en: 'owner', zh: '运营方' }, { en: 'who runs it', zh: '由谁运营' }),
      country,
      date: term({ en: 'as of', zh: '截至' }),
      chip: term({ en: 'chips', zh: '芯片' }, { en: 'in words', zh: '文字说明' }),
      accelerator: term(
        { en: 'accelerator', zh: '加速器' },
        { en: 'its id, where the cluster has one kind', zh: '只用一种加速器时的标识' },
      ),
      topology: term({ en: 'networks', zh: '网络' }, { en: 'in words', zh: '文字说明' }),
      scope: term(
        { en: 'scope', zh: '口径' },
        {
          en: 'fleet where it is all that the owner has, not the machine of one run',
          zh: '若为运营方的全部算力而非一次训练所用，写作 fleet',
        },
      ),
      peakOther: term({ en: 'other performance', zh: '其他性能数据' }, { en: 'in words', zh: '文字说明' }),
    },
    facts: {
      chips,
      scaleUpDomain,
      perNode,
      scaleOutBandwidth,
      scaleOutReducing: share(
        { en: 'scale-out sums', zh: '集群网络归约' },
        { en: 'the same of the network between domains', zh: '超节点之间的网络在转发途中完成归约时可达到的带宽比例' },
      ),
      blockSize: fact(
        'chip',
        { en: 'block of the network', zh: '网络分块规模' },
        { en: 'accelerators below one set of uplinks', zh: '共用一组上行链路的加速器数' },
      ),
      oversubscription: fact(
        '1',
        { en: 'oversubscription', zh: '收敛比' },
        { en: 'of those uplinks: bandwidth below over bandwidth above', zh: '该上行链路下行与上行带宽之比' },
      ),
      peakBf16: peak('BF16', { en: 'of the whole', zh: '整个集群' }),
      power: fact('W', { en: 'power', zh: '功率' }, { en: 'of the whole', zh: '整个集群' }),
      pue,
      totalCapex: fact('USD', { en: 'capital cost', zh: '总投资' }, { en: 'chips, network and building', zh: '芯片、网络与机房' }),
      computeCapex: fact(
        'USD',
        { en: 'IT capital cost', zh: 'IT 设备投资' },
        { en: 'chips, servers and network', zh: '芯片、服务器与网络' },
      ),
      facilityCapex: fact(
        'USD',
        { en: 'facility capital cost', zh: '机房投资' },
        { en: 'land, building, power and cooling', zh: '土地、建筑、供电与制冷' },
      ),
    },
  },
  model: {
    label: { en: 'models', zh: '模型' },
    meaning: { en: 'A trained model: its shape, its data and what training it took', zh: '已训练的模型：结构、数据与训练用量' },
    attributes: {
      org: term({ en: 'trained by', zh: '训练方' }),
      country,
      date: term({ en: 'release', zh: '发布日期' }),
      trained: term(
        { en: 'end of training', zh: '训练完成日期' },
        { en: 'where that is known and not the release', zh: '训练结束的时间，若已知' },
      ),
      attention: term({ en: 'attention', zh: '注意力机制' }, { en: 'MHA, GQA, MLA …', zh: 'MHA、GQA、MLA 等' }),
      accelerator: term({ en: 'trained on', zh: '训练所用加速器' }, { en: 'id of the accelerator', zh: '加速器的标识' }),
      chip: term({ en: 'chip', zh: '芯片' }, { en: 'what it was trained on, in words', zh: '训练所用芯片，文字说明' }),
      tiedEmbeddings: term({ en: 'tied embeddings', zh: '共享词嵌入' }, { en: 'yes or no', zh: 'yes 或 no' }),
      biases: term(
        { en: 'biases', zh: '偏置' },
        { en: 'none (unless given), qkv, attention, all', zh: 'none（缺省）、qkv、attention 或 all' },
      ),
      norm: term({ en: 'norm', zh: '归一化' }, { en: 'RMSNorm (unless given) or LayerNorm', zh: 'RMSNorm（缺省）或 LayerNorm' }),
      positions: term(
        { en: 'positions', zh: '位置编码' },
        { en: 'rotary (unless given), ALiBi, relative', zh: 'rotary（缺省）、ALiBi 或 relative' },
      ),
      queryKeyNorm: term(
        { en: 'norm of queries and keys', zh: '查询与键的归一化' },
        { en: 'head or all, where there is one', zh: '若有，head 或 all' },
      ),
      blocks: term(
        { en: 'blocks', zh: '层内结构' },
        { en: 'parallel where attention and feed-forward stand side by side', zh: '注意力与前馈并列时为 parallel' },
      ),
    },
    facts: {
      layers: fact('1', { en: 'layers', zh: '层数' }, { en: 'transformer layers', zh: 'Transformer 层' }),
      denseLayers: fact('1', { en: 'dense layers', zh: '稠密层数' }, { en: 'leading layers without experts', zh: '起首不设专家的层' }),
      hidden: fact('1', { en: 'model width', zh: '隐藏层宽度' }),
      heads: fact('1', { en: 'query heads', zh: '查询头数' }),
      kvHeads: fact('1', { en: 'key and value heads', zh: '键值头数' }),
      headDim: fact('1', { en: 'head width', zh: '注意力头宽度' }),
      ffnDense: fact('1', { en: 'feed-forward width', zh: '前馈层宽度' }, { en: 'of a dense layer', zh: '指稠密层' }),
      ffnMatrices: fact('1', { en: 'feed-forward matrices', zh: '前馈层矩阵数' }, { en: '2 plain, 3 gated', zh: '普通为 2，门控为 3' }),
      experts: fact('1', { en: 'routed experts', zh: '路由专家数' }, { en: 'of a layer', zh: '每层' }),
      topK: fact(
        '1',
        { en: 'experts per token', zh: '每词元专家数' },
        { en: 'routed experts a token visits', zh: '每个词元经过的路由专家' },
      ),
      sharedExperts: fact('1', { en: 'shared experts', zh: '共享专家数' }, { en: 'those that every token visits', zh: '每个词元都经过' }),
      ffnExpert: fact('1', { en: 'expert width', zh: '专家宽度' }),
      vocabulary: fact('1', { en: 'vocabulary', zh: '词表大小' }),
      qLora: fact('1', { en: 'MLA query rank', zh: 'MLA 查询压缩秩' }),
      kvLora: fact('1', { en: 'MLA key-value rank', zh: 'MLA 键值压缩秩' }),
      qkNope: fact('1', { en: 'MLA width, no position', zh: 'MLA 头宽（无位置）' }, { en: 'of a query or key head', zh: '指查询头与键头' }),
      qkRope: fact('1', { en: 'MLA width, position', zh: 'MLA 头宽（带位置）' }, { en: 'of a query or key head', zh: '指查询头与键头' }),
      vHead: fact('1', { en: 'MLA value head width', zh: 'MLA 值头宽度' }),
      ffnShared: fact(
        '1',
        { en: 'shared expert width', zh: '共享专家宽度' },
        { en: 'where it is not that of the others', zh: '与其他专家不同时' },
      ),
      expertEvery: fact(
        '1',
        { en: 'layers per expert layer', zh: '专家层间隔' },
        { en: 'of so many layers, the last has experts', zh: '每若干层的最后一层设专家' },
      ),
      expertGroups: fact('1', { en: 'expert groups', zh: '专家分组数' }, { en: 'among which routing first picks', zh: '路由先在组间选择' }),
      topGroups: fact('1', { en: 'groups per token', zh: '每词元可达组数' }),
      window: fact(
        'token',
        { en: 'attention window', zh: '注意力窗口' },
        { en: 'of layers that do not see all tokens', zh: '指不看全部词元的层' },
      ),
      fullEvery: fact(
        '1',
        { en: 'layers per full layer', zh: '全注意力层间隔' },
        { en: 'of so many layers, the last sees all tokens', zh: '每若干层的最后一层看全部词元' },
      ),
      softmaxEvery: fact(
        '1',
        { en: 'layers per softmax layer', zh: 'softmax 层间隔' },
        { en: 'of so many layers, the last is not linear', zh: '每若干层的最后一层不是线性注意力' },
      ),
      keysEvery: fact(
        '1',
        { en: 'layers per set of keys', zh: '共用键值的层数' },
        { en: 'layers that share keys and values', zh: '共用一组键值的层' },
      ),
      norms: fact('1', { en: 'norms per layer', zh: '每层归一化数' }, { en: '2 unless given', zh: '缺省为 2' }),
      learnedPositions: fact('1', { en: 'learned positions', zh: '可学习位置数' }),
      predictionLayers: fact(
        '1',
        { en: 'prediction modules', zh: '多词元预测模块' },
        { en: 'for further tokens (MTP); not in the total', zh: '预测后续词元（MTP），不计入总量' },
      ),
      indexerHeads: fact('1', { en: 'indexer heads', zh: '索引器头数' }, { en: 'of sparse attention', zh: '指稀疏注意力' }),
      indexerDim: fact('1', { en: 'indexer width', zh: '索引器头宽' }),
      indexerTopK: fact('token', { en: 'keys per query', zh: '每查询的键数' }, { en: 'that the indexer picks', zh: '由索引器选出' }),
      parameters: fact('1', { en: 'parameters', zh: '总参数量' }),
      activeParameters: fact(
        '1',
        { en: 'active parameters', zh: '激活参数量' },
        { en: 'those that a token visits', zh: '每个词元用到的参数' },
      ),
      sequenceLength: fact('token', { en: 'sequence length', zh: '序列长度' }, { en: 'in pre-training', zh: '指预训练' }),
      tokens: fact('token', { en: 'training tokens', zh: '训练词元数' }),
      flop: fact('FLOP', { en: 'training FLOP', zh: '训练 FLOP' }, { en: 'as reported', zh: '依公布值' }),
      chips,
      chipHours,
      hours: fact('h', { en: 'wall time', zh: '训练时长' }),
      mfu: share({ en: 'MFU', zh: '模型算力利用率' }, { en: 'model FLOP utilisation, as reported', zh: 'MFU，依公布值' }),
      power: fact('W', { en: 'cluster power', zh: '集群功率' }),
    },
  },
  run: {
    label: { en: 'training runs', zh: '训练运行' },
    meaning: {
      en: 'A published training run as it was laid out: its accelerators, its network, its parallel plan',
      zh: '已公布的一次训练及其部署：所用加速器、网络与并行方案',
    },
    attributes: {
      model: term(
        { en: 'model', zh: '模型' },
        { en: 'id of what was trained, where the catalogue has it', zh: '所训练模型的标识（若目录已收录）' },
      ),
      accelerator: term({ en: 'accelerator', zh: '加速器' }, { en: 'id', zh: '标识' }),
      stack: term({ en: 'software', zh: '软件栈' }, { en: 'frameworks, in words', zh: '训练框架，文字说明' }),
      plan: term(
        { en: 'plan', zh: '并行方案' },
        {
          en: 'as published, written as for `train --plan`; what it leaves out was not published',
          zh: '依公布内容，写法同 `train --plan`；未写者即未公布',
        },
      ),
    },
    facts: {
      chips,
      scaleOutBandwidth,
      sequenceLength: fact('token', { en: 'sequence length', zh: '序列长度' }),
      tokens: fact('token', { en: 'training tokens', zh: '训练词元数' }),
      chipHours,
    },
  },
  node: {
    label: { en: 'process nodes', zh: '制程' },
    meaning: { en: 'A manufacturing process of a foundry', zh: '代工厂的一种制造工艺' },
    attributes: {
      foundry,
      lithography: term({ en: 'lithography', zh: '光刻方式' }, { en: 'how its critical layers are patterned', zh: '关键层如何成形' }),
      flow: term({ en: 'layers', zh: '层表' }, { en: 'id of the list of its layers', zh: '其层表的标识' }),
      scanners: term(
        { en: 'scanners', zh: '所用光刻机' },
        { en: 'ids of the tools that expose it, one of each kind of light', zh: '曝光所用光刻机的标识，每种光源一种' },
      ),
      region: term(
        { en: 'region', zh: '所在地区' },
        { en: 'id of the region whose electricity the fab takes', zh: '晶圆厂用电所属地区的标识' },
      ),
      volumeStart: term({ en: 'in volume from', zh: '量产时间' }, { en: 'YYYY or YYYY-MM', zh: 'YYYY 或 YYYY-MM' }),
    },
    facts: {
      nodeClass: fact('nm', { en: 'process class', zh: '制程级别' }, { en: 'in the naming of the foundries', zh: '依代工厂命名' }),
      transistorDensity: fact(
        'MTr/mm2',
        { en: 'transistor density', zh: '晶体管密度' },
        { en: 'of logic, at its peak', zh: '逻辑电路，峰值' },
      ),
      waferPrice: fact('USD/wafer', { en: 'wafer price', zh: '晶圆价格' }, { en: 'processed, 300 mm', zh: '加工完成的 300 毫米晶圆' }),
      defectDensity: fact(
        '/cm2',
        { en: 'defect density', zh: '缺陷密度' },
        { en: 'the definition says mature or ramp', zh: '定义注明成熟期或爬坡期' },
      ),
      defectDensityRamp: fact(
        '/cm2',
        { en: 'defect density in ramp', zh: '爬坡期缺陷密度' },
        { en: 'while the process is new', zh: '工艺投产之初' },
      ),
      clustering: fact(
        '1',
        { en: 'defect clustering', zh: '缺陷聚集度' },
        { en: 'alpha of the negative binomial yield model', zh: '负二项良率模型的 α' },
      ),
      maskLayers: fact('mask', { en: 'masks', zh: '掩模数' }, { en: 'of the whole flow', zh: '全流程' }),
      euvLayers: fact('layer', { en: 'EUV layers', zh: 'EUV 层数' }),
      euvLayerLimit: fact(
        'layer',
        { en: 'most EUV layers', zh: 'EUV 层数上限' },
        { en: 'where a process is an earlier one with so many layers moved to EUV', zh: '由前代工艺将若干层改用 EUV 而来时的层数' },
      ),
      defectFactor: fact(
        '1',
        { en: 'relative defects', zh: '缺陷相对倍数' },
        { en: 'defects per exposure of this foundry over those of the leading one', zh: '该厂单次曝光带来的缺陷与领先厂商之比' },
      ),
      immersionExposures: fact(
        'exposure',
        { en: 'immersion exposures', zh: '浸没式曝光次数' },
        { en: 'critical ArF immersion exposures', zh: '关键层的 ArF 浸没式曝光' },
      ),
      cycleTime: fact('d', { en: 'cycle time', zh: '生产周期' }, { en: 'wafer start to wafer out', zh: '从投片到出片' }),
      energyPerWafer: fact('kWh/wafer', { en: 'electricity per wafer', zh: '每片晶圆耗电' }, { en: 'of the fab', zh: '指晶圆厂用电' }),
      maskSetCost: fact('USD', { en: 'mask set cost', zh: '全套掩模成本' }),
      designNre: fact(
        'USD',
        { en: 'design cost', zh: '设计成本' },
        { en: 'a 300 mm2 chip, with the first tape-out', zh: '300 平方毫米的芯片，含首次流片' },
      ),
      contactedPolyPitch: fact('nm', { en: 'contacted poly pitch', zh: '接触栅间距' }),
      finPitch: fact('nm', { en: 'fin pitch', zh: '鳍间距' }),
      minimumMetalPitch: fact('nm', { en: 'tightest metal pitch', zh: '最小金属间距' }),
      m2Pitch: fact('nm', { en: 'second metal pitch', zh: '第二层金属间距' }),
      yield: share(
        { en: 'reported yield', zh: '公布良率' },
        { en: 'of a product; the definition says which', zh: '某一产品，定义注明是哪一种' },
      ),
    },
  },
  flow: {
    label: { en: 'layer lists', zh: '层表' },
    meaning: {
      en: 'The layers of a process: the pitch of each kind, and how many there are. A via takes the mean of the wires that it joins',
      zh: '一种工艺的各层：每类的间距与层数。通孔的间距取其所连两层金属的均值',
    },
    attributes: {},
    facts: {
      activePitch: pitch({ en: 'active area', zh: '有源区' }),
      finPitch: pitch({ en: 'fins', zh: '鳍' }),
      finCutPitch: pitch({ en: 'fin cuts', zh: '鳍切割' }),
      finCuts: layers({ en: 'fin cut layers', zh: '鳍切割层数' }),
      gatePitch: pitch({ en: 'gates', zh: '栅极' }),
      gateCutPitch: pitch({ en: 'gate cuts', zh: '栅极切割' }),
      gateCuts: layers({ en: 'gate cut layers', zh: '栅极切割层数' }),
      contactPitch: pitch({ en: 'contacts', zh: '接触孔' }),
      contacts: layers({ en: 'contact layers', zh: '接触层数' }),
      gateContactPitch: pitch({ en: 'gate contacts', zh: '栅接触' }, { en: 'with the first vias', zh: '含首层通孔' }),
      gateContacts: layers({ en: 'gate contact layers', zh: '栅接触层数' }),
      m0Pitch: pitch({ en: 'metal 0', zh: '金属 0' }),
      m1Pitch: pitch({ en: 'metal 1', zh: '金属 1' }),
      m2Pitch: pitch({ en: 'metal 2', zh: '金属 2' }),
      m3Pitch: pitch({ en: 'metal 3', zh: '金属 3' }),
      m4Pitch: pitch({ en: 'metal 4', zh: '金属 4' }),
      intermediatePitch: pitch({ en: 'intermediate metals', zh: '中间金属' }),
      intermediateMetals: layers({ en: 'intermediate metals', zh: '中间金属层数' }),
      semiGlobalPitch: pitch({ en: 'semi-global metals', zh: '半全局金属' }),
      semiGlobalMetals: layers({ en: 'semi-global metals', zh: '半全局金属层数' }),
      globalPitch: pitch({ en: 'global metals', zh: '全局金属' }),
      globalMetals: layers({ en: 'global metals', zh: '全局金属层数' }),
      memoryPitch: pitch({ en: 'embedded memory', zh: '嵌入式存储' }),
      memoryLayers: layers({ en: 'embedded memory layers', zh: '嵌入式存储层数' }),
      implantPitch: pitch({ en: 'implants', zh: '离子注入' }),
      implants: layers({ en: 'implant layers', zh: '离子注入层数' }),
      blockPitch: pitch({ en: 'device blocks', zh: '器件遮挡层' }, { en: 'epitaxy, gate metals, silicide', zh: '外延、栅金属、硅化物' }),
      blocks: layers({ en: 'device block layers', zh: '器件遮挡层数' }),
      padPitch: pitch({ en: 'pads', zh: '焊盘' }, { en: 'with passivation', zh: '含钝化层' }),
      pads: layers({ en: 'pad and passivation layers', zh: '焊盘与钝化层数' }),
    },
  },
  module: {
    label: { en: 'process modules', zh: '工艺模块' },
    meaning: { en: 'Steps besides patterning that build one layer of a kind', zh: '构筑某类一层所需、图形化之外的工序' },
    attributes: {},
    facts: {
      depositions: fact('1', { en: 'depositions', zh: '薄膜沉积次数' }, { en: 'films, epitaxy and plating', zh: '成膜、外延与电镀' }),
      polishes: fact('1', { en: 'polishes', zh: '化学机械抛光次数' }),
      implants: fact('1', { en: 'implants', zh: '离子注入次数' }, { en: 'with their anneal', zh: '含退火' }),
      cleans: fact('1', { en: 'cleans', zh: '清洗次数' }),
    },
  },
  lithography: {
    label: { en: 'kinds of lithography', zh: '光刻类别' },
    meaning: { en: 'What one exposure with a kind of light takes besides the scanner', zh: '以某种光源曝光一次，除光刻机外所需的条件' },
    attributes: {},
    facts: {
      efficiency: share(
        { en: 'share of the specified rate', zh: '标称产能实现率' },
        { en: 'over all hours: availability, utilisation and recipe', zh: '按全部时间计：可用率、利用率与工艺配方合计' },
      ),
      trackPrice: fact('USD', { en: 'price of the track', zh: '涂胶显影机单价' }),
      resist: fact('USD/wafer', { en: 'resist and films', zh: '光刻胶及配套膜层' }, { en: 'of one exposure', zh: '按一次曝光计' }),
      maskPrice: fact('USD', { en: 'price of a mask', zh: '单张掩模价格' }),
      power: fact('W', { en: 'electric power', zh: '电功率' }, { en: 'of a scanner whose own is not known', zh: '机型功率未知时采用' }),
      price: fact('USD', { en: 'price of a scanner', zh: '光刻机单价' }, { en: 'where its own is not known', zh: '机型价格未知时采用' }),
      defectsPerExposure: fact(
        '/cm2',
        { en: 'defects of an exposure', zh: '单次曝光缺陷' },
        { en: 'that kill, in a mature process', zh: '致命缺陷，成熟工艺' },
      ),
      timePerMask: fact(
        'h',
        { en: 'time of a mask', zh: '单层掩模工时' },
        { en: 'all its steps, at the usual load', zh: '全部工序，常规负荷' },
      ),
      overlay: fact('nm', { en: 'overlay', zh: '套刻精度' }, { en: 'of a scanner whose own is not known', zh: '机型未知时采用' }),
      k1: fact('1', { en: 'k1 of lines', zh: '线条的 k1' }, { en: 'least in production', zh: '量产最小值' }),
    },
  },
  tool: {
    label: { en: 'lithography tools', zh: '光刻机' },
    meaning: { en: 'A lithography scanner', zh: '一种扫描式光刻机' },
    attributes: {
      vendor,
      lightSource: term({ en: 'light source', zh: '光源' }, { en: 'ArF immersion, KrF dry, EUV …', zh: 'ArF 浸没式、KrF 干式、EUV 等' }),
      exportStatus: term({ en: 'export status', zh: '出口管制状态' }, { en: 'as of the source', zh: '以来源当时为准' }),
      release: term({ en: 'first shipped', zh: '首次出货' }, { en: 'date', zh: '日期' }),
      lithography: term({ en: 'kind of lithography', zh: '光刻类别' }, { en: 'its id in the catalogue', zh: '在目录中的标识' }),
    },
    facts: {
      numericalAperture: fact('1', { en: 'numerical aperture', zh: '数值孔径' }),
      resolution: fact('nm', { en: 'resolution', zh: '分辨率' }, { en: 'half pitch of lines, in production', zh: '线条半间距，量产' }),
      wavelength: fact('nm', { en: 'wavelength', zh: '波长' }),
      throughput: fact('wafer/h', { en: 'throughput, specified', zh: '标称产能' }),
      wafersPerDay: fact('wafer/d', { en: 'throughput, effective', zh: '实际产能' }),
      overlay: fact('nm', { en: 'overlay', zh: '套刻精度' }, { en: 'matched machines', zh: '机台匹配' }),
      price: fact('USD', { en: 'price', zh: '单价' }),
      power: fact('W', { en: 'electric power', zh: '电功率' }),
      availability: share({ en: 'availability', zh: '可用率' }, { en: 'share of time', zh: '占总时间的比例' }),
    },
  },
  packaging: {
    label: { en: 'packaging', zh: '封装' },
    meaning: { en: 'A way to join dies, or an interconnect standard for it', zh: '一种裸片集成方式，或其互连标准' },
    attributes: {
      family: term({ en: 'family', zh: '类别' }, { en: 'organic, RDL, CoWoS …', zh: '有机基板、RDL、CoWoS 等' }),
      costBasis: term({ en: 'cost basis', zh: '成本口径' }, { en: 'what the cost is of', zh: '成本所指的对象' }),
      examples: term({ en: 'products', zh: '采用产品' }),
      technology: term(
        { en: 'technology', zh: '集成方式' },
        {
          en: 'organic, fan-out-chip-first, fan-out-chip-last, silicon-interposer, bridge, stack or link',
          zh: 'organic、fan-out-chip-first、fan-out-chip-last、silicon-interposer、bridge、stack 或 link',
        },
      ),
    },
    facts: {
      costPerPackage: fact('USD', { en: 'cost per package', zh: '每封装成本' }),
      costPerWafer: fact(
        'USD/wafer',
        { en: 'cost per wafer', zh: '每片成本' },
        { en: '300 mm interposer or RDL wafer', zh: '300 毫米中介层或 RDL 晶圆' },
      ),
      costPerArea: fact('USD/mm2', { en: 'cost per area', zh: '单位面积成本' }, { en: 'of substrate or interposer', zh: '基板或中介层' }),
      bondYield: share({ en: 'bond yield', zh: '键合良率' }, { en: 'per die', zh: '按每颗裸片计' }),
      tsvYield: share({ en: 'stacking yield', zh: '堆叠良率' }, { en: 'through-silicon vias', zh: '硅通孔' }),
      defectDensity: fact('/cm2', { en: 'defect density', zh: '缺陷密度' }, { en: 'of the interposer or RDL', zh: '中介层或 RDL' }),
      maxArea: fact('mm2', { en: 'largest area', zh: '最大面积' }, { en: 'of an interposer or package', zh: '中介层或封装' }),
      bumpPitch: fact('um', { en: 'bump pitch', zh: '凸点间距' }, { en: 'of bumps or pads', zh: '凸点或焊盘' }),
      lineSpace: fact('um', { en: 'line and space', zh: '线宽线距' }, { en: 'of the redistribution layer', zh: '重布线层' }),
      shorelineDensity: fact('B/s/mm', { en: 'bandwidth per edge', zh: '单位边长带宽' }),
      arealDensity: fact('B/s/mm2', { en: 'bandwidth per area', zh: '单位面积带宽' }),
      linkBandwidth: fact('B/s', { en: 'link bandwidth', zh: '互连带宽' }, { en: 'between dies', zh: '裸片之间' }),
      areaRatio: fact('1', { en: 'ratio of areas', zh: '面积之比' }, { en: 'to what stands on it', zh: '与其承载物之比' }),
      clustering: fact('1', { en: 'defect clustering', zh: '缺陷聚集系数' }),
      stitchYield: share({ en: 'yield of a seam', zh: '拼接良率' }, { en: 'between two exposures', zh: '两次曝光之间' }),
      layerFactor: fact(
        '1',
        { en: 'factor for layers', zh: '层数系数' },
        { en: 'cost over that of the fewest layers', zh: '相对最少层数的成本' },
      ),
      bumpCost: fact('USD/mm2', { en: 'bumps', zh: '凸点费用' }, { en: 'on a wafer', zh: '在晶圆上制作' }),
      assemblyCost: fact('USD', { en: 'assembly on the carrier', zh: '中介层上的组装费' }, { en: 'one package', zh: '每个封装' }),
      stackCost: fact('USD', { en: 'bonding of one die', zh: '单颗裸片键合费' }),
      bridgeCost: fact('USD/wafer', { en: 'wafer of bridges', zh: '硅桥晶圆价格' }),
      placementYield: share({ en: 'yield of placing a bridge', zh: '硅桥埋置良率' }),
      energyPerBit: fact('pJ/bit', { en: 'energy per bit', zh: '每比特能耗' }, { en: 'of a link', zh: '指互连' }),
    },
  },
  program: {
    label: { en: 'programs', zh: '对照程序' },
    meaning: {
      en: 'Another program: its own parameters, by which a compatibility mode reproduces it. No facts about the world',
      zh: '别的程序及其内置参数，兼容模式凭此复现其结果；并非对世界的陈述',
    },
    attributes: {
      commit: term({ en: 'commit', zh: '提交' }, { en: 'the version that was read', zh: '所读的版本' }),
    },
    facts: {
      waferPrice: fact(
        'USD/wafer',
        { en: 'wafer price', zh: '晶圆价格' },
        { en: 'by node, or of an interposer', zh: '按制程，或指中介层' },
      ),
      defectDensity: fact('/cm2', { en: 'defect density', zh: '缺陷密度' }),
      clustering: fact('1', { en: 'clustering', zh: '聚集系数' }, { en: 'alpha of the negative binomial', zh: '负二项模型的 α' }),
      designNre: fact(
        'USD',
        { en: 'design cost', zh: '设计费用' },
        { en: 'of a die of 300 mm2, with its first tape-out', zh: '300 平方毫米的裸片，含首次流片' },
      ),
      share: share({ en: 'share', zh: '占比' }, { en: 'of what the definition says', zh: '所指由定义说明' }),
      areaRatio: fact(
        '1',
        { en: 'ratio of areas', zh: '面积之比' },
        { en: 'carrier or substrate to silicon', zh: '中介层或基板与硅片之比' },
      ),
      length: fact('mm', { en: 'length', zh: '长度' }),
      costPerArea: fact('USD/mm2', { en: 'cost per area', zh: '单位面积成本' }),
      cost: fact('USD', { en: 'cost', zh: '费用' }, { en: 'of what the definition says', zh: '所指由定义说明' }),
      bondYield: share({ en: 'bond yield', zh: '键合良率' }, { en: 'per die', zh: '按每颗裸片计' }),
      transistorDensity: fact('MTr/mm2', { en: 'transistor density', zh: '晶体管密度' }),
      maskSetCost: fact('USD', { en: 'mask set', zh: '整套掩模费用' }),
      tapeoutEffort: fact(
        'h/Tr',
        { en: 'tape-out effort', zh: '流片工时' },
        { en: 'engineer hours per unique transistor', zh: '每个不重复晶体管的工程师小时数' },
      ),
      licenceCost: fact('USD', { en: 'licensed blocks', zh: 'IP 授权费用' }),
      gateCost: fact('USD', { en: 'layout per gate', zh: '每门版图人工费' }),
      fabTime: fact('week', { en: 'time in the fab', zh: '制造周期' }),
      energyPerArea: fact('kWh/cm2', { en: 'fab energy per area', zh: '单位面积制造用电' }),
      gasPerArea: fact('gCO2/cm2', { en: 'process gases', zh: '工艺气体排放' }, { en: 'by share abated', zh: '按减排比例' }),
      materialPerArea: fact('gCO2/cm2', { en: 'materials', zh: '原材料排放' }),
      carbonIntensity: fact(
        'gCO2/kWh',
        { en: 'carbon intensity', zh: '碳强度' },
        { en: 'by place or kind of plant', zh: '按地区或电源类型' },
      ),
      packageCarbon: fact('gCO2', { en: 'packaging of a chip', zh: '单颗封装排放' }),
    },
  },
  hbm: {
    label: { en: 'stacked memory', zh: 'HBM 存储' },
    meaning: { en: 'A generation of stacked memory', zh: '一代高带宽存储' },
    attributes: {
      supplier: term({ en: 'supplier', zh: '供应商' }),
      status: term({ en: 'status', zh: '状态' }, { en: 'production, planned …', zh: '量产、规划等' }),
    },
    facts: {
      capacity: fact('B/stack', { en: 'capacity per stack', zh: '每堆栈容量' }),
      bandwidth: fact('B/s/stack', { en: 'bandwidth per stack', zh: '每堆栈带宽' }),
      pinRate: fact('bit/s', { en: 'rate per pin', zh: '每引脚速率' }),
      pricePerStack: fact('USD/stack', { en: 'price per stack', zh: '每堆栈价格' }),
      pricePerByte: fact('USD/B', { en: 'price by capacity', zh: '单位容量价格' }),
      area: fact('mm2', { en: 'footprint', zh: '占位面积' }, { en: 'of a stack', zh: '单个堆栈' }),
      yield: share({ en: 'share of stacks that work', zh: '堆栈完好率' }, { en: 'as bought', zh: '购入时' }),
      stock: fact('stack', { en: 'stacks in stock', zh: '库存堆栈数' }),
    },
  },
  product: {
    label: { en: 'products as built', zh: '实物构成' },
    meaning: { en: 'An accelerator as built: dies, stacks, what its parts cost', zh: '加速器的实物构成：裸片、堆栈与各部分成本' },
    attributes: {
      vendor,
      accelerator: term({ en: 'accelerator', zh: '加速器' }, { en: 'its id in the catalogue', zh: '在目录中的标识' }),
      node: term({ en: 'process', zh: '制程' }, { en: 'id of its node', zh: '制程的标识' }),
      foundry,
      package: term({ en: 'packaging', zh: '封装方式' }),
      hbm: term({ en: 'stacked memory', zh: 'HBM 型号' }, { en: 'id of its generation', zh: '所用 HBM 的标识' }),
      baseNode: term({ en: 'process of base dies', zh: '底层裸片制程' }, { en: 'id of the node', zh: '制程的标识' }),
    },
    facts: {
      dies: fact('die', { en: 'logic dies', zh: '逻辑裸片数' }),
      dieArea: fact('mm2', { en: 'die area', zh: '裸片面积' }, { en: 'of one', zh: '单颗' }),
      dieWidth: fact('mm', { en: 'die width', zh: '裸片宽度' }),
      dieHeight: fact('mm', { en: 'die height', zh: '裸片高度' }),
      packages: fact('1', { en: 'packages in one product', zh: '每件产品的封装数' }),
      baseDies: fact('die', { en: 'base dies', zh: '底层裸片数' }, { en: 'on which the logic dies stand', zh: '逻辑裸片堆叠于其上' }),
      baseDieArea: fact('mm2', { en: 'base die area', zh: '底层裸片面积' }, { en: 'of one', zh: '单颗' }),
      carriersPerWafer: fact('1', { en: 'packages per carrier wafer', zh: '每片中介层晶圆封装数' }),
      coresTotal: fact('1', { en: 'cores on the die', zh: '裸片核心数' }),
      coresSold: fact('1', { en: 'cores enabled', zh: '启用核心数' }),
      hbmStacks: fact('stack', { en: 'memory stacks', zh: 'HBM 堆栈数' }),
      memory: fact('B', { en: 'memory', zh: '显存容量' }),
      costTotal: fact('USD', { en: 'cost of all parts', zh: '物料总成本' }, { en: 'bill of materials', zh: '物料清单合计' }),
      costLogic: fact('USD', { en: 'cost of logic dies', zh: '逻辑裸片成本' }),
      costHbm: fact('USD', { en: 'cost of memory', zh: 'HBM 成本' }),
      costPackaging: fact('USD', { en: 'cost of packaging', zh: '封装成本' }),
      costTest: fact(
        'USD',
        { en: 'cost of test and other', zh: '测试及其他成本' },
        { en: 'test, assembly, other', zh: '测试、组装及其他' },
      ),
      price: fact('USD', { en: 'price', zh: '售价' }),
      yield: share({ en: 'reported yield', zh: '公布良率' }),
    },
  },
  region: {
    label: { en: 'regions', zh: '地区' },
    meaning: { en: 'A place to run a cluster: its electricity', zh: '集群所在地及其电力' },
    attributes: {
      country,
      condition: term({ en: 'condition', zh: '适用条件' }, { en: 'who can have this price', zh: '何者可享此价' }),
    },
    facts: {
      electricityPrice: fact('USD/kWh', { en: 'electricity price', zh: '电价' }, { en: 'paid by a large user', zh: '大用户实付' }),
      subsidisedElectricityPrice: fact(
        'USD/kWh',
        { en: 'subsidised price', zh: '补贴后电价' },
        { en: 'electricity, after a subsidy tied to domestic chips', zh: '以使用国产芯片为条件的补贴之后' },
      ),
      carbonIntensity: fact('gCO2/kWh', { en: 'carbon intensity', zh: '碳强度' }, { en: 'of the grid', zh: '指电网' }),
    },
  },
  facility: {
    label: { en: 'data centres', zh: '数据中心' },
    meaning: { en: 'What a data centre draws and costs', zh: '数据中心的用电与造价' },
    attributes: {
      operator: term({ en: 'operator', zh: '运营商' }),
      scope: term({ en: 'scope', zh: '范围' }, { en: 'what the figure covers', zh: '数据涵盖的范围' }),
    },
    facts: {
      pue,
      capex: fact(
        'USD/W',
        { en: 'facility capital cost', zh: '机房造价' },
        { en: 'building, power and cooling per critical watt', zh: '建筑、供电与制冷，按每瓦 IT 负载计' },
      ),
      capexShare: share({ en: 'share of building cost', zh: '占造价比例' }),
      landPerAcre: fact('USD/acre', { en: 'land per acre', zh: '每英亩地价' }),
      landPerArea: fact('USD/ft2', { en: 'land per square foot', zh: '每平方英尺地价' }),
      rent: fact('USD/kW-month', { en: 'colocation rent', zh: '机柜租金' }, { en: 'per kilowatt', zh: '按每千瓦计' }),
      computeCapex: fact(
        'USD/W',
        { en: 'IT capital cost', zh: 'IT 设备投资' },
        { en: 'chips per critical watt', zh: '芯片，按每瓦 IT 负载计' },
      ),
      allCapex: fact(
        'USD/W',
        { en: 'capital cost', zh: '总投资' },
        { en: 'chips and building per critical watt', zh: '芯片与机房，按每瓦 IT 负载计' },
      ),
      electricityShare: share(
        { en: 'electricity share', zh: '电费占比' },
        { en: 'of the operating cost of a colocation site', zh: '占托管机房运营成本的比例' },
      ),
      lifetime: fact('yr', { en: 'years in use', zh: '使用年限' }),
    },
  },
  cost: {
    label: { en: 'training costs', zh: '训练成本' },
    meaning: { en: 'A published or estimated cost of training a model', zh: '公布或估算的模型训练成本' },
    attributes: {
      subject: term({ en: 'subject', zh: '对象' }, { en: 'model or fleet', zh: '模型或机群' }),
      basis: term({ en: 'basis', zh: '口径' }, { en: 'final run, development, fleet …', zh: '最终训练、研发、机群等' }),
    },
    facts: {
      amount: fact('USD', { en: 'cost', zh: '金额' }),
      share: share({ en: 'share', zh: '占比' }),
      chipHours,
      energy: fact('kWh', { en: 'energy', zh: '用电量' }),
      emissions: fact('gCO2', { en: 'emissions', zh: '碳排放' }),
      rent: fact('USD/chip-h', { en: 'rental price', zh: '租用价格' }),
      growth: fact('1/yr', { en: 'growth', zh: '年增长' }, { en: 'factor per year', zh: '每年的倍数' }),
      ratio: fact('1', { en: 'ratio', zh: '比值' }),
    },
  },
  parameter: {
    label: { en: 'constants', zh: '常数' },
    meaning: { en: 'A constant of the model that no single product owns', zh: '不属于任何一种产品的模型常数' },
    attributes: {},
    facts: {
      value: fact('1', { en: 'value', zh: '取值' }, { en: 'dimensionless', zh: '无量纲' }),
      rate: fact('1/yr', { en: 'rate per year', zh: '年率' }),
      years: fact('yr', { en: 'years', zh: '年数' }),
      power: fact('W', { en: 'power', zh: '功率' }),
      time: fact('s', { en: 'time', zh: '时间' }),
      perNodeDay: fact('1/node-d', { en: 'per node and day', zh: '每节点每日次数' }),
      months: fact('month', { en: 'months', zh: '月数' }),
      pricePerYear: fact('USD/yr', { en: 'pay per year', zh: '年薪' }),
      bytes: fact('B', { en: 'size', zh: '数据量' }),
      bandwidth: fact('B/s', { en: 'rate', zh: '带宽' }),
      wafersPerMonth: fact('wafer/month', { en: 'wafer capacity', zh: '晶圆产能' }),
      dies: fact('die', { en: 'dies in stock', zh: '库存裸片数' }),
      stacks: fact('stack', { en: 'memory stacks in stock', zh: '库存堆栈数' }),
      chipHours,
      chips,
      length: fact('mm', { en: 'length', zh: '长度' }),
      cost: fact('USD', { en: 'cost of one', zh: '单件成本' }),
      perNode: fact('chip/node', { en: 'accelerators per server', zh: '每台服务器加速器数' }),
      perWafer: fact('USD/wafer', { en: 'cost per wafer', zh: '每片成本' }, { en: 'of one step', zh: '按一道工序计' }),
      energyPerWafer: fact('kWh/wafer', { en: 'electricity per wafer', zh: '每片用电' }, { en: 'of one step', zh: '按一道工序计' }),
      perArea: fact('/cm2', { en: 'per area', zh: '单位面积' }),
      density: fact('MTr/mm2', { en: 'transistor density', zh: '晶体管密度' }),
      peak: fact('FLOP/s', { en: 'peak of one', zh: '单件峰值' }),
      energy: fact('J/FLOP', { en: 'energy of a FLOP', zh: '每次运算能耗' }),
      perKwh: fact('USD/kWh', { en: 'price of electricity', zh: '电价' }),
      perWatt: fact('USD/W', { en: 'cost per watt', zh: '每瓦成本' }, { en: 'of critical load', zh: '按 IT 负载计' }),
      tokens: fact('token', { en: 'tokens', zh: '词元数' }),
      carbon: fact('gCO2', { en: 'carbon of one', zh: '单件碳排放' }),
      carbonPerArea: fact('gCO2/cm2', { en: 'carbon per area', zh: '单位面积碳排放' }),
      intensity: fact('gCO2/kWh', { en: 'carbon intensity', zh: '碳强度' }),
      flop: fact('FLOP', { en: 'compute', zh: '算力' }),
      halving: share({ en: 'gathering by halves', zh: '对折收集效率' }),
      piece: fact('B', { en: 'piece', zh: '分片大小' }, { en: 'passed on at once', zh: '一次转发' }),
    },
  },
  solver: {
    label: { en: 'matrix solvers', zh: '矩阵求解器' },
    meaning: {
      en: 'A circuit that solves systems of linear equations, analog or digital',
      zh: '求解线性方程组的电路，模拟或数字均可',
    },
    attributes: {
      status: term({ en: 'status', zh: '状态' }, { en: 'measured, laboratory or assumed', zh: '实测、实验室或假设' }),
      process: term({ en: 'process', zh: '工艺' }),
    },
    facts: {
      nodeClass: fact('nm', { en: 'process class', zh: '制程级别' }),
      cellBits: fact('bit', { en: 'bits of a cell', zh: '单元位数' }),
      lowestConductance: fact('S', { en: 'lowest conductance', zh: '最低电导' }),
      highestConductance: fact('S', { en: 'highest conductance', zh: '最高电导' }),
      meanConductance: fact('S', { en: 'mean conductance', zh: '平均电导' }),
      wireResistance: fact('ohm', { en: 'wire segment', zh: '线段电阻' }),
      inversionTime: fact('s', { en: 'time of an inversion', zh: '单次求逆时间' }),
      productTime: fact('s', { en: 'time of a product', zh: '单次乘法时间' }),
      gainBandwidth: fact('Hz', { en: 'gain-bandwidth product', zh: '增益带宽积' }),
      amplifierGain: fact('1', { en: 'amplifier gain', zh: '运放开环增益' }),
      writeError: fact('1', { en: 'write error', zh: '写入误差' }),
      sliceError: fact('1', { en: 'write error of slices', zh: '位切片写入误差' }),
      sharedRows: fact('1', { en: 'lines driven at once', zh: '同时驱动行数' }),
      amplifierPower: fact('W', { en: 'amplifier power', zh: '运放功耗' }),
      readVoltage: fact('V', { en: 'read voltage', zh: '读电压' }),
      sumConversionEnergy: fact('J', { en: 'reading a sum', zh: '求和读出能耗' }),
      stepConversionEnergy: fact('J', { en: 'reading an output', zh: '求逆读出能耗' }),
      driveEnergy: fact('J', { en: 'driving an input', zh: '输入驱动能耗' }),
      writeEnergy: fact('J', { en: 'energy of a write', zh: '单元写入能耗' }),
      writeTime: fact('s', { en: 'time of a row write', zh: '整行写入时间' }),
      endurance: fact('1', { en: 'endurance', zh: '可擦写次数' }),
      inversionRows: fact('1', { en: 'rows of an inversion array', zh: '求逆阵列行数' }),
      slices: fact('1', { en: 'slices of the product', zh: '精确乘法位切片数' }),
      passes: fact('1', { en: 'passes of an input', zh: '输入分次数' }),
      cycles: fact('1', { en: 'cycles of refinement', zh: '迭代次数' }),
      claimedCycles: fact('1', { en: 'cycles of the claim', zh: '宣称的迭代次数' }),
      conditionLimit: fact('1', { en: 'condition that converges', zh: '可收敛条件数' }),
      areaPrice: fact('USD/mm2', { en: 'price of silicon', zh: '硅片单价' }),
      cellArea: fact('mm2', { en: 'area of a cell', zh: '单元面积' }),
      amplifierArea: fact('mm2', { en: 'area of an amplifier', zh: '运放面积' }),
      converterArea: fact('mm2', { en: 'area of a converter', zh: '转换器面积' }),
      claimedEnergyGain: fact('1', { en: 'claimed energy gain', zh: '宣称能效倍数' }),
      claimedThroughputGain: fact('1', { en: 'claimed speed gain', zh: '宣称吞吐倍数' }),
      claimedEpochsSaved: fact('1', { en: 'claimed epochs saved', zh: '宣称节省轮数' }),
      operationEnergy: fact('J/FLOP', { en: 'energy of an operation', zh: '单次运算能耗' }),
      operationRate: fact('FLOP/s', { en: 'rate of operations', zh: '运算速率' }),
      bitRate: fact('bit/s', { en: 'bits detected', zh: '检测速率' }),
      energyPerBit: fact('pJ/bit', { en: 'energy of a bit', zh: '每比特能耗' }),
      power: fact('W', { en: 'power', zh: '功率' }),
      area: fact('mm2', { en: 'area', zh: '面积' }),
    },
  },
  correlation: {
    label: { en: 'correlations', zh: '相关性' },
    meaning: {
      en: 'Two inputs whose values go together, in every scenario in which both are uncertain',
      zh: '取值相互关联的两个输入；凡两者都不确定的情景都适用',
    },
    attributes: {
      first: term({ en: 'first input', zh: '第一个输入' }, { en: 'path of a lever', zh: '输入的路径' }),
      second: term({ en: 'second input', zh: '第二个输入' }, { en: 'path of another', zh: '另一个输入的路径' }),
    },
    facts: { rank: fact('1', { en: 'rank correlation', zh: '秩相关系数' }, { en: 'after Spearman, -1 to 1', zh: '斯皮尔曼，-1 到 1' }) },
  },
  series: {
    label: { en: 'series by year', zh: '年度序列' },
    meaning: { en: 'A figure year by year', zh: '逐年数据' },
    attributes: { definition: term({ en: 'definition', zh: '定义' }, { en: 'what is averaged', zh: '对什么取平均' }) },
    facts: {
      exchangeRate: fact('CNY/USD', { en: 'yuan per dollar', zh: '美元兑人民币' }, { en: 'yearly mean', zh: '年均' }),
      euroRate: fact('EUR/USD', { en: 'euro per dollar', zh: '美元兑欧元' }, { en: 'yearly mean', zh: '年均' }),
      priceIndex: fact('1', { en: 'price index', zh: '物价指数' }),
    },
  },
  utilisation: {
    label: { en: 'utilisation', zh: '算力利用率' },
    meaning: {
      en: 'Model FLOP utilisation measured on an accelerator at a precision, over public training runs',
      zh: '公开训练在某一加速器、某一精度下实测的模型算力利用率',
    },
    attributes: {
      accelerator: term({ en: 'accelerator', zh: '加速器' }, { en: 'id, or `any` for a prior', zh: '标识，先验写作 `any`' }),
      precision: term({ en: 'precision', zh: '精度' }, { en: 'bf16, fp8 …', zh: 'bf16、fp8 等' }),
      architecture: term(
        { en: 'architecture', zh: '架构' },
        { en: 'dense, moe or any', zh: 'dense（稠密）、moe（混合专家）或 any（不限）' },
      ),
      basis: term(
        { en: 'basis', zh: '口径' },
        { en: 'step (a benchmark window) or run (whole run, all hours)', zh: 'step（基准测试时段）或 run（整次训练的全部时间）' },
      ),
      rows: term({ en: 'publications', zh: '数据来历' }, { en: 'which, and how many rows', zh: '哪些文献，共多少条' }),
    },
    facts: {
      utilisation: share(
        { en: 'utilisation', zh: '利用率' },
        {
          en: 'model FLOP (causal attention, no recompute) over dense peak of the stated precision',
          zh: '模型 FLOP（因果注意力，不计重算）除以所述精度的稠密峰值',
        },
      ),
    },
  },
  rule: {
    label: { en: 'export rules', zh: '出口规则' },
    meaning: {
      en: 'One leg of an export rule in force from a date: it speaks of a chip that meets every limit given here',
      zh: '自某日起生效的出口规则中的一条：芯片须满足此处所列的每一项限值，才在其规范之内',
    },
    attributes: {
      actor: term({ en: 'made by', zh: '制定方' }),
      destination: term({ en: 'destination', zh: '目的国' }, { en: 'ISO code of the importer', zh: '进口国的 ISO 代码' }),
      makers: term(
        { en: 'chips reached', zh: '管辖芯片' },
        { en: 'whose: US, foreign-with-US-technology or all', zh: '何方的芯片：US、foreign-with-US-technology 或 all' },
      ),
      from: term({ en: 'in force from', zh: '生效日' }, { en: 'first day', zh: '首日' }),
      until: term({ en: 'in force until', zh: '失效日' }, { en: 'first day no longer in force', zh: '不再有效的首日' }),
      outcome: term({ en: 'outcome', zh: '结果' }, { en: 'denied, licence, case-by-case or notify', zh: '拒绝、须许可、逐案审查或须通报' }),
      event: term({ en: 'event', zh: '事件' }, { en: 'id of the one that brought it', zh: '带来此规则的事件标识' }),
    },
    facts: {
      tppMin: fact('TPP', { en: 'TPP at or above', zh: 'TPP 不低于' }),
      tppBelow: fact('TPP', { en: 'TPP below', zh: 'TPP 低于' }),
      densityMin: fact(
        'TPP/mm2',
        { en: 'density at or above', zh: '性能密度不低于' },
        { en: 'performance density', zh: 'TPP 除以裸片面积' },
      ),
      densityBelow: fact('TPP/mm2', { en: 'density below', zh: '性能密度低于' }, { en: 'performance density', zh: 'TPP 除以裸片面积' }),
      linkBandwidthMin: fact(
        'B/s',
        { en: 'link at or above', zh: '互连带宽不低于' },
        { en: 'scale-up link, both directions', zh: '超节点内互连，双向合计' },
      ),
      memoryBandwidthMin: fact('B/s', { en: 'memory bandwidth at or above', zh: '存储带宽不低于' }),
      memoryBandwidthBelow: fact('B/s', { en: 'memory bandwidth below', zh: '存储带宽低于' }),
    },
  },
  event: {
    label: { en: 'policy events', zh: '政策事件' },
    meaning: { en: 'An export rule, a sanction, a retaliation, a guidance', zh: '一项出口规则、制裁、反制或指引' },
    attributes: {
      actor: term({ en: 'actor', zh: '行动方' }),
      date: term({ en: 'date', zh: '日期' }),
      scope: term({ en: 'scope', zh: '范围' }, { en: 'on what', zh: '针对什么' }),
      effect: term({ en: 'effect', zh: '影响' }, { en: 'what changes, in the words of the model', zh: '改变什么，以模型的说法写出' }),
      title: term({ en: 'title', zh: '标题' }, { en: 'what happened', zh: '发生了什么' }),
    },
    facts: {
      tppThreshold: fact('TPP', { en: 'TPP at or above', zh: 'TPP 不低于' }),
      tppThresholdWithDensity: fact(
        'TPP',
        { en: 'TPP, with density', zh: 'TPP 不低于（兼计密度）' },
        { en: 'at or above, together with the density threshold', zh: '须同时达到性能密度限值' },
      ),
      performanceDensityThreshold: fact(
        'TPP/mm2',
        { en: 'density at or above', zh: '性能密度不低于' },
        { en: 'performance density', zh: 'TPP 除以裸片面积' },
      ),
      tppCeiling: fact('TPP', { en: 'TPP below', zh: 'TPP 低于' }),
      memoryBandwidthCeiling: fact('B/s', { en: 'memory bandwidth below', zh: '存储带宽低于' }),
      linkBandwidthThreshold: fact('B/s', { en: 'link at or above', zh: '互连带宽不低于' }, { en: 'both directions', zh: '双向合计' }),
      volumeShare: share({ en: 'share of volume', zh: '数量占比' }),
      levy: share({ en: 'levy', zh: '分成或征收比例' }, { en: 'share of revenue or value', zh: '占收入或价值的比例' }),
    },
  },
};
