import pc from 'picocolors';
import { type Catalog, ends, type FactKind, type FactValue, kinds, type Source, type Term, type Thing } from '#catalog';
import { figure, type Lang, messages } from '#messages';
import { median } from '#uncertainty';
import { type Align, plain, tableLines, usedColumns, widthOf, wrapWords } from './table.ts';

export interface ThingTextOptions {
  readonly catalog: Catalog;
  readonly lang: Lang;
  readonly asOf?: string | undefined;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A statement, or a thing: its attributes stand on a source as well. */
type Cited = Pick<FactValue, 'source'> & Partial<Pick<FactValue, 'also' | 'locator'>>;

/** Numbers sources in the order in which they are met, and gathers where in them the facts stand. */
interface Citations {
  readonly cite: (facts: readonly Cited[]) => string;
  readonly list: () => readonly (readonly [id: string, locators: ReadonlySet<string>])[];
}

const citations = (): Citations => {
  const met = new Map<string, Set<string>>();
  return {
    cite: (facts) => {
      const numbers = new Set<number>();
      for (const fact of facts) {
        for (const id of sourceIds(fact)) {
          const locators = met.get(id) ?? new Set();
          if (id === fact.source && fact.locator !== undefined) locators.add(fact.locator);
          met.set(id, locators);
          numbers.add([...met.keys()].indexOf(id) + 1);
        }
      }
      return [...numbers].map((number) => `[${number}]`).join('');
    },
    list: () => [...met],
  };
};

/** Every source that a statement names. */
export const sourceIds = ({ source, also = [] }: Cited): readonly string[] => [source, ...also];

/** The name of a thing in a language, where it has one there. */
export const nameOf = ({ name }: Thing, lang: Lang): string => (lang === 'zh' ? (name.zh ?? name.en) : name.en);

/**
 * All that the catalogue says of a thing: the value that counts for each fact, its rivals below it, and the sources by number.
 *
 * @param thing the thing
 * @param options language, colours, width, as-of date
 */
export const thingText = (thing: Thing, options: ThingTextOptions): string => {
  const { catalog, lang, width } = options;
  const texts = messages(lang).catalog;
  const color = pc.createColors(options.color);
  const { cite, list } = citations();
  const head = heading(thing, cite, options, color);
  const rows = Object.keys(thing.facts).flatMap((fact) => factRows(thing, fact, cite, options, color));
  const cited = list().flatMap(([id, locators], i) => sourceText({ number: i + 1, source: catalog.source(id), lang, locators, width }));
  const credits = new Set(list().flatMap(([id]) => creditLine(catalog.source(id), lang)));
  return [
    ...head,
    '',
    ...(rows.length === 0 ? [] : [...factLines(rows, options, color), '']),
    color.bold(texts.sources),
    ...cited,
    ...(credits.size === 0 ? [] : ['', ...[...credits].flatMap((credit) => wrapWords(credit, width, ''))]),
    '',
  ]
    .map(plain)
    .join('\n');
};

type Colors = ReturnType<typeof pc.createColors>;

/** The label of a field, and its key in the file, dim, where that is another word. */
const called = (key: string, { label }: Term, lang: Lang, { dim }: Colors): readonly [label: string, key: string] => [
  label[lang],
  label[lang] === key ? '' : dim(key),
];

/** Columns below which a value would be a word a line. */
const leastRoom = 20;

const heading = (thing: Thing, cite: Citations['cite'], { lang, width }: ThingTextOptions, color: Colors): readonly string[] => {
  const { catalog: texts, list } = messages(lang);
  const name = nameOf(thing, lang);
  const other = lang === 'zh' ? thing.name.en : thing.name.zh;
  const { attributes } = kinds[thing.kind]!;
  const fields = [
    ...(thing.aliases.length === 0 ? [] : [[texts.aliases, '', thing.aliases.join(list.comma)] as const]),
    ...Object.entries(thing.attributes).map(([key, value]) => [...called(key, attributes[key]!, lang, color), value] as const),
    ...originOf(thing, cite, lang).map((origin) => [texts.columns.source, '', origin] as const),
    [texts.stands, '', thing.file] as const,
  ];
  const names = fields.map(([label, key]) => [label, key]);
  const room = Math.max(leastRoom, width - widthOf(tableLines(names, ['left', 'left'])) - 2);
  const rows = fields.flatMap(([, , value], i) => wrapWords(value, room, '').map((line, l) => [...(l === 0 ? names[i]! : ['', '']), line]));
  return [
    [color.bold(name), thing.id, ...(other === undefined || other === name ? [] : [other])].join('  '),
    ...tableLines(rows, ['left', 'left', 'left']),
  ];
};

/** What the attributes of a thing stand on. A thing that has none says all in its facts. */
const originOf = ({ attributes, source, locator, grade }: Thing, cite: Citations['cite'], lang: Lang): readonly string[] => {
  if (source === undefined || Object.keys(attributes).length === 0) return [];
  const number = cite([{ source, ...(locator === undefined ? {} : { locator }) }]);
  return [grade === undefined ? number : [number, grade].join(messages(lang).list.comma)];
};

/** A statement of a fact: under the name of the fact, or beside the one that stands there. */
interface Row {
  readonly name?: readonly [label: string, key: string];
  /** It is the value of the fact. */
  readonly counts: boolean;
  readonly cells: readonly string[];
  readonly remarks: readonly string[];
}

const cellAlign: readonly Align[] = ['right', 'right', 'left', 'left', 'left'];
const stackedAlign: readonly Align[] = cellAlign.map(() => 'left');

/** One line for each statement where the terminal has room, without the keys where it has a little less; else two lines for a fact. */
const factLines = (rows: readonly Row[], { lang, width }: ThingTextOptions, color: Colors): readonly string[] => {
  const { columns, rival } = messages(lang).catalog;
  const header = [columns.value, columns.interval, columns.grade, columns.date, columns.source];
  const remarks = (row: Row): readonly string[] => row.remarks.flatMap((remark) => wrapWords(remark, width, '    ')).map(color.dim);
  const shade = ({ counts }: Row, line: string): string => (counts ? line : color.dim(line));
  const table = (keys: boolean): readonly string[] => {
    const called = rows.map(({ name: [label, key] = [`  ${rival}`, ''], cells }) => [label, ...(keys ? [key] : []), ...cells]);
    const head = [columns.fact, ...(keys ? [''] : []), ...header];
    return tableLines(...usedColumns([head, ...called], ['left', ...(keys ? (['left'] as const) : []), ...cellAlign]));
  };
  const fitting = [table(true), table(false)].find((lines) => widthOf(lines) <= width);
  if (fitting !== undefined) {
    const [head, ...lines] = fitting;
    return [color.dim(head!), ...rows.flatMap((row, i) => [shade(row, lines[i]!), ...remarks(row)])];
  }
  const under = rows.map(({ name, cells: [value, ...cells] }) => [name === undefined ? `${rival} ${value}` : value!, ...cells]);
  const lines = tableLines(...usedColumns([[], ...under], stackedAlign)).slice(1);
  const above = ({ name }: Row): readonly string[] => (name === undefined ? [] : [name.join('  ').trimEnd()]);
  return [
    color.dim(header.join(messages(lang).list.comma)),
    ...rows.flatMap((row, i) => [...above(row), shade(row, `  ${lines[i]!}`), ...remarks(row)]),
  ];
};

const factRows = (
  thing: Thing,
  fact: string,
  cite: Citations['cite'],
  { catalog, lang, asOf }: ThingTextOptions,
  color: Colors,
): readonly Row[] => {
  const texts = messages(lang).catalog;
  const kind = kinds[thing.kind]!.facts[fact]!;
  const name = called(fact, kind, lang, color);
  const rival = (statement: FactValue, early: boolean): Row => ({
    counts: false,
    cells: [...measures(statement, kind, lang), statement.grade, statement.date ?? '', cite([statement])],
    remarks: [...(early && asOf !== undefined ? [texts.notYet(asOf)] : []), ...remarksOf(statement)],
  });
  const selected = catalog.select(thing, fact);
  if (selected === undefined)
    return (thing.facts[fact] ?? []).map((statement, i) => ({ ...rival(statement, true), ...(i === 0 ? { name } : {}) }));
  const { used, rivals, grade, note } = selected;
  const [first] = used;
  const merged = used.length > 1;
  return [
    {
      name,
      counts: true,
      cells: [
        ...(merged ? spread({ ...selected, text: first!.text }, kind, lang) : measures(first!, kind, lang)),
        grade,
        first?.date ?? '',
        cite(used),
      ],
      // Grade D says by itself that nothing better was found.
      remarks: [...(note === undefined || note === 'assumption' ? [] : [texts.notes[note]]), ...(merged ? [] : remarksOf(first!))],
    },
    ...(merged ? used : []).map((statement) => rival(statement, false)),
    ...rivals.map((statement) => rival(statement, asOf !== undefined && statement.date !== undefined && statement.date > asOf)),
  ];
};

const remarksOf = ({ definition, note }: FactValue): readonly string[] => [definition, note].filter((words) => words !== undefined);

type Measures = readonly [value: string, interval: string];

/** One statement with the digits in which it was made; in another currency than its unit's, as it was written. */
const measures = (statement: FactValue, kind: FactKind, lang: Lang): Measures => {
  const { value, unit, text, currency, precision } = statement;
  if (currency !== undefined && !unit.startsWith(currency)) return [text, ''];
  if (value.kind !== 'point') return spread(statement, kind, lang);
  const digits = Math.min(mostDigits, Math.max(leastDigits, digitsIn(text)));
  const shown = figure({ value: value.value, unit }, { lang, percent: kind.percent ?? isShare(statement), digits }).value;
  // The name of a peak says of which format it is.
  const told = precision === undefined || kind.label.en.includes(precision.toUpperCase());
  return [told ? shown : messages(lang).catalog.dense(shown, precision), ''];
};

const leastDigits = 3;
/** More would be the noise of a conversion. */
const mostDigits = 6;

/** Significant digits of the number that a text begins with. */
const digitsIn = (text: string): number =>
  (/[\d.,]+/.exec(text)?.[0] ?? '').replace(/[.,]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;

/** A pure number that was written in per cent reads so. */
const isShare = ({ text, unit }: Pick<FactValue, 'text' | 'unit'>): true | undefined =>
  unit === '1' && text.includes('%') ? true : undefined;

const spread = (selected: Pick<FactValue, 'value' | 'unit' | 'text'>, kind: FactKind, lang: Lang): Measures => {
  const { value, unit } = selected;
  const band = value.kind === 'point' ? {} : { band: { p5: ends(value)[0], p95: ends(value)[1] } };
  const shown = figure({ value: median(value), unit, ...band }, { lang, percent: kind.percent ?? isShare(selected) });
  return [shown.value, shown.range ?? ''];
};

/**
 * A numbered source: what it is, whose, under which licence, and where in it the facts stand.
 *
 * @param input number, source, language, columns of the terminal and places
 */
export const sourceText = (input: {
  readonly number: number;
  readonly source: Source | undefined;
  readonly lang: Lang;
  readonly width: number;
  readonly locators?: ReadonlySet<string>;
}): readonly string[] => {
  const { number, source, lang, width, locators = new Set() } = input;
  if (source === undefined) return [];
  const { catalog: texts, list, licence: terms } = messages(lang);
  const licence = source.licence === undefined ? texts.noLicence : terms(source.licence);
  const origin = [source.publisher, source.date, licence].filter((part) => part !== undefined);
  return [
    ...wrapWords(`[${number}] ${texts.publication(source.title, origin.join(list.comma))}`, width, '    ').map((line, i) =>
      i === 0 ? line.trimStart() : line,
    ),
    ...(source.url === undefined ? [] : [`    ${source.url}`]),
    ...(locators.size === 0 ? [] : wrapWords(texts.locator([...locators].join(list.semicolon)), width, '    ')),
  ];
};

/** The line that a licence asks for wherever figures of its publisher are shown; our own need none. */
export const creditLine = (source: Source | undefined, lang: Lang): readonly string[] => {
  const { publisher, licence } = source ?? {};
  if (publisher === undefined || licence?.startsWith('CC-BY') !== true || publisher === messages(lang).product.name) return [];
  return [messages(lang).catalog.credit(publisher, licence)];
};
