import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { largestFile } from '../read-table.ts';

/** Lines that are parsed at a time: a table of plans may be too large to be held as text at once. */
const linesAtATime = 2000;
const lineFeed = 10;

/**
 * Reads a table of plans row by row. Cells hold no line breaks.
 *
 * @param file path of a CSV file, packed or not
 * @param visit is given the names of the columns, then each row with the number of its line
 */
export function readRows(file: string, visit: (cells: readonly string[], line: number) => void): void {
  if (statSync(file).size > largestFile) throw new RangeError('the file is too large');
  const bytes = file.toLowerCase().endsWith('.gz')
    ? gunzipSync(readFileSync(file), { maxOutputLength: 2 * largestFile })
    : readFileSync(file);
  let line = 1;
  for (let start = 0; start < bytes.length; ) {
    let end = start;
    for (let lines = 0; lines < linesAtATime && end < bytes.length; lines++) {
      const next = bytes.indexOf(lineFeed, end);
      end = next < 0 ? bytes.length : next + 1;
    }
    const rows = parse(bytes.subarray(start, end), { bom: start === 0, relax_column_count: true, trim: true }) as string[][];
    for (const row of rows) {
      if (row.length > 1 || row[0] !== '') visit(row, line);
      line++;
    }
    start = end;
  }
}
