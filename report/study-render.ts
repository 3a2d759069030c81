import { type Lang, messages } from '#messages';
import { breakEvenView, frontierView } from './break-even-view.ts';
import { draw } from './chart/draw.ts';
import type { ChartState } from './chart/state.ts';
import { frontierText, histogramText, tornadoText, waterfallText } from './chart/study-text.ts';
import { svg } from './chart/svg.ts';
import { barText } from './chart/text.ts';
import { chokepointView } from './chokepoint-view.ts';
import { csv } from './csv.ts';
import { escapeXml as e } from './escape-xml.ts';
import { explanationView } from './explanation-view.ts';
import { phrases } from './html.ts';
import { json } from './json.ts';
import { type PagePart, page, responsive } from './page.ts';
import { paint } from './paint.ts';
import { sensitivityView } from './sensitivity-view.ts';
import type { Study, StudyView } from './study.ts';
import { htmlTable, tableText } from './study-table.ts';
import type { TerminalOptions } from './terminal.ts';
import { terminalSafe } from './terminal-safe.ts';
import { fold } from './text-layout.ts';

/**
 * Writes a study in a language.
 *
 * @param study any study
 * @param lang the language
 */
export function studyView(study: Study, lang: Lang): StudyView {
  switch (study.schema) {
    case 'chokepoint/chokepoint/1':
      return chokepointView(study, lang);
    case 'chokepoint/sensitivity/1':
      return sensitivityView(study, lang);
    case 'chokepoint/explanation/1':
      return explanationView(study, lang);
    case 'chokepoint/breakeven/1':
      return breakEvenView(study, lang);
    case 'chokepoint/frontier/1':
      return frontierView(study, lang);
  }
}

const reproduceText = ({ reproduce: { version, catalogDigest, seed, samples } }: Study, lang: Lang): string => {
  const { study } = messages(lang);
  return study.note(study.draws(samples.toLocaleString('en')), seed, version, catalogDigest);
};

/** Chart with characters; some are pictures only. */
function chartText(state: ChartState, width: number, color: boolean): string | undefined {
  const size = { width, color };
  switch (state.kind) {
    case 'tornado':
      return tornadoText(state, size);
    case 'waterfall':
      return waterfallText(state, size);
    case 'frontier':
      return frontierText(state, size);
    case 'histogram':
      return histogramText(state, size);
    case 'bar':
      return state.scale === 'linear' ? barText(state, size) : undefined;
    default:
      return undefined;
  }
}

/**
 * Writes a study for a terminal: what it says, its pictures and tables, and how to have it again.
 *
 * @param untrusted the study
 * @param options language, colour, columns
 */
export function renderStudy(untrusted: Study, { lang, color, width: room }: TerminalOptions): string {
  const study = terminalSafe(untrusted);
  const width = Math.min(120, Math.max(60, room));
  const p = paint(color);
  const v = studyView(study, lang);
  const [first = '', ...more] = v.sentences;
  const space = lang === 'zh' ? '' : ' ';
  const lines = [
    ...fold(first, width).map(p.strong),
    ...(more.length === 0 ? [] : fold(more.join(space), width)),
    '',
    ...fold(v.kicker, width).map(p.quiet),
    ...v.sections.flatMap(({ heading, note, chart, table }) => {
      const drawn = chart === undefined ? undefined : chartText(chart, width - 2, color);
      if (drawn === undefined && table === undefined) return [];
      return [
        '',
        p.strong(heading),
        ...(drawn === undefined ? [] : drawn.split('\n').map((line) => `  ${line}`)),
        ...(drawn === undefined || table === undefined ? [] : ['']),
        ...(table === undefined ? [] : tableText(table, width - 2, p.quiet).map((line) => `  ${line}`)),
        ...(note === undefined ? [] : fold(note, width - 2).map((line) => `  ${p.quiet(line)}`)),
      ];
    }),
    '',
    ...fold(v.notes.join(space), width).map(p.quiet),
    ...fold(reproduceText(study, lang), width).map(p.quiet),
    ...fold(study.reproduce.command, width, '  ').map(p.quiet),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** A section of a study on a page. */
const htmlSection = ({ heading, note, chart, table }: StudyView['sections'][number], id: string): string =>
  [
    `<section><h2>${e(heading)}</h2>`,
    note === undefined ? '' : `<p class="note">${e(note)}</p>`,
    chart === undefined ? '' : `<figure>${responsive(chart, id)}</figure>`,
    table === undefined ? '' : htmlTable(table, heading),
    '</section>',
  ].join('');

function part(study: Study, lang: Lang): PagePart {
  const v = studyView(study, lang);
  const { report, product } = messages(lang);
  const [first = '', ...more] = v.sentences;
  const space = lang === 'zh' ? '' : ' ';
  const body = [
    `<p class="kicker">${e(v.kicker)}</p>`,
    `<h1>${phrases(first, lang)}</h1>`,
    more.length === 0 ? '' : `<p class="detail">${e(more.join(space))}</p>`,
    ...v.sections.map((section, index) => htmlSection(section, `${lang}-${index}`)),
    `<section><h2>${e(report.reproduce)}</h2><p class="note">${e(v.notes.join(space))}</p><p class="note">${e(reproduceText(study, lang))}</p><pre><code>${e(study.reproduce.command)}</code></pre></section>`,
    `<footer>${e(report.footnote(study.reproduce.version))}</footer>`,
  ];
  return { title: `${first} · ${product.name}`, body: body.filter((text) => text !== '').join('\n') };
}

/**
 * Writes a study as one page in both languages.
 *
 * @param study the study
 * @param options `lang`: the language shown at first
 */
export function renderStudyHtml(study: Study, { lang = 'en' }: { readonly lang?: Lang } = {}): string {
  return page(lang, { en: part(study, 'en'), zh: part(study, 'zh') });
}

/**
 * Writes a study as JSON.
 *
 * @param study the study
 */
export const renderStudyJson = (study: Study): string => json(study);

/**
 * Writes the tables of a study as CSV, as they are read.
 *
 * @param study the study
 * @param lang the language
 */
export const renderStudyCsv = (study: Study, lang: Lang): string => {
  const tables = studyView(study, lang).sections.flatMap(({ table }) => (table === undefined ? [] : [table]));
  return csv(tables.flatMap(({ head, rows }) => [head, ...rows]));
};

/**
 * Draws the first picture of a study as SVG that stands alone; nothing where it has none.
 *
 * @param study the study
 * @param options language and width in px
 */
export const renderStudySvg = (
  study: Study,
  { lang, width = 976 }: { readonly lang: Lang; readonly width?: number },
): string | undefined => {
  const chart = studyView(study, lang).sections.find((section) => section.chart !== undefined)?.chart;
  return chart === undefined ? undefined : `${svg(draw(chart, { width }), { id: 'study', alone: true })}\n`;
};
