import type { Catalog, Thing } from '#catalog';
import type { Issue } from '#quantity';
import { isEuv, type Lithography, lithographies } from '#wafer';

/** Which scanners a process may use: its own, its own with some taken away or added, or a list and no others. */
export interface ToolChoice {
  /** Kinds of light (`euv`, `arfi`) and ids, names or aliases of tools that may not be used. */
  readonly without?: readonly string[];
  /** The only kinds of light and tools that may be used. */
  readonly only?: readonly string[];
  /** Kinds of light and tools besides those of the process. */
  readonly add?: readonly string[];
  /** These tools and no others: a fleet. */
  readonly exactly?: readonly string[];
  /** Takes away tools that were first shipped after this date. */
  readonly until?: string;
}

/**
 * Reads which scanners a process may use: `without euv`, `only nxt-1980di, krf`, `until 2019`, several with semicolons.
 *
 * @param text as people write it
 * @returns undefined where it says nothing of the kind
 */
export const readToolChoice = (text: string): ToolChoice | undefined => {
  const choice: { without?: string[]; only?: string[]; add?: string[]; until?: string } = {};
  for (const part of text.split(/[;；]/)) {
    const [, verb, rest = ''] = /^\s*(without|only|add|until)\s+(.+?)\s*$/i.exec(part) ?? [];
    const names = rest.split(/[,，、]/).map((name) => name.trim());
    if (verb === undefined || names.some((name) => name === '')) return undefined;
    const kind = verb.toLowerCase() as 'without' | 'only' | 'add' | 'until';
    if (kind === 'until') {
      if (!/^\d{4}(-\d{2}){0,2}$/.test(rest)) return undefined;
      choice.until = rest;
    } else choice[kind] = [...(choice[kind] ?? []), ...names];
  }
  return choice;
};

const lithographyOf = (tool: Thing): Lithography | undefined => {
  const name = tool.attributes['lithography']?.replace('lithography/', '');
  return lithographies.find((each) => each === name);
};

/** Words by which people call kinds of light. */
const words: Readonly<Record<string, readonly Lithography[]>> = {
  euv: ['euv', 'euv-high-na'],
  'low-na': ['euv'],
  'high-na': ['euv-high-na'],
  'euv0.55': ['euv-high-na'],
  immersion: ['arfi'],
  arfi: ['arfi'],
  dry: ['i-line', 'krf', 'arf'],
  duv: ['i-line', 'krf', 'arf', 'arfi'],
  ...Object.fromEntries(lithographies.filter((each) => each !== 'euv').map((each) => [each, [each]])),
};

/** What a word stands for: tools by kind of light, or one tool. */
const toolsOf = (
  word: string,
  catalog: Catalog,
  issues: Issue[],
): { readonly lights: readonly Lithography[]; readonly tools: readonly Thing[] } => {
  const lights = words[word.toLowerCase()];
  if (lights !== undefined) return { lights, tools: [] };
  const tool = catalog.get(word, 'tool');
  if (tool !== undefined) return { lights: [], tools: [tool] };
  const near = catalog.suggest(word, 'tool');
  issues.push({
    code: 'scenario/unknown-id',
    path: 'tools',
    received: word,
    expected: near ?? Object.keys(words).join(', '),
    ...(near === undefined ? {} : { hint: 'hint/did-you-mean' }),
  });
  return { lights: [], tools: [] };
};

/** Was a tool shipped by a date? One without a date counts as always there. */
const shippedBy = (tool: Thing, date: string): boolean => (tool.attributes['release'] ?? '') <= date;

/** The newest tool of a kind of light that was shipped by a date and says how fast it is; before the first, the first. */
const newest = (catalog: Catalog, light: Lithography, date: string): Thing | undefined => {
  const made = catalog
    .list('tool')
    .filter((tool) => lithographyOf(tool) === light && tool.facts['throughput'] !== undefined)
    .filter((tool) => tool.attributes['vendor'] === leadingMaker && tool.attributes['release'] !== undefined)
    .sort((a, b) => ((a.attributes['release'] ?? '') < (b.attributes['release'] ?? '') ? -1 : 1));
  return made.findLast((tool) => shippedBy(tool, date)) ?? made[0];
};

/** Where a kind of light is named and not a tool, the tools of this maker are meant. */
const leadingMaker = 'ASML';

/**
 * The scanners with which a process is exposed.
 *
 * @param node the process
 * @param choice what is taken away or added
 * @param catalog where tools are looked up
 * @param date tools that are added by kind of light are the newest of this date
 * @param issues names that mean nothing are put here
 */
export const waferTools = (node: Thing, choice: ToolChoice, catalog: Catalog, date: string, issues: Issue[]): readonly Thing[] => {
  const own = (node.attributes['scanners'] ?? '').split(/[,\s]+/).flatMap((id) => (id === '' ? [] : (catalog.get(id, 'tool') ?? [])));
  const read = (names: readonly string[] | undefined): { lights: Lithography[]; tools: Thing[] } => {
    const all = (names ?? []).map((word) => toolsOf(word, catalog, issues));
    return { lights: all.flatMap(({ lights }) => lights), tools: all.flatMap(({ tools }) => tools) };
  };
  // EUV that is added without more is that of the usual aperture; taken away, it is both.
  const added = read(choice.add?.map((word) => (word.toLowerCase() === 'euv' ? 'low-na' : word)));
  const only = choice.only === undefined ? undefined : read(choice.only);
  const without = read(choice.without);
  if (choice.exactly !== undefined) return [...new Set(read(choice.exactly).tools)];
  const have = new Set(own.map(lithographyOf));
  const fill = (lights: readonly Lithography[]): readonly Thing[] =>
    lights.filter((light) => !have.has(light)).flatMap((light) => newest(catalog, light, date) ?? []);
  // Naming tools alone says which are used for the fine layers; the dry ones stay unless a word speaks of them.
  const named = only === undefined ? [...own, ...fill(added.lights), ...added.tools] : [...own, ...fill(only.lights), ...only.tools];
  const allowed = (tool: Thing): boolean => {
    const light = lithographyOf(tool);
    if (light === undefined) return false;
    if (without.lights.includes(light) || without.tools.includes(tool)) return false;
    if (choice.until !== undefined && !shippedBy(tool, choice.until)) return false;
    if (only === undefined) return true;
    return (
      only.tools.includes(tool) ||
      only.lights.includes(light) ||
      (!isEuv(light) && light !== 'arfi' && !only.tools.some((each) => lithographyOf(each) === light))
    );
  };
  return [...new Set(named)].filter(allowed);
};
