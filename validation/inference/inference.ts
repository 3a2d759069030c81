import { type Catalog, openCatalog } from '#catalog';
import { resolveServing, type ServingRequest } from '#scenario';
import { type Area, type Replayed, rowKind } from '../area.ts';

let catalog: Catalog | undefined;
const facts = (): Catalog => {
  if (catalog === undefined) {
    const opened = openCatalog();
    if (!opened.ok) throw new Error('the catalogue does not open');
    catalog = opened.value;
  }
  return catalog;
};

/** Prompt or answer so short that it says nothing of the other phase. */
const one = 1;
/** Any region: nothing here costs money. */
const region = 'region/us-average';
const milliseconds = 1000;

const served = rowKind({
  name: 'inference/served',
  when: () => true,
  inputs: {
    model: 'text',
    chip: 'text',
    ranks: 'number',
    tensor: 'number',
    weight_bits: 'number',
    cache_bits: 'number',
    phase: 'text',
    sequences_per_rank: 'number',
    input_tokens: 'number',
    output_tokens: 'number',
    limit_ms: 'number',
    queries: 'number',
    accepted: 'number',
  },
  defaults: { sequences_per_rank: 0, output_tokens: one, limit_ms: 0, queries: 1, accepted: 1 },
  answers: [{ column: 'tok_s_per_chip', tolerance: { kind: 'band', low: 'low', high: 'high' } }],
  replay: (row): Replayed => {
    const request: ServingRequest = {
      model: row.model,
      chip: row.chip,
      count: row.ranks,
      input: row.input_tokens,
      output: Math.max(one, row.output_tokens),
      objective: 'throughput',
      perToken: row.limit_ms > 0 ? row.limit_ms / milliseconds : undefined,
      weightBits: row.weight_bits as 4 | 8 | 16,
      cacheBits: row.cache_bits as 8 | 16,
      ranks: row.ranks,
      tensor: row.tensor,
      sequences: row.sequences_per_rank > 0 ? row.sequences_per_rank * row.ranks : undefined,
      queries: row.queries,
      accepted: row.accepted,
      region,
    };
    const resolved = resolveServing(facts(), request);
    if (!resolved.ok) return { notScored: { code: 'not-computed', detail: row.model } };
    const { prefill, decode, output } = resolved.value.rate;
    const rate = row.phase === 'prefill' ? prefill.rate : row.phase === 'decode' ? decode.rate : output;
    return { predicted: { tok_s_per_chip: rate }, because: { code: 'inference-binds', detail: resolved.value.rate.binding } };
  },
});

/** Published throughputs of serving, which the outline is held against and was not fitted to. */
export const inference: Area = {
  name: 'inference',
  files: [
    {
      name: 'inference',
      recognise: ['phase', 'sequences_per_rank', 'tok_s_per_chip', 'limit_ms'],
      selectors: [],
      skip: () => undefined,
      prints: 'id',
      given: undefined,
      rows: [served],
    },
  ],
};
