import stringWidth from 'string-width';

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

/** Takes out the marks that turn the direction of writing: a name in a file may not rearrange the line that shows it. */
export const plain = (line: string): string => line.replace(/[\u0080-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
