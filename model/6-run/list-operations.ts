import type { Architecture } from './architecture.ts';
import type { Plan } from './plan.ts';

/** What an operation is, as an index into `operationKinds`. */
export const operationKinds = ['gemm', 'grouped-gemm', 'attention', 'memory'] as const;

/** Groups of ranks that exchange data inside a layer, as an index into `communicationGroups`. */
export const communicationGroups = ['tensor', 'expert', 'context', 'expert-tensor'] as const;

/** How they exchange it, as an index into `collectives`. */
export const collectives = ['all-reduce', 'all-gather', 'reduce-scatter', 'all-to-all', 'send'] as const;

/** What the work belongs to, as an index into `operationNames`: for people, and for traces. */
export const operationNames = [
  'embedding',
  'norm',
  'query-key-value',
  'query-down',
  'query-up',
  'key-value-down',
  'key-value-up',
  'rotary',
  'indexer',
  'attention',
  'attention-gate',
  'attention-output',
  'residual',
  'feed-forward-in',
  'activation',
  'feed-forward-out',
  'router',
  'permute',
  'expert-in',
  'expert-activation',
  'expert-out',
  'prediction-projection',
  'head',
  'loss',
] as const;

/**
 * Work of one rank on one micro-batch, as columns, so that evaluation allocates nothing. Row `i` belongs to `owner[i]`:
 * an index into `architecture.kinds` for what each layer of that kind does once, `kinds.length` for the embedding,
 * `kinds.length + 1` for the logit layer and loss, `kinds.length + 2` for one prediction module without its layer.
 * Everything is for the forward pass; `backward*` columns say what the backward pass does.
 */
export interface OperationTable {
  /** Rows in use. */
  count: number;
  readonly owner: Int32Array;
  readonly kind: Uint8Array;
  readonly name: Uint8Array;
  /** Rows of the product, tokens as a rule; of attention, query tokens times local heads. */
  readonly m: Float64Array;
  /** Columns of the product; of attention, keys that a query sees on average, all of them where it is not causal. */
  readonly n: Float64Array;
  /** Inner width of the product; of attention, width of a key plus that of a value. */
  readonly k: Float64Array;
  /** Products of that shape (local experts; sequences times local heads in attention). */
  readonly groups: Float64Array;
  /** FLOP of the forward pass; attention only those of the keys that a query sees. */
  readonly flop: Float64Array;
  /** Bytes that the forward pass moves to and from memory. */
  readonly bytes: Float64Array;
  /** FLOP of the backward pass with respect to inputs. */
  readonly backwardInput: Float64Array;
  /** FLOP of the backward pass with respect to weights; 0 where there are none. */
  readonly backwardWeight: Float64Array;
  /** Bytes that the backward pass moves. */
  readonly backwardBytes: Float64Array;
  /** 1 where selective recompute repeats the row, 0 where only full does. */
  readonly selective: Uint8Array;
  /** Rows in use of the communication columns. */
  exchanges: number;
  readonly exchangeOwner: Int32Array;
  readonly exchangeGroup: Uint8Array;
  readonly exchangeKind: Uint8Array;
  /** Bytes that a rank holds after (all-gather), before (reduce-scatter, all-to-all, send) or throughout (all-reduce). */
  readonly exchangeBytes: Float64Array;
  /** Times it happens in the forward pass. */
  readonly exchangeForward: Float64Array;
  /** Times it happens in the backward pass; a recomputed forward pass repeats `exchangeForward`. */
  readonly exchangeBackward: Float64Array;
}

/**
 * Makes an empty table, to be filled again and again.
 *
 * @pure
 * @param rows operations it can hold
 */
export const operationTable = (rows = 256): OperationTable => ({
  count: 0,
  owner: new Int32Array(rows),
  kind: new Uint8Array(rows),
  name: new Uint8Array(rows),
  m: new Float64Array(rows),
  n: new Float64Array(rows),
  k: new Float64Array(rows),
  groups: new Float64Array(rows),
  flop: new Float64Array(rows),
  bytes: new Float64Array(rows),
  backwardInput: new Float64Array(rows),
  backwardWeight: new Float64Array(rows),
  backwardBytes: new Float64Array(rows),
  selective: new Uint8Array(rows),
  exchanges: 0,
  exchangeOwner: new Int32Array(rows),
  exchangeGroup: new Uint8Array(rows),
  exchangeKind: new Uint8Array(rows),
  exchangeBytes: new Float64Array(rows),
  exchangeForward: new Float64Array(rows),
  exchangeBackward: new Float64Array(rows),
});

/** Signature of `listOperations`, which fills `into` and returns it. */
export type ListOperations = (architecture: Architecture, plan: Plan, into?: OperationTable) => OperationTable;
