import type { Architecture, Attention } from './architecture.ts';

/** A weight matrix, and how many of its shape a model has. */
export interface WeightMatrices {
  /** Inputs. @unit 1 */
  readonly rows: number;
  /** Outputs. @unit 1 */
  readonly columns: number;
  /** Matrices of this shape. @unit 1 */
  readonly count: number;
}

type Shape = readonly [rows: number, columns: number, count: number];

const attentionShapes = (attention: Attention, hidden: number): readonly Shape[] => {
  const { kind, heads, kvHeads, headDim, valueDim, queryRank, kvRank, ropeDim, gated, reusesKeys, relativePositions } = attention;
  const output: Shape = [heads * valueDim, hidden, 1];
  const gate: Shape = [hidden, heads * valueDim, gated ? 1 : 0];
  if (kind !== 'latent') {
    return [
      [hidden, heads * headDim, relativePositions ? 2 : 1],
      [hidden, kvHeads * headDim, reusesKeys ? 0 : 1],
      [hidden, kvHeads * valueDim, reusesKeys ? 0 : 1],
      output,
      gate,
    ];
  }
  const query: readonly Shape[] =
    queryRank > 0
      ? [
          [hidden, queryRank, 1],
          [queryRank, heads * headDim, 1],
        ]
      : [[hidden, heads * headDim, 1]];
  return [...query, [hidden, kvRank + ropeDim, 1], [kvRank, heads * (headDim - ropeDim + valueDim), 1], output, gate];
};

interface LayerMatrices {
  /** Of attention and of what every token passes. */
  readonly dense: readonly Shape[];
  /** Of routed experts. */
  readonly expert: readonly Shape[];
}

const layerMatrices = ({ attention, feedForward }: Architecture['kinds'][number], hidden: number): LayerMatrices => {
  const { matrices, width, routed, expertWidth } = feedForward;
  const into = matrices - 1;
  return {
    dense: [...attentionShapes(attention, hidden), [hidden, width, into], [width, hidden, 1]],
    expert: [
      [hidden, expertWidth, into * routed],
      [expertWidth, hidden, routed],
    ],
  };
};

/** Whether there is such a matrix at all. */
const isThere = ([rows, columns, count]: Shape): boolean => rows > 0 && columns > 0 && count > 0;

/** How many weight matrices a model has. */
export interface MatrixCount {
  /** Of attention and of what every token passes. @unit 1 */
  readonly dense: number;
  /** Of routed experts. @unit 1 */
  readonly expert: number;
}

/**
 * Counts the weight matrices of all layers, without those of `weightMatrices` that are left out there.
 *
 * @pure
 * @param architecture layers, heads and experts
 */
export const countMatrices = ({ hidden, kinds, pattern }: Architecture): MatrixCount => {
  const inKind = (shapes: readonly Shape[]): number => shapes.filter(isThere).reduce((sum, [, , count]) => sum + count, 0);
  const each = kinds.map((kind) => {
    const { dense, expert } = layerMatrices(kind, hidden);
    return { dense: inKind(dense), expert: inKind(expert) };
  });
  return {
    dense: pattern.reduce((sum, kind) => sum + each[kind]!.dense, 0),
    expert: pattern.reduce((sum, kind) => sum + each[kind]!.expert, 0),
  };
};

/**
 * The weight matrices of all layers, by shape: what an optimiser of second order keeps curvature of. Embedding, logit layer,
 * routers, norms and biases are left out, as they keep a diagonal.
 *
 * @pure
 * @param architecture layers, widths, heads and experts
 */
export const weightMatrices = (architecture: Architecture): readonly WeightMatrices[] => {
  const { hidden, kinds, pattern } = architecture;
  const counts = new Map<string, { rows: number; columns: number; count: number }>();
  const add = (shape: Shape, layers: number): void => {
    if (!isThere(shape)) return;
    const [rows, columns, count] = shape;
    const key = `${rows} ${columns}`;
    const known = counts.get(key) ?? { rows, columns, count: 0 };
    known.count += count * layers;
    counts.set(key, known);
  };
  kinds.forEach((own, kind) => {
    const layers = pattern.filter((each) => each === kind).length;
    const { dense, expert } = layerMatrices(own, hidden);
    for (const shape of [...dense, ...expert]) add(shape, layers);
  });
  return [...counts.values()];
};
