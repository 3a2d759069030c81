import type { Catalog, Thing } from '#catalog';
import type { Checked, Issue } from '#quantity';
import type { ModelShape } from '#run';
import { median } from '#uncertainty';
import type { Place } from './document.ts';

/** Shape of a catalogue model, in the form the run floor counts. */
export const modelShape = (model: Thing, catalog: Catalog, place: Place): Checked<ModelShape> => {
  const issues: Issue[] = [];
  const value = (fact: string): number | undefined => {
    const selected = catalog.select(model, fact);
    return selected && median(selected.value);
  };
  const need = (fact: string): number => {
    const found = value(fact);
    if (found === undefined)
      issues.push({
        code: 'scenario/incomplete-shape',
        path: 'model',
        file: place.file,
        line: place.line,
        column: place.column,
        expected: fact,
        received: model.id,
      });
    return found ?? 0;
  };
  const routed = value('experts');
  const kvRank = value('kvLora');
  const heads = need('heads');
  const optional = (field: keyof ModelShape, fact: string = field): Partial<ModelShape> => {
    const found = value(fact);
    return found === undefined ? {} : { [field]: found };
  };
  const says = (attribute: string, word: string): boolean => model.attributes[attribute] === word;
  const biases = model.attributes['biases'];
  const queryKeyNorm = model.attributes['queryKeyNorm'];
  const indexerHeads = value('indexerHeads');
  const shape: ModelShape = {
    layers: need('layers'),
    hidden: need('hidden'),
    heads,
    kvHeads: value('kvHeads') ?? heads,
    headDim: need('headDim'),
    vocabulary: need('vocabulary'),
    tiedEmbeddings: model.attributes['tiedEmbeddings'] === 'yes',
    ffnMatrices: need('ffnMatrices'),
    ffnDense: value('ffnDense') ?? 0,
    ...(routed === undefined
      ? {}
      : {
          experts: {
            routed,
            topK: need('topK'),
            shared: value('sharedExperts') ?? 0,
            ffn: need('ffnExpert'),
            denseLayers: value('denseLayers') ?? 0,
            sharedFfn: value('ffnShared'),
            every: value('expertEvery'),
            groups: value('expertGroups'),
            topGroups: value('topGroups'),
            routerBias: biases === 'all',
          },
        }),
    ...(kvRank === undefined
      ? {}
      : { latent: { qRank: value('qLora') ?? 0, kvRank, qkNope: need('qkNope'), qkRope: need('qkRope'), vHead: need('vHead') } }),
    ...(indexerHeads === undefined ? {} : { indexer: { heads: indexerHeads, headDim: need('indexerDim'), topK: need('indexerTopK') } }),
    ...optional('window'),
    ...optional('fullEvery'),
    ...optional('softmaxEvery'),
    ...optional('keysEvery'),
    ...optional('norms'),
    ...optional('learnedPositions'),
    ...optional('predictionLayers'),
    qkvBias: biases === 'qkv' || biases === 'attention' || biases === 'all',
    outputBias: biases === 'attention' || biases === 'all',
    ffnBias: biases === 'all',
    normBias: says('norm', 'LayerNorm'),
    relativePositions: says('positions', 'relative'),
    parallel: says('blocks', 'parallel'),
    ...(queryKeyNorm === 'head' || queryKeyNorm === 'all' ? { qkNorm: queryKeyNorm } : {}),
  };
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: shape };
};
