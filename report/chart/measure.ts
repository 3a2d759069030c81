import stringWidth from 'string-width';

/** Mean advance of proportional Latin letters over the size; a full-width character takes a whole one. */
const latin = 0.56;

/**
 * Estimates how wide a text is drawn, without a font at hand.
 *
 * @param text the text
 * @param size font size in px
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text)
    width +=
      stringWidth(letter) === 2
        ? size
        : /[A-Z0-9M%@]/.test(letter)
          ? size * 0.68
          : /[ilj.,:;|' ()]/.test(letter)
            ? size * 0.3
            : size * latin;
  return width;
}

/** Chinese may break between any two characters, Latin between words only. */
const pieces = (text: string): readonly string[] =>
  text.match(/[\u2e80-\u9fff\uff00-\uffef，。、；：（）“”]|[^\s\u2e80-\u9fff\uff00-\uffef，。、；：（）“”]+\s*|\s+/gu) ?? [];

/**
 * Breaks a text into lines that fit; what does not fit the last one ends in an ellipsis.
 *
 * @param text the text
 * @param size font size in px
 * @param width room in px
 * @param lines most lines
 */
export function wrap(text: string, size: number, width: number, lines: number): readonly string[] {
  const out: string[] = [''];
  for (const piece of pieces(text)) {
    const line = out.at(-1) as string;
    if (line === '' || textWidth((line + piece).trimEnd(), size) <= width) out[out.length - 1] = line + piece;
    // No line begins with a mark that closes what stands before it.
    else if (/^[，。、；：）”]/u.test(piece)) out[out.length - 1] = line + piece;
    else out.push(piece);
  }
  const trimmed = out.map((line) => line.trim()).filter((line) => line !== '');
  if (trimmed.length <= lines) return trimmed;
  let last = `${trimmed[lines - 1]}…`;
  while (textWidth(last, size) > width && last.length > 1) last = `${last.slice(0, -2)}…`;
  return [...trimmed.slice(0, lines - 1), last];
}
