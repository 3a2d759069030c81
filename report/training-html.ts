import { issueText, type Lang, type Messages } from '#messages';
import { escapeXml as e } from './escape-xml.ts';
import { type PagePart, page, responsive } from './page.ts';
import type { TrainingAnswer } from './training.ts';
import { trainingMemoryChart, trainingPipelineChart, trainingTimeChart } from './training-charts.ts';
import { type TrainingRow, type TrainingView, trainingView } from './training-view.ts';

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

const table = (rows: readonly TrainingRow[], caption: string, { report }: Messages): string =>
  rows.length === 0
    ? ''
    : [
        `<table aria-label="${e(caption)}"><thead><tr><th scope="col">${e(report.metric)}</th><th scope="col" class="number">${e(report.value)}</th></tr></thead><tbody>`,
        ...rows.map(
          ({ label, value, detail }) =>
            `<tr><th scope="row">${e(label)}${detail === '' ? '' : `<small>${e(detail)}</small>`}</th><td class="number">${e(value)}</td></tr>`,
        ),
        '</tbody></table>',
      ].join('');

const memoryTable = ({ memory, m }: TrainingView): string =>
  [
    `<div class="scroll"><table aria-label="${e(m.train.sections.memory)}"><thead><tr><th scope="col"></th>`,
    ...memory.columns.map((column) => `<th scope="col" class="number">${e(column)}</th>`),
    '</tr></thead><tbody>',
    ...memory.rows.map(({ label, values, total }) => {
      const mark = (text: string): string => (total ? `<strong>${e(text)}</strong>` : e(text));
      return `<tr><th scope="row">${mark(label)}</th>${values.map((value) => `<td class="number">${e(value)}</td>`).join('')}</tr>`;
    }),
    '</tbody></table></div>',
  ].join('');

const exchangeTable = ({ exchanges, m }: TrainingView): string => {
  const { train } = m;
  return [
    `<table aria-label="${e(train.sections.exchange)}"><thead><tr><th scope="col"></th><th scope="col" class="number">${e(train.exposed)}</th><th scope="col" class="number">${e(train.hidden)}</th></tr></thead><tbody>`,
    ...exchanges.map(
      ({ label, exposed, hidden }) =>
        `<tr><th scope="row">${e(label)}</th><td class="number">${e(exposed)}</td><td class="number">${e(hidden)}</td></tr>`,
    ),
    '</tbody></table>',
  ].join('');
};

const inputTable = ({ inputs, m, lang }: TrainingView): string =>
  [
    `<table><thead><tr><th scope="col">${e(m.report.input)}</th><th scope="col" class="number">${e(m.report.value)}</th><th scope="col" class="number">${e(m.report.grade)}</th></tr></thead><tbody>`,
    ...inputs.map(({ thing, label, value, grade, sources }) => {
      const cited = sources.map((number) => `<a href="#${lang}-source-${number}">[${number}]</a>`).join(' ');
      return `<tr data-grade="${grade}"><th scope="row">${e(label)}<small><code>${e(thing)}</code> ${cited}</small></th><td class="number">${e(value)}</td><td class="number"><span class="grade ${grade}">${grade}</span></td></tr>`;
    }),
    '</tbody></table>',
  ].join('');

const sourceList = (answer: TrainingAnswer, { lang, m }: TrainingView): string =>
  answer.sources
    .map(({ number, title, publisher, date, url, licence }) => {
      const name = url !== undefined && isWeb(url) ? `<a href="${e(url)}" rel="noreferrer noopener">${e(title)}</a>` : e(title);
      const credit = [publisher, date, licence === undefined ? undefined : m.licence(licence)]
        .filter((part) => part !== undefined)
        .join(m.list.comma);
      return `<li value="${number}" id="${lang}-source-${number}">${name}${credit === '' ? '' : `<small>${e(credit)}</small>`}</li>`;
    })
    .join('\n');

const section = (title: string, ...body: readonly string[]): string => {
  const content = body.join('');
  return content === '' ? '' : `<section><h2>${e(title)}</h2>${content}</section>`;
};

const figureOf = (state: Parameters<typeof responsive>[0] | undefined, id: string): string =>
  state === undefined ? '' : `<figure>${responsive(state, id)}</figure>`;

