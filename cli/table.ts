import stringWidth from 'string-width';
import { plainText } from '#messages';
import { fold } from '#report';

export type Align = 'left' | 'right';

/**
 * Lines up the cells of rows; a Chinese character takes two columns.
 *
 * @param rows cells by row
 * @param align side of each column
 * @returns one line a row
 */
export const tableLines = (rows: readonly (readonly string[])[], align: readonly Align[]): readonly string[] => {
  const widths = align.map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.map((row) =>
    align
      .map((side, column) => {
        const cell = row[column] ?? '';
        const space = ' '.repeat(widths[column]! - stringWidth(cell));
        return side === 'left' ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
};

/**
 * Leaves out the columns that say nothing below their header.
 *
 * @param rows the header, then cells by row
 * @param align side of each column
 */
export const usedColumns = (
  rows: readonly (readonly string[])[],
  align: readonly Align[],
): readonly [rows: readonly (readonly string[])[], align: readonly Align[]] => {
  const used = align.map((_, column) => rows.slice(1).some((row) => (row[column] ?? '') !== ''));
  return [rows.map((row) => row.filter((_, column) => used[column])), align.filter((_, column) => used[column])];
};

/** Columns of the longest line. */
export const widthOf = (lines: readonly string[]): number => Math.max(0, ...lines.map((line) => stringWidth(line)));

/**
 * Breaks a text into lines, each behind an indent.
 *
 * @param text the text
 * @param width columns of a line
 * @param indent put before every line
 */
export const wrapWords = (text: string, width: number, indent: string): readonly string[] =>
  fold(text, width - indent.length).map((line) => indent + line);

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
const color = /(\u001b\[\d+m)/;

/** A name in a file may not rearrange the line that shows it; our own colours stay. */
export const plain = (line: string): string =>
  line
    .split(color)
    .map((part) => (color.test(part) ? part : plainText(part)))
    .join('');
