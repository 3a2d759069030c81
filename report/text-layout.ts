import stringWidth from 'string-width';

/**
 * Columns that a text takes in a terminal; a Chinese character takes two.
 *
 * @param text the text, with or without colours
 */
export const columns = (text: string): number =>
  usual.test(text) ? text.length + (text.match(twoColumns)?.length ?? 0) : stringWidth(text);

/** Chinese characters and their marks, of two columns each. */
const twoColumns = /[\u3001\u3002\u4e00-\u9fff\uff01-\uff5e]/g;

/**
 * Those, and letters and signs of one column that figures and bars are written with: such text need not be taken apart, which takes
 * tables of all of Unicode that are slow to make ready.
 */
const usual = /^[ -~\u00a0-\u00ac\u00ae-\u00ff\u2010-\u2026\u2080-\u2089\u2212\u2500-\u259f\u25b6\u3001\u3002\u4e00-\u9fff\uff01-\uff5e]*$/;

/**
 * Cuts a text to a number of columns, with an ellipsis where something is lost.
 *
 * @param text the text, without colours
 * @param width most columns
 */
export function clip(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let out = '';
  for (const letter of text) {
    if (columns(out + letter) > width - 1) break;
    out += letter;
  }
  return width < 1 ? '' : `${out}…`;
}

/**
 * Fills a text with spaces to a number of columns.
 *
 * @param text the text
 * @param width columns
 * @param align where the text stands
 */
export function pad(text: string, width: number, align: 'left' | 'right' | 'centre' = 'left'): string {
  const space = Math.max(0, width - columns(text));
  if (align === 'left') return text + ' '.repeat(space);
  if (align === 'right') return ' '.repeat(space) + text;
  return ' '.repeat(Math.floor(space / 2)) + text + ' '.repeat(Math.ceil(space / 2));
}

const wide = /[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”]/u;
/** Marks that may not begin a line, and those that may not end one. */
const closing = /^[，。、；：）》”！？]/u;
const opening = /[（《“]$/u;

/**
 * Breaks a text into lines: between words, and between any two Chinese characters that may part.
 *
 * @param text the text, without colours
 * @param width columns of a line
 * @param indent put before every line but the first
 */
export function fold(text: string, width: number, indent = ''): readonly string[] {
  const pieces = text.split(/\s+/).flatMap((word, index) => {
    const parts: string[] = [];
    for (const letter of word) {
      const last = parts.at(-1);
      const joined =
        last !== undefined && (closing.test(letter) || opening.test(last) || (!wide.test(letter) && !wide.test(last.at(-1) as string)));
      if (joined) parts[parts.length - 1] = last + letter;
      else parts.push(letter);
    }
    return parts.map((part, place) => (place === 0 && index > 0 ? ` ${part}` : part));
  });
  const lines: string[] = [''];
  for (const piece of pieces) {
    const line = lines.at(-1) as string;
    if (columns(line + piece) <= width || line.trim() === '') lines[lines.length - 1] = line + piece;
    else lines.push(indent + piece.trimStart());
  }
  return lines;
}
