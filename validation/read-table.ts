import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Reason } from './area.ts';

export interface TableRow {
  /** Line in the file on which the row begins, from 1; of a JSON array the position. */
  readonly line: number;
  /** By column, trimmed. A column that the row does not reach is empty. */
  readonly cells: ReadonlyMap<string, string>;
  /** Does it have more cells than there are columns? */
  readonly overlong: boolean;
}

export type Table = { readonly columns: readonly string[]; readonly rows: readonly TableRow[] } | { readonly broken: Reason };

/** A header longer than this is none. */
const headerBytes = 1 << 16;
/** A reference file is smaller than this, unpacked; more is no table, or an archive that means harm. */
export const largestFile: number = 1 << 29;
const suffixes = ['.csv', '.csv.gz', '.json'] as const;

/** Can a file of this name hold a table at all? */
export const mayHoldTable = (file: string): boolean => suffixes.some((suffix) => file.toLowerCase().endsWith(suffix));

const isJson = (file: string): boolean => file.toLowerCase().endsWith('.json');
const isPacked = (file: string): boolean => file.toLowerCase().endsWith('.gz');

function firstBytes(file: string): Buffer {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(headerBytes);
    return bytes.subarray(0, readSync(handle, bytes, 0, headerBytes, 0));
  } finally {
    closeSync(handle);
  }
}

function header(bytes: Buffer): readonly string[] {
  const [names] = parse(bytes, { bom: true, to: 1, relax_column_count: true, skip_empty_lines: true }) as string[][];
  return (names ?? []).map((name) => name.trim());
}

/**
 * Names the columns of a file, reading no more of it than that needs.
 *
 * @param file path of a file that may hold a table
 * @returns nothing where there is no table in it
 */
export function readColumns(file: string): readonly string[] {
  try {
    if (isJson(file)) {
      const table = readTable(file);
      return 'broken' in table ? [] : table.columns;
    }
    const bytes = firstBytes(file);
    // The beginning of a packed file unpacks to the beginning of its text when its end may be missing.
    return header(isPacked(file) ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: largestFile }) : bytes);
  } catch {
    return [];
  }
}

const cellText = (value: unknown): string => (value === null || value === undefined ? '' : String(value).trim());

function fromJson(text: string): Table {
  const list: unknown = JSON.parse(text);
  const flat = (row: unknown): row is Record<string, unknown> => typeof row === 'object' && row !== null && !Array.isArray(row);
  if (!Array.isArray(list) || !list.every(flat)) return { broken: { code: 'file-not-flat' } };
  const columns = [...new Set(list.flatMap((row) => Object.keys(row)))];
  const rows = list.map((row, index) => ({
    line: index + 1,
    cells: new Map(Object.entries(row).map(([name, value]) => [name, cellText(value)])),
    overlong: false,
  }));
  return { columns, rows };
}

function fromCsv(bytes: Buffer): Table {
  const records = parse(bytes, { bom: true, relax_column_count: true, skip_empty_lines: true, info: true }) as unknown as {
    readonly record: readonly string[];
    readonly info: { readonly lines: number };
  }[];
  const [first, ...rest] = records;
  if (first === undefined) return { broken: { code: 'file-empty' } };
  const columns = first.record.map((name) => name.trim());
  let ended = first.info.lines;
  const rows = rest.map(({ record, info }) => {
    const line = ended + 1;
    ended = info.lines;
    return {
      line,
      cells: new Map(columns.map((name, index) => [name, cellText(record[index])])),
      overlong: record.length > columns.length,
    };
  });
  return { columns, rows };
}

/**
 * Reads a table: RFC 4180 text with or without a byte-order mark, packed or not, or a JSON array of flat objects.
 *
 * @param file path of the file
 */
export function readTable(file: string): Table {
  try {
    if (statSync(file).size > largestFile) return { broken: { code: 'file-too-large' } };
    const bytes = isPacked(file) ? gunzipSync(readFileSync(file), { maxOutputLength: largestFile }) : readFileSync(file);
    return isJson(file) ? fromJson(bytes.toString('utf8').replace(/^\uFEFF/, '')) : fromCsv(bytes);
  } catch (error) {
    // Parser, unpacker and file system all name their faults by a code.
    return { broken: { code: 'file-unreadable', detail: String((error as { readonly code?: unknown }).code ?? error) } };
  }
}
