import { type Lang, langs, messages, plainText } from '#messages';
import { draw } from './chart/draw.ts';
import { wrap } from './chart/measure.ts';
import type { Mark, Scene } from './chart/scene.ts';
import type { ChartState } from './chart/state.ts';
import { waterfallText } from './chart/study-text.ts';
import { svg } from './chart/svg.ts';
import { escapeXml as e } from './escape-xml.ts';
import { type PagePart, page, responsive } from './page.ts';
import { columns, fold } from './text-layout.ts';

/** A table whose first column names its rows. */
export interface SheetTable {
  readonly title: string;
  readonly note?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The last column is prose: it stands left, and goes on below. */
  readonly prose?: true;
}

/** An input with its grade. */
export interface SheetInput {
  readonly label: string;
  readonly value: string;
  readonly grade: string;
  /** Positions in the list of sources, from 1. */
  readonly sources: readonly number[];
}

/** An answer of a tool that stands beside the chain, in one language: every renderer draws this record and nothing else. */
export interface Sheet {
  readonly title: string;
  readonly sentence: string;
  readonly notes: readonly string[];
  readonly tables: readonly SheetTable[];
  readonly charts: readonly ChartState[];
  readonly inputs: readonly SheetInput[];
  readonly sources: readonly string[];
  /** Its tables tell grades themselves: they are not listed once more. */
  readonly graded?: true;
  /** How to have it again. */
  readonly reproduce: string;
}

/** Names every input that rests on a press figure or an assumption. */
const gradeNote = (sheet: Sheet, lang: Lang): string => {
  const { analog, list } = messages(lang);
  if (sheet.graded) return '';
  const of = (grade: string): string =>
    sheet.inputs
      .filter((input) => input.grade === grade)
      .map(({ label }) => label)
      .join(list.comma);
  return ['C', 'D']
    .map((grade) => [grade, of(grade)] as const)
    .filter(([, labels]) => labels !== '')
    .map(([grade, labels]) => analog.graded(grade, labels))
    .join(' ');
};

const padded = (text: string, width: number, left: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - columns(text)));
  return left ? text + space : space + text;
};

const tableText = (table: SheetTable, width: number): string[] => {
  const { title, note, head, rows } = table;
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => columns(row[column] ?? ''))));
  if (table.prose) return ['', title, ...all.flatMap((row) => proseRow(row, widths, width))];
  const lines = all.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] as number, column === 0))
      .join('  ')
      .trimEnd(),
  );
  return ['', title, ...lines.map((line) => `  ${line}`), ...(note === undefined ? [] : fold(note, width - 2).map((line) => `  ${line}`))];
};

/** A row whose last cell is prose. */
const proseRow = (row: readonly string[], widths: readonly number[], width: number): string[] => {
  const last = widths.length - 1;
  const before = row.slice(0, last).map((cell, column) => padded(cell, widths[column] as number, column === 0));
  const indent = before.reduce((sum, cell) => sum + columns(cell) + 2, 2);
  return fold(row[last] ?? '', Math.max(24, width - indent)).map((text, index) =>
    index === 0 ? `  ${[...before, text].join('  ')}` : ' '.repeat(indent) + text,
  );
};

/** Charts that characters can draw. */
const chartText = (chart: ChartState, width: number): string[] =>
  chart.kind === 'waterfall'
    ? [
        '',
        chart.title,
        ...waterfallText(chart, { width: width - 2 })
          .split('\n')
          .map((line) => `  ${line}`),
      ]
    : [];

/**
 * Writes a sheet for a terminal.
 *
 * @param sheet the sheet
 * @param options language and columns
 */
export function renderSheet(sheet: Sheet, { lang, width }: { readonly lang: Lang; readonly width: number }): string {
  const { analog } = messages(lang);
  const inputs: SheetTable = {
    title: analog.inputs,
    head: [analog.input, analog.value, analog.grade, analog.source],
    rows: sheet.inputs.map(({ label, value, grade, sources }) => [label, value, grade, sources.map((n) => `[${n}]`).join('')]),
  };
  const grades = gradeNote(sheet, lang);
  return plainLines(
    [
      sheet.title,
      ...fold(sheet.sentence, width),
      ...sheet.notes.flatMap((note) => fold(`· ${note}`, width)),
      ...sheet.charts.flatMap((chart) => chartText(chart, width)),
      ...sheet.tables.flatMap((table) => tableText(table, width)),
      ...(sheet.inputs.length === 0 ? [] : tableText(inputs, width)),
      ...(grades === '' ? [] : ['', ...fold(grades, width)]),
      ...(sheet.sources.length === 0 ? [] : ['', analog.sources, ...sheet.sources.map((text, index) => `  [${index + 1}] ${text}`)]),
      '',
      sheet.reproduce,
    ].join('\n'),
  );
}

const plainLines = (text: string): string =>
  `${text
    .split('\n')
    .map((line) => plainText(line))
    .join('\n')}\n`;

/** A figure with its interval below it. */
const spreadBelow = (cell: string): string => {
  const match = /^(\S.*?) \((.*)\)$/.exec(cell);
  return match === null ? e(cell) : `${e(match[1] as string)}<span class="range">${e(match[2] as string)}</span>`;
};

/** Plans and commands are lists without a blank: they go on below behind a comma. */
const breakable = (text: string): string => e(text).replace(/,(?=\S)/g, ',<wbr>');

