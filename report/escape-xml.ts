const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// Control characters have no place in HTML or SVG, and some end a document early.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * Makes any text safe as content or attribute of HTML and SVG.
 *
 * @param text what a scenario or a fact says, which nobody has vetted
 */
export function escapeXml(text: string): string {
  return text.replace(control, '').replace(/[&<>"']/g, (letter) => entities[letter] as string);
}

/** Prose as HTML, with what stands between backticks as code. */
export const proseHtml = (text: string): string => escapeXml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
