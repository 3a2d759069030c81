/** What the modelling code of a family does where its `config.json` does not say. */
export interface Family {
  /** Feed-forward layers have a gate. */
  readonly gated: boolean;
  readonly tied: boolean;
  /** Biases of query, key and value; of the output of attention; of the feed-forward layer. */
  readonly biases: readonly [boolean, boolean, boolean];
  /** `attention_bias` speaks of the output of attention too. */
  readonly outputFollows: boolean;
  /** `rms` and `weight` have a weight, `layer` a bias too, `plain` neither. */
  readonly norm: 'rms' | 'weight' | 'layer' | 'plain';
  readonly norms: number;
  readonly parallel: boolean;
  /** Rows of a table of learned positions beyond the stated ones; absent where positions are not learned. */
  readonly positions?: number;
  readonly qkNorm?: 'head' | 'all';
  readonly embeddingNorm: boolean;
  readonly headBias: boolean;
  readonly sinks: boolean;
  readonly routerBias: boolean;
  /** Of how many layers the last one sees all tokens, where the config states a window and no pattern. */
  readonly fullEvery?: number;
  readonly headDim?: number;
}

const llama: Family = {
  gated: true,
  tied: false,
  biases: [false, false, false],
  outputFollows: true,
  norm: 'rms',
  norms: 2,
  parallel: false,
  embeddingNorm: false,
  headBias: false,
  sinks: false,
  routerBias: false,
};
const tied: Family = { ...llama, tied: true };
const gpt: Family = { ...llama, gated: false, tied: true, biases: [true, true, true], norm: 'layer', positions: 0 };
const gptj: Family = { ...gpt, tied: false, biases: [false, false, true], parallel: true, norms: 1, headBias: true };
const { positions: _learned, ...rotary } = gpt;
const { positions: _rotary, ...rotaryGptj } = gptj;
const headNorm: Family = { ...llama, qkNorm: 'head' };
const wideNorm: Family = { ...llama, qkNorm: 'all' };
const glm: Family = { ...llama, biases: [true, false, false], outputFollows: false };
const cohere: Family = { ...tied, norm: 'weight', norms: 1, parallel: true };
const gemma: Family = { ...tied, headDim: 256 };

/** Families by `model_type`. Checked against the modelling code of transformers 5.24, count by count: see the tests. */
export const configFamilies: Readonly<Record<string, Family>> = {
  llama,
  mistral: llama,
  mixtral: llama,
  yi: llama,
  Yi: llama,
  deepseek: llama,
  deepseek_v2: llama,
  deepseek_v3: llama,
  deepseek_v32: llama,
  kimi_k2: llama,
  moonlight: llama,
  baichuan: llama,
  aquila: llama,
  xverse: llama,
  orion: { ...llama, norm: 'layer' },
  internlm: { ...llama, biases: [true, true, false] },
  internlm2: llama,
  internlm3: llama,
  helium: llama,
  granite: llama,
  granitemoe: llama,
  granitemoeshared: llama,
  exaone: llama,
  exaone4: { ...headNorm, fullEvery: 4 },
  minimax: llama,
  minimax_text_01: llama,
  minimax_m1: llama,
  minimax_m2: wideNorm,
  llama4_text: llama,
  solar_open: { ...llama, outputFollows: false },
  seed_oss: { ...llama, biases: [true, false, false], outputFollows: false },
  phi3: llama,
  phimoe: { ...llama, norm: 'layer' },
  minicpm: tied,
  minicpm3: tied,
  smollm3: tied,
  ernie4_5: tied,
  ernie4_5_moe: { ...tied, routerBias: true },
  hunyuan: tied,
  hunyuan_v1_dense: { ...tied, qkNorm: 'head' },
  hunyuan_v1_moe: { ...tied, qkNorm: 'head' },
  arcee: { ...llama, gated: false },
  nemotron: { ...llama, gated: false, norm: 'layer' },
  apertus: { ...headNorm, gated: false },
  nanochat: { ...llama, gated: false, norm: 'plain' },
  qwen: { ...llama, biases: [true, false, false] },
  qwen2: { ...llama, biases: [true, false, false], outputFollows: false },
  qwen2_moe: { ...llama, biases: [true, false, false], outputFollows: false },
  qwen3: headNorm,
  qwen3_moe: headNorm,
  dots1: headNorm,
  mellum: headNorm,
  olmo: { ...llama, norm: 'plain' },
  olmo2: wideNorm,
  olmo3: { ...wideNorm, fullEvery: 4 },
  olmoe: wideNorm,
  flex_olmo: wideNorm,
  glm,
  glm4: { ...glm, norms: 4 },
  glm4_moe: { ...glm, biases: [false, false, false] },
  chatglm: { ...glm, biases: [true, false, false] },
  cohere,
  cohere2: { ...cohere, fullEvery: 4 },
  dbrx: { ...llama, norm: 'weight' },
  gemma,
  gemma2: { ...gemma, norms: 4, fullEvery: 2 },
  gemma3_text: { ...gemma, norms: 4, fullEvery: 6, qkNorm: 'head' },
  gemma3: { ...gemma, norms: 4, fullEvery: 6, qkNorm: 'head' },
  gpt_oss: { ...llama, biases: [true, true, true], sinks: true, routerBias: true, fullEvery: 2 },
  'grok-1': { ...tied, norms: 4 },
  stablelm: { ...llama, norm: 'layer', outputFollows: false },
  starcoder2: { ...rotary },
  persimmon: { ...rotary, tied: false, qkNorm: 'head' },
  gpt2: gpt,
  gpt_bigcode: gpt,
  gpt_neo: { ...gpt, biases: [false, true, true] },
  biogpt: { ...gpt, positions: 2 },
  opt: { ...gpt, positions: 2 },
  xglm: rotary,
  bloom: { ...rotary, embeddingNorm: true },
  gpt_neox: { ...rotary, tied: false, parallel: true },
  gptj: rotaryGptj,
  codegen: rotaryGptj,
  phi: { ...rotaryGptj, biases: [true, true, true] },
  falcon: { ...rotary, biases: [false, false, false], parallel: true, norms: 1 },
  mpt: { ...rotary, biases: [false, false, false], norm: 'weight' },
};

/** The family that a model is read as where its own is not known. */
export const defaultFamily = 'llama';

/** Types that are no decoder transformers, or have layers that the model does not know. */
export const refusedTypes: ReadonlySet<string> = new Set([
  'albert',
  'bart',
  'bert',
  'big_bird',
  'clip',
  'deberta',
  'deberta_v2',
  'distilbert',
  'electra',
  'longt5',
  'm2m_100',
  'marian',
  'mbart',
  'modernbert',
  'mt5',
  'pegasus',
  'roberta',
  't5',
  't5gemma',
  'umt5',
  'vit',
  'whisper',
  'xlm-roberta',
  'bamba',
  'falcon_h1',
  'falcon_mamba',
  'granitemoehybrid',
  'jamba',
  'kimi_linear',
  'lfm2',
  'mamba',
  'mamba2',
  'nemotron_h',
  'qwen3_next',
  'recurrent_gemma',
  'retnet',
  'rwkv',
  'rwkv5',
  'rwkv6',
  'xlstm',
  'zamba',
  'zamba2',
]);
