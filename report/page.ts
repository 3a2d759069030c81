import { createHash } from 'node:crypto';
import { type Lang, langs, langTags, messages } from '#messages';
import { draw } from './chart/draw.ts';
import type { ChartState } from './chart/state.ts';
import { svg } from './chart/svg.ts';
import { escapeXml } from './escape-xml.ts';
import { pageCss } from './page-style.ts';

/** What a page says in one language. */
export interface PagePart {
  readonly title: string;
  readonly body: string;
}

/** Widths, in px, that charts are drawn for: the measure of the page, and that of a phone. */
const chartWidths = { wide: 976, narrow: 343 };

// Without it the page still switches languages by its links; with it the document says which one it is in.
const script =
  "addEventListener('hashchange',f);function f(){var a=[].find.call(document.querySelectorAll('.language'),function(e){return e.offsetParent!==null});" +
  'if(a){document.documentElement.lang=a.lang;document.title=a.dataset.title}}f()';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but this style and this script runs, and nothing is loaded from anywhere. */
const policyOf = (css: string): string =>
  `default-src 'none'; style-src ${hash(css)}; script-src ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`;

/**
 * Writes one page that holds all languages, needs nothing beside itself and switches without a script.
 *
 * @param first the language shown at first
 * @param parts the page in each language
 * @param sheet style of marks that only this page has
 */
export function page(first: Lang, parts: Readonly<Record<Lang, PagePart>>, sheet = ''): string {
  const css = pageCss + sheet;
  const languages = langs.map((lang) => {
    const { title, body } = parts[lang];
    const other = langs.find((candidate) => candidate !== lang) as Lang;
    const { product, language, report } = messages(lang);
    return [
      `<div id="${lang}" lang="${langTags[lang]}" class="language ${lang === first ? 'default' : 'other'}" data-title="${escapeXml(title)}">`,
      `<header class="bar-top"><a class="skip" href="#${lang}-answer">${escapeXml(report.skip)}</a><div class="brand">${escapeXml(product.name)}<span>${escapeXml(product.tagline)}</span></div>`,
      `<a class="switch" href="#${other}" lang="${langTags[other]}" hreflang="${langTags[other]}">${escapeXml(language.other)}</a></header>`,
      `<main id="${lang}-answer">`,
      body,
      '</main></div>',
    ].join('\n');
  });
  return [
    '<!doctype html>',
    `<html lang="${langTags[first]}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(css)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeXml(parts[first].title)}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    ...languages,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/**
 * Draws a chart once, at the measure of a phone, for a place that is as narrow on any page.
 *
 * @param state what to show
 * @param id prefix of ids, unique in the page
 */
export function narrow(state: ChartState, id: string): string {
  return svg(draw(state, { width: chartWidths.narrow }), { id });
}

/**
 * Draws a chart twice, for a wide page and for a phone; the style sheet shows one of them.
 *
 * @param state what to show
 * @param id prefix of ids, unique in the page
 */
export function responsive(state: ChartState, id: string): string {
  return (['wide', 'narrow'] as const)
    .map((style) => svg(draw(state, { width: chartWidths[style] }), { id: `${id}-${style}`, style }))
    .join('\n');
}
