import pc from 'picocolors';
import { type Catalog, ends, type FactValue, type Selected, type Source, type Thing } from '#catalog';
import { figure, type Lang, messages } from '#messages';
import { median } from '#uncertainty';
import { plain, tableLines } from './table.ts';

export interface ThingTextOptions {
  readonly catalog: Catalog;
  readonly lang: Lang;
  readonly asOf?: string | undefined;
  readonly color: boolean;
}

/** Numbers sources in the order in which they are met, and gathers where in them the facts stand. */
interface Citations {
  readonly cite: (facts: readonly FactValue[]) => string;
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
export const sourceIds = ({ source, also = [] }: FactValue): readonly string[] => [source, ...also];

/** The name of a thing in a language, where it has one there. */
export const nameOf = ({ name }: Thing, lang: Lang): string => (lang === 'zh' ? (name.zh ?? name.en) : name.en);

/**
 * All that the catalogue says of a thing: the value that counts for each fact, its rivals below it, and the sources by number.
 *
 * @param thing the thing
 * @param options language, colours, as-of date
 */
export const thingText = (thing: Thing, options: ThingTextOptions): string => {
  const { catalog, lang } = options;
  const texts = messages(lang).catalog;
  const color = pc.createColors(options.color);
  const { columns } = texts;
  const { cite, list } = citations();
  const rows: Row[] = [
    { cells: [columns.fact, columns.value, columns.interval, columns.grade, columns.date, columns.source], remarks: [], main: false },
    ...Object.keys(thing.facts).flatMap((fact) => factRows(thing, fact, cite, options)),
  ];
  const lines = tableLines(
    rows.map(({ cells }) => cells),
    ['left', 'right', 'right', 'left', 'left', 'left'],
  );
  const body = rows.flatMap(({ main, remarks }, i) => [
    main ? lines[i]! : color.dim(lines[i]),
    ...remarks.map((remark) => color.dim(`    ${remark}`)),
  ]);
  const cited = list().flatMap(([id, locators], i) => sourceText({ number: i + 1, source: catalog.source(id), lang, locators }));
  const credits = new Set(list().flatMap(([id]) => creditLine(catalog.source(id), lang)));
  return [
    ...heading(thing, lang, color.bold),
    '',
    ...body,
    '',
    color.bold(texts.sources),
    ...cited,
    ...(credits.size === 0 ? [] : ['', ...credits]),
    '',
  ]
    .map(plain)
    .join('\n');
};

const heading = (thing: Thing, lang: Lang, bold: (text: string) => string): readonly string[] => {
  const { catalog: texts, list } = messages(lang);
  const name = nameOf(thing, lang);
  const other = lang === 'zh' ? thing.name.en : thing.name.zh;
  const line = (key: string, value: string): string => `${key}${list.colon}${value}`;
  return [
    [bold(name), thing.id, ...(other === undefined || other === name ? [] : [other])].join('  '),
    ...(thing.aliases.length === 0 ? [] : [line(texts.aliases, thing.aliases.join(list.comma))]),
    ...Object.entries(thing.attributes).map(([key, value]) => line(key, value)),
    line(texts.stands, thing.file),
  ];
};

interface Row {
  readonly cells: readonly string[];
  readonly remarks: readonly string[];
  /** The value that counts, against what stands beside it. */
  readonly main: boolean;
}

const factRows = (thing: Thing, fact: string, cite: Citations['cite'], { catalog, lang, asOf }: ThingTextOptions): readonly Row[] => {
  const texts = messages(lang).catalog;
  const rival = (label: string, statement: FactValue, early: boolean): Row => ({
    cells: [`  ${label}`, ...measures(statement, lang), statement.grade, statement.date ?? '', cite([statement])],
    remarks: [...(early && asOf !== undefined ? [texts.notYet(asOf)] : []), ...remarksOf(statement)],
    main: false,
  });
  const selected = catalog.select(thing, fact);
  if (selected === undefined) return (thing.facts[fact] ?? []).map((statement) => rival(fact, statement, true));
  const { used, rivals, grade, note } = selected;
  const [first] = used;
  const merged = used.length > 1;
  return [
    {
      cells: [fact, ...(merged ? spread(selected, lang) : measures(first!, lang)), grade, first?.date ?? '', cite(used)],
      // Grade D says by itself that nothing better was found.
      remarks: [...(note === undefined || note === 'assumption' ? [] : [texts.notes[note]]), ...(merged ? [] : remarksOf(first!))],
      main: true,
    },
    ...(merged ? used : []).map((statement) => rival(texts.rival, statement, false)),
    ...rivals.map((statement) =>
      rival(texts.rival, statement, asOf !== undefined && statement.date !== undefined && statement.date > asOf),
    ),
  ];
};

const remarksOf = ({ definition, note }: FactValue): readonly string[] => [definition, note].filter((words) => words !== undefined);

/** One statement: as it was written where that is a number with its unit, else in figures for a reader. */
const measures = (statement: FactValue, lang: Lang): readonly [value: string, interval: string] => {
  const foreign = statement.currency !== undefined && !statement.unit.startsWith(statement.currency);
  const withUnit = statement.value.kind === 'point' && /\d\s*[A-Za-z%/]{2}|\d\s*[%A-Z]$/.test(statement.text);
  return foreign || withUnit ? [statement.text, ''] : spread(statement, lang);
};

const spread = ({ value, unit }: Pick<Selected, 'value' | 'unit'>, lang: Lang): readonly [value: string, interval: string] => {
  const band = value.kind === 'point' ? {} : { band: { p5: ends(value)[0], p95: ends(value)[1] } };
  const shown = figure({ value: median(value), unit, ...band }, { lang });
  return [shown.value, shown.range ?? ''];
};

/**
 * A numbered source: what it is, whose, under which licence, and where in it the facts stand.
 *
 * @param input number, source, language and places
 */
export const sourceText = (input: {
  readonly number: number;
  readonly source: Source | undefined;
  readonly lang: Lang;
  readonly locators?: ReadonlySet<string>;
}): readonly string[] => {
  const { number, source, lang, locators = new Set() } = input;
  if (source === undefined) return [];
  const { catalog: texts, list } = messages(lang);
  const licence = source.licence === undefined ? texts.noLicence : texts.licence(source.licence);
  const origin = [source.publisher, source.date, licence].filter((part) => part !== undefined);
  return [
    `[${number}] ${source.title} (${origin.join(list.comma)})`,
    ...(source.url === undefined ? [] : [`    ${source.url}`]),
    ...(locators.size === 0 ? [] : [`    ${texts.locator([...locators].join(list.semicolon))}`]),
  ];
};

/** The line that a licence asks for wherever figures of its publisher are shown; our own need none. */
export const creditLine = (source: Source | undefined, lang: Lang): readonly string[] => {
  const { publisher, licence } = source ?? {};
  if (publisher === undefined || licence?.startsWith('CC-BY') !== true || publisher === messages(lang).product.name) return [];
  return [messages(lang).catalog.credit(publisher, licence)];
};
