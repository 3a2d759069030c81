import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Architecture,
  architectureOf,
  collectives,
  countParameters,
  listOperations,
  type ModelShape,
  type OperationTable,
  operationKinds,
  operationNames,
  operationTable,
  type Plan,
  paddedVocabulary,
  planOf,
  visibleKeys,
} from '#run';

const dense: ModelShape = {
  layers: 4,
  hidden: 512,
  heads: 8,
  kvHeads: 8,
  headDim: 64,
  vocabulary: 1024,
  tiedEmbeddings: false,
  ffnMatrices: 3,
  ffnDense: 2048,
};
const mixture: ModelShape = { ...dense, experts: { routed: 16, topK: 4, shared: 1, ffn: 256, denseLayers: 1 } };
const latent: ModelShape = { ...dense, latent: { qRank: 96, kvRank: 64, qkNope: 64, qkRope: 32, vHead: 64 } };
const shapes = { dense, mixture, latent, windowed: { ...dense, window: 128, fullEvery: 2 }, parallel: { ...dense, parallel: true } };

/** What a whole model does to a micro-batch, summed over a column. */
const whole = (architecture: Architecture, table: OperationTable, column: 'flop' | 'backwardInput' | 'backwardWeight'): number => {
  const times = (owner: number): number =>
    owner < architecture.kinds.length ? architecture.pattern.filter((kind) => kind === owner).length : 1;
  let sum = 0;
  for (let row = 0; row < table.count; row++) sum += table[column][row]! * times(table.owner[row]!);
  return sum;
};
const attention = (architecture: Architecture, sequence: number): number =>
  architecture.pattern.reduce((sum, kind) => {
    const each = architecture.kinds[kind]!.attention;
    return sum + 2 * each.heads * (each.headDim + each.valueDim) * visibleKeys(each, sequence);
  }, 0);

