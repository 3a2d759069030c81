import { type Lang, langTags, type Messages } from '#messages';
import type { Answer, SourceLine } from './answer.ts';
import { checkChart, constraintChart, costChart } from './charts.ts';
import { chokepointSentences } from './chokepoint-view.ts';
import { escapeXml as e, proseHtml } from './escape-xml.ts';
import { hourglassState } from './hourglass-state.ts';
import { drawnFigures, histogramChart, intervalsTable } from './intervals-view.ts';
import { type PagePart, page, responsive } from './page.ts';
import { htmlTable } from './study-table.ts';
import { type ConstraintView, type FloorView, type InputView, type MetricView, type View, view } from './view.ts';

const tone = ({ shut, neck }: { readonly shut: boolean; readonly neck: boolean }): string => (shut ? 'shut' : neck ? 'neck' : '');

const range = (text: string | undefined): string => (text === undefined ? '' : `<span class="range">${e(text)}</span>`);

function metricTable(metrics: readonly MetricView[], { report }: Messages, caption: string): string {
  if (metrics.length === 0) return '';
  const rows = metrics.map(
    ({ label, value, range: spread, bound }) =>
      `<tr><th scope="row">${e(label)}${bound === undefined ? '' : `<small>${e(bound)}</small>`}</th><td class="number">${e(value)}${range(spread)}</td></tr>`,
  );
  return `<table aria-label="${e(caption)}"><thead><tr><th scope="col">${e(report.metric)}</th><th scope="col" class="number">${e(report.value)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function constraintList(constraints: readonly ConstraintView[], { report, list }: Messages): string {
  if (constraints.length === 0) return '';
  const items = constraints.map((line) => {
    const facts = [
      ...(line.sides === undefined ? [] : [line.sides]),
      ...(line.range === undefined ? [] : [line.range]),
      ...(line.binds === undefined ? [] : [report.bindsIn(line.binds)]),
    ].join(list.semicolon);
    const mark = tone(line);
    return `<li${mark === '' ? '' : ` class="is-${mark}"`}><span>${e(line.label)}</span><b>${e(line.headroom)}</b>${facts === '' ? '' : `<small>${e(facts)}</small>`}</li>`;
  });
  return `<ul class="limits" aria-label="${e(report.constraints)}">${items.join('')}</ul>`;
}

function floorSection(floor: FloorView, { lang, m }: View): string {
  const other: Lang = lang === 'en' ? 'zh' : 'en';
  const spread = floor.free ?? floor.range;
  // A floor that is free and reports nothing takes a line, not a block.
  const bare = floor.metrics.length === 0 && floor.constraints.length === 0;
  return [
    `<section class="floor ${tone(floor)}${bare ? ' bare' : ''}" id="${lang}-floor-${floor.id}">`,
    `<header><h3>${e(floor.name)}<small lang="${langTags[other]}">${e(floor.other)}</small></h3>`,
    `<p class="room">${e(floor.headroom)}${spread === undefined ? '' : `<small>${e(spread)}</small>`}</p><p>${e(floor.question)}</p></header>`,
    `<div>${metricTable(floor.metrics, m, floor.name)}${constraintList(floor.constraints, m)}</div></section>`,
  ].join('');
}

function citations(numbers: readonly number[], lang: Lang): string {
  return numbers.map((number) => `<a href="#${lang}-source-${number}">[${number}]</a>`).join(' ');
}

function inputTable(inputs: readonly InputView[], { lang, m }: View): string {
  if (inputs.length === 0) return '';
  const { report } = m;
  const rows = inputs.map((line) => {
    const origin = [line.origin, ...(line.fact === undefined ? [] : [line.fact])].map(e).join(' ');
    const grade =
      line.grade === undefined ? '' : `<span class="grade ${line.grade}" title="${e(line.gradeText ?? '')}">${line.grade}</span>`;
    return [
      `<tr data-grade="${line.grade ?? ''}"><th scope="row">${e(line.label)}<small><code>${e(line.path)}</code> · ${origin} ${citations(line.sources, lang)}</small>`,
      `${line.note === undefined ? '' : `<small>${e(line.note)}</small>`}</th>`,
      `<td class="number">${e(line.value)}${range(line.range)}</td><td class="number">${grade}</td></tr>`,
    ].join('');
  });
  const assumptions = inputs.filter(({ grade }) => grade === 'D').length;
  return [
    `<section class="inputs"><h2>${e(report.inputs)}</h2><p class="note">${e(report.inputsCount(inputs.length, assumptions))}${e(m.list.stop)}${e(report.inputsNote(gradeTexts(m)))}</p>`,
    assumptions === 0 ? '' : `<label class="toggle"><input type="checkbox"> ${e(report.onlyAssumptions)}</label>`,
    `<table><thead><tr><th scope="col">${e(report.input)}</th><th scope="col" class="number">${e(report.value)}</th><th scope="col" class="number">${e(report.grade)}</th></tr></thead>`,
    `<tbody>${rows.join('')}</tbody></table></section>`,
  ].join('');
}

const gradeTexts = ({ grades, list }: Messages): string =>
  Object.entries(grades)
    .map((words) => words.join(' '))
    .join(list.semicolon);

/** Only addresses of the web become links: a source could name any scheme. */
const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

function sourceItem({ number, title, publisher, date, url, licence }: SourceLine, { lang, m }: View): string {
  const name = url !== undefined && isWeb(url) ? `<a href="${e(url)}" rel="noreferrer noopener">${e(title)}</a>` : e(title);
  const credit = [publisher, date, licence === undefined ? undefined : m.licence(licence)]
    .filter((part) => part !== undefined)
    .join(m.list.comma);
  return `<li value="${number}" id="${lang}-source-${number}">${name}${credit === '' ? '' : `<small>${e(credit)}</small>`}${url !== undefined && !isWeb(url) ? `<small>${e(url)}</small>` : ''}</li>`;
}

function reproduce({ reproduce: r }: Answer, { m }: View): string {
  const { report } = m;
  const rows = [
    [report.version, r.version],
    [report.digest, r.catalogDigest],
    [report.scenario, r.scenario],
    [report.asOf, r.asOf],
    [report.samples, r.sampler === 'none' ? report.none : r.samples.toLocaleString('en')],
    [report.seed, String(r.seed)],
    [report.sampler, r.sampler === 'none' ? report.none : r.sampler],
  ] as const;
  return `<section><h2>${e(report.reproduce)}</h2><dl class="reproduce">${rows.map(([term, text]) => `<dt>${e(term)}</dt><dd>${e(text)}</dd>`).join('')}</dl><pre><code>${e(r.command)}</code></pre><p class="note">${e(report.jsonHint)}</p></section>`;
}

/** What binds, and what more of it would give: by the samples where there are some. */
function relaxation({ chokepoint, feasible }: Answer, { lang, m, sentence }: View): string {
  const text = chokepoint === undefined ? sentence.relaxation : chokepointSentences(chokepoint, lang).join(lang === 'zh' ? '' : ' ');
  if (text === undefined) return '';
  const title = chokepoint === undefined ? m.report.relaxation : m.study.sections.chokepoint;
  return `<p class="relax${feasible ? '' : ' shut'}"><strong>${e(title)}</strong>${e(text)}</p>`;
}

function howSure(answer: Answer, { lang, m }: View): string {
  const table = intervalsTable(answer, lang);
  if (table === undefined) return '';
  const { sections } = m.study;
  const charts = drawnFigures.flatMap((path) => {
    const chart = histogramChart(answer, path, lang);
    return chart === undefined
      ? []
      : `<h3>${e(chart.title)}</h3><figure>${responsive(chart, `${lang}-${path.replace('.', '-')}`)}</figure>`;
  });
  return `<section><h2>${e(sections.intervals)}</h2>${charts.join('')}<details><summary>${e(sections.everyFigure)}</summary>${htmlTable(table, sections.intervals)}</details></section>`;
}

const whole = '<span class="whole">$&</span>';

/** A figure should not break from its unit; nor Chinese, which may break anywhere, inside a word before it breaks after a mark. */
export function phrases(text: string, lang: Lang): string {
  if (lang !== 'zh') return e(text).replace(/\([^)]*\)|\$[\d.,]+ [kMBT]\b/g, whole);
  return (text.match(/[^，；：。]+[，；：。]?/g) ?? [])
    .map(
      (phrase) => `<span class="phrase">${e(phrase).replace(/（[^）]*）|(?:[\d.,]+ )?[万亿]*\p{Script=Han}{0,2}(?=（)/gu, whole)}</span>`,
    )
    .join('');
}

function part(answer: Answer, lang: Lang): PagePart {
  const v = view(answer, lang);
  const { report } = v.m;
  const [cost, constraints, check] = [costChart(answer, lang), constraintChart(answer, lang), checkChart(answer, lang)];
  const keys = v.keyFigures.map(
    ({ label, value, range: spread }) =>
      `<div><dt>${e(label)}</dt><dd>${e(value).replace(/\S+-\S+/g, whole)}${spread === undefined ? '' : `<small>${e(spread)}</small>`}</dd></div>`,
  );
  const caption = [report.hourglassReading, ...(v.sampled ? [report.hourglassBands, report.rangeNote] : [report.noRangeNote])].join(
    lang === 'zh' ? '' : ' ',
  );
  const body = [
    `<p class="kicker">${e(v.title)}</p>`,
    `<h1>${phrases(v.sentence.headline, lang)}</h1>`,
    v.sentence.detail === '' ? '' : `<p class="detail">${e(v.sentence.detail)}</p>`,
    v.story === '' ? '' : `<p class="story">${proseHtml(v.story)}</p>`,
    `<figure class="hourglass">${responsive(hourglassState(answer, lang), `${lang}-hourglass`)}<figcaption>${e(caption)}</figcaption></figure>`,
    relaxation(answer, v),
    keys.length === 0 ? '' : `<dl class="keys" aria-label="${e(report.keyFigures)}">${keys.join('')}</dl>`,
    v.caveats.length === 0
      ? ''
      : `<section class="caveats"><h2>${e(report.caveats)}</h2><ul>${v.caveats.map((text) => `<li>${e(text)}</li>`).join('')}</ul></section>`,
    v.check === undefined || check === undefined
      ? ''
      : [
          `<section><h2>${e(report.check)}</h2><p class="note">${e(v.check.sentence)}${v.check.source === undefined ? '' : `${lang === 'zh' ? '' : ' '}${citations([v.check.source], lang)}`}</p>`,
          `<figure>${responsive(check, `${lang}-check`)}</figure>${v.check.note === undefined ? '' : `<p class="note">${e(v.check.note)}</p>`}</section>`,
        ].join(''),
    howSure(answer, v),
    constraints === undefined
      ? ''
      : `<section><h2>${e(report.allConstraints)}</h2><p class="note">${e(report.allConstraintsNote)}</p><figure>${responsive(constraints, `${lang}-constraints`)}</figure></section>`,
    cost === undefined
      ? ''
      : `<section><h2>${e(report.cost)}</h2><p class="note">${v.costTotal === undefined ? '' : e(report.costTotal(v.costTotal))}</p><figure>${responsive(cost, `${lang}-cost`)}</figure></section>`,
    `<section class="page"><h2>${e(report.floors)}</h2><p class="note">${e(v.sampled ? report.rangeNote : report.noRangeNote)}</p>${v.floors.map((floor) => floorSection(floor, v)).join('\n')}</section>`,
    inputTable(v.inputs, v),
    answer.sources.length === 0
      ? ''
      : `<section><h2>${e(report.sources)}</h2><ol class="sources">${answer.sources.map((source) => sourceItem(source, v)).join('\n')}</ol></section>`,
    reproduce(answer, v),
    `<footer>${e(report.footnote(answer.reproduce.version))}</footer>`,
  ];
  return { title: `${v.title} · ${v.m.product.name}`, body: body.filter((text) => text !== '').join('\n') };
}

/**
 * Writes an answer as one page in both languages, which works offline, on paper and on a phone.
 *
 * @param answer the answer
 * @param options `lang`: the language shown at first
 */
export function renderHtml(answer: Answer, { lang = 'en' }: { readonly lang?: Lang } = {}): string {
  return page(lang, { en: part(answer, 'en'), zh: part(answer, 'zh') });
}
