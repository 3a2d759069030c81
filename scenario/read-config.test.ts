import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDocument } from '#catalog';
import { formatIssue, langs } from '#messages';
import type { Checked } from '#quantity';
import { architectureOf, countParameters } from '#run';
import { type ReadConfig, readConfig } from './read-config.ts';

interface Counted {
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
}
/** Default configurations of transformers 5.24 (Apache-2.0), less what has no say here, and the parameters of the models it builds from them. */
const counted = JSON.parse(readFileSync(new URL('test/configs.json', import.meta.url), 'utf8')) as readonly Counted[];

const read = (config: unknown): Checked<ReadConfig> => {
  const document = readDocument({ text: JSON.stringify(config, undefined, 2), file: 'config.json' });
  return document.ok ? readConfig(document.value) : document;
};
const llama = {
  model_type: 'llama',
  num_hidden_layers: 4,
  hidden_size: 256,
  num_attention_heads: 8,
  intermediate_size: 512,
  vocab_size: 1000,
};
const codes = (config: unknown): readonly string[] => {
  const checked = read(config);
  if (checked.ok) return [];
  for (const issue of checked.issues) {
    // A code without a text is shown as it is: every one of these has a text in both languages.
    for (const lang of langs) expect(formatIssue(issue, lang)).not.toContain(issue.code);
    expect(issue.line).toBeGreaterThan(0);
  }
  return checked.issues.map(({ code, path }) => `${code} ${path}`);
};

describe('a configuration', () => {
  it.each(counted.map((each) => ({ type: String(each.config['model_type']), ...each })))(
    '$type gives the parameters of the model that its library builds',
    ({ config, parameters }) => {
      const checked = read(config);
      expect(checked).toMatchObject({ ok: true, value: { assumedFamily: false } });
      if (checked.ok) expect(countParameters(architectureOf(checked.value.shape)).total).toBe(parameters);
    },
  );

  it('of a family that is not known is read as Llama, and says so', () => {
    expect(read({ ...llama, model_type: 'llama-of-tomorrow' })).toMatchObject({
      ok: true,
      value: { family: 'llama', assumedFamily: true },
    });
  });

  it('of text and pictures is read by its text part', () => {
    expect(read({ model_type: 'gemma3', vision_config: { hidden_size: 1 }, text_config: llama })).toMatchObject({
      ok: true,
      value: { shape: { hidden: 256, layers: 4 } },
    });
  });

  it('may list its layers one by one', () => {
    const config = {
      ...llama,
      sliding_window: 64,
      layer_types: ['sliding_attention', 'full_attention', 'sliding_attention', 'full_attention'],
    };
    const checked = read(config);
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    const { kinds, pattern } = architectureOf(checked.value.shape);
    expect(pattern.map((kind) => kinds[kind]!.attention.window)).toEqual([64, 0, 64, 0]);
  });
});

describe('a configuration at fault', () => {
  it('is told every fault at its place, with the mend', () => {
    expect(codes([])).toEqual(['config/not-object ']);
    expect(codes({ model_type: 'mamba' })).toEqual(['config/unsupported model_type']);
    expect(codes({ ...llama, is_encoder_decoder: true })).toEqual(['config/encoder-decoder is_encoder_decoder']);
    expect(codes({ ...llama, hidden_size: 'wide', num_hidden_layers: 0 })).toEqual([
      'config/not-count num_hidden_layers',
      'config/not-count hidden_size',
    ]);
    expect(codes({ ...llama, n_embd: 512 })).toEqual(['config/contradiction n_embd']);
    expect(codes({ ...llama, num_attention_heads: 7 })).toEqual(['config/head-width num_attention_heads']);
    expect(codes({ ...llama, num_key_value_heads: 3 })).toEqual(['config/kv-heads num_key_value_heads']);
    expect(codes({ ...llama, num_experts: 4, num_experts_per_tok: 8 })).toEqual(['config/top-k num_experts_per_tok']);
    expect(codes({ ...llama, num_experts: 4, num_experts_per_tok: 2, first_k_dense_replace: 9 })).toEqual([
      'config/dense-layers first_k_dense_replace',
    ]);
    expect(codes({ ...llama, layer_types: ['full_attention'] })).toEqual(['config/layer-types layer_types']);
    expect(codes({ ...llama, attention_bias: 'no' })).toEqual(['config/not-boolean attention_bias']);
    expect(codes({ ...llama, kv_lora_rank: 16, qk_rope_head_dim: 8 })).toEqual([
      'config/missing kv_lora_rank',
      'config/missing kv_lora_rank',
    ]);
  });

  it('is asked whether a key near the missing one is meant', () => {
    const { num_hidden_layers: _, ...rest } = llama;
    const checked = read({ ...rest, num_hiden_layers: 4 });
    expect(checked).toMatchObject({ ok: false, issues: [{ code: 'config/missing', received: 'num_hiden_layers' }] });
  });
});