describe('operations', () => {
  it.each(Object.entries(shapes))('of a %s model are two FLOP for each multiplied parameter and token, and attention', (_, shape) => {
    const architecture = architectureOf(shape);
    const table = listOperations(architecture, planOf({ sequence: 1024, microBatch: 2 }));
    const tokens = 2048;
    const forward = tokens * (2 * countParameters(architecture).multiplied + attention(architecture, 1024));
    expect(whole(architecture, table, 'flop') / forward).toBeCloseTo(1, 12);
    const weights = whole(architecture, table, 'backwardWeight');
    expect(weights / (tokens * 2 * countParameters(architecture).multiplied)).toBeCloseTo(1, 12);
    expect(whole(architecture, table, 'backwardInput') / (weights + 2.5 * tokens * attention(architecture, 1024))).toBeCloseTo(1, 12);
  });

  it('are shared out by tensor, context and expert ranks, and none are lost', () => {
    const architecture = architectureOf(mixture);
    const at = (plan: Partial<Plan>): number =>
      whole(architecture, listOperations(architecture, planOf({ sequence: 1024, microBatch: 4, ...plan })), 'flop');
    const one = at({});
    for (const tensor of [2, 4, 8]) expect((tensor * at({ tensor, expertTensor: 1, expert: tensor })) / one).toBeCloseTo(1, 12);
    for (const context of [2, 4]) {
      expect((context * at({ context })) / one).toBeCloseTo(1, 12);
      expect((context * at({ context, contextExchange: 'all-to-all' })) / one).toBeCloseTo(1, 12);
    }
    expect(at({ data: 4, expert: 4 }) / one).toBeCloseTo(1, 12);
    // Split experts run on the tokens of all who split them: as much work, in narrower products.
    expect((4 * at({ tensor: 4, expertTensor: 4 })) / one).toBeCloseTo(1, 12);
  });

  it('exchange nothing where no group has two members', () => {
    for (const shape of Object.values(shapes)) expect(listOperations(architectureOf(shape), planOf({})).exchanges).toBe(0);
  });

  it('exchange as much with sequence parallel ranks as without: a gather and a scatter for each sum', () => {
    const architecture = architectureOf(dense);
    const volume = (sequenceParallel: boolean, direction: 'exchangeForward' | 'exchangeBackward'): number => {
      const table = listOperations(architecture, planOf({ tensor: 4, sequenceParallel, sequence: 1024 }));
      let sum = 0;
      for (let row = 0; row < table.exchanges; row++) {
        if (table.exchangeOwner[row] !== 0) continue;
        const twice = collectives[table.exchangeKind[row]!] === 'all-reduce' ? 2 : 1;
        sum += table.exchangeBytes[row]! * table[direction][row]! * twice;
      }
      return sum;
    };
    expect(volume(true, 'exchangeForward')).toBe(volume(false, 'exchangeForward'));
    // What is kept in parts is gathered once more for the gradient of the weights.
    expect(volume(true, 'exchangeBackward') / volume(false, 'exchangeBackward')).toBe(1.5);
  });

  it('of attention that keeps its scores see every key, and move the scores', () => {
    const row = (plan: Partial<Plan>): Record<'flop' | 'bytes' | 'backward', number> => {
      const table = listOperations(architectureOf(dense), planOf({ sequence: 1024, ...plan }));
      const at = table.kind.indexOf(operationKinds.indexOf('attention'));
      return { flop: table.flop[at]!, bytes: table.bytes[at]!, backward: table.backwardInput[at]! / table.flop[at]! };
    };
    const [fused, kept] = [row({}), row({ fusedAttention: false })];
    expect(kept.flop / fused.flop).toBe(2);
    expect(kept.bytes - fused.bytes).toBe(8 * 1024 * 1024 * 24);
    expect(fused.backward).toBe(2.5);
    expect(kept.backward).toBe(2);
  });

  it('take operands of one byte in FP8, but not in router and logit layer', () => {
    const bytes = (precision: Plan['precision'], name: (typeof operationNames)[number]): number => {
      const table = listOperations(architectureOf(mixture), planOf({ precision, sequence: 1024 }));
      return table.bytes[table.name.indexOf(operationNames.indexOf(name))]!;
    };
    expect(bytes('fp8', 'router')).toBe(bytes('bf16', 'router'));
    expect(bytes('fp8', 'head')).toBe(bytes('bf16', 'head'));
    expect(bytes('fp8', 'attention-output')).toBeLessThan(bytes('bf16', 'attention-output'));
  });

  it('of frozen weights have no gradient of them', () => {
    const architecture = architectureOf(mixture);
    const table = listOperations(architecture, planOf({ trainable: false }));
    expect(whole(architecture, table, 'backwardWeight')).toBe(0);
    expect(whole(architecture, table, 'backwardInput')).toBeGreaterThan(0);
  });

  it('say so where a table is too short', () => {
    expect(() => listOperations(architectureOf(mixture), planOf({}), operationTable(3))).toThrow(RangeError);
  });
});

describe('a vocabulary', () => {
  it('is padded to 128 rows for each tensor rank, by less than that', () => {
    expect(paddedVocabulary(250_680, 4)).toBe(250_880);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 1, max: 64 }), (vocabulary, tensor) => {
        const padded = paddedVocabulary(vocabulary, tensor);
        expect(padded % (128 * tensor)).toBe(0);
        expect(padded).toBeGreaterThanOrEqual(vocabulary);
        expect(padded - vocabulary).toBeLessThan(128 * tensor);
      }),
    );
  });
});

describe('visible keys', () => {
  it('are half the sequence, or nearly a window that is short beside it', () => {
    const { kinds } = architectureOf({ ...dense, window: 128 });
    const [{ attention: windowed }] = kinds as [(typeof kinds)[number]];
    expect(visibleKeys({ ...windowed, window: 0 }, 4096)).toBe(2048);
    expect(visibleKeys(windowed, 128)).toBe(64);
    expect(visibleKeys(windowed, 1_048_576)).toBeCloseTo(128, 1);
  });
});
