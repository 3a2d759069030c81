import type { Catalog, Thing } from '#catalog';
import { median } from '#uncertainty';

/** An accelerator as a table names it. */
export interface FoundAccelerator {
  readonly thing: Thing;
  /** What the table counts, as a share of the catalogue's package: one half where it counts dies or cores of two. */
  readonly part: number;
  /** The name is not that of the part, but one under which the catalogue lists a part that is taken for it. */
  readonly byAlias: boolean;
}

/** Words that say who sells it or in which box it is, not which chip it is. */
const boxes =
  /\b(nvidia|amd|instinct|google|cloud|intel|habana|huawei|npu|hpu|atlas|cloudmatrix\s*\d*|aws|amazon|tesla|hgx|dgx|superpod|superchip|nvl\d+|oam|ubb|selene|eos|gpus?|accelerators?|chips?|per|package|sxm\d?|hbm\d?e?|gcds?|dies?|neuroncores?|cores?|half|one|single|\d+\s*gi?b|\d+\s*w)\b/g;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[（(].*?[)）]/g, ' ')
    .replace(/[_/,-]+/g, ' ')
    .replace(boxes, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** `v4-128`, `v5litepod-256`: a slice, whose second number counts chips or cores. Generations have one digit: `V100` is none. */
const slice = /^(?:tpu)?\s*(v\d(?:litepod|[ep])?)(?:[- ]\d+)?$/i;

const memoryOf = (catalog: Catalog, thing: Thing): number | undefined => {
  const memory = catalog.select(thing, 'memory');
  return memory && median(memory.value);
};

/** A name inside another one is at least this long, or it could be chance. */
const leastInside = 4;
/** How much of a name another one is: all of it, its beginning, a part of it. */
const likeness = (wanted: string, own: string): number => {
  if (own === '') return 0;
  if (own === wanted) return 1000 + own.length;
  if (wanted.startsWith(own)) return own.length;
  return own.length >= leastInside && wanted.includes(own) ? own.length - 1 : 0;
};

/** One of two dies, where that is what a memory of half the package tells. */
const half = 0.5;
const near = 0.06;

/**
 * Finds the accelerator that a table means by its name and, where names leave several, its memory.
 *
 * @param catalog the catalogue
 * @param name as written: `NVIDIA H100-80GB-HBM3`, `MI250X GCD`, `v5p-128`
 * @param memory bytes of what the table counts, where it says
 */
export const findAccelerator = (catalog: Catalog, name: string, memory?: number): FoundAccelerator | undefined => {
  const sliced = slice.exec(name.trim());
  const wanted = sliced === null ? plain(name) : plain(`TPU ${sliced[1]!.replace(/litepod/i, 'e')}`);
  if (wanted === '') return undefined;
  const scored = catalog
    .list('accelerator')
    .map((thing) => {
      const names = [thing.id.replace(/^.*\//, ''), thing.name.en, ...(thing.name.zh === undefined ? [] : [thing.name.zh])];
      const own = Math.max(...names.map((each) => likeness(wanted, plain(each))));
      const best = Math.max(own, ...thing.aliases.map((each) => likeness(wanted, plain(each))));
      const fits = memory === undefined ? 0 : closeness(memoryOf(catalog, thing), memory);
      return { thing, best, fits, byAlias: best > own };
    })
    .filter(({ best }) => best > 1)
    .sort((a, b) => b.best - a.best || b.fits - a.fits || (a.thing.id < b.thing.id ? -1 : 1));
  const [first] = scored;
  if (first === undefined) return undefined;
  const tied = scored.filter(({ best }) => best === first.best);
  const exact = catalog.get(name, 'accelerator');
  const { thing, byAlias } = (memory === undefined && tied.find((each) => each.thing === exact)) || first;
  const whole = memoryOf(catalog, thing);
  const counted = /\b(gcd|die|core|neuroncore|half)/i.test(name);
  const ratio = memory === undefined || whole === undefined ? 1 : memory / whole;
  const dies = catalog.select(thing, 'computeDies');
  const several = dies === undefined || median(dies.value) === 2 || thing.attributes['vendor'] === 'Google';
  return { thing, byAlias, part: counted || (several && Math.abs(ratio - half) < near) ? half : 1 };
};

const closeness = (own: number | undefined, memory: number): number => (own === undefined ? -1 : -Math.abs(Math.log(own / memory)));
