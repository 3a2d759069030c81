import { existsSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import type { Checked } from '#quantity';
import type { Area, Cells, CellType, Columns, FileKind, Reason, RowKind, Tolerance } from './area.ts';
import { areas, ownAreas } from './areas.ts';
import { findFiles } from './find-files.ts';
import { guardedRow } from './guarded-row.ts';
import { judge } from './judge.ts';
import { mayHoldTable, readColumns, readTable, type TableRow } from './read-table.ts';

/** One answer of a row beside ours. */
export interface ScoredAnswer {
  readonly column: string;
  readonly predicted: number | null;
  readonly answer: number;
  /** In the terms of the tolerance; absent where nothing could be computed. */
  readonly error?: number;
  readonly tolerance: Tolerance;
  readonly passed: boolean;
}

export type Status = 'passed' | 'failed' | 'not scored';

export interface RowResult {
  readonly line: number;
  /** Which kind of row, where it is of a known kind. */
  readonly rows?: string;
  readonly status: Status;
  /** Why it is not scored, or could not be computed. */
  readonly reason?: Reason;
  readonly answers: readonly ScoredAnswer[];
  /** Columns that were empty and took their stated default. */
  readonly filled: readonly string[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly notScored: number;
}

/** Rows of one kind in one file with one tolerance. */
export interface Group extends Counts {
  readonly rows: string;
  readonly tolerance: Tolerance;
  readonly worst: number | null;
  readonly mean: number | null;
}

export interface FileResult extends Counts {
  readonly file: string;
  readonly kind: string;
  readonly groups: readonly Group[];
  readonly rows: readonly RowResult[];
  /** Why the file could not be read, though its columns are those of a kind. It counts as one failure. */
  readonly broken?: Reason;
}

export interface Validation {
  readonly schema: 'chokepoint/validation/1';
  readonly area: string;
  readonly path: string;
  readonly files: readonly FileResult[];
  /** Files that no kind of the area recognises. */
  readonly unknown: readonly string[];
  readonly summary: Counts;
}

const refusal = (reason: Reason) => ({ ok: false, reason }) as const;

/** A decimal number as people write it in a table; `0x10`, `1_000` and `Infinity` are words. */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const readNumber = (text: string): number => (decimal.test(text) ? Number(text) : Number.NaN);

const readCell = (text: string, type: CellType): number | string => (type === 'text' ? text : readNumber(text));

/** Turns the declared columns of a row into values: empty cells take their default or leave the row unscored. */
function readCells(row: TableRow, columns: Columns, defaults: RowKind['defaults']) {
  const cells: Record<string, number | string> = {};
  const filled: string[] = [];
  for (const [name, type] of Object.entries(columns)) {
    const text = row.cells.get(name) ?? '';
    const fallback = defaults[name];
    if (text === '' && fallback === undefined) return refusal({ code: 'input-empty', detail: name });
    const value = text === '' ? (fallback as number | string) : readCell(text, type);
    if (Number.isNaN(value)) return { ok: false, bad: name } as const;
    if (text === '') filled.push(name);
    cells[name] = value;
  }
  return { ok: true, cells, filled } as const;
}

/** An input row as the rows that need it see it; a number that is missing or unreadable is NaN there, for the replay to notice. */
function givenRow(row: TableRow, columns: Columns): Cells<Columns> {
  const cells = Object.entries(columns).map(([name, type]) => [name, readCell(row.cells.get(name) ?? '', type)] as const);
  return guardedRow(Object.fromEntries(cells), columns);
}

function scoreRow(row: TableRow, kind: RowKind, given: readonly Cells<Columns>[]): RowResult {
  const base = { line: row.line, rows: kind.name };
  const unscored = (reason: Reason): RowResult => ({ ...base, status: 'not scored', reason, answers: [], filled: [] });
  const failed = (reason: Reason): RowResult => ({ ...base, status: 'failed', reason, answers: [], filled: [] });
  if (row.overlong) return failed({ code: 'row-overlong' });
  const present = kind.answers.filter(({ column }) => (row.cells.get(column) ?? '') !== '');
  if (present.length === 0) return unscored({ code: 'answer-empty', detail: kind.answers.map(({ column }) => column).join(', ') });
  const read = readCells(row, kind.inputs, kind.defaults);
  if (!read.ok) return 'bad' in read ? failed({ code: 'input-not-a-number', detail: read.bad }) : unscored(read.reason);
  const replayed = kind.replay(guardedRow(read.cells, kind.inputs), given);
  if ('notScored' in replayed) return unscored(replayed.notScored);

  const answers = present.map(({ column, tolerance }): ScoredAnswer => {
    const answer = readNumber(row.cells.get(column) as string);
    const predicted = replayed.predicted[column];
    if (predicted === undefined || !Number.isFinite(predicted) || !Number.isFinite(answer)) {
      return { column, predicted: null, answer, tolerance, passed: false };
    }
    const { error, within } = judge(predicted, answer, tolerance);
    return { column, predicted, answer, error, tolerance, passed: within };
  });
  const passed = answers.every((answer) => answer.passed);
  const result: RowResult = { ...base, status: passed ? 'passed' : 'failed', answers, filled: read.filled };
  const lost = answers.find((answer) => answer.predicted === null);
  if (lost === undefined) return result;
  return { ...result, reason: { code: Number.isFinite(lost.answer) ? 'not-computed' : 'answer-not-a-number', detail: lost.column } };
}

const count = (rows: readonly RowResult[]): Counts => ({
  passed: rows.filter(({ status }) => status === 'passed').length,
  failed: rows.filter(({ status }) => status === 'failed').length,
  notScored: rows.filter(({ status }) => status === 'not scored').length,
});

const sum = (parts: readonly Counts[]): Counts => ({
  passed: parts.reduce((total, { passed }) => total + passed, 0),
  failed: parts.reduce((total, { failed }) => total + failed, 0),
  notScored: parts.reduce((total, { notScored }) => total + notScored, 0),
});

function groupsOf(kind: FileKind, rows: readonly RowResult[]): Group[] {
  return kind.rows.flatMap((rowKind) => {
    const members = rows.filter((row) => row.rows === rowKind.name);
    const tolerances = [...new Map(rowKind.answers.map(({ tolerance }) => [JSON.stringify(tolerance), tolerance])).entries()];
    return members.length === 0
      ? []
      : tolerances.map(([key, tolerance]) => {
          const answers = members.flatMap((row) => row.answers).filter((answer) => JSON.stringify(answer.tolerance) === key);
          const errors = answers.flatMap(({ error }) => (error === undefined ? [] : [error]));
          const none = errors.length === 0;
          return {
            rows: rowKind.name,
            tolerance,
            ...count(members),
            worst: none ? null : errors.reduce((worst, error) => Math.max(worst, error), 0),
            mean: none ? null : errors.reduce((total, error) => total + error, 0) / errors.length,
          };
        });
  });
}

function scoreFile(path: string, file: string, kind: FileKind): FileResult {
  const table = readTable(path);
  const broken = (why: Reason): FileResult => ({
    file,
    kind: kind.name,
    groups: [],
    rows: [],
    broken: why,
    passed: 0,
    failed: 1,
    notScored: 0,
  });
  if ('broken' in table) return broken(table.broken);
  const doubled = table.columns.find((name, index) => name !== '' && table.columns.indexOf(name) !== index);
  if (doubled !== undefined) return broken({ code: 'column-doubled', detail: doubled });

  const selectorsOf = (row: TableRow): Record<string, string> =>
    Object.fromEntries(kind.selectors.map((name) => [name, row.cells.get(name) ?? '']));
  const given = kind.given;
  const helpers = new Set(given === undefined ? [] : table.rows.filter((row) => given.when(selectorsOf(row))));
  const inputs = given === undefined ? [] : [...helpers].map((row) => givenRow(row, given.columns));
  const rows = table.rows.map((row): RowResult => {
    const selectors = selectorsOf(row);
    const rowKind = kind.rows.find(({ when }) => when(selectors));
    const named = rowKind === undefined ? {} : { rows: rowKind.name };
    const unscored = (reason: Reason): RowResult => ({ line: row.line, ...named, status: 'not scored', reason, answers: [], filled: [] });
    const skipped = kind.skip(selectors);
    if (skipped !== undefined) return unscored(skipped);
    if (rowKind === undefined || helpers.has(row)) return unscored({ code: 'row-not-scored' });
    return scoreRow(row, rowKind, inputs);
  });
  return { file, kind: kind.name, groups: groupsOf(kind, rows), rows, ...count(rows) };
}

/**
 * Scores the model against every file of an area that lies at or below a path. Files are recognised by their
 * columns; a replay sees its declared input columns and nothing else.
 *
 * @param area name of the area
 * @param path file or folder
 * @param known the areas there are, for tests
 */
export function validate(area: string, path: string, known: readonly Area[] = areas): Checked<Validation> {
  const found = known.find(({ name }) => name === area);
  const issues = [
    ...(found === undefined
      ? [
          {
            code: 'validation/area-unknown',
            path: 'AREA',
            expected: [...known.map(({ name }) => name), ...(known === areas ? ownAreas : [])].join(', '),
            received: area,
          },
        ]
      : []),
    ...(existsSync(path) ? [] : [{ code: 'validation/path-missing', path: 'PATH', received: path }]),
  ];
  if (found === undefined || issues.length > 0) return { ok: false, issues };

  const files: FileResult[] = [];
  const unknown: string[] = [];
  for (const place of findFiles(path)) {
    const name = relative(path, place).split(sep).join('/') || basename(path);
    const columns = new Set(mayHoldTable(place) ? readColumns(place) : []);
    const kind = found.files.find(({ recognise }) => recognise.every((column) => columns.has(column)));
    if (kind === undefined) unknown.push(name);
    else files.push(scoreFile(place, name, kind));
  }
  return { ok: true, value: { schema: 'chokepoint/validation/1', area, path, files, unknown, summary: sum(files) } };
}