const part = (answer: TrainingAnswer, lang: Lang): PagePart => {
  const view = trainingView(answer, lang);
  const { m } = view;
  const { train, report } = m;
  const { sections } = train;
  const pipeline = trainingPipelineChart(answer, view);
  const reasons = answer.reasons.map((reason) => {
    const { message, mend } = issueText(reason, lang);
    return `<li>${e(message)}${e(m.list.end)}${mend === '' ? '' : `${lang === 'zh' ? '' : ' '}${e(mend)}${e(m.list.end)}`}</li>`;
  });
  const [stepTime, , perChip, mfu, hfu] = view.figures;
  const keys = [stepTime, perChip, mfu, hfu].flatMap((row) =>
    row === undefined
      ? []
      : [`<div><dt>${e(row.label)}</dt><dd>${e(row.value)}${row.spread === '' ? '' : `<small>${e(row.spread)}</small>`}</dd></div>`],
  );
  const { reproduce } = answer;
  const how = [
    [report.version, reproduce.version],
    [report.digest, reproduce.catalogDigest],
    [report.samples, String(reproduce.samples)],
    [report.seed, String(reproduce.seed)],
  ] as const;
  const body = [
    `<p class="kicker">${e(view.title)}</p>`,
    `<h1>${e(view.headline)}</h1>`,
    view.detail === '' ? '' : `<p class="detail">${answer.feasible ? '' : `${e(train.otherwise)} `}${e(view.detail)}</p>`,
    reasons.length === 0 ? '' : `<section class="caveats"><h2>${e(sections.reasons)}</h2><ul>${reasons.join('')}</ul></section>`,
    keys.length === 0 ? '' : `<dl class="keys" aria-label="${e(report.keyFigures)}">${keys.join('')}</dl>`,
    keys.length === 0
      ? ''
      : `<p class="note">${[mfu, hfu].flatMap((row) => (row === undefined ? [] : `${e(row.label)}${e(m.list.colon)}${e(row.definition)}${e(m.list.end)}`)).join(lang === 'zh' ? '' : ' ')}</p>`,
    section(sections.time, figureOf(trainingTimeChart(view), `${lang}-time`)),
    view.exchanges.length === 0 ? '' : section(sections.exchange, exchangeTable(view)),
    pipeline === undefined
      ? ''
      : section(sections.pipeline, `<p class="note">${e(pipeline.description)}</p>`, figureOf(pipeline, `${lang}-pipeline`)),
    answer.memory === undefined ? '' : section(sections.memory, figureOf(trainingMemoryChart(view), `${lang}-memory`), memoryTable(view)),
    section(sections.plan, `<pre><code>${e(answer.plan)}</code></pre>`, table(view.setting, sections.plan, m)),
    section(sections.flop, table(view.flop, sections.flop, m)),
    view.notes.length === 0
      ? ''
      : `<section class="caveats"><h2>${e(report.caveats)}</h2><ul>${view.notes.map((note) => `<li>${e(note)}</li>`).join('')}</ul></section>`,
    section(sections.inputs, inputTable(view)),
    answer.sources.length === 0 ? '' : section(sections.sources, `<ol class="sources">${sourceList(answer, view)}</ol>`),
    section(
      sections.reproduce,
      `<dl class="reproduce">${how.map(([term, text]) => `<dt>${e(term)}</dt><dd>${e(text)}</dd>`).join('')}</dl><pre><code>${e(reproduce.command)}</code></pre>`,
    ),
  ].join('\n');
  return { title: `${view.title} · Chokepoint`, body };
};

/**
 * Writes a training answer as one page that needs nothing beside itself.
 *
 * @param answer the answer
 * @param options the language shown at first
 */
export function renderTrainingHtml(answer: TrainingAnswer, { lang }: { readonly lang: Lang }): string {
  return page(lang, { en: part(answer, 'en'), zh: part(answer, 'zh') });
}

/**
 * Writes a training answer as JSON, without the passes that a trace holds.
 *
 * @param answer the answer
 */
export function renderTrainingJson(answer: TrainingAnswer): string {
  const { speed, ...rest } = answer;
  const { timeline: _, ...told } = speed ?? { timeline: undefined };
  return JSON.stringify({ ...rest, ...(speed === undefined ? {} : { speed: told }) }, null, 2);
}
