import { type Lang, messages } from '#messages';
import type { Answer } from './answer.ts';
import { hourglass } from './chart/hourglass.ts';
import { svg } from './chart/svg.ts';
import { comparison, comparisonSentences, costShares, costSteps, headroomMap, letterOf, type Paired } from './comparison.ts';
import { escapeXml as e } from './escape-xml.ts';
import { hourglassState } from './hourglass-state.ts';
import { phrases } from './html.ts';
import { type PagePart, page, responsive } from './page.ts';

const thumbnailWidth = 170;

const small = (style: string, text: string | undefined): string => (text === undefined ? '' : `<span class="${style}">${e(text)}</span>`);

/** A difference with its range. */
const against = (difference: string | undefined, differs: string | undefined, lang: Lang): string | undefined => {
  const { open, close } = messages(lang).brackets;
  return difference === undefined || differs === undefined ? difference : difference + open + differs + close;
};

function part(answers: readonly Answer[], lang: Lang, paired: readonly (Paired | undefined)[]): PagePart {
  const { report, product } = messages(lang);
  const thumbs = comparisonSentences(answers, lang).map(({ letter, title, headline }, index) => {
    const state = hourglassState(answers[index] as Answer, lang);
    const picture = svg(hourglass(state, { width: thumbnailWidth, layout: 'thumbnail' }), { id: `${lang}-thumb-${index}` });
    return `<figure>${picture}<figcaption><h2><span class="letter">${letter}</span>${e(title)}</h2><p>${phrases(headline, lang)}</p></figcaption></figure>`;
  });
  const { rows: figures, alike } = comparison(answers, lang, paired);
  const rows = figures.map(
    ({ label, cells }) =>
      `<tr><th scope="row">${e(label)}</th>${cells
        .map(
          ({ text, range, difference, differs }) =>
            `<td class="number">${e(text)}${small('difference', against(difference, differs, lang))}${small('range', range)}</td>`,
        )
        .join('')}</tr>`,
  );
  const shares = costShares(answers, lang);
  const steps = answers
    .slice(1)
    .flatMap((answer, index) => costSteps(answers[0] as Answer, answer, ['A', letterOf(index + 1)], lang) ?? []);
  const body = [
    `<h1 class="first">${e(report.compareTitle(answers.length))}</h1>`,
    `<p class="note">${e(report.hourglassReading)}</p>`,
    `<div class="thumbs">${thumbs.join('\n')}</div>`,
    `<section><h2>${e(report.heatMap)}</h2><p class="note">${e(report.allConstraintsNote)}</p><figure>${responsive(headroomMap(answers, lang), `${lang}-headroom`)}</figure></section>`,
    `<section><h2>${e(report.comparison)}</h2><p class="note">${e([report.against(answers[0]?.title[lang] ?? ''), ...(paired.length === 0 ? [] : [report.paired])].join(lang === 'zh' ? '' : ' '))}</p><div class="scroll" tabindex="0" role="region" aria-label="${e(report.comparison)}"><table class="compare"><thead><tr><th scope="col">${e(report.metric)}</th>${answers.map((_, index) => `<th scope="col" class="number">${letterOf(index)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>${alike === 0 ? '' : `<p class="note">${e(report.alike(alike))}</p>`}</section>`,
    shares === undefined ? '' : `<section><h2>${e(report.cost)}</h2><figure>${responsive(shares, `${lang}-shares`)}</figure></section>`,
    ...steps.map(
      (state, index) => `<section><h2>${e(state.title)}</h2><figure>${responsive(state, `${lang}-steps-${index}`)}</figure></section>`,
    ),
    `<footer>${e(report.footnote(answers[0]?.reproduce.version ?? ''))}</footer>`,
  ];
  return { title: `${report.compareTitle(answers.length)} · ${product.name}`, body: body.filter((text) => text !== '').join('\n') };
}

/**
 * Writes a comparison as one page in both languages.
 *
 * @param answers the scenarios, the first being the measure
 * @param options `lang`: the language shown at first; `paired`: by scenario, its differences to the first
 */
export function renderComparisonHtml(
  answers: readonly Answer[],
  { lang = 'en', paired = [] }: { readonly lang?: Lang; readonly paired?: readonly (Paired | undefined)[] } = {},
): string {
  return page(lang, { en: part(answers, 'en', paired), zh: part(answers, 'zh', paired) });
}
