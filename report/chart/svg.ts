import { type Lang, langTags } from '#messages';
import { escapeXml } from '../escape-xml.ts';
import type { Mark, Scene } from './scene.ts';
import { chartCss } from './style.ts';

export interface SvgOptions {
  /** Prefix of ids, unique in the page. */
  readonly id: string;
  /** Carry the style sheet along, for a picture without a page around it. */
  readonly alone?: boolean;
  /** Class of the element. */
  readonly style?: string;
}

const decimals = (value: number): string => String(Math.round(value * 100) / 100);

const langOf = (lang: Lang | undefined): string => (lang === undefined ? '' : ` lang="${langTags[lang]}"`);

const tail = ({ tail: more }: Extract<Mark, { kind: 'text' }>): string =>
  more === undefined
    ? ''
    : `<tspan class="${more.style}" dx="8" font-size="${more.size}"${langOf(more.lang)}>${escapeXml(more.text)}</tspan>`;

function element(mark: Mark, id: string): string {
  switch (mark.kind) {
    case 'group':
      return `<g transform="translate(${decimals(mark.dx)} 0)">${mark.marks.map((inner) => element(inner, id)).join('\n')}</g>`;
    case 'clip':
      return `<clipPath id="${id}-clip"><path d="${mark.d}"/></clipPath><g clip-path="url(#${id}-clip)">${mark.marks.map((inner) => element(inner, id)).join('\n')}</g>`;
    case 'rect': {
      const round = mark.round === undefined ? '' : ` rx="${decimals(mark.round)}"`;
      return `<rect class="${mark.style}" x="${decimals(mark.x)}" y="${decimals(mark.y)}" width="${decimals(Math.max(0, mark.width))}" height="${decimals(mark.height)}"${round}/>`;
    }
    case 'fade': {
      const name = `${id}-fade-${mark.to}`;
      const [start, end] = mark.to === 'top' ? [1, 0] : [0, 1];
      return [
        `<linearGradient id="${name}" x1="0" x2="0" y1="${start}" y2="${end}"><stop class="fade" offset="0" stop-opacity="0"/><stop class="fade" offset="1" stop-opacity=".82"/></linearGradient>`,
        `<rect fill="url(#${name})" x="${decimals(mark.x)}" y="${decimals(mark.y)}" width="${decimals(mark.width)}" height="${decimals(mark.height)}"/>`,
      ].join('');
    }
    case 'line':
      return `<line class="${mark.style}" x1="${decimals(mark.x1)}" y1="${decimals(mark.y1)}" x2="${decimals(mark.x2)}" y2="${decimals(mark.y2)}"/>`;
    case 'path':
      return `<path class="${mark.style}" d="${mark.d}"/>`;
    case 'circle':
      return `<circle class="${mark.style}" cx="${decimals(mark.x)}" cy="${decimals(mark.y)}" r="${decimals(mark.radius)}"/>`;
    case 'text': {
      const anchor = mark.anchor === undefined ? '' : ` text-anchor="${mark.anchor}"`;
      return `<text class="${mark.style}" x="${decimals(mark.x)}" y="${decimals(mark.y)}" font-size="${mark.size}"${anchor}${langOf(mark.lang)}>${escapeXml(mark.text)}${tail(mark)}</text>`;
    }
  }
}

/**
 * Writes a scene as SVG that names and describes itself.
 *
 * @param scene marks in pixels
 * @param options ids, style sheet
 */
export function svg(scene: Scene, { id, alone = false, style }: SvgOptions): string {
  const { width, height, lang } = scene;
  const head = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart${style === undefined ? '' : ` ${style}`}" role="img" lang="${langTags[lang]}"`,
    ` viewBox="0 0 ${decimals(width)} ${decimals(height)}" width="${decimals(width)}" height="${decimals(height)}"`,
    ` aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escapeXml(scene.title)}</title><desc id="${id}-desc">${escapeXml(scene.description)}</desc>`,
  ].join('');
  const sheet = alone
    ? `<style>${chartCss}${scene.sheet ?? ''}</style><rect class="paper" x="0" y="0" width="${decimals(width)}" height="${decimals(height)}"/>`
    : '';
  return `${head}${sheet}\n${scene.marks.map((mark) => element(mark, id)).join('\n')}\n</svg>`;
}