const tableHtml = ({ title, note, head, rows, prose }: SheetTable): string => {
  const number = (column: number): string => ` class="${prose && column === head.length - 1 ? 'prose' : 'number'}"`;
  return [
    `<section><h2>${e(title)}</h2>${note === undefined ? '' : `<p class="note">${e(note)}</p>`}`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${e(title)}"><table class="sheet"><thead><tr>`,
    head.map((cell, column) => `<th scope="col"${column === 0 ? '' : number(column)}>${e(cell)}</th>`).join(''),
    '</tr></thead><tbody>',
    ...rows.map(
      (row) =>
        `<tr>${row.map((cell, column) => (column === 0 ? `<th scope="row">${e(cell)}</th>` : `<td${number(column)}>${prose && column === head.length - 1 ? breakable(cell) : spreadBelow(cell)}</td>`)).join('')}</tr>`,
    ),
    '</tbody></table></div></section>',
  ].join('');
};

const partOf = (sheet: Sheet, lang: Lang): PagePart => {
  const { analog, product } = messages(lang);
  const grades = gradeNote(sheet, lang);
  const inputs =
    sheet.inputs.length === 0
      ? ''
      : `<section class="inputs"><h2>${e(analog.inputs)}</h2><table><thead><tr><th scope="col">${e(analog.input)}</th><th scope="col" class="number">${e(analog.value)}</th><th scope="col" class="number">${e(analog.grade)}</th></tr></thead><tbody>${sheet.inputs
          .map(
            ({ label, value, grade, sources }) =>
              `<tr data-grade="${e(grade)}"><th scope="row">${e(label)} ${sources.map((n) => `<a href="#${lang}-source-${n}">[${n}]</a>`).join('')}</th><td class="number">${e(value)}</td><td class="number"><span class="grade ${e(grade)}">${e(grade)}</span></td></tr>`,
          )
          .join('')}</tbody></table></section>`;
  const body = [
    `<p class="kicker">${e(sheet.title)}</p><h1>${e(sheet.sentence)}</h1>`,
    sheet.notes.length === 0
      ? ''
      : `<div class="caveats"><ul>${sheet.notes.map((note) => `<li>${breakable(note)}</li>`).join('')}</ul></div>`,
    ...sheet.charts.map(
      (chart, index) =>
        `<section><h2>${e(chart.title)}</h2><figure>${responsive(chart, `${lang}-chart-${index}`)}<figcaption>${e([chart.description, grades].filter((text) => text !== '').join(' '))}</figcaption></figure></section>`,
    ),
    ...sheet.tables.map(tableHtml),
    inputs,
    sheet.sources.length === 0
      ? ''
      : `<section><h2>${e(analog.sources)}</h2><ol class="sources">${sheet.sources.map((text, index) => `<li id="${lang}-source-${index + 1}">${e(text)}</li>`).join('')}</ol></section>`,
    `<pre><code>${e(sheet.reproduce)}</code></pre>`,
    grades === '' ? '' : `<footer>${e(grades)}</footer>`,
  ];
  return { title: `${sheet.title} · ${product.name}`, body: body.filter((text) => text !== '').join('\n') };
};

/**
 * Writes a sheet as one page in both languages.
 *
 * @param sheets the sheet in each language
 * @param options `lang`: the language shown at first
 */
export function renderSheetHtml(sheets: Readonly<Record<Lang, Sheet>>, { lang }: { readonly lang: Lang }): string {
  return page(lang, Object.fromEntries(langs.map((each) => [each, partOf(sheets[each], each)])) as Record<Lang, PagePart>);
}

const pictureWidth = 960;
const noteSize = 12.5;

/** A chart with its title above and, below, what it says and which of its inputs are weak. */
const framed = (scene: Scene, notes: readonly string[]): Scene => {
  const head = 44;
  const lines = notes.flatMap((note) => wrap(note, noteSize, scene.width - 8, 6));
  const moved = scene.marks.map((mark) => lowered(mark, head));
  const marks: Mark[] = [
    { kind: 'text', x: 0, y: 24, text: scene.title, size: 18, style: 'strong' },
    ...moved,
    ...lines.map(
      (text, index): Mark => ({ kind: 'text', x: 0, y: head + scene.height + 18 * (index + 1), text, size: noteSize, style: 'quiet' }),
    ),
  ];
  return { ...scene, height: head + scene.height + 18 * lines.length + 14, marks };
};

/** Paths of charts here are of absolute points only. */
const loweredPath = (path: string, by: number): string =>
  path.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x: string, y: string) => `${x} ${Number(y) + by}`);

/** A mark further down. */
const lowered = (mark: Mark, by: number): Mark => {
  switch (mark.kind) {
    case 'line':
      return { ...mark, y1: mark.y1 + by, y2: mark.y2 + by };
    case 'path':
      return { ...mark, d: loweredPath(mark.d, by) };
    case 'clip':
      return { ...mark, d: loweredPath(mark.d, by), marks: mark.marks.map((inner) => lowered(inner, by)) };
    case 'group':
      return { ...mark, marks: mark.marks.map((inner) => lowered(inner, by)) };
    default:
      return { ...mark, y: mark.y + by };
  }
};

/**
 * Draws one chart of a sheet as a picture that stands alone, with the grades of its inputs below it.
 *
 * @param sheet the sheet
 * @param index which chart
 * @param lang the language
 */
export function renderSheetSvg(sheet: Sheet, index: number, lang: Lang): string {
  const chart = sheet.charts[index];
  if (chart === undefined) throw new RangeError(`the sheet has no chart ${index}`);
  const scene = framed(
    draw(chart, { width: pictureWidth }),
    [chart.description, gradeNote(sheet, lang)].filter((text) => text !== ''),
  );
  return `${svg(scene, { id: `chart-${index}`, alone: true })}\n`;
}
