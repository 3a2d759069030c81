import { type LocatedDocument, nearest, type Path } from '#catalog';
import type { Checked, Issue } from '#quantity';
import type { ExpertShape, ModelShape, Turn } from '#run';
import { configFamilies, defaultFamily, type Family, refusedTypes } from './config-families.ts';

/** A model read from its `config.json`. */
export interface ReadConfig {
  readonly shape: ModelShape;
  /** Family whose customs were followed where the file is silent. */
  readonly family: string;
  /** The file names another one, which is not known. */
  readonly assumedFamily: boolean;
}

/** The keys by which families call the same thing, the most common first. */
const names = {
  layers: ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'],
  hidden: ['hidden_size', 'n_embd', 'd_model', 'model_dim'],
  heads: ['num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'attention_heads'],
  kvHeads: ['num_key_value_heads', 'num_kv_heads', 'n_head_kv', 'multi_query_group_num', 'num_query_groups', 'attn_config.kv_n_heads'],
  headDim: ['head_dim', 'kv_channels', 'attention_head_dim'],
  ffn: ['intermediate_size', 'n_inner', 'ffn_dim', 'ffn_hidden_size', 'd_ff', 'ffn_config.ffn_hidden_size'],
  vocabulary: ['vocab_size', 'padded_vocab_size'],
  routed: ['num_local_experts', 'num_experts', 'n_routed_experts', 'moe_num_experts', 'ffn_config.moe_num_experts'],
  topK: ['num_experts_per_tok', 'num_experts_per_token', 'moe_k', 'moe_topk', 'top_k_experts', 'ffn_config.moe_top_k'],
  expertFfn: ['moe_intermediate_size', 'expert_intermediate_size', 'moe_ffn_hidden_size'],
  shared: ['n_shared_experts', 'num_shared_experts', 'num_shared_expert', 'moe_num_shared_experts'],
  sharedFfn: ['shared_expert_intermediate_size', 'shared_intermediate_size', 'moe_shared_expert_intermediate_size'],
  denseLayers: ['first_k_dense_replace', 'moe_layer_start_index', 'num_dense_layers', 'n_dense_layers'],
  positions: ['max_position_embeddings', 'n_positions', 'max_seq_len'],
  window: ['sliding_window', 'sliding_window_size', 'window_size', 'attention_chunk_size'],
  prediction: ['num_nextn_predict_layers', 'mtp_num_layers', 'num_mtp_modules'],
} as const;
type Name = keyof typeof names;

/** One reading of a file: what it says, and what is wrong with it. */
class Reading {
  readonly #document: LocatedDocument;
  readonly #base: Path;
  readonly #root: Readonly<Record<string, unknown>>;
  readonly issues: Issue[] = [];

  constructor(document: LocatedDocument, base: Path, root: Readonly<Record<string, unknown>>) {
    this.#document = document;
    this.#base = base;
    this.#root = root;
  }

  raw(key: string): unknown {
    let at: unknown = this.#root;
    for (const part of key.split('.')) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
      at = (at as Readonly<Record<string, unknown>>)[part];
    }
    return at ?? undefined;
  }

  report(code: string, key: string, extra: { readonly expected?: string; readonly received?: string } = {}): void {
    this.issues.push(this.#document.issue(code, [...this.#base, ...key.split('.')], extra));
  }

  flag(...keys: readonly string[]): boolean | undefined {
    for (const key of keys) {
      const value = this.raw(key);
      if (typeof value === 'boolean') return value;
      if (value !== undefined) this.report('config/not-boolean', key, { received: JSON.stringify(value) });
    }
    return undefined;
  }

  whole(key: string, least: number): number | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
    this.report('config/not-count', key, { expected: String(least), received: JSON.stringify(value) });
    return undefined;
  }

  /** The value under any of its names; two names that disagree are an issue. */
  count(name: Name, least = 1): number | undefined {
    let found: { readonly key: string; readonly value: number } | undefined;
    for (const key of names[name]) {
      const value = this.whole(key, least);
      if (value === undefined) continue;
      if (found === undefined) found = { key, value };
      else if (found.value !== value && !apart.has(key)) {
        this.report('config/contradiction', key, { received: `${key}: ${value}`, expected: `${found.key}: ${found.value}` });
      }
    }
    return found?.value;
  }

  need(name: Name): number {
    const value = this.count(name);
    if (value !== undefined) return value;
    if (names[name].every((key) => this.raw(key) === undefined)) {
      const [first] = names[name];
      const written = nearest(first, Object.keys(this.#root));
      this.issues.push(
        this.#document.issue(
          'config/missing',
          [...this.#base, written ?? ''].filter((part) => part !== ''),
          {
            expected: names[name].filter((key) => !key.includes('.')).join(', '),
            ...(written === undefined ? {} : { received: written }),
          },
        ),
      );
    }
    return 1;
  }
}

/** Keys that may differ from the first of their kind, since they speak of something else when both are there. */
const apart: ReadonlySet<string> = new Set([
  'padded_vocab_size',
  'kv_channels',
  'attention_head_dim',
  'multi_query_group_num',
  'num_experts',
  'n_positions',
  'max_seq_len',
  'attention_chunk_size',
  'window_size',
  'ffn_hidden_size',
  'num_layers',
]);

const kvHeadsOf = (reading: Reading, type: string, heads: number): number => {
  const stated = reading.count('kvHeads');
  const single = reading.flag('multi_query');
  if (type === 'falcon') {
    if (reading.flag('new_decoder_architecture')) return stated ?? heads;
    return single === false ? heads : 1;
  }
  if (type === 'chatglm') return reading.flag('multi_query_attention') ? (stated ?? heads) : heads;
  if (type === 'gpt_bigcode') return single === false ? heads : 1;
  return stated ?? heads;
};

const latentOf = (reading: Reading): ModelShape['latent'] => {
  const kvRank = reading.whole('kv_lora_rank', 1);
  if (kvRank === undefined) return undefined;
  const qkRope = reading.whole('qk_rope_head_dim', 0);
  const qkNope = reading.whole('qk_nope_head_dim', 1);
  const vHead = reading.whole('v_head_dim', 1);
  for (const [key, value] of Object.entries({ qk_nope_head_dim: qkNope, qk_rope_head_dim: qkRope, v_head_dim: vHead })) {
    if (value === undefined && reading.raw(key) === undefined) reading.report('config/missing', 'kv_lora_rank', { expected: key });
  }
  return { qRank: reading.whole('q_lora_rank', 0) ?? 0, kvRank, qkNope: qkNope ?? 1, qkRope: qkRope ?? 0, vHead: vHead ?? 1 };
};

/** Which layers have experts, where the file says so layer by layer. */
const listedExperts = (reading: Reading, layers: number): readonly boolean[] | undefined => {
  const listed = reading.raw('moe_layers');
  const dense = reading.raw('mlp_only_layers');
  const frequency = reading.raw('moe_layer_freq');
  const all = Array.from({ length: layers }, (_, layer) => layer);
  if (Array.isArray(listed)) return all.map((layer) => listed.includes(layer));
  if (Array.isArray(frequency)) return all.map((layer) => Number(frequency[layer]) === 1);
  if (typeof frequency === 'number' && frequency > 1) {
    const first = reading.count('denseLayers', 0) ?? 0;
    return all.map((layer) => layer >= first && layer % frequency === 0);
  }
  if (Array.isArray(dense) && dense.length > 0) {
    const step = reading.whole('decoder_sparse_step', 1) ?? 1;
    return all.map((layer) => !dense.includes(layer) && (layer + 1) % step === 0);
  }
  const end = reading.whole('moe_layer_end_index', 0);
  if (end !== undefined && end < layers - 1) {
    const first = reading.count('denseLayers', 0) ?? 0;
    return all.map((layer) => layer >= first && layer <= end);
  }
  return undefined;
};

const expertsOf = (reading: Reading, type: string, family: Family, layers: number, ffn: number): ExpertShape | undefined => {
  const routed = reading.count('routed');
  if (routed === undefined || routed <= 1) return undefined;
  const topK = reading.need('topK');
  if (topK > routed) reading.report('config/top-k', 'num_experts_per_tok', { received: String(topK), expected: String(routed) });
  const width = reading.count('expertFfn') ?? ffn;
  const sharedFfn = reading.count('sharedFfn', 0);
  const shared = reading.count('shared', 0) ?? (type === 'llama4_text' || (sharedFfn ?? 0) > 0 ? 1 : 0);
  const listed = listedExperts(reading, layers);
  const denseLayers = listed === undefined ? (reading.count('denseLayers', 0) ?? 0) : 0;
  if (denseLayers > layers) {
    reading.report('config/dense-layers', 'first_k_dense_replace', { received: String(denseLayers), expected: String(layers) });
  }
  const step =
    reading.whole('decoder_sparse_step', 1) ?? reading.whole('interleave_moe_layer_step', 1) ?? reading.whole('moe_layer_interval', 1);
  return {
    routed,
    topK,
    shared,
    ffn: width,
    ...(sharedFfn === undefined || sharedFfn === 0 ? {} : { sharedFfn }),
    denseLayers,
    every: listed ?? step,
    groups: reading.whole('n_group', 1),
    topGroups: reading.whole('topk_group', 1),
    routerBias: family.routerBias,
    sharedGate: type === 'qwen2_moe',
  };
};

const windowsOf = (reading: Reading, family: Family, layers: number): Pick<ModelShape, 'window' | 'fullEvery' | 'softmaxEvery'> => {
  const kinds = reading.raw('layer_types') ?? reading.raw('attention_layers');
  const types = reading.raw('attn_type_list');
  const listed = Array.isArray(kinds)
    ? kinds.map(String)
    : Array.isArray(types)
      ? types.map((each) => (each === 1 ? 'full' : 'linear'))
      : undefined;
  if (listed !== undefined && listed.length !== layers) {
    reading.report('config/layer-types', 'layer_types', { received: String(listed.length), expected: String(layers) });
  }
  const softmaxEvery: Turn | undefined = listed?.some((kind) => kind.startsWith('linear'))
    ? listed.map((kind) => !kind.startsWith('linear'))
    : undefined;
  const used = reading.flag('use_sliding_window') ?? true;
  const window = used ? reading.count('window', 0) : undefined;
  if (window === undefined || window === 0) return { softmaxEvery };
  if (listed !== undefined) {
    const full = listed.map((kind) => /^(full|global|linear)/.test(kind));
    return full.every(Boolean) ? { softmaxEvery } : { window, fullEvery: full, softmaxEvery };
  }
  const noRope = reading.raw('no_rope_layers');
  if (Array.isArray(noRope) && noRope.length === layers) return { window, fullEvery: noRope.map((each) => each === 0) };
  const from = reading.flag('use_sliding_window') === true ? reading.whole('max_window_layers', 0) : undefined;
  if (from !== undefined) return { window, fullEvery: Array.from({ length: layers }, (_, layer) => layer < from) };
  const every = reading.whole('sliding_window_pattern', 1) ?? reading.whole('full_attention_interval', 1) ?? family.fullEvery;
  return { window, fullEvery: every };
};

const biasesOf = (reading: Reading, family: Family): readonly [boolean, boolean, boolean] => {
  const [qkv, output, ffn] = family.biases;
  const all =
    reading.flag('use_bias', 'bias', 'enable_bias') ?? (reading.flag('no_bias') === undefined ? undefined : !reading.flag('no_bias'));
  const attention = reading.flag('attention_bias');
  const linear = reading.flag('add_bias_linear');
  return [
    reading.flag('qkv_bias', 'use_qkv_bias', 'add_qkv_bias') ?? attention ?? all ?? qkv,
    reading.flag('attention_out_bias') ?? linear ?? (family.outputFollows ? attention : undefined) ?? all ?? output,
    reading.flag('mlp_bias') ?? linear ?? all ?? ffn,
  ];
};

/** Width of a plain feed-forward layer where the file gives none: four times that of the model, as all those families have it. */
const ffnOf = (reading: Reading, type: string, hidden: number): number => {
  const ratio = reading.raw('expansion_ratio');
  const multiple = reading.whole('intermediate_multiple_size', 1);
  const stated = reading.count('ffn');
  // The first Qwen states both halves of its gated layer together.
  if (stated !== undefined) return type === 'qwen' ? stated / 2 : stated;
  if (reading.raw('intermediate_size') === undefined && reading.count('expertFfn') !== undefined) return 0;
  return hidden * (multiple ?? (typeof ratio === 'number' ? ratio : 4));
};

const qkNormOf = (reading: Reading, family: Family): ModelShape['qkNorm'] => {
  const stated = reading.flag('use_qk_norm', 'qk_layernorm', 'qk_norm');
  if (stated === false) return undefined;
  return stated === true ? (family.qkNorm ?? 'head') : family.qkNorm;
};

const shapeOf = (reading: Reading, type: string, family: Family): ModelShape => {
  const layers = reading.need('layers');
  const hidden = reading.need('hidden');
  const heads = reading.need('heads');
  const kvHeads = kvHeadsOf(reading, type, heads);
  const latent = latentOf(reading);
  const stated = reading.count('headDim') ?? family.headDim;
  const sound = reading.issues.length === 0;
  if (sound && latent === undefined && stated === undefined && hidden % heads !== 0) {
    reading.report('config/head-width', 'num_attention_heads', { received: String(heads), expected: String(hidden) });
  }
  if (heads % kvHeads !== 0)
    reading.report('config/kv-heads', 'num_key_value_heads', { received: String(kvHeads), expected: String(heads) });
  const ffn = ffnOf(reading, type, hidden);
  const experts = expertsOf(reading, type, family, layers, ffn);
  const [qkvBias, outputBias, ffnBias] = biasesOf(reading, family);
  const parallel = reading.flag('parallel_attn', 'use_parallel_residual') ?? family.parallel;
  const falconNorms = type === 'falcon' && reading.flag('new_decoder_architecture') ? 2 : parallel ? 1 : 2;
  const norms = type === 'falcon' || type === 'stablelm' ? falconNorms : family.norms;
  const indexHeads = reading.whole('index_n_heads', 1);
  const qkNorm = type === 'llama4_text' ? undefined : qkNormOf(reading, family);
  const listed = reading.count('positions');
  return {
    layers,
    hidden,
    heads,
    kvHeads: latent === undefined ? kvHeads : heads,
    headDim: stated ?? Math.max(1, Math.floor(hidden / heads)),
    vocabulary: reading.need('vocabulary'),
    tiedEmbeddings: reading.flag('tie_word_embeddings', 'tie_embeddings') ?? family.tied,
    ffnMatrices: family.gated ? 3 : 2,
    ffnDense: reading.whole('intermediate_size_mlp', 1) ?? ffn,
    experts,
    latent,
    ...windowsOf(reading, family, layers),
    keysEvery: reading.flag('use_cla') ? reading.whole('cla_share_factor', 1) : undefined,
    qkvBias,
    outputBias,
    ffnBias,
    qkNorm,
    sinks: family.sinks,
    ...(indexHeads === undefined
      ? {}
      : { indexer: { heads: indexHeads, headDim: reading.whole('index_head_dim', 1) ?? 1, topK: reading.whole('index_topk', 1) ?? 1 } }),
    parallel,
    norms,
    normBias: family.norm === 'layer',
    normPlain: family.norm === 'plain',
    ...(family.positions === undefined || listed === undefined ? {} : { learnedPositions: listed + family.positions }),
    embeddingWidth: reading.whole('word_embed_proj_dim', 1),
    embeddingNorm: family.embeddingNorm,
    headBias: family.headBias,
    predictionLayers: reading.count('prediction', 0),
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the shape of a decoder transformer from a `config.json` as Hugging Face keeps them. Where the file is silent the
 * customs of its family hold; a family that is not known is read as Llama. Models of text and pictures are read by
 * their text part.
 *
 * @param document the file
 */
export const readConfig = (document: LocatedDocument): Checked<ReadConfig> => {
  if (!isRecord(document.value)) return { ok: false, issues: [document.issue('config/not-object', [])] };
  const inner = ['text_config', 'llm_config', 'language_config'].find((key) => isRecord((document.value as Record<string, unknown>)[key]));
  const outer = document.value;
  const root = inner === undefined ? outer : (outer[inner] as Readonly<Record<string, unknown>>);
  const reading = new Reading(document, inner === undefined ? [] : [inner], root);
  const type = String(root['model_type'] ?? outer['model_type'] ?? '');
  if (refusedTypes.has(type)) reading.report('config/unsupported', 'model_type', { received: type });
  if (root['is_encoder_decoder'] === true) reading.report('config/encoder-decoder', 'is_encoder_decoder');
  if (reading.issues.length > 0) return { ok: false, issues: reading.issues };
  const known = Object.hasOwn(configFamilies, type);
  const name = known ? type : defaultFamily;
  const shape = shapeOf(reading, type, configFamilies[name]!);
  if (reading.issues.length > 0) return { ok: false, issues: reading.issues };
  return { ok: true, value: { shape, family: name, assumedFamily: !known } };
};
