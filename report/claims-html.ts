import { type Lang, messages } from '#messages';
import type { ClaimsAnswer } from './claims.ts';
import { reproduceClaims, tally } from './claims-terminal.ts';
import { type ClaimView, claimView, type ReadingView } from './claims-view.ts';
import { escapeXml as e, proseHtml } from './escape-xml.ts';
import { narrow, type PagePart, page } from './page.ts';

const sheet = `
.claims{list-style:none;padding:0;margin:28px 0 0;columns:2 20rem;column-gap:40px;font-size:.94rem}
.claims li{display:flex;gap:12px;align-items:baseline;padding:6px 0;border-bottom:1px solid var(--faint);break-inside:avoid}
.claims a{flex:1;text-decoration:none}.claims a:hover{text-decoration:underline}
.verdict{font-weight:650;white-space:nowrap}
.claims .verdict{font-size:.82rem}
.verdict.supported{color:var(--flow)}.verdict.contradicted{color:var(--shut)}.verdict.depends{color:var(--neck)}.verdict.waits,.verdict.not-judged{color:var(--quiet)}
.card{border-top:1px solid var(--faint);padding:36px 0 28px;scroll-margin-top:12px}
.card h2{margin:0 0 6px}
.card .statement{font-size:1.08rem;color:var(--soft);max-width:44em;margin:0 0 4px}
.card .says{color:var(--quiet);font-size:.88rem;margin:0 0 12px}
.card>.verdict{font-size:1.12rem;margin:0 0 4px}
.readings{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:20px 40px;margin-top:16px}
.reading{border-left:4px solid var(--faint);padding:2px 0 2px 16px;min-width:0}
.reading.supported{border-color:var(--flow)}.reading.contradicted{border-color:var(--shut)}.reading.depends{border-color:var(--neck)}
.reading h3{font-size:1rem}
.reading.aside{border-left-style:dotted}.reading .role{color:var(--quiet);font-size:.82rem;margin:0 0 2px}
.reading figure{margin:8px 0;max-width:26rem}
.reading p{margin:4px 0;font-size:.92rem}
.reading .figures{font-variant-numeric:tabular-nums}
.reading details{font-size:.85rem;color:var(--quiet);margin-top:6px}.reading pre{margin:6px 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
.holds{max-width:48em;margin:18px 0 0;padding:12px 18px;background:var(--panel);border-left:4px solid var(--flow)}
.cited{font-size:.85rem}`;

const reading = (view: ReadingView, id: string, lang: Lang): string => {
  const { claims: t } = messages(lang);
  const figures = [view.estimate, view.claimed, view.probability].filter((text) => text !== '').join(lang === 'zh' ? '；' : '; ');
  return [
    `<div class="reading ${view.verdict}${view.role === '' ? '' : ' aside'}">${view.role === '' ? '' : `<p class="role">${e(view.role)}</p>`}<h3>${e(view.name)}</h3><p class="verdict ${view.verdict}">${e(view.verdictText)}</p>`,
    view.chart === undefined ? '' : `<figure>${narrow(view.chart, id)}</figure>`,
    figures === '' ? '' : `<p class="figures">${e(figures)}</p>`,
    ...view.sentences.map((sentence) => `<p>${proseHtml(sentence)}</p>`),
    view.turning === undefined ? '' : `<figure class="turning">${narrow(view.turning, `${id}-turning`)}</figure>`,
    view.formula === '' && view.made.length === 0 ? '' : `<details><summary>${e(t.reproduce)}</summary>${made(view)}</details>`,
    '</div>',
  ].join('');
};

/** The arithmetic, and each command under what it shows. */
const made = ({ formula, made }: ReadingView): string =>
  [
    formula === '' ? '' : `<p><code>= ${e(formula)}</code></p>`,
    ...made.map(({ text, command }) => `${text === '' ? '' : `<p>${e(text)}</p>`}<pre><code>${e(command)}</code></pre>`),
  ].join('');

const card = (view: ClaimView, lang: Lang, cited: string): string => {
  const { claims: t } = messages(lang);
  return [
    `<article class="card" id="${lang}-claim-${view.id}"><h2>${e(view.title)}</h2>`,
    `<p class="statement">${e(view.claim)}</p><p class="says">${e(t.says)}${lang === 'zh' ? '：' : ': '}${e(view.says)}</p>`,
    `<p class="verdict ${view.verdict}">${e(view.verdictText)}</p>`,
    view.waits === undefined ? '' : `<p class="note">${e(view.waits)}</p>`,
    view.readings.length === 0
      ? ''
      : `<div class="readings">${view.readings.map((each, index) => reading(each, `${lang}-${view.id}-${index}`, lang)).join('')}</div>`,
    view.holdsUnder === undefined ? '' : `<p class="holds">${e(view.holdsUnder)}</p>`,
    `<p class="note"><code>${e(view.command)}</code>${cited}</p></article>`,
  ].join('');
};

const isWeb = (url: string | undefined): url is string => url !== undefined && /^https?:\/\//i.test(url);

const part = (answer: ClaimsAnswer, lang: Lang): PagePart => {
  const { claims: t, report, product } = messages(lang);
  const views = answer.claims.map((claim) => claimView(claim, lang));
  const number = new Map(answer.sources.map(({ id }, index) => [id, index + 1]));
  const cite = (ids: readonly string[]): string =>
    ids
      .flatMap((id) => number.get(id) ?? [])
      .sort((a, b) => a - b)
      .map((n) => ` <a class="cited" href="#${lang}-source-${n}">[${n}]</a>`)
      .join('');
  const contents = views.map(
    ({ id, title, verdict, verdictText }) =>
      `<li><a href="#${lang}-claim-${id}">${e(title)}</a><span class="verdict ${verdict}">${e(verdictText)}</span></li>`,
  );
  const sources = answer.sources.map(({ title, publisher, date, url }, index) => {
    const name = isWeb(url) ? `<a href="${e(url)}" rel="noreferrer noopener">${e(title)}</a>` : e(title);
    const credit = [publisher, date].filter((text) => text !== undefined).join(', ');
    return `<li value="${index + 1}" id="${lang}-source-${index + 1}">${name}${credit === '' ? '' : `<small> ${e(credit)}</small>`}</li>`;
  });
  const body = [
    `<p class="kicker">${e(t.kicker(views.length))}</p><h1>${e(t.title)}</h1><p class="detail">${e(tally(answer.claims, lang))}</p>`,
    views.length < 2 ? '' : `<ul class="claims">${contents.join('')}</ul>`,
    ...views.map((view, index) => card(view, lang, cite(answer.claims[index]?.sources ?? []))),
    sources.length === 0 ? '' : `<section><h2>${e(report.sources)}</h2><ol class="sources">${sources.join('\n')}</ol></section>`,
    `<section><p class="note">${e(reproduceClaims(answer, lang))}</p></section>`,
    `<footer>${e(report.footnote(answer.version))}</footer>`,
  ];
  return { title: `${t.title} · ${product.name}`, body: body.filter((text) => text !== '').join('\n') };
};

/**
 * Writes claims as cards on one page in both languages.
 *
 * @param answer the claims as they were judged
 * @param options `lang`: the language shown at first
 */
export function renderClaimsHtml(answer: ClaimsAnswer, { lang = 'en' }: { readonly lang?: Lang } = {}): string {
  return page(lang, { en: part(answer, 'en'), zh: part(answer, 'zh') }, sheet);
}
