import { type Lang, messages } from '#messages';
import type { WaferDie } from './chart/state.ts';
import { waferCss } from './chart/style.ts';
import type { DieAnswer } from './die-answer.ts';
import { dieMap } from './die-map.ts';
import { type DieRow, dieView } from './die-view.ts';
import { escapeXml as e } from './escape-xml.ts';
import { phrases } from './html.ts';
import { type PagePart, page, responsive } from './page.ts';

const row = ({ label, value, range, note, strong }: DieRow): string =>
  `<tr><th scope="row">${strong ? `<b>${e(label)}</b>` : e(label)}${note === undefined || note === '' ? '' : `<small>${e(note)}</small>`}</th><td class="number">${e(value)}${range === undefined ? '' : `<span class="range">${e(range)}</span>`}</td></tr>`;

/** Only addresses of the web become links: a source could name any scheme. */
const linked = (title: string, url: string | undefined): string =>
  url !== undefined && /^https?:\/\//i.test(url) ? `<a href="${e(url)}" rel="noreferrer noopener">${e(title)}</a>` : e(title);

function part(answer: DieAnswer, dies: readonly WaferDie[], lang: Lang): PagePart {
  const m = messages(lang);
  const { die: t, report } = m;
  const view = dieView(answer, lang);
  const { version, catalogDigest, seed, samples, command } = answer.reproduce;
  const body = [
    `<h1 class="first">${phrases(view.headline, lang)}</h1>`,
    view.detail === undefined ? '' : `<p class="detail">${phrases(view.detail, lang)}</p>`,
    answer.binding === 'wafer' || dies.length === 0
      ? ''
      : `<figure class="hourglass">${responsive(dieMap(answer, dies, lang), `${lang}-wafer`)}</figure>`,
    ...view.sections.map(
      ({ title, rows }) =>
        `<section><h2>${e(title)}</h2><table aria-label="${e(title)}"><thead><tr><th scope="col">${e(report.metric)}</th><th scope="col" class="number">${e(report.value)}</th></tr></thead><tbody>${rows.map(row).join('')}</tbody></table></section>`,
    ),
    ...view.remarks.map((remark) => `<p class="note">${e(remark)}</p>`),
    answer.sources.length === 0
      ? ''
      : `<section><h2>${e(t.sections.sources)}</h2><ol class="sources">${answer.sources
          .map(
            ({ number, title, publisher, date, licence, url }) =>
              `<li value="${number}">${linked(title, url)}<small>${e([publisher, date, licence === undefined ? undefined : m.licence(licence)].filter((text) => text !== undefined).join(m.list.comma))}</small></li>`,
          )
          .join('')}</ol></section>`,
    `<section><h2>${e(report.reproduce)}</h2><p class="note">${e(samples > 0 ? t.ranges : t.noRanges)} ${e(t.reproduce(version, catalogDigest, seed, samples.toLocaleString('en')))}</p><pre><code>${e(command)}</code></pre></section>`,
    `<footer>${e(report.footnote(version))}</footer>`,
  ];
  return { title: `${view.headline} · ${m.product.name}`, body: body.filter((text) => text !== '').join('\n') };
}

/**
 * Writes the answer about a die as one page in both languages, with the map of a wafer.
 *
 * @param answer the answer
 * @param dies dies of one simulated wafer
 * @param lang the language shown at first
 */
export function renderDieHtml(answer: DieAnswer, dies: readonly WaferDie[], lang: Lang): string {
  return page(lang, { en: part(answer, dies, 'en'), zh: part(answer, dies, 'zh') }, waferCss);
}
