import type { Catalog, Thing } from '#catalog';
import { architectureOf, countParameters, type ModelShape } from '#run';
import { modelShape } from '#scenario';
import type { RunCells } from './input-columns.ts';

/** A number at the head of a cell: `250k (padded)` is 250,000. */
export function numberIn(text: string): number | undefined {
  const found = /^\s*([\d,]*\.?\d+(?:e[+-]?\d+)?)\s*([kKmM](?![a-z]))?/.exec(text);
  if (found === null) return undefined;
  const value = Number(found[1]!.replaceAll(',', '')) * (found[2] === undefined ? 1 : /k/i.test(found[2]) ? 1e3 : 1e6);
  // Every column counts or measures something that is there: a nought is an empty cell.
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** A count of at least one. */
function wholeIn(text: string): number | undefined {
  const found = numberIn(text);
  return found === undefined || found < 1 ? undefined : Math.round(found);
}

const kibi = 1024;

/** Length of a sequence: `8k` is 8,192. */
export function tokensIn(text: string): number | undefined {
  const short = /^\s*(\d+(?:\.\d+)?)\s*k(?![a-z])/i.exec(text);
  return short === null ? numberIn(text) : Number(short[1]) * kibi;
}

/**
 * A name without what tables spell in different ways.
 *
 * @param text the name
 */
export const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[（(].*?[)）]/g, ' ')
    .replace(/^.*\//, '')
    .replace(/\b(style|base|model|pretrain(ing)?|instruct|hf)\b/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * The catalogue's model of a name, spelled as tables spell it.
 *
 * @param catalog the models
 * @param name the name
 */
export function findModel(catalog: Catalog, name: string): Thing | undefined {
  const wanted = plainName(name);
  if (wanted === '') return undefined;
  const names = (thing: Thing): string[] => [thing.id.replace(/^.*\//, ''), thing.name.en, ...thing.aliases].map(plainName);
  return catalog.get(name, 'model') ?? catalog.list('model').find((thing) => names(thing).includes(wanted));
}

const defaults = { vocabulary: 50_304, headWidth: 128, plainRatio: 4, gatedRatio: 8 / 3, gatedMultiple: 256 } as const;

/** Layers that a row does not describe have as many parameters as it says, within this. */
const sameSize = 0.02;

export interface ReadShape {
  readonly shape: ModelShape;
  readonly filled: readonly string[];
}

/**
 * The shape of a row's model: stated cells, else the catalogue's entry of that name, else what other cells imply, else
 * the stated default.
 *
 * @param cells the row
 * @param catalog models by name
 */
export function readShape(cells: RunCells, catalog: Catalog): ReadShape | undefined {
  const layers = wholeIn(cells.layers);
  const hidden = numberIn(cells.hidden);
  if (layers === undefined || hidden === undefined) return undefined;
  const filled: string[] = [];
  const thing = findModel(catalog, cells.model_name);
  const checked = thing && modelShape(thing, catalog, { file: '', line: 0, column: 0 } as never);
  const published = checked?.ok === true ? checked.value : undefined;
  const known = published !== undefined && published.hidden === hidden ? published : undefined;
  const cell = (name: 'heads' | 'kv_heads' | 'ffn_hidden' | 'vocab', catalogued: number | undefined, fallback: () => number): number => {
    const stated = numberIn(cells[name]);
    if (stated !== undefined) return stated;
    filled.push(catalogued === undefined ? name : `${name} (${thing?.id ?? ''})`);
    return catalogued ?? fallback();
  };
  const heads = cell('heads', known?.heads, () => Math.max(1, Math.round(hidden / defaults.headWidth)));
  const kvHeads = cell('kv_heads', known?.kvHeads, () => heads);
  const routed = numberIn(cells.experts) ?? known?.experts?.routed ?? 0;
  const isRouted = routed > 1 && cells.arch.trim().toLowerCase() !== 'dense';
  // A name stands for its vocabulary and its kind of feed-forward layer even where a variant is shallower.
  const vocabulary = cell('vocab', published?.vocabulary, () => defaults.vocabulary);
  const stated = numberIn(cells.ffn_hidden);
  const total = numberIn(cells.params_total);
  const base = {
    layers,
    hidden,
    heads,
    kvHeads,
    headDim: known !== undefined && known.heads === heads ? known.headDim : hidden / heads,
    vocabulary,
    tiedEmbeddings: published?.tiedEmbeddings ?? false,
  };
  const sized = (ffnMatrices: number, width: number): ModelShape => ({ ...base, ffnMatrices, ffnDense: width });
  const matricesOf = (): number => {
    if (published !== undefined) return published.ffnMatrices;
    if (isRouted) return 3;
    if (stated === undefined) return 2;
    if (total !== undefined) {
      const off = (matrices: number): number => Math.abs(Math.log(countParameters(architectureOf(sized(matrices, stated))).total / total));
      const [two, three] = [off(2), off(3)];
      if (Math.abs(two - three) > sameSize) return three < two ? 3 : 2;
    }
    return stated === defaults.plainRatio * hidden || stated > defaults.plainRatio * hidden ? 2 : 3;
  };
  const ffnMatrices = matricesOf();
  const usual =
    ffnMatrices === 3
      ? Math.ceil((defaults.gatedRatio * hidden) / defaults.gatedMultiple) * defaults.gatedMultiple
      : defaults.plainRatio * hidden;
  const width = cell('ffn_hidden', known?.experts === undefined ? known?.ffnDense : known.ffnDense || known.experts.ffn, () => usual);
  if (!isRouted) {
    const shape: ModelShape = { ...(known ?? {}), ...sized(ffnMatrices, width), experts: undefined };
    return { shape, filled };
  }
  const experts = known?.experts;
  const topK = numberIn(cells.experts_active) ?? experts?.topK;
  if (numberIn(cells.experts) === undefined) filled.push(`experts (${thing?.id ?? ''})`);
  if (numberIn(cells.experts_active) === undefined)
    filled.push(topK === undefined ? 'experts_active' : `experts_active (${thing?.id ?? ''})`);
  // Where nothing is known of the experts, their width follows from all parameters together, if those are stated.
  const implied = (): number => {
    if (total === undefined) return width;
    const without = countParameters(architectureOf({ ...base, ffnMatrices, ffnDense: 0 })).total;
    return Math.max(1, (total - without) / (layers * routed * ffnMatrices * hidden));
  };
  const shape: ModelShape = {
    ...(known ?? {}),
    ...sized(ffnMatrices, experts === undefined ? width : (known?.ffnDense ?? width)),
    experts: {
      denseLayers: 0,
      shared: 0,
      ...(experts ?? {}),
      routed,
      topK: topK ?? 2,
      ffn: experts?.ffn ?? implied(),
    },
  };
  return { shape, filled };
}
