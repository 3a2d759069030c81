import { escapeXml as e } from './escape-xml.ts';
import type { StudyTable } from './study.ts';
import { columns, fold, pad } from './text-layout.ts';

/**
 * Sets a table with characters: the last column takes what room is left, and its text goes on below. Where the columns do not fit, one
 * row stands after another.
 *
 * @param table cells
 * @param width columns of the terminal
 * @param quiet ink of what matters less
 */
export function tableText({ head, align, rows }: StudyTable, width: number, quiet: (text: string) => string): readonly string[] {
  const widths = align.map((_, column) => Math.max(...[head, ...rows].map((row) => columns(row[column] ?? ''))));
  const last = align.length - 1;
  const before = widths.slice(0, last).reduce((sum, own) => sum + own + 2, 0);
  const rest = Math.max(16, width - before);
  if (before + Math.min(16, widths[last] as number) > width || (widths[0] as number) > width / 2)
    return stacked({ head, align, rows }, width, quiet);
  const line = (row: readonly string[]): readonly string[] => {
    const cells = row.slice(0, last).map((cell, column) => pad(cell, widths[column] as number, align[column]));
    const tail =
      align[last] === 'right' ? [pad(row[last] ?? '', Math.min(rest, widths[last] as number), 'right')] : fold(row[last] ?? '', rest);
    return tail.map((text, index) => (index === 0 ? [...cells, text].join('  ') : ' '.repeat(before) + text).trimEnd());
  };
  if (align[last] === 'right' && before + (widths[last] as number) > width) return stacked({ head, align, rows }, width, quiet);
  return [...line(head).map(quiet), ...rows.flatMap(line)];
}

/** Where the columns do not fit: one row after another, each figure below its name. */
function stacked({ head, rows }: StudyTable, width: number, quiet: (text: string) => string): readonly string[] {
  return rows.flatMap((row) => [
    ...fold(row[0] ?? '', width),
    ...row.slice(1).flatMap((cell, column) => fold(`${head[column + 1]}${' '}${cell}`, width - 2).map((text) => `  ${quiet(text)}`)),
  ]);
}

/**
 * Writes a table for a page.
 *
 * @param table cells
 * @param caption what it is called
 */
export const htmlTable = ({ head, align, rows }: StudyTable, caption: string): string => {
  const cell = (tag: 'th' | 'td', text: string, column: number): string =>
    `<${tag}${tag === 'th' ? ' scope="col"' : ''}${align[column] === 'right' ? ' class="number"' : ''}>${e(text)}</${tag}>`;
  const body = rows.map(
    ([first = '', ...cells]) =>
      `<tr><th scope="row">${e(first)}</th>${cells.map((text, column) => cell('td', text, column + 1)).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${e(caption)}"><table class="study"><thead><tr>${head.map((text, column) => cell('th', text, column)).join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
};
